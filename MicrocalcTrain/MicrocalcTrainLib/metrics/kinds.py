"""What findings say of things whose kind is known: found, outlined as one, named, reported; for one image."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from MicrocalcCADLib.kinds.vocabulary import NO_CALCIFICATIONS, NOT_DETERMINED, typically_benign

VASCULAR = "vascular"
AROUND_MM, BESIDE_VESSEL_MM, TRACE_MM, STEP_MM = 0.5, 1.3, 3.0, 0.2
ONLY_GROUPS_BEYOND_MM = 5.0
NO_POLYLINE = np.zeros((0, 2))


@dataclass(frozen=True, eq=False)
class Thing:
    """Something in an image whose kind is known.

    Parameters
    ----------
    place
        (row, column), 0-based pixels of the image.
    kind
        A kind of the vocabulary, or one of `NO_CALCIFICATIONS`.
    polyline
        (n, 2) pixels along a vessel, (0, 2) for everything else.
    length_mm
        Of a vessel, NaN for everything else.
    """

    number: int
    set: str
    image: str
    place: tuple[float, float]
    radius_mm: float
    spacing_mm: tuple[float, float]
    kind: str
    certainty: str
    single: bool = False
    polyline: np.ndarray = field(default_factory=lambda: NO_POLYLINE)
    length_mm: float = float("nan")

    @property
    def calcification(self) -> bool:
        """Whether it is one."""
        return self.kind not in NO_CALCIFICATIONS

    @property
    def benign(self) -> bool:
        """Whether it is a typically benign calcification."""
        return self.calcification and typically_benign(self.kind)

    @property
    def suspicious(self) -> bool:
        """Whether it is a calcification of suspicious morphology."""
        return self.calcification and not typically_benign(self.kind)


@dataclass(frozen=True, eq=False)
class FoundMark:
    """A calcification of the findings; `group` is the index of its group, -1 for none."""

    place: tuple[float, float]
    score: float
    axis_mm: float
    name: str
    benign: bool
    reported: bool
    group: int


@dataclass(frozen=True, eq=False)
class MarkedGroup:
    """A group of the findings; `of_singles` if it is listed as one but is a single calcification."""

    place: tuple[float, float]
    score: float
    name: str
    benign: bool
    reported: bool
    of_singles: bool = False


@dataclass(frozen=True, eq=False)
class Found:
    """The findings of one image; `looked_at_kinds` is False for those of a version, or a run, that named nothing.

    `shape` is (rows, columns) that they state of their image, None where they do not.
    """

    marks: tuple[FoundMark, ...]
    groups: tuple[MarkedGroup, ...]
    vessels: tuple[np.ndarray, ...] = ()
    looked_at_kinds: bool = True
    shape: tuple[int, int] | None = None

    @property
    def shown(self) -> set[int]:
        """Indices of the groups that are reported to be looked at."""
        return {i for i, one in enumerate(self.groups) if one.reported and not one.benign and not one.of_singles}


@dataclass(frozen=True, eq=False)
class Judged:
    """What findings say of a thing.

    Parameters
    ----------
    marks
        Number of marks on it.
    as_one
        Whether one mark alone lies on it, half to twice as long as it.
    named, named_benign
        Kind that its group or its largest mark has, and whether that is typically benign.
    reported_group, reported_single
        Whether it is reported as something to look at: a group, or a mark outside such.
    covered_mm, traced_mm
        Of a vessel with a line: length of that line with a traced one beside it, length traced along it; NaN without a
        line.
    """

    thing: Thing
    found: bool
    marks: int
    as_one: bool
    named: str
    named_benign: bool
    reported_group: bool
    reported_single: bool
    covered_mm: float = float("nan")
    traced_mm: float = float("nan")

    @property
    def called_vascular(self) -> bool:
        """Whether it is named a vessel, or half of its line is traced as one."""
        return self.named == VASCULAR or self.covered_mm >= 0.5 * self.thing.length_mm


def judge(thing: Thing, found: Found, found_at: float) -> Judged:
    """Return what the findings of a thing's image say of it.

    A mark is on a thing within its radius + 0.5 mm, on a vessel within 1.3 mm of its line. A group is where its centre
    or half of its marks are; it is also that of a thing most of whose marks, three at least, it holds. Of what is wider
    than 5 mm in radius only a group, or a mark of half its diameter, counts as found.

    Parameters
    ----------
    found_at
        Marks of a lower score count as none.
    """
    marks = [mark for mark in found.marks if mark.score >= found_at]
    on = _is_on(thing, [mark.place for mark in marks])
    near = [mark for mark, is_near in zip(marks, on, strict=True) if is_near]
    groups = _groups_of(thing, found, marks, on)
    large = [mark for mark in near if mark.axis_mm >= thing.radius_mm]
    wide = thing.radius_mm > ONLY_GROUPS_BEYOND_MM and not len(thing.polyline)
    named, benign = _name(thing, near, [found.groups[i] for i in groups])
    shown = found.shown
    covered, traced = _traced(thing, found.vessels)
    return Judged(
        thing=thing,
        found=bool(groups or large) if wide else bool(near),
        marks=len(near),
        as_one=len(near) == 1 and thing.radius_mm <= near[0].axis_mm <= 4 * thing.radius_mm,
        named=named,
        named_benign=benign,
        reported_group=bool(shown.intersection(groups)),
        reported_single=any(mark.reported and not mark.benign and mark.group not in shown for mark in near),
        covered_mm=covered,
        traced_mm=traced,
    )


def thing_at(place: tuple[float, float], things: Sequence[Thing]) -> Thing | None:
    """Return the smallest thing that a place is on; None where nothing is listed."""
    around = [thing for thing in things if _is_on(thing, [place])[0]]
    return (
        min(around, key=lambda thing: BESIDE_VESSEL_MM if len(thing.polyline) else thing.radius_mm) if around else None
    )


def group_on(index: int, found: Found, things: Sequence[Thing], found_at: float) -> Thing | None:
    """Return the thing that a group of the findings is on, a calcification before anything else; None where nothing is
    listed.
    """
    marks = [mark for mark in found.marks if mark.score >= found_at]
    fitting = [
        thing
        for thing in things
        if index in _groups_of(thing, found, marks, _is_on(thing, [mark.place for mark in marks]))
    ]
    return (
        min(fitting, key=lambda thing: (not thing.suspicious, not thing.calcification, thing.radius_mm))
        if fitting
        else None
    )


def _groups_of(thing: Thing, found: Found, marks: Sequence[FoundMark], on: np.ndarray) -> list[int]:
    centres = _is_on(thing, [group.place for group in found.groups])
    result = []
    for i, group in enumerate(found.groups):
        inside = np.array([mark.group == i for mark in marks], bool)
        shared = int((inside & on).sum())
        holds_it = shared >= 3 and 2 * shared > on.sum()
        if not group.of_singles and (centres[i] or (shared and 2 * shared >= inside.sum()) or holds_it):
            result.append(i)
    return result


def _name(thing: Thing, near: Sequence[FoundMark], groups: Sequence[MarkedGroup]) -> tuple[str, bool]:
    """Return the kind of a thing's best group, or of its marks; of a single thing its largest mark comes first."""
    by_group = [(group.name, group.benign) for group in sorted(groups, key=lambda group: -group.score)]
    largest = [(mark.name, mark.benign) for mark in sorted(near, key=lambda mark: -mark.axis_mm)]
    common = Counter((mark.name, mark.benign) for mark in near).most_common(1)
    for name, benign in [*largest[:1], *by_group] if thing.single else [*by_group, *(key for key, _ in common)]:
        if name != NOT_DETERMINED:
            return name, benign
    return NOT_DETERMINED, False


