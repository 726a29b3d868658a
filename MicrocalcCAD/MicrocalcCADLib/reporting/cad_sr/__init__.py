"""``<stem>.cad-sr.dcm``: Mammography CAD SR (TID 4000), the form in which a PACS expects the marks of a detector."""

from __future__ import annotations

from pathlib import Path

from ...analysis import Analysis
from ...findings import Findings
from ...mammogram import Mammogram
from ..dicom_header import save, source_header


def write(findings: Findings, analysis: Analysis, mammogram: Mammogram, path: Path) -> None:
    """Write the report; raises `InputError` if the image is no DICOM object."""
    from .document import IMAGE_PLACE, cad_document
    from .marks import Marking, impressions
    from .points import operating_points

    source = source_header(mammogram)
    points = operating_points(findings, analysis.operating_points)
    marks = impressions(Marking(findings, analysis, points, IMAGE_PLACE))
    save(cad_document(source, findings, points, marks), path)
