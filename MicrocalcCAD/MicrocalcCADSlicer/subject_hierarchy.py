"""The folder of the subject hierarchy that holds all results of a volume."""

from __future__ import annotations

from collections.abc import Iterable

import slicer
from slicer.i18n import tr as _

FOLDER_ATTRIBUTE = "Microcalc.Results"


def moveIntoFolder(volumeNode, nodes: Iterable) -> None:
    """Put nodes into the volume's folder "<volume> Microcalc", which stands beside the volume."""
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(slicer.mrmlScene)
    folder = folderOf(volumeNode)
    if not folder:
        folder = hierarchy.CreateFolderItem(_parentOf(hierarchy, volumeNode), _folderName(volumeNode))
        hierarchy.SetItemAttribute(folder, FOLDER_ATTRIBUTE, "1")
    for node in nodes:
        item = hierarchy.GetItemByDataNode(node) or hierarchy.CreateItem(folder, node)
        hierarchy.SetItemParent(item, folder)


def folderOf(volumeNode) -> int:
    """Return the item of the volume's folder, 0 if there is none."""
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(slicer.mrmlScene)
    parent = _parentOf(hierarchy, volumeNode)
    item = hierarchy.GetItemChildWithName(parent, _folderName(volumeNode))
    return item if item and hierarchy.GetItemAttribute(item, FOLDER_ATTRIBUTE) else 0


def _parentOf(hierarchy, volumeNode) -> int:
    item = hierarchy.GetItemByDataNode(volumeNode)
    return hierarchy.GetItemParent(item) if item else hierarchy.GetSceneItemID()


def _folderName(volumeNode) -> str:
    return _("{volume} Microcalc").format(volume=volumeNode.GetName())
