"""Images of a data set on a network's grid, in files that are mapped into memory, and crops of them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from MicrocalcCADLib.breast import breast_mask
from MicrocalcCADLib.contrast import local_contrast
from MicrocalcCADLib.detectors.patch_learning import PatchLearningParameters, squares
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.files import written_whole
from MicrocalcCADLib.resample import canonical_shape, resample
from scipy.ndimage import center_of_mass
from scipy.ndimage import label as parts_of

from ...augmentation import RandSymmetry
from ...datasets.stored_images import StoredImage
from ...datasets.truth import on_grid
from ...losses import UNKNOWN
from ...numbered import Numbered
from ...simulation.patches import PatchParameters
from ...targets import proximity_map

log = logging.getLogger(__name__)
SCALE = np.float32(65535)
BREAST, CALCIFICATION, UNCERTAIN, DOUBTFUL = 1, 2, 4, 8
LEAST_IN_GROUP = 3
LEAST_BREAST = PatchLearningParameters().least_breast
MOST_TRIES = 500


@dataclass(frozen=True, eq=False)
class GridImage:
    """An image on a grid.

    Parameters
    ----------
    path
        Array uint16 (2, rows, columns): grey values of the full scale, and the sum of `BREAST`, `CALCIFICATION`,
        `UNCERTAIN` (regions, and what nobody has decided) and `DOUBTFUL` (the latter).
    calcifications, rejected
        float (n, 2) centres (row, column) on the grid of the marked calcifications, and of what a reader rejected.
    """

    name: str
    path: Path
    calcifications: np.ndarray
    rejected: np.ndarray

    def planes(self) -> np.ndarray:
        """Return the array, mapped into memory."""
        return np.load(self.path, mmap_mode="r")


def on_network_grid(images: Sequence[StoredImage], spacing_mm: float, cache: Path) -> list[GridImage]:
    """Return images at a pixel spacing, square pixels; what `cache` holds of an earlier run is taken.

    Raises
    ------
    InputError
        If an image was changed since it was imported or cannot be read.
    """
    return [_on_grid(image, spacing_mm, cache / f"{spacing_mm:g}mm-{image.name}") for image in images]


class RegionCrops(Numbered):
    """A map-style data set of crops as `SimulatedPatches` gives patches: half about a calcification, the others in the
    breast.

    Of the others, half lie about what a reader rejected, if anything was, and half anywhere. About doubtful marks, as
    far as the proximity map of one reaches, the label is `UNKNOWN`.
    """

    def __init__(self, images: Sequence[GridImage], length: int, seed: int, parameters: PatchParameters) -> None:
        super().__init__(length, seed)
        self.images, self.parameters = list(images), parameters
        self.marked = [image for image in self.images if len(image.calcifications)]
        self.rejecting = [image for image in self.images if len(image.rejected)]

    def item(self, number: int) -> dict[str, np.ndarray]:
        """Return a crop; see the class."""
        p, rng = self.parameters, self.drawing(number)
        kind = rng.random()
        if kind < 0.5:
            image = self.marked[rng.integers(len(self.marked))]
            planes, centre = image.planes(), self._near(image.calcifications, rng)
        elif kind < 0.75 and self.rejecting:
            image = self.rejecting[rng.integers(len(self.rejecting))]
            planes, centre = image.planes(), self._near(image.rejected, rng)
        else:
            planes = self.images[rng.integers(len(self.images))].planes()
            centre = place_in_breast(planes[1], rng)
        pixels, marks = crop(planes, centre, p.size_px + 2 * p.margin_px, rng)
        inner = slice(p.margin_px, p.margin_px + p.size_px)
        marked, uncertain = (marks & CALCIFICATION) > 0, (marks & UNCERTAIN) > 0
        label = np.stack([proximity_map(marked, p.spacing_mm), marked]).astype(np.float32)
        label[:, (proximity_map(uncertain, p.spacing_mm) > 0) & (label[0] == 0)] = UNKNOWN
        return {
            "image": local_contrast(pixels, p.spacing_mm)[None, inner, inner].astype(np.float32),
            "label": label[:, inner, inner],
        }

    def _near(self, places: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        jitter = self.parameters.size_px // 3
        return places[rng.integers(len(places))] + rng.integers(-jitter, jitter + 1, 2)


class OnceEach(Numbered):
    """Patches to measure on, every second one positive, from the first on: each place at most once, and so many of
    either kind as the rarer one has, up to `length` together.

    Parameters
    ----------
    places
        Image and centre (row, column) of the negative patches, and of the positive ones.
    """

    def __init__(
        self, places: Sequence[Sequence[tuple[GridImage, np.ndarray]]], length: int, seed: int, p: PatchParameters
    ) -> None:
        count, rng = min(max(length // 2, 1), *map(len, places)), np.random.default_rng(seed)
        super().__init__(2 * count, seed)
        self.places = [[of_kind[i] for i in rng.permutation(len(of_kind))[:count]] for of_kind in places]
        self.parameters = p

    def item(self, number: int) -> dict[str, Any]:
        """Return a patch; see the class."""
        label = 1 - number % 2
        image, centre = self.places[label][number // 2]
        return _labelled(image.planes(), centre, label, self.parameters, self.drawing(number))


class GroupCrops(Numbered):
    """A map-style data set in which every second item is positive, from the first on, as `LabelledPatches` gives them.

    Positive are crops with at least three marked calcifications, or with part of a region where only regions are
    marked; negative are crops of the breast in which nothing is.

    Raises
    ------
    InputError
        If no image has a group.
    """

    def __init__(
        self, images: Sequence[GridImage], length: int, seed: int, parameters: PatchParameters, part: str
    ) -> None:
        super().__init__(length, seed)
        self.images, self.parameters = list(images), parameters
        self.groups = [
            (image, places) for image in self.images if len(places := group_places(image, parameters.size_px))
        ]
        if not self.groups:
            raise InputError(
                f"No image of the part {part} has three calcifications close together, or a region: import more"
                " patients."
            )

    def item(self, number: int) -> dict[str, Any]:
        """Return a patch; see the class."""
        p, rng, label = self.parameters, self.drawing(number), 1 - number % 2
        if label:
            image, places = self.groups[rng.integers(len(self.groups))]
            planes = image.planes()
            centre = places[rng.integers(len(places))] + rng.integers(-(p.size_px // 8), p.size_px // 8 + 1, 2)
        else:
            image, centre = self._unmarked(rng)
            planes = image.planes()
        return _labelled(planes, centre, label, p, rng)

    def once(self) -> OnceEach:
        """Return what to measure on: each place of a group at most once, and as many places in which nothing is
        marked, no two of them the same.
        """
        positive = [(image, place) for image, places in self.groups for place in places]
        rng, negative = np.random.default_rng((self.seed, 1)), {}
        wanted = min(max(self.length // 2, 1), len(positive))
        for _ in range(2 * wanted):
            image, centre = self._unmarked(rng)
            negative[image.name, *centre.tolist()] = (image, centre)
            if len(negative) == wanted:
                break
        return OnceEach((list(negative.values()), positive), self.length, self.seed, self.parameters)

    def _unmarked(self, rng: np.random.Generator) -> tuple[GridImage, np.ndarray]:
        half = self.parameters.size_px // 2 + 1
        for _ in range(MOST_TRIES):
            image = self.images[rng.integers(len(self.images))]
            planes = image.planes()
            centre = place_in_breast(planes[1], rng)
            window = tuple(slice(max(0, int(at) - half), int(at) + half) for at in centre)
            if not (planes[1][window] & (CALCIFICATION | UNCERTAIN)).any():
                return image, centre
        raise InputError("The images have hardly a place where nothing is marked: import normal images too.")


class GridSquares(Numbered):
    """A map-style data set of squares side by side, as the detector takes them, in which every second item is positive,
    from the first on.

    Positive are squares with any part of a marked calcification or region (Kahnouei 2022), negative ones hold nothing
    that is marked; those with nothing but doubtful marks are neither.

    Raises
    ------
    InputError
        If the images have squares of one kind only.
    """

    def __init__(
        self, images: Sequence[GridImage], length: int, seed: int, parameters: PatchParameters, part: str
    ) -> None:
        super().__init__(length, seed)
        self.images, self.parameters = list(images), parameters
        self.squares: tuple[list[tuple[GridImage, tuple[int, int]]], ...] = ([], [])
        for image in self.images:
            marks = image.planes()[1]
            for row, column in squares(marks & BREAST > 0, parameters.size_px, LEAST_BREAST):
                window = marks[row : row + parameters.size_px, column : column + parameters.size_px]
                positive = bool(((window & CALCIFICATION) | ((window & UNCERTAIN) * ((window & DOUBTFUL) == 0))).any())
                if positive or not (window & UNCERTAIN).any():
                    self.squares[positive].append((image, (row, column)))
        for kind, what in enumerate(("nothing", "anything")):
            if not self.squares[kind]:
                raise InputError(
                    f"No square of the part {part} has {what} marked in it: import more patients, with normal tissue"
                    " and with calcifications."
                )

    def item(self, number: int) -> dict[str, Any]:
        """Return a patch; see the class."""
        p, rng, label = self.parameters, self.drawing(number), 1 - number % 2
        image, first = self.squares[label][rng.integers(len(self.squares[label]))]
        return _labelled(image.planes(), np.array(first) + p.size_px // 2, label, p, rng)

    def once(self) -> OnceEach:
        """Return what to measure on: each square at most once."""
        half = self.parameters.size_px // 2
        places = [[(image, np.array(first) + half) for image, first in of_kind] for of_kind in self.squares]
        return OnceEach(places, self.length, self.seed, self.parameters)


def _labelled(
    planes: np.ndarray, centre: np.ndarray, label: int, p: PatchParameters, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    pixels, _ = crop(planes, centre, p.size_px + 2 * p.margin_px, rng)
    inner = slice(p.margin_px, p.margin_px + p.size_px)
    contrast = local_contrast(pixels, p.spacing_mm)[inner, inner]
    return {"image": contrast[None].astype(np.float32), "label": np.array([label], np.float32)}


def group_places(image: GridImage, size_px: int) -> np.ndarray:
    """Return (row, column) about which a crop holds a group: calcifications with two more nearby, else places in
    regions.
    """
    places = image.calcifications
    if len(places):
        near = np.abs(places[:, None] - places[None]).max(axis=2) <= 3 * size_px // 8
        return places[near.sum(axis=1) >= LEAST_IN_GROUP]
    found = np.argwhere(image.planes()[1] & UNCERTAIN)
    return found[:: max(1, len(found) // 200)]


def place_in_breast(marks: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return a random (row, column) in the breast."""
    for _ in range(MOST_TRIES):
        place = rng.integers(marks.shape)
        if marks[tuple(place)] & BREAST:
            return place
    return np.array(marks.shape) // 2


