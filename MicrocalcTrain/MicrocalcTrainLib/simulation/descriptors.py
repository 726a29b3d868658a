"""From a reader's words to a simulated lesion: calcification types and distributions, with their real joint
frequencies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from MicrocalcCADLib.files import read_json

from .lesions import LesionParameters, Placed, _log_uniform, vessel
from .shapes import MORPHOLOGIES

FREQUENCIES = Path(__file__).with_name("cbis_ddsm_frequencies.json")
NOT_GIVEN = "N/A"
MALIGNANT = "MALIGNANT"


@dataclass(frozen=True)
class Description:
    """What CBIS-DDSM's tables say about one abnormality.

    Parameters
    ----------
    type, distribution
        Terms joined by hyphens where a reader gave several; ``N/A`` where none.
    assessment
        BI-RADS category, 0 and 2 to 5.
    pathology
        ``MALIGNANT``, ``BENIGN`` (by biopsy) or ``BENIGN_WITHOUT_CALLBACK``.
    """

    type: str
    distribution: str
    assessment: int
    pathology: str

    @property
    def malignant(self) -> bool:
        """Whether the pathology is malignant."""
        return self.pathology == MALIGNANT


@dataclass(frozen=True)
class Look:
    """What calcifications of a type look like: shares of morphologies, sizes, number in a group, spread of sizes.

    Parameters
    ----------
    diameter_mm, count
        Ranges of log-uniform draws.
    variety
        Standard deviation of the logarithm of the sizes within a group.
    """

    mixture: tuple[tuple[str, float], ...]
    diameter_mm: tuple[float, float]
    count: tuple[int, int]
    variety: float


# Sizes and numbers follow the BI-RADS atlas (5th edition): fine pleomorphic below 0.5 mm and unequal, amorphous hazy
# and small, punctate below 0.5 mm and alike, round and lucent-centred from below 1 mm to over 1 cm, coarse above 1 mm;
# the largest are drawn smaller than life, since half a dozen of them fill a region.
TYPES = {
    "PLEOMORPHIC": Look((("irregular", 0.75), ("punctate", 0.2), ("fine linear", 0.05)), (0.15, 0.45), (6, 40), 0.45),
    "FINE_LINEAR_BRANCHING": Look(
        (("fine linear", 0.5), ("fine linear branching", 0.3), ("irregular", 0.2)), (0.15, 0.4), (6, 40), 0.4
    ),
    "AMORPHOUS": Look((("amorphous", 0.85), ("punctate", 0.15)), (0.12, 0.35), (8, 45), 0.2),
    "PUNCTATE": Look((("punctate", 1.0),), (0.12, 0.4), (4, 25), 0.15),
    "ROUND_AND_REGULAR": Look((("punctate", 1.0),), (0.3, 0.8), (3, 12), 0.3),
    "LUCENT_CENTER": Look((("punctate", 0.7), ("coarse", 0.3)), (0.4, 1.0), (1, 6), 0.3),
    "EGGSHELL": Look((("punctate", 0.5), ("coarse", 0.5)), (0.6, 1.2), (1, 4), 0.3),
    "COARSE": Look((("coarse", 1.0),), (0.4, 0.8), (1, 6), 0.4),
    "DYSTROPHIC": Look((("coarse", 0.7), ("irregular", 0.3)), (0.4, 0.8), (1, 8), 0.5),
    "LARGE_RODLIKE": Look((("fine linear", 1.0),), (0.5, 0.9), (2, 10), 0.3),
    "MILK_OF_CALCIUM": Look((("amorphous", 0.6), ("punctate", 0.4)), (0.2, 0.6), (4, 15), 0.3),
    "SKIN": Look((("punctate", 1.0),), (0.3, 0.7), (1, 8), 0.2),
    NOT_GIVEN: Look((("punctate", 0.6), ("irregular", 0.2), ("coarse", 0.2)), (0.2, 0.7), (1, 8), 0.4),
}
VASCULAR = "VASCULAR"


@cache
def frequencies() -> tuple[tuple[Description, ...], np.ndarray]:
    """Return the descriptions that occur in CBIS-DDSM and how often each does."""
    rows = read_json(FREQUENCIES)["rows"]
    return tuple(Description(*row[:4]) for row in rows), np.array([row[4] for row in rows])


def draw_description(rng: np.random.Generator) -> Description:
    """Return a description, as often as CBIS-DDSM has it."""
    descriptions, counts = frequencies()
    return descriptions[rng.choice(len(descriptions), p=counts / counts.sum())]


def described_lesion(
    rng: np.random.Generator, description: Description, parameters: LesionParameters, types: Mapping[str, Look] = TYPES
) -> list[Placed]:
    """Return a lesion of the type and distribution of a description; of several terms each calcification, or the
    layout, takes one.
    """
    terms = description.type.split("-")
    if VASCULAR in terms:
        return vessel(rng, parameters)
    looks = [types[term] for term in terms]
    count = round(_log_uniform(rng, *looks[rng.integers(len(looks))].count))
    layouts = [term for term in description.distribution.split("-") if term != NOT_GIVEN]
    offsets = DISTRIBUTIONS[layouts[rng.integers(len(layouts))] if layouts else NOT_GIVEN](rng, count)
    typical = {look: _log_uniform(rng, *look.diameter_mm) for look in looks}
    middle = float(np.mean(list(typical.values())))
    placed = []
    for offset in offsets:
        look = looks[rng.integers(len(looks))]
        morphologies, shares = zip(*look.mixture, strict=True)
        diameter = max(parameters.diameter_mm[0], float(typical[look] * np.exp(rng.normal(0, look.variety))))
        shape = MORPHOLOGIES[rng.choice(morphologies, p=shares)](rng, diameter)
        placed.append(Placed(shape, offset, float((diameter / middle) ** 0.7 * np.exp(rng.normal(0, 0.25)))))
    return placed


def _clustered(rng: np.random.Generator, n: int) -> np.ndarray:
    return rng.normal(0, rng.uniform(1.0, 2.5), (n, 2)) * min(1.0, (n / 8) ** 0.5)


def _linear(rng: np.random.Generator, n: int) -> np.ndarray:
    along, across = rng.uniform(-0.5, 0.5, n) * rng.uniform(8, 16), rng.normal(0, 0.5, n)
    return _turned(rng, np.column_stack([along, across]))


def _segmental(rng: np.random.Generator, n: int) -> np.ndarray:
    """Return a wedge that opens away from the nipple, along a duct and its branches."""
    length, opening = rng.uniform(10, 16), rng.uniform(0.3, 0.7)
    along = length * np.sqrt(rng.random(n))
    across = along * np.tan(opening / 2) * rng.uniform(-1, 1, n)
    return _turned(rng, np.column_stack([along - length * 2 / 3, across]))


def _regional(rng: np.random.Generator, n: int) -> np.ndarray:
    return rng.uniform(-0.5, 0.5, (n, 2)) * rng.uniform(12, 17, 2)


def _scattered(rng: np.random.Generator, n: int) -> np.ndarray:
    return rng.uniform(-8.5, 8.5, (max(3, n // 2), 2))


def _turned(rng: np.random.Generator, offsets: np.ndarray) -> np.ndarray:
    angle = rng.uniform(0, 2 * np.pi)
    return offsets @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])


DISTRIBUTIONS: dict[str, Callable[[np.random.Generator, int], np.ndarray]] = {
    "CLUSTERED": _clustered,
    "LINEAR": _linear,
    "SEGMENTAL": _segmental,
    "REGIONAL": _regional,
    "DIFFUSELY_SCATTERED": _scattered,
    NOT_GIVEN: _clustered,
}
