"""Tables of the sets: CSV as spreadsheets of any language write it, and Excel's old format."""

from __future__ import annotations

import codecs
import csv
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.spreadsheet import separated

_NUMBER = re.compile(r"([+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?)Y?")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UNKNOWN = ("", "n/a", "na", "nan", "none", "removed", "unknown", "-")


@dataclass(frozen=True)
class Row:
    """One row by column names in lower case; cells without surrounding space, line ends or quotes."""

    cells: Mapping[str, str]

    def get(self, column: str) -> str | None:
        """Return a cell, None where it is empty or says that it is unknown."""
        value = self.cells.get(column, "").strip()
        return None if value.casefold() in _UNKNOWN else value

    def number(self, column: str) -> float | None:
        """Return a cell as a number, ``057Y`` as 57 and a decimal comma as a point; None where it is none."""
        found = _NUMBER.fullmatch(self.get(column) or "")
        value = float(found[1].replace(",", ".")) if found else math.nan
        return value if math.isfinite(value) else None

    def stated_number(self, column: str, table: str) -> float | None:
        """Return a cell as a number, None where it is empty or unknown; raises `InputError` for anything else."""
        value, text = self.number(column), self.get(column)
        if text is not None and value is None:
            raise InputError(f"{table} has {text[:40]!r} as {column}: write a number.")
        return value


def read_table(path: Path, needed: Iterable[str] = ()) -> tuple[Row, ...]:
    """Return the rows of a CSV or XLS file.

    Raises
    ------
    InputError
        If the file cannot be read or lacks a needed column.
    """
    lines = _sheet(path) if path.suffix.casefold() == ".xls" else _separated(path)
    header = [_cell(cell).casefold() for cell in lines[0]] if lines else []
    missing = [column for column in needed if column not in header]
    if missing or not header:
        raise InputError(
            f"{path.name} has no column {missing[0] if missing else 'at all'}: it needs"
            f" {', '.join(needed) or 'a header'}."
        )
    return tuple(
        Row(dict(zip(header, map(_cell, line), strict=False)))
        for line in lines[1:]
        if any(_cell(cell) for cell in line)
    )


def rating(text: str | None) -> str | None:
    """Return a BI-RADS category or density in one spelling, such as ``4A``; None for anything else, and
    for density 0.
    """
    found = re.fullmatch(r"(?:BI-?RADS)?\s*([0-6])\s*([abcABC]?)", text or "", re.IGNORECASE)
    return f"{found[1]}{found[2].upper()}" if found else None


def _separated(path: Path) -> list[list[str]]:
    try:
        separator, lines = separated(_text(path.read_bytes()).splitlines(keepends=True))
        return list(csv.reader(lines, delimiter=separator))
    except (OSError, csv.Error) as error:
        raise InputError(f"{path.name} cannot be read as a table ({error}): save it as CSV again.") from error


def _text(content: bytes) -> str:
    """Return text in UTF-8, in UTF-16 where it begins so, else in the eight bits of Windows, as older spreadsheets
    write it.
    """
    if content.startswith(_UTF_16):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _sheet(path: Path) -> list[list[object]]:
    try:
        import xlrd
    except ImportError as error:
        raise InputError(
            f"Reading {path.name} needs the Python package xlrd: install it, or save the table as {path.stem}.csv."
        ) from error
    try:
        sheet = xlrd.open_workbook(path).sheet_by_index(0)
        return [sheet.row_values(row) for row in range(sheet.nrows)]
    except Exception as error:  # xlrd lets through whatever damaged content leads to
        raise InputError(
            f"{path.name} cannot be read as an Excel table ({error}): copy it again, or save it as {path.stem}.csv."
        ) from error


def _cell(cell: object) -> str:
    # Excel holds whole numbers as floating point
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip().strip('"').strip()
