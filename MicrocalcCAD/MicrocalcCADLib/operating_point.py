"""Operating points: from a name or a number to the lowest score that is reported."""

from __future__ import annotations

from collections.abc import Mapping

from .errors import InputError
from .findings import OperatingPoint

NAMES = ("sensitive", "balanced", "specific")
DEFAULT = "balanced"


def operating_point(choice: str | float, named: Mapping[str, float]) -> OperatingPoint:
    """Return the operating point that a user chose.

    Parameters
    ----------
    choice
        A name of `named`, or a threshold in [0, 1] as number or text.
    named
        Thresholds of the model by name.

    Raises
    ------
    InputError
        If the name is unknown or the number outside [0, 1].
    """
    if isinstance(choice, str) and choice in named:
        return OperatingPoint(choice, float(named[choice]))
    try:
        threshold = float(choice)
    except (TypeError, ValueError):
        threshold = float("nan")
    if not 0.0 <= threshold <= 1.0:
        raise InputError(f"{choice!r} is no operating point: use {', '.join(named)} or a number from 0 to 1.")
    return OperatingPoint("custom", threshold)


def check_choice(choice: str | float) -> None:
    """Raise `InputError` for a choice that no model has: to be known before a long analysis."""
    operating_point(choice, dict.fromkeys(NAMES, 0.5))
