"""Floods of `morphology`: regional minima, minimum imposition and watershed on images of integer levels.

Images are worked on as one row of pixels with a frame of one pixel, so that every pixel has all its neighbours.
Levels are int32 of at least 0 and below `count`.
"""

from __future__ import annotations

import numpy as np

OPEN, FRAME, END = -1, -2, -1


def regional_minima(levels: np.ndarray) -> np.ndarray:
    """Return the 8-connected plateaus of int32 `levels` without a lower neighbour, bool (rows, columns)."""
    rows, columns = levels.shape
    width = columns + 2
    height = _framed(levels, np.iinfo(np.int32).max)
    withdrawn = np.zeros(height.size, np.bool_)
    stack = np.empty(height.size, np.int32)
    around = np.array([-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1])
    for row in range(1, rows + 1):
        for pixel in range(row * width + 1, row * width + columns + 1):
            if not withdrawn[pixel] and _has_lower_neighbour(height, pixel, around):
                _withdraw_plateau(height, withdrawn, stack, pixel, around)
    return ~withdrawn.reshape(rows + 2, width)[1:-1, 1:-1]


def _has_lower_neighbour(height: np.ndarray, pixel: int, around: np.ndarray) -> bool:
    level = height[pixel]
    for step in around:
        if height[pixel + step] < level:
            return True
    return False


def _withdraw_plateau(
    height: np.ndarray, withdrawn: np.ndarray, stack: np.ndarray, pixel: int, around: np.ndarray
) -> None:
    level = height[pixel]
    withdrawn[pixel] = True
    stack[0] = pixel
    size = 1
    while size:
        size -= 1
        centre = stack[size]
        for step in around:
            near = centre + step
            if height[near] == level and not withdrawn[near]:
                withdrawn[near] = True
                stack[size] = near
                size += 1


def imposed_minima(levels: np.ndarray, markers: np.ndarray, count: int) -> np.ndarray:
    """Return the reconstruction by erosion (8-connected) of 0 at markers over `levels`: only the markers stay minima.

    Each pixel gets the lowest level at which water that rises from the markers reaches it.
    """
    rows, columns = levels.shape
    width = columns + 2
    height, reached = _framed(levels, 0), _framed(np.full((rows, columns), OPEN, np.int32), FRAME)
    first, last, following = (
        np.full(count, END, np.int32),
        np.full(count, END, np.int32),
        np.empty(height.size, np.int32),
    )
    around = np.array([-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1])
    for row in range(rows):
        for column in range(columns):
            if markers[row, column]:
                pixel = (row + 1) * width + column + 1
                reached[pixel] = 0
                _append(first, last, following, 0, pixel)
    for level in range(count):
        while first[level] != END:
            pixel = first[level]
            first[level] = following[pixel]
            for step in around:
                near = pixel + step
                if reached[near] == OPEN:
                    reached[near] = max(level, height[near])
                    _append(first, last, following, reached[near], near)
    return np.ascontiguousarray(reached.reshape(rows + 2, width)[1:-1, 1:-1])


def flooded(levels: np.ndarray, markers: np.ndarray, count: int) -> np.ndarray:
    """Return the watershed of `levels` from int32 `markers` (0: none), as int32 labels without lines; 4-connected.

    The lowest pixel beside the water is flooded next, of equal ones that which was reached first; the markers count as
    reached in raster order (the queues of Meyer 1994, without his lines).
    """
    rows, columns = levels.shape
    width = columns + 2
    height, labels = _framed(levels, 0), _framed(markers, FRAME)
    first, last, following = (
        np.full(count, END, np.int32),
        np.full(count, END, np.int32),
        np.empty(height.size, np.int32),
    )
    level = count
    for row in range(1, rows + 1):
        for pixel in range(row * width + 1, row * width + columns + 1):
            if labels[pixel]:
                _append(first, last, following, height[pixel], pixel)
                level = min(level, height[pixel])
    while level < count:
        pixel = first[level]
        if pixel == END:
            level += 1
            continue
        first[level] = following[pixel]
        for step in (-width, -1, 1, width):
            near = pixel + step
            if labels[near] == 0:
                labels[near] = labels[pixel]
                _append(first, last, following, height[near], near)
                level = min(level, height[near])
    return np.ascontiguousarray(labels.reshape(rows + 2, width)[1:-1, 1:-1])


def _framed(image: np.ndarray, value: int) -> np.ndarray:
    rows, columns = image.shape
    framed = np.full((rows + 2, columns + 2), value, np.int32)
    framed[1:-1, 1:-1] = image
    return framed.ravel()


def _append(first: np.ndarray, last: np.ndarray, following: np.ndarray, level: int, pixel: int) -> None:
    """Put a pixel at the end of its level's queue."""
    following[pixel] = END
    if first[level] == END:
        first[level] = pixel
    else:
        following[last[level]] = pixel
    last[level] = pixel
