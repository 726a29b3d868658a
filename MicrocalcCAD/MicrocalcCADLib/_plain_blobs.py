"""The loops of `_blob_kernels` in NumPy and SciPy, with the same answers to the last bit, for where there is no machine
code yet.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from scipy.ndimage import correlate1d, label

from ._blob_kernels import IN_OBJECT, NUMBERED

BAND_ROWS = 128  # the Gaussians see 20 rows more on either side
__all__ = ["BAND_ROWS", "IN_OBJECT", "NUMBERED", "blob_tile", "grow", "list_pixels", "number_objects"]
_AROUND_PX = 2  # of a pixel, for its second derivatives


def blob_tile(
    image: np.ndarray,
    tile: tuple[int, int, int, int],
    weights: np.ndarray,
    radii: np.ndarray,
    factors: np.ndarray,
    threshold: float,
    hessian_threshold: float,
    flags: np.ndarray,
    top: int,
    edge: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Set the Hessian bits of a tile and return its seeds and their responses; see `_blob_kernels.blob_tile`."""
    first, last, left, right = tile
    rows = _around(first, last, _AROUND_PX, image.shape[0])
    columns = _around(left, right, _AROUND_PX, image.shape[1])
    response = _responses(image, rows, columns, weights, radii, factors)
    inner = slice(first - rows[0], last - rows[0]), slice(left - columns[0], right - columns[0])
    window = flags[first - top + 1 : last - top + 1, left - edge + 1 : right - edge + 1]
    found = []
    for plane, values in enumerate(response):
        blob_like = _blob_like(values, hessian_threshold)[inner]
        window |= np.where(blob_like, np.uint8(1 << plane), np.uint8(0))
        r, c = np.nonzero(blob_like & (values[inner] > threshold))
        highest = _is_maximum(response, plane, r + inner[0].start, c + inner[1].start)
        found.append(np.column_stack([r[highest] + first, c[highest] + left, np.full(int(highest.sum()), plane)]))
    seeds = np.concatenate(found)
    seeds = seeds[np.lexsort((seeds[:, 2], seeds[:, 1], seeds[:, 0]))]
    return seeds, response[seeds[:, 2], seeds[:, 0] - rows[0], seeds[:, 1] - columns[0]]


def grow(flags: np.ndarray, starts: np.ndarray, planes: np.ndarray, queue: np.ndarray) -> int:
    """Mark as in an object the component of its plane's Hessian bits under every start; return the number of pixels."""
    del queue
    for plane in np.unique(planes):
        components, count = label(flags & np.uint8(1 << plane))
        chosen = np.zeros(count + 1, bool)
        chosen[components.ravel()[starts[planes == plane]]] = True
        chosen[0] = False
        flags |= np.where(chosen[components], IN_OBJECT, np.uint8(0))
    return int(np.count_nonzero(flags & IN_OBJECT))


def number_objects(
    flags: np.ndarray, queue: np.ndarray, top: int, edge: int, labels: np.ndarray, sizes: np.ndarray
) -> int:
    """Number the 4-connected objects in raster order from 1, write their sizes into `sizes[1:]`, and return their
    number.
    """
    del queue
    inner = (flags & IN_OBJECT)[1:-1, 1:-1]
    count = label(inner, output=labels[top : top + inner.shape[0], edge : edge + inner.shape[1]])
    sizes[1 : count + 1] = np.bincount(labels.ravel(), minlength=count + 1)[1:]
    return count


def list_pixels(labels: np.ndarray, top: int, bottom: int, following: np.ndarray, pixels: np.ndarray) -> None:
    """Write the flat index of every labelled pixel of the rows `top` to `bottom` to its object's place in `pixels`."""
    del following
    places = np.flatnonzero(labels[top:bottom]) + top * labels.shape[1]
    pixels[:] = places[np.argsort(labels.ravel()[places], kind="stable")]


def _around(start: int, end: int, margin: int, size: int) -> tuple[int, int]:
    return max(start - margin, 0), min(end + margin, size)


def _responses(
    image: np.ndarray,
    rows: tuple[int, int],
    columns: tuple[int, int],
    weights: np.ndarray,
    radii: np.ndarray,
    factors: np.ndarray,
) -> np.ndarray:
    """Return the differences of Gaussians (planes, rows, columns) of a part of the image; it is mirrored
    at its border.
    """
    wide = [_around(*span, int(radii[-1]), size) for span, size in zip((rows, columns), image.shape, strict=True)]
    part = image[slice(*wide[0]), slice(*wide[1])].astype(np.float64)
    kept = slice(rows[0] - wide[0][0], rows[1] - wide[0][0]), slice(columns[0] - wide[1][0], columns[1] - wide[1][0])
    smooth = []
    for half, radius in zip(weights, radii, strict=True):
        whole = np.concatenate([half[radius:0:-1], half[: radius + 1]])
        down = correlate1d(part, whole, axis=0, mode="reflect")[kept[0]]
        smooth.append(correlate1d(down, whole, axis=1, mode="reflect")[:, kept[1]])
    return np.stack(
        [factor * (fine - coarse) for factor, (fine, coarse) in zip(factors, pairwise(smooth), strict=True)]
    )


def _blob_like(response: np.ndarray, hessian_threshold: float) -> np.ndarray:
    down = _slope(response, 0)
    second_down, mixed, second_across = _slope(down, 0), _slope(down, 1), _slope(_slope(response, 1), 1)
    trace = second_down + second_across
    determinant = second_down * second_across - mixed * mixed
    return (trace < 0) & (determinant + hessian_threshold * (trace * trace) > 0)


def _slope(values: np.ndarray, axis: int) -> np.ndarray:
    """Return central differences, one-sided at the edges, 0 along an axis of one pixel."""
    return np.gradient(values, axis=axis) if values.shape[axis] > 1 else np.zeros_like(values)


def _is_maximum(response: np.ndarray, plane: int, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return which places are no lower than their neighbours in position and scale."""
    values = response[plane, rows, columns]
    highest = np.ones(len(rows), bool)
    for p in range(max(plane - 1, 0), min(plane + 2, len(response))):
        for down in (-1, 0, 1):
            for across in (-1, 0, 1):
                r = np.clip(rows + down, 0, response.shape[1] - 1)
                highest &= response[p, r, np.clip(columns + across, 0, response.shape[2] - 1)] <= values
    return highest
