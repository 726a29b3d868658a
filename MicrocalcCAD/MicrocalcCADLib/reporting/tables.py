"""``<stem>.calcifications.csv`` and ``<stem>.clusters.csv``: one row a finding, for spreadsheets and statistics."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from ..analysis import Analysis
from ..files import written_whole
from ..findings import Calcification, Cluster, Findings
from ..mammogram import Mammogram
from ..spreadsheet import harmless_row

RATING_COLUMNS = tuple(f"birads_{key}" for key in ("category", "risk", "nearest_boundary", "neighbour", "abstains", "basis"))
CALCIFICATION_COLUMNS = (*(f.name for f in fields(Calcification) if f.name != "birads"), *RATING_COLUMNS)
CLUSTER_COLUMNS = (*(f.name for f in fields(Cluster) if f.name not in ("bounding_box", "outline", "birads")), *RATING_COLUMNS)
BOX_COLUMNS = ("first_row", "first_column", "last_row", "last_column")


def write(findings: Findings, analysis: Analysis | None, mammogram: Mammogram | None, path: Path) -> None:
    """Write both tables; `path` names that of the calcifications."""
    del analysis, mammogram
    path = Path(path)
    image = path.name.removesuffix(".calcifications.csv")
    _write(path, ("image", *CALCIFICATION_COLUMNS), ({"image": image, **asdict(c), **_rating(c)} for c in findings.calcifications))
    rows = ({"image": image, **asdict(c), **_rating(c), **dict(zip(BOX_COLUMNS, c.bounding_box, strict=True))} for c in findings.clusters)
    _write(path.with_name(f"{image}.clusters.csv"), ("image", *CLUSTER_COLUMNS, *BOX_COLUMNS), rows)


def _rating(found: Calcification | Cluster) -> dict[str, Any]:
    return {f"birads_{key}": value for key, value in (found.birads or {}).items()}


def _write(path: Path, columns: tuple[str, ...], rows: Iterable[dict[str, Any]]) -> None:
    with written_whole(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as stream:
        table = csv.DictWriter(stream, columns, extrasaction="ignore", lineterminator="\n")
        table.writeheader()
        table.writerows(map(harmless_row, rows))
