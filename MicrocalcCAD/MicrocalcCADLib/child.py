"""The edge of the child processes that an application starts: `detection_child` (a detection), `batch.child` and
`dicom_child`.

A folder holds the request, lines of JSON on standard output report, a file named STOP in the folder cancels. The lines
are ``{"fraction": 0.4, "text": "..."}`` while the child works, and one of ``{"done": ...}``, ``{"error": SENTENCE}`` or
``{"cancelled": true}`` at the end; an error has the ``"option"`` that is its remedy, where one is. The exit status is
0, 1 or 3 in the same order.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from .errors import Cancelled, InputError, MicrocalcError
from .files import read_json, written_whole
from .memory import share_heap
from .progress import Progress

STOP = "STOP"
DONE_STATUS, FAILED_STATUS, CANCELLED_STATUS = 0, 1, 3
Emit = Callable[[Mapping[str, Any]], None]
Known = Callable[[Exception], MicrocalcError | None]


def write_request(path: Path, content: Any) -> Path:
    """Write a request, or what it needs, as JSON and return its path; raises `OutputError`."""
    with written_whole(path) as temporary:
        temporary.write_text(json.dumps(content), encoding="utf-8")
    return path


def read_request(path: Path, meaning: Callable[[Any], Any], again: str) -> Any:
    """Return what a request means; raises `InputError` for what is none, `again` saying what to start again."""
    try:
        return meaning(read_json(path))
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise InputError(f"{path} is not a request of Microcalc ({error}): start {again} again.") from error


def answer(
    request: Path, emit: Emit, work: Callable[[Progress], Any], what: str, known: Known = lambda error: None
) -> int:
    """Do the work of a request, report through `emit`, and return the exit status.

    Parameters
    ----------
    work
        Gets the progress, and returns what is done.
    what
        Of an error that nobody foresaw: what failed.
    known
        What is known of an error that is none of ours, None where nothing is.
    """
    progress = Progress(
        lambda fraction, text: emit({"fraction": round(fraction, 4), "text": text}), (request.parent / STOP).exists
    )
    try:
        done = work(progress)
    except Cancelled:
        emit({"cancelled": True})
        return CANCELLED_STATUS
    except MicrocalcError as error:
        emit(_told(error))
        return FAILED_STATUS
    except Exception as error:  # the edge of the process: whatever failed must reach the user as a sentence
        traceback.print_exc()
        unknown = f"{what} failed ({type(error).__name__}: {error}): please report this with the application's log."
        emit(_told(known(error) or MicrocalcError(unknown)))
        return FAILED_STATUS
    emit({"done": done})
    return DONE_STATUS


def _told(error: MicrocalcError) -> dict[str, str]:
    return {"error": str(error)} | ({"option": error.option} if error.option else {})


def main(module: str, arguments: list[str] | None, run: Callable[[Path, Emit], int]) -> int:
    """Run ``python -u -m MicrocalcCADLib.MODULE REQUEST.json``."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if len(arguments) != 1:
        print(f"usage: python -u -m MicrocalcCADLib.{module} REQUEST.json", file=sys.stderr)
        return 2
    share_heap()
    return run(Path(arguments[0]), lambda message: print(json.dumps(message), flush=True))
