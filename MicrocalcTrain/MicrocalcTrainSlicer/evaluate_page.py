"""The Evaluate page: a model is run over a labelled set; table, curves and the worst images."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from MicrocalcCADLib.detectors import METHODS
from MicrocalcCADLib.errors import MicrocalcError
from MicrocalcCADSlicer.layouts import showChart
from MicrocalcCADSlicer.packages import ensureForTraining
from MicrocalcTrainLib import runs
from MicrocalcTrainLib.datasets.splits import SPLITS, TEST
from MicrocalcTrainLib.evaluation_results import EvaluationResults, read_results, written_at
from MicrocalcTrainLib.model_folders import KnownModel
from MicrocalcTrainLib.runs import RunStatus
from slicer.i18n import tr as _

from .evaluated_image import loadImage
from .evaluation_charts import drawn, offered
from .forms import (
    chosenOf,
    connectFolderButton,
    deviceChoices,
    fillChoices,
    fillTable,
    folderOf,
    python,
    rememberFolder,
    showFilled,
    wrapTexts,
)
from .library_words import said
from .remedies import EVALUATE, toldWithRemedy
from .run_watch import RunWatch


class EvaluatePage:
    """Connects the widgets of the Evaluate tab.

    Parameters
    ----------
    entry
        What the child process calls; replaced in tests.
    """

    def __init__(self, ui, requirementsPath: str, entry: str = runs.COMMAND_LINE) -> None:
        self.ui, self._requirementsPath, self._entry = ui, requirementsPath, entry
        self._watch = RunWatch(self.onStatus)
        self.changed: Callable[[], None] = lambda: None  # told whenever the run may have made something
        self._running = False
        self._results: EvaluationResults | None = None
        fillChoices(
            ui.evaluateSplitSelector,
            [(said(split), split) for split in (TEST, *(one for one in SPLITS if one != TEST))],
        )
        fillChoices(ui.evaluateDeviceSelector, deviceChoices())
        connectFolderButton(ui.evaluateSetButton, ui.evaluateSetEdit, _("Labelled set"))
        connectFolderButton(ui.evaluateFolderButton, ui.evaluateFolderEdit, _("Folder for the evaluation"))
        ui.evaluateStartButton.connect("clicked()", self.onStart)
        ui.evaluateStopButton.connect("clicked()", self.onStop)
        ui.evaluateShowButton.connect("clicked()", self.onShowCurve)
        ui.evaluateImagesTable.connect("cellClicked(int,int)", self.onImageClicked)
        rememberFolder(ui.evaluateSetEdit, "")
        rememberFolder(ui.evaluateFolderEdit, "evaluation")
        ui.evaluateFolderEdit.connect("textChanged(QString)", self.onFolderChanged)
        self.onFolderChanged()

    def offer(self, models: tuple[KnownModel, ...]) -> None:
        """Offer the known models, and the methods that have none."""
        usable = [model for model in models if model.method in METHODS]
        choices = [(f"{m.method}: {m.name}", f"{m.method}={m.name if m.shipped else m.folder}") for m in usable]
        choices += [(method, method) for method in METHODS if method not in {m.method for m in usable}]
        fillChoices(self.ui.evaluateModelSelector, choices)

    def enter(self) -> None:
        """Show how the evaluation stands."""
        self._watch.look()

    def cleanup(self) -> None:
        """Let go of an evaluation, which goes on."""
        self._watch.cleanup()

    # What the user does ---------------------------------------------------------------------------------------------

    def onFolderChanged(self, _text: str = "") -> None:
        """Show the evaluation that is in the folder."""
        text = self.ui.evaluateFolderEdit.text.strip()
        self._showResults(Path(text) if text else None)
        self._watch.followText(text)

    def onStart(self) -> None:
        """Start an evaluation."""
        try:
            folder = folderOf(self.ui.evaluateFolderEdit, _("the evaluation"))
            labelled = folderOf(self.ui.evaluateSetEdit, _("the labelled set"))
            ensureForTraining(self._requirementsPath)
            arguments = [
                "evaluate",
                str(labelled),
                "-o",
                str(folder),
                "--split",
                chosenOf(self.ui.evaluateSplitSelector),
            ]
            arguments += [
                "--method",
                chosenOf(self.ui.evaluateModelSelector),
                "--device",
                chosenOf(self.ui.evaluateDeviceSelector),
            ]
            runs.start(folder, arguments, self._entry, python())
        except MicrocalcError as error:
            self._say(toldWithRemedy(error, EVALUATE))
            return
        self._watch.follow(folder)

    def onStop(self) -> None:
        """Stop the evaluation; images that were analysed are not analysed again."""
        if self._watch.folder is not None:
            runs.stop(self._watch.folder)
            self._watch.look()

    def onShowCurve(self) -> None:
        """Show the chosen chart in the plot view."""
        key = chosenOf(self.ui.evaluateCurveSelector)
        if self._results is None or key is None:
            return
        self._show(lambda labelled: showChart(drawn(key, self._results, labelled, self._watch.folder)))

    def onImageClicked(self, row: int, _column: int = 0) -> None:
        """Show an image with its truth and what was found."""
        self._show(lambda labelled: loadImage(labelled, self._watch.folder, self._results.images[row]))

    def _show(self, work: Callable[[Path], object]) -> None:
        try:
            work(folderOf(self.ui.evaluateSetEdit, _("the labelled set")))
        except MicrocalcError as error:
            self._say(toldWithRemedy(error, EVALUATE))
            return
        self._watch.look()  # what was said of an earlier attempt is over: how the evaluation stands is said again

    # What the run tells ---------------------------------------------------------------------------------------------

    def onStatus(self, status: RunStatus | None) -> None:
        """Show how the evaluation stands, and its results once it has ended."""
        ended, self._running = self._running, status is not None and status.running
        self.ui.evaluateStartButton.setEnabled(not self._running)
        self.ui.evaluateStopButton.setEnabled(self._running)
        self.changed()
        if status is None:
            self._say("")
            return
        if ended and not self._running:
            self._showResults(self._watch.folder)
        measured = written_at(self._watch.folder) >= status.state.began
        if status.running:
            self._say(_("Evaluating. {line}").format(line=said(status.sentence)))
        elif status.condition == runs.STOPPED:
            self._say(_("Stopped: Evaluate goes on after the images that were analysed."))
        elif measured:
            failed = self._results.failures if self._results else {}
            sentences = [_("Done."), *(f"{image}: {said(reason)}" for image, reason in failed.items())]
            self._say("\n".join(sentences))
        else:
            self._say(toldWithRemedy(status, EVALUATE))

    def _showResults(self, folder: Path | None) -> None:
        try:
            self._results = read_results(folder) if folder is not None else None
        except MicrocalcError as error:
            self._results = None
            self._say(toldWithRemedy(error, EVALUATE))
        results, ui = self._results, self.ui
        showFilled(
            (ui.evaluateTable, ui.evaluateImagesLabel, ui.evaluateImagesTable),
            ui.evaluateHintLabel,
            results is not None,
        )
        measures = results.measures if results else {}
        names = list(next(iter(measures.values()))) if measures else []
        fillTable(
            ui.evaluateTable,
            ["", *measures],
            [[measureTitle(name), *(row[name] for row in measures.values())] for name in names],
            long=range(len(measures) + 1),
        )
        wrapTexts(ui.evaluateTable)
        columns = imageColumns(len(measures) > 1)
        rows = [[row.get(column, "") for column in columns] for row in results.images] if results else []
        fillTable(ui.evaluateImagesTable, list(columns.values()), rows, long=(0, 1) if "method" in columns else (0,))
        fillChoices(ui.evaluateCurveSelector, offered(results))
        ui.evaluateShowButton.setEnabled(ui.evaluateCurveSelector.count > 0)

    def _say(self, sentence: str) -> None:
        self.ui.evaluateStatusLabel.text = said(sentence)


def measureTitle(name: str) -> str:
    """Return the name of a measure in ``evaluation.json`` as words: *sensitivity at 0.25 FP per image*."""
    terms = {"fp": "FP", "auc": "AUC", "iou": "IoU", "cm2": "cm²", "mm2": "mm²"}
    return " ".join(terms.get(word, word) for word in name.split("_"))


def imageColumns(severalMethods: bool) -> dict[str, str]:
    """Return the titles of the columns of ``images.csv`` that are listed, the method where there are several."""
    return {
        "image": _("image"),
        **({"method": _("method")} if severalMethods else {}),
        "clusters": _("clusters"),
        "clusters_hit_at_any_score": _("hit"),
        "false_clusters_at_any_score": _("false"),
        "calcifications": _("calcifications"),
        "calcifications_found": _("found"),
    }
