"""What a list of findings shows: groups and single calcifications, and those that are typically benign after them."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

from .analysis import CERTAINTY
from .findings import FEW, SUSPICION, Calcification, Cluster, Findings, ImageFacts, OperatingPoint
from .kinds.vocabulary import SURELY_BENIGN, TYPICALLY_BENIGN, VASCULAR

SINGLE = "single"
MARGIN_MM = 1.0
# More single calcifications than these are noise, in a list and as marks.
MOST_SINGLE = 100

# The last findings and their members: a list, its card and its reader's decisions ask for the same ones, many times at
# each move of a slider.
_last: list[tuple[Findings, dict[int, frozenset[int]]]] = []
_last_listed: list[tuple[Findings, tuple[Cluster, ...]]] = []


def members(findings: Findings) -> dict[int, frozenset[int]]:
    """Return the ids of the calcifications of each listed finding: of a group by its id, of a single calcification by
    minus its id.

    Listed are reported groups, reported calcifications in none of them, and what would be reported by its score but is
    benign by its look.
    """
    if not (_last and _last[0][0] is findings):
        _last[:] = [(findings, _members(findings))]
    return dict(_last[0][1])


def listed(findings: Findings) -> tuple[Cluster, ...]:
    """Return the listed findings, single calcifications as groups of one (`single`): groups, single ones, then what is
    typically benign.

    Each part has the most suspicious first, the typically benign ones the surest.
    """
    kept = _last_listed[0] if _last_listed else None
    if kept is None or kept[0] is not findings:
        kept = (findings, _listed(findings))
        _last_listed[:] = [kept]
    return kept[1]


def _listed(findings: Findings) -> tuple[Cluster, ...]:
    shown = members(findings)
    groups = [c for c in findings.clusters if c.id in shown]
    single = {-identifier for identifier in shown if identifier < 0}
    alone = _singles([c for c in findings.calcifications if c.id in single], findings.image)
    found = [
        (not c.reported, c.kind == SINGLE, *((-c.score,) if not c.reported else (-c.suspicion, -c.score)), abs(c.id), c)
        for c in groups + alone
    ]
    return tuple(one[-1] for one in sorted(found, key=lambda one: one[:-1]))


# The last single calcifications as groups of one, by their ids: a slider leaves most of them as they are.
_last_singles: list[tuple[ImageFacts, dict[int, tuple[Calcification, Cluster]]]] = []


def _singles(calcifications: Sequence[Calcification], image: ImageFacts) -> list[Cluster]:
    known = _last_singles[0][1] if _last_singles and _last_singles[0][0] is image else {}
    found = {
        c.id: before if (before := known.get(c.id)) is not None and _is_same(*before, c) else (c, single(c, image))
        for c in calcifications
    }
    _last_singles[:] = [(image, found)]
    return [one for _calcification, one in found.values()]


def benign_count(findings: Findings) -> int:
    """Return how many of the listed findings are typically benign, so that they are not reported."""
    return sum(not one.reported for one in listed(findings))


def few_count(findings: Findings) -> int:
    """Return how many of the reported groups are of few, so that they are no clusters."""
    return sum(one.kind == FEW for one in findings.reported_clusters)


def _is_same(before: Calcification, one: Cluster, now: Calcification) -> bool:
    """Return whether a group of one is still right: the number of the group that a calcification is in, which changes
    often, is not in it.
    """
    return before is now or {**before.__dict__, "cluster": None} == {**now.__dict__, "cluster": None}


def few_single(found: Sequence[Cluster], is_read: Mapping[int, bool]) -> list[Cluster]:
    """Return listed findings without the last of very many single calcifications that nobody has read.

    Parameters
    ----------
    is_read
        Whether a reader has decided about a finding or named it, by its key.
    """
    allowed, kept = MOST_SINGLE, []
    for one in found:
        if one.count > 1 or is_read[one.id] or allowed > 0:
            kept.append(one)
            allowed -= one.count == 1
    return kept


def single(calcification: Calcification, image: ImageFacts) -> Cluster:
    """Return a calcification as a group of one, of the kind ``single`` and with minus its id; its box has a margin of
    `MARGIN_MM`.
    """
    half = calcification.major_axis_mm / 2 + MARGIN_MM
    rows, columns = (half / spacing for spacing in image.spacing_mm)
    box = (
        max(0, math.floor(calcification.row - rows)),
        max(0, math.floor(calcification.column - columns)),
        min(image.rows - 1, math.ceil(calcification.row + rows)),
        min(image.columns - 1, math.ceil(calcification.column + columns)),
    )
    return Cluster(
        id=-calcification.id,
        row=calcification.row,
        column=calcification.column,
        bounding_box=box,
        score=calcification.score,
        count=1,
        area_mm2=calcification.area_mm2,
        density_per_cm2=1.0,
        reported=calcification.reported,
        kind=SINGLE,
        vascular=calcification.morphology == VASCULAR,
        birads=calcification.birads,
        suspicion=calcification.suspicion,
        morphology=calcification.morphology,
        morphologies=calcification.morphologies,
        typically_benign=not calcification.reported,
        by_reader=calcification.by_reader,
    )


def _is_benign_group(cluster: Cluster, point: OperatingPoint) -> bool:
    return cluster.typically_benign and cluster.score >= point.threshold


def _is_benign_alone(one: Calcification, point: OperatingPoint) -> bool:
    return point.by == SUSPICION and one.score >= point.threshold and _share(one, TYPICALLY_BENIGN) >= CERTAINTY


def is_benign(one: Calcification) -> bool:
    """Return whether a calcification is benign by its look: in a group what surely is, alone round ones too."""
    return _share(one, TYPICALLY_BENIGN if one.cluster is None else SURELY_BENIGN) >= CERTAINTY


def _share(one: Calcification, words: Collection[str]) -> float:
    return sum(p for word, p in one.morphologies.items() if word in words)


def _members(findings: Findings) -> dict[int, frozenset[int]]:
    point = findings.operating_point
    groups: dict[int, list[int]] = {c.id: [] for c in findings.clusters if c.reported or _is_benign_group(c, point)}
    single: dict[int, frozenset[int]] = {}
    for one in findings.calcifications:
        if one.cluster in groups:
            groups[one.cluster].append(one.id)
        elif one.reported or _is_benign_alone(one, point):
            single[-one.id] = frozenset((one.id,))
    return {identifier: frozenset(ids) for identifier, ids in groups.items()} | single
