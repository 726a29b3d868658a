"""Which stored value is black and which is white: one rule for every format."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from .padding import Padding
from .values import FEWEST_VALUES, distinct_values

BITS_IN_USE = (8, 10, 12, 14, 16)
_QUARTER = 0.25
_SLACK = 1.001  # a rescaled white of 1023.75 is one of ten bits


@dataclass(frozen=True)
class ValueRange:
    """Stored values that become 0 and 1, the lowest and highest that occur, and what was noted."""

    black: float
    white: float
    low: float
    high: float
    notes: tuple[str, ...] = ()

    @property
    def span(self) -> float:
        """Difference of white and black."""
        return self.white - self.black


def value_range(
    plane: np.ndarray,
    padding: Padding,
    declared: tuple[float, float] | None,
    full_scale: float | None = None,
    inverted: bool = False,
) -> ValueRange:
    """Return the range of values of an image.

    The declared bits count unless the values use no more than a quarter of them (eight or twelve bits in sixteen);
    then, and where nothing is declared, it is the smallest of 8, 10, 12, 14 and 16 bits that holds the values. Values
    below zero begin at the lowest one unless they fill the declared range.

    Parameters
    ----------
    plane
        (rows, columns), any integer or floating type.
    declared
        Lowest and highest value that the declared bits can hold, None for floating point and other arrays.
    full_scale
        The stored value of white that the user gave.
    inverted
        Whether dense is dark in the stored values: those may be the complement of a smaller range.

    Raises
    ------
    InputError
        For NaN, a constant image or a label map; for values beyond 16 bits or beyond the full scale that was given.
    """
    low, high = _checked_ends(plane if padding.ignored is None else plane[~padding.ignored])
    if full_scale is not None and high > full_scale:
        sentence = (
            f"Pixel values reach {high:g}, above the full scale of {full_scale:g} that was given: give a larger full"
            " scale."
        )
        raise InputError(sentence, option=f"--full-scale {high:g}")
    try:
        black, white, notes = _in_use(plane, low, high, declared, inverted)
    except InputError:
        if full_scale is None:
            raise
        black, white, notes = min(low, 0.0), full_scale, ()
    if full_scale is not None:
        black, white, notes = (black if full_scale == white or low < 0 else 0.0), full_scale, ()
    elif (high - low) < _QUARTER * (white - black):
        share = 100 * (high - low) / (white - black)
        notes += (
            (
                f"The values use only {share:.0f} % of the range from {black:g} to {white:g}: give the full scale if"
                " white is another value."
            ),
        )
    return ValueRange(black, white, low, high, padding.notes + notes)


def declared_range(dtype: np.dtype) -> tuple[float, float] | None:
    """Return the range of an integer type of 8 or 16 bits, None for others: wide integers are containers
    of anything.
    """
    if dtype.kind not in "ui" or dtype.itemsize > 2:
        return None
    return float(np.iinfo(dtype).min), float(np.iinfo(dtype).max)


def unit_pixels(plane: np.ndarray, in_use: ValueRange, padding: Padding, inverted: bool) -> np.ndarray:
    """Return float32 values in [0, 1], 0 black and 1 white of the range, turned round if inverted; padding becomes
    background.
    """
    if in_use.black:
        pixels = np.subtract(plane, np.float32(in_use.black), dtype=np.float32)
        pixels /= np.float32(in_use.span)
    else:
        pixels = np.divide(plane, np.float32(in_use.white), dtype=np.float32)
    np.clip(pixels, 0.0, 1.0, out=pixels)
    if inverted:
        np.subtract(np.float32(1), pixels, out=pixels)
    if padding.background is not None:
        pixels[padding.background] = 0.0
    return pixels


def _in_use(
    plane: np.ndarray, low: float, high: float, declared: tuple[float, float] | None, inverted: bool
) -> tuple[float, float, tuple[str, ...]]:
    if declared is None:
        return _undeclared(plane, low, high)
    bottom, top = declared
    if bottom / 2 <= low < 0:
        white = low + _usual(high - low)
        return (low, white, _assumed(white, high)) if white < top else (low, top, ())
    black = bottom if low < 0 else 0.0
    used, all_used = _usual(high - black), top - black
    if high - black <= _QUARTER * (all_used + 1) and used < all_used:
        return black, black + used, _assumed(black + used, high)
    if inverted and top - low <= _QUARTER * (all_used + 1) and _usual(top - low) < top:
        return (
            top - _usual(top - low),
            top,
            (f"The values lie between {low:g} and {top:g}: they were taken as inverted ones of a smaller range.",),
        )
    return black, top, ()


def _undeclared(plane: np.ndarray, low: float, high: float) -> tuple[float, float, tuple[str, ...]]:
    if plane.dtype.kind == "f":
        if low >= 0 and high <= 1:
            return 0.0, 1.0, ()
        if not np.array_equal(plane, np.rint(plane)):
            white = high if low < 0 or high < _QUARTER * _usual(high) else max(_usual(high), high)
            return min(low, 0.0), white, _assumed(white, high)
    black = min(low, 0.0)
    white = black + _usual(high - black)
    return black, white, _assumed(white, high)


def _usual(span: float) -> float:
    for bits in BITS_IN_USE:
        if span <= (2**bits - 1) * _SLACK:
            return float(2**bits - 1)
    sentence = (
        f"Pixel values reach {span:g}, more than 16 bits: give the full scale, the stored value that means white."
    )
    raise InputError(sentence, option=f"--full-scale {span:g}")


def _assumed(white: float, high: float) -> tuple[str, ...]:
    return (
        (
            f"White is assumed to be {white:g}, as the values reach {high:g}: give the full scale if white is another"
            " value."
        ),
    )


def _checked_ends(values: np.ndarray) -> tuple[float, float]:
    """Return the lowest and highest value; raises `InputError` for NaN, a constant image or a label map."""
    low, high = float(values.min()), float(values.max())
    if not (np.isfinite(low) and np.isfinite(high)):
        raise InputError(
            "The image contains values that are not numbers (NaN or infinite): export it again without them."
        )
    if low == high:
        what = "black" if low == 0 else f"of one value ({low:g})"
        raise InputError(f"The whole image is {what}, there is no breast to look at: choose another image.")
    if distinct_values(values) < FEWEST_VALUES:
        raise InputError(
            "The image has only a few different values, like a label map or a mask: choose the mammogram itself."
        )
    return low, high
