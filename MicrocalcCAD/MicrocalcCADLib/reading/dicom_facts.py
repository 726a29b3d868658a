"""What a DICOM header says about the acquisition, the window to show it with, and what a user should know."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from .elements import number, numbers, text
from .lookup_tables import table_in
from .transfer_syntaxes import ALWAYS_LOSSY, POSSIBLY_LOSSY

if TYPE_CHECKING:
    from pydicom import Dataset

# name in `Mammogram.facts`: element; none of them identifies a patient
FACT_ELEMENTS = {
    "modality": "Modality",
    "presentation_intent": "PresentationIntentType",
    "manufacturer": "Manufacturer",
    "manufacturer_model": "ManufacturerModelName",
    "photometric_interpretation": "PhotometricInterpretation",
    "bits_stored": "BitsStored",
    "kvp": "KVP",
    "compressed_thickness_mm": "BodyPartThickness",
}
LOSS_ELEMENTS = ("LossyImageCompression", "LossyImageCompressionRatio", "LossyImageCompressionMethod")
WINDOW_ELEMENTS = ("WindowCenter", "WindowWidth", "VOILUTFunction", "VOILUTSequence")
_LONGEST_STRING = 64
_NUMBERS, _TEXTS = ("BitsStored", "KVP", "BodyPartThickness"), ("Manufacturer", "ManufacturerModelName")
_CODE = re.compile(r"[A-Z0-9_ ]{1,16}")
LOSSY = "The image was compressed with loss: small calcifications may be blurred or false."


def acquisition_facts(dataset: Dataset) -> dict[str, str]:
    """Return the acquisition facts that identify no patient; one longer than a DICOM string has run on into others."""
    facts = {name: _fact(dataset, keyword) for name, keyword in FACT_ELEMENTS.items()}
    transfer_syntax = getattr(getattr(dataset, "file_meta", None), "TransferSyntaxUID", None)
    if transfer_syntax is not None:
        facts["transfer_syntax"] = transfer_syntax.name
    return {name: value for name, value in facts.items() if 0 < len(value) <= _LONGEST_STRING}


def _fact(dataset: Dataset, keyword: str) -> str:
    """Return a number as one, a code as such, else the text; empty where it is of another form, as in a
    damaged header.
    """
    if keyword in _NUMBERS:
        stated = number(dataset, keyword)
        return "" if stated is None else f"{stated:g}"
    value = text(dataset, keyword)
    return value if keyword in _TEXTS or _CODE.fullmatch(value.upper()) else ""


def usage_notes(dataset: Dataset, modifiers: tuple[str, ...]) -> tuple[str, ...]:
    """Return one sentence for each fact of the acquisition that makes an automatic reading less sure."""
    found = {
        "The breast has an implant: its border can give false marks.": (
            text(dataset, "BreastImplantPresent").upper() == "YES"
        ),
        f"This is a special view ({', '.join(modifiers)}): the scores were calibrated on full views.": bool(modifiers),
        "Text is burned into the image: letters can give false marks.": (
            text(dataset, "BurnedInAnnotation").upper() == "YES"
        ),
        "Only a part of the breast is in view.": text(dataset, "PartialView").upper() == "YES",
        LOSSY: was_compressed_with_loss(dataset),
    }
    return tuple(sentence for sentence, applies in found.items() if applies)


def was_compressed_with_loss(dataset: Dataset) -> bool:
    """Return whether the header states loss, a ratio or a method of it, or the transfer syntax implies it."""
    stated = text(dataset, "LossyImageCompression").upper()
    syntax = str(getattr(getattr(dataset, "file_meta", None), "TransferSyntaxUID", ""))
    if stated in ("01", "1", "YES") or syntax in ALWAYS_LOSSY:
        return True
    ratio, method = number(dataset, "LossyImageCompressionRatio"), text(dataset, "LossyImageCompressionMethod")
    return not stated and (syntax in POSSIBLY_LOSSY or (ratio or 1.0) > 1.0 or bool(method))


def display_window(dataset: Dataset, black: float, white: float, inverted: bool) -> tuple[float, float] | None:
    """Return the first VOI window as (low, high) in [0, 1] of the range of values, bright is dense; None where there is
    none.
    """
    window = _voi_window(dataset)
    if window is None:
        return None
    table = table_in(dataset, "ModalityLUTSequence")
    slope, intercept = number(dataset, "RescaleSlope") or 1.0, number(dataset, "RescaleIntercept") or 0.0
    stored = [table.input_of(value) if table is not None else (value - intercept) / slope for value in window]
    ends = ((value - black) / (white - black) for value in stored)
    low, high = sorted(1.0 - end if inverted else end for end in ends)
    return (low, high) if np.isfinite(high - low) and high > low else None


def _voi_window(dataset: Dataset) -> tuple[float, float] | None:
    """Return (low, high) of the first window in rescaled values (PS3.3 C.11.2), for SIGMOID the tangent at its centre;
    else of the VOI LUT.
    """
    centers, widths = numbers(dataset, "WindowCenter"), numbers(dataset, "WindowWidth")
    if not centers or not widths or widths[0] <= 0:
        table = table_in(dataset, "VOILUTSequence")
        return table.window() if table is not None else None
    center, width = centers[0], widths[0]
    if text(dataset, "VOILUTFunction").upper() in ("SIGMOID", "LINEAR_EXACT"):
        return center - width / 2, center + width / 2
    return center - 0.5 - (width - 1) / 2, center - 0.5 + (width - 1) / 2
