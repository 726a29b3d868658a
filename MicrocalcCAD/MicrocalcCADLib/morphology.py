"""Calcifications by mathematical morphology: pyramid, extended maxima and watershed (Ciecholewski 2017)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import ndimage

from . import _morphology_kernels
from .compiled import machine
from .errors import InputError, MicrocalcError
from .progress import Progress

_EIGHT = np.ones((3, 3), bool)
_FINEST = 2.0**27
_PLACE_BITS = np.uint64(32)


@dataclass(frozen=True)
class MorphologyParameters:
    """Parameters of Ciecholewski 2017 as Marasinou 2023 ran it on images of 0.070 mm; lengths and areas are in pixels
    of that size.

    Parameters
    ----------
    patch_px
        Side of the patches, each worked on by itself; a multiple of 4, for the pyramid.
    dark
        Grey levels up to this fraction of the full scale are background.
    difference
        A location is brighter than a level of the pyramid by more than this fraction of the full scale.
    smallest_location_px
        Smaller locations are noise.
    extended_maximum
        h: height of an extended maximum over its surroundings, in 255ths of the full scale.
    largest_px
        Larger basins of the watershed are background.
    skin_px
        Radius of the disc by which the breast is eroded.
    """

    patch_px: int = 500
    dark: float = 21 / 255
    difference: float = 10 / 256
    smallest_location_px: int = 3
    extended_maximum: int = 5
    largest_px: int = 5000
    skin_px: int = 10

    def __post_init__(self) -> None:
        if self.patch_px < 8 or self.patch_px % 4:
            raise InputError(
                f"Patches of {self.patch_px} px cannot be halved twice: give a multiple of 4, usually 500."
            )
        if not 1 <= self.extended_maximum <= 255:
            raise InputError(
                f"An extended maximum of {self.extended_maximum} lies outside 1 to 255: give one of them, usually 5."
            )


def segment(
    image: np.ndarray,
    breast: np.ndarray,
    parameters: MorphologyParameters | None = None,
    progress: Progress | None = None,
) -> np.ndarray:
    """Return where calcifications are, bool (rows, columns).

    Locations are brighter than either level of a pyramid of closing-openings and lie in an extended maximum. They are
    the markers of a watershed on the gradient of the closing-opening; what its basins up to `largest_px` have in the
    eroded breast, holes filled, is the answer.

    Parameters
    ----------
    image
        float32 (rows, columns) in units of the full scale, bright is dense, of about 0.07 mm a pixel.
    breast
        bool array of the same shape; patches without any of it are left out.

    Raises
    ------
    MicrocalcError
        If numba is missing.
    Cancelled
        Within 0.5 s of a request to stop.

    References
    ----------
    Ciecholewski 2017, doi:10.1007/s10278-016-9923-8, in the form in which Marasinou 2023 compared it: patches, the
    pyramid of Gaussian reductions, and a watershed from the inner markers alone, whose leak into the background is too
    large to be kept.
    """
    p, progress = parameters or MorphologyParameters(), progress or Progress()
    inner = eroded_by_disc(breast, p.skin_px)
    found = np.zeros(image.shape, bool)
    patches = list(_patches(inner, p.patch_px))
    for done, window in enumerate(patches):
        progress(done / len(patches), "Looking for bright spots")
        part = image[window].astype(np.float64)
        padded = np.zeros((p.patch_px, p.patch_px))
        padded[: part.shape[0], : part.shape[1]] = part
        found[window] = segment_patch(padded, p)[: part.shape[0], : part.shape[1]]
    return holes_filled(found & inner)


def segment_patch(image: np.ndarray, parameters: MorphologyParameters) -> np.ndarray:
    """Return the basins of the calcifications in a float64 patch, bool, before the breast mask is applied."""
    p, kernels = parameters, _kernels()
    smooth = closing_opening(image)
    bright, inverted = image * (image > p.dark), 1.0 - smooth * (smooth > p.dark)
    maxima = extended_maxima((bright * 255).astype(np.uint8), p.extended_maximum, kernels)
    spots = _touched(maxima, locations(image, smooth, p))
    inside = kernels.regional_minima((inverted * 255).astype(np.int32)) & spots
    if not inside.any():
        return inside
    outside = _watershed_lines(inverted, kernels)
    inside &= ~_extreme(np.maximum, outside)
    levels, count = _levels(_extreme(np.maximum, inverted) - _extreme(np.minimum, inverted))
    imposed = kernels.imposed_minima(levels, inside | outside, count)
    basins = kernels.flooded(imposed, ndimage.label(inside)[0].astype(np.int32), count)
    sizes = np.bincount(basins.ravel())
    kept = sizes <= p.largest_px
    kept[0] = False
    return kept[basins]


def locations(image: np.ndarray, smooth: np.ndarray, parameters: MorphologyParameters) -> np.ndarray:
    """Return where a patch is brighter than the first or the second level of its pyramid, small objects left out."""
    p = parameters
    first = reduced(smooth)
    second = reduced(closing_opening(first))
    found = np.zeros(image.shape, bool)
    for level, factor in ((first, 2), (second, 4)):
        brighter = image - np.minimum(expanded(level, factor), image) > p.difference
        labels, _ = ndimage.label(brighter)
        large = np.bincount(labels.ravel()) >= p.smallest_location_px
        large[0] = False
        found |= large[labels]
    return found


def closing_opening(image: np.ndarray) -> np.ndarray:
    """Return the closing, then opening, with 3 x 3 pixels."""
    for function in (np.maximum, np.minimum, np.minimum, np.maximum):
        image = _extreme(function, image)
    return image


def reduced(image: np.ndarray) -> np.ndarray:
    """Return a level of a Gaussian pyramid: smoothed (2/3 px), then means of 2 x 2 pixels."""
    smooth = ndimage.gaussian_filter(image, 2 / 3, mode="reflect")
    pairs = smooth[0::2] + smooth[1::2]
    return (pairs[:, 0::2] + pairs[:, 1::2]) / 4


def expanded(image: np.ndarray, factor: int) -> np.ndarray:
    """Return an image of `factor` (2 or 4) times the size: linear interpolation, then smoothed (factor / 3 px)."""
    fine = _interpolated(_interpolated(image, factor).T, factor).T
    return ndimage.gaussian_filter(fine, factor / 3, mode="reflect")


def extended_maxima(image: np.ndarray, height: int, kernels: Any) -> np.ndarray:
    """Return the regional maxima of the h-maxima of a uint8 image, bool; the reconstruction is SimpleITK's.

    A seed below 0 may count as 0: where any grey level reaches `height`, no dome lies below 0, and where none does, all
    are one plateau.
    """
    import SimpleITK as sitk

    seed = np.maximum(image, height) - np.uint8(height)
    domes = sitk.ReconstructionByDilation(sitk.GetImageFromArray(seed), sitk.GetImageFromArray(image), True)
    return kernels.regional_minima(255 - sitk.GetArrayViewFromImage(domes).astype(np.int32))


def eroded_by_disc(mask: np.ndarray, radius: int) -> np.ndarray:
    """Return the erosion by a disc (distances up to `radius`), bool; what lies beyond the image counts as inside.

    A pixel stays if in each row of the disc its distance along that row to the next pixel outside exceeds the disc's
    width.
    """
    reach = np.zeros(mask.shape, np.uint8)
    run = mask
    for _ in range(radius + 1):
        reach += run
        run = _extreme_along(np.minimum, run, 1)
    result = mask.copy()
    for step in range(radius + 1):
        enough = reach > int(np.sqrt(radius**2 - step**2))
        result[step:] &= enough[: len(enough) - step]
        result[: len(result) - step] &= enough[step:]
    return result


def holes_filled(mask: np.ndarray) -> np.ndarray:
    """Return the mask with the 4-connected holes that do not touch the image's border filled."""
    labels, count = ndimage.label(~mask)
    outer = np.zeros(count + 1, bool)
    for line in (labels[0], labels[-1], labels[:, 0], labels[:, -1]):
        outer[line] = True
    outer[0] = False
    return ~outer[labels]


