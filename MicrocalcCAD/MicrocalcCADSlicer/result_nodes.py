"""The nodes of the scene that hold the results of a volume: how they are marked, found again, added and removed.

Each detection's nodes are one set. A user may copy nodes, or load a scene that has results already: then the newest set
is the one that counts, and nothing of the others is touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import slicer
import slicer.util
from slicer.i18n import tr as _

from .geometry import gridOf, matrixOf

ROLE_ATTRIBUTE, SET_ATTRIBUTE, NUMBER_ATTRIBUTE = "Microcalc.Role", "Microcalc.Set", "Microcalc.Number"
SPARE_ATTRIBUTE = "Microcalc.Spare"
SAME_PLACE_MM = 1e-3
VOLUME_REFERENCE = "Microcalc.Volume"
OUTLINE, VESSEL, SINGLES, NIPPLE, PLOT = "outline", "vessel", "singles", "nipple", "plot"
# A closed curve is a curve as well: nodes of the second class hold those of the first.
OUTLINE_CLASS, VESSEL_CLASS, SINGLES_CLASS = (
    "vtkMRMLMarkupsClosedCurveNode",
    "vtkMRMLMarkupsCurveNode",
    "vtkMRMLMarkupsFiducialNode",
)
NIPPLE_CLASS = SINGLES_CLASS
PLOT_CLASSES = ("vtkMRMLTableNode", "vtkMRMLPlotSeriesNode", "vtkMRMLPlotChartNode")
NODE_CLASSES = {
    "segmentation": "vtkMRMLSegmentationNode",
    "calcificationTable": "vtkMRMLTableNode",
    "clusterTable": "vtkMRMLTableNode",
    "findings": "vtkMRMLTextNode",
    "analysis": "vtkMRMLTextNode",
    "heatMap": "vtkMRMLScalarVolumeNode",
}


@dataclass(frozen=True)
class ResultNodes:
    """The nodes of one detection; a node that the user has deleted, or that the method has not, is None.

    `spare` are curves that were outlines and will be again: see `setSpare`. `singles` are the marks of single
    calcifications, see `single_marks`. `nipple` is the point that the reader can drag, None until it is wanted, see
    `nipple_point`.
    """

    volume: object
    segmentation: object = None
    calcificationTable: object = None
    clusterTable: object = None
    findings: object = None
    analysis: object = None
    heatMap: object = None
    outlines: tuple = ()
    vessels: tuple = ()
    spare: tuple = ()
    singles: tuple = ()
    nipple: object = None

    def all(self) -> tuple:
        """Return all nodes but the volume and the plots."""
        several = (*self.outlines, *self.vessels, *self.spare, *self.singles, self.nipple)
        return tuple(node for node in (*(getattr(self, role) for role in NODE_CLASSES), *several) if node is not None)

    @property
    def set(self) -> str:
        """What all nodes of the detection have in common."""
        return _setOf(self.all()[0]) if self.all() else ""

    @property
    def plots(self) -> tuple:
        """The nodes of the plots that were made of these results."""
        return tuple(
            node
            for node in nodesOf(self.volume)
            if node.GetAttribute(ROLE_ATTRIBUTE) == PLOT and _setOf(node) == self.set
        )


def resultsOf(volumeNode) -> ResultNodes | None:
    """Return the nodes of the volume's newest detection, None if there are none; of a node that was copied, the
    original.
    """
    own = [node for node in nodesOf(volumeNode) if node.GetAttribute(ROLE_ATTRIBUTE) != PLOT]
    if not own:
        return None
    analysed = [node for node in own if node.GetAttribute(ROLE_ATTRIBUTE) == "analysis"]
    newest = _setOf((analysed or own)[-1])
    byRole: dict[tuple[str, str], object] = {}
    for node in own:
        if _setOf(node) == newest:
            byRole.setdefault((node.GetAttribute(ROLE_ATTRIBUTE), node.GetAttribute(NUMBER_ATTRIBUTE) or ""), node)
    curves, vessels, singles = (
        tuple(node for (role, _number), node in byRole.items() if role == one) for one in (OUTLINE, VESSEL, SINGLES)
    )
    outlines, spare = (
        tuple(node for node in curves if bool(node.GetAttribute(SPARE_ATTRIBUTE)) == isSpare)
        for isSpare in (False, True)
    )
    byName = {role: byRole.get((role, "")) for role in NODE_CLASSES}
    nipple = byRole.get((NIPPLE, ""))
    return ResultNodes(
        volumeNode, outlines=outlines, vessels=vessels, spare=spare, singles=singles, nipple=nipple, **byName
    )


def hasOthers(nodes: ResultNodes) -> bool:
    """Return whether the volume has more findings than these: another set, or copies of nodes."""
    own = {node.GetID() for node in nodes.all()}
    return any(node.GetID() not in own for node in nodesOf(nodes.volume) if node.GetAttribute(ROLE_ATTRIBUTE) != PLOT)


def nodesOf(volumeNode) -> list:
    """Return all nodes that Microcalc made for a volume, in the order of the scene."""
    return [node for node in _allNodes() if node.GetNodeReferenceID(VOLUME_REFERENCE) == volumeNode.GetID()]


def orphans() -> list:
    """Return the nodes whose volume was deleted."""
    return [node for node in _allNodes() if node.GetNodeReference(VOLUME_REFERENCE) is None]


def adopt(volumeNode, nodes: Iterable) -> None:
    """Make nodes results of a volume."""
    for node in nodes:
        node.SetNodeReferenceID(VOLUME_REFERENCE, volumeNode.GetID())
        if node.IsA("vtkMRMLTransformableNode"):
            node.SetAndObserveTransformNodeID(volumeNode.GetTransformNodeID())


def moveWith(volumeNode) -> None:
    """Put the results of a volume under its transform again where that is another one by now. A volume into which it
    was hardened lies elsewhere itself: its results stay where they are.
    """
    transformID, nodes = volumeNode.GetTransformNodeID(), nodesOf(volumeNode)
    others = [n for n in nodes if n.IsA("vtkMRMLTransformableNode") and n.GetTransformNodeID() != transformID]
    if others and all(_isWhereDrawn(node, volumeNode) for node in nodes if node.IsA("vtkMRMLSegmentationNode")):
        for node in others:
            node.SetAndObserveTransformNodeID(transformID)


def _isWhereDrawn(segmentationNode, volumeNode) -> bool:
    """Return whether the marks of a segmentation are on the pixels of the volume, if both are moved alike."""
    segmentation = segmentationNode.GetSegmentation()
    segments = [segmentation.GetNthSegment(index) for index in range(segmentation.GetNumberOfSegments())]
    images = [segment.GetRepresentation("Binary labelmap") for segment in segments]
    return all(
        np.allclose(gridOf(image), matrixOf(volumeNode), atol=SAME_PLACE_MM) for image in images if image is not None
    )


def addNode(
    volumeNode, role: str, one: str, number: int | None = None, className: str | None = None, title: str | None = None
):
    """Add a node of a set to the scene, not yet in its folder.

    Parameters
    ----------
    one
        The set, as `ResultNodes.set`.
    number
        Which of several nodes of one role it is.
    """
    className = className or NODE_CLASSES.get(role, OUTLINE_CLASS)
    scene = slicer.mrmlScene
    node = scene.CreateNodeByClass(className)
    node.UnRegister(None)
    node.SetName(title or _titles()[role].format(volume=volumeTitle(volumeNode)))
    node.SetAttribute(
        ROLE_ATTRIBUTE, role
    )  # before it is in the scene: lists of volumes must know it for ours when it comes
    scene.AddNode(node)
    node.SetAttribute(SET_ATTRIBUTE, one)
    if number is not None:
        node.SetAttribute(NUMBER_ATTRIBUTE, str(number))
    node.SetNodeReferenceID(VOLUME_REFERENCE, volumeNode.GetID())
    if node.IsA("vtkMRMLTransformableNode"):
        node.SetAndObserveTransformNodeID(volumeNode.GetTransformNodeID())
    if className == "vtkMRMLTextNode":
        node.SetForceCreateStorageNode(slicer.vtkMRMLTextNode.CreateStorageNodeAlways)
    return node


def volumeTitle(volumeNode) -> str:
    """Return what the names of a volume's nodes begin with: its name, with a number where a volume before it has the
    same. Slicer's Save names files after nodes, in one folder for all: those of two volumes must differ.
    """
    name, before = volumeNode.GetName() or "", 0
    for node in slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode"):
        if node is volumeNode:
            break
        before += node.GetName() == name
    return f"{name} ({before + 1})" if before else name


def freeName(name: str) -> str:
    """Return a name for a new node that no other of the scene has, as Slicer's own loaders give them."""
    scene = slicer.mrmlScene
    return scene.GenerateUniqueName(name) if scene.GetFirstNodeByName(name) is not None else name


