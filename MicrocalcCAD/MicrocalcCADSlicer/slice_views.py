"""Showing the mammogram in the slice views, and going to a cluster."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager

import slicer
import slicer.util
from MicrocalcCADLib.exam import Hanging
from MicrocalcCADLib.findings import Cluster

from .geometry import pixelToWorld, worldMatrixOf
from .view_marks import sliceViews
from .volume_selector import isMammogram

SMALLEST_VIEW_PX = 200
VIEW_PER_CLUSTER = 2.0


def showVolume(volumeNode) -> None:
    """Show a volume in the first slice view, in its own plane, unless a slice view of the layout shows it already."""
    if not visibleViews() or isShown(volumeNode):
        return
    sliceNode, composite = firstView()
    composite.SetBackgroundVolumeID(volumeNode.GetID())
    sliceNode.RotateToVolumePlane(volumeNode)
    _fit(sliceNode)


def firstView() -> tuple:
    """Return (slice node, composite node) of the view of the layout in which an image is shown that has no place of its
    own; there must be one.
    """
    views = visibleViews()
    return next((view for view in views if view[0].GetLayoutName() == "Red"), views[0])


def fitVolume(volumeNode) -> None:
    """Show the whole volume in every slice view that shows it."""
    for sliceNode, composite in sliceViews():
        if composite.GetBackgroundVolumeID() == volumeNode.GetID():
            _fit(sliceNode)


def shownVolume():
    """Return the mammogram that a slice view of the layout shows, None if there is none."""
    shown = [
        slicer.mrmlScene.GetNodeByID(composite.GetBackgroundVolumeID() or "") for _node, composite in visibleViews()
    ]
    return next((volumeNode for volumeNode in shown if volumeNode is not None and isMammogram(volumeNode)), None)


def isShown(volumeNode) -> bool:
    """Return whether a volume is the background of a slice view of the layout."""
    return any(composite.GetBackgroundVolumeID() == volumeNode.GetID() for _node, composite in visibleViews())


def visibleViews() -> list[tuple]:
    """Return (slice node, composite node) of the slice views of the layout; views of other layouts live on unseen.

    Without a window no view is in a layout: then all count.
    """
    return [view for view in sliceViews() if view[0].IsMappedInLayout()] or sliceViews()


def jumpToCluster(volumeNode, cluster: Cluster) -> None:
    """Centre a cluster and zoom to it, in every slice view that shows the volume."""
    first_row, first_column, last_row, last_column = cluster.bounding_box
    x, y, z = placeOf(volumeNode, cluster)
    columnMm, rowMm = volumeNode.GetSpacing()[:2]
    side = VIEW_PER_CLUSTER * max(
        (last_row - first_row) * rowMm, (last_column - first_column) * columnMm, SMALLEST_VIEW_PX / 2 * rowMm
    )
    for sliceNode, composite in sliceViews():
        if composite.GetBackgroundVolumeID() == volumeNode.GetID():
            with oneMove(sliceNode):
                _zoom(sliceNode, side)
                sliceNode.JumpSliceByCentering(x, y, z)


@contextmanager
def oneMove(sliceNode) -> Iterator[None]:
    """Move a slice view by several changes of its node and tell of them once: all marks of the view are placed anew
    each time.
    """
    wasModifying = sliceNode.StartModify()
    try:
        yield
    finally:
        sliceNode.EndModify(wasModifying)


def placeOf(volumeNode, cluster: Cluster) -> tuple[float, float, float]:
    """Return where the middle of a cluster is in the scene, in mm."""
    first_row, first_column, last_row, last_column = cluster.bounding_box
    x, y, z = pixelToWorld(volumeNode, (first_row + last_row) / 2, (first_column + last_column) / 2)
    return float(x), float(y), float(z)


def turnedIn(sliceNode, volumeNode) -> Hanging:
    """Return how a slice view shows an image: mirrored, upside down, or as it is stored."""
    pose, matrix = slicer.util.arrayFromVTKMatrix(sliceNode.GetSliceToRAS()), worldMatrixOf(volumeNode)
    right, up = pose[:3, :2].T
    return Hanging(bool(right @ matrix[:3, 0] < 0), bool(up @ matrix[:3, 1] > 0))


def turned(volumeNode) -> Hanging:
    """Return how the first view of the layout that shows an image shows it; as it is stored if none does."""
    shown = (node for node, composite in visibleViews() if composite.GetBackgroundVolumeID() == volumeNode.GetID())
    return next((turnedIn(node, volumeNode) for node in shown), Hanging(False, False))


def toggleZoom(volumeNode, cluster: Cluster | None) -> None:
    """Show the whole volume, or zoom to the cluster where the whole volume is shown already."""
    own = [
        (node, composite) for node, composite in sliceViews() if composite.GetBackgroundVolumeID() == volumeNode.GetID()
    ]
    before = [node.GetFieldOfView()[0] for node, _composite in own]
    for node, _composite in own:
        _fit(node)
    isWhole = all(
        math.isclose(node.GetFieldOfView()[0], width, rel_tol=0.01)
        for (node, _composite), width in zip(own, before, strict=True)
    )
    if isWhole and cluster is not None:
        jumpToCluster(volumeNode, cluster)


def _fit(sliceNode) -> None:
    logic = slicer.app.applicationLogic().GetSliceLogic(sliceNode)
    if logic:
        logic.FitSliceToBackground()


def _zoom(sliceNode, side: float) -> None:
    """Set the field of view so that a square of this side, in mm, is just visible."""
    width, height = sliceNode.GetDimensions()[:2]
    perPixel = side / max(1, min(width, height))
    sliceNode.SetFieldOfView(width * perPixel, height * perPixel, sliceNode.GetFieldOfView()[2])
