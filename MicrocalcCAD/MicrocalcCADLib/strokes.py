"""What a round brush covers as it is drawn over an image."""

from __future__ import annotations

import numpy as np


def paint_stroke(
    region: np.ndarray, spacing_mm: tuple[float, float], start: tuple[float, float], end: tuple[float, float], diameter_mm: float
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


def brush_outline(place: tuple[float, float], spacing_mm: tuple[float, float], diameter_mm: float, corners: int = 32) -> np.ndarray:
    """Return the closed circle (corners + 1, 2) of the brush about a (row, column), in pixels."""
    angle = np.linspace(0, 2 * np.pi, corners + 1)
    return np.asarray(place) + diameter_mm / 2 * np.column_stack([np.sin(angle), np.cos(angle)]) / np.asarray(spacing_mm)
