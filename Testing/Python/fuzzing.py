"""Run by test_fuzz.py in a process of its own: mutated files go in, a result or one clear error must come out.

``python fuzzing.py KIND FIRST COUNT FOLDER`` prints one JSON object; a case that hangs or crashes ends the process, and
FOLDER/case.txt names it.
"""

from __future__ import annotations

import faulthandler
import json
import os
import plistlib
import resource
import signal
import sys
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from mutations import mutated

SECONDS_OF_CPU, SECONDS = 10, 300
BYTES_MORE = 4 * 2**30
LONGEST_MESSAGE = 1500
SHAPE = (112, 96)
Attempt = Callable[[Path, Path], None]


def run(kind: str, first: int, count: int, folder: Path) -> dict[str, Any]:
    """Return how many mutated files gave a result, how many were refused, and what went wrong."""
    from MicrocalcCADLib.errors import MicrocalcError

    files, attempt = KINDS[kind](folder)
    outcome: dict[str, Any] = {"results": 0, "refused": 0, "failures": []}
    _limit_memory()
    for number in range(first, first + count):
        rng = np.random.default_rng([number, len(kind)])
        path = files[rng.integers(len(files))]
        content = path.read_bytes()
        case, output = folder / f"case-{path.name}", folder / "out"
        case.write_bytes(mutated(content, kind, rng))
        (folder / "case.txt").write_text(f"{kind} {number}")
        _start_clock()
        try:
            attempt(case, output)
            outcome["results"] += 1
        except MicrocalcError as error:
            outcome["refused"] += 1
            if not _is_clear(str(error)):
                outcome["failures"].append(f"{kind} {number}: message {str(error)[:300]!r}")
        except BaseException:  # whatever else comes out is what is looked for
            outcome["failures"].append(f"{kind} {number}: {traceback.format_exc()[-1500:]}")
        outcome["failures"] += [f"{kind} {number}: left {name}" for name in _tidied(output)]
    outcome["peak_bytes"] = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return outcome


def _is_clear(message: str) -> bool:
    return 20 < len(message) < LONGEST_MESSAGE and message.rstrip().endswith((".", "yes or no."))


def _tidied(output: Path) -> list[str]:
    """Empty the folder of the results; return what is half-written in it."""
    wrong = []
    for path in sorted(output.glob("*")) if output.is_dir() else ():
        if path.name.startswith(".") or (path.suffix == ".json" and not _is_json(path)):
            wrong.append(path.name)
        path.unlink()
    return wrong


def _is_json(path: Path) -> bool:
    try:
        json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return False
    return True


def _limit_memory() -> None:
    pages = Path("/proc/self/statm")
    if pages.exists():
        used = int(pages.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (used + BYTES_MORE,) * 2)


def _start_clock() -> None:
    """End the process by a signal after 10 s of its own work, also inside a decoder, and after five minutes at all."""
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS_OF_CPU)
    faulthandler.dump_traceback_later(SECONDS, exit=True)


# Sound files of each kind, and what is done with a mutated one --------------------------------------------------------


def images(folder: Path) -> Attempt:
    """Detect with a detector that marks two places, and write the formats that quote the file's own words."""
    from MicrocalcCADLib.detection import DetectionOptions, detect_image
    from MicrocalcCADLib.progress import Progress
    from report_material import make_analysis

    class Marker:
        def analyse(self, mammogram, progress):
            return make_analysis(mammogram, [(20, 20), (22, 24)])

    def attempt(path: Path, output: Path) -> None:
        spacing = None if path.suffix in {".dcm", ".nrrd", ".mha"} else 0.07
        detect_image(
            path, "case", Marker(), DetectionOptions(output, ("json", "csv", "html"), spacing_mm=spacing), Progress()
        )

    return attempt


def pixels() -> np.ndarray:
    rows, columns = np.mgrid[: SHAPE[0], : SHAPE[1]]
    breast = np.hypot((rows - 56) / 50, columns / 80) < 1
    return np.where(breast, 1500 + 900 * np.sin(rows / 7) * np.cos(columns / 5), 30 + rows % 5).astype(np.uint16)


def dicom(folder: Path) -> tuple[list[Path], Attempt]:
    from dicom_files import write_mammogram
    from pydicom import dcmread
    from pydicom.uid import RLELossless

    plain = write_mammogram(
        folder / "plain.dcm", pixels(), WindowCenter="2000", WindowWidth="3000", RescaleSlope="1", RescaleIntercept="0"
    )
    dataset = dcmread(plain)
    dataset.compress(RLELossless)
    dataset.save_as(folder / "rle.dcm")
    return [plain, folder / "rle.dcm"], images(folder)


def picture(folder: Path) -> tuple[list[Path], Attempt]:
    from PIL import Image

    deep, flat = Image.fromarray(pixels()), Image.fromarray((pixels() >> 4).astype(np.uint8))
    paths = [folder / name for name in ("deep.png", "flat.png", "deep.tif", "flat.pgm", "flat.jpg")]
    for path, image in zip(paths, (deep, flat, deep, flat, flat), strict=True):
        image.save(path)
    return [paths[0], paths[0], *paths], images(folder)


