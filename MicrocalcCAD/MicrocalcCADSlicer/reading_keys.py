"""The keys of a reading workstation: they work in the whole window while the module is open and no text field has the
focus.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping

import qt
import slicer

from .key_list import KeyList
from .key_map import HIDE_MARKS, SHOW_KEYS, keys
from .view_marks import hideMarks, marksAreHidden

TAP_S = 0.3
TEXT_FIELDS = ("QLineEdit", "QAbstractSpinBox", "QTextEdit", "QPlainTextEdit")
SAME_WITH_SHIFT = re.compile(r"[A-Z]|F\d+")
FOCUS_CHANGED = "focusChanged(QWidget*,QWidget*)"


class ReadingKeys:
    """Gives each action of the key map its key.

    Parameters
    ----------
    slots
        What the actions do, by their names; those of the marks and of the list of keys are here.
    clock
        Tells seconds; replaced in tests.
    """

    def __init__(self, slots: Mapping[str, Callable[[], object]], clock: Callable[[], float] = time.monotonic) -> None:
        self._slots = {**slots, HIDE_MARKS: self._pressMarks, SHOW_KEYS: self.showList}
        self._clock, self._release = clock, None
        self._shortcuts: list = []
        self._window = self.list = None
        self._before, self._pressedAt, self._marksKey = False, 0.0, ""

    def install(self, window) -> None:
        """Listen to the keys of a window."""
        self.remove()
        self._window, known = window, keys()
        self._marksKey = known[HIDE_MARKS]
        for name, key in known.items():
            shortcut = qt.QShortcut(window)
            shortcut.setKey(qt.QKeySequence(key))
            shortcut.setAutoRepeat(name != HIDE_MARKS)
            shortcut.connect("activated()", self._slots[name])
            # Another part of the window may have the key as well: Qt then tells of it in this way instead.
            shortcut.connect("activatedAmbiguously()", self._slots[name])
            self._shortcuts.append(shortcut)
        slicer.app.connect(FOCUS_CHANGED, self._onFocusChanged)
        self._onFocusChanged(None, qt.QApplication.focusWidget())

    def remove(self) -> None:
        """Leave the keys to others; marks that a key holds hidden come back."""
        if self._window is None:
            return
        self._onReleased(held=True)
        slicer.app.disconnect(FOCUS_CHANGED, self._onFocusChanged)
        for shortcut in self._shortcuts:
            shortcut.setParent(None)
            shortcut.deleteLater()
        self._shortcuts, self._window = [], None
        if self.list is not None:
            self.list.close()

    def _onFocusChanged(self, _old, new) -> None:
        """Leave the keys to a text field that has got the focus."""
        for shortcut in self._shortcuts:
            shortcut.setEnabled(not takesText(new))

    def _pressMarks(self) -> None:
        if self._release is not None:
            return
        self._before, self._pressedAt = marksAreHidden(), self._clock()
        hideMarks(not self._before)
        self._release = KeyRelease(qt.QApplication.focusWidget() or self._window, self._marksKey, self._onReleased)

    def _onReleased(self, held: bool = False) -> None:
        """End the press: marks stay as a short press has left them, and are again what they were after a long one."""
        if self._release is not None:
            self._release.end()
            self._release = None
            if held or self._clock() - self._pressedAt > TAP_S:
                hideMarks(self._before)

    def showList(self) -> None:
        """List the keys in a small window, in which they are changed."""
        if self._window is None:
            return
        if self.list is None:
            self.list = KeyList(self._window, lambda: self.install(self._window))
        self.list.show()


class KeyRelease(qt.QObject):
    """Waits for the release of a key that a shortcut has taken; a widget that loses the focus gets none.

    Who types fast presses the next key before the last one is up: only the release of the own key counts. A sign may be
    another one when it is released, as Shift is up by then, so for signs and digits any release counts.
    """

    def __init__(self, widget, key: str, onReleased: Callable[..., None]) -> None:
        qt.QObject.__init__(self)
        self._widget, self._onReleased = widget, onReleased
        last = key.rpartition("+")[2]
        self._own = int(getattr(qt.Qt, f"Key_{last}")) if SAME_WITH_SHIFT.fullmatch(last) else None
        widget.installEventFilter(self)

    def eventFilter(self, _watched, event) -> bool:
        """See the release, and leave every event to its widget."""
        kind = event.type()
        if kind == qt.QEvent.KeyRelease and not event.isAutoRepeat() and self._isOwn(event.key()):
            self._onReleased()
        elif kind in (qt.QEvent.FocusOut, qt.QEvent.Hide):
            self._onReleased(held=True)
        return False

    def _isOwn(self, key: int) -> bool:
        return self._own in (None, int(key))

    def end(self) -> None:
        """Look at no more events."""
        self._widget.removeEventFilter(self)


def takesText(widget) -> bool:
    """Return whether keys that are pressed in a widget are text: fields that can be written to."""
    if widget is None:
        return False
    if widget.inherits("QComboBox"):
        return bool(widget.editable)
    return any(widget.inherits(kind) for kind in TEXT_FIELDS) and not (hasattr(widget, "readOnly") and widget.readOnly)
