"""What is in a patch store: patients, images and patches by part and class, as a table and as plain types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.files import json_of, write_text

from .case import MALIGNANT, LeftOut
from .conversion import CLASSES
from .splits import SPLITS
from .store_file import StoreParameters, connected, fact

SUMMARY, FROM_NAMES = "summary.json", "patients_from_names"
COLUMNS = ("patients", "images", "marked", "calcifications", "regions", MALIGNANT, *(f"C{one}" for one in CLASSES))
_IMAGES = """
SELECT split, count(DISTINCT patient), count(*), sum(calcifications + regions > 0), sum(calcifications), sum(regions),
       sum(coalesce(pathology = ?, 0))
FROM images JOIN patients USING (patient) WHERE failure IS NULL GROUP BY split
"""
_PATCHES = """
SELECT split, class, count(*) FROM patches JOIN images ON images.id = patches.image JOIN patients USING (patient)
GROUP BY split, class
"""


@dataclass(frozen=True)
class Summary:
    """Counts of a store.

    Parameters
    ----------
    counts
        By part and then by `COLUMNS`.
    left_out
        Images that could not be used.
    ratings
        Images by BI-RADS category; ``unknown`` for those without.
    patients_from_names
        Patients that are known by the names of their files alone.
    """

    kind: str
    parameters: StoreParameters
    counts: Mapping[str, Mapping[str, int]]
    left_out: tuple[LeftOut, ...]
    ratings: Mapping[str, int]
    patients_from_names: int = 0

    @property
    def empty_classes(self) -> tuple[tuple[str, str], ...]:
        """(part, class) that have no patch in a part that has patients."""
        return tuple(
            (split, f"C{one}")
            for split, row in self.counts.items()
            if row["patients"]
            for one in CLASSES
            if not row[f"C{one}"]
        )


def summary_of(folder: Path) -> Summary:
    """Return what a store holds; raises `InputError` if there is none."""
    with connected(folder) as connection:
        counts = {split: dict.fromkeys(COLUMNS, 0) for split in SPLITS}
        for split, *numbers in connection.execute(_IMAGES, (MALIGNANT,)):
            counts[split].update(zip(COLUMNS, (int(n or 0) for n in numbers), strict=False))
        for split, one, number in connection.execute(_PATCHES):
            counts[split][f"C{one}"] = number
        failed = connection.execute(
            "SELECT name, failure FROM images WHERE failure IS NOT NULL ORDER BY name"
        ).fetchall()
        left_out = _left_out(folder, fact(connection, "left_out"))
        ratings = connection.execute(
            "SELECT coalesce(birads, 'unknown'), count(*) FROM images WHERE failure IS NULL GROUP BY 1 ORDER BY 1"
        ).fetchall()
        parameters = StoreParameters.from_text(fact(connection, "parameters") or "")
        return Summary(
            fact(connection, "kind") or "",
            parameters,
            counts,
            (*left_out, *(LeftOut(*one) for one in failed)),
            dict(ratings),
            int(fact(connection, FROM_NAMES) or 0),
        )


def _left_out(folder: Path, text: str | None) -> tuple[LeftOut, ...]:
    try:
        return tuple(LeftOut(str(name), str(reason)) for name, reason in json_of(text or "[]"))
    except (ValueError, TypeError) as error:
        raise InputError(
            f"What {folder} says of images that were left out is damaged ({error}): import the set again."
        ) from error


def as_table(summary: Summary) -> str:
    """Return the counts as text in columns, with BI-RADS and empty classes below; above, where a thousand of them hide
    nothing, the images that were left out.
    """
    rows = [("", *COLUMNS), *((split, *(f"{row[c]:,}" for c in COLUMNS)) for split, row in summary.counts.items())]
    totals = ("all", *(f"{sum(row[c] for row in summary.counts.values()):,}" for c in COLUMNS))
    widths = [max(len(row[i]) for row in (*rows, totals)) for i in range(len(rows[0]))]
    lines = [f"Left out: {one.name}: {one.reason}" for one in summary.left_out]
    lines += [
        "  ".join(
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in (*rows, totals)
    ]
    if set(summary.ratings) - {"unknown"}:
        lines.append(
            "images by BI-RADS: " + ", ".join(f"{rating} {count}" for rating, count in summary.ratings.items())
        )
    if summary.patients_from_names:
        lines.append(
            f"patients from file names: {summary.patients_from_names} (if that is wrong, name them in the column"
            " patient of images.csv)"
        )
    lines += [f"The part {split} has no patch of class {one}." for split, one in summary.empty_classes]
    if summary.left_out:
        lines.append(f"left out: {len(summary.left_out):,} images, named above")
    return "\n".join(lines)


def write_summary(folder: Path, summary: Summary) -> Path:
    """Write the summary as JSON beside the store and return its path."""
    content = {
        "kind": summary.kind,
        "counts": summary.counts,
        "birads": summary.ratings,
        FROM_NAMES: summary.patients_from_names,
    }
    content["left_out"] = [{"name": one.name, "reason": one.reason} for one in summary.left_out]
    write_text(folder / SUMMARY, json.dumps(content, indent=1))
    return folder / SUMMARY
