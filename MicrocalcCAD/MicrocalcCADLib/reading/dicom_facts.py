"""What a DICOM header says about a mammogram: spacing, side, view, window, and what a user should know."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from .names import VIEWS, side_and_view

if TYPE_CHECKING:
    from pydicom import Dataset

# digitised film has at best the pitch of its scanner, which lies in the plane of the film
_SPACINGS = ("ImagerPixelSpacing", "PixelSpacing", "NominalScannedPixelSpacing")
_FACTS = {
    "modality": "Modality",
    "presentation_intent": "PresentationIntentType",
    "manufacturer": "Manufacturer",
    "manufacturer_model": "ManufacturerModelName",
    "photometric_interpretation": "PhotometricInterpretation",
    "bits_stored": "BitsStored",
    "kvp": "KVP",
    "compressed_thickness_mm": "BodyPartThickness",
}
_LONGEST_STRING = 64
# SNOMED CT codes of CID 4014, as the abbreviation of View Position (0018,5101); values, as keywords differ between pydicom 2 and 3
VIEW_CODES = {
    "399162004": "CC",
    "399368009": "MLO",
    "399260004": "ML",
    "399352003": "LM",
    "399099002": "LMO",
    "399196006": "FB",
    "399188001": "SIO",
    "441555000": "ISO",
    "399192008": "XCCL",
    "399101009": "XCCM",
}
# of CID 4015
_MODIFIERS = {"399163009": "magnification", "399055006": "spot compression", "399209000": "implant displaced"}
# contact views carry factors of 1.03 to 1.09 for the air gap of the grid
_MAGNIFIED = 1.2


def text(dataset: Dataset, keyword: str) -> str:
    """Return an element as stripped text, empty where it is absent or unreadable."""
    try:
        value = dataset.get(keyword)
    except Exception:  # elements are parsed when asked for, and pydicom raises whatever the damaged bytes lead to
        return ""
    return "" if value is None else str(value).strip()


def numbers(dataset: Dataset, keyword: str) -> tuple[float, ...]:
    """Return the finite values of a numeric element, empty where it is absent or unreadable."""
    try:
        value = dataset.get(keyword)
        values = tuple(float(v) for v in (value if hasattr(value, "__iter__") and not isinstance(value, str) else (value,)))
    except Exception:  # as above
        return ()
    return values if all(math.isfinite(v) for v in values) else ()


def number(dataset: Dataset, keyword: str) -> float | None:
    """Return the first value of a numeric element, None where it is absent or unreadable."""
    values = numbers(dataset, keyword)
    return values[0] if values else None


def items(dataset: Dataset, keyword: str) -> tuple[Dataset, ...]:
    """Return the items of a sequence, empty where it is absent, unreadable or no sequence."""
    try:
        found = tuple(dataset.get(keyword) or ())
    except Exception:  # as above
        return ()
    return found if all(hasattr(item, "get") for item in found) else ()


def pixel_spacing(dataset: Dataset) -> tuple[tuple[float, float] | None, str]:
    """Return ((row, column) spacing in mm, its keyword): of the detector, else calibrated, else of the film scanner."""
    for keyword in _SPACINGS:
        values = numbers(dataset, keyword)
        if len(values) == 2 and min(values) > 0 and values != (1.0, 1.0):
            return (values[0], values[1]), keyword
    return None, ""


def magnification(dataset: Dataset) -> float:
    """Return EstimatedRadiographicMagnificationFactor, 1.0 where it is absent or impossible."""
    factor = number(dataset, "EstimatedRadiographicMagnificationFactor") or 1.0
    return factor if 1.0 <= factor <= 5.0 else 1.0


def laterality_and_view(dataset: Dataset) -> tuple[str | None, str | None]:
    """Return side and view from their elements, else from words in descriptions and (not kept) identifiers."""
    hinted = side_and_view(*(text(dataset, k) for k in ("SeriesDescription", "PatientID", "PatientName", "ProtocolName")))
    sides = (text(dataset, k).upper() for k in ("ImageLaterality", "Laterality"))
    side = next((s for s in sides if s in ("L", "R")), hinted[0])
    views = (text(dataset, k).upper() for k in ("ViewPosition", "PatientOrientation"))
    return side, _coded_view(dataset) or next((v for v in views if v in VIEWS), hinted[1])


def acquisition_facts(dataset: Dataset) -> dict[str, str]:
    """Return the acquisition facts that identify no patient; one longer than a DICOM string has run on into others."""
    facts = {name: text(dataset, keyword) for name, keyword in _FACTS.items()}
    transfer_syntax = getattr(getattr(dataset, "file_meta", None), "TransferSyntaxUID", None)
    if transfer_syntax is not None:
        facts["transfer_syntax"] = transfer_syntax.name
    return {name: value for name, value in facts.items() if 0 < len(value) <= _LONGEST_STRING}


def usage_warnings(dataset: Dataset) -> tuple[str, ...]:
    """Return one sentence for each fact that makes an automatic reading less sure."""
    modifiers, factor = _view_modifiers(dataset), magnification(dataset)
    found = {
        "The breast has an implant: its border can give false marks.": text(dataset, "BreastImplantPresent") == "YES",
        f"This is a special view ({', '.join(modifiers)}): the scores were calibrated on full views.": bool(modifiers),
        f"The view is magnified {factor:.2g} times: divide sizes by that for sizes in the breast.": factor >= _MAGNIFIED,
        "Text is burned into the image: letters can give false marks.": text(dataset, "BurnedInAnnotation") == "YES",
        "Only a part of the breast is in view.": text(dataset, "PartialView") == "YES",
        "The image was compressed with loss: small calcifications may be blurred or false.": text(dataset, "LossyImageCompression") == "01",
    }
    return tuple(sentence for sentence, applies in found.items() if applies)


def voi_window(dataset: Dataset) -> tuple[float, float] | None:
    """Return (low, high) of the first VOI LUT in rescaled values (PS3.3 C.11.2), None where there is none.

    For SIGMOID the tangent at the centre is taken, for a LUT sequence the inputs of 1 % and 99 % of its output range.
    """
    center, width = number(dataset, "WindowCenter"), number(dataset, "WindowWidth")
    if center is None or width is None or width <= 0:
        return _window_of_lut(dataset)
    if text(dataset, "VOILUTFunction").upper() in ("SIGMOID", "LINEAR_EXACT"):
        return center - width / 2, center + width / 2
    return center - 0.5 - (width - 1) / 2, center - 0.5 + (width - 1) / 2


def _window_of_lut(dataset: Dataset) -> tuple[float, float] | None:
    tables = items(dataset, "VOILUTSequence")
    descriptor = numbers(tables[0], "LUTDescriptor") if tables else ()
    data = numbers(tables[0], "LUTData") if tables else ()
    if len(descriptor) != 3 or not data or max(data) == min(data):
        return None
    low, high = (min(data) + f * (max(data) - min(data)) for f in (0.01, 0.99))
    first = next(i for i, v in enumerate(data) if v >= low)
    last = next(i for i, v in enumerate(data) if v >= high)
    return descriptor[1] + min(first, last), descriptor[1] + max(first, last, first + 1)


def _coded_view(dataset: Dataset) -> str | None:
    views = items(dataset, "ViewCodeSequence")
    return next((view for value, view in VIEW_CODES.items() if views and _is_code(views[0], value)), None)


def _view_modifiers(dataset: Dataset) -> tuple[str, ...]:
    views = items(dataset, "ViewCodeSequence")
    modifiers = items(views[0], "ViewModifierCodeSequence") if views else ()
    return tuple(name for value, name in _MODIFIERS.items() if any(_is_code(item, value) for item in modifiers))


def _is_code(item: Dataset, snomed: str) -> bool:
    """Compare as pydicom does, which knows the older SNOMED RT codes (R-10242 is 399162004)."""
    from pydicom.sr.coding import Code

    return Code(text(item, "CodeValue"), text(item, "CodingSchemeDesignator"), "") == Code(snomed, "SCT", "")
