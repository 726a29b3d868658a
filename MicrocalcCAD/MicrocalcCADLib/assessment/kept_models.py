"""Rating models, loaded once a process as long as their files stay the same."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from ..models import FileState, bundle_files

T = TypeVar("T")
# The three ratings, and what a process had before an update or under another catalogue.
MOST = 6


def kept(load: Callable[[str | None], T], method: str, choice: str | None = None) -> T:
    """Return what `load` gives for a model, None being the catalogue's default of a method; it is called again only
    where a file has changed.

    Raises
    ------
    ModelError
        As `load` does; a model that failed is tried again each time.
    """
    return _loaded(load, choice, bundle_files(choice, method))


@lru_cache(maxsize=MOST)
def _loaded(load: Callable[[str | None], T], choice: str | None, files: tuple[FileState, ...]) -> T:
    del files
    return load(choice)
