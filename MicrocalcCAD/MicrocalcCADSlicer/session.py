"""The review of one volume: what was found, what the user has set and edited, and the way back. No widgets."""

from __future__ import annotations

from dataclasses import dataclass, replace

from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.assessment import assess
from MicrocalcCADLib.breast import is_pair
from MicrocalcCADLib.clusters import ClusterParameters, GroupMemory
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.findings import Cluster, Findings
from MicrocalcCADLib.kinds.left_out import counted_reasons
from MicrocalcCADLib.kinds.system import WITHOUT_OUTLINES
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.nipple import with_nipple
from MicrocalcCADLib.notices import IMAGE, Notice
from MicrocalcCADLib.sentence import described
from slicer.i18n import tr as _

from .grouping_tag import groupingOf, groupingTag, writeGrouping
from .library_words import said
from .prior_exam import priorOf
from .rating import Ratings
from .result_nodes import (
    SET_ATTRIBUTE,
    VOLUME_REFERENCE,
    ResultNodes,
    adopt,
    batch,
    drawAdded,
    hasOthers,
    moveWith,
    orphans,
    resultsOf,
)
from .results import (
    IMAGE_ATTRIBUTE,
    addMissingMarks,
    correctMisplaced,
    createResults,
    finish,
    followEdits,
    isDrawn,
    lacksMarks,
    segmentSeen,
    settle,
    stored,
    storedImage,
    update,
    withNipple,
)
from .scene_image import ImageRecord, checksumOf, otherFacts
from .scene_state import State, readState
from .view_marks import showInOwnViews

MOST_STEPS = 50


@dataclass(frozen=True)
class Steps:
    """What can be undone in a state, see `Session.takeUp`."""

    state: State
    steps: tuple[tuple[str, State], ...]


