"""What the keys of the reading do with the slice views: window, zoom, inverting, one view large, ruler."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import slicer
import slicer.util
import vtk
from MicrocalcCADLib.errors import InputError
from slicer.i18n import tr as _

from .exam_images import breastValues
from .exam_layout import fitHung, showLarge
from .geometry import worldMatrixOf
from .result_nodes import VOLUME_REFERENCE, freeName
from .slice_views import oneMove, placeOf, visibleViews
from .view_link import ViewLink
from .view_marks import showInOwnViews
from .volume_selector import isMammogram

GREY, INVERTED = "vtkMRMLColorTableNodeGrey", "vtkMRMLColorTableNodeInvertedGrey"
# Shares of the breast's pixels between which the grey values lie.
BREAST_PERCENT, DENSE_PERCENT = (1.0, 99.9), (60.0, 99.95)
# As they are passed through: across and up, from the middle of the view.
QUADRANTS = ((-1, 1), (1, 1), (-1, -1), (1, -1))


class ViewControls:
    """Acts on the view under the mouse, or on that of the chosen mammogram; on all views while they are linked.

    Parameters
    ----------
    volume
        Returns the chosen mammogram, None if there is none.
    say
        Shows a sentence to the user.
    finding
        Returns the chosen finding and the volume that it is in, None for either if there is none.
    """

    def __init__(
        self,
        volume: Callable[[], object],
        say: Callable[[str], None],
        finding: Callable[[], tuple] = lambda: (None, None),
    ) -> None:
        self._volume, self._say, self._finding = volume, say, finding
        self._quadrants: dict[str, int] = {}
        self._layoutBefore: int | None = None
        self.link = ViewLink()

    def forget(self) -> None:
        """Go back to no layout: the scene whose images it showed is closed."""
        self._layoutBefore = None
        self._quadrants.clear()

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """Hang images in the views; if these are linked, they are so as they hang then."""
        with self.link.placing():
            yield
        if self.link.isOn:
            self.link.begin(_mammogramViews())

    # Zoom -----------------------------------------------------------------------------------------------------------

    def fit(self) -> None:
        """Show the whole image, in an exam's layout as it hangs there."""
        with self.link.placing():
            for sliceNode, volumeNode in self._targets():
                self._quadrants.pop(sliceNode.GetID(), None)
                if not fitHung(sliceNode, volumeNode):
                    slicer.app.applicationLogic().GetSliceLogic(sliceNode).FitSliceToBackground()

    def oneToOne(self) -> None:
        """Show each pixel of the image on one of the screen, about the chosen finding if it is in the view, else about
        the middle.
        """
        self._showPixels(1)

    def twoToOne(self) -> None:
        """Show each pixel of the image on two by two of the screen, about the same place as `oneToOne`."""
        self._showPixels(2)

    def _showPixels(self, points: int) -> None:
        finding, ownVolume = self._finding()
        with self.link.placing():
            for sliceNode, volumeNode in self._targets():
                with oneMove(sliceNode):
                    if finding is not None and volumeNode is ownVolume:
                        place = placeOf(volumeNode, finding)
                        if _isInView(sliceNode, place):
                            sliceNode.JumpSliceByCentering(*place)
                    _setScale(sliceNode, float(np.linalg.norm(worldMatrixOf(volumeNode)[:3, 0])) / points)

    def quadrant(self) -> None:
        """Show the next quarter of the image, from the upper left one; after the lower right one the whole."""
        targets = self._targets()
        at = self._quadrants.get(targets[0][0].GetID(), -1) + 1 if targets else 0
        if at == len(QUADRANTS):
            self.fit()
            return
        with self.link.placing():
            for sliceNode, volumeNode in targets:
                self._quadrants[sliceNode.GetID()] = at
                _showQuarter(sliceNode, volumeNode, QUADRANTS[at])

    def large(self) -> None:
        """Show one view alone, or all views again."""
        manager = slicer.app.layoutManager()
        if self._layoutBefore is not None and manager.layout == slicer.vtkMRMLLayoutNode.SlicerLayoutOneUpRedSliceView:
            manager.setLayout(self._layoutBefore)
            self._layoutBefore = None
        elif self._current() is not None and len(visibleViews()) > 1:
            self._layoutBefore = manager.layout
            showLarge(*self._current())

    # Grey values ----------------------------------------------------------------------------------------------------

    def invert(self) -> None:
        """Exchange black and white."""
        for volumeNode in self._volumes():
            display = volumeNode.GetDisplayNode()
            display.SetAndObserveColorNodeID(GREY if display.GetColorNodeID() == INVERTED else INVERTED)

    def windowBreast(self) -> None:
        """Spread the grey values over the breast."""
        self._window(lambda node: np.percentile(breastValues(node), BREAST_PERCENT))

    def windowDense(self) -> None:
        """Spread the grey values over the brighter part of the breast."""
        self._window(lambda node: np.percentile(breastValues(node), DENSE_PERCENT))

    def windowAll(self) -> None:
        """Spread the grey values over all values that the image has."""
        self._window(lambda node: node.GetImageData().GetScalarRange())

    def windowImage(self) -> None:
        """Take the window of the image's file, or Slicer's own one if the file has none."""
        with self.link.placing():
            for volumeNode in self._volumes():
                display = volumeNode.GetDisplayNode()
                if display.GetNumberOfWindowLevelPresets():
                    display.AutoWindowLevelOff()
                    display.SetWindowLevelFromPreset(0)
                else:
                    display.AutoWindowLevelOff()
                    display.AutoWindowLevelOn()

    def _window(self, limits: Callable[[object], object]) -> None:
        with self.link.placing():
            for volumeNode in self._volumes():
                try:
                    low, high = map(float, limits(volumeNode))
                except InputError as error:
                    self._say(str(error))
                    continue
                display = volumeNode.GetDisplayNode()
                display.AutoWindowLevelOff()
                display.SetWindowLevelMinMax(low, max(high, low + 1e-6))

    # The rest -------------------------------------------------------------------------------------------------------

    def toggleLink(self) -> None:
        """Let all views follow each other in pan, zoom and window, or end that."""
        if self.link.isOn:
            self.link.end()
            self._say(_("The views are not linked any more."))
        else:
            self.link.begin(_mammogramViews())
            self._say(_("The views are linked: pan, zoom and window of one are those of all."))

    def ruler(self) -> None:
        """Let the next two clicks measure a distance in the image."""
        current = self._current()
        if current is None:
            return
        node = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLMarkupsLineNode", freeName(_("Ruler")))
        node.CreateDefaultDisplayNodes()
        node.SetNodeReferenceID(VOLUME_REFERENCE, current[1].GetID())
        showInOwnViews(node)
        logic = slicer.app.applicationLogic()
        logic.GetSelectionNode().SetReferenceActivePlaceNodeClassName("vtkMRMLMarkupsLineNode")
        logic.GetSelectionNode().SetActivePlaceNodeID(node.GetID())
        logic.GetInteractionNode().SetPlaceModePersistence(0)
        logic.GetInteractionNode().SetCurrentInteractionMode(slicer.vtkMRMLInteractionNode.Place)

    def end(self) -> None:
        """Let go of the views."""
        self.link.end()

    def _current(self) -> tuple | None:
        """Return (slice node, volume) of the view under the mouse, else of the chosen mammogram, else the first one."""
        views, chosen = _mammogramViews(), self._volume()
        under = [view for view in views if view[0] is viewUnderMouse()]
        own = [view for view in views if view[1] is chosen]
        return next(iter((*under, *own, *views)), None)

    def _targets(self) -> list[tuple]:
        current = self._current()
        return _mammogramViews() if self.link.isOn else [current] if current else []

    def _volumes(self) -> list:
        return [
            node
            for node in dict.fromkeys(volumeNode for _view, volumeNode in self._targets())
            if node.GetDisplayNode() is not None
        ]


