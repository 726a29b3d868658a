"""Small DICOM mammograms made in code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pydicom
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

FOR_PRESENTATION = "1.2.840.10008.5.1.4.1.1.1.2"
FOR_PROCESSING = "1.2.840.10008.5.1.4.1.1.1.2.1"
SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"


def mammogram_dataset(pixels: np.ndarray, bits_stored: int = 12, **attributes: Any) -> FileDataset:
    """Return a digital mammogram of these stored values; attributes go before the defaults, None removes one."""
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID = attributes.get("SOPClassUID", FOR_PRESENTATION)
    meta.MediaStorageSOPInstanceUID = generate_uid(entropy_srcs=["microcalc", "instance"])
    dataset = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    defaults = {
        "SOPClassUID": meta.MediaStorageSOPClassUID,
        "SOPInstanceUID": meta.MediaStorageSOPInstanceUID,
        "StudyInstanceUID": generate_uid(entropy_srcs=["microcalc", "study"]),
        "SeriesInstanceUID": generate_uid(entropy_srcs=["microcalc", "series"]),
        "Modality": "MG",
        "PatientName": "Secret^Name",
        "PatientID": "SECRET-ID",
        "PresentationIntentType": "FOR PRESENTATION",
        "ImageLaterality": "R",
        "ViewPosition": "MLO",
        "ImagerPixelSpacing": [0.07, 0.07],
        "SamplesPerPixel": 1,
        "PhotometricInterpretation": "MONOCHROME2",
        "Rows": pixels.shape[-2],
        "Columns": pixels.shape[-1],
        "BitsAllocated": 8 * pixels.dtype.itemsize,
        "BitsStored": bits_stored,
        "HighBit": bits_stored - 1,
        "PixelRepresentation": int(pixels.dtype.kind == "i"),
        "PixelData": pixels.tobytes(),
    }
    for keyword, value in {**defaults, **attributes}.items():
        if value is not None:
            setattr(dataset, keyword, value)
    dataset["PixelData"].VR = "OW"
    if not _pydicom_3():
        dataset.is_little_endian, dataset.is_implicit_VR = True, False
    return dataset


def write_mammogram(path: Path, pixels: np.ndarray, bits_stored: int = 12, **attributes: Any) -> Path:
    """Write `mammogram_dataset` as a DICOM file and return its path."""
    options = {"enforce_file_format": True} if _pydicom_3() else {"write_like_original": False}
    mammogram_dataset(pixels, bits_stored, **attributes).save_as(path, **options)
    return path


def _pydicom_3() -> bool:
    return int(pydicom.__version__.split(".")[0]) >= 3
