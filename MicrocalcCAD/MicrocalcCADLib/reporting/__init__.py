"""What is written for one image: one module a format, each with ``write(findings, analysis, mammogram, path)``."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from ..analysis import Analysis
from ..errors import InputError
from ..findings import Findings
from ..mammogram import Mammogram

FORMATS = {
    "json": ("findings_json", ".findings.json", "all candidates, clusters, measures (always written)"),
    "labels": ("labels", ".labels.nrrd", "image whose pixel value is the calcification's id"),
    "seg": ("segmentation", ".seg.nrrd", "Slicer segmentation: calcifications and clusters"),
    "csv": ("tables", ".calcifications.csv", "tables of the calcifications and (.clusters.csv) of the clusters"),
    "overlay": ("overlay", ".overlay.png", "picture with marks and insets of the clusters"),
    "html": ("page", ".html", "one page with pictures, opens without a network"),
    "pdf": ("pdf", ".report.pdf", "the same to print, needs reportlab"),
    "dicom-seg": ("dicom_seg", ".seg.dcm", "DICOM Segmentation: calcifications and clusters"),
    "cad-sr": ("cad_sr", ".cad-sr.dcm", "DICOM Mammography CAD SR, the report that a PACS expects"),
    "gsps": ("gsps", ".gsps.dcm", "DICOM presentation state: outlines that a viewer lays over the mammogram"),
    "capture": ("capture", ".capture.dcm", "DICOM picture (secondary capture) with the marks burned in"),
}
ALWAYS = "json"
# DICOM objects that name the patient, study and image they belong to: they are of no use without.
ANSWERS_TO_IMAGE = ("dicom-seg", "cad-sr", "gsps", "capture")


def chosen_formats(text: str) -> tuple[str, ...]:
    """Return the formats named in a comma-separated text, in the order of `FORMATS`, with `ALWAYS`.

    Raises
    ------
    InputError
        If a name is unknown.
    """
    names = {name.strip() for name in text.split(",") if name.strip()} | {ALWAYS}
    unknown = sorted(names - FORMATS.keys())
    if unknown:
        raise InputError(f"{unknown[0]!r} is no format: use some of {','.join(FORMATS)}.")
    return tuple(name for name in FORMATS if name in names)


def check_formats(mammogram: Mammogram, formats: Iterable[str]) -> None:
    """Raise `InputError` if a format cannot be written for this image; to be known before a long analysis."""
    if any(name in ANSWERS_TO_IMAGE for name in formats):
        from .dicom_header import check_source

        check_source(mammogram)


def write(findings: Findings, analysis: Analysis, mammogram: Mammogram, folder: Path, stem: str, formats: Iterable[str]) -> dict[str, Path]:
    """Write the given formats of one image as ``<folder>/<stem><suffix>``, each whole or not at all.

    Returns
    -------
    dict
        The path written, by format.

    Raises
    ------
    OutputError
        If a file could not be written; files of that name keep what they held.
    """
    paths = {}
    for name in formats:
        module, suffix, _ = FORMATS[name]
        paths[name] = folder / f"{stem}{suffix}"
        import_module(f".{module}", __package__).write(findings, analysis, mammogram, paths[name])
    return paths
