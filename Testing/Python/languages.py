"""The panels in another language: translations compiled as Slicer's language tools do it, and all texts that a widget
shows.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from slicer_host import REPOSITORY

sys.path.append(str(REPOSITORY / "tools"))
from make_translations import FOLDERS, TRANSLATIONS, contexts_of, template

PLACEHOLDER = re.compile(r"({[^{}]*})")
TAG = re.compile(r"<[^>]*>|&[a-z]+;")
PROPERTIES = (
    "text",
    "toolTip",
    "placeholderText",
    "title",
    "windowTitle",
    "statusTip",
    "specialValueText",
    "prefix",
    "suffix",
    "plainText",
)


def compiled(ts: Path, folder: Path) -> Path:
    """Return the ``.qm`` file of a ``.ts`` file, made by Qt's own ``lrelease``."""
    import PySide6

    qm = folder / f"{ts.stem}.qm"
    subprocess.run(
        [Path(PySide6.__file__).parent / "lrelease", "-silent", ts, "-qm", qm], check=True, capture_output=True
    )
    return qm


def language(name: str, folder: Path) -> list[Path]:
    """Return the compiled translations of all modules into a language of ``Resources/Translations``."""
    return [compiled(TRANSLATIONS / f"{module}_{name}.ts", folder) for module in FOLDERS]


def invented(folder: Path, change: Callable[[str], str]) -> list[Path]:
    """Return compiled translations into a language in which each text is what `change` makes of it."""
    files = []
    for module in FOLDERS:
        contexts = contexts_of(module, [])
        path = folder / f"{module}_invented.ts"
        known = {(name, text): change(text) for name, texts in contexts.items() for text in texts}
        path.write_text(template(contexts, "tlh", known), encoding="utf-8")
        files.append(compiled(path, folder))
    return files


def fullwidth(text: str) -> str:
    """Return a text in letters of full width, its placeholders, tags and length of words as they were: whatever shows
    others is not translated.
    """
    parts = re.split(r"({[^{}]*}|<[^>]*>|&[a-z]+;)", text)
    return "".join(part if index % 2 else part.translate(_WIDE) for index, part in enumerate(parts))


_WIDE = {code: code + 0xFEE0 for code in (*range(ord("A"), ord("Z") + 1), *range(ord("a"), ord("z") + 1))}


def shown_texts(root: Any) -> Iterator[tuple[str, str]]:
    """Yield all that a widget and those in it can show: (where, text), tags left out."""
    from PySide6 import QtWidgets

    for widget in [root, *root.findChildren(QtWidgets.QWidget)]:
        where = (
            f"{type(widget).__name__}"
            f" {widget.objectName if isinstance(widget.objectName, str) else widget.objectName()}"
        )
        for name in PROPERTIES:
            value = widget.property(name)
            if isinstance(value, str):
                yield f"{where} {name}", TAG.sub(" ", value)
        for kind, text in _items(widget):
            yield f"{where} {kind}", TAG.sub(" ", text or "")


def _items(widget: Any) -> Iterator[tuple[str, str]]:
    from PySide6 import QtCore, QtGui, QtWidgets

    display, tip = QtCore.Qt.ItemDataRole.DisplayRole, QtCore.Qt.ItemDataRole.ToolTipRole
    if isinstance(widget, QtWidgets.QComboBox | QtWidgets.QAbstractItemView) and widget.model() is not None:
        model = widget.model()
        columns = model.columnCount() if isinstance(model, QtCore.QAbstractTableModel | QtGui.QStandardItemModel) else 1
        for row in range(model.rowCount(QtCore.QModelIndex())):
            for column in range(columns):
                for kind, role in (("item", display), ("tip of item", tip)):
                    value = model.index(row, column).data(role)
                    if isinstance(value, str):
                        yield kind, value
        for column in range(columns):
            for kind, role in (("header", display), ("tip of header", tip)):
                value = model.headerData(column, QtCore.Qt.Orientation.Horizontal, role)
                if isinstance(value, str):
                    yield kind, value
    if isinstance(widget, QtWidgets.QTabBar):
        for index in range(
            QtWidgets.QTabBar.count.__get__(widget)() if callable(QtWidgets.QTabBar.count) else widget.count
        ):
            yield "tab", widget.tabText(index)
            yield "tip of tab", widget.tabToolTip(index)
    if isinstance(widget, QtWidgets.QMenu | QtWidgets.QToolButton):
        for action in widget.actions():
            yield "action", action.property("text")
            yield "tip of action", action.property("toolTip")
