"""Whether scores are probabilities: reliability curve, expected calibration error, Brier score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm


@dataclass(frozen=True, eq=False)
class Reliability:
    """Cases in bins of equal width of their score; bins without cases are left out.

    Parameters
    ----------
    predicted, observed
        (b,) mean score and share of positives in each bin.
    low, high
        (b,) 95 % Wilson interval of the share.
    counts
        (b,) cases.
    """

    predicted: np.ndarray
    observed: np.ndarray
    low: np.ndarray
    high: np.ndarray
    counts: np.ndarray

    @property
    def expected_calibration_error(self) -> float:
        """Mean distance of share and score over all cases (Naeini 2015; Guo 2017, Eq. 3)."""
        return float(np.average(np.abs(self.observed - self.predicted), weights=self.counts))


def reliability(scores: np.ndarray, positive: np.ndarray, bins: int = 10) -> Reliability:
    """Return the reliability curve (Murphy and Winkler 1977) of scores in [0, 1], shape (n,), against truth, bool (n,).

    Raises
    ------
    ValueError
        If there is no case, or a score is not in [0, 1].
    """
    scores, positive = _checked(scores, positive)
    number = np.minimum((scores * bins).astype(int), bins - 1)
    counts = np.bincount(number, minlength=bins)
    kept = counts > 0
    counts = counts[kept]
    observed = np.bincount(number, positive, bins)[kept] / counts
    return Reliability(
        np.bincount(number, scores, bins)[kept] / counts, observed, *wilson_interval(observed, counts), counts
    )


def brier_score(scores: np.ndarray, positive: np.ndarray) -> float:
    """Return the mean squared distance of score and truth (Brier 1950, of one class: 0 is best, 0.25 is always saying
    0.5).
    """
    scores, positive = _checked(scores, positive)
    return float(np.mean((scores - positive) ** 2))


def calibration_line(scores: np.ndarray, positive: np.ndarray) -> tuple[float, float]:
    """Return slope and intercept of the logistic regression of truth on the score's logit (Cox 1958): 1
    and 0 are best.
    """
    from scipy.special import logit
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=1e9, max_iter=10_000).fit(logit(np.clip(scores, 1e-6, 1 - 1e-6))[:, None], positive)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def wilson_interval(share: np.ndarray, counts: np.ndarray, confidence: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of the score interval of observed shares (Wilson 1927)."""
    z2 = float(norm.ppf((1 + confidence) / 2)) ** 2
    middle = (share + z2 / (2 * counts)) / (1 + z2 / counts)
    half = np.sqrt(z2) / (1 + z2 / counts) * np.sqrt(share * (1 - share) / counts + z2 / (4 * counts**2))
    return middle - half, middle + half


def _checked(scores: np.ndarray, positive: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    scores, positive = np.asarray(scores, float), np.asarray(positive, float)
    if len(scores) == 0 or not ((scores >= 0) & (scores <= 1)).all():
        raise ValueError("Reliability needs at least one case, and scores in [0, 1].")
    return scores, positive
