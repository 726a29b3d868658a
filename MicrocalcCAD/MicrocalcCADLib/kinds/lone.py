"""Lone specks: whether a small mark without others near it is a calcification, by its size and contrast.

In a group, small and faint calcifications bear each other out; alone, a mark as small and faint as that is mostly dust,
a crossing or texture. A logistic regression on six measures tells them apart, from places of real backgrounds that were
read by eye.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree
from scipy.special import expit, logit

from ..analysis import MEASURES, Candidates
from ..errors import InputError

# what the regression looks at, in this order: see `features`
FEATURES = ("score", "area_mm2", "major_axis_mm", "minor_axis_mm", "eccentricity", "contrast")
_LEAST = {"area_mm2": 1e-3, "major_axis_mm": 0.02, "minor_axis_mm": 0.02, "contrast": 1e-3}
# what scores less adds nothing to the company
_SEEN = 0.05


@dataclass(frozen=True)
class LoneParameters:
    """The regression, and which marks it is for.

    Parameters
    ----------
    means, scales, weights, intercept
        Of the logistic regression on the standardised `features`, one value each; empty for none.
    speck_mm
        Only marks shorter than this are judged: larger ones have a shape.
    company, company_mm, company_score
        A mark is not alone if at least so many others of this score lie within this distance,
    company_sure
        and if what lies there adds up to at least this: scores, each times the probability that it would be a
        calcification by itself. Three faint specks do not bear each other out as three plain ones do.

    Raises
    ------
    InputError
        If the regression has not one value a feature.
    """

    means: tuple[float, ...] = ()
    scales: tuple[float, ...] = ()
    weights: tuple[float, ...] = ()
    intercept: float = 0.0
    speck_mm: float = 1.2
    company: int = 2
    company_mm: float = 5.0
    company_score: float = 0.3
    company_sure: float = 0.2

    def __post_init__(self) -> None:
        if {len(self.means), len(self.scales), len(self.weights)} not in ({0}, {len(FEATURES)}):
            raise InputError(
                f"A regression on {len(FEATURES)} measures has as many means, scales and weights: state all of them, or"
                " none."
            )

    @property
    def known(self) -> bool:
        """Whether there is a regression."""
        return bool(self.weights)


def features(candidates: Candidates) -> np.ndarray:
    """Return what the regression looks at, (n, 6): the score's log odds, logarithms of the lengths, area and contrast,
    eccentricity.
    """
    columns = []
    for name in FEATURES:
        values = candidates.measures[:, MEASURES.index(name)]
        if name == "score":
            columns.append(logit(np.clip(values, 1e-4, 1 - 1e-4)))
        elif name in _LEAST:
            columns.append(np.log(np.maximum(values, 0) + _LEAST[name]))
        else:
            columns.append(values)
    return np.stack(columns, axis=1)


def alone(candidates: Candidates, spacing_mm: tuple[float, float], parameters: LoneParameters) -> np.ndarray:
    """Return which candidates are small and have no company, bool (n,)."""
    return _alone(candidates, spacing_mm, parameters, _by_itself(candidates, parameters))


def no_calcification(candidates: Candidates, spacing_mm: tuple[float, float], parameters: LoneParameters) -> np.ndarray:
    """Return the probability that a lone speck is no calcification, (n,); 0 for all other candidates, and without a
    regression.
    """
    if not parameters.known or not len(candidates):
        return np.zeros(len(candidates))
    none = _by_itself(candidates, parameters)
    return np.where(_alone(candidates, spacing_mm, parameters, none), none, 0.0)


def _by_itself(candidates: Candidates, parameters: LoneParameters) -> np.ndarray:
    """Return the probability that each candidate would be no calcification if it were alone, (n,); 0 for large ones,
    and without a regression.
    """
    if not parameters.known or not len(candidates):
        return np.zeros(len(candidates))
    standard = (features(candidates) - parameters.means) / parameters.scales
    probability = expit(-(standard @ np.asarray(parameters.weights) + parameters.intercept))
    return np.where(candidates.column("major_axis_mm") < parameters.speck_mm, probability, 0.0)


def _alone(
    candidates: Candidates, spacing_mm: tuple[float, float], parameters: LoneParameters, none: np.ndarray
) -> np.ndarray:
    p = parameters
    small = candidates.column("major_axis_mm") < p.speck_mm
    if not small.any():
        return small
    score = candidates.column("score")
    places = np.column_stack([candidates.column("row"), candidates.column("column")]) * spacing_mm
    plain, value = score >= p.company_score, score * (1 - none)
    seen = np.flatnonzero(score >= _SEEN)
    near = cKDTree(places).sparse_distance_matrix(cKDTree(places[seen]), p.company_mm, output_type="coo_matrix")
    first, second = near.row, seen[near.col]
    first, second = first[first != second], second[first != second]
    number = np.bincount(first, plain[second], len(score))
    sure = np.bincount(first, value[second], len(score))
    return small & ((number < p.company) | (sure < p.company_sure))
