"""Which DICOM objects are mammograms that can be analysed, and which of them need a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import InputError
from .codes import BREASTS, SPECIMEN, code_of, word_of
from .elements import items, number, text, words
from .names import VIEWS
from .values import check_size

if TYPE_CHECKING:
    from pydicom import Dataset

# mammography, general and computed radiography, and what digitised films are called
MODALITIES = ("MG", "DX", "CR", "RG", "SC", "OT", "FS", "")
TOMOSYNTHESIS = "1.2.840.10008.5.1.4.1.1.13.1.3"
# what a batch asks of a header before it opens the file
DECIDING_ELEMENTS = (
    "SOPClassUID",
    "Modality",
    "Rows",
    "Columns",
    "NumberOfFrames",
    "PhotometricInterpretation",
    "SamplesPerPixel",
    "ImageType",
    "BodyPartExamined",
    "AnatomicRegionSequence",
    "ViewPosition",
    "ViewCodeSequence",
)
DESCRIPTIONS = ("SeriesDescription", "StudyDescription", "ProtocolName")
_BREAST_WORDS = ("BREAST", "MAM", "BRUST", "BORST", "SEIN", "AXILLA")
_NO_PATIENT = ("PHANTOM", "SPECIMEN")
_SYNTHETIC_TYPES = ("GENERATED_2D", "SYNTHETIC_2D", "SYNTHESIZED_2D")
# how the types of single pictures of a tomosynthesis begin, whatever more their makers say; projections and scouts are
# X-ray images
_TOMOSYNTHESIS_TYPE = "TOMO"
_PROJECTIONS = ("TOMO_PROJ", "TOMO_PROJECTION")
# what makers call their synthetic views
_SYNTHETIC_NAMES = (
    "C-VIEW",
    "CVIEW",
    "V-PREVIEW",
    "INSIGHT 2D",
    "INSIGHT2D",
    "S-VIEW",
    "SYNTHETIC",
    "SYNTHESIZED",
    "GENERATED 2D",
    "INTELLIGENT 2D",
)
# views of general radiography (0018,5101) that no mammogram has
_OTHER_VIEWS = ("AP", "PA", "LL", "RL", "RLD", "LLD", "RLO", "LLO")
_LONGEST_CODE = 16
_SUBTRACTED = ("SUBTRACTION", "SUBTRACTED", "RECOMBINED")
_SUBTRACTED_WORDS = ("SUBTRACT", "RECOMBIN")
_HIGH_ENERGY = ("HIGH_ENERGY", "HIGHENERGY", "HIGH ENERGY", "HIGH-ENERGY")
_QUALITY_WORDS = ("PHANTOM", "FLAT FIELD", "FLATFIELD", "FLAT-FIELD", "QUALITY CONTROL", "TEST OBJECT")

NOTES = {
    "phantom": "This is an image of a phantom or for quality control, not of a patient.",
    "specimen": "This is a radiograph of a specimen: the scores were calibrated on whole breasts.",
    "synthetic": (
        "This is a synthetic view computed from tomosynthesis: calcifications in it may be blurred, exaggerated or"
        " false."
    ),
    "subtracted": (
        "This is a subtracted or recombined contrast image: calcifications in it are weakened, and what looks like them"
        " may be contrast."
    ),
    "high_energy": (
        "This is the high-energy image of a contrast examination: use the low-energy image for calcifications."
    ),
    "projection": "This is one low-dose projection of a tomosynthesis: its noise can give false marks.",
    "stereo": "This is a stereotactic view: the scores were calibrated on full views.",
    "body_part": "The header calls this an image of another body part ({part}), with the modality of mammography.",
    "unsaid": "The header does not say that this is a mammogram (modality {modality}, no body part, no view).",
}


def refuse_other_images(dataset: Dataset, name: str) -> None:
    """Raise `InputError` for a DICOM object that is no single grey projection image of a breast."""
    modality = text(dataset, "Modality").upper()
    if modality not in MODALITIES:
        raise InputError(
            f"{name} is of modality {_code(modality)}, not a mammogram: choose a DICOM file of modality MG."
        )
    rows, columns = (int(number(dataset, keyword) or 0) for keyword in ("Rows", "Columns"))
    if not rows or not columns:
        raise InputError(
            f"{name} contains no image: its header states no rows or no columns. Choose a DICOM file of modality MG."
        )
    _refuse_tomosynthesis(dataset, name)
    photometric = text(dataset, "PhotometricInterpretation").upper()
    samples = number(dataset, "SamplesPerPixel") or 1
    if photometric not in ("MONOCHROME1", "MONOCHROME2", "") or samples != 1:
        raise InputError(
            f"{name} is in colour ({_code(photometric)}): choose the grey-scale mammogram, not a screenshot."
        )
    part = _other_body_part(dataset)
    if part and modality != "MG" and not any(word in part for word in _NO_PATIENT):
        raise InputError(
            f"{name} is an image of another body part ({_code(part)}), not a mammogram: choose a DICOM file of"
            " modality MG."
        )
    if (
        modality not in ("MG", "")
        and not _says_breast(dataset)
        and text(dataset, "ViewPosition").upper() in _OTHER_VIEWS
    ):
        view = text(dataset, "ViewPosition").upper()
        raise InputError(
            f"{name} is a radiograph in the view {view}, which no mammogram has: choose a DICOM file of modality MG."
        )
    check_size(rows, columns)


def kind_notes(dataset: Dataset) -> tuple[str, ...]:
    """Return one sentence for each fact that makes the image another kind than an ordinary mammogram."""
    types, described = words(dataset, "ImageType"), " ".join(text(dataset, keyword).upper() for keyword in DESCRIPTIONS)
    part = _other_body_part(dataset)
    quality = "YES" in (text(dataset, "QualityControlImage").upper(), text(dataset, "CalibrationImage").upper())
    specimen = (
        _has(part, "SPECIMEN") or _has(described, "SPECIMEN") or _has(types, "SPECIMEN") or _is_specimen_view(dataset)
    )
    named = text(dataset, "PatientID").upper()
    phantom = (
        quality
        or _has(named, "PHANTOM")
        or any(_has(where, word) for where in (part, described, types) for word in _QUALITY_WORDS)
    )
    found = {
        "phantom": phantom,
        "specimen": specimen,
        "synthetic": _is_synthetic(dataset),
        "subtracted": (
            any(word in types for word in _SUBTRACTED) or any(_has(described, word) for word in _SUBTRACTED_WORDS)
        ),
        "high_energy": any(_has(where, word) for where in (types, described) for word in _HIGH_ENERGY),
        "projection": any(word in types for word in _PROJECTIONS),
        "stereo": any(word.startswith("STEREO") for word in types),
        "body_part": bool(part) and not phantom and not specimen,
        "unsaid": text(dataset, "Modality").upper() != "MG" and not _says_breast(dataset),
    }
    filled = {"part": _code(part), "modality": _code(text(dataset, "Modality").upper())}
    return tuple(NOTES[kind].format(**filled) for kind, applies in found.items() if applies)


def _refuse_tomosynthesis(dataset: Dataset, name: str) -> None:
    frames = int(number(dataset, "NumberOfFrames") or 1)
    if frames > 1:
        what = (
            "a tomosynthesis"
            if text(dataset, "SOPClassUID") == TOMOSYNTHESIS
            else "a tomosynthesis or multi-frame image"
        )
        raise InputError(f"{name} is {what} of {frames} frames: choose a 2-D projection mammogram.")
    if text(dataset, "SOPClassUID") == TOMOSYNTHESIS and not _is_synthetic(dataset):
        raise InputError(
            f"{name} is a single slice of a tomosynthesis: choose a 2-D projection mammogram or the synthetic view."
        )


def _is_synthetic(dataset: Dataset) -> bool:
    described, types = " ".join(text(dataset, keyword).upper() for keyword in DESCRIPTIONS), words(dataset, "ImageType")
    if any(word in types for word in _SYNTHETIC_TYPES) or any(name in described for name in _SYNTHETIC_NAMES):
        return True
    slices = text(dataset, "SOPClassUID") == TOMOSYNTHESIS
    return not slices and any(
        word.startswith(_TOMOSYNTHESIS_TYPE) and not any(other in word for other in ("PROJ", "SCOUT")) for word in types
    )


def _other_body_part(dataset: Dataset) -> str:
    """Return the body part in upper case where the header states one that is no breast, else an empty text."""
    part = text(dataset, "BodyPartExamined").upper()
    if part:
        return "" if any(word in part for word in _BREAST_WORDS) else part
    for region in items(dataset, "AnatomicRegionSequence")[:1]:
        meaning = text(region, "CodeMeaning").upper()
        if code_of(region) and not word_of(region, BREASTS) and not any(word in meaning for word in _BREAST_WORDS):
            return meaning or "UNKNOWN"
    return ""


def _says_breast(dataset: Dataset) -> bool:
    part = text(dataset, "BodyPartExamined").upper()
    region = items(dataset, "AnatomicRegionSequence")[:1]
    named = any(word in text(dataset, keyword).upper() for keyword in DESCRIPTIONS for word in ("BREAST", "MAMMO"))
    viewed = text(dataset, "ViewPosition").upper().removeprefix("L").removeprefix("R") in VIEWS or items(
        dataset, "ViewCodeSequence"
    )
    return bool(
        named or viewed or any(w in part for w in _BREAST_WORDS) or any(word_of(item, BREASTS) for item in region)
    )


def _is_specimen_view(dataset: Dataset) -> bool:
    return any(
        word_of(item, (SPECIMEN,))
        for keyword in ("ViewCodeSequence", "AnatomicRegionSequence")
        for item in items(dataset, keyword)
    )


def _has(where: str | tuple[str, ...], word: str) -> bool:
    return any(word in one for one in ((where,) if isinstance(where, str) else where))


def _code(value: str) -> str:
    """Return a code string (PS3.5, VR CS); in a damaged header it may run on into the patient's name."""
    return value if 0 < len(value) <= _LONGEST_CODE else "unknown"
