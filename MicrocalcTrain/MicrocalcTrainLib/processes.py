"""Processes that outlive their parent, known again by process number and start time."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from MicrocalcCADLib.child_python import SAFE, safe_environment
from MicrocalcCADLib.errors import OutputError

POLL_S = 0.02
KILLED_WITHIN_S = 0.5
# A process between us and the child: when it has ended, the child belongs to the system and nobody has to wait for it.
LAUNCH = """
import subprocess, sys
alone = {"creationflags": 0x00000208} if sys.platform == "win32" else {"start_new_session": True}
with open(sys.argv[1], "ab") as log:
    child = [sys.executable, "-P", *sys.argv[2:]]
    print(subprocess.Popen(child, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, **alone).pid)
"""


def launch_detached(arguments: Sequence[str], log: Path, python: str) -> int:
    """Start Python with arguments, its output at the end of a log, and return the process number.

    Raises
    ------
    OutputError
        If the process cannot be started or the log not written.
    """
    try:
        done = subprocess.run(
            [python, SAFE, "-c", LAUNCH, str(log), *arguments],
            capture_output=True,
            text=True,
            check=True,
            env=safe_environment(),
        )
        return int(done.stdout.split()[-1])
    except (OSError, ValueError, IndexError, subprocess.CalledProcessError) as error:
        lines = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
        raise OutputError(
            f"The training could not be started ({lines[-1] if lines else error}): check the folder and try again."
        ) from error


def identity_of(pid: int) -> str | None:
    """Return a text that no other process has, also not a later one of the same number; None if the
    process has ended.
    """
    if sys.platform == "win32":
        return _identity_on_windows(pid)
    return _identity_on_linux(pid) if Path("/proc/self/stat").exists() else _identity_by_ps(pid)


def runs_here(pid: int, mark: Path) -> bool:
    """Return whether a process is the child that was started with a path of ours among its arguments; True where the
    system does not tell.
    """
    try:
        arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return not Path("/proc/self").exists()
    return os.fsencode(mark) in arguments


def end_process(pid: int, identity: str, patience_s: float) -> None:
    """Ask a process to stop as Ctrl+C does, and end it with its children after a time; nothing happens if it is another
    one.
    """
    if identity_of(pid) != identity:
        return
    if sys.platform == "win32":
        os.kill(pid, signal.SIGTERM)
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)
        _wait_for_end(pid, identity, patience_s)
        # The group is the child's own: it leads a session. Processes that simulate patches are in it.
        os.killpg(pid, signal.SIGKILL)
        _wait_for_end(pid, identity, KILLED_WITHIN_S)


def _wait_for_end(pid: int, identity: str, patience_s: float) -> None:
    end = time.monotonic() + patience_s
    while identity_of(pid) == identity and time.monotonic() < end:
        time.sleep(POLL_S)


def _identity_on_linux(pid: int) -> str | None:
    try:
        # The name of the program, in parentheses, may hold spaces.
        values = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    boot = Path("/proc/sys/kernel/random/boot_id")
    return None if values[0] in "ZX" else f"{boot.read_text().strip() if boot.exists() else ''} {values[19]}"


def _identity_by_ps(pid: int) -> str | None:
    found = subprocess.run(
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.split(maxsplit=1)
    return None if len(found) < 2 or found[0].startswith("Z") else found[1].strip()


def _identity_on_windows(pid: int) -> str | None:
    import ctypes

    query, still_active = 0x1000, 259
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
    handle = kernel.OpenProcess(query, False, pid)
    if not handle:
        return None
    try:
        code, times = ctypes.c_ulong(), [ctypes.c_ulonglong() for _ in range(4)]
        known = kernel.GetExitCodeProcess(handle, ctypes.byref(code)) and kernel.GetProcessTimes(
            handle, *map(ctypes.byref, times)
        )
        return str(times[0].value) if known and code.value == still_active else None
    finally:
        kernel.CloseHandle(handle)