def _patches(inner: np.ndarray, side: int) -> Iterator[tuple[slice, slice]]:
    for row in range(0, inner.shape[0], side):
        for column in range(0, inner.shape[1], side):
            window = slice(row, row + side), slice(column, column + side)
            if inner[window].any():
                yield window


def _watershed_lines(image: np.ndarray, kernels: Any) -> np.ndarray:
    """Return the pixels on either side of the borders between the basins of all regional minima."""
    levels, count = _levels(image)
    basins = kernels.flooded(levels, ndimage.label(kernels.regional_minima(levels))[0].astype(np.int32), count)
    lines = np.zeros(image.shape, bool)
    down, across = basins[1:] != basins[:-1], basins[:, 1:] != basins[:, :-1]
    lines[1:] |= down
    lines[:-1] |= down
    lines[:, 1:] |= across
    lines[:, :-1] |= across
    return lines


def _touched(mask: np.ndarray, seeds: np.ndarray) -> np.ndarray:
    """Return the 8-connected objects of a mask that a seed touches: its binary reconstruction."""
    labels, count = ndimage.label(mask, _EIGHT)
    touched = np.zeros(count + 1, bool)
    touched[labels[seeds]] = True
    touched[0] = False
    return touched[labels]


def _levels(values: np.ndarray) -> tuple[np.ndarray, int]:
    """Return each value's rank among the different values and 0, int32, and the number of ranks.

    Differences below 2^-27 count as none; there are none between float32 grey levels from 2^-4 to 1, nor between their
    differences. Sorting value and place as one integer is faster than an argsort.
    """
    keys = np.sort(
        (values.ravel() * _FINEST).astype(np.uint64) << _PLACE_BITS | np.arange(values.size, dtype=np.uint64)
    )
    ascending = keys >> _PLACE_BITS
    steps = np.append(ascending[0] > 0, ascending[1:] > ascending[:-1])
    ranks = np.empty(values.size, np.int32)
    ranks[keys.astype(np.uint32)] = np.cumsum(steps)
    return ranks.reshape(values.shape), int(steps.sum()) + 1


