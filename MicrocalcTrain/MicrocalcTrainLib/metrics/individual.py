"""Detection and segmentation of single calcifications (Marasinou 2023): FROC, and IoU per object."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from MicrocalcCADLib.detectors.objects import per_object
from scipy.spatial import cKDTree

MATCHING_DISTANCE_MM = 0.35
MATCHING_IOU = 0.3


@dataclass(frozen=True, eq=False)
class Matched:
    """One image's candidates against its truth.

    Parameters
    ----------
    scores
        (n,) scores of all candidates.
    matched_truth
        (n,) index of the true object that a candidate matches, -1 for none.
    iou
        (m,) for every true object the IoU with the candidate of most overlap among those given.
    truths
        m, the number of true objects.
    area_cm2
        Area of the breast, not eroded.
    overlaps
        (k, 3) score of a candidate, index of a true object that it overlaps (0 to m - 1), and their IoU.
    """

    scores: np.ndarray
    matched_truth: np.ndarray
    iou: np.ndarray
    truths: int
    area_cm2: float
    overlaps: np.ndarray = field(default_factory=lambda: np.zeros((0, 3)))

    def iou_at(self, threshold: float) -> np.ndarray:
        """Return what `iou` is when the candidates of at least this score are given."""
        iou = np.zeros(self.truths)
        _, truth, value = self.overlaps[self.overlaps[:, 0] >= threshold].T
        np.maximum.at(iou, truth.astype(int), value)
        return iou


def match(
    pixels: np.ndarray,
    starts: np.ndarray,
    centres: np.ndarray,
    scores: np.ndarray,
    truth: np.ndarray,
    spacing_mm: float,
    area_cm2: float,
    threshold: float,
    doubtful: np.ndarray | None = None,
) -> Matched:
    """Match candidates to true objects.

    A candidate is right if its centroid lies within 0.35 mm (5 px at 0.07 mm) of a true object's centroid or its IoU
    with one is at least 0.3; the nearest such object is its match. Each true object counts once.

    Parameters
    ----------
    pixels, starts
        Objects of the candidates as runs of flat indices.
    centres
        (n, 2) centroids in pixels.
    truth
        Label image, 1 to m.
    threshold
        Candidates of at least this score take part in the IoU of the true objects.
    doubtful
        bool image of marks that nobody has decided: a candidate that touches one and matches nothing is neither right nor false.
    """
    if doubtful is not None and doubtful.any():
        result = match(pixels, starts, centres, scores, truth, spacing_mm, area_cm2, threshold)
        undecided = per_object(np.maximum, doubtful.ravel()[pixels], starts)
        counts = (result.matched_truth >= 0) | ~undecided
        return replace(result, scores=result.scores[counts], matched_truth=result.matched_truth[counts])
    flat = truth.ravel()
    m = int(flat.max(initial=0))
    sizes = np.bincount(flat, minlength=m + 1)
    matched = np.full(len(scores), -1)
    if m == 0 or len(scores) == 0:
        truths = int((sizes[1:] > 0).sum())
        return Matched(scores, matched, np.zeros(truths), truths, area_cm2)
    rows, columns = np.divmod(np.flatnonzero(flat), truth.shape[1])
    labels = flat[flat > 0]
    centroids = np.stack([np.bincount(labels, v, m + 1) for v in (rows, columns)], axis=1)[1:] / np.maximum(sizes[1:, None], 1)
    centroids[sizes[1:] == 0] = np.inf
    present = np.flatnonzero(sizes[1:] > 0)
    distance, nearest = cKDTree(centroids[present]).query(centres, distance_upper_bound=MATCHING_DISTANCE_MM / spacing_mm + 1e-9)
    rank = np.cumsum(sizes[1:] > 0) - 1
    overlaps = []
    near = np.isfinite(distance)
    matched[near] = present[nearest[near]]
    for i in range(len(scores)):
        own = pixels[starts[i] : starts[i + 1]]
        met, common = np.unique(flat[own], return_counts=True)
        for label, n in zip(met, common, strict=True):
            if label:
                value = n / (sizes[label] + len(own) - n)
                overlaps.append((scores[i], rank[label - 1], value))
                if value >= MATCHING_IOU and matched[i] < 0:
                    matched[i] = label - 1
    result = Matched(scores, matched, np.zeros(0), len(present), area_cm2, np.array(overlaps, float).reshape(-1, 3))
    return replace(result, iou=result.iou_at(threshold))


def froc(images: Sequence[Matched]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return thresholds (descending), false positives per cm^2 and true positive rate at each (Marasinou 2023, FROC)."""
    truths = sum(i.truths for i in images)
    area = sum(i.area_cm2 for i in images)
    best = [_best_scores(i) for i in images]
    hits = np.sort(np.concatenate([*best, np.zeros(0)]))
    misses = np.sort(np.concatenate([*(i.scores[i.matched_truth < 0] for i in images), np.zeros(0)]))
    thresholds = np.unique(np.concatenate([hits[hits > 0], misses]))[::-1]
    false_positives = len(misses) - np.searchsorted(misses, thresholds, side="left")
    true_positives = len(hits) - np.searchsorted(hits, thresholds, side="left")
    return thresholds, false_positives / area, true_positives / max(truths, 1)


def rate_at(false_positives: np.ndarray, rate: np.ndarray, at: float) -> float:
    """Return the largest true positive rate of a FROC with at most `at` false positives."""
    return float(rate[false_positives <= at].max(initial=0.0))


def iou_per_object(images: Sequence[Matched], threshold: float | None = None) -> tuple[float, float]:
    """Return mean and standard deviation, over all true objects, of the IoU with the predicted object of most overlap.

    A true object without any has IoU 0. `threshold`: lowest score of the candidates that are given, where it is not that
    of `match`.
    """
    values = np.concatenate([i.iou if threshold is None else i.iou_at(threshold) for i in images])
    return float(values.mean()), float(values.std())


def _best_scores(image: Matched) -> np.ndarray:
    right = image.matched_truth >= 0
    if not right.any():
        return np.zeros(0)
    best: dict[int, float] = {}
    for truth, score in zip(image.matched_truth[right].tolist(), image.scores[right].tolist(), strict=True):
        best[truth] = max(best.get(truth, 0.0), score)
    return np.array(list(best.values()))
