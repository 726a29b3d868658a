"""The candidates of an analysis that lie in a region and pass a threshold."""

from __future__ import annotations

import numpy as np

from .analysis import Analysis
from .errors import InputError


def candidate_places(analysis: Analysis) -> np.ndarray:
    """Return (row, column) of all candidates, float64 (n, 2)."""
    return np.column_stack([analysis.candidates.column("row"), analysis.candidates.column("column")])


def candidates_within(analysis: Analysis, inside: np.ndarray, threshold: float) -> list[np.ndarray]:
    """Return the pixels (k, 2) of each candidate in a region whose score is at least the threshold, in order of id.

    Scores are those of the whole image: a region chooses among its marks and changes none of them.

    Parameters
    ----------
    inside
        bool (n,): which of `candidate_places` lie in the region.
    threshold
        Lowest score, in [0, 1].

    Raises
    ------
    InputError
        If there is not one answer for each candidate.
    """
    candidates = analysis.candidates
    if inside.shape != (len(candidates),):
        raise InputError(
            f"{inside.size} answers for {len(candidates)} candidates: say for each whether it lies in the region."
        )
    chosen = np.flatnonzero(inside & (candidates.column("score") >= threshold)) + 1
    columns = analysis.image.columns
    return [np.column_stack(np.divmod(candidates.object_pixels(identifier), columns)) for identifier in chosen.tolist()]
