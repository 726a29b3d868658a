"""Looking at a run twice a second, as long as it lives; letting go of it leaves it running."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import qt
from MicrocalcTrainLib import runs
from MicrocalcTrainLib.runs import RunStatus

INTERVAL_MS = 500


class RunWatch:
    """Tells how the run of a folder stands, in the main thread.

    Parameters
    ----------
    told
        Called with the status when a folder is followed, then until its run has ended.
    """

    def __init__(self, told: Callable[[RunStatus | None], None]) -> None:
        self._told = told
        self._folder: Path | None = None
        self._timer = qt.QTimer()
        self._timer.connect("timeout()", self.look)

    @property
    def folder(self) -> Path | None:
        """The folder that is followed."""
        return self._folder

    def follow(self, folder: Path | None) -> None:
        """Look at another folder, or at none."""
        self._folder = folder
        self.look()

    def followText(self, text: str) -> None:
        """Look at the folder that a line of text names, at none where it is empty."""
        self.follow(Path(text.strip()) if text.strip() else None)

    def look(self) -> None:
        """Tell how the run stands, and go on as long as it lives."""
        status = runs.status(self._folder) if self._folder is not None else None
        if status is not None and status.running:
            self._timer.start(INTERVAL_MS)
        else:
            self._timer.stop()
        self._told(status)

    def cleanup(self) -> None:
        """Stop looking; the run goes on."""
        self._timer.stop()
        self._folder = None
