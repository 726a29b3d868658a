"""The loop of `measure`."""

from __future__ import annotations

import math

import numpy as np


def ring_means(
    image: np.ndarray,
    occupied: np.ndarray,
    boxes: np.ndarray,
    row_mm: float,
    column_mm: float,
    inner_mm: float,
    outer_mm: float,
) -> np.ndarray:
    """Return the mean of the free pixels about each box (first row, last row, first column, last column), NaN where
    there are no pixels.
    """
    rows, columns = image.shape
    # so that a distance of exactly so many pixels counts as such in spite of rounding
    inner_squared, outer_squared = inner_mm * inner_mm * (1 + 1e-9), outer_mm * outer_mm * (1 + 1e-9)
    reach_down, reach_across = math.floor(outer_mm / row_mm + 1e-9), math.floor(outer_mm / column_mm + 1e-9)
    means = np.full(len(boxes), np.nan)
    for k in range(len(boxes)):
        first, last, left, right = boxes[k]
        free, free_count, whole, count = 0.0, 0, 0.0, 0
        for row in range(max(first - reach_down, 0), min(last + reach_down + 1, rows)):
            down = max(first - row, 0, row - last) * row_mm
            for column in range(max(left - reach_across, 0), min(right + reach_across + 1, columns)):
                across = max(left - column, 0, column - right) * column_mm
                squared = down * down + across * across
                if inner_squared < squared <= outer_squared:
                    value = float(image[row, column])
                    whole += value
                    count += 1
                    if not occupied[row, column]:
                        free += value
                        free_count += 1
        if free_count:
            means[k] = free / free_count
        elif count:
            means[k] = whole / count
    return means
