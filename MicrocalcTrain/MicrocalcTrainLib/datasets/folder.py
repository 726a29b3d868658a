"""A folder of mammograms with their truth beside them: masks, points, findings of Microcalc, or what
`simulate` wrote.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from MicrocalcCADLib.batch.inputs import IMAGE_SUFFIXES, MASKS, REGIONS
from MicrocalcCADLib.batch.privacy import pseudonym
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.files import read_json
from MicrocalcCADLib.findings import Findings
from MicrocalcCADLib.reading.kinds import FileKind, kind_of
from MicrocalcCADLib.reading.names import side_and_view, without_side_and_view

from .case import NORMAL, PATHOLOGIES, CaseImage, DataSet, LeftOut, Mark, MaskFile, Meaning, grouped
from .labelled_folder import IMAGES, TRUTH, LabelledImage, labelled_folder
from .tables import Row, rating, read_table

KIND = "folder"
TABLE = "images.csv"
POINTS, FINDINGS, LABELS = ".points.csv", ".findings.json", ".labels.nrrd"
_OTHER = (".json", ".csv", ".txt", ".md", ".html", ".xml", ".seg.nrrd", LABELS, ".truth.nrrd", ".overlay.png")


def read_folder(folder: Path, spacing_mm: float | None = None, full_scale: float | None = None) -> DataSet:
    """Read a folder of images (in it, or in its folder ``images``) and the truth of each by its name.

    ``masks/NAME.png`` (or NRRD, TIFF, DICOM): calcifications, white on black, or numbered in a NRRD.
    ``regions/NAME.png``: clusters or lesions as a whole. ``NAME.points.csv`` with the columns row, column and radius_mm
    (may be left out): single calcifications, 0-based pixels. ``NAME.findings.json`` of Microcalc: its reported
    calcifications, outlined if ``NAME.labels.nrrd`` lies beside it. Or ``truth.json``, see `labelled_folder`.

    ``images.csv``, which may be left out, has one row an image: image, patient, age, birads, density, pathology
    (malignant, benign, benign without biopsy, normal), spacing_mm. Without a patient there, a hash of the DICOM
    PatientID counts, else what names share before side and view, or before their last part.

    An image without truth is left out, unless the table or an empty list of points says that it is normal.
    """
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder: give the folder of the images.")
    table = _table(folder / TABLE) if (folder / TABLE).is_file() else {}
    given = (spacing_mm, full_scale)
    if (folder / TRUTH).is_file():
        named = [(image.path, *_of_truth_file(image)) for image in labelled_folder(folder)]
        left_out: list[LeftOut] = []
        sizes: dict[Path, tuple[int, int]] = {}
    else:
        named, left_out, sizes = _with_truth_beside(folder, table)
    images, prefixes = [], shared_prefixes([path.stem for path, *_ in named])
    from_names: set[str] = set()
    for path, image_facts, marks, masks in named:
        row = _row(table, path)
        try:
            patient, named_so = _patient(path, row, prefixes)
            image = replace(_image(path, row, image_facts, marks, masks, given), found_in=sizes.get(path))
            images.append((patient, row.stated_number("age", TABLE), image))
            from_names |= {patient} if named_so else set()
        except InputError as error:
            left_out.append(LeftOut(path.stem, str(error)))
    seen = {id(_row(table, path)) for path, *_ in named} | {id(_row(table, folder / one.name)) for one in left_out}
    left_out += [
        LeftOut(row.get("image") or "", f"{TABLE} names it, but there is no image of that name.")
        for row in table.values()
        if id(row) not in seen
    ]
    return DataSet(KIND, folder, grouped(images), tuple(left_out), len(from_names))


Marked = tuple[tuple[Mark, ...], tuple[MaskFile, ...]]


def _image(
    path: Path,
    row: Row,
    facts: LabelledImage | None,
    marks: tuple[Mark, ...],
    masks: tuple[MaskFile, ...],
    given: tuple[float | None, float | None],
) -> CaseImage:
    pathology = (row.get("pathology") or "").casefold() or None
    if pathology not in (None, *PATHOLOGIES):
        raise InputError(f"{TABLE} has the pathology {pathology!r}: use {', '.join(PATHOLOGIES)}, or leave it empty.")
    laterality, view = side_and_view(path.stem)
    return CaseImage(
        path.stem,
        path,
        marks,
        masks,
        laterality,
        view,
        birads=_category(row),
        density=row.get("density"),
        pathology=pathology,
        spacing_mm=row.stated_number("spacing_mm", TABLE) or (facts.spacing_mm if facts else None) or given[0],
        full_scale=(facts.full_scale if facts else None) or given[1],
        invert=facts.invert if facts else None,
    )


def _of_truth_file(image: LabelledImage) -> tuple[LabelledImage, tuple[Mark, ...], tuple[MaskFile, ...]]:
    circles = tuple(
        Mark(Meaning.REGION, np.array([place]), float(radius))
        for place, radius in zip(image.lesions, image.radii_mm, strict=True)
    )
    masks = (MaskFile(Meaning.CALCIFICATION, (image.labels,), numbered=True),) if image.labels else ()
    return image, circles, masks


def _with_truth_beside(
    folder: Path, table: Mapping[str, Row]
) -> tuple[list[Any], list[LeftOut], dict[Path, tuple[int, int]]]:
    """Return images with their truth, what is left out, and the size that findings state of the image that
    they are of.
    """
    place = folder / IMAGES if (folder / IMAGES).is_dir() else folder
    named, left_out, sizes = [], [], {}
    images = sorted(
        p
        for p in place.iterdir()
        if p.is_file() and not p.name.startswith(".") and not p.name.casefold().endswith(_OTHER)
    )
    for path in images:
        try:
            kind_of(path)
            found = _truth_beside(folder, place, path)
            if found is None and (_row(table, path).get("pathology") or "").casefold() != NORMAL:
                raise InputError(
                    f"it has no mask, points or findings: add {MASKS}/{path.stem}.png, or say in {TABLE} that its"
                    " pathology is normal."
                )
        except InputError as error:
            left_out.append(LeftOut(path.stem, str(error)))
            continue
        marks, masks, size = found or ((), (), None)
        if size is not None:
            sizes[path] = size
        named.append((path, None, marks, masks))
    return named, left_out + _truth_of_nothing(folder, place, {path.stem for path in images}), sizes


def _truth_of_nothing(folder: Path, place: Path, images: Collection[str]) -> list[LeftOut]:
    """Return masks, points and findings beside which there is no image of their name: a slip in a name would lose them
    without a word.
    """
    masks = [
        path for name in (MASKS, REGIONS) if (folder / name).is_dir() for path in sorted((folder / name).iterdir())
    ]
    named = [
        (path, path.stem)
        for path in masks
        if path.suffix.casefold() in IMAGE_SUFFIXES and not path.name.startswith(".")
    ]
    named += [
        (path, path.name.removesuffix(end)) for end in (POINTS, FINDINGS) for path in sorted(place.glob(f"*{end}"))
    ]
    return [
        LeftOut(path.relative_to(folder).as_posix(), "there is no image of its name.")
        for path, name in named
        if name not in images
    ]


def _truth_beside(folder: Path, place: Path, path: Path) -> tuple[*Marked, tuple[int, int] | None] | None:
    """Return marks, masks, and the size of the image that findings are of, if there are any; None where no file says
    anything.
    """
    size = None
    marks: tuple[Mark, ...] = ()
    masks: tuple[MaskFile, ...] = ()
    said = False
    for name, meaning in ((MASKS, Meaning.CALCIFICATION), (REGIONS, Meaning.REGION)):
        for mask in sorted((folder / name).glob(f"{_literal(path.stem)}.*")) if (folder / name).is_dir() else ():
            if mask.stem != path.stem:  # of another image, whose name goes on
                continue
            numbered = mask.name.endswith((".nrrd", ".mha"))
            masks += (MaskFile(meaning, (mask,), numbered, one_is_all=numbered),)
    points, findings = place / f"{path.stem}{POINTS}", place / f"{path.stem}{FINDINGS}"
    if points.is_file():
        marks, said = marks + _points(points), True
    if findings.is_file():
        more_marks, more_masks, size = _findings(findings, place / f"{path.stem}{LABELS}")
        marks, masks, said = marks + more_marks, masks + more_masks, True
    return (marks, masks, size) if said or masks else None


def _literal(stem: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in stem)


def _points(path: Path) -> tuple[Mark, ...]:
    marks = []
    for row in read_table(path, ("row", "column")):
        place = row.stated_number("row", path.name), row.stated_number("column", path.name)
        if None in place:
            raise InputError(f"{path.name} has a point without row or column: correct it.")
        marks.append(
            Mark(Meaning.CALCIFICATION, np.array([place], float), row.stated_number("radius_mm", path.name) or 0.0)
        )
    return tuple(marks)


def _findings(path: Path, labels: Path) -> tuple[*Marked, tuple[int, int]]:
    try:
        findings = Findings.from_dict(read_json(path))
    except (OSError, ValueError) as error:
        raise InputError(f"{path.name} cannot be read ({error}): write it again with Microcalc.") from error
    reported, size = findings.reported_calcifications, (findings.image.rows, findings.image.columns)
    if labels.is_file() and reported:
        return (
            (),
            (MaskFile(Meaning.CALCIFICATION, (labels,), numbered=True, only=tuple(c.id for c in reported)),),
            size,
        )
    radii = [float(np.sqrt(max(c.area_mm2 or 0.0, 0.0) / np.pi)) for c in reported]
    marks = tuple(
        Mark(Meaning.CALCIFICATION, np.array([(c.row, c.column)]), radius)
        for c, radius in zip(reported, radii, strict=True)
    )
    return marks, (), size


def _table(path: Path) -> dict[str, Row]:
    """Return the rows by the name of their image; raises `InputError` where two rows of one image differ."""
    rows: dict[str, Row] = {}
    for row in read_table(path, ("image",)):
        name = _named(row)
        if not name:
            continue
        if name in rows and {**rows[name].cells, "image": ""} != {**row.cells, "image": ""}:
            raise InputError(f"{path.name} has two different rows of the image {row.get('image')}: keep one.")
        rows.setdefault(name, row)
    return rows


def _row(table: Mapping[str, Row], path: Path) -> Row:
    """Return the row of an image, which the table names with or without its suffix; an empty one where it has none."""
    return table.get(_folded(path.name)) or table.get(_folded(path.stem)) or Row({})


def _named(row: Row) -> str:
    """Return the name of a row's image, without the suffix of an image and the folders before it."""
    name = (row.get("image") or "").replace("\\", "/").rpartition("/")[2]
    return _folded(name[: -len(Path(name).suffix)] if Path(name).suffix.casefold() in IMAGE_SUFFIXES else name)


