"""The bits of a stored value that are the image: Bits Stored, High Bit and Pixel Representation against what is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InputError
from .elements import number, whole

if TYPE_CHECKING:
    from pydicom import Dataset

_WIDEST = 64
_OVERLAY_GROUPS = range(0x6000, 0x6020, 2)


@dataclass(frozen=True)
class BitField:
    """What a header states: so many bits, the highest of them, and whether values below zero occur."""

    bits: int
    high_bit: int
    signed: bool

    @classmethod
    def of(cls, dataset: Dataset) -> BitField:
        """Return the field of an image; what is absent or impossible follows from the bits allocated."""
        allocated = whole(dataset, "BitsAllocated") or 16
        allocated = allocated if 0 < allocated <= _WIDEST else 16
        stored, high_bit = whole(dataset, "BitsStored"), whole(dataset, "HighBit")
        bits = stored if stored is not None and 0 < stored <= allocated else allocated
        possible = high_bit is not None and bits <= high_bit + 1 <= allocated
        return cls(bits, high_bit if possible else bits - 1, number(dataset, "PixelRepresentation") == 1)

    @property
    def range(self) -> tuple[float, float]:
        """Lowest and highest value that the bits can hold."""
        return (-(2.0 ** (self.bits - 1)), 2.0 ** (self.bits - 1) - 1) if self.signed else (0.0, 2.0**self.bits - 1)


def image_values(plane: np.ndarray, field: BitField, dataset: Dataset, name: str, trusted: bool) -> np.ndarray:
    """Return the values that the header's bit field holds.

    Left-justified values (High Bit above Bits Stored - 1) are shifted down; bits above the field are dropped where an
    overlay lies in them, as old files have it.

    Parameters
    ----------
    plane
        Stored values (rows, columns); floating point is returned as it is.
    trusted
        Whether the user has said what white is: then values beyond the stated bits are taken as they are.

    Raises
    ------
    InputError
        If the values do not fit the bits that the header states.
    """
    container = 8 * plane.dtype.itemsize
    if plane.dtype.kind == "f" or field.high_bit >= container:
        return plane
    values = _field(plane, field, container)
    if field.high_bit + 1 == field.bits and np.array_equal(values, plane):
        return plane
    if field.high_bit + 1 > field.bits and _fits(plane, field) and not _low_bits_are_empty(plane, field):
        return plane  # right-justified after all, whatever High Bit says
    if np.array_equal(values, plane >> (field.high_bit + 1 - field.bits)) or _overlay_above(dataset, field):
        return values
    if _roughness(values) < _roughness(plane):  # an overlay that the header does not mention
        return values
    if trusted:
        return plane
    low, high = int(plane.min()), int(plane.max())
    raise InputError(
        f"{name} contradicts itself: its header states {field.bits} {'signed ' if field.signed else ''}bits a pixel (Bits Stored), "
        f"but the values run from {low} to {high}. Export it again, or give the full scale, the stored value that means white."
    )


def _field(plane: np.ndarray, field: BitField, container: int) -> np.ndarray:
    """Push out the bits above the field to the left, then those below it to the right; a sign is extended."""
    kind = np.dtype(f"{'i' if field.signed else 'u'}{plane.dtype.itemsize}")
    return (plane.view(kind) << (container - 1 - field.high_bit)) >> (container - field.bits)


def _fits(plane: np.ndarray, field: BitField) -> bool:
    low, high = field.range
    return bool(plane.min() >= low and plane.max() <= high)


def _low_bits_are_empty(plane: np.ndarray, field: BitField) -> bool:
    return not np.any(plane & (2 ** (field.high_bit + 1 - field.bits) - 1))


def _overlay_above(dataset: Dataset, field: BitField) -> bool:
    """Whether an overlay (60xx) is stated to lie in the pixels' unused bits (PS3.3 C.9.2, retired)."""
    for group in _OVERLAY_GROUPS:
        position = dataset.get((group, 0x0102))
        if position is not None and (group, 0x3000) not in dataset and field.high_bit < int(position.value or 0):
            return True
    return False


def _roughness(plane: np.ndarray) -> float:
    """Return the mean step between neighbours: values that wrap round are rough, and so is a picture with drawings in its upper bits."""
    wide = plane.astype(np.float32)
    return float(np.abs(np.diff(wide, axis=0)).mean() + np.abs(np.diff(wide, axis=1)).mean())
