"""Judging findings against a list of things whose kind is known: every figure with its count."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.kinds.vocabulary import KINDS, NO_CALCIFICATIONS, NOT_DETERMINED

from ..datasets.listed_kinds import check_size, images_of, read_findings, read_things
from ..metrics.kinds import Found, Judged, Thing, group_on, judge, thing_at

CERTAIN = ("sure", "likely")
FOUND_AT, SINGLE_AT, GROUPED_AT = 0.05, 0.6, 0.15
LARGE_KINDS, LARGE_MM = ("coarse (popcorn)", "rim", "large rod-like", "dystrophic"), 1.5
NOWHERE = ("image border", "marker, clip or label", "outside the breast")
NOT_FOUND = "not found"
NAMES = (*(kind.word for kind in KINDS), NOT_DETERMINED, NOT_FOUND)
COVERED = 0.8


@dataclass(frozen=True)
class Figure:
    """A count `k` of `n`; `aim` is the share that the project wants, such as ``>= 0.90``, empty where it has none."""

    name: str
    k: float
    n: float
    aim: str = ""

    @property
    def share(self) -> float:
        """k / n, NaN where there is nothing to count."""
        return self.k / self.n if self.n else float("nan")

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; None without an aim, or with nothing counted."""
        if not self.aim or not self.n:
            return None
        sign, limit = self.aim.split()
        return self.share >= float(limit) if sign == ">=" else self.share <= float(limit)


@dataclass(frozen=True)
class SetRow:
    """What is reported in the images of a set: groups to look at, by what they are on, and single marks that are no
    calcifications.
    """

    set: str
    images: int
    groups: int
    on_suspicious: int
    on_benign: int
    on_nothing: int
    on_unlisted: int
    single_on_nothing: int

    @property
    def false_per_image(self) -> float:
        """Reported groups and single marks that are no calcifications, an image."""
        return (self.on_nothing + self.single_on_nothing) / self.images


@dataclass(frozen=True, eq=False)
class KindsEvaluation:
    """Findings judged by a list.

    Parameters
    ----------
    judged
        Every thing of the list whose image was examined.
    missing
        (set, image) of listed images without findings.
    others
        Sources of findings that belong to no set of the list.
    without_kinds
        (set, image) of findings that know no kinds, as those of schema 1: all are judged as not determined.
    sets, normal_sets
        By set; the second of the images in which the list has nothing suspicious.
    singles
        For each single mark of 0.6 and more: the thing that it is on, None where nothing is listed.
    """

    judged: tuple[Judged, ...]
    missing: tuple[tuple[str, str], ...]
    others: tuple[str, ...]
    without_kinds: tuple[tuple[str, str], ...]
    sets: tuple[SetRow, ...]
    normal_sets: tuple[SetRow, ...]
    singles: tuple[Thing | None, ...]
    found_at: float


def evaluate_kinds(detections: Path, truth: Path, found_at: float = FOUND_AT) -> KindsEvaluation:
    """Return the judgement of the findings in a folder by a list of things.

    Raises
    ------
    InputError
        If the list or the findings cannot be read, no listed image has findings, or findings are of an image in another
        size.
    """
    images = images_of(read_things(truth))
    found, others = read_findings(detections, list(images))
    if not set(found) & set(images):
        raise InputError(
            f"No findings in {detections} are of an image that {truth.name} lists: give the folder of these images'"
            " findings."
        )
    for key in set(found) & set(images):
        check_size(found[key], images[key])
    judged = tuple(
        judge(thing, found[key], found_at) for key, things in images.items() if key in found for thing in things
    )
    singles = [thing for key, one in found.items() for thing in _singles(one, images.get(key, ()))]
    normal = [key for key in found if not any(thing.suspicious for thing in images.get(key, ()))]
    missing = tuple(key for key in images if key not in found)
    without_kinds = tuple(key for key, one in found.items() if not one.looked_at_kinds)
    return KindsEvaluation(
        judged,
        missing,
        tuple(others),
        without_kinds,
        _sets(found, found, images, found_at),
        _sets(normal, found, images, found_at),
        tuple(singles),
        found_at,
    )


