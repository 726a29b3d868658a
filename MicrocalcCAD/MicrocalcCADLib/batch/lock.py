"""A lock on the folder of the results: one run at a time writes into it. The system frees it however a run ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from ..errors import OutputError

LOCK = ".microcalc-batch.lock"


# By this process: one that is forked from it must not hold them on when it is killed.
_held: set[BinaryIO] = set()


def _let_go() -> None:
    for stream in _held:
        stream.close()
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)


@contextmanager
def locked(folder: Path, name: str = LOCK, *, left: bool = True) -> Iterator[None]:
    """Hold the lock of a folder; raises `OutputError` while another run holds it.

    Parameters
    ----------
    name
        Of the file that is locked.
    left
        Whether that file stays afterwards.
    """
    try:
        stream = open(folder / name, "a+b")
    except OSError as error:
        raise OutputError(
            f"Cannot write into {folder} ({error.strerror or error}): choose another folder.", option="-o"
        ) from error
    with stream:
        try:
            _lock(stream)
        except OSError as error:
            raise OutputError(
                f"Another run works in {folder}: wait until it ends, or choose another folder.", option="-o"
            ) from error
        _held.add(stream)
        try:
            yield
        finally:
            _held.discard(stream)
            if not left:
                with suppress(OSError):  # Windows removes no file that is open
                    os.unlink(folder / name)
            _unlock(stream)


def _lock(stream: BinaryIO) -> None:
    if os.name == "nt":
        import msvcrt

        stream.seek(0)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _unlock(stream: BinaryIO) -> None:
    """Free the lock at once: a process that was forked a moment ago has the file open still."""
    if os.name != "nt":
        import fcntl

        fcntl.flock(stream, fcntl.LOCK_UN)
