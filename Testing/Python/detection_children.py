"""What tests of children that are really started do again and again: begin a detection, wait for its end, look for what
it left.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


def begin(widget: Any, volume: Any) -> Any:
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.detectButton.click()
    return widget.panel._process


def wait_until_idle(application: Any, widget: Any) -> None:
    application.wait_until(lambda: widget.panel._process is None, 60)


def leftovers(application: Any) -> list[Path]:
    return list(Path(application.temporaryPath).glob("Microcalc-*"))


def lives(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


needs_proc = pytest.mark.skipif(not Path("/proc").exists(), reason="processes are looked up in /proc")
