"""Balls of lead or steel that mark the nipple or a palpable place: round as a calcification, but even.

A calcified ball is brightest in its middle, where it is thickest, a shell at its rim. Metal lets nothing through, so
that its shadow is a disc of one brightness, far above what is about it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import binary_erosion

from ..analysis import Candidates
from ..mammogram import Mammogram


@dataclass(frozen=True)
class BallParameters:
    """What counts as a ball of metal.

    Parameters
    ----------
    least_mm, greatest_mm
        Diameters; usual markers have 1.5 to 2 mm.
    round
        Least ratio of the axes, and of the area to that of the ellipse with these axes: below 1 for oblong pixels.
    contrast
        Least contrast to what is about it, in units of the full scale.
    rim_mm, uneven
        What lies further than this from the outline varies (10th to 90th percentile) by at most this share of the
        contrast.
    """

    least_mm: float = 1.0
    greatest_mm: float = 4.0
    round: float = 0.8
    contrast: float = 0.35
    rim_mm: float = 0.25
    uneven: float = 0.15


def metal_balls(candidates: Candidates, mammogram: Mammogram, parameters: BallParameters | None = None) -> np.ndarray:
    """Return which candidates are balls of metal, bool (n,)."""
    p = parameters or BallParameters()
    length, width, area, contrast = (
        candidates.column(name) for name in ("major_axis_mm", "minor_axis_mm", "area_mm2", "contrast")
    )
    ellipse = np.pi / 4 * length * width
    found = (length >= p.least_mm) & (length <= p.greatest_mm) & (width >= p.round * length)
    found &= (area >= p.round * ellipse) & (contrast >= p.contrast)
    for number in np.flatnonzero(found).tolist():
        found[number] = _is_even(candidates.objects[number], mammogram, p.rim_mm, p.uneven * float(contrast[number]))
    return found


def _is_even(pixels: np.ndarray, mammogram: Mammogram, rim_mm: float, most: float) -> bool:
    rows, columns = np.divmod(pixels, mammogram.shape[1])
    own = np.zeros((np.ptp(rows) + 3, np.ptp(columns) + 3), bool)
    own[rows - rows.min() + 1, columns - columns.min() + 1] = True
    inner = binary_erosion(own, iterations=max(1, round(rim_mm / mammogram.mean_spacing_mm)))
    values = mammogram.pixels[rows, columns][inner[rows - rows.min() + 1, columns - columns.min() + 1]]
    return len(values) > 0 and float(np.ptp(np.quantile(values, [0.1, 0.9]))) <= most
