"""Mammograms and digitised films in DICOM files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InputError
from ..files import sha256_of
from ..mammogram import Mammogram, Source
from ..notices import of_image
from .bits import BitField, check_sign, image_values
from .code_streams import damage_notes
from .decoding import stored_pixels
from .deflated import check_deflated
from .dicom_facts import acquisition_facts, display_window, usage_notes
from .elements import number, text, with_functional_groups
from .given import Given, spacing_missing
from .header_polarity import LOOKS_INVERTED, Stated, decided, stated_polarity
from .padding import Padding, find_beyond, find_padding, stated_padding, within
from .polarity import looks_inverted
from .raw_images import attenuation, is_raw, more_exposure_is_higher, raw_notes
from .side_and_view import is_upside_down, orientation_of, side_and_view_of
from .spacing import pixel_size, unstated_magnification, unusable_spacing
from .suitability import kind_notes, refuse_other_images
from .value_range import ValueRange, declared_range, unit_pixels, value_range
from .values import as_plane

if TYPE_CHECKING:
    from pydicom import Dataset

ONLY_VOXELS = (
    "Only the voxels in the scene are known, not their file: the range of values and which grey is dense were estimated"
    " from the picture, and compression with loss, special views and implants could not be looked up."
)
CHANGED_VOXELS = (
    "The picture in the scene is not that of its file, so what is in the scene was analysed: "
    "the range of values and which grey is dense were estimated from the picture."
)


def read_dicom(path: Path, given: Given) -> Mammogram:
    """Read one mammogram from a DICOM file.

    The stored values become [0, 1] of the range in use, see `value_range.value_range`. What turns grey values round
    turns them within that range, see `header_polarity`; positive slopes and intercepts cancel out; the VOI LUT is kept
    for display only. Raw images (for processing) are brought to attenuation by a logarithm.

    Raises
    ------
    InputError
        If the file is damaged, no grey projection image, contradicts itself, or does not say its spacing and none is
        given.
    """
    dataset = read_header(path)
    refuse_other_images(dataset, path.name)
    plane = as_plane(stored_pixels(path))
    field = BitField.of(dataset)
    plane, padding = _image_and_padding(dataset, plane, field, path.name, given.full_scale is not None)
    declared = None if plane.dtype.kind == "f" else _wide_enough(field, plane)
    source = Source(str(path), text(dataset, "SOPInstanceUID") or None, sha256_of(path))
    notes = damage_notes(path) + _missing_notes(dataset, plane)
    return _mammogram(dataset, plane, declared, padding, stated_polarity(dataset), given, source, path.name, notes)


def mammogram_of_voxels(
    dataset: Dataset, array: np.ndarray, given: Given, source: Source, name: str, notes: tuple[str, ...]
) -> Mammogram:
    """Return the mammogram in voxels that another program has read from a DICOM file and, maybe, changed.

    Such programs have rescaled the values and turned round MONOCHROME1: that is taken back, and where the result would
    be inverted after all, the border of the picture decides what is dense.

    Parameters
    ----------
    dataset
        What is known of the header, with Rows and Columns of the array.
    array
        (rows, columns) or (1, rows, columns), any integer or floating type.
    notes
        What the reader must know of where the voxels are from, such as `ONLY_VOXELS`.

    Raises
    ------
    InputError
        As `read_dicom`.
    """
    refuse_other_images(dataset, name)
    field = BitField.of(dataset)
    plane = as_plane(array)
    padding = declared = None
    if text(dataset, "BitsStored"):
        stored = _as_stored(dataset, plane, field)
        if stored is not None:
            plane, declared = stored, field.range
            padding = find_padding(plane, stated_padding(dataset, plane.dtype), declared)
    inverted = declared is not None and stated_polarity(dataset).inverted
    declared = declared or declared_range(plane.dtype)
    padding = padding or find_padding(plane, None, declared)
    return _mammogram(dataset, plane, declared, padding, Stated(inverted, sure=False), given, source, name, notes)


def _as_stored(dataset: Dataset, plane: np.ndarray, field: BitField) -> np.ndarray | None:
    """Return the values before they were rescaled and MONOCHROME1 was turned round; None if they cannot be that."""
    slope, intercept = number(dataset, "RescaleSlope") or 1.0, number(dataset, "RescaleIntercept") or 0.0
    turned = text(dataset, "PhotometricInterpretation").upper() == "MONOCHROME1"
    if (slope, intercept) == (1.0, 0.0) and not turned:
        return plane if _wide_enough(field, plane) is not None else None
    stored = np.rint((plane.astype(np.float64) - intercept) / slope)
    if _wide_enough(field, stored) is None:
        return None
    stored = sum(field.range) - stored if turned else stored
    return stored.astype(np.float32)


def read_header(path: Path) -> Dataset:
    """Return the header of a DICOM file without its pixels, an enhanced object's as one of a single frame; raises
    `InputError`.
    """
    from pydicom import dcmread

    check_deflated(path)
    try:
        return with_functional_groups(dcmread(path, stop_before_pixels=True, force=True))
    except Exception as error:  # pydicom raises whatever the damaged bytes lead to
        raise InputError(f"{path.name} is a damaged DICOM file ({error}): copy or export it again.") from error


def _mammogram(
    dataset: Dataset,
    plane: np.ndarray,
    declared: tuple[float, float] | None,
    padding: Padding,
    stated: Stated,
    given: Given,
    source: Source,
    name: str,
    notes: tuple[str, ...] = (),
) -> Mammogram:
    size, shown = pixel_size(dataset, given.spacing_mm), side_and_view_of(dataset)
    if size.spacing_mm is None:
        raise spacing_missing(name, unusable_spacing(dataset))
    in_use = value_range(plane, padding, declared, given.full_scale, stated.inverted)
    raw = is_raw(dataset)
    pixels, inverted, polarity_notes = (_raw_pixels if raw else _shown_pixels)(
        dataset, plane, in_use, padding, stated, given.invert
    )
    return Mammogram(
        pixels=pixels,
        upside_down=is_upside_down(shown.laterality, shown.view, orientation_of(dataset)),
        spacing_mm=size.spacing_mm,
        spacing_from=size.spacing_from,
        spacing_plane=size.plane,
        full_scale=in_use.white,
        magnification=size.magnification,
        laterality=shown.laterality,
        view=shown.view,
        source=source,
        display_window=None if raw else display_window(dataset, in_use.black, in_use.white, inverted),
        facts=acquisition_facts(dataset),
        notices=of_image(
            *notes,
            *kind_notes(dataset),
            *usage_notes(dataset, shown.modifiers),
            *size.notes,
            *unstated_magnification(size, shown.modifiers),
            *shown.notes,
            *in_use.notes,
            *polarity_notes,
        ),
    )


def _shown_pixels(
    dataset: Dataset, plane: np.ndarray, in_use: ValueRange, padding: Padding, stated: Stated, invert: bool | None
) -> tuple[np.ndarray, bool, tuple[str, ...]]:
    pixels = unit_pixels(plane, in_use, padding, inverted=False)
    inverted, notes = decided(stated, invert, within(pixels, padding))
    return (unit_pixels(plane, in_use, padding, inverted=True) if inverted else pixels), inverted, notes


def _raw_pixels(
    dataset: Dataset, plane: np.ndarray, in_use: ValueRange, padding: Padding, stated: Stated, invert: bool | None
) -> tuple[np.ndarray, bool, tuple[str, ...]]:
    exposure = unit_pixels(plane, in_use, Padding(), inverted=False)
    higher = more_exposure_is_higher(dataset, within(exposure, padding), stated.inverted) if invert is None else invert
    if not higher:
        np.subtract(np.float32(1), exposure, out=exposure)
    pixels = attenuation(dataset, exposure, in_use.span)
    if padding.background is not None:
        pixels[padding.background] = 0.0
    notes = raw_notes(dataset)
    return (
        pixels,
        higher,
        notes + ((LOOKS_INVERTED,) if invert is None and looks_inverted(within(pixels, padding)) else ()),
    )


def _image_and_padding(
    dataset: Dataset, plane: np.ndarray, field: BitField, name: str, trusted: bool
) -> tuple[np.ndarray, Padding]:
    """Return the values in the header's bit field, and what of them is padding."""
    stated = stated_padding(dataset, plane.dtype)
    beyond = find_beyond(plane, stated, field.range)
    if beyond.ignored is not None:
        kept = image_values(np.where(beyond.ignored, plane[~beyond.ignored][0], plane), field, dataset, name, trusted)
        plane, padding = np.where(beyond.ignored, kept.dtype.type(field.range[1]), kept), beyond
    else:
        plane = image_values(plane, field, dataset, name, trusted)
        padding = find_padding(plane, stated, field.range)
    return plane, replace(padding, notes=padding.notes + check_sign(plane, padding.ignored, name))


def _missing_notes(dataset: Dataset, plane: np.ndarray) -> tuple[str, ...]:
    wanted = ("PhotometricInterpretation",) + (() if plane.dtype.kind == "f" else ("BitsStored",))
    missing = [keyword for keyword in wanted if not text(dataset, keyword)]
    if not missing:
        return ()
    return (f"The header lacks {' and '.join(missing)}: what it would say was estimated from the picture.",)


def _wide_enough(field: BitField, plane: np.ndarray) -> tuple[float, float] | None:
    """Return the declared range, None where the user's word for white let values beyond it pass."""
    low, high = field.range
    return field.range if plane.min() >= low and plane.max() <= high else None
