"""The nipple as a point on the image that the reader can drag: no finding, and in no export."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import slicer
import slicer.util
import vtk
from MicrocalcCADLib.findings import READER, ImageFacts
from MicrocalcCADLib.palette import NIPPLE_COLOUR, rgb
from slicer.i18n import tr as _

from .geometry import pixelsToNode, pixelToWorld, worldToPixel
from .outlines import TEXT_BACKGROUND_OPACITY, TEXT_SCALE
from .result_nodes import NIPPLE, NIPPLE_CLASS, ROLE_ATTRIBUTE, VOLUME_REFERENCE, addNode
from .view_marks import showInOwnViews

# Where the point was put by the program: what differs from it the reader has dragged.
PLACED_ATTRIBUTE = "Microcalc.Placed"
GLYPH_MM = 4.0
# Of a pixel; what moves less has not moved.
_STILL_PX = 1e-3


class NipplePoint:
    """Listens to the point of the shown results.

    Parameters
    ----------
    onMoved
        Called with (row, column) in pixels while the reader drags the point, and with None where he has deleted it.
    onReleased
        Called once the point is let go.
    onOtherReleased
        Called with (volume, place) once the point of another image, which hangs beside the shown one, was dragged.
    """

    def __init__(
        self,
        onMoved: Callable[[tuple[float, float] | None], None],
        onReleased: Callable[[], None],
        onOtherReleased: Callable[[object, tuple[float, float]], None],
    ) -> None:
        self._onMoved, self._onReleased, self._onOtherReleased = onMoved, onReleased, onOtherReleased
        self._observed: list[int] = []
        self._others: list[tuple] = []
        self._node, self._volumeNode = None, None

    def watch(self, node, volumeNode) -> None:
        """Listen to a point on an image, in place of the former one, None for none; once it is let go, to that of any
        other image too.
        """
        self._watchOthers(node)
        self._watchOwn(node, volumeNode)

    def stop(self) -> None:
        """Listen to no point."""
        self._letGoOfOthers()
        self._watchOwn(None, None)

    def _watchOwn(self, node, volumeNode) -> None:
        self._volumeNode = volumeNode
        if node is self._node:
            return
        for tag in self._observed:
            self._node.RemoveObserver(tag)
        kind, self._node = slicer.vtkMRMLMarkupsNode, node
        slots = (
            (kind.PointModifiedEvent, self._moved),
            (kind.PointRemovedEvent, self._moved),
            (kind.PointEndInteractionEvent, self._released),
        )
        self._observed = [node.AddObserver(event, slot) for event, slot in slots] if node is not None else []

    def _watchOthers(self, own) -> None:
        kind = slicer.vtkMRMLMarkupsNode
        points = slicer.util.getNodesByClass(NIPPLE_CLASS)
        others = [node for node in points if node.GetAttribute(ROLE_ATTRIBUTE) == NIPPLE and node is not own]
        if others != [node for node, _tag in self._others]:
            self._letGoOfOthers()
            self._others = [
                (node, node.AddObserver(kind.PointEndInteractionEvent, self._otherReleased)) for node in others
            ]

    def _letGoOfOthers(self) -> None:
        for node, tag in self._others:
            node.RemoveObserver(tag)
        self._others = []

    def _otherReleased(self, node, _event) -> None:
        volumeNode, placed = node.GetNodeReference(VOLUME_REFERENCE), node.GetAttribute(PLACED_ATTRIBUTE)
        if volumeNode is None or not placed or not node.GetNumberOfControlPoints():
            return
        place = _placeOf(node, volumeNode)
        if not _isAt(place, placed):
            self._onOtherReleased(volumeNode, place)

    def _moved(self, node, _event) -> None:
        if not node.GetNumberOfControlPoints():
            if node.GetAttribute(PLACED_ATTRIBUTE):
                node.SetAttribute(PLACED_ATTRIBUTE, None)
                self._onMoved(None)
            return
        place = _placeOf(node, self._volumeNode)
        if not _isAt(place, node.GetAttribute(PLACED_ATTRIBUTE)):
            self._onMoved(place)

    def _released(self, _node, _event) -> None:
        self._onReleased()


def addNippleNode(volumeNode, one: str):
    """Add the point to a detection's set, not yet in its folder and at no place."""
    node = addNode(volumeNode, NIPPLE, one, className=NIPPLE_CLASS)
    node.CreateDefaultDisplayNodes()
    showInOwnViews(node)
    node.SetMaximumNumberOfControlPoints(1)
    display = node.GetDisplayNode()
    display.SetPropertiesLabelVisibility(False)
    display.SetPointLabelsVisibility(True)
    display.SetGlyphType(slicer.vtkMRMLMarkupsDisplayNode.CrossDot2D)
    display.SetUseGlyphScale(False)
    display.SetGlyphSize(GLYPH_MM)
    display.SetTextScale(TEXT_SCALE)
    text = display.GetTextProperty()
    text.SetBold(True)
    text.SetShadow(False)
    text.SetBackgroundColor(0, 0, 0)
    text.SetBackgroundOpacity(TEXT_BACKGROUND_OPACITY)
    for setColor in (display.SetColor, display.SetSelectedColor, display.SetActiveColor):
        setColor(*rgb(NIPPLE_COLOUR))
    return node


def updateNippleNode(node, volumeNode, image: ImageFacts) -> None:
    """Put the point where the nipple is, and say whose it is; where nobody knows, into the image's middle, for the
    reader to drag.
    """
    place = image.nipple or ((image.rows - 1) / 2, (image.columns - 1) / 2)
    title = _titleOf(image)
    wasModifying = node.StartModify()  # views follow once
    node.SetAttribute(PLACED_ATTRIBUTE, f"{place[0]!r} {place[1]!r}")
    if not node.GetNumberOfControlPoints():
        node.AddControlPoint(vtk.vtkVector3d(*pixelsToNode(volumeNode, np.array([place]))[0]), title)
    elif not _isAt(_placeOf(node, volumeNode), node.GetAttribute(PLACED_ATTRIBUTE)):
        node.SetNthControlPointPositionWorld(0, *pixelToWorld(volumeNode, *place))
    if node.GetNthControlPointLabel(0) != title:
        node.SetNthControlPointLabel(0, title)
    node.EndModify(wasModifying)


def _titleOf(image: ImageFacts) -> str:
    if image.nipple is None:
        return _("Nipple (drag it to its place)")
    return _("Nipple") if image.nipple_from == READER else _("Nipple (estimate)")


def _placeOf(node, volumeNode) -> tuple[float, float]:
    return worldToPixel(volumeNode, node.GetNthControlPointPositionWorld(0))


def _isAt(place: tuple[float, float], placed: str | None) -> bool:
    """Return whether a place is that of `PLACED_ATTRIBUTE`."""
    return bool(placed) and bool(np.allclose(place, [float(part) for part in placed.split()], rtol=0, atol=_STILL_PX))
