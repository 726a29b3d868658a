"""All nodes that one detection makes: created together, found again by their volume, replaced only by a success."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

import slicer
import slicer.util
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.findings import Findings
from slicer.i18n import tr as _

from .folder import moveIntoFolder
from .heat_map import fillHeatMapNode
from .outlines import fillOutlineNode, updateOutlineNode
from .record import State, decoded, encoded, readFindings, readState, writeFindings, writeState
from .review import REJECTED
from .segmentation import fillSegmentationNode, updateSegmentationNode
from .tables import updateCalcificationTable, updateClusterTable

ROLE_ATTRIBUTE = "Microcalc.Role"
VOLUME_REFERENCE = "Microcalc.Volume"
OUTLINE = "outline"
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
    """The nodes of one detection; a node that the user has deleted, or that the method has not, is None."""

    volume: object
    segmentation: object = None
    calcificationTable: object = None
    clusterTable: object = None
    findings: object = None
    analysis: object = None
    heatMap: object = None
    outlines: tuple = ()

    def all(self) -> tuple:
        """Return all nodes but the volume."""
        return tuple(node for node in (*(getattr(self, role) for role in NODE_CLASSES), *self.outlines) if node is not None)


def createResults(volumeNode, analysis: Analysis, state: State, stored: str | None = None) -> ResultNodes:
    """Add all nodes for an analysis and then remove those of an earlier one; on any error the scene stays as it was.

    Parameters
    ----------
    stored
        The analysis as `record.encoded` gives it, where it is at hand already.
    """
    earlier = nodesOf(volumeNode)
    findings = state.findings(analysis)
    stored = stored or encoded(analysis)
    with _batch():
        try:
            nodes = ResultNodes(volumeNode, **{role: _add(volumeNode, role) for role in _rolesFor(analysis)})
            fillSegmentationNode(nodes.segmentation, volumeNode, findings)
            if nodes.heatMap is not None:
                fillHeatMapNode(nodes.heatMap, volumeNode, analysis)
            nodes.analysis.SetText(stored)
            nodes = update(nodes, analysis, state, findings)
            settle(nodes, findings)
        except BaseException:
            _remove([node for node in nodesOf(volumeNode) if node not in earlier])
            raise
        _remove(earlier)
    return nodes


def update(nodes: ResultNodes, analysis: Analysis, state: State, findings: Findings) -> ResultNodes:
    """Bring marks and tables to the given findings, and return the nodes; cheap enough for a slider.

    The text of the findings is left to `settle`. Nodes that the user has deleted are not made again.
    """
    shown, states = state.review.shown(findings), state.review.states(findings)
    if nodes.segmentation is not None:
        updateSegmentationNode(nodes.segmentation, nodes.volume, analysis, shown)
    if nodes.calcificationTable is not None:
        updateCalcificationTable(nodes.calcificationTable, shown)
    if nodes.clusterTable is not None:
        updateClusterTable(nodes.clusterTable, findings, states)
    if nodes.analysis is not None:
        writeState(nodes.analysis, state)
    nodes = replace(nodes, outlines=_updatedOutlines(nodes, findings, states))
    moveIntoFolder(nodes.volume, nodes.all())
    return nodes


def settle(nodes: ResultNodes, findings: Findings) -> None:
    """Write the findings as text; done once the slider rests, as it takes longer than the marks."""
    if nodes.findings is not None:
        writeFindings(nodes.findings, findings)


def resultsOf(volumeNode) -> ResultNodes | None:
    """Return the nodes of the volume's last detection, None if there are none."""
    byRole = {node.GetAttribute(ROLE_ATTRIBUTE): node for node in nodesOf(volumeNode)}
    if not byRole:
        return None
    outlines = tuple(node for node in nodesOf(volumeNode) if node.GetAttribute(ROLE_ATTRIBUTE) == OUTLINE)
    return ResultNodes(volumeNode, outlines=outlines, **{role: byRole.get(role) for role in NODE_CLASSES})


