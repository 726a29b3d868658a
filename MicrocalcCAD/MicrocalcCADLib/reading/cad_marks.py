"""Marks of a detector as a structured report tells them, ours or another vendor's."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..findings import Calcification, Cluster, Findings, ImageFacts, OperatingPoint
from ..mammogram import Source
from ..notices import of_image

CALCIFICATION, CLUSTER = "calcification", "cluster"
METHOD = "cad-sr"
# Rendering Intent (CID 6034): shown, shown where a reader asks for more, never shown
REQUIRED, OPTIONAL, NOT_SHOWN = "required", "optional", "not for presentation"


@dataclass(frozen=True)
class Mark:
    """One finding on one image.

    Parameters
    ----------
    kind
        ``calcification``, ``cluster``, or for anything else what the report calls it.
    image_uid
        SOP instance UID of the image.
    row, column
        Centre in pixels, 0-based, whole numbers at pixel centres.
    outline
        Closed polygon of (row, column) without its first point repeated; empty where the report has none.
    certainty, malignancy
        Certainty of Finding and Probability of cancer in [0, 1]; None where not stated.
    intent
        `REQUIRED`, also where nothing is stated, `OPTIONAL` or `NOT_SHOWN`; a part of a mark that is not shown is not
        shown either.
    operating_point
        Number of the operating point from which on it is shown; None where not stated.
    count
        Number of calcifications.
    parent
        Index of the mark that this one is a part of, in the order of `CadReport.marks`.
    properties
        All else that was said, name and value as text, codes that nobody knows included.
    """

    kind: str
    image_uid: str
    row: float
    column: float
    outline: tuple[tuple[float, float], ...] = ()
    certainty: float | None = None
    malignancy: float | None = None
    intent: str = REQUIRED
    operating_point: int | None = None
    algorithm: str = ""
    count: int | None = None
    parent: int | None = None
    properties: tuple[tuple[str, str], ...] = ()

    @property
    def presented(self) -> bool:
        """Whether it is to be shown to every reader."""
        return self.intent == REQUIRED


@dataclass(frozen=True)
class CadReport:
    """A report: who made it, what it is about, its marks, and one sentence for each thing that could not be used."""

    title: str
    manufacturer: str
    summary: str
    study_uid: str
    marks: tuple[Mark, ...]
    images: Mapping[str, tuple[str | None, str | None]] = field(default_factory=dict, hash=False)
    notes: tuple[str, ...] = ()

    def of_image(self, image_uid: str) -> tuple[Mark, ...]:
        """Return the marks on one image."""
        return tuple(mark for mark in self.marks if mark.image_uid == image_uid)


def within(marks: Sequence[Mark], rows: int, columns: int) -> tuple[tuple[Mark, ...], tuple[str, ...]]:
    """Return the marks whose centre lies on an image of this size, and a sentence about the others.

    Those are of a report on the image in another size, or on another one that an anonymiser gave the same UID.
    """
    inside = tuple(mark for mark in marks if _is_within(mark, rows, columns))
    outside = len(marks) - len(inside)
    if not outside:
        return inside, ()
    if outside == 1:
        return inside, (
            (
                "A mark of the report lies outside the image and was left out: the report may be about the image in"
                " another size."
            ),
        )
    return inside, (
        (
            f"{outside} marks of the report lie outside the image and were left out: the report may be about the image"
            " in another size."
        ),
    )


def _is_within(mark: Mark, rows: int, columns: int) -> bool:
    return -0.5 <= mark.row <= rows - 0.5 and -0.5 <= mark.column <= columns - 0.5


def findings_of(report: CadReport, image: ImageFacts, source: Source) -> Findings:
    """Return the calcifications and clusters of a report on one image as findings; marks of other kinds are left out.

    Marks outside the image are left out with a notice.
    A certainty becomes the score (1 where none is stated); sizes come from the outlines, in mm of the detector plane;
    intensities are not in a report and are NaN.
    """
    clusters: list[Any] = []
    calcifications: list[Any] = []
    numbers: dict[int, int] = {}
    inside, notes = within(report.of_image(source.sop_instance_uid or ""), image.rows, image.columns)
    known = {id(mark) for mark in inside}
    for index, mark in enumerate(report.marks):
        if id(mark) in known and mark.kind == CLUSTER:
            numbers[index] = len(numbers) + 1
            members = [one for one in inside if one.parent == index]
            clusters.append(_cluster(numbers[index], mark, members, image))
    for mark in inside:
        if mark.kind == CALCIFICATION:
            calcifications.append(
                _calcification(
                    len(calcifications) + 1, mark, image, numbers.get(mark.parent if mark.parent is not None else -1)
                )
            )
    return Findings(
        source=source,
        image=image,
        method=METHOD,
        model=None,
        operating_point=OperatingPoint("report", 0.0),
        calcifications=tuple(calcifications),
        clusters=tuple(clusters),
        notices=of_image(
            f"Read from a report of {report.manufacturer or 'an unnamed manufacturer'}.", *report.notes, *notes
        ),
    )


def _cluster(identifier: int, mark: Mark, members: Sequence[Mark], image: ImageFacts) -> Cluster:
    outline = np.array(mark.outline or [(mark.row, mark.column)])
    low, high = np.floor(outline.min(axis=0)).astype(int), np.ceil(outline.max(axis=0)).astype(int)
    area, count = _area_mm2(outline, image), mark.count or len(members)
    return Cluster(
        id=identifier,
        row=mark.row,
        column=mark.column,
        bounding_box=(int(low[0]), int(low[1]), int(high[0]), int(high[1])),
        score=1.0 if mark.certainty is None else mark.certainty,
        count=count,
        area_mm2=area,
        density_per_cm2=_density(members, image),
        reported=mark.presented,
        outline=mark.outline,
        malignancy=mark.malignancy,
    )


def _density(members: Sequence[Mark], image: ImageFacts) -> float:
    """Return the most calcifications in a square centimetre, as everywhere; NaN where a report does not mark them."""
    from ..clusters import most_in_a_square_centimetre  # SciPy: importing this module is light

    places = np.array([(one.row, one.column) for one in members if one.kind == CALCIFICATION]).reshape(-1, 2)
    return float(most_in_a_square_centimetre(places * image.spacing_mm)) if len(places) else math.nan


def _calcification(identifier: int, mark: Mark, image: ImageFacts, cluster: int | None) -> Calcification:
    outline = np.array(mark.outline or [(mark.row, mark.column)])
    minor, major = sorted((np.ptp(outline, axis=0) * image.spacing_mm).tolist())
    return Calcification(
        id=identifier,
        row=mark.row,
        column=mark.column,
        score=1.0 if mark.certainty is None else mark.certainty,
        area_mm2=_area_mm2(outline, image),
        major_axis_mm=major,
        minor_axis_mm=minor,
        eccentricity=math.sqrt(1 - (minor / major) ** 2) if major else 0.0,
        mean_intensity=math.nan,
        contrast=math.nan,
        cluster=cluster,
        reported=mark.presented,
    )


def _area_mm2(outline: np.ndarray, image: ImageFacts) -> float:
    row, column = outline.T
    twice = float(np.dot(row, np.roll(column, -1)) - np.dot(column, np.roll(row, -1)))
    return abs(twice) / 2 * image.spacing_mm[0] * image.spacing_mm[1]
