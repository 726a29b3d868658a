"""Shapes of single calcifications: unions of ellipsoids in millimetres, and their rendering into an image.

The morphologies are those of the field (punctate, irregular, amorphous, fine linear, fine linear branching,
coarse); a line is a chain of small ellipsoids. What an image shows is the ellipsoids' thickness along the beam,
averaged over each pixel and blurred by the system's point spread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter

FINEST_STEP_MM = 0.02


@dataclass(frozen=True, eq=False)
class Shape:
    """A calcification about its own centre.

    Parameters
    ----------
    ellipsoids
        (n, 6) float64: centre row and column, two half axes in the image plane, angle (rad), half axis along
        the beam; lengths in mm.
    softness_mm
        Extra blur of shapes without a sharp border (amorphous), standard deviation in mm.
    morphology
        Name of the morphology.
    """

    ellipsoids: np.ndarray
    softness_mm: float
    morphology: str

    @property
    def extent_mm(self) -> float:
        """Half the side of a square about the centre that holds the whole shape, in mm."""
        e = self.ellipsoids
        return float((np.abs(e[:, :2]).max(axis=1) + e[:, 2:4].max(axis=1)).max())


def punctate(rng: np.random.Generator, diameter_mm: float) -> Shape:
    """Return a round or oval calcification."""
    axes = diameter_mm / 2 * rng.uniform(0.8, 1.2, 2)
    return Shape(np.array([[0, 0, *axes, rng.uniform(0, np.pi), axes.mean()]]), 0.0, "punctate")


def irregular(rng: np.random.Generator, diameter_mm: float) -> Shape:
    """Return an angular, uneven calcification (pleomorphic): two to five overlapping ellipsoids."""
    n = rng.integers(2, 6)
    half = diameter_mm / 2
    centres = rng.normal(0, 0.4 * half, (n, 2))
    axes = half * np.stack([rng.uniform(0.4, 1.0, n), rng.uniform(0.2, 0.6, n)], axis=1)
    return Shape(
        np.column_stack([centres, axes, rng.uniform(0, np.pi, n), axes.mean(axis=1) * rng.uniform(0.6, 1.4, n)]),
        0.0,
        "irregular",
    )


def amorphous(rng: np.random.Generator, diameter_mm: float) -> Shape:
    """Return a small hazy calcification without a clear border."""
    shape = irregular(rng, diameter_mm)
    return Shape(shape.ellipsoids, float(rng.uniform(0.04, 0.12)), "amorphous")


def fine_linear(rng: np.random.Generator, diameter_mm: float) -> Shape:
    """Return a thin curved line, 2 to 6 times as long as `diameter_mm`."""
    width = max(0.08, diameter_mm * rng.uniform(0.25, 0.5))
    return Shape(
        _chain(rng, diameter_mm * rng.uniform(2, 6), width, np.zeros(2), rng.uniform(0, 2 * np.pi)), 0.0, "fine linear"
    )


def branching(rng: np.random.Generator, diameter_mm: float) -> Shape:
    """Return two or three thin lines that leave one point."""
    width = max(0.08, diameter_mm * rng.uniform(0.25, 0.5))
    angles = (
        rng.uniform(0, 2 * np.pi) + np.array([0.0, rng.uniform(2.2, 3.6), rng.uniform(0.5, 1.4)])[: rng.integers(2, 4)]
    )
    return Shape(
        np.concatenate([_chain(rng, diameter_mm * rng.uniform(1.5, 3), width, np.zeros(2), a, False) for a in angles]),
        0.0,
        "fine linear branching",
    )


def coarse(rng: np.random.Generator, diameter_mm: float) -> Shape:
    """Return a large lobed calcification (coarse, popcorn-like), up to three times `diameter_mm` wide."""
    n = rng.integers(4, 10)
    half = diameter_mm * rng.uniform(1.0, 1.5)
    centres = rng.normal(0, 0.5 * half, (n, 2))
    axes = half * rng.uniform(0.3, 0.7, (n, 2))
    return Shape(np.column_stack([centres, axes, rng.uniform(0, np.pi, n), axes.mean(axis=1)]), 0.0, "coarse")


MORPHOLOGIES: dict[str, Callable[[np.random.Generator, float], Shape]] = {
    "punctate": punctate,
    "irregular": irregular,
    "amorphous": amorphous,
    "fine linear": fine_linear,
    "fine linear branching": branching,
    "coarse": coarse,
}


def render(shape: Shape, spacing_mm: float, shift: np.ndarray, psf_mm: float) -> tuple[np.ndarray, int]:
    """Return the shape as it appears in an image, peak 1, and the index of its centre pixel.

    Parameters
    ----------
    shift
        (2,) position of the shape's centre relative to the centre pixel's centre, in pixels.
    psf_mm
        Standard deviation of the system's blur in mm.

    Returns
    -------
    float32 array (2h + 1, 2h + 1) and h.
    """
    blur_px = float(np.hypot(psf_mm, shape.softness_mm)) / spacing_mm
    half = int(np.ceil(shape.extent_mm / spacing_mm + 1 + 3 * blur_px))
    fine = max(2, int(np.ceil(spacing_mm / FINEST_STEP_MM)))
    axis = (np.arange((2 * half + 1) * fine) + 0.5) / fine - half - 0.5
    rows, columns = (axis - shift[0]) * spacing_mm, (axis - shift[1]) * spacing_mm
    thickness = np.zeros((axis.size, axis.size), np.float32)
    for row, column, a, b, angle, c in shape.ellipsoids:
        reach = max(a, b)
        r0, r1 = np.searchsorted(rows, (row - reach, row + reach))
        c0, c1 = np.searchsorted(columns, (column - reach, column + reach))
        y, x = rows[r0:r1, None] - row, columns[None, c0:c1] - column
        cos, sin = np.cos(angle), np.sin(angle)
        rho = ((y * cos + x * sin) / a) ** 2 + ((x * cos - y * sin) / b) ** 2
        window = thickness[r0:r1, c0:c1]
        np.maximum(window, c * np.sqrt(np.maximum(0.0, 1.0 - rho)), out=window)
    side = 2 * half + 1
    image = gaussian_filter(thickness.reshape(side, fine, side, fine).mean(axis=(1, 3)), blur_px)
    peak = image.max()
    return (image / peak if peak > 0 else image).astype(np.float32), half


def _chain(
    rng: np.random.Generator, length: float, width: float, start: np.ndarray, angle: float, centred: bool = True
) -> np.ndarray:
    step = width * 0.4
    n = max(3, int(length / step))
    angles = angle + np.cumsum(rng.normal(0, 0.18, n))
    points = start + np.cumsum(step * np.stack([np.sin(angles), np.cos(angles)], axis=1), axis=0)
    points = points - points.mean(axis=0) if centred else points
    radius = width / 2 * rng.uniform(0.7, 1.2, n)
    return np.column_stack([points, radius, radius, np.zeros(n), radius])
