"""The lower part of the panel: operating point, marks, the list of findings and their review."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import Any

import qt
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.clusters import ClusterParameters
from MicrocalcCADLib.errors import MicrocalcError
from MicrocalcCADLib.findings import Cluster, Findings
from MicrocalcCADLib.kinds.arterial import arterial_calcification
from MicrocalcCADLib.listed import benign_count
from MicrocalcCADLib.nipple import check_nipple
from MicrocalcCADLib.reader_words import Words
from slicer.i18n import tr as _

from .carried_over import carriedOver
from .counted import counted
from .finding_card import FindingCard
from .findings_list import FindingsList
from .hand_correction import correctByHand
from .lesion import highlightLesion
from .low_screen import Heights
from .nipple_point import NipplePoint, updateNippleNode
from .notes_line import NotesLine
from .rating_selector import RatingSelector
from .result_nodes import ROLE_ATTRIBUTE
from .results import createResults
from .review import ACCEPTED, REJECTED, UNSEEN, UNSURE
from .scene_state import State
from .segment_names import CALCIFICATIONS
from .segmentation_watch import SegmentationWatch
from .session import Session, Steps, storeResults
from .settings_widgets import CUSTOM, SettingsWidgets, setQuietly
from .single_marks import isShownMark
from .slice_views import jumpToCluster, toggleZoom
from .view_marks import overlay

# So long the slider must rest until the list follows, and until ratings and texts do; the image follows each move.
LIST_MS, SETTLE_MS = 100, 400
THRESHOLD, GROUPING, RATING, NIPPLE = "threshold", "grouping", "rating", "nipple"


class FindingsPanel:
    """Shows the results of one volume, and changes them when the user moves the operating point, decides, or edits.

    Parameters
    ----------
    say
        Shows a sentence to the user.
    """

    def __init__(self, ui, say: Callable[[str], None]) -> None:
        self.ui, self._say = ui, say
        self.session: Session | None = None
        # Within it the views go to a finding; whoever links views has a say, see `Reading`.
        self.moving: Callable[[], AbstractContextManager] = nullcontext
        # Within it the views of an exam are arranged.
        self.hanging: Callable[[], AbstractContextManager] = nullcontext
        self._told = self._tellsLater = False
        self._states: dict[int, str] = {}
        # The ID of the segmentation of which the calcifications were shown or hidden last, and which of the two.
        self._shownSegment = ("", False)
        # What can be undone in images that were shown before, by the IDs of volume and set.
        self._kept: dict[tuple[str, str], Steps] = {}
        # What the last `store` could not carry over from earlier results, as a sentence.
        self.notCarried = ""
        self.settings, self.rating = SettingsWidgets(ui), RatingSelector(ui)
        self._list = FindingsList(ui, self._fillTable, self.onBenignShown)
        self._card, self._notes = FindingCard(ui, self.nameFinding), NotesLine(ui)
        self.heights = Heights(ui)
        self._watch = SegmentationWatch(self.onEdited)
        self._nipple = NipplePoint(self.onNippleMoved, self.onNippleReleased, self.onOtherNippleReleased)
        self._listTimer = _timer(LIST_MS, self._fillTable)
        self._settleTimer = _timer(SETTLE_MS, self._settle)
        self._goneTimer = _timer(0, self.onResultsGone)
        self._connect()
        self.clear()

    def _connect(self) -> None:
        ui = self.ui
        self.settings.connect(self.onOperatingPointChosen, self.onThresholdChanged, self.onGroupingChanged)
        self.rating.connect(self.onRatingChosen)
        for box in (
            ui.calcificationsCheckBox,
            ui.outlinesCheckBox,
            ui.vesselsCheckBox,
            ui.heatMapCheckBox,
            ui.nippleCheckBox,
        ):
            box.connect("toggled(bool)", self.onVisibilityChanged)
        ui.clusterTable.connect("cellClicked(int,int)", self.onClusterClicked)
        ui.clusterTable.connect("currentCellChanged(int,int,int,int)", self.onRowChanged)
        for button, state in ((ui.acceptButton, ACCEPTED), (ui.rejectButton, REJECTED), (ui.unsureButton, UNSURE)):
            button.connect("clicked()", lambda state=state: self.toggleDecision(state))
        ui.undoButton.connect("clicked()", self.undo)
        ui.correctButton.connect("clicked()", self.correct)

    # What is shown --------------------------------------------------------------------------------------------------

    def show(self, volumeNode) -> None:
        """Show the results that a volume has in the scene; raises `InputError` if they cannot be read."""
        self.settleNow()
        self.clear()
        self.session = Session.of(volumeNode)
        if self.session is None:
            self._nipple.watch(None, None)
            return
        self.session.takeUp(self._kept.pop(self._key(), None))
        self._watch.watch(self.session.nodes.segmentation)
        followed = self._follow()
        self.session.correctMisplaced()
        self.session.settle()
        self._showSettings()
        setQuietly(self.ui.benignCheckBox, "setChecked", self.session.state.benign)
        self._fillTable()
        self.onVisibilityChanged()
        if followed:
            self._tell()

    def wanted(self) -> State:
        """Return the settings of the panel, under which a detection that begins now is stored."""
        return State(*self.choices(), ratings=self.rating.chosen(), benign=self.ui.benignCheckBox.checked)

    def store(
        self, volumeNode, analysis: Analysis, text: str | None, show: bool, wanted: State | None = None
    ) -> Findings:
        """Put a finished analysis into the scene under the settings that were `wanted` when it was begun, by default
        those of the panel now, and return its findings.
        """
        self._followNow()
        carried = carriedOver(volumeNode, analysis)
        state, self.notCarried = replace(wanted or self.wanted(), **carried.settings), carried.sentence
        if not show:
            return storeResults(volumeNode, analysis, state, text).findings
        createResults(volumeNode, analysis, state, text)
        self.show(volumeNode)
        return self.session.findings

    def clear(self) -> None:
        """Show nothing; the scene keeps what it has."""
        self._settleTimer.stop()
        self._goneTimer.stop()
        self._watch.stop()
        self._nipple.stop()
        if self.session is not None:
            self._kept[self._key()] = self.session.steps()
        self.session = None
        self._fillTable()

    def forget(self) -> None:
        """Show nothing, and forget what could be undone: the scene goes."""
        self.clear()
        self._kept.clear()
        self._shownSegment = ("", False)

    def _key(self) -> tuple[str, str]:
        return self.session.nodes.volume.GetID() or "", self.session.nodes.set

    def onNodeRemoved(self, node) -> None:
        """Go on with what is left of the results, and tell what is gone."""
        if self.session is None:
            return
        nodes = self.session.nodes
        if node is nodes.volume:
            self.clear()
        elif node.IsA("vtkMRMLVolumeNode") and node.GetAttribute(ROLE_ATTRIBUTE) is None:
            self._settleTimer.start()  # it may have been the prior: the card says what is new since it
        elif node in nodes.all():
            if node is nodes.segmentation:
                self._watch.stop()
            if node is nodes.nipple:
                self._nipple.watch(None, None)
                if nodes.analysis is not None:  # else all of these results go, as those of a new detection come
                    setQuietly(self.ui.nippleCheckBox, "setChecked", False)
            if node is nodes.analysis:  # the others may go as well, and new ones may have come
                self._goneTimer.start()
            self.session.forget(node)
            self._tell()
            self._enable()

    def onResultsGone(self) -> None:
        """Show what the volume has now that its analysis is gone: results that another part has put in their place, or
        nothing, with a word; called once the change of the scene is over.
        """
        if self.session is None or self.session.nodes.analysis is not None:
            return
        volumeNode = self.session.nodes.volume
        self.clear()
        try:
            self.show(volumeNode)
        except MicrocalcError as error:
            self._say(str(error))
            return
        if self.session is not None:
            self._tell()
            return
        sentence = _("The findings of {volume} were deleted: click Detect calcifications to find them again.")
        self._say(sentence.format(volume=volumeNode.GetName()))
        self._told = True

    def cleanup(self) -> None:
        """Write what is still to be written, and keep nothing: widgets live on hidden after a reload, with all that
        they hold.
        """
        self.settleNow()
        self.heights.cleanup()
        self.forget()

    def choices(self) -> tuple[str | float, ClusterParameters]:
        """Return the chosen operating point and grouping."""
        return self.settings.point(), self.settings.grouping()

    # What the user does ---------------------------------------------------------------------------------------------

    def onOperatingPointChosen(self, _index: int = 0) -> None:
        """Move the slider to a named operating point."""
        name = self.settings.name()
        if self.session is not None and name != CUSTOM:
            self.settings.moveTo(name, self.session.analysis.operating_points)
            self._change(operatingPoint=name)

    def onThresholdChanged(self, value: float) -> None:
        """Mark at once what another lowest score reports; the list follows a moment later."""
        if self.session is not None:
            self.settings.select(CUSTOM)
            self._change(THRESHOLD, operatingPoint=float(value))

    def onGroupingChanged(self, _value: float = 0) -> None:
        """Group again with other distances and sizes."""
        if self.session is not None:
            self._change(GROUPING, clusters=self.settings.grouping())

    def onRatingChosen(self, _index: int = 0) -> None:
        """Rate again as is chosen now."""
        if self.session is not None:
            self._change(RATING, ratings=self.rating.chosen())

    def chooseRating(self, model: str) -> None:
        """Choose a rating by the name or folder of its model, and rate again."""
        self.rating.fill()
        self.rating.show((model,))
        self.onRatingChosen()

    def onVisibilityChanged(self, _checked: bool = False) -> None:
        """Show or hide calcifications, outlines, vessels, heat map and nipple."""
        if self.session is None:
            return
        if self.ui.nippleCheckBox.checked and self.session.hasNipple:
            self.session.addNipple()
        nodes = self.session.nodes
        self._nipple.watch(nodes.nipple, nodes.volume)
        if nodes.segmentation is not None and nodes.segmentation.GetDisplayNode():
            wanted = (nodes.segmentation.GetID(), self.ui.calcificationsCheckBox.checked)
            if wanted != self._shownSegment:  # once: what a user hides by Slicer's own eye stays hidden
                nodes.segmentation.GetDisplayNode().SetSegmentVisibility(CALCIFICATIONS, wanted[1])
            self._shownSegment = wanted
        marks = (*nodes.outlines, *(node for node in nodes.singles if isShownMark(node)))
        nipple = () if nodes.nipple is None else (nodes.nipple,)
        for curves, box in (
            (marks, self.ui.outlinesCheckBox),
            (nodes.vessels, self.ui.vesselsCheckBox),
            (nipple, self.ui.nippleCheckBox),
        ):
            for curve in curves:
                if curve.GetDisplayVisibility() != box.checked:
                    curve.SetDisplayVisibility(box.checked)
        overlay(nodes.volume, nodes.heatMap, self.ui.heatMapCheckBox.checked)

    def onBenignShown(self, shown: bool) -> None:
        """List and outline what is typically benign, or fold it away."""
        if self.session is not None:
            self._attempt(lambda: self.session.showBenign(shown))
            self.onVisibilityChanged()
        self._fillTable()

    def onNippleMoved(self, place: tuple[float, float] | None) -> None:
        """Measure from where the reader has put the nipple, or from the estimate again; what can be no nipple is said,
        and changes nothing.
        """
        if self.session is None:
            return
        session = self.session
        if place == session.state.nipple:
            self._placeNipple()
        elif place is None or self._attempt(lambda: check_nipple(session.analysis, place)):
            self._change(NIPPLE, nipple=place)

    def onNippleReleased(self) -> None:
        """Go back to the nipple that holds, where the point was let go at no place for one; the next drag is a step of
        its own.
        """
        if self.session is not None:
            self.settleNow()
            self.session.endStep()
            self._placeNipple()

    def onOtherNippleReleased(self, volumeNode, place: tuple[float, float]) -> None:
        """Keep where the reader has put the nipple of an image that is not shown, or put its point back where it can be
        none.
        """

        def work() -> None:
            session = Session.of(volumeNode)
            if session is not None and session.nodes.nipple is not None:
                try:
                    check_nipple(session.analysis, place)
                    session.follow()
                    session.change(replace(session.state, nipple=place), NIPPLE)
                    session.settle()
                finally:
                    updateNippleNode(session.nodes.nipple, volumeNode, session.findings.image)

        self._attempt(work)
        self._enable()  # it may be another one now that matches the chosen finding

    def _placeNipple(self) -> None:
        nodes = self.session.nodes
        if nodes.nipple is not None:
            updateNippleNode(nodes.nipple, nodes.volume, self.session.findings.image)

    def onClusterClicked(self, row: int, _column: int = 0) -> None:
        """Go to the finding in the slice views."""
        if self.listNow():  # the row is that of the list before
            row = self.ui.clusterTable.currentRow()
        cluster = self._list.selection.chose(row)
        if cluster is not None:
            with self.moving():
                jumpToCluster(self.session.nodes.volume, cluster)
        self._enable()

    def onRowChanged(self, row: int, _column: int, before: int, _columnBefore: int) -> None:
        """Go to the finding that the arrow keys of the list have come to; what the program chooses is told of in no
        signal.
        """
        if row != before:
            self.onClusterClicked(row)

    def onMarkClicked(self, row: float, column: float) -> None:
        """Choose, in the list, the finding around a pixel of the image; the view stays where it is."""
        self.listNow()
        if self._list.selection.chooseAt(row, column):
            self._enable()

    def choose(self, cluster: Cluster) -> None:
        """Choose a finding in the list, whatever kind is listed alone; the view stays where it is."""
        self.listNow()
        if not self._list.selection.chooseFinding(cluster):
            self._list.listAllKinds()
            self._list.selection.chooseFinding(cluster)
        self._enable()

    def onEdited(self) -> None:
        """Follow what was done to the segmentation."""
        if self.session is not None:
            if self._follow():
                self._tell()
            self._enable()

    def decideCluster(self, state: str) -> bool:
        """Give the chosen finding a state of review; False if that cannot be done, or none is chosen."""
        if self.chosen() is None or not self._followNow():
            return False
        cluster, session = self.chosen(), self.session
        return cluster is not None and self._change(
            review=session.state.review.decided(session.findings, cluster, state)
        )

    def toggleDecision(self, state: str) -> None:
        """Give the chosen finding a state of review, or take it back if it has that state."""
        finding = self.chosen()
        if finding is not None:
            self.decideCluster(UNSEEN if self._states[finding.id] == state else state)

    def nameFinding(self, words: Words) -> None:
        """Give the chosen finding the reader's kind and distribution; words that are None are the detector's again."""
        if self.chosen() is not None and self._followNow():
            finding, session = self.chosen(), self.session
            if finding is not None:
                self._change(review=session.state.review.named(session.findings, finding, words))

    def step(self, offset: int) -> None:
        """Choose the finding so many rows further, from the last to the first, and go to it; the first one if none is
        chosen.
        """
        self.listNow()
        table = self.ui.clusterTable
        if table.rowCount:
            row = (table.currentRow() + offset) % table.rowCount if table.currentRow() >= 0 else 0
            self._list.selection.chose(row)
            self.onClusterClicked(row)

    def decideAndGoOn(self, state: str) -> None:
        """Give the chosen finding a state of review and go to the next one; the last one stays chosen, and so does one
        that cannot be decided.
        """
        self.listNow()
        row = self.ui.clusterTable.currentRow()
        if self.decideCluster(state) and 0 <= row < self.ui.clusterTable.rowCount - 1:
            self.step(1)

    def acceptFinding(self) -> None:
        """Say that the chosen finding is real, and go to the next one."""
        self.decideAndGoOn(ACCEPTED)

    def rejectFinding(self) -> None:
        """Say that the chosen finding is none, and go to the next one."""
        self.decideAndGoOn(REJECTED)

    def unsureFinding(self) -> None:
        """Say that nobody can tell whether the chosen finding is one, and go to the next one."""
        self.decideAndGoOn(UNSURE)

    def nextFinding(self) -> None:
        """Choose the next finding of the list and go to it."""
        self.step(1)

    def previousFinding(self) -> None:
        """Choose the finding before in the list and go to it."""
        self.step(-1)

    def zoom(self) -> None:
        """Show the whole mammogram, or the chosen finding if the whole is shown."""
        if self.session is not None:
            with self.moving():
                toggleZoom(self.session.nodes.volume, self.chosen())

    def undo(self) -> None:
        """Take the last step of the review back: a decision, another operating point or grouping, an edit, deleted
        marks.
        """
        if self.session is None or not self._followNow():
            return
        undone = self._attempt(self.session.undo)
        self._showSettings()
        self._changed()
        if undone:
            self._told = True  # whatever was said was of what is undone now
            self._tell()

    def redrawCard(self) -> None:
        """Show the close-up as the views show its image now."""
        self._card.draw()

    def correct(self) -> None:
        """Go on in the Segment Editor with the marks of this mammogram."""
        if self.session is not None and self.session.nodes.segmentation is not None:
            self.settleNow()
            correctByHand(self.session.nodes)

    def volume(self):
        """Return the volume whose findings are shown, None if there are none."""
        return self.session.nodes.volume if self.session else None

    def chosen(self) -> Cluster | None:
        """Return the finding that is chosen in the list, a single calcification as a group of one."""
        self.listNow()
        return self._list.selection.finding()

    # How it follows -------------------------------------------------------------------------------------------------

    def _change(self, step: str = "", **fields: Any) -> bool:
        """Set fields of the state, on top of what was edited meanwhile; return whether that could be done."""
        if not self._followNow():
            return False
        state = replace(self.session.state, **fields)
        isDone = self._attempt(lambda: self.session.change(state, step))
        if isDone:
            self._tellsLater = step == THRESHOLD  # all results of the scene are looked at for it: once the slider rests
            if not self._tellsLater:
                self._tell()
        self._changed(step)
        return isDone

    def _changed(self, step: str = "") -> None:
        self._watch.watch(self.session.nodes.segmentation)
        if step != THRESHOLD:
            self._fillTable()
        else:
            self._listTimer.start()
            self.ui.undoButton.setEnabled(self.session.canUndo)
        self.onVisibilityChanged()
        self._settleTimer.start()

    def _followNow(self) -> bool:
        """Take over edits that were not looked at yet, so that no change is made on top of them; False if that cannot
        be done.
        """
        return self.session is None or self._follow()

    def _follow(self) -> bool:
        def work() -> None:
            if self.session.follow():
                self._showSettings()
                self._changed()

        return self._attempt(work)

    def _showSettings(self) -> None:
        self.settings.show(self.session.findings.operating_point, self.session.state.clusters)
        self.rating.show(self.session.state.ratings)

    def _attempt(self, work: Callable[[], object]) -> bool:
        try:
            with self._watch.paused():
                work()
        except MicrocalcError as error:
            self._say(str(error))
            self._told, self._tellsLater = True, False
            return False
        return True

    def _settle(self) -> None:
        if self.session is not None:
            if self._attempt(self.session.settle) and self._tellsLater:
                self._tell()
            self._fillTable()

    def settleNow(self) -> None:
        """Rate and write at once what would be after a moment's rest."""
        if self._settleTimer.active:
            self._settleTimer.stop()
            self._settle()

    def listNow(self) -> bool:
        """List at once what would be listed a moment after a move of the slider; return whether that was to be done."""
        isDue = self._listTimer.active
        if isDue:
            self._fillTable()
        return isDue

    def tell(self) -> None:
        """Say what the user must know of the results that are shown."""
        if self.session is not None:
            self._tell()

    def _tell(self) -> None:
        """Say what the user must know of the results; once that is over, say nothing in its place."""
        self._tellsLater = False
        warnings = " ".join(self.session.warnings())
        if warnings or self._told:
            self._say(warnings)
        self._told = bool(warnings)

    def _fillTable(self) -> None:
        self._listTimer.stop()
        findings = self.session.findings if self.session else None
        self._states = self.session.state.review.states(findings) if findings else {}
        self._list.fill(findings, self._states)
        self._notes.show(self.session.notices() if self.session else ())
        self._enable()

    def _enable(self) -> None:
        ui, has = self.ui, self.session is not None
        for widget in (ui.thresholdSlider, ui.clusterTable, ui.kindFilter, ui.benignCheckBox):
            widget.setEnabled(has)
        ui.vesselsCheckBox.setEnabled(has and bool(self.session.nodes.vessels))
        ui.heatMapCheckBox.setEnabled(has and self.session.nodes.heatMap is not None)
        ui.nippleCheckBox.setEnabled(has and self.session.hasNipple)
        ui.undoButton.setEnabled(has and self.session.canUndo)
        ui.correctButton.setEnabled(has and self.session.nodes.segmentation is not None)
        ui.reportButton.setEnabled(has)
        self._showCard()

    def _showCard(self) -> None:
        finding = self.chosen() if self.session is not None else None
        distance = None if finding is None else self.session.fromNippleMm(finding)
        highlightLesion(self.volume(), finding, distance, self.ui.examToleranceSpinBox.value)
        if finding is None:
            self._card.show(None, None)
            return
        session = self.session
        self._card.show(
            session.nodes.volume,
            finding,
            session.sentenceOf(finding),
            self._states[finding.id],
            session.changeOf(finding),
        )
        self.heights.fitSoon()


