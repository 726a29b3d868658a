"""``images.csv`` and ``images.parquet``: one row an image, whatever became of it; and what `page` draws from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from ..files import written_whole
from ..kinds.arterial import ArterialCalcification
from ..reporting import FILE_NAME, FOLDER, INSTANCE, STUDY
from ..spreadsheet import write_csv
from .items import DONE, FAILED, LeftOut, Outcome

TABLE, PARQUET = "images.csv", "images.parquet"
ROWS_AT_ONCE = 50_000
COLUMNS = ("name", "status", "clusters", "calcifications", "top_score", "top_suspicion", "seconds", "sha256")
BENIGN, GROUPS_OF_FEW = "typically_benign", "groups_of_few"
VESSEL_FACTS = ("vessels", "vessels_mm", "vessels_calcified_mm", "vessels_mm2")
COUNTS = (GROUPS_OF_FEW, BENIGN, *VESSEL_FACTS)
FACTS = ("rows", "columns", "spacing_mm", "laterality", "view", "model", "threshold", *COUNTS)
IDENTIFYING_FACTS = ("path", "sop_instance_uid")
# What the files of a whole run hold with identifiers; without, the names of the results alone.
_OF_NAMES, _OF_FACTS = (FILE_NAME, STUDY), (FOLDER, FILE_NAME, INSTANCE, STUDY)
IDENTIFIERS = {TABLE: _OF_FACTS, PARQUET: _OF_FACTS, "journal.jsonl": _OF_FACTS, "summary.html": _OF_NAMES}


@dataclass(frozen=True, eq=False)
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
    write_csv(path, _columns(identifiers), _rows(summary))


def parquet_missing() -> str:
    """Return why no Parquet table is written, in a sentence; empty where it is."""
    missing = find_spec("pyarrow") is None
    return (
        f"{PARQUET} is not written as pyarrow is not installed: pip install pyarrow, if you need it." if missing else ""
    )


def write_parquet(summary: Summary, path: Path, identifiers: bool = False) -> None:
    """Write the same rows with typed columns and texts as they are, null for what is not known; nothing without
    pyarrow.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    if parquet_missing():
        return
    import pyarrow
    from pyarrow import parquet

    types = {
        "clusters": pyarrow.int64(),
        "calcifications": pyarrow.int64(),
        "rows": pyarrow.int64(),
        "columns": pyarrow.int64(),
        GROUPS_OF_FEW: pyarrow.int64(),
        BENIGN: pyarrow.int64(),
        "vessels": pyarrow.int64(),
    }
    types |= dict.fromkeys(
        ("top_score", "top_suspicion", "seconds", "spacing_mm", "threshold", *VESSEL_FACTS[1:]), pyarrow.float64()
    )
    schema = pyarrow.schema([(name, types.get(name, pyarrow.string())) for name in _columns(identifiers)])
    rows = ({name: _storable(row.get(name)) for name in schema.names} for row in _rows(summary))
    with written_whole(path) as temporary, parquet.ParquetWriter(str(temporary), schema) as writer:
        while some := list(islice(rows, ROWS_AT_ONCE)):
            writer.write_table(pyarrow.Table.from_pylist(some, schema))


def few_of(outcome: Outcome) -> int:
    """Return how many groups of few an image has; those of a run before they were counted were counted as clusters."""
    few = outcome.facts.get(GROUPS_OF_FEW)
    return few if isinstance(few, int) else 0


def vessels_of(outcome: Outcome) -> ArterialCalcification:
    """Return the sums that an image's facts state; those of a run before there were any, or of other types, count for
    nothing.
    """
    values: list[Any] = [outcome.facts.get(name) for name in VESSEL_FACTS]
    return (
        ArterialCalcification(*values)
        if all(type(value) in (int, float) for value in values)
        else ArterialCalcification()
    )


def _columns(identifiers: bool) -> tuple[str, ...]:
    return (*COLUMNS, *FACTS, *(IDENTIFYING_FACTS if identifiers else ()), "reason")


def _rows(summary: Summary) -> Iterable[dict[str, Any]]:
    for outcome in summary.outcomes:
        yield {**outcome.facts, **{name: getattr(outcome, name) for name in (*COLUMNS, "reason")}}
    for one in summary.left_out:
        yield {"name": one.name, "status": "left out", "reason": one.reason}


def _storable(value: Any) -> Any:
    """Return a text that is UTF-8: names of files may hold bytes that are none."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
