"""A fixture for children of the panel that are really started: the real worker with a detector that the test gives it,
in place of a model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from slicer_host import close_panel, open_panel

TEST_START = """
import sys, time
sys.path[:0] = [sys.argv.pop(1), {tests!r}]
from MicrocalcCADLib import detection_child
from MicrocalcCADLib.kinds import system
from report_material import make_analysis, make_spots
class Detector:
    def analyse(self, mammogram, progress):
{body}
        return make_analysis(mammogram, make_spots([(420, 240)], 9, 20))
system.create = lambda *_, **__: Detector()
sys.exit(detection_child.main({work}))
"""


@pytest.fixture
def child(application: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """Open the panel; its child runs the given lines instead of a detector's work."""
    from MicrocalcCADSlicer import process

    widget = open_panel()

    def use(*lines: str, work: str = "") -> Any:
        body = "\n".join(f"        {line}" for line in lines or ["progress(0.5, 'half')"])
        monkeypatch.setattr(process, "START", TEST_START.format(tests=str(Path(__file__).parent), body=body, work=work))
        return widget

    yield use
    close_panel(widget)
