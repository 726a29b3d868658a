"""An image of an evaluated set in the scene, with what is marked in it and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import slicer
import slicer.util
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADSlicer.dicom_exchange import READ_ATTRIBUTE
from MicrocalcCADSlicer.result_nodes import VOLUME_REFERENCE, resultsOf
from MicrocalcCADSlicer.segmentation import BINARY_LABELMAP, FILL_OPACITY, croppedLabelmap
from MicrocalcCADSlicer.slice_views import showVolume
from MicrocalcCADSlicer.view_marks import showInOwnViews
from slicer.i18n import tr as _

ATTRIBUTE = "Microcalc.EvaluatedImage"
TRUTH, FOUND = "Truth", "Found"
COLORS = {TRUTH: (0.30, 0.85, 0.35), FOUND: (0.98, 0.55, 0.15)}


def loadImage(labelled: Path, evaluation: Path, row: Mapping[str, str]) -> list:
    """Show an image of ``images.csv`` with its truth and the candidates found in it, in place of one loaded before.

    Returns
    -------
    The volume node, and the segmentation node whose segments are outlined over it: ``Truth`` and ``Found``, each if it
    is known.

    Raises
    ------
    InputError
        If the image is not in the set any more, or cannot be read.
    """
    from MicrocalcTrainLib.labelled_images import image_named

    image = image_named(labelled, row["image"])
    mammogram = image.mammogram()
    masks = {TRUTH: image.truth(mammogram.shape) > 0} if image.labels is not None else {}
    stored = evaluation / row["method"] / f"{image.stem}.analysis.npz"
    if stored.is_file():
        masks[FOUND] = Analysis.load(stored).label_map() > 0
    removeEarlier()
    row_mm, column_mm = mammogram.spacing_mm
    volume = slicer.util.addVolumeFromArray(
        mammogram.pixels[np.newaxis], ijkToRAS=np.diag([-column_mm, -row_mm, 1, 1]), name=image.stem
    )
    volume.SetAttribute(ATTRIBUTE, "1")
    marks = addMarks(volume, masks, image.stem)
    showVolume(volume)
    return [volume, marks]


def removeEarlier() -> None:
    """Remove the image that was loaded before with its marks; one that was detected in since is the reader's, and
    stays.
    """
    for kind in ("vtkMRMLSegmentationNode", "vtkMRMLScalarVolumeNode"):
        for node in [node for node in slicer.util.getNodesByClass(kind) if node.GetAttribute(ATTRIBUTE)]:
            if node.IsA("vtkMRMLVolumeNode") and resultsOf(node) is not None:
                node.RemoveAttribute(ATTRIBUTE)
            else:
                slicer.mrmlScene.RemoveNode(node)


def addMarks(volume, masks: Mapping[str, np.ndarray], name: str):
    """Add masks, bool (rows, columns), as outlined segments of one node; it says that no reader has drawn it here."""
    node = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentationNode", _("{name} truth and found").format(name=name))
    node.SetAttribute(ATTRIBUTE, "1")
    node.SetAttribute(READ_ATTRIBUTE, name)
    node.SetNodeReferenceID(VOLUME_REFERENCE, volume.GetID())
    node.CreateDefaultDisplayNodes()
    showInOwnViews(node)
    node.SetReferenceImageGeometryParameterFromVolumeNode(volume)
    node.GetSegmentation().SetSourceRepresentationName(BINARY_LABELMAP)
    titles = {TRUTH: _("Truth"), FOUND: _("Found")}
    for identifier, mask in masks.items():
        segment = slicer.vtkSegment()
        segment.SetName(titles[identifier])
        segment.SetColor(*COLORS[identifier])
        segment.SetLabelValue(1)
        segment.AddRepresentation(BINARY_LABELMAP, croppedLabelmap(volume, np.argwhere(mask)))
        node.GetSegmentation().AddSegment(segment, identifier)
        node.GetDisplayNode().SetSegmentOpacity2DFill(identifier, FILL_OPACITY)
    return node
