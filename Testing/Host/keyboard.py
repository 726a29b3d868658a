"""Keys as a keyboard sends them: to the widget with the focus, shortcuts first, a press and a release each."""

from __future__ import annotations

from typing import Any

from PySide6 import QtGui, QtWidgets
from PySide6.QtTest import QTest


class Keyboard:
    """Types into a window, which it brings to the front."""

    def __init__(self, window: Any) -> None:
        self._window = window
        QtWidgets.QWidget.show(window)
        window.activateWindow()
        QTest.qWaitForWindowActive(window)

    def focus(self, widget: Any) -> None:
        """Give a widget of the window the focus, as a click into it does."""
        self._window.activateWindow()
        QTest.qWaitForWindowActive(self._window)
        widget.setFocus()
        QtWidgets.QApplication.processEvents()

    def press(self, key: str) -> None:
        """Press a key, written as in ``Shift+N``, and hold it."""
        self._send(QTest.keyPress, key)

    def release(self, key: str) -> None:
        self._send(QTest.keyRelease, key)

    def tap(self, key: str) -> None:
        """Press a key and let it go."""
        self.press(key)
        self.release(key)

    def _send(self, send: Any, key: str) -> None:
        combination = QtGui.QKeySequence(key)[0]
        send(QtWidgets.QApplication.focusWidget() or self._window, combination.key(), combination.keyboardModifiers())
