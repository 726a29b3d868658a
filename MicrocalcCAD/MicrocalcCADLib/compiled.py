"""Loops as machine code, which is made once on a computer and kept; until then the same loops run as plain Python,
NumPy and SciPy.

Making it takes more than ten seconds of processor time, the plain loops cost a detection about two. numba is imported
only for machine code.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from threading import Event
from types import FunctionType, ModuleType, SimpleNamespace
from typing import Any

_FOLDER = Path(__file__).resolve().parent
_LONGEST_S = 600.0
_insisted = Event()


def loops(module: ModuleType, plain: ModuleType | None = None, long: bool = False) -> Any:
    """Return a module's loops as machine code where that is made, else `plain` (default: the loops as they stand),
    which does the same.

    Where there is so much to do that plain loops would take longer than making machine code, `long`, it is made at
    once.
    """
    return machine(module) if is_ready() or (long and _version()) else plain or module


@cache
def machine(module: ModuleType) -> SimpleNamespace:
    """Return the functions of a module compiled to machine code that releases the interpreter's lock; they may call
    each other.

    The machine code is kept beside the module's file, or in the user's cache folder, or in ``NUMBA_CACHE_DIR``. Where
    none of them can be written (an installation of another user, a container) it is made anew at every start. A folder
    for temporary files is no place for it: numba's files are pickles, and whoever else can write there could have his
    code run here.

    Raises
    ------
    ImportError
        If numba is missing.
    """
    names = dict(vars(module))
    own = [
        name for name, value in names.items() if isinstance(value, FunctionType) and value.__module__ == module.__name__
    ]
    for name in own:
        names[name] = compiled(FunctionType(names[name].__code__, names, name, names[name].__defaults__))
    return SimpleNamespace(**{name: value for name, value in names.items() if not name.startswith("__")})


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile one loop, see `machine`."""
    from numba import njit

    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:  # numba: "cannot cache function ...: no locator available"
        return njit(nogil=True)(function)


def is_kept(function: Any) -> bool:
    """Return whether the machine code of a `compiled` function is kept between starts."""
    return bool(function.stats.cache_path is not None)


def is_ready() -> bool:
    """Return whether machine code is used: it was made and kept before, or this process insists on it, and numba is
    there.
    """
    if _insisted.is_set():
        return find_spec("numba") is not None
    return any((place / _stamp()).exists() for place in _places()) if _version() else False


def insist() -> None:
    """Use machine code in this process whatever making it costs: right for work on many images."""
    _insisted.set()


def mark_ready() -> bool:
    """Note for later processes that machine code is made and kept; False where no folder for the note can
    be written.
    """
    for place in _places():
        try:
            place.mkdir(parents=True, exist_ok=True)
            (place / _stamp()).touch()
            (place / f"{_stamp()}.begun").unlink(missing_ok=True)
        except OSError:
            continue
        return True
    return False


def claim() -> bool:
    """Return whether this process may have machine code made: numba and a folder for it are there, and no other began
    within the last minutes.
    """
    if not _version():
        return False
    for place in _places():
        note = place / f"{_stamp()}.begun"
        try:
            place.mkdir(parents=True, exist_ok=True)
            if note.exists() and time.time() - note.stat().st_mtime > _LONGEST_S:
                note.unlink()
            note.touch(exist_ok=False)
        except FileExistsError:
            return False
        except OSError:
            continue
        return True
    return False


@cache
def _version() -> str:
    """Return numba's version, empty without numba."""
    try:
        return metadata.version("numba") if find_spec("numba") is not None else ""
    except metadata.PackageNotFoundError:
        return ""


@cache
def _stamp() -> str:
    """Return the name of the note, which another numba, Python, processor or another state of the loops
    does not go by.
    """
    facts = [_version(), str(sys.implementation.cache_tag), platform.machine()]
    for path in sorted(_FOLDER.rglob("_*_kernels.py")):
        state = path.stat()
        facts.append(f"{path.name} {state.st_mtime_ns} {state.st_size}")
    return f"microcalc-{hashlib.sha256(' '.join(facts).encode()).hexdigest()[:16]}.compiled"


def _places() -> Iterator[Path]:
    given = os.environ.get("NUMBA_CACHE_DIR")
    if given:
        yield Path(given)
        return
    yield _FOLDER / "__pycache__"
    try:
        yield (
            Path(os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
            / "microcalc"
        )
    except RuntimeError:  # no home
        return
