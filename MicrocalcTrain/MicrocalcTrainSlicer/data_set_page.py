"""The Data set page: a labelled set is imported, its counts and thumbnails are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import qt
from MicrocalcCADLib.errors import InputError, MicrocalcError
from MicrocalcCADSlicer.counted import counted
from MicrocalcCADSlicer.packages import ensureForTraining
from MicrocalcTrainLib import runs
from MicrocalcTrainLib.datasets.import_command import KINDS
from MicrocalcTrainLib.datasets.store_file import FILE, THUMBNAILS, TRUTHS
from MicrocalcTrainLib.runs import RunStatus
from slicer.i18n import tr as _

from .forms import (
    chosenOf,
    connectFolderButton,
    fillChoices,
    fillTable,
    folderOf,
    python,
    rememberFolder,
    rememberText,
    showFilled,
)
from .library_words import said
from .remedies import DATA, toldWithRemedy
from .run_watch import RunWatch

if TYPE_CHECKING:
    from MicrocalcTrainLib.datasets.scene import ReviewedCase

SCENE, CASES = "scene", "cases"
MOST_THUMBNAILS = 200
THUMBNAIL = (96, 128)
# around a thumbnail: its name below, the list's frame, and the bar that scrolls it
GRID_MARGIN, LIST_MARGIN = (24, 28), 8


class DataSetPage:
    """Connects the widgets of the Data set tab; the import runs in a process of its own.

    Parameters
    ----------
    entry
        What the child process calls; replaced in tests.
    """

    def __init__(self, ui, requirementsPath: str, entry: str = runs.COMMAND_LINE) -> None:
        self.ui, self._requirementsPath, self._entry = ui, requirementsPath, entry
        self._watch = RunWatch(self.onStatus)
        self.changed: Callable[[], None] = lambda: None  # told whenever the run may have made something
        self._running, self._left = False, []
        fillChoices(ui.dataSetKindSelector, [(said(kind), kind) for kind in KINDS])
        fillChoices(ui.dataSetTruthSelector, [(said(truth), truth) for truth in TRUTHS])
        _fitThumbnails(ui.dataSetThumbnails)
        connectFolderButton(ui.dataSetFolderButton, ui.dataSetFolderEdit, _("Folder of the labelled set"))
        connectFolderButton(ui.dataSetOutputButton, ui.dataSetOutputEdit, _("Folder for the data set"))
        ui.dataSetImportButton.connect("clicked()", self.onImportOrStop)
        ui.dataSetShowButton.connect("clicked()", self.onShow)
        ui.dataSetSceneButton.connect("clicked()", self.onUseScene)
        rememberFolder(ui.dataSetFolderEdit, "")
        rememberFolder(ui.dataSetOutputEdit, "data set")
        rememberText(ui.dataSetReaderEdit)
        ui.dataSetOutputEdit.connect("textChanged(QString)", self.onFolderChanged)
        self.onFolderChanged()

    def enter(self) -> None:
        """Show how the import stands."""
        self._watch.look()

    def cleanup(self) -> None:
        """Let go of an import, which goes on."""
        self._watch.cleanup()

    def onFolderChanged(self, _text: str = "") -> None:
        """Show how the import into the folder stands; a data set that was shown is another folder's."""
        self._showBoxes(False)
        self._watch.followText(self.ui.dataSetOutputEdit.text)

    def onImportOrStop(self) -> None:
        """Start an import, or stop the one that runs."""
        try:
            output = folderOf(self.ui.dataSetOutputEdit, _("the data set"))
            if self._running:
                runs.stop(output)
            else:
                self._start(
                    output,
                    self._arguments(
                        chosenOf(self.ui.dataSetKindSelector),
                        folderOf(self.ui.dataSetFolderEdit, _("the labelled set")),
                        output,
                    ),
                )
        except MicrocalcError as error:
            self._say(toldWithRemedy(error, DATA))
            return
        self._watch.follow(output)

    def onUseScene(self) -> None:
        """Add the corrected cases of the scene to the data set in the folder, and import what it has now."""
        from MicrocalcTrainLib.datasets.scene import write_case

        from .corrected_cases import correctedCases

        try:
            output = folderOf(self.ui.dataSetOutputEdit, _("the data set"))
            self._checkScene(output)
            cases, left = correctedCases()
            if not cases:
                raise InputError(
                    "\n".join(
                        [
                            _(
                                "Nothing in this scene was reviewed, drawn or marked by a point: click Accept or Reject"
                                " in Microcalc CAD first."
                            ),
                            *left,
                        ]
                    )
                )
            date = datetime.now().astimezone().isoformat(timespec="seconds")
            for case in cases:
                write_case(output / CASES, case, self.ui.dataSetReaderEdit.text, date)
            self._left = [
                counted(
                    len(cases),
                    _("1 corrected case of this scene was added."),
                    _("{count} corrected cases of this scene were added."),
                ),
                *self._named(cases),
                *left,
            ]
            self._start(output, self._arguments(SCENE, output / CASES, output))
        except MicrocalcError as error:
            self._say(toldWithRemedy(error, DATA))
            return
        self._watch.follow(output)

    def _named(self, cases: Sequence[ReviewedCase]) -> list[str]:
        """Return how many findings have a reader's kind, from which the kind network can learn; nothing
        where none has.
        """
        from MicrocalcTrainLib.datasets.named_kinds import groups_of

        named = sum(len(groups_of(case.truth.kinds)) for case in cases if case.truth.kinds is not None)
        if not named:
            return []
        many = _("{count} findings have a kind that the reader gave: the network that names kinds can learn from them.")
        return [
            counted(
                named,
                _("1 finding has a kind that the reader gave: the network that names kinds can learn from it."),
                many,
            )
        ]

    def onShow(self) -> None:
        """Show the data set in the folder."""
        self._watch.look()  # how the import stands, in place of what was said of an earlier attempt
        try:
            self._showSet(folderOf(self.ui.dataSetOutputEdit, _("the data set")))
        except MicrocalcError as error:
            self._say(toldWithRemedy(error, DATA))

    def onStatus(self, status: RunStatus | None) -> None:
        """Show how the import stands, and the data set once it has ended."""
        ended, self._running = self._running, status is not None and status.running
        ended = ended and not self._running
        self.ui.dataSetImportButton.text = _("Stop") if self._running else _("Import")
        self.ui.dataSetShowButton.setEnabled(not self._running)
        self.changed()
        if status is None:
            self._say("")
            return
        sentences = {
            runs.RUNNING: _("Importing. {line}"),
            runs.STOPPED: _("Stopped: Import goes on from there."),
            runs.DONE: _("Done: all images were imported."),
            runs.FAILED: "{line}",
        }
        line = toldWithRemedy(status, DATA) if status.condition == runs.FAILED else said(status.sentence)
        self._say(sentences[status.condition].format(line=line))
        if ended and (self._watch.folder / FILE).is_file():
            self.onShow()

    def _start(self, output: Path, arguments: list[str]) -> None:
        ensureForTraining(self._requirementsPath)
        runs.start(output, arguments, self._entry, python())

    def _checkScene(self, output: Path) -> None:
        """Raise `InputError` if the folder is busy or holds a data set of another kind, which an import
        would replace.
        """
        from MicrocalcTrainLib.datasets.summary import summary_of

        if self._running:
            raise InputError(_("An import is going on in the folder: wait until it has ended."))
        if (output / FILE).is_file() and summary_of(output).kind != SCENE:
            raise InputError(
                _("The folder holds a data set of another kind: choose another folder for corrected cases.")
            )

    def _arguments(self, kind: str, folder: Path, output: Path) -> list[str]:
        ui = self.ui
        arguments = ["import", kind, str(folder), "-o", str(output), "--split", ui.dataSetSplitEdit.text.strip()]
        arguments += ["--size", str(ui.dataSetSizeSpinBox.value), "--seed", str(ui.dataSetSeedSpinBox.value)]
        arguments += ["--truth", chosenOf(ui.dataSetTruthSelector)]
        for option, box in (("--spacing", ui.dataSetSpacingSpinBox), ("--resample", ui.dataSetResampleSpinBox)):
            arguments += [option, f"{box.value:g}"] if box.value else []
        return arguments

    def _showSet(self, folder: Path) -> None:
        from MicrocalcTrainLib.datasets.summary import COLUMNS, summary_of

        summary = summary_of(folder)
        rows = [[said(column), *(f"{row[column]:,}" for row in summary.counts.values())] for column in COLUMNS]
        fillTable(self.ui.dataSetTable, ["", *map(said, summary.counts)], rows, long=(0, len(summary.counts)))
        self._showThumbnails(folder / THUMBNAILS)
        self._showBoxes(True)
        lines = [*self._left, *([self.ui.dataSetStatusLabel.text] if self._left else [])]
        lines += [
            _("The part {part} has no patch of class {one}.").format(part=said(part), one=one)
            for part, one in summary.empty_classes
        ]
        lines += [
            _("Left out: {name}: {reason}").format(name=one.name, reason=said(one.reason)) for one in summary.left_out
        ]
        self._left = []
        if lines:
            self._say("\n".join(lines))

    def _showBoxes(self, filled: bool) -> None:
        showFilled((self.ui.dataSetTable, self.ui.dataSetThumbnails), self.ui.dataSetHintLabel, filled)

    def _showThumbnails(self, folder: Path) -> None:
        widget = self.ui.dataSetThumbnails
        widget.clear()
        for path in sorted(folder.glob("*.png"))[:MOST_THUMBNAILS]:
            widget.addItem(qt.QListWidgetItem(qt.QIcon(str(path)), path.stem))

    def _say(self, sentence: str) -> None:
        self.ui.dataSetStatusLabel.text = said(sentence)


def _fitThumbnails(widget) -> None:
    """Give each thumbnail with its name a place of its own, and the list the height of at least one row."""
    grid = qt.QSize(THUMBNAIL[0] + GRID_MARGIN[0], THUMBNAIL[1] + GRID_MARGIN[1])
    widget.setIconSize(qt.QSize(*THUMBNAIL))
    widget.setGridSize(grid)
    widget.setMovement(qt.QListView.Static)
    widget.setMinimumHeight(grid.height() + LIST_MARGIN)
