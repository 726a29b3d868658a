"""A detection in a process of its own; `child` says how a request is made, reported on and cancelled. What is done is
the path of the analysis.

A process that stays (`stay`) says ``{"waiting": true}`` after a detection that went well, and works on the next request
that is written into the folder: its modules and machine code are loaded already. It ends after five minutes without
one, once the folder holds a file STOP or is gone, or when the computer is short of memory.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from . import child, detectors
from .child import CANCELLED_STATUS, DONE_STATUS, STOP, Emit
from .child_watch import watch
from .detectors.machine_code import make_in_background
from .errors import InputError, MicrocalcError, OutputError
from .kinds import system
from .mammogram import Mammogram, Source
from .memory import available_mb
from .notices import read_notices, stored_notices
from .progress import Progress

REQUEST = "request.json"
PIXELS = "pixels.npy"
RESULT = "analysis.npz"
REFUSED = "refused"
LONGEST_WAIT_S, LOOK_EVERY_S = 300.0, 0.05
LEAST_FREE_MB = 1000


@dataclass(frozen=True)
class DetectorChoice:
    """Which detector works, where, and what names kinds; see `kinds.system.create`."""

    method: str = detectors.DEFAULT
    model: str | None = None
    device: str = "auto"
    kinds: str | None = None


def write_request(folder: Path, mammogram: Mammogram, choice: DetectorChoice) -> Path:
    """Write what `main` needs into an existing folder and return the path of the request; raises `OutputError`."""
    facts = {name: value for name, value in vars(mammogram).items() if name not in ("pixels", "source")}
    facts |= {
        "source": asdict(mammogram.source),
        "facts": dict(mammogram.facts),
        "notices": stored_notices(mammogram.notices),
    }
    try:
        np.save(folder / PIXELS, mammogram.pixels)
    except OSError as error:
        raise OutputError(
            f"Cannot write into {folder} ({error.strerror or error}): free some disk space or choose another temporary"
            " folder."
        ) from error
    return child.write_request(folder / REQUEST, {"mammogram": facts, "choice": asdict(choice)})


def write_refusal(folder: Path, reason: str) -> Path:
    """Write, into an existing folder, the request of an image that can be none, for the table of a batch to say why;
    raises `OutputError`.
    """
    return child.write_request(folder / REQUEST, {REFUSED: reason})


def read_request(path: Path) -> tuple[Mammogram, DetectorChoice]:
    """Read what `write_request` wrote; raises `InputError` for anything else, and the reason of a refusal."""

    def meaning(content: Any) -> tuple[Mammogram, DetectorChoice]:
        if REFUSED in content:
            raise InputError(content[REFUSED])
        return _mammogram(content["mammogram"], np.load(path.with_name(PIXELS), allow_pickle=False)), DetectorChoice(
            **content["choice"]
        )

    return child.read_request(path, meaning, "the detection")


def _mammogram(facts: Mapping[str, Any], pixels: np.ndarray) -> Mammogram:
    facts = {name: tuple(value) if isinstance(value, list) else value for name, value in facts.items()}
    return Mammogram(
        **{**facts, "pixels": pixels, "source": Source(**facts["source"]), "notices": read_notices(facts["notices"])}
    )


def run(request: Path, emit: Emit) -> int:
    """Work on a request, report through `emit`, and return the exit status; nothing is left of one that nobody waits
    for any more.
    """
    status = CANCELLED_STATUS
    try:
        status = child.answer(request, emit, lambda progress: _detected(request, progress), "The detection", _known)
    finally:  # that there is nobody to report to is an error too
        if status == CANCELLED_STATUS:
            _tidy(request.parent)
    return status


def _tidy(folder: Path) -> None:
    for name in (REQUEST, PIXELS, RESULT, STOP):
        (folder / name).unlink(missing_ok=True)
    with suppress(OSError):  # gone already, or not ours alone
        folder.rmdir()


def _detected(request: Path, progress: Progress) -> str:
    progress(0.0, "starting")
    mammogram, choice = read_request(request)
    for read in (
        request.with_name(PIXELS),
        request,
    ):  # large, and nobody is left to tidy up if the application ends first
        read.unlink(missing_ok=True)
    detector = system.create(choice.method, choice.model, choice.device, kinds=choice.kinds)
    progress(0.02, "model loaded")
    result = request.with_name(RESULT)
    detector.analyse(mammogram, progress.part(0.02, 0.98)).save(result)
    progress(1.0, "done")
    return str(result)


def _known(error: Exception) -> MicrocalcError | None:
    if isinstance(error, ModuleNotFoundError):
        return MicrocalcError(
            f"A Python package is missing ({error}): click Detect calcifications to install it, or run microcalc check."
        )
    if isinstance(error, MemoryError) or "out of memory" in str(error).lower():
        return MicrocalcError(
            "There is not enough memory for this image: close other programs, or choose the device cpu.",
            option="--device cpu",
        )
    return None


def stay(request: Path, emit: Emit, longest_wait_s: float = LONGEST_WAIT_S) -> int:
    """Work on a request and those that follow it in its folder, and return the last exit status; one that fails or is
    cancelled is the last.
    """
    status = run(request, emit)
    while status == DONE_STATUS:
        emit({"waiting": True})
        make_in_background()
        if not _comes(request, longest_wait_s):
            break
        status = run(request, emit)
    return status


def _comes(request: Path, longest_wait_s: float) -> bool:
    """Wait for a request; False where none comes, or none may be waited for any longer."""
    began = time.monotonic()
    while not request.exists():
        free = available_mb()
        stopped = (request.parent / STOP).exists() or not request.parent.is_dir()
        if stopped or time.monotonic() - began > longest_wait_s or (free is not None and free < LEAST_FREE_MB):
            return False
        time.sleep(LOOK_EVERY_S)
    return True


def main(arguments: list[str] | None = None, work: Callable[[Path, Emit], int] = run) -> int:
    """Run ``python -u -m MicrocalcCADLib.detection_child REQUEST.json``; `work` is `run`, or `stay` for a process that
    waits for more.
    """
    return child.main("detection_child", arguments, lambda request, emit: _watched(request, emit, work))


def _watched(request: Path, emit: Emit, work: Callable[[Path, Emit], int]) -> int:
    watch(request.parent, lambda: _tidy(request.parent))
    return work(request, emit)


if __name__ == "__main__":
    sys.exit(main())
