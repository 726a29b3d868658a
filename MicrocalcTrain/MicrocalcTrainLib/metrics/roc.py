"""Receiver operating characteristic: curve, area with confidence interval (DeLong 1988), slope-1 point
(Kahnouei 2022).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.integrate import trapezoid
from scipy.stats import norm, rankdata

from .bootstrap import Interval


@dataclass(frozen=True, eq=False)
class Roc:
    """Points of the curve from (0, 0) to (1, 1); a case is called positive if its score is at least the threshold.

    Parameters
    ----------
    thresholds
        (t,) distinct scores, descending, after infinity.
    false_positive_rate, true_positive_rate
        (t,) 1 - specificity and sensitivity.
    """

    thresholds: np.ndarray
    false_positive_rate: np.ndarray
    true_positive_rate: np.ndarray

    @property
    def area(self) -> float:
        """Area under the curve by trapezoids, which is the Mann-Whitney statistic."""
        return float(trapezoid(self.true_positive_rate, self.false_positive_rate))


@dataclass(frozen=True)
class RocPoint:
    """A threshold and what it gives."""

    threshold: float
    false_positive_rate: float
    true_positive_rate: float


@dataclass(frozen=True)
class GroupAccuracy:
    """Accuracy of the cases whose age is `youngest` to `oldest` years, both included; NaN without cases."""

    youngest: int
    oldest: int
    count: int
    accuracy: float


AGE_GROUPS = ((31, 45), (46, 60), (61, 75))


def roc(scores: np.ndarray, positive: np.ndarray) -> Roc:
    """Return the curve of scores, shape (n,), against truth, bool (n,).

    Raises
    ------
    ValueError
        If a class has no case.
    """
    from sklearn.metrics import roc_curve

    _split(scores, positive)
    false_positive_rate, true_positive_rate, thresholds = roc_curve(
        np.asarray(positive, bool), np.asarray(scores, float), drop_intermediate=False
    )
    return Roc(thresholds, false_positive_rate, true_positive_rate)


def area_delong(scores: np.ndarray, positive: np.ndarray, confidence: float = 0.95) -> Interval:
    """Return the area under the ROC with the normal interval of DeLong, DeLong and Clarke-Pearson (Biometrics 44,
    1988).

    Ends are cut at 0 and 1. With all cases in the right order the standard error is 0, which says little.
    """
    area, structural_positive, structural_negative = _structural(*_split(scores, positive))
    variance = _variance_of_mean(structural_positive) + _variance_of_mean(structural_negative)
    error = float(np.sqrt(variance))
    half = float(norm.ppf((1 + confidence) / 2)) * error
    return Interval(area, error, max(area - half, 0.0), min(area + half, 1.0))


def slope_one_point(curve: Roc) -> RocPoint:
    """Return the point that a line of slope 1 touches first from above (Kahnouei 2022, Fig. 6; Youden 1950).

    There sensitivity - (1 - specificity) is greatest, and with it the accuracy for as many positives as negatives. Of
    several such points that with the fewest false positives is taken.
    """
    gain = np.round(curve.true_positive_rate - curve.false_positive_rate, 12)
    i = int(np.argmax(gain))
    return RocPoint(float(curve.thresholds[i]), float(curve.false_positive_rate[i]), float(curve.true_positive_rate[i]))


def accuracy_by_age(
    right: np.ndarray, age_years: np.ndarray, groups: tuple[tuple[int, int], ...] = AGE_GROUPS
) -> tuple[GroupAccuracy, ...]:
    """Return the accuracy in each age group (Kahnouei 2022, Table 1); cases of unknown age (NaN) or of no group are
    left out.

    Parameters
    ----------
    right
        (n,) bool, whether the answer was right.
    age_years
        (n,) ages in completed years.
    """
    right, age = np.asarray(right, bool), np.floor(np.asarray(age_years, float))
    found = [(low, high, right[(age >= low) & (age <= high)]) for low, high in groups]
    return tuple(
        GroupAccuracy(low, high, len(some), float(some.mean()) if len(some) else float("nan"))
        for low, high, some in found
    )


def _split(scores: np.ndarray, positive: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    scores, positive = np.asarray(scores, float), np.asarray(positive, bool)
    if positive.all() or not positive.any():
        raise ValueError("A ROC needs positive and negative cases: one of the two is missing.")
    return scores[~positive], scores[positive]


def _structural(negatives: np.ndarray, positives: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """Return the area and DeLong's structural components, by mid-ranks (Sun and Xu 2014)."""
    m, n = len(positives), len(negatives)
    together = rankdata(np.concatenate([positives, negatives]))
    of_positives = (together[:m] - rankdata(positives)) / n
    of_negatives = 1 - (together[m:] - rankdata(negatives)) / m
    return float(of_positives.mean()), of_positives, of_negatives


def _variance_of_mean(values: np.ndarray) -> float:
    return float(values.var(ddof=1) / len(values)) if len(values) > 1 else 0.0
