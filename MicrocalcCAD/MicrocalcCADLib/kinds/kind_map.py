"""Where a mammogram shows which kind of calcification: the kind network's answer over the whole breast."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np

from ..contrast import ContrastParameters, local_contrast
from ..networks.engine import Network, release_memory
from ..networks.kind_unet import CHANNELS_OUT, DOWNSAMPLING, STRIDE_PX
from ..resample import as_half, canonical_shape, resample

SPACING_MM = 0.1
# what the network says this near to the end of what it was given is not read: it never learned there
UNSURE_PX = 6
BROAD = ContrastParameters(mean_mm=4.0, spread_mm=8.0, floor=5e-3, clip=(-4.0, 8.0))
CONTRASTS = (ContrastParameters(), BROAD)
MARGIN_PX = 32
# largest side of a tile, and the halo of which its answer depends on 157 px
TILE_PX, HALO_PX = 1216, 160


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
    view
        float16 (2, r, c): what the network saw of the whole image at `SPACING_MM`, see `network_input`; None where it is not kept.
    """

    probabilities: np.ndarray
    spacing_mm: float
    view: np.ndarray | None = None


def network_input(image: np.ndarray, spacing_mm: float) -> np.ndarray:
    """Return what the network sees of an image float32 (rows, columns): fine and broad local contrast, float32 (2, rows, columns)."""
    return np.stack([local_contrast(image, spacing_mm, contrast) for contrast in CONTRASTS])


def kind_map(network: Network, pixels: np.ndarray, spacing_mm: tuple[float, float], mask: np.ndarray, keep_view: bool = False) -> KindMap:
    """Return the network's answer over the breast; outside of the part that holds it, all is background.

    Parameters
    ----------
    pixels
        float32 (rows, columns) in [0, 1] of the full scale.
    mask
        bool, same shape: the breast.
    keep_view
        Keep what the network saw, for the close-up network.
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
    # where the picture ends it is mirrored, as in training
    before = [0 if start else STRIDE_PX for start, _ in window]
    after = [-(stop - start + first) % STRIDE_PX for (start, stop), first in zip(window, before, strict=True)]
    after = [n + STRIDE_PX if n < UNSURE_PX else n for n in after]
    around = list(zip(before, after, strict=True))
    view = np.zeros((len(CONTRASTS), rows, columns), np.float16) if keep_view else None
    channels = []
    for number, contrast in enumerate(CONTRASTS):
        seen = local_contrast(image, SPACING_MM, contrast)
        channels.append(np.pad(seen[top:bottom, left:right], around, mode="symmetric"))
        if view is not None:
            view[number] = as_half(seen)
    given = np.stack(channels)
    del image, seen, channels
    answer = _in_tiles(network, given)
    release_memory(network)
    row, column = (n // DOWNSAMPLING for n in before)
    kept = probabilities[:, top // 2 : (bottom + 1) // 2, left // 2 : (right + 1) // 2]
    kept[:] = answer[:, row : row + kept.shape[1], column : column + kept.shape[2]]
    return KindMap(probabilities, SPACING_MM * DOWNSAMPLING, view)


def _in_tiles(network: Network, given: np.ndarray) -> np.ndarray:
    """Return the network's probabilities, float16, made in tiles, which take less memory; each is seen with all that its answer depends on."""
    sides = given.shape[1:]
    result = np.empty((CHANNELS_OUT, *(side // DOWNSAMPLING for side in sides)), np.float16)
    for tile in product(*(pairwise(_edges(side)) for side in sides)):
        seen = [slice(max(0, start - HALO_PX), min(side, stop + HALO_PX)) for (start, stop), side in zip(tile, sides, strict=True)]
        inner = [slice((start - s.start) // DOWNSAMPLING, (stop - s.start) // DOWNSAMPLING) for (start, stop), s in zip(tile, seen, strict=True)]
        answer = network(given[None, :, *seen])[0][:, *inner]
        answer -= answer.max(axis=0)
        np.exp(answer, out=answer)
        answer /= answer.sum(axis=0)
        result[:, *(slice(start // DOWNSAMPLING, stop // DOWNSAMPLING) for start, stop in tile)] = as_half(answer)
    return result


def _edges(side: int) -> list[int]:
    """Return where tiles of a side begin, at multiples of the network's stride, and where the last one ends."""
    count = -(-side // TILE_PX)
    return [side * number // count // STRIDE_PX * STRIDE_PX for number in range(count)] + [side]
