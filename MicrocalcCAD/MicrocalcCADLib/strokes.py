"""What a round brush covers as it is drawn over an image."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from .reporting.object_outline import object_outline


def paint_stroke(
    region: np.ndarray,
    spacing_mm: tuple[float, float],
    start: tuple[float, float],
    end: tuple[float, float],
    diameter_mm: float,
) -> None:
    """Add to a region, in place, all pixels whose centre lies within half a diameter of a straight stroke.

    Parameters
    ----------
    region
        bool (rows, columns).
    spacing_mm
        (row, column) distance between pixel centres.
    start, end
        (row, column) of the stroke's ends; they may be one place, or outside the image.
    """
    spacing, radius = np.asarray(spacing_mm), diameter_mm / 2
    ends = np.array([start, end], float) * spacing
    low = np.maximum(np.floor((ends.min(axis=0) - radius) / spacing).astype(int), 0)
    high = np.maximum(np.minimum(np.ceil((ends.max(axis=0) + radius) / spacing).astype(int) + 1, region.shape), low)
    rows, columns = np.ogrid[low[0] : high[0], low[1] : high[1]]
    down, across = rows * spacing[0] - ends[0, 0], columns * spacing[1] - ends[0, 1]
    along = ends[1] - ends[0]
    part = np.clip((down * along[0] + across * along[1]) / max(along @ along, 1e-12), 0, 1)
    distance2 = (down - part * along[0]) ** 2 + (across - part * along[1]) ** 2
    region[low[0] : high[0], low[1] : high[1]] |= distance2 <= radius**2 * (1 + 1e-9)


def region_outlines(region: np.ndarray, finest: int = 150) -> list[np.ndarray]:
    """Return the closed outline (n, 2) of each part of a painted region, in pixels; of holes there is none.

    Parameters
    ----------
    region
        bool (rows, columns).
    finest
        Larger regions are outlined on a grid of at most so many cells a side, so that the line follows a moving brush.
    """
    rows, columns = np.flatnonzero(region.any(axis=1)), np.flatnonzero(region.any(axis=0))
    if rows.size == 0:
        return []
    top, left = rows[0], columns[0]
    cut = region[top : rows[-1] + 1, left : columns[-1] + 1]
    step = -(-max(cut.shape) // finest)
    cells = _block_any(cut, step)
    labels, count = ndimage.label(cells, np.ones((3, 3)))
    parts = [object_outline(*np.nonzero(labels == number)) for number in range(1, count + 1)]
    return [(np.array(part) + 0.5) * step - 0.5 + np.array([top, left]) for part in parts]


def _block_any(mask: np.ndarray, step: int) -> np.ndarray:
    """Return a mask with one cell for each block of step x step pixels, True where any of them is."""
    padded = np.pad(mask, [(0, -size % step) for size in mask.shape])
    return np.asarray(padded.reshape(padded.shape[0] // step, step, -1, step).any(axis=(1, 3)))
