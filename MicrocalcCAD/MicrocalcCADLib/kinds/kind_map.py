"""Where a mammogram shows which kind of calcification: the kind network's answer over the whole breast."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..contrast import ContrastParameters, local_contrast
from ..networks.engine import Network
from ..networks.kind_unet import CHANNELS_OUT, DOWNSAMPLING, STRIDE_PX
from ..resample import canonical_shape, resample

SPACING_MM = 0.1
# what the network says this near to the end of what it was given is not read: it never learned there
UNSURE_PX = 6
BROAD = ContrastParameters(mean_mm=4.0, spread_mm=8.0, floor=5e-3, clip=(-4.0, 8.0))
MARGIN_PX = 32


@dataclass(frozen=True, eq=False)
class KindMap:
    """Probabilities of the kinds over an image.

    Parameters
    ----------
    probabilities
        float16 (15, rows, columns), adding up to 1 at each place: background, the kinds as in `vocabulary.KINDS`, and no
        calcification. The grid covers the same field as the image: pixel i of n is the part i / n to (i + 1) / n.
    spacing_mm
        About 0.2.
    """

    probabilities: np.ndarray
    spacing_mm: float


def network_input(image: np.ndarray, spacing_mm: float) -> np.ndarray:
    """Return what the network sees of an image float32 (rows, columns): fine and broad local contrast, float32 (2, rows, columns)."""
    return np.stack([local_contrast(image, spacing_mm), local_contrast(image, spacing_mm, BROAD)])


def kind_map(network: Network, pixels: np.ndarray, spacing_mm: tuple[float, float], mask: np.ndarray) -> KindMap:
    """Return the network's answer over the breast; outside of the part that holds it, all is background.

    Parameters
    ----------
    pixels
        float32 (rows, columns) in [0, 1] of the full scale.
    mask
        bool, same shape: the breast.
    """
    rows, columns = canonical_shape(pixels.shape, spacing_mm, SPACING_MM)
    rows, columns = (-(-side // DOWNSAMPLING) * DOWNSAMPLING for side in (rows, columns))
    shape = rows // DOWNSAMPLING, columns // DOWNSAMPLING
    probabilities = np.zeros((CHANNELS_OUT, *shape), np.float16)
    probabilities[0] = 1
    inside = [np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0)]
    if not len(inside[0]):
        return KindMap(probabilities, SPACING_MM * DOWNSAMPLING)
    image = resample(pixels, (rows, columns))
    window = []
    for places, full, side in zip(inside, mask.shape, (rows, columns), strict=True):
        first = max(0, int(places[0] * side / full) - MARGIN_PX) // STRIDE_PX * STRIDE_PX
        window.append((first, min(side, int((places[-1] + 1) * side / full) + MARGIN_PX)))
    (top, bottom), (left, right) = window
    given = network_input(image, SPACING_MM)[:, top:bottom, left:right]
    # where the picture ends it is mirrored, as in training
    before = [0 if start else STRIDE_PX for start, _ in window]
    after = [-(stop - start + first) % STRIDE_PX for (start, stop), first in zip(window, before, strict=True)]
    after = [n + STRIDE_PX if n < UNSURE_PX else n for n in after]
    answer = network(np.pad(given, [(0, 0), *zip(before, after, strict=True)], mode="symmetric")[None])[0]
    corner, height, width = [n // DOWNSAMPLING for n in before], bottom - top + 1, right - left + 1
    answer = answer[:, corner[0] : corner[0] + height // DOWNSAMPLING, corner[1] : corner[1] + width // DOWNSAMPLING]
    answer -= answer.max(axis=0)
    np.exp(answer, out=answer)
    answer /= answer.sum(axis=0)
    probabilities[:, top // 2 : top // 2 + answer.shape[1], left // 2 : left // 2 + answer.shape[2]] = answer
    return KindMap(probabilities, SPACING_MM * DOWNSAMPLING)
