"""Local contrast: what the region network sees instead of grey levels, so that vendor and exposure matter little."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter

FINE_MM, COARSE_MM, NEIGHBOURHOOD_MM = 0.045, 0.3, 1.6
LEAST_TEXTURE = 1.2e-3


@dataclass(frozen=True)
class ContrastParameters:
    """Windows (standard deviation in mm) of mean and spread; `floor` is the least spread, in full-scale units:
    below it lies the rounding of eight bits, which would otherwise look like calcifications in dark regions."""

    mean_mm: float = 0.6
    spread_mm: float = 1.6
    floor: float = 2.5e-3
    clip: tuple[float, float] = (-8.0, 16.0)


def local_contrast(image: np.ndarray, spacing_mm: float, parameters: ContrastParameters | None = None) -> np.ndarray:
    """Return (x - G(mean) x) / sqrt(G(spread) (x - G(mean) x)^2), clipped.

    Parameters
    ----------
    image
        float32 (rows, columns) in units of the full scale.

    Returns
    -------
    float32 array of the same shape, in units of the local standard deviation.
    """
    p = parameters or ContrastParameters()
    difference = image - gaussian_filter(image, p.mean_mm / spacing_mm, truncate=3)
    spread = gaussian_filter(difference * difference, p.spread_mm / spacing_mm, truncate=3)
    np.sqrt(spread, out=spread)
    np.maximum(spread, np.float32(p.floor), out=spread)
    difference /= spread
    return np.clip(difference, *p.clip, out=difference)


def texture(image: np.ndarray, spacing_mm: float) -> np.ndarray:
    """Return the local standard deviation of the fine texture (0.1 to 0.3 mm), float32, in full-scale units.

    Where film or detector show next to none it is `LEAST_TEXTURE`, the rounding of eight bits.
    """
    fine = gaussian_filter(image, FINE_MM / spacing_mm) - gaussian_filter(image, COARSE_MM / spacing_mm)
    return np.sqrt(gaussian_filter(fine * fine, NEIGHBOURHOOD_MM / spacing_mm) + LEAST_TEXTURE**2)
