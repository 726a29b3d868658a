"""The Batch tab: which images, where to, Start and Cancel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import qt
import slicer.util
from MicrocalcCADLib.batch.run import BatchOptions, BatchResult
from MicrocalcCADLib.clusters import ClusterParameters
from MicrocalcCADLib.detection import DetectionOptions
from MicrocalcCADLib.detection_child import DetectorChoice
from MicrocalcCADLib.errors import InputError, MicrocalcError
from MicrocalcCADLib.reporting import ALWAYS
from slicer.i18n import tr as _

from .batch_process import BatchListener, BatchProcess
from .counted import counted
from .library_words import said
from .packages import ensureForDetection
from .rating_selector import chosenRatings
from .remedies import BATCH, revealRemedy, toldWithRemedy
from .result_nodes import ROLE_ATTRIBUTE

# Calls with (inputs, options, listener, spacing in mm or None for the volumes).
StartBatch = Callable[..., BatchProcess]


class BatchPanel:
    """Connects the widgets of the Batch tab; method, model, device and operating point are those of the other tab.

    Parameters
    ----------
    choices
        Returns what is chosen in the other tab: the detector, the operating point, and how calcifications are grouped.
    startBatch
        What starts a batch; replaced in tests.
    """

    def __init__(
        self,
        ui,
        choices: Callable[[], tuple[DetectorChoice, str | float, ClusterParameters]],
        requirementsPath: str,
        startBatch: StartBatch = BatchProcess,
    ) -> None:
        self.ui, self._choices, self._requirementsPath, self._startBatch = ui, choices, requirementsPath, startBatch
        self._process: BatchProcess | None = None
        self._page: Path | None = None
        ui.batchInputButton.connect("clicked()", self.onChooseInput)
        ui.batchOutputButton.connect("clicked()", self.onChooseOutput)
        ui.batchVolumesCheckBox.connect("toggled(bool)", self.onVolumesToggled)
        ui.batchButton.connect("clicked()", self.onStartOrCancel)
        ui.batchSummaryButton.connect("clicked()", self.onOpenSummary)

    def cleanup(self) -> None:
        """Stop a batch before the panel goes."""
        self._abandon("")

    # What the user does ---------------------------------------------------------------------------------------------

    def onChooseInput(self) -> None:
        """Ask for the folder of the images."""
        self._chooseFolder(self.ui.batchInputEdit, _("Folder of mammograms"))

    def onChooseOutput(self) -> None:
        """Ask for the folder of the results."""
        self._chooseFolder(self.ui.batchOutputEdit, _("Folder for the results"))

    def onVolumesToggled(self, checked: bool) -> None:
        """Volumes of the scene take the place of a folder."""
        for widget in (self.ui.batchInputEdit, self.ui.batchInputButton):
            widget.setEnabled(not checked)

    def onStartOrCancel(self) -> None:
        """Start a batch, or stop the one that runs."""
        if self._process is not None:
            self._abandon(_("Cancelled: what was done is in the folder of the results, and a run can go on with it."))
            return
        try:
            inputs, options, spacing = self._request()
            ensureForDetection(self._requirementsPath, self._choices()[0].device)
            self._process = self._startBatch(
                inputs, options, BatchListener(self.onProgress, self.onFinished, self.onFailed), spacing
            )
        except MicrocalcError as error:
            self.onFailed(error)
            return
        self._showRunning(True)
        self._say(_("Starting"))

    def onOpenSummary(self) -> None:
        """Show the summary page in the browser."""
        if self._page is not None:
            qt.QDesktopServices.openUrl(qt.QUrl.fromLocalFile(str(self._page)))

    # What the batch tells -------------------------------------------------------------------------------------------

    def onProgress(self, fraction: float, text: str) -> None:
        """Show how far the batch is, with rate and remaining time."""
        self.ui.batchProgressBar.setValue(int(1000 * fraction))
        self._say(text)

    def onFinished(self, result: BatchResult) -> None:
        """Show what it has come to."""
        self._page = result.page
        self._end()
        sentences = [
            _("Done in {seconds:.0f} s: {done} ({unchanged} before), {failed} failed, {leftOut}.").format(
                seconds=result.seconds,
                done=counted(len(result.done), _("1 image"), _("{count} images")),
                unchanged=len(result.unchanged),
                failed=len(result.failed),
                leftOut=counted(result.left_out, _("1 file left out"), _("{count} files left out")),
            )
        ]
        if result.failed:
            sentences.append(_("Click Open summary for the reasons."))
        self._say(" ".join(sentences))

    def onFailed(self, error: MicrocalcError) -> None:
        """Say why it stopped, and show the field that mends it."""
        self._end()
        self._say(toldWithRemedy(error, BATCH))
        revealRemedy(error, self.ui, BATCH)

    # Small things ---------------------------------------------------------------------------------------------------

    def _request(self) -> tuple[list, BatchOptions, float | None]:
        ui = self.ui
        folder = ui.batchOutputEdit.text.strip()
        if not folder:
            raise InputError(_("No folder for the results is chosen: click Browse... beside Results."))
        choice, operatingPoint, clusters = self._choices()
        spacing, ratings = ui.batchSpacingSpinBox.value or None, chosenRatings(ui.ratingSelector)
        formats = [
            ALWAYS,
            *(["seg"] if ui.batchSegmentationsCheckBox.checked else []),
            *(["html"] if ui.batchPagesCheckBox.checked else []),
        ]
        detection = DetectionOptions(
            Path(folder),
            tuple(formats),
            operatingPoint,
            clusters,
            spacing_mm=spacing,
            identifiers=ui.batchIdentifiersCheckBox.checked,
            ratings=ratings,
        )
        options = BatchOptions(detection, choice, ui.batchWorkersSpinBox.value, resume=ui.batchResumeCheckBox.checked)
        return self._inputs(), options, spacing

    def _inputs(self) -> list:
        if self.ui.batchVolumesCheckBox.checked:
            nodes = [
                node
                for node in slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode")
                if node.GetClassName() == "vtkMRMLScalarVolumeNode"
            ]
            mammograms = [
                node for node in nodes if not node.GetHideFromEditors() and not node.GetAttribute(ROLE_ATTRIBUTE)
            ]
            if not mammograms:
                raise InputError(
                    _("There is no volume in the scene: load mammograms, or click Browse... beside Images.")
                )
            return mammograms
        path = self.ui.batchInputEdit.text.strip()
        if not path:
            raise InputError(
                _("No folder of mammograms is chosen: click Browse... beside Images, or tick All volumes of the scene.")
            )
        return [path]

    def _chooseFolder(self, edit, title: str) -> None:
        folder = qt.QFileDialog.getExistingDirectory(None, title, edit.text)
        if folder:
            edit.text = folder

    def _abandon(self, sentence: str) -> None:
        if self._process is not None:
            self._process.cancel()
            self._end()
            self._say(sentence)

    def _end(self) -> None:
        self._process = None
        self._showRunning(False)

    def _showRunning(self, running: bool) -> None:
        ui = self.ui
        ui.batchButton.text = _("Cancel") if running else _("Start batch")
        ui.batchProgressBar.setValue(0)
        ui.batchProgressBar.setVisible(running)
        ui.batchSummaryButton.setEnabled(not running and self._page is not None)

    def _say(self, sentence: str) -> None:
        self.ui.batchStatusLabel.text = said(sentence)
