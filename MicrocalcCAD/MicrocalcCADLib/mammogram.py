"""The mammogram as every detector sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from .errors import InputError
from .notices import Notice
from .real_numbers import is_number, shown

SMALLEST_SPACING_MM = 0.01
LARGEST_SPACING_MM = 0.25
# contact views carry factors of 1.03 to 1.09 for the air gap of the grid
MAGNIFIED = 1.2
# planes in which the millimetres of a pixel spacing hold
PLANES = DETECTOR_PLANE, OBJECT_PLANE, FILM_PLANE = "detector", "breast", "film"


@dataclass(frozen=True)
class Source:
    """Where an image came from: enough to find it again and to know that it is unchanged."""

    path: str | None = None
    sop_instance_uid: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, eq=False)
class Mammogram:
    """One projection mammogram, ready to be analysed.

    Parameters
    ----------
    pixels
        float32 array (rows, columns) in [0, 1] of the full scale; bright is dense.
    spacing_mm
        Distance between pixel centres (row direction, column direction), in mm.
    spacing_from
        Where the spacing was found: ``ImagerPixelSpacing``, ``PixelSpacing``, ``header`` or ``given``.
    spacing_plane
        Plane in which the spacing holds: `DETECTOR_PLANE`, `FILM_PLANE`, or `OBJECT_PLANE` where it was calibrated.
    full_scale
        Stored value that became 1.0.
    magnification
        What sizes in the plane of the spacing are divided by for sizes in the breast; 1 where the spacing is the
        breast's own.
    laterality, view
        ``L`` or ``R``; ``CC``, ``MLO``, ``ML`` ... ; None where unknown.
    upside_down
        Whether the first row shows the lower part of the breast, or in a view from above the inner one.
    display_window
        (low, high) of the VOI LUT in units of `pixels`, for display only.
    facts
        Acquisition facts as text (modality, presentation intent, manufacturer ...). No patient identifiers.
    notices
        What the reader should know before trusting the result, all of scope ``image``.

    Raises
    ------
    InputError
        If the pixels are not a finite 2-D float32 image in [0, 1], or the spacing is missing or impossible.
    """

    pixels: np.ndarray
    spacing_mm: tuple[float, float]
    spacing_from: str
    full_scale: float = 1.0
    magnification: float = 1.0
    laterality: str | None = None
    view: str | None = None
    source: Source = field(default_factory=Source)
    display_window: tuple[float, float] | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    spacing_plane: str = DETECTOR_PLANE
    upside_down: bool = False

    def __post_init__(self) -> None:
        pixels = self.pixels
        if pixels.ndim != 2 or pixels.dtype != np.float32:
            raise InputError(
                f"A mammogram is one 2-D float32 image, this is {pixels.ndim}-D {pixels.dtype}: choose a single"
                " grey-scale image."
            )
        if pixels.size == 0:
            raise InputError("The image has no pixels: choose another file.")
        low, high = float(pixels.min()), float(pixels.max())
        if not (np.isfinite(low) and np.isfinite(high)):
            raise InputError(
                "The image contains values that are not numbers (NaN or infinite): export it again without them."
            )
        if low < 0.0 or high > 1.0:
            sentence = f"Pixel values {low:g} to {high:g} lie outside the full scale: give the image's full scale."
            raise InputError(sentence, option="--full-scale 4095")
        if low == high:
            raise InputError("All pixels have the same value, there is no breast to look at: choose another image.")
        check_spacing(self.spacing_mm)
        if self.spacing_plane not in PLANES:
            raise InputError(
                f"A pixel spacing of the plane {self.spacing_plane!r} is unknown: it is that of the detector, the"
                " breast or the film."
            )

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns)."""
        return self.pixels.shape

    @property
    def warnings(self) -> tuple[str, ...]:
        """Texts of the notices, as earlier versions had them."""
        return tuple(notice.text for notice in self.notices)

    @property
    def pixel_area_mm2(self) -> float:
        """Area of one pixel in the detector plane, in mm^2."""
        return self.spacing_mm[0] * self.spacing_mm[1]

    @property
    def mean_spacing_mm(self) -> float:
        """Geometric mean of the two spacings, in mm."""
        return float(np.sqrt(self.pixel_area_mm2))


def check_spacing(spacing_mm: tuple[float, float]) -> None:
    """Raise `InputError` unless both spacings are those of a mammogram (0.01 to 0.25 mm)."""
    for value in spacing_mm:
        if not is_number(value) or not SMALLEST_SPACING_MM <= value <= LARGEST_SPACING_MM:
            raise InputError(
                f"A pixel spacing of {shown(value)} mm is not that of a mammogram ({SMALLEST_SPACING_MM} to"
                f" {LARGEST_SPACING_MM} mm): give the true spacing in mm.",
                option="--spacing 0.07",
            )
