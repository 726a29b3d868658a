"""All nodes that one detection makes: created together, brought to what the user decides, replaced only by
a success.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import uuid4

import numpy as np
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.edits import Edits, followed
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.findings import Cluster, Findings
from MicrocalcCADLib.listed import SINGLE, few_single, listed
from slicer.i18n import tr as _

from .hand_edits import currentPixels, pixelsOnOwnGrid, readEdits, readWritten, segmentKey
from .heat_map import fillHeatMapNode
from .nipple_point import addNippleNode, updateNippleNode
from .outlines import drawnShape, fillOutlineNode, forgetMisplaced, labelOutlineNode, shapeOf, updateOutlineNode
from .result_nodes import (
    NODE_CLASSES,
    NUMBER_ATTRIBUTE,
    OUTLINE,
    ROLE_ATTRIBUTE,
    ResultNodes,
    addNode,
    batch,
    drawAdded,
    nodesOf,
    removeNodes,
    resultsOf,
    setSpare,
    volumeTitle,
)
from .review import REJECTED, UNSEEN
from .scene_image import ImageRecord, SceneImage
from .scene_state import State, decoded, encoded, readFindings, readState, writeFindings, writeState
from .segment_names import CALCIFICATIONS
from .segmentation import (
    addMissingSegments,
    drawAreas,
    fillSegmentationNode,
    moveOwnSegments,
    pixelsOf,
    updateSegmentationNode,
    writeReview,
)
from .single_marks import singlesAreMisplaced, updateSingleMarks
from .subject_hierarchy import moveIntoFolder
from .tables import updateCalcificationTable, updateClusterTable
from .vessel_lines import addVesselNodes, correctVesselNodes

IMAGE_ATTRIBUTE = "Microcalc.Image"


def createResults(volumeNode, analysis: Analysis, state: State, stored: str | None = None) -> ResultNodes:
    """Add all nodes for an analysis and then remove those of an earlier one; on any error the scene stays as it was.

    Parameters
    ----------
    stored
        The analysis as `record.encoded` gives it, where it is at hand already.
    """
    earlier = resultsOf(volumeNode)
    findings = state.findings(analysis)
    stored = stored or encoded(analysis)
    before, one = set(nodesOf(volumeNode)), uuid4().hex[:12]
    with batch():
        try:
            nodes = ResultNodes(volumeNode, **{role: addNode(volumeNode, role, one) for role in _rolesFor(analysis)})
            fillSegmentationNode(nodes.segmentation, volumeNode, findings)
            if nodes.heatMap is not None:
                fillHeatMapNode(nodes.heatMap, volumeNode, analysis)
            nodes.analysis.SetText(stored)
            nodes.analysis.SetAttribute(IMAGE_ATTRIBUTE, ImageRecord.of(volumeNode, analysis).toText())
            nodes = replace(nodes, vessels=addVesselNodes(volumeNode, findings.vessels, one))
            nodes = update(nodes, analysis, state, findings)
            moveIntoFolder(volumeNode, nodes.all())
            settle(nodes, findings, state)
        except BaseException:
            removeNodes([node for node in nodesOf(volumeNode) if node not in before])
            raise
        if earlier is not None:
            _removeEarlier(earlier, nodes, state)
    drawAdded()
    return nodes


def _removeEarlier(earlier: ResultNodes, now: ResultNodes, state: State) -> None:
    """Remove the results that others take the place of; a segmentation with edits that these do not have stays, as the
    user's own. Segments that the user has added go over to the new segmentation.
    """
    nodes = (*earlier.all(), *earlier.plots)
    hasOtherEdits = _hasOtherEdits(earlier, state)
    hasMoved = earlier.segmentation is None or moveOwnSegments(earlier.segmentation, now.segmentation)
    if hasOtherEdits or not hasMoved:
        nodes = [node for node in nodes if node is not earlier.segmentation]
        earlier.segmentation.RemoveAttribute(ROLE_ATTRIBUTE)
        earlier.segmentation.SetName(_("{name}, edited before").format(name=earlier.segmentation.GetName()))
        earlier.segmentation.SetDisplayVisibility(False)
    removeNodes(nodes)


def _hasOtherEdits(nodes: ResultNodes, state: State) -> bool:
    """Return whether the segment of calcifications has edits that a state has not: those that are known, and whatever
    is set in it but was not written.
    """
    segment = _segmentIn(nodes)
    if segment is None:
        return False
    try:
        kept = storedWithEdits(nodes)
        edits = kept[1].edits if kept is not None else readEdits(segment)
        return bool(len(edits)) and not _drawTheSame(edits, state.edits)
    except InputError:  # they cannot be followed: on another grid, of another image
        return not _isAsWritten(nodes, segment) or bool(len(readEdits(segment)))


def _drawTheSame(one: Edits, other: Edits) -> bool:
    """Return whether two edits leave the same pixels; their measures may differ by what another detection measured."""
    return (
        np.array_equal(one.identifiers, other.identifiers)
        and np.array_equal(one.objects.starts, other.objects.starts)
        and np.array_equal(one.objects.pixels, other.objects.pixels)
    )


def _isAsWritten(nodes: ResultNodes, segment) -> bool:
    """Return whether the segment has what was last written into it, on whatever grid; True where nobody can know."""
    try:
        kept, written = stored(nodes), readWritten(segment)
    except InputError:
        return True
    if kept is None or written is None:
        return True
    analysis = replace(kept[1], edits=readEdits(segment)).edited(kept[0])
    current = pixelsOnOwnGrid(segment, analysis.image.rows, analysis.image.columns)
    return np.array_equal(pixelsOf(analysis, written), current)


def update(nodes: ResultNodes, analysis: Analysis, state: State, findings: Findings) -> ResultNodes:
    """Bring the marks to the given findings, and return the nodes; cheap enough for a slider, and for every stroke of a
    brush.

    Tables, numbers of outlines, areas of clusters and the text of the findings are left to `finish` and `settle`. Nodes
    that the user has deleted are not made again.
    """
    shown, states = state.review.shown(findings), state.review.states(findings)
    if nodes.segmentation is not None:
        updateSegmentationNode(nodes.segmentation, nodes.volume, state.edited(analysis), shown, state.edits)
        writeReview(nodes.segmentation, {c.id: states[c.id] for c in findings.clusters if c.id in states})
    writeState((nodes.segmentation, nodes.analysis), state)
    outlines, spare = _updatedOutlines(nodes, _outlined(findings, state, states), states)
    singles, new = updateSingleMarks(nodes, _marked(findings, state, states))
    if new:
        moveIntoFolder(nodes.volume, new)
    if nodes.nipple is not None:
        updateNippleNode(nodes.nipple, nodes.volume, findings.image)
    return replace(nodes, outlines=outlines, spare=spare, singles=singles)


def correctMisplaced(nodes: ResultNodes, findings: Findings, state: State) -> ResultNodes:
    """Return the nodes with marks drawn again that lie elsewhere than they were drawn: files of a scene may have
    replaced one another. What else was done to marks stays.
    """
    states = state.review.states(findings)
    correctVesselNodes(nodes, findings.vessels)
    marked, clusters = _marked(findings, state, states), _outlined(findings, state, states)
    if singlesAreMisplaced(nodes, marked):
        updateSingleMarks(nodes, marked)
    if nodes.nipple is not None:
        updateNippleNode(nodes.nipple, nodes.volume, findings.image)
    if not forgetMisplaced(nodes.outlines, nodes.volume, clusters):
        return nodes
    outlines, spare = _updatedOutlines(nodes, clusters, states)
    return replace(nodes, outlines=outlines, spare=spare)


def withNipple(nodes: ResultNodes, findings: Findings) -> ResultNodes:
    """Return the nodes with the point of the nipple, which is there only once a reader wants to see it."""
    if nodes.nipple is None:
        nodes = replace(nodes, nipple=addNippleNode(nodes.volume, nodes.set))
        moveIntoFolder(nodes.volume, [nodes.nipple])
        updateNippleNode(nodes.nipple, nodes.volume, findings.image)
    return nodes


def finish(nodes: ResultNodes, findings: Findings, state: State) -> None:
    """Bring tables, areas of clusters and numbers of outlines to the findings: after each step, but not at each move of
    a slider.
    """
    shown, states = state.review.shown(findings), state.review.states(findings)
    if nodes.calcificationTable is not None:
        updateCalcificationTable(nodes.calcificationTable, shown)
    if nodes.clusterTable is not None:
        updateClusterTable(nodes.clusterTable, findings, states)
    if nodes.segmentation is not None:
        drawAreas(nodes.segmentation, nodes.volume, shown)
    title = volumeTitle(nodes.volume)
    for curve, cluster in zip(nodes.outlines, _outlined(findings, state, states), strict=False):
        if drawnShape(curve) == shapeOf(cluster):
            labelOutlineNode(curve, cluster, title)


def settle(nodes: ResultNodes, findings: Findings, state: State) -> None:
    """Write the findings as text and finish the rest; done once the slider rests, as it takes a while."""
    if nodes.findings is not None:
        writeFindings(nodes.findings, findings)
    finish(nodes, findings, state)


def followEdits(
    nodes: ResultNodes, analysis: Analysis, state: State, image: SceneImage
) -> tuple[State, frozenset[int]]:
    """Return the state with what the user has changed in the segment since it was last written, and the ids of what
    that touched.

    Raises
    ------
    InputError
        If the segment lies on another grid, or the volume holds another image by now.
    """
    segment = _segmentIn(nodes)
    written = readWritten(segment) if segment is not None else None
    if written is None:
        return state, frozenset()
    before, current = readEdits(segment), currentPixels(segment, nodes.volume)
    pixels = pixelsOf(replace(state, edits=before).edited(analysis), written)
    if np.array_equal(pixels, current):
        edits, touched = before, frozenset()
    else:
        edits, touched = followed(analysis.candidates, before, written, current, image.mammogram())
    # An Undo of the editor brings back pixels and tags alike: then there is no difference, but other edits than were
    # known.
    return (state, touched) if edits.same_as(state.edits) else (replace(state, edits=edits), touched)


def isDrawn(nodes: ResultNodes, analysis: Analysis, state: State, findings: Findings) -> bool:
    """Return whether the segment of calcifications has those that are shown: the editor's Undo brings back the pixels
    of an earlier state, with its tags, so that no edit is seen.
    """
    segment = _segmentIn(nodes)
    if segment is None or readWritten(segment) is None:
        return True
    identifiers = np.array([c.id for c in state.review.shown(findings).reported_calcifications], np.int64)
    return np.array_equal(pixelsOf(state.edited(analysis), identifiers), currentPixels(segment, nodes.volume))


def addMissingMarks(nodes: ResultNodes, findings: Findings) -> ResultNodes:
    """Return the nodes with the segmentation and its two segments, the tables and the text of the findings there again,
    where the user has deleted them.
    """
    missing = [role for role in ("calcificationTable", "clusterTable", "findings") if getattr(nodes, role) is None]
    if missing:
        added = {role: addNode(nodes.volume, role, nodes.set) for role in missing}
        moveIntoFolder(nodes.volume, added.values())
        nodes = replace(nodes, **added)
    if nodes.segmentation is None:
        nodes = replace(nodes, segmentation=addNode(nodes.volume, "segmentation", nodes.set))
        fillSegmentationNode(nodes.segmentation, nodes.volume, findings)
        moveIntoFolder(nodes.volume, [nodes.segmentation])
    addMissingSegments(nodes.segmentation, nodes.volume, findings)
    return nodes


def lacksMarks(nodes: ResultNodes) -> bool:
    """Return whether the segmentation or its segment of calcifications is gone."""
    return _segmentIn(nodes) is None


def _segmentIn(nodes: ResultNodes):
    node = nodes.segmentation
    return node.GetSegmentation().GetSegment(CALCIFICATIONS) if node is not None else None


def segmentSeen(nodes: ResultNodes) -> tuple | None:
    """Return what changes with every edit of the segment of calcifications, of its image, or of what it is about; None
    without a segment.
    """
    segment = _segmentIn(nodes)
    key = segmentKey(segment, nodes.volume) if segment is not None else None
    return None if key is None else (nodes.segmentation.GetID(), *key)


def stored(nodes: ResultNodes) -> tuple[Analysis, State] | None:
    """Return the analysis and the state kept in the scene, None where the user has deleted them."""
    if nodes.analysis is None or not nodes.analysis.GetText():
        return None
    return decoded(nodes.analysis.GetText()), readState((nodes.analysis, nodes.segmentation))


def storedWithEdits(nodes: ResultNodes) -> tuple[Analysis, State] | None:
    """Return what `stored` does, with what was edited in the segment since it was written; the scene stays as it is.

    Of the volume that the panel shows edits are followed as they are made, of any other one only when it is asked for:
    whoever reads results reads them so.

    Raises
    ------
    InputError
        If they cannot be read, or edits cannot be followed as by `followEdits`.
    """
    kept = stored(nodes)
    if kept is None:
        return None
    analysis, before = kept
    state, touched = followEdits(nodes, analysis, before, storedImage(nodes, analysis))
    if touched:
        found = before.findings(analysis), state.findings(analysis)
        state = replace(state, review=before.review.edited(*found, touched, len(analysis.candidates)))
    return analysis, state


def storedAtBest(nodes: ResultNodes) -> tuple[Analysis, State] | None:
    """Return what `storedWithEdits` does, or what `stored` does where edits cannot be followed, which the panel tells
    of the volume that it shows.
    """
    try:
        return storedWithEdits(nodes)
    except InputError:
        return stored(nodes)


def storedImage(nodes: ResultNodes, analysis: Analysis) -> SceneImage:
    """Return the image that the results are about."""
    text = nodes.analysis.GetAttribute(IMAGE_ATTRIBUTE) if nodes.analysis is not None else None
    return SceneImage(nodes.volume, analysis, ImageRecord.fromText(text))


def storedFindings(nodes: ResultNodes) -> Findings | None:
    """Return the findings kept in the scene."""
    return readFindings(nodes.findings) if nodes.findings is not None else None


def _rolesFor(analysis: Analysis) -> list[str]:
    return [role for role in NODE_CLASSES if role != "heatMap" or analysis.score_map is not None]


def _outlined(findings: Findings, state: State, states: Mapping[int, str]) -> list[Cluster]:
    """Return the groups that have an outline: not rejected, and reported, unfolded or decided."""
    others = [
        c for c in findings.clusters if not c.reported and c.id in states and (state.benign or states[c.id] != UNSEEN)
    ]
    return [c for c in (*findings.reported_clusters, *others) if states[c.id] != REJECTED]


def _marked(findings: Findings, state: State, states: Mapping[int, str]) -> list[Cluster]:
    """Return the single calcifications that are marked: those of the list, but not the rejected ones."""
    alone = [one for one in listed(findings) if one.kind == SINGLE and states[one.id] != REJECTED]
    isRead = {one.id: states[one.id] != UNSEEN or bool(one.by_reader) for one in alone}
    return few_single([one for one in alone if one.reported or state.benign or isRead[one.id]], isRead)


def _updatedOutlines(nodes: ResultNodes, clusters: Sequence[Cluster], states: Mapping[int, str]) -> tuple[tuple, tuple]:
    """Draw one curve a cluster, and return the curves that are drawn and those that are spare.

    A slider makes many curves come and go, and to remove a node from the scene and add it again takes longer than all
    else that a slider does: a curve that is not needed is put away unseen, and the next cluster has it.
    """
    curves = [*nodes.outlines, *nodes.spare]
    next_ = 1 + max((int(curve.GetAttribute(NUMBER_ATTRIBUTE) or 0) for curve in curves), default=-1)
    new = [addNode(nodes.volume, OUTLINE, nodes.set, next_ + i) for i in range(len(clusters) - len(curves))]
    for curve in new:
        fillOutlineNode(curve)
    curves += new
    curves = _inOrder(curves, clusters)
    title = volumeTitle(nodes.volume)
    for curve, cluster in zip(curves, clusters, strict=False):
        updateOutlineNode(curve, nodes.volume, cluster, states[cluster.id], title)
    for curve in curves[len(clusters) :]:
        setSpare(curve, True)
    if new:
        moveIntoFolder(nodes.volume, new)
    return tuple(curves[: len(clusters)]), tuple(curves[len(clusters) :])


def _inOrder(curves: Sequence, clusters: Sequence[Cluster]) -> list:
    """Return the curves in the order of the clusters, each cluster with the curve that is drawn like it already, where
    there is one.
    """
    left: dict[str, list] = {}
    for curve in curves:
        left.setdefault(drawnShape(curve), []).append(curve)
    own = [same.pop(0) if (same := left.get(shapeOf(cluster))) else None for cluster in clusters]
    rest = [curve for some in left.values() for curve in some]
    found = [curve if curve is not None else rest.pop(0) for curve in own]
    return found + rest
