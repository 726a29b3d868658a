"""How sizes, shapes and intensities of some calcifications are spread, beside those of all others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from .findings import Calcification, Findings

MOST_BINS, FEWEST_BINS = 24, 6


@dataclass(frozen=True)
class Quantity:
    """One measure of a calcification: its name in `Calcification`, and what it is, with its unit."""

    name: str
    title: str


SIZE = Quantity("diameter_mm", "Diameter of a disc of the same area (mm)")
SHAPE = Quantity("eccentricity", "Eccentricity")
INTENSITY = Quantity("contrast", "Contrast to the surroundings (full scale)")
QUANTITIES = (SIZE, SHAPE, INTENSITY)


@dataclass(frozen=True, eq=False)
class MeasuredDistribution:
    """Shares of the calcifications in bins of one width.

    Parameters
    ----------
    centres
        (b,) middle of each bin.
    chosen, others
        (b,) share of the calcifications in each bin; sums to 1, or 0 where there are none.
    """

    quantity: Quantity
    centres: np.ndarray
    chosen: np.ndarray
    others: np.ndarray


def distributions(findings: Findings, cluster: int) -> tuple[MeasuredDistribution, ...]:
    """Return how size, shape and intensity of a cluster's reported calcifications are spread, beside all other reported
    ones.
    """
    chosen = [c for c in findings.reported_calcifications if c.cluster == cluster]
    others = [c for c in findings.reported_calcifications if c.cluster != cluster]
    return tuple(
        _distribution(quantity, _values(quantity, chosen), _values(quantity, others)) for quantity in QUANTITIES
    )


def _values(quantity: Quantity, calcifications: Iterable[Calcification]) -> np.ndarray:
    if quantity is SIZE:
        return np.array([2 * np.sqrt(c.area_mm2 / np.pi) for c in calcifications])
    return np.array([getattr(c, quantity.name) for c in calcifications], float)


def _distribution(quantity: Quantity, chosen: np.ndarray, others: np.ndarray) -> MeasuredDistribution:
    """Bin both alike; the number of bins is the square root of the smaller number of values (at least 6,
    at most 24).
    """
    values = np.concatenate([chosen, others])
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    count = int(np.clip(np.sqrt(min(len(chosen), len(others)) or len(values)), FEWEST_BINS, MOST_BINS))
    edges = np.linspace(low, high if high > low else low + 1, count + 1)
    shares = [np.histogram(some, edges)[0] / max(len(some), 1) for some in (chosen, others)]
    return MeasuredDistribution(quantity, (edges[:-1] + edges[1:]) / 2, *shares)
