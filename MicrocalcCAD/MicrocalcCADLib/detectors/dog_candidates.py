"""Bright spots as candidates: maxima of the difference of Gaussians, of which none overlap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from ..blobs import HessianDogParameters, scales_px, segment_blobs
from ..objects import Objects
from ..progress import Progress


@dataclass(frozen=True, eq=False)
class Spots:
    """n spots: pixel (int64), radius in pixels (sqrt(2) of the scale, where an ideal blob ends) and response."""

    rows: np.ndarray
    columns: np.ndarray
    radius_px: np.ndarray
    response: np.ndarray

    def __len__(self) -> int:
        return len(self.rows)

    def chosen(self, which: np.ndarray) -> Spots:
        """Return those with these indices."""
        return Spots(self.rows[which], self.columns[which], self.radius_px[which], self.response[which])


def dog_spots(
    image: np.ndarray,
    spacing_mm: float,
    mask: np.ndarray,
    parameters: HessianDogParameters,
    overlap: float,
    progress: Progress | None = None,
) -> Spots:
    """Return the spots of an image within a mask.

    They are the seeds of `blobs.segment_blobs`; of two that overlap by more than `overlap` the smaller is dropped, of
    equally large ones the weaker.

    Parameters
    ----------
    overlap
        Area that two discs share over that of the smaller; 1 drops nothing.
    """
    blobs = segment_blobs(image, spacing_mm, mask, parameters, progress)
    rows, columns, planes = blobs.seeds.T
    radius = np.sqrt(2) * np.array(scales_px(spacing_mm, parameters))[planes]
    return pruned(Spots(rows, columns, radius, blobs.seed_response), overlap)


def pruned(spots: Spots, overlap: float) -> Spots:
    """Return the spots without those that overlap a larger (if equal, stronger) one by more than `overlap`, largest
    first.
    """
    if overlap >= 1 or len(spots) == 0:
        return spots
    centres = np.column_stack([spots.rows, spots.columns]).astype(float)
    pairs = cKDTree(centres).query_pairs(2 * float(spots.radius_px.max()), output_type="ndarray")
    distance = np.hypot(*(centres[pairs[:, 0]] - centres[pairs[:, 1]]).T)
    shared = shared_fraction(distance, spots.radius_px[pairs[:, 0]], spots.radius_px[pairs[:, 1]])
    pairs = pairs[shared > overlap]
    rank = np.empty(len(spots), np.int64)
    rank[np.lexsort((-spots.response, -spots.radius_px))] = np.arange(len(spots))
    first, second = np.where(rank[pairs[:, 0]] < rank[pairs[:, 1]], pairs.T, pairs.T[::-1])
    dropped = np.zeros(len(spots), bool)
    for i in np.argsort(rank[first], kind="stable"):
        if not dropped[first[i]]:
            dropped[second[i]] = True
    return spots.chosen(np.flatnonzero(~dropped))


def shared_fraction(distance: np.ndarray, radius_a: np.ndarray, radius_b: np.ndarray) -> np.ndarray:
    """Return the area that two discs share over the area of the smaller, in [0, 1]."""
    small, large = np.minimum(radius_a, radius_b), np.maximum(radius_a, radius_b)
    d = np.clip(distance, np.maximum(large - small, 1e-9), small + large)
    angle_small = np.arccos(np.clip((d**2 + small**2 - large**2) / (2 * d * small), -1, 1))
    angle_large = np.arccos(np.clip((d**2 + large**2 - small**2) / (2 * d * large), -1, 1))
    lens = small**2 * (angle_small - np.sin(2 * angle_small) / 2) + large**2 * (
        angle_large - np.sin(2 * angle_large) / 2
    )
    return np.where(distance <= large - small, 1.0, np.where(distance >= small + large, 0.0, lens / (np.pi * small**2)))


def discs(spots: Spots, shape: tuple[int, int]) -> tuple[Objects, np.ndarray]:
    """Return the discs of spots as objects that share no pixel, and each object's spot.

    A pixel of two discs belongs to the spot whose centre is nearer in units of its radius; a spot that keeps none is
    left out.
    """
    reach = int(np.ceil(spots.radius_px.max(initial=0)))
    y, x = (offset.ravel() for offset in np.indices((2 * reach + 1,) * 2) - reach)
    rows, columns = spots.rows[:, None] + y, spots.columns[:, None] + x
    relative = np.hypot(y, x) / spots.radius_px[:, None]
    inside = (relative <= 1) & (rows >= 0) & (columns >= 0) & (rows < shape[0]) & (columns < shape[1])
    owner = np.broadcast_to(np.arange(len(spots))[:, None], inside.shape)[inside]
    pixels, relative = (rows * shape[1] + columns)[inside], relative[inside]
    order = np.lexsort((owner, relative, pixels))
    first = order[np.unique(pixels[order], return_index=True)[1]]
    pixels, owner = pixels[first], owner[first]
    order = np.argsort(owner, kind="stable")
    kept, sizes = np.unique(owner, return_counts=True)
    return Objects(pixels[order], np.concatenate([[0], np.cumsum(sizes)])), kept
