"""Rings in a mammogram, skin markers above all: a vessel that meets one does not go on along it, and a shell is no
vessel.

A course that bends as a circle is only a suspicion; a ring it is where the picture shows the whole circle.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import dist

import numpy as np
from scipy.ndimage import map_coordinates

from .centre_lines import CentreLine

_ANGLES = 180
# circles whose middles and radii differ by less are one
_ALIKE_MM = 0.7


@dataclass(frozen=True)
class Ring:
    """A circle in mm: its middle (row, column), its radius, and half of the width of its line."""

    middle_mm: tuple[float, float]
    radius_mm: float
    half_width_mm: float

    @property
    def circle(self) -> tuple[float, float, float]:
        """Row and column of the middle, and the radius, in mm."""
        return (*self.middle_mm, self.radius_mm)

    def holds(self, points_mm: np.ndarray) -> np.ndarray:
        """Return which points, float (n, 2), lie on the ring's line, bool (n,)."""
        return np.abs(np.hypot(*(points_mm - self.middle_mm).T) - self.radius_mm) <= self.half_width_mm


@dataclass(frozen=True)
class RingParameters:
    """What counts as a ring.

    Parameters
    ----------
    least_mm, greatest_mm
        Radii; skin markers have 2 to 10 mm, shells of fat necrosis up to 15.
    bend_degrees, deviation_mm
        A stretch of a course that turns so far and stays so close to a circle is a suspicion.
    whole
        Share of the circle's directions in which the picture is brighter on it than within and without.
    line_mm, beside_mm
        Half of the width of the ring's line, and how far off it the picture is compared with it.
    """

    least_mm: float = 2.0
    greatest_mm: float = 15.0
    bend_degrees: float = 50.0
    deviation_mm: float = 0.2
    whole: float = 0.9
    line_mm: float = 0.3
    beside_mm: float = 1.2


def rings(
    courses: Iterable[np.ndarray],
    pixels: np.ndarray,
    spacing_mm: tuple[float, float],
    offset_mm: Sequence[float] | np.ndarray = (0.0, 0.0),
    parameters: RingParameters | None = None,
) -> list[Ring]:
    """Return the rings along which courses run.

    Parameters
    ----------
    courses
        Each float (n, 2), in mm, evenly spaced and smooth.
    pixels
        float32 (rows, columns) of the full scale; bright is dense.
    spacing_mm
        (row, column) spacing of `pixels`.
    offset_mm
        Where the origin of the courses lies in mm from the outer corner of the picture's first pixel; the rings have
        the same origin.
    """
    p = parameters or RingParameters()
    found: list[Ring] = []
    tried: list[tuple[float, float, float]] = []
    for points in courses:
        for middle, radius in _circles(points, p):
            circle = (float(middle[0]), float(middle[1]), radius)
            if any(dist(circle, other) < _ALIKE_MM for other in tried):
                continue
            tried.append(circle)
            ring = _seen(middle, radius, pixels, spacing_mm, np.array(offset_mm), p)
            if ring is not None and not any(dist(ring.circle, other.circle) < 2 * _ALIKE_MM for other in found):
                found.append(ring)
    return found


def off_rings(lines: Sequence[CentreLine], found: Sequence[Ring]) -> list[CentreLine]:
    """Return lines without their stretches along rings; what is cut off ends freely."""
    kept: list[CentreLine] = []
    for line in lines:
        on = (
            np.any([ring.holds(line.points_mm) for ring in found], axis=0)
            if found
            else np.zeros(len(line.points_mm), bool)
        )
        edges = np.flatnonzero(np.diff(np.concatenate([[True], on, [True]]).astype(np.int8)))
        for start, stop in edges.reshape(-1, 2):
            if stop - start >= 2:
                free = (line.free[0] or start > 0, line.free[1] or stop < len(on))
                kept.append(CentreLine(line.points_mm[start:stop], line.reach_mm[start:stop], free))
    return kept


