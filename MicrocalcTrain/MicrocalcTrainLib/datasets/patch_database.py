"""Labelled patches in an SQLite database (Valvano 2019, section 3.3)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from MicrocalcCADLib.errors import InputError, OutputError

from ..sqlite_files import opened

AT_ONCE = 500
TABLES = """
CREATE TABLE IF NOT EXISTS description (content TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS origins (split TEXT NOT NULL, origin INTEGER NOT NULL, PRIMARY KEY (split, origin));
CREATE TABLE IF NOT EXISTS patches (
    id INTEGER PRIMARY KEY, split TEXT NOT NULL, origin INTEGER NOT NULL, class INTEGER NOT NULL, pixels BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS by_class ON patches (split, class);
"""


class PatchDatabase:
    """Square patches of one size by split and class, stored as float16.

    Parameters
    ----------
    path
        File, made if missing.
    size_px
        Side of the patches.
    description
        What the patches are made of, as plain JSON types.

    Raises
    ------
    InputError
        If the file holds patches of another description, or something else, or is damaged.
    OutputError
        If the disk is full or must not be written.
    """

    def __init__(self, path: Path, size_px: int, description: Mapping[str, Any]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.size_px, self.path = size_px, path
        with _in_a_sentence(path):
            self._connection = opened(path, TABLES, any_thread=True)
        with _in_a_sentence(path), self._connection as connection:
            content = json.dumps({"size_px": size_px, **description}, sort_keys=True)
            stored = connection.execute("SELECT content FROM description").fetchone()
            if stored is None:
                connection.execute("INSERT INTO description VALUES (?)", (content,))
            elif stored[0] != content:
                raise InputError(
                    f"{path} holds patches that were made in another way: remove it, or choose another working folder."
                )

    def has(self, split: str, origin: int) -> bool:
        """Return whether the patches of this origin (image or region) are complete."""
        with _in_a_sentence(self.path):
            return (
                self._connection.execute(
                    "SELECT 1 FROM origins WHERE split = ? AND origin = ?", (split, origin)
                ).fetchone()
                is not None
            )

    def add(self, split: str, origin: int, classes: np.ndarray, patches: np.ndarray) -> None:
        """Store all patches (n, size, size) of an origin with their classes (n,), whole or not at all."""
        rows = [(split, origin, int(c), p.astype(np.float16).tobytes()) for c, p in zip(classes, patches, strict=True)]
        with _in_a_sentence(self.path), self._connection as connection:
            connection.executemany("INSERT INTO patches (split, origin, class, pixels) VALUES (?, ?, ?, ?)", rows)
            connection.execute("INSERT INTO origins VALUES (?, ?)", (split, origin))

    def identifiers(self, split: str) -> dict[int, np.ndarray]:
        """Return the ids of a split's patches by class, ascending."""
        with _in_a_sentence(self.path):
            found = self._connection.execute(
                "SELECT class, id FROM patches WHERE split = ? ORDER BY id", (split,)
            ).fetchall()
        rows = np.array(found).reshape(-1, 2)
        return {int(c): rows[rows[:, 0] == c, 1] for c in np.unique(rows[:, 0])}

    def read(self, identifiers: np.ndarray) -> np.ndarray:
        """Return patches by id, in the order asked for, float32 (n, size, size)."""
        found: dict[int, bytes] = {}
        for start in range(0, len(identifiers), AT_ONCE):
            part = [int(i) for i in identifiers[start : start + AT_ONCE]]
            marks = ",".join("?" * len(part))
            with _in_a_sentence(self.path):
                found.update(self._connection.execute(f"SELECT id, pixels FROM patches WHERE id IN ({marks})", part))
        wanted = [found.get(int(i), b"") for i in identifiers]
        if any(not isinstance(one, bytes) or len(one) != 2 * self.size_px**2 for one in wanted):
            raise InputError(
                f"{self.path} holds patches of another size than {self.size_px} px: remove it, and its patches are made"
                " again."
            )
        stored = np.frombuffer(b"".join(wanted), np.float16)
        return stored.reshape(-1, self.size_px, self.size_px).astype(np.float32)

    def all_of(self, split: str) -> tuple[np.ndarray, np.ndarray]:
        """Return all patches of a split, float32 (n, size, size), and their classes, int64 (n,)."""
        by_class = self.identifiers(split)
        if not by_class:
            raise InputError(f"There is no patch in the split {split!r}: simulate more images.")
        classes = np.concatenate([np.full(len(ids), c) for c, ids in by_class.items()])
        return self.read(np.concatenate(list(by_class.values()))), classes


@contextmanager
def _in_a_sentence(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        raise OutputError(
            f"{path} cannot be written ({error}): free some disk space, or choose another working folder."
        ) from error
    except sqlite3.DatabaseError as error:
        raise InputError(
            f"{path} is damaged or holds no patches ({error}): remove it, and its patches are made again."
        ) from error
