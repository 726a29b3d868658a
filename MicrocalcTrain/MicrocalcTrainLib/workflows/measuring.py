"""What a recipe measures of a trained detector: its operating points on normal mammograms, its figures on simulated ones."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from MicrocalcCADLib.clusters import ClusterParameters
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.detectors import Detector
from MicrocalcCADLib.progress import Progress
from MicrocalcCADLib.reading import read_mammogram

from ..metrics.individual import Matched, froc, iou_per_object, match, rate_at
from ..simulation.backgrounds import BackgroundSource
from ..simulation.images import ImageParameters, simulate_set

log = logging.getLogger(__name__)
FALSE_CLUSTERS = {"sensitive": 1.0, "balanced": 0.1, "specific": 0.05}
FIRST_TEST_SEED = 500_000
THRESHOLDS = np.round(np.concatenate([np.linspace(0.05, 0.9, 35), np.linspace(0.91, 0.99, 9)]), 3)
FAINT_THRESHOLDS = (0.01, 0.02, 0.03, 0.04)


def normal_mammograms(sources: Sequence[BackgroundSource]) -> list[BackgroundSource]:
    """Return the sources that are mammograms without findings: those of the folder, not the CBIS-DDSM films."""
    return [s for s in sources if s.path.suffix.lower() != ".dcm"]


def choose_operating_points(detector: Detector, normals: Sequence[BackgroundSource]) -> tuple[dict[str, float], list[dict[str, float]]]:
    """Return named thresholds by the reported clusters in normal training mammograms, and the measured curve."""
    analyses = [detector.analyse(read_mammogram(s.path, spacing_mm=s.spacing_mm), Progress()) for s in normals]
    curve = []
    for t in THRESHOLDS:
        clusters = [len(decide(a, float(t), ClusterParameters()).reported_clusters) for a in analyses]
        calcifications = [int((a.candidates.column("score") >= t).sum()) / a.image.breast_area_cm2 for a in analyses]
        curve.append(
            {"threshold": float(t), "false_clusters_per_image": float(np.mean(clusters)), "candidates_per_cm2": float(np.mean(calcifications))}
        )
    return points_of(curve), curve


def points_of(curve: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the least threshold at which there are at most so many false clusters an image, by the point's name."""
    points = {}
    for name, limit in FALSE_CLUSTERS.items():
        passing = [row["threshold"] for row in curve if row["false_clusters_per_image"] <= limit]
        points[name] = min(passing, default=float(THRESHOLDS[-1]))
    return points


def measure(
    detector: Detector, sources: Sequence[BackgroundSource], count: int, spacings_mm: Sequence[float], seed: int, cache: Path, threshold: float
) -> dict[str, Any]:
    """Return the figures on simulated images from held-out backgrounds and seeds, one set of `count` a spacing.

    IoU per object is given at `threshold` and, as Marasinou 2023 does, at the FROC point nearest to (0 FP/cm^2, TPR 1).
    Calcifications that touch are one true object (`SimulatedImage.separable_truth`).
    """
    figures = {}
    for spacing in spacings_mm:
        images = simulate_set(sources, count, [spacing], seed + FIRST_TEST_SEED, ImageParameters(), cache)
        matched = []
        for image in images:
            analysis = detector.analyse(image.mammogram, Progress())
            c = analysis.candidates
            matched.append(
                match(
                    c.pixels,
                    c.starts,
                    c.measures[:, :2],
                    c.column("score"),
                    image.separable_truth,
                    spacing,
                    analysis.image.breast_area_cm2,
                    threshold,
                )
            )
        figures[f"{spacing:g} mm"] = figures_of(matched)
        log.info("%s mm: %s", spacing, figures[f"{spacing:g} mm"])
    return figures


def figures_of(matched: Sequence[Matched]) -> dict[str, Any]:
    """Return rates and IoU per object of images that were matched with their truth at the balanced operating point."""
    thresholds, false_positives, rate = froc(matched)
    at = thresholds[false_positives <= 0.4].min(initial=1.0)
    nearest = float(thresholds[np.hypot(false_positives, 1 - rate).argmin()])
    iou, iou_here = iou_per_object(matched, nearest), iou_per_object(matched)
    return {
        "images": len(matched),
        "true_calcifications": sum(m.truths for m in matched),
        "tpr_at_0.4_fp_per_cm2": round(rate_at(false_positives, rate, 0.4), 4),
        "threshold_at_0.4_fp_per_cm2": round(float(at), 4),
        "tpr_at_1_fp_per_cm2": round(rate_at(false_positives, rate, 1.0), 4),
        "nearest_threshold": round(nearest, 4),
        "iou_per_object_mean": round(iou[0], 4),
        "iou_per_object_sd": round(iou[1], 4),
        "iou_per_object_mean_at_balanced": round(iou_here[0], 4),
        "froc": froc_rows(thresholds, false_positives, rate),
    }


def froc_rows(thresholds: np.ndarray, false_positives: np.ndarray, rate: np.ndarray) -> list[dict[str, float]]:
    """Return a FROC at `FAINT_THRESHOLDS` and `THRESHOLDS`, to be plotted with an operating point on it.

    Parameters
    ----------
    thresholds, false_positives, rate
        Of `froc`: descending thresholds, false positives per cm^2 and true positive rate at each.
    """
    rows = []
    for threshold in (*FAINT_THRESHOLDS, *THRESHOLDS):
        passing = int((thresholds >= threshold).sum())
        fp, tpr = (round(float(values[passing - 1]), 4) if passing else 0.0 for values in (false_positives, rate))
        rows.append({"threshold": float(threshold), "false_calcifications_per_cm2": fp, "sensitivity": tpr})
    return rows