def _timer(milliseconds: int, work: Callable[[], None]):
    timer = qt.QTimer()
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.connect("timeout()", work)
    return timer


def foundText(*images: Findings) -> str:
    """Say how many clusters and calcifications are reported in an image, or in all of an exam, and how many of these
    are in no cluster: ``1 of them single``.

    Findings that are typically benign, which are not reported, and calcified vessels with their calcified length
    follow.
    """
    calcifications = sum(len(findings.reported_calcifications) for findings in images)
    clusters, single = sum(len(findings.reported_clusters) for findings in images), sum(map(_singleIn, images))
    texts = [counted(clusters, _("1 cluster"), _("{count} clusters")) if clusters else _("no cluster")]
    if single and single == calcifications:
        texts.append(counted(single, _("1 single calcification"), _("{count} single calcifications")))
    else:
        texts.append(
            counted(calcifications, _("1 calcification"), _("{count} calcifications"))
            if calcifications
            else _("no calcification")
        )
        if single:
            texts.append(_("{count} of them single").format(count=single))
    benign = sum(map(benign_count, images))
    if benign:
        texts.append(_("{count} typically benign").format(count=benign))
    vessels = sum(len(findings.vessels) for findings in images)
    if vessels:
        texts.append(
            _("{vessels} of {length:.0f} mm").format(
                vessels=counted(vessels, _("1 calcified vessel"), _("{count} calcified vessels")),
                length=sum(arterial_calcification(findings.vessels).calcified_mm for findings in images),
            )
        )
    return ", ".join(texts)


def _singleIn(findings: Findings) -> int:
    groups = {cluster.id for cluster in findings.reported_clusters}
    return sum(c.cluster not in groups for c in findings.reported_calcifications)
