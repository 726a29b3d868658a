"""Whether a mammogram is inverted: bright background, dark tissue."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from ..downsampling import block_means, otsu_threshold

# on 83 film and digital mammograms the ring's bright fraction was 0.00 to 0.43, and 0.57 to 1.00 when inverted
_RING_FRACTION = 0.5
_RING_DEPTH = 0.04
_SMOOTHER = 1.5


def looks_inverted(pixels: np.ndarray) -> bool:
    """Return True if most of the border is bright and the bright part is smoother than the dark one.

    The border is looked at a little inside the image, so that white frames of films do not count. Background is
    smooth in every mammogram, tissue is not: an image that is cut inside the breast is left as it is.

    Parameters
    ----------
    pixels
        (rows, columns) grey values of any range.
    """
    factor = max(1, max(pixels.shape) // 256)
    small = block_means(pixels, (factor, factor))
    bright = small > otsu_threshold(small)
    if _bright_fraction_of_ring(bright) <= _RING_FRACTION:
        return False
    texture = np.abs(small - ndimage.uniform_filter(small, 3))
    return _typical(texture, bright) * _SMOOTHER < _typical(texture, ~bright)


def _bright_fraction_of_ring(bright: np.ndarray) -> float:
    depth = int(_RING_DEPTH * min(bright.shape))
    inner = bright[depth : bright.shape[0] - depth, depth : bright.shape[1] - depth]
    return float(np.concatenate([inner[0], inner[-1], inner[:, 0], inner[:, -1]]).mean())


def _typical(texture: np.ndarray, region: np.ndarray) -> float:
    inside = ndimage.binary_erosion(region, iterations=2)
    return float(np.median(texture[inside])) if inside.any() else float("inf")
