"""What a file says of its image, without the pixels: for lists of exams, the panel's fields, and reports about other
images.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .dicom import read_header
from .dicom_facts import FACT_ELEMENTS, LOSS_ELEMENTS
from .elements import items, text
from .image_file import volume_spacing
from .kinds import FileKind, kind_of
from .names import side_and_view
from .raw_images import RAW_ELEMENTS
from .side_and_view import DESCRIPTIONS, IDENTIFIERS, SIDE_ELEMENTS, VIEW_ELEMENTS, orientation_of, side_and_view_of
from .spacing import (
    ASPECT_ELEMENT,
    DISTANCE_ELEMENTS,
    FACTOR_ELEMENT,
    FIELD_ELEMENTS,
    SPACING_ELEMENTS,
    pixel_size,
)
from .suitability import DECIDING_ELEMENTS

if TYPE_CHECKING:
    from pydicom import Dataset

USAGE_ELEMENTS = (
    "BreastImplantPresent",
    "BurnedInAnnotation",
    "PartialView",
    "QualityControlImage",
    "CalibrationImage",
    "ConversionType",
    "PixelSpacingCalibrationType",
)
VALUE_ELEMENTS = (
    "BitsAllocated",
    "BitsStored",
    "HighBit",
    "PixelRepresentation",
    "RescaleSlope",
    "RescaleIntercept",
    "PixelPaddingValue",
)
# what a DICOM database can be asked for, one value each; sequences are not among them
HEADER_ELEMENTS = tuple(
    dict.fromkeys(
        (
            "SOPInstanceUID",
            *(keyword for keyword in DECIDING_ELEMENTS if not keyword.endswith("Sequence")),
            *SPACING_ELEMENTS,
            FACTOR_ELEMENT,
            ASPECT_ELEMENT,
            *DISTANCE_ELEMENTS,
            *FIELD_ELEMENTS,
            *SIDE_ELEMENTS,
            *VIEW_ELEMENTS,
            *DESCRIPTIONS,
            *IDENTIFIERS,
            *FACT_ELEMENTS.values(),
            *RAW_ELEMENTS,
            *LOSS_ELEMENTS,
            *USAGE_ELEMENTS,
            *VALUE_ELEMENTS,
        )
    )
)
_MOVED = ("NO", "REORIENTED_ONLY")


@dataclass(frozen=True)
class HeaderFacts:
    """Spacing (row, column) in mm with its element and plane, side, view, PatientOrientation; None where unknown.

    `same_places` are the SOP instance UIDs of images whose pixels lie at the same places: this one, and those that it
    was made of unless the header says that pixels were moved.
    """

    spacing_mm: tuple[float, float] | None = None
    spacing_from: str = ""
    spacing_plane: str = ""
    laterality: str | None = None
    view: str | None = None
    orientation: tuple[str, str] | None = None
    same_places: tuple[str, ...] = ()


def read_facts(path: Path | str) -> HeaderFacts:
    """Return what a file's header or name says; raises `InputError` for what is no image that we read."""
    path = Path(path)
    kind = kind_of(path)
    if kind is FileKind.DICOM:
        return facts_of(read_header(path))
    spacing = volume_spacing(path) if kind is FileKind.VOLUME else None
    return HeaderFacts(spacing, "header" if spacing else "", "", *side_and_view(path.stem))


def facts_of(dataset: Dataset) -> HeaderFacts:
    """Return what a DICOM header says."""
    size, shown = pixel_size(dataset), side_and_view_of(dataset)
    uids = (text(dataset, "SOPInstanceUID"), *sources_with_the_same_places(dataset))
    return HeaderFacts(
        size.spacing_mm,
        size.spacing_from,
        size.plane,
        shown.laterality,
        shown.view,
        orientation_of(dataset),
        tuple(uid for uid in uids if uid),
    )


def sources_with_the_same_places(dataset: Dataset) -> tuple[str, ...]:
    """Return the SOP instance UIDs of the images that this one was made of (SourceImageSequence, CP-564) without moving
    pixels.
    """
    sources = items(dataset, "SourceImageSequence")
    kept = (source for source in sources if text(source, "SpatialLocationsPreserved").upper() not in _MOVED)
    return tuple(uid for source in kept if (uid := text(source, "ReferencedSOPInstanceUID")))


def header_of_values(value: Callable[[str], str]) -> Dataset:
    """Return a header of what a DICOM database tells: `value` gives an element by its tag (``0018,1164``) as text,
    empty where unknown.
    """
    from pydicom import Dataset
    from pydicom.datadict import dictionary_VR, tag_for_keyword

    dataset = Dataset()
    for keyword in HEADER_ELEMENTS:
        tag = tag_for_keyword(keyword)
        said = value(f"{tag >> 16:04X},{tag & 0xFFFF:04X}").strip()
        if not said:
            continue
        parts = said.split("\\")
        try:
            values = [int(part) for part in parts] if dictionary_VR(tag) in ("US", "SS", "US or SS") else parts
            setattr(dataset, keyword, values[0] if len(values) == 1 else values)
        except (ValueError, TypeError):  # a damaged value is as good as none
            continue
    return dataset
