"""The segmentation node: the reported calcifications and the areas of the reported clusters."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

import numpy as np
import slicer
import slicer.util
import vtk
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.edits import Edits
from MicrocalcCADLib.findings import Findings
from MicrocalcCADLib.reporting.segmentation import CLUSTER, INDIVIDUAL, algorithm_type, cluster_mask, terminology_entry
from slicer.i18n import tr as _
from vtk.util.numpy_support import vtk_to_numpy

from .geometry import matrixOf
from .hand_edits import BINARY_LABELMAP, currentPixels, readTag, rememberPixels, writeTags
from .segment_names import CALCIFICATIONS, CLUSTERS, COLORS
from .view_marks import showInOwnViews

REVIEW_TAG, DRAWN_TAG = "Microcalc.Review", "Microcalc.Drawn"
FILL_OPACITY = 0.0
SEGMENT_DISPLAY = (
    "SegmentVisibility",
    "SegmentVisibility2DFill",
    "SegmentVisibility2DOutline",
    "SegmentVisibility3D",
    "SegmentOpacity2DFill",
    "SegmentOpacity2DOutline",
    "SegmentOpacity3D",
)


def fillSegmentationNode(node, volumeNode, findings: Findings) -> None:
    """Give a new segmentation node its geometry, display and the two empty segments."""
    node.CreateDefaultDisplayNodes()
    showInOwnViews(node)
    node.SetReferenceImageGeometryParameterFromVolumeNode(volumeNode)
    node.GetSegmentation().SetSourceRepresentationName(BINARY_LABELMAP)
    addMissingSegments(node, volumeNode, findings)


def updateSegmentationNode(node, volumeNode, analysis: Analysis, shown: Findings, edits: Edits) -> None:
    """Set the segment of calcifications to the reported ones of `shown`, where it is not so already; `drawAreas` sets
    that of the clusters.

    Parameters
    ----------
    analysis
        With the edits made.
    edits
        Kept with the segment, so that a later edit is known by its difference.

    Raises
    ------
    InputError
        If the segment lies on another grid than the volume; nothing is written then.
    """
    identifiers = np.array([c.id for c in shown.reported_calcifications], np.int64)
    segment = node.GetSegmentation().GetSegment(CALCIFICATIONS)
    if segment is not None:
        pixels = pixelsOf(analysis, identifiers)
        if not np.array_equal(pixels, currentPixels(segment, volumeNode)):
            _setLabelmap(
                node, segment, croppedLabelmap(volumeNode, np.column_stack(np.divmod(pixels, analysis.image.columns)))
            )
        writeTags(segment, identifiers, edits)
    for identifier in (CALCIFICATIONS, CLUSTERS):
        segment = node.GetSegmentation().GetSegment(identifier)
        if segment is not None:
            segment.SetTag("DICOM.SegmentAlgorithmType", algorithm_type(shown))
            segment.SetTag(
                "Microcalc.OperatingPoint", f"{shown.operating_point.name} {shown.operating_point.threshold:g}"
            )
    segment = node.GetSegmentation().GetSegment(CALCIFICATIONS)
    if segment is not None:
        rememberPixels(segment, volumeNode, pixels)


def writeReview(node, states: Mapping[int, str]) -> None:
    """Write the states of review into a tag of the clusters, for readers of the segmentation's file:
    ``1 accepted, 2 unseen``.
    """
    segment = node.GetSegmentation().GetSegment(CLUSTERS)
    if segment is not None:
        segment.SetTag(REVIEW_TAG, ", ".join(f"{identifier} {state}" for identifier, state in states.items()))


def addMissingSegments(node, volumeNode, findings: Findings) -> None:
    """Give the node those of the two segments that it lacks, empty, with their codes and colours."""
    segmentation = node.GetSegmentation()
    for identifier, title, code in (
        (CALCIFICATIONS, _("Calcifications"), INDIVIDUAL),
        (CLUSTERS, _("Clusters"), CLUSTER),
    ):
        if segmentation.GetSegment(identifier) is not None:
            continue
        segment = slicer.vtkSegment()
        segment.SetName(title)
        segment.SetColor(*COLORS[identifier])
        segment.SetTag("TerminologyEntry", terminology_entry(findings.image, code))
        segment.SetTag("DICOM.SegmentAlgorithmType", algorithm_type(findings))
        segment.SetTag("DICOM.SegmentAlgorithmName", _algorithmName(findings))
        segment.AddRepresentation(BINARY_LABELMAP, croppedLabelmap(volumeNode, np.zeros((0, 2), int)))
        segmentation.AddSegment(segment, identifier)
        _show(node.GetDisplayNode(), identifier)


def moveOwnSegments(before, now) -> bool:
    """Move the segments that a user has added from one segmentation node to another, as they are shown; return whether
    all of them could be.
    """
    source, target = before.GetSegmentation(), now.GetSegmentation()
    shown, display = before.GetDisplayNode(), now.GetDisplayNode()
    hasMoved = True
    for identifier in [source.GetNthSegmentID(index) for index in range(source.GetNumberOfSegments())]:
        if identifier in (CALCIFICATIONS, CLUSTERS):
            continue
        values = [getattr(shown, f"Get{name}")(identifier) for name in SEGMENT_DISPLAY] if shown is not None else []
        source.SeparateSegmentLabelmap(identifier)  # it may share a layer with one that stays
        hasMoved &= target.CopySegmentFromSegmentation(source, identifier, True)
        for name, value in zip(SEGMENT_DISPLAY, values, strict=False):
            getattr(display, f"Set{name}")(identifier, value)
    return hasMoved


def _show(display, identifier: str) -> None:
    if identifier == CALCIFICATIONS:
        display.SetSegmentOpacity2DFill(CALCIFICATIONS, FILL_OPACITY)
    else:  # the outlines of the clusters are drawn as curves; the area on top of them would only hide the breast
        display.SetSegmentVisibility(CLUSTERS, False)


def _algorithmName(findings: Findings) -> str:
    model = f" {findings.model.name} {findings.model.version}" if findings.model else ""
    return f"Microcalc {findings.method}{model}"


def pixelsOf(analysis: Analysis, identifiers: np.ndarray) -> np.ndarray:
    """Return the flat indices of all pixels of the candidates with these ids, ascending, each once."""
    isAsked = np.zeros(len(analysis.candidates), bool)
    isAsked[identifiers - 1] = True
    pixels = np.sort(analysis.candidates.objects.chosen(np.flatnonzero(isAsked)).pixels)
    return pixels[np.diff(pixels, prepend=-1) > 0]


def drawAreas(node, volumeNode, shown: Findings) -> None:
    """Set the segment of the clusters, which no view shows, to their outlines, filled, where they are not those of the
    last time.
    """
    segment = node.GetSegmentation().GetSegment(CLUSTERS)
    outlines = b"".join(
        np.array(c.outline or c.bounding_box, float).tobytes()
        for c in sorted(shown.reported_clusters, key=lambda c: (c.row, c.column))
    )
    drawn = f"{zlib.crc32(outlines):08x}"
    if segment is None or readTag(segment, DRAWN_TAG) == drawn:
        return
    box = np.array([c.bounding_box for c in shown.reported_clusters]).reshape(-1, 4)
    if len(box):
        top, left, bottom, right = (*box[:, :2].min(axis=0), *box[:, 2:].max(axis=0))
        image = _labelmap(volumeNode, cluster_mask(shown)[top : bottom + 1, left : right + 1], (int(top), int(left)))
    else:
        image = croppedLabelmap(volumeNode, np.zeros((0, 2), int))
    _setLabelmap(node, segment, image)
    segment.SetTag(DRAWN_TAG, drawn)


def _setLabelmap(node, segment, image) -> None:
    """Replace a segment's pixels; each segment has a layer of its own, so that the two may overlap."""
    segment.SetLabelValue(1)
    segment.AddRepresentation(BINARY_LABELMAP, image)
    node.Modified()


