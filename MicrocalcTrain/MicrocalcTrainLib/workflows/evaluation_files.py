"""Files of an evaluation: text, CSV without formulas, and JSON without NaN, each whole or not at all."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from MicrocalcCADLib import spreadsheet
from MicrocalcCADLib.files import write_json


def without_nan(value: Any) -> Any:
    """Return a value of plain types with null, which JSON has, in place of NaN and infinity."""
    if isinstance(value, Mapping):
        return {key: without_nan(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [without_nan(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def aligned(rows: Sequence[Sequence[str]], labels: int = 1) -> list[str]:
    """Return rows as lines of text in columns; the first `labels` columns stand on the left."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            c.ljust(w) if k < labels else c.rjust(w) for k, (c, w) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def write_document(path: Path, content: Any) -> None:
    """Write plain types as JSON, null in place of NaN and infinity."""
    write_json(path, without_nan(content))


def write_csv(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows of the same columns; a number that is none is an empty cell, and without rows there is one column
    ``nothing``.
    """
    known = [{key: "" if isinstance(v, float) and math.isnan(v) else v for key, v in row.items()} for row in rows]
    spreadsheet.write_csv(path, list(rows[0]) if rows else ["nothing"], known)