class Session:
    """Holds results of a volume and changes them, each change a step that can be undone.

    Marks and `findings` follow every change at once, after an edit with the ratings of the clusters that it touched;
    the other ratings that a change makes new, and the text of the findings, follow with `settle`.
    """

    def __init__(self, nodes: ResultNodes, analysis: Analysis, state: State) -> None:
        self.nodes, self.analysis, self.state = nodes, analysis, state
        self.image = storedImage(nodes, analysis)
        self._groupingTag = groupingTag(nodes.segmentation)
        self._ratings, self._groups = Ratings(state.ratings), GroupMemory()
        self._steps: list[tuple[str, State]] = []
        self._segmentSeen: tuple | None = None
        self._findings, self._isForMarks = state.findings(analysis, self._groups), False
        # One nipple would be wrong for one of two breasts.
        self.hasNipple = not is_pair(analysis.breast_mask)

    @classmethod
    def of(cls, volumeNode) -> Session | None:
        """Return the session of a volume, None if it has no results; raises `InputError` if they cannot be read.

        Results whose volume was deleted are taken over if this is the same image.
        """
        nodes = resultsOf(volumeNode) or _adopted(volumeNode)
        kept = stored(nodes) if nodes else None
        return cls(nodes, *kept) if kept else None

    @property
    def findings(self) -> Findings:
        """The findings; what a moving slider's marks did not need of them is made when they are asked for."""
        if self._isForMarks:
            self._setFindings(self._ratings.carried(self.state.findings(self.analysis, self._groups)))
        return self._findings

    @property
    def canUndo(self) -> bool:
        """Whether there is a step to undo, or a deleted mark to bring back."""
        return bool(self._steps) or lacksMarks(self.nodes)

    def steps(self) -> Steps:
        """Return what can be undone, for whoever goes on with the same results later."""
        return Steps(self.state, tuple(self._steps))

    def takeUp(self, kept: Steps | None) -> None:
        """Let what was kept be undone, unless another part has changed the state since: that would go as well."""
        state = self.state
        if kept and kept.state.toJson() == state.toJson() and kept.state.edits.same_as(state.edits):
            self._steps = list(kept.steps)

    def warnings(self) -> list[str]:
        """Return what the user must know about the results, one sentence each."""
        found = []
        try:
            self.image.check()
        except InputError as error:
            found.append(said(error))
        found += otherFacts(self.nodes.volume, self.analysis.image)
        name = self.nodes.volume.GetName()
        if hasOthers(self.nodes):
            found.append(
                _(
                    "{volume} has more than one set of findings: the newest is shown, the others stay in the scene."
                ).format(volume=name)
            )
        if lacksMarks(self.nodes):
            nodes = self.nodes
            sentence = (
                _("The segment Calcifications and tables of {volume} were deleted: Undo makes them again.")
                if None in (nodes.calcificationTable, nodes.clusterTable)
                else _(
                    "The segment Calcifications of {volume} was deleted: list and tables stay as they were, Undo draws"
                    " it again."
                )
            )
            found.append(sentence.format(volume=name))
        return found

    def notices(self) -> tuple[Notice, ...]:
        """Return the notices of the findings, what was left out and why, and one where nobody looked at the kinds, as
        in an earlier version.
        """
        analysis, why = self.analysis, counted_reasons(one.left_out for one in self.findings.calcifications)
        if why:
            reasons = "; ".join(f"{count} × {said(word)}" for word, count in why)
            text = _("Left out as no calcifications: {reasons}.").format(reasons=reasons)
            return *self.findings.notices, Notice(text, IMAGE)
        if len(analysis.candidates) and analysis.candidates.naming is None and analysis.method not in WITHOUT_OUTLINES:
            text = _(
                "This detection did not look at kinds, so that all are called not determined: click Detect"
                " calcifications for their kinds."
            )
            return *self.findings.notices, Notice(text, IMAGE)
        return self.findings.notices

    def forget(self, node) -> None:
        """Go on without a node that was deleted."""
        gone = {role: None for role, value in vars(self.nodes).items() if value is node}
        self.nodes = replace(
            self.nodes,
            **{
                name: tuple(n for n in getattr(self.nodes, name) if n is not node)
                for name in ("outlines", "vessels", "spare", "singles")
            },
            **gone,
        )

    def change(self, state: State, step: str) -> None:
        """Go over to a state; changes in a row of the same `step`, if it has a name, are undone together.

        Raises
        ------
        InputError
            If the edits cannot be followed; nothing is changed then.
        """
        if not (step and self._steps and self._steps[-1][0] == step):
            self._steps = [*self._steps[1 - MOST_STEPS :], (step, self.state)]
        self._apply(state, isMove=bool(step))
        if not step:
            self._finish()

    def showBenign(self, shown: bool) -> None:
        """Outline typically benign groups too, or no longer; a view of the findings, so no step that can be undone."""
        if shown != self.state.benign:
            self._apply(replace(self.state, benign=shown), self.findings)
            self._finish()

    def addNipple(self) -> None:
        """Have the point of the nipple in the scene; no step that can be undone."""
        self.nodes = withNipple(self.nodes, self.findings)

    def correctMisplaced(self) -> None:
        """Draw marks again that lie elsewhere than they were drawn; no step that can be undone."""
        moveWith(self.nodes.volume)
        self.nodes = correctMisplaced(self.nodes, self.findings, self.state)

    def sentenceOf(self, finding: Cluster) -> str:
        """Return what a report says of a listed finding."""
        return self._ratings.sentenceOf(finding, self.findings)

    def fromNippleMm(self, finding: Cluster) -> float | None:
        """Return how far a listed finding lies from the nipple, None where nobody knows where that is."""
        marks = self._ratings.landmarksOf(with_nipple(self.analysis, self.state.nipple))
        return None if marks is None else marks.from_nipple_mm((finding.row, finding.column))

    def changeOf(self, finding: Cluster) -> str:
        """Return what has become of a listed group since the prior (`sentence.change_of`), empty where
        none is known.
        """
        return self._ratings.changes.get(finding.id, "")

    def endStep(self) -> None:
        """Let the next change be a step of its own."""
        if self._steps:
            self._steps[-1] = ("", self._steps[-1][1])

    def follow(self) -> bool:
        """Take over what was edited in the segmentation, and what another part has set; return whether that changed
        anything. Where it is no edit, but what an earlier state had drawn, the present state is drawn again.

        Raises
        ------
        InputError
            If the segment or the image is not what the results are about.
        """
        seen, touched, state = segmentSeen(self.nodes), frozenset(), self.state
        if seen is None or seen != self._segmentSeen:
            state, touched = followEdits(self.nodes, self.analysis, self.state, self.image)
            self._segmentSeen = seen
            if state is self.state and not isDrawn(self.nodes, self.analysis, state, self.findings):
                self._apply(state, self.findings)
                self._finish()
        kept = self._keptGrouping()
        if kept != state.clusters:  # the effect Split / merge clusters has set another grouping, or was undone
            state = replace(state, clusters=kept)
        if state is self.state:
            return False
        after = state.findings(self.analysis, self._groups)
        if touched:
            review = state.review.edited(self.findings, after, touched, len(self.analysis.candidates))
            state = replace(state, review=review)
        self._steps = [*self._steps[1 - MOST_STEPS :], ("", self.state)]
        self._apply(state, self._rated(state, after))
        self._finish()
        return True

    def undo(self) -> bool:
        """Draw deleted marks again, or else take the last step back; return whether there was anything to undo."""
        if lacksMarks(self.nodes):
            with batch():
                self.nodes = addMissingMarks(self.nodes, self.findings)
                self._apply(self.state)
                settle(self.nodes, self.findings, self.state)
            drawAdded()
            return True
        if not self._steps:
            return False
        self._apply(replace(self._steps.pop()[1], benign=self.state.benign))
        self._finish()
        return True

    def settle(self) -> None:
        """Rate all clusters, and write the findings into the scene."""
        try:
            self._ratings.prior = priorOf(self.nodes.volume)
            edited = self.state.edited(self.analysis)
            self._setFindings(self._ratings.ofAll(edited, self.findings, self.image.mammogram()))
        except InputError:
            pass
        self.endStep()
        settle(self.nodes, self.findings, self.state)

    def _apply(self, state: State, rated: Findings | None = None, isMove: bool = False) -> None:
        if state.ratings != self._ratings.choice:
            self._ratings = Ratings(state.ratings)
        findings = rated or self._ratings.carried(state.findings(self.analysis, self._groups, listedOnly=isMove))
        self.nodes = update(self.nodes, self.analysis, state, findings)
        self.state, self._segmentSeen = state, segmentSeen(self.nodes)
        self._setFindings(findings, isForMarks=isMove)

    def _setFindings(self, findings: Findings, isForMarks: bool = False) -> None:
        self._findings, self._isForMarks = findings, isForMarks

    def _finish(self) -> None:
        finish(self.nodes, self.findings, self.state)

    def _keptGrouping(self) -> ClusterParameters:
        """Return the grouping that the scene keeps; where the editor's Undo has brought the areas of another one back,
        that one.
        """
        tag, seen = groupingTag(self.nodes.segmentation), self._groupingTag
        self._groupingTag = tag
        kept = readState((self.nodes.analysis, self.nodes.segmentation)).clusters
        undone = (
            groupingOf(tag)
            if tag is not None and seen is not None and tag != seen and kept == self.state.clusters
            else None
        )
        return undone or kept

    def _rated(self, state: State, findings: Findings) -> Findings:
        """Rate the clusters that are new or changed, so that the list follows an edit at once."""
        try:
            return self._ratings.ofChanged(state.edited(self.analysis), findings, self.image.mammogram())
        except InputError:  # another image by now, which `warnings` tells: what was rated stays
            return self._ratings.carried(findings)