def crop(planes: np.ndarray, centre: np.ndarray, side: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return pixels float32 and marks (side, side) about a place, turned and mirrored at random; beyond the border
    nothing is marked.
    """
    first = np.round(centre).astype(int) - side // 2
    axes = [np.arange(start, start + side) for start in first]
    rows, columns = (np.clip(axis, 0, n - 1) for axis, n in zip(axes, planes.shape[1:], strict=True))
    window = planes[:, rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1][:, rows - rows[0]][
        :, :, columns - columns[0]
    ]
    outside = [axis != clipped for axis, clipped in zip(axes, (rows, columns), strict=True)]
    window[1][outside[0][:, None] | outside[1]] = 0
    window = RandSymmetry().set_random_state(seed=int(rng.integers(1 << 32)))(window)
    return window[0] / SCALE, window[1]


def _on_grid(image: StoredImage, spacing_mm: float, stem: Path) -> GridImage:
    array, places, rejected = (stem.with_name(stem.name + end) for end in (".npy", ".places.npy", ".rejected.npy"))
    if not (array.is_file() and places.is_file() and rejected.is_file()):
        mammogram, truth = image.mammogram(), image.truth()
        shape = canonical_shape(mammogram.shape, mammogram.spacing_mm, spacing_mm)
        marks = on_grid(breast_mask(mammogram.pixels, mammogram.spacing_mm), shape) * np.uint16(BREAST)
        marks += on_grid(truth.labels > 0, shape) * np.uint16(CALCIFICATION)
        marks += on_grid(truth.uncertain, shape) * np.uint16(UNCERTAIN)
        marks += on_grid(truth.doubtful, shape) * np.uint16(DOUBTFUL)
        grey = np.round(resample(mammogram.pixels, shape) * SCALE).astype(np.uint16)
        _save(array, np.stack([grey, marks]))
        scale = np.array(shape) / mammogram.shape
        _save(places, _centres(truth.labels) * scale)
        _save(rejected, _centres(parts_of(truth.rejected, np.ones((3, 3)))[0]) * scale)
        log.info("%s: on the grid of %g mm", image.name, spacing_mm)
    return GridImage(image.name, array, np.load(places), np.load(rejected))


def _centres(labels: np.ndarray) -> np.ndarray:
    count = int(labels.max())
    return np.array(center_of_mass(labels > 0, labels, range(1, count + 1)) if count else np.zeros((0, 2))).reshape(
        -1, 2
    )


def _save(path: Path, array: np.ndarray) -> None:
    with written_whole(path) as temporary, temporary.open("wb") as stream:
        np.save(stream, array)
