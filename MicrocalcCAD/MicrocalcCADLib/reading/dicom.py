"""Mammograms and digitised films in DICOM files."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InputError
from ..files import sha256_of
from ..mammogram import Mammogram, Source
from .arrays import check_full_scale
from .decoding import stored_pixels
from .deflated import check_deflated
from .dicom_facts import acquisition_facts, laterality_and_view, magnification, number, pixel_spacing, text, usage_warnings, voi_window
from .given import Given, spacing_missing
from .polarity import looks_inverted
from .values import as_plane, check_size, checked_range, full_scale_in_use, unit_values

if TYPE_CHECKING:
    from pydicom import Dataset

# MG, general radiography, computed radiography, and what digitised films are called
_MODALITIES = ("MG", "DX", "CR", "RG", "SC", "OT", "FS", "")
_TOMOSYNTHESIS = "1.2.840.10008.5.1.4.1.1.13.1.3"
_TWELVE_BITS = 4095.0
_LONGEST_CODE = 16


def read_dicom(path: Path, given: Given) -> Mammogram:
    """Read one mammogram from a DICOM file.

    The stored values become [0, 1] of the stored bit range (2^BitsStored - 1). MONOCHROME1 and a negative rescale
    slope turn them round within that range; a positive slope and the intercept cancel out; the VOI LUT is kept for
    display only. Raw images (for processing) are brought to attenuation by a logarithm.

    Raises
    ------
    InputError
        If the file is damaged, no grey projection image, or does not say its spacing and none is given.
    """
    dataset = _header(path)
    refuse_other_images(dataset, path.name)
    spacing, spacing_from = (given.spacing_mm, "given") if given.spacing_mm else pixel_spacing(dataset)
    if spacing is None:
        raise spacing_missing(path.name)
    plane = as_plane(stored_pixels(path))
    pixels, zero, scale, notes = _normalised(dataset, plane, given)
    laterality, view = laterality_and_view(dataset)
    return Mammogram(
        pixels=pixels,
        spacing_mm=spacing,
        spacing_from=spacing_from,
        full_scale=scale,
        magnification=magnification(dataset),
        laterality=laterality,
        view=view,
        source=Source(str(path), text(dataset, "SOPInstanceUID") or None, sha256_of(path)),
        display_window=None if _is_raw(dataset) else _display_window(dataset, zero, scale, _turned_round(dataset, given)),
        facts=acquisition_facts(dataset),
        warnings=usage_warnings(dataset) + notes,
    )


def _header(path: Path) -> Dataset:
    from pydicom import dcmread

    check_deflated(path)
    try:
        return dcmread(path, stop_before_pixels=True, force=True)
    except Exception as error:  # pydicom raises whatever the damaged bytes lead to
        raise InputError(f"{path.name} is a damaged DICOM file ({error}): copy or export it again.") from error


def refuse_other_images(dataset: Dataset, name: str) -> None:
    """Raise `InputError` for a DICOM object that is no single grey projection image."""
    modality = text(dataset, "Modality").upper()
    if modality not in _MODALITIES:
        raise InputError(f"{name} is of modality {_code(modality)}, not a mammogram: choose a DICOM file of modality MG.")
    rows, columns = (int(number(dataset, keyword) or 0) for keyword in ("Rows", "Columns"))
    if not rows or not columns:
        raise InputError(f"{name} contains no image: choose a DICOM file of modality MG.")
    frames = int(number(dataset, "NumberOfFrames") or 1)
    if frames > 1 or text(dataset, "SOPClassUID") == _TOMOSYNTHESIS:
        raise InputError(f"{name} is a tomosynthesis or multi-frame image ({frames} frames): choose a 2-D projection mammogram.")
    photometric = text(dataset, "PhotometricInterpretation")
    if photometric not in ("MONOCHROME1", "MONOCHROME2") or (number(dataset, "SamplesPerPixel") or 1) != 1:
        raise InputError(f"{name} is in colour ({_code(photometric)}): choose the grey-scale mammogram, not a screenshot.")
    check_size(rows, columns)


def _code(value: str) -> str:
    """Return a code string (PS3.5, VR CS); in a damaged header it may run on into the patient's name."""
    return value if 0 < len(value) <= _LONGEST_CODE else "unknown"