def viewUnderMouse():
    """Return the slice node that the mouse is over, None if it is over none."""
    crosshair = slicer.util.getNodesByClass("vtkMRMLCrosshairNode")
    return crosshair[0].GetCursorPositionXYZ([0.0, 0.0, 0.0]) if crosshair else None


def _mammogramViews() -> list[tuple]:
    shown = [
        (node, slicer.mrmlScene.GetNodeByID(composite.GetBackgroundVolumeID() or ""))
        for node, composite in visibleViews()
    ]
    return [(node, volumeNode) for node, volumeNode in shown if volumeNode is not None and isMammogram(volumeNode)]


def _isInView(sliceNode, place: tuple[float, float, float]) -> bool:
    toView = vtk.vtkMatrix4x4()
    vtk.vtkMatrix4x4.Invert(sliceNode.GetXYToRAS(), toView)
    x, y = toView.MultiplyPoint((*place, 1.0))[:2]
    width, height = sliceNode.GetDimensions()[:2]
    return 0 <= x < width and 0 <= y < height


def _setScale(sliceNode, mmPerPoint: float) -> None:
    width, height = sliceNode.GetDimensions()[:2]
    sliceNode.SetFieldOfView(width * mmPerPoint, height * mmPerPoint, sliceNode.GetFieldOfView()[2])
    sliceNode.UpdateMatrices()


def _showQuarter(sliceNode, volumeNode, direction: tuple[int, int]) -> None:
    matrix, placed = worldMatrixOf(volumeNode), slicer.util.arrayFromVTKMatrix(sliceNode.GetSliceToRAS())
    axes = placed[:3, :2].copy()
    columns, rows = volumeNode.GetImageData().GetDimensions()[:2]
    half = (np.abs(axes.T @ matrix[:3, 0]) * columns + np.abs(axes.T @ matrix[:3, 1]) * rows) / 2
    centre = (matrix @ np.array([(columns - 1) / 2, (rows - 1) / 2, 0, 1]))[:3] + axes @ (
        np.array(direction) * half / 2
    )
    width, height = (max(1, size) for size in sliceNode.GetDimensions()[:2])
    placed[:3, 3] = centre
    slicer.util.updateVTKMatrixFromArray(sliceNode.GetSliceToRAS(), placed)
    _setScale(sliceNode, float(max(half[0] / width, half[1] / height)))
