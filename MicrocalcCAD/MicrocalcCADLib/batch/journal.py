"""``journal.jsonl``: one line an event, each brought to the disk before the next, from which a run can go on.

The first line of a run is ``{"event": "start", ...}`` with its settings, then one line an image as in `items.Outcome`,
``{"event": "left_out", ...}`` for other files, and ``{"event": "end", ...}``. A line that a power loss or a full disk
cut short counts for nothing.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from typing import Any

from ..errors import OutputError
from ..files import json_of
from .items import Outcome

JOURNAL = "journal.jsonl"
LONGEST_LINE = 2**20
SCHEMA = "microcalc-journal/1"
BEGINNING = b'{"event": "start", "time": "'


class Journal:
    """The journal of a folder, opened for appending; use it as a context."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / JOURNAL
        try:
            _cut_torn_line(self._path)
            self._stream = self._path.open("ab", buffering=0)
        except OSError as error:
            raise _unwritable(self._path, error) from error

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def add(self, event: str, content: Mapping[str, Any]) -> None:
        """Append an event and bring it to the disk; raises `OutputError` where that fails."""
        line = json.dumps(
            {"event": event, "time": datetime.now(UTC).isoformat(timespec="seconds"), **content}, ensure_ascii=False
        )
        try:
            _write_all(self._stream, line.encode("utf-8", "backslashreplace") + b"\n")
            os.fsync(self._stream.fileno())
        except OSError as error:
            raise _unwritable(self._path, error) from error


def earlier_outcomes(folder: Path) -> dict[str, tuple[Outcome, str]]:
    """Return by name the last outcome of every image in the journal, with the hash of the settings; empty
    without one.
    """
    outcomes = {}
    for entry in _entries(folder / JOURNAL):
        if entry.get("event") == "image":
            try:
                outcomes[entry["name"]] = (Outcome.from_dict(entry), str(entry["settings"]))
            except (KeyError, TypeError):
                continue
    return outcomes


def earlier_outputs(folder: Path) -> dict[str, dict[str, tuple[str, str | None, int]]]:
    """Return by name of an image what was written of it, by path below the folder: of the last to write it the hash of
    its settings, formats aside (`settings.answer_hash`), the SHA-256 of the image's file and the size. What an earlier
    version has written is not among it.
    """
    found: dict[str, dict[str, tuple[str, str | None, int]]] = {}
    for entry in _entries(folder / JOURNAL):
        if entry.get("event") == "image" and "answer" in entry:
            try:
                outcome = Outcome.from_dict(entry)
            except (KeyError, TypeError):
                continue
            own = found.setdefault(outcome.name, {})
            own |= {path: (str(entry["answer"]), outcome.sha256, size) for path, size in outcome.outputs.items()}
    return found


def exists(folder: Path) -> bool:
    """Return whether an earlier run has begun in the folder: a file of that name that begins otherwise is
    the user's.
    """
    try:
        with (folder / JOURNAL).open("rb") as stream:
            beginning = stream.read(len(BEGINNING))
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _unreadable(folder / JOURNAL, error) from error
    return BEGINNING.startswith(beginning)  # a full disk may have cut the first line, even to nothing


def _entries(path: Path) -> Iterator[dict[str, Any]]:
    try:
        with path.open("rb") as stream:
            for line in stream:
                try:
                    entry = json_of(line)
                except ValueError:
                    continue  # cut short, or not ours
                if isinstance(entry, dict):
                    yield entry
    except FileNotFoundError:
        return
    except OSError as error:
        raise _unreadable(path, error) from error


def _write_all(stream: FileIO, line: bytes) -> None:
    """A full disk takes a part of a line before it takes none."""
    if stream.write(line) != len(line):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _cut_torn_line(path: Path) -> None:
    """Remove what follows the last end of a line."""
    if not path.exists():
        return
    with path.open("r+b") as stream:
        size = stream.seek(0, os.SEEK_END)
        start = stream.seek(max(0, size - LONGEST_LINE))
        tail = stream.read()
        if not tail.endswith(b"\n"):
            stream.truncate(start + tail.rfind(b"\n") + 1)


def _unreadable(path: Path, error: OSError) -> OutputError:
    return OutputError(f"The journal {path} cannot be read ({error.strerror or error}): check its permissions.")


def _unwritable(path: Path, error: OSError) -> OutputError:
    reason = error.strerror or error
    return OutputError(
        f"The journal {path} cannot be written ({reason}): free some disk space, then go on with the run.",
        option="--resume",
    )
