"""The breast in a mammogram: where calcifications are looked for, and what densities refer to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from .downsampling import block_means, otsu_threshold, repeated
from .errors import InputError
from .notices import Notice, of_image
from .reading.polarity import looks_inverted

# texture of the dark part over that of the bright part: below 0.001 for background, above 0.35 for fat, in 83
# mammograms
_SMOOTH = 0.2
# background over Otsu's threshold of the whole: 0.00 to 0.25 on film, above 0.34 where only tissue is in view
_DARK = 0.3
_FEW = 50
_NEARLY_ALL = 0.7
# a second breast has at least this share of the first one's area; stickers and labels have less
_SECOND = 0.3
_COARSE, _ALL = 8, 0.92


@dataclass(frozen=True)
class BreastMaskParameters:
    """How the breast is told from background, labels and frames; lengths in mm.

    Parameters
    ----------
    working_spacing_mm
        The image is reduced to about this spacing.
    skin_fraction
        The threshold lies at this fraction of the way from the background to Otsu's threshold of the square roots, so
        that the faint skin line is kept (Marasinou 2023's program: 0.2 of Otsu's threshold of the values).
    opening_mm
        Width of frames, scratches, tape and bridges to labels that are cut off.
    gap_mm, pocket_mm
        Dark gaps of this width within the breast are closed before, and in the breast's outline after, that opening.
    skin_mm
        How far the faint rim of the breast may reach beyond the threshold.
    edge_run_mm
        A side is the edge of the film or detector where the breast lies along it for at least this length.
    fog_mm
        A strip along the image's border that stays thinner than this over `edge_run_mm` is fog, not breast.
    frame_mm, frame_step
        Strips along such an edge are cut off up to this width, at steps of this height (full scale); lines too thin
        to see on the reduced image go with its first pixel.
    smallest_mm2
        Anything smaller is no breast.
    """

    working_spacing_mm: float = 0.5
    skin_fraction: float = 0.35
    opening_mm: float = 7.0
    gap_mm: float = 4.0
    pocket_mm: float = 12.0
    skin_mm: float = 6.0
    edge_run_mm: float = 20.0
    fog_mm: float = 12.0
    frame_mm: float = 3.0
    frame_step: float = 0.05
    smallest_mm2: float = 300.0


def breast_mask(
    pixels: np.ndarray, spacing_mm: tuple[float, float], parameters: BreastMaskParameters | None = None
) -> np.ndarray:
    """Return where the breast is; the pectoral muscle counts as breast.

    Otsu's threshold, lowered to the skin line, on a reduced image; thin bright structures are removed by opening,
    the largest region that is left is the breast, its holes are filled, and strips of frame along its straight
    edges are cut off. On inverted input the image is turned round first.

    Parameters
    ----------
    pixels
        (rows, columns) float32 in [0, 1], bright is dense.
    spacing_mm
        (row, column) spacing in mm.

    Returns
    -------
    np.ndarray
        bool, shape of `pixels`.

    Raises
    ------
    InputError
        If there is no breast.

    References
    ----------
    Otsu 1979, doi:10.1109/TSMC.1979.4310076. Marasinou et al. 2023 take Otsu's threshold times 0.2 and the larger
    regions, which on film includes white frames; hence opening and edges here.
    """
    parameters = parameters or BreastMaskParameters()
    down, across = (max(1, round(parameters.working_spacing_mm / s)) for s in spacing_mm)
    factors, spacing = (down, across), (spacing_mm[0] * down, spacing_mm[1] * across)
    small = block_means(pixels, factors)
    if looks_inverted(small):
        small = small.max() - small
    bright, threshold = _bright(small, parameters.skin_fraction)
    if bright.all():  # a view from within: nothing bounds the breast but frames
        return repeated(_without_frames(bright, small, spacing, parameters), factors, pixels.shape)
    opened = _opened(_closed(bright, spacing, parameters.gap_mm), spacing, parameters.opening_mm)
    mask = np.zeros_like(bright)
    for core in _breasts(opened, spacing, parameters):
        one = _without_fog(_filled(_closed(core, spacing, parameters.pocket_mm)), spacing, parameters)
        mask |= _without_frames(_with_skin(one, small, threshold, spacing, parameters), small, spacing, parameters)
    if mask.sum() * spacing[0] * spacing[1] < parameters.smallest_mm2:
        raise InputError(
            "No breast was found in the image: check that it is a mammogram and that its spacing is right.",
            option="--spacing 0.07",
        )
    return repeated(mask, factors, pixels.shape)


def is_pair(mask: np.ndarray) -> bool:
    """Return whether a breast mask holds two breasts apart from each other."""
    sizes = np.bincount(ndimage.label(mask[::_COARSE, ::_COARSE])[0].ravel())[1:]
    return len(sizes) > 1 and np.sort(sizes)[-2] >= _SECOND * sizes.max()


def notices(mask: np.ndarray) -> tuple[Notice, ...]:
    """Return what a reader must know of where the breast is in a picture, from its mask."""
    if mask.mean() > _ALL:
        return of_image("The picture shows no air beside the breast: all of it was searched.")
    if is_pair(mask):
        return of_image("The picture shows two breasts: both were searched, and neither is called left or right.")
    return ()


def _bright(small: np.ndarray, skin_fraction: float) -> tuple[np.ndarray, float]:
    """Return what is above the background and the threshold; everything where there is no background (a view from
    within).
    """
    # the square root brings fat nearer to dense tissue, so that Otsu parts background from breast
    tissue = otsu_threshold(np.sqrt(small)) ** 2
    background = float(np.median(small[small <= tissue]))
    threshold = background + skin_fraction * (tissue - background)
    bright = small > threshold
    texture = np.abs(small - ndimage.uniform_filter(small, 3))
    if background < _DARK * tissue or _typical(texture, ~bright) < _SMOOTH * _typical(texture, bright):
        return bright, threshold
    return np.ones_like(bright), threshold


def _typical(texture: np.ndarray, region: np.ndarray) -> float:
    inside = ndimage.binary_erosion(region, iterations=2)
    return float(np.median(texture[inside])) if inside.any() else float("inf")


def _away(region: np.ndarray, spacing: tuple[float, float]) -> np.ndarray:
    """Distance of every pixel from a region, in mm."""
    return ndimage.distance_transform_edt(~region, sampling=spacing) if region.any() else np.full(region.shape, np.inf)


def _closed(region: np.ndarray, spacing: tuple[float, float], width_mm: float) -> np.ndarray:
    """Close gaps of this width with a disc; nothing bright lies beyond the border."""
    margin = tuple(int(np.ceil(width_mm / 2 / s)) + 1 for s in spacing)
    padded = np.pad(region, [(m, m) for m in margin])
    grown = _away(padded, spacing) <= width_mm / 2
    closed = _away(~grown, spacing) > width_mm / 2
    return region | closed[margin[0] : -margin[0], margin[1] : -margin[1]]


def _opened(region: np.ndarray, spacing: tuple[float, float], width_mm: float) -> np.ndarray:
    """Open with a disc, dark beyond the border; then give back what lies within a quarter of its width of the opened
    region.
    """
    core = _away(~np.pad(region, 1), spacing)[1:-1, 1:-1] > width_mm / 2
    return region & (_away(core, spacing) <= 0.75 * width_mm)


def _breasts(region: np.ndarray, spacing: tuple[float, float], parameters: BreastMaskParameters) -> list[np.ndarray]:
    """Return the largest part of a region, and with it a second large one that is straight on one side alone, as along
    a chest wall: the other breast. A label is straight on both.
    """
    labels, count = ndimage.label(region)
    sizes = np.bincount(labels.ravel(), minlength=count + 1)
    order = np.argsort(-sizes[1:], kind="stable")[:2] + 1
    parts = [labels == label for label in order] or [region]
    if len(parts) == 2:
        first, last = np.flatnonzero(parts[1].any(axis=0))[[0, -1]]
        runs = parts[1][:, [first, last]].sum(axis=0) * spacing[0]
        is_breast = runs.max() >= parameters.edge_run_mm and runs.min() < runs.max() / 2
        if not is_breast or sizes[order[1]] < _SECOND * sizes[order[0]]:
            parts = parts[:1]
    return parts


def _largest(region: np.ndarray) -> np.ndarray:
    labels, count = ndimage.label(region)
    if not count:
        return region
    sizes = np.bincount(labels.ravel())
    sizes[0] = 0
    return labels == sizes.argmax()


def _filled(mask: np.ndarray) -> np.ndarray:
    """Fill holes, also those that the image's edge cuts open: each side is closed between the breast's ends on it."""
    padded = np.pad(mask, 1)
    for turn in range(4):
        line, first = (np.rot90(padded, turn)[i] for i in (0, 1))
        touched = np.flatnonzero(first)
        if touched.size:
            line[touched[0] : touched[-1] + 1] = True
    return ndimage.binary_fill_holes(padded)[1:-1, 1:-1]


def _without_fog(mask: np.ndarray, spacing: tuple[float, float], parameters: BreastMaskParameters) -> np.ndarray:
    """Cut off what stays a thin strip along a border for a long way: light that leaked into a film's cassette."""
    mask = mask.copy()
    for turn in range(4):
        along, across = spacing[(turn + 1) % 2], spacing[turn % 2]
        side = np.rot90(mask, turn)
        thin = side[0] & ~side[: max(1, int(parameters.fog_mm / across))].all(axis=0)
        labels, count = ndimage.label(thin)
        long = np.bincount(labels, minlength=count + 1) * along >= parameters.edge_run_mm
        long[0] = False
        side[np.logical_and.accumulate(side, axis=0) & long[labels]] = False
    return mask


