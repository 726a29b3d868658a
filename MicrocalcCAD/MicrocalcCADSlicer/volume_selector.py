"""The choice of the mammogram: what it offers, and what is chosen while nobody has chosen."""

from __future__ import annotations

import slicer
import slicer.util

from .result_nodes import ROLE_ATTRIBUTE


def hideOwnVolumes(selector) -> None:
    """Offer no volume that is a result of ours, such as a heat map."""
    nodes = slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode")
    selector.sortFilterProxyModel().hiddenNodeIDs = [
        node.GetID() for node in nodes if node.GetAttribute(ROLE_ATTRIBUTE)
    ]


def isMammogram(node) -> bool:
    """Return whether a node may be a mammogram: a scalar volume, no label map, visible to the user and no result of
    ours.
    """
    return (
        node.GetClassName() == "vtkMRMLScalarVolumeNode"
        and not node.GetHideFromEditors()
        and not node.GetAttribute(ROLE_ATTRIBUTE)
    )


def isOneSlice(node) -> bool:
    """Return whether a volume is one slice and has pixels."""
    image = node.GetImageData()
    return image is not None and image.GetDimensions()[2] == 1 and image.GetPointData().GetScalars() is not None


def onlyMammogram():
    """Return the one volume of the scene that can be a mammogram by its shape; None where there are none or several."""
    nodes = [
        node
        for node in slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode")
        if isMammogram(node) and isOneSlice(node)
    ]
    return nodes[0] if len(nodes) == 1 else None
