"""Groups of calcifications by the radiological definition (Valvano 2019: more than 5 in a square centimetre)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import ConvexHull, cKDTree

from .analysis import CERTAINTY, Candidates
from .errors import InputError
from .findings import FEW, NOT_DETERMINED, SCORE, SUSPICION, Cluster, ImageFacts, changed
from .kinds.distribution import distribution
from .kinds.vocabulary import VASCULAR
from .real_numbers import is_number, shown

SQUARE_CENTIMETRE_RADIUS_MM = 10.0 / np.sqrt(np.pi)
USUAL_LINKING_MM = 5.0
MOST_CANDIDATES_BELOW = 1500
MOST_GROUPS = 100
# Turns of a disc that are counted at a time, how many in a disc are a cluster whatever else, and the radians by which
# rounding may move a rim.
_AT_A_TIME = 64
_POSITIONS_AT_A_TIME, _FEW_POSITIONS = 512, 60
_PLENTY = 50
_ROUNDING = 1e-9
_ANGLES = np.linspace(0, 2 * np.pi, 16, endpoint=False)
_CIRCLE = np.stack([np.sin(_ANGLES), np.cos(_ANGLES)], axis=1)


@dataclass(frozen=True)
class ClusterParameters:
    """How calcifications are grouped.

    Parameters
    ----------
    linking_distance_mm
        Neighbours at most this far apart belong together. A distance below `USUAL_LINKING_MM` is a reader's wish to
        split: then a disc joins nothing, see `group`.
    more_than_per_cm2
        A group is a *cluster* if more than this many lie within one square centimetre (a disc of that area, wherever it
        holds most).
    few
        Smallest group that is shown, as ``few``.
    vascular_elongation, vascular_length_mm
        A group whose spread along its axis is at least this many times that across, and at least this long, is
        flagged as possibly vascular.
    outline_margin_mm
        Distance of the outline from the outermost calcifications.
    lower_levels
        Fractions of the threshold at which groups that do not pass are formed, so that curves can be drawn.
    score_window_mm, score_scale
        A group's score is 1 - exp(-(s / scale)^2), s the largest sum of its calcifications' scores under a Gaussian
        window of this standard deviation.
    """

    linking_distance_mm: float = USUAL_LINKING_MM
    more_than_per_cm2: float = 5.0
    few: int = 3
    vascular_elongation: float = 5.0
    vascular_length_mm: float = 12.0
    outline_margin_mm: float = 1.0
    lower_levels: tuple[float, ...] = (0.6, 0.35, 0.2, 0.1)
    score_window_mm: float = 2.5
    score_scale: float = 4.0

    def __post_init__(self) -> None:
        if not is_number(self.linking_distance_mm) or not 0 < self.linking_distance_mm < math.inf:
            raise InputError(
                f"A linking distance of {shown(self.linking_distance_mm)} mm is impossible: give one above 0, usually"
                " 5 mm."
            )


class GroupMemory:
    """What groups looked like, by their calcifications: those that an edit did not touch need not be
    described again.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], Any] = {}
        self._used: dict[tuple[Any, ...], Any] = {}
        self._numbers: dict[tuple[Any, ...], int] = {}

    def number(self, *of: Any) -> int:
        """Return a number in place of what many keys have in common, which would be hashed with each of them."""
        return self._numbers.setdefault(of, len(self._numbers))

    def recall(self, key: tuple[Any, ...], describe: Callable[[], Any]) -> Any:
        """Return the description under a key, or what it is grouped by, made only if it is not known."""
        found = self._used.get(key) or self._known.get(key) or describe()
        self._used[key] = found
        return found

    def tidy(self) -> None:
        """Forget what was not asked for since the last time."""
        self._known, self._used = self._used, {}


@dataclass(frozen=True, eq=False)
class _Group:
    members: np.ndarray
    passes: bool
    value: float
    centre_mm: tuple[float, float]
    is_listable: bool