def isSpare(node) -> bool:
    """Return whether a curve is put away, see `setSpare`."""
    return bool(node.GetAttribute(SPARE_ATTRIBUTE))


def setSpare(node, spare: bool) -> None:
    """Put a curve away, unseen, in no list and not saved, or take it out again."""
    if isSpare(node) == spare:
        return
    with untold(node):
        node.SetAttribute(SPARE_ATTRIBUTE, "1" if spare else None)
        node.SetHideFromEditors(spare)
        for one in (node, *displaysOf(node), node.GetStorageNode()):
            if one is not None:
                one.SetSaveWithScene(not spare)
        node.SetDisplayVisibility(not spare)
    node.Modified()


def displaysOf(node) -> list:
    """Return the display nodes of a node."""
    displays = (node.GetNthDisplayNode(index) for index in range(node.GetNumberOfDisplayNodes()))
    return [display for display in displays if display is not None]


@contextmanager
def untold(node) -> Iterator[None]:
    """Change a node and its displays without telling views and lists, for whoever tells them by one event in the end:
    ``node.Modified()``.

    Each event of a markup lets every slice view look through all events that it observes, of all curves of the scene,
    be this one seen there or not. `oneChange` is for new points.
    """
    before = [(one, one.GetDisableModifiedEvent()) for one in (node, *displaysOf(node))]
    for one, _isDisabled in before:
        one.SetDisableModifiedEvent(True)
    try:
        yield
    finally:
        for one, isDisabled in before:
            one.SetDisableModifiedEvent(isDisabled)


