"""A mark around a widget of the panel, and bringing the widget on view."""

from __future__ import annotations

import qt

COLOR = "#E69F00"  # orange of Okabe and Ito: seen on light and dark themes, with any colour vision
MARGIN, WIDTH = 3, 3


class Highlight:
    """A frame that lies over the panel, as the last of its children the topmost one, and lets every click through."""

    def __init__(self, panel) -> None:
        self._panel = panel
        self.frame = qt.QFrame(panel)
        self.frame.objectName = "highlightFrame"
        self.frame.setAttribute(qt.Qt.WA_TransparentForMouseEvents, True)
        self.frame.styleSheet = (
            f"QFrame#highlightFrame {{ border: {WIDTH}px solid {COLOR}; border-radius: 4px; background: transparent; }}"
        )
        self.frame.hide()

    def show(self, target) -> None:
        """Lie around a widget where it is now; around none that is not on view."""
        if target is None or not target.isVisibleTo(self._panel):
            self.frame.hide()
            return
        corner = target.mapTo(self._panel, qt.QPoint(0, 0))
        self.frame.setGeometry(
            corner.x() - MARGIN, corner.y() - MARGIN, target.width + 2 * MARGIN, target.height + 2 * MARGIN
        )
        self.frame.show()

    def hide(self) -> None:
        """Lie around nothing."""
        self.frame.hide()


def reveal(target, tabs) -> None:
    """Bring a widget on view: its tab to the front, the sections around it open, the scroll area moved to it."""
    for index in range(tabs.count):
        page = tabs.widget(index)
        if page.isAncestorOf(target):
            tabs.setCurrentIndex(index)
    parent = target.parentWidget()
    while parent is not None:
        if hasattr(parent, "collapsed"):
            parent.collapsed = False
        elif hasattr(parent, "ensureWidgetVisible"):
            parent.ensureWidgetVisible(target)
        parent = parent.parentWidget()
