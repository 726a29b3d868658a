"""Coarse images (digitised film of 0.2 mm) are worked on a grid finer by an integer factor, and objects brought back
from it.
"""

from __future__ import annotations

import numpy as np

from .objects import Objects


def refine(image: np.ndarray, factor: int) -> np.ndarray:
    """Return the image, float32, on a grid finer by an integer factor over the same field.

    Cubic splines, kept in the image's range. On real film of 0.2 mm they gave, at equal density of blobs within
    annotated clusters, 9 to 30 % fewer blobs outside them than linear interpolation.
    """
    if factor == 1:
        return image
    from scipy.ndimage import zoom

    fine = zoom(np.asarray(image, np.float32), factor, order=3, mode="reflect", grid_mode=True)
    return np.clip(fine, image.min(), image.max(), out=fine)


def to_original_grid(objects: Objects, fine_shape: tuple[int, int], factor: int) -> Objects:
    """Return objects of a grid of `fine_shape` on the original grid, which is coarser by the factor; pixels ascend in
    each.

    An original pixel goes to the object that covers most of it, if that is at least half of it. An object left with
    none takes the pixel that it covers most: a free one, or one of an object that has others, or at last the nearest
    free pixel. So every object keeps at least one pixel and none is shared.
    """
    if factor == 1 or not len(objects):
        return objects
    count, shape = len(objects), (fine_shape[0] // factor, fine_shape[1] // factor)
    rows, columns = np.divmod(objects.pixels, fine_shape[1])
    pairs, covered = np.unique(
        (rows // factor * shape[1] + columns // factor) * count + objects.owners, return_counts=True
    )
    places, owner = np.divmod(pairs, count)
    order = np.lexsort((owner, -covered, places))
    places, owner, covered = places[order], owner[order], covered[order]
    most = np.append(True, places[1:] != places[:-1]) & (2 * covered >= factor**2)
    holder = np.full(shape, -1)
    holder.ravel()[places[most]] = owner[most]
    _serve_the_lacking(holder, places, owner, covered, np.bincount(owner[most], minlength=count))
    return Objects.labelled(holder + 1, count)


def _serve_the_lacking(
    holder: np.ndarray, places: np.ndarray, owner: np.ndarray, covered: np.ndarray, sizes: np.ndarray
) -> None:
    flat = holder.ravel()
    order = np.lexsort((-covered, owner))
    firsts = np.searchsorted(owner[order], np.arange(len(sizes) + 1))
    for lacking in np.flatnonzero(sizes == 0):
        wanted = places[order[firsts[lacking] : firsts[lacking + 1]]]
        free = wanted[flat[wanted] < 0]
        spared = wanted[sizes[flat[wanted]] > 1] if not free.size else free
        place = spared[0] if spared.size else _nearest_free(holder, int(wanted[0]))
        if flat[place] >= 0:
            sizes[flat[place]] -= 1
        flat[place], sizes[lacking] = lacking, 1


def _nearest_free(holder: np.ndarray, place: int) -> int:
    row, column = divmod(place, holder.shape[1])
    for reach in range(1, max(holder.shape)):
        top, left = max(row - reach, 0), max(column - reach, 0)
        rows, columns = np.nonzero(holder[top : row + reach + 1, left : column + reach + 1] < 0)
        if rows.size:
            nearest = np.hypot(rows + top - row, columns + left - column).argmin()
            return int((rows[nearest] + top) * holder.shape[1] + columns[nearest] + left)
    raise ValueError("there are more objects than pixels")
