"""Data sets for training whose items are numbered through all epochs, so that a training can be gone on with and
repeated.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np


class Patches(Protocol):
    """A map-style data set of ``image`` and ``label``; item i + `offset` is always the same, and an epoch takes all of
    its length.
    """

    offset: int

    def __len__(self) -> int: ...

    def __getitem__(self, index: int) -> dict[str, Any]: ...


class Numbered:
    """`Patches` of which an epoch takes `length`, each made of its number alone; see `item`."""

    def __init__(self, length: int, seed: int) -> None:
        self.length, self.seed, self.offset = length, seed, 0

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, index: int) -> dict[str, Any]:
        if not 0 <= index < self.length:
            raise IndexError(index)
        return self.item(self.offset + index)

    def item(self, number: int) -> dict[str, Any]:
        """Return the item of a number, which counts on from epoch to epoch."""
        raise NotImplementedError

    def drawing(self, number: int) -> np.random.Generator:
        """Return what an item is drawn with."""
        return np.random.default_rng((self.seed, number))
