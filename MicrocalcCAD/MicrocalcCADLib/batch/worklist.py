"""A worklist: a CSV file with a column ``path``, and where wanted ``name``, ``spacing_mm``, ``full_scale``, ``invert``.

Columns are separated by commas, semicolons or tabs, or by what a first line ``sep=;`` says; names of columns may be in
capitals, and numbers may have a decimal comma: as spreadsheets write it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import InputError
from ..reading.given import Given
from ..spreadsheet import separated

WORKLIST_SUFFIX = ".csv"
COLUMNS = ("path", "name", "spacing_mm", "full_scale", "invert")
_INVERT = {"": None, "yes": True, "no": False}


@dataclass(frozen=True)
class Entry:
    """A file to look at, below `root`; name and facts are those of a worklist, which also makes it `listed`."""

    path: Path
    root: Path
    name: str | None = None
    spacing_mm: float | None = None
    full_scale: float | None = None
    invert: bool | None = None
    listed: bool = False


def read_worklist(path: Path) -> list[Entry]:
    """Return the entries of a worklist; relative paths start at its folder.

    Raises
    ------
    InputError
        If the file cannot be read, has no column ``path``, an unknown column, or a value that is impossible.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as stream:
            lines = stream.read().splitlines(keepends=True)
    except UnicodeDecodeError as error:
        raise InputError(f"The worklist {path} is not in UTF-8: save it as CSV UTF-8.") from error
    except OSError as error:
        raise InputError(
            f"The worklist {path} cannot be read ({error.strerror or error}): check its permissions."
        ) from error
    separator, rest = separated(lines)
    try:
        table = csv.DictReader(rest, delimiter=separator)
        table.fieldnames = [name.strip().casefold() for name in table.fieldnames or ()]
        _check_columns(path, table.fieldnames)
        return [_entry(path, table.line_num + len(lines) - len(rest), row) for row in table]
    except csv.Error as error:
        raise InputError(f"The worklist {path} is no CSV ({error}): save it as CSV UTF-8.") from error


def _check_columns(path: Path, columns: list[str]) -> None:
    if "path" not in columns:
        found = ", ".join(repr(name[:40]) for name in columns[: len(COLUMNS)]) or "nothing"
        raise InputError(
            f"The worklist {path} has no column named path (found {found}): its first line must name the columns."
        )
    twice = [name for name in COLUMNS if columns.count(name) > 1]
    if twice:
        raise InputError(f"The worklist {path} has the column {twice[0]} twice: keep one.")
    unknown = [name for name in columns if name not in COLUMNS]
    if unknown:
        raise InputError(f"The worklist {path} has the unknown column {unknown[0]!r}: use {', '.join(COLUMNS)}.")


def _entry(worklist: Path, line: int, row: Mapping[str | None, str | None]) -> Entry:
    values = {name: (row.get(name) or "").strip() for name in COLUMNS}
    if not values["path"] or row.get(None):
        raise InputError(
            f"Line {line} of the worklist {worklist} does not have the columns of its first line: correct it."
        )
    try:
        spacing, full_scale = (
            float(values[name].replace(",", ".")) if values[name] else None for name in ("spacing_mm", "full_scale")
        )
        given = Given.checked(spacing, full_scale, _INVERT[values["invert"].lower()])
    except (ValueError, KeyError) as error:
        raise InputError(
            f"Line {line} of the worklist {worklist} has an invalid value ({error}): correct it; invert is yes or no."
        ) from error
    except InputError as error:
        raise InputError(f"Line {line} of the worklist {worklist}: {error}") from error
    image = worklist.parent / values["path"]
    if image.is_dir():
        raise InputError(f"Line {line} of the worklist {worklist}: {image} is a folder, not an image: list its images.")
    return Entry(image, worklist.parent, values["name"] or None, spacing, given.full_scale, given.invert, listed=True)
