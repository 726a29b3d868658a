"""Pixels of the image and places in the scene."""

from __future__ import annotations

import numpy as np
import slicer
import slicer.util
import vtk
from vtk.util.numpy_support import vtk_to_numpy

# So much do files of markups and points in single precision round.
ROUNDING_MM = 0.01


def pixelsToNode(volumeNode, rowsAndColumns: np.ndarray) -> np.ndarray:
    """Return the places (n, 3) of pixels (n, 2) in the volume's own coordinates, before its parent transform."""
    pixels = np.asarray(rowsAndColumns, float).reshape(-1, 2)
    matrix = matrixOf(volumeNode)
    return matrix[:3, 3] + pixels[:, 1:2] * matrix[:3, 0] + pixels[:, 0:1] * matrix[:3, 1]


def setPoints(node, volumeNode, rowsAndColumns: np.ndarray) -> None:
    """Put the control points of a mark on pixels (n, 2) of its image, be that under a transform or not."""
    node.SetControlPointPositionsWorld(_pointsOf(node, volumeNode, rowsAndColumns))


def hasPoints(node, volumeNode, rowsAndColumns: np.ndarray) -> bool:
    """Return whether the control points of a mark are on pixels, as `setPoints` puts them; what a file rounds counts as
    the same.
    """
    wanted, points = _pointsOf(node, volumeNode, rowsAndColumns), vtk.vtkPoints()
    node.GetControlPointPositionsWorld(points)
    if points.GetNumberOfPoints() != wanted.GetNumberOfPoints():
        return False
    own, other = (vtk_to_numpy(some.GetData()) for some in (points, wanted))
    return bool(np.allclose(own, other, rtol=0, atol=ROUNDING_MM))


def _pointsOf(node, volumeNode, rowsAndColumns: np.ndarray):
    points = vtk.vtkPoints()
    for place in pixelsToNode(volumeNode, rowsAndColumns):
        points.InsertNextPoint(place)
    if node.GetParentTransformNode() is None:
        return points
    transform, inWorld = vtk.vtkGeneralTransform(), vtk.vtkPoints()
    node.GetParentTransformNode().GetTransformToWorld(transform)
    transform.TransformPoints(points, inWorld)
    return inWorld


def pixelToWorld(volumeNode, row: float, column: float) -> tuple[float, float, float]:
    """Return the place of a pixel in the world, parent transforms included."""
    place = pixelsToNode(volumeNode, np.array([[row, column]]))[0]
    transform = vtk.vtkGeneralTransform()
    slicer.vtkMRMLTransformNode.GetTransformBetweenNodes(volumeNode.GetParentTransformNode(), None, transform)
    return tuple(transform.TransformPoint(place))


def worldToPixel(volumeNode, place: tuple[float, float, float]) -> tuple[float, float]:
    """Return row and column of a place in the world, parent transforms included; between pixels they are fractions."""
    transform = vtk.vtkGeneralTransform()
    slicer.vtkMRMLTransformNode.GetTransformBetweenNodes(None, volumeNode.GetParentTransformNode(), transform)
    column, row = (np.linalg.inv(matrixOf(volumeNode)) @ (*transform.TransformPoint(place), 1.0))[:2]
    return float(row), float(column)


def matrixOf(volumeNode) -> np.ndarray:
    """Return the volume's matrix from (column, row, slice) to its coordinates, (4, 4)."""
    matrix = vtk.vtkMatrix4x4()
    volumeNode.GetIJKToRASMatrix(matrix)
    return slicer.util.arrayFromVTKMatrix(matrix)


def gridOf(image) -> np.ndarray:
    """Return the matrix (4, 4) of an oriented image, as of a segment, from (column, row, slice) to its coordinates."""
    matrix = vtk.vtkMatrix4x4()
    image.GetImageToWorldMatrix(matrix)
    return slicer.util.arrayFromVTKMatrix(matrix)


def worldMatrixOf(volumeNode) -> np.ndarray:
    """Return the matrix (4, 4) from (column, row, slice) to the world; a transform that is not linear is left out."""
    matrix, parent = matrixOf(volumeNode), volumeNode.GetParentTransformNode()
    if parent is None or not parent.IsTransformToWorldLinear():
        return matrix
    toWorld = vtk.vtkMatrix4x4()
    parent.GetMatrixTransformToWorld(toWorld)
    return slicer.util.arrayFromVTKMatrix(toWorld) @ matrix