def _is_on(thing: Thing, places: Sequence[tuple[float, float]]) -> np.ndarray:
    """Return which places are on a thing, bool (n,)."""
    points = np.array(places, float).reshape(-1, 2) * thing.spacing_mm
    if len(thing.polyline):
        return _distances(points, thing.polyline * thing.spacing_mm) <= BESIDE_VESSEL_MM
    return np.hypot(*(points - np.multiply(thing.place, thing.spacing_mm)).T) <= thing.radius_mm + AROUND_MM


def _traced(thing: Thing, vessels: Sequence[np.ndarray]) -> tuple[float, float]:
    """Return how much of a vessel's line (mm) has a traced vessel within 1.3 mm, and how much is traced within 3 mm of
    it.
    """
    if not len(thing.polyline):
        return float("nan"), float("nan")
    line = thing.polyline * thing.spacing_mm
    traces = [vessel * thing.spacing_mm for vessel in vessels if len(vessel) > 1]
    middles, lengths = _steps(line)
    beside = np.zeros(len(middles), bool)
    traced = 0.0
    for trace in traces:
        beside |= _distances(middles, trace) <= BESIDE_VESSEL_MM
        of_trace, its_lengths = _steps(trace)
        traced += float(its_lengths[_distances(of_trace, line) <= TRACE_MM].sum())
    return float(lengths[beside].sum()), traced


def _steps(line: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the middles (n, 2) and lengths (n,) of steps of about 0.2 mm along a line."""
    middles, lengths = [], []
    for start, stop in pairwise(line):
        whole = float(np.hypot(*(stop - start)))
        count = max(1, round(whole / STEP_MM))
        middles.append(start + (stop - start) * ((np.arange(count) + 0.5) / count)[:, None])
        lengths.append(np.full(count, whole / count))
    return np.concatenate(middles), np.concatenate(lengths)


def _distances(points: np.ndarray, line: np.ndarray) -> np.ndarray:
    """Return the distance of points (n, 2) from a line (m, 2), float (n,)."""
    starts, along = (line[:-1], np.diff(line, axis=0)) if len(line) > 1 else (line, np.zeros((1, 2)))
    away = points[:, None] - starts[None]
    squared = np.maximum((along**2).sum(axis=1), 1e-12)
    share = np.clip((away * along[None]).sum(axis=2) / squared, 0, 1)
    return np.hypot(*(away - share[..., None] * along[None]).transpose(2, 0, 1)).min(axis=1, initial=np.inf)
