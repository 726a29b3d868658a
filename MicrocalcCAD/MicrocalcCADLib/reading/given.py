"""What the user says about an image, which goes before what the file says."""

from __future__ import annotations

import math
from dataclasses import dataclass
from numbers import Real

import numpy as np

from ..errors import InputError
from ..mammogram import check_spacing
from ..real_numbers import is_number


@dataclass(frozen=True)
class Given:
    """Spacing (row, column) in mm, full scale in stored values, and polarity; None where the file decides."""

    spacing_mm: tuple[float, float] | None = None
    full_scale: float | None = None
    invert: bool | None = None

    @classmethod
    def checked(
        cls, spacing_mm: float | tuple[float, float] | None, full_scale: float | None, invert: bool | None
    ) -> Given:
        """Return the user's facts in their final types; raises `InputError` for impossible ones."""
        if invert is not None and not isinstance(invert, (bool, np.bool_)):
            raise InputError(f"{invert!r} is no polarity: give True where bright is thin, False where bright is dense.")
        return cls(
            None if spacing_mm is None else _pair(spacing_mm),
            _positive(full_scale),
            None if invert is None else bool(invert),
        )


def spacing_missing(name: str, stated: str = "") -> InputError:
    """Return the error for an image that does not say how large its pixels are; `stated` is what it says instead."""
    if stated:
        return InputError(
            f"{name} states a pixel spacing that is none ({stated}): give it in mm.", option="--spacing 0.07"
        )
    return InputError(f"{name} does not say its pixel spacing: give it in mm.", option="--spacing 0.07")


def _pair(spacing_mm: float | tuple[float, float]) -> tuple[float, float]:
    try:
        row, column = (spacing_mm, spacing_mm) if isinstance(spacing_mm, int | float | Real) else spacing_mm
    except (TypeError, ValueError) as error:
        raise _no_spacing(spacing_mm) from error
    if not (is_number(row) and is_number(column)):
        raise _no_spacing(spacing_mm)
    check_spacing((row, column))
    return float(row), float(column)


def _no_spacing(given: object) -> InputError:
    return InputError(f"{given!r} is no pixel spacing: give one number in mm.", option="--spacing 0.07")


def _positive(full_scale: float | None) -> float | None:
    if full_scale is None:
        return None
    remedy = "give the stored value that means white, for example 4095."
    if not is_number(full_scale):
        raise InputError(f"{full_scale!r} is no full scale: {remedy}", option="--full-scale 4095")
    if not 0 < full_scale < math.inf:
        raise InputError(f"A full scale of {full_scale:g} is impossible: {remedy}", option="--full-scale 4095")
    return float(full_scale)
