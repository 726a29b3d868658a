"""Look-up tables of DICOM (Modality LUT, VOI LUT): their numbers, whatever the representation, and which
way they run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .elements import items, number, numbers

if TYPE_CHECKING:
    from pydicom import Dataset

_ALL_ENTRIES = 65536  # the descriptor has 16 bits, 0 stands for it
_BYTE = 8


@dataclass(frozen=True, eq=False)
class LookupTable:
    """Outputs of so many bits of a table for the inputs `first`, `first` + 1, ...; lower inputs give the first output,
    higher ones the last.
    """

    first: float
    values: np.ndarray
    bits: int = 16

    @property
    def falls(self) -> bool:
        """Whether higher inputs give lower outputs."""
        return bool(self.values[-1] < self.values[0])

    def window(self) -> tuple[float, float]:
        """Return the inputs between which the table runs from 1 % to 99 % of its outputs."""
        low, high = float(self.values.min()), float(self.values.max())
        inside = np.flatnonzero((self.values >= low + 0.01 * (high - low)) & (self.values <= low + 0.99 * (high - low)))
        if inside.size < 2:  # a threshold
            inside = np.flatnonzero(np.diff(self.values)) + np.array([[0], [1]])
        return self.first + float(inside.min()), self.first + float(inside.max())

    def input_of(self, output: float) -> float:
        """Return the input that gives an output, between entries where needed."""
        order = np.argsort(self.values, kind="stable")
        return self.first + float(np.interp(output, self.values[order], order))


def table_in(dataset: Dataset, sequence: str) -> LookupTable | None:
    """Return the first table of ``ModalityLUTSequence`` or ``VOILUTSequence``; None without one that can be used."""
    for item in items(dataset, sequence)[:1]:
        descriptor = numbers(item, "LUTDescriptor")
        if len(descriptor) != 3:
            return None
        # an unsigned reading of 0 entries or a negative first input wraps round in 16 bits
        count = int(descriptor[0]) % _ALL_ENTRIES or _ALL_ENTRIES
        values = _numbers_of(item, count, int(descriptor[2]))
        if values is None or values.size < 2 or values.min() == values.max():
            return None
        return LookupTable(_first_input(descriptor[1], dataset), values, int(descriptor[2]))
    return None


def _first_input(stated: float, dataset: Dataset) -> float:
    """The VR of an implicit file is not known: a first input above 32767 of a signed image is below zero."""
    signed = number(dataset, "PixelRepresentation") == 1
    return stated - _ALL_ENTRIES if signed and stated >= _ALL_ENTRIES / 2 else stated


def _numbers_of(item: Dataset, count: int, bits: int) -> np.ndarray | None:
    """Return the outputs by VR (US, SS, OW), endianness and the descriptor's bits; two of 8 bits may share a word."""
    try:
        data = item["LUTData"].value
        if not isinstance(data, bytes):
            words = np.atleast_1d(np.array(data, dtype=np.int64)) % _ALL_ENTRIES
        elif bits <= _BYTE and len(data) in (count, count + count % 2):
            return np.frombuffer(data, np.uint8)[:count].astype(np.int64)
        else:
            words = np.frombuffer(data[: len(data) // 2 * 2], "<u2" if _is_little_endian(item) else ">u2").astype(
                np.int64
            )
    except Exception:  # pydicom raises whatever the damaged bytes lead to
        return None
    if bits <= _BYTE and words.size == (count + 1) // 2 and count > 1:
        words = np.stack([words & 255, words >> 8], axis=1).ravel()
    return words[:count] if words.size >= count else None


def _is_little_endian(item: Dataset) -> bool:
    little = getattr(item, "original_encoding", (None, None))[1]
    if little is None:
        little = getattr(item, "is_little_endian", True)
    return little is not False
