"""Random changes of patches in training, as MONAI transforms.

They are of MONAI's kind but keep to numpy: its own ones make a tensor with metadata of each patch, which costs more
than the change.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import numpy as np
from monai.transforms import MapTransform, Randomizable, Transform
from scipy.ndimage import map_coordinates

GREY_LEVELS = 256


class RandSymmetry(Randomizable, Transform):
    """One of the eight symmetries of a square, drawn with equal chances, of an array (channels, rows, columns) or more
    before them.
    """

    def randomize(self, data: None = None) -> None:
        """Draw a number of quarter turns, and whether the array is mirrored."""
        self.turns, self.mirrored = int(self.R.randint(4)), bool(self.R.randint(2))

    def __call__(self, data: np.ndarray) -> np.ndarray:
        """Return the array, mirrored and turned."""
        self.randomize()
        return np.ascontiguousarray(np.rot90(data[..., ::-1] if self.mirrored else data, self.turns, axes=(-2, -1)))


class RandPlaced(Randomizable, MapTransform):
    """A random crop of square images (rows, columns) that are flipped, shifted and scaled together; beyond their border
    they are mirrored.

    Parameters
    ----------
    crop_px
        Side of the crop.
    shift, scale
        Largest translation along each axis as a share of the side, and largest change of size.
    """

    def __init__(self, keys: Sequence[Hashable], crop_px: int, shift: float, scale: float) -> None:
        super().__init__(keys)
        self.crop_px, self.shift, self.scale = crop_px, shift, scale

    def randomize(self, data: int) -> None:
        """Draw the place in images of this side."""
        self.factor = 1 + self.R.uniform(-self.scale, self.scale)
        self.moved = self.R.uniform(-self.shift, self.shift, 2) * data
        self.corner = self.R.randint(0, data - self.crop_px + 1, 2)
        self.flipped = self.R.uniform() < 0.5

    def __call__(self, data: Mapping[Hashable, np.ndarray]) -> dict[Hashable, np.ndarray]:
        """Return the crops, float32."""
        middle = (data[self.keys[0]].shape[0] - 1) / 2
        self.randomize(data[self.keys[0]].shape[0])
        rows, columns = (
            (np.arange(self.crop_px) + first - middle - by) / self.factor + middle
            for first, by in zip(self.corner, self.moved, strict=True)
        )
        grid = np.meshgrid(rows, columns[::-1] if self.flipped else columns, indexing="ij")
        crops = {
            key: map_coordinates(data[key], grid, order=1, mode="mirror", output=np.float32)
            for key in self.key_iterator(dict(data))
        }
        return {**data, **crops}


class RandLook(Randomizable, MapTransform):
    """Local equalisation of the histogram (CLAHE), another brightness or another gamma of images in [0, 1], one of
    them, or none.

    Parameters
    ----------
    share
        Probability of a change.
    clip, brightness, gamma
        Ranges of CLAHE's limit, of what is added, and of the exponent.
    """

    def __init__(
        self,
        keys: Sequence[Hashable],
        share: float,
        clip: tuple[float, float],
        brightness: float,
        gamma: tuple[float, float],
    ) -> None:
        super().__init__(keys)
        self.share, self.clip, self.brightness, self.gamma = share, clip, brightness, gamma

    def randomize(self, data: None = None) -> None:
        """Draw which change, and how much of it."""
        self.choice = int(self.R.randint(3)) if self.R.uniform() < self.share else None
        self.limit, self.added, self.exponent = (
            self.R.uniform(*of) for of in (self.clip, (-self.brightness, self.brightness), self.gamma)
        )

    def __call__(self, data: Mapping[Hashable, np.ndarray]) -> dict[Hashable, np.ndarray]:
        """Return the images, float32 in [0, 1]."""
        self.randomize()
        return {**data, **{key: self._changed(data[key]) for key in self.key_iterator(dict(data))}}

    def _changed(self, image: np.ndarray) -> np.ndarray:
        if self.choice is None:
            return image
        if self.choice == 0:
            from skimage.exposure import equalize_adapthist

            tile = max(1, image.shape[0] // 8)
            image = equalize_adapthist(image, kernel_size=tile, clip_limit=self.limit / GREY_LEVELS, nbins=GREY_LEVELS)
        else:
            image = image + self.added if self.choice == 1 else image**self.exponent
        return np.clip(image, 0, 1).astype(np.float32)


def seed_of(*numbers: int) -> int:
    """Return a seed for `Randomizable.set_random_state` that is always the same for these numbers, and another for
    others.
    """
    return int(np.random.SeedSequence(numbers).generate_state(1)[0])
