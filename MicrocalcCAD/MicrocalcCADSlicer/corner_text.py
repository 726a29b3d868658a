"""Patient, side, view and date in a corner of each slice view that shows a mammogram, away from the chest wall, and
nothing in the other views.
"""

from __future__ import annotations

import slicer
import vtk
from MicrocalcCADLib.errors import MicrocalcError
from MicrocalcCADLib.exam import View, shown_date

from .exam_images import viewOf
from .volume import dicomValue
from .volume_selector import isMammogram, isOneSlice

PATIENT_NAME = "0010,0010"
# Slicer's own texts stand in the lower left corner, more of them, where a user wants them, in the upper ones. A right
# breast hangs with its chest wall on the right.
CORNER, CORNER_OF_RIGHT = vtk.vtkCornerAnnotation.LowerRight, vtk.vtkCornerAnnotation.UpperLeft
LARGEST_FONT = 14


def showCornerText(viewName: str, volumeNode) -> None:
    """Write what a view's image is into its corner; None, or an image of which nothing is known, leaves the corner
    empty.
    """
    manager = slicer.app.layoutManager()
    widget = manager.sliceWidget(viewName) if manager is not None else None
    if widget is None:
        return
    annotation = widget.overlayCornerAnnotation()
    annotation.SetMaximumFontSize(LARGEST_FONT)
    own, text = cornerText(volumeNode)
    for corner in (CORNER, CORNER_OF_RIGHT):
        annotation.SetText(corner, text if corner == own else "")


def cornerText(volumeNode) -> tuple[int, str]:
    """Return the corner for the text about an image, and its lines: name and number of the patient, side and view,
    date; what is unknown is left out.
    """
    view = _viewIn(volumeNode)
    if view is None:
        return CORNER, ""
    title = " ".join(filter(None, (view.laterality, view.view)))
    name = " ".join(part for part in dicomValue(volumeNode, PATIENT_NAME).replace("^", " ").split() if part)
    lines = filter(None, (name, view.patient, title, shown_date(view.date)))
    return CORNER_OF_RIGHT if view.laterality == "R" else CORNER, "\n".join(lines)


def _viewIn(volumeNode) -> View | None:
    if volumeNode is None or not isMammogram(volumeNode) or not isOneSlice(volumeNode):
        return None
    try:
        return viewOf(volumeNode)
    except MicrocalcError:  # told when the image is chosen; the marks of other views must follow all the same
        return None
