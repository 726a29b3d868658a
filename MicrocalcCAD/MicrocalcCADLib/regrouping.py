"""The calcifications of a segment, measured and grouped anew: after edits, and for another linking distance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from .analysis import MEASURES, Candidates
from .clusters import ClusterParameters, group
from .errors import InputError
from .findings import Cluster, ImageFacts
from .mammogram import Mammogram
from .measure import measure_objects
from .objects import Objects

# A reader has put them there, or left them: all count alike.
SCORE = 1.0


@dataclass(frozen=True, eq=False)
class Regrouping:
    """Groups of a segment's calcifications, and each one's group (0 for none)."""

    clusters: tuple[Cluster, ...]
    membership: np.ndarray

    @property
    def alone(self) -> int:
        """Number of calcifications in no group."""
        return int((self.membership == 0).sum())


def mask_objects(mask: np.ndarray) -> Objects:
    """Return the 4-connected objects of a mask.

    Objects are in raster order of their first pixel. The cost is that of the set pixels, not of the image: a mammogram
    has millions of pixels and few of them are calcifications.

    Parameters
    ----------
    mask
        bool (rows, columns).
    """
    flat = np.flatnonzero(mask)
    number = numbered(len(flat), *adjacent(flat, mask.shape[1]))
    order = np.argsort(number, kind="stable")
    return Objects(flat[order], np.concatenate([[0], np.cumsum(np.bincount(number))]).astype(np.int64))


def adjacent(flat: np.ndarray, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs of pixels that share an edge, as two arrays of positions in `flat`.

    Parameters
    ----------
    flat
        Ascending flat indices (row * columns + column), each once.
    """
    if not flat.size:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    across = np.flatnonzero((np.diff(flat) == 1) & (flat[1:] % columns != 0))
    below = np.minimum(np.searchsorted(flat, flat + columns), len(flat) - 1)
    down = np.flatnonzero(flat[below] == flat + columns)
    return np.concatenate([across, down]), np.concatenate([across + 1, below[down]])


def diagonal(flat: np.ndarray, columns: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return the pairs of pixels that share a corner, as two arrays of positions in `flat`, and of each pair the flat
    indices of the two pixels that share an edge with both; `flat` as in `adjacent`.
    """
    found = []
    for step in (-1, 1):
        inside = flat % columns != (0 if step < 0 else columns - 1)
        first = np.flatnonzero(inside & np.isin(flat + columns + step, flat))
        found.append((first, np.searchsorted(flat, flat[first] + columns + step), flat[first] + step))
    first, second, beside = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return first, second, beside, flat[first] + columns


def numbered(count: int, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the component (0, 1, ...) of each of `count` things that the pairs connect, int (count,); in order of the
    first thing of each.
    """
    if count == 0:
        return np.zeros(0, np.int64)
    graph = coo_matrix((np.ones(len(first), np.int8), (first, second)), shape=(count, count))
    owner = connected_components(graph, directed=False)[1]
    _, leader, number = np.unique(owner, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(leader))[number]


def segment_candidates(mask: np.ndarray, mammogram: Mammogram) -> Candidates:
    """Return a segment's objects as candidates of score 1, with all measures.

    Parameters
    ----------
    mask
        bool (rows, columns), on the image's grid.

    Raises
    ------
    InputError
        If the mask lies on another grid.
    """
    if mask.shape != mammogram.shape:
        raise InputError(
            f"The segment has shape {mask.shape} and the image {mammogram.shape}: give the segment on the image's grid."
        )
    objects = mask_objects(mask)
    measures = measure_objects(objects, mammogram.pixels, mammogram.spacing_mm)
    measures[:, MEASURES.index("score")] = SCORE
    return Candidates(measures, objects)


def regroup(candidates: Candidates, mammogram: Mammogram, parameters: ClusterParameters | None = None) -> Regrouping:
    """Return the groups of a segment's calcifications; the same rule as for a detection (`clusters.group`)."""
    image = ImageFacts(
        *mammogram.shape, mammogram.spacing_mm, mammogram.spacing_from, mammogram.laterality, mammogram.view
    )
    if len(candidates) == 0:
        return Regrouping((), np.zeros(0, int))
    return Regrouping(*group(candidates, image, 0.0, parameters or ClusterParameters()))


def cluster_areas(clusters: tuple[Cluster, ...], shape: tuple[int, int]) -> np.ndarray:
    """Return a bool image (rows, columns) of the filled outlines."""
    from PIL import Image, ImageDraw

    image = Image.new("L", (shape[1], shape[0]))
    draw = ImageDraw.Draw(image)
    for cluster in clusters:
        draw.polygon([(column, row) for row, column in cluster.outline], fill=1)
    return np.asarray(image) > 0