def _with_skin(
    mask: np.ndarray,
    small: np.ndarray,
    threshold: float,
    spacing: tuple[float, float],
    parameters: BreastMaskParameters,
) -> np.ndarray:
    """Grow the mask to the faint rim of the breast: what is above the background beside it, as far as `skin_mm`."""
    away = _away(mask, spacing)
    beside = small[
        (away > parameters.skin_mm) & (away < 4 * parameters.skin_mm) & (small < threshold) & (small > small.min())
    ]
    if beside.size < _FEW:  # the view is full of breast
        return mask
    level = float(np.median(beside))
    noise = 1.4826 * float(np.median(np.abs(beside - level)))
    rim = (small > max(level + 4 * noise, level + 0.25 * (threshold - level))) & (away <= parameters.skin_mm)
    grown = _opened(mask | rim, spacing, parameters.gap_mm)
    return _filled(_largest(mask | (rim & grown)))


def _without_frames(
    mask: np.ndarray, small: np.ndarray, spacing: tuple[float, float], parameters: BreastMaskParameters
) -> np.ndarray:
    """Cut off the strips between the breast's straight edges and the last steep step of brightness near them, a pixel
    at least.
    """
    mask = mask.copy()
    for turn in range(4):
        along, across = spacing[(turn + 1) % 2], spacing[turn % 2]
        side, grey = np.rot90(mask, turn), np.rot90(small, turn)
        edge = int(side.any(axis=1).argmax())
        deepest = int(parameters.frame_mm / across)
        if _is_straight(side[edge:], along, parameters.edge_run_mm, deepest):
            side[: edge + _frame_width(side[edge:], grey[edge:], deepest, parameters.frame_step)] = False
    return mask


def _is_straight(side: np.ndarray, along: float, run_mm: float, deepest: int) -> bool:
    """Whether the first row is the edge of a film or detector: as long a little deeper, as the breast's round outline
    is not.
    """
    lengths = side[: deepest + 1].sum(axis=1)
    return lengths[0] * along >= run_mm and lengths[0] >= _NEARLY_ALL * lengths[-1]


def _frame_width(side: np.ndarray, grey: np.ndarray, deepest: int, step: float) -> int:
    """Return the row below the last step of brightness that nearly all columns share, over two rows as frames lie a
    little askew.
    """
    columns = side[: deepest + 2].all(axis=0)
    if not columns.any():
        return 1
    strip = grey[: deepest + 2, columns]
    steps = strip[2:] - strip[:-2]
    shared = np.maximum((steps > step).mean(axis=1), (steps < -step).mean(axis=1))
    found = np.flatnonzero(shared > _NEARLY_ALL)
    return int(found[-1]) + 2 if found.size else 1
