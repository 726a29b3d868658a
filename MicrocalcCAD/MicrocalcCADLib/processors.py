"""How many processors work may be spread over."""

from __future__ import annotations

import os


def processor_threads() -> int:
    """Return how many threads this process may use: OMP_NUM_THREADS, else the processors that it may run on."""
    asked = os.environ.get("OMP_NUM_THREADS", "")
    if asked.isdecimal() and int(asked) > 0:
        return int(asked)
    return processors()


def processors() -> int:
    """Return how many processors this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
