"""What filters and windows see beyond the border of a picture: its mirror image, so that the border is no structure.

What networks see there has no bright specks: a speck and its mirror image would be taken for two, which is company, or,
where they touch, for a larger one.
"""

from __future__ import annotations

import numpy as np

# brightest local contrast (standard deviations) beyond a border: texture reaches it, a calcification exceeds it
BRIGHTEST = 1.5


def mirrored(places: np.ndarray, size: int) -> np.ndarray:
    """Return the places 0 to size - 1 that others, also beyond these, are the mirror images of; the outermost pixel is
    doubled.
    """
    around = np.mod(places, 2 * size)
    return np.where(around < size, around, 2 * size - 1 - around)


def continued(
    contrast: np.ndarray, widths: tuple[tuple[int, int], tuple[int, int]], brightest: float = BRIGHTEST
) -> np.ndarray:
    """Return local contrast (rows, columns) with its mirror image beyond the borders, at most `brightest` there.

    Parameters
    ----------
    widths
        Pixels before and after the rows, and the columns.
    """
    (top, bottom), (left, right) = widths
    rows, columns = contrast.shape
    span = (-top, rows + bottom), (-left, columns + right)
    return window_of(contrast, *span, (0, 0), contrast.shape, brightest)


def window_of(
    image: np.ndarray,
    rows: tuple[int, int],
    columns: tuple[int, int],
    origin: tuple[int, int],
    shape: tuple[int, int],
    brightest: float = np.inf,
) -> np.ndarray:
    """Return a window of a picture of which a part is at hand.

    Parameters
    ----------
    image
        (r, c) the part, which holds every pixel whose mirror image lies in the window.
    rows, columns
        First and end of the window in the whole picture; may lie beyond it.
    origin
        Place of the part's first pixel in the whole picture.
    shape
        Of the whole picture.
    brightest
        What lies beyond the border is at most this.
    """
    at = [
        mirrored(np.arange(*span), size) - start
        for span, size, start in zip((rows, columns), shape, origin, strict=True)
    ]
    window = image[at[0][:, None], at[1]]
    if np.isfinite(brightest):
        (top, bottom), (left, right) = (
            (max(0, -first), max(0, min(end, size) - first))
            for (first, end), size in zip((rows, columns), shape, strict=True)
        )
        for beyond in (window[:top], window[bottom:], window[:, :left], window[:, right:]):
            np.minimum(beyond, brightest, out=beyond)
    return window
