"""Where a mammogram shows which kind of calcification: the kind network's answer over the whole breast."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np

from ..contrast import ContrastParameters, local_contrast
from ..memory import give_back
from ..networks.engine import Network, release_memory
from ..networks.kind_unet import CHANNELS_OUT, DOWNSAMPLING, STRIDE_PX
from ..resample import as_half, canonical_shape, resample

SPACING_MM = 0.1
# what the network says this near to the end of what it was given is not read: it never learned there
UNSURE_PX = 6
BROAD = ContrastParameters(mean_mm=4.0, spread_mm=8.0, floor=5e-3, clip=(-4.0, 8.0))
CONTRASTS = (ContrastParameters(), BROAD)
MARGIN_PX = 32
# of the halo of a tile its answer depends on 157 px; the network takes 115 MB for a million pixels
HALO_PX, MOST_SEEN_PX = 160, 1_750_000


@dataclass(frozen=True, eq=False)
class KindMap:
    """Probabilities of the kinds over an image.

    Parameters
    ----------
    probabilities
        float16 (15, rows, columns), adding up to 1 at each place: background, the kinds as in `vocabulary.KINDS`, and
        no calcification. The grid covers the same field as the image: pixel i of n is the part i / n to (i + 1) / n.
    spacing_mm
        About 0.2.
    view
        float16 (2, r, c): what the network saw of the whole image at `SPACING_MM`, see `network_input`; None where it
        is not kept.
    """

    probabilities: np.ndarray
    spacing_mm: float
    view: np.ndarray | None = None


def network_input(image: np.ndarray, spacing_mm: float) -> np.ndarray:
    """Return what the network sees of an image float32 (rows, columns): fine and broad local contrast, float32 (2,
    rows, columns).
    """
    return np.stack([local_contrast(image, spacing_mm, contrast) for contrast in CONTRASTS])


def kind_map(
    network: Network, pixels: np.ndarray, spacing_mm: tuple[float, float], mask: np.ndarray, keep_view: bool = False
) -> KindMap:
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
    # where the picture ends it is mirrored, as in training
    before = [0 if start else STRIDE_PX for start, _ in window]
    after = [-(stop - start + first) % STRIDE_PX for (start, stop), first in zip(window, before, strict=True)]
    after = [n + STRIDE_PX if n < UNSURE_PX else n for n in after]
    # of each row and column of what the network is given: which of the image's
    given = [
        np.pad(np.arange(start, stop), around, mode="symmetric")
        for (start, stop), around in zip(window, zip(before, after, strict=True), strict=True)
    ]
    view = np.empty((len(CONTRASTS), rows, columns), np.float32)
    for number, contrast in enumerate(CONTRASTS):
        view[number] = local_contrast(image, SPACING_MM, contrast)
    del image
    give_back()  # memory is shortest while the network answers
    (top, bottom), (left, right) = window
    kept = probabilities[:, top // 2 : (bottom + 1) // 2, left // 2 : (right + 1) // 2]
    _answer_in_tiles(network, view, given, kept, [n // DOWNSAMPLING for n in before])
    release_memory(network)
    return KindMap(probabilities, SPACING_MM * DOWNSAMPLING, as_half(view) if keep_view else None)


def _answer_in_tiles(
    network: Network, view: np.ndarray, given: list[np.ndarray], kept: np.ndarray, margin: list[int]
) -> None:
    """Write the network's probabilities for the part `kept`, float16, of what it is given, which begins `margin` places
    within: rows and columns of a view.

    It answers in tiles, which take less memory; each is seen with all that its answer depends on.
    """
    sides = len(given[0]), len(given[1])
    for tile in _tiles(sides):
        seen = [_with_halo(part, side) for part, side in zip(tile, sides, strict=True)]
        # in places of the answer: the part of the tile that is kept, and the same within what was seen
        parts = [
            (max(start // DOWNSAMPLING, first), min(stop // DOWNSAMPLING, first + side))
            for (start, stop), first, side in zip(tile, margin, kept.shape[1:], strict=True)
        ]
        inner = [
            slice(a - s.start // DOWNSAMPLING, b - s.start // DOWNSAMPLING)
            for (a, b), s in zip(parts, seen, strict=True)
        ]
        rows, columns = (places[part] for places, part in zip(given, seen, strict=True))
        kept[:, *(slice(a - first, b - first) for (a, b), first in zip(parts, margin, strict=True))] = _probabilities(
            network, view[:, rows[:, None], columns], inner
        )


def _probabilities(network: Network, window: np.ndarray, inner: list[slice]) -> np.ndarray:
    """Return the network's probabilities, float16 (15, rows, columns), for the inner part of what it answers to a
    window.
    """
    answer = network(window[None])[0][:, *inner]
    answer -= answer.max(axis=0)
    np.exp(answer, out=answer)
    answer /= answer.sum(axis=0)
    return as_half(answer)


def _tiles(sides: tuple[int, int]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return start and stop in rows and in columns of the tiles of which the network sees the least in all.

    Long tiles side by side are seen with fewer halos than a grid of square ones.
    """
    parts = [[_parts(side, count) for count in range(1, max(1, side // HALO_PX) + 1)] for side in sides]
    grids = [(rows, columns, *_seen(rows, columns, sides)) for rows, columns in product(*parts)]
    fitting = [grid for grid in grids if grid[2] <= MOST_SEEN_PX] or grids[-1:]
    rows, columns, *_ = min(fitting, key=lambda grid: grid[3])
    # the largest first: the memory that it takes serves the others
    return sorted(
        product(rows, columns),
        key=lambda tile: -np.prod([part.stop - part.start for part in map(_with_halo, tile, sides)]),
    )


def _parts(side: int, count: int) -> list[tuple[int, int]]:
    """Return start and stop of so many parts of a side, about equal; they begin at multiples of the
    network's stride.
    """
    return list(pairwise([side * number // count // STRIDE_PX * STRIDE_PX for number in range(count)] + [side]))


def _with_halo(part: tuple[int, int], side: int) -> slice:
    return slice(max(0, part[0] - HALO_PX), min(side, part[1] + HALO_PX))


def _seen(rows: list[tuple[int, int]], columns: list[tuple[int, int]], sides: tuple[int, int]) -> tuple[int, int]:
    """Return how many pixels the network sees of the largest tile, and of all."""
    lengths = [
        [window.stop - window.start for window in (_with_halo(part, side) for part in parts)]
        for parts, side in zip((rows, columns), sides, strict=True)
    ]
    return max(lengths[0]) * max(lengths[1]), sum(lengths[0]) * sum(lengths[1])
