"""Commands of `microcalc-train` in processes that outlive the panel: start, status, stop, resume.

What is known of a run lies in ``process`` of its output folder: ``state.json`` (arguments, process number and start
time), ``end.json`` (exit status, once it has ended) and ``log.txt``. Another process, or Slicer after a restart, finds
it there.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import MicrocalcCADLib
from MicrocalcCADLib.child_python import SAFE
from MicrocalcCADLib.errors import InputError, MicrocalcError, OutputError
from MicrocalcCADLib.files import read_json, write_text

from . import step_progress
from .processes import end_process, identity_of, launch_detached, runs_here
from .training_curves import Stage, remaining_s, stages_of

PLACE, STATE, END, LOG = "process", "state.json", "end.json", "log.txt"
RUNNING, DONE, STOPPED, FAILED = "running", "done", "stopped", "failed"
INTERRUPTED = (130, 143, 129)  # by Ctrl-C, a scheduler, a closed terminal
PATIENCE_S = 1.0
LOG_BYTES = 32768
TEMPORARY = re.compile(r"\.[0-9a-f]{32}")
# Before an error's sentence in the log: the option of the command line that is its remedy. A panel has fields for some.
REMEDY = "Option: "
COMMAND_LINE = "MicrocalcTrainLib.__main__:main_of_a_run"
START = (
    "import sys; sys.path[:0] = sys.argv.pop(1).split('|'); from MicrocalcTrainLib.run_child import main;"
    " sys.exit(main(sys.argv[1:]))"
)
LOST = (
    "It ended without a word, as when memory runs out or the computer is switched off: Resume goes on after the last"
    " finished epoch."
)


@dataclass(frozen=True)
class RunState:
    """What is written when a run starts.

    Parameters
    ----------
    arguments
        Of `microcalc-train`.
    pid, identity
        The process and what tells it from a later one of the same number.
    began
        Seconds since 1970.
    epochs_before
        Finished epochs of each stage at the start.
    """

    arguments: tuple[str, ...]
    pid: int
    identity: str
    began: float
    epochs_before: Mapping[str, int] = field(default_factory=dict)
    stopped: bool = False


@dataclass(frozen=True)
class RunStatus:
    """How a run stands.

    Parameters
    ----------
    condition
        ``running``, ``done``, ``stopped`` or ``failed``.
    sentence
        Why it failed, otherwise the last line of the log.
    option
        The option of the command line that mends what failed, empty where none does.
    stages
        What is trained, in order of time, with the curves so far.
    remaining_s
        Seconds until the last stage is trained, None where that is not known.
    """

    condition: str
    state: RunState
    sentence: str
    stages: tuple[Stage, ...]
    remaining_s: float | None
    option: str = ""

    @property
    def running(self) -> bool:
        """Whether its process lives."""
        return self.condition == RUNNING


def start(folder: Path, arguments: Sequence[str], entry: str = COMMAND_LINE, python: str | None = None) -> RunState:
    """Start a command whose output folder is `folder`, in a process of its own that outlives this one.

    Parameters
    ----------
    arguments
        Of `microcalc-train`.
    entry
        ``module:function`` that is called with the arguments and returns the exit status.
    python
        Interpreter; None for the one that runs here.

    Raises
    ------
    OutputError
        If a run lives in the folder, or the folder cannot be written, or the process not started.
    """
    earlier = status(folder)
    if earlier is not None and earlier.running:
        raise OutputError(f"A run is going on in {folder}: stop it, or choose another folder.")
    place = folder / PLACE
    try:
        place.mkdir(parents=True, exist_ok=True)
        (place / END).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"Cannot write into {folder} ({error.strerror or error}): choose another folder.") from error
    libraries = "|".join(str(Path(file).resolve().parents[1]) for file in (MicrocalcCADLib.__file__, __file__))
    before = {stage.name: len(stage.rows) for stage in stages_of(folder)}
    began = time.time()
    call = [SAFE, "-u", "-c", START, libraries, str(place / END), entry, *arguments]
    pid = launch_detached(call, place / LOG, python or sys.executable)
    state = RunState(tuple(arguments), pid, identity_of(pid) or "", began, before)
    _write(place / STATE, state)
    return state


def told_in_a_run(error: MicrocalcError) -> str:
    """Return what the log of a run has of an error: its sentence, which names no option, and the option before it."""
    return f"{REMEDY}{error.option}\n{error}" if error.option else str(error)


def resume(folder: Path, entry: str = COMMAND_LINE, python: str | None = None) -> RunState:
    """Start the folder's command again; it goes on after the last finished epoch.

    Raises
    ------
    InputError
        If the folder holds no run.
    OutputError
        As `start`.
    """
    return start(folder, _into(_known(folder).arguments, folder), entry, python)


def _into(arguments: Sequence[str], folder: Path) -> tuple[str, ...]:
    """Return the arguments with this folder for the output, whatever the file in it says."""
    done = list(arguments)
    for option in ("-o", "--output"):
        for place in (i + 1 for i, one in enumerate(arguments) if one == option and i + 1 < len(arguments)):
            done[place] = str(folder)
    return tuple(one for one in done if not one.startswith("--output="))


def stop(folder: Path, patience_s: float = PATIENCE_S) -> RunStatus:
    """End a run within 2 s; what it has finished stays, checkpoints are written whole or not at all.

    Raises
    ------
    InputError
        If the folder holds no run.
    """
    state = _known(folder)
    if _status_of(folder, state).running:
        if not runs_here(state.pid, folder / PLACE / END):
            raise InputError(
                f"The process {state.pid} that {folder} names is not its training: it was not ended; delete {PLACE}"
                " there."
            )
        _write(folder / PLACE / STATE, replace(state, stopped=True))
        end_process(state.pid, state.identity, patience_s)
        _remove_unfinished(folder)
    return _status_of(folder, read_state(folder) or state)


def status(folder: Path) -> RunStatus | None:
    """Return how the folder's run stands; None if there never was one."""
    state = read_state(folder)
    return None if state is None else _status_of(folder, state)


