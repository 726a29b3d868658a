"""Patches for the paper's regression network: cut from whole mammograms, and changed in look as in Marasinou 2023."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from MicrocalcCADLib.detectors.window_map import as_8_bit
from MicrocalcCADLib.files import written_whole
from scipy.ndimage import map_coordinates

from ..simulation.images import SimulatedImage
from ..targets import XI_MM, proximity_map

GREY_LEVELS = 256


@dataclass(frozen=True)
class RegionPatchParameters:
    """How patches are cut and changed, the defaults of Marasinou 2023 and of the authors' program.

    Parameters
    ----------
    size_px, stride_px
        Side and step of the patches; only those with calcifications are kept.
    crop_px
        Side of what the network sees of a changed patch in training.
    xi_mm, alpha
        Reach and curvature of the proximity function.
    shift, scale
        Largest translation along each axis as a share of the side, and largest change of size; no rotation.
    look_share
        Probability of one of: local equalisation of the histogram (CLAHE, `clip`), `brightness`, `gamma`.
    """

    spacing_mm: float = 0.07
    size_px: int = 512
    stride_px: int = 480
    crop_px: int = 320
    xi_mm: float = XI_MM
    alpha: float = 1.0
    shift: float = 0.1
    scale: float = 0.5
    look_share: float = 0.9
    clip: tuple[float, float] = (1.0, 4.0)
    brightness: float = 0.2
    gamma: tuple[float, float] = (0.8, 1.2)


@dataclass(frozen=True, eq=False)
class CutPatches:
    """Patches uint8 (n, size, size) of 256 grey levels, and where their calcifications are, bool (n, size, size)."""

    images: np.ndarray
    truth: np.ndarray

    def save(self, path: Path) -> None:
        """Write both as one ``.npz``, whole or not at all."""
        with written_whole(path) as temporary, temporary.open("wb") as stream:
            np.savez_compressed(stream, images=self.images, truth=np.packbits(self.truth, axis=-1))

    @classmethod
    def load(cls, path: Path) -> CutPatches:
        """Read what `save` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            images = arrays["images"]
            return cls(images, np.unpackbits(arrays["truth"], axis=-1, count=images.shape[-1]).astype(bool))


def cut(images: Iterable[SimulatedImage], parameters: RegionPatchParameters) -> CutPatches:
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


class ChangedPatches:
    """Crops of changed patches, every patch once an epoch in an order of its own (see `best_epoch.Patches`).

    Each item holds ``image`` float32 (1, crop, crop), grey values as the network sees them, and ``label`` float32
    (1, crop, crop), the proximity function.
    """

    def __init__(self, patches: CutPatches, parameters: RegionPatchParameters, seed: int) -> None:
        self.patches, self.parameters, self.seed, self.offset = patches, parameters, seed, 0

    def __len__(self) -> int:
        return len(self.patches.images)

    def __getitem__(self, index: int) -> dict[str, np.ndarray]:
        epoch, place = divmod(self.offset + index, len(self))
        chosen = np.random.default_rng((self.seed, epoch)).permutation(len(self))[place]
        rng = np.random.default_rng((self.seed, epoch, place))
        p = self.parameters
        image = self.patches.images[chosen].astype(np.float32) / (GREY_LEVELS - 1)
        target = proximity_map(self.patches.truth[chosen], p.spacing_mm, p.xi_mm, p.alpha)
        image, target = moved((image, target), p, rng)
        return {"image": as_8_bit(changed_look(image, p, rng))[None], "label": target[None]}


def moved(images: Sequence[np.ndarray], parameters: RegionPatchParameters, rng: np.random.Generator) -> list[np.ndarray]:
    """Return a random crop of images that are flipped, shifted and scaled together; beyond their border they are mirrored.

    Parameters
    ----------
    images
        float32 arrays of one shape (size, size).

    Returns
    -------
    float32 arrays (crop, crop).
    """
    p, side = parameters, images[0].shape[0]
    factor = 1 + rng.uniform(-p.scale, p.scale)
    shift = rng.uniform(-p.shift, p.shift, 2) * side
    corner = rng.integers(0, side - p.crop_px + 1, 2)
    flipped = rng.random() < 0.5
    rows, columns = ((np.arange(p.crop_px) + first - (side - 1) / 2 - by) / factor + (side - 1) / 2 for first, by in zip(corner, shift, strict=True))
    grid = np.meshgrid(rows, columns[::-1] if flipped else columns, indexing="ij")
    return [map_coordinates(image, grid, order=1, mode="mirror", output=np.float32) for image in images]


def changed_look(image: np.ndarray, parameters: RegionPatchParameters, rng: np.random.Generator) -> np.ndarray:
    """Return an image in [0, 1] with CLAHE, another brightness or another gamma, one of them, or none."""
    p = parameters
    if rng.random() >= p.look_share:
        return image
    choice = rng.integers(3)
    if choice == 0:
        from skimage.exposure import equalize_adapthist

        tile = max(1, image.shape[0] // 8)
        image = equalize_adapthist(image, kernel_size=tile, clip_limit=rng.uniform(*p.clip) / GREY_LEVELS, nbins=GREY_LEVELS)
    elif choice == 1:
        image = image + rng.uniform(-p.brightness, p.brightness)
    else:
        image = image ** rng.uniform(*p.gamma)
    return np.clip(image, 0, 1).astype(np.float32)


def _corners(shape: tuple[int, int], p: RegionPatchParameters) -> Iterator[tuple[int, int]]:
    """Yield the upper left corners; the last of a row or column ends with the image."""
    rows, columns = ([*range(0, side - p.size_px, p.stride_px), side - p.size_px] for side in shape)
    yield from ((row, column) for row in rows for column in columns)
