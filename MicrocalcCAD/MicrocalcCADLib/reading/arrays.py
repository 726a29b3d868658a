"""A mammogram from an array: Slicer's volume nodes, and every file that says no more than its pixels."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..errors import InputError
from ..mammogram import Mammogram, Source
from .given import Given
from .polarity import looks_inverted
from .values import as_plane, checked_range, full_scale_in_use, unit_values


def mammogram_from_array(
    array: np.ndarray,
    spacing_mm: float | tuple[float, float],
    *,
    spacing_from: str = "given",
    full_scale: float | None = None,
    invert: bool | None = None,
    laterality: str | None = None,
    view: str | None = None,
    source: Source | None = None,
    facts: Mapping[str, str] | None = None,
    warnings: tuple[str, ...] = (),
) -> Mammogram:
    """Return the mammogram in an array, after the same checks as for a file.

    Parameters
    ----------
    array
        (rows, columns) or, as Slicer holds it, (1, rows, columns); any integer or floating type, values >= 0.
    spacing_mm
        True pixel spacing, one number or (row, column), in mm. Slicer's default of 1.0 is refused.
    full_scale
        Value that becomes 1.0; by default `values.full_scale_in_use`, and a warning says which was taken.
    invert
        True if bright is thin, False if bright is dense; None decides from the border of the picture.

    Raises
    ------
    InputError
        If the array is no mammogram: several slices, colour, NaN, constant, a label map, negative, too small.
    """
    given = Given.checked(spacing_mm, full_scale, invert)
    plane = as_plane(array)
    low, high = checked_range(plane)
    if low < 0:
        raise InputError(f"Pixel values reach below zero ({low:g}): export the image with unsigned values.")
    scale, notes = _scale(plane, high, given.full_scale)
    pixels = unit_values(plane, 0.0, scale)
    inverted = looks_inverted(pixels) if invert is None else invert
    if inverted:
        np.subtract(np.float32(1), pixels, out=pixels)
        notes += ("The picture was taken as inverted (bright background) and turned round.",) if invert is None else ()
    return Mammogram(
        pixels=pixels,
        spacing_mm=given.spacing_mm,
        spacing_from=spacing_from,
        full_scale=scale,
        laterality=laterality,
        view=view,
        source=source or Source(),
        facts=dict(facts or {}),
        warnings=warnings + notes,
    )


def _scale(plane: np.ndarray, high: float, full_scale: float | None) -> tuple[float, tuple[str, ...]]:
    if full_scale is not None:
        check_full_scale(full_scale, high)
        return full_scale, ()
    scale = full_scale_in_use(plane.dtype, high)
    holder = {1: 255.0, 2: 65535.0}.get(plane.dtype.itemsize) if plane.dtype.kind == "u" else scale
    if scale == holder:
        return scale, ()
    return scale, (f"The values reach {high:g}, so {scale:g} was taken as full scale: give the full scale if white is another value.",)


def check_full_scale(full_scale: float, high: float) -> None:
    """Raise `InputError` if pixels are brighter than the full scale that was given."""
    if high > full_scale:
        raise InputError(f"Pixel values reach {high:g}, above the full scale of {full_scale:g} that was given: give a larger full scale.")
