"""Random square crops of backgrounds, which patches are simulated on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.ndimage import map_coordinates

from .backgrounds import Background


def shares_of(backgrounds: Sequence[Background]) -> np.ndarray:
    """Return how often each background is taken, (n,): by the root of its area of breast."""
    areas = np.array([b.mask.sum() for b in backgrounds], float)
    return np.sqrt(areas) / np.sqrt(areas).sum() if len(areas) else areas


def inside(mask: np.ndarray, rng: np.random.Generator) -> tuple[int, int]:
    """Return a random place (row, column) of a mask."""
    while True:
        row, column = int(rng.integers(mask.shape[0])), int(rng.integers(mask.shape[1]))
        if mask[row, column]:
            return row, column


def cropped(
    planes: Sequence[tuple[np.ndarray, int]],
    place: tuple[int, int],
    side: int,
    magnification: tuple[float, float],
    rng: np.random.Generator,
) -> list[np.ndarray]:
    """Return crops (side, side) of images of one shape about a place, all magnified, turned and flipped alike at
    random.

    Parameters
    ----------
    planes
        Images (rows, columns), mirrored beyond their border, each with the order of its interpolation.
    magnification
        Range, log-uniform.
    """
    factor = np.exp(rng.uniform(*np.log(magnification)))
    reach = int(np.ceil(side / 2 / factor)) + 2
    window = np.ix_(*(_mirrored(centre, reach, size) for centre, size in zip(place, planes[0][0].shape, strict=True)))
    axis = reach + (np.arange(side) - side / 2) / factor
    grid = np.meshgrid(axis, axis, indexing="ij")
    turns, flipped = int(rng.integers(4)), rng.random() < 0.5
    crops = [np.rot90(map_coordinates(plane[window], grid, order=order), turns) for plane, order in planes]
    return [np.ascontiguousarray(crop[:, ::-1] if flipped else crop) for crop in crops]


def _mirrored(centre: int, reach: int, size: int) -> np.ndarray:
    period = np.abs(np.arange(centre - reach, centre + reach + 1)) % (2 * size - 2)
    return np.where(period < size, period, 2 * size - 2 - period)
