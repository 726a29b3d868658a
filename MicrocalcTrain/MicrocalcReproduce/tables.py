"""A table with the paper's numbers beside ours: as text, CSV, Markdown and JSON."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from MicrocalcCADLib.spreadsheet import harmless
from MicrocalcTrainLib.workflows.evaluation_files import aligned

NOT_MEASURED = "-"
PUBLISHED = "_published"


@dataclass(frozen=True)
class Measure:
    """A column of numbers.

    Parameters
    ----------
    spread
        Key of what stands behind the value after "±", where there is such.
    """

    key: str
    title: str
    form: str = "{:.3f}"
    spread: str | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of its numbers."""
        return (self.key,) if self.spread is None else (self.key, self.spread)

    def text(self, values: Mapping[str, float]) -> str:
        """Return the number with its spread; - where there is none."""
        value, spread = values.get(self.key, math.nan), values.get(self.spread or "", math.nan)
        if math.isnan(value):
            return NOT_MEASURED
        return self.form.format(value) + ("" if math.isnan(spread) else f" ± {self.form.format(spread)}")


@dataclass(frozen=True)
class Row:
    """A line: its labels, what was measured here, and what was published; a number that is missing or NaN is shown as
    -.
    """

    labels: tuple[str, ...]
    ours: Mapping[str, float] = field(default_factory=dict)
    published: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """A table.

    Parameters
    ----------
    key
        Name of its CSV file.
    source
        Where the published numbers stand; empty where there are none.
    labels
        Titles of the first columns.
    notes
        Sentences below the table: what differs from the paper, what could not be measured.
    """

    key: str
    title: str
    labels: tuple[str, ...]
    measures: tuple[Measure, ...]
    rows: tuple[Row, ...]
    source: str = ""
    notes: tuple[str, ...] = ()

    def cells(self) -> list[list[str]]:
        """Return the lines as text, titles first; a measure that the paper has somewhere takes a second
        column for it.
        """
        shown = [(m, any(m.text(row.published) != NOT_MEASURED for row in self.rows)) for m in self.measures]
        titles = [[m.title, *(["paper"] if both else [])] for m, both in shown]
        lines = [[*self.labels, *(t for some in titles for t in some)]]
        for row in self.rows:
            numbers = [[m.text(row.ours), *([m.text(row.published)] if both else [])] for m, both in shown]
            lines.append([*row.labels, *(cell for some in numbers for cell in some)])
        return lines


def as_text(table: Table) -> str:
    """Return the table with aligned columns, its source and notes."""
    return "\n".join([table.title, *aligned(table.cells(), len(table.labels)), *_below(table), ""])


def as_markdown(table: Table) -> str:
    """Return the table as Markdown."""
    first, *others = (f"| {' | '.join(line)} |" for line in table.cells())
    rule = "|" + "---|" * len(table.cells()[0])
    return "\n".join([f"**{table.title}**", "", first, rule, *others, "", *(f"{line}\n" for line in _below(table))])


def as_csv(table: Table) -> str:
    """Return the numbers unrounded, a row a line; columns of the paper end with ``_published``."""
    keys = [key for measure in table.measures for key in measure.keys]
    published = [key for key in keys if any(key in row.published for row in table.rows)]
    stream = io.StringIO()
    out = csv.writer(stream, lineterminator="\n")
    out.writerow([*table.labels, *keys, *(key + PUBLISHED for key in published)])
    for row in table.rows:
        out.writerow(
            [
                *map(harmless, row.labels),
                *(_number(row.ours.get(key)) for key in keys),
                *(_number(row.published.get(key)) for key in published),
            ]
        )
    return stream.getvalue()


def as_json(table: Table) -> dict[str, Any]:
    """Return the table as plain JSON types; null for what is missing."""
    rows = [
        {
            "labels": dict(zip(table.labels, row.labels, strict=True)),
            "ours": _plain(row.ours),
            "published": _plain(row.published),
        }
        for row in table.rows
    ]
    return {"title": table.title, "source": table.source, "rows": rows, "notes": list(table.notes)}


def _below(table: Table) -> Sequence[str]:
    return [*([f"Published: {table.source}."] if table.source else []), *table.notes]


def _number(value: float | None) -> str:
    return "" if value is None or math.isnan(value) else f"{value:.6g}"


def _plain(values: Mapping[str, float]) -> dict[str, float | None]:
    return {key: None if math.isnan(value) else round(float(value), 6) for key, value in values.items()}
