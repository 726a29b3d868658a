"""An exam: which images belong together, how they hang, and which clusters of its views may be the same."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from .landmarks import LEFT, RIGHT

SIDES, VIEWS = ("R", "L"), ("CC", "MLO")
# Sickles' rule of the arc: the distance to the nipple differs between CC and MLO by less than a centimetre, mostly
TOLERANCE_MM = 10.0
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")


@dataclass(frozen=True)
class View:
    """One image and what it shows.

    Parameters
    ----------
    key
        By which the caller finds the image again.
    patient, study
        Identifiers, empty where unknown.
    date
        Study date as YYYYMMDD, empty where unknown.
    laterality, view
        ``L`` or ``R``; ``CC``, ``MLO``, ``ML`` ...; None where unknown.
    name
        What the image is called: where patient and study are unknown, names tell what belongs together.
    """

    key: Hashable
    laterality: str | None
    view: str | None
    patient: str = ""
    study: str = ""
    date: str = ""
    name: str = ""

    @property
    def title(self) -> str:
        """Side and view, such as ``R MLO``."""
        return f"{self.laterality or '?'} {self.view or '?'}"


@dataclass(frozen=True)
class Exam:
    """The images of one study of one patient.

    `name` is what names of images share beside side, view and date where these alone tell that they belong together,
    which may be nothing; None where patient or study tell it, and of an image that nothing joins to another.
    """

    patient: str
    study: str
    date: str
    views: tuple[View, ...]
    name: str | None = None

    @property
    def identity(self) -> Hashable:
        """What is alike for the same exam in another look at the same images."""
        return (self.patient, self.study, self.date, self.name, self.views[0].key if self.is_alone else None)

    @property
    def is_alone(self) -> bool:
        """Whether it is an image of which nothing says what it belongs to."""
        return not self.patient and not self.study and self.name is None

    def at(self, laterality: str, view: str) -> View | None:
        """Return the first image of a side and view, None if there is none."""
        return next((v for v in self.views if (v.laterality, v.view) == (laterality, view)), None)

    @property
    def hung(self) -> tuple[View, ...]:
        """The images that have a place among the four views, row by row as they hang."""
        found = (self.at(side, view) for view in VIEWS for side in SIDES)
        return tuple(view for view in found if view is not None)

    @property
    def others(self) -> tuple[View, ...]:
        """The images without a place: other projections, repeated ones, and those of unknown side or view."""
        return tuple(view for view in self.views if view not in self.hung)


@dataclass(frozen=True)
class Hanging:
    """How an image is turned to hang: left and right exchanged, top and bottom exchanged."""

    mirrored: bool = False
    upside_down: bool = False


@dataclass(frozen=True)
class PossibleMatch:
    """Two clusters, one of either view, that lie about as far from the nipple: a suggestion, not a finding."""

    first: Hashable
    second: Hashable
    difference_mm: float


def exams(views: Iterable[View]) -> tuple[Exam, ...]:
    """Return the exams that images form, the newest first and those without a date last.

    Images belong together if patient, study and date are the same. Where patient and study are unknown, they do so if
    their names are the same but for side, view and date, as ``P1 R CC`` and ``P1 L CC``; an image whose name has no
    side is an exam of its own.
    """
    from .reading.names import without_side_and_view

    groups: dict[Hashable, list[View]] = {}
    names: dict[Hashable, str | None] = {}
    for view in views:
        name = None if view.patient or view.study else without_side_and_view(_DATE.sub(" ", view.name))
        alone = not view.patient and not view.study and name is None
        identity = (view.patient, view.study, view.date, name, view.key if alone else None)
        groups.setdefault(identity, []).append(view)
        names[identity] = name
    found = [
        Exam(own[0].patient, own[0].study, own[0].date, tuple(own), names[identity]) for identity, own in groups.items()
    ]
    return tuple(sorted(found, key=lambda exam: exam.date, reverse=True))


def priors(exam: Exam, all_exams: Iterable[Exam]) -> tuple[Exam, ...]:
    """Return the earlier exams of the same patient, the latest first; without dates nothing is earlier.

    Where the patient is unknown, that of images whose names share the same counts as the same.
    """
    if not exam.patient and exam.name is None:
        return ()
    earlier = [
        e for e in all_exams if (e.patient, e.name) == (exam.patient, exam.name) and e.date and e.date < exam.date
    ]
    return tuple(sorted(earlier, key=lambda e: e.date, reverse=True))


def date_in(text: str) -> str:
    """Return the first date in a name as YYYYMMDD, empty if there is none."""
    found = _DATE.search(text)
    return "".join(found.groups()) if found else ""


def shown_date(date: str) -> str:
    """Return a date of YYYYMMDD with hyphens, other text as it is."""
    return f"{date[:4]}-{date[4:6]}-{date[6:]}" if len(date) == 8 and date.isdigit() else date


def hanging(
    laterality: str | None, view: str | None, chest_wall: str | None, orientation: tuple[str, str] | None = None
) -> Hanging:
    """Return how an image is turned so that both chest walls meet in the middle and the upper or outer part is on top.

    The right breast hangs on the left with its chest wall to the right, the left breast the other way round (the usual
    hanging of mammograms; IHE Mammography Image profile).

    Parameters
    ----------
    chest_wall
        `LEFT` or `RIGHT` of the stored image; None leaves the sides as they are.
    orientation
        PatientOrientation (0020,0020): directions of rows and columns, see `reading.side_and_view.is_upside_down`.
    """
    from .reading.side_and_view import is_upside_down

    wanted = {"R": RIGHT, "L": LEFT}.get(laterality or "")
    mirrored = wanted is not None and chest_wall is not None and chest_wall != wanted
    return Hanging(mirrored, is_upside_down(laterality, view, orientation))


def possible_matches(
    first: Mapping[Hashable, float], second: Mapping[Hashable, float], tolerance_mm: float = TOLERANCE_MM
) -> tuple[PossibleMatch, ...]:
    """Return the pairs of clusters of two views of one breast whose distances to the nipple agree, the closest first.

    Parameters
    ----------
    first, second
        Distance to the nipple in mm of each cluster of either view.
    tolerance_mm
        Largest difference of the two distances.

    Notes
    -----
    A cluster may be in several pairs: the distance alone cannot tell which one is right.
    """
    pairs = [PossibleMatch(a, b, abs(first[a] - second[b])) for a in first for b in second]
    return tuple(sorted((p for p in pairs if p.difference_mm <= tolerance_mm), key=lambda p: p.difference_mm))
