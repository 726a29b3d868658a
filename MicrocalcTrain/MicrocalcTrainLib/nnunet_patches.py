"""Patches as nnU-Net draws and changes them, by MONAI's transforms, from whole images that were brought to its grey
values once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
from MicrocalcCADLib.breast import breast_mask
from MicrocalcCADLib.detectors.nnunet import normalised
from MicrocalcCADLib.mammogram import Mammogram
from monai.transforms import (
    CenterSpatialCropd,
    Compose,
    RandAdjustContrastd,
    RandFlipd,
    RandGaussianNoised,
    RandGaussianSmoothd,
    RandRotated,
    RandScaleIntensityd,
    RandScaleIntensityFixedMeand,
    RandSimulateLowResolutiond,
    RandZoomd,
)

from .augmentation import seed_of
from .kept_arrays import KeptArrays
from .numbered import Numbered
from .recipes.nnunet import NnunetChanges

KEYS = ("image", "label")


class Marked(Protocol):
    """A mammogram and an image of its calcifications, 0 where there is none."""

    @property
    def mammogram(self) -> Mammogram: ...

    @property
    def truth(self) -> np.ndarray: ...


@dataclass(frozen=True, eq=False)
class NormalisedImages(KeptArrays):
    """Images of one spacing, cut to the breast: grey values of `normalised`, float16 (rows, columns), and the
    calcifications, bool.
    """

    images: tuple[np.ndarray, ...]
    truths: tuple[np.ndarray, ...]

    @classmethod
    def of(cls, marked: Iterable[Marked]) -> NormalisedImages:
        """Make them of mammograms that have the network's spacing already."""
        images, truths = [], []
        for one in marked:
            breast = breast_mask(one.mammogram.pixels, one.mammogram.spacing_mm)
            box = _box(breast)
            images.append(normalised(one.mammogram.pixels, breast)[box].astype(np.float16))
            truths.append((one.truth > 0)[box])
        return cls(tuple(images), tuple(truths))

    @property
    def shapes(self) -> list[tuple[int, int]]:
        """Rows and columns of each."""
        return [(image.shape[0], image.shape[1]) for image in self.images]

    def arrays(self) -> dict[str, np.ndarray]:
        """Return them by number, eight pixels of a truth a byte."""
        truths = {f"truth{n}": np.packbits(truth, axis=-1) for n, truth in enumerate(self.truths)}
        return {f"image{n}": image for n, image in enumerate(self.images)} | truths

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, np.ndarray]) -> Self:
        """Return what `arrays` gave."""
        images = tuple(arrays[f"image{n}"] for n in range(len(arrays) // 2))
        truths = (
            np.unpackbits(arrays[f"truth{n}"], axis=-1, count=image.shape[1]).astype(bool)
            for n, image in enumerate(images)
        )
        return cls(images, tuple(truths))


class DrawnPatches(Numbered):
    """A map-style data set of changed patches; item i + `offset` is always the same.

    Of each minibatch the last `foreground_share` of the patches are centred at a calcification, the others lie
    anywhere. Each item holds ``image`` float32 (1, rows, columns) and ``label`` float32 of the same shape, 1 where
    there is a calcification.

    Parameters
    ----------
    changes
        None leaves the patches as they are, as in validation.
    """

    def __init__(
        self,
        images: NormalisedImages,
        length: int,
        seed: int,
        patch_px: tuple[int, int],
        batch: int,
        foreground_share: float,
        changes: NnunetChanges | None,
    ) -> None:
        super().__init__(length, seed)
        self.images, self.patch_px, self.batch = images, patch_px, batch
        self.anywhere = round(batch * (1 - foreground_share))
        self.cut_px = patch_px if changes is None else around(patch_px, changes)
        self.changes = None if changes is None else changes_of(changes, patch_px)
        self._marked = [n for n, truth in enumerate(images.truths) if truth.any()]
        self._places = {n: np.argwhere(images.truths[n]) for n in self._marked}

    def item(self, number: int) -> dict[str, np.ndarray]:
        """Return a patch; see the class."""
        image, label = self._drawn(self.drawing(number), number % self.batch >= self.anywhere)
        if self.changes is None:
            return {"image": image, "label": label}
        changed = self.changes.set_random_state(seed=seed_of(self.seed, number))({"image": image, "label": label})
        return {key: np.ascontiguousarray(changed[key].numpy(), np.float32) for key in KEYS}

    def _drawn(self, rng: np.random.Generator, at_calcification: bool) -> tuple[np.ndarray, np.ndarray]:
        known = self._marked if at_calcification and self._marked else range(len(self.images.images))
        chosen = int(known[int(rng.integers(len(known)))])
        image, truth = self.images.images[chosen], self.images.truths[chosen]
        if at_calcification and self._marked:
            places = self._places[chosen]
            centre = places[rng.integers(len(places))]
        else:
            halves = [side // 2 for side in self.patch_px]
            centre = np.array(
                [
                    rng.integers(min(half, n // 2), max(n - half, n // 2 + 1))
                    for half, n in zip(halves, image.shape, strict=True)
                ]
            )
        return _cut(image, centre, self.cut_px), _cut(truth, centre, self.cut_px)


def around(patch_px: tuple[int, int], changes: NnunetChanges) -> tuple[int, int]:
    """Return the sides of what is cut so that a turned or smaller patch is filled: as long as the diagonal of the
    smallest.
    """
    side = int(np.ceil(np.hypot(*patch_px) / min(1.0, changes.scale[0])))
    return side, side


def changes_of(changes: NnunetChanges, patch_px: tuple[int, int]) -> Compose:
    """Return nnU-Net's random changes of ``image`` and ``label``, both (1, rows, columns), in its order, down to a
    patch of this size.
    """
    c, near = changes, ("bilinear", "nearest")
    return Compose(
        [
            RandRotated(KEYS, range_x=np.pi, prob=c.rotated, keep_size=True, mode=near, padding_mode="zeros"),
            RandZoomd(
                KEYS, prob=c.scaled, min_zoom=c.scale[0], max_zoom=c.scale[1], mode=near, padding_mode="constant"
            ),
            CenterSpatialCropd(KEYS, roi_size=patch_px),
            RandGaussianNoised("image", prob=c.noisy, std=c.noise, sample_std=True),
            RandGaussianSmoothd("image", sigma_x=c.blur_px, sigma_y=c.blur_px, prob=c.blurred),
            RandScaleIntensityd("image", factors=c.factor, prob=c.brightened),
            RandScaleIntensityFixedMeand("image", factors=c.factor, prob=c.contrasted, preserve_range=True),
            RandSimulateLowResolutiond(
                "image", prob=c.coarsened, zoom_range=(c.coarsest, 1.0), upsample_mode="bicubic"
            ),
            RandAdjustContrastd("image", prob=c.inverted_gamma, gamma=c.gamma, invert_image=True, retain_stats=True),
            RandAdjustContrastd("image", prob=c.with_gamma, gamma=c.gamma, retain_stats=True),
            *(RandFlipd(KEYS, prob=c.mirrored, spatial_axis=axis) for axis in (0, 1)),
        ]
    )


def _cut(values: np.ndarray, centre: np.ndarray, sides: tuple[int, int]) -> np.ndarray:
    """Return a window about a centre, float32 (1, rows, columns), 0 beyond the image."""
    found = np.zeros((1, *sides), np.float32)
    first = [int(c) - side // 2 for c, side in zip(centre, sides, strict=True)]
    from_, to = zip(
        *((max(0, f), min(n, f + side)) for f, side, n in zip(first, sides, values.shape, strict=True)), strict=True
    )
    found[0, from_[0] - first[0] : to[0] - first[0], from_[1] - first[1] : to[1] - first[1]] = values[
        from_[0] : to[0], from_[1] : to[1]
    ]
    return found


def _box(mask: np.ndarray) -> tuple[slice, slice]:
    rows, columns = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
    if not rows.size:
        return slice(0, mask.shape[0]), slice(0, mask.shape[1])
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)
