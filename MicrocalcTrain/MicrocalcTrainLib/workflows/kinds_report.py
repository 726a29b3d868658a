"""The table of kinds: as text, CSV and JSON, every thing of the list by itself, and the confusion of kinds
as a figure.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from MicrocalcCADLib import RESEARCH_ONLY
from MicrocalcCADLib.files import write_text

from ..datasets.listed_kinds import CERTAINTIES
from ..metrics.kinds import Judged
from .evaluation_files import aligned, write_csv, write_document
from .kinds_evaluation import CERTAIN, NAMES, Figure, KindsEvaluation, SetRow, confusion, figures, length_error

SETS_HEAD = (
    "set",
    "images",
    "groups",
    "on suspicious",
    "on benign",
    "on none",
    "not listed",
    "single on none",
    "groups/image",
    "on none/image",
)
SETS_TITLES = (
    (
        "Reported to be looked at, by set, and on which listed things (aim for on none an image, groups and single"
        " marks: <= 0.1)"
    ),
    "The same, in images in which nothing suspicious is listed (aim for groups an image: <= 0.1)",
)
MOST_NAMED = 5


def write_kinds_report(folder: Path, evaluation: KindsEvaluation, facts: Mapping[str, Any]) -> str:
    """Write ``kinds.txt``, ``.csv``, ``.json``, ``kinds_things.csv``, ``kinds_confusion.csv`` and ``.png``; return the
    text.
    """
    from ..metrics.figures import confusion_figure, save_figure

    text = as_text(evaluation)
    rows, counts = confusion(evaluation)
    write_text(folder / "kinds.txt", text)
    write_document(folder / "kinds.json", as_document(evaluation, facts))
    write_csv(
        folder / "kinds.csv",
        [_figure_row(name, one) for name, chosen in _choices() for one in figures(evaluation, chosen)],
    )
    write_csv(folder / "kinds_things.csv", [_thing_row(one) for one in evaluation.judged])
    write_csv(
        folder / "kinds_confusion.csv",
        [
            {"listed as": row, **dict(zip(NAMES, line, strict=True))}
            for row, line in zip(rows, counts.tolist(), strict=True)
        ],
    )
    if len(rows):
        save_figure(confusion_figure(counts, rows, NAMES), folder / "kinds_confusion.png")
    return text


def as_text(evaluation: KindsEvaluation) -> str:
    """Return the tables as text."""
    lines = []
    for title, chosen in _choices():
        error, n = length_error(evaluation, chosen)
        lines += [
            f"{title}:",
            *_aligned([("", "k of n", "share", "aim", "")] + [_cells(one) for one in figures(evaluation, chosen)]),
        ]
        lines += [f"  median error of the vessels' length: {_number(error)} (n = {n}), aim <= 0.20", ""]
    unread = sum(thing is None for thing in evaluation.singles)
    lines += [
        f"Single marks of 0.6 and more on nothing that is listed, not counted: {unread} of {len(evaluation.singles)}.",
        "",
    ]
    for title, rows in zip(SETS_TITLES, (evaluation.sets, evaluation.normal_sets), strict=True):
        lines += [f"{title}:", *_aligned([SETS_HEAD, *map(_set_cells, rows)]), ""]
    listed, counts = confusion(evaluation)
    lines += ["Kinds of the list (sure and likely), and what they are called:"]
    lines += [
        f"  {row}: " + ", ".join(f"{NAMES[k]} {line[k]}" for k in np.argsort(-line, kind="stable") if line[k])
        for row, line in zip(listed, counts, strict=True)
    ]
    lines += [
        "",
        (
            f"Marks of {evaluation.found_at:g} and more count. Listed images without findings, not counted:"
            f" {_some(evaluation.missing)}."
        ),
    ]
    if evaluation.without_kinds:
        count = len(evaluation.without_kinds)
        lines.append(
            f"Findings that know no kinds, all judged as not determined: {count}. Detect again in these images for"
            " their kinds."
        )
    lines += (
        [f"Findings of images that belong to no set of the list: {len(evaluation.others)}."]
        if evaluation.others
        else []
    )
    return "\n".join([*lines, RESEARCH_ONLY]) + "\n"


def as_document(evaluation: KindsEvaluation, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return everything as plain types."""
    rows, counts = confusion(evaluation)
    errors = {
        name: dict(zip(("median", "n"), length_error(evaluation, chosen), strict=True)) for name, chosen in _choices()
    }
    return {
        **facts,
        "found_at": evaluation.found_at,
        "figures": [_figure_row(name, one) for name, chosen in _choices() for one in figures(evaluation, chosen)],
        "vessel_length_error": errors,
        "sets": [_set_row(row) for row in evaluation.sets],
        "sets_without_suspicious": [_set_row(row) for row in evaluation.normal_sets],
        "confusion": {"listed": rows, "called": NAMES, "counts": counts.tolist()},
        "things": [_thing_row(one) for one in evaluation.judged],
        "images_without_findings": [f"{name}/{image}" for name, image in evaluation.missing],
        "findings_of_other_images": evaluation.others,
        "findings_without_kinds": [f"{name}/{image}" for name, image in evaluation.without_kinds],
    }


def _choices() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (" and ".join(CERTAIN), CERTAIN), ("all", CERTAINTIES)


def _figure_row(things: str, one: Figure) -> dict[str, Any]:
    met = {None: "", True: "yes", False: "no"}[one.met]
    return {
        "things": things,
        "figure": one.name,
        "k": one.k,
        "n": one.n,
        "share": round(one.share, 6),
        "aim": one.aim,
        "met": met,
    }


def _cells(one: Figure) -> tuple[str, ...]:
    met = {None: "", True: "met", False: "not met"}[one.met]
    return one.name, f"{one.k:g} of {one.n:g}", _number(one.share), one.aim, met


def _set_row(row: SetRow) -> dict[str, Any]:
    return {
        **vars(row),
        "groups_per_image": round(row.groups / row.images, 6),
        "false_per_image": round(row.false_per_image, 6),
    }


def _set_cells(row: SetRow) -> tuple[str, ...]:
    return *(str(value) for value in vars(row).values()), f"{row.groups / row.images:.2f}", f"{row.false_per_image:.2f}"


def _thing_row(one: Judged) -> dict[str, Any]:
    thing = one.thing
    return {
        "entry": thing.number,
        "set": thing.set,
        "image": thing.image,
        "row": thing.place[0],
        "column": thing.place[1],
        "radius_mm": thing.radius_mm,
        "kind": thing.kind,
        "certainty": thing.certainty,
        "found": one.found,
        "marks": one.marks,
        "as_one": one.as_one,
        "named": "vascular" if one.called_vascular else one.named,
        "named_benign": one.named_benign,
        "reported_group": one.reported_group,
        "reported_single": one.reported_single,
        "length_mm": thing.length_mm,
        "covered_mm": round(one.covered_mm, 2),
        "traced_mm": round(one.traced_mm, 2),
    }


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    return [f"  {line}" for line in aligned(rows)]


def _some(images: Sequence[tuple[str, str]]) -> str:
    names = [f"{name}/{image}" for name, image in images[:MOST_NAMED]]
    more = [f"and {len(images) - MOST_NAMED} more"] if len(images) > MOST_NAMED else []
    return f"{len(images)}" + (f" ({', '.join(names + more)})" if names else "")


def _number(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.3f}"
