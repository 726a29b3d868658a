"""Timing by the best of several runs, and peak memory of a call in a process of its own."""

from __future__ import annotations

import multiprocessing
import re
import time
from collections.abc import Callable
from pathlib import Path


def best_time(function: Callable[[], object], runs: int = 5, clock: Callable[[], float] = time.perf_counter) -> float:
    """Return the shortest of `runs` times in s: the one that other work on the machine disturbed least.

    With `time.process_time` as clock it is processor time, summed over threads, which other work disturbs less.
    """
    times = []
    for _ in range(runs):
        start = clock()
        function()
        times.append(clock() - start)
    return min(times)


def peak_growth_mb(prepare: Callable[[], Callable[[], object]]) -> float:
    """Return by how many MB the call that `prepare` makes raises the peak memory of a fresh process; NaN off Linux."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measure, (prepare,))


def _measure(prepare: Callable[[], Callable[[], object]]) -> float:
    function = prepare()
    before = _memory_mb("VmRSS")
    function()
    return _memory_mb("VmHWM") - before


def _memory_mb(entry: str) -> float:
    status = Path("/proc/self/status")
    found = re.search(rf"{entry}:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else float("nan")
