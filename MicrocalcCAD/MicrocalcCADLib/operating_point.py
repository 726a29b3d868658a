"""Operating points: from a name or a number to the lowest suspicion, or score, that is reported."""

from __future__ import annotations

import math
from collections.abc import Mapping

from .errors import InputError
from .findings import SCORE, SUSPICION, OperatingPoint
from .real_numbers import is_number

NAMES = ("sensitive", "balanced", "specific")
DEFAULT = "balanced"
BY = (SUSPICION, SCORE)


def operating_point(choice: str | float, named: Mapping[str, float], by: str = SUSPICION) -> OperatingPoint:
    """Return the operating point that a user chose.

    Parameters
    ----------
    choice
        A name of `named`, or a threshold in [0, 1] as number or text.
    named
        Thresholds of the model by name.
    by
        What the threshold acts on: `SUSPICION`, that a reader should look, or `SCORE`, that it is a calcification of
        any kind.

    Raises
    ------
    InputError
        If the name is unknown, the number outside [0, 1], or `by` neither of the two.
    """
    if not isinstance(by, str) or by not in BY:
        raise InputError(f"{by!r} orders nothing: use {' or '.join(BY)}.")
    if isinstance(choice, str) and choice in named:
        return OperatingPoint(choice, float(named[choice]), by)
    try:
        threshold = float(choice) if is_number(choice) or isinstance(choice, str) else math.nan
    except ValueError:
        threshold = math.nan
    if not 0.0 <= threshold <= 1.0:
        raise InputError(f"{choice!r} is no operating point: use {', '.join(named)} or a number from 0 to 1.")
    return OperatingPoint("custom", threshold, by)


def check_choice(choice: str | float, by: str = SUSPICION) -> None:
    """Raise `InputError` for a choice that no model has: to be known before a long analysis."""
    operating_point(choice, dict.fromkeys(NAMES, 0.5), by)
