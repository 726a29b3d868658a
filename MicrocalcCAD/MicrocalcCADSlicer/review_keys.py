"""The keys of the review: from cluster to cluster, accept, reject, undecided, zoom, undo."""

from __future__ import annotations

import qt

from .findings_panel import FindingsPanel
from .review import ACCEPTED, REJECTED, UNSEEN

NEXT, PREVIOUS, ACCEPT, REJECT, UNDECIDE, ZOOM, UNDO = "Ctrl+Down", "Ctrl+Up", "Ctrl+Return", "Ctrl+Backspace", "Ctrl+U", "Ctrl+Space", "Ctrl+Z"


class ReviewKeys:
    """Keys that work in the whole window, slice views included, while the module is shown."""

    def __init__(self, panel: FindingsPanel) -> None:
        self._actions = {
            NEXT: lambda: panel.step(1),
            PREVIOUS: lambda: panel.step(-1),
            ACCEPT: lambda: panel.decideAndGoOn(ACCEPTED),
            REJECT: lambda: panel.decideAndGoOn(REJECTED),
            UNDECIDE: lambda: panel.decideCluster(UNSEEN),
            ZOOM: panel.zoom,
            UNDO: panel.undo,
        }
        self._shortcuts: list = []

    def install(self, window) -> None:
        """Listen to the keys of a window."""
        self.remove()
        for key, action in self._actions.items():
            shortcut = qt.QShortcut(window)
            shortcut.setKey(qt.QKeySequence(key))
            shortcut.connect("activated()", action)
            # Another part of the window may have the key as well: Qt then tells of it in this way instead.
            shortcut.connect("activatedAmbiguously()", action)
            self._shortcuts.append(shortcut)

    def remove(self) -> None:
        """Leave the keys to others."""
        for shortcut in self._shortcuts:
            shortcut.setParent(None)
            shortcut.deleteLater()
        self._shortcuts = []
