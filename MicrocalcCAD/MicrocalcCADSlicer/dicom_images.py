"""Mammograms of the DICOM database in the scene: right side up, with spacing and window as our one reader
gives them.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import slicer
import slicer.util
from MicrocalcCADLib.exam import View, hanging, shown_date
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.reading import read_mammogram
from MicrocalcCADLib.reading.facts import HeaderFacts, read_facts
from MicrocalcCADLib.reading.stored_like import stored_like

from .layouts import enlarge
from .result_nodes import freeName
from .slice_views import fitVolume, visibleViews
from .volume import FILE_ATTRIBUTE

RED = "Red"
INSTANCE_ATTRIBUTE = "DICOM.instanceUIDs"
UNKNOWN_MM = 1.0
# what the reader is given where a film does not say its spacing: its pixels do not depend on it, and the node says 1.0,
# unknown
_ANY_MM = 0.05


def loadMammogram(path: str | Path, uid: str, name: str = "", date: str = ""):
    """Add a mammogram to the scene, show it in one large view, and return its node.

    Parameters
    ----------
    uid
        SOP instance UID, by which the node knows its file in the DICOM database.
    name
        Of the node where the header does not say side and view. An image of a name that is taken gets a number.
    date
        Of the study as YYYYMMDD, which the name then ends with.

    Raises
    ------
    InputError
        If the file is no mammogram that can be read.
    """
    known = read_facts(path)
    mammogram = read_mammogram(path, spacing_mm=None if known.spacing_mm else _ANY_MM)
    values, white = stored_like(mammogram)
    matrix = _matrix(known, values.shape)
    name = freeName(_nameOf(mammogram, date) or name or Path(path).stem)
    volumeNode = slicer.util.addVolumeFromArray(values[np.newaxis], ijkToRAS=matrix, name=name)
    volumeNode.SetAttribute(INSTANCE_ATTRIBUTE, uid)
    volumeNode.SetAttribute(FILE_ATTRIBUTE, str(path))
    _setWindow(volumeNode, mammogram, white)
    showLarge(volumeNode)
    return volumeNode


def volumesOf(uid: str) -> list:
    """Return the volumes of the scene that came from an instance of the DICOM database."""
    nodes = slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode") if uid else ()
    return [node for node in nodes if uid in (node.GetAttribute(INSTANCE_ATTRIBUTE) or "").split()]


def showLarge(volumeNode) -> None:
    """Make a volume the active one and show it in one large slice view, the whole of it in its own plane."""
    logic = slicer.app.applicationLogic()
    logic.GetSelectionNode().SetActiveVolumeID(volumeNode.GetID())
    manager = slicer.app.layoutManager()
    if manager is not None and not any(sliceNode.GetLayoutName() == RED for sliceNode, _composite in visibleViews()):
        manager.setLayout(slicer.vtkMRMLLayoutNode.SlicerLayoutOneUpRedSliceView)  # as from the views of an exam
    enlarge(volumeNode)
    views = visibleViews()
    if views:
        sliceNode, composite = next((view for view in views if view[0].GetLayoutName() == RED), views[0])
        composite.SetBackgroundVolumeID(volumeNode.GetID())
        sliceNode.RotateToVolumePlane(volumeNode)
        fitVolume(volumeNode)


def _matrix(known: HeaderFacts, shape: tuple[int, int]) -> np.ndarray:
    """Return the matrix to the scene's coordinates: as Slicer has it for a mammogram, rows downwards unless they run
    upwards in the file.
    """
    row_mm, column_mm = known.spacing_mm or (UNKNOWN_MM, UNKNOWN_MM)
    matrix = np.diag([-column_mm, -row_mm, 1.0, 1.0])
    if hanging(known.laterality, known.view, None, known.orientation).upside_down:
        matrix[1, 1] = row_mm
        matrix[1, 3] = -row_mm * (shape[0] - 1)
    return matrix


def _nameOf(mammogram: Mammogram, date: str) -> str:
    """Return a name that tells the views of an exam apart, ``R MLO 2025-01-02``; empty where side or view
    are unknown.
    """
    if not (mammogram.laterality and mammogram.view):
        return ""
    return " ".join(filter(None, (View("", mammogram.laterality, mammogram.view).title, shown_date(date))))


def _setWindow(volumeNode, mammogram: Mammogram, white: float) -> None:
    """Show the image with its own first window; where the header has none, with Slicer's automatic one."""
    display = volumeNode.GetDisplayNode()
    display.SetInterpolate(True)
    if mammogram.display_window is not None:
        low, high = (end * white for end in mammogram.display_window)
        display.SetAutoWindowLevel(False)
        display.SetWindowLevelMinMax(low, high)
