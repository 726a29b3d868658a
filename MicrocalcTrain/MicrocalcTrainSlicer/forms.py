"""Small things that the pages share: folders that are remembered, choices, tables, the interpreter for runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import qt
import slicer
from MicrocalcCADLib.child_python import interpreter
from MicrocalcCADLib.errors import InputError
from MicrocalcCADSlicer.method_texts import deviceTexts
from MicrocalcTrainLib.model_folders import KnownModel
from slicer.i18n import tr as _

from .recent_folders import documentsFolder, offerRecent, recentFolders, useFolder

ROW_PX = 22


def python() -> str:
    """Return the interpreter for runs: that of Slicer starts with Slicer's libraries."""
    return interpreter()


def rememberFolder(edit, default: str) -> None:
    """Give a line of text its last folder, or a sensible one in the user's documents, and an arrow that lists the last
    ones.
    """
    rememberText(edit, documentsFolder(default) if default else "")
    offerRecent(edit)


def rememberText(edit, default: str = "") -> None:
    """Give a line of text its last value, and keep what is written there for the next start of Slicer."""
    settings, key = slicer.app.userSettings(), f"MicrocalcTrain/{edit.objectName}"
    edit.text = settings.value(key) or default
    edit.connect("textChanged(QString)", lambda text: settings.setValue(key, text))


def folderOf(edit, what: str) -> Path:
    """Return the folder in a line of text; raises `InputError` if none is given."""
    text = edit.text.strip()
    if not text:
        raise InputError(_("No folder for {what} is chosen: click Choose... beside it.").format(what=what))
    folder = Path(text).expanduser()
    useFolder(edit, folder)
    return folder


def connectFolderButton(button, edit, title: str) -> None:
    """Let a button ask for a folder."""

    def choose() -> None:
        folder = qt.QFileDialog.getExistingDirectory(None, title, beginOf(edit))
        if folder:
            edit.text = folder

    button.connect("clicked()", choose)


def connectPathButton(button, edit, title: str, wantsFolder: Callable[[], bool]) -> None:
    """Let a button ask for a folder where one is wanted, for a file otherwise."""

    def choose() -> None:
        ask = qt.QFileDialog.getExistingDirectory if wantsFolder() else qt.QFileDialog.getOpenFileName
        path = pathOf(ask(None, title, beginOf(edit)))
        if path:
            edit.text = path

    button.connect("clicked()", choose)


def beginOf(edit) -> str:
    """Return where a dialog begins: at what is written if it is there, else at the last folder of its kind, else in the
    documents.
    """
    written = edit.text.strip()
    return written if written and Path(written).exists() else next(iter(recentFolders(edit)), documentsFolder(""))


def pathOf(answer) -> str:
    """Return the path of a file dialog's answer: PythonQt gives it alone, PySide6 with the filter."""
    return answer[0] if isinstance(answer, tuple) else answer


def fillChoices(selector, choices: Sequence[tuple[str, object]]) -> None:
    """Offer choices, each with its text and what stands for it; what was chosen stays chosen."""
    chosen = chosenOf(selector)
    blocked = selector.blockSignals(True)
    selector.clear()
    for text, value in choices:
        selector.addItem(text, value)
    selector.setCurrentIndex(max(0, selector.findData(chosen)))
    selector.blockSignals(blocked)


def chosenOf(selector) -> object:
    """Return what stands for the chosen text, None if there is nothing to choose from."""
    return selector.itemData(selector.currentIndex) if selector.count else None


def deviceChoices() -> list[tuple[str, str]]:
    """Return the devices, each with its title."""
    return [(title, device) for device, title in deviceTexts().items()]


def offerModels(selector, models: Sequence[KnownModel]) -> None:
    """Offer models, each as ``METHOD=MODEL`` of the command line."""
    fillChoices(
        selector, [(f"{m.method}: {m.name}", f"{m.method}={m.name if m.shipped else m.folder}") for m in models]
    )


def fillTable(table, headers: Sequence[str], rows: Sequence[Sequence[str]], long: Sequence[int]) -> None:
    """Fill a table with texts; it never scrolls sideways.

    Parameters
    ----------
    long
        Columns that share what the others leave; what does not fit there is shortened, and whole in its tool tip.
    """
    table.setRowCount(0)
    table.setColumnCount(len(headers))
    table.setHorizontalHeaderLabels(list(headers))
    table.setRowCount(len(rows))
    table.verticalHeader().setVisible(False)
    table.verticalHeader().setDefaultSectionSize(ROW_PX)
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            item = qt.QTableWidgetItem(text)
            item.setToolTip(text)
            table.setItem(number, column, item)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setStretchLastSection(False)
    table.setHorizontalScrollBarPolicy(qt.Qt.ScrollBarAlwaysOff)
    table.setTextElideMode(qt.Qt.ElideMiddle)
    for column, title in enumerate(headers):
        table.horizontalHeaderItem(column).setToolTip(title)
        header.setSectionResizeMode(
            column, qt.QHeaderView.Stretch if column in long else qt.QHeaderView.ResizeToContents
        )


def showFilled(boxes: Sequence, hint, filled: bool) -> None:
    """Show what is filled, or in its place the sentence that says how."""
    for box in boxes:
        box.setVisible(filled)
    hint.setVisible(not filled)


def wrapTexts(table) -> None:
    """Let columns share the width of a table, and long texts take several lines."""
    table.horizontalHeader().setSectionResizeMode(qt.QHeaderView.Stretch)
    table.verticalHeader().setSectionResizeMode(qt.QHeaderView.ResizeToContents)
