"""What was drawn or computed once and is kept as a file of arrays, so that an interrupted run goes on where it was."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
from MicrocalcCADLib.files import written_whole

log = logging.getLogger(__name__)


def write_arrays(path: Path, arrays: Mapping[str, np.ndarray], compressed: bool = False) -> None:
    """Write arrays by name as one ``.npz``, whole or not at all: several processes may do so at once."""
    write: Any = np.savez_compressed if compressed else np.savez
    with written_whole(path) as temporary, temporary.open("wb") as stream:
        write(stream, **arrays)


def read_arrays(path: Path) -> dict[str, np.ndarray] | None:
    """Return what `write_arrays` wrote; None where there is nothing, or the file is damaged: its content is then made
    again.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            return {name: stored[name] for name in stored.files}
    except FileNotFoundError:
        return None
    except MemoryError:
        raise
    except Exception as error:  # zip and NumPy raise whatever the damaged bytes lead to
        log.warning("%s is damaged (%s): its content is made again", path, error)
        return None


def kept_arrays(
    path: Path, make: Callable[[], Mapping[str, np.ndarray]], compressed: bool = False
) -> dict[str, np.ndarray]:
    """Return the arrays of a file; where they are not there yet they are made and written first."""
    found = read_arrays(path)
    if found is None:
        found = dict(make())
        write_arrays(path, found, compressed)
    return found


class KeptArrays:
    """A base of what can be kept: `arrays` gives it as arrays by name, and `of_arrays` makes it of them."""

    compressed: ClassVar[bool] = False

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what is written."""
        raise NotImplementedError

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, np.ndarray]) -> Self:
        """Return what `arrays` gave."""
        raise NotImplementedError

    @classmethod
    def kept(cls, path: Path, make: Callable[[], Self]) -> Self:
        """Return what a file holds; where it is not there yet it is made and written first."""
        return cls.of_arrays(kept_arrays(path, lambda: make().arrays(), cls.compressed))