def stored(nodes: ResultNodes) -> tuple[Analysis, State] | None:
    """Return the analysis and the state kept in the scene, None where the user has deleted them."""
    if nodes.analysis is None or not nodes.analysis.GetText():
        return None
    return decoded(nodes.analysis.GetText()), readState(nodes.analysis)


def storedFindings(nodes: ResultNodes) -> Findings | None:
    """Return the findings kept in the scene."""
    return readFindings(nodes.findings) if nodes.findings is not None else None


def nodesOf(volumeNode) -> list:
    """Return all nodes that Microcalc made for a volume, in the order of the scene."""
    nodes = [node for className in {*NODE_CLASSES.values(), "vtkMRMLMarkupsClosedCurveNode"} for node in slicer.util.getNodesByClass(className)]
    return [n for n in nodes if n.GetAttribute(ROLE_ATTRIBUTE) and n.GetNodeReferenceID(VOLUME_REFERENCE) == volumeNode.GetID()]


def _rolesFor(analysis: Analysis) -> list[str]:
    return [role for role in NODE_CLASSES if role != "heatMap" or analysis.score_map is not None]


def _add(volumeNode, role: str):
    titles = {
        "segmentation": _("{volume} calcifications"),
        "calcificationTable": _("{volume} table of calcifications"),
        "clusterTable": _("{volume} table of clusters"),
        "findings": _("{volume} findings"),
        "analysis": _("{volume} analysis"),
        "heatMap": _("{volume} heat map"),
        OUTLINE: _("Cluster"),
    }
    className = NODE_CLASSES.get(role, "vtkMRMLMarkupsClosedCurveNode")
    node = slicer.mrmlScene.AddNewNodeByClass(className, titles[role].format(volume=volumeNode.GetName()))
    node.SetAttribute(ROLE_ATTRIBUTE, role)
    node.SetNodeReferenceID(VOLUME_REFERENCE, volumeNode.GetID())
    if node.IsA("vtkMRMLTransformableNode"):
        node.SetAndObserveTransformNodeID(volumeNode.GetTransformNodeID())
    if className == "vtkMRMLTextNode":
        node.SetForceCreateStorageNode(slicer.vtkMRMLTextNode.CreateStorageNodeAlways)
    return node


def _updatedOutlines(nodes: ResultNodes, findings: Findings, states: Mapping[int, str]) -> tuple:
    """Draw one curve a cluster that is not rejected; curves are used again, made or removed as needed."""
    clusters = [c for c in findings.reported_clusters if states[c.id] != REJECTED]
    curves = list(nodes.outlines)
    while len(curves) < len(clusters):
        curves.append(_add(nodes.volume, OUTLINE))
        fillOutlineNode(curves[-1])
    for curve, cluster in zip(curves, clusters, strict=False):
        updateOutlineNode(curve, nodes.volume, cluster, states[cluster.id])
    _remove(curves[len(clusters) :])
    return tuple(curves[: len(clusters)])


def _remove(nodes: list) -> None:
    """Remove nodes with their display and storage nodes."""
    for node in nodes:
        helpers = [node.GetNthDisplayNode(i) for i in range(node.GetNumberOfDisplayNodes())] if node.IsA("vtkMRMLDisplayableNode") else []
        helpers += [node.GetStorageNode()] if node.IsA("vtkMRMLStorableNode") else []
        for own in (node, *helpers):
            if own is not None and own.GetScene():
                slicer.mrmlScene.RemoveNode(own)


@contextmanager
def _batch():
    """Let views and lists follow only once for many changes of the scene."""
    slicer.mrmlScene.StartState(slicer.vtkMRMLScene.BatchProcessState)
    try:
        yield
    finally:
        slicer.mrmlScene.EndState(slicer.vtkMRMLScene.BatchProcessState)
