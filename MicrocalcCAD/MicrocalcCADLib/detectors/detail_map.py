"""The detail network: a second, finer look at the regions that the region map points out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.ndimage import find_objects, label

from ..borders import BRIGHTEST, window_of
from ..contrast import ContrastParameters, local_contrast
from ..networks.engine import Network
from ..networks.light_unet import HALO_PX, STRIDE_PX
from ..progress import Progress
from ..resample import as_half, canonical_shape, resample, resampled_above
from .region_map import within_halo
from .streams import in_streams

BLOCK_PX, MOST_BLOCKS = 32, 10
SURROUNDINGS_MM = 5.0
LOOKING = "Looking closer at the regions"


@dataclass(frozen=True, eq=False)
class DetailMap:
    """Probabilities of proximity and calcification, float16 (2, rows, columns); 0 away from the regions."""

    probabilities: np.ndarray
    spacing_mm: float


def detail_map(
    network: Network,
    image: np.ndarray,
    image_spacing_mm: tuple[float, float],
    regions: np.ndarray,
    spacing_mm: float,
    contrast: ContrastParameters,
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
    wanted = resampled_above(regions, shape, 0.0)
    result = np.zeros((2, *shape), np.float16)
    windows = list(_windows(wanted))

    def answer(window: tuple[slice, slice]) -> np.ndarray:
        return within_halo(network, _contrast_around(fine, *window, spacing_mm, contrast))

    progress(0.0, LOOKING)
    with closing(in_streams(answer, windows, network.streams)) as answers:
        for done, ((rows, columns), seen) in enumerate(zip(windows, answers, strict=True), start=1):
            result[:, rows, columns] = as_half(
                seen[:, : rows.stop - rows.start, : columns.stop - columns.start] * wanted[rows, columns]
            )
            progress(done / len(windows), LOOKING)
    return DetailMap(result, spacing_mm)


def _contrast_around(
    fine: np.ndarray, rows: slice, columns: slice, spacing_mm: float, contrast: ContrastParameters
) -> np.ndarray:
    """Return the local contrast of a window and `HALO_PX` around it, sides a multiple of the network's stride; beyond
    the image see `borders`.
    """
    margin = round(SURROUNDINGS_MM / spacing_mm)
    around = tuple(
        slice(max(0, w.start - margin), min(n, w.stop + margin))
        for w, n in zip((rows, columns), fine.shape, strict=True)
    )
    values = local_contrast(fine[around], spacing_mm, contrast)
    down, across = (
        (w.start - HALO_PX, w.start - HALO_PX + -(-(w.stop - w.start) // STRIDE_PX) * STRIDE_PX + 2 * HALO_PX)
        for w in (rows, columns)
    )
    return window_of(values, down, across, (around[0].start, around[1].start), fine.shape, BRIGHTEST)


def _windows(wanted: np.ndarray) -> Iterator[tuple[slice, slice]]:
    """Yield windows of whole blocks, at most `MOST_BLOCKS` wide and high, that cover all wanted pixels.

    They are the bounding boxes of the connected groups of blocks, cut where they are too large.
    """
    rows, columns = (-(-n // BLOCK_PX) for n in wanted.shape)
    blocks = np.zeros((rows * BLOCK_PX, columns * BLOCK_PX), bool)
    blocks[: wanted.shape[0], : wanted.shape[1]] = wanted
    occupied = np.asarray(blocks.reshape(rows, BLOCK_PX, columns, BLOCK_PX).any(axis=(1, 3)))
    for down, across in find_objects(label(occupied, np.ones((3, 3)))[0]):
        for row, column in product(
            range(down.start, down.stop, MOST_BLOCKS), range(across.start, across.stop, MOST_BLOCKS)
        ):
            window = (
                slice(row, min(row + MOST_BLOCKS, down.stop)),
                slice(column, min(column + MOST_BLOCKS, across.stop)),
            )
            if occupied[window].any():
                first, second = (
                    slice(w.start * BLOCK_PX, min(w.stop * BLOCK_PX, n))
                    for w, n in zip(window, wanted.shape, strict=True)
                )
                yield first, second
