"""The outline of a set of pixels as one closed polygon along their edges."""

from __future__ import annotations

import numpy as np

# Directions (row, column) along the pixel edges: right, down, left, up.
_STEPS = ((0, 1), (1, 0), (0, -1), (-1, 0))


def object_outline(rows: np.ndarray, columns: np.ndarray) -> tuple[tuple[float, float], ...]:
    """Return the outer outline of an object, clockwise on the screen, its first point repeated at the end.

    Parameters
    ----------
    rows, columns
        Pixels of one 8-connected object; of several parts the one with the topmost pixel is outlined.

    Returns
    -------
    Corners as (row, column); pixel centres are whole numbers, so corners end in .5. Pixels that touch at a corner only
    are walked around together. Holes are left out.
    """
    inside = set(zip(rows.tolist(), columns.tolist(), strict=True))
    start = min(inside)  # the top left corner of the topmost, leftmost pixel lies on the outline
    corner, direction = start, 0
    corners = []
    while True:
        corner = (corner[0] + _STEPS[direction][0], corner[1] + _STEPS[direction][1])
        turned = _next_direction(corner, direction, inside)
        if turned != direction:
            corners.append(corner)
        direction = turned
        if corner == start and direction == 0:
            break
    closed = [corners[-1], *corners]
    return tuple((row - 0.5, column - 0.5) for row, column in closed)


def _next_direction(corner: tuple[int, int], direction: int, inside: set[tuple[int, int]]) -> int:
    """Return where the walk with the object on its right goes on at a corner: left, straight on, or right."""
    for turned in ((direction - 1) % 4, direction):
        if _pixel_on_the_right(corner, turned) in inside:
            return turned
    return (direction + 1) % 4


def _pixel_on_the_right(corner: tuple[int, int], direction: int) -> tuple[int, int]:
    row, column = corner
    return ((row, column), (row, column - 1), (row - 1, column - 1), (row - 1, column))[direction]
