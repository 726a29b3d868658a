"""Marks from a CAD SR: ours, and those of other vendors whose tree or codes differ."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InputError
from . import content_tree as tree
from .cad_marks import CALCIFICATION, CLUSTER, NOT_SHOWN, OPTIONAL, REQUIRED, CadReport, Mark
from .codes import MARKS, SIDES, SNOMED_CT, VIEW_CODES
from .elements import text

if TYPE_CHECKING:
    from pydicom import Dataset

# by their words, where a maker has codes of its own
_MEANINGS = {
    **dict.fromkeys(("individual calcification", "calcification", "microcalcification"), CALCIFICATION),
    **dict.fromkeys(("calcification cluster", "cluster of calcifications", "microcalcification cluster"), CLUSTER),
}
_KINDS = {f"{SNOMED_CT}:{mark.sct}": mark.word for mark in MARKS}
_FINDINGS = ("DCM:111059", "DCM:121071")  # Single Image Finding, Finding
_MAMMOGRAPHY_CAD, _SUMMARY = "DCM:111036", "DCM:111017"
# Library, summaries of what was run, quality: coordinates there are regions that were looked at.
_NO_MARKS_BELOW = ("DCM:111028", "DCM:111064", "DCM:111065")
_CENTRE = "DCM:111010"
_CERTAINTY, _MALIGNANCY, _COUNT, _OPERATING_POINT = "DCM:111012", "DCM:111047", "DCM:111038", "DCM:111071"
_RENDERING_INTENT = "DCM:111056"
_INTENTS = {"DCM:111150": REQUIRED, "DCM:111151": OPTIONAL, "DCM:111152": NOT_SHOWN}
_ALGORITHM = ("DCM:111001", "DCM:111003")
_LATERALITY, _VIEW = "DCM:111027", "DCM:111031"
_SIDES = {f"{SNOMED_CT}:{side.sct}": side.word for side in SIDES}


def read_cad_sr(path: Path | str) -> CadReport:
    """Read the marks of a structured report, whatever template it follows.

    A mark is what the report calls a finding, or any item outside of findings that has coordinates of its own. Known
    concepts become fields; all others are kept as text.

    Raises
    ------
    InputError
        If the file is no structured report, or has neither marks nor the title of a mammography CAD report.
    """
    path = Path(path)
    document = tree.read_report(path)
    walk = _Walk(document)
    try:
        walk.below(document, parent=None)
    except Exception as error:  # items are parsed on the way down, and pydicom raises whatever damaged bytes lead to
        raise InputError(
            f"{path.name} has a content tree that cannot be followed ({error}): export the report again."
        ) from error
    title = tree.concept_text(document) or "untitled"
    if not walk.marks and tree.concept(document) != _MAMMOGRAPHY_CAD:
        raise InputError(
            f"{path.name} is a structured report without marks on an image ({title}): choose a CAD SR file."
        )
    return CadReport(
        title=title,
        manufacturer=text(document, "Manufacturer"),
        summary=next((tree.value_text(item) for item in tree.children(document) if tree.concept(item) == _SUMMARY), ""),
        study_uid=text(document, "StudyInstanceUID"),
        marks=tuple(walk.marks),
        images=walk.images,
        notes=tuple(walk.notes),
    )


class _Walk:
    """Collects marks on the way down the tree."""

    def __init__(self, document: Dataset) -> None:
        self._document = document
        self.marks: list[Mark] = []
        self.notes: list[str] = []
        self.images: dict[str, tuple[str | None, str | None]] = {}
        self._only_image = _only_image(document)

    def below(self, item: Dataset, parent: int | None, shown: bool = True) -> None:
        """Follow an item's content; what an impression or a finding does not show, its parts do not show either."""
        shown = shown and _intent_of(item) != NOT_SHOWN
        for child in tree.children(item):
            if text(child, "ValueType") == "IMAGE" and tree.image_uid(child):
                self.images.setdefault(tree.image_uid(child), _side_and_view(child))
            inner = parent
            if tree.concept(child) not in _NO_MARKS_BELOW and _is_mark(child):
                mark = self._mark(child, parent)
                if mark is not None:
                    inner = len(self.marks)
                    self.marks.append(mark if shown else replace(mark, intent=NOT_SHOWN))
            if tree.concept(child) not in _NO_MARKS_BELOW[1:]:
                self.below(child, inner, shown)

    def _mark(self, item: Dataset, parent: int | None) -> Mark | None:
        name = tree.value_text(item) or tree.concept_text(item) or "mark"
        kind = _KINDS.get(tree.value_code(item)) or _MEANINGS.get(name.strip().casefold(), name)
        shapes = [
            (scoord, tree.points_of(scoord)) for scoord in tree.children(item) if text(scoord, "ValueType") == "SCOORD"
        ]
        shapes = [(scoord, points) for scoord, points in shapes if points]
        if not shapes:
            self.notes.append(f"A finding ({name}) has no coordinates on an image and was left out.")
            return None
        image = next((uid for scoord, _ in shapes if (uid := self._image_of(scoord))), "") or self._only_image
        if not image:
            self.notes.append(f"A finding ({name}) does not say on which image it is and was left out.")
            return None
        centre = next((points[0] for scoord, points in shapes if tree.concept(scoord) == _CENTRE), None)
        outline = max((points for _, points in shapes if len(points) > 2), key=len, default=())
        row, column = centre or np.mean(outline or shapes[0][1], axis=0).tolist()
        return _with_properties(item, Mark(kind, image, row, column, outline, parent=parent))

    def _image_of(self, scoord: Dataset) -> str:
        for child in tree.children(scoord):
            place = child.get("ReferencedContentItemIdentifier")
            if place is None:
                found = child
            else:
                found = tree.at(self._document, [int(v) for v in (place if hasattr(place, "__iter__") else [place])])
            if found is not None and tree.image_uid(found):
                return tree.image_uid(found)
        return ""


