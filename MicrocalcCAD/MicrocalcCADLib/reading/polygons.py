"""The pixels inside a polygon."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def polygon_pixels(outline: Sequence[tuple[float, float]], shape: tuple[int, int]) -> np.ndarray:
    """Return the pixels (n, 2) as (row, column) whose centres lie inside a closed polygon, where lines cross by the
    even-odd rule.

    Parameters
    ----------
    outline
        (row, column), whole numbers at pixel centres; the first point may be repeated at the end.
    shape
        Rows and columns of the image; what lies outside is left out.
    """
    points = np.asarray(outline, float).reshape(-1, 2)
    y0, x0 = points.T
    y1, x1 = np.roll(points, -1, axis=0).T
    found = [np.empty((0, 2), np.int64)]
    for row in range(max(0, int(np.ceil(y0.min()))), min(shape[0] - 1, int(np.floor(y0.max()))) + 1):
        crossed = (y0 <= row) != (y1 <= row)
        at = np.sort(x0[crossed] + (row - y0[crossed]) / (y1[crossed] - y0[crossed]) * (x1[crossed] - x0[crossed]))
        for begin, end in zip(at[::2], at[1::2], strict=True):
            columns = np.arange(max(0, int(np.ceil(begin))), min(shape[1] - 1, int(np.floor(end))) + 1)
            found.append(np.column_stack([np.full(len(columns), row), columns]))
    return np.unique(np.concatenate(found), axis=0)
