"""Whole mammograms of a data set with their truth, on their own grid or on a network's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.resample import canonical_shape, resample
from scipy.ndimage import center_of_mass

from ...datasets.stored_images import StoredImage
from ...datasets.truth import on_grid


@dataclass(frozen=True)
class MarkedCalcification:
    """Where a calcification lies; whoever marked it saw it, so that its contrast is beyond every least contrast."""

    row: float
    column: float
    contrast: float = float("inf")


@dataclass(frozen=True, eq=False)
class WholeImage:
    """A mammogram with what is marked in it.

    Parameters
    ----------
    truth
        uint32 (rows, columns) numbers of the calcifications, 1 to n without a gap.
    regions
        bool (rows, columns): where calcifications are that need not all be marked.
    doubtful
        bool (rows, columns): marks that nobody has decided.
    """

    name: str
    mammogram: Mammogram
    truth: np.ndarray
    regions: np.ndarray
    doubtful: np.ndarray

    @classmethod
    def unmarked(cls, name: str, mammogram: Mammogram, truth: np.ndarray | None = None) -> WholeImage:
        """Return an image in which nothing is marked but the calcifications of `truth`, if any."""
        nothing = np.zeros(mammogram.shape, bool)
        return cls(name, mammogram, nothing.astype(np.uint32) if truth is None else truth, nothing, nothing)

    @property
    def calcifications(self) -> tuple[MarkedCalcification, ...]:
        """The calcifications in the order of their numbers."""
        count = int(self.truth.max())
        places = center_of_mass(self.truth > 0, self.truth, range(1, count + 1)) if count else []
        return tuple(MarkedCalcification(float(row), float(column)) for row, column in places)

    @property
    def uncertain(self) -> np.ndarray:
        """Where what is not marked need not be normal, bool (rows, columns)."""
        return self.regions | self.doubtful

    @property
    def known(self) -> np.ndarray:
        """Where something is marked, bool (rows, columns): what is found elsewhere is false."""
        return (self.truth > 0) | self.uncertain


def whole_images(images: Sequence[StoredImage], spacing_mm: float | None = None) -> Iterator[WholeImage]:
    """Yield images one by one, as they are or at a pixel spacing (mm)."""
    for image in images:
        mammogram, truth = image.mammogram(), image.truth()
        planes = truth.labels, truth.regions, truth.doubtful
        if spacing_mm is not None:
            shape = canonical_shape(mammogram.shape, mammogram.spacing_mm, spacing_mm)
            mammogram = Mammogram(resample(mammogram.pixels, shape), (spacing_mm, spacing_mm), "given")
            labels, *others = (on_grid(plane, shape) for plane in planes)
            planes = without_gaps(labels), *others
        yield WholeImage(image.name, mammogram, *planes)


def with_single_calcifications(images: Sequence[StoredImage], part: str, what: str) -> list[StoredImage]:
    """Return the images whose calcifications are marked one by one, and those in which nothing is marked.

    Raises
    ------
    InputError
        If no image has a marked calcification.
    """
    known = [image for image in images if image.calcifications or not image.regions]
    if not any(image.calcifications for image in known):
        raise InputError(f"No image of the part {part} has single calcifications marked: {what} needs points or outlines, not only regions.")
    return known


def spread(images: Sequence[StoredImage], most: int) -> list[StoredImage]:
    """Return at most so many of the images, spread over all of them."""
    return list(images) if len(images) <= most else [images[i] for i in np.linspace(0, len(images) - 1, most).round().astype(int)]


def without_gaps(labels: np.ndarray) -> np.ndarray:
    """Return labels whose numbers are 1 to n in the same order."""
    present = np.unique(labels[labels > 0])
    return np.where(labels > 0, np.searchsorted(present, labels) + 1, 0).astype(np.uint32)
