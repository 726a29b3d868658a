"""The loops of `delineation`."""

from __future__ import annotations

import math

import numpy as np


def split_and_outline(
    pixels: np.ndarray,
    starts: np.ndarray,
    image: np.ndarray,
    background: np.ndarray,
    taps: np.ndarray,
    depth: float,
    level: float,
) -> np.ndarray:
    """Return for each pixel the 0-based number of its part within its object, or -1 for what lies outside all outlines.

    Parameters
    ----------
    taps
        One half of a symmetric smoothing kernel, its middle first; applied along rows, then columns.
    """
    part = np.full(len(pixels), -1, np.int64)
    columns = image.shape[1]
    for k in range(len(starts) - 1):
        own = pixels[starts[k] : starts[k + 1]]
        top, left, height, width = _box(own, columns)
        place = np.full((height + 2, width + 2), -1, np.int32)  # an object may reach about the whole breast
        for i in range(len(own)):
            place[own[i] // columns - top + 1, own[i] % columns - left + 1] = i
        values = _smoothed(own, image, taps)
        basin = _basins(values, own, place, top, left, columns, background[k], depth)
        _outline(values, basin, own, place, top, left, columns, background[k], level, part[starts[k] : starts[k + 1]])
    return part


def _box(own: np.ndarray, columns: int) -> tuple[int, int, int, int]:
    top, bottom, left, right = own[0] // columns, own[0] // columns, columns, 0
    for pixel in own:
        row, column = pixel // columns, pixel % columns
        top, bottom = min(top, row), max(bottom, row)
        left, right = min(left, column), max(right, column)
    return top, left, bottom - top + 1, right - left + 1


def _smoothed(own: np.ndarray, image: np.ndarray, taps: np.ndarray) -> np.ndarray:
    rows, columns = image.shape
    values = np.zeros(len(own))
    for n in range(len(own)):
        row, column = own[n] // columns, own[n] % columns
        total = taps[0] * _along(image[row], column, taps)
        for t in range(1, len(taps)):
            above, below = image[max(row - t, 0)], image[min(row + t, rows - 1)]
            total += taps[t] * (_along(above, column, taps) + _along(below, column, taps))
        values[n] = total
    return values


def _along(line: np.ndarray, column: int, taps: np.ndarray) -> float:
    last = len(line) - 1
    total = taps[0] * line[column]
    for t in range(1, len(taps)):
        total += taps[t] * (line[max(column - t, 0)] + line[min(column + t, last)])
    return total


def _basins(
    values: np.ndarray,
    own: np.ndarray,
    place: np.ndarray,
    top: int,
    left: int,
    columns: int,
    background: float,
    depth: float,
) -> np.ndarray:
    """Return the index of the peak that each pixel belongs to: floods from the top; a peak that does not stand out
    joins its neighbour.
    """
    order = np.argsort(-values, kind="mergesort")
    parent = np.full(len(values), -1, np.int64)
    for n in order:
        i, j = own[n] // columns - top + 1, own[n] % columns - left + 1
        best = -1
        for a in range(-1, 2):
            for b in range(-1, 2):
                m = place[i + a, j + b]
                if m >= 0 and parent[m] >= 0:
                    root = _root(parent, m)
                    if best < 0 or values[root] > values[best] or (values[root] == values[best] and root < best):
                        best = root
        if best < 0:
            parent[n] = n
            continue
        parent[n] = best
        for a in range(-1, 2):
            for b in range(-1, 2):
                m = place[i + a, j + b]
                if m >= 0 and parent[m] >= 0:
                    root = _root(parent, m)
                    if root != best and values[root] - values[n] < depth * (values[root] - background):
                        parent[root] = best
    for n in range(len(values)):
        parent[n] = _root(parent, n)
    return parent


def _root(parent: np.ndarray, n: int) -> int:
    while parent[n] != n:
        parent[n] = parent[parent[n]]
        n = parent[n]
    return n


def _outline(
    values: np.ndarray,
    basin: np.ndarray,
    own: np.ndarray,
    place: np.ndarray,
    top: int,
    left: int,
    columns: int,
    background: float,
    level: float,
    part: np.ndarray,
) -> None:
    """Number the pixels of each basin that show at least `level` of its peak's height and hang together
    with the peak.
    """
    count = 0
    waiting = np.zeros(len(values), np.int64)
    for peak in range(len(values)):
        if basin[peak] != peak or (values[peak] <= background and count):
            continue
        least = background + level * (values[peak] - background)
        part[peak] = count
        waiting[0], n = peak, 1
        while n:
            n -= 1
            i, j = own[waiting[n]] // columns - top + 1, own[waiting[n]] % columns - left + 1
            for a, b in ((-1, 0), (0, -1), (0, 1), (1, 0)):
                m = place[i + a, j + b]
                if m >= 0 and part[m] < 0 and basin[m] == peak and values[m] >= least:
                    part[m] = count
                    waiting[n] = m
                    n += 1
        count += 1


def gaussian_taps(sigma_px: float, reach: int) -> np.ndarray:
    """Return the middle and one side of a sampled Gaussian of unit sum; (1,) for sigma 0."""
    if sigma_px <= 0.0:
        return np.ones(1)
    taps = np.array([math.exp(-0.5 * (t / sigma_px) ** 2) for t in range(reach + 1)])
    return taps / (taps[0] + 2 * taps[1:].sum())
