"""A lens beside the mouse that shows the image's real pixels, each two or four of the screen wide."""

from __future__ import annotations

import qt
import slicer
import slicer.util
import vtk

from .close_up import closeUp
from .geometry import worldToPixel
from .slice_views import turnedIn
from .volume_selector import isMammogram

POWERS = (2, 4)
SIDE_PX = 240
# From the mouse to the lens, so that it does not cover what is looked at.
OFFSET_PX = 24


class Magnifier:
    """Follows the mouse over the slice views while it is on, and the image under a mouse that rests: keys move it and
    change its window.
    """

    def __init__(self) -> None:
        self.isOn, self.power = False, POWERS[0]
        self._tag, self._crosshair = None, None
        self._watched: dict[object, int] = {}
        self.label = qt.QLabel()
        self.label.setWindowFlags(qt.Qt.ToolTip)
        self.label.setFixedSize(SIDE_PX, SIDE_PX)

    def toggle(self) -> None:
        """Take the lens, or put it away."""
        if self.isOn:
            self.end()
            return
        nodes = slicer.util.getNodesByClass("vtkMRMLCrosshairNode")
        if nodes:
            self.isOn, self._crosshair = True, nodes[0]
            self._tag = self._crosshair.AddObserver(
                slicer.vtkMRMLCrosshairNode.CursorPositionModifiedEvent, self._onChanged
            )
            self._show()

    def changePower(self) -> None:
        """Go over from two times to four times and back."""
        self.power = POWERS[1 - POWERS.index(self.power)]
        if self.isOn:
            self._show()

    def end(self) -> None:
        """Put the lens away."""
        if self.isOn:
            self._crosshair.RemoveObserver(self._tag)
            self._watch()
            self.isOn, self._crosshair = False, None
        self.label.hide()

    def _onChanged(self, _caller, _event) -> None:
        self._show()

    def _show(self) -> None:
        """Draw what is under the mouse; over no mammogram the lens is not there."""
        xyz = [0.0, 0.0, 0.0]
        sliceNode = self._crosshair.GetCursorPositionXYZ(xyz)
        volumeNode = _volumeIn(sliceNode)
        if volumeNode is None or not self._crosshair.GetCursorPositionRAS([0.0, 0.0, 0.0]):
            self._watch()
            self.label.hide()
            return
        self._watch(sliceNode, volumeNode.GetDisplayNode())
        # Not the place that the crosshair keeps: that is of the last movement of the mouse, and the image may have
        # moved since.
        row, column = worldToPixel(volumeNode, sliceNode.GetXYToRAS().MultiplyPoint((*xyz, 1.0))[:3])
        self.label.setPixmap(
            closeUp(volumeNode, row, column, SIDE_PX, SIDE_PX, self.power, turnedIn(sliceNode, volumeNode))
        )
        mouse = qt.QCursor.pos()
        self.label.move(mouse.x() + OFFSET_PX, mouse.y() + OFFSET_PX)
        self.label.show()

    def _watch(self, *nodes) -> None:
        """Follow the changes of these nodes, and of no others any more."""
        wanted = {node for node in nodes if node is not None}
        for node in set(self._watched) - wanted:
            node.RemoveObserver(self._watched.pop(node))
        for node in wanted - set(self._watched):
            self._watched[node] = node.AddObserver(vtk.vtkCommand.ModifiedEvent, self._onChanged)


def _volumeIn(sliceNode):
    logic = slicer.app.applicationLogic().GetSliceLogic(sliceNode) if sliceNode is not None else None
    composite = logic.GetSliceCompositeNode() if logic is not None else None
    volumeNode = (
        slicer.mrmlScene.GetNodeByID(composite.GetBackgroundVolumeID() or "") if composite is not None else None
    )
    return volumeNode if volumeNode is not None and isMammogram(volumeNode) else None
