"""The upper part of the panel: which mammogram, which detector, Detect and Cancel."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import qt
import slicer
import slicer.util
from MicrocalcCADLib import RESEARCH_ONLY, detectors
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.assessment.choice import RATINGS
from MicrocalcCADLib.clusters import ClusterParameters
from MicrocalcCADLib.detection_child import DetectorChoice
from MicrocalcCADLib.errors import InputError, MicrocalcError
from MicrocalcCADLib.kinds.naming import METHOD as KINDS
from MicrocalcCADLib.models import list_models
from slicer.i18n import tr as _

from .decimals import Decimal
from .exam_layout import showChosen
from .findings_panel import FindingsPanel, foundText
from .kinds_selector import KindsSelector
from .layouts import enlarge
from .library_words import said
from .method_texts import deviceTexts, methodTexts
from .packages import ensureForDetection
from .panel_choices import DEVICES, PanelChoices, choose, chosenIn
from .plot_buttons import PlotButtons
from .process import DetectionProcess, Listener, waiting
from .remedies import revealRemedy, toldWithRemedy
from .report import ReportButton
from .result_nodes import resultsOf
from .scene_state import State
from .settings_widgets import setQuietly
from .slice_views import isShown, shownVolume
from .user_models import ownModels, takeWantedModel, titleOf
from .volume import givenFullScale, mammogramOf, setGivenFullScale, setGivenSpacing, spacingOf
from .volume_selector import hideOwnVolumes, isMammogram, isOneSlice, onlyMammogram

SELECTED = ("method", "model", "kinds", "device", "rating")
SECONDS_BEFORE_ESTIMATE = 2.0
StartProcess = Callable[..., DetectionProcess]


class Panel:
    """Connects the widgets of the ``.ui`` file; `choices` keeps what is chosen with the scene.

    Parameters
    ----------
    startProcess
        What starts a detection; replaced in tests.
    """

    def __init__(
        self, ui, choices: PanelChoices, requirementsPath: str, startProcess: StartProcess = DetectionProcess
    ) -> None:
        self.ui, self._kept, self._requirementsPath, self._startProcess = ui, choices, requirementsPath, startProcess
        self._guiTag: int | None = None
        self._process: DetectionProcess | None = None
        self._detectedVolume = self._lastShown = None
        self._wanted = State()
        self._startedAt, self._isOpen = 0.0, False
        # While another module is shown: what is to be shown of the chosen image once this one is entered again.
        self.isAway = self._isToShow = self._isToEnlarge = False
        # Takes the click where all views of an exam are to be detected, see `ExamPanel.detectIfWanted`.
        self.detectExam: Callable[[], bool] = lambda: False
        # Called when a detection has begun or ended: meanwhile no other one may.
        self.onRunning: Callable[[], None] = lambda: None
        self.kinds = KindsSelector(ui)
        self.findings = FindingsPanel(ui, self._say)
        self.plots = PlotButtons(ui, self.findings, self._say)
        self.report = ReportButton(ui, self._say)
        ui.researchLabel.text = _(RESEARCH_ONLY)
        self._fillChoices()
        self._connect()
        self.restore(choices)

    # Life of the scene ----------------------------------------------------------------------------------------------

    def restore(self, choices: PanelChoices) -> None:
        """Take the choices that are kept in the scene, after loading it or at start; where it says nothing, what is
        shown stays and is kept.
        """
        self.release()
        hideOwnVolumes(self.ui.volumeSelector)
        self._kept = choices
        shown = self.ui.volumeSelector.currentNode()
        if choices.volume is None and shown is not None and shown.GetScene() is slicer.mrmlScene:
            choices.volume = shown
        self._guiTag = choices.connectGui(self.ui)
        self._keep(*(name for name in SELECTED if not choices.getValue(name)))
        # What is kept may be listed only a moment later: it is kept as it is till then.
        self._showVolume(self.ui.volumeSelector.currentNode())

    def release(self) -> None:
        """Keep nothing more in the scene: it is closed or read."""
        if self._guiTag is not None:
            self._kept.disconnectGui(self._guiTag)
            self._guiTag = None

    def enter(self) -> None:
        """Take the mammogram that is on view, unless the chosen one is too, and the model that was asked for elsewhere.

        Where that is no image of one slice, and only one of the scene is, take that one.
        """
        self._isOpen, self.isAway = True, False
        self.findings.heights.enter()
        self._takeWantedModel()
        chosen, volumeNode = self.ui.volumeSelector.currentNode(), shownVolume()
        wanted = volumeNode if volumeNode is not None and (chosen is None or not isShown(chosen)) else chosen
        if wanted is None or not isOneSlice(wanted):  # a CT beside it, say: the only image that can be meant is taken
            wanted = onlyMammogram() or wanted
        if wanted is not None and wanted is not chosen:
            self.ui.volumeSelector.setCurrentNode(wanted)
        elif self._isToShow:
            self._showVolume(chosen)
        if self._isToEnlarge and wanted is not None:
            enlarge(wanted)
        self._isToEnlarge = False

    def exit(self) -> None:
        """Choose nothing by itself while another module is shown, and leave views and layout to it."""
        self._isOpen, self.isAway = False, True

    def onNodeAdded(self, node) -> None:
        """Keep results of ours out of the choice, and choose a mammogram that is loaded into the open panel while none
        is chosen.
        """
        if not node.IsA("vtkMRMLScalarVolumeNode") or slicer.mrmlScene.IsImporting():
            return
        hideOwnVolumes(self.ui.volumeSelector)
        if self._isOpen and isMammogram(node) and self.ui.volumeSelector.currentNode() is None:
            qt.QTimer.singleShot(0, lambda: self._chooseAdded(node))  # its pixels may come after it

    def _chooseAdded(self, node) -> None:
        isThere = node.GetScene() is slicer.mrmlScene and node.GetImageData() is not None
        if isThere and isMammogram(node) and self.ui.volumeSelector.currentNode() is None:
            self.ui.volumeSelector.setCurrentNode(node)

    def onSceneClosing(self) -> None:
        """Stop the detection: its volume is about to go."""
        self.release()
        if self._process is not None:
            self._abandon(_("The scene was closed, so the detection was stopped."))
        else:
            self._say("")
        waiting.end()
        self._lastShown, self._isToEnlarge = None, False
        self.findings.forget()

    def onNodeRemoved(self, node) -> None:
        """Stop the detection if its volume was deleted, and forget results that were deleted."""
        if node is self._detectedVolume:
            self._abandon(_("The volume was deleted, so its detection was stopped: nothing was stored."))
        elif node.IsA("vtkMRMLScalarVolumeNode") and not slicer.mrmlScene.IsClosing() and resultsOf(node) is not None:
            self._say(
                _(
                    "{volume} was deleted: its findings stay in the scene, load the same image and choose it to go on"
                    " with them."
                ).format(volume=node.GetName())
            )
        elif self._process is None and node is self._lastShown and not slicer.mrmlScene.IsClosing():
            self._say("")
        if node is self._lastShown:
            self._lastShown = None
        self.findings.onNodeRemoved(node)

    def cleanup(self) -> None:
        """Stop everything before the panel goes; what its widgets do on their way out is nobody's choice."""
        self.release()
        self._abandon("")
        waiting.end()
        self.ui.volumeSelector.disconnect("currentNodeChanged(vtkMRMLNode*)", self.onVolumeChanged)
        self.findings.cleanup()
        self._lastShown = None

    # Choices --------------------------------------------------------------------------------------------------------

    @property
    def running(self) -> bool:
        """Whether a detection in one mammogram runs."""
        return self._process is not None

    def choices(self) -> tuple[DetectorChoice, str | float, ClusterParameters]:
        """Return the chosen detector, operating point and grouping."""
        return self._detectorChoice(), *self.findings.choices()

    def _detectorChoice(self) -> DetectorChoice:
        self._keep("method", "model", "kinds", "device")  # what is not listed gives way to what is shown
        kept = self._kept
        return DetectorChoice(kept.method, kept.model or None, kept.device, kinds=kept.kinds)

    def _fillChoices(self) -> None:
        ui = self.ui
        titles, devices = methodTexts(), deviceTexts()
        for method, description in detectors.METHODS.items():
            ui.methodSelector.addItem(titles[method][0], method)
            ui.methodSelector.setItemData(ui.methodSelector.count - 1, said(description), 3)  # Qt::ToolTipRole
        for device in DEVICES:
            ui.deviceSelector.addItem(devices[device], device)
        self._fillModels()

    def _fillModels(self) -> None:
        selector, method = self.ui.modelSelector, chosenIn(self.ui.methodSelector)
        blocked = selector.blockSignals(True)
        self.ui.methodLabel.text = methodTexts()[method][1]
        selector.clear()
        try:
            listed = [(titleOf(entry), entry.name) for entry in list_models() if entry.method == method]
        except MicrocalcError as error:
            listed = []
            self._say(str(error))
        for name, model in [*listed, *ownModels(method)]:
            selector.addItem(name, model)
        choose(selector, self._kept.model)
        selector.blockSignals(blocked)

    def _takeWantedModel(self) -> None:
        wanted = takeWantedModel()
        if wanted is not None and wanted[0] in RATINGS:
            self.findings.chooseRating(wanted[1])
        elif wanted is not None and wanted[0] == KINDS:
            self.kinds.fill()
            choose(self.ui.kindsSelector, wanted[1])
        elif wanted is not None and self._process is None:
            choose(self.ui.methodSelector, wanted[0])
            self._fillModels()
            choose(self.ui.modelSelector, wanted[1])

    def _connect(self) -> None:
        ui = self.ui
        ui.volumeSelector.connect("currentNodeChanged(vtkMRMLNode*)", self.onVolumeChanged)
        ui.spacingSpinBox.connect("valueChanged(double)", self.onSpacingChanged)
        ui.fullScaleSpinBox.connect("valueChanged(double)", self.onFullScaleChanged)
        ui.methodSelector.connect("currentIndexChanged(int)", self.onMethodChanged)
        ui.detectButton.connect("clicked()", self.onDetectOrCancel)

    def onMethodChanged(self, _index: int = 0) -> None:
        """Offer the models of the method."""
        self._fillModels()
        self._keep("method", "model")

    def _keep(self, *names: str) -> None:
        """Keep what is shown, at once: a change that is seen alone would show again what was kept of the others."""
        with slicer.util.NodeModify(self._kept):
            for name in names:
                self._kept.setValue(name, chosenIn(getattr(self.ui, f"{name}Selector")))

    def onVolumeChanged(self, volumeNode) -> None:
        """Show the chosen volume, its spacing and the results that it has."""
        if self._guiTag is not None:
            self._kept.volume = volumeNode  # before another choice follows it: that would show again what was kept
        self._showVolume(volumeNode)

    def _showVolume(self, volumeNode) -> None:
        self._isToShow = self.isAway and volumeNode is not None
        self._showSpacing(volumeNode)
        self._showFullScale(volumeNode)
        self._updateButton()
        if self._process is None and volumeNode is not None:
            self._say("")
        if volumeNode is None:
            self.findings.clear()
            return
        self._lastShown = volumeNode
        if self.isAway:  # a scene is read, say: its views are as it was saved
            self.findings.settleNow()
            self.findings.clear()
            return
        showChosen(volumeNode)
        try:
            self.findings.show(volumeNode)
        except MicrocalcError as error:
            self._say(str(error))

    def onSpacingChanged(self, value: float) -> None:
        """Remember the spacing that the user gave for this volume."""
        volumeNode = self.ui.volumeSelector.currentNode()
        if volumeNode is not None:
            setGivenSpacing(volumeNode, (value, value) if value > 0 else None)
            self.ui.spacingSourceLabel.text = _("given by you") if value > 0 else _("not in the image: please enter it")
            self.findings.tell()

    def onFullScaleChanged(self, value: float) -> None:
        """Remember the stored value of full white that the user gave for this volume."""
        volumeNode = self.ui.volumeSelector.currentNode()
        if volumeNode is not None:
            setGivenFullScale(volumeNode, value or None)

    def _showFullScale(self, volumeNode) -> None:
        setQuietly(self.ui.fullScaleSpinBox, "setValue", (givenFullScale(volumeNode) if volumeNode else None) or 0.0)

    def _showSpacing(self, volumeNode) -> None:
        spacing = spacingOf(volumeNode) if volumeNode else None
        setQuietly(self.ui.spacingSpinBox, "setValue", spacing.mm[0] if spacing and spacing.mm else 0.0)
        self.ui.spacingSpinBox.setEnabled(bool(spacing) and spacing.source in ("missing", "given"))
        texts = {
            "missing": _("not in the image: please enter it"),
            "given": _("given by you"),
            "header": _("from the volume"),
            "ImagerPixelSpacing": _("from DICOM, at the detector (ImagerPixelSpacing)"),
            "PixelSpacing": _("from DICOM (PixelSpacing)"),
            "NominalScannedPixelSpacing": _("from DICOM, of the film scanner"),
        }
        self.ui.spacingSourceLabel.text = texts[spacing.source] if spacing else ""
        if spacing and spacing.source == "missing":
            self.ui.advancedSection.collapsed = False  # it is asked for there

    # Detection ------------------------------------------------------------------------------------------------------

    def onDetectOrCancel(self) -> None:
        """Start a detection, or stop the one that runs."""
        if self._process is not None:
            self._abandon(_("Cancelled: nothing was changed."))
            return
        if self.detectExam():
            return
        volumeNode = self.ui.volumeSelector.currentNode()
        try:
            mammogram = mammogramOf(volumeNode)
            ensureForDetection(self._requirementsPath, self._detectorChoice().device)
            self._startedAt, self._wanted = time.monotonic(), self.findings.wanted()
            self._process = self._startProcess(
                mammogram, self._detectorChoice(), Listener(self.onProgress, self.onFinished, self.onFailed)
            )
        except MicrocalcError as error:
            self.onFailed(error)
            return
        self._detectedVolume = volumeNode
        self._showRunning(True)
        self._say(_("Starting"))

    def onProgress(self, fraction: float, text: str) -> None:
        """Show how far the detection is, and about how long it still takes."""
        self.ui.progressBar.setValue(int(1000 * fraction))
        elapsed = time.monotonic() - self._startedAt
        if fraction < 0.1 or elapsed < SECONDS_BEFORE_ESTIMATE:
            self._say(_("Working: {text}").format(text=said(text)))
            return
        remaining = elapsed * (1 - fraction) / fraction
        self._say(_("Working: {text}, about {seconds:.0f} s remain").format(text=said(text), seconds=remaining))

    def onFinished(self, analysis: Analysis, stored: str) -> None:
        """Put the results into the scene, in place of earlier ones."""
        volumeNode, self._process, self._detectedVolume = self._detectedVolume, None, None
        self._showRunning(False)
        try:
            if volumeNode is None or volumeNode.GetScene() is not slicer.mrmlScene:
                raise InputError(_("The volume was deleted during the detection: nothing was stored."))
            isChosen = volumeNode is self.ui.volumeSelector.currentNode()
            findings = self.findings.store(volumeNode, analysis, stored, show=isChosen, wanted=self._wanted)
            if isChosen and not self.isAway:
                enlarge(volumeNode)
            self._isToEnlarge = isChosen and self.isAway
        except Exception as error:  # the edge: slots must not raise, and the user must know
            logging.exception("Microcalc: the results could not be stored")
            self._say(
                str(error)
                if isinstance(error, MicrocalcError)
                else _("The results could not be stored ({error}).").format(error=said(error))
            )
            return
        done = _("Done in {seconds:.1f} s: {found}.").format(
            seconds=Decimal(time.monotonic() - self._startedAt), found=foundText(findings)
        )
        whose = "" if isChosen else f"{volumeNode.GetName()}:"
        self._say(" ".join(filter(None, (whose, done, self.findings.notCarried))))

    def onFailed(self, error: MicrocalcError) -> None:
        """Say why and show the field that mends it; scene and earlier results are untouched."""
        volumeNode, sentence = self._detectedVolume, toldWithRemedy(error)
        if volumeNode is not None and volumeNode is not self.ui.volumeSelector.currentNode():
            self._end(f"{volumeNode.GetName()}: {sentence}")
            return  # the fields are those of another mammogram by now
        self._end(sentence)
        revealRemedy(error, self.ui)

    def _abandon(self, sentence: str) -> None:
        if self._process is not None:
            self._process.cancel()
            self._end(sentence)

    def _end(self, sentence: str) -> None:
        self._process = self._detectedVolume = None
        self._showRunning(False)
        self._say(sentence)

    def _showRunning(self, running: bool) -> None:
        ui = self.ui
        ui.detectButton.text = _("Cancel") if running else _("Detect calcifications")
        ui.progressBar.setValue(0)
        ui.progressBar.setVisible(running)
        for widget in (ui.methodSelector, ui.modelSelector, ui.kindsSelector, ui.deviceSelector):
            widget.setEnabled(not running)
        self._updateButton()
        self.onRunning()

    def _updateButton(self) -> None:
        self.ui.detectButton.setEnabled(self._process is not None or self.ui.volumeSelector.currentNode() is not None)

    # Small things ---------------------------------------------------------------------------------------------------

    def _say(self, sentence: str) -> None:
        self.ui.statusLabel.text = said(sentence)
