"""A command that a scheduler, ``kill`` or a closed terminal ends goes as by Ctrl-C: it removes what is unfinished and
keeps the rest.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

INTERRUPTED = 130
_SIGNALS = ("SIGTERM", "SIGHUP")


@contextmanager
def ended_as_by_ctrl_c() -> Iterator[None]:
    """Raise `KeyboardInterrupt` in the block for the signals that end a program, where nobody else handles them.

    A process that is forked meanwhile ends by them as it would have.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ours = os.getpid()
    received: list[int] = []

    def interrupt(number: int, _: FrameType | None) -> None:
        if os.getpid() == ours:
            received.append(number)
            raise KeyboardInterrupt(number)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    taken = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]
    for number in taken:
        signal.signal(number, interrupt)
    try:
        yield
    except Exception as error:  # such as PyTorch's, whose processes the same signal has ended
        if received:
            raise KeyboardInterrupt(received[0]) from error
        raise
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)


def status_of(error: KeyboardInterrupt) -> int:
    """Return what a shell gives for a program that a signal has ended."""
    return 128 + error.args[0] if error.args and isinstance(error.args[0], int) else INTERRUPTED
