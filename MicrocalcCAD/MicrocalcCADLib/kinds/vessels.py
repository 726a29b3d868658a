"""Calcified vessels, traced and measured: breast arterial calcification as lengths in mm, which studies of the heart's
risk use.

Published measures are the length of the calcified course and the area of its mask (Mobini 2023; Guo 2021). Thinning is
SimpleITK's, which Microcalc has for other things already: scikit-image and what it needs would add 56 MB to an
installation that only detects.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from scipy.ndimage import (
    binary_closing,
    distance_transform_edt,
    find_objects,
    gaussian_filter,
    gaussian_filter1d,
    label,
    map_coordinates,
)
from scipy.spatial import cKDTree

from ..findings import Vessel
from ..morphology import small_holes_filled
from .centre_lines import CentreLine, centre_lines, length_mm
from .courses import JoiningParameters, joined
from .rings import off_rings, rings

MEMBER_MM = 1.3
_STEP_MM = 0.1


@dataclass(frozen=True)
class VesselParameters:
    """What counts as a calcified vessel; lengths in mm.

    Parameters
    ----------
    sure, possible
        Probability from which a place is calcium of a vessel, by itself and, no farther from a sure one than a gap,
        along its course.
    border_mm
        What lies so close to the border of the image is left out: maps are no good there.
    blur_mm
        Standard deviation of the window that evens the map.
    wall_gap_mm
        Two walls up to this far apart are one vessel.
    largest_lumen_mm2
        Larger holes in the map are not between two walls: the vessel turns around them.
    shortest_spur_mm
        Side lines that reach less far beyond the vessel's wall are none.
    smoothing_mm
        Standard deviation of the window along the course that takes the grid's steps out of it.
    tolerance_mm
        How far the polyline may leave the course.
    gap_mm
        Breaks of the calcium up to this long are none.
    shortest_mm
        Shorter courses are no vessels.
    widest_mm, slenderness
        A wider shape, or one whose course is less than this many times as long as wide, is none either.
    stretch_mm
        At least `joining.least_share` of a vessel's calcium is sure and in pieces this long; a group of specks has only
        shorter ones.
    skin_mm, along_skin
        A course of which such a share lies nearer than this to the breast's outline against air is the skin or a fold
        of it.
    lone_mm
        Shorter ones that are one straight, even, solid piece are rods.
    """

    sure: float = 0.5
    possible: float = 0.25
    border_mm: float = 1.0
    blur_mm: float = 0.2
    wall_gap_mm: float = 1.2
    largest_lumen_mm2: float = 3.0
    shortest_spur_mm: float = 1.0
    smoothing_mm: float = 0.6
    tolerance_mm: float = 0.2
    gap_mm: float = 1.0
    shortest_mm: float = 5.0
    widest_mm: float = 5.0
    slenderness: float = 3.0
    stretch_mm: float = 2.5
    skin_mm: float = 2.0
    along_skin: float = 0.8
    lone_mm: float = 15.0
    joining: JoiningParameters = field(default_factory=JoiningParameters)


def trace(
    probability: np.ndarray,
    spacing_mm: float,
    pixels: np.ndarray,
    image_spacing_mm: tuple[float, float],
    breast: np.ndarray,
    parameters: VesselParameters | None = None,
) -> tuple[Vessel, ...]:
    """Return the calcified vessels of an image, the longest first; one polyline a branch.

    Parameters
    ----------
    probability
        float (rows, columns) in [0, 1] that a place is calcium of a vessel, the lumen between two calcified walls
        included; a grid of about `spacing_mm` over the same field as the image (pixel i of n is the part i / n to (i +
        1) / n).
    pixels
        float32 (image rows, image columns) of the full scale; bright is dense.
    image_spacing_mm
        (row, column) spacing of the image.
    breast
        bool, the image's shape.

    Notes
    -----
    `area_mm2` is that of the calcified part of the map, so that half of `area_mm2 / calcified_mm` is the vessel's mean
    half width.
    """
    p = parameters or VesselParameters()
    step = np.array(pixels.shape) * image_spacing_mm / probability.shape
    evened = _evened(probability, breast, spacing_mm, p)
    sure = evened >= p.sure
    if not sure.any():
        return ()
    calcium, shape = np.zeros((2, *sure.shape), bool)
    near = _around(sure, p.joining.longest_gap_mm / spacing_mm)
    calcium[near] = (evened[near] >= p.possible) & (
        distance_transform_edt(~sure[near]) * spacing_mm <= p.joining.longest_gap_mm
    )
    near = _around(calcium, p.wall_gap_mm / spacing_mm)
    shape[near] = small_holes_filled(
        _closed(calcium[near], p.wall_gap_mm / 2 / spacing_mm), float(step.prod()), p.largest_lumen_mm2
    )
    lines = [
        line
        for line in centre_lines(shape, tuple(step), p.shortest_spur_mm)
        if np.median(line.reach_mm) <= p.widest_mm / 2
    ]
    courses = _courses(lines, shape, step, p)
    around = rings(
        [points for points in courses if length_mm(points) >= p.shortest_mm], pixels, image_spacing_mm, step / 2
    )
    if around:
        courses = _courses(off_rings(lines, around), shape, step, p)
    courses = [points for points in courses if length_mm(points) >= p.shortest_mm]
    courses = _without_second_walls(_off_the_skin(courses, _on_grid(breast, shape.shape), step, p), p)
    found = []
    for points, share in zip(courses, _shares(courses, calcium, sure, step, p), strict=True):
        pieces = _pieces(share.occupied, p)
        calcified = _STEP_MM * sum(stop - start for start, stop in pieces)
        if not _is_long_and_calcified(length_mm(points), calcified, share, p):
            continue
        if (
            length_mm(points) < p.lone_mm
            and len(pieces) == 1
            and _is_rod(points, share.area_mm2 / calcified, pixels, image_spacing_mm)
        ):
            continue
        polyline = np.round(
            _simplified((points + step / 2) / image_spacing_mm - 0.5, image_spacing_mm, p.tolerance_mm), 2
        )
        length = round(length_mm(polyline * image_spacing_mm), 2)
        traced = tuple(map(tuple, polyline.tolist()))
        found.append(Vessel(0, traced, length, min(round(calcified, 2), length), len(pieces), round(share.area_mm2, 2)))
    found.sort(key=lambda vessel: (-vessel.length_mm, vessel.polyline))
    return tuple(replace(vessel, id=number) for number, vessel in enumerate(found, 1))


def _courses(lines: list[CentreLine], shape: np.ndarray, step: np.ndarray, p: VesselParameters) -> list[np.ndarray]:
    """Return whole courses, float (n, 2) in mm at steps of 0.1 mm, from stretches of middle lines."""
    return [
        _smoothed(line.points_mm, p) for line in joined([_reaching_out(line, shape, step) for line in lines], p.joining)
    ]


def members(vessels: Sequence[Vessel], positions_mm: np.ndarray, image_spacing_mm: tuple[float, float]) -> np.ndarray:
    """Return to which vessel each calcification belongs: within 1.3 mm and half the vessel's width of its line.

    Parameters
    ----------
    positions_mm
        float (n, 2): row and column of the calcifications, in pixels times the spacing.
    image_spacing_mm
        (row, column) spacing of the image that the polylines' pixels are of.

    Returns
    -------
    int (n,) of the vessels' ids, 0 for none.
    """
    positions = np.asarray(positions_mm, float).reshape(-1, 2)
    found = np.zeros(len(positions), int)
    nearest = np.full(len(positions), np.inf)
    for vessel in vessels:
        distance = _distance_mm(positions, np.array(vessel.polyline, float) * image_spacing_mm)
        closer = (distance <= MEMBER_MM + half_width_mm(vessel)) & (distance < nearest)
        found[closer], nearest[closer] = vessel.id, distance[closer]
    return found


def half_width_mm(vessel: Vessel) -> float:
    """Return half of the mean width of a vessel's calcified part."""
    return vessel.area_mm2 / vessel.calcified_mm / 2 if vessel.calcified_mm > 0 else 0.0


