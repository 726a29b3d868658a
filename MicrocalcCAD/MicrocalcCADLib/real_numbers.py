"""What is a number where a person, a program or a file gives one: a text that reads like one is none."""

from __future__ import annotations

from numbers import Integral, Real
from typing import Any, TypeGuard

import numpy as np


def is_number(value: object) -> TypeGuard[float]:
    """Return whether a value is a real number of Python or NumPy; texts and truth values are none, nan and inf are."""
    return isinstance(value, Real) and not isinstance(value, bool)


def is_whole(value: object) -> TypeGuard[int]:
    """Return whether a value is a whole number of Python or NumPy."""
    return isinstance(value, Integral) and not isinstance(value, bool)


def shown(value: object) -> str:
    """Return a value for a sentence that refuses it: numbers with six digits, anything else as Python writes it."""
    return f"{value:g}" if is_number(value) else repr(value)[:60]


def float_array(values: Any) -> np.ndarray:
    """Return numbers of a document as float64; raises `TypeError` where one of them is a text or a truth value."""
    array = np.array(values)
    if array.dtype.kind not in "iuf":
        raise TypeError("texts where numbers should be")
    return array.astype(np.float64)
