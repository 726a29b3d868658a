"""A worklist: a CSV file with a column ``path``, and where wanted ``name``, ``spacing_mm``, ``full_scale``, ``invert``.

Columns are separated by commas, semicolons or tabs, numbers may have a decimal comma: as spreadsheets write it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import InputError
from ..reading.given import Given

WORKLIST_SUFFIX = ".csv"
SEPARATORS = ",;\t"  # programs in languages with a decimal comma write semicolons
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
            first = stream.readline()
            stream.seek(0)
            table = csv.DictReader(stream, delimiter=max(SEPARATORS, key=first.count))
            _check_columns(path, table.fieldnames or [])
            return [_entry(path, table.line_num, row) for row in table]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"The worklist {path} cannot be read ({error}): save it as CSV in UTF-8.") from error


def _check_columns(path: Path, columns: list[str]) -> None:
    if "path" not in columns:
        raise InputError(f"The worklist {path} has no column named path: its first line must name the columns.")
    unknown = [name for name in columns if name not in COLUMNS]
    if unknown:
        raise InputError(f"The worklist {path} has the unknown column {unknown[0]!r}: use {', '.join(COLUMNS)}.")


def _entry(worklist: Path, line: int, row: Mapping[str | None, str | None]) -> Entry:
    values = {name: (row.get(name) or "").strip() for name in COLUMNS}
    if not values["path"] or row.get(None):
        raise InputError(f"Line {line} of the worklist {worklist} does not have the columns of its first line: correct it.")
    try:
        spacing, full_scale = (float(values[name].replace(",", ".")) if values[name] else None for name in ("spacing_mm", "full_scale"))
        given = Given.checked(spacing, full_scale, _INVERT[values["invert"].lower()])
    except (ValueError, KeyError) as error:
        raise InputError(f"Line {line} of the worklist {worklist} has an invalid value ({error}): correct it; invert is yes or no.") from error
    except InputError as error:
        raise InputError(f"Line {line} of the worklist {worklist}: {error}") from error
    return Entry(worklist.parent / values["path"], worklist.parent, values["name"] or None, spacing, given.full_scale, given.invert, listed=True)
