"""Layouts of calcifications: clusters, single calcifications and calcified vessels, as lists of placed shapes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .shapes import MORPHOLOGIES, Shape, punctate


@dataclass(frozen=True)
class LesionParameters:
    """How simulated lesions look; each pair is the range of a random draw.

    Parameters
    ----------
    diameter_mm
        Size of one calcification before its morphology stretches it (log-uniform).
    contrast
        Peak contrast of a lesion's typical calcification, in standard deviations of the local fine texture
        (0.1 to 0.3 mm) around it (log-uniform). By the Rose criterion an object is seen reliably from about 4 on; what
        is fainter no reader would annotate.
    count, spread_mm
        Calcifications in a cluster (log-uniform) and standard deviation of their scatter.
    psf_mm
        Standard deviation of the system's blur.
    """

    diameter_mm: tuple[float, float] = (0.1, 0.55)
    contrast: tuple[float, float] = (4.0, 16.0)
    count: tuple[int, int] = (5, 40)
    spread_mm: tuple[float, float] = (1.2, 4.5)
    psf_mm: tuple[float, float] = (0.04, 0.09)


@dataclass(frozen=True, eq=False)
class Placed:
    """A shape, its place relative to the lesion's centre (mm), and its contrast relative to the lesion's."""

    shape: Shape
    offset_mm: np.ndarray
    contrast: float


MIXTURES = {  # what a cluster is made of: morphology -> share
    "punctate": {"punctate": 1.0},
    "amorphous": {"amorphous": 0.8, "punctate": 0.2},
    "pleomorphic": {"irregular": 0.7, "punctate": 0.25, "fine linear": 0.05},
    "linear": {"fine linear": 0.4, "fine linear branching": 0.15, "irregular": 0.3, "punctate": 0.15},
    "mixed": {"irregular": 0.4, "punctate": 0.35, "amorphous": 0.15, "coarse": 0.1},
}


def cluster(rng: np.random.Generator, parameters: LesionParameters) -> list[Placed]:
    """Return the calcifications of one cluster: round, drawn out along a duct, or two neighbouring groups."""
    names, shares = zip(*MIXTURES[rng.choice(list(MIXTURES))].items(), strict=True)
    n = round(_log_uniform(rng, *parameters.count))
    spread = rng.uniform(*parameters.spread_mm) * min(1.0, (n / 8) ** 0.5)
    offsets = _scatter(rng, n, spread)
    typical = _log_uniform(rng, *parameters.diameter_mm)
    diameters = np.clip(
        typical * np.exp(rng.normal(0, 0.3, n)), parameters.diameter_mm[0], 2 * parameters.diameter_mm[1]
    )
    placed = []
    for morphology, offset, diameter in zip(rng.choice(names, n, p=shares), offsets, diameters, strict=True):
        shape = MORPHOLOGIES[morphology](rng, float(diameter))
        placed.append(Placed(shape, offset, float((diameter / typical) ** 0.7 * np.exp(rng.normal(0, 0.25)))))
    return placed


def single(rng: np.random.Generator, parameters: LesionParameters) -> list[Placed]:
    """Return one calcification, more often punctate or coarse than in a cluster."""
    morphology = rng.choice(["punctate", "irregular", "coarse"], p=[0.6, 0.2, 0.2])
    return [Placed(MORPHOLOGIES[morphology](rng, _log_uniform(rng, *parameters.diameter_mm)), np.zeros(2), 1.0)]


def vessel(rng: np.random.Generator, parameters: LesionParameters) -> list[Placed]:
    """Return a calcified artery: two broken parallel tracks along a curve, 8 to 25 mm long."""
    length, gauge = rng.uniform(8, 25), rng.uniform(0.5, 1.6)
    n = int(length / 0.35)
    angle = rng.uniform(0, np.pi) + np.cumsum(rng.normal(0, 0.05, n))
    along = np.cumsum(0.35 * np.stack([np.sin(angle), np.cos(angle)], axis=1), axis=0)
    along -= along.mean(axis=0)
    normal = np.stack([np.cos(angle), -np.sin(angle)], axis=1)
    placed = []
    for side in (-0.5, 0.5):
        for point in (along + side * gauge * normal)[rng.random(n) < rng.uniform(0.35, 0.75)]:
            diameter = _log_uniform(rng, parameters.diameter_mm[0], 0.35)
            placed.append(
                Placed(punctate(rng, diameter), point + rng.normal(0, 0.06, 2), float(np.exp(rng.normal(0, 0.3))))
            )
    return placed


def _scatter(rng: np.random.Generator, n: int, spread: float) -> np.ndarray:
    kind = rng.choice(["round", "drawn out", "two groups"], p=[0.6, 0.25, 0.15])
    offsets = rng.normal(0, spread, (n, 2))
    if kind == "drawn out":
        angle = rng.uniform(0, np.pi)
        offsets = offsets * [1.6, 0.4] @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    elif kind == "two groups":
        offsets[: n // 2] = offsets[: n // 2] * 0.5 + rng.normal(0, spread, 2)
    return offsets


def _log_uniform(rng: np.random.Generator, low: float, high: float) -> float:
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))
