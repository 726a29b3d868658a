"""Measuring segmented calcifications: size, shape, intensity and contrast, in detector-plane millimetres."""

from __future__ import annotations

import math

import numpy as np

from .analysis import MEASURES

RING_MM = (0.2, 0.6)


def measure_objects(pixels: np.ndarray, starts: np.ndarray, image: np.ndarray, spacing_mm: tuple[float, float]) -> np.ndarray:
    """Return a table of measures, one row an object.

    Axes and eccentricity are those of the ellipse with the object's second moments, with 1/12 px^2 added for the extent
    of a pixel, as in scikit-image's `regionprops`. Contrast is the mean intensity of the object minus that of a ring
    around it: the pixels 0.2 to 0.6 mm outside the object's bounding box that belong to no object (0 where there are none).

    Parameters
    ----------
    pixels, starts
        Flat indices of all objects, one after the other, and their (n + 1,) offsets; no object is empty.
    image
        (rows, columns) in units of the full scale.
    spacing_mm
        Distance of pixel centres (row, column).

    Returns
    -------
    float64 (n, 9), columns as in `analysis.MEASURES`; the score is 0.
    """
    n = len(starts) - 1
    table = np.zeros((n, len(MEASURES)))
    if n == 0:
        return table
    sizes = np.diff(starts).astype(float)
    rows, columns = np.divmod(pixels, image.shape[1])
    intensity = _sum(image.ravel()[pixels].astype(float), starts) / sizes
    row, column = _sum(rows.astype(float), starts) / sizes, _sum(columns.astype(float), starts) / sizes
    owner = np.repeat(np.arange(n), np.diff(starts))
    y, x = (rows - row[owner]) * spacing_mm[0], (columns - column[owner]) * spacing_mm[1]
    yy = _sum(y * y, starts) / sizes + spacing_mm[0] ** 2 / 12
    xx = _sum(x * x, starts) / sizes + spacing_mm[1] ** 2 / 12
    xy = _sum(x * y, starts) / sizes
    half, spread = (yy + xx) / 2, np.sqrt(((yy - xx) / 2) ** 2 + xy**2)
    major, minor = half + spread, np.maximum(half - spread, 0)
    table[:, 0], table[:, 1] = row, column
    table[:, 3] = sizes * spacing_mm[0] * spacing_mm[1]
    table[:, 4], table[:, 5] = 4 * np.sqrt(major), 4 * np.sqrt(minor)
    table[:, 6] = np.sqrt(np.maximum(0.0, 1 - minor / major))
    table[:, 7] = intensity
    table[:, 8] = intensity - _surroundings(pixels, starts, rows, columns, image, spacing_mm, intensity)
    return table


def _sum(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    return np.add.reduceat(values, starts[:-1])


def _surroundings(
    pixels: np.ndarray,
    starts: np.ndarray,
    rows: np.ndarray,
    columns: np.ndarray,
    image: np.ndarray,
    spacing_mm: tuple[float, float],
    intensity: np.ndarray,
) -> np.ndarray:
    """Return the mean intensity of each object's ring, by integral images of the pixels that belong to no object."""
    free = np.ones(image.shape, bool)
    free.ravel()[pixels] = False
    counts = _integral(free)
    sums = _integral(np.where(free, image, 0))
    first = starts[:-1]
    box = [np.minimum.reduceat(rows, first), np.maximum.reduceat(rows, first), np.minimum.reduceat(columns, first), np.maximum.reduceat(columns, first)]
    inner = _grown(box, RING_MM[0], image.shape, spacing_mm)
    outer = _grown(box, RING_MM[1], image.shape, spacing_mm)
    number = _box_sum(counts, outer) - _box_sum(counts, inner)
    total = _box_sum(sums, outer) - _box_sum(sums, inner)
    return np.where(number > 0, total / np.maximum(number, 1), intensity)


def _integral(values: np.ndarray) -> np.ndarray:
    result = np.zeros((values.shape[0] + 1, values.shape[1] + 1))
    np.cumsum(values, axis=0, dtype=float, out=result[1:, 1:])
    np.cumsum(result[1:, 1:], axis=1, out=result[1:, 1:])
    return result


def _grown(box: list[np.ndarray], by_mm: float, shape: tuple[int, int], spacing_mm: tuple[float, float]) -> list[np.ndarray]:
    dy, dx = math.ceil(by_mm / spacing_mm[0]), math.ceil(by_mm / spacing_mm[1])
    return [
        np.maximum(box[0] - dy, 0),
        np.minimum(box[1] + dy, shape[0] - 1) + 1,
        np.maximum(box[2] - dx, 0),
        np.minimum(box[3] + dx, shape[1] - 1) + 1,
    ]


def _box_sum(integral: np.ndarray, box: list[np.ndarray]) -> np.ndarray:
    r0, r1, c0, c1 = box
    return integral[r1, c1] - integral[r0, c1] - integral[r1, c0] + integral[r0, c0]
