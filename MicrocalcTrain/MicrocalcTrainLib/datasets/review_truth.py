"""What a reader's decisions about findings say of an image: calcifications, tissue that was rejected, and what is
undecided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.edits import Edits, edited_analysis
from MicrocalcCADLib.findings import Calcification, Findings
from MicrocalcCADLib.listed import SINGLE, members
from MicrocalcCADLib.sentence import sizes_mm

from .named_kinds import named_areas, named_groups
from .truth import Truth

HOLDS = ("accepted", "edited", "added")
REJECTED, REMOVED = "rejected", "removed"
UNDECIDED = "undecided"


def truth_of_review(
    analysis: Analysis, findings: Findings, states: Mapping[int, str], edits: Edits | None = None
) -> tuple[Truth, dict[str, int]]:
    """Return the truth of a reviewed image, and how many marks were in each state.

    Calcifications of accepted, edited and added findings hold, as do single ones that were drawn or redrawn; those of
    rejected findings, and single ones that were removed, are tissue that was taken for calcifications; whatever else is
    reported or listed as typically benign is doubtful, as nobody has decided it or could.

    Parameters
    ----------
    analysis
        Of the detector, without the edits.
    findings
        At the operating point of the review, with the edits.
    states
        State of each listed finding by its key, see `MicrocalcCADLib.listed.members`.
    """
    edits = edits if edits is not None else Edits()
    shape = (analysis.image.rows, analysis.image.columns)
    truth = Truth.nothing(shape)
    corrected = edited_analysis(analysis, edits)
    candidates, shown = corrected.candidates, {i for ids in members(findings).values() for i in ids}
    drawn = set(edits.identifiers[edits.by_hand].tolist())
    for calcification in findings.calcifications:
        state = _state(calcification, states, drawn)
        if not calcification.reported and calcification.id not in shown and state not in (*HOLDS, REJECTED):
            continue
        pixels = candidates.object_pixels(calcification.id)
        if state in HOLDS:
            truth.labels.flat[pixels] = calcification.id
        else:
            (truth.rejected if state == REJECTED else truth.doubtful).flat[pixels] = True
    removed = _removed(candidates.column("score"), drawn, len(analysis.candidates))
    for identifier in removed:
        truth.rejected.flat[analysis.candidates.object_pixels(identifier)] = True
    # what was redrawn may lie where another mark was
    truth.rejected[truth.labels > 0] = False
    truth.doubtful[(truth.labels > 0) | truth.rejected] = False
    groups = {c.id for c in findings.clusters if c.reported}
    marks = Counter(
        state if state in (*HOLDS, REJECTED) else UNDECIDED
        for key, state in states.items()
        if key in groups or state in (*HOLDS, REJECTED)
    )
    marks.update({REMOVED: len(removed)} if removed else {})
    kinds = named_areas(corrected, findings, named_groups(findings, states, HOLDS))
    if kinds is not None:
        kinds[truth.rejected] = 0
    return Truth(_numbered(truth.labels), truth.regions, truth.doubtful, truth.rejected, kinds=kinds), dict(marks)


def kinds_of_review(findings: Findings, states: Mapping[int, str]) -> list[dict[str, Any]]:
    """Return the kinds that a reader has named, of findings that hold, as entries of a list of kinds (see
    `listed_kinds`).

    Parameters
    ----------
    findings
        With the reader's words; `states` as in `truth_of_review`.
    """
    ids = members(findings)
    known = {c.id: c for c in findings.calcifications}
    return [
        {
            "row": round(one.row, 2),
            "column": round(one.column, 2),
            "radius_mm": round(max(sizes_mm([known[i] for i in sorted(ids[one.id])], findings.image) or (0.0,)) / 2, 3),
            "kind": one.morphology,
            "distribution": SINGLE if one.kind == SINGLE else one.distribution,
            "calcifications": one.count,
        }
        for one in named_groups(findings, states, HOLDS)
    ]


def _state(one: Calcification, states: Mapping[int, str], drawn: Collection[int]) -> str | None:
    key = one.cluster if one.cluster is not None and one.cluster in states else -one.id
    state = states.get(key)
    return "edited" if state not in (*HOLDS, REJECTED) and key < 0 and one.id in drawn else state


def _removed(scores: np.ndarray, drawn: Collection[int], detected: int) -> list[int]:
    return [identifier for identifier in sorted(drawn) if identifier <= detected and scores[identifier - 1] < 0]


def _numbered(labels: np.ndarray) -> np.ndarray:
    present, numbers = np.unique(labels, return_inverse=True)
    return (numbers if present[0] == 0 else numbers + 1).reshape(labels.shape).astype(np.uint32)
