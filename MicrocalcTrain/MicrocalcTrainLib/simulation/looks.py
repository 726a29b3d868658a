"""How vendors, films and scanners make the same breast look: sharpness, sampling, noise, contrast, grey levels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from MicrocalcCADLib.contrast import texture
from scipy.ndimage import gaussian_filter, zoom


@dataclass(frozen=True)
class LookParameters:
    """Ranges of the random look of a training patch; probabilities where a step is not always taken.

    Parameters
    ----------
    coarse_mm, coarse_share
        Spacing of a coarser scanner, drawn with this probability: the patch is sampled there and interpolated back.
    blur_px, sharpen
        Extra blur (standard deviation in pixels) or unsharp masking (amount).
    noise
        White noise in units of the local fine texture.
    gamma
        Exponent on the patch's own grey levels (log-uniform).
    contrast
        Factor on the patch's range of grey levels (log-uniform).
    levels
        Grey levels of an 8-bit copy, with probability `levels_share`.
    """

    coarse_mm: tuple[float, float] = (0.13, 0.21)
    coarse_share: float = 0.5
    blur_px: tuple[float, float] = (0.3, 0.9)
    sharpen: tuple[float, float] = (0.3, 2.0)
    noise: tuple[float, float] = (0.0, 0.8)
    gamma: tuple[float, float] = (0.6, 1.7)
    contrast: tuple[float, float] = (0.5, 1.4)
    levels: tuple[int, int] = (120, 255)
    levels_share: float = 0.4


def change_look(
    image: np.ndarray, spacing_mm: float, rng: np.random.Generator, parameters: LookParameters | None = None
) -> np.ndarray:
    """Return the image (float32, rows x columns, same grid) with a random look; calcifications stay where they are."""
    p = parameters or LookParameters()
    choice = rng.random()
    if choice < 0.3:
        image = gaussian_filter(image, rng.uniform(*p.blur_px))
    elif choice < 0.5:
        image = image + np.float32(rng.uniform(*p.sharpen)) * (image - gaussian_filter(image, rng.uniform(0.8, 2.0)))
    if rng.random() < 0.6:
        image = image + texture(image, spacing_mm) * np.float32(rng.uniform(*p.noise)) * rng.standard_normal(
            image.shape, np.float32
        )
    if rng.random() < p.coarse_share:
        image = resample_and_back(image, rng.uniform(*p.coarse_mm) / spacing_mm if rng.random() < 0.5 else 2.0)
    low, high = np.percentile(image, (0.5, 99.8))
    depth = np.float32(max(high - low, 1e-4))
    image = np.maximum((image - low) / depth, 0.0) ** np.float32(np.exp(rng.uniform(*np.log(p.gamma))))
    image = low + depth * np.float32(np.exp(rng.uniform(*np.log(p.contrast)))) * image
    if rng.random() < p.levels_share:
        levels = np.float32(rng.uniform(*p.levels))
        image = np.round(image * levels) / levels
    return image.astype(np.float32)


def resample_and_back(image: np.ndarray, factor: float) -> np.ndarray:
    """Return the image as a scanner with `factor` times the pixel size would give it, interpolated back to its grid."""
    rows, columns = image.shape
    averaged = gaussian_filter(image, 0.29 * factor)
    coarse = zoom(averaged, 1 / factor, order=1, grid_mode=True, mode="reflect")
    return zoom(coarse, (rows / coarse.shape[0], columns / coarse.shape[1]), order=1, grid_mode=True, mode="reflect")[
        :rows, :columns
    ]