def storeResults(volumeNode, analysis: Analysis, state: State, stored: str | None = None) -> Session:
    """Put an analysis into the scene with the ratings of its findings, in place of earlier results; see
    `results.createResults`.

    Panel, exam and Python console all store in this way.
    """
    createResults(volumeNode, analysis, state, stored)
    session = Session.of(volumeNode)
    session.settle()
    return session


def reviewed(volumeNode) -> tuple[Findings, Analysis, Mammogram] | None:
    """Return what reports are about: findings after review with ratings and sentences, the edited analysis, the image;
    None if there is nothing.

    Raises
    ------
    InputError
        If the results cannot be read, or the volume holds another image by now.
    """
    session = Session.of(volumeNode)
    if session is None:
        return None
    mammogram = session.image.mammogram()
    session.follow()
    analysis = session.state.edited(session.analysis)
    shown = session.state.review.shown(session.state.findings(session.analysis))
    rated = assess(analysis, shown, mammogram, ratings=session.state.ratings)
    return described(analysis, rated, priorOf(volumeNode)), analysis, mammogram


def setGrouping(segmentationNode, linkingDistanceMm: float, few: int) -> None:
    """Group the findings that a segmentation node belongs to by another distance; of any other segmentation nothing is
    done.

    Raises
    ------
    InputError
        If the findings cannot be read, or their segment is not on the image's grid.
    """
    session = _sessionOf(segmentationNode)
    if session is not None:
        session.follow()
        clusters = replace(session.state.clusters, linking_distance_mm=linkingDistanceMm, few=few)
        session.change(replace(session.state, clusters=clusters), "")
        session.settle()
        writeGrouping(segmentationNode, clusters)


def keepGrouping(segmentationNode) -> None:
    """Keep the grouping of the findings with the segment Clusters before it is drawn anew, so that Undo brings both
    back; raises `InputError`.
    """
    session = _sessionOf(segmentationNode)
    if session is not None:
        session.follow()
        writeGrouping(segmentationNode, session.state.clusters)


def _sessionOf(segmentationNode) -> Session | None:
    """Return the session whose marks a segmentation node has, None for any other segmentation."""
    volumeNode = segmentationNode.GetNodeReference(VOLUME_REFERENCE)
    session = Session.of(volumeNode) if volumeNode is not None else None
    return session if session is not None and session.nodes.segmentation is segmentationNode else None


def _adopted(volumeNode) -> ResultNodes | None:
    """Return results whose volume was deleted, made results of this one; None unless they are about the same pixels."""
    nodes = orphans()
    records = [(node, ImageRecord.fromText(node.GetAttribute(IMAGE_ATTRIBUTE))) for node in nodes]
    checksums = {record.checksum for _node, record in records if record}
    if volumeNode.GetImageData() is None or not checksums:
        return None
    own = checksumOf(volumeNode)
    sets = {node.GetAttribute(SET_ATTRIBUTE) for node, record in records if record and record.checksum == own}
    own = [node for node in nodes if node.GetAttribute(SET_ATTRIBUTE) in sets]
    adopt(volumeNode, own)
    for node in own:
        if node.IsA("vtkMRMLSegmentationNode") or node.IsA("vtkMRMLMarkupsNode"):
            showInOwnViews(node)
    return resultsOf(volumeNode)
