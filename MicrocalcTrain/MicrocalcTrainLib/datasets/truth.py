"""The truth of an image as arrays: numbered calcifications, regions, what is doubtful, and what was rejected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.reading.label_file import read_labels

from .case import CaseImage, Mark, Meaning
from .lesions import MOST as MOST_LESIONS
from .mask_files import read_mask
from .named_kinds import is_plane


@dataclass(frozen=True, eq=False)
class Truth:
    """What is marked in an image.

    Parameters
    ----------
    labels
        uint32 (rows, columns): number of the calcification, 0 for none.
    regions, doubtful, rejected
        bool (rows, columns), see `Meaning`.
    lesions
        uint8 (rows, columns): number of the lesion, from 1 in the order of the image's; of two over each other the
        smaller one. None where they are not told apart.
    kinds
        uint32 (rows, columns): the groups whose kind a reader has named, see `named_kinds`; None where nobody named
        one.
    """

    labels: np.ndarray
    regions: np.ndarray
    doubtful: np.ndarray
    rejected: np.ndarray
    lesions: np.ndarray | None = None
    kinds: np.ndarray | None = None

    @classmethod
    def nothing(cls, shape: tuple[int, int]) -> Truth:
        """Return that of an image of this shape in which nothing is marked."""
        return cls(np.zeros(shape, np.uint32), *(np.zeros(shape, bool) for _ in range(3)))

    @property
    def uncertain(self) -> np.ndarray:
        """Where what is not marked need not be normal, bool (rows, columns)."""
        return self.regions | self.doubtful

    @property
    def count(self) -> int:
        """Calcifications that are marked."""
        return int(self.labels.max())

    def plane(self, meaning: Meaning) -> np.ndarray:
        """Return the pixels of a meaning other than calcification."""
        return {Meaning.REGION: self.regions, Meaning.DOUBTFUL: self.doubtful, Meaning.REJECTED: self.rejected}[meaning]


def truth_of(image: CaseImage, shape: tuple[int, int], spacing_mm: tuple[float, float]) -> Truth:
    """Return what is marked in an image of this shape and pixel spacing (row, column).

    A calcification that lies wholly upon another keeps no pixel and is not counted.

    Raises
    ------
    InputError
        If a mark lies outside the image, a mask is missing, unreadable or of another size, or findings are of an image
        of another one.
    """
    if image.found_in is not None and image.found_in != tuple(shape):
        stated, own = " x ".join(map(str, image.found_in)), " x ".join(map(str, shape))
        raise InputError(
            f"The findings of {image.name} are of an image of {stated} pixels, and it has {own}: detect in this image."
        )
    truth = Truth.nothing(shape)
    outlines = []
    for mask in image.masks:
        pixels = read_mask(mask, shape)
        if image.lesions:
            outlines.append(pixels > 0)
        if mask.meaning is Meaning.CALCIFICATION:
            _add(truth.labels, np.where(pixels > 0, pixels + np.uint32(truth.count), 0))
        else:
            truth.plane(mask.meaning)[pixels > 0] = True
    for mark in image.marks:
        rows, columns = _pixels(mark, shape, spacing_mm, image.name)
        if mark.meaning is Meaning.CALCIFICATION:
            truth.labels[rows, columns] = truth.count + 1
        else:
            truth.plane(mark.meaning)[rows, columns] = True
    return replace(
        truth, labels=_renumbered(truth.labels), lesions=_lesions(image, outlines, shape), kinds=_kinds(image, shape)
    )


def _kinds(image: CaseImage, shape: tuple[int, int]) -> np.ndarray | None:
    if image.kinds is None:
        return None
    try:
        plane = read_labels(image.kinds).astype(np.uint32)
    except (OSError, RuntimeError, InputError) as error:
        raise InputError(f"{image.kinds.name} cannot be read ({error}): add the case from its scene again.") from error
    if plane.shape != shape or not is_plane(plane):
        raise InputError(
            f"{image.kinds.name} holds no named groups of {image.name}: add the case from its scene again."
        )
    return plane


def _lesions(image: CaseImage, outlines: Sequence[np.ndarray], shape: tuple[int, int]) -> np.ndarray | None:
    if not image.lesions:
        return None
    if len(image.lesions) > MOST_LESIONS:
        raise InputError(
            f"{image.name} has {len(image.lesions)} lesions: {MOST_LESIONS} at most can be told apart, join some of"
            " them."
        )
    numbers = np.zeros(shape, np.uint8)
    planes = [(outlines[lesion.mask], number) for number, lesion in enumerate(image.lesions, start=1)]
    for plane, number in sorted(planes, key=lambda one: -int(one[0].sum())):
        numbers[plane] = number
    return numbers


def on_grid(plane: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Return labels or a mask (rows, columns) on another grid over the same field; nothing marked is lost on a coarser
    one, and nothing gets gaps on a finer one. Of oblong pixels the grid may be finer along one axis and coarser along
    the other.
    """
    if plane.shape == tuple(shape):
        return plane
    # where it is not coarser, each new pixel is that of the old one over it; where it is, each old one goes into a new
    finer = tuple(max(new, old) for new, old in zip(shape, plane.shape, strict=True))
    plane = plane[np.ix_(*(_scaled(np.arange(new), new, old) for new, old in zip(finer, plane.shape, strict=True)))]
    if finer == tuple(shape):
        return plane
    result = np.zeros(shape, plane.dtype)
    marked = np.nonzero(plane)
    result[tuple(_scaled(index, old, new) for index, old, new in zip(marked, finer, shape, strict=True))] = plane[
        marked
    ]
    return result


def _scaled(index: np.ndarray, old: int, new: int) -> np.ndarray:
    return np.minimum(((index + 0.5) * (new / old)).astype(np.intp), new - 1)


def _add(labels: np.ndarray, more: np.ndarray) -> None:
    np.copyto(labels, more, where=more > 0)


def _renumbered(labels: np.ndarray) -> np.ndarray:
    present = np.unique(labels)
    present = present[present > 0]
    if len(present) == 0 or int(present[-1]) == len(present):
        return labels
    return np.where(labels > 0, np.searchsorted(present, labels) + 1, 0).astype(np.uint32)


def _pixels(
    mark: Mark, shape: tuple[int, int], spacing_mm: tuple[float, float], name: str
) -> tuple[np.ndarray, np.ndarray]:
    from skimage.draw import ellipse, polygon, polygon_perimeter

    points = np.asarray(mark.points, float)
    if len(points) == 1 and mark.radius_mm > 0:
        rows, columns = ellipse(*points[0], *(mark.radius_mm / s + 0.5 for s in spacing_mm), shape=shape)
    else:
        corners = np.round(points).astype(int)
        rows, columns = corners.T
        if len(points) > 2:
            parts = [polygon(*points.T, shape=shape), polygon_perimeter(*corners.T, shape=shape, clip=False)]
            rows, columns = (np.concatenate([part[axis] for part in parts]) for axis in (0, 1))
    inside = (rows >= 0) & (rows < shape[0]) & (columns >= 0) & (columns < shape[1])
    if not inside.any():
        raise InputError(
            f"A mark of {name} at row {points[0, 0]:.0f}, column {points[0, 1]:.0f} lies outside its image of"
            f" {shape[0]} x {shape[1]} pixels: check that the marks belong to this image."
        )
    return rows[inside], columns[inside]
