"""Free-response operating characteristic: partial area with bootstrap over images, and operating point (Marasinou
2023).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.integrate import trapezoid

from .bootstrap import resampled

LIMIT = 1.0
BOOTSTRAP_SAMPLES = 100


@dataclass(frozen=True, eq=False)
class FreeResponse:
    """Counts of marks at falling thresholds, image by image, so that images can be drawn anew.

    Parameters
    ----------
    thresholds
        (t,) scores, descending; a mark counts if its score is at least that.
    true_positives, false_positives
        (n, t) counts of found true objects and of false marks.
    truths
        (n,) number of true objects of each image.
    exposure
        (n,) what false marks are counted against: area of the breast in cm^2, not eroded, or 1 for an image.
    """

    thresholds: np.ndarray
    true_positives: np.ndarray
    false_positives: np.ndarray
    truths: np.ndarray
    exposure: np.ndarray

    @property
    def rate(self) -> np.ndarray:
        """True positive rate at each threshold, (t,); 0 where there is nothing to find."""
        return self.true_positives.sum(axis=0) / max(int(self.truths.sum()), 1)

    @property
    def false_rate(self) -> np.ndarray:
        """False positives per unit of exposure at each threshold, (t,)."""
        return self.false_positives.sum(axis=0) / max(float(self.exposure.sum()), 1e-12)

    def drawn(self, images: np.ndarray) -> FreeResponse:
        """Return the curve of a draw of images, with their areas; shape of `images` (m,)."""
        return FreeResponse(
            self.thresholds,
            self.true_positives[images],
            self.false_positives[images],
            self.truths[images],
            self.exposure[images],
        )


def free_response(
    thresholds: np.ndarray,
    hits: Sequence[np.ndarray],
    misses: Sequence[np.ndarray],
    truths: Sequence[int],
    exposure: Sequence[float] | np.ndarray,
) -> FreeResponse:
    """Return the counts from the scores that found true objects (one a found object) and those of false marks.

    Parameters
    ----------
    hits, misses
        For each image the scores, shape (number of hits,) and (number of false marks,).
    """
    descending = np.sort(np.asarray(thresholds, float))[::-1]
    counts = [
        np.array([_at_least(scores, descending) for scores in group], int).reshape(len(group), len(descending))
        for group in (hits, misses)
    ]
    return FreeResponse(descending, counts[0], counts[1], np.asarray(truths, int), np.asarray(exposure, float))


def partial_area(curve: FreeResponse, limit: float = LIMIT) -> float:
    """Return the area under the FROC for 0 to `limit` false positives, divided by `limit` (pAUC of Marasinou 2023,
    Table 1).

    Trapezoids over the points with at most `limit` false positives, after (0, 0) was added and the last true positive
    rate extended to `limit`, as the authors' program does.
    """
    x, y = curve.false_rate, curve.rate
    within = x <= limit
    order = np.lexsort((y[within], x[within]))
    x, y = np.concatenate([[0.0], x[within][order]]), np.concatenate([[0.0], y[within][order]])
    return float(trapezoid(np.append(y, y[-1]), np.append(x, limit)) / limit)


def bootstrapped_partial_area(
    curve: FreeResponse, limit: float = LIMIT, samples: int = BOOTSTRAP_SAMPLES, seed: int = 1
) -> tuple[float, float]:
    """Return the partial area and two standard deviations of its bootstrap over images ("+-" of Marasinou 2023, Table
    1); draws without a true object have no area and are left out.
    """

    def area(images: np.ndarray) -> float:
        return partial_area(curve.drawn(images), limit) if curve.truths[images].sum() else float("nan")

    draws = resampled(area, len(curve.truths), samples, seed)
    known = draws[np.isfinite(draws)]
    return partial_area(curve, limit), float(2 * known.std()) if len(known) else float("nan")


def rate_at(curve: FreeResponse, at: float) -> float:
    """Return the largest true positive rate of a FROC with at most `at` false positives a unit."""
    return float(curve.rate[curve.false_rate <= at].max(initial=0.0))


def nearest_to_perfect(curve: FreeResponse) -> int:
    """Return the index of the point nearest to no false positives and a rate of 1 (operating point of
    Marasinou 2023).
    """
    return int(np.argmin(np.hypot(curve.false_rate, 1 - curve.rate)))


def _at_least(scores: np.ndarray, descending: np.ndarray) -> np.ndarray:
    ascending = np.sort(np.asarray(scores, float))
    return len(ascending) - np.searchsorted(ascending, descending, side="left")
