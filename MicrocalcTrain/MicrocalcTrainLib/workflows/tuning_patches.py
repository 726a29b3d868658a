"""Patches for fine-tuning: from a data set's own images, and simulated ones on its backgrounds, in turn."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from MicrocalcCADLib.breast import breast_mask
from MicrocalcCADLib.contrast import local_contrast
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.resample import canonical_shape, resample
from scipy.ndimage import distance_transform_edt

from ..datasets.stored_images import StoredImage
from ..datasets.truth import on_grid
from ..simulation.backgrounds import Background
from ..simulation.patches import PatchParameters, SimulatedPatches
from ..targets import proximity_map

log = logging.getLogger(__name__)
SMALLEST_BACKGROUND = 0.05


@dataclass(frozen=True, eq=False)
class TuningImage:
    """A mammogram of a data set with its truth, on its own grid and on the network's.

    Parameters
    ----------
    truth
        uint32 (rows, columns) numbers of the calcifications, on the mammogram's grid.
    pixels, marked, breast
        float32 image, bool calcifications and bool breast on the network's grid.
    elsewhere
        bool, where on that grid nothing is known to be: the breast, far from every mark.
    """

    name: str
    mammogram: Mammogram
    truth: np.ndarray
    pixels: np.ndarray
    marked: np.ndarray
    breast: np.ndarray
    elsewhere: np.ndarray

    @property
    def calcifications(self) -> tuple[int, ...]:
        """Numbers of the calcifications."""
        return tuple(range(1, int(self.truth.max()) + 1))


def tuning_images(images: Sequence[StoredImage], parameters: PatchParameters) -> list[TuningImage]:
    """Return the images whose calcifications are marked one by one, and the normal ones; others are left out.

    Raises
    ------
    InputError
        If an image cannot be read, or none has a marked calcification.
    """
    known = [image for image in images if image.calcifications or not image.regions]
    if not any(image.calcifications for image in known):
        raise InputError("No image of this part has single calcifications marked: fine-tuning needs points or outlines, not only regions.")
    if len(known) < len(images):
        log.info("%d images are left out: only regions are marked in them", len(images) - len(known))
    return [_tuning_image(image, parameters) for image in known]


class ImagePatches:
    """A map-style data set of patches from a data set's images, laid out as those of `SimulatedPatches`.

    Half of them lie about a marked calcification, the others anywhere in the breast.
    """

    def __init__(self, images: Sequence[TuningImage], length: int, seed: int, parameters: PatchParameters) -> None:
        self.images, self.length, self.seed, self.parameters, self.offset = list(images), length, seed, parameters, 0
        self._marked = [(i, np.argwhere(image.marked)) for i, image in enumerate(self.images) if image.marked.any()]

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, index: int) -> dict[str, np.ndarray]:
        if not 0 <= index < self.length:
            raise IndexError(index)
        p = self.parameters
        rng = np.random.default_rng((self.seed, self.offset + index))
        number, centre = self._centre(rng)
        image, side = self.images[number], p.size_px + 2 * p.margin_px
        turn, mirrored = int(rng.integers(4)), rng.random() < 0.5
        pixels, marked = (_turned(_window(plane, centre, side), turn, mirrored) for plane in (image.pixels, image.marked))
        inner = slice(p.margin_px, p.margin_px + p.size_px)
        contrast = local_contrast(np.ascontiguousarray(pixels), p.spacing_mm)[inner, inner]
        label = np.stack([proximity_map(marked, p.spacing_mm)[inner, inner], marked[inner, inner]])
        return {"image": contrast[None].astype(np.float32), "label": label.astype(np.float32)}

    def _centre(self, rng: np.random.Generator) -> tuple[int, np.ndarray]:
        if self._marked and rng.random() < 0.5:
            number, places = self._marked[rng.integers(len(self._marked))]
            return number, places[rng.integers(len(places))] + rng.integers(-self.parameters.size_px // 3, self.parameters.size_px // 3 + 1, 2)
        number = int(rng.integers(len(self.images)))
        places = np.flatnonzero(self.images[number].breast)
        return number, np.array(np.unravel_index(places[rng.integers(len(places))], self.images[number].breast.shape))


class MixedPatches:
    """Patches of images (even numbers) and simulated ones (odd numbers) in turn; `offset` moves both on."""

    def __init__(self, images: ImagePatches, simulated: SimulatedPatches) -> None:
        self.images, self.simulated = images, simulated

    def __len__(self) -> int:
        return 2 * min(len(self.images), len(self.simulated))

    def __getitem__(self, index: int) -> dict[str, np.ndarray]:
        if not 0 <= index < len(self):
            raise IndexError(index)
        return (self.simulated if index % 2 else self.images)[index // 2]

    @property
    def offset(self) -> int:
        """Number of the first patch; even."""
        return 2 * self.images.offset

    @offset.setter
    def offset(self, value: int) -> None:
        self.images.offset = self.simulated.offset = value // 2


def backgrounds(images: Sequence[TuningImage]) -> list[Background]:
    """Return the images as backgrounds for simulated lesions, far from their own marks; those with too little left are not."""
    wide = [image for image in images if image.elsewhere.mean() > SMALLEST_BACKGROUND]
    return [Background(image.pixels, image.elsewhere, image.name) for image in wide]


def _tuning_image(image: StoredImage, parameters: PatchParameters) -> TuningImage:
    mammogram, truth = image.mammogram(), image.truth()
    mask = breast_mask(mammogram.pixels, mammogram.spacing_mm)
    shape = canonical_shape(mammogram.shape, mammogram.spacing_mm, parameters.spacing_mm)
    marked, breast, occupied = (on_grid(plane, shape) for plane in (truth.labels > 0, mask, (truth.labels > 0) | truth.regions | truth.doubtful))
    # a patch at the least magnification reaches this far
    reach = (parameters.size_px / 2 + parameters.margin_px) * np.sqrt(2) / parameters.magnification[0]
    elsewhere = breast & (distance_transform_edt(~occupied) > reach) if occupied.any() else breast
    return TuningImage(image.name, mammogram, truth.labels, resample(mammogram.pixels, shape), marked, breast, elsewhere)


def _window(plane: np.ndarray, centre: np.ndarray, side: int) -> np.ndarray:
    rows, columns = (np.clip(np.arange(side) - side // 2 + int(at), 0, size - 1) for at, size in zip(centre, plane.shape, strict=True))
    window = plane[np.ix_(rows, columns)]
    if plane.dtype == bool:
        # what the border repeats is no further calcification
        inside = [
            (np.arange(side) - side // 2 + int(at) >= 0) & (np.arange(side) - side // 2 + int(at) < n)
            for at, n in zip(centre, plane.shape, strict=True)
        ]
        window = window & inside[0][:, None] & inside[1]
    return window


def _turned(window: np.ndarray, turn: int, mirrored: bool) -> np.ndarray:
    return np.rot90(window[:, ::-1] if mirrored else window, turn)