def croppedLabelmap(volumeNode, pixels: np.ndarray):
    """Return the pixels (n, 2) as a labelmap no larger than they need: a slider moves it, and images are large."""
    if len(pixels) == 0:
        image = slicer.vtkOrientedImageData()
        image.SetGeometryFromImageToWorldMatrix(slicer.util.vtkMatrixFromArray(matrixOf(volumeNode)))
        image.SetExtent(0, -1, 0, -1, 0, -1)
        return image
    low, high = pixels.min(axis=0), pixels.max(axis=0)
    image, values = _blank(volumeNode, (int(low[0]), int(low[1])), tuple(high - low + 1))
    values[tuple((pixels - low).T)] = 1
    return image


def _labelmap(volumeNode, mask: np.ndarray, first: tuple[int, int]):
    """Return a part of the image, whose first pixel has this (row, column), as a labelmap."""
    image, values = _blank(volumeNode, first, mask.shape)
    values[:] = mask
    return image


def _blank(volumeNode, first: tuple[int, int], shape: tuple[int, int]) -> tuple:
    """Return a labelmap of a part of the image, and its values (rows, columns), 0 and to be set: of large images a copy
    takes a while.
    """
    image = slicer.vtkOrientedImageData()
    image.SetGeometryFromImageToWorldMatrix(slicer.util.vtkMatrixFromArray(matrixOf(volumeNode)))
    image.SetExtent(first[1], first[1] + int(shape[1]) - 1, first[0], first[0] + int(shape[0]) - 1, 0, 0)
    image.AllocateScalars(vtk.VTK_UNSIGNED_CHAR, 1)
    values = vtk_to_numpy(image.GetPointData().GetScalars()).reshape(shape)
    values[:] = 0
    return image, values
