"""Timing by the best of several runs, and peak memory of a call in a process of its own."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable


def best_time(function: Callable[[], object], runs: int = 5) -> float:
    """Return the shortest of `runs` wall times in s: the one that other work on the machine disturbed least."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times)


def peak_growth_mb(prepare: Callable[[], Callable[[], object]]) -> float:
    """Return by how many MB the call that `prepare` makes raises the peak memory of a fresh process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measure, (prepare,))


def _measure(prepare: Callable[[], Callable[[], object]]) -> float:
    function = prepare()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    function()
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
