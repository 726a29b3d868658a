"""The middle lines of long shapes: a mask is thinned, split where lines meet, and rid of short spurs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import distance_transform_edt

Pixel = tuple[int, int]

_STEPS = ((0, 1), (1, 0), (0, -1), (-1, 0), (1, 1), (1, -1), (-1, -1), (-1, 1))
_MOST_ROUNDS = 12


@dataclass(frozen=True, eq=False)
class CentreLine:
    """A stretch of a middle line between two ends, or between places where lines meet.

    Parameters
    ----------
    points_mm
        float (n, 2), row and column in mm, no further apart than a pixel's diagonal. A closed one ends where it starts.
    reach_mm
        float (n,): distance of each point to the border of the shape.
    free
        Whether its first and its last point end freely, and not at other lines.
    """

    points_mm: np.ndarray
    reach_mm: np.ndarray
    free: tuple[bool, bool] = (True, True)

    @property
    def length_mm(self) -> float:
        """Length along its points."""
        return length_mm(self.points_mm)


def length_mm(points_mm: np.ndarray) -> float:
    """Return the length of a line through points, float (n, 2)."""
    return float(np.hypot(*np.diff(points_mm, axis=0).T).sum())


def centre_lines(mask: np.ndarray, spacing_mm: tuple[float, float], shortest_spur_mm: float) -> list[CentreLine]:
    """Return the middle lines of what is True, each between ends and places where lines meet.

    The thinning is SimpleITK's, of Gonzalez and Woods. Spurs, which end freely near another line, go where they reach
    less than `shortest_spur_mm` beyond the shape's border; two places where lines meet that are closer than the shape
    is wide become one.

    Parameters
    ----------
    mask
        bool (rows, columns).
    spacing_mm
        (row, column) spacing in mm.
    """
    if not mask.any():
        return []
    reach, inside = np.zeros(mask.shape), _box(mask)
    reach[inside] = distance_transform_edt(np.pad(mask[inside], 1), sampling=spacing_mm)[1:-1, 1:-1]
    skeleton = _thinned(mask)
    for _ in range(_MOST_ROUNDS):
        lines, meeting = _split(skeleton)
        spurs = [line for line in lines if _is_spur(line, meeting, reach, spacing_mm, shortest_spur_mm)]
        if not spurs:
            break
        for spur in spurs:
            inner = np.array([pixel for pixel in spur if pixel not in meeting])
            skeleton[tuple(inner.T)] = False
        skeleton = _thinned(skeleton)
    found = []
    for line in lines:
        places = np.array(line)
        ends = line[0] not in meeting, line[-1] not in meeting
        made = CentreLine(places * np.array(spacing_mm, float), reach[tuple(places.T)], ends)
        # What joins two meeting places inside the shape is no line of its own: the lines that come there are joined by
        # their directions.
        if not any(ends) and line[0] != line[-1] and made.length_mm < made.reach_mm[0] + made.reach_mm[-1]:
            continue
        found.append(made)
    return found


def _is_spur(
    line: list[tuple[int, int]],
    meeting: set[Pixel],
    reach: np.ndarray,
    spacing_mm: tuple[float, float],
    shortest_mm: float,
) -> bool:
    ends = line[0] in meeting, line[-1] in meeting
    if ends[0] == ends[1]:
        return False
    root = line[0] if ends[0] else line[-1]
    return length_mm(np.array(line) * np.array(spacing_mm, float)) < reach[root] + shortest_mm and any(
        p not in meeting for p in line
    )


def _thinned(mask: np.ndarray) -> np.ndarray:
    import SimpleITK as sitk

    thin = np.zeros(mask.shape, bool)
    if not mask.any():
        return thin
    window = _box(mask)
    padded = np.pad(mask[window], 2).astype(np.uint8)
    thin[window] = sitk.GetArrayFromImage(sitk.BinaryThinning(sitk.GetImageFromArray(padded)))[2:-2, 2:-2] > 0
    return thin


def _box(mask: np.ndarray) -> tuple[slice, slice]:
    """Return the rows and columns between the first and the last of a mask, which is not empty."""
    rows, columns = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def _split(skeleton: np.ndarray) -> tuple[list[list[tuple[int, int]]], set[tuple[int, int]]]:
    """Return the lines of a skeleton as lists of pixels, and the pixels where lines meet, which are the ends of those
    that reach them.
    """
    pixels = {(int(r), int(c)) for r, c in np.argwhere(skeleton)}
    neighbours = {pixel: _neighbours(pixel, pixels) for pixel in pixels}
    meeting = {pixel for pixel, near in neighbours.items() if len(near) > 2}
    left: defaultdict[Pixel, set[Pixel]] = defaultdict(set, {pixel: set(near) for pixel, near in neighbours.items()})
    lines = []
    starts = [p for p in sorted(pixels) if p in meeting or len(neighbours[p]) == 1]
    for start in (*starts, *sorted(pixels)):  # those of closed lines come last: nothing else is left then
        while left[start]:
            lines.append(_walk(start, left, meeting))
    lines += [[pixel] for pixel in sorted(pixels) if not neighbours[pixel]]
    return lines, meeting


def _walk(start: tuple[int, int], left: dict[Pixel, set[Pixel]], meeting: set[Pixel]) -> list[tuple[int, int]]:
    line = [start]
    while left[line[-1]] and (len(line) == 1 or (line[-1] not in meeting and line[-1] != start)):
        step = min(left[line[-1]])
        left[line[-1]].discard(step)
        left[step].discard(line[-1])
        line.append(step)
    return line


def _neighbours(pixel: tuple[int, int], pixels: set[Pixel]) -> list[tuple[int, int]]:
    """Return the neighbours along lines: a diagonal one counts only where no corner joins it already."""
    row, column = pixel
    found = []
    for down, right in _STEPS:
        if (row + down, column + right) in pixels and not (
            down and right and ((row + down, column) in pixels or (row, column + right) in pixels)
        ):
            found.append((row + down, column + right))
    return found
