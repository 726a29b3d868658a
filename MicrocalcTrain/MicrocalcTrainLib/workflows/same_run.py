"""A folder is taken up by the same run only: what decides the outcome is kept there before anything is made."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.files import read_json, sha256_of, through_json, write_json

from ..runs import PLACE
from .distributed import first_then_all, leads

KEPT = "made-of.json"
# what a folder may hold without anything made: the records of the run, and a folder of images that was imported first
NOT_MADE = {PLACE, KEPT, "run.json", "dataset"}
DECIDE_NOTHING = {"workers"}


def check_same_run(
    folder: Path, name: str, parameters: Mapping[str, Any], decides: Mapping[str, Any], file: str = KEPT
) -> None:
    """Keep what decides the outcome of a run in its folder, or compare it with what an earlier run kept there.

    Checkpoints and what is computed once are taken up by their names alone: those of other data or parameters would
    end in a bundle whose card, made of the new ones, says what is not so. Where the earlier run was stopped before it
    made anything, its folder is free.

    Parameters
    ----------
    name
        Of the run, as the command line has it.
    parameters
        By name, as `asdict` gives them: files count by their content, and processes that make patches do not count.
    decides
        What else does, by name, ``data`` among it: hashes of data, backgrounds and the model that it starts from.
    file
        Where it is kept; another one for runs that share no file with the others in the folder.

    Raises
    ------
    InputError
        If the folder holds another run.
    """
    wanted = through_json({"run": name, **decides, "parameters": _deciding(parameters)}, _content)
    first_then_all(lambda: _compared(folder, wanted, file))


def _compared(folder: Path, wanted: Mapping[str, Any], file: str) -> None:
    path = folder / file
    try:
        stored = read_json(path) if path.is_file() else None
        held = "" if stored is None else str(stored["run"])
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} cannot be read ({error}): choose another folder.") from error
    if stored == wanted:
        return
    if stored is not None and _holds_anything(folder, file):
        if {**stored, "data": None} == {**wanted, "data": None}:
            raise InputError(f"{folder} holds a run of {held} on other data: choose another folder for this one.")
        raise InputError(f"{folder} holds a run of {held} with other settings: give the same ones, or another folder.")
    if leads():
        write_json(path, wanted)


def _holds_anything(folder: Path, file: str) -> bool:
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return any(path.parts[0] not in NOT_MADE and path.name != file and not path.name.startswith(".") for path in files)


def _deciding(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _deciding(item) for key, item in value.items() if key not in DECIDE_NOTHING}
    return [_deciding(item) for item in value] if isinstance(value, list | tuple) else value


def _content(value: Any) -> str:
    """Return what stands for a value that JSON does not know: of a file the hash of its bytes."""
    return sha256_of(value) if isinstance(value, Path) and value.is_file() else str(value)
