"""The views of an exam on the screen: R and L, CC above MLO, chest walls in the middle, all at one scale."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import slicer
import slicer.util
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.exam import RIGHT, SIDES, VIEWS, Exam, Hanging, View, hanging, shown_date
from slicer.i18n import tr as _

from .exam_images import chestWallOf, orientationOf, viewOf
from .geometry import worldMatrixOf
from .slice_views import firstView, isShown, showVolume, visibleViews
from .volume_selector import isMammogram, isOneSlice

# Slicer's own layouts have numbers below 100.
CURRENT_LAYOUT, WITH_PRIOR_LAYOUT = 6270, 6271
PRIOR, RED = "Prior", "Red"
COLORS = {"R": "#E17012", "L": "#5B9BD5"}


@dataclass(frozen=True)
class _Hung:
    """How the image of a slice view hangs: its ID, how it is turned, on which edge of the view its chest wall is."""

    volumeID: str
    turned: Hanging
    chestWallRight: bool | None


_hung: dict[str, _Hung] = {}


@dataclass(frozen=True)
class Place:
    """One slice view of the layout: its name, and the image that it shows."""

    name: str
    view: View
    volumeNode: object


def showExam(exam: Exam, prior: Exam | None = None) -> None:
    """Arrange the slice views of an exam, each beside that of the prior exam if there is one.

    Raises
    ------
    InputError
        If Slicer runs without a window.
    """
    manager = slicer.app.layoutManager()
    if manager is None:
        raise InputError(_("There is no window to arrange views in: start Slicer with its main window."))
    layout = WITH_PRIOR_LAYOUT if prior else CURRENT_LAYOUT
    _register(manager.layoutLogic().GetLayoutNode(), layout, placeNames(bool(prior)))
    manager.setLayout(layout)
    slicer.app.processEvents()  # the views get their sizes
    places = placesOf(exam, "") + (placesOf(prior, PRIOR) if prior else [])
    shown = {place.name: place for place in places}
    views = {name: manager.sliceWidget(name) for row in placeNames(bool(prior)) for name in row}
    scale = max((_scaleToFit(views[p.name].mrmlSliceNode(), p.volumeNode) for p in places), default=1.0)
    for name, widget in views.items():
        _fill(name, widget, shown.get(name), scale)


def placesOf(exam: Exam, suffix: str) -> list[Place]:
    """Return the place of each image that hangs; images whose node is gone are left out."""
    found = [(view, slicer.mrmlScene.GetNodeByID(view.key)) for view in exam.hung]
    return [Place(f"{view.laterality}{view.view}{suffix}", view, node) for view, node in found if node is not None]


def placeNames(withPrior: bool) -> list[list[str]]:
    """Return the names of the slice views, row by row; a prior image is on the outer side of the current one."""
    right, left = SIDES
    if not withPrior:
        return [[f"{right}{view}", f"{left}{view}"] for view in VIEWS]
    return [[f"{right}{view}{PRIOR}", f"{right}{view}", f"{left}{view}", f"{left}{view}{PRIOR}"] for view in VIEWS]


def hangView(sliceNode, volumeNode, turned: Hanging, mmPerPoint: float, chestWallRight: bool | None) -> None:
    """Turn a slice view so that it shows the image as it hangs, at a scale, with the chest wall at the view's edge.

    A mirrored image is seen from behind: the axes stay right-handed.
    """
    matrix = worldMatrixOf(volumeNode)
    across, down = (matrix[:3, i] / np.linalg.norm(matrix[:3, i]) for i in (0, 1))
    x, y = -across if turned.mirrored else across, down if turned.upside_down else -down
    columns, rows = volumeNode.GetImageData().GetDimensions()[:2]
    centre = (matrix @ np.array([(columns - 1) / 2, (rows - 1) / 2, 0, 1]))[:3]
    width, height = (size * mmPerPoint for size in sliceNode.GetDimensions()[:2])
    if chestWallRight is not None:
        slack = max(0.0, (width - columns * np.linalg.norm(matrix[:3, 0])) / 2)
        centre = centre + (-slack if chestWallRight else slack) * x
    pose = np.eye(4)
    pose[:3, 0], pose[:3, 1], pose[:3, 2], pose[:3, 3] = x, y, np.cross(x, y), centre
    slicer.util.updateVTKMatrixFromArray(sliceNode.GetSliceToRAS(), pose)
    sliceNode.SetFieldOfView(width, height, sliceNode.GetFieldOfView()[2])
    sliceNode.UpdateMatrices()


def fitHung(sliceNode, volumeNode) -> bool:
    """Show the whole image as it hangs, at the scale of all views that hang; False if the view shows no image that was
    hung.
    """
    hung = _hung.get(sliceNode.GetLayoutName())
    if hung is None or hung.volumeID != volumeNode.GetID():
        return False
    scales = []
    for node, composite in visibleViews():
        other, shown = (
            _hung.get(node.GetLayoutName()),
            slicer.mrmlScene.GetNodeByID(composite.GetBackgroundVolumeID() or ""),
        )
        if other is not None and shown is not None and other.volumeID == shown.GetID():
            scales.append(_scaleToFit(node, shown))
    hangView(sliceNode, volumeNode, hung.turned, max(scales), hung.chestWallRight)
    return True


def showLarge(sliceNode, volumeNode) -> None:
    """Show the image of a view alone, in the one-up layout, turned as it hangs."""
    manager = slicer.app.layoutManager()
    hung = _hung.get(sliceNode.GetLayoutName())
    manager.setLayout(slicer.vtkMRMLLayoutNode.SlicerLayoutOneUpRedSliceView)
    slicer.app.processEvents()  # the view gets its size
    widget = manager.sliceWidget(RED)
    widget.sliceLogic().GetSliceCompositeNode().SetBackgroundVolumeID(volumeNode.GetID())
    _hung[RED] = hung if hung is not None and hung.volumeID == volumeNode.GetID() else _hungOf(volumeNode)
    fitHung(widget.mrmlSliceNode(), volumeNode)


def showChosen(volumeNode) -> None:
    """Show a chosen image unless a view of the layout does; in the place of one that hangs, or in one that is empty, it
    hangs as well, and the view is named after it.
    """
    if not visibleViews() or isShown(volumeNode):
        return
    sliceNode, composite = firstView()
    name, before = sliceNode.GetLayoutName(), _hung.get(sliceNode.GetLayoutName())
    isPlace = any(name in row for row in placeNames(withPrior=True))
    isPlace = isPlace or (before is not None and before.volumeID == composite.GetBackgroundVolumeID())
    showVolume(volumeNode)
    if isPlace and isMammogram(volumeNode) and isOneSlice(volumeNode):
        _hung[name] = _hungOf(volumeNode)
        fitHung(sliceNode, volumeNode)
        if name != RED:
            sliceNode.SetLayoutLabel(_labelOf(viewOf(volumeNode)))


def labelHung(volumeNode) -> None:
    """Name the views in which an image hangs after it again: its name may say side and view, and has changed."""
    for sliceNode, composite in visibleViews():
        hung = _hung.get(name := sliceNode.GetLayoutName())
        isShownThere = composite.GetBackgroundVolumeID() == volumeNode.GetID()
        if isShownThere and hung is not None and hung.volumeID == volumeNode.GetID() and name != RED:
            sliceNode.SetLayoutLabel(_labelOf(viewOf(volumeNode)))


def forgetHung(volumeNode) -> None:
    """Forget how an image hung that has gone: one of a later scene may have its ID."""
    for name in [name for name, hung in _hung.items() if hung.volumeID == volumeNode.GetID()]:
        del _hung[name]


def _fill(name: str, widget, place: Place | None, mmPerPoint: float) -> None:
    composite, sliceNode = widget.sliceLogic().GetSliceCompositeNode(), widget.mrmlSliceNode()
    composite.SetBackgroundVolumeID(place.volumeNode.GetID() if place else None)
    if place is None:
        _hung.pop(name, None)
        sliceNode.SetLayoutLabel(name)
        return
    sliceNode.SetLayoutLabel(_labelOf(place.view))
    hung = _hung[name] = _hungOf(place.volumeNode)
    hangView(sliceNode, place.volumeNode, hung.turned, mmPerPoint, hung.chestWallRight)


def _labelOf(view: View) -> str:
    return " ".join(filter(None, (view.title, shown_date(view.date))))


def _hungOf(volumeNode) -> _Hung:
    view = viewOf(volumeNode)
    try:
        chestWall = chestWallOf(volumeNode)
    except InputError:  # no breast found: as it is stored
        chestWall = None
    turned = hanging(view.laterality, view.view, chestWall, orientationOf(volumeNode))
    return _Hung(volumeNode.GetID(), turned, None if chestWall is None else (chestWall == RIGHT) != turned.mirrored)


def _scaleToFit(sliceNode, volumeNode) -> float:
    """Return the mm per point of the screen at which the whole image is visible."""
    matrix = worldMatrixOf(volumeNode)
    columns, rows = volumeNode.GetImageData().GetDimensions()[:2]
    width, height = (max(1, size) for size in sliceNode.GetDimensions()[:2])
    return max(columns * np.linalg.norm(matrix[:3, 0]) / width, rows * np.linalg.norm(matrix[:3, 1]) / height)


def _register(layoutNode, layout: int, rows: list[list[str]]) -> None:
    if not layoutNode.IsLayoutDescription(layout):
        layoutNode.AddLayoutDescription(layout, _description(rows))


def _description(rows: list[list[str]]) -> str:
    def item(name: str) -> str:
        properties = {"orientation": "Axial", "viewlabel": name, "viewcolor": COLORS[name[0]]}
        inner = "".join(
            f'<property name="{key}" action="default">{value}</property>' for key, value in properties.items()
        )
        return f'<item><view class="vtkMRMLSliceNode" singletontag="{name}">{inner}</view></item>'

    lines = "".join(f'<item><layout type="horizontal">{"".join(map(item, row))}</layout></item>' for row in rows)
    return f'<layout type="vertical" split="true">{lines}</layout>'
