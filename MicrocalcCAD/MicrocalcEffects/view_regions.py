"""Pixels of the image in the world and on the screen."""

from __future__ import annotations

import numpy as np
import slicer
import slicer.util
import vtk
from MicrocalcCADSlicer.geometry import pixelsToNode


def toWorld(volumeNode, pixels: np.ndarray) -> np.ndarray:
    """Return places (n, 3) in the world of pixels (n, 2), parent transforms included."""
    transform = vtk.vtkGeneralTransform()
    slicer.vtkMRMLTransformNode.GetTransformBetweenNodes(volumeNode.GetParentTransformNode(), None, transform)
    return np.array([transform.TransformPoint(place) for place in pixelsToNode(volumeNode, pixels)]).reshape(-1, 3)


def toScreen(sliceNode, volumeNode, pixels: np.ndarray) -> np.ndarray:
    """Return places (n, 2) in a slice view of pixels (n, 2), in its points from the lower left corner."""
    rasToXy = vtk.vtkMatrix4x4()
    vtk.vtkMatrix4x4.Invert(sliceNode.GetXYToRAS(), rasToXy)
    matrix = slicer.util.arrayFromVTKMatrix(rasToXy)[:2]
    return toWorld(volumeNode, pixels) @ matrix[:, :3].T + matrix[:, 3]


def viewsOf(volumeNode) -> list:
    """Return the slice views that show a volume."""
    manager = slicer.app.layoutManager()
    if manager is None:
        return []
    widgets = [manager.sliceWidget(name) for name in manager.sliceViewNames()]
    return [widget for widget in widgets if shows(widget, volumeNode)]


def shows(viewWidget, volumeNode) -> bool:
    """Return whether a volume is the background of a slice view: only there do places in the view mean its pixels."""
    return (
        volumeNode is not None
        and viewWidget.sliceLogic().GetSliceCompositeNode().GetBackgroundVolumeID() == volumeNode.GetID()
    )


def inView(sliceNode, volumeNode, pixels: np.ndarray) -> np.ndarray:
    """Return bool (n,): which pixels a slice view shows."""
    places, size = toScreen(sliceNode, volumeNode, pixels), sliceNode.GetDimensions()[:2]
    return ((places >= 0) & (places <= size)).all(axis=1)


def inRoi(roiNode, volumeNode, pixels: np.ndarray) -> np.ndarray:
    """Return bool (n,): which pixels lie in a region of interest."""
    return np.array([bool(roiNode.IsPointInROIWorld(place)) for place in toWorld(volumeNode, pixels).tolist()], bool)


def inMask(mask: np.ndarray, pixels: np.ndarray) -> np.ndarray:
    """Return bool (n,): on which pixels a mask, bool (rows, columns), is set."""
    rows, columns = np.round(pixels).astype(int).reshape(-1, 2).T
    return mask[rows, columns]
