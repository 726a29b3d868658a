"""The catalogue's rating models, loaded once a process as long as their files stay the same."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from ..models import FileState, bundle_files

T = TypeVar("T")
# The three ratings, and what a process had before an update or under another catalogue.
MOST = 6


def kept(load: Callable[[], T], method: str) -> T:
    """Return what `load` gives for the catalogue's default of a method; it is called again only where a file of the model has changed.

    Raises
    ------
    ModelError
        As `load` does; a model that failed is tried again each time.
    """
    return _loaded(load, bundle_files(None, method))


@lru_cache(maxsize=MOST)
def _loaded(load: Callable[[], T], files: tuple[FileState, ...]) -> T:
    del files
    return load()
