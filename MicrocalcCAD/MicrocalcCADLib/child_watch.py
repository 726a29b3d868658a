"""The end of a child process that nobody waits for any more.

The application ends a child that does not stop. Its end may come first, or what it ends may be the launcher that
started the child, as Slicer's Python has one: then the child itself has to see to it.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from .child import CANCELLED_STATUS, STOP

# Longer than the application waits before it ends a child.
GRACE_S, LOOK_EVERY_S = 10.0, 0.5


def watch(folder: Path, tidy: Callable[[], None], grace_s: float = GRACE_S) -> None:
    """End this process if it goes on for longer than the grace after it was told to stop, or after whoever started it
    has ended.

    Parameters
    ----------
    folder
        Where the file STOP tells it to stop.
    tidy
        What is still to be done then.
    """
    parent = os.getppid()
    threading.Thread(target=_watch, args=(folder, parent, tidy, grace_s), daemon=True).start()


def _watch(folder: Path, parent: int, tidy: Callable[[], None], grace_s: float) -> None:
    since: float | None = None
    while since is None or time.monotonic() - since < grace_s:
        time.sleep(LOOK_EVERY_S)
        if not ((folder / STOP).exists() or os.getppid() != parent):
            since = None
        elif since is None:
            since = time.monotonic()
    tidy()
    os._exit(CANCELLED_STATUS)
