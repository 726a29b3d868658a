"""On a low screen the buttons of the decision stay in view: the list gives its height first, then the close-up."""

from __future__ import annotations

from collections.abc import Callable

import qt

# The list keeps this many of its rows, and a close-up lower than this shows too little.
FEWEST_ROWS, LOWEST_CLOSE_UP = 2, 48
BELOW, MARGINS = 6, 26
# New heights can show or hide the scroll bar, so that texts wrap at another width: then they are asked for again.
MOST_PASSES = 4


class Heights:
    """Gives list and close-up what height the scroll area around the panel leaves them; all of it where there is no
    such area.
    """

    def __init__(self, ui) -> None:
        self.ui = ui
        self._list, self._closeUp = ui.clusterTable.minimumHeight, ui.closeUpLabel.maximumHeight
        self._area, self._watch = None, None
        self._given, self._passes = None, 0
        self._timer = qt.QTimer()
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)  # once the layout knows how high the sentence is
        self._timer.connect("timeout()", self.fit)

    def enter(self) -> None:
        """Look at the scroll area that the panel is in now."""
        if self._watch is None:
            self._area = _areaOf(self.ui.clusterTable)
            self._watch = ResizeWatch(self._area, self.fitSoon) if self._area is not None else None
        self.fitSoon()

    def cleanup(self) -> None:
        """Look at no more."""
        self._timer.stop()
        if self._watch is not None:
            self._watch.end()
            self._area = self._watch = None

    def fitSoon(self) -> None:
        """Fit once everything that goes on now is shown."""
        if self._watch is not None:
            self._passes = 0
            self._timer.start()

    def fit(self) -> None:
        """Take from list and close-up what the buttons lack to be in view."""
        ui, area = self.ui, self._area
        if area is None or not ui.acceptButton.isVisible():
            return
        inside = ui.acceptButton.mapTo(area.widget(), qt.QPoint(0, ui.acceptButton.height)).y() + BELOW
        now = ui.clusterTable.height + (ui.closeUpLabel.height if ui.closeUpLabel.isVisible() else 0)
        lacking = inside - now + self._list + self._closeUp - area.height
        fewest = min(
            self._list, (2 * FEWEST_ROWS + 1) * ui.clusterTable.fontMetrics().lineSpacing() + MARGINS
        )  # a row has two lines
        height = max(fewest, min(self._list, self._list - lacking))
        closeUp = max(0, min(self._closeUp, self._closeUp - (lacking - (self._list - height))))
        ui.clusterTable.setFixedHeight(height)
        ui.closeUpLabel.setVisible(closeUp >= LOWEST_CLOSE_UP)
        if closeUp >= LOWEST_CLOSE_UP:
            ui.closeUpLabel.setFixedHeight(closeUp)
        self._passes += 1
        if (height, closeUp) != self._given and self._passes < MOST_PASSES:
            self._timer.start()
        self._given = height, closeUp


class ResizeWatch(qt.QObject):
    """Tells when a scroll area has another size."""

    def __init__(self, area, onResized: Callable[[], None]) -> None:
        qt.QObject.__init__(self)
        self._area, self._onResized = area, onResized
        area.installEventFilter(self)

    def eventFilter(self, _watched, event) -> bool:
        """See the new size, and leave every event to its widget."""
        if event.type() in (qt.QEvent.Resize, qt.QEvent.Show):
            self._onResized()
        return False

    def end(self) -> None:
        """Look at no more events."""
        self._area.removeEventFilter(self)


def _areaOf(widget):
    """Return the scroll area that a widget's module is in, None if it is in none; the list is one by itself."""
    widget = widget.parentWidget()
    while widget is not None and not widget.inherits("QScrollArea"):
        widget = widget.parentWidget()
    return widget
