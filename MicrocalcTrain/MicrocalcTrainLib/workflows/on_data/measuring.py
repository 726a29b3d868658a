"""What a recipe measures of a detector on a data set: operating points by what is found where nothing is marked, and figures."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

import numpy as np
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.clusters import ClusterParameters
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.detectors import Detector
from MicrocalcCADLib.detectors.objects import per_object
from MicrocalcCADLib.progress import Progress

from ..measuring import THRESHOLDS, figures_of, matched_image, points_of
from .images import WholeImage

log = logging.getLogger(__name__)


def choose_operating_points(detector: Detector, images: Iterable[WholeImage]) -> tuple[dict[str, float], list[dict[str, float]]]:
    """Return named thresholds and the measured curve.

    False is a reported cluster of which no calcification touches a mark, and a calcification that touches none; in normal
    images that is all of them, as in `workflows.measuring`.
    """
    analysed = []
    for image in images:
        analysis = detector.analyse(image.mammogram, Progress())
        analysed.append((analysis, touching(analysis, image.known)))
        log.info("operating points: %s analysed", image.name)
    curve = []
    for threshold in THRESHOLDS.tolist():
        clusters = [false_clusters(analysis, touched, threshold) for analysis, touched in analysed]
        singles = [float(((a.candidates.column("score") >= threshold) & ~t).sum()) / a.image.breast_area_cm2 for a, t in analysed]
        curve.append({"threshold": threshold, "false_clusters_per_image": float(np.mean(clusters)), "candidates_per_cm2": float(np.mean(singles))})
    return points_of(curve), curve


def measure(detector: Detector, images: Iterable[WholeImage], threshold: float) -> dict[str, Any]:
    """Return the figures of `workflows.measuring.measure` on images whose calcifications are marked one by one."""
    matched = []
    for image in images:
        matched.append(matched_image(detector.analyse(image.mammogram, Progress()), image.truth, image.doubtful))
        log.info("figures: %s analysed", image.name)
    return figures_of(matched, threshold) if any(one.marks.choices for one in matched) else {}


def touching(analysis: Analysis, marked: np.ndarray) -> np.ndarray:
    """Return for each candidate whether any of its pixels is marked, bool (n,)."""
    candidates = analysis.candidates
    if not len(candidates.measures):
        return np.zeros(0, bool)
    return per_object(np.maximum, marked.ravel()[candidates.pixels].astype(np.uint8), candidates.starts).astype(bool)


def false_clusters(analysis: Analysis, touched: np.ndarray, threshold: float) -> int:
    """Return how many reported clusters hold no candidate that touches a mark."""
    findings = decide(analysis, threshold, ClusterParameters())
    true = {one.cluster for one, touches in zip(findings.calcifications, touched, strict=True) if touches and one.reported}
    return sum(cluster.id not in true for cluster in findings.reported_clusters)