def _normalised(dataset: Dataset, plane: np.ndarray, given: Given) -> tuple[np.ndarray, float, float, tuple[str, ...]]:
    low, high = checked_range(plane)
    zero, scale, notes = _stored_range(dataset, low, high, given.full_scale)
    if _is_raw(dataset):
        return _attenuation(dataset, plane, zero, scale, given.invert), zero, scale, notes + _RAW
    pixels = unit_values(plane, zero, scale)
    if _turned_round(dataset, given):
        np.subtract(np.float32(1), pixels, out=pixels)
    if given.invert is None and looks_inverted(pixels):
        notes += ("The background is brighter than the breast: if the picture is inverted, read it with invert=True.",)
    return pixels, zero, scale, notes


def _stored_range(dataset: Dataset, low: float, high: float, given: float | None) -> tuple[float, float, tuple[str, ...]]:
    bits = int(number(dataset, "BitsStored") or number(dataset, "BitsAllocated") or 16)
    signed = number(dataset, "PixelRepresentation") == 1
    zero = -float(2 ** (bits - 1)) if low < 0 else 0.0
    declared = float(2 ** (bits - 1 if signed else bits) - 1)
    if given is not None:
        check_full_scale(given, high)
        return zero, given, ()
    if bits >= 16 and zero == 0.0:
        in_use = max(_TWELVE_BITS, full_scale_in_use(np.dtype(np.uint16), high))
        if in_use < declared and not signed:
            return zero, in_use, (f"The file declares {bits} bits but uses at most {in_use:g}, which was taken as full scale.",)
        return zero, in_use, ()
    return zero, declared, ()


def _turned_round(dataset: Dataset, given: Given) -> bool:
    if given.invert is not None:
        return given.invert
    return (text(dataset, "PhotometricInterpretation") == "MONOCHROME1") != ((number(dataset, "RescaleSlope") or 1.0) < 0)


def _display_window(dataset: Dataset, zero: float, scale: float, turned_round: bool) -> tuple[float, float] | None:
    window = voi_window(dataset)
    if window is None:
        return None
    slope, intercept = number(dataset, "RescaleSlope") or 1.0, number(dataset, "RescaleIntercept") or 0.0
    ends = (((value - intercept) / slope - zero) / (scale - zero) for value in window)
    low, high = sorted(1.0 - end if turned_round else end for end in ends)
    return low, high


_RAW = ("This is a raw image (for processing): it was brought to attenuation by a logarithm, scores were calibrated on images for presentation.",)


def _is_raw(dataset: Dataset) -> bool:
    return text(dataset, "PresentationIntentType").upper() == "FOR PROCESSING"


def _attenuation(dataset: Dataset, plane: np.ndarray, zero: float, scale: float, invert: bool | None) -> np.ndarray:
    """Return log(full scale / exposure) / log(full scale): 0 where the beam met nothing, 1 where nothing came through."""
    pixels = unit_values(plane, zero, scale)
    if not (invert if invert is not None else _more_exposure_is_higher(dataset)):
        np.subtract(np.float32(1), pixels, out=pixels)
    if text(dataset, "PixelIntensityRelationship").upper() == "LOG":
        return np.subtract(np.float32(1), pixels, out=pixels)
    np.maximum(pixels, np.float32(1.0 / scale), out=pixels)
    np.log(pixels, out=pixels)
    pixels *= np.float32(-1.0 / math.log(scale))
    return np.clip(pixels, 0.0, 1.0, out=pixels)


def _more_exposure_is_higher(dataset: Dataset) -> bool:
    sign = number(dataset, "PixelIntensityRelationshipSign")
    return sign > 0 if sign else text(dataset, "PhotometricInterpretation") == "MONOCHROME1"
