"""DICOM Segmentations of one projection image: ours, and others of the same kind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InputError
from .deflated import check_deflated
from .elements import text

if TYPE_CHECKING:
    from pydicom import Dataset

_BINARY, _FRACTIONAL, _LABELMAP = "BINARY", "FRACTIONAL", "LABELMAP"


@dataclass(frozen=True, eq=False)
class ReadSegment:
    """One segment: its label, the code of its type (``SCHEME^VALUE^MEANING``), and its bool mask (rows, columns)."""

    name: str
    code: str
    mask: np.ndarray


@dataclass(frozen=True, eq=False)
class ReadSegmentation:
    """The segments of one image, and the SOP instance UID of that image (empty where not stated)."""

    image_uid: str
    segments: tuple[ReadSegment, ...]


def modality_of(path: Path | str) -> str:
    """Return the modality of a DICOM file, such as ``SEG`` or ``SR``; empty if the file is none."""
    from pydicom import dcmread

    try:
        check_deflated(Path(path))
        return text(dcmread(path, specific_tags=["Modality"], stop_before_pixels=True, force=True), "Modality")
    except Exception:  # pydicom raises whatever the bytes lead to; the reader that is tried next says what is wrong
        return ""


def read_dicom_seg(path: Path | str) -> ReadSegmentation:
    """Read a segmentation whose frames all lie on one image.

    Raises
    ------
    InputError
        If the file is no segmentation, is damaged, or is of a volume or of several images.
    """
    from pydicom import dcmread

    path = Path(path)
    check_deflated(path)
    try:
        dataset = dcmread(path, force=True)
        if text(dataset, "Modality") != "SEG" or not dataset.get("SegmentSequence"):
            kind = text(dataset, "Modality") or "unknown kind"
            raise InputError(f"{path.name} is no DICOM segmentation ({kind}): choose a file of modality SEG.")
        frames = dataset.pixel_array.reshape(-1, dataset.Rows, dataset.Columns)
        return ReadSegmentation(_image_uid(dataset, path), tuple(_segments(dataset, frames, path)))
    except InputError:
        raise
    except Exception as error:  # pydicom raises whatever the damaged bytes lead to
        raise InputError(
            f"{path.name} cannot be read as a DICOM segmentation ({error}): copy or export it again."
        ) from error


def _segments(dataset: Dataset, frames: np.ndarray, path: Path) -> list[ReadSegment]:
    kind = text(dataset, "SegmentationType")
    numbers = [int(item.SegmentNumber) for item in dataset.SegmentSequence]
    if kind == _LABELMAP:
        if len(frames) > 1:
            raise _not_one_image(path)
        masks = {number: frames[0] == number for number in numbers}
    else:
        limit = float(dataset.get("MaximumFractionalValue") or 1) / 2 if kind == _FRACTIONAL else 0
        masks = {number: np.zeros(frames.shape[1:], bool) for number in numbers}
        for frame, number in zip(frames, _numbers_of_frames(dataset, path), strict=True):
            if number in masks:
                if masks[number].any() and frame.any():
                    raise _not_one_image(path)
                masks[number] |= frame > limit
    return [
        ReadSegment(text(item, "SegmentLabel"), _code(item), masks[int(item.SegmentNumber)])
        for item in dataset.SegmentSequence
    ]


def _numbers_of_frames(dataset: Dataset, path: Path) -> list[int]:
    shared = dataset.get("SharedFunctionalGroupsSequence") or [{}]
    numbers = []
    for item in dataset.get("PerFrameFunctionalGroupsSequence") or ():
        groups = item.get("SegmentIdentificationSequence") or shared[0].get("SegmentIdentificationSequence") or ()
        numbers.append(int(groups[0].ReferencedSegmentNumber) if groups else 0)
    if len(numbers) != int(dataset.get("NumberOfFrames") or 1) or 0 in numbers:
        raise InputError(f"{path.name} does not say to which segments its frames belong: export it again.")
    return numbers


def _image_uid(dataset: Dataset, path: Path) -> str:
    series = list(dataset.get("ReferencedSeriesSequence") or ())
    found = {text(i, "ReferencedSOPInstanceUID") for s in series for i in s.get("ReferencedInstanceSequence") or ()}
    found |= {text(i, "ReferencedSOPInstanceUID") for i in dataset.get("SourceImageSequence") or ()}
    if len(found) > 1:
        raise _not_one_image(path)
    return found.pop() if found else ""


def _code(segment: Dataset) -> str:
    types = segment.get("SegmentedPropertyTypeCodeSequence") or ()
    if not types:
        return ""
    return "^".join(text(types[0], keyword) for keyword in ("CodingSchemeDesignator", "CodeValue", "CodeMeaning"))


def _not_one_image(path: Path) -> InputError:
    return InputError(
        f"{path.name} is a segmentation of a volume or of several images: choose one of a single mammogram."
    )
