"""What a reader's decisions about findings say of an image: calcifications, tissue that was rejected, and what is undecided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

import numpy as np
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.edits import Edits, edited_analysis
from MicrocalcCADLib.findings import Findings

from .truth import Truth

HOLDS = frozenset({"accepted", "edited", "added"})
REJECTED, REMOVED = "rejected", "removed"
UNDECIDED = "undecided"


def truth_of_review(analysis: Analysis, findings: Findings, states: Mapping[int, str], edits: Edits | None = None) -> tuple[Truth, dict[str, int]]:
    """Return the truth of a reviewed image, and how many marks were in each state.

    Calcifications of accepted, edited and added clusters hold, as do single ones that were drawn or redrawn; those of rejected
    clusters, and single ones that were removed, are tissue that was taken for calcifications; whatever else is reported is
    doubtful, as nobody has decided it.

    Parameters
    ----------
    analysis
        Of the detector, without the edits.
    findings
        At the operating point of the review, with the edits.
    states
        State of each reported cluster by its id.
    """
    edits = edits if edits is not None else Edits()
    shape = (analysis.image.rows, analysis.image.columns)
    truth = Truth(np.zeros(shape, np.uint32), *(np.zeros(shape, bool) for _ in range(3)))
    candidates = edited_analysis(analysis, edits).candidates
    drawn = set(edits.identifiers[edits.by_hand].tolist())
    for calcification in (c for c in findings.calcifications if c.reported):
        state = states.get(calcification.cluster) if calcification.cluster is not None else ("edited" if calcification.id in drawn else None)
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
    marks = Counter(state if state in (*HOLDS, REJECTED) else UNDECIDED for state in states.values())
    marks.update({REMOVED: len(removed)} if removed else {})
    return Truth(_numbered(truth.labels), truth.regions, truth.doubtful, truth.rejected), dict(marks)


def _removed(scores: np.ndarray, drawn: Collection[int], detected: int) -> list[int]:
    return [identifier for identifier in sorted(drawn) if identifier <= detected and scores[identifier - 1] < 0]


def _numbered(labels: np.ndarray) -> np.ndarray:
    present, numbers = np.unique(labels, return_inverse=True)
    return (numbers if present[0] == 0 else numbers + 1).reshape(labels.shape).astype(np.uint32)
