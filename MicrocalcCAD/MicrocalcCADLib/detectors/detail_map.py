"""The detail network: a second, finer look at the regions that the region map points out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import find_objects, label

from ..contrast import ContrastParameters, local_contrast
from ..progress import Progress
from ..resample import canonical_shape, resample
from .region_map import region_map

if TYPE_CHECKING:
    from torch import nn

BLOCK_PX = 64
SURROUNDINGS_MM = 5.0


@dataclass(frozen=True, eq=False)
class DetailMap:
    """Probabilities of proximity and calcification, float16 (2, rows, columns); 0 away from the regions."""

    probabilities: np.ndarray
    spacing_mm: float


def detail_map(
    network: nn.Module,
    image: np.ndarray,
    image_spacing_mm: tuple[float, float],
    regions: np.ndarray,
    spacing_mm: float,
    contrast: ContrastParameters,
    device: str,
    progress: Progress,
) -> DetailMap:
    """Run the detail network where `regions` says so.

    Parameters
    ----------
    image
        float32 (rows, columns) in units of the full scale.
    regions
        bool array over the same field at any spacing.
    spacing_mm
        The network's spacing.
    """
    shape = canonical_shape(image.shape, image_spacing_mm, spacing_mm)
    fine = resample(image, shape)
    wanted = resample(regions.astype(np.float32), shape) > 0
    result = np.zeros((2, *shape), np.float16)
    windows = list(_windows(wanted))
    margin = round(SURROUNDINGS_MM / spacing_mm)
    for done, (rows, columns) in enumerate(windows):
        part = progress.part(done / len(windows), (done + 1) / len(windows))
        around = _widened(rows, margin, shape[0]), _widened(columns, margin, shape[1])
        inner = tuple(slice(own.start - wide.start, own.stop - wide.start) for own, wide in zip((rows, columns), around, strict=True))
        mask = np.zeros(fine[around].shape, bool)
        mask[inner] = wanted[rows, columns]
        answer = region_map(network, local_contrast(fine[around], spacing_mm, contrast), mask, device, part, task="Looking closer at the regions")
        result[:, rows, columns] = answer[(slice(None), *inner)] * wanted[rows, columns]
    return DetailMap(result, spacing_mm)


def _windows(wanted: np.ndarray) -> Iterator[tuple[slice, slice]]:
    """Yield windows of whole blocks that cover all wanted pixels: bounding boxes of the connected groups of blocks."""
    rows, columns = (-(-n // BLOCK_PX) for n in wanted.shape)
    blocks = np.zeros((rows * BLOCK_PX, columns * BLOCK_PX), bool)
    blocks[: wanted.shape[0], : wanted.shape[1]] = wanted
    occupied = blocks.reshape(rows, BLOCK_PX, columns, BLOCK_PX).any(axis=(1, 3))
    for down, across in find_objects(label(occupied, np.ones((3, 3)))[0]):
        yield (
            slice(down.start * BLOCK_PX, min(down.stop * BLOCK_PX, wanted.shape[0])),
            slice(across.start * BLOCK_PX, min(across.stop * BLOCK_PX, wanted.shape[1])),
        )


def _widened(window: slice, margin: int, size: int) -> slice:
    return slice(max(0, window.start - margin), min(size, window.stop + margin))
