"""Calcium drawn on a fine grid: lines with width, shells and dots in millimetres, as their thickness along the beam."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import distance_transform_edt, gaussian_filter, gaussian_filter1d

STEP_MM = 0.05
SMOOTH_MM = 4.0


@dataclass(frozen=True, eq=False)
class Drawing:
    """Something drawn about its own centre.

    Parameters
    ----------
    calcium
        float32 (n, n), thickness along the beam in relative units, on a grid of `STEP_MM` whose centre pixel is the
        centre.
    extent
        bool (n, n): what belongs to it, holes and lumen included: its truth.
    tissue
        float32 (n, n) of soft tissue around it (the vessel's wall, the mass), relative to its own peak; None for none.
    """

    calcium: np.ndarray
    extent: np.ndarray
    tissue: np.ndarray | None = None


def side_px(reach_mm: float) -> int:
    """Return the odd side of a grid that reaches `reach_mm` from its centre."""
    return 2 * int(np.ceil(reach_mm / STEP_MM)) + 1


def places_mm(side: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows and the columns of a canvas in mm from its middle, each (side, side)."""
    axis = (np.arange(side) - side // 2) * STEP_MM
    rows, columns = np.meshgrid(axis, axis, indexing="ij")
    return rows, columns


def line_coordinates(points_mm: np.ndarray, side: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return for each pixel of the grid the distance in mm to a line, the place on it (index of the nearest point), and
    the side.

    Parameters
    ----------
    points_mm
        (n, 2) points of the line, row and column about the grid's centre, no further apart than `STEP_MM`.

    Returns
    -------
    float32 (side, side) distance, int32 (side, side) index, float32 (side, side) signed distance.
    """
    places = np.round(points_mm / STEP_MM).astype(int) + side // 2
    inside = ((places >= 0) & (places < side)).all(axis=1)
    index = np.full((side, side), -1, np.int32)
    numbers = np.flatnonzero(inside)
    index[places[numbers, 0], places[numbers, 1]] = numbers
    distance, nearest = distance_transform_edt(index < 0, return_indices=True)
    along = index[nearest[0], nearest[1]]
    tangent = np.gradient(gaussian_filter1d(points_mm, 4, axis=0, mode="nearest"), axis=0)
    axis = (np.arange(side) - side // 2) * STEP_MM
    rows, columns = axis[:, None] - points_mm[along, 0], axis[None] - points_mm[along, 1]
    signed = np.sign(tangent[along, 0] * columns - tangent[along, 1] * rows) * distance * STEP_MM
    return (distance * STEP_MM).astype(np.float32), along, signed.astype(np.float32)


def course(rng: np.random.Generator, length_mm: float, bend: float, angle: float | None = None) -> np.ndarray:
    """Return a smooth random course, (n, 2) points in mm `STEP_MM` / 1.5 apart, centred.

    Parameters
    ----------
    bend
        Standard deviation of the curvature in rad per mm; its changes are smooth over `SMOOTH_MM`.
    angle
        Direction at the start; None for a random one.
    """
    step = STEP_MM / 1.5
    n = max(4, int(length_mm / step))
    smooth = SMOOTH_MM / step
    # far longer than its correlation, so that its deviation is that of all such curves and not of this short piece
    curvature = gaussian_filter1d(rng.standard_normal(n + round(20 * smooth)), smooth, mode="wrap")
    curvature = curvature[:n] * bend / curvature.std()
    start = rng.uniform(0, 2 * np.pi) if angle is None else angle
    angles = start + np.cumsum(curvature) * step
    points = np.cumsum(step * np.stack([np.sin(angles), np.cos(angles)], axis=1), axis=0)
    return points - (points.min(axis=0) + points.max(axis=0)) / 2


def reach_of(points_mm: np.ndarray, margin_mm: float) -> float:
    """Return how far a grid must reach to hold points with a margin."""
    return float(np.abs(points_mm).max() + margin_mm)


def tube(signed_mm: np.ndarray, radius_mm: np.ndarray | float) -> np.ndarray:
    """Return the thickness of a solid tube, at most 1: the chord at a distance from its axis."""
    return np.sqrt(np.maximum(0.0, 1 - (signed_mm / radius_mm) ** 2))


def hollow_tube(signed_mm: np.ndarray, radius_mm: float, wall_mm: float) -> np.ndarray:
    """Return the thickness of a tube's wall, at most about 1: two bright lines with some calcium between."""
    inner = max(radius_mm - wall_mm, 1e-3)
    outside = np.sqrt(np.maximum(0.0, radius_mm**2 - signed_mm**2))
    inside = np.sqrt(np.maximum(0.0, inner**2 - signed_mm**2))
    return (outside - inside) / np.sqrt(radius_mm**2 - inner**2)


def patches_along(rng: np.random.Generator, n: int, length_mm: float, cover: float, step_mm: float) -> np.ndarray:
    """Return a random pattern along a line, float32 (n,) in [0, 1]: smooth patches of `length_mm` that cover a share of
    it.
    """
    noise = gaussian_filter1d(rng.standard_normal(n + 200), max(length_mm / step_mm / 2, 1))[100 : 100 + n]
    level = np.quantile(noise, 1 - np.clip(cover, 0.02, 0.98))
    return np.clip((noise - level) / max(noise.std(), 1e-9) * 1.5, 0, 1).astype(np.float32)


def soft_noise(rng: np.random.Generator, side: int, size_mm: float) -> np.ndarray:
    """Return smooth random values of mean 0 and standard deviation 1, float32 (side, side)."""
    noise = gaussian_filter(rng.standard_normal((side, side), np.float32), size_mm / STEP_MM)
    return noise / max(float(noise.std()), 1e-9)
