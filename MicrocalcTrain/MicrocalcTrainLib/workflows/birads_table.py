"""The table of the BI-RADS rating: QWK and MAQWK by loss and region of interest, beside the paper's (Zhang 2021, Table
3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from MicrocalcCADLib.assessment.attention_roi import ATTENTION, PATCH_ALONE
from MicrocalcCADLib.assessment.birads_scale import categories

from ..metrics.rating import confusion_matrix, maqwk_benign, maqwk_malignant, quadratic_weighted_kappa

CALCIFICATIONS_FITTED, CLUSTERS_FITTED = (
    "the last with trees on it and on measures",
    "the same, clusters by the median of theirs",
)
MULTI_CLASS, MSE, MAMSE = "multi-class", "mse", "mamse"
NAMES = {MULTI_CLASS: "multi-class", MSE: "MSE", MAMSE: "malignancy-adjusted MSE"}
PUBLISHED_CLASSES = 6
PUBLISHED = {
    (MULTI_CLASS, PATCH_ALONE): (0.6583, 0.1121, -0.0027),
    (MSE, PATCH_ALONE): (0.6877, 0.1544, 0.0302),
    (MAMSE, PATCH_ALONE): (0.7657, 0.1468, 0.1054),
    (MULTI_CLASS, ATTENTION): (0.8216, 0.2517, 0.2493),
    (MSE, ATTENTION): (0.8650, 0.2858, 0.3242),
    (MAMSE, ATTENTION): (0.8870, 0.3489, 0.3786),
}


@dataclass(frozen=True)
class RatingFigures:
    """How ratings agree with the truth; the confusion matrix has the truth in rows."""

    qwk: float
    maqwk_malignant: float
    maqwk_benign: float
    accuracy: float
    confusion: tuple[tuple[int, ...], ...]


def rating_figures(truth: np.ndarray, predicted: np.ndarray, malignancy: np.ndarray, classes: int) -> RatingFigures:
    """Return the figures of classes from 0 (n,); `malignancy` is 1, 0 or, without biopsy, 0.5."""
    confusion = confusion_matrix(truth, predicted, classes)
    return RatingFigures(
        qwk=quadratic_weighted_kappa(confusion),
        maqwk_malignant=maqwk_malignant(truth, predicted, malignancy, classes),
        maqwk_benign=maqwk_benign(truth, predicted, malignancy, classes),
        accuracy=float((truth == predicted).mean()),
        confusion=tuple(tuple(int(n) for n in row) for row in confusion),
    )


def ablation_table(
    measured: Mapping[tuple[str, int], RatingFigures], classes: int, more: Mapping[str, RatingFigures] | None = None
) -> str:
    """Return the table as Markdown, a row a loss and kind of region, in the paper's order, and rows of `more` by their
    names.

    The paper's figures stand beside ours on like terms alone: where single calcifications are rated in its six classes.
    """
    like = classes == PUBLISHED_CLASSES
    head = ("QWK", "MAQWK-M", "MAQWK-B", *(("published QWK", "MAQWK-M", "MAQWK-B") if like else ()))
    lines = [f"| loss and region, {classes} classes | {' | '.join(head)} |", "|---" * (1 + len(head)) + "|"]
    for variant, published in PUBLISHED.items():
        if variant in measured:
            one, (loss, channels) = measured[variant], variant
            ours = (one.qwk, one.maqwk_malignant, one.maqwk_benign)
            name = NAMES[loss] + (" + attention region" if channels == ATTENTION else "")
            lines.append(
                f"| {name} | {' | '.join(f'{value:.4f}' for value in (*ours, *(published if like else ())))} |"
            )
    for name, one in (more or {}).items():
        lines.append(
            f"| {name} | {one.qwk:.4f} | {one.maqwk_malignant:.4f} | {one.maqwk_benign:.4f} |{' | | |' if like else ''}"
        )
    return "\n".join([*lines, ""])


def confusion_table(figures: RatingFigures) -> str:
    """Return the confusion matrix as Markdown."""
    names = categories(len(figures.confusion))
    rows = [f"| **{name}** | {' | '.join(map(str, row))} |" for name, row in zip(names, figures.confusion, strict=True)]
    return "\n".join([f"| truth \\ rated | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|", *rows, ""])
