"""Resampling of cases with replacement (Efron 1979), and the interval that every measure reports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Interval:
    """A measured value with its standard error and the ends of its confidence interval."""

    value: float
    standard_error: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f}-{self.high:.3f})"


def resampled(statistic: Callable[[np.ndarray], float], count: int, samples: int = 100, seed: int = 1) -> np.ndarray:
    """Return the statistic of `samples` draws of `count` cases with replacement, shape (samples,).

    Parameters
    ----------
    statistic
        Called with the indices of the drawn cases, shape (count,).
    """
    rng = np.random.default_rng(seed)
    return np.array([statistic(rng.integers(0, count, count)) for _ in range(samples)])


def percentile_interval(value: float, draws: np.ndarray, confidence: float = 0.95) -> Interval:
    """Return the percentile interval of bootstrap draws about the value measured on all cases; NaN draws
    are left out.
    """
    finite = draws[np.isfinite(draws)]
    if len(finite) == 0:
        return Interval(value, float("nan"), float("nan"), float("nan"))
    low, high = np.quantile(finite, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Interval(value, float(finite.std(ddof=1)) if len(finite) > 1 else 0.0, float(low), float(high))
