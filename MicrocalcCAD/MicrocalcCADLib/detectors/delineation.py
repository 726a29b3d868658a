"""The outline of a calcification within its blob: where it shows at least half of its contrast."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from ..measure import measure_objects
from .objects import per_object

LEVEL = 0.5
OWN_PEAK = 0.75


def delineate(
    pixels: np.ndarray, starts: np.ndarray, image: np.ndarray, spacing_mm: tuple[float, float], level: float = LEVEL
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the calcifications within blobs, and the 0-based index of the blob of each.

    A Hessian-DoG object is wider than what a reader outlines, since it unites scales. Of each, the pixels that show at
    least `level` of its peak contrast over its surroundings are kept, as 4-connected parts; a part without a peak of
    its own (three quarters of the blob's) is noise at the blob's flank and is left out. The part with the blob's peak
    always stays.

    Parameters
    ----------
    pixels, starts
        Blob objects as runs of flat indices; no two share a pixel.
    image
        (rows, columns) in units of the full scale.

    Returns
    -------
    Pixels and offsets of the parts, and int64 (n,) of blob indices.
    """
    n = len(starts) - 1
    if n == 0:
        return pixels, starts, np.zeros(0, np.int64)
    measures = measure_objects(pixels, starts, image, spacing_mm)
    background = measures[:, 7] - measures[:, 8]
    values = image.ravel()[pixels].astype(float)
    height = np.maximum(per_object(np.maximum, values, starts) - background, 1e-9)
    blob = np.repeat(np.arange(n), np.diff(starts))
    relative = (values - background[blob]) / height[blob]
    kept = relative >= level
    part, count = _parts(pixels[kept], image.shape)
    order = np.argsort(part, kind="stable")
    sorted_pixels, owners = pixels[kept][order], blob[kept][order]
    offsets = np.concatenate([[0], np.cumsum(np.bincount(part, minlength=count))])
    peaks = per_object(np.maximum, relative[kept][order], offsets)
    own = np.flatnonzero(peaks >= OWN_PEAK)
    sizes = np.diff(offsets)[own]
    chosen = np.repeat(offsets[own], sizes) + np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return sorted_pixels[chosen], np.concatenate([[0], np.cumsum(sizes)]), owners[offsets[own]]


def _parts(pixels: np.ndarray, shape: tuple[int, int]) -> tuple[np.ndarray, int]:
    """Return the 0-based number of the 4-connected part that each pixel belongs to, and the number of parts."""
    image = np.zeros(shape, bool)
    image.ravel()[pixels] = True
    labels, count = ndimage.label(image)
    return labels.ravel()[pixels] - 1, count
