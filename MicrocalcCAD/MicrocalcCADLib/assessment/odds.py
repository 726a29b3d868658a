"""What became of real lesions that were described alike: odds of malignancy from words, size and density, after
CBIS-DDSM.

A logistic regression on the descriptors of the calcification regions of CBIS-DDSM (Lee et al. 2017), whose pathology
was settled by biopsy or follow-up. It looks at no pixel: what a network named is weighed by how certain it was.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import InputError, ModelError
from ..findings import ModelIdentity
from ..models import find_bundle
from ..notices import Notice
from ..real_numbers import float_array, is_number, is_whole, shown

METHOD = "odds"
# Descriptors as CBIS-DDSM writes them; a region may have several of each ("A-B").
TYPES = (
    "AMORPHOUS",
    "COARSE",
    "DYSTROPHIC",
    "EGGSHELL",
    "FINE_LINEAR_BRANCHING",
    "LARGE_RODLIKE",
    "LUCENT_CENTER",
    "MILK_OF_CALCIUM",
    "PLEOMORPHIC",
    "PUNCTATE",
    "ROUND_AND_REGULAR",
    "SKIN",
    "VASCULAR",
)
DISTRIBUTIONS = ("CLUSTERED", "DIFFUSELY_SCATTERED", "LINEAR", "REGIONAL", "SEGMENTAL")
DENSITIES = (1, 2, 3, 4)
ASSESSMENTS = (2, 3, 4, 5)
MEASURES = ("log_size", "log_size_squared")
COLUMNS = (*TYPES, *DISTRIBUTIONS, *MEASURES, *(f"DENSITY_{density}" for density in DENSITIES))
FEWEST_ALIKE = 10
_NORMAL_95 = 1.959964


@dataclass(frozen=True)
class DescribedLesion:
    """A lesion in words.

    Parameters
    ----------
    types, distributions
        Words of `TYPES` and `DISTRIBUTIONS`; none where there is none.
    size_mm
        Longest side of the region, in the breast.
    density
        BI-RADS density of the breast, 1 to 4; None where it is not known: the average over the table's densities.
    """

    types: frozenset[str]
    distributions: frozenset[str]
    size_mm: float
    density: int | None = None

    def __post_init__(self) -> None:
        unknown = sorted((self.types - set(TYPES)) | (self.distributions - set(DISTRIBUTIONS)))
        if unknown:
            raise InputError(
                f"{unknown[0]!r} is no descriptor of CBIS-DDSM: use {', '.join((*TYPES, *DISTRIBUTIONS))}."
            )
        if not (is_number(self.size_mm) and 0 < self.size_mm < math.inf):
            raise InputError(f"A region of {shown(self.size_mm)} mm has no size: give its longest side in mm.")
        if self.density is not None and self.density not in DENSITIES:
            raise InputError(f"{self.density!r} is no density of BI-RADS: give 1 to 4, or leave it out.")


@dataclass(frozen=True)
class Odds:
    """How many of the real lesions described so were malignant.

    Parameters
    ----------
    malignant, low, high
        Expected share and its 95 % interval, in [0, 1].
    n
        Regions of CBIS-DDSM with these words; weighted where several kinds are possible.
    assessments
        Share of the readers that gave each BI-RADS category of `ASSESSMENTS`, by its name; None where that is not said.
    """

    malignant: float
    low: float
    high: float
    n: int
    assessments: Mapping[str, float] | None = field(default=None, hash=False)

    @property
    def sentence(self) -> str:
        """The odds in words, for the panel and reports."""
        low, high = 10 * self.low, 10 * self.high
        digits = 0 if round(low) < round(high) else 1
        share = "fewer than 1" if self.malignant < 0.05 else f"{round(10 * self.malignant)}"
        interval = f"{low:.{digits}f} to {high:.{digits}f}"
        malignant = f"{share} of 10 were malignant (95 % interval {interval}; biopsied or followed cases)."
        return " ".join(
            filter(None, (f"Like lesions described so in CBIS-DDSM, n = {self.n}: {malignant}", self._assessed))
        )

    @property
    def _assessed(self) -> str:
        if not self.assessments:
            return ""
        mean, spread = expected_assessment(self.assessments)
        shares = ", ".join(
            f"{category} in {100 * share:.0f} %" for category, share in self.assessments.items() if share >= 0.005
        )
        return f"Readers assessed these as BI-RADS {mean:.1f} on average (standard deviation {spread:.1f}): {shares}."


@dataclass(frozen=True, eq=False)
class OddsModel:
    """A fitted model.

    Parameters
    ----------
    intercept, weights, means
        Logit = intercept + weights @ (row - means) of a row of `COLUMNS`; weights and means (24,).
    covariance
        (25, 25) of intercept and weights, robust to several regions of one patient (sandwich by patient).
    assessments
        (4, 25) weights of the readers' assessments `ASSESSMENTS`, intercept first: softmax of the same centred row.
    counts
        ``"TYPES|DISTRIBUTIONS"`` -> (regions, malignant), words in alphabetical order joined by ``-``.
    notices
        What must be said wherever the odds are shown.
    """

    intercept: float
    weights: np.ndarray
    means: np.ndarray
    covariance: np.ndarray
    assessments: np.ndarray
    counts: Mapping[str, tuple[int, int]]
    identity: ModelIdentity | None = None
    notices: tuple[Notice, ...] = ()

    @classmethod
    def load(cls, choice: str | Path | None = None) -> OddsModel:
        """Load a bundle of the method ``odds`` (None: the catalogue's first); raises `ModelError` if it is missing,
        altered or incomplete.
        """
        bundle = find_bundle(choice, METHOD)
        return replace(cls.from_document(bundle.document(), bundle.identity), notices=bundle.notices)

    @classmethod
    def from_document(cls, document: Mapping[str, Any], identity: ModelIdentity | None = None) -> OddsModel:
        """Return the model that `to_document` described; raises `ModelError` for anything else."""
        name = identity.name if identity else "of odds"
        if list(document.get("columns", ())) != list(COLUMNS) or list(document.get("assessment_values", ())) != list(
            ASSESSMENTS
        ):
            raise ModelError(
                f"Model {name} was made for other descriptors than these: fit it again, or update Microcalc."
            )
        n = len(COLUMNS)
        try:
            arrays: dict[str, Any] = {
                key: float_array(document[key]) for key in ("weights", "means", "covariance", "assessments")
            }
            counts = {str(words): (total, malignant) for words, (total, malignant) in dict(document["counts"]).items()}
            if not all(map(is_whole, chain.from_iterable(counts.values()))):
                raise TypeError("a count is no whole number")
            intercept = float(float_array(document["intercept"]))
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"Model {name} is incomplete ({error}): get the model again.") from error
        shapes = {
            "weights": (n,),
            "means": (n,),
            "covariance": (n + 1, n + 1),
            "assessments": (len(ASSESSMENTS), n + 1),
        }
        if any(
            arrays[key].shape != shape or not np.isfinite(arrays[key]).all() for key, shape in shapes.items()
        ) or not math.isfinite(intercept):
            raise ModelError(f"Model {name} does not hold {n} weights as it should: get the model again.")
        return cls(intercept, **arrays, counts=counts, identity=identity)

    def to_document(self) -> dict[str, Any]:
        """Return the model as plain JSON types."""
        arrays = {
            key: np.round(getattr(self, key), 9).tolist() for key in ("weights", "means", "covariance", "assessments")
        }
        counts = {words: list(pair) for words, pair in sorted(self.counts.items())}
        return {
            "columns": list(COLUMNS),
            "assessment_values": list(ASSESSMENTS),
            "intercept": self.intercept,
            **arrays,
            "counts": counts,
        }

    def malignancy(self, descriptions: Sequence[DescribedLesion]) -> np.ndarray:
        """Return the expected share of malignant ones, float64 (n,)."""
        return _logistic(self.intercept + self._centred(descriptions) @ self.weights)

    def odds(self, description: DescribedLesion) -> Odds:
        """Return the odds of lesions described so, with the interval of the fit."""
        return self.mixed([(description, 1.0)])

    def mixed(self, possible: Sequence[tuple[DescribedLesion, float]]) -> Odds:
        """Return the odds averaged over what a lesion may be.

        Parameters
        ----------
        possible
            Descriptions with their probabilities, which need not add up to 1.
        """
        share = np.array([probability for _, probability in possible], float)
        if not len(share) or not share.sum() > 0:
            raise InputError("Nothing is known of the lesion: odds need at least one description.")
        share /= share.sum()
        rows = np.column_stack([np.ones(len(share)), self._centred([description for description, _ in possible])])
        # far beyond the table's sizes the fit is no certainty: its logit stays finite
        expected = np.clip(_logistic(rows @ np.concatenate([[self.intercept], self.weights])), 1e-12, 1 - 1e-12)
        mean = float(share @ expected)
        # Delta method on the mean's logit: its gradient is the average of p (1 - p) x over the possible descriptions.
        gradient = (share * expected * (1 - expected)) @ rows / (mean * (1 - mean))
        half = _NORMAL_95 * math.sqrt(max(float(gradient @ self.covariance @ gradient), 0.0))
        logit = math.log(mean / (1 - mean))
        n = round(float(share @ [self.alike(description)[0] for description, _ in possible]))
        return Odds(mean, float(_logistic(logit - half)), float(_logistic(logit + half)), n)

    def assessment(self, description: DescribedLesion) -> dict[int, float]:
        """Return how readers of CBIS-DDSM assessed lesions described so: probability of each BI-RADS category of
        `ASSESSMENTS`.
        """
        row = np.concatenate([[1.0], self._centred([description])[0]])
        values = self.assessments @ row
        values = np.exp(values - values.max())
        return {category: float(p) for category, p in zip(ASSESSMENTS, values / values.sum(), strict=True)}

    def assessed(self, possible: Sequence[tuple[DescribedLesion, float]]) -> dict[str, float]:
        """Return the share of readers of each category of `ASSESSMENTS`, averaged over what a lesion may be, as in
        `mixed`.
        """
        total = sum(probability for _, probability in possible)
        each = [(self.assessment(description), probability / total) for description, probability in possible]
        return {str(category): sum(share * shares[category] for shares, share in each) for category in ASSESSMENTS}

    def alike(self, description: DescribedLesion) -> tuple[int, int]:
        """Return (regions, malignant) of the table with these words; of the type alone where fewer than 10 share the
        distribution too.
        """
        exact = self.counts.get(words_key(description.types, description.distributions), (0, 0))
        if exact[0] >= FEWEST_ALIKE:
            return exact
        same = [
            pair
            for words, pair in self.counts.items()
            if words.split("|")[0] == words_key(description.types, frozenset()).split("|")[0]
        ]
        return sum(n for n, _ in same), sum(m for _, m in same)

    def distributions_of(self, name: str) -> dict[frozenset[str], int]:
        """Return how many regions of the table have this type alone, by their distributions."""
        pairs = ((words.split("|"), n) for words, (n, _) in self.counts.items())
        return {frozenset(distributions.split("-")) - {""}: n for (types, distributions), n in pairs if types == name}

    def _centred(self, descriptions: Sequence[DescribedLesion]) -> np.ndarray:
        rows = description_rows(descriptions)
        return np.where(np.isnan(rows), 0.0, rows - self.means)


def expected_assessment(shares: Mapping[str, float]) -> tuple[float, float]:
    """Return mean and standard deviation of BI-RADS categories from 2 to 5, given the share of each by its name."""
    values, weights = np.array([float(name) for name in shares]), np.array(list(shares.values()), float)
    mean = float(weights @ values / weights.sum())
    return mean, math.sqrt(float(weights @ (values - mean) ** 2 / weights.sum()))


def description_rows(descriptions: Sequence[DescribedLesion]) -> np.ndarray:
    """Return the descriptions as float64 (n, 24) of `COLUMNS`; the density's columns are NaN where it is not known."""
    rows = np.zeros((len(descriptions), len(COLUMNS)))
    for row, one in zip(rows, descriptions, strict=True):
        size = math.log(one.size_mm)
        words = [word in one.types for word in TYPES] + [word in one.distributions for word in DISTRIBUTIONS]
        density = [math.nan if one.density is None else float(one.density == value) for value in DENSITIES]
        row[:] = [*words, size, size**2, *density]
    return rows


def words_key(types: frozenset[str], distributions: frozenset[str]) -> str:
    """Return the words as one key of `OddsModel.counts`."""
    return f"{'-'.join(sorted(types))}|{'-'.join(sorted(distributions))}"


def _logistic(values: Any) -> Any:
    from scipy.special import expit

    return expit(values)
