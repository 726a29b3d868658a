"""What a recipe measures of a trained detector: operating points by what is found where nothing is marked,
and figures.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.clusters import ClusterParameters
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.detectors import Detector
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.progress import Progress

from ..datasets.truth_image import TruthImage
from ..metrics.froc import FreeResponse, nearest_to_perfect, rate_at
from ..metrics.one_to_one import PossibleMatches, one_to_one_froc, possible_matches
from ..metrics.segmentation import object_ious

log = logging.getLogger(__name__)
FALSE_CLUSTERS = {"sensitive": 1.0, "balanced": 0.1, "specific": 0.05}
FIRST_TEST_SEED = 500_000
THRESHOLDS = np.round(np.concatenate([np.linspace(0.05, 0.9, 35), np.linspace(0.91, 0.99, 9)]), 3)
FAINT_THRESHOLDS = (0.01, 0.02, 0.03, 0.04)
FALSE_POSITIVES_PER_CM2 = (0.4, 1.0)


@dataclass(frozen=True, eq=False)
class MatchedImage:
    """One image's candidates against its truth.

    Parameters
    ----------
    marks
        Which candidates may match which true object.
    truth, outlines
        (k,) labels of the true objects and of the candidates, at the pixels that either holds.
    scores
        (n + 1,) score by label of a candidate; 0 for the background.
    """

    marks: PossibleMatches
    truth: np.ndarray
    outlines: np.ndarray
    scores: np.ndarray

    def object_ious(self, threshold: float) -> np.ndarray:
        """Return the IoU of each true object with the candidates of at least this score, see
        `metrics.segmentation.object_ious`.
        """
        return object_ious(np.where(self.scores[self.outlines] >= threshold, self.outlines, 0), self.truth)


def choose_operating_points(
    detector: Detector, images: Iterable[TruthImage]
) -> tuple[dict[str, float], list[dict[str, float]]]:
    """Return named thresholds and the measured curve.

    False is a reported cluster of which no calcification touches a mark, and a calcification that touches none; in
    normal images that is all of them.

    Raises
    ------
    InputError
        If there is no image.
    """
    analysed = []
    for image in images:
        analysis = detector.analyse(image.mammogram, Progress())
        analysed.append((analysis, touching(analysis, image.known)))
        log.info("operating points: %s analysed", image.name)
    if not analysed:
        raise InputError("There is no image to choose operating points on: give mammograms without findings.")
    curve = []
    for threshold in THRESHOLDS.tolist():
        clusters = [false_clusters(analysis, touched, threshold) for analysis, touched in analysed]
        singles = [
            float(((a.candidates.column("score") >= threshold) & ~t).sum()) / a.image.breast_area_cm2
            for a, t in analysed
        ]
        curve.append(
            {
                "threshold": threshold,
                "false_clusters_per_image": float(np.mean(clusters)),
                "candidates_per_cm2": float(np.mean(singles)),
            }
        )
    return points_of(curve), curve


def touching(analysis: Analysis, marked: np.ndarray) -> np.ndarray:
    """Return for each candidate whether any of its pixels is marked, bool (n,)."""
    return analysis.candidates.objects.touching(marked)


def false_clusters(analysis: Analysis, touched: np.ndarray, threshold: float) -> int:
    """Return how many reported clusters hold no candidate that touches a mark."""
    findings = decide(analysis, threshold, ClusterParameters())
    true = {
        one.cluster for one, touches in zip(findings.calcifications, touched, strict=True) if touches and one.reported
    }
    return sum(cluster.id not in true for cluster in findings.reported_clusters)


def points_of(curve: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the least threshold at which there are at most so many false clusters an image, by the point's name.

    Where even the highest has more, that one is the point; the card says how many there are at each point.
    """
    points = {}
    for name, limit in FALSE_CLUSTERS.items():
        passing = [row["threshold"] for row in curve if row["false_clusters_per_image"] <= limit]
        points[name] = min(passing, default=float(THRESHOLDS[-1]))
    return points


def measure(detector: Detector, images: Iterable[TruthImage], threshold: float) -> dict[str, Any]:
    """Return the figures of a detector on images, nothing where none has a calcification that is marked by itself.

    IoU per object is given at `threshold` and, as Marasinou 2023 does, at the FROC point nearest to (0 FP/cm^2, TPR 1).
    """
    matched = []
    for image in images:
        matched.append(matched_image(detector.analyse(image.mammogram, Progress()), image.truth, image.uncertain))
        log.info("figures: %s analysed", image.name)
    return detection_figures(matched, threshold) if any(one.marks.choices for one in matched) else {}


def matched_image(analysis: Analysis, truth: np.ndarray, doubtful: np.ndarray | None = None) -> MatchedImage:
    """Return which candidates of an analysis may match which true object, and both outlines.

    Parameters
    ----------
    truth
        Label image (rows, columns), 0 for none.
    doubtful
        bool image of marks that nobody has decided.
    """
    c, facts = analysis.candidates, analysis.image
    marks = possible_matches(
        c.objects, c.measures[:, :2], c.column("score"), truth, facts.spacing_mm, facts.breast_area_cm2, doubtful
    )
    outlines = analysis.label_map(np.arange(1, len(c) + 1))
    held = (outlines > 0) | (truth > 0)
    return MatchedImage(marks, truth[held], outlines[held], np.concatenate([[0.0], c.column("score")]))


def detection_figures(images: Sequence[MatchedImage], threshold: float) -> dict[str, Any]:
    """Return rates and IoU per object by the names and definitions of `evaluation_report.summary`.

    IoU per object is that at the FROC point nearest to (0 FP/cm^2, TPR 1), and at `threshold`, the balanced operating
    point.
    """
    curve = one_to_one_froc([image.marks for image in images])
    nearest = float(curve.thresholds[nearest_to_perfect(curve)]) if len(curve.thresholds) else 1.0
    iou, iou_at_balanced = (np.concatenate([image.object_ious(t) for image in images]) for t in (nearest, threshold))
    return {
        "images": len(images),
        "true_calcifications": int(curve.truths.sum()),
        **rates_of(curve),
        "nearest_threshold": round(nearest, 4),
        "iou_per_object": round(float(iou.mean()), 4),
        "iou_per_object_sd": round(float(iou.std()), 4),
        "iou_per_object_at_balanced": round(float(iou_at_balanced.mean()), 4),
        "froc": froc_rows(curve),
    }


def rates_of(curve: FreeResponse) -> dict[str, float]:
    """Return the share of calcifications found at 0.4 false positives a square centimetre (Marasinou 2023) and at 1."""
    return {f"tpr_at_{at:g}_fp_per_cm2": round(rate_at(curve, at), 4) for at in FALSE_POSITIVES_PER_CM2}


def froc_rows(curve: FreeResponse) -> list[dict[str, float]]:
    """Return a FROC at `FAINT_THRESHOLDS` and `THRESHOLDS`, to be plotted with an operating point on it."""
    rows = []
    for threshold in (*FAINT_THRESHOLDS, *THRESHOLDS):
        passing = int((curve.thresholds >= threshold).sum())
        fp, tpr = (
            round(float(values[passing - 1]), 4) if passing else 0.0 for values in (curve.false_rate, curve.rate)
        )
        rows.append({"threshold": float(threshold), "false_calcifications_per_cm2": fp, "sensitivity": tpr})
    return rows
