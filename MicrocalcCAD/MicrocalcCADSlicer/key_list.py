"""The small window that lists the keys, in which they are changed."""

from __future__ import annotations

from collections.abc import Callable

import qt
from slicer.i18n import tr as _

from .key_map import actions, canonical, forgetKeys, keys, refusal, setKey
from .table_widgets import fitColumns

KEY_COLUMN, TITLE_COLUMN = 0, 1
SIZE = (460, 640)


class KeyList:
    """A window over another one; it does not block it.

    Parameters
    ----------
    onChanged
        Called after an action got another key.
    """

    def __init__(self, window, onChanged: Callable[[], None]) -> None:
        self._onChanged = onChanged
        self.dialog = qt.QDialog(window)
        self.dialog.setWindowTitle(_("Keys of Microcalc CAD"))
        self.dialog.resize(*SIZE)
        self.table, self.message, reset = (
            qt.QTableWidget(),
            qt.QLabel(),
            qt.QPushButton(_("Keys as they were at first")),
        )
        self.message.setWordWrap(True)
        self.table.setHorizontalScrollBarPolicy(qt.Qt.ScrollBarAlwaysOff)
        layout = qt.QVBoxLayout(self.dialog)
        for widget in (self.table, self.message, reset):
            layout.addWidget(widget)
        self.resetButton = reset
        self._fill()
        self.table.connect("cellChanged(int,int)", self._onCell)
        reset.connect("clicked()", self._reset)

    def show(self) -> None:
        """Show the keys as they are now."""
        self._fill()
        self.message.text = _("Double-click a key to change it. The keys work while no text field has the focus.")
        self.dialog.show()
        self.dialog.raise_()

    def close(self) -> None:
        """Take the window from the screen."""
        self.dialog.hide()

    def _fill(self) -> None:
        blocked, known = self.table.blockSignals(True), keys()
        self.table.setColumnCount(2)
        self.table.setHorizontalHeaderLabels([_("Key"), _("What it does")])
        self.table.setRowCount(len(actions()))
        self.table.verticalHeader().setVisible(False)
        for row, one in enumerate(actions()):
            title = qt.QTableWidgetItem(one.title)
            title.setFlags(qt.Qt.ItemIsEnabled)
            self.table.setItem(row, KEY_COLUMN, qt.QTableWidgetItem(known[one.name]))
            self.table.setItem(row, TITLE_COLUMN, title)
        fitColumns(self.table)
        self.table.resizeRowsToContents()
        self.table.blockSignals(blocked)

    def _onCell(self, row: int, column: int) -> None:
        if column != KEY_COLUMN:
            return
        name, text = actions()[row].name, self.table.item(row, column).text()
        reason = refusal(name, text, keys())
        if not reason:
            setKey(name, text)
            self._onChanged()
        self.message.text = reason or _("{key}: {action}").format(key=canonical(text), action=actions()[row].title)
        self._fill()

    def _reset(self) -> None:
        forgetKeys()
        self._onChanged()
        self._fill()
        self.message.text = _("All keys are as they were at first.")
