"""Many objects of an image as two arrays: the pixels of one after the other, and where each begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Objects:
    """n objects.

    Parameters
    ----------
    pixels
        Flat indices (row * columns + column) of all objects, one object after the other.
    starts
        (n + 1,) offsets into `pixels`.
    """

    pixels: np.ndarray
    starts: np.ndarray

    @classmethod
    def of(cls, runs: Iterable[np.ndarray]) -> Objects:
        """Return objects of which the pixels are given one by one."""
        runs = list(runs)
        return cls(
            np.concatenate([np.zeros(0, np.int64), *runs]),
            np.concatenate([[0], np.cumsum([len(run) for run in runs])]).astype(np.int64),
        )

    @classmethod
    def labelled(cls, labels: np.ndarray, count: int) -> Objects:
        """Return the objects 1 to `count` of an image of numbers, the pixels ascending in each; one without pixels is
        empty.
        """
        pixels = np.flatnonzero(labels)
        number = labels.ravel()[pixels]
        sizes = np.bincount(number, minlength=count + 1)[1:]
        return cls(pixels[np.argsort(number, kind="stable")], np.concatenate([[0], np.cumsum(sizes)]))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> np.ndarray:
        """Return the pixels of one object, by its 0-based number."""
        return self.pixels[self.starts[number] : self.starts[number + 1]]

    def __iter__(self) -> Iterator[np.ndarray]:
        return (self[number] for number in range(len(self)))

    @property
    def sizes(self) -> np.ndarray:
        """Int (n,): pixels of each object."""
        return np.diff(self.starts)

    @property
    def owners(self) -> np.ndarray:
        """Int (m,): the 0-based number of the object of each pixel."""
        return np.repeat(np.arange(len(self)), self.sizes)

    def chosen(self, kept: np.ndarray) -> Objects:
        """Return the objects with these 0-based numbers, in their order."""
        sizes = self.sizes[kept]
        offsets = np.concatenate([[0], np.cumsum(sizes)])
        source = np.repeat(self.starts[:-1][kept] - offsets[:-1], sizes) + np.arange(offsets[-1])
        return Objects(self.pixels[source], offsets)

    def reduced(self, function: np.ufunc, values: np.ndarray) -> np.ndarray:
        """Reduce values at the pixels, (m,), over each object; none may be empty. Returns an array (n,)."""
        return function.reduceat(values, self.starts[:-1]) if len(self) else np.zeros(0, values.dtype)

    def touching(self, mask: np.ndarray) -> np.ndarray:
        """Return which objects have a pixel in a mask, bool (n,); an empty one has none."""
        before = np.concatenate([[0], np.cumsum(mask.ravel()[self.pixels] > 0)])
        return np.diff(before[self.starts]) > 0

    def within(self, mask: np.ndarray) -> np.ndarray:
        """Return which objects lie within a mask, at least half of each: 0-based numbers."""
        return np.flatnonzero(2 * self.reduced(np.add, mask.ravel()[self.pixels].astype(np.int64)) >= self.sizes)
