"""From an analysis to findings at an operating point: threshold, group, measure. Cheap enough for a slider."""

from __future__ import annotations

from typing import Any

from .analysis import CERTAINTY, MEASURES, Analysis, Candidates
from .clusters import ClusterParameters, GroupMemory, group
from .findings import NOT_DETERMINED, SUSPICION, Calcification, Findings, Patch
from .operating_point import DEFAULT, operating_point

SCORE = MEASURES.index("score")
RECORD = (*MEASURES, "id", "cluster", "reported", "suspicion", "morphology", "morphologies", "not_calcification")


def decide(
    analysis: Analysis,
    choice: str | float = DEFAULT,
    clusters: ClusterParameters | None = None,
    memory: GroupMemory | None = None,
    by: str = SUSPICION,
) -> Findings:
    """Return the findings of an analysis at an operating point.

    Parameters
    ----------
    analysis
        What `Detector.analyse` returned, or `edits.edited_analysis` of it; candidates that a reader removed are left out.
    choice
        Name of an operating point, or a threshold in [0, 1].
    clusters
        How calcifications are grouped; the defaults are the radiological definition.
    memory
        Groups of earlier calls, which makes a call after a small edit cheaper.
    by
        What the threshold acts on: ``suspicion``, or ``score``, for which kinds do not count. Without kinds both are the same.

    Raises
    ------
    InputError
        If the choice is unknown or outside [0, 1], or `by` is neither.
    """
    point = operating_point(choice, analysis.operating_points, by)
    candidates = analysis.candidates
    suspicion = candidates.suspicion
    groups, membership = group(candidates, analysis.image, point.threshold, clusters or ClusterParameters(), memory, point.by)
    reported = (suspicion if point.by == SUSPICION else candidates.column("score")) >= point.threshold
    if candidates.naming is not None and point.by == SUSPICION:
        alone = membership == 0
        benign = candidates.naming.surely_benign | (alone & candidates.naming.typically_benign)
        reported &= ~(benign | (candidates.naming.none >= CERTAINTY))
    rows = zip(candidates.measures.tolist(), membership.tolist(), reported.tolist(), suspicion.tolist(), _kinds(candidates), strict=True)
    calcifications = tuple(
        _calcification((*measures, identifier, cluster or None, passes, suspicious, *kind))
        for identifier, (measures, cluster, passes, suspicious, kind) in enumerate(rows, start=1)
        if measures[SCORE] >= 0
    )
    patches = tuple(Patch(r, c, int(size), score, score >= point.threshold) for r, c, size, score in candidates.patches.tolist())
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


def _kinds(candidates: Candidates) -> list[tuple[str, dict[str, float], float]]:
    """Return each candidate's word, what it may be, and the probability that it is none."""
    naming = candidates.naming
    if naming is None:
        return [(NOT_DETERMINED, {}, 0.0) for _ in range(len(candidates))]
    sure = naming.none.round(4).tolist()
    return [(*naming.named(probabilities), none) for probabilities, none in zip(naming.morphologies, sure, strict=True)]


def _calcification(values: tuple[Any, ...]) -> Calcification:
    """Return the record without the checks of a frozen class's constructor, which would cost a slider most of its time."""
    record = object.__new__(Calcification)
    record.__dict__.update(zip(RECORD, values, strict=True))
    return record
