"""Compiling of the loops: kept between starts where a folder for it can be written, compiled at each start where none can."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import njit


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a loop to machine code that releases the interpreter's lock.

    The machine code is kept beside the function's file, or in the user's cache folder, or in ``NUMBA_CACHE_DIR``. Where none of them
    can be written (an installation of another user, a container) it is made anew at every start. A folder for temporary files is no
    place for it: numba's files are pickles, and whoever else can write there could have his code run here.
    """
    try:
        return njit(cache=True, nogil=True)(function)
    except RuntimeError:  # numba: "cannot cache function ...: no locator available"
        return njit(nogil=True)(function)


def is_kept(function: Callable[..., Any]) -> bool:
    """Return whether the machine code of a `compiled` function is kept between starts."""
    return function.stats.cache_path is not None