def group(
    candidates: Candidates,
    image: ImageFacts,
    threshold: float,
    parameters: ClusterParameters,
    memory: GroupMemory | None = None,
    by: str = SUSPICION,
    listed_only: bool = False,
) -> tuple[tuple[Cluster, ...], np.ndarray]:
    """Return the groups of calcifications, most suspicious first, and each candidate's group (0 for none).

    Groups of candidates that pass the threshold, and are not taken for none, are formed first; those whose value passes
    it too are reported, so that a reported group's count is that of its reported calcifications. What is
    linked to no more than few but lies in one square centimetre with others, together more than `more_than_per_cm2`, is
    one group too, unless a distance below the usual one asks for smaller groups.
    What lies away from them is grouped again at lower levels and never reported. Calcifications of surely benign kinds
    (`Naming.surely_benign`) are grouped among themselves, so that a cluster beside a vessel stays one, and never
    reported. Of more than `MOST_GROUPS` (noise, not a breast) those of highest value are kept.

    Parameters
    ----------
    threshold
        Lowest value that is reported, in [0, 1].
    memory
        Groups of earlier calls; the result is the same without it.
    by
        What the threshold acts on: `SUSPICION`, or `SCORE`, for which kinds do not count.
    listed_only
        Describe only what a list can show, which is enough for marks; other groups have place, count and value.

    Returns
    -------
    Groups with ids 1, 2, ... and an int array (n,) of ids.
    """
    p = parameters
    scores = candidates.suspicion if by == SUSPICION else candidates.column("score")
    positions = np.column_stack([candidates.column("row"), candidates.column("column")]) * image.spacing_mm
    free = np.ones(len(candidates), bool)
    benign = (
        np.zeros(len(candidates), bool) if candidates.naming is None or by == SCORE else candidates.naming.surely_benign
    )
    free[benign] = False
    none = np.zeros(len(candidates), bool)
    if candidates.naming is not None and by == SUSPICION:
        none = candidates.naming.none >= CERTAINTY
    memory = memory or GroupMemory()
    number = memory.number(p)

    def scored(members: np.ndarray, passes: bool, may_be_benign: bool) -> _Group:
        key = (number, "scored", scores[members].tobytes(), positions[members].tobytes())
        value, centre_mm = memory.recall(key, lambda: _scored(positions, scores, members, p))
        return _Group(members, passes, value, centre_mm, may_be_benign or (passes and value >= threshold))

    def dense(places: np.ndarray) -> bool:
        key = (number, "dense", places.tobytes())
        return bool(memory.recall(key, lambda: (_is_dense(places, p.more_than_per_cm2),))[0])

    found: list[_Group] = []
    for fraction in (1.0, *p.lower_levels):
        passing = free & (scores >= fraction * threshold)
        chosen = np.flatnonzero(passing & ~none if fraction == 1.0 else passing)
        if fraction < 1 and len(chosen) > MOST_CANDIDATES_BELOW:
            chosen = np.sort(chosen[np.argsort(-scores[chosen], kind="stable")[:MOST_CANDIDATES_BELOW]])
        isJoined = fraction == 1.0 and p.linking_distance_mm >= USUAL_LINKING_MM
        for members in _linked(positions, chosen, p, dense if isJoined else None):
            found.append(scored(members, fraction == 1.0, by == SCORE))
            free[members] = False
        if found and free.any():
            taken = cKDTree(positions[~free & ~benign])
            near = taken.query(positions[free], distance_upper_bound=p.linking_distance_mm)[0]
            free[np.flatnonzero(free)[np.isfinite(near)]] = False
    for members in _linked(positions, np.flatnonzero(benign & (candidates.column("score") >= threshold)), p):
        found.append(scored(members, False, True))
    kept = sorted(found, key=lambda g: (-g.value, *g.centre_mm))[:MOST_GROUPS]
    membership = np.zeros(len(candidates), int)
    for identifier, one in enumerate(kept, start=1):
        membership[one.members] = identifier
    clusters, number = [], memory.number(p, image.spacing_mm, image.magnification, image.nipple, by)
    for identifier, one in enumerate(kept, start=1):
        if listed_only and not one.is_listable:
            clusters.append(_placed(identifier, one, image))
            continue
        kinds = b"" if candidates.naming is None else candidates.naming.morphologies[one.members].tobytes()
        # The threshold is not in the key: a slider moves it, and only whether the group is reported depends on it.
        key = (number, candidates.measures[one.members].tobytes(), kinds)
        described = memory.recall(key, partial(_described, one, candidates, positions, image, p))
        reported = one.passes and one.value >= threshold and not described.typically_benign
        clusters.append(changed(described, id=identifier, reported=reported))
    memory.tidy()
    return tuple(clusters), membership


