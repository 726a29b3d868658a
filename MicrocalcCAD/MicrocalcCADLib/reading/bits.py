"""The bits of a stored value that are the image: Bits Stored, High Bit and Pixel Representation against
what is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InputError
from .elements import number, whole
from .values import FEWEST_VALUES

if TYPE_CHECKING:
    from pydicom import Dataset

_WIDEST = 64
_ROWS_LOOKED_AT = 256
_WORD, _HALF, _NEXT = 2, 2.0**15, 2.0**10
_FEW_JUMPS, _FEW_LARGE, _SMOOTHER, _CLEARLY = 1e-4, 0.1, 0.8, 0.5
_NEARLY_ALL, _SMALL_STEP = 0.9, 1 / 8
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
        if high_bit is None or not bits <= high_bit + 1 <= allocated:
            high_bit = bits - 1
        return cls(bits, high_bit, number(dataset, "PixelRepresentation") == 1)

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
    if not field.signed and _is_extended_sign(plane, field):
        raise _wrong_sign(name, "unsigned", "signed")
    if _is_drawn_above(plane, values, field):  # an overlay that the header does not mention
        return values
    if trusted:
        return plane
    low, high = int(plane.min()), int(plane.max())
    raise InputError(
        f"{name} contradicts itself: its header states {field.bits} {'signed ' if field.signed else ''}bits a pixel"
        f" (Bits Stored), but the values run from {low} to {high}. Export it again, or give the full scale, the stored"
        " value that means white.",
        option=f"--full-scale {high}",
    )


def check_sign(plane: np.ndarray, ignored: np.ndarray | None, name: str) -> tuple[str, ...]:
    """Return a note if the values may wrap round because Pixel Representation is wrong; raises `InputError` if they
    clearly do.

    Values that wrap have steps of more than half of the container between neighbours that are next to each other with
    the other sign. Frames and letters of films have large steps too, but larger ones with the other sign.

    Parameters
    ----------
    plane
        Values of a field as wide as its container; narrower ones are checked by `image_values`.
    ignored
        Padding and lettering, bool (rows, columns), or None.
    """
    if plane.dtype.kind not in "ui" or plane.dtype.itemsize != _WORD:
        return ()
    step = max(1, plane.shape[0] // _ROWS_LOOKED_AT)
    some, signed = plane[::step], plane.dtype.kind == "i"
    kept = np.ones(some.shape, bool) if ignored is None else ~ignored[::step]
    kept &= (some != np.iinfo(plane.dtype).min) & (some != np.iinfo(plane.dtype).max)
    pairs = kept[:, 1:] & kept[:, :-1]
    words = ("signed", "unsigned") if signed else ("unsigned", "signed")
    stated = np.abs(np.diff(some.astype(np.float32), axis=1))[pairs]
    other = np.abs(np.diff(some.view(f"{'u' if signed else 'i'}{_WORD}").astype(np.float32), axis=1))[pairs]
    if not signed and _lie_at_both_ends(some[kept]):
        raise _wrong_sign(name, *words)
    jumps = stated > _HALF
    if not jumps.size or jumps.mean() < _FEW_JUMPS:
        return ()
    if other.mean() < _CLEARLY * stated.mean() and (other[jumps] < _NEXT).mean() > 1 - _FEW_LARGE:
        raise _wrong_sign(name, *words)
    if signed and other.mean() < _SMOOTHER * stated.mean():
        return (
            (
                f"The values look as if they were {words[1]}, not {words[0]} as the header says (Pixel Representation):"
                " the picture may be torn."
            ),
        )
    return ()


def _lie_at_both_ends(values: np.ndarray) -> bool:
    """Return whether unsigned values are so near to both ends of their container that as signed ones they use no
    quarter of it: lettering at the upper end has but a few values.
    """
    signed = values.view(f"i{_WORD}")
    below = signed[signed < 0]
    return bool(
        below.size
        and max(int(signed.max()), -int(below.min())) <= _HALF / 4
        and np.unique(below).size >= FEWEST_VALUES
        and below.size < signed.size
    )


def _wrong_sign(name: str, stated: str, found: str) -> InputError:
    return InputError(
        f"{name} contradicts itself: its header calls the values {stated} (Pixel Representation), but they are {found}"
        " ones. Export it again."
    )


def _is_extended_sign(plane: np.ndarray, field: BitField) -> bool:
    """Whether all bits above the field repeat its highest bit, in some pixels as ones: so are values below zero stored,
    and nothing else.
    """
    signed = plane.view(f"i{plane.dtype.itemsize}")
    half = 2 ** (field.bits - 1)
    return bool(field.high_bit + 1 == field.bits and -half <= signed.min() < 0 and signed.max() < half)


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


def _is_drawn_above(plane: np.ndarray, values: np.ndarray, field: BitField) -> bool:
    """Whether the bits above the field are a drawing: where they change from pixel to pixel, the values below go on,
    while values that wrap round jump there, and so they do at the frame of a film.
    """
    step = max(1, plane.shape[0] // _ROWS_LOOKED_AT)
    below = values[::step].astype(np.int64)
    above = (plane[::step].astype(np.int64) >> (field.high_bit + 1 - field.bits)) - below
    steps = np.abs(np.diff(below, axis=1))[np.diff(above, axis=1) != 0]
    return bool(steps.size and np.quantile(steps, _NEARLY_ALL) <= _SMALL_STEP * 2.0**field.bits)
