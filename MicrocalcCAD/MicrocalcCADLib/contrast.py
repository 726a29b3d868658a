"""Local contrast: what the region network sees instead of grey levels, so that vendor and exposure matter little."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter

from .errors import InputError
from .resample import resample, resampled_above

FINE_MM, COARSE_MM, NEIGHBOURHOOD_MM = 0.045, 0.3, 1.6
LEAST_TEXTURE = 1.2e-3
NARROWEST_PX = 2.8


@dataclass(frozen=True)
class ContrastParameters:
    """Windows (standard deviation in mm) of mean and spread; `floor` is the least spread, in full-scale units:
    below it lies the rounding of eight bits, which would otherwise look like calcifications in dark regions."""

    mean_mm: float = 0.6
    spread_mm: float = 1.6
    floor: float = 2.5e-3
    clip: tuple[float, float] = (-8.0, 16.0)

    def __post_init__(self) -> None:
        if not self.clip[0] < self.clip[1]:
            raise InputError(
                f"Local contrast clipped from {self.clip[0]:g} to {self.clip[1]:g} is nothing: give the lower end"
                " first."
            )


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
    difference = image - smoothed(image, p.mean_mm / spacing_mm)
    spread = smoothed(difference * difference, p.spread_mm / spacing_mm)
    np.sqrt(np.maximum(spread, 0, out=spread), out=spread)
    np.maximum(spread, np.float32(p.floor), out=spread)
    difference /= spread
    return np.clip(difference, *p.clip, out=difference)


def texture(image: np.ndarray, spacing_mm: float) -> np.ndarray:
    """Return the local standard deviation of the fine texture (0.1 to 0.3 mm), float32, in full-scale units.

    Where film or detector show next to none it is `LEAST_TEXTURE`, the rounding of eight bits.
    """
    fine = smoothed(image, FINE_MM / spacing_mm) - smoothed(image, COARSE_MM / spacing_mm)
    return np.sqrt(np.maximum(smoothed(fine * fine, NEIGHBOURHOOD_MM / spacing_mm), 0) + np.float32(LEAST_TEXTURE**2))


def smoothed(image: np.ndarray, sigma_px: float) -> np.ndarray:
    """Return the image under a Gaussian window, wide windows on a coarser grid.

    Averaging to a grid coarser by a factor f and interpolating back spread by f^2 / 6 each, which the window on that
    grid makes up for: on mammograms 4 to 5 times faster than the full grid, and 0.004 local standard deviations off on
    average.

    Parameters
    ----------
    image
        float32 (rows, columns).
    sigma_px
        Standard deviation of the window in pixels.
    """
    return resample(_smoothed(image, sigma_px), image.shape)


def smoothed_above(image: np.ndarray, sigma_px: float, level: float) -> np.ndarray:
    """Return where `smoothed` of an image gives more than a level: bool of its shape, in a quarter of the memory."""
    return resampled_above(_smoothed(image, sigma_px), image.shape, level)


def _smoothed(image: np.ndarray, sigma_px: float) -> np.ndarray:
    """Return the image under a Gaussian window, on the grid that the window is reckoned on."""
    factor = int(sigma_px / NARROWEST_PX)
    if factor < 2:
        return gaussian_filter(image, sigma_px, truncate=3)
    coarse = resample(image, (max(1, round(image.shape[0] / factor)), max(1, round(image.shape[1] / factor))))
    return gaussian_filter(coarse, np.sqrt(sigma_px**2 - factor**2 / 3) / factor)
