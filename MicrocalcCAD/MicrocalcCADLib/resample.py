"""Resampling between an image's own grid and a network's canonical spacing; both grids cover the same field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from .errors import InputError

if TYPE_CHECKING:
    from PIL import Image

LARGEST_GRID = 400_000_000
_STRIP_PX = 256
_VALUES_AT_A_TIME = 1 << 16
# bits of float32: the smallest normal float16, the power of two above the largest one, infinity, and how far the
# exponents are apart
_SMALLEST_NORMAL, _TOO_LARGE, _INFINITE = (np.float32(value).view(np.uint32) for value in (2.0**-14, 2.0**16, np.inf))
_EXPONENT_SHIFT = np.uint32((127 - 15) << 10)
_STEPS = np.float32(0.5)


def canonical_shape(shape: tuple[int, int], spacing_mm: tuple[float, float], target_mm: float) -> tuple[int, int]:
    """Return the rows and columns of the grid of about `target_mm` that covers the same field.

    Raises
    ------
    InputError
        If it has more pixels than a mammogram can have, since a spacing is wrong.
    """
    rows, columns = (
        max(1, round(pixels * spacing / target_mm)) for pixels, spacing in zip(shape, spacing_mm, strict=True)
    )
    if rows * columns > LARGEST_GRID:
        raise InputError(
            f"A grid of {target_mm:g} mm over this image would have {rows} x {columns} pixels, more than any mammogram:"
            " check its pixel spacing.",
            option="--spacing 0.07",
        )
    return rows, columns


def resample(image: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Return `image` on a grid of `shape` over the same field.

    Pixels are averaged where the new grid is coarser (triangular antialiasing) and interpolated linearly where it is
    finer. Pixel i of n covers the same part of the field as i / n to (i + 1) / n.

    Parameters
    ----------
    image
        (rows, columns); what is not float32 becomes so without a second copy.

    Returns
    -------
    float32 array of `shape`; the image itself where it is on that grid.
    """
    if tuple(image.shape) == tuple(shape):
        return np.asarray(image, np.float32)
    result = np.empty(shape, np.float32)
    picture = _resized(image, shape)
    for part in _slices(shape[0]):  # Pillow gives its pixels as one more copy
        result[part] = np.asarray(picture.crop((0, part.start, shape[1], part.stop)))
    return result


def resampled_above(image: np.ndarray, shape: tuple[int, int], level: float) -> np.ndarray:
    """Return where `resample` of an image gives more than a level, to rounding: bool of `shape`, in a quarter of the
    memory.
    """
    if tuple(image.shape) == tuple(shape):
        return image > level
    result = np.empty(shape, bool)
    for columns, strip in _strips(image, shape):
        np.greater(strip, level, out=result[:, columns])
    return result


def resampled_at(image: np.ndarray, shape: tuple[int, int], pixels: np.ndarray) -> np.ndarray:
    """Return what `resample` of an image gives at some pixels, to rounding; flat indices (n,) into `shape`: float32
    (n,).
    """
    values = np.empty(len(pixels), np.float32)
    rows, places = np.divmod(pixels, shape[1])
    order = np.argsort(places, kind="stable")
    rows, places = rows[order], places[order]
    for columns, strip in (
        [(slice(0, shape[1]), image)] if tuple(image.shape) == tuple(shape) else _strips(image, shape)
    ):
        part = slice(*np.searchsorted(places, (columns.start, columns.stop)))
        values[order[part]] = strip[rows[part], places[part] - columns.start]
    return values


def _strips(image: np.ndarray, shape: tuple[int, int]) -> Iterator[tuple[slice, np.ndarray]]:
    """Yield columns of the resampled image: rows are resampled first, some at a time, and then columns, so that no more
    is kept than a picture of its width and the image's height.

    Pillow begins with the columns where that is less work, which rounds otherwise.
    """
    narrow = np.empty((image.shape[0], shape[1]), np.float32)
    for part in _slices(image.shape[0]):
        narrow[part] = np.asarray(_resized(image[part], (part.stop - part.start, shape[1])))
    for part in _slices(shape[1]):
        yield part, np.asarray(_resized(narrow[:, part], (shape[0], part.stop - part.start)))


def _resized(image: np.ndarray, shape: tuple[int, int]) -> Image.Image:
    from PIL import Image

    # Pillow's filters are antialiased: their support grows with the reduction. It reckons positions in double
    # precision.
    picture = Image.fromarray(np.ascontiguousarray(image, np.float32))
    return picture.resize((shape[1], shape[0]), Image.Resampling.BILINEAR)


def _slices(size: int) -> Iterator[slice]:
    for first in range(0, size, _STRIP_PX):
        yield slice(first, min(first + _STRIP_PX, size))


def as_half(image: np.ndarray) -> np.ndarray:
    """Return a float32 array as float16, as NumPy rounds it, in a tenth of its time where these are probabilities.

    NumPy takes long over each value below 6e-5, and maps of probabilities are full of them.
    """
    flat = np.ascontiguousarray(image, np.float32).ravel()
    half = np.empty(flat.shape, np.uint16)
    for start in range(0, flat.size, _VALUES_AT_A_TIME):
        part = slice(start, start + _VALUES_AT_A_TIME)
        half[part] = _half_bits(flat[part])
    return half.view(np.float16).reshape(image.shape)


def _half_bits(values: np.ndarray) -> np.ndarray:
    """Return the bits of values rounded to the nearest float16, of two as near the even one; what is too large is
    infinite.
    """
    bits = values.view(np.uint32)
    size = bits & np.uint32(0x7FFFFFFF)
    if (size > _INFINITE).any():  # not a number
        return values.astype(np.float16).view(np.uint16)
    np.minimum(size, _TOO_LARGE, out=size)
    # below the smallest normal value float16 has whole multiples of 2^-24, and so has float32 between 0.5 and 1
    small = (size.view(np.float32) + _STEPS).view(np.uint32) - _STEPS.view(np.uint32)
    normal = (size + np.uint32(0xFFF) + (size >> np.uint32(13) & np.uint32(1)) >> np.uint32(13)) - _EXPONENT_SHIFT
    return (np.where(size < _SMALLEST_NORMAL, small, normal) | (bits >> np.uint32(16) & np.uint32(0x8000))).astype(
        np.uint16
    )


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
