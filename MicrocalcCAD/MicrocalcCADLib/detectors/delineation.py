"""The outlines of calcifications within blobs: one for each peak that stands out, where it shows at least a given part
of its height.
"""

from __future__ import annotations

import math

import numpy as np

from ..compiled import loops
from ..measure import measure_objects
from ..objects import Objects
from . import _delineation_kernels

LEVEL = 0.5
DEPTH = 0.25
SMOOTHING_MM = 0.03
# pixels that plain loops would take longer for, at 20 microseconds each, than machine code takes to be made
_MANY_PX = 300_000


def standing_out(
    probability: np.ndarray, objects: Objects, image: np.ndarray, spacing_mm: tuple[float, float], least_peak: float
) -> np.ndarray:
    """Return how much each pixel of an object stands out, 0 elsewhere: float32 of the image's shape.

    That is the geometric mean of its contrast, relative to the object's highest, and of its probability. Contrast alone
    is noisy, probability alone a little wide; half of the mean is closer to the truth of simulated calcifications than
    half of either. An object in which no probability exceeds `least_peak` has its relative contrast alone.

    Parameters
    ----------
    probability
        float32 (m,) at the objects' pixels.
    image
        (rows, columns) in units of the full scale.
    """
    measures = measure_objects(objects, image, spacing_mm)
    pixels, owner = objects.pixels, objects.owners
    contrast = np.maximum(image.ravel()[pixels] - (measures[:, 7] - measures[:, 8])[owner], 0).astype(np.float32)
    contrast /= np.maximum(objects.reduced(np.maximum, contrast), np.float32(1e-6))[owner]
    known = objects.reduced(np.maximum, probability)[owner] > least_peak
    result = np.zeros(image.shape, np.float32)
    result.ravel()[pixels] = np.where(known, np.sqrt(contrast * probability), contrast)
    return result


def delineate(
    blobs: Objects,
    image: np.ndarray,
    spacing_mm: tuple[float, float],
    level: float = LEVEL,
    depth: float = DEPTH,
    smoothing_mm: float = SMOOTHING_MM,
) -> tuple[Objects, np.ndarray]:
    """Return the calcifications within blobs, and the 0-based index of the blob of each.

    A Hessian-DoG object is wider than what a reader outlines, since it unites scales, and it joins neighbours. It is
    flooded from its peaks: a peak stays one of its own where the saddle to a higher one lies at least `depth` of its
    height below it. Of each, the 4-connected pixels that show at least `level` of the peak's height are kept. Heights
    are those over the blob's surroundings, in the slightly smoothed image.

    Parameters
    ----------
    blobs
        Pixels ascend in each; no two share a pixel.
    image
        (rows, columns) in units of the full scale.
    level, depth
        Fractions of a peak's height in [0, 1].
    smoothing_mm
        Standard deviation of the smoothing.

    Returns
    -------
    The calcifications, and int64 (n,) of blob indices.
    """
    if not len(blobs):
        return blobs, np.zeros(0, np.int64)
    kernels = loops(_delineation_kernels, long=len(blobs.pixels) > _MANY_PX)
    measures = measure_objects(blobs, image, spacing_mm)
    sigma_px = smoothing_mm / math.sqrt(spacing_mm[0] * spacing_mm[1])
    taps = kernels.gaussian_taps(sigma_px, max(1, math.ceil(2 * sigma_px)))
    part = kernels.split_and_outline(
        blobs.pixels, blobs.starts, np.ascontiguousarray(image), measures[:, 7] - measures[:, 8], taps, depth, level
    )
    kept = part >= 0
    blob = blobs.owners[kept]
    places, part = blobs.pixels[kept], part[kept]
    order = np.lexsort((places, part, blob))
    first = np.flatnonzero(np.concatenate([[True], (np.diff(blob[order]) != 0) | (np.diff(part[order]) != 0)]))
    return Objects(places[order], np.append(first, len(order))), blob[order][first]
