"""The images of exams among the loaded volumes: what each shows, and where its breast lies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import slicer
import slicer.util
from MicrocalcCADLib.breast import breast_mask
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.exam import View, chest_wall_side, date_in, nipple
from MicrocalcCADLib.reading.names import VIEWS, side_and_view
from slicer.i18n import tr as _

from .result_nodes import ROLE_ATTRIBUTE
from .volume import LATERALITY, VIEW, dicomValue, spacingOf

PATIENT_ID, STUDY_UID, STUDY_DATE, ORIENTATION = "0010,0020", "0020,000D", "0008,0020", "0020,0020"
SERIES_DESCRIPTION = "0008,103E"
# of the reduced image in which the breast is looked for
LARGEST_SIDE_PX = 600
USUAL_FIELD_MM = 240.0


@dataclass(frozen=True)
class Breast:
    """Where the breast lies in an image: side of the chest wall, (row, column) of the nipple."""

    chestWall: str
    nipple: tuple[float, float]


def examViews() -> list[View]:
    """Return every mammogram of the scene with what it shows; the key is the ID of its node."""
    return [_viewOf(node) for node in mammogramNodes()]


def mammogramNodes() -> list:
    """Return the volumes of one slice that the user sees and that are no results of ours."""
    nodes = [node for node in slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode") if node.GetClassName() == "vtkMRMLScalarVolumeNode"]
    return [n for n in nodes if not n.GetHideFromEditors() and not n.GetAttribute(ROLE_ATTRIBUTE) and _isOneSlice(n)]


def orientationOf(volumeNode) -> tuple[str, str] | None:
    """Return PatientOrientation of the DICOM image, None where it is absent or something else."""
    directions = dicomValue(volumeNode, ORIENTATION).strip().split("\\")
    valid = len(directions) == 2 and all(d and set(d) <= set("APRLHF") for d in directions)
    return (directions[0], directions[1]) if valid else None


def breastOf(volumeNode) -> Breast:
    """Return where the breast lies, found in a reduced image; raises `InputError` if there is none."""
    pixels = slicer.util.arrayFromVolume(volumeNode)[0]
    step = max(1, -(-max(pixels.shape) // LARGEST_SIDE_PX))
    small = pixels[::step, ::step].astype(np.float32)
    low, high = float(small.min()), float(small.max())
    if not np.isfinite(high - low) or high <= low:
        raise InputError(_("{name} has no breast to look at: choose another image.").format(name=volumeNode.GetName()))
    known = spacingOf(volumeNode).mm or (USUAL_FIELD_MM / max(pixels.shape),) * 2
    spacing = (known[0] * step, known[1] * step)
    mask = breast_mask((small - low) / (high - low), spacing)
    side = chest_wall_side(mask)
    row, column = nipple(mask, spacing, side)
    return Breast(side, (row * step, column * step))


def _isOneSlice(node) -> bool:
    image = node.GetImageData()
    return image is not None and image.GetDimensions()[2] == 1 and image.GetPointData().GetScalars() is not None


def _viewOf(node) -> View:
    """Read the DICOM elements; names of node, series and file tell what these leave out."""
    side, projection = dicomValue(node, LATERALITY).strip().upper(), dicomValue(node, VIEW).strip().upper()
    storage = node.GetStorageNode()
    names = (node.GetName() or "", dicomValue(node, SERIES_DESCRIPTION), (storage.GetFileName() or "") if storage else "")
    hintedSide, hintedView = side_and_view(*names)
    return View(
        node.GetID(),
        side if side in ("L", "R") else hintedSide,
        projection if projection in VIEWS else hintedView,
        dicomValue(node, PATIENT_ID).strip(),
        dicomValue(node, STUDY_UID).strip(),
        dicomValue(node, STUDY_DATE).strip() or date_in(node.GetName() or ""),
    )
