"""Cells of CSV tables that a spreadsheet shows as they are, and does not compute."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(value: Any) -> Any:
    """Return a cell's value; a text, such as the name of somebody's file, begins no formula and no new line. Numbers stay numbers."""
    if not isinstance(value, str):
        return value
    text = " ".join(value.split())
    return f"'{text}" if text.startswith(_FORMULA) else text


def harmless_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with `harmless` cells."""
    return {name: harmless(value) for name, value in row.items()}
