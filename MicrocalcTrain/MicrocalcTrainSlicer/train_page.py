"""The Train page: which network, Start, Stop and Resume, curves while it learns."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import qt
import slicer
from MicrocalcCADLib.errors import InputError, MicrocalcError
from MicrocalcCADSlicer.decimals import Decimal
from MicrocalcCADSlicer.layouts import showChart
from MicrocalcCADSlicer.packages import ensureForTraining
from MicrocalcTrainLib import runs
from MicrocalcTrainLib.devices import graphics_cards
from MicrocalcTrainLib.model_figures import change_of
from MicrocalcTrainLib.model_folders import described
from MicrocalcTrainLib.runs import RunStatus
from MicrocalcTrainLib.step_progress import Place, place_in
from MicrocalcTrainLib.training_curves import Stage
from slicer.i18n import tr as _

from .charts import Axes, Curves, Style, chartOf, updateChart
from .forms import (
    chosenOf,
    connectFolderButton,
    connectPathButton,
    deviceChoices,
    fillChoices,
    folderOf,
    python,
    rememberFolder,
)
from .library_words import said
from .live_plot import LivePlot
from .log_text import curveTitle, readableLine
from .model_texts import beforeAndAfter
from .recent_folders import useFolder
from .remedies import TRAIN, toldWithRemedy
from .run_watch import RunWatch
from .training_arguments import (
    OF_TABLES,
    REPRODUCE,
    enableTaken,
    networkChoices,
    optionRows,
    showNetworkOf,
    trainingArguments,
    tunedBy,
)

CHART = "training"
CARDS_EVERY_S = 5.0


class TrainPage:
    """Connects the widgets of the Train tab; what runs is found again by its folder.

    Parameters
    ----------
    entry
        What the child process calls; replaced in tests.
    """

    def __init__(self, ui, requirementsPath: str, entry: str = runs.COMMAND_LINE) -> None:
        self.ui, self._requirementsPath, self._entry = ui, requirementsPath, entry
        self._drawn: tuple = ()
        self._cardsShown = 0.0
        self._watch = RunWatch(self.onStatus)
        self.changed: Callable[[], None] = lambda: None  # told whenever the run may have made something
        self.options, self.plot = optionRows(ui), LivePlot(ui.trainPlotBox)
        fillChoices(ui.trainNetworkSelector, networkChoices())
        fillChoices(ui.trainDeviceSelector, deviceChoices())
        ui.trainBackgroundsSpacingSpinBox.value = 0.094
        connectFolderButton(ui.trainFolderButton, ui.trainFolderEdit, _("Folder of the training"))
        connectFolderButton(
            ui.trainBackgroundsButton, ui.trainBackgroundsEdit, _("Folder of mammograms without findings")
        )
        connectFolderButton(ui.trainDataButton, ui.trainDataEdit, _("Data set to learn from"))
        start = _("Model or weights to start from")
        connectPathButton(
            ui.trainWeightsButton, ui.trainWeightsEdit, start, lambda: bool(tunedBy(chosenOf(ui.trainNetworkSelector)))
        )
        ui.trainNetworkSelector.connect("currentIndexChanged(int)", self.onNetworkChanged)
        ui.trainStartButton.connect("clicked()", self.onStart)
        ui.trainStopButton.connect("clicked()", self.onStop)
        ui.trainResumeButton.connect("clicked()", self.onResume)
        ui.trainCurvesButton.connect("clicked()", self.onShowCurves)
        rememberFolder(ui.trainFolderEdit, "training")
        rememberFolder(ui.trainDataEdit, "")
        ui.trainFolderEdit.connect("textChanged(QString)", self.onFolderChanged)
        self.onNetworkChanged()
        self.onFolderChanged()

    def enter(self) -> None:
        """Show the graphics cards and how the run stands."""
        self._showCards()
        self._watch.look()

    def cleanup(self) -> None:
        """Let go of the run, which goes on."""
        self._watch.cleanup()
        self.plot.cleanup()

    # What the user does ---------------------------------------------------------------------------------------------

    def onNetworkChanged(self, _index: int = 0) -> None:
        """Offer what the recipe takes."""
        enableTaken(self.ui, self.options)

    def onFolderChanged(self, _text: str = "") -> None:
        """Show the run that is in the folder."""
        self._watch.followText(self.ui.trainFolderEdit.text)
        status = runs.status(self._watch.folder) if self._watch.folder is not None else None
        if status is not None:
            showNetworkOf(self.ui, status.state.arguments)

    def onStart(self) -> None:
        """Start a training."""
        self._try(self._start)

    def onResume(self) -> None:
        """Go on with the training in the folder."""
        self._try(self._resume)

    def onStop(self) -> None:
        """Stop the training; the last finished epoch stays."""
        self._try(runs.stop, needsPackages=False)

    def onShowCurves(self) -> None:
        """Show the chart large, in the plot view beside an image."""
        self._drawn = ()
        self._watch.look()
        if chartOf(CHART) is not None:
            showChart(chartOf(CHART))

    # What the run tells ---------------------------------------------------------------------------------------------

    def onStatus(self, status: RunStatus | None) -> None:
        """Show how the run stands: buttons, progress, curves, log."""
        ui, running = self.ui, status is not None and status.running
        if running and time.monotonic() - self._cardsShown > CARDS_EVERY_S:
            self._showCards()
        ui.trainStartButton.setEnabled(not running)
        ui.trainStopButton.setEnabled(running)
        ui.trainResumeButton.setEnabled(status is not None and status.condition in (runs.STOPPED, runs.FAILED))
        ui.trainCurvesButton.setEnabled(status is not None and bool(status.stages))
        ui.trainProgressBar.setVisible(running)
        last = status.stages[-1] if status is not None and status.stages else None
        place = place_in(self._watch.folder / last.name, len(last.rows)) if running and last else None
        done = len(last.rows) + (place.share if place else 0.0) if last else 0.0
        ui.trainProgressBar.setValue(int(1000 * done / last.epochs) if last and last.epochs else 0)
        self._say(self._sentence(status, last, place) if status is not None else "")
        self._showLog(runs.log_lines(self._watch.folder) if status is not None else [])
        isNew = status is not None and self._draw(status.stages)
        self.plot.show(chartOf(CHART) if status is not None and status.stages else None, isNew)
        self.changed()

    def _sentence(self, status: RunStatus, last: Stage | None, place: Place | None) -> str:
        reached = (
            _("{stage}: epoch {epoch} of {epochs}").format(
                stage=last.name, epoch=len(last.rows), epochs=last.epochs or "?"
            )
            if last
            else ""
        )
        if place is not None:
            reached = _("{reached}, {percent:.0f} % of the next").format(reached=reached, percent=100 * place.share)
        if status.condition == runs.RUNNING:
            left = (
                ""
                if status.remaining_s is None
                else _(", about {minutes:.0f} min remain").format(minutes=status.remaining_s / 60)
            )
            return _("Training. {reached}{left}").format(
                reached=reached or readableLine(said(status.sentence)), left=left
            )
        if status.condition == runs.STOPPED:
            return _("Stopped. {reached} is kept: Resume goes on from there.").format(
                reached=reached or _("What was made")
            )
        if status.condition == runs.FAILED:
            return toldWithRemedy(status, TRAIN)
        model = next((m for m in map(described, sorted(self._watch.folder.iterdir())) if m), None)
        if model is None and status.state.arguments[:1] == (REPRODUCE,):
            return _("Done: {table}.txt, its CSV files and figures are in the folder.").format(
                table=status.state.arguments[1]
            )
        if model is None:
            return _("Done.")
        done = _("Done: the model {name} is on the page 4 Use.").format(name=model.name)
        return "\n".join([done, *([beforeAndAfter(change)] if (change := change_of(model)) else [])])

    def _draw(self, stages: tuple[Stage, ...]) -> bool:
        """Bring the chart up to date; return whether there was anything new."""
        drawn = (slicer.mrmlScene, self._watch.folder, *((stage.name, len(stage.rows)) for stage in stages))
        if not stages or drawn == self._drawn:
            return False
        curves = [
            Curves(s.name, {"epoch": [row["epoch"] for row in s.rows], **_columnsOf(s)}, titles=_titlesOf(s))
            for s in stages
        ]
        updateChart(CHART, Axes(_("Training"), _("epoch"), _("loss and measures")), curves, Style.MARKED_LINES)
        self._drawn = drawn
        return True

    # Small things ---------------------------------------------------------------------------------------------------

    def _start(self, folder: Path) -> None:
        arguments = trainingArguments(self.ui, self.options, folder)
        if "--data" in arguments:
            useFolder(self.ui.trainDataEdit, self.ui.trainDataEdit.text.strip())
        earlier = runs.read_state(folder)
        if earlier is not None and list(earlier.arguments) != arguments:
            raise InputError(
                _("The folder holds a training with other choices: resume that one, or choose another folder.")
            )
        runs.start(folder, arguments, self._entryOf(arguments), python())

    def _resume(self, folder: Path) -> None:
        earlier = runs.read_state(folder)
        runs.resume(folder, self._entryOf(earlier.arguments if earlier else ()), python())

    def _entryOf(self, arguments: Sequence[str]) -> str:
        """Return what runs these arguments: the tables of the papers are made by a package of their own."""
        return OF_TABLES if tuple(arguments[:1]) == (REPRODUCE,) else self._entry

    def _try(self, act, needsPackages: bool = True) -> None:
        try:
            folder = folderOf(self.ui.trainFolderEdit, _("the training"))
            if needsPackages:
                ensureForTraining(self._requirementsPath)
            act(folder)
        except MicrocalcError as error:
            self._say(toldWithRemedy(error, TRAIN))
            return
        self._watch.follow(folder)

    def _showCards(self) -> None:
        """Show the memory of the graphics cards; the driver's tool takes a moment to answer, so it is not asked at
        every look.
        """
        self._cardsShown = time.monotonic()
        self.ui.trainDeviceLabel.text = "; ".join(
            _("{name}, {free:.1f} of {total:.1f} GB free").format(
                name=card.name, free=Decimal(card.free_gb), total=Decimal(card.total_gb)
            )
            for card in graphics_cards()
        ) or _("no graphics card")

    def _showLog(self, lines: list[str]) -> None:
        text = "\n".join(map(readableLine, lines))
        if self.ui.trainLog.plainText != text:
            self.ui.trainLog.setPlainText(text)
            self.ui.trainLog.moveCursor(qt.QTextCursor.End)

    def _say(self, sentence: str) -> None:
        self.ui.trainStatusLabel.text = said(sentence)


def _titlesOf(stage: Stage) -> dict[str, str]:
    return {name: curveTitle(stage.name, name) for name in stage.columns}


def _columnsOf(stage: Stage) -> dict[str, list[float]]:
    return {
        name: [math.nan if row.get(name) is None else float(row[name]) for row in stage.rows] for name in stage.columns
    }
