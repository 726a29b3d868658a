"""Files are written whole or not at all; JSON that is read is refused by one kind of error."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from .errors import OutputError

LONGEST_NAME_BYTES = 120
# Libraries write in blocks: what is left is less than one of them.
LEAST_ROOM_BYTES = 1 << 20
_LONGEST_END_BYTES = 64
_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10))}


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
        temporary = path.parent / f".{uuid4().hex}{_end_of(path.name)}"
        temporary.touch(exist_ok=False)
    except OSError as error:
        raise OutputError(
            f"Cannot write {path.name} into {path.parent} ({error.strerror}): choose a folder that you may write to."
        ) from error
    try:
        yield temporary
        os.replace(temporary, path)
    except (OSError, RuntimeError) as error:
        if isinstance(error, RuntimeError) and not _is_full(path.parent):
            raise
        # PyTorch and ITK do not say that the system has no room
        cause = error if isinstance(error, OSError) else OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        raise OutputError(
            f"Cannot write {path} ({reason_of(cause)}): free some disk space or choose another folder.", option="-o"
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def _end_of(name: str) -> str:
    """Return the end of a name that leaves room for another beginning: systems count bytes, of which a sign has up
    to 4.
    """
    end = name[-_LONGEST_END_BYTES:]
    while len(os.fsencode(end)) > _LONGEST_END_BYTES:
        end = end[1:]
    return end


def _is_full(folder: Path) -> bool:
    """Return whether there is no room left where a file is being written."""
    try:
        return shutil.disk_usage(folder).free < LEAST_ROOM_BYTES
    except OSError:
        return False


def reason_of(error: OSError) -> str:
    """Return why, in the system's words; libraries wrap its error in one of the same type whose text is a traceback."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror
        cause = cause.__cause__ or cause.__context__
    return (str(error).splitlines() or [type(error).__name__])[0]


def write_text(path: Path | str, text: str) -> None:
    """Write a text file in UTF-8, whole or not at all; raises `OutputError`.

    A name of a file that is not in UTF-8 is written with its bytes as ``\\udcff``, which JSON reads back as they were.
    """
    with written_whole(path) as temporary:
        temporary.write_text(text, encoding="utf-8", errors="backslashreplace")


def in_utf_8(name: str) -> str:
    """Return the name of a file as text that can be written in UTF-8: bytes of other encodings as ``\\udcff``."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def in_letters_of_fonts(name: str) -> str:
    """Return a name in the letters that fonts of pictures and PDF have, others as ``\\u5de6``: boxes all look alike."""
    return name.encode("cp1252", "backslashreplace").decode("cp1252")


def write_json(path: Path | str, document: Any) -> None:
    """Write plain types as JSON with a line a value, whole or not at all; raises `OutputError`."""
    write_text(path, json.dumps(document, indent=1) + "\n")


def prepared_folder(folder: Path) -> Path:
    """Create the folder for results, and return it; raises `OutputError` unless files can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"Cannot make the folder {folder} ({error.strerror}): choose another.", option="-o"
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OutputError(f"You may not write into {folder}: choose another folder.", option="-o")
    return folder


@contextmanager
def folder_for_results(folder: Path) -> Iterator[Path]:
    """Have a `prepared_folder` for a block; what of it was made here and holds nothing at the end goes again."""
    made = [one for one in (folder, *folder.parents) if not one.exists()]
    prepared_folder(folder)
    try:
        yield folder
    finally:
        with suppress(OSError):  # it holds something
            for one in made:
                one.rmdir()


def read_json(path: Path | str) -> Any:
    """Return what a JSON file holds.

    Raises
    ------
    OSError
        If it cannot be read.
    ValueError
        If it is no JSON in UTF-8, also where it is nested more deeply than the parser follows.
    """
    return json_of(Path(path).read_bytes())


def json_of(content: bytes | str) -> Any:
    """Return what JSON in UTF-8 holds; raises `ValueError` for anything else, also where it is nested more deeply than
    the parser follows.
    """
    try:
        return json.loads(content)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def through_json(value: Any, default: Callable[[Any], Any] | None = None) -> Any:
    """Return a value as JSON gives it back: tuples as lists, keys as text; `default` turns what JSON does not know into
    what it does.
    """
    return json.loads(json.dumps(value, default=default))


def file_name(name: str) -> str:
    """Return a name, such as that of a volume, as one that every file system takes.

    No separators, colons, quotes, controls, no dot or blank at its ends, none of the names that Windows keeps for
    devices, at most 120 bytes.
    """
    name = re.sub(r"[^\w .,+=@()-]", "_", name).strip(" .") or "image"
    name = name.encode("utf-8", "replace")[:LONGEST_NAME_BYTES].decode("utf-8", "ignore").strip(" .")
    return f"_{name}" if name.partition(".")[0].upper() in _DEVICES else name


def sha256_of(path: Path | str) -> str:
    """Return the SHA-256 of a file's bytes as hexadecimal text."""
    with Path(path).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
