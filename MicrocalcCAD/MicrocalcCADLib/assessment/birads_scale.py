"""The scale of the BI-RADS rating: risk in [0, 1], cut into equal parts, one a category (Zhang 2021, section 2.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from ..errors import InputError

CATEGORIES = {4: ("2", "3", "4", "5"), 6: ("2", "3", "4A", "4B", "4C", "5")}


def categories(number: int) -> tuple[str, ...]:
    """Return the categories in ascending order; raises `InputError` unless there are 4 or 6 of them."""
    if number not in CATEGORIES:
        raise InputError(f"A BI-RADS rating has 4 categories, or 6 with 4A to 4C, not {number}: choose 4 or 6.")
    return CATEGORIES[number]


def class_named(category: str | None, number: int) -> int | None:
    """Return the class of a reader's category, from 0; None for one that the scale lacks (0, 1, 6, or 4 undivided among
    six classes).
    """
    names = categories(number)
    text = (category or "").upper()[: None if number > len(CATEGORIES[4]) else 1]
    return names.index(text) if text in names else None


def centre(index: np.ndarray | int, number: int) -> np.ndarray | float:
    """Return the risk in the middle of a category, (2 n - 1) / (2 N) for n = `index` + 1."""
    return (2 * index + 1) / (2 * number)


def class_of(risk: np.ndarray | float, number: int) -> np.ndarray:
    """Return the index of the category that holds a risk; category n covers [(n - 1) / N, n / N), the last
    one 1 too.
    """
    return np.clip((np.asarray(risk, float) * number).astype(int), 0, number - 1)


def on_scale(output: np.ndarray, cuts: Sequence[float], number: int) -> np.ndarray:
    """Return the risk of a network's outputs in [0, 1]: the piecewise linear map that brings each cut to the boundary k
    / N.

    Parameters
    ----------
    cuts
        Ascending outputs in (0, 1) at the boundaries between neighbouring categories; none: the output is the risk.
    """
    output = np.asarray(output, float)
    return np.interp(output, (0.0, *cuts, 1.0), np.linspace(0, 1, number + 1)) if len(cuts) else output


def boundaries(number: int) -> dict[str, float]:
    """Return the risk between each two neighbouring categories, by their names."""
    names = categories(number)
    return {f"{low} to {high}": (k + 1) / number for k, (low, high) in enumerate(pairwise(names))}


def rating(risk: float, number: int, basis: str) -> dict[str, Any]:
    """Return a rating as it stands in findings.

    Parameters
    ----------
    basis
        What the rating was learned from; shown wherever it is.

    Returns
    -------
    ``category``, ``risk``, ``nearest_boundary`` (a risk), ``neighbour`` (the category beyond that boundary),
    ``abstains`` and ``basis``.
    """
    names, index = categories(number), int(class_of(risk, number))
    nearest = min(range(1, number), key=lambda k: abs(risk - k / number))
    neighbour = names[nearest - 1] if nearest == index else names[index + 1]
    return {
        "category": names[index],
        "risk": float(risk),
        "nearest_boundary": nearest / number,
        "neighbour": neighbour,
        "abstains": False,
        "basis": basis,
    }


def abstention(basis: str) -> dict[str, Any]:
    """Return the rating of what is unlike everything that the model was trained on."""
    return {
        "category": None,
        "risk": None,
        "nearest_boundary": None,
        "neighbour": None,
        "abstains": True,
        "basis": basis,
    }


def rating_text(birads: Mapping[str, Any] | None) -> str:
    """Return a rating in a few words, without its basis: ``4 (risk 0.62, 3 below 0.50)``, ``abstains``, or nothing."""
    if not birads:
        return ""
    if birads.get("abstains"):
        return "abstains"
    text = str(birads.get("category") or "")
    if birads.get("risk") is None or birads.get("nearest_boundary") is None:
        return text
    side = "below" if birads["nearest_boundary"] <= birads["risk"] else "from"
    return f"{text} (risk {birads['risk']:.2f}, {birads['neighbour']} {side} {birads['nearest_boundary']:.2f})"
