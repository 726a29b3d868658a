"""A dark rim under the outlines of the clusters, so that they are seen on bright tissue: one model of lines a volume, not saved."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import slicer
import slicer.util
import vtk
from vtk.util.numpy_support import numpy_to_vtk, numpy_to_vtkIdTypeArray, vtk_to_numpy

from .outlines import drawnShape
from .result_nodes import OUTLINE_CLASS, VOLUME_REFERENCE
from .view_marks import showInOwnViews

HALO_ATTRIBUTE, HALO_CLASS = "Microcalc.Halo", "vtkMRMLModelNode"
# A line of an outline is about 3 points of the screen wide: one more is dark at each side of it.
THICKNESS, OPACITY, COLOUR = 5, 0.7, (0.0, 0.0, 0.0)


def updateHalo(volumeNode, outlines: Sequence, visible: bool) -> None:
    """Lay a dark rim under the outlines of a volume, or take it away; one that lies there already is left alone."""
    node = haloOf(volumeNode)
    if node is None and outlines and visible:
        node = _newHalo(volumeNode)
    if node is None:
        return
    drawn = f"{zlib.crc32(' '.join(map(drawnShape, outlines)).encode()):08x}"
    if visible and node.GetAttribute(HALO_ATTRIBUTE) != drawn:
        node.SetAndObservePolyData(_lines([vtk_to_numpy(curve.GetCurvePoints().GetData()) for curve in outlines]))
        node.SetAttribute(HALO_ATTRIBUTE, drawn)
    if bool(node.GetDisplayVisibility()) != visible:
        node.SetDisplayVisibility(visible)


def haloOf(volumeNode):
    """Return the rim of a volume's outlines, None if it has none."""
    halos = (node for node in slicer.util.getNodesByClass(HALO_CLASS) if node.GetAttribute(HALO_ATTRIBUTE))
    return next((node for node in halos if node.GetNodeReferenceID(VOLUME_REFERENCE) == volumeNode.GetID()), None)


def removeLeftHalos() -> None:
    """Remove the rims of volumes that are gone, or have no outlines any more."""
    outlined = {node.GetNodeReferenceID(VOLUME_REFERENCE) for node in slicer.util.getNodesByClass(OUTLINE_CLASS)}
    for node in slicer.util.getNodesByClass(HALO_CLASS):
        volume = node.GetNodeReference(VOLUME_REFERENCE)
        if node.GetAttribute(HALO_ATTRIBUTE) and (volume is None or volume.GetID() not in outlined):
            slicer.mrmlScene.RemoveNode(node.GetDisplayNode())
            slicer.mrmlScene.RemoveNode(node)


def _newHalo(volumeNode):
    node = slicer.mrmlScene.AddNewNodeByClass(HALO_CLASS, "Microcalc rim")
    node.SetAttribute(HALO_ATTRIBUTE, "new")
    node.SetHideFromEditors(True)
    node.SetNodeReferenceID(VOLUME_REFERENCE, volumeNode.GetID())
    node.SetAndObserveTransformNodeID(volumeNode.GetTransformNodeID())
    node.CreateDefaultDisplayNodes()
    display = node.GetDisplayNode()
    display.SetColor(*COLOUR)
    display.SetOpacity(OPACITY)
    display.SetVisibility3D(False)
    display.SetVisibility2D(True)
    display.SetSliceIntersectionThickness(THICKNESS)
    display.SetSliceDisplayModeToProjection()
    for one in (node, display):
        one.SetSaveWithScene(False)
    showInOwnViews(node)
    return node


def _lines(polygons: Sequence[np.ndarray]):
    """Return closed lines through the points (n, 3) of each polygon."""
    points, cells = vtk.vtkPoints(), vtk.vtkCellArray()
    points.SetData(numpy_to_vtk(np.concatenate([*polygons, np.zeros((0, 3))]).astype(np.float32), deep=True))
    lengths = np.array([len(polygon) for polygon in polygons], np.int64)
    starts = np.cumsum(lengths) - lengths
    indices = [np.append(np.arange(start, start + length), start) for start, length in zip(starts, lengths, strict=True)]
    offsets = np.concatenate([[0], np.cumsum(lengths + 1)])
    cells.SetData(numpy_to_vtkIdTypeArray(offsets, deep=True), numpy_to_vtkIdTypeArray(np.concatenate([*indices, np.zeros(0, np.int64)]), deep=True))
    lines = vtk.vtkPolyData()
    lines.SetPoints(points)
    lines.SetLines(cells)
    return lines
