"""BI-RADS of simulated lesions: categories of a description, and looks that grow more suspicious with them.

In CBIS-DDSM the words for type and distribution do not decide the assessment (a rating by them alone, the mean
assessment of the same words, agrees with the tables to a QWK of 0.90): a reader sees more than these words say. What
that is, no table tells. Here, within what its type allows, a lesion of a higher category has more calcifications,
smaller, more unequal and closer together, and a malignant one lies in the upper half of its category: an assumption
after the BI-RADS atlas, which `separation` weakens or, at 0, takes away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np

from .descriptors import MALIGNANT, TYPES, VASCULAR, Description, Look, described_lesion, draw_description, frequencies
from .lesions import LesionParameters, Placed

NO_BIOPSY = "BENIGN_WITHOUT_CALLBACK"
LOWEST = 2
SHARES_4 = (0.1, 0.5)
PRIOR_CASES = 1.0
SIX = 6
NARROWEST = 0.35
LEAST_VARIETY = 0.05


def draw_rated_description(rng: np.random.Generator) -> Description:
    """Return a description with an assessment from 2 to 5, as often as CBIS-DDSM has it; 0 is no rating."""
    while (description := draw_description(rng)).assessment < LOWEST:
        pass
    return description


def class_index(description: Description, classes: int) -> int:
    """Return the number of a description's category, from 0, among 4 (2, 3, 4, 5) or 6 (2, 3, 4A, 4B, 4C, 5).

    CBIS-DDSM does not subdivide category 4. Its descriptions are subdivided by the share of malignant ones among those
    of category 4 with the same words, as the BI-RADS atlas (5th edition) defines the subdivisions: up to 10 % 4A, up to
    50 % 4B, above 4C. Few cases are drawn to the share of all.
    """
    if classes != SIX:
        return description.assessment - LOWEST
    if description.assessment == 4:
        return 2 + int(np.searchsorted(SHARES_4, malignant_share(description.type, description.distribution)))
    return {2: 0, 3: 1, 5: 5}[description.assessment]


@cache
def malignant_share(kind: str, distribution: str) -> float:
    """Return how many of CBIS-DDSM's category 4 of a type and distribution are malignant, with a prior of one average
    case.
    """
    counts: Counter[bool] = Counter()
    every: Counter[bool] = Counter()
    for description, count in zip(*frequencies(), strict=True):
        if description.assessment == 4:
            every[description.malignant] += int(count)
            if (description.type, description.distribution) == (kind, distribution):
                counts[description.malignant] += int(count)
    average = every[True] / every.total()
    return (counts[True] + PRIOR_CASES * average) / (counts.total() + PRIOR_CASES)


def malignancy(description: Description) -> float:
    """Return 1 for malignant, 0 for benign by biopsy, 0.5 without biopsy (Zhang 2021, section 2.3)."""
    return {MALIGNANT: 1.0, NO_BIOPSY: 0.5}.get(description.pathology, 0.0)


def suspicion(description: Description) -> float:
    """Return how suspicious a lesion is to look, in (0, 1): its category of six, and in which half of it
    by pathology.
    """
    return (class_index(description, SIX) + 0.5 + 0.5 * (malignancy(description) - 0.5)) / SIX


def graded(
    rng: np.random.Generator,
    description: Description,
    parameters: LesionParameters,
    separation: float = 1.0,
    grade_of: Callable[[Description], float] = suspicion,
) -> list[Placed]:
    """Return a lesion of a description that looks as suspicious as it was rated.

    Parameters
    ----------
    separation
        1 as the module says, 0 for a look by type and distribution alone.
    grade_of
        How suspicious it looks, in [0, 1]; `malignancy` where morphology shall tell the pathology, not the category.
    """
    terms = description.type.split("-")
    if VASCULAR in terms:
        return described_lesion(rng, description, parameters)
    grade = grade_of(description)
    placed = described_lesion(
        rng, description, parameters, {term: graded_look(TYPES[term], grade, separation) for term in terms}
    )
    scale = 1 + separation * (0.5 - grade)
    return [replace(one, offset_mm=one.offset_mm * scale) for one in placed]


def graded_look(look: Look, grade: float, separation: float) -> Look:
    """Return the part of a look's ranges that belongs to a grade in [0, 1]."""
    low, high = _part((float(look.count[0]), float(look.count[1])), grade, separation)
    variety = max(LEAST_VARIETY, look.variety + 0.5 * separation * (grade - 0.5))
    return replace(
        look,
        count=(round(low), round(high)),
        diameter_mm=_part(look.diameter_mm, 1 - grade, separation),
        variety=variety,
    )


def _part(bounds: tuple[float, float], place: float, separation: float) -> tuple[float, float]:
    """Return a part of a range at a place in [0, 1], on a logarithmic scale."""
    low, high = np.log(bounds)
    width = (high - low) * (1 - separation * (1 - NARROWEST))
    first = low + place * (high - low - width)
    return float(np.exp(first)), float(np.exp(first + width))
