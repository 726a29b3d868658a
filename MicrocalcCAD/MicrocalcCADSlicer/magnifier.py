"""A lens beside the mouse that shows the image's real pixels, each two or four of the screen wide."""

from __future__ import annotations

import qt
import slicer
import slicer.util

from .close_up import closeUp
from .geometry import worldToPixel
from .volume_selector import isMammogram

POWERS = (2, 4)
SIDE_PX = 240
# From the mouse to the lens, so that it does not cover what is looked at.
OFFSET_PX = 24


class Magnifier:
    """Follows the mouse over the slice views while it is on."""

    def __init__(self) -> None:
        self.isOn, self.power = False, POWERS[0]
        self._tag, self._crosshair = None, None
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
            self._tag = self._crosshair.AddObserver(slicer.vtkMRMLCrosshairNode.CursorPositionModifiedEvent, self._onMoved)
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
            self.isOn, self._crosshair = False, None
        self.label.hide()

    def _onMoved(self, _caller, _event) -> None:
        self._show()

    def _show(self) -> None:
        """Draw what is under the mouse; over no mammogram the lens is not there."""
        place = [0.0, 0.0, 0.0]
        sliceNode = self._crosshair.GetCursorPositionXYZ([0.0, 0.0, 0.0])
        volumeNode = _volumeIn(sliceNode)
        if volumeNode is None or not self._crosshair.GetCursorPositionRAS(place):
            self.label.hide()
            return
        row, column = worldToPixel(volumeNode, tuple(place))
        self.label.setPixmap(closeUp(volumeNode, row, column, SIDE_PX, SIDE_PX, self.power))
        mouse = qt.QCursor.pos()
        self.label.move(mouse.x() + OFFSET_PX, mouse.y() + OFFSET_PX)
        self.label.show()


def _volumeIn(sliceNode):
    logic = slicer.app.applicationLogic().GetSliceLogic(sliceNode) if sliceNode is not None else None
    composite = logic.GetSliceCompositeNode() if logic is not None else None
    volumeNode = slicer.mrmlScene.GetNodeByID(composite.GetBackgroundVolumeID() or "") if composite is not None else None
    return volumeNode if volumeNode is not None and isMammogram(volumeNode) else None