def _folded(name: str) -> str:
    """Return a name without the differences of capitals, and of accents that are one sign or two, as macOS writes them
    in names of files.
    """
    return unicodedata.normalize("NFC", name).casefold()


def _category(row: Row) -> str | None:
    stated = row.get("birads")
    if stated and rating(stated) is None:
        raise InputError(
            f"{TABLE} has the BI-RADS category {stated[:40]!r}: use 0 to 6, 4A, 4B or 4C, or leave it empty."
        )
    return rating(stated)


def _patient(path: Path, row: Row, prefixes: Mapping[str, str]) -> tuple[str, bool]:
    """Return whose image it is, and whether that was taken from the file's name."""
    given = row.get("patient")
    if given:
        return given, False
    if kind_of(path) is FileKind.DICOM:
        from pydicom import dcmread

        identifier = str(dcmread(path, stop_before_pixels=True, force=True).get("PatientID", "") or "")
        if identifier:
            return pseudonym("patient", identifier), False
    return prefixes.get(path.stem) or patient_in(path.stem), True


def shared_prefixes(names: Sequence[str]) -> dict[str, str]:
    """Return by name what stands before its last part, where all names have the same number of parts and some of them
    share it.

    That is how sets are named whose names hold no side and view: PATIENT_IMAGE, as RSNA's when its folders are made
    one.
    """
    if any(side_and_view(name)[0] for name in names):
        return {}
    parts = [re.split(r"[_-]", name) for name in names]
    if len({len(one) for one in parts}) != 1 or len(parts[0]) < 2:
        return {}
    prefixes = ["_".join(one[:-1]) for one in parts]
    return dict(zip(names, prefixes, strict=True)) if 1 < len(set(prefixes)) < len(names) else {}


def patient_in(name: str) -> str:
    """Return what stands before side and view in the name of an image, such as ``p1`` of ``p1_L_CC``, or else beside
    them, as in ``L CC p1``; the whole name where they are missing or all that it says.
    """
    parts = name.replace("-", "_").split("_")
    for end in range(1, len(parts)):
        if side_and_view("_".join(parts[end:]))[0] and not side_and_view("_".join(parts[end + 1 :]))[0]:
            return "_".join(parts[:end])
    return without_side_and_view(name) or without_side_and_view(name.replace(".", " ")) or name
