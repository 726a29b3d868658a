"""From an analysis to findings at an operating point: threshold, group, measure. Cheap enough for a slider."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .analysis import CERTAINTY, MEASURES, Analysis, Candidates
from .clusters import ClusterParameters, GroupMemory, group
from .findings import NOT_DETERMINED, SUSPICION, Calcification, Findings, Patch
from .operating_point import DEFAULT, operating_point

SCORE = MEASURES.index("score")
FACTS = (
    *MEASURES,
    "id",
    "cluster",
    "reported",
    "suspicion",
    "morphology",
    "morphologies",
    "not_calcification",
    "left_out",
)


def decide(
    analysis: Analysis,
    choice: str | float = DEFAULT,
    clusters: ClusterParameters | None = None,
    memory: GroupMemory | None = None,
    by: str = SUSPICION,
    listed_only: bool = False,
) -> Findings:
    """Return the findings of an analysis at an operating point.

    Parameters
    ----------
    analysis
        What `Detector.analyse` returned, or `edits.edited_analysis` of it; candidates that a reader removed are left
        out.
    choice
        Name of an operating point, or a threshold in [0, 1].
    clusters
        How calcifications are grouped; the defaults are the radiological definition.
    memory
        Groups of earlier calls, which makes a call after a small edit cheaper.
    by
        What the threshold acts on: ``suspicion``, or ``score``, for which kinds do not count. Without kinds both are
        the same.
    listed_only
        Describe only groups that a list can show, see `clusters.group`: a slider's marks need no more.

    Raises
    ------
    InputError
        If the choice is unknown or outside [0, 1], or `by` is neither.
    """
    point = operating_point(choice, analysis.operating_points, by)
    candidates = analysis.candidates
    suspicion = candidates.suspicion
    groups, membership = group(
        candidates, analysis.image, point.threshold, clusters or ClusterParameters(), memory, point.by, listed_only
    )
    reported = (suspicion if point.by == SUSPICION else candidates.column("score")) >= point.threshold
    if candidates.naming is not None and point.by == SUSPICION:
        reported &= candidates.naming.none < CERTAINTY
        # a group that fainter ones make is no company: what is reported must not depend on them
        alone = (membership == 0) | np.isin(membership, membership[~reported])
        reported &= ~(candidates.naming.surely_benign | (alone & candidates.naming.typically_benign))
    calcifications = _calcifications(candidates, membership.tolist(), reported.tolist())
    patches = tuple(
        Patch(r, c, int(size), score, score >= point.threshold) for r, c, size, score in candidates.patches.tolist()
    )
    return Findings(
        source=analysis.source,
        image=analysis.image,
        method=analysis.method,
        model=analysis.model,
        operating_point=point,
        calcifications=calcifications,
        clusters=groups,
        vessels=analysis.vessels,
        patches=patches,
        timings_s=analysis.timings_s,
        versions=analysis.versions,
        notices=analysis.notices,
    )


# What the last candidates are at every operating point, and their last records: a slider asks for the same ones at each
# move.
_last: list[tuple[Candidates, list[dict[str, Any] | None], list[Calcification | None]]] = []


def _calcifications(
    candidates: Candidates, membership: Sequence[int], reported: Sequence[bool]
) -> tuple[Calcification, ...]:
    """Return the records of all candidates that no reader removed; one that is as it was the last time is the same
    object.
    """
    kept = _last[0] if _last else None
    if kept is None or kept[0] is not candidates:
        kept = (candidates, _facts(candidates), [None] * len(candidates))
    records = [
        (
            known
            if known is not None and (known.cluster, known.reported) == (cluster or None, passes)
            else _calcification(own, cluster or None, passes)
        )
        for own, known, cluster, passes in zip(*kept[1:], membership, reported, strict=True)
    ]
    _last[:] = [(*kept[:2], records)]
    return tuple(record for record in records if record is not None)


def _facts(candidates: Candidates) -> list[dict[str, Any] | None]:
    """Return the fields of each candidate's record that do not depend on the operating point; None for those that a
    reader removed.
    """
    rows = zip(candidates.measures.tolist(), candidates.suspicion.tolist(), _kinds(candidates), strict=True)
    return [
        (
            dict(zip(FACTS, (*measures, identifier, None, False, suspicious, *kind), strict=True))
            if measures[SCORE] >= 0
            else None
        )
        for identifier, (measures, suspicious, kind) in enumerate(rows, start=1)
    ]


def _kinds(candidates: Candidates) -> Sequence[tuple[str, dict[str, float], float, str]]:
    """Return each candidate's word, what it may be, the probability that it is none, and why it was left out."""
    naming = candidates.naming
    return [(NOT_DETERMINED, {}, 0.0, "") for _ in range(len(candidates))] if naming is None else naming.of_each


def _calcification(facts: dict[str, Any] | None, cluster: int | None, reported: bool) -> Calcification | None:
    """Return the record without the checks of a frozen class's constructor, which would cost a slider most of its time;
    None of no facts.
    """
    if facts is None:
        return None
    record = object.__new__(Calcification)
    own = record.__dict__
    own.update(facts)
    own["cluster"], own["reported"] = cluster, reported
    return record
