"""An image of an evaluated set in the scene, with what is marked in it and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import slicer.util
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADSlicer.slice_views import showVolume
from slicer.i18n import tr as _

ATTRIBUTE = "Microcalc.EvaluatedImage"


def loadImage(labelled: Path, evaluation: Path, row: Mapping[str, str]) -> list:
    """Load an image of ``images.csv``, its truth and the candidates found in it, in place of one loaded before; return the nodes.

    Raises
    ------
    InputError
        If the image is not in the set any more, or cannot be read.
    """
    from MicrocalcTrainLib.labelled_images import image_named

    image = image_named(labelled, row["image"])
    mammogram = image.mammogram()
    for node in [node for node in slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode") if node.GetAttribute(ATTRIBUTE)]:
        slicer.mrmlScene.RemoveNode(node)
    nodes = [_add(mammogram.pixels, mammogram, image.stem, "vtkMRMLScalarVolumeNode")]
    if image.labels is not None:
        nodes.append(_addLabels(image.truth(mammogram.shape) > 0, mammogram, _("{name} truth").format(name=image.stem)))
    stored = evaluation / row["method"] / f"{image.stem}.analysis.npz"
    if stored.is_file():
        nodes.append(_addLabels(Analysis.load(stored).label_map() > 0, mammogram, _("{name} found").format(name=image.stem)))
    showVolume(nodes[0])
    return nodes


def _add(array: np.ndarray, mammogram: Mammogram, name: str, kind: str):
    row_mm, column_mm = mammogram.spacing_mm
    node = slicer.util.addVolumeFromArray(array[np.newaxis], ijkToRAS=np.diag([-column_mm, -row_mm, 1, 1]), name=name, nodeClassName=kind)
    node.SetAttribute(ATTRIBUTE, "1")
    return node


def _addLabels(mask: np.ndarray, mammogram: Mammogram, name: str):
    return _add(mask.astype(np.uint8), mammogram, name, "vtkMRMLLabelMapVolumeNode")
