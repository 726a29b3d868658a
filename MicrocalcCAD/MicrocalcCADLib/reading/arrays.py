"""A mammogram from an array: Slicer's volume nodes, and every file that says no more than its pixels."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..mammogram import Mammogram, Source
from ..notices import of_image
from .given import Given, spacing_missing
from .header_polarity import Stated, decided
from .padding import find_padding, within
from .value_range import declared_range, unit_pixels, value_range
from .values import as_plane

UNKNOWN = Stated(inverted=False, sure=False)


def mammogram_from_array(
    array: np.ndarray,
    spacing_mm: float | tuple[float, float],
    *,
    spacing_from: str = "given",
    full_scale: float | None = None,
    invert: bool | None = None,
    declared: tuple[float, float] | None = None,
    stated: Stated = UNKNOWN,
    laterality: str | None = None,
    view: str | None = None,
    source: Source | None = None,
    facts: Mapping[str, str] | None = None,
    notes: tuple[str, ...] = (),
) -> Mammogram:
    """Return the mammogram in an array, after the same checks as for a file.

    Parameters
    ----------
    array
        (rows, columns) or, as Slicer holds it, (1, rows, columns); any integer or floating type.
    spacing_mm
        True pixel spacing, one number or (row, column), in mm. Slicer's default of 1.0 is refused.
    full_scale
        Value that becomes 1.0; by default see `value_range.value_range`, and a notice says which was assumed.
    invert
        True if bright is thin, False if bright is dense; None decides from `stated` and the border of the picture.
    declared
        Lowest and highest value that the format declares; by default those of an integer type of 8 or 16 bits.
    stated
        What the format says of the polarity.
    notes
        Sentences that join the notices.

    Raises
    ------
    InputError
        If no spacing is given, or the array is no mammogram: several slices, colour, NaN, constant, a label map, too
        small.
    """
    given = Given.checked(spacing_mm, full_scale, invert)
    if given.spacing_mm is None:
        raise spacing_missing("An array")
    plane = as_plane(array)
    declared = declared or declared_range(plane.dtype)
    padding = find_padding(plane, None, declared)
    in_use = value_range(plane, padding, declared, given.full_scale, stated.inverted)
    pixels = unit_pixels(plane, in_use, padding, inverted=False)
    inverted, polarity_notes = decided(stated, invert, within(pixels, padding))
    return Mammogram(
        pixels=unit_pixels(plane, in_use, padding, inverted=True) if inverted else pixels,
        spacing_mm=given.spacing_mm,
        spacing_from=spacing_from,
        full_scale=in_use.white,
        laterality=laterality,
        view=view,
        source=source or Source(),
        facts=dict(facts or {}),
        notices=of_image(*notes, *in_use.notes, *polarity_notes),
    )
