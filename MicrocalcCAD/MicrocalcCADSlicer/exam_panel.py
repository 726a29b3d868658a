"""An exam: chosen above the image, its views side by side, detection in all of them, their clusters in one list."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import qt
import slicer
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.errors import InputError, MicrocalcError
from MicrocalcCADLib.exam import Exam, exams, priors, shown_date
from slicer.i18n import tr as _

from .counted import counted
from .exam_clusters import ExamCluster, clustersOf, fillExamTable, findingsOfView
from .exam_images import examViews
from .exam_layout import forgetHung, showExam
from .exam_run import ExamListener, ExamRun
from .findings_panel import foundText
from .lesion import highlightLesion
from .library_words import said
from .packages import ensureForDetection
from .process import DetectionProcess
from .scene_state import State
from .slice_views import jumpToCluster


class ExamPanel:
    """Connects the widgets of the tab; detector, operating point and storing are those of the panel of one mammogram.

    Parameters
    ----------
    panel
        The panel of the tab *Mammogram*.
    startProcess
        What starts a detection; replaced in tests.
    """

    def __init__(
        self, ui, panel, requirementsPath: str, startProcess: Callable[..., DetectionProcess] = DetectionProcess
    ) -> None:
        self.ui, self._panel, self._requirementsPath, self._startProcess = ui, panel, requirementsPath, startProcess
        self._run: ExamRun | None = None
        self._wanted, self._detected, self._isToHang = State(), None, False
        self._exams: tuple[Exam, ...] = ()
        self._listed: list[ExamCluster] = []
        self._notCarried: list[str] = []
        self._startedAt = 0.0
        ui.tabs.connect("currentChanged(int)", self.onTabChanged)
        ui.examSelector.connect("currentIndexChanged(int)", self.onExamChosen)
        ui.volumeSelector.connect("currentNodeChanged(vtkMRMLNode*)", self.onVolumeChosen)
        ui.examShowButton.connect("clicked()", self.onShow)
        ui.examDetectButton.connect("clicked()", self.onDetectOrCancel)
        ui.examToleranceSpinBox.connect("valueChanged(double)", self.onToleranceChanged)
        ui.examTable.connect("cellClicked(int,int)", self.onClusterClicked)
        panel.detectExam, panel.onRunning = self.detectIfWanted, self._enable
        self._refreshTimer = qt.QTimer()
        self._refreshTimer.setSingleShot(True)
        self._refreshTimer.setInterval(0)
        self._refreshTimer.connect("timeout()", self.onTabChanged)
        self.refresh()  # images may have been loaded before the panel was opened for the first time

    # Life of the scene ----------------------------------------------------------------------------------------------

    def enter(self) -> None:
        """Look again, and begin with the first image of the exam where none is chosen."""
        self.onTabChanged()
        if self.ui.volumeSelector.currentNode() is None:
            self._chooseImage()
        exam, isToHang = self._exam(), self._isToHang
        self._isToHang = False
        if isToHang and exam is not None and exam.identity == self._detected:
            self._hang(exam)

    def refresh(self) -> None:
        """Look at the scene again: its exams, that of the chosen image first of all, and the clusters of the chosen
        one.
        """
        chosen = self._exam()
        self._exams = exams(examViews())
        selector = self.ui.examSelector
        blocked = selector.blockSignals(True)
        selector.clear()
        for index, exam in enumerate(self._exams):
            selector.addItem(_titleOf(exam), index)
        same = [i for i, e in enumerate(self._exams) if chosen and e.identity == chosen.identity]
        selector.setCurrentIndex(same[0] if same else (0 if self._exams else -1))
        selector.blockSignals(blocked)
        self._offer()
        self.onVolumeChosen(self.ui.volumeSelector.currentNode())

    def onTabChanged(self, _index: int = 0) -> None:
        """Look again when another tab is shown, or other images are there."""
        if self._run is None:
            self.refresh()

    def onVolumesChanged(self, node) -> None:
        """Look again once all images that come or go together have done so."""
        if node.IsA("vtkMRMLScalarVolumeNode"):
            self._refreshTimer.start()

    def onNodeRemoved(self, node) -> None:
        """Go on without a volume that was deleted."""
        if node.IsA("vtkMRMLScalarVolumeNode"):
            forgetHung(node)
        if self._run is not None:
            self._run.forget(node)
        self.onVolumesChanged(node)

    def onSceneClosing(self) -> None:
        """Stop: the volumes are about to go."""
        if self._run is not None:
            self._abandon(_("The scene was closed, so the detection was stopped."))
        else:
            self._say("")
        self._exams, self._listed, self._isToHang = (), [], False
        blocked = self.ui.examSelector.blockSignals(True)
        self.ui.examSelector.clear()
        self.ui.examSelector.blockSignals(blocked)
        self._offer()

    def cleanup(self) -> None:
        """Stop everything before the panel goes; what its widgets do on their way out is nobody's choice."""
        self._refreshTimer.stop()
        self.ui.volumeSelector.disconnect("currentNodeChanged(vtkMRMLNode*)", self.onVolumeChosen)
        self._abandon("")

    # What the user does ---------------------------------------------------------------------------------------------

    def onExamChosen(self, _index: int = 0) -> None:
        """Show another exam, beginning with its first image; what was said was of the one before."""
        self._say("")
        self._offer()
        if self._exam() is not None and not _has(self._exam(), self.ui.volumeSelector.currentNode()):
            self._chooseImage()

    def onVolumeChosen(self, volumeNode) -> None:
        """Go over to the exam of an image that is chosen, unless that is one of the prior exam beside it."""
        own = next((index for index, exam in enumerate(self._exams) if _has(exam, volumeNode)), None)
        if (
            own is None
            or self._run is not None
            or any(exam is not None and _has(exam, volumeNode) for exam in (self._exam(), self._prior()))
        ):
            return
        blocked = self.ui.examSelector.blockSignals(True)
        self.ui.examSelector.setCurrentIndex(own)
        self.ui.examSelector.blockSignals(blocked)
        self._offer()

    def _chooseImage(self) -> None:
        exam = self._exam()
        nodes = (
            [slicer.mrmlScene.GetNodeByID(view.key) for view in (*exam.hung, *exam.others)] if exam is not None else []
        )
        if nodes:
            self.ui.volumeSelector.setCurrentNode(nodes[0])

    def _offer(self) -> None:
        """Offer the prior exams of the chosen one, a chosen one again, say which views there are, and list its
        clusters.
        """
        exam, selector = self._exam(), self.ui.examPriorSelector
        chosen = selector.itemData(selector.currentIndex) or ""
        selector.clear()
        selector.addItem(_("none"), "")
        for prior in priors(exam, self._exams) if exam else ():
            selector.addItem(_titleOf(prior), str(prior.identity))
        selector.setCurrentIndex(max(0, selector.findData(chosen)))
        selector.setEnabled(selector.count > 1)
        self.ui.examViewsLabel.text = _viewsText(exam, len(self._exams) > 1) if exam else _("No mammogram is loaded.")
        self.ui.examSelector.setEnabled(bool(self._exams))
        self.ui.examAllCheckBox.setVisible(exam is not None and len(exam.hung or exam.views) > 1)
        self._enable()
        self._list()

    def _enable(self) -> None:
        """Enable what can be done now: one detection at a time."""
        ui, hasExam = self.ui, self._exam() is not None
        ui.examShowButton.setEnabled(hasExam or self._run is not None)
        ui.examDetectButton.setEnabled(self._run is not None or (hasExam and not self._panel.running))

    def onToleranceChanged(self, _value: float = 0) -> None:
        """Suggest matches anew."""
        self._list()

    def onShow(self) -> None:
        """Arrange the views, with those of the prior exam if one is chosen."""
        exam = self._exam()
        try:
            if not exam.hung:
                raise InputError(
                    _(
                        "No image says that it is a CC or MLO view of the right or left breast: rename them in the"
                        " module Data, for example R CC."
                    )
                )
            with self._panel.findings.hanging():
                showExam(exam, self._prior())
            self._panel.findings.redrawCard()
        except MicrocalcError as error:
            self._say(str(error))
        else:
            self._say("")

    def _hang(self, exam: Exam) -> None:
        """Hang the views that were detected, ready to be read, but not while another module is shown; without a window
        there is nothing to hang.
        """
        self._isToHang = self._panel.isAway
        if slicer.app.layoutManager() is not None and not self._panel.isAway:
            with self._panel.findings.hanging():
                showExam(exam, self._prior())
            self._panel.findings.redrawCard()

    def _prior(self) -> Exam | None:
        chosen = self.ui.examPriorSelector.itemData(self.ui.examPriorSelector.currentIndex)
        return next((exam for exam in self._exams if chosen and str(exam.identity) == chosen), None)

    def detectIfWanted(self) -> bool:
        """Detect in all views if that is ticked, or stop if it runs; return whether either was so."""
        ui = self.ui
        if self._run is None and not (ui.examAllCheckBox.checked and not ui.examAllCheckBox.isHidden()):
            return False
        self.onDetectOrCancel()
        return True

    def onDetectOrCancel(self) -> None:
        """Detect in all views of the exam, or stop."""
        if self._run is not None:
            self._abandon(_("Cancelled: views that were done keep their results."))
            self._list()
            return
        exam = self._exam()
        volumes = [(view.title, slicer.mrmlScene.GetNodeByID(view.key)) for view in exam.hung or exam.views]
        try:
            ensureForDetection(self._requirementsPath, self._panel.choices()[0].device)
        except MicrocalcError as error:
            self._say(str(error))
            return
        self._startedAt, self._wanted, self._detected = time.monotonic(), self._panel.findings.wanted(), exam.identity
        choice, _point, _clusters = self._panel.choices()
        self._notCarried = []
        listener = ExamListener(self.onProgress, self.onDetected, self.onEnded)
        self._run = ExamRun(
            [(title, node) for title, node in volumes if node is not None], choice, listener, self._startProcess
        )
        self._showRunning(True)
        self._run.start()

    def onClusterClicked(self, row: int, _column: int = 0) -> None:
        """Choose the mammogram of a cluster and go to it in every view that shows it."""
        if 0 <= row < len(self._listed) and self._listed[row].volumeNode.GetScene() is slicer.mrmlScene:
            one = self._listed[row]
            self.ui.volumeSelector.setCurrentNode(one.volumeNode)
            self._panel.findings.choose(one.cluster)
            with self._panel.findings.moving():
                jumpToCluster(one.volumeNode, one.cluster)
            highlightLesion(one.volumeNode, one.cluster, one.nippleMm, self.ui.examToleranceSpinBox.value)

    # What the run tells ---------------------------------------------------------------------------------------------

    def onProgress(self, fraction: float, text: str) -> None:
        """Show how far it is."""
        for bar in (self.ui.examProgressBar, self.ui.progressBar):
            bar.setValue(int(1000 * fraction))
        self._say(_("Working: {text}").format(text=said(text)))

    def onDetected(self, volumeNode, analysis: Analysis, text: str) -> None:
        """Put the results of one view into the scene, in place of earlier ones."""
        try:
            isChosen = volumeNode is self.ui.volumeSelector.currentNode()
            self._panel.findings.store(volumeNode, analysis, text, show=isChosen, wanted=self._wanted)
        except MicrocalcError:
            raise
        except Exception as error:  # the edge: slots must not raise, and the other views go on
            logging.exception("Microcalc: the results could not be stored")
            raise InputError(_("The results could not be stored ({error}).").format(error=said(error))) from error
        if self._panel.findings.notCarried:
            self._notCarried.append(f"{volumeNode.GetName()}: {self._panel.findings.notCarried}")
        self._list()

    def onEnded(self, failures: list[str]) -> None:
        """Show what it has come to."""
        views = self._run.size - len(failures)
        self._run = None
        self._showRunning(False)
        self.refresh()  # views may have gone meanwhile
        self._listAll()
        exam = next((one for one in self._exams if one.identity == self._detected), None)
        findings = [findingsOfView(view) for view in (*exam.hung, *exam.others)] if exam else []
        done = _("Done in {seconds:.0f} s: {views}, {found}.").format(
            seconds=time.monotonic() - self._startedAt,
            views=counted(views, _("1 view"), _("{count} views")),
            found=foundText(*filter(None, findings)),
        )
        if exam and exam is not self._exam():  # an image of another one was chosen meanwhile
            done = f"{_titleOf(exam)}. {done}"
        elif exam and exam.hung:
            self._hang(exam)
        self._say(" ".join([done, *self._notCarried, *failures]))

    # Small things ---------------------------------------------------------------------------------------------------

    def _exam(self) -> Exam | None:
        index = self.ui.examSelector.currentIndex
        return self._exams[index] if 0 <= index < len(self._exams) else None

    def _list(self) -> None:
        """List the clusters where the list is seen: reading those of all views takes a while."""
        if self.ui.tabs.currentWidget().objectName == "examTab":
            self._listAll()

    def _listAll(self) -> None:
        exam = self._exam()
        try:
            self._listed = clustersOf(exam, self.ui.examToleranceSpinBox.value) if exam else []
        except MicrocalcError as error:
            self._listed = []
            self._say(str(error))
        fillExamTable(self.ui.examTable, self._listed)

    def _abandon(self, sentence: str) -> None:
        if self._run is not None:
            self._run.cancel()
            self._run = None
            self._showRunning(False)
            self._say(sentence)

    def _showRunning(self, running: bool) -> None:
        ui = self.ui
        ui.examDetectButton.text = _("Cancel") if running else _("Detect in all views")
        ui.detectButton.text = _("Cancel") if running else _("Detect calcifications")
        for bar in (ui.examProgressBar, ui.progressBar):
            bar.setValue(0)
            bar.setVisible(running)
        for widget in (ui.examSelector, ui.examPriorSelector, ui.examAllCheckBox):
            widget.setEnabled(not running)

    def _say(self, sentence: str) -> None:
        """Say it on both tabs, so that it is seen where the detection was started; what another part has said above
        stays.
        """
        before, self.ui.examStatusLabel.text = self.ui.examStatusLabel.text, (sentence := said(sentence))
        if sentence or self.ui.statusLabel.text == before:
            self.ui.statusLabel.text = sentence


def _has(exam: Exam, volumeNode) -> bool:
    """Return whether an image belongs to an exam."""
    return volumeNode is not None and any(view.key == volumeNode.GetID() for view in exam.views)


def _titleOf(exam: Exam) -> str:
    images = counted(len(exam.views), _("1 image"), _("{count} images"))
    named = exam.views[0].name if exam.is_alone else exam.name
    return _("{date}: {images}").format(
        date=" ".join(filter(None, (shown_date(exam.date), named))) or _("date unknown"), images=images
    )


def _viewsText(exam: Exam, amongOthers: bool) -> str:
    """Say which views the exam has, which images have no place among the four, and why an image is alone."""
    hung = ", ".join(view.title for view in exam.hung) or _("none of the four views")
    if exam.is_alone and amongOthers:
        return _("{hung}; nothing says whose image it is: images named as P1 R CC and P1 L CC form an exam").format(
            hung=hung
        )
    if not exam.others:
        return hung
    return _("{hung}; without a place: {others}").format(
        hung=hung, others=", ".join(view.title for view in exam.others)
    )
