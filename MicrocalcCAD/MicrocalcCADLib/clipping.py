"""Where a picture was cut off at black: tissue below its window has one value, and whatever rises above it stands out
falsely.
"""

from __future__ import annotations

import numpy as np

from .contrast import smoothed_above
from .notices import Notice, of_image
from .resample import resample

NEIGHBOURHOOD_MM = 1.6
MOST_SHARE = 0.2
FEWEST = 1e-3
LEAST_CONTRAST = 4.0
WORTH_TELLING = 0.01
_STEP = 4


def clipped(pixels: np.ndarray, mask: np.ndarray, spacing_mm: float) -> np.ndarray:
    """Return where more than a fifth of the breast nearby has the lowest value of the breast, or what few pixels have
    below it.

    Parameters
    ----------
    pixels
        float32 (rows, columns).
    mask
        bool (rows, columns), the breast.
    spacing_mm
        Mean pixel spacing.

    Returns
    -------
    bool (rows, columns), within the mask.
    """
    black = mask & (pixels <= pixels.min(where=mask, initial=np.inf))
    if np.count_nonzero(black) < FEWEST * np.count_nonzero(mask):
        level = _level_above_few(pixels[::_STEP, ::_STEP][mask[::_STEP, ::_STEP]])
        if level is None:
            return np.zeros_like(mask)
        black = mask & (pixels <= level)
    excess = np.where(mask, np.float32(-MOST_SHARE), np.float32(0))
    excess[black] = 1 - MOST_SHARE
    return mask & smoothed_above(excess, NEIGHBOURHOOD_MM / spacing_mm, 0.0)


def _level_above_few(values: np.ndarray) -> float | None:
    """Return the value at which a picture was cut off of which few pixels are darker, as dead ones are: twice as many
    have it as the next one. None where there is none.
    """
    few = int(FEWEST * values.size)
    if not values.size:
        return None
    level = np.partition(values, few)[few]
    count, above = np.count_nonzero(values == level), values[values > level]
    if count < FEWEST * values.size or (above.size and count < 2 * np.count_nonzero(above == above.min())):
        return None
    return float(level)


def least_contrast(cut: np.ndarray, mask: np.ndarray, texture: np.ndarray) -> float:
    """Return what a calcification must show where the picture is cut off: what shows one elsewhere, in full-scale
    units.

    That is four times the median fine texture of the rest of the breast. Beside tissue without noise, its own
    surroundings do not tell how much a spot stands out.

    Parameters
    ----------
    cut, mask
        bool (rows, columns) of `clipped`, and the breast.
    texture
        float32 over the same field, see `contrast.texture`.
    """
    whole = resample((mask & ~cut).astype(np.float32), texture.shape) > 0.5
    return LEAST_CONTRAST * float(np.median(texture[whole])) if whole.any() else 0.0


def notices(cut: np.ndarray, mask: np.ndarray) -> tuple[Notice, ...]:
    """Return what a reader must know of places that are cut off, if they are a hundredth of the breast or more."""
    share = cut.sum() / max(int(mask.sum()), 1)
    if share < WORTH_TELLING:
        return ()
    place = f"In {100 * share:.0f} % of the breast the picture is cut off at black"
    return of_image(f"{place}: faint calcifications there are missed; export it with a wider window.")
