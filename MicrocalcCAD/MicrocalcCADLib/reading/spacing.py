"""How large the pixels are, in which plane, how much the view is magnified, and whether the header agrees with itself
about it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..mammogram import DETECTOR_PLANE, FILM_PLANE, MAGNIFIED, OBJECT_PLANE
from .elements import number, numbers, text, words

if TYPE_CHECKING:
    from pydicom import Dataset

# element: plane in which its millimetres hold, in the order in which they are believed
SPACING_ELEMENTS = {
    "ImagerPixelSpacing": DETECTOR_PLANE,
    "PixelSpacing": DETECTOR_PLANE,
    "NominalScannedPixelSpacing": FILM_PLANE,
}
FACTOR_ELEMENT = "EstimatedRadiographicMagnificationFactor"
DISTANCE_ELEMENTS = ("DistanceSourceToDetector", "DistanceSourceToPatient")
ASPECT_ELEMENT = "PixelAspectRatio"
FIELD_ELEMENTS = ("FieldOfViewDimensions", "DetectorActiveDimensions")
# PixelSpacingCalibrationType: corrected for the geometry, or by an object of known size in the breast's plane (PS3.3
# 10.7.1.3)
_CALIBRATED = ("GEOMETRY", "FIDUCIAL")
_FILM = ("DF", "SD")  # ConversionType of digitised and scanned film
_DEFAULT_OF_PROGRAMS = (1.0, 1.0)
LARGEST_FACTOR = 5.0
_FACTORS_DIFFER = 0.1
_FIELD_DIFFERS = 0.1
_SPACINGS_DIFFER = 0.02
_SAME_SHAPE = 0.03
_SMALLEST_REDUCTION = 0.2  # smaller ones are parts of the field


@dataclass(frozen=True)
class PixelSize:
    """Spacing (row, column) in mm or None, the element and the plane it is from, and what was noted.

    `magnification` is what sizes are still to be divided by; `view_factor` is how much the view is magnified, also
    where the spacing is that of the breast already.
    """

    spacing_mm: tuple[float, float] | None
    spacing_from: str = ""
    plane: str = DETECTOR_PLANE
    view_factor: float = 1.0
    notes: tuple[str, ...] = ()

    @property
    def magnification(self) -> float:
        """Factor between sizes in the plane of the spacing and in the breast."""
        return 1.0 if self.plane == OBJECT_PLANE else self.view_factor


def pixel_size(dataset: Dataset, given_mm: tuple[float, float] | None = None) -> PixelSize:
    """Return spacing, plane and magnification of a DICOM image; a given spacing is that of the detector."""
    factor, notes = _view_factor(dataset)
    notes += _impossible_factor(dataset, factor)
    notes += () if given_mm else _two_spacings(dataset, factor)
    spacing, keyword = (given_mm, "given") if given_mm else _stated_spacing(dataset)
    plane = DETECTOR_PLANE if given_mm else _plane(dataset, keyword)
    if spacing is not None:
        notes += _field_notes(dataset, spacing, factor if plane == OBJECT_PLANE else 1.0)
        notes += _aspect_notes(dataset, spacing)
    return PixelSize(spacing, keyword, plane, factor, notes + _magnified(factor, plane))


def unstated_magnification(size: PixelSize, modifiers: tuple[str, ...]) -> tuple[str, ...]:
    """Return a note for a view that is called magnified but does not say how much; see
    `side_and_view.SideAndView.modifiers`.
    """
    if "magnification" not in modifiers or size.view_factor >= MAGNIFIED or size.plane == OBJECT_PLANE:
        return ()
    return (
        (
            "The view is magnified, but the header does not say how much: sizes in the breast are smaller than those"
            " stated."
        ),
    )


def unusable_spacing(dataset: Dataset) -> str:
    """Return in words what the header states as spacing where that is none, such as a negative one; empty where it
    states nothing.
    """
    for keyword in SPACING_ELEMENTS:
        values = numbers(dataset, keyword)
        if any(values) and values != _DEFAULT_OF_PROGRAMS:
            return f"{keyword} {', '.join(f'{value:g}' for value in values)}"
    return ""


def _stated_spacing(dataset: Dataset) -> tuple[tuple[float, float] | None, str]:
    for keyword in SPACING_ELEMENTS:
        values = numbers(dataset, keyword)
        pair = values * 2 if len(values) == 1 else values
        if len(pair) == 2 and min(pair) > 0 and pair != _DEFAULT_OF_PROGRAMS:
            return (pair[0], pair[1]), keyword
    return None, ""


def _plane(dataset: Dataset, keyword: str) -> str:
    if keyword == "PixelSpacing" and text(dataset, "PixelSpacingCalibrationType").upper() in _CALIBRATED:
        return OBJECT_PLANE
    if keyword == "PixelSpacing" and (
        set(words(dataset, "ConversionType")) & set(_FILM) or text(dataset, "Modality") == "FS"
    ):
        return FILM_PLANE
    return SPACING_ELEMENTS.get(keyword, DETECTOR_PLANE)


def _view_factor(dataset: Dataset) -> tuple[float, tuple[str, ...]]:
    stated, measured = (
        _possible(number(dataset, FACTOR_ELEMENT)),
        _factor_of_distances(dataset) or _factor_of_spacings(dataset),
    )
    if stated is None:
        return measured or 1.0, ()
    if measured is not None and abs(measured / stated - 1) > _FACTORS_DIFFER:
        return stated, (
            (
                f"The header states a magnification of {stated:.3g}, but its distances or spacings mean {measured:.3g}:"
                " sizes may be wrong."
            ),
        )
    return stated, ()


def _impossible_factor(dataset: Dataset, factor: float) -> tuple[str, ...]:
    """Return a note where the header states a magnification that no view has; 0 is what programs write for none."""
    stated = number(dataset, FACTOR_ELEMENT)
    if not stated or _possible(stated) is not None:
        return ()
    return (
        (
            f"The header states a magnification of {stated:.3g}, which no view has: {factor:.3g} was taken, and sizes"
            " may be wrong."
        ),
    )


def _two_spacings(dataset: Dataset, factor: float) -> tuple[str, ...]:
    """Return a note where two spacings differ by more than the plane of the breast, in which the second may be,
    explains.
    """
    imager, pixel = numbers(dataset, "ImagerPixelSpacing"), numbers(dataset, "PixelSpacing")
    if not (imager and pixel and min(*imager, *pixel) > 0) or _DEFAULT_OF_PROGRAMS in (imager, pixel):
        return ()
    largest = max(MAGNIFIED, (1 + _FACTORS_DIFFER) * factor)
    explained = all(1 - _SPACINGS_DIFFER <= a / b <= largest for a, b in zip(imager, pixel, strict=False))
    if explained or text(dataset, "PixelSpacingCalibrationType").upper() in _CALIBRATED:
        return ()
    stated = f"ImagerPixelSpacing {_in_mm(imager)}, PixelSpacing {_in_mm(pixel)}"
    return (
        (
            f"The header states two pixel spacings ({stated}): the first was taken, and lengths may be wrong; give the"
            " true one then."
        ),
    )


def _aspect_notes(dataset: Dataset, spacing: tuple[float, float]) -> tuple[str, ...]:
    """Return a note where pixels are not as high and wide as the header says that they are (PS3.3 C.7.6.3.1.7); films
    without a spacing state that alone.
    """
    aspect = numbers(dataset, ASPECT_ELEMENT)
    if len(aspect) != 2 or min(aspect) <= 0:
        return ()
    if abs(aspect[0] / aspect[1] * spacing[1] / spacing[0] - 1) <= _SPACINGS_DIFFER:
        return ()
    return (
        (
            f"By the header ({ASPECT_ELEMENT}) height and width of a pixel are as {aspect[0]:g} to {aspect[1]:g}, but"
            f" the spacing is {_in_mm(spacing)}: lengths and shapes may be wrong."
        ),
    )


def _in_mm(spacing: Sequence[float]) -> str:
    """Return a spacing in words, both directions where they differ."""
    return " x ".join(f"{value:.3g}" for value in dict.fromkeys(spacing)) + " mm"


def _factor_of_distances(dataset: Dataset) -> float | None:
    detector, patient = (number(dataset, keyword) for keyword in DISTANCE_ELEMENTS)
    return _possible(detector / patient) if detector and patient else None


def _factor_of_spacings(dataset: Dataset) -> float | None:
    """A spacing corrected for the geometry, beside that of the detector, tells the factor."""
    imager, pixel = numbers(dataset, "ImagerPixelSpacing"), numbers(dataset, "PixelSpacing")
    corrected = text(dataset, "PixelSpacingCalibrationType").upper() == "GEOMETRY"
    if not (corrected and imager and pixel and min(pixel) > 0):
        return None
    factors = [a / b for a, b in zip(imager, pixel, strict=False)]
    return _possible(factors[0]) if max(factors) - min(factors) <= _FACTORS_DIFFER * min(factors) else None


def _possible(factor: float | None) -> float | None:
    return factor if factor is not None and 1.0 <= factor <= LARGEST_FACTOR else None


def _magnified(factor: float, plane: str) -> tuple[str, ...]:
    if factor < MAGNIFIED:
        return ()
    if plane == OBJECT_PLANE:
        return (
            (
                f"The view is magnified {factor:.2g} times; the pixel spacing is that of the breast already, so sizes"
                " are final."
            ),
        )
    return (
        f"The view is magnified {factor:.2g} times: divide sizes by that for sizes in the breast, as the sentences do.",
    )


def _field_notes(dataset: Dataset, spacing: tuple[float, float], factor: float) -> tuple[str, ...]:
    """Compare rows and columns times spacing, in the detector's plane, with the field that the header states."""
    rows, columns = number(dataset, "Rows"), number(dataset, "Columns")
    if not rows or not columns:
        return ()
    size = (rows * spacing[0] * factor, columns * spacing[1] * factor)
    for keyword in FIELD_ELEMENTS:
        field = numbers(dataset, keyword)
        pair = field * 2 if len(field) == 1 else field  # the side of a square or the diameter of a round field
        if len(pair) != 2 or min(pair) <= 0:
            continue
        # makers differ in which of the two comes first, and turned images keep the order of the detector
        ratios = min(
            ((size[0] / a, size[1] / b) for a, b in (pair, pair[::-1])),
            key=lambda r: max(abs(math.log(r[0])), abs(math.log(r[1]))),
        )
        note = _field_note(keyword, size, ratios, spacing)
        if note or keyword == FIELD_ELEMENTS[0]:
            return note
    return ()


def _field_note(
    keyword: str, size: tuple[float, float], ratios: tuple[float, float], spacing: tuple[float, float]
) -> tuple[str, ...]:
    if max(abs(ratio - 1) for ratio in ratios) <= _FIELD_DIFFERS:
        return ()
    covered = (
        f"By the pixel spacing the image is {size[0]:.0f} x {size[1]:.0f} mm, but the header ({keyword}) says otherwise"
    )
    if abs(ratios[0] / ratios[1] - 1) <= _SAME_SHAPE and ratios[0] > _SMALLEST_REDUCTION:
        return (
            (
                f"{covered}: if the image was resized, its true spacing is {spacing[0] / ratios[0]:.3g} mm and all"
                " lengths are wrong; give it then."
            ),
        )
    if keyword == FIELD_ELEMENTS[0] or max(ratios) > 1 + _FIELD_DIFFERS:
        return (f"{covered}: it was cut out, or its spacing is wrong and with it all lengths.",)
    return ()
