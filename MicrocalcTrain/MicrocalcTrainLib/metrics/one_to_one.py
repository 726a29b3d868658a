"""The matching of Marasinou 2023 as its authors run it: one candidate to one true object, greedily, in raster order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from MicrocalcCADLib.objects import Objects
from scipy.spatial import cKDTree

from .froc import FreeResponse

MATCHING_DISTANCE_MM = 0.35
MATCHING_IOU = 0.3
XI_STEPS = 20
MOST_THRESHOLDS = 300


@dataclass(frozen=True, eq=False)
class PossibleMatches:
    """One image's candidates, and which of them each true object could take.

    Parameters
    ----------
    scores
        (n,) scores of all candidates.
    choices
        For each true object, in the raster order of its first pixel, the candidates that may match it, best first.
    area_cm2
        Area of the breast, not eroded.
    """

    scores: np.ndarray
    choices: tuple[tuple[int, ...], ...]
    area_cm2: float


def possible_matches(
    objects: Objects,
    centres: np.ndarray,
    scores: np.ndarray,
    truth: np.ndarray,
    spacing_mm: tuple[float, float],
    area_cm2: float,
    doubtful: np.ndarray | None = None,
) -> PossibleMatches:
    """Return which candidates may match which true object.

    First the candidates whose centroid lies within 0.35 mm (5 px at 0.07 mm) of the object's, the nearest first, then
    those with an IoU of at least 0.3, the largest first (Marasinou 2023, "Evaluation Metrics").

    Parameters
    ----------
    objects
        Of the candidates.
    centres
        (n, 2) centroids in pixels.
    truth
        Label image (rows, columns), 0 for none.
    spacing_mm
        (row, column) distance of pixel centres.
    doubtful
        bool image of marks that nobody has decided: candidates that touch one and may match nothing are left out,
        neither right nor false.
    """
    flat = truth.ravel()
    places = np.flatnonzero(flat)
    labels, first, index, sizes = np.unique(flat[places], return_index=True, return_inverse=True, return_counts=True)
    if len(labels) == 0 or len(scores) == 0:
        return _without_undecided(
            PossibleMatches(np.asarray(scores, float), ((),) * len(labels), area_cm2), objects, doubtful
        )
    centroids = np.stack([np.bincount(index, v) for v in np.divmod(places, truth.shape[1])], axis=1) / sizes[:, None]
    near = _near(centroids * spacing_mm, np.asarray(centres, float) * spacing_mm)
    common = _common(objects, flat, labels, sizes)
    choices = [(*near[i], *(c for c in common[i] if c not in near[i])) for i in range(len(labels))]
    found = PossibleMatches(np.asarray(scores, float), tuple(choices[i] for i in np.argsort(first)), area_cm2)
    return _without_undecided(found, objects, doubtful)


def match_one_to_one(image: PossibleMatches, threshold: float) -> list[int]:
    """Return for each true object, in raster order, the candidate that it takes, or -1.

    Each object takes the best choice, of a score of at least `threshold`, that no object before it has taken.
    """
    taken: list[int] = []
    used: set[int] = set()
    for choices in image.choices:
        one = next((c for c in choices if c not in used and image.scores[c] >= threshold), -1)
        taken.append(one)
        used.add(one)
    return taken


def one_to_one_froc(images: Sequence[PossibleMatches], thresholds: np.ndarray | None = None) -> FreeResponse:
    """Return the FROC with the matching made anew at every threshold (Marasinou 2023, Figs. 5 and 6).

    Every candidate that no true object takes is a false positive, also a second mark on one object. Every figure of
    single calcifications is read from this curve.

    Parameters
    ----------
    thresholds
        (t,) scores in any order; None for `score_thresholds` of these images.
    """
    descending = np.sort(np.asarray(score_thresholds(images) if thresholds is None else thresholds, float))[::-1]
    shape = (len(images), len(descending))
    hits = np.array([[sum(c >= 0 for c in match_one_to_one(i, t)) for t in descending] for i in images], int).reshape(
        shape
    )
    marks = np.array([[int((i.scores >= t).sum()) for t in descending] for i in images], int).reshape(shape)
    return FreeResponse(
        descending,
        hits,
        marks - hits,
        np.array([len(i.choices) for i in images]),
        np.array([i.area_cm2 for i in images]),
    )


def proximity_thresholds(alpha: float = 1.0, count: int = XI_STEPS) -> np.ndarray:
    """Return the paper's thresholds: the proximity function at `count` distances from 0 to xi (Marasinou 2023, Eq. 8).

    They are 1 to 0 whatever xi is; alpha = 0 is the limit 1 - r / xi.
    """
    closeness = np.linspace(1.0, 0.0, count)
    return closeness if abs(alpha) < 1e-9 else np.expm1(alpha * closeness) / np.expm1(alpha)


def score_thresholds(images: Sequence[PossibleMatches], most: int = MOST_THRESHOLDS) -> np.ndarray:
    """Return at most `most` distinct scores of the candidates, descending, for a finer curve than the paper's 20
    points.

    Of more scores, those at ranks of a constant ratio are taken: as fine among the few highest as among the many
    lowest.
    """
    scores = np.unique(np.concatenate([np.zeros(0), *(i.scores for i in images)]))[::-1]
    if len(scores) <= most:
        return scores
    return scores[np.unique(np.geomspace(1, len(scores), most).round().astype(int)) - 1]


def _without_undecided(found: PossibleMatches, objects: Objects, doubtful: np.ndarray | None) -> PossibleMatches:
    if doubtful is None or not doubtful.any() or len(found.scores) == 0:
        return found
    counts = ~objects.touching(doubtful)
    counts[[c for some in found.choices for c in some]] = True
    place = np.cumsum(counts) - 1
    return PossibleMatches(
        found.scores[counts], tuple(tuple(int(place[c]) for c in some) for some in found.choices), found.area_cm2
    )


def _near(truths_mm: np.ndarray, centres_mm: np.ndarray) -> list[list[int]]:
    found = cKDTree(centres_mm).query_ball_point(truths_mm, MATCHING_DISTANCE_MM + 1e-9)

    def ordered(some: list[int], truth: np.ndarray) -> list[int]:
        return sorted(map(int, some), key=lambda c: (float(np.hypot(*(centres_mm[c] - truth))), c))

    return [ordered(some, truth) for some, truth in zip(found, truths_mm, strict=True)]


def _common(objects: Objects, flat: np.ndarray, labels: np.ndarray, sizes: np.ndarray) -> list[list[int]]:
    lengths, inside = objects.sizes, flat[objects.pixels] > 0
    truths = np.searchsorted(labels, flat[objects.pixels[inside]])
    pairs, shared = np.unique(np.stack([truths, objects.owners[inside]]), axis=1, return_counts=True)
    iou = shared / (sizes[pairs[0]] + lengths[pairs[1]] - shared)
    choices: list[list[int]] = [[] for _ in labels]
    for k in np.lexsort((pairs[1], -iou)):
        if iou[k] >= MATCHING_IOU:
            choices[pairs[0][k]].append(int(pairs[1][k]))
    return choices
