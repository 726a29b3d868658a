"""The SQLite file of a patch store: its tables, and opening it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from MicrocalcCADLib.errors import InputError, OutputError
from MicrocalcCADLib.files import json_of
from MicrocalcCADLib.mammogram import check_spacing

from ..sqlite_files import opened, opened_to_read

FILE, ARRAYS, TRUTH_FILES, THUMBNAILS, SPLITS_FILE = "dataset.sqlite", "arrays", "truth", "thumbnails", "splits.json"
SCHEMA = "microcalc-dataset/1"
TABLES = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS patients (patient TEXT PRIMARY KEY, age REAL, split TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS images (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, patient TEXT NOT NULL REFERENCES patients, path TEXT NOT NULL,
    fingerprint TEXT NOT NULL, failure TEXT, sha256 TEXT, rows INTEGER, columns INTEGER, spacing_mm REAL,
    given TEXT, laterality TEXT, view TEXT, birads TEXT, density TEXT, pathology TEXT,
    calcifications INTEGER, regions INTEGER
);
CREATE TABLE IF NOT EXISTS patches (
    id INTEGER PRIMARY KEY, image INTEGER NOT NULL REFERENCES images ON DELETE CASCADE,
    class INTEGER NOT NULL, row INTEGER NOT NULL, column INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS patches_of_image ON patches (image);
"""
CONTRAST, GREY = CONTENTS = ("contrast", "grey")
CALCIFICATIONS, REGIONS = TRUTHS = ("calcifications", "regions")


@dataclass(frozen=True)
class StoreParameters:
    """How a set is turned into patches.

    Parameters
    ----------
    size_px
        Side of the patches, an odd number.
    spacing_mm
        Images are brought to this pixel spacing; None keeps their own, which must then be one and the same.
    content
        ``contrast``: local contrast as the detectors' networks see it, kept as float16. ``grey``: [0, 1] of the full
        scale, kept in 16 bits.
    truth
        What makes a patch positive: single ``calcifications``, where those of a region that are not marked belong to no
        class; or whole ``regions`` (clusters, lesions) and calcifications, for sets that outline no more.
    per_image
        Positions of the classes C1 to C4 that are drawn from an image, at most.
    """

    size_px: int = 49
    spacing_mm: float | None = None
    content: str = CONTRAST
    truth: str = CALCIFICATIONS
    per_image: tuple[int, int, int, int] = (2000, 1000, 1000, 3000)
    seed: int = 1

    def __post_init__(self) -> None:
        if self.content not in CONTENTS or self.truth not in TRUTHS:
            raise InputError(
                f"Patches hold {' or '.join(CONTENTS)}, their truth is {' or '.join(TRUTHS)}: choose of these."
            )
        if not 9 <= self.size_px <= 511 or self.size_px % 2 == 0:
            raise InputError(
                f"Patches of {self.size_px} px are not possible, they need a central pixel: choose an odd side of 9 to"
                " 511."
            )
        if self.spacing_mm is not None:
            try:
                check_spacing((self.spacing_mm, self.spacing_mm))
            except InputError as error:
                raise InputError(str(error), option="--resample 0.07") from error

    def as_text(self) -> str:
        """Return the parameters as JSON, always the same for the same parameters."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> StoreParameters:
        """Return what `as_text` wrote; raises `InputError` for anything else."""
        try:
            content = json_of(text)
            return cls(**{**content, "per_image": tuple(content["per_image"])})
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(
                f"The parameters of the data set are damaged ({error}): import the set again into another folder."
            ) from error


@contextmanager
def connected(folder: Path, create: bool = False) -> Iterator[sqlite3.Connection]:
    """Give a connection to the store in `folder`; what is not committed when the block ends is undone.

    The file is in write-ahead mode, so that it can be read while it is built, and opens again after whatever happened.
    That mode needs a disk of this computer, not a network share.

    Without `create` the connection cannot write.

    Raises
    ------
    InputError
        If there is no store, or the file is damaged, of another version, or holds more than tables.
    OutputError
        If the disk is full or must not be written.
    """
    path = folder / FILE
    if not create and not path.is_file():
        raise InputError(f"{folder} is no data set of Microcalc: make one with microcalc-train import.")
    try:
        if create:
            folder.mkdir(parents=True, exist_ok=True)
        with closing(opened(path, TABLES) if create else opened_to_read(path, TABLES)) as connection:
            if create:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("INSERT OR IGNORE INTO facts VALUES ('schema', ?)", (SCHEMA,))
                connection.commit()
            _check_schema(connection, path)
            yield connection
    except sqlite3.OperationalError as error:
        if not create:
            raise InputError(f"{path} cannot be read ({error}): remove the folder and import the set again.") from error
        raise OutputError(
            f"{path} cannot be written ({error}): free some disk space or choose another folder; what was stored is"
            " kept."
        ) from error
    except sqlite3.DatabaseError as error:
        raise InputError(
            f"{path} is damaged or no data set ({error}): remove the folder and import the set again."
        ) from error
    except OSError as error:
        raise OutputError(
            f"Cannot write into {folder} ({error.strerror or error}): choose a folder that you may write to."
        ) from error


def file_in(folder: Path, place: str, name: str, suffix: str) -> Path:
    """Return a file of an image of the store; raises `InputError` for a name that leads elsewhere."""
    if not isinstance(name, str) or name in ("", ".", "..") or Path(name).name != name:
        raise InputError(
            f"{folder} names an image {str(name)[:40]!r}, which is no name of a file: remove the folder and import the"
            " set again."
        )
    return folder / place / f"{name}{suffix}"


def fact(connection: sqlite3.Connection, name: str) -> str | None:
    """Return a fact about the store, or None."""
    row = connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
    return row[0] if row else None


def _check_schema(connection: sqlite3.Connection, path: Path) -> None:
    if fact(connection, "schema") != SCHEMA:
        raise InputError(f"{path} is no data set of the kind {SCHEMA}: make one with microcalc-train import.")