def _extreme(function: np.ufunc, image: np.ndarray) -> np.ndarray:
    """Return the maximum or minimum over 3 x 3 pixels, those beyond the border left out."""
    return _extreme_along(function, _extreme_along(function, image, 0), 1)


def _extreme_along(function: np.ufunc, image: np.ndarray, axis: int) -> np.ndarray:
    result, turned = image.copy(), np.moveaxis(image, axis, 0)
    view = np.moveaxis(result, axis, 0)
    function(view[1:], turned[:-1], out=view[1:])
    function(view[:-1], turned[1:], out=view[:-1])
    return result


def _interpolated(image: np.ndarray, factor: int) -> np.ndarray:
    """Return `factor` times as many rows by linear interpolation; the second row is mirrored beyond the first."""
    before, after = np.vstack([image[1:2], image[:-1]]), np.vstack([image[1:], image[-2:-1]])
    fine = np.empty((image.shape[0], factor, image.shape[1]))
    for k in range(factor):
        shift = (k + 0.5) / factor - 0.5
        fine[:, k] = (1 - abs(shift)) * image + abs(shift) * (before if shift < 0 else after)
    return fine.reshape(-1, image.shape[1])


def _kernels() -> Any:
    try:
        return machine(_morphology_kernels)
    except ImportError as error:
        raise MicrocalcError(
            f"numba is needed for the morphological method and cannot be imported ({error}): pip install numba."
        ) from error


def small_holes_filled(shape: np.ndarray, pixel_mm2: float, largest_mm2: float) -> np.ndarray:
    """Return a shape, bool, with those of its holes filled whose area is at most `largest_mm2`."""
    holes, _ = ndimage.label(ndimage.binary_fill_holes(shape) & ~shape)
    areas = np.bincount(holes.ravel()) * pixel_mm2
    areas[0] = np.inf
    return shape | (areas <= largest_mm2)[holes]