def _on_grid(breast: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    rows, columns = (((np.arange(n) + 0.5) * full / n).astype(int) for n, full in zip(shape, breast.shape, strict=True))
    return breast[np.ix_(rows, columns)]


def _evened(probability: np.ndarray, breast: np.ndarray, spacing_mm: float, p: VesselParameters) -> np.ndarray:
    """Return the map within the breast and away from the image's border, under a narrow window, float32."""
    kept = np.zeros(probability.shape, np.float32)
    border = round(p.border_mm / spacing_mm)
    inner = tuple(slice(border, side - border) for side in probability.shape)
    kept[inner] = np.where(_on_grid(breast, probability.shape), probability, 0)[inner]
    return gaussian_filter(kept, p.blur_mm / spacing_mm)


def _around(mask: np.ndarray, reach: float) -> tuple[slice, slice]:
    """Return the part of a picture that holds a mask, which is not empty, and what lies within `reach` pixels of it."""
    margin = int(reach) + 2
    inside = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
    rows, columns = (slice(max(0, int(places[0]) - margin), int(places[-1]) + 1 + margin) for places in inside)
    return rows, columns


def _closed(mask: np.ndarray, radius: float) -> np.ndarray:
    side = int(radius) + 1
    return binary_closing(np.pad(mask, side), _disc(radius))[side:-side, side:-side] | mask


def _disc(radius: float) -> np.ndarray:
    axis = np.arange(-int(radius), int(radius) + 1)
    return axis[:, None] ** 2 + axis**2 <= radius**2


def _reaching_out(line: CentreLine, shape: np.ndarray, step: np.ndarray) -> CentreLine:
    """Return a line with its free ends led on to the border of the shape, which thinning took from it."""
    tips = [
        _tip(points, shape, step) if free else points[:0]
        for points, free in zip((line.points_mm[::-1], line.points_mm), line.free, strict=True)
    ]
    reach = [np.full(len(tip), line.reach_mm[end]) for tip, end in zip(tips, (0, -1), strict=True)]
    points = np.concatenate([tips[0][::-1], line.points_mm, tips[1]])
    return CentreLine(points, np.concatenate([reach[0], line.reach_mm, reach[1]]), line.free)


def _tip(points: np.ndarray, shape: np.ndarray, step: np.ndarray) -> np.ndarray:
    """Return the points from the last one on, in the direction of the last 2 mm, as far as they lie in the shape."""
    back = points[::-1]
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(back, axis=0).T))])
    if along[-1] < 2 * _STEP_MM:
        return points[:0]
    start = back[min(int(np.searchsorted(along, 2.0)), len(back) - 1)]
    way = (points[-1] - start) / max(float(np.hypot(*(points[-1] - start))), 1e-9)
    tip = points[-1] + np.arange(1, 31)[:, None] * _STEP_MM * way
    inside = map_coordinates(shape.astype(np.uint8), (tip / step).T, order=0) > 0
    return tip if inside.all() else tip[: int(np.argmin(inside))]


