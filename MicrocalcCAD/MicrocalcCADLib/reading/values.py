"""Pixel values: which arrays are a mammogram, and what their values mean."""

from __future__ import annotations

import numpy as np

from ..errors import InputError

LARGEST_PIXELS = 200_000_000
SMALLEST_SIDE = 64
FEWEST_VALUES = 8


def check_size(rows: int, columns: int) -> None:
    """Raise `InputError` unless an image of this size can be a mammogram; asked before anything is decoded."""
    if rows * columns > LARGEST_PIXELS:
        raise InputError(
            f"The image has {columns} x {rows} pixels, more than any mammogram: choose a single mammogram."
        )
    if min(rows, columns) < SMALLEST_SIDE:
        raise InputError(
            f"The image has only {columns} x {rows} pixels: choose a mammogram of at least {SMALLEST_SIDE} x"
            f" {SMALLEST_SIDE}."
        )


def as_plane(array: np.ndarray) -> np.ndarray:
    """Return the one grey plane of an array, as a view.

    Parameters
    ----------
    array
        (rows, columns), (1, rows, columns) as Slicer holds it, or (rows, columns, 3 or 4) with equal colour channels.

    Raises
    ------
    InputError
        If there are several slices, colours, no numbers, or too few or too many pixels.
    """
    array = np.asarray(array)
    if array.dtype.kind not in "buif":
        raise InputError(f"Pixels of type {array.dtype} are no grey values: choose a grey-scale image.")
    if array.ndim == 3 and array.shape[2] in (3, 4) and array.shape[0] >= SMALLEST_SIDE:
        array = _grey_of_colour(array)
    if array.ndim == 3 and array.shape[0] == 1:
        array = array[0]
    if array.ndim == 3:
        raise InputError(
            f"The image has {array.shape[0]} slices: choose a single projection mammogram, not a volume or"
            " tomosynthesis."
        )
    if array.ndim != 2:
        raise InputError(f"The image has {array.ndim} dimensions: choose a single 2-D mammogram.")
    check_size(*array.shape)
    return array


def _grey_of_colour(array: np.ndarray) -> np.ndarray:
    grey = array[..., 0]
    if np.array_equal(grey, array[..., 1]) and np.array_equal(grey, array[..., 2]):
        return grey
    raise InputError("The image is in colour: choose the grey-scale mammogram, not a screenshot or an overlay.")


def distinct_values(values: np.ndarray) -> int:
    """Return how many different values there are, or that it is at least `FEWEST_VALUES`: a sample shows that for every
    picture.
    """
    flat = values.ravel()
    sample = np.unique(flat[:: max(1, flat.size // 65536)]).size
    return sample if sample >= FEWEST_VALUES else np.unique(flat).size
