"""The tab *Installation*: what this installation has and lacks, checked in a child process, as text for a
bug report.
"""

from __future__ import annotations

import slicer
from MicrocalcCADLib import RESEARCH_ONLY
from slicer.i18n import tr as _

from .process import command, launch

START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from MicrocalcCADLib.__main__ import main; sys.exit(main())"


class EnvironmentPanel:
    """Connects the button and the text of the tab; `start` is what starts the process, replaced in tests."""

    def __init__(self, ui, start=launch) -> None:
        self.ui, self._start = ui, start
        self._process = None
        self._lines: list[str] = []
        ui.environmentButton.connect("clicked()", self.onCheck)

    def cleanup(self) -> None:
        """End a check before the panel goes."""
        process, self._process = self._process, None
        if process is not None and process.poll() is None:
            process.kill()

    def onCheck(self) -> None:
        """Start the check; it loads PyTorch and reads the models, which takes seconds."""
        self._lines = [f"3D Slicer {slicer.app.majorVersion}.{slicer.app.minorVersion}", RESEARCH_ONLY]
        self.ui.environmentButton.setEnabled(False)
        self._show(_("Checking"))
        try:
            self._process = self._start(command(START, "check"), self.onLine, self.onExit)
        except OSError as error:
            self._end(_("The check could not be started ({error}): restart Slicer and try again.").format(error=error))

    def onLine(self, line: str) -> None:
        """Keep a line of the report and show what is there."""
        self._lines.append(line.rstrip())
        self._show()

    def onExit(self, status: int) -> None:
        """Say so where the check has not come to its end; 0 is ready, 1 not ready."""
        if self._process is not None:
            problem = _("The check ended unexpectedly (exit status {status}): see the application's log.").format(
                status=status
            )
            self._end("" if status in (0, 1) else problem)

    def _end(self, sentence: str) -> None:
        self._process = None
        self.ui.environmentButton.setEnabled(True)
        self._show(sentence)

    def _show(self, sentence: str = "") -> None:
        self.ui.environmentText.plainText = "\n".join([*self._lines, sentence] if sentence else self._lines)
