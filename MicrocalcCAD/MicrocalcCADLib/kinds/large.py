"""Large calcifications: where the kind network's map shows one, and its outline in the image."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import distance_transform_edt, find_objects, gaussian_filter, label, map_coordinates

from ..findings import Vessel
from ..mammogram import Mammogram
from ..morphology import small_holes_filled
from ..objects import Objects
from .kind_map import KindMap
from .vessels import members
from .vocabulary import KINDS, SURELY_BENIGN, VASCULAR

LARGE = [number for number, kind in enumerate(KINDS, start=1) if kind.word in SURELY_BENIGN - {VASCULAR}]
_VASCULAR = 1 + [kind.word for kind in KINDS].index(VASCULAR)
# of a kind a probability below it changes no outline
_SEEN = 0.05
_ROWS_AT_A_TIME = 128
# a calcification stands out of what lies this far around it, and its height is what this share of its pixels stays
# below
RING_MM = (0.3, 1.2)
HIGH = 75.0
SMOOTHING_MM = 0.05
# the wall of a ring may be broken so far
GAP_MM = 0.5
# an outline of less than this share of the place is none; a piece of less than this share of the largest piece is noise
LEAST_SHARE, LEAST_PIECE = 0.25, 0.05
# share of the disc around a part, about its centroid, from which it is a round one by itself
ROUND = 0.6


@dataclass(frozen=True, eq=False)
class LargeCalcifications:
    """The n large calcifications of an image.

    Parameters
    ----------
    places
        Where the map shows each, holes filled: a mark in it is a part of it.
    outlines
        The part of each place that stands out in the image, holes filled.
    sure
        (n,) mean probability of the map over each.
    """

    places: Objects
    outlines: Objects
    sure: np.ndarray


def large_calcifications(
    answer: KindMap,
    mammogram: Mammogram,
    probability: float,
    least_mm: float,
    largest_hole_mm: float,
    level: float,
    breast: np.ndarray | None = None,
    vessels: Sequence[Vessel] = (),
) -> LargeCalcifications:
    """Return the large calcifications that the map shows; see `naming.NamingParameters` for the values.

    What lies for the most part outside `breast`, bool of the mammogram's shape, is none. What looks like a vessel but
    lies along none that was traced counts too: a short piece is one object. Round ones that touch in the map but not in
    the image are several.
    """
    shown = sum(answer.probabilities[kind].astype(np.float32) for kind in LARGE) + _untraced(answer, mammogram, vessels)
    labels, _ = label(shown > probability)
    least_mm2 = disc_mm2(least_mm)
    rows, columns = mammogram.shape
    pixel_mm2 = float(np.prod(mammogram.spacing_mm))
    places: list[np.ndarray] = []
    outlines: list[np.ndarray] = []
    sure: list[float] = []
    taken = np.zeros(rows * columns, bool)
    for number, window in enumerate(find_objects(labels), start=1):
        part = labels[window] == number
        if part.sum() * answer.spacing_mm**2 < least_mm2:
            continue
        # the same window in the image, with a margin, at its own spacing
        around = tuple(
            slice(max(0, s.start - 3), min(n, s.stop + 3)) for s, n in zip(window, labels.shape, strict=True)
        )
        own = np.where(labels[around] == number, shown[around], 0)
        fine, (top, left) = _at_image_spacing(own, around, labels.shape, mammogram.shape)
        shape = small_holes_filled(fine > probability / 2, pixel_mm2, disc_mm2(largest_hole_mm))
        del fine
        y, x = np.nonzero(shape)
        if breast is not None and len(y) and breast[y + top, x + left].mean() < 0.5:
            continue
        free = ~taken[(y + top) * columns + x + left]  # what lies in the filled hole of a ring is part of it
        shape[y[~free], x[~free]] = False
        taken[(y[free] + top) * columns + x[free] + left] = True
        if not shape.any():
            continue
        outline = outline_of(mammogram.pixels, mammogram.spacing_mm, shape, (top, left), level, largest_hole_mm)
        for round_one in _round_ones(outline, shape, mammogram.spacing_mm, least_mm2):
            for found, mask in ((places, round_one), (outlines, round_one & outline)):
                y, x = np.nonzero(mask)
                found.append((y + top) * columns + x + left)
            sure.append(float(shown[window][part].mean()))
    return LargeCalcifications(Objects.of(places), Objects.of(outlines), np.array(sure))


def disc_mm2(diameter_mm: float) -> float:
    """Return the area of a disc."""
    return float(np.pi / 4 * diameter_mm**2)


def _untraced(answer: KindMap, mammogram: Mammogram, vessels: Sequence[Vessel]) -> np.ndarray:
    """Return the probability of vascular calcium where no vessel was traced, float32 of the map's shape."""
    vascular = answer.probabilities[_VASCULAR].astype(np.float32)
    if vessels:
        rows, columns = np.nonzero(vascular > _SEEN)
        spacing = [mm * n / m for mm, n, m in zip(mammogram.spacing_mm, mammogram.shape, vascular.shape, strict=True)]
        along = members(vessels, np.column_stack([rows, columns]) * spacing, mammogram.spacing_mm) > 0
        vascular[rows[along], columns[along]] = 0
    return vascular