def _circles(points: np.ndarray, p: RingParameters) -> Iterable[tuple[np.ndarray, float]]:
    """Yield middle and radius of the circles that stretches of a course follow, over windows of 3 to 12 mm."""
    step = float(np.median(np.hypot(*np.diff(points, axis=0).T))) if len(points) > 1 else 0.0
    if not step > 0:
        return
    for window_mm in (12.0, 6.0, 3.0):
        size = round(window_mm / step)
        for start in range(0, len(points) - size + 1, max(1, size // 6)):
            stretch = points[start : start + size]
            middle, radius, deviation = _circle_through(stretch)
            if not p.least_mm <= radius <= p.greatest_mm or deviation > p.deviation_mm:
                continue
            if np.degrees(window_mm / radius) >= p.bend_degrees:
                yield middle, radius


def _circle_through(points: np.ndarray) -> tuple[np.ndarray, float, float]:
    """Return middle, radius and largest deviation of the circle nearest to points, by least squares (Kasa 1976)."""
    origin = points.mean(axis=0)
    shifted = points - origin
    table = np.column_stack([2 * shifted, np.ones(len(points))])
    (row, column, rest), _, rank, _ = np.linalg.lstsq(table, (shifted**2).sum(axis=1), rcond=None)
    if rank < 3:
        return origin, np.inf, np.inf
    radius = float(np.sqrt(rest + row**2 + column**2))
    return (
        origin + np.array([row, column]),
        radius,
        float(np.abs(np.hypot(*(shifted - (row, column)).T) - radius).max()),
    )


def _seen(
    middle: np.ndarray,
    radius: float,
    pixels: np.ndarray,
    spacing_mm: tuple[float, float],
    offset_mm: np.ndarray,
    p: RingParameters,
) -> Ring | None:
    """Return the ring that the picture shows about there, None where it does not show the whole circle.

    A stretch alone tells middle and radius only so well: corrections of up to a millimetre are tried, and the brightest
    whole circle is taken.
    """
    reach = np.array([-1.0, -0.5, 0.0, 0.5, 1.0]) * min(1.0, radius / 4)
    circles = np.stack(
        np.meshgrid(middle[0] + reach, middle[1] + reach, radius + reach, indexing="ij"), axis=-1
    ).reshape(-1, 3)
    share, height = _standing_out(circles + np.append(offset_mm, 0.0), pixels, spacing_mm, p)
    height[share < p.whole] = -np.inf
    best = int(height.argmax())
    row, column, r = circles[best].tolist()
    return Ring((row, column), r, p.line_mm + p.beside_mm / 2) if share[best] >= p.whole else None


def _standing_out(
    circles: np.ndarray, pixels: np.ndarray, spacing_mm: tuple[float, float], p: RingParameters
) -> tuple[np.ndarray, np.ndarray]:
    """Return for circles, float (n, 3), the share of directions in which the picture is brighter on them than within
    and without, and by how much.

    Outside the image nothing is brighter. Both are float (n,).
    """
    angles = np.arange(_ANGLES) * (2 * np.pi / _ANGLES)
    way = np.stack([np.sin(angles), np.cos(angles)], axis=1)
    offsets = np.array([-p.beside_mm, -p.line_mm, 0.0, p.line_mm, p.beside_mm])
    radii = circles[:, 2, None] + offsets
    places = (circles[:, None, None, :2] + radii[:, :, None, None] * way) / spacing_mm - 0.5
    values = map_coordinates(pixels, np.moveaxis(places, -1, 0), order=1, mode="constant", cval=np.nan)
    beside = np.maximum(values[:, 0], values[:, 4])
    share = np.mean(values[:, 1:4].max(axis=1) > beside, axis=1)
    return share, np.nan_to_num(
        np.mean(values[:, 1:4].mean(axis=1) - (values[:, 0] + values[:, 4]) / 2, axis=1), nan=-1.0
    )
