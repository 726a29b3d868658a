"""The image and the segment under edit, as arrays, and the way that pixels take into the segment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import slicer
from MicrocalcCADLib.errors import InputError
from MicrocalcCADSlicer.geometry import gridOf, matrixOf
from MicrocalcCADSlicer.result_nodes import VOLUME_REFERENCE
from MicrocalcCADSlicer.segment_names import COLORS
from slicer.i18n import tr as _
from vtk.util.numpy_support import vtk_to_numpy

if TYPE_CHECKING:
    from MicrocalcCADLib.mammogram import Mammogram

OVERLAP_ATTRIBUTE = "Microcalc.OverlapOffered"
SAME_PLACE_MM = 1e-3


class EditedImage:
    """Reads the source volume once, and writes only through the editor, so that masking and overwriting hold."""

    def __init__(self, scriptedEffect) -> None:
        self._effect = scriptedEffect
        self._key: tuple | None = None
        self._mammogram: Mammogram | None = None

    @property
    def volumeNode(self):
        """The editor's source volume, None if there is none."""
        return self._effect.parameterSetNode().GetSourceVolumeNode()

    def mammogram(self) -> Mammogram:
        """Return the source volume as a mammogram; raises `InputError` if it is none, lies on another grid than the
        segments, or is not the one that they are marks of.
        """
        from MicrocalcCADSlicer.volume import GIVEN_SPACING_ATTRIBUTE, mammogramOf

        volumeNode = self.volumeNode
        if volumeNode is None:
            raise InputError(_("No source volume is chosen: choose the mammogram above the effects."))
        self._checkMarked(volumeNode)
        self._checkGrid(volumeNode)
        image = volumeNode.GetImageData()
        key = (
            volumeNode.GetID(),
            image.GetMTime() if image else 0,
            volumeNode.GetAttribute(GIVEN_SPACING_ATTRIBUTE),
            volumeNode.GetSpacing(),
        )
        if key != self._key:
            self._mammogram, self._key = mammogramOf(volumeNode), key
        return self._mammogram

    def selectedMask(self) -> tuple[np.ndarray, tuple[int, int]]:
        """Return the selected segment, bool, as far as it reaches, and the (row, column) of its first pixel."""
        return _planeOf(self._effect.selectedSegmentLabelmap())

    def editable(self) -> np.ndarray:
        """Return where the editor's masking lets one edit, bool (rows, columns)."""
        shape = self.mammogram().shape
        mask, (top, left) = _planeOf(self._effect.maskLabelmap())  # set where editing is forbidden
        allowed = np.ones(shape, bool)
        allowed[top : top + mask.shape[0], left : left + mask.shape[1]] = ~mask
        return allowed

    def selectedOnImage(self) -> np.ndarray:
        """Return the selected segment, bool (rows, columns), on the grid of the image."""
        mask, (top, left) = self.selectedMask()
        whole = np.zeros(self.mammogram().shape, bool)
        whole[top : top + mask.shape[0], left : left + mask.shape[1]] = mask
        return whole

    def write(self, pixels: np.ndarray, mode) -> None:
        """Add or remove pixels (n, 2) of the selected segment, as one step that can be undone."""
        self._effect.saveStateForUndo()
        labelmap = self._effect.defaultModifierLabelmap()
        first = labelmap.GetExtent()
        _arrayOf(labelmap)[pixels[:, 0] - first[2], pixels[:, 1] - first[0]] = 1
        labelmap.Modified()
        self._effect.modifySelectedSegmentByLabelmap(labelmap, mode, _extentOf(pixels, first[4]))

    def replaceDerived(self, segmentID: str, mask: np.ndarray) -> None:
        """Set a segment that follows from another one to a mask, bool (rows, columns); made if it is missing, one step
        for undo.

        What follows from calcifications is not edited by hand: masking does not clip it, and it overwrites no other
        segment.
        """
        self._effect.saveStateForUndo()
        segmentationNode = self._effect.parameterSetNode().GetSegmentationNode()
        if segmentationNode.GetSegmentation().GetSegment(segmentID) is None:
            segmentationNode.GetSegmentation().AddEmptySegment(segmentID, segmentID, COLORS[segmentID])
        labelmap = self._effect.defaultModifierLabelmap()
        _arrayOf(labelmap)[:] = mask
        labelmap.Modified()
        mode = slicer.qSlicerSegmentEditorAbstractEffect.ModificationModeSet
        self._effect.modifySegmentByLabelmap(segmentationNode, segmentID, labelmap, mode, True)

    def offerOverlap(self) -> None:
        """Let segments overlap, once for each segmentation: a calcification lies within its cluster and must not cut a
        hole into it.

        The choice is shown in the editor (*Modify other segments*) and the user's to change.
        """
        editorNode = self._effect.parameterSetNode()
        segmentationNode = editorNode.GetSegmentationNode()
        if segmentationNode is not None and editorNode.GetAttribute(OVERLAP_ATTRIBUTE) != segmentationNode.GetID():
            editorNode.SetAttribute(OVERLAP_ATTRIBUTE, segmentationNode.GetID())
            editorNode.SetOverwriteMode(slicer.vtkMRMLSegmentEditorNode.OverwriteNone)

    def _checkMarked(self, volumeNode) -> None:
        """Refuse marks of another image: mammograms of one size lie at the same place, on the same grid."""
        segmentationNode = self._effect.parameterSetNode().GetSegmentationNode()
        own = segmentationNode.GetNodeReference(VOLUME_REFERENCE) if segmentationNode is not None else None
        if own is not None and own is not volumeNode:
            raise InputError(
                _(
                    "These are the marks of {own}: choose it as source volume, or choose the segmentation of {name}."
                ).format(own=own.GetName(), name=volumeNode.GetName())
            )

    def _checkGrid(self, volumeNode) -> None:
        reference = self._effect.referenceGeometryImage()
        image = volumeNode.GetImageData()
        samePlace = np.allclose(gridOf(reference), matrixOf(volumeNode), atol=SAME_PLACE_MM)
        transforms = {
            node.GetTransformNodeID() for node in (volumeNode, self._effect.parameterSetNode().GetSegmentationNode())
        }
        if image is not None and not (
            samePlace and reference.GetExtent() == image.GetExtent() and len(transforms) == 1
        ):
            raise InputError(
                _(
                    "The segmentation and {name} lie on different grids: click Specify geometry, beside Source volume,"
                    " and choose {name}."
                ).format(name=volumeNode.GetName())
            )


def _planeOf(labelmap) -> tuple[np.ndarray, tuple[int, int]]:
    if labelmap is None or labelmap.GetPointData().GetScalars() is None or 0 in labelmap.GetDimensions():
        return np.zeros((0, 0), bool), (0, 0)
    first = labelmap.GetExtent()
    return _arrayOf(labelmap) > 0, (first[2], first[0])


def _arrayOf(labelmap) -> np.ndarray:
    """Return the pixels of a labelmap of one slice, (rows, columns); writing into them changes it."""
    columns, rows = labelmap.GetDimensions()[:2]
    return vtk_to_numpy(labelmap.GetPointData().GetScalars()).reshape(rows, columns)


def _extentOf(pixels: np.ndarray, plane: int) -> list[int]:
    (top, left), (bottom, right) = pixels.min(axis=0), pixels.max(axis=0)
    return [int(left), int(right), int(top), int(bottom), plane, plane]
