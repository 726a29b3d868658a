"""``<stem>.capture.dcm``: the picture with its marks as a DICOM Secondary Capture, for stations that show no CAD SR."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..analysis import Analysis
from ..findings import Findings
from ..mammogram import Mammogram, Source
from .dicom_header import derived_object, patient_orientation, referenced_image, save, source_header
from .overlay import draw_overlay

if TYPE_CHECKING:
    from pydicom import Dataset
    from pydicom.dataset import FileDataset

SOP_CLASS = "1.2.840.10008.5.1.4.1.1.7"
SERIES_NUMBER = 9103


def write(findings: Findings, analysis: Analysis, mammogram: Mammogram, path: Path) -> None:
    """Write the picture of `overlay`, without the name of the file; raises `InputError` if the image is no DICOM
    object.
    """
    source = source_header(mammogram)
    picture = draw_overlay(findings, analysis, replace(mammogram, source=Source()))
    save(secondary_capture(source, findings, np.asarray(picture.convert("RGB"))), path)


def secondary_capture(source: Dataset, findings: Findings, picture: np.ndarray) -> FileDataset:
    """Return the object for a picture, a uint8 array (rows, columns, 3).

    It has no pixel spacing: the picture is a composition, and a ruler laid on its close-ups would lie.
    """
    made = derived_object(source, SOP_CLASS, "OT", "Microcalc marks, research only", SERIES_NUMBER)
    made.ConversionType = "SYN"
    made.ImageType = ["DERIVED", "SECONDARY"]
    made.PatientOrientation = list(patient_orientation(source) or ())
    if findings.image.laterality:
        made.Laterality = findings.image.laterality
    made.SourceImageSequence = [referenced_image(source)]
    made.DerivationDescription = "Mammogram with marks of Microcalc burned in"
    # The element is about text that names the patient; marks and numbers do not.
    made.BurnedInAnnotation = "NO"
    made.SamplesPerPixel, made.PhotometricInterpretation, made.PlanarConfiguration = 3, "RGB", 0
    made.Rows, made.Columns = picture.shape[:2]
    made.BitsAllocated, made.BitsStored, made.HighBit, made.PixelRepresentation = 8, 8, 7, 0
    stored = np.ascontiguousarray(picture).tobytes()
    made.PixelData = stored + b"\0" * (len(stored) % 2)
    made["PixelData"].VR = "OB"
    return made
