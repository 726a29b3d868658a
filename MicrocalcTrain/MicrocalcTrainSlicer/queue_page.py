"""The review queue on the Data set page: unseen images, those first that a model is least sure of; a click loads one to
review.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import slicer.util
from MicrocalcCADLib.detectors import METHODS
from MicrocalcCADLib.errors import InputError, MicrocalcError
from MicrocalcCADSlicer.decimals import Decimal
from MicrocalcCADSlicer.packages import ensureForTraining
from MicrocalcTrainLib import runs
from MicrocalcTrainLib.model_folders import KnownModel
from MicrocalcTrainLib.runs import RunStatus
from slicer.i18n import tr as _

from .forms import chosenOf, connectFolderButton, fillTable, folderOf, offerModels, python, rememberFolder
from .library_words import said
from .remedies import QUEUE, toldWithRemedy
from .run_watch import RunWatch

ATTRIBUTE = "Microcalc.Queued"


class QueuePage:
    """Connects the widgets of the section Review queue.

    Parameters
    ----------
    cases
        Returns the folder of corrected cases, whose images are left out; None if there is none.
    entry
        What the child process calls; replaced in tests.
    """

    def __init__(
        self, ui, requirementsPath: str, cases: Callable[[], Path | None], entry: str = runs.COMMAND_LINE
    ) -> None:
        self.ui, self._requirementsPath, self._cases, self._entry = ui, requirementsPath, cases, entry
        self._watch = RunWatch(self.onStatus)
        self._running, self._queue = False, []
        connectFolderButton(ui.queueFolderButton, ui.queueFolderEdit, _("Folder of mammograms to review"))
        connectFolderButton(ui.queueOutputButton, ui.queueOutputEdit, _("Folder for the queue"))
        ui.queueStartButton.connect("clicked()", self.onStartOrStop)
        ui.queueTable.connect("cellClicked(int,int)", self.onImageClicked)
        rememberFolder(ui.queueFolderEdit, "")
        rememberFolder(ui.queueOutputEdit, "review queue")
        ui.queueOutputEdit.connect("textChanged(QString)", self.onFolderChanged)
        self._fill([])
        self.onFolderChanged()

    def offer(self, models: tuple[KnownModel, ...]) -> None:
        """Offer the models of detectors."""
        offerModels(self.ui.queueModelSelector, [model for model in models if model.method in METHODS])

    def enter(self) -> None:
        """Show how the queue stands."""
        self._watch.look()

    def cleanup(self) -> None:
        """Let go of what runs, which goes on."""
        self._watch.cleanup()

    def onFolderChanged(self, _text: str = "") -> None:
        """Show the queue that is in the folder."""
        self._watch.followText(self.ui.queueOutputEdit.text)

    def onStartOrStop(self) -> None:
        """Analyse the images, or stop; those that were analysed are not analysed again."""
        try:
            output = folderOf(self.ui.queueOutputEdit, _("the queue"))
            if self._running:
                runs.stop(output)
            else:
                images, cases = folderOf(self.ui.queueFolderEdit, _("the images")), self._cases()
                ensureForTraining(self._requirementsPath)
                arguments = ["queue", str(images), "-o", str(output), "--method", chosenOf(self.ui.queueModelSelector)]
                arguments += ["--reviewed", str(cases)] if cases is not None else []
                arguments += (
                    ["--spacing", f"{self.ui.dataSetSpacingSpinBox.value:g}"]
                    if self.ui.dataSetSpacingSpinBox.value
                    else []
                )
                runs.start(output, arguments, self._entry, python())
        except MicrocalcError as error:
            self._say(toldWithRemedy(error, QUEUE))
            return
        self._watch.follow(output)

    def onImageClicked(self, row: int, _column: int = 0) -> None:
        """Load an image of the queue with its findings, ready to be reviewed in MicrocalcCAD."""
        try:
            loadQueued(self._queue[row], self._watch.folder)
        except MicrocalcError as error:
            self._say(toldWithRemedy(error, QUEUE))
            return
        self._watch.look()

    def onStatus(self, status: RunStatus | None) -> None:
        """Show how the run stands, and the order so far."""
        self._running = status is not None and status.running
        self.ui.queueStartButton.text = _("Stop") if self._running else _("Order by uncertainty")
        self._show()
        if status is None:
            self._say("")
        elif status.running:
            self._say(_("Analysing. {line}").format(line=said(status.sentence)))
        elif status.condition == runs.STOPPED:
            self._say(_("Stopped: images that were analysed are in the list."))
        else:
            self._say(_("Done: click an image to review it.") if self._queue else toldWithRemedy(status, QUEUE))

    def _show(self) -> None:
        from MicrocalcTrainLib.review_queue import read_queue

        try:
            queue = read_queue(self._watch.folder) if self._watch.folder is not None else []
        except MicrocalcError as error:
            self._say(toldWithRemedy(error, QUEUE))
            return
        if queue != self._queue:
            self._fill(queue)

    def _fill(self, queue: list) -> None:
        """List the images; why one was not analysed is its tip, and said by a click."""
        self._queue = queue
        rows = [
            [
                one.image,
                *([_("not analysed"), ""] if one.failure else [f"{Decimal(one.uncertainty):.2f}", str(one.clusters)]),
            ]
            for one in queue
        ]
        fillTable(self.ui.queueTable, [_("image"), _("uncertainty (bit)"), _("clusters")], rows, long=(0,))
        for row, one in enumerate(queue):
            self.ui.queueTable.item(row, 1).setToolTip(one.failure)

    def _say(self, sentence: str) -> None:
        self.ui.queueStatusLabel.text = said(sentence)


def loadQueued(queued, folder: Path):
    """Add an image of the queue and its findings to the scene and return the volume; one that is there already is
    shown.

    Raises
    ------
    InputError
        If the image or its analysis cannot be read any more.
    """
    from MicrocalcCADLib.analysis import Analysis
    from MicrocalcCADLib.reading import read_mammogram
    from MicrocalcCADSlicer.results import createResults
    from MicrocalcCADSlicer.scene_state import State
    from MicrocalcCADSlicer.slice_views import showVolume
    from MicrocalcCADSlicer.volume import FILE_ATTRIBUTE, setGivenSpacing
    from MicrocalcTrainLib.kept_analyses import ANALYSIS

    if queued.failure:
        raise InputError(queued.failure)
    for node in slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode"):
        if node.GetAttribute(ATTRIBUTE) == queued.path:
            showVolume(node)
            return node
    analysis = Analysis.load(folder / f"{queued.image}{ANALYSIS}")
    mammogram = read_mammogram(Path(queued.path), spacing_mm=queued.spacing_mm)
    row_mm, column_mm = mammogram.spacing_mm
    name = queued.image.rpartition("/")[2]
    volume = slicer.util.addVolumeFromArray(
        mammogram.pixels[np.newaxis], ijkToRAS=np.diag([-column_mm, -row_mm, 1, 1]), name=name
    )
    volume.SetAttribute(ATTRIBUTE, queued.path)
    volume.SetAttribute(FILE_ATTRIBUTE, queued.path)
    setGivenSpacing(volume, mammogram.spacing_mm)
    createResults(volume, analysis, State())
    showVolume(volume)
    return volume
