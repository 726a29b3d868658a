"""The images of exams among the loaded volumes: what each shows, and on which side its chest wall is."""

from __future__ import annotations

import numpy as np
import slicer
import slicer.util
from MicrocalcCADLib.breast import breast_mask
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.exam import View, date_in
from MicrocalcCADLib.landmarks import chest_wall_side
from MicrocalcCADLib.reading.names import side_and_view
from slicer.i18n import tr as _

from .result_nodes import ROLE_ATTRIBUTE
from .volume import dicomValue, factsOf, spacingOf
from .volume_selector import isOneSlice

PATIENT_ID, STUDY_UID, STUDY_DATE = "0010,0020", "0020,000D", "0008,0020"
SERIES_DESCRIPTION = "0008,103E"
# of the reduced image in which the breast is looked for
LARGEST_SIDE_PX = 600
USUAL_FIELD_MM = 240.0


def examViews() -> list[View]:
    """Return every mammogram of the scene with what it shows; the key is the ID of its node."""
    return [viewOf(node) for node in mammogramNodes()]


def mammogramNodes() -> list:
    """Return the volumes of one slice that the user sees and that are no results of ours."""
    nodes = [
        node
        for node in slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode")
        if node.GetClassName() == "vtkMRMLScalarVolumeNode"
    ]
    return [n for n in nodes if not n.GetHideFromEditors() and not n.GetAttribute(ROLE_ATTRIBUTE) and isOneSlice(n)]


def viewOf(node) -> View:
    """Return what the image's file says, as for a detection; the name of the node tells what it leaves out."""
    known = factsOf(node)
    hintedSide, hintedView = side_and_view(node.GetName() or "", dicomValue(node, SERIES_DESCRIPTION))
    return View(
        node.GetID(),
        known.laterality or hintedSide,
        known.view or hintedView,
        dicomValue(node, PATIENT_ID).strip(),
        dicomValue(node, STUDY_UID).strip(),
        date_in(dicomValue(node, STUDY_DATE)) or date_in(node.GetName() or ""),
        node.GetName() or "",
    )


def orientationOf(volumeNode) -> tuple[str, str] | None:
    """Return PatientOrientation of the DICOM image, None where it is absent or something else."""
    return factsOf(volumeNode).orientation


def chestWallOf(volumeNode) -> str:
    """Return on which side of the image the chest wall is, found in a reduced image; raises `InputError` if there is no
    breast.
    """
    return chest_wall_side(_reduced(volumeNode)[1])


def breastValues(volumeNode) -> np.ndarray:
    """Return the stored values of the breast's pixels, float32 (n,), of a reduced image; raises `InputError` if there
    is no breast.
    """
    small, mask = _reduced(volumeNode)
    return small[mask] if mask.any() else small.ravel()


def _reduced(volumeNode) -> tuple[np.ndarray, np.ndarray]:
    """Return the reduced image and its mask of the breast."""
    pixels = slicer.util.arrayFromVolume(volumeNode)[0]
    step = max(1, -(-max(pixels.shape) // LARGEST_SIDE_PX))
    small = pixels[::step, ::step].astype(np.float32)
    low, high = float(small.min()), float(small.max())
    if not np.isfinite(high - low) or high <= low:
        raise InputError(_("{name} has no breast to look at: choose another image.").format(name=volumeNode.GetName()))
    known = spacingOf(volumeNode).mm or (USUAL_FIELD_MM / max(pixels.shape),) * 2
    spacing = (known[0] * step, known[1] * step)
    return small, breast_mask((small - low) / (high - low), spacing)
