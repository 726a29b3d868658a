"""Ciecholewski's segmentation as a textbook writes it, with scikit-image, scipy and a heap: slow, whole patches,
nothing clever.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from itertools import count

import numpy as np
from MicrocalcCADLib.morphology import MorphologyParameters
from scipy import ndimage
from skimage.morphology import closing, dilation, disk, erosion, local_minima, opening, reconstruction
from skimage.segmentation import find_boundaries
from skimage.transform import pyramid_expand, pyramid_reduce

SQUARE = np.ones((3, 3))
Watershed = Callable[[np.ndarray, np.ndarray], np.ndarray]


def meyer_watershed(image: np.ndarray, markers: np.ndarray) -> np.ndarray:
    """Flood from markers: the lowest pixel next, of equal ones the first that was reached; 4-connected (Meyer 1994)."""
    labels, arrival = markers.copy(), count()
    queue = [(image[place], next(arrival), place) for place in map(tuple, np.argwhere(markers))]
    heapq.heapify(queue)
    while queue:
        _, _, (row, column) = heapq.heappop(queue)
        for place in ((row - 1, column), (row, column - 1), (row, column + 1), (row + 1, column)):
            if 0 <= place[0] < image.shape[0] and 0 <= place[1] < image.shape[1] and not labels[place]:
                labels[place] = labels[row, column]
                heapq.heappush(queue, (image[place], next(arrival), place))
    return labels


def reference_segment(
    image: np.ndarray, breast: np.ndarray, parameters: MorphologyParameters, watershed: Watershed = meyer_watershed
) -> np.ndarray:
    """Segment calcifications patch by patch; see `MicrocalcCADLib.morphology.segment`."""
    p, side = parameters, parameters.patch_px
    rows, columns = image.shape
    padded = np.zeros((-(-rows // side) * side, -(-columns // side) * side))
    padded[:rows, :columns] = image
    found = np.zeros(padded.shape, bool)
    for row in range(0, padded.shape[0], side):
        for column in range(0, padded.shape[1], side):
            window = slice(row, row + side), slice(column, column + side)
            found[window] = reference_patch(padded[window], p, watershed)
    inner = ndimage.binary_erosion(breast, disk(p.skin_px), border_value=1)
    return ndimage.binary_fill_holes(found[:rows, :columns] & inner)


def reference_patch(image: np.ndarray, parameters: MorphologyParameters, watershed: Watershed) -> np.ndarray:
    """Segment one float64 patch."""
    p = parameters
    bright = image * (image > p.dark)
    maxima = extended_maxima((bright * 255).astype(int), p.extended_maximum)
    first = pyramid_reduce(closing_opening(image))
    second = pyramid_reduce(closing_opening(first))
    spots = np.zeros(image.shape, bool)
    for level, factor in ((first, 2), (second, 4)):
        brighter = without_small(
            image - np.minimum(pyramid_expand(level, upscale=factor), image) > p.difference, p.smallest_location_px
        )
        spots |= reconstruction(brighter & maxima, maxima).astype(bool)
    inverted = 1.0 - closing_opening(bright)
    inside = regional_minima((inverted * 255).astype(int)) & spots
    all_basins = watershed(inverted, ndimage.label(local_minima(inverted))[0])
    outside = find_boundaries(all_basins, mode="outer")
    inside &= ~ndimage.binary_dilation(outside, SQUARE)
    gradient = dilation(inverted, SQUARE) - erosion(inverted, SQUARE)
    seed = np.where(inside | outside, 0.0, gradient.max())
    imposed = reconstruction(seed, np.minimum(seed, gradient), method="erosion")
    basins = watershed(imposed, ndimage.label(inside)[0])
    sizes = np.bincount(basins.ravel())
    return (basins > 0) & (sizes <= p.largest_px)[basins]


def closing_opening(image: np.ndarray) -> np.ndarray:
    """Close, then open, with 3 x 3 pixels."""
    return opening(closing(image, SQUARE), SQUARE)


def extended_maxima(image: np.ndarray, height: int) -> np.ndarray:
    """Return the regional maxima of the h-maxima."""
    domes = reconstruction(image - height, image, method="dilation")
    return domes + 1 > reconstruction(domes, domes + 1, method="dilation")


def regional_minima(image: np.ndarray) -> np.ndarray:
    """Return the regional minima of an integer image."""
    return reconstruction(image + 1, image, method="erosion") > image


def without_small(mask: np.ndarray, smallest_px: int) -> np.ndarray:
    """Return the 4-connected objects of at least `smallest_px`."""
    labels, _ = ndimage.label(mask)
    return mask & (np.bincount(labels.ravel()) >= smallest_px)[labels]