@contextmanager
def oneChange(node) -> Iterator[None]:
    """Change the points of a markup and all else of it: views and lists are told once in the end, and it measures
    itself anew.
    """
    wasModifying = node.StartModify()
    try:
        with untold(node):
            yield
    finally:
        node.EndModify(wasModifying)


def removeNodes(nodes: Iterable) -> None:
    """Remove nodes with their display and storage nodes."""
    for node in nodes:
        helpers = displaysOf(node) if node.IsA("vtkMRMLDisplayableNode") else []
        helpers += [node.GetStorageNode()] if node.IsA("vtkMRMLStorableNode") else []
        for own in (node, *helpers):
            if own is not None and own.GetScene():
                slicer.mrmlScene.RemoveNode(own)


@contextmanager
def batch() -> Iterator[None]:
    """Let views and lists follow only once for many changes of the scene."""
    slicer.mrmlScene.StartState(slicer.vtkMRMLScene.BatchProcessState)
    try:
        yield
    finally:
        slicer.mrmlScene.EndState(slicer.vtkMRMLScene.BatchProcessState)


def drawAdded() -> None:
    """Have the slice views draw segmentations that were added in a `batch`: they would only once something else of the
    view changes.
    """
    for node in slicer.util.getNodesByClass("vtkMRMLSliceNode"):
        node.Modified()


def _allNodes() -> list:
    classes = dict.fromkeys((*NODE_CLASSES.values(), *PLOT_CLASSES, VESSEL_CLASS, SINGLES_CLASS))
    return [
        node
        for className in classes
        for node in slicer.util.getNodesByClass(className)
        if node.GetAttribute(ROLE_ATTRIBUTE)
    ]


def _setOf(node) -> str:
    return node.GetAttribute(SET_ATTRIBUTE) or ""


def _titles() -> dict[str, str]:
    return {
        "segmentation": _("{volume} calcifications"),
        "calcificationTable": _("{volume} table of calcifications"),
        "clusterTable": _("{volume} table of clusters"),
        "findings": _("{volume} findings"),
        "analysis": _("{volume} analysis"),
        "heatMap": _("{volume} heat map"),
        OUTLINE: _("{volume} cluster"),
        NIPPLE: _("{volume} nipple"),
    }
