"""Objects as runs of flat pixel indices: choosing, sampling maps and summing over them."""

from __future__ import annotations

import numpy as np


def chosen_objects(pixels: np.ndarray, starts: np.ndarray, kept: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return pixels and offsets of the objects with these 0-based indices, in their order."""
    sizes = np.diff(starts)[kept]
    offsets = np.concatenate([[0], np.cumsum(sizes)])
    source = np.repeat(starts[:-1][kept] - offsets[:-1], sizes) + np.arange(offsets[-1])
    return pixels[source], offsets


def per_object(function: np.ufunc, values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Reduce values over each object; objects are never empty. Returns an array (n,)."""
    return function.reduceat(values, starts[:-1]) if len(starts) > 1 else np.zeros(0, values.dtype)


def within(pixels: np.ndarray, starts: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Return which objects lie within a mask, at least half of each: 0-based indices."""
    return np.flatnonzero(2 * per_object(np.add, mask.ravel()[pixels].astype(np.int64), starts) >= np.diff(starts))


def sampled(maps: np.ndarray, rows: np.ndarray, columns: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Return maps, that cover the field of an image of `shape`, at positions in that image by linear interpolation.

    Parameters
    ----------
    maps
        float32 (k, map rows, map columns).
    rows, columns
        (n,) positions in pixels of the image.

    Returns
    -------
    float32 array (k, n).
    """
    y0, y1, fy = _neighbours(rows, shape[0], maps.shape[1])
    x0, x1, fx = _neighbours(columns, shape[1], maps.shape[2])
    top = maps[:, y0, x0] * (1 - fx) + maps[:, y0, x1] * fx
    bottom = maps[:, y1, x0] * (1 - fx) + maps[:, y1, x1] * fx
    return top * (1 - fy) + bottom * fy


def _neighbours(position: np.ndarray, size: int, map_size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    at = np.clip((position + 0.5) * (map_size / size) - 0.5, 0, map_size - 1).astype(np.float32)
    low = at.astype(np.int64)
    return low, np.minimum(low + 1, map_size - 1), at - low
