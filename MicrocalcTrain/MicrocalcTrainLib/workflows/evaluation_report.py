"""The table of an evaluation: as text, CSV and JSON, and its figures."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from MicrocalcCADLib import RESEARCH_ONLY
from MicrocalcCADLib.files import write_text

from ..metrics.bootstrap import Interval
from ..metrics.clusters import cluster_froc, image_scores, sensitivity_at
from ..metrics.froc import FreeResponse, bootstrapped_partial_area, partial_area, rate_at
from ..metrics.one_to_one import PossibleMatches, match_one_to_one, one_to_one_froc, proximity_thresholds
from ..metrics.paired import paired_wilcoxon
from ..metrics.reliability import Reliability, brier_score, reliability
from ..metrics.roc import Roc, area_delong, roc, slope_one_point
from .evaluation import Evaluation
from .evaluation_files import aligned, write_csv, write_document

FALSE_POSITIVES_PER_CM2 = 0.4
FALSE_CLUSTERS_PER_IMAGE = (0.25, 0.5, 1.0)
NOT_MEASURED = "-"
COLUMNS = (
    ("method", "method", "{}"),
    ("images", "images", "{:d}"),
    ("clusters", "clusters", "{:d}"),
    ("calcifications", "calcifications", "{:d}"),
    ("sens. 0.25 FP/image", "sensitivity_at_0.25_fp_per_image", "{:.3f}"),
    ("0.5 FP", "sensitivity_at_0.5_fp_per_image", "{:.3f}"),
    ("1 FP", "sensitivity_at_1_fp_per_image", "{:.3f}"),
    ("image AUC", "image_auc", "{:.3f}"),
    ("TPR 0.4 FP/cm²", "tpr_at_0.4_fp_per_cm2", "{:.3f}"),
    ("pAUC", "pauc", "{:.3f}"),
    ("± 2 SD", "pauc_2sd", "{:.3f}"),
    ("IoU/object", "iou_per_object", "{:.3f}"),
    ("± SD", "iou_per_object_sd", "{:.3f}"),
    ("IoU/image", "iou_per_image", "{:.3f}"),
    ("s/image", "seconds_per_image", "{:.1f}"),
    ("CPU s/image", "processor_seconds_per_image", "{:.1f}"),
    ("failed", "failed", "{:d}"),
)


def summary(evaluation: Evaluation) -> dict[str, Any]:
    """Return the row of an evaluation by name; NaN for what could not be measured."""
    e = evaluation
    clusters = [i.clusters for i in e.images]
    at = sensitivity_at(clusters, FALSE_CLUSTERS_PER_IMAGE)
    auc = _image_auc(e)
    row = {
        "method": e.system.name,
        "model": e.model,
        "images": len(e.images),
        "failed": sum(i.failure is not None for i in e.images),
        "clusters": sum(len(c.found) for c in clusters),
        "calcifications": int(e.froc.truths.sum()) if e.froc else math.nan,
        **{
            f"sensitivity_at_{limit:g}_fp_per_image": at[limit] if any(len(c.found) for c in clusters) else math.nan
            for limit in at
        },
        "image_auc": auc.value,
        "image_auc_low": auc.low,
        "image_auc_high": auc.high,
        **_of_calcifications(e),
        "seconds_per_image": _median(np.array([i.seconds for i in e.images])),
        "processor_seconds_per_image": _median(np.array([i.processor_seconds for i in e.images])),
    }
    return {key: round(value, 6) if isinstance(value, float) else value for key, value in row.items()}


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return rows of `summary` as text with aligned columns."""
    cells = [[title for title, _, _ in COLUMNS], *([_cell(row[key], form) for _, key, form in COLUMNS] for row in rows)]
    return "\n".join(aligned(cells))


def comparisons(evaluations: Sequence[Evaluation]) -> list[dict[str, Any]]:
    """Return paired Wilcoxon tests of the IoU per object between each two systems (Marasinou 2023, Table 3)."""
    found = []
    for first, second in combinations([e for e in evaluations if len(e.object_ious)], 2):
        if len(first.object_ious) != len(second.object_ious):
            continue
        test = paired_wilcoxon(first.object_ious, second.object_ious)
        found.append(
            {
                "first": first.system.name,
                "second": second.system.name,
                "pairs": test.pairs,
                "statistic": test.statistic,
                "p": test.p,
            }
        )
    return found


def write_report(folder: Path, evaluations: Sequence[Evaluation], facts: Mapping[str, Any]) -> str:
    """Write ``evaluation.json``, ``evaluation.csv``, ``images.csv``, ``evaluation.txt`` and the figures; return the
    text.
    """
    rows = [summary(e) for e in evaluations]
    tests = comparisons(evaluations)
    lines = [
        table(rows),
        *(f"IoU per object, {t['first']} against {t['second']}: p = {t['p']:.2g} (paired Wilcoxon)" for t in tests),
        RESEARCH_ONLY,
    ]
    text = "\n".join(lines) + "\n"
    content = {
        **facts,
        "systems": [_detailed(e, row) for e, row in zip(evaluations, rows, strict=True)],
        "paired_wilcoxon": tests,
    }
    write_document(folder / "evaluation.json", content)
    write_text(folder / "evaluation.txt", text)
    write_csv(folder / "evaluation.csv", rows)
    write_csv(folder / "images.csv", [_image_row(e, k) for e in evaluations for k in range(len(e.images))])
    _write_figures(folder, evaluations)
    return text