def _smoothed(points: np.ndarray, p: VesselParameters) -> np.ndarray:
    """Return the course at steps of 0.1 mm without the grid's stairs; its ends stay where they are."""
    even = _resampled(points)
    if len(even) < 3:
        return even
    sigma = p.smoothing_mm / _STEP_MM
    # Mirrored at its ends through the end point, so that they stay.
    reach = min(int(4 * sigma), len(even) - 1)
    padded = np.concatenate([2 * even[0] - even[reach:0:-1], even, 2 * even[-1] - even[-2 : -2 - reach : -1]])
    return _resampled(gaussian_filter1d(padded, sigma, axis=0)[reach : reach + len(even)])


def _resampled(points: np.ndarray) -> np.ndarray:
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    kept = np.concatenate([[True], np.diff(along) > 0])
    if kept.sum() < 2:
        return points[:1]
    places = np.linspace(0, along[-1], max(2, round(along[-1] / _STEP_MM) + 1))
    return _interpolated(along[kept], points[kept], places)


def _interpolated(along: np.ndarray, points: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return the points of a line, (n, 2), at places along it; importing SciPy's interpolation would take 0.15 s of
    every start.
    """
    after = np.searchsorted(along, places).clip(1, len(along) - 1)
    before = after - 1
    slope = (points[after] - points[before]) / (along[after] - along[before])[:, None]
    return slope * (places - along[before])[:, None] + points[before]


def _without_second_walls(courses: list[np.ndarray], p: VesselParameters) -> list[np.ndarray]:
    """Return the courses, the longest first, without those that run beside a longer one as a vessel's
    other wall does.
    """
    kept: list[np.ndarray] = []
    for points in sorted(courses, key=lambda one: (-len(one), *one[0])):
        if not kept or (cKDTree(np.concatenate(kept)).query(points)[0] <= p.widest_mm / 2).mean() < 0.8:
            kept.append(points)
    return kept


@dataclass(frozen=True, eq=False)
class _Share:
    """Where along a course there is calcium, its area, the area of what lies within 4 mm but beside all courses, and
    the share in long pieces.
    """

    occupied: np.ndarray
    area_mm2: float
    beside_mm2: float
    stretched: float


def _is_long_and_calcified(length: float, calcified: float, share: _Share, p: VesselParameters) -> bool:
    least = p.joining.least_share
    return (
        calcified >= max(least * length, _STEP_MM)
        and share.stretched >= least
        and share.beside_mm2 <= share.area_mm2
        and length * calcified >= p.slenderness * share.area_mm2
    )


def _off_the_skin(
    courses: list[np.ndarray], breast: np.ndarray, step: np.ndarray, p: VesselParameters
) -> list[np.ndarray]:
    """Return the courses that do not run along the outline of the breast against air, as a fold or the skin itself
    does.
    """
    if not courses:
        return []
    reach = int(p.skin_mm / step.min()) + 2
    # where the picture ends the breast goes on
    depth = distance_transform_edt(np.pad(breast, reach, mode="edge"), sampling=step)
    along = [
        map_coordinates(depth, (points / step).T + reach, order=1, mode="nearest") < p.skin_mm for points in courses
    ]
    return [points for points, skin in zip(courses, along, strict=True) if skin.mean() < p.along_skin]


def _shares(
    courses: list[np.ndarray], calcium: np.ndarray, sure: np.ndarray, step: np.ndarray, p: VesselParameters
) -> list[_Share]:
    if not courses:
        return []
    parts, _ = label(sure)
    boxes = np.array(
        [np.hypot(*(np.array([part.stop - part.start for part in box]) * step)) for box in find_objects(parts)]
    )
    long = np.concatenate([[False], boxes >= p.stretch_mm])[parts[calcium]]
    numbers = np.repeat(np.arange(len(courses)), [len(points) for points in courses])
    places = np.concatenate([np.arange(len(points)) for points in courses])
    pixels = np.argwhere(calcium) * step
    distance, nearest = cKDTree(np.concatenate(courses)).query(pixels, distance_upper_bound=4.0)
    near = np.isfinite(distance)
    distance, nearest, long = distance[near], nearest[near], long[near]
    own = numbers[nearest]
    shares = []
    for number, points in enumerate(courses):
        mine = own == number
        reach = max(0.6, 1.6 * float(np.median(distance[mine])) if mine.any() else 0.0) + 0.4
        inside = mine & (distance <= min(reach, p.widest_mm / 2))
        occupied = np.zeros(len(points), bool)
        occupied[places[nearest[inside]]] = True
        stretched = long[inside]
        within, beside = (float(chosen.sum() * step.prod()) for chosen in (inside, mine & ~inside))
        shares.append(_Share(occupied, within, beside, float(stretched.mean()) if stretched.size else 0.0))
    return shares


def _pieces(occupied: np.ndarray, p: VesselParameters) -> list[tuple[int, int]]:
    """Return start and stop of each run, those closer than `gap_mm` as one."""
    places = np.flatnonzero(occupied)
    if not len(places):
        return []
    cuts = np.flatnonzero(np.diff(places) * _STEP_MM > p.gap_mm)
    starts, stops = places[np.concatenate([[0], cuts + 1])], places[np.concatenate([cuts, [len(places) - 1]])]
    return list(zip(starts.tolist(), (stops + 1).tolist(), strict=True))


def _is_rod(points: np.ndarray, width_mm: float, pixels: np.ndarray, spacing_mm: tuple[float, float]) -> bool:
    """Return whether one straight piece is solid and even along its course, as a rod is, and not beaded or two walls,
    as a vessel is.
    """
    chord = np.hypot(*(points[-1] - points[0]))
    if chord < 0.8 * length_mm(points):
        return False
    inner = points[len(points) // 10 : max(len(points) - len(points) // 10, len(points) // 10 + 2)]
    along = np.gradient(inner, axis=0)
    normal = np.stack([along[:, 1], -along[:, 0]], axis=1) / np.hypot(*along.T)[:, None]
    half = max(width_mm / 2, 0.3)
    offsets = np.linspace(-half - 1.0, half + 1.0, 41)
    places = (inner[:, None] + offsets[None, :, None] * normal[:, None]) / spacing_mm - 0.5
    profile = map_coordinates(pixels, places.transpose(2, 0, 1), order=1, mode="nearest")
    outside = profile[:, np.abs(offsets) > half + 0.4].mean(axis=1)
    middle = profile[:, np.abs(offsets) <= 0.35 * half].mean(axis=1) - outside
    walls = profile[:, (np.abs(offsets) > 0.5 * half) & (np.abs(offsets) <= 0.9 * half)].mean(axis=1) - outside
    return bool(middle.mean() > walls.mean() and middle.mean() > 0 and middle.std() < 0.25 * middle.mean())


def _simplified(polyline: np.ndarray, spacing_mm: tuple[float, float], tolerance_mm: float) -> np.ndarray:
    """Return the fewest of the points that keep the line within the tolerance (Douglas and Peucker)."""
    points = polyline * spacing_mm
    kept, waiting = {0, len(points) - 1}, [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        distance = _distance_mm(points[first + 1 : last], points[[first, last]])
        worst = int(distance.argmax())
        if distance[worst] > tolerance_mm:
            middle = first + 1 + worst
            kept.add(middle)
            waiting += [(first, middle), (middle, last)]
    return polyline[sorted(kept)]


def _distance_mm(positions: np.ndarray, line: np.ndarray) -> np.ndarray:
    """Return the distance of positions, float (n, 2), to the nearest place of a line through points."""
    nearest = np.full(len(positions), np.inf)
    for start, end in pairwise(line):
        across = end - start
        share = np.clip((positions - start) @ across / max(float(across @ across), 1e-12), 0, 1)
        nearest = np.minimum(nearest, np.hypot(*(positions - start - share[:, None] * across).T))
    return nearest