def nrrd(folder: Path) -> tuple[list[Path], Attempt]:
    import SimpleITK as sitk

    image = sitk.GetImageFromArray(pixels())
    image.SetSpacing((0.07, 0.07))
    paths = [folder / "packed.nrrd", folder / "plain.nrrd", folder / "plain.mha"]
    for path in paths:
        sitk.WriteImage(image, str(path), useCompression=path.stem == "packed")
    sitk.ProcessObject.SetGlobalWarningDisplay(False)
    return paths, images(folder)


def catalogue(folder: Path) -> tuple[list[Path], Attempt]:
    """Catalogue, a bundle's metadata, findings and a labelled set's truth."""
    from bundles import write_bundle, write_catalog
    from MicrocalcCADLib.decide import decide
    from MicrocalcCADLib.errors import InputError
    from MicrocalcCADLib.files import read_json
    from MicrocalcCADLib.findings import Findings
    from MicrocalcCADLib.models import find_bundle, list_models
    from MicrocalcCADLib.reporting.findings_json import to_text
    from report_material import make_analysis, make_mammogram

    models = folder / "models"
    write_catalog(models, write_bundle(models / "tiny"))
    os.environ["MICROCALC_MODELS"] = str(models)
    findings = decide(make_analysis(make_mammogram(*SHAPE), [(20, 20), (22, 24), (60, 30)]), "balanced")
    (folder / "findings.json").write_text(to_text(findings), encoding="utf-8")
    sound = {name: (models / name).read_bytes() for name in ("catalog.json", "tiny/configs/metadata.json")}

    def of_models(path: Path) -> None:
        content = path.read_bytes()
        name, original = next(
            (name, original) for name, original in sound.items() if Path(name).name == path.name.removeprefix("case-")
        )
        try:
            (models / name).write_bytes(content)
            list_models()
            find_bundle("tiny", "hdogreg")
        finally:
            (models / name).write_bytes(original)

    def of_findings(path: Path) -> None:
        try:
            content = read_json(path)
        except ValueError as error:
            raise InputError(f"{path.name} is no JSON ({error}): write it again.") from error
        to_text(Findings.from_dict(content))

    def attempt(path: Path, output: Path) -> None:
        (of_findings if path.name == "case-findings.json" else of_models)(path)

    copies = [folder / f"{Path(name).stem}.json" for name in sound]
    for copy, content in zip(copies, sound.values(), strict=True):
        copy.write_bytes(content)
    return [*copies, folder / "findings.json"], attempt


def bundle(folder: Path) -> tuple[list[Path], Attempt]:
    """Weights as a state dict, weights as a whole pickled model, and a stored analysis: the zip files that are read."""
    import torch
    from bundles import write_bundle
    from MicrocalcCADLib.analysis import Analysis
    from MicrocalcCADLib.model_import import read_state
    from MicrocalcCADLib.models import find_bundle
    from report_material import make_analysis, make_mammogram

    write_bundle(folder / "tiny")
    weights = folder / "tiny" / "models" / "model.pt"
    torch.save(torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3)), folder / "whole.pt")
    (folder / "state.pt").write_bytes(weights.read_bytes())
    make_analysis(make_mammogram(*SHAPE), [(20, 20), (22, 24)]).save(folder / "analysis.npz")

    def of_weights(path: Path) -> None:
        weights.write_bytes(path.read_bytes())
        find_bundle(folder / "tiny", "hdogreg").state()

    def attempt(path: Path, output: Path) -> None:
        {"case-state.pt": of_weights, "case-whole.pt": read_state, "case-analysis.npz": Analysis.load}[path.name](path)

    return [folder / "state.pt", folder / "whole.pt", folder / "analysis.npz"], attempt


def plist(folder: Path) -> tuple[list[Path], Attempt]:
    from MicrocalcTrainLib.datasets.inbreast_plist import read_marks

    points = [f"({20.5 + i}, {30.25 + i})" for i in range(6)]
    roi = {"Name": "Calcification", "NumberOfPoints": 6, "Point_px": points, "Point_mm": ["(1, 2, 3)"] * 6}
    content = {"Images": [{"ImageIndex": 0, "NumberOfROIs": 2, "ROIs": [roi, roi | {"Name": "Cluster"}]}]}
    (folder / "text.xml").write_bytes(plistlib.dumps(content))
    (folder / "binary.xml").write_bytes(plistlib.dumps(content, fmt=plistlib.FMT_BINARY))

    def attempt(path: Path, output: Path) -> None:
        read_marks(path)

    return [folder / "text.xml", folder / "binary.xml"], attempt


KINDS = {"dicom": dicom, "picture": picture, "nrrd": nrrd, "json": catalogue, "bundle": bundle, "plist": plist}

if __name__ == "__main__":
    warnings.simplefilter("ignore")
    print(json.dumps(run(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))))