def scores_and_truth(images: Sequence[PossibleMatches]) -> tuple[np.ndarray, np.ndarray]:
    """Return the scores of all candidates and whether a true object takes them; both (n,)."""
    scores, real = [np.zeros(0)], [np.zeros(0, bool)]
    for image in images:
        taken = np.zeros(len(image.scores), bool)
        taken[[c for c in match_one_to_one(image, 0.0) if c >= 0]] = True
        scores.append(image.scores)
        real.append(taken)
    return np.concatenate(scores), np.concatenate(real)


def _of_calcifications(e: Evaluation) -> dict[str, float]:
    names: tuple[str, ...] = (
        "tpr_at_0.4_fp_per_cm2",
        "pauc",
        "pauc_2sd",
        "iou_per_object",
        "iou_per_object_sd",
        "iou_per_image",
        "pixel_accuracy",
    )
    names += ("pixel_false_positive_rate", "pauc_at_20_thresholds", "brier_score", "threshold")
    if e.froc is None or e.pixels is None or not e.froc.truths.sum():
        return dict.fromkeys(names, math.nan)
    marks = [i.candidates for i in e.images if i.candidates is not None]
    scores, real = scores_and_truth(marks)
    values = (
        rate_at(e.froc, FALSE_POSITIVES_PER_CM2),
        *bootstrapped_partial_area(e.froc),
        _mean(e.object_ious),
        float(e.object_ious.std()) if len(e.object_ious) else math.nan,
        _mean(e.image_ious),
        e.pixels.accuracy,
        e.pixels.false_positive_rate,
        partial_area(one_to_one_froc(marks, proximity_thresholds())),
        brier_score(scores, real) if len(scores) else math.nan,
        e.threshold,
    )
    return dict(zip(names, values, strict=True))


def _image_auc(e: Evaluation) -> Interval:
    scores, positive = image_scores([i.clusters for i in e.images])
    return area_delong(scores, positive) if 0 < positive.sum() < len(positive) else Interval(*[math.nan] * 4)


def _detailed(e: Evaluation, row: Mapping[str, Any]) -> dict[str, Any]:
    failures = {i.stem: i.failure for i in e.images if i.failure}
    clusters = cluster_froc([i.clusters for i in e.images])
    curves = {
        "froc": _points(e.froc, "fp_per_cm2"),
        "cluster_froc": _points(clusters, "fp_per_image"),
        "roc": None,
        "reliability": None,
    }
    for curve in _image_rocs([e]).values():
        curves["roc"] = _rounded(
            {"false_positive_rate": curve.false_positive_rate, "true_positive_rate": curve.true_positive_rate}
        )
    for bins in _reliabilities([e]).values():
        curves["reliability"] = _rounded({"score": bins.predicted, "share_real": bins.observed})
    return {**row, "failures": failures, **curves}


def _points(curve: FreeResponse | None, unit: str) -> dict[str, list[float]] | None:
    if curve is None:
        return None
    return _rounded({"threshold": curve.thresholds, unit: curve.false_rate, "true_positive_rate": curve.rate})


def _rounded(values: Mapping[str, np.ndarray]) -> dict[str, list[float]]:
    return {name: np.round(some, 6).tolist() for name, some in values.items()}


def _image_row(e: Evaluation, number: int) -> dict[str, Any]:
    image = e.images[number]
    found = image.clusters.found
    return {
        "method": e.system.name,
        "image": image.stem,
        "clusters": len(found),
        "clusters_hit_at_any_score": int((found > 0).sum()),
        "false_clusters_at_any_score": len(image.clusters.false),
        "best_cluster_score": round(image.clusters.best, 6),
        "calcifications": len(image.candidates.choices) if image.candidates else "",
        "calcifications_found": (
            sum(c >= 0 for c in match_one_to_one(image.candidates, e.threshold)) if image.candidates else ""
        ),
        "breast_area_cm2": round(image.candidates.area_cm2, 3) if image.candidates else "",
        "seconds": image.seconds,
        "processor_seconds": image.processor_seconds,
        "failure": image.failure or "",
    }


def _write_figures(folder: Path, evaluations: Sequence[Evaluation]) -> None:
    from ..metrics.figures import froc_figure, reliability_figure, roc_figure, save_figure

    single = {e.system.name: e.froc for e in evaluations if e.froc is not None}
    clusters = {e.system.name: cluster_froc([i.clusters for i in e.images]) for e in evaluations}
    curves = _image_rocs(evaluations)
    scores = _reliabilities(evaluations)
    if single:
        save_figure(froc_figure(single), folder / "froc.svg")
    save_figure(froc_figure(clusters, "image", 4.0), folder / "cluster_froc.svg")
    if curves:
        save_figure(
            roc_figure(curves, {name: slope_one_point(curve) for name, curve in curves.items()}), folder / "roc.svg"
        )
    if scores:
        save_figure(reliability_figure(scores), folder / "reliability.svg")


def _image_rocs(evaluations: Sequence[Evaluation]) -> dict[str, Roc]:
    found = {e.system.name: image_scores([i.clusters for i in e.images]) for e in evaluations}
    return {name: roc(*some) for name, some in found.items() if 0 < some[1].sum() < len(some[1])}


def _reliabilities(evaluations: Sequence[Evaluation]) -> dict[str, Reliability]:
    found = {
        e.system.name: scores_and_truth([i.candidates for i in e.images if i.candidates is not None])
        for e in evaluations
        if e.froc is not None
    }
    return {name: reliability(*some) for name, some in found.items() if len(some[0])}


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if len(values) else math.nan


def _median(values: np.ndarray) -> float:
    """Return the median: the first image of a run also pays for loading and compiling."""
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else math.nan


def _cell(value: Any, form: str) -> str:
    return NOT_MEASURED if isinstance(value, float) and math.isnan(value) else form.format(value)
