"""Fills the tables of Docs/conformance.md from the constants that the program works with.

Run from the repository's root: ``PYTHONPATH=MicrocalcCAD python tools/make_conformance.py``. A table stands between a
line ``<!-- table NAME -->`` and the next ``<!-- end -->``. An element that the program reads and that has no words
here, or the other way round, is an error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import page_tables
from MicrocalcCADLib import dicom_peer, reporting
from MicrocalcCADLib.batch import identifiers, summary
from MicrocalcCADLib.dicom_receiver import Receiver
from MicrocalcCADLib.reading import (
    codes,
    deflated,
    dicom_facts,
    facts,
    header_polarity,
    padding,
    raw_images,
    side_and_view,
    spacing,
    suitability,
)
from MicrocalcCADLib.reading import transfer_syntaxes as syntaxes
from MicrocalcCADLib.reading.decoding import PIXEL_ELEMENTS
from MicrocalcCADLib.reading.values import LARGEST_PIXELS, SMALLEST_SIDE
from MicrocalcCADLib.reporting import capture, dicom_header, dicom_seg, gsps
from MicrocalcCADLib.reporting.cad_sr import document as cad_sr
from page_tables import table
from pydicom.datadict import tag_for_keyword
from pydicom.uid import UID

PAGE = Path(__file__).resolve().parents[1] / "Docs" / "conformance.md"

# purpose: the elements that are read for it
ELEMENTS: dict[str, Sequence[str]] = {
    "kind": (*suitability.DECIDING_ELEMENTS, *suitability.DESCRIPTIONS),
    "values": (*facts.VALUE_ELEMENTS, *PIXEL_ELEMENTS),
    "padding": tuple(keyword for pair in padding.PADDING_ELEMENTS for keyword in pair),
    "polarity": header_polarity.POLARITY_ELEMENTS,
    "raw": raw_images.RAW_ELEMENTS,
    "window": dicom_facts.WINDOW_ELEMENTS,
    "size": (
        *spacing.SPACING_ELEMENTS,
        spacing.FACTOR_ELEMENT,
        spacing.ASPECT_ELEMENT,
        *spacing.DISTANCE_ELEMENTS,
        *spacing.FIELD_ELEMENTS,
    ),
    "side": (
        *side_and_view.SIDE_ELEMENTS,
        *side_and_view.VIEW_ELEMENTS,
        *side_and_view.DESCRIPTIONS,
        *side_and_view.IDENTIFIERS,
    ),
    "notices": (*dicom_facts.LOSS_ELEMENTS, *facts.USAGE_ELEMENTS),
    "facts": tuple(dicom_facts.FACT_ELEMENTS.values()),
}
DECIDES: dict[str, Mapping[str, str]] = {
    "kind": {
        "SOPClassUID": (
            "tomosynthesis: refused, unless it is one synthetic view; raw images, see there; any other class of image"
            " is read"
        ),
        "Modality": "refused unless in the list of modalities",
        "Rows": "no image without it; least and largest size",
        "Columns": "as Rows",
        "NumberOfFrames": "more than 1: refused",
        "PhotometricInterpretation": "anything but MONOCHROME1, MONOCHROME2 or nothing: refused as colour",
        "SamplesPerPixel": "more than 1: refused as colour",
        "ImageType": (
            "notices: synthetic view, subtracted, high energy, projection of a tomosynthesis, stereotactic view,"
            " phantom, specimen"
        ),
        "BodyPartExamined": (
            "another part than a breast: refused, with modality MG a notice; phantom, specimen: a notice"
        ),
        "AnatomicRegionSequence": "as BodyPartExamined where that is empty; side",
        "ViewPosition": "a view of general radiography in another modality than MG: refused",
        "ViewCodeSequence": "says that it is a mammogram; specimen: a notice; view",
        "SeriesDescription": (
            "makers' names of synthetic views, phantom, specimen, subtracted: a notice; breast, mammo: a mammogram"
        ),
        "StudyDescription": "as SeriesDescription",
        "ProtocolName": "as SeriesDescription",
    },
    "values": {
        "BitsAllocated": "width of the container",
        "BitsStored": "which bits are image",
        "HighBit": "where they lie; other bits (overlays of the retired kind) are cut off",
        "PixelRepresentation": "sign",
        "RescaleSlope": "a negative one turns grey values round; a positive one cancels out",
        "RescaleIntercept": "taken back in voxels that another program has read; else it cancels out",
        "PixelPaddingValue": "see padding",
        "PixelData": "the image",
        "FloatPixelData": "the image",
        "DoubleFloatPixelData": "the image",
    },
    "padding": {
        "PixelPaddingValue": "pixels that are no image: they count for no range of values and become background",
        "PixelPaddingRangeLimit": "the other end of the padding's range",
        "FloatPixelPaddingValue": "as PixelPaddingValue",
        "FloatPixelPaddingRangeLimit": "as PixelPaddingRangeLimit",
    },
    "polarity": {
        "PhotometricInterpretation": "MONOCHROME1: turned round",
        "PresentationLUTShape": (
            "INVERSE: turned round, with MONOCHROME1 once; one without the other: the border decides"
        ),
        "RescaleSlope": "below 0: turned round",
        "ModalityLUTSequence": "a falling table: turned round; goes before RescaleSlope",
        "VOILUTSequence": "a falling table and no window: turned round; beside a window: the border decides",
    },
    "raw": {
        "PresentationIntentType": "FOR PROCESSING: raw",
        "SOPClassUID": "a class for processing: raw, whatever the intent says, with a notice",
        "PixelIntensityRelationship": (
            "LOG: the logarithm has been taken already; LIN with sign 1, and no intent, in MONOCHROME1: raw"
        ),
        "PixelIntensityRelationshipSign": (
            "1: more exposure is higher; where it is missing the border of the picture decides"
        ),
    },
    "window": {
        "WindowCenter": "first window, for display only",
        "WindowWidth": "as WindowCenter",
        "VOILUTFunction": "as WindowCenter",
        "VOILUTSequence": "range of the first table where there is no window, for display only",
    },
    "size": {
        "ImagerPixelSpacing": "spacing in the plane of the detector",
        "PixelSpacing": (
            "spacing in the plane of the breast (calibrated by GEOMETRY, FIDUCIAL), of the film (scanned), else of the"
            " detector"
        ),
        "NominalScannedPixelSpacing": "spacing in the plane of the film",
        "EstimatedRadiographicMagnificationFactor": "magnification of the view",
        "PixelAspectRatio": "a notice where the spacing says otherwise",
        "DistanceSourceToDetector": "magnification where no factor is stated; a notice where the two differ",
        "DistanceSourceToPatient": "as DistanceSourceToDetector",
        "FieldOfViewDimensions": "a notice where spacing times pixels gives another size",
        "DetectorActiveDimensions": "as FieldOfViewDimensions",
    },
    "side": {
        "ImageLaterality": "side",
        "FrameLaterality": "side",
        "Laterality": "side",
        "ViewPosition": "view, and side where it is part of it",
        "PatientOrientation": "how the exam hangs the view; view where it holds one (CBIS-DDSM)",
        "SeriesDescription": "side and view in words",
        "ProtocolName": "side and view in words",
        "BodyPartExamined": "side and view in words",
        "PatientID": "side beside a view (CBIS-DDSM); never written into a message",
    },
    "notices": {
        "LossyImageCompression": "01: compressed with loss",
        "LossyImageCompressionRatio": "above 1 where nothing else is stated: compressed with loss",
        "LossyImageCompressionMethod": "any where nothing else is stated: compressed with loss",
        "BreastImplantPresent": "YES: implant",
        "BurnedInAnnotation": "YES: text in the image",
        "PartialView": "YES: a part of the breast",
        "QualityControlImage": "YES: phantom or quality control",
        "CalibrationImage": "YES: phantom or quality control",
        "ConversionType": "DF, SD: PixelSpacing is that of the film",
        "PixelSpacingCalibrationType": "plane of PixelSpacing",
    },
    "facts": {
        "Modality": "`modality`",
        "PresentationIntentType": "`presentation_intent`",
        "Manufacturer": "`manufacturer`",
        "ManufacturerModelName": "`manufacturer_model`",
        "PhotometricInterpretation": "`photometric_interpretation`",
        "BitsStored": "`bits_stored`",
        "KVP": "`kvp`",
        "BodyPartThickness": "`compressed_thickness_mm`",
    },
}
# module, modality, name of the format, what the object holds, where it names the mammogram
WRITTEN = (
    (
        dicom_seg,
        "SEG",
        "dicom-seg",
        "BINARY, a segment each of calcifications and filled clusters",
        ("ReferencedSeriesSequence", "SourceImageSequence"),
    ),
    (
        cad_sr,
        "SR",
        "cad-sr",
        "TID 4000, not verified",
        ("CurrentRequestedProcedureEvidenceSequence", "ContentSequence"),
    ),
    (
        gsps,
        "PR",
        "gsps",
        "outlines in two graphic layers, one window, displayed area in millimetres",
        ("ReferencedSeriesSequence",),
    ),
    (capture, "OT", "capture", "RGB, made by software, without pixel spacing", ("SourceImageSequence",)),
)


def tables() -> dict[str, str]:
    """Return each table of the page by its name; raises `ValueError` for an element without words or words without an
    element.
    """
    return {
        "read": table(
            ("Transfer syntax", "UID", "Loss"),
            ((name, uid, _loss(uid)) for uid, name in syntaxes.READ.items()),
        ),
        "not-read": table(("UID", "Refused as"), syntaxes.NOT_READ.items()),
        "modalities": (
            ", ".join(f"`{modality}`" if modality else "none stated" for modality in suitability.MODALITIES) + "\n"
        ),
        "raw-classes": table(
            ("SOP class for processing", "UID"), ((name, uid) for uid, name in raw_images.RAW_CLASSES.items())
        ),
        **{name: _elements(name) for name in ELEMENTS},
        "codes": table(
            ("Word", "Meaning", codes.SNOMED_CT, ", ".join(codes.SNOMED_RT_SCHEMES)),
            (
                (c.word, c.meaning, c.sct, c.srt)
                for c in dict.fromkeys((*codes.VIEWS, codes.SPECIMEN, *codes.MODIFIERS, *codes.SIDES, *codes.BREASTS))
            ),
        ),
        "limits": _limits(),
        "written": table(
            ("SOP class", "UID", "`--save`", "Modality", "SeriesNumber", "Holds", "Names the mammogram in"),
            (
                (UID(m.SOP_CLASS).name, m.SOP_CLASS, f"`{option}`", modality, m.SERIES_NUMBER, holds, ", ".join(names))
                for m, modality, option, holds, names in WRITTEN
            ),
        ),
        "looked-for": ", ".join(identifiers.IDENTIFYING) + "\n",
        "copied": ", ".join(dicom_header.PATIENT_AND_STUDY) + "\n",
        "identifiers": _identifiers(),
        "proposed": table(
            ("Proposed after the file's own", "UID"), ((UID(uid).name, uid) for uid in dicom_peer.UNCOMPRESSED)
        ),
        "receiver": _receiver(),
    }


def filled(page: str) -> str:
    """Return the page with every table as it is now; raises `ValueError` unless each one has its place."""
    return page_tables.filled(page, tables())


def _elements(purpose: str) -> str:
    keywords, words = tuple(dict.fromkeys(ELEMENTS[purpose])), DECIDES[purpose]
    if set(keywords) != set(words):
        raise ValueError(f"elements of {purpose}: {sorted(set(keywords) ^ set(words))} are read or described, not both")
    return table(("Element", "Tag", "Decides"), ((keyword, _tag(keyword), words[keyword]) for keyword in keywords))


def _limits() -> str:
    rows = (
        ("Smallest side of an image", f"{SMALLEST_SIDE} pixels"),
        ("Largest image", f"{LARGEST_PIXELS:,} pixels"),
        ("Largest deflated data set, inflated", f"{deflated.LARGEST_BYTES:,} bytes"),
        ("Largest magnification believed", f"{spacing.LARGEST_FACTOR:g}"),
        ("Magnification from which a view is called magnified", f"{spacing.MAGNIFIED:g}"),
    )
    return table(("Limit", "Value"), rows)


def _identifiers() -> str:
    formats = (
        (f"`{name}`", ", ".join(held) or "nothing", ", ".join(reporting.NAMELESS[name]) or "nothing")
        for name, held in reporting.IDENTIFIERS.items()
    )
    files = ((name, ", ".join(held), reporting.RESULT) for name, held in summary.IDENTIFIERS.items())
    return table(("Result", "`microcalc detect`, or batch with `--identifiers`", "batch without"), (*formats, *files))


def _receiver() -> str:
    r = Receiver()
    rows = (
        ("Listens on", f"{r.address}, this machine alone"),
        ("Title", f"`{r.title}`; a node that calls another one is refused"),
        ("Callers", ", ".join(r.callers) or "any; a list of titles refuses all others"),
        ("Largest object", f"{r.largest_bytes:,} bytes"),
        ("Silent connection closed after", f"{r.idle_s:g} s"),
        ("Connections at a time", str(r.most_connections)),
    )
    return table(("Setting", "Default"), rows)


def _loss(uid: str) -> str:
    return (
        "yes"
        if uid in syntaxes.ALWAYS_LOSSY
        else "unless the header says not"
        if uid in syntaxes.POSSIBLY_LOSSY
        else "no"
    )


def _tag(keyword: str) -> str:
    tag = tag_for_keyword(keyword)
    if tag is None:
        raise ValueError(f"{keyword} is no element of DICOM")
    return f"({tag >> 16:04X},{tag & 0xFFFF:04X})"


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
