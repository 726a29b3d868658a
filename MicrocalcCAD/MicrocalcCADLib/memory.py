"""How much memory other programs leave free, and giving back what is free here."""

from __future__ import annotations

import ctypes
import platform
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

_MEMINFO = Path("/proc/meminfo")
# of glibc's malloc.h: M_ARENA_MAX, M_MMAP_MAX, M_TRIM_THRESHOLD, M_TOP_PAD
_MOST_HEAPS, _MOST_MAPPED, _KEPT_FREE, _TAKEN_AHEAD = -8, -4, -1, -2
_NEVER, _AHEAD = 2**31 - 1, 64 * 2**20


def available_mb() -> float | None:
    """Return how much memory can be had without swapping, in MB; None where the system does not say."""
    if _MEMINFO.exists():
        found = re.search(r"MemAvailable:\s+(\d+) kB", _MEMINFO.read_text(encoding="ascii", errors="replace"))
        return int(found[1]) / 1024 if found else None
    return _available_mb_of_windows() if platform.system() == "Windows" else None


def give_back() -> None:
    """Give memory that was freed back to the system, where the C library (glibc, of Linux) keeps it for later: a
    hundred MB and more.
    """
    trim = _of_c_library("malloc_trim")
    if trim is not None:
        trim(0)


def share_heap() -> None:
    """Let the threads that begin from now on take memory from one heap, where the C library (glibc) would give each its
    own: of those `give_back` cannot give back the end, which is tens of MB after a thread that had much. For processes
    of ours; that of Slicer, or of a program that uses the library, keeps its own ways.
    """
    set_option = _of_c_library("mallopt")
    if set_option is not None:
        set_option(_MOST_HEAPS, 1)


def keep_heap() -> None:
    """Let this process keep the memory that it frees, where the C library (glibc) gives large arrays back at once and
    has each page cleared again for the next minibatch: 7 to 20 % of a training step's processor time. For processes of
    ours that train; their peak grows by a tenth or two.
    """
    set_option = _of_c_library("mallopt")
    if set_option is not None:
        for option, value in ((_MOST_MAPPED, 0), (_KEPT_FREE, _NEVER), (_TAKEN_AHEAD, _AHEAD)):
            set_option(option, value)


@cache
def _of_c_library(name: str) -> Callable[..., int] | None:
    if platform.system() != "Linux":
        return None
    try:
        function: Callable[..., int] = getattr(ctypes.CDLL(None), name)
    except (OSError, AttributeError):  # another C library
        return None
    return function


class _MemoryStatus(ctypes.Structure):
    """MEMORYSTATUSEX of the Windows API."""

    _fields_ = [
        ("length", ctypes.c_uint32),
        ("load", ctypes.c_uint32),
        ("total", ctypes.c_uint64),
        ("available", ctypes.c_uint64),
        ("others", ctypes.c_uint64 * 5),
    ]


def _available_mb_of_windows() -> float | None:
    status = _MemoryStatus(length=ctypes.sizeof(_MemoryStatus))
    answered = ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))  # type: ignore[attr-defined]
    return status.available / 2**20 if answered else None