def _is_mark(item: Dataset) -> bool:
    if tree.concept(item) in _FINDINGS and text(item, "ValueType") == "CODE":
        return (
            any(text(child, "ValueType") == "SCOORD" for child in tree.children(item))
            or tree.concept(item) == _FINDINGS[0]
        )
    # A measurement's path belongs to what was measured.
    return text(item, "ValueType") in ("CODE", "CONTAINER", "TEXT") and any(
        text(child, "ValueType") == "SCOORD" for child in tree.children(item)
    )


def _with_properties(item: Dataset, mark: Mark) -> Mark:
    """Return the mark with what the children of its item say."""
    known: dict[str, Any] = {}
    algorithm, properties = [], []
    for child in tree.children(item):
        name = tree.concept(child)
        if name == _CERTAINTY:
            known["certainty"] = tree.share(child)
        elif name == _MALIGNANCY:
            known["malignancy"] = tree.share(child)
        elif name == _COUNT:
            number = tree.numeric(child)
            known["count"] = None if number is None or number < 0 else round(number)
        elif name == _RENDERING_INTENT:
            known |= _presentation(child)
        elif name in _ALGORITHM:
            algorithm.append(tree.value_text(child))
        elif tree.concept(child) not in _FINDINGS and tree.value_text(child):
            properties.append((tree.concept_text(child), tree.value_text(child)))
    return replace(mark, **known, algorithm=" ".join(algorithm), properties=tuple(properties))


def _intent_of(item: Dataset) -> str:
    intents = (
        _INTENTS.get(tree.value_code(child))
        for child in tree.children(item)
        if tree.concept(child) == _RENDERING_INTENT
    )
    return next((intent for intent in intents if intent), REQUIRED)


def _presentation(intent: Dataset) -> dict[str, Any]:
    numbers = [tree.numeric(child) for child in tree.children(intent) if tree.concept(child) == _OPERATING_POINT]
    point = next((int(n) for n in numbers if n is not None), None)
    # a code that nobody knows is not a word for showing it
    return {"intent": _INTENTS.get(tree.value_code(intent), OPTIONAL), "operating_point": point}


def _side_and_view(image: Dataset) -> tuple[str | None, str | None]:
    said = {tree.concept(child): tree.value_code(child) for child in tree.children(image)}
    return _SIDES.get(said.get(_LATERALITY, "")), VIEW_CODES.get(said.get(_VIEW, "").removeprefix(f"{SNOMED_CT}:"))


def _only_image(document: Dataset) -> str:
    """Return the UID of the one image that the whole document is about, empty if there are several or none."""
    found = {
        text(reference, "ReferencedSOPInstanceUID")
        for study in document.get("CurrentRequestedProcedureEvidenceSequence") or ()
        for series in study.get("ReferencedSeriesSequence") or ()
        for reference in series.get("ReferencedSOPSequence") or ()
    }
    return found.pop() if len(found) == 1 else ""
