"""The folder of the subject hierarchy that holds all results of a volume."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import slicer
import vtk
from slicer.i18n import tr as _

from .result_nodes import VOLUME_REFERENCE, nodesOf, volumeTitle

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
    """Return the item of the volume's folder, 0 if there is none.

    It is told by what it holds, not by its name: two volumes may have one name, and a volume may be renamed. An empty
    folder is told by its name.
    """
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(slicer.mrmlScene)
    name = _folderName(volumeNode)
    for item in _foldersNear(hierarchy, volumeNode):
        owner = _ownerOf(hierarchy, item)
        if owner is volumeNode or (owner is None and hierarchy.GetItemName(item) == name):
            return item
    return 0


def _foldersNear(hierarchy, volumeNode) -> Iterator[int]:
    """Yield the folders beside a volume, and those of its results where it was moved away from them."""
    beside = _childrenOf(hierarchy, _parentOf(hierarchy, volumeNode))
    yield from (item for item in beside if hierarchy.GetItemAttribute(item, FOLDER_ATTRIBUTE))
    for node in nodesOf(volumeNode):
        item = hierarchy.GetItemByDataNode(node)
        folder = hierarchy.GetItemParent(item) if item else 0
        if folder and hierarchy.GetItemAttribute(folder, FOLDER_ATTRIBUTE):
            yield folder


def _ownerOf(hierarchy, folder: int):
    """Return the volume that the first result or mark in a folder is of, None where nothing in it is of a volume."""
    nodes = (hierarchy.GetItemDataNode(item) for item in _childrenOf(hierarchy, folder))
    volumes = (node.GetNodeReference(VOLUME_REFERENCE) for node in nodes if node is not None)
    return next((volume for volume in volumes if volume is not None), None)


def _childrenOf(hierarchy, item: int) -> list[int]:
    children = vtk.vtkIdList()
    hierarchy.GetItemChildren(item, children)
    return [children.GetId(index) for index in range(children.GetNumberOfIds())]


def _parentOf(hierarchy, volumeNode) -> int:
    item = hierarchy.GetItemByDataNode(volumeNode)
    return hierarchy.GetItemParent(item) if item else hierarchy.GetSceneItemID()


def _folderName(volumeNode) -> str:
    return _("{volume} Microcalc").format(volume=volumeTitle(volumeNode))
