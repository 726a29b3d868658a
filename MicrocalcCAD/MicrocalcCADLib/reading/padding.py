"""Pixels that are no image: Pixel Padding Value to Pixel Padding Range Limit, and what lies at the container's end
without being stated.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from .elements import number, text

if TYPE_CHECKING:
    from pydicom import Dataset

PADDING_ELEMENTS = (
    ("PixelPaddingValue", "PixelPaddingRangeLimit"),
    ("FloatPixelPaddingValue", "FloatPixelPaddingRangeLimit"),
)
# padding so near to the other values can be saturated image as well
_NEAR = 1 / 64
_QUARTER = 0.25
_SHORTEST_RANGE = 4095.0


@dataclass(frozen=True, eq=False)
class Padding:
    """Pixels that do not count for the range of values, and those of them that become background; None where there are
    none.
    """

    ignored: np.ndarray | None = None
    background: np.ndarray | None = None
    notes: tuple[str, ...] = ()


def stated_padding(dataset: Dataset, dtype: np.dtype) -> tuple[float, float] | None:
    """Return the (lowest, highest) value of the padding that a header states, as the pixels' type has it."""
    for keyword, limit_keyword in PADDING_ELEMENTS:
        if dtype.kind == "f" and text(dataset, keyword).lower() == "nan":
            return math.nan, math.nan
        value = _as_stored(number(dataset, keyword), dtype)
        if value is not None:
            limit = _as_stored(number(dataset, limit_keyword), dtype) if text(dataset, limit_keyword) else None
            return (value, value) if limit is None else (min(value, limit), max(value, limit))
    return None


def find_padding(
    plane: np.ndarray, stated: tuple[float, float] | None, container: tuple[float, float] | None
) -> Padding:
    """Return which pixels are padding.

    Padding that lies apart from all other values is background everywhere. Padding that the other values reach up to
    (saturated calcifications, clipped air) is background only where it is joined to the border of the image.

    Parameters
    ----------
    stated
        (lowest, highest) padding value of the header.
    container
        Lowest and highest value that the declared bits can hold; None where nothing is declared.
    """
    if stated is not None:
        padded = np.isnan(plane) if math.isnan(stated[0]) else (plane >= stated[0]) & (plane <= stated[1])
        if padded.any() and not padded.all():
            if math.isnan(stated[0]):
                return Padding(padded, padded)
            low, high = _ends(plane, padded)
            gap = _NEAR * max(high - low, 1.0)
            if stated[0] > high + gap or stated[1] < low - gap:
                return Padding(padded, padded)
            joined = _joined_to_border(padded)
            return Padding(joined, joined) if joined.any() and not joined.all() else Padding()
    return _at_the_end(plane, container)


def find_beyond(plane: np.ndarray, stated: tuple[float, float] | None, field: tuple[float, float]) -> Padding:
    """Return the padding of values that the stated bits cannot hold, such as 65535 beside twelve bits.

    Parameters
    ----------
    plane
        Values with all bits of their container.
    field
        Lowest and highest value that the stated bits can hold.
    """
    if plane.dtype.kind == "f":
        return Padding()
    container = (float(np.iinfo(plane.dtype).min), float(np.iinfo(plane.dtype).max))
    if container == field:
        return Padding()
    beyond = stated is not None and (stated[0] > field[1] or stated[1] < field[0])
    return find_padding(plane, stated if beyond else None, container)


def within(pixels: np.ndarray, padding: Padding) -> np.ndarray:
    """Return the pixels as far as there is image: without the rows and columns that are padding from end to end."""
    if padding.background is None:
        return pixels
    rows, columns = (np.flatnonzero(~padding.background.all(axis=axis)) for axis in (1, 0))
    return pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _at_the_end(plane: np.ndarray, container: tuple[float, float] | None) -> Padding:
    """The last value of a wide container, far from all others: padding or lettering that the header does not state."""
    if container is None or container[1] < _SHORTEST_RANGE or plane.dtype.kind == "f":
        return Padding()
    for end in dict.fromkeys((container[1], container[0])):
        extreme = plane == end if end else np.zeros(plane.shape, bool)
        if not extreme.any() or extreme.all():
            continue
        low, high = _ends(plane, extreme)
        if max(abs(low), abs(high)) <= _QUARTER * abs(end):
            note = (
                f"Pixels of the value {end:g}, far from all others, were taken as padding or lettering, not as image."
            )
            return Padding(extreme, _joined_to_border(extreme), (note,))
    return Padding()


def _ends(plane: np.ndarray, left_out: np.ndarray) -> tuple[float, float]:
    kept = plane[~left_out]
    return float(kept.min()), float(kept.max())


def _joined_to_border(mask: np.ndarray) -> np.ndarray:
    labels, count = ndimage.label(mask)
    at_border = np.zeros(count + 1, bool)
    for edge in (labels[0], labels[-1], labels[:, 0], labels[:, -1]):
        at_border[edge] = True
    at_border[0] = False
    return at_border[labels]


def _as_stored(value: float | None, dtype: np.dtype) -> float | None:
    """The element's VR (US or SS) is often the wrong one: 63536 is -2000 in signed pixels, -1 is 65535 in unsigned
    ones.
    """
    if value is None or dtype.kind == "f":
        return value
    if dtype.kind == "i" and value >= 2 ** (8 * dtype.itemsize - 1):
        return value - 2 ** (8 * dtype.itemsize)
    if dtype.kind == "u" and value < 0:
        return value + 2 ** (8 * dtype.itemsize)
    return value
