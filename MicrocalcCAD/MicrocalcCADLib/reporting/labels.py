"""``<stem>.labels.nrrd``: the pixel value is the id of the reported calcification that the pixel belongs to."""

from __future__ import annotations

from pathlib import Path

from ..analysis import Analysis
from ..findings import Findings
from ..mammogram import Mammogram
from .nrrd import write_nrrd


def write(findings: Findings, analysis: Analysis, mammogram: Mammogram | None, path: Path) -> None:
    """Write the label map of the reported calcifications as uint32, 0 elsewhere."""
    del mammogram
    write_nrrd(path, analysis.label_map([c.id for c in findings.reported_calcifications]), findings.image.spacing_mm)
