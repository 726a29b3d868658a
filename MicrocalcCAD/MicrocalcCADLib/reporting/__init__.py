"""What is written for one image: one module a format, each with ``write(findings, analysis, mammogram, path)``."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from ..analysis import Analysis
from ..errors import Cancelled, InputError, MicrocalcError, OutputError
from ..files import prepared_folder
from ..findings import Findings
from ..mammogram import Mammogram

log = logging.getLogger(__name__)

FORMATS = {
    "json": ("findings_json", ".findings.json", "all candidates, clusters, measures (always written)"),
    "labels": ("labels", ".labels.nrrd", "image whose pixel value is the calcification's id"),
    "seg": ("segmentation", ".seg.nrrd", "Slicer segmentation: calcifications and clusters"),
    "csv": (
        "tables",
        ".calcifications.csv",
        "tables of the calcifications, the clusters (.clusters.csv) and the vessels (.vessels.csv)",
    ),
    "overlay": ("overlay", ".overlay.png", "picture with marks and insets of the clusters"),
    "html": ("page", ".html", "one page with pictures, opens without a network"),
    "pdf": ("pdf", ".report.pdf", "the same to print, needs reportlab"),
    "dicom-seg": ("dicom_seg", ".seg.dcm", "DICOM Segmentation: calcifications and clusters"),
    "cad-sr": ("cad_sr", ".cad-sr.dcm", "DICOM Mammography CAD SR, the report that a PACS expects"),
    "gsps": ("gsps", ".gsps.dcm", "DICOM presentation state: outlines that a viewer lays over the mammogram"),
    "capture": ("capture", ".capture.dcm", "DICOM picture (secondary capture) with the marks burned in"),
}
ALWAYS = "json"
# What names of our files end with; tables are three.
SUFFIXES = (*(suffix for _, suffix, _ in FORMATS.values()), ".clusters.csv", ".vessels.csv")
# DICOM objects that name the patient, study and image they belong to: they are of no use without.
ANSWERS_TO_IMAGE = ("dicom-seg", "cad-sr", "gsps", "capture")
# What names an image, its study or its patient, and the formats that hold it, with identifiers and without.
RESULT, FOLDER, FILE_NAME, INSTANCE, STUDY, PATIENT = (
    "name of the result",
    "folder",
    "file name",
    "SOP instance UID",
    "study UID",
    "patient",
)
IDENTIFIERS: dict[str, tuple[str, ...]] = {
    "json": (FOLDER, FILE_NAME, INSTANCE),
    "labels": (),
    "seg": (),
    "csv": (RESULT,),
    "overlay": (FILE_NAME,),
    "html": (FOLDER, FILE_NAME, INSTANCE),
    "pdf": (FILE_NAME,),
    **dict.fromkeys(ANSWERS_TO_IMAGE, (INSTANCE, STUDY, PATIENT)),
}
NAMELESS = {name: held if name in ANSWERS_TO_IMAGE else (RESULT,) if held else () for name, held in IDENTIFIERS.items()}


def files_of(name: str, path: Path) -> tuple[Path, ...]:
    """Return the files of a format that `write` gave the path of: tables are three."""
    if name != "csv":
        return (path,)
    stem = path.name.removesuffix(FORMATS[name][1])
    return (path, path.with_name(f"{stem}.clusters.csv"), path.with_name(f"{stem}.vessels.csv"))


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
        from .dicom_header import source_header

        source_header(mammogram)


def write(
    findings: Findings, analysis: Analysis, mammogram: Mammogram, folder: Path, stem: str, formats: Iterable[str]
) -> dict[str, Path]:
    """Write the given formats of one image as ``<folder>/<stem><suffix>``, each whole or not at all, whatever becomes
    of the others.

    Returns
    -------
    dict
        The path written, by format.

    Raises
    ------
    OutputError
        If the folder takes no files, or one could not be written, once all others are: files of that name keep what
        they held.
    """
    paths, failures = {}, []
    prepared_folder(folder)  # what no file can be written into is said once
    for name in formats:
        module, suffix, _ = FORMATS[name]
        path = folder / f"{stem}{suffix}"
        try:
            import_module(f".{module}", __package__).write(findings, analysis, mammogram, path)
        except Cancelled:
            raise
        except MicrocalcError as error:
            failures.append(error)
        except (
            Exception
        ) as error:  # of a library that writes a format; its text may repeat what the header holds of the patient
            log.error(
                "%s could not be written (%s):\n%s",
                path.name,
                type(error).__name__,
                "".join(traceback.format_tb(error.__traceback__)),
            )
            failures.append(
                OutputError(
                    f"{path.name} could not be written ({type(error).__name__}): please report it with the program's"
                    " log."
                )
            )
        else:
            paths[name] = path
    sentences = dict.fromkeys(map(str, failures))  # what several formats lack is said once
    if len(sentences) == 1:
        raise failures[0]
    if failures:
        raise OutputError(" ".join(sentences))
    return paths