def _at_image_spacing(
    values: np.ndarray, around: tuple[slice, ...], shape: tuple[int, ...], image_shape: tuple[int, int]
) -> tuple[np.ndarray, tuple[int, int]]:
    """Return a window of a map of `shape` on the image's grid, and the row and column of the image where it begins."""
    sides = list(zip(around, image_shape, shape, strict=True))
    first = [int(np.ceil(s.start * n / m)) for s, n, m in sides]
    last = [int(s.stop * n / m) for s, n, m in sides]
    axes = [
        (np.arange(f, t) + 0.5) * (m / n) - 0.5 - s.start for f, t, (s, n, m) in zip(first, last, sides, strict=True)
    ]
    fine = np.empty([len(axis) for axis in axes], values.dtype)
    for start in range(0, len(fine), _ROWS_AT_A_TIME):  # the places of all pixels are four times as large as the result
        places = np.meshgrid(axes[0][start : start + _ROWS_AT_A_TIME], axes[1], indexing="ij")
        map_coordinates(values, places, fine[start : start + _ROWS_AT_A_TIME], order=1, mode="nearest")
    return fine, (first[0], first[1])


def outline_of(
    pixels: np.ndarray,
    spacing_mm: tuple[float, float],
    shape: np.ndarray,
    corner: tuple[int, int],
    level: float,
    largest_hole_mm: float,
) -> np.ndarray:
    """Return the part of a place that stands out of its surroundings by at least `level` of its height, holes filled;
    bool of its shape.

    The map is coarse and shows a large calcification wider than it is. Where that height is
    no more than the noise of the surroundings, the place is the outline.

    Parameters
    ----------
    pixels
        (rows, columns) of the image.
    shape
        bool (r, c), a place in the image.
    corner
        Row and column of its first pixel in the image.
    level
        Fraction of the height, in [0, 1].
    """
    mean_mm = float(np.sqrt(spacing_mm[0] * spacing_mm[1]))
    near, far = (max(1 + n, round(mm / mean_mm)) for n, mm in enumerate(RING_MM))
    ends = [(c - far, c + n + far) for c, n in zip(corner, shape.shape, strict=True)]
    window = tuple(slice(max(0, first), min(n, last)) for (first, last), n in zip(ends, pixels.shape, strict=True))
    inner = tuple(slice(c - w.start, c - w.start + n) for c, w, n in zip(corner, window, shape.shape, strict=True))
    place = np.zeros([w.stop - w.start for w in window], bool)
    place[inner] = shape
    image = gaussian_filter(np.asarray(pixels[window], np.float32), [SMOOTHING_MM / mm for mm in spacing_mm])
    ring = image[_ring_about(place, near, far)]
    if not len(ring):
        return shape
    surroundings = np.median(ring)
    height = np.percentile(image[place], HIGH) - surroundings
    if height <= 1.4826 * np.median(
        np.abs(ring - surroundings)
    ):  # the standard deviation of noise, whatever else lies there
        return shape
    outline = _broken_rings_filled(place & (image > surroundings + level * height), spacing_mm, largest_hole_mm) & place
    pieces, _ = label(outline, np.ones((3, 3)))
    sizes = np.bincount(pieces.ravel())
    sizes[0] = 0
    outline &= (sizes >= LEAST_PIECE * sizes.max())[pieces]
    return outline[inner] if outline.sum() >= LEAST_SHARE * place.sum() else shape


def _ring_about(place: np.ndarray, near: float, far: int) -> np.ndarray:
    """Return what lies further than `near` and at most `far` pixels from a place: bool of its shape.

    Distances take fifty bytes a pixel, so that they are reckoned for some rows at a time, with the `far` next to them.
    """
    ring = np.zeros(place.shape, bool)
    for start in range(0, len(place), _ROWS_AT_A_TIME):
        stop, first = start + _ROWS_AT_A_TIME, max(0, start - far)
        around = place[first : stop + far]
        if around.any():
            distance = distance_transform_edt(~around)[start - first : stop - first]
            ring[start:stop] = (distance > near) & (distance <= far)
    return ring


def _broken_rings_filled(shape: np.ndarray, spacing_mm: tuple[float, float], largest_hole_mm: float) -> np.ndarray:
    """Return a shape with its holes filled, those of a ring too whose wall has gaps of up to `GAP_MM`."""
    pixel_mm2, largest_mm2 = spacing_mm[0] * spacing_mm[1], disc_mm2(largest_hole_mm)
    margin = 1 + round(GAP_MM / min(spacing_mm))
    near = distance_transform_edt(~np.pad(shape, margin), sampling=spacing_mm) <= GAP_MM / 2
    closed = (distance_transform_edt(near, sampling=spacing_mm) > GAP_MM / 2)[margin:-margin, margin:-margin] | shape
    filled = small_holes_filled(closed, pixel_mm2, largest_mm2)
    return filled if filled.sum() > closed.sum() else small_holes_filled(shape, pixel_mm2, largest_mm2)


def _round_ones(
    outline: np.ndarray, shape: np.ndarray, spacing_mm: tuple[float, float], least_mm2: float
) -> list[np.ndarray]:
    """Return the parts of a place, one for each round piece of its outline; the place itself unless all its pieces are
    round and large.
    """
    pieces, count = label(outline, np.ones((3, 3)))
    if count < 2 or not all(_is_round(pieces == n, spacing_mm, least_mm2) for n in range(1, count + 1)):
        return [shape]
    nearest = distance_transform_edt(~outline, sampling=spacing_mm, return_distances=False, return_indices=True)
    owner = pieces[tuple(nearest)]
    return [shape & (owner == n) for n in range(1, count + 1)]


def _is_round(piece: np.ndarray, spacing_mm: tuple[float, float], least_mm2: float) -> bool:
    y, x = np.nonzero(piece)
    area_mm2, half_pixel_mm = len(y) * spacing_mm[0] * spacing_mm[1], np.sqrt(np.prod(spacing_mm)) / 2
    reach_mm = np.hypot((y - y.mean()) * spacing_mm[0], (x - x.mean()) * spacing_mm[1]).max() + half_pixel_mm
    return bool(area_mm2 >= least_mm2 and area_mm2 >= ROUND * np.pi * reach_mm**2)
