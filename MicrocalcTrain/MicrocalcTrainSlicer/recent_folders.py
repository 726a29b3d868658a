"""Folders that need no typing: sensible ones in the user's documents to begin with, and the last ones in a menu."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import qt
import slicer
from slicer.i18n import tr as _

MOST = 8
SEPARATOR = "\n"  # in no name of a folder that a dialog gives
# lines of one kind share their folders: what was imported is learned from and evaluated on
KINDS = {"dataSetOutputEdit": "DataSets", "trainDataEdit": "DataSets", "evaluateSetEdit": "DataSets"}


def documentsFolder(name: str) -> str:
    """Return the folder ``Microcalc/NAME`` in the user's documents; it is made by what first writes into it."""
    paths = getattr(qt, "QStandardPaths", None)  # not every build of Slicer's Qt for Python has it
    documents = paths.writableLocation(paths.DocumentsLocation) if paths is not None else ""
    return str((Path(documents) if documents else Path.home() / "Documents") / "Microcalc" / name)


def recentFolders(edit) -> list[str]:
    """Return the folders that were used last in a line of text and those of its kind and are still there, the newest
    first.
    """
    return [folder for folder in _stored(edit) if Path(folder).is_dir()]


def useFolder(edit, folder: Path | str) -> None:
    """Make a folder the newest of its kind; kept with Slicer's settings."""
    folders = [str(folder), *(one for one in _stored(edit) if one != str(folder))]
    slicer.app.userSettings().setValue(_key(edit), SEPARATOR.join(folders[:MOST]))


def offerRecent(edit) -> None:
    """Give a line of text an arrow that lists the folders; choosing one writes it there."""
    menu = qt.QMenu(edit)
    menu.objectName = f"{edit.objectName}Recent"
    arrow = qt.QAction(edit.style().standardIcon(qt.QStyle.SP_ArrowDown), _("Recent folders"), menu)
    edit.addAction(arrow, qt.QLineEdit.TrailingPosition)

    def show() -> None:
        fill(menu, recentFolders(edit), edit)
        menu.popup(edit.mapToGlobal(qt.QPoint(0, edit.height)))

    arrow.connect("triggered()", show)


def fill(menu, folders: Sequence[str], edit) -> None:
    """List folders in a menu, or say that there are none."""
    menu.clear()
    for folder in folders:
        action = qt.QAction(folder, menu)
        action.connect("triggered()", lambda chosen=folder: setattr(edit, "text", chosen))
        menu.addAction(action)
    if not folders:
        action = qt.QAction(_("No folder was used yet: click Choose..."), menu)
        action.enabled = False
        menu.addAction(action)


def _key(edit) -> str:
    return f"MicrocalcTrain/Recent/{KINDS.get(edit.objectName, edit.objectName)}"


def _stored(edit) -> list[str]:
    return [folder for folder in str(slicer.app.userSettings().value(_key(edit)) or "").split(SEPARATOR) if folder]
