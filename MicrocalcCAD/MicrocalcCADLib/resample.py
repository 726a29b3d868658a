"""Resampling between an image's own grid and a network's canonical spacing; both grids cover the same field."""

from __future__ import annotations

import numpy as np

from .errors import InputError

LARGEST_GRID = 400_000_000
_STRIP_ROWS = 256
_SMALLEST_NORMAL = np.float32(2.0**-14)


def canonical_shape(shape: tuple[int, int], spacing_mm: tuple[float, float], target_mm: float) -> tuple[int, int]:
    """Return the rows and columns of the grid of about `target_mm` that covers the same field.

    Raises
    ------
    InputError
        If it has more pixels than a mammogram can have, since a spacing is wrong.
    """
    rows, columns = (max(1, round(pixels * spacing / target_mm)) for pixels, spacing in zip(shape, spacing_mm, strict=True))
    if rows * columns > LARGEST_GRID:
        raise InputError(
            f"A grid of {target_mm:g} mm over this image would have {rows} x {columns} pixels, more than any mammogram: check its pixel spacing."
        )
    return rows, columns


def resample(image: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Return `image` on a grid of `shape` over the same field.

    Pixels are averaged where the new grid is coarser (triangular antialiasing) and interpolated linearly where it is
    finer. Pixel i of n covers the same part of the field as i / n to (i + 1) / n.

    Parameters
    ----------
    image
        float32 (rows, columns).

    Returns
    -------
    float32 array of `shape`.
    """
    if tuple(image.shape) == tuple(shape):
        return image
    from PIL import Image

    # Pillow's filters are antialiased: their support grows with the reduction. It reckons positions in double precision.
    picture = Image.fromarray(np.ascontiguousarray(image, np.float32))
    resized = picture.resize((shape[1], shape[0]), Image.Resampling.BILINEAR)
    result = np.empty(shape, np.float32)
    for top in range(0, shape[0], _STRIP_ROWS):  # Pillow gives its pixels as one more copy
        bottom = min(top + _STRIP_ROWS, shape[0])
        result[top:bottom] = np.asarray(resized.crop((0, top, shape[1], bottom)))
    return result


def as_half(image: np.ndarray) -> np.ndarray:
    """Return a float32 array as float16, as NumPy rounds it; faster where many values are below 6e-5, as in maps of probabilities:
    those are whole multiples of 2^-24, and written as such."""
    size = np.abs(image)
    small = size < _SMALLEST_NORMAL
    with np.errstate(over="ignore"):
        bits = np.where(small, np.float32(0), image).astype(np.float16).view(np.uint16)
    bits[small] = np.rint(size[small] * np.float32(2**24)).astype(np.uint16) | (np.signbit(image[small]).astype(np.uint16) << np.uint16(15))
    return bits.view(np.float16)


def sampled(maps: np.ndarray, rows: np.ndarray, columns: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Return maps, that cover the field of an image of `shape`, at positions in that image by linear interpolation.

    Parameters
    ----------
    maps
        float32 (k, map rows, map columns).
    rows, columns
        (n,) positions in pixels of the image.

    Returns
    -------
    float32 array (k, n).
    """
    y0, y1, fy = _neighbours(rows, shape[0], maps.shape[1])
    x0, x1, fx = _neighbours(columns, shape[1], maps.shape[2])
    top = maps[:, y0, x0] * (1 - fx) + maps[:, y0, x1] * fx
    bottom = maps[:, y1, x0] * (1 - fx) + maps[:, y1, x1] * fx
    return top * (1 - fy) + bottom * fy


def _neighbours(position: np.ndarray, size: int, map_size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    at = np.clip((position + 0.5) * (map_size / size) - 0.5, 0, map_size - 1).astype(np.float32)
    low = at.astype(np.int64)
    return low, np.minimum(low + 1, map_size - 1), at - low
