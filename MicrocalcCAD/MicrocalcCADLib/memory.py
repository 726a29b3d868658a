"""How much memory other programs leave free."""

from __future__ import annotations

import ctypes
import platform
import re
from pathlib import Path

_MEMINFO = Path("/proc/meminfo")


def available_mb() -> float | None:
    """Return how much memory can be had without swapping, in MB; None where the system does not say."""
    if _MEMINFO.exists():
        found = re.search(r"MemAvailable:\s+(\d+) kB", _MEMINFO.read_text(encoding="ascii", errors="replace"))
        return int(found[1]) / 1024 if found else None
    return _available_mb_of_windows() if platform.system() == "Windows" else None


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
