"""Content items of a structured report (PS3.3 C.17.3), as plain data sets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydicom import Dataset
    from pydicom.sr.coding import Code

HAS_PROPERTIES, CONTAINS, INFERRED_FROM = "HAS PROPERTIES", "CONTAINS", "INFERRED FROM"
HAS_CONCEPT_MOD, HAS_ACQ_CONTEXT, SELECTED_FROM = "HAS CONCEPT MOD", "HAS ACQ CONTEXT", "SELECTED FROM"
_UNITS = {
    "%": "Percent",
    "1": "no units",
    "mm": "millimeter",
    "{1:n}": "range: 1:n",
    "{0:n}": "range: 0:n",
    "[arb'U]": "arbitrary unit",
}


@cache
def dcm(value: str) -> Code:
    """Return a concept of the scheme DCM by its code value; keywords differ between versions of pydicom."""
    return _by_value("DCM")[value]


@cache
def member(context_group: int, value: str) -> Code:
    """Return a member of a context group (PS3.16 CID) by its code value; raises `KeyError` for any other."""
    return _by_value(f"cid{context_group}")[value]


def code(relationship: str, concept: Code, value: Code, children: Iterable[Dataset] = ()) -> Dataset:
    """Return an item of type CODE."""
    made = _item(relationship, "CODE", concept, children)
    made.ConceptCodeSequence = [_coded(value)]
    return made


def text(relationship: str, concept: Code, value: str) -> Dataset:
    """Return an item of type TEXT."""
    made = _item(relationship, "TEXT", concept)
    made.TextValue = value
    return made


def date(relationship: str, concept: Code, value: str) -> Dataset:
    """Return an item of type DATE; the value as DICOM writes dates."""
    made = _item(relationship, "DATE", concept)
    made.Date = value
    return made


def time(relationship: str, concept: Code, value: str) -> Dataset:
    """Return an item of type TIME; the value as DICOM writes times."""
    made = _item(relationship, "TIME", concept)
    made.Time = value
    return made


def number(relationship: str, concept: Code, value: float, unit: str, children: Iterable[Dataset] = ()) -> Dataset:
    """Return an item of type NUM; the unit is a UCUM code among those that the templates use."""
    from pydicom import Dataset
    from pydicom.sr.coding import Code

    made = _item(relationship, "NUM", concept, children)
    measured = Dataset()
    measured.NumericValue = f"{value:.8g}"
    measured.MeasurementUnitsCodeSequence = [_coded(Code(unit, "UCUM", _UNITS[unit]))]
    made.MeasuredValueSequence = [measured]
    return made


def container(relationship: str, concept: Code, children: Iterable[Dataset]) -> Dataset:
    """Return an item of type CONTAINER; an empty relationship is that of the root."""
    made = _item(relationship, "CONTAINER", concept, children)
    made.ContinuityOfContent = "SEPARATE"
    return made


def image(relationship: str, reference: Dataset, children: Iterable[Dataset] = ()) -> Dataset:
    """Return an item of type IMAGE."""
    made = _item(relationship, "IMAGE", None, children)
    made.ReferencedSOPSequence = [reference]
    return made


def coordinates(concept: Code, points: Sequence[tuple[float, float]], image_place: Sequence[int]) -> Dataset:
    """Return a point, or a polyline through several points, on an image of the library.

    Parameters
    ----------
    points
        (row, column) in pixels, 0-based, whole numbers at pixel centres. In the file they are (column, row) and
        whole at the pixels' corners (PS3.3 C.18.6.1.2).
    image_place
        Place of the IMAGE item in the content tree, as in ReferencedContentItemIdentifier.
    """
    made = _item(HAS_PROPERTIES, "SCOORD", concept, [by_reference(SELECTED_FROM, image_place)])
    made.GraphicType = "POINT" if len(points) == 1 else "POLYLINE"
    made.GraphicData = [value for row, column in points for value in (column + 0.5, row + 0.5)]
    return made


def by_reference(relationship: str, place: Sequence[int]) -> Dataset:
    """Return a reference to an item elsewhere in the tree: its path from the root, counted from 1."""
    from pydicom import Dataset

    made = Dataset()
    made.RelationshipType, made.ReferencedContentItemIdentifier = relationship, list(place)
    return made


def _item(relationship: str, value_type: str, concept: Code | None, children: Iterable[Dataset] = ()) -> Dataset:
    from pydicom import Dataset

    made = Dataset()
    if relationship:
        made.RelationshipType = relationship
    made.ValueType = value_type
    if concept is not None:
        made.ConceptNameCodeSequence = [_coded(concept)]
    children = list(children)
    if children:
        made.ContentSequence = children
    return made


@cache
def _coded(concept: Code) -> Dataset:
    """Return the item of a code; all that use it share it, as thousands of marks have the same few."""
    from pydicom import Dataset

    made = Dataset()
    made.CodeValue, made.CodingSchemeDesignator = concept.value, concept.scheme_designator
    made.CodeMeaning = concept.meaning.replace("\u200b", "")[:64]  # the dictionary keeps the standard's soft breaks
    return made


@cache
def _by_value(group: str) -> dict[str, Any]:
    from pydicom.sr.codedict import codes

    return {concept.value: concept for concept in getattr(codes, group).concepts.values()}
