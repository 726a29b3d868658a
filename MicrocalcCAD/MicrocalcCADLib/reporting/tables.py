"""``<stem>.calcifications.csv``, ``<stem>.clusters.csv`` and ``<stem>.vessels.csv``: one row a finding, for
spreadsheets and statistics.
"""

from __future__ import annotations

from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from ..analysis import Analysis
from ..assessment.odds import ASSESSMENTS
from ..findings import Calcification, Cluster, Findings, Vessel
from ..mammogram import Mammogram
from ..spreadsheet import write_csv

RATING_COLUMNS = tuple(
    f"birads_{key}" for key in ("category", "risk", "nearest_boundary", "neighbour", "abstains", "basis")
)
ODDS_COLUMNS = tuple(
    f"odds_{key}" for key in ("malignant", "low", "high", "n", *(f"birads_{category}" for category in ASSESSMENTS))
)
# Fields that are no single value; some have columns of their own.
TABLES_WITHIN = ("bounding_box", "outline", "birads", "morphologies", "odds")
CALCIFICATION_COLUMNS = (*(f.name for f in fields(Calcification) if f.name not in TABLES_WITHIN), *RATING_COLUMNS)
CLUSTER_COLUMNS = (*(f.name for f in fields(Cluster) if f.name not in TABLES_WITHIN), *ODDS_COLUMNS, *RATING_COLUMNS)
VESSEL_COLUMNS = tuple(f.name for f in fields(Vessel) if f.name != "polyline")
BOX_COLUMNS = ("first_row", "first_column", "last_row", "last_column")


def write(findings: Findings, analysis: Analysis | None, mammogram: Mammogram | None, path: Path) -> None:
    """Write the three tables; `path` names that of the calcifications."""
    del analysis, mammogram
    path = Path(path)
    image = path.name.removesuffix(".calcifications.csv")
    write_csv(
        path,
        ("image", *CALCIFICATION_COLUMNS),
        ({"image": image, **asdict(c), **_rating(c)} for c in findings.calcifications),
    )
    rows = (
        {"image": image, **asdict(c), **_rating(c), **_odds(c), **dict(zip(BOX_COLUMNS, c.bounding_box, strict=True))}
        for c in findings.clusters
    )
    write_csv(path.with_name(f"{image}.clusters.csv"), ("image", *CLUSTER_COLUMNS, *BOX_COLUMNS), rows)
    ends = (
        {"image": image, **asdict(v), **dict(zip(BOX_COLUMNS, (*v.polyline[0], *v.polyline[-1]), strict=True))}
        for v in findings.vessels
    )
    write_csv(path.with_name(f"{image}.vessels.csv"), ("image", *VESSEL_COLUMNS, *BOX_COLUMNS), ends)


def _rating(found: Calcification | Cluster) -> dict[str, Any]:
    return {f"birads_{key}": value for key, value in (found.birads or {}).items()}


def _odds(cluster: Cluster) -> dict[str, Any]:
    odds = cluster.odds or {}
    assessments = {f"odds_birads_{category}": share for category, share in (odds.get("assessments") or {}).items()}
    return {**{f"odds_{key}": value for key, value in odds.items()}, **assessments}
