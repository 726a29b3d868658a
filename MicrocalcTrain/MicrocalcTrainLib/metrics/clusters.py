"""Detection of clusters: sensitivity at given false clusters an image, and image-level AUC."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .froc import FreeResponse, free_response, rate_at

MARGIN_MM = 3.0
FALSE_CLUSTERS_PER_IMAGE = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0)


@dataclass(frozen=True, eq=False)
class MatchedClusters:
    """One image's clusters against its annotated ones.

    Parameters
    ----------
    found
        (m,) for every annotated cluster the best score among the marks that hit it, 0 for none.
    false
        Scores of the marks that hit nothing.
    best
        The highest score of any mark, 0 without marks: how suspicious the image is.
    known
        Whether an image without an annotated cluster has none.
    """

    found: np.ndarray
    false: np.ndarray
    best: float
    known: bool = True


def match_clusters(
    centres: np.ndarray,
    scores: np.ndarray,
    lesions: np.ndarray,
    radii_mm: np.ndarray,
    spacing_mm: tuple[float, float],
    uncertain: np.ndarray | None = None,
) -> MatchedClusters:
    """Match marked clusters to annotated circles.

    A mark is right if its centre lies within radius + 3 mm of an annotated centre, as is usual on MIAS; several marks
    on one annotation count once, and none of them is false.

    Parameters
    ----------
    centres
        (n, 2) marks as (row, column) in pixels.
    lesions, radii_mm
        (m, 2) annotated centres in pixels and (m,) radii.
    uncertain
        bool (n,): marks that are not false where they hit nothing.
    """
    centres, lesions = (np.asarray(points, float).reshape(-1, 2) for points in (centres, lesions))
    offset = (centres[:, None] - lesions) * spacing_mm
    inside = np.hypot(offset[..., 0], offset[..., 1]) <= np.asarray(radii_mm, float) + MARGIN_MM
    return _matched(inside, scores, uncertain)


def match_patches(
    corners: np.ndarray,
    sizes: np.ndarray,
    scores: np.ndarray,
    lesions: np.ndarray,
    radii_mm: np.ndarray,
    spacing_mm: tuple[float, float],
) -> MatchedClusters:
    """Match marked square patches to annotated circles: right is one that overlaps the circle (Kahnouei 2022, labels of
    patches).

    Parameters
    ----------
    corners, sizes
        (n, 2) upper left corners (row, column) and (n,) sides in pixels.
    """
    corners, lesions = (np.asarray(points, float).reshape(-1, 2) for points in (corners, lesions))
    ends = corners + np.asarray(sizes, float).reshape(-1, 1) - 1
    nearest = np.clip(lesions, corners[:, None], ends[:, None])
    offset = (nearest - lesions) * spacing_mm
    return _matched(np.hypot(offset[..., 0], offset[..., 1]) <= np.asarray(radii_mm, float), scores)


def cluster_froc(images: Sequence[MatchedClusters]) -> FreeResponse:
    """Return the FROC of clusters, its false positives counted by image."""
    hits, false = [i.found[i.found > 0] for i in images], [i.false for i in images]
    thresholds = np.unique(np.concatenate([np.zeros(0), *hits, *false]))
    return free_response(thresholds[thresholds > 0], hits, false, [len(i.found) for i in images], np.ones(len(images)))


def sensitivity_at(
    images: Sequence[MatchedClusters], at: Sequence[float] = FALSE_CLUSTERS_PER_IMAGE
) -> dict[float, float]:
    """Return the greatest share of annotated clusters that is found with at most so many false clusters an image."""
    curve = cluster_froc(images)
    return {limit: rate_at(curve, limit) for limit in at}


def image_scores(images: Sequence[MatchedClusters]) -> tuple[np.ndarray, np.ndarray]:
    """Return the score of every image and whether it has an annotated cluster, for `roc.area_delong`, each (n,); images
    of which nobody knows whether they have one are left out.
    """
    known = [i for i in images if len(i.found) > 0 or i.known]
    return np.array([i.best for i in known]), np.array([len(i.found) > 0 for i in known], bool)


def _matched(inside: np.ndarray, scores: np.ndarray, uncertain: np.ndarray | None = None) -> MatchedClusters:
    scores = np.asarray(scores, float)
    found = np.where(inside, scores[:, None], 0.0).max(axis=0, initial=0.0)
    counts = ~inside.any(axis=1) & (True if uncertain is None else ~uncertain)
    return MatchedClusters(found, scores[counts], float(scores.max(initial=0.0)))
