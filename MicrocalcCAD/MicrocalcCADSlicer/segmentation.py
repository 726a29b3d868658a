"""The segmentation node: the reported calcifications and the areas of the reported clusters."""

from __future__ import annotations

import numpy as np
import slicer
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.findings import Findings
from MicrocalcCADLib.reporting.segmentation import CLUSTER, INDIVIDUAL, cluster_mask, terminology_entry
from slicer.i18n import tr as _
from vtk.util.numpy_support import numpy_to_vtk, vtk_to_numpy

from .geometry import matrixOf, toVtk
from .hand_edits import HandEdits

CALCIFICATIONS, CLUSTERS = "Calcifications", "Clusters"
COLORS = {CALCIFICATIONS: (0.98, 0.73, 0.15), CLUSTERS: (0.35, 0.78, 0.98)}
BINARY_LABELMAP = "Binary labelmap"
FILL_OPACITY = 0.1


def fillSegmentationNode(node, volumeNode, findings: Findings) -> None:
    """Give a new segmentation node its geometry, display and the two empty segments."""
    node.CreateDefaultDisplayNodes()
    node.SetReferenceImageGeometryParameterFromVolumeNode(volumeNode)
    segmentation = node.GetSegmentation()
    segmentation.SetSourceRepresentationName(BINARY_LABELMAP)
    for identifier, title, code in ((CALCIFICATIONS, _("Calcifications"), INDIVIDUAL), (CLUSTERS, _("Clusters"), CLUSTER)):
        segment = slicer.vtkSegment()
        segment.SetName(title)
        segment.SetColor(*COLORS[identifier])
        segment.SetTag("TerminologyEntry", terminology_entry(findings.image, code))
        segment.SetTag("DICOM.SegmentAlgorithmType", "AUTOMATIC")
        segment.SetTag("DICOM.SegmentAlgorithmName", _algorithmName(findings))
        segment.AddRepresentation(BINARY_LABELMAP, croppedLabelmap(volumeNode, np.zeros((0, 2), int)))
        segmentation.AddSegment(segment, identifier)
    display = node.GetDisplayNode()
    display.SetSegmentOpacity2DFill(CALCIFICATIONS, FILL_OPACITY)
    # The outlines of the clusters are drawn as curves; the area on top of them would only hide the breast.
    display.SetSegmentVisibility(CLUSTERS, False)


def updateSegmentationNode(node, volumeNode, analysis: Analysis, shown: Findings) -> None:
    """Set both segments to the reported calcifications and clusters of `shown`; what was edited by hand in the first stays."""
    identifiers = np.array([c.id for c in shown.reported_calcifications], int)
    segment = node.GetSegmentation().GetSegment(CALCIFICATIONS)
    if segment is not None:
        pixels = keepingEdits(segment, analysis, _pixelsOf(analysis, identifiers), identifiers)
        _setPixels(node, volumeNode, CALCIFICATIONS, np.column_stack(np.divmod(pixels, analysis.image.columns)))
    _setPixels(node, volumeNode, CLUSTERS, np.argwhere(cluster_mask(shown)))
    for identifier in (CALCIFICATIONS, CLUSTERS):
        segment = node.GetSegmentation().GetSegment(identifier)
        segment.SetTag("Microcalc.OperatingPoint", f"{shown.operating_point.name} {shown.operating_point.threshold:g}")


def keepingEdits(segment, analysis: Analysis, wanted: np.ndarray, identifiers: np.ndarray) -> np.ndarray:
    """Return the flat indices to write: those wanted, with what the user added to the segment and without what was removed.

    What was last written is known from the segment's tags; whatever differs from it now was done by hand.
    """
    edits, written = HandEdits.of(segment), HandEdits.lastWritten(segment)
    if written is not None:
        edits = edits.after(edits.applied(_pixelsOf(analysis, written)), _currentPixels(segment, analysis.image.rows, analysis.image.columns))
    edits.keep(segment, identifiers)
    return edits.applied(wanted)


def _currentPixels(segment, rows: int, columns: int) -> np.ndarray:
    image = segment.GetRepresentation(BINARY_LABELMAP)
    extent = image.GetExtent() if image is not None else (0, -1) * 3
    if extent[0] > extent[1] or extent[2] > extent[3] or image.GetPointData().GetScalars() is None:
        return np.zeros(0, np.int64)
    values = vtk_to_numpy(image.GetPointData().GetScalars()).reshape(-1, extent[3] - extent[2] + 1, extent[1] - extent[0] + 1)[0]
    across, down = np.meshgrid(np.arange(extent[0], extent[1] + 1), np.arange(extent[2], extent[3] + 1))
    chosen = (values == segment.GetLabelValue()) & (across >= 0) & (across < columns) & (down >= 0) & (down < rows)
    return down[chosen].astype(np.int64) * columns + across[chosen]


def _algorithmName(findings: Findings) -> str:
    model = f" {findings.model.name} {findings.model.version}" if findings.model else ""
    return f"Microcalc {findings.method}{model}"


def _pixelsOf(analysis: Analysis, identifiers: np.ndarray) -> np.ndarray:
    """Return the flat indices of all pixels of the candidates with these ids."""
    candidates = analysis.candidates
    chosen = np.zeros(len(candidates), bool)
    chosen[identifiers - 1] = True
    return candidates.pixels[np.repeat(chosen, np.diff(candidates.starts))]


def _setPixels(node, volumeNode, identifier: str, pixels: np.ndarray) -> None:
    """Replace a segment by the given pixels; each segment has a layer of its own, so that the two may overlap."""
    segment = node.GetSegmentation().GetSegment(identifier)
    if segment is None:  # the user has removed it
        return
    segment.SetLabelValue(1)
    segment.AddRepresentation(BINARY_LABELMAP, croppedLabelmap(volumeNode, pixels))
    node.Modified()


def croppedLabelmap(volumeNode, pixels: np.ndarray):
    """Return the pixels (n, 2) as a labelmap no larger than they need: a slider moves it, and images are large."""
    image = slicer.vtkOrientedImageData()
    image.SetGeometryFromImageToWorldMatrix(toVtk(matrixOf(volumeNode)))
    if len(pixels) == 0:
        image.SetExtent(0, -1, 0, -1, 0, -1)
        return image
    low, high = pixels.min(axis=0), pixels.max(axis=0)
    mask = np.zeros(high - low + 1, np.uint8)
    mask[tuple((pixels - low).T)] = 1
    image.SetExtent(int(low[1]), int(high[1]), int(low[0]), int(high[0]), 0, 0)
    image.GetPointData().SetScalars(numpy_to_vtk(mask.ravel(), deep=True))
    return image
