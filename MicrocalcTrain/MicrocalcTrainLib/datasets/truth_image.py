"""Whole mammograms with their truth, on their own grid or on a network's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.resample import canonical_shape, resample
from scipy.ndimage import center_of_mass, label

from .stored_images import StoredImage
from .truth import on_grid

if TYPE_CHECKING:
    from ..simulation.insertion import Inserted


class Calcification(Protocol):
    """A true calcification: its centre (row, column), and its peak contrast in units of the local fine texture."""

    @property
    def row(self) -> float: ...

    @property
    def column(self) -> float: ...

    @property
    def contrast(self) -> float: ...


@dataclass(frozen=True)
class MarkedCalcification:
    """Where a calcification lies; whoever marked it saw it, so that its contrast is beyond every least contrast."""

    row: float
    column: float
    contrast: float = float("inf")


@dataclass(frozen=True, eq=False)
class TruthImage:
    """A mammogram with what is true of it, real or simulated.

    Parameters
    ----------
    truth
        uint32 (rows, columns) numbers of the calcifications, 1 to n without a gap.
    regions
        bool (rows, columns): where calcifications are that need not all be marked.
    doubtful
        bool (rows, columns): marks that nobody has decided.
    drawn
        Of a simulated image: its calcifications, in the order of their numbers.
    clusters
        Of a simulated image: (row, column, radius in mm) of every cluster, the radius holding all of its
        calcifications.
    patient
        Of a simulated image: whose mammogram it was drawn on; empty where that was computed, or nobody knows.
    """

    name: str
    mammogram: Mammogram
    truth: np.ndarray
    regions: np.ndarray
    doubtful: np.ndarray
    drawn: tuple[Inserted, ...] | None = None
    clusters: tuple[tuple[float, float, float], ...] = ()
    patient: str = ""

    @classmethod
    def certain(cls, name: str, mammogram: Mammogram, truth: np.ndarray | None = None, **drawn: Any) -> TruthImage:
        """Return an image in which nothing is marked but the calcifications of `truth`, if any."""
        nothing = np.zeros(mammogram.shape, bool)
        return cls(name, mammogram, nothing.astype(np.uint32) if truth is None else truth, nothing, nothing, **drawn)

    @property
    def calcifications(self) -> Sequence[Calcification]:
        """The calcifications in the order of their numbers."""
        if self.drawn is not None:
            return self.drawn
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

    @property
    def separable_truth(self) -> np.ndarray:
        """uint32 image of the true objects, 1 to m: calcifications whose truths touch (8 neighbours) are one object.

        Where two peaks lie closer than their half-peak regions are wide, no image shows two; a reader's outline, and
        the connected components that Marasinou 2023 takes for objects, hold both.
        """
        return label(self.truth > 0, np.ones((3, 3)))[0].astype(np.uint32)


def whole_images(images: Sequence[StoredImage], spacing_mm: float | None = None) -> Iterator[TruthImage]:
    """Yield images one by one, as they are or at a pixel spacing (mm)."""
    for image in images:
        mammogram, truth = image.mammogram(), image.truth()
        labels, regions, doubtful = truth.labels, truth.regions, truth.doubtful
        if spacing_mm is not None:
            shape = canonical_shape(mammogram.shape, mammogram.spacing_mm, spacing_mm)
            mammogram = Mammogram(resample(mammogram.pixels, shape), (spacing_mm, spacing_mm), "given")
            labels, regions, doubtful = (on_grid(plane, shape) for plane in (labels, regions, doubtful))
            labels = without_gaps(labels)
        yield TruthImage(image.name, mammogram, labels, regions, doubtful)


def with_single_calcifications(images: Sequence[StoredImage], part: str, what: str) -> list[StoredImage]:
    """Return the images whose calcifications are marked one by one, and those in which nothing is marked.

    Raises
    ------
    InputError
        If no image has a marked calcification.
    """
    known = [image for image in images if image.calcifications or not image.regions]
    if not any(image.calcifications for image in known):
        raise InputError(
            f"No image of the part {part} has single calcifications marked: {what} needs points or outlines, not only"
            " regions."
        )
    return known


def spread(images: Sequence[StoredImage], most: int) -> list[StoredImage]:
    """Return at most so many of the images, spread over all of them."""
    return (
        list(images)
        if len(images) <= most
        else [images[i] for i in np.linspace(0, len(images) - 1, most).round().astype(int)]
    )


def without_gaps(labels: np.ndarray) -> np.ndarray:
    """Return labels whose numbers are 1 to n in the same order."""
    present = np.unique(labels[labels > 0])
    return np.where(labels > 0, np.searchsorted(present, labels) + 1, 0).astype(np.uint32)
