"""Patches for fine-tuning: from a data set's own images, and simulated ones on its backgrounds, in turn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.ndimage import distance_transform_edt

from ..numbered import Patches
from ..simulation.backgrounds import Background
from ..simulation.patches import PatchParameters
from .on_data.grid import BREAST, CALCIFICATION, SCALE, UNCERTAIN, GridImage

SMALLEST_BACKGROUND = 0.05


class MixedPatches:
    """Patches of images (even numbers) and simulated ones (odd numbers) in turn; `offset` moves both on."""

    def __init__(self, images: Patches, simulated: Patches) -> None:
        self.images, self.simulated = images, simulated

    def __len__(self) -> int:
        return 2 * min(len(self.images), len(self.simulated))

    def __getitem__(self, index: int) -> dict[str, Any]:
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


def backgrounds(images: Sequence[GridImage], parameters: PatchParameters) -> list[Background]:
    """Return the images as backgrounds for simulated lesions, far from whatever is marked; those with too little left
    are not.
    """
    made = [_background(image, parameters) for image in images]
    return [one for one in made if one.mask.mean() > SMALLEST_BACKGROUND]


def _background(image: GridImage, p: PatchParameters) -> Background:
    grey, marks = image.planes()
    mask, occupied = (marks & BREAST) > 0, (marks & (CALCIFICATION | UNCERTAIN)) > 0
    if occupied.any():
        # a patch at the least magnification reaches this far
        reach = (p.size_px / 2 + p.margin_px) * np.sqrt(2) / p.magnification[0]
        mask &= distance_transform_edt(~occupied) > reach
    return Background(grey / SCALE, mask, image.name)
