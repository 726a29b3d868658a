"""``images.csv``: one row an image, whatever became of it; and what `page` draws from."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..files import written_whole
from .items import DONE, FAILED, LeftOut, Outcome

TABLE = "images.csv"
COLUMNS = ("name", "status", "clusters", "calcifications", "top_score", "seconds", "sha256")
FACTS = ("rows", "columns", "spacing_mm", "laterality", "view", "model", "threshold")
IDENTIFYING_FACTS = ("path", "sop_instance_uid")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Summary:
    """What a run, with the runs that it went on from, has come to."""

    outcomes: Sequence[Outcome]
    left_out: Sequence[LeftOut] = ()
    waiting: int = 0
    seconds: float = 0.0
    workers: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def done(self) -> list[Outcome]:
        """The images that have results."""
        return [outcome for outcome in self.outcomes if outcome.status == DONE]

    @property
    def failed(self) -> list[Outcome]:
        """The images that have none, with the reason."""
        return [outcome for outcome in self.outcomes if outcome.status == FAILED]


def write_table(summary: Summary, path: Path, identifiers: bool = False) -> None:
    """Write one row an image and a file left out, in the order of their names; raises `OutputError`."""
    columns = (*COLUMNS, *FACTS, *(IDENTIFYING_FACTS if identifiers else ()), "reason")
    with written_whole(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as stream:
        table = csv.DictWriter(stream, columns, restval="", extrasaction="ignore", lineterminator="\n")
        table.writeheader()
        table.writerows(_rows(summary))


def _rows(summary: Summary) -> Iterable[dict[str, Any]]:
    for outcome in summary.outcomes:
        row = {**outcome.facts, **{name: getattr(outcome, name) for name in (*COLUMNS, "reason")}}
        yield {name: _harmless(value) for name, value in row.items()}
    for one in summary.left_out:
        yield {"name": _harmless(one.name), "status": "left out", "reason": _harmless(one.reason)}


def _harmless(value: Any) -> Any:
    """Return a text that a spreadsheet does not take for a formula."""
    if not isinstance(value, str):
        return value
    value = " ".join(value.split())
    return f"'{value}" if value.startswith(_FORMULA) else value
