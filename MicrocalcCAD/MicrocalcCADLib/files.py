"""Files are written whole or not at all."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from .errors import OutputError


@contextmanager
def written_whole(path: Path | str) -> Iterator[Path]:
    """Give a temporary path of the same suffix; move it to `path` once the block has ended without an error.

    Raises
    ------
    OutputError
        If the folder is missing, cannot be written, or the disk is full. `path` keeps what it held before.
    """
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Not mkstemp: its files are closed to everybody else, also in a folder that a group shares.
        temporary = path.parent / f".{uuid4().hex}{path.name[-64:]}"
        temporary.touch(exist_ok=False)
    except OSError as error:
        raise OutputError(f"Cannot write {path.name} into {path.parent} ({error.strerror}): choose a folder that you may write to.") from error
    try:
        yield temporary
        os.replace(temporary, path)
    except OSError as error:
        raise OutputError(f"Cannot write {path} ({error.strerror or error}): free some disk space or choose another folder.") from error
    finally:
        temporary.unlink(missing_ok=True)


def sha256_of(path: Path | str) -> str:
    """Return the SHA-256 of a file's bytes as hexadecimal text."""
    with Path(path).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
