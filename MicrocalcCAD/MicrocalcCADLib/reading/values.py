"""Pixel values: which arrays are a mammogram, and what their values mean."""

from __future__ import annotations

import numpy as np

from ..errors import InputError

LARGEST_PIXELS = 200_000_000
SMALLEST_SIDE = 64
FEWEST_VALUES = 8
BITS_IN_USE = (8, 10, 12, 14, 16)


def check_size(rows: int, columns: int) -> None:
    """Raise `InputError` unless an image of this size can be a mammogram; asked before anything is decoded."""
    if rows * columns > LARGEST_PIXELS:
        raise InputError(f"The image has {columns} x {rows} pixels, more than any mammogram: choose a single mammogram.")
    if min(rows, columns) < SMALLEST_SIDE:
        raise InputError(f"The image has only {columns} x {rows} pixels: choose a mammogram of at least {SMALLEST_SIDE} x {SMALLEST_SIDE}.")


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
        raise InputError(f"The image has {array.shape[0]} slices: choose a single projection mammogram, not a volume or tomosynthesis.")
    if array.ndim != 2:
        raise InputError(f"The image has {array.ndim} dimensions: choose a single 2-D mammogram.")
    check_size(*array.shape)
    return array


def checked_range(plane: np.ndarray) -> tuple[float, float]:
    """Return the lowest and highest value; raises `InputError` for NaN, a constant image or a label map."""
    low, high = float(plane.min()), float(plane.max())
    if not (np.isfinite(low) and np.isfinite(high)):
        raise InputError("The image contains values that are not numbers (NaN or infinite): export it again without them.")
    if low == high:
        what = "black" if low == 0 else f"of one value ({low:g})"
        raise InputError(f"The whole image is {what}, there is no breast to look at: choose another image.")
    if _distinct(plane) < FEWEST_VALUES:
        raise InputError("The image has only a few different values, like a label map or a mask: choose the mammogram itself.")
    return low, high


def full_scale_in_use(dtype: np.dtype, high: float) -> float:
    """Return the value that means white in an array that does not say it.

    Detectors and film scanners store 8, 10, 12, 14 or 16 bits, often in a larger container (INbreast: 12 bits in
    16), and bright marks or the skin reach the upper part of the range. So it is the smallest such range that holds
    the largest value; for floating point images with values up to 1 it is 1.

    Raises
    ------
    InputError
        If no usual range holds the values.
    """
    if np.dtype(dtype).kind == "f" and high <= 1.0:
        return 1.0
    for bits in BITS_IN_USE:
        if high <= 2**bits - 1:
            return float(2**bits - 1)
    raise InputError(f"Pixel values reach {high:g}, more than 16 bits: give the full scale, the stored value that means white.")


def unit_values(plane: np.ndarray, zero: float, full_scale: float) -> np.ndarray:
    """Return (plane - zero) / (full_scale - zero) as a new float32 array, so that 1.0 is exactly the full scale."""
    if zero:
        pixels = np.subtract(plane, np.float32(zero), dtype=np.float32)
        pixels /= np.float32(full_scale - zero)
        return pixels
    return np.divide(plane, np.float32(full_scale), dtype=np.float32)


def _grey_of_colour(array: np.ndarray) -> np.ndarray:
    grey = array[..., 0]
    if np.array_equal(grey, array[..., 1]) and np.array_equal(grey, array[..., 2]):
        return grey
    raise InputError("The image is in colour: choose the grey-scale mammogram, not a screenshot or an overlay.")


def _distinct(plane: np.ndarray) -> int:
    sample = np.unique(plane[:: max(1, plane.shape[0] // 256), :: max(1, plane.shape[1] // 256)]).size
    return sample if sample >= FEWEST_VALUES else np.unique(plane).size
