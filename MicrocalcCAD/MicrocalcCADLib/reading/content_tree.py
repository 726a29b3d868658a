"""The content tree of any DICOM structured report, read without trust in its form."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InputError
from .codes import code_of
from .deflated import check_deflated
from .elements import text

if TYPE_CHECKING:
    from pydicom import Dataset

Outline = tuple[tuple[float, float], ...]
_ROUND = 36


def read_report(path: Path) -> Dataset:
    """Read a structured report; raises `InputError` for any other file."""
    from pydicom import dcmread

    check_deflated(Path(path))
    try:
        dataset = dcmread(path, force=True)
        is_report = text(dataset, "ValueType") == "CONTAINER" and "ContentSequence" in dataset
    except Exception as error:  # pydicom raises whatever the damaged bytes lead to
        raise InputError(f"{Path(path).name} cannot be read as DICOM ({error}): copy or export it again.") from error
    if not is_report:
        kind = text(dataset, "Modality") or "unknown kind"
        raise InputError(f"{Path(path).name} is no structured report with content ({kind}): choose a CAD SR file.")
    return dataset


def children(item: Dataset) -> Iterator[Dataset]:
    """Yield the items below an item, references included."""
    yield from item.get("ContentSequence") or ()


def at(root: Dataset, place: list[int]) -> Dataset | None:
    """Return the item at a path counted from 1 (ReferencedContentItemIdentifier), None if there is none."""
    item = root
    for number in place[1:]:
        below = list(children(item))
        if not 1 <= number <= len(below):
            return None
        item = below[number - 1]
    return item


def concept(item: Dataset) -> str:
    """Return the code of an item's name as ``SCHEME:VALUE``, SNOMED RT as its CT code; empty where there is none."""
    return _key(item, "ConceptNameCodeSequence")


def value_code(item: Dataset) -> str:
    """Return the code of a CODE item's value, as `concept` does."""
    return _key(item, "ConceptCodeSequence")


def concept_text(item: Dataset) -> str:
    """Return an item's name in words."""
    return _meaning(item, "ConceptNameCodeSequence")


def value_text(item: Dataset) -> str:
    """Return an item's value in words, whatever its type; empty for coordinates and containers."""
    kind = text(item, "ValueType")
    if kind == "CODE":
        return _meaning(item, "ConceptCodeSequence")
    if kind == "NUM":
        number, unit = numeric(item), _unit(item)
        return "" if number is None else f"{number:g}{' ' + unit if unit not in ('', '1') else ''}"
    keywords = {
        "TEXT": "TextValue",
        "DATE": "Date",
        "TIME": "Time",
        "DATETIME": "DateTime",
        "PNAME": "PersonName",
        "UIDREF": "UID",
    }
    return text(item, keywords[kind]) if kind in keywords else ""


def numeric(item: Dataset) -> float | None:
    """Return the finite number of a NUM item, None where it is missing or no number."""
    measured = item.get("MeasuredValueSequence") or ()
    try:
        number = float(measured[0].NumericValue) if measured else math.nan
    except (AttributeError, TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def share(item: Dataset) -> float | None:
    """Return a number in per cent (or already in [0, 1] of unit 1) as one in [0, 1]."""
    number = numeric(item)
    if number is None:
        return None
    return min(max(number if _unit(item) == "1" and number <= 1 else number / 100.0, 0.0), 1.0)


def points_of(item: Dataset) -> Outline:
    """Return the points of a SCOORD, or of a graphic of a presentation state, as (row, column), whole numbers at pixel
    centres.

    Circles and ellipses become polygons; a first point that is repeated at the end is there once.

    Empty where the coordinates are no pairs of numbers or of an unknown kind.
    """
    try:
        values = np.array([float(v) for v in item.get("GraphicData") or ()]).reshape(-1, 2)
    except (TypeError, ValueError):
        return ()
    if not len(values) or not np.isfinite(values).all():
        return ()
    kind = text(item, "GraphicType")
    if kind == "CIRCLE" and len(values) == 2:
        values = _ellipse(values[0], *_axes(float(np.linalg.norm(values[1] - values[0]))))
    elif kind == "ELLIPSE" and len(values) == 4:
        centre, (one, other) = values.mean(axis=0), ((values[1] - values[0]) / 2, (values[3] - values[2]) / 2)
        values = _ellipse(centre, one, other)
    elif kind not in ("POINT", "MULTIPOINT", "POLYLINE", "INTERPOLATED"):
        return ()
    if len(values) > 1 and np.array_equal(values[0], values[-1]):
        values = values[:-1]
    return tuple((float(y) - 0.5, float(x) - 0.5) for x, y in values)


def image_uid(item: Dataset) -> str:
    """Return the SOP instance UID that an IMAGE item refers to, empty where there is none."""
    references = item.get("ReferencedSOPSequence") or ()
    return text(references[0], "ReferencedSOPInstanceUID") if references else ""


def _axes(radius: float) -> tuple[np.ndarray, np.ndarray]:
    return np.array([radius, 0.0]), np.array([0.0, radius])


def _ellipse(centre: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    angle = np.linspace(0, 2 * np.pi, _ROUND, endpoint=False)[:, None]
    return centre + np.cos(angle) * one + np.sin(angle) * other


def _key(item: Dataset, keyword: str) -> str:
    sequence = item.get(keyword) or ()
    if not sequence:
        return ""
    return code_of(sequence[0])


def _meaning(item: Dataset, keyword: str) -> str:
    sequence = item.get(keyword) or ()
    return (text(sequence[0], "CodeMeaning") or _key(item, keyword)) if sequence else ""


def _unit(item: Dataset) -> str:
    measured = item.get("MeasuredValueSequence") or ()
    units = (measured[0].get("MeasurementUnitsCodeSequence") or ()) if measured else ()
    return text(units[0], "CodeValue") if units else ""
