"""``<stem>.seg.dcm``: DICOM Segmentation of *Calcifications*, *Clusters* and, where there are any, *Calcified vessels*
of one mammogram.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..analysis import Analysis
from ..errors import OutputError
from ..findings import Findings
from ..mammogram import Mammogram
from ..reading.elements import number
from .dicom_header import (
    algorithm_name,
    algorithm_version,
    complete,
    derived_object,
    for_highdicom,
    patient_orientation,
    save,
    source_for_highdicom,
    source_header,
)
from .segmentation import CATEGORY, SIDES, Segment, algorithm_type, masks, segments

if TYPE_CHECKING:
    from pydicom import Dataset
    from pydicom.dataset import FileDataset
    from pydicom.sr.coding import Code

SOP_CLASS = "1.2.840.10008.5.1.4.1.1.66.4"
SERIES_NUMBER = 9102
_BREAST = "SCT^76752008^Breast"


def write(findings: Findings, analysis: Analysis, mammogram: Mammogram, path: Path) -> None:
    """Write the reported calcifications, the filled outlines of the reported clusters and the centre lines of the
    calcified vessels.

    Raises
    ------
    InputError
        If the image is no DICOM object.
    OutputError
        If highdicom is not installed.
    """
    source = source_header(mammogram)
    save(segmentation(source, findings, masks(findings, analysis)[None]), path)


def segmentation(source: Dataset, findings: Findings, pixels: np.ndarray) -> FileDataset:
    """Return the object.

    Parameters
    ----------
    pixels
        uint8 array (1, rows, columns, segments) of 0 and 1, as `segmentation.masks` returns them.

    Notes
    -----
    A mammogram has no place in the patient (no Image Position and Orientation): pixels of the segmentation are those
    of the image that it names as its source, and its spacing is that of the analysis.
    """
    try:
        import highdicom
    except ImportError as error:
        raise OutputError(
            "A DICOM segmentation needs the package highdicom: pip install highdicom (in Slicer's Python too)."
        ) from error
    header = derived_object(source, SOP_CLASS, "SEG", "Microcalc segmentation, research only", SERIES_NUMBER)
    made = highdicom.seg.Segmentation(
        source_images=[source_for_highdicom(source, header, findings.image.spacing_mm)],
        pixel_array=pixels,
        segmentation_type="BINARY",
        segment_descriptions=[_segment(n, one, findings) for n, one in enumerate(segments(bool(findings.vessels)), 1)],
        **for_highdicom(header),
        content_label="CALCIFICATIONS",
        content_description="Calcifications and clusters, research only",
        omit_empty_frames=False,
        pixel_measures=highdicom.PixelMeasuresSequence(
            pixel_spacing=findings.image.spacing_mm, slice_thickness=_thickness_mm(source)
        ),
    )
    complete(made, header, source)
    made.ContentCreatorName = ""
    made.PatientOrientation = list(patient_orientation(source) or ())
    return made


def _thickness_mm(source: Dataset) -> float:
    """Return the compressed thickness of the breast, which a projection adds up; 1 where it is not known: readers ask
    for a thickness.
    """
    thickness = number(source, "BodyPartThickness")
    return thickness if thickness and thickness > 0 else 1.0


def _segment(number: int, segment: Segment, findings: Findings) -> Dataset:
    import highdicom
    from pydicom.sr.codedict import codes

    algorithm = highdicom.AlgorithmIdentificationSequence(
        name=algorithm_name(findings), family=codes.DCM.ArtificialIntelligence, version=algorithm_version(findings)
    )
    made = highdicom.seg.SegmentDescription(
        segment_number=number,
        segment_label=segment.name,
        segmented_property_category=_code(CATEGORY),
        segmented_property_type=_code(segment.kind),
        algorithm_type=algorithm_type(findings),
        algorithm_identification=algorithm,
        anatomic_regions=[_code(_BREAST)],
    )
    if findings.image.laterality in SIDES:
        side = highdicom.sr.CodedConcept.from_code(_code(SIDES[findings.image.laterality]))
        made.AnatomicRegionSequence[0].AnatomicRegionModifierSequence = [side]
    return made


def _code(text: str) -> Code:
    from pydicom.sr.coding import Code

    scheme, value, meaning = text.split("^")
    return Code(value, scheme, meaning)
