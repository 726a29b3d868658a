"""What filters and windows see beyond the border of a picture: its mirror image, so that the border is no structure."""

from __future__ import annotations

import numpy as np


def mirrored(places: np.ndarray, size: int) -> np.ndarray:
    """Return the places 0 to size - 1 that others, also beyond these, are the mirror images of; the outermost pixel is
    doubled.
    """
    around = np.mod(places, 2 * size)
    return np.where(around < size, around, 2 * size - 1 - around)


def window_of(
    image: np.ndarray, rows: tuple[int, int], columns: tuple[int, int], origin: tuple[int, int], shape: tuple[int, int]
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
    """
    at = [
        mirrored(np.arange(*span), size) - start
        for span, size, start in zip((rows, columns), shape, origin, strict=True)
    ]
    return image[at[0][:, None], at[1]]
