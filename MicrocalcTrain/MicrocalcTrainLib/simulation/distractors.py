"""What looks like a calcification and is none: dust, scratches, film marks, vessels and their crossings,
clips, masses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter

Adder = Callable[[np.ndarray, float, np.ndarray, np.random.Generator], None]


def dust(image: np.ndarray, spacing_mm: float, noise: np.ndarray, rng: np.random.Generator) -> None:
    """Add single bright pixels without any blur, as dust on film or a defective detector element gives."""
    for _ in range(rng.integers(1, 10)):
        r, c = _anywhere(image, rng)
        image[r : r + rng.integers(1, 3), c] += rng.uniform(3, 15) * noise[r, c]


@dataclass(frozen=True)
class Lines:
    """Adds lines; ranges of their number (the end left out), width and length, and peak in standard deviations."""

    count: tuple[int, int]
    width_mm: tuple[float, float]
    length_mm: tuple[float, float]
    contrast: tuple[float, float]
    bend: float = 0.0

    def __call__(self, image: np.ndarray, spacing_mm: float, noise: np.ndarray, rng: np.random.Generator) -> None:
        """Add them, in place."""
        for _ in range(rng.integers(*self.count)):
            width, length, contrast = (rng.uniform(*one) for one in (self.width_mm, self.length_mm, self.contrast))
            add_line(image, spacing_mm, noise, rng, width, length, self.bend, contrast)


# of film handling, and of grids
scratches = Lines((1, 4), (0.04, 0.12), (2, 30), (2, 8))
# they cross: Cooper's ligaments too
vessels = Lines((2, 6), (0.15, 0.8), (8, 40), (1, 5), bend=0.03)
# short bars with parallel edges, of surgery or to mark a place
clips = Lines((1, 3), (0.4, 0.7), (2, 4), (20, 60))


def film_marks(image: np.ndarray, spacing_mm: float, noise: np.ndarray, rng: np.random.Generator) -> None:
    """Add a bright mark with straight edges (label, tape, pencil), larger than a calcification."""
    r, c = _anywhere(image, rng)
    height, width = (rng.uniform(1, 10, 2) / spacing_mm).astype(int)
    mark = np.zeros_like(image)
    mark[r : r + height, c : c + width] = rng.uniform(5, 60) * noise[r, c]
    image += gaussian_filter(mark, rng.uniform(0.3, 0.8))


def masses(image: np.ndarray, spacing_mm: float, noise: np.ndarray, rng: np.random.Generator) -> None:
    """Add smooth round densities of 1.5 to 6 mm: skin moles, lymph nodes, cysts, tissue knots."""
    for _ in range(rng.integers(1, 4)):
        r, c = _anywhere(image, rng)
        radius = rng.uniform(0.7, 3.0) / spacing_mm
        y, x = np.ogrid[: image.shape[0], : image.shape[1]]
        rho2 = ((y - r) ** 2 + ((x - c) * rng.uniform(0.7, 1.4)) ** 2) / radius**2
        image += (rng.uniform(1, 8) * noise[r, c] * np.exp(-0.5 * rho2 * 4)).astype(np.float32)


def noise_clumps(image: np.ndarray, spacing_mm: float, noise: np.ndarray, rng: np.random.Generator) -> None:
    """Add grain: noise correlated over 0.06 to 0.2 mm in a region, as film grain or quantum mottle."""
    grain = gaussian_filter(rng.standard_normal(image.shape, np.float32), rng.uniform(0.06, 0.2) / spacing_mm)
    r, c = _anywhere(image, rng)
    y, x = np.ogrid[: image.shape[0], : image.shape[1]]
    window = np.exp(-((y - r) ** 2 + (x - c) ** 2) / (2 * (rng.uniform(2, 8) / spacing_mm) ** 2))
    image += (rng.uniform(0.5, 1.5) * noise * grain / grain.std() * window).astype(np.float32)


ADDERS: dict[Adder, float] = {
    dust: 0.3,
    scratches: 0.15,
    vessels: 0.3,
    film_marks: 0.08,
    clips: 0.05,
    masses: 0.2,
    noise_clumps: 0.2,
}


def add_distractors(
    image: np.ndarray,
    spacing_mm: float,
    noise: np.ndarray,
    rng: np.random.Generator,
    adders: Mapping[Adder, float] = ADDERS,
) -> None:
    """Add each kind with its own probability, in place.

    Parameters
    ----------
    image
        float32 (rows, columns).
    noise
        Local standard deviation of the fine texture (`contrast.texture`), same shape.
    """
    for add, probability in adders.items():
        if rng.random() < probability:
            add(image, spacing_mm, noise, rng)


def _anywhere(image: np.ndarray, rng: np.random.Generator) -> tuple[int, int]:
    return int(rng.integers(image.shape[0])), int(rng.integers(image.shape[1]))


def add_line(
    image: np.ndarray,
    spacing_mm: float,
    noise: np.ndarray,
    rng: np.random.Generator,
    width_mm: float,
    length_mm: float,
    bend: float,
    contrast: float,
) -> None:
    """Add a line from a random place on, in place; `bend` is the standard deviation of its turns in rad at each half
    pixel.
    """
    r, c = _anywhere(image, rng)
    n = max(2, int(length_mm / spacing_mm * 2))
    angle = (
        rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, bend, n)) if bend else np.full(n, rng.uniform(0, 2 * np.pi))
    )
    rows = np.round(r + np.cumsum(np.sin(angle)) * 0.5).astype(int)
    columns = np.round(c + np.cumsum(np.cos(angle)) * 0.5).astype(int)
    inside = (rows >= 0) & (columns >= 0) & (rows < image.shape[0]) & (columns < image.shape[1])
    line = np.zeros_like(image)
    line[rows[inside], columns[inside]] = 1.0
    line = gaussian_filter(line, max(0.3, width_mm / 2 / spacing_mm))
    peak = line.max()
    if peak > 0:
        image += np.float32(contrast * noise[r, c] / peak) * line
