"""``<stem>.seg.nrrd``: a segmentation that Slicer loads, of *Calcifications*, *Clusters* and, where there are any,
*Calcified vessels*.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from ..analysis import Analysis
from ..findings import OUTLINE, Findings, ImageFacts
from ..kinds.vocabulary import VASCULAR, kind_of
from ..mammogram import Mammogram
from .nrrd import write_nrrd

CATEGORY = "SCT^49755003^Morphologically Abnormal Structure"
INDIVIDUAL = "SCT^129770007^Individual Calcification"
CLUSTER = "SCT^129769006^Calcification Cluster"
SIDES = {"R": "SCT^24028007^Right", "L": "SCT^7771000^Left"}
TERMINOLOGY = "Microcalc"
REGIONS = "Anatomic codes - DICOM master list"
# how wide a vessel's centre line is drawn
LINE_MM = 0.5


@dataclass(frozen=True)
class Segment:
    """A segment: its name, colour (red, green, blue) in [0, 1], and what it shows as ``SCHEME^value^meaning``."""

    name: str
    colour: tuple[float, float, float]
    kind: str


CALCIFICATIONS = Segment("Calcifications", (0.98, 0.73, 0.15), INDIVIDUAL)
CLUSTERS = Segment("Clusters", (0.35, 0.78, 0.98), CLUSTER)


@cache
def segments(with_vessels: bool = True) -> tuple[Segment, ...]:
    """Return the segments of an image, in their order; that of the vessels only where there are any."""
    if not with_vessels:
        return CALCIFICATIONS, CLUSTERS
    code = kind_of(VASCULAR).code
    return (
        CALCIFICATIONS,
        CLUSTERS,
        Segment("Calcified vessels", (0.8, 0.475, 0.655), f"{code.scheme_designator}^{code.value}^{code.meaning}"),
    )


def masks(findings: Findings, analysis: Analysis) -> np.ndarray:
    """Return uint8 (rows, columns, segments), 0 and 1: reported calcifications, filled outlines of reported clusters,
    centre lines of vessels.
    """
    shown = segments(bool(findings.vessels))
    layers = np.zeros((findings.image.rows, findings.image.columns, len(shown)), np.uint8)
    layers[..., 0] = analysis.label_map([c.id for c in findings.reported_calcifications]) > 0
    layers[..., 1] = cluster_mask(findings)
    if findings.vessels:
        layers[..., 2] = vessel_mask(findings)
    return layers


def write(findings: Findings, analysis: Analysis, mammogram: Mammogram | None, path: Path) -> None:
    """Write what `masks` returns, one layer each."""
    del mammogram
    layers = masks(findings, analysis)
    fields = {
        "Segmentation_ContainedRepresentationNames": "Binary labelmap|",
        "Segmentation_SourceRepresentation": "Binary labelmap",
        "Segmentation_MasterRepresentation": "Binary labelmap",
        "Segmentation_ReferenceImageExtentOffset": "0 0 0",
    }
    for index, segment in enumerate(segments(bool(findings.vessels))):
        fields |= _segment_fields(f"Segment{index}_", index, segment, _tags(findings, segment.kind))
        fields[f"Segment{index}_Extent"] = f"0 {findings.image.columns - 1} 0 {findings.image.rows - 1} 0 0"
    write_nrrd(path, layers, findings.image.spacing_mm, fields)


def cluster_mask(findings: Findings) -> np.ndarray:
    """Return a bool image (rows, columns) of the filled outlines of the reported clusters."""
    from PIL import Image, ImageDraw

    image = Image.new("L", (findings.image.columns, findings.image.rows))
    draw = ImageDraw.Draw(image)
    for cluster in findings.reported_clusters:
        if len(cluster.outline) > 2:
            draw.polygon([(column, row) for row, column in cluster.outline], fill=1)
        else:
            first_row, first_column, last_row, last_column = cluster.bounding_box
            draw.rectangle((first_column, first_row, last_column, last_row), fill=1)
    return np.asarray(image) > 0


def vessel_mask(findings: Findings) -> np.ndarray:
    """Return a bool image (rows, columns) of the centre lines of the calcified vessels, `LINE_MM` wide."""
    from PIL import Image, ImageDraw

    image = Image.new("L", (findings.image.columns, findings.image.rows))
    draw = ImageDraw.Draw(image)
    width = max(1, round(LINE_MM / float(np.mean(findings.image.spacing_mm))))
    for vessel in findings.vessels:
        draw.line([(column, row) for row, column in vessel.polyline], fill=1, width=width, joint="curve")
    return np.asarray(image) > 0


def terminology_entry(image: ImageFacts, code: str) -> str:
    """Return Slicer's text for a segment's terminology: category, type and breast with its side."""
    side = SIDES.get(image.laterality or "", "^^")
    return f"{TERMINOLOGY}~{CATEGORY}~{code}~^^~{REGIONS}~SCT^76752008^Breast~{side}"


def algorithm_type(findings: Findings) -> str:
    """Return how the outlines came about, in DICOM's word: by the program alone, or by it and a reader."""
    return "SEMIAUTOMATIC" if any(OUTLINE in c.by_reader for c in findings.calcifications) else "AUTOMATIC"


def _tags(findings: Findings, code: str) -> str:
    model = findings.model
    tags = {
        "TerminologyEntry": terminology_entry(findings.image, code),
        "DICOM.SegmentAlgorithmType": algorithm_type(findings),
        "DICOM.SegmentAlgorithmName": (
            f"Microcalc {findings.method}" + (f" {model.name} {model.version}" if model else "")
        ),
        "Microcalc.OperatingPoint": f"{findings.operating_point.name} {findings.operating_point.threshold:g}",
    }
    return "".join(f"{key}:{value}|" for key, value in tags.items())


def _segment_fields(prefix: str, layer: int, segment: Segment, tags: str) -> dict[str, str]:
    return {
        f"{prefix}ID": segment.name,
        f"{prefix}Name": segment.name,
        f"{prefix}NameAutoGenerated": "0",
        f"{prefix}Color": " ".join(map(str, segment.colour)),
        f"{prefix}ColorAutoGenerated": "0",
        f"{prefix}LabelValue": "1",
        f"{prefix}Layer": str(layer),
        f"{prefix}Tags": tags,
    }
