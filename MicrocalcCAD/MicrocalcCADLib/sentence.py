"""What a report says of a group of calcifications, in the order of BI-RADS: kind, distribution, size, place,
comparison.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .analysis import Analysis
from .assessment.odds import Odds
from .findings import Calcification, Cluster, Findings, ImageFacts
from .kinds.vocabulary import KINDS, NOT_DETERMINED
from .landmarks import OBLIQUE_VIEWS, Landmarks
from .nipple import landmarks_of
from .reading.side_and_view import CC_VIEWS

CENTRAL_MM = 10.0
SAME_PLACE_MM = 15.0
SIDES = {"L": "Left breast", "R": "Right breast"}
_UNKNOWN_SIDE, _UNKNOWN_VIEW = "Breast of unknown side", "view unknown"
DEPTHS = ("anterior", "middle", "posterior")
_SIDEWAYS_VIEWS = (*OBLIQUE_VIEWS, "ML", "LM")
_NAMES = {"milk of calcium": "milk of calcium", "coarse (popcorn)": "coarse (popcorn-like) calcifications"}
_ESTIMATED, _PLACED = "nipple and chest wall estimated", "nipple placed by the reader"
_HALF_ESTIMATED = f"{_PLACED}, chest wall estimated"
_SIZE, _WHOLE_FROM_MM = "{length} × {width} mm", 5.0
_MAGNIFIED = "mm in the breast: the image is magnified {factor} times"
# Counts that differ by no more than one, or by this share, are called unchanged: two detections of one group differ as
# much.
_SAME_SHARE = 0.2


@dataclass(frozen=True)
class Place:
    """Where something lies in one view: distance from the nipple, height above its axis, depth from 0 to 1, and whose
    nipple it is.

    Height and depth are None where the side of the chest wall is not known, and only a reader's nipple is.
    """

    from_nipple_mm: float
    above_axis_mm: float | None
    depth: float | None
    by_reader: bool = False


@dataclass(frozen=True)
class Comparison:
    """A group of the prior exam at the same place: its count (None: none is there) and the exam's date as
    it is shown.
    """

    count: int | None
    date: str = ""


@dataclass(frozen=True)
class Prior:
    """The groups of the prior exam's same view, place and count of each, and the exam's date as it is shown."""

    groups: tuple[tuple[Place, int], ...]
    date: str = ""


def place_of(marks: Landmarks, pixel: tuple[float, float]) -> Place:
    """Return where a pixel (row, column) lies."""
    return Place(marks.from_nipple_mm(pixel), marks.above_axis_mm(pixel), marks.depth(pixel), marks.by_reader)


def described(analysis: Analysis, findings: Findings, prior: Prior | None = None) -> Findings:
    """Return the findings of an analysis with their sentences; nipple and chest wall are those of
    `nipple.landmarks_of`.

    Parameters
    ----------
    prior
        What the prior exam had in the same view, with which each group is compared; None compares nothing.
    """
    marks = landmarks_of(analysis)
    return with_sentences(findings, marks, since_prior(findings, marks, prior))


def prior_of(analysis: Analysis, findings: Findings, date: str = "") -> Prior | None:
    """Return what later images of the same view are compared with; None where nipple and chest wall are not known."""
    marks = landmarks_of(analysis)
    return (
        None
        if marks is None or marks.chest_wall is None
        else Prior(tuple((place_of(marks, (c.row, c.column)), c.count) for c in _told(findings)), date)
    )


def since_prior(findings: Findings, marks: Landmarks | None, prior: Prior | None) -> dict[int, Comparison]:
    """Return the change since the prior of each group that has a sentence, by its id; empty where there is no prior or
    no landmark.
    """
    if marks is None or marks.chest_wall is None or prior is None:
        return {}
    return comparisons({c.id: place_of(marks, (c.row, c.column)) for c in _told(findings)}, prior.groups, prior.date)


def with_sentences(
    findings: Findings, marks: Landmarks | None, comparisons: Mapping[int, Comparison] | None = None
) -> Findings:
    """Return the findings with the sentence of each group that is reported or typically benign; where it has odds, they
    follow.

    Parameters
    ----------
    marks
        Landmarks of the same image; None leaves the place out.
    comparisons
        By the group's id, for those whose prior is known.
    """
    known, members = comparisons or {}, members_of(findings)

    def of(cluster: Cluster) -> Cluster:
        if not (cluster.reported or cluster.typically_benign):
            return cluster
        place = place_of(marks, (cluster.row, cluster.column)) if marks else None
        sizes = sizes_mm(members.get(cluster.id, ()), findings.image)
        text = sentence(cluster, findings.image, sizes, place, known.get(cluster.id))
        return replace(cluster, sentence=f"{text} {_odds(cluster)}".rstrip())

    return replace(findings, clusters=tuple(map(of, findings.clusters)))


def sentence(
    cluster: Cluster,
    image: ImageFacts,
    sizes: tuple[float, float] | None = None,
    place: Place | None = None,
    comparison: Comparison | None = None,
    other_view: Place | None = None,
) -> str:
    """Return the sentence about a group.

    Parameters
    ----------
    sizes
        Length and width in mm as of `sizes_mm`, in the plane of the spacing; None where they are not known. In a
        magnified view the sentence states them in the breast.
    place
        Where it lies in this view; None where nipple and chest wall are not known.
    other_view
        Where the same group lies in the other of CC and MLO, which gives quadrant and clock face.
    """
    factor = image.view_magnification
    parts = [
        kind_phrase(cluster.morphology, cluster.count),
        *([] if cluster.count == 1 else [_distribution(cluster.distribution), f"{cluster.count} found"]),
        *([] if sizes is None else [_size(sizes[0] / factor, sizes[1] / factor)]),
        *_location(image, place, other_view),
    ]
    magnified = [_MAGNIFIED.format(factor=f"{factor:.2g}")] if factor > 1 and (sizes or place) else []
    notes = [*([] if place is None else [_basis(place)]), *magnified]
    estimated = f" ({'; '.join(notes)})" if notes else ""
    prior = "" if comparison is None else f"; {compared(cluster.count, comparison)}"
    return f"{_view(image)}: {', '.join(parts)}{estimated}{prior}."


def _size(length_mm: float, width_mm: float) -> str:
    """Return length and width, in tenths of a millimetre where whole ones would say little."""
    digits = 1 if round(length_mm, 1) < _WHOLE_FROM_MM else 0
    return _SIZE.format(length=f"{length_mm:.{digits}f}", width=f"{width_mm:.{digits}f}")


def phrases() -> tuple[str, ...]:
    """Return all that `sentence` is put together of, as keys with values in braces: what a translation needs."""
    kinds = [kind_phrase(word, count) for word in (*(kind.word for kind in KINDS), NOT_DETERMINED) for count in (2, 1)]
    places = ["central", *(f"{half} half" for half in ("outer", "inner", "upper", "lower"))]
    places += [f"{upper} {outer} quadrant" for upper in ("upper", "lower") for outer in ("outer", "inner")]
    changes = [_comparison(change, dated) for change in (NEW, MORE, FEWER, UNCHANGED) for dated in (False, True)]
    return (
        *SIDES.values(),
        _UNKNOWN_SIDE,
        _UNKNOWN_VIEW,
        *kinds,
        f"distribution {NOT_DETERMINED}",
        "{count} found",
        _SIZE,
        *places,
        "{hour} o'clock",
        *(f"{depth} depth" for depth in DEPTHS),
        "about {distance} mm from the nipple",
        _ESTIMATED,
        _PLACED,
        _HALF_ESTIMATED,
        _MAGNIFIED,
        *changes,
        (
            "Like lesions described so in CBIS-DDSM, n = {n}: {share} of 10 were malignant (95 % interval {low} to"
            " {high}; biopsied or followed cases)."
        ),
        "fewer than 1",
    )


def members_of(findings: Findings) -> dict[int, list[Calcification]]:
    """Return the calcifications of each group, by its id."""
    result: dict[int, list[Calcification]] = {}
    for calcification in findings.calcifications:
        if calcification.cluster is not None:
            result.setdefault(calcification.cluster, []).append(calcification)
    return result


def sizes_mm(members: Sequence[Calcification], image: ImageFacts) -> tuple[float, float] | None:
    """Return length and width of a group in mm: its largest extent, and that across, both with the calcifications' own
    size; None for none.
    """
    if not members:
        return None
    places = np.array([(one.row, one.column) for one in members]) * image.spacing_mm
    own = float(np.mean([one.major_axis_mm for one in members]))
    rim = places[_corners(places)]
    between = rim[:, None] - rim[None]
    first, second = np.unravel_index(np.hypot(*between.transpose(2, 0, 1)).argmax(), (len(rim), len(rim)))
    length = float(np.hypot(*between[first, second]))
    across = np.array([-between[first, second][1], between[first, second][0]]) / length if length else np.zeros(2)
    return length + own, float(np.ptp(places @ across)) + own


NEW, MORE, FEWER, UNCHANGED = "new", "more", "fewer", "unchanged"


def change_of(count: int, prior: Comparison) -> str:
    """Return what has become of a group since the prior exam, by its count: `NEW`, `MORE`, `FEWER` or `UNCHANGED`."""
    if prior.count is None:
        return NEW
    if abs(count - prior.count) <= max(1.0, _SAME_SHARE * prior.count):
        return UNCHANGED
    return MORE if count > prior.count else FEWER


def compared(count: int, prior: Comparison) -> str:
    """Return the comparison of a count with that of the prior exam in words."""
    return _comparison(change_of(count, prior), bool(prior.date)).format(
        count=count, prior=prior.count, date=prior.date
    )


def _comparison(change: str, dated: bool) -> str:
    """Return the key of a comparison."""
    there = "the prior of {date}" if dated else "the prior"
    if change == NEW:
        return f"new: nothing was found there in {there}"
    return f"{change} {'from' if change == UNCHANGED else 'than in'} {there} ({{count}}, before {{prior}})"


def comparisons(
    now: Mapping[int, Place], before: Sequence[tuple[Place, int]], date: str = "", tolerance_mm: float = SAME_PLACE_MM
) -> dict[int, Comparison]:
    """Return for each group the one of the prior exam's same view that lies at its place, the nearest pairs first, none
    twice.

    A place without a height above the nipple's axis is compared with none.

    Parameters
    ----------
    now
        Places by the group's id.
    before
        Places and counts of the prior's groups.
    tolerance_mm
        Largest distance between two places, each by its height above the nipple's axis and its distance back from the
        nipple.
    """
    own = {identifier: at for identifier, place in now.items() if (at := _from_nipple(place)) is not None}
    others = {k: at for k, (place, _) in enumerate(before) if (at := _from_nipple(place)) is not None}
    apart = sorted(
        (math.dist(at, there), identifier, k) for identifier, at in own.items() for k, there in others.items()
    )
    found: dict[int, int] = {}
    for distance, identifier, k in apart:
        if distance <= tolerance_mm and identifier not in found and k not in found.values():
            found[identifier] = k
    return {
        identifier: Comparison(before[found[identifier]][1] if identifier in found else None, date)
        for identifier in own
    }


def clock_face(laterality: str, outer_mm: float, upper_mm: float) -> int:
    """Return the hour, 1 to 12, of a place seen from the front: the outer side is 3 of the left breast and 9 of the
    right one.
    """
    right = outer_mm if laterality == "L" else -outer_mm
    return round(math.degrees(math.atan2(right, upper_mm)) / 30) % 12 or 12


def _told(findings: Findings) -> list[Cluster]:
    """Return the groups that have a sentence."""
    return [c for c in findings.clusters if c.reported or c.typically_benign]


def _location(image: ImageFacts, place: Place | None, other: Place | None) -> list[str]:
    if place is None:
        return []
    where = _quadrant(image, place, other) if other is not None else None
    half = where or _half(image.view, place.above_axis_mm)
    depth = None if place.depth is None else f"{DEPTHS[min(int(3 * place.depth), 2)]} depth"
    return [*filter(None, (half, depth)), f"about {place.from_nipple_mm:.0f} mm from the nipple"]


def _basis(place: Place) -> str:
    """Return what is known of the landmarks and what is estimated."""
    if not place.by_reader:
        return _ESTIMATED
    return _PLACED if place.depth is None else _HALF_ESTIMATED


def _half(view: str | None, above_mm: float | None) -> str | None:
    names = ("outer", "inner") if view in CC_VIEWS else ("upper", "lower") if view in _SIDEWAYS_VIEWS else None
    if names is None or above_mm is None:
        return None
    return "central" if abs(above_mm) < CENTRAL_MM else f"{names[0] if above_mm > 0 else names[1]} half"


def _quadrant(image: ImageFacts, place: Place, other: Place) -> str | None:
    if image.laterality not in SIDES or not (image.view in CC_VIEWS or image.view in _SIDEWAYS_VIEWS):
        return None
    outer, upper = (a.above_axis_mm for a in ((place, other) if image.view in CC_VIEWS else (other, place)))
    if outer is None or upper is None:
        return None
    if math.hypot(outer, upper) < CENTRAL_MM:
        return "central"
    quadrant = f"{'upper' if upper > 0 else 'lower'} {'outer' if outer > 0 else 'inner'} quadrant"
    return f"{quadrant}, {clock_face(image.laterality, outer, upper)} o'clock"


def _from_nipple(place: Place) -> tuple[float, float] | None:
    """Return (up, back) from the nipple in mm, None where that is not known."""
    if place.above_axis_mm is None:
        return None
    return place.above_axis_mm, math.sqrt(max(place.from_nipple_mm**2 - place.above_axis_mm**2, 0.0))


def _odds(cluster: Cluster) -> str:
    return Odds(**cluster.odds).sentence if cluster.odds else ""


def _corners(places: np.ndarray) -> np.ndarray:
    """Return the indices of the corners of the convex hull, of all places where they are few or in one line."""
    from scipy.spatial import ConvexHull, QhullError

    try:
        return ConvexHull(places).vertices if len(places) > 3 else np.arange(len(places))
    except QhullError:
        return np.arange(len(places))


def _view(image: ImageFacts) -> str:
    return f"{SIDES.get(image.laterality or '', _UNKNOWN_SIDE)}, {image.view or _UNKNOWN_VIEW}"


def _distribution(word: str) -> str:
    return f"distribution {word}" if word == NOT_DETERMINED else word


def kind_phrase(word: str, count: int) -> str:
    """Return what a sentence calls calcifications of a kind, with which it begins."""
    if word not in {kind.word for kind in KINDS}:
        name = "calcifications of a kind that is not determined"
    else:
        name = _NAMES.get(word, f"{word} calcifications")
    name = name.replace("calcifications", "calcification") if count == 1 else name
    return name[0].upper() + name[1:]
