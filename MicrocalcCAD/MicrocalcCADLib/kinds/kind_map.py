"""Where a mammogram shows which kind of calcification: the kind network's answer over the whole breast."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..contrast import ContrastParameters, local_contrast
from ..networks.engine import Network
from ..networks.kind_unet import CHANNELS_OUT, DOWNSAMPLING, STRIDE_PX
from ..resample import canonical_shape, resample

SPACING_MM = 0.1
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
    padding = [(0, 0), *((0, -(stop - start) % STRIDE_PX) for start, stop in window)]
    answer = network(np.pad(given, padding, mode="symmetric")[None])[0]
    answer = answer[:, : (bottom - top + 1) // DOWNSAMPLING, : (right - left + 1) // DOWNSAMPLING]
    answer -= answer.max(axis=0)
    np.exp(answer, out=answer)
    answer /= answer.sum(axis=0)
    probabilities[:, top // 2 : top // 2 + answer.shape[1], left // 2 : left // 2 + answer.shape[2]] = answer
    return KindMap(probabilities, SPACING_MM * DOWNSAMPLING)
