"""Patches for the paper's regression network: cut from whole mammograms, and changed in look as in Marasinou 2023."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from MicrocalcCADLib.detectors.window_map import as_8_bit
from monai.transforms import Compose

from ..augmentation import GREY_LEVELS, RandLook, RandPlaced, seed_of
from ..datasets.truth_image import TruthImage
from ..kept_arrays import KeptArrays
from ..numbered import Numbered
from ..recipes.hdogreg_fpn import RegionPatchParameters
from ..targets import proximity_map


@dataclass(frozen=True, eq=False)
class CutPatches(KeptArrays):
    """Patches uint8 (n, size, size) of 256 grey levels, and where their calcifications are, bool (n, size, size)."""

    images: np.ndarray
    truth: np.ndarray
    compressed: ClassVar[bool] = True

    def arrays(self) -> dict[str, np.ndarray]:
        """Return both, eight pixels of the truth a byte."""
        return {"images": self.images, "truth": np.packbits(self.truth, axis=-1)}

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, np.ndarray]) -> Self:
        """Return what `arrays` gave."""
        images = arrays["images"]
        return cls(images, np.unpackbits(arrays["truth"], axis=-1, count=images.shape[-1]).astype(bool))


def cut(images: Iterable[TruthImage], parameters: RegionPatchParameters) -> CutPatches:
    """Return the patches with calcifications of mammograms that have the parameters' spacing already."""
    p = parameters
    found: list[tuple[np.ndarray, np.ndarray]] = []
    for image in images:
        truth = image.truth > 0
        grey = (np.round(image.mammogram.pixels * 65535).astype(np.uint16) >> 8).astype(np.uint8)
        short = [(0, max(0, p.size_px - side)) for side in grey.shape]
        grey, truth = np.pad(grey, short), np.pad(truth, short)
        for row, column in _corners(grey.shape, p):
            window = slice(row, row + p.size_px), slice(column, column + p.size_px)
            if truth[window].any():
                found.append((grey[window].copy(), truth[window].copy()))
    shape = (0, p.size_px, p.size_px)
    return (
        CutPatches(*(np.stack(parts) for parts in zip(*found, strict=True)))
        if found
        else CutPatches(np.zeros(shape, np.uint8), np.zeros(shape, bool))
    )


class ChangedPatches(Numbered):
    """Crops of changed patches, every patch once an epoch in an order of its own (see `numbered.Patches`).

    Each item holds ``image`` float32 (1, crop, crop), grey values as the network sees them, and ``label`` float32
    (1, crop, crop), the proximity function.
    """

    def __init__(self, patches: CutPatches, parameters: RegionPatchParameters, seed: int) -> None:
        super().__init__(len(patches.images), seed)
        self.patches, self.parameters = patches, parameters
        self.changes = changes(parameters)

    def item(self, number: int) -> dict[str, np.ndarray]:
        """Return a patch; see the class."""
        epoch, place = divmod(number, len(self))
        chosen = np.random.default_rng((self.seed, epoch)).permutation(len(self))[place]
        grey, target = _grey_and_target(self.patches, chosen, self.parameters)
        changed = self.changes.set_random_state(seed=seed_of(self.seed, epoch, place))({"image": grey, "label": target})
        return {"image": as_8_bit(changed["image"])[None], "label": changed["label"][None]}


class WholePatches:
    """The patches as they are, with the same keys as `ChangedPatches`: what is validated on."""

    def __init__(self, patches: CutPatches, parameters: RegionPatchParameters) -> None:
        self.patches, self.parameters = patches, parameters

    def __len__(self) -> int:
        return len(self.patches.images)

    def __getitem__(self, index: int) -> dict[str, np.ndarray]:
        grey, target = _grey_and_target(self.patches, index, self.parameters)
        return {"image": as_8_bit(grey)[None], "label": target[None]}


def changes(parameters: RegionPatchParameters) -> Compose:
    """Return the random changes of ``image``, in [0, 1], and ``label``, both (size, size)."""
    p = parameters
    return Compose(
        [
            RandPlaced(("image", "label"), p.crop_px, p.shift, p.scale),
            RandLook(("image",), p.look_share, p.clip, p.brightness, p.gamma),
        ]
    )


def _grey_and_target(patches: CutPatches, index: int, p: RegionPatchParameters) -> tuple[np.ndarray, np.ndarray]:
    grey = patches.images[index].astype(np.float32) / (GREY_LEVELS - 1)
    return grey, proximity_map(patches.truth[index], p.spacing_mm, p.xi_mm, p.alpha)


def _corners(shape: tuple[int, int], p: RegionPatchParameters) -> Iterator[tuple[int, int]]:
    """Yield the upper left corners; the last of a row or column ends with the image."""
    rows, columns = ([*range(0, side - p.size_px, p.stride_px), side - p.size_px] for side in shape)
    yield from ((row, column) for row in rows for column in columns)
