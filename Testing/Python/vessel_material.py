"""Calcified vessels, rods and groups of specks of known length: an image, and the map that a good kind network would
give of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter, gaussian_filter1d
from scipy.spatial import cKDTree

MAP_MM = 0.2


@dataclass
class Scene:
    """A field of `size_mm` (rows, columns) to draw on: `pixels` at `spacing_mm`, and `probability` of calcium of
    vessels at `map_mm`.
    """

    size_mm: tuple[float, float] = (60.0, 60.0)
    spacing_mm: tuple[float, float] = (0.1, 0.1)
    map_mm: float = MAP_MM
    seed: int = 0

    def __post_init__(self) -> None:
        self.rng = np.random.default_rng(self.seed)
        shape = [round(side / step) for side, step in zip(self.size_mm, self.spacing_mm, strict=True)]
        noise = self.rng.standard_normal(shape)
        self.pixels = (0.4 + 0.1 * gaussian_filter(noise, 1 / self.spacing_mm[0]) + 0.004 * noise).astype(np.float32)
        self.probability = np.zeros([round(side / self.map_mm) for side in self.size_mm], np.float32)
        self.breast = np.ones(shape, bool)

    def vessel(
        self,
        points_mm: np.ndarray,
        gauge_mm: float = 1.6,
        cover: float = 1.0,
        patch_mm: float = 3.0,
        walls_only: bool = False,
    ) -> float:
        """Draw a vessel with broken walls; return the length from the first to the last of its calcium."""
        even = course(points_mm)
        both = [_patches(self.rng, len(even), patch_mm, cover) for _ in range(2)]
        calcified = both[0] | both[1]
        distance, along, signed = _coordinates(even, self.pixels.shape, self.spacing_mm)
        wall = np.exp(-(((np.abs(signed) - gauge_mm / 2 + 0.1) / 0.12) ** 2)) * (distance < gauge_mm / 2 + 0.4)
        grain = np.clip(1 + 0.6 * gaussian_filter(self.rng.standard_normal(signed.shape), 1) * 2, 0.1, 3)
        shown = np.where(signed >= 0, both[0][along], both[1][along])
        self.pixels += (0.02 * (distance <= gauge_mm / 2) + 0.12 * wall * grain * shown).astype(np.float32)
        distance, along, signed = _coordinates(even, self.probability.shape, (self.map_mm, self.map_mm))
        inside = (distance <= gauge_mm / 2 + 0.1) & calcified[along]
        if walls_only:
            inside = (np.abs(distance - gauge_mm / 2 + 0.1) <= 0.25) & np.where(
                signed >= 0, both[0][along], both[1][along]
            )
        self._mapped(inside)
        places = np.flatnonzero(calcified)
        return float(0.05 * (places[-1] - places[0]))

    def rod(self, points_mm: np.ndarray, thickness_mm: float = 1.0) -> None:
        """Draw a smooth solid rod, in the map as if the network took it for a vessel."""
        even = course(points_mm)
        distance, _, _ = _coordinates(even, self.pixels.shape, self.spacing_mm)
        self.pixels += (0.25 * np.sqrt(np.clip(1 - (2 * distance / thickness_mm) ** 2, 0, 1))).astype(np.float32)
        distance, _, _ = _coordinates(even, self.probability.shape, (self.map_mm, self.map_mm))
        self._mapped(distance <= thickness_mm / 2)

    def ring(
        self,
        middle_mm: tuple[float, float],
        radius_mm: float,
        mapped_degrees: tuple[float, float],
        width_mm: float = 0.8,
    ) -> None:
        """Draw a skin marker, of which the map takes the directions from one angle to another for a vessel."""
        for shape, spacing, drawn in (
            (self.pixels.shape, self.spacing_mm, True),
            (self.probability.shape, (self.map_mm, self.map_mm), False),
        ):
            off = _places(shape, spacing) - middle_mm
            line = (np.abs(np.hypot(*off.T) - radius_mm) <= width_mm / 2).reshape(shape)
            if drawn:
                self.pixels += (0.1 * gaussian_filter(line.astype(np.float32), 1)).astype(np.float32)
            else:
                angle = np.degrees(np.arctan2(off[:, 0], off[:, 1])).reshape(shape) % 360
                self._mapped(line & (mapped_degrees[0] <= angle) & (angle <= mapped_degrees[1]))

    def specks(self, places_mm: np.ndarray, diameter_mm: float = 0.4, mapped: bool = True) -> None:
        """Draw round specks, in the map as if the network took them for vessels or, if not `mapped`, for others."""
        for shape, spacing, drawn in (
            (self.pixels.shape, self.spacing_mm, True),
            (self.probability.shape, (self.map_mm, self.map_mm), False),
        ):
            distance = cKDTree(places_mm).query(_places(shape, spacing))[0].reshape(shape)
            if drawn:
                self.pixels += (0.2 * np.exp(-((distance / diameter_mm * 2) ** 2))).astype(np.float32)
            elif mapped:
                self._mapped(distance <= diameter_mm / 2 + 0.1)

    def _mapped(self, inside: np.ndarray) -> None:
        self.probability = np.maximum(
            self.probability, gaussian_filter(inside.astype(np.float32), 0.5) * self.rng.uniform(0.8, 1.0)
        )

    def given(self) -> tuple:
        """Return what `vessels.trace` is given."""
        noise = 0.08 * gaussian_filter(self.rng.standard_normal(self.probability.shape), 1.5) * 4
        return (
            np.clip(self.probability + noise, 0, 1).astype(np.float32),
            self.map_mm,
            self.pixels,
            self.spacing_mm,
            self.breast,
        )


def course(points_mm: np.ndarray) -> np.ndarray:
    """Return a line through points at steps of 0.05 mm."""
    points = np.asarray(points_mm, float)
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    places = np.arange(0, along[-1], 0.05)
    return np.stack([np.interp(places, along, points[:, axis]) for axis in (0, 1)], axis=1)


def curve(
    rng: np.random.Generator, start_mm: tuple[float, float], angle: float, length_mm: float, bend: float = 0.05
) -> np.ndarray:
    """Return a smoothly winding line."""
    n = int(length_mm / 0.05)
    turns = gaussian_filter1d(rng.standard_normal(n), 4 / 0.05)
    turns *= bend * 0.05 / max(turns.std(), 1e-9)
    angles = angle + np.cumsum(turns)
    return np.array(start_mm) + 0.05 * np.cumsum(np.stack([np.sin(angles), np.cos(angles)], axis=1), axis=0)


def round_group(
    rng: np.random.Generator, centre_mm: tuple[float, float], count: int = 12, radius_mm: float = 4.0
) -> np.ndarray:
    """Return places of specks in a disc, at least 0.9 mm apart."""
    places: list[np.ndarray] = []
    while len(places) < count:
        place = np.array(centre_mm) + radius_mm * np.sqrt(rng.random()) * np.array(
            [np.sin(a := rng.uniform(0, 2 * np.pi)), np.cos(a)]
        )
        if all(np.hypot(*(place - other)) > 0.9 for other in places):
            places.append(place)
    return np.array(places)


def _places(shape: tuple[int, int], spacing_mm: tuple[float, float]) -> np.ndarray:
    axes = [(np.arange(n) + 0.5) * step for n, step in zip(shape, spacing_mm, strict=True)]
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 2)


def _coordinates(
    even: np.ndarray, shape: tuple[int, int], spacing_mm: tuple[float, float]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    places = _places(shape, spacing_mm)
    distance, nearest = cKDTree(even).query(places)
    ahead = np.gradient(even, axis=0)[nearest]
    off = places - even[nearest]
    side = np.sign(ahead[:, 0] * off[:, 1] - ahead[:, 1] * off[:, 0])
    # what lies before the first or beyond the last point is outside the vessel
    distance = np.where(
        (nearest == 0) | (nearest == len(even) - 1),
        np.maximum(distance, 99.0 * (np.abs((off * ahead).sum(1)) > 0.003)),
        distance,
    )
    return distance.reshape(shape), nearest.reshape(shape), (distance * side).reshape(shape)


def _patches(rng: np.random.Generator, n: int, patch_mm: float, cover: float) -> np.ndarray:
    if cover >= 1:
        return np.ones(n, bool)
    noise = gaussian_filter1d(rng.standard_normal(n + 400), patch_mm / 0.05 / 2)[200 : 200 + n]
    return noise >= np.quantile(noise, 1 - cover)
