"""CSV tables as spreadsheets write them, and cells that a spreadsheet shows as they are and does not compute."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from .files import written_whole

SEPARATORS = ",;\t"  # programs in languages with a decimal comma write semicolons
_SEPARATOR_LINE = re.compile(
    r'"?sep=(?P<separator>[,;\t|])"?', re.IGNORECASE
)  # what Excel reads before the names of the columns
_BREAKS = re.compile(r"[^\S \u00a0]+")  # what begins a new line or cell: all white space but spaces
_FORMULA = re.compile(r"'*[ \u00a0]*[=+\-@]")


def separated(lines: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Return the separator of a table's columns, and its lines without a first one that says it (``sep=;``)."""
    said = _SEPARATOR_LINE.fullmatch(lines[0].rstrip("\r\n")) if lines else None
    if said:
        return said["separator"], lines[1:]
    return max(SEPARATORS, key=(lines or [""])[0].count), lines


def harmless(value: Any) -> Any:
    """Return a cell's value; a text, such as the name of somebody's file, begins no formula and no new line. Numbers
    stay numbers. `as_named` takes it back.
    """
    if not isinstance(value, str):
        return value
    text = _BREAKS.sub(" ", value)
    return f"'{text}" if _FORMULA.match(text) else text


def as_named(text: str) -> str:
    """Return the text that `harmless` made a cell of, line breaks aside."""
    return text.removeprefix("'") if _FORMULA.match(text) else text


def harmless_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with `harmless` cells."""
    return {name: harmless(value) for name, value in row.items()}


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows with `harmless` cells, whole or not at all; what is of no column is left out.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    with (
        written_whole(path) as temporary,
        temporary.open("w", newline="", encoding="utf-8", errors="backslashreplace") as stream,
    ):
        table = csv.DictWriter(stream, columns, extrasaction="ignore", lineterminator="\n")
        table.writeheader()
        table.writerows(map(harmless_row, rows))
