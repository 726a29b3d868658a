"""Small simulated mammograms on disk, batches of them, and workers whose detector a test gives them."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import SimpleITK as sitk
from MicrocalcCADLib.batch.items import Outcome
from MicrocalcCADLib.batch.run import BatchOptions, BatchResult, run_batch
from MicrocalcCADLib.detection import DetectionOptions
from MicrocalcCADLib.detection_child import DetectorChoice
from MicrocalcCADLib.progress import Progress
from MicrocalcTrainLib.simulation.backgrounds import procedural
from MicrocalcTrainLib.simulation.images import ImageParameters, framed, simulate_image
from MicrocalcTrainLib.simulation.lesions import LesionParameters
from report_material import make_mammogram

REPOSITORY = Path(__file__).resolve().parents[2]
SPACING_MM = 0.1
CLEAR = ImageParameters(
    clusters=(1, 1),
    singles=(0, 0),
    empty_share=0,
    vessel_share=0,
    edge_mm=6,
    lesions=LesionParameters(diameter_mm=(0.25, 0.4), contrast=(10, 10), count=(10, 10), spread_mm=(1.5, 1.5)),
)
# The worker is the real one with a detector that the test gives it, in place of a model. `name` is the image's name.
FAKE_START = """
import os, sys, time
sys.path[:0] = [sys.argv.pop(1), {tests!r}]
from pathlib import Path
from MicrocalcCADLib.batch import worker
from report_material import make_analysis, make_spots
class Detector:
    def analyse(self, mammogram, progress):
        name = Path(mammogram.source.path).stem
{body}
        return make_analysis(mammogram, make_spots([(60, 40)], 9, 12))
worker.loaded_detector = lambda choice: Detector()
os._exit(worker.main())
"""


def fake_start(*lines: str) -> str:
    """Return what a worker runs whose detector does the given lines before it finds nine spots."""
    body = "\n".join(f"        {line}" for line in lines or ["progress(0.5, 'half')"])
    return FAKE_START.format(tests=str(Path(__file__).parent), body=body)


def write_simulated(folder: Path, count: int, rows: int = 300, columns: int = 240) -> list[Path]:
    """Write procedural breasts with one simulated cluster each as NRRD that state their spacing; always the same."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for index in range(count):
        rng = np.random.default_rng((7, index))
        background = framed(procedural(rng, (rows, columns), SPACING_MM), 20)
        paths.append(
            write_nrrd(
                folder / f"sim{index:02d}.nrrd", simulate_image(background, SPACING_MM, rng, CLEAR).mammogram.pixels
            )
        )
    return paths


def write_plain(folder: Path, *names: str) -> list[Path]:
    """Write tiny breasts, each another, for workers without a model."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        write_nrrd(folder / f"{name}.nrrd", make_mammogram(120, 96, seed=number).pixels)
        for number, name in enumerate(names)
    ]


def write_nrrd(path: Path, pixels: np.ndarray) -> Path:
    image = sitk.GetImageFromArray(np.round(pixels * 65535).astype(np.uint16))
    image.SetSpacing((SPACING_MM, SPACING_MM))
    sitk.WriteImage(image, str(path))
    return path


def run(
    inputs: Path | list[Path],
    folder: Path,
    told: Any = lambda outcome: None,
    progress: Progress | None = None,
    **options: Any,
) -> BatchResult:
    """Run a batch on the processor; options of a detection and of a batch are told apart here."""
    own = {name: options.pop(name) for name in list(options) if name in DetectionOptions.__dataclass_fields__}
    batch = BatchOptions(DetectionOptions(folder, **own), DetectorChoice(device="cpu"), **options)
    return run_batch(inputs if isinstance(inputs, list) else [inputs], batch, progress, told)


def names_told(inputs: Path, folder: Path, **options: Any) -> list[str]:
    """Return the names of the images that a run really works on."""
    told: list[Outcome] = []
    run(inputs, folder, told.append, **options)
    return sorted(outcome.name for outcome in told)


def findings_without_timings(folder: Path) -> dict[str, str]:
    """Return every findings file of a folder as text without its line of timings."""
    return {
        path.relative_to(folder).as_posix(): "\n".join(
            line for line in path.read_text().splitlines() if not line.startswith(' "timings_s"')
        )
        for path in sorted(folder.rglob("*.findings.json"))
    }


def journal(folder: Path) -> list[dict[str, Any]]:
    """Return the entries of a journal that are whole."""
    path = folder / "journal.jsonl"
    lines = path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []
    return [json.loads(line) for line in lines]


def environment() -> dict[str, str]:
    """Return the environment of a process that runs the command line."""
    return os.environ | {"PYTHONPATH": str(REPOSITORY / "MicrocalcCAD")}


def command(*arguments: object) -> list[str]:
    """Return how the command line is run in a process of its own."""
    return [sys.executable, "-m", "MicrocalcCADLib", "batch", *map(str, arguments), "--device", "cpu"]