def figures(evaluation: KindsEvaluation, certainties: Collection[str] = CERTAIN) -> list[Figure]:
    """Return the figures of the things of these certainties, aims as the project has set them."""
    judged = [one for one in evaluation.judged if one.thing.certainty in certainties]
    vessels = _of(judged, lambda one: one.thing.kind == "vascular")
    large = _of(judged, lambda one: one.thing.kind in LARGE_KINDS and 2 * one.thing.radius_mm >= LARGE_MM)
    suspicious = _of(judged, lambda one: one.thing.suspicious)
    benign = _of(judged, lambda one: one.thing.benign)
    nowhere = _of(judged, lambda one: one.thing.kind in NOWHERE)
    singles = [thing for thing in evaluation.singles if thing is not None and thing.certainty in certainties]
    named = _of(judged, lambda one: one.thing.calcification and one.found)
    told = _of(named, lambda one: one.named != NOT_DETERMINED)
    lines = _of(judged, lambda one: len(one.thing.polyline) > 0)
    return [
        _share("vessels called vascular", vessels, lambda one: one.called_vascular, ">= 0.90"),
        _share(
            "vessels reported as a suspicious group",
            vessels,
            lambda one: one.reported_group and not one.called_vascular,
            "<= 0.07",
        ),
        _share(
            "vessels reported as a suspicious group, named vascular too or not", vessels, lambda one: one.reported_group
        ),
        _share("large benign found", large, lambda one: one.found, ">= 0.95"),
        _share("large benign outlined as one object", large, lambda one: one.as_one),
        _share("large benign named typically benign", large, lambda one: one.named_benign, ">= 0.90"),
        _share("suspicious found", suspicious, lambda one: one.found),
        _share("suspicious reported as a group", suspicious, lambda one: one.reported_group),
        _share("suspicious called typically benign", suspicious, lambda one: one.named_benign, "<= 0.03"),
        _share("typically benign reported as a suspicious group", benign, lambda one: one.reported_group),
        Figure(
            "single marks of 0.6 and more that are no calcifications",
            sum(not thing.calcification for thing in singles),
            len(singles),
            "<= 0.25",
        ),
        _share(
            "border, markers, outside the breast: reported as a group", nowhere, lambda one: one.reported_group, "<= 0"
        ),
        _share("kind right, of all calcifications found", named, lambda one: one.named == one.thing.kind),
        _share("kind right, of those that have a kind", told, lambda one: one.named == one.thing.kind),
        _share(
            "benign or suspicious right, of those that have a kind",
            told,
            lambda one: one.named_benign == one.thing.benign,
        ),
        Figure(
            "vessel length covered (mm)",
            _total(one.covered_mm for one in lines),
            _total(one.thing.length_mm for one in lines),
            ">= 0.8",
        ),
        _share(
            f"vessels covered over {COVERED:g} of their length",
            lines,
            lambda one: one.covered_mm >= COVERED * one.thing.length_mm,
        ),
    ]


def length_error(evaluation: KindsEvaluation, certainties: Collection[str] = CERTAIN) -> tuple[float, int]:
    """Return the median of |traced - listed| / listed length of the vessels with a line (NaN if none), and their
    number.
    """
    lines = [one for one in evaluation.judged if one.thing.certainty in certainties and len(one.thing.polyline)]
    errors = [abs(one.traced_mm - one.thing.length_mm) / one.thing.length_mm for one in lines]
    return (float(np.median(errors)) if errors else float("nan")), len(errors)


def confusion(
    evaluation: KindsEvaluation, certainties: Collection[str] = CERTAIN
) -> tuple[tuple[str, ...], np.ndarray]:
    """Return the listed kinds that occur, and int (kinds, `NAMES`): how often things of each are called so."""
    judged = [one for one in evaluation.judged if one.thing.certainty in certainties]
    listed = {one.thing.kind for one in judged}
    rows = tuple(word for word in (*(kind.word for kind in KINDS), *NO_CALCIFICATIONS) if word in listed)
    counts = np.zeros((len(rows), len(NAMES)), int)
    for one in judged:
        called = "vascular" if one.called_vascular else one.named if one.found else NOT_FOUND
        counts[rows.index(one.thing.kind), NAMES.index(called) if called in NAMES else NAMES.index(NOT_DETERMINED)] += 1
    return rows, counts


def _of(judged: Iterable[Judged], chosen: Callable[[Judged], bool]) -> list[Judged]:
    return [one for one in judged if chosen(one)]


def _share(name: str, judged: Sequence[Judged], right: Callable[[Judged], bool], aim: str = "") -> Figure:
    return Figure(name, sum(map(right, judged)), len(judged), aim)


def _total(values: Iterable[float]) -> float:
    return round(float(sum(values)), 1)


def _singles(found: Found, things: Sequence[Thing]) -> list[Thing | None]:
    grouped = {i for i, group in enumerate(found.groups) if group.score >= GROUPED_AT and not group.of_singles}
    return [
        thing_at(mark.place, things) for mark in found.marks if mark.score >= SINGLE_AT and mark.group not in grouped
    ]


def _sets(
    keys: Iterable[tuple[str, str]],
    found: Mapping[tuple[str, str], Found],
    images: Mapping[tuple[str, str], Sequence[Thing]],
    found_at: float,
) -> tuple[SetRow, ...]:
    rows = []
    keys = list(keys)
    for name in sorted({key[0] for key in keys}):
        counts = dict.fromkeys(
            ("groups", "on_suspicious", "on_benign", "on_nothing", "on_unlisted", "single_on_nothing"), 0
        )
        chosen = [key for key in keys if key[0] == name]
        for key in chosen:
            _count(counts, found[key], images.get(key, ()), found_at)
        rows.append(SetRow(name, len(chosen), **counts))
    return tuple(rows)


def _count(counts: dict[str, int], found: Found, things: Sequence[Thing], found_at: float) -> None:
    shown = found.shown
    for i in shown:
        thing = group_on(i, found, things, found_at)
        counts["groups"] += 1
        counts[
            (
                "on_unlisted"
                if thing is None
                else "on_suspicious"
                if thing.suspicious
                else "on_benign"
                if thing.benign
                else "on_nothing"
            )
        ] += 1
    for mark in found.marks:
        if mark.reported and not mark.benign and mark.group not in shown:
            thing = thing_at(mark.place, things)
            counts["single_on_nothing"] += thing is not None and not thing.calcification