def _status_of(folder: Path, state: RunState) -> RunStatus:
    condition, ended = _condition(folder, state)
    lines = _lines(folder)
    sentence = LOST if condition == FAILED and ended is None else (lines[-1] if lines else "")
    told = lines[-2] if condition == FAILED and len(lines) > 1 and sentence is lines[-1] else ""
    option = told.removeprefix(REMEDY) if told.startswith(REMEDY) else ""
    stages = stages_of(folder)
    left = remaining_s(stages, state.began, state.epochs_before, time.time()) if condition == RUNNING else None
    return RunStatus(condition, state, sentence, stages, left, option)


def read_state(folder: Path) -> RunState | None:
    """Return what was written at the start of the folder's run; None if there is nothing of use."""
    content = _json(folder / PLACE / STATE)
    try:
        state = RunState(**{**content, "arguments": tuple(content["arguments"])}) if content else None
    except (KeyError, TypeError):
        return None
    return state if state is not None and _has_the_types(state) else None


def _has_the_types(state: RunState) -> bool:
    """Return whether what stands in a file of somebody's folder is what `start` writes."""
    numbers = (
        isinstance(state.pid, int)
        and state.pid > 1
        and isinstance(state.began, (int, float))
        and isinstance(state.epochs_before, dict)
    )
    return numbers and isinstance(state.identity, str) and all(isinstance(one, str) for one in state.arguments)


def log_lines(folder: Path, last: int = 200) -> list[str]:
    """Return the last lines of the run's log that are for a reader."""
    return [line for line in _lines(folder) if not line.startswith(REMEDY)][-last:]


def _lines(folder: Path) -> list[str]:
    try:
        with (folder / PLACE / LOG).open("rb") as stream:
            stream.seek(0, 2)
            stream.seek(max(0, stream.tell() - LOG_BYTES))
            text = stream.read().decode("utf-8", "replace")
    except OSError:
        return []
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def _condition(folder: Path, state: RunState) -> tuple[str, int | None]:
    # The process first: what ends after this look has not written its end before it.
    alive = bool(state.identity) and identity_of(state.pid) == state.identity
    ended = _json(folder / PLACE / END).get("status")
    if alive and ended is None:
        return RUNNING, None
    if ended == 0:
        return DONE, 0
    return (STOPPED if state.stopped or ended in INTERRUPTED else FAILED), ended


def _known(folder: Path) -> RunState:
    state = read_state(folder)
    if state is None:
        raise InputError(f"{folder} holds no run: start one, or choose the folder of one.")
    return state


def _write(path: Path, state: RunState) -> None:
    write_text(path, json.dumps(asdict(state), indent=1))


def _json(path: Path) -> dict[str, Any]:
    try:
        content = read_json(path)
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _remove_unfinished(folder: Path) -> None:
    """Remove what was being written when the process was ended, and how far it was within an epoch."""
    for path in (*folder.rglob(".*"), *folder.rglob(step_progress.FILE)):
        if (TEMPORARY.match(path.name) or path.name == step_progress.FILE) and path.is_file():
            path.unlink(missing_ok=True)
