"""Which nipple an image has: the reader's point where there is one, else the estimate. Whatever speaks of a nipple asks
here.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from .breast import is_pair
from .errors import InputError
from .findings import READER, ImageFacts
from .landmarks import Landmarks, landmarks, lean_of
from .real_numbers import is_number

if TYPE_CHECKING:
    import numpy as np

    from .analysis import Analysis

# A nipple in profile stands out of the skin, and the breast mask may end before it.
NO_PLACE = "The nipple's place is no (row, column): give two numbers in pixels."
OUTSIDE_MM = 10.0


def landmarks_of(analysis: Analysis) -> Landmarks | None:
    """Return nipple and chest wall of an analysis; None for a picture of two breasts, or where neither estimate nor
    reader tells.
    """
    return decided(analysis.image, estimated(analysis))


def estimated(analysis: Analysis) -> Landmarks | None:
    """Return the estimate of an analysis, whatever a reader has said; it takes a while and depends on the breast mask
    alone.
    """
    return estimate(analysis.breast_mask, analysis.image)


def estimate(mask: np.ndarray, image: ImageFacts) -> Landmarks | None:
    """Return what `landmarks.landmarks` estimates from an image's breast mask; None for a picture of two breasts."""
    return None if is_pair(mask) else landmarks(mask, image.breast_spacing_mm, image.view, image.upside_down)


def decided(image: ImageFacts, estimate: Landmarks | None) -> Landmarks | None:
    """Return the landmarks that hold: the estimate, with the nipple where a reader has put it.

    A reader's nipple in a picture without the breast's outline gives distances alone: where the chest wall is, nobody
    knows.
    """
    if image.nipple is None or image.nipple_from != READER:
        return estimate
    if estimate is not None:
        return estimate.moved(image.nipple)
    return Landmarks(
        image.nipple,
        None,
        None,
        lean_of(image.view),
        image.breast_spacing_mm,
        by_reader=True,
        upside_down=image.upside_down,
    )


def with_nipple(analysis: Analysis, place: tuple[float, float] | None) -> Analysis:
    """Return the analysis with the nipple where a reader has put it, (row, column) in pixels; None leaves
    the estimate.
    """
    if place is None:
        return analysis
    return replace(
        analysis, image=replace(analysis.image, nipple=(float(place[0]), float(place[1])), nipple_from=READER)
    )


def check_nipple(analysis: Analysis, place: tuple[float, float]) -> None:
    """Raise `InputError` if no nipple can be at a place: no two numbers, outside the image, away from the breast, or in
    a picture of two breasts.
    """
    image, mask, spacing = analysis.image, analysis.breast_mask, analysis.image.breast_spacing_mm
    try:
        row, column = place
    except (TypeError, ValueError) as error:
        raise InputError(NO_PLACE) from error
    if not (is_number(row) and is_number(column)):
        raise InputError(NO_PLACE)
    if not (0 <= row <= image.rows - 1 and 0 <= column <= image.columns - 1):  # nor is it for nan
        raise InputError("The nipple was put outside the image: put it on the breast.")
    reach = [math.ceil(OUTSIDE_MM / mm) for mm in spacing]
    around = [
        slice(max(0, round(at) - most), round(at) + most + 1) for at, most in zip((row, column), reach, strict=True)
    ]
    rows, columns = mask[tuple(around)].nonzero()
    away = ((rows + around[0].start - row) * spacing[0]) ** 2 + ((columns + around[1].start - column) * spacing[1]) ** 2
    if not (away <= OUTSIDE_MM**2).any():
        raise InputError(
            f"The nipple was put more than {OUTSIDE_MM:.0f} mm outside the breast: put it on the breast or its skin."
        )
    if is_pair(mask):
        raise InputError(
            "This image shows two breasts, so that one nipple would be wrong for one of them: use an image of one"
            " breast."
        )