def local_sum(positions_mm: np.ndarray, scores: np.ndarray, window_mm: float) -> np.ndarray:
    """Return, at each position, the sum of all scores under a Gaussian window about it; shape (n,)."""
    if len(positions_mm) == 0:
        return np.zeros(0)
    if len(positions_mm) <= _FEW_POSITIONS:  # a tree takes longer than all pairs
        away = positions_mm[:, None] - positions_mm[None]
        squared = away[..., 0] ** 2 + away[..., 1] ** 2
        weight = np.where(squared <= (3 * window_mm) ** 2, np.exp(squared / (-2 * window_mm**2)), 0.0)
        return np.asarray((weight * np.asarray(scores, float)).sum(axis=1))
    sources = np.flatnonzero(scores)
    tree, of_source = cKDTree(positions_mm[sources]), scores[sources].astype(float)
    total = np.zeros(len(scores))
    # some at a time, those at one level together: ten thousands of candidates have millions of neighbours
    order = np.lexsort((positions_mm[:, 1], positions_mm[:, 0] // window_mm))
    for start in range(0, len(order), _POSITIONS_AT_A_TIME):
        some = order[start : start + _POSITIONS_AT_A_TIME]
        near = cKDTree(positions_mm[some]).sparse_distance_matrix(tree, 3 * window_mm, output_type="ndarray")
        weight = np.exp(-(near["v"] ** 2) / (2 * window_mm**2))
        total[some] = np.bincount(near["i"], weight * of_source[near["j"]], len(some))
    return total


def _linked(
    positions: np.ndarray,
    chosen: np.ndarray,
    p: ClusterParameters,
    dense: Callable[[np.ndarray], bool] | None = None,
) -> list[np.ndarray]:
    """Return the groups of chosen positions that are linked by steps; with `dense`, which tells whether places are a
    cluster alone, also those that one disc makes a cluster, see `_joined`.
    """
    if len(chosen) < p.few:
        return []
    pairs = cKDTree(positions[chosen]).query_pairs(p.linking_distance_mm, output_type="ndarray")
    graph = coo_matrix((np.ones(len(pairs), np.int8), (pairs[:, 0], pairs[:, 1])), shape=(len(chosen),) * 2)
    component = connected_components(graph, directed=False)[1]
    component = component if dense is None else _joined(positions[chosen], component, p, dense)
    return [chosen[part] for part in _parts(component) if len(part) >= p.few]


def _parts(component: np.ndarray) -> list[np.ndarray]:
    """Return the indices of each component."""
    return np.split(np.argsort(component, kind="stable"), np.cumsum(np.bincount(component))[:-1])


def _joined(
    places: np.ndarray, component: np.ndarray, p: ClusterParameters, dense: Callable[[np.ndarray], bool]
) -> np.ndarray:
    """Return the components (n,) after those were joined of which a disc of one square centimetre makes a cluster and
    which are none alone.

    Of the discs that hold certain positions, one has a position on its rim: each position's disc is turned about it.
    """
    reach, most = 2 * SQUARE_CENTIMETRE_RADIUS_MM, p.more_than_per_cm2
    alone = np.array([len(part) <= most or not dense(places[part]) for part in _parts(component)])
    weak = np.flatnonzero(alone[component])
    if len(weak) <= most:
        return component
    joined, tree = component.copy(), cKDTree(places[weak])
    for one in weak[tree.query_ball_point(places[weak], reach, return_length=True) > most]:
        near = weak[tree.query_ball_point(places[one], reach)]
        if (joined[near] != joined[one]).any():
            for held in _held_on_a_turn(places, one, near):
                together = np.unique(joined[held])
                if len(held) > most and len(together) > 1:
                    joined[np.isin(joined, together)] = together[0]
    return np.unique(joined, return_inverse=True)[1]


def _is_dense(places: np.ndarray, most: float) -> bool:
    """Return whether a disc of one square centimetre can hold more than `most` positions; one about a position often
    tells already.
    """
    about = cKDTree(places).query_ball_point(places, SQUARE_CENTIMETRE_RADIUS_MM, return_length=True)
    return bool(about.max() > most) or most_in_a_square_centimetre(places) > most


def _held_on_a_turn(places: np.ndarray, one: int, near: np.ndarray) -> list[np.ndarray]:
    """Return which of the near positions, itself included, a disc of one square centimetre with `one` on its rim holds
    as it turns.
    """
    away = places[near] - places[one]
    distance = np.hypot(*away.T)
    middle, half = (
        np.arctan2(*away.T),
        np.arccos(np.minimum(distance / (2 * SQUARE_CENTIMETRE_RADIUS_MM), 1)) + _ROUNDING,
    )
    same = distance == 0
    turns = (middle - half)[~same]  # whatever is held at all is held where another one has just come in
    apart = np.abs((turns[:, None] - middle + np.pi) % (2 * np.pi) - np.pi)
    return [near[same | inside] for inside in apart <= half + _ROUNDING]


def _scored(
    positions: np.ndarray, scores: np.ndarray, members: np.ndarray, p: ClusterParameters
) -> tuple[float, tuple[float, float]]:
    """Return the value of a group and its centre in mm."""
    places = positions[members]
    sums = local_sum(places, scores[members], p.score_window_mm)
    weights = sums * scores[members] + 1e-12
    row, column = (weights @ places / weights.sum()).tolist()
    return _value(sums, p), (row, column)


def _value(sums: np.ndarray, p: ClusterParameters) -> float:
    return float(1 - np.exp(-((sums.max() / p.score_scale) ** 2)))


def _placed(identifier: int, group: _Group, image: ImageFacts) -> Cluster:
    """Return a group that is not described."""
    row, column = (at / spacing for at, spacing in zip(group.centre_mm, image.spacing_mm, strict=True))
    return Cluster(
        id=identifier,
        row=row,
        column=column,
        bounding_box=(int(row), int(column), int(row) + 1, int(column) + 1),
        score=group.value,
        count=len(group.members),
        area_mm2=0.0,
        density_per_cm2=0.0,
        reported=False,
    )


def _described(
    group: _Group, candidates: Candidates, positions: np.ndarray, image: ImageFacts, p: ClusterParameters
) -> Cluster:
    places = positions[group.members]
    density = most_in_a_square_centimetre(places)
    outline_mm, area = _outline(places, candidates.column("major_axis_mm")[group.members] / 2 + p.outline_margin_mm)
    outline = np.clip(outline_mm / image.spacing_mm, 0, [image.rows - 1, image.columns - 1])
    low, high = np.floor(outline.min(axis=0)).astype(int), np.ceil(outline.max(axis=0)).astype(int)
    scores, suspicion = candidates.column("score")[group.members], candidates.suspicion[group.members]
    score, suspicious = (_value(local_sum(places, values, p.score_window_mm), p) for values in (scores, suspicion))
    morphologies: dict[str, float] = {}
    morphology, benign = NOT_DETERMINED, False
    if candidates.naming is not None:
        naming = candidates.naming.chosen(group.members)
        whole = naming.of_group(scores)
        morphology, morphologies = whole.named(whole.morphologies[0])
        benign = bool(whole.surely_benign[0])
    return Cluster(
        id=0,
        row=group.centre_mm[0] / image.spacing_mm[0],
        column=group.centre_mm[1] / image.spacing_mm[1],
        bounding_box=(int(low[0]), int(low[1]), int(high[0]), int(high[1])),
        score=score,
        count=len(places),
        area_mm2=area,
        density_per_cm2=float(density),
        reported=False,
        kind="cluster" if density > p.more_than_per_cm2 else FEW,
        vascular=_is_vascular(places, p) if candidates.naming is None else morphology == VASCULAR,
        outline=tuple((r, c) for r, c in np.round(outline, 2).tolist()),
        suspicion=suspicious,
        morphology=morphology,
        morphologies=morphologies,
        distribution=_distribution(places, image),
        typically_benign=benign,
    )


def _distribution(places_mm: np.ndarray, image: ImageFacts) -> str:
    if not image.breast_area_cm2 > 0:
        return NOT_DETERMINED
    spacing, factor = image.breast_spacing_mm, image.view_magnification
    nipple = None if image.nipple is None else (image.nipple[0] * spacing[0], image.nipple[1] * spacing[1])
    return distribution(places_mm / factor, image.breast_area_cm2 * 100 / factor**2, nipple)


def most_in_a_square_centimetre(places_mm: np.ndarray) -> int:
    """Return how many positions (n, 2) a disc of one square centimetre can hold at most, wherever it lies.

    Of the discs that hold most, one has a position on its rim: it is enough to turn a disc about each position and to
    count what it holds on its way round. Beyond `_PLENTY` the discs about the positions and their centre are enough.
    """
    tree = cKDTree(places_mm)
    centres = np.concatenate([places_mm, places_mm.mean(axis=0, keepdims=True)])
    most = int(tree.query_ball_point(centres, SQUARE_CENTIMETRE_RADIUS_MM, return_length=True).max())
    # No disc through a position holds more than lies within its diameter of it.
    reach = 2 * SQUARE_CENTIMETRE_RADIUS_MM
    within = tree.query_ball_point(places_mm, reach, return_length=True)
    order = np.argsort(-within, kind="stable")
    for first in range(0, len(order) if most < _PLENTY else 0, _AT_A_TIME):
        some = order[first : first + _AT_A_TIME]
        some = some[within[some] > most]
        if not len(some):
            break
        most = max(most, _most_on_a_turn(places_mm, some, tree.query_ball_point(places_mm[some], reach)))
    return most


def _most_on_a_turn(places: np.ndarray, chosen: np.ndarray, near: np.ndarray) -> int:
    """Return the most positions in a disc of one square centimetre that turns about one of the chosen positions, which
    stays on its rim.
    """
    turn = np.repeat(np.arange(len(chosen)), [len(one) for one in near])
    away = places[np.concatenate(near).astype(int)] - places[chosen][turn]
    distance = np.hypot(*away.T)
    same = np.bincount(turn[distance == 0], minlength=len(chosen))
    turn, away, distance = (values[distance > 0] for values in (turn, away, distance))
    # The disc holds the other position while its centre lies within this angle of the direction of it.
    middle, half = (
        np.arctan2(*away.T),
        np.arccos(np.minimum(distance / (2 * SQUARE_CENTIMETRE_RADIUS_MM), 1)) + _ROUNDING,
    )
    full = 2 * np.pi
    enters, leaves = (middle - half) % full, (middle + half) % full
    at_the_start = same + np.bincount(turn[enters > leaves], minlength=len(chosen))
    # One turn after another; each position enters as often as it leaves, so that the sum starts at nothing for each
    # turn.
    order = np.argsort(np.concatenate([enters, leaves]) + 2 * full * np.tile(turn, 2))
    running = np.cumsum(np.where(order < len(turn), 1, -1))
    return int(max(at_the_start.max(), (running + at_the_start[turn[order % max(len(turn), 1)]]).max(initial=0)))


def _outline(places: np.ndarray, margins: np.ndarray) -> tuple[np.ndarray, float]:
    outer = _outer(places, margins)
    points = (places[outer, None] + margins[outer, None, None] * _CIRCLE).reshape(-1, 2)
    hull = ConvexHull(points)
    return points[hull.vertices], float(hull.volume)


def _outer(places: np.ndarray, margins: np.ndarray) -> np.ndarray:
    """Return which circles may touch the hull of all: not those within the polygon of the outermost
    points, bool (n,).
    """
    outermost = (places @ _CIRCLE.T + margins[:, None]).argmax(axis=0)
    corners = places[outermost] + margins[outermost, None] * _CIRCLE
    edges = np.roll(corners, -1, axis=0) - corners
    lengths = np.hypot(*edges.T)
    outward = np.stack([-edges[:, 1], edges[:, 0]], axis=1)[lengths > 0] / lengths[lengths > 0, None]
    bounds = (outward * corners[lengths > 0]).sum(axis=1)
    return (places @ outward.T + margins[:, None] >= bounds - 1e-9).any(axis=1)


def _is_vascular(places: np.ndarray, p: ClusterParameters) -> bool:
    if len(places) < 6:
        return False
    centred = places - places.mean(axis=0)
    spread = np.linalg.svd(centred, compute_uv=False) / np.sqrt(len(places))
    return bool(
        spread[0] * np.sqrt(12) >= p.vascular_length_mm and spread[0] >= p.vascular_elongation * max(spread[1], 0.05)
    )
