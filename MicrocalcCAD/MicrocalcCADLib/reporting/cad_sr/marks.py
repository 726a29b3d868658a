"""Calcifications and clusters as Single Image Findings (TID 4003 and 4006)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...analysis import CERTAINTY, Analysis
from ...findings import REPORTED, SUSPICION, Calcification, Cluster, Findings, Vessel
from ...kinds.vocabulary import NOT_DETERMINED, VASCULAR, distribution_of, kind_of
from ...listed import is_benign
from ..dicom_header import algorithm_name, algorithm_version
from ..object_outline import object_outline
from .items import (
    CONTAINS,
    HAS_CONCEPT_MOD,
    HAS_PROPERTIES,
    INFERRED_FROM,
    code,
    container,
    coordinates,
    dcm,
    member,
    number,
    text,
)
from .points import Point, point_of

if TYPE_CHECKING:
    from pydicom import Dataset
    from pydicom.sr.coding import Code

INDIVIDUAL, CLUSTER = "129770007", "129769006"
MACROCALCIFICATION_MM = 0.5
CLUSTER_KIND = "cluster"
# the level of what is at no operating point, but may be shown
_VESSELS = -1
_MACRO, _MICRO = "111345", "44771000"
_GROUPED, _LINEAR = "129766004", "129765000"
_REQUIRED, _OPTIONAL = "111150", "111151"
_TYPES = {
    "amorphous": "129760005",
    "coarse heterogeneous": "129763007",
    "fine linear": "129761009",
    "fine linear branching": "129762002",
    "fine pleomorphic": "111344",
    "punctate": "129755006",
    "round": "129756007",
    "vascular": "129759000",
}
_DISTRIBUTIONS = {
    "diffuse": "129764001",
    "grouped": _GROUPED,
    "linear": _LINEAR,
    "regional": "129767008",
    "segmental": "129768003",
}


@dataclass(frozen=True, eq=False)
class Marking:
    """What all marks of one image need.

    Parameters
    ----------
    points
        Operating points of the report, the chosen one first.
    image_place
        Place of the image in the content tree.
    """

    findings: Findings
    analysis: Analysis
    points: tuple[Point, ...]
    image_place: Sequence[int]


def impressions(marking: Marking) -> list[Dataset]:
    """Return one Individual Impression for each cluster, most suspicious first, then those of single calcifications.

    What passes the chosen operating point is to be presented; what only a more sensitive one reports is optional, with
    the number of that operating point; calcified vessels are optional. What none reports, what a reader has rejected
    and what else is typically benign is left out.
    """
    points, value = marking.points, marking.findings.operating_point.value
    clusters = _clusters(marking)
    shown = {
        cluster.id: 0 if cluster.reported else max(point_of(value(cluster), points) or 1, 1) for cluster in clusters
    }
    left_out = {c.id for c in marking.findings.clusters if _is_no_mark(c)}
    members: dict[int, list[Calcification]] = {identifier: [] for identifier in shown}
    singles: dict[int, list[Calcification]] = {number: [] for number in range(len(points))}
    for calcification in marking.findings.calcifications:
        level = _level(calcification, marking, left_out)
        if level is None:
            continue
        if calcification.cluster in shown and (shown[calcification.cluster] == 0 or level != 0):
            members[calcification.cluster].append(calcification)
        else:
            singles[level].append(calcification)
    groups = [_impression(shown[c.id], [_cluster(marking, c, shown[c.id], members[c.id])]) for c in clusters]
    alone = [
        _impression(level, [_individual(marking, c, level) for c in found]) for level, found in singles.items() if found
    ]
    return (
        groups
        + alone
        + [_impression(_VESSELS, [_vessel(marking, one) for one in marking.findings.vessels])]
        * bool(marking.findings.vessels)
    )


def _vessel(marking: Marking, vessel: Vessel) -> Dataset:
    """Return a calcified vessel as a finding that may be shown: its outline goes along its centre line and back, its
    centre lies on it.
    """
    line = vessel.polyline
    row, column = line[len(line) // 2]
    children = [
        _rendering_intent(_VESSELS, of_finding=False),
        text(HAS_PROPERTIES, dcm("111001"), algorithm_name(marking.findings)),
        text(HAS_PROPERTIES, dcm("111003"), algorithm_version(marking.findings)),
        coordinates(dcm("111010"), [(row, column)], marking.image_place),
        coordinates(dcm("111041"), [*line, *line[-2::-1]], marking.image_place),
        *_types([kind_of(VASCULAR).code.value]),
    ]
    return code(CONTAINS, dcm("111059"), member(6014, INDIVIDUAL), children)


def _level(one: Calcification, marking: Marking, left_out: set[int]) -> int | None:
    """Return the number of the first operating point that reports a calcification, None if none does."""
    if one.reported:
        return 0
    point = marking.findings.operating_point
    if REPORTED in one.by_reader or one.cluster in left_out:
        return None
    if point.by == SUSPICION and (one.not_calcification >= CERTAINTY or is_benign(one)):
        return None
    return point_of(point.value(one), marking.points) or None  # what is not reported passes the chosen one in vain


def _is_no_mark(cluster: Cluster) -> bool:
    """Return whether a group is no mark at any operating point: typically benign, or rejected by a reader."""
    return not cluster.reported and (cluster.typically_benign or REPORTED in cluster.by_reader)


def _clusters(marking: Marking) -> list[Cluster]:
    """Return the groups that are clusters; of the few that stand together otherwise each is an individual
    calcification.
    """
    lowest, value = marking.points[-1].threshold, marking.findings.operating_point.value
    clusters = [c for c in marking.findings.clusters if c.kind == CLUSTER_KIND and not _is_no_mark(c)]
    found = [c for c in clusters if c.reported or (len(marking.points) > 1 and value(c) >= lowest)]
    return sorted(found, key=lambda c: (not c.reported, -value(c), -c.score, c.id))


def _impression(level: int, marks: Iterable[Dataset]) -> Dataset:
    return container(INFERRED_FROM, dcm("111034"), [_rendering_intent(level, of_finding=False), *marks])


def _cluster(marking: Marking, cluster: Cluster, level: int, members: Iterable[Calcification]) -> Dataset:
    rating = cluster.birads or {}
    named = None if cluster.morphology == NOT_DETERMINED else kind_of(cluster.morphology).code.value
    kinds = [named or _TYPES.get(_word(rating, "morphology"), _MICRO)]
    distribution = _DISTRIBUTIONS.get(_word(rating, "distribution"), _LINEAR if cluster.vascular else _GROUPED)
    if cluster.distribution != NOT_DETERMINED:
        distribution = distribution_of(cluster.distribution).code.value
    outline = cluster.outline if len(cluster.outline) > 2 else _box(cluster)
    closed = [*outline, outline[0]]
    details = [
        *_types(kinds),
        code(HAS_PROPERTIES, dcm("111008"), member(6012, distribution)),
        number(HAS_PROPERTIES, dcm("111038"), cluster.count, "1"),
        *(_individual(marking, calcification, level, INFERRED_FROM) for calcification in members),
    ]
    return _finding(marking, CLUSTER, CONTAINS, level, cluster, closed, details)


def _individual(marking: Marking, found: Calcification, level: int, relationship: str = CONTAINS) -> Dataset:
    pixels = marking.analysis.candidates.object_pixels(found.id)
    rows, columns = np.divmod(pixels, marking.findings.image.columns)
    outline = object_outline(rows, columns) if len(pixels) else ()
    kind = _MACRO if found.major_axis_mm >= MACROCALCIFICATION_MM else _MICRO
    if found.morphology != NOT_DETERMINED:
        kind = kind_of(found.morphology).code.value
    return _finding(marking, INDIVIDUAL, relationship, level, found, outline, _types([kind]))


def _finding(
    marking: Marking,
    kind: str,
    relationship: str,
    level: int,
    found: Calcification | Cluster,
    outline: Sequence[tuple[float, float]],
    details: Iterable[Dataset],
) -> Dataset:
    children = [
        _rendering_intent(level, of_finding=True),
        text(HAS_PROPERTIES, dcm("111001"), algorithm_name(marking.findings)),
        text(HAS_PROPERTIES, dcm("111003"), algorithm_version(marking.findings)),
        number(HAS_PROPERTIES, dcm("111012"), 100.0 * found.score, "%"),
    ]
    if isinstance(found, Cluster) and found.malignancy is not None:
        children.append(number(HAS_PROPERTIES, dcm("111047"), 100.0 * found.malignancy, "%"))
    children.append(coordinates(dcm("111010"), [(found.row, found.column)], marking.image_place))
    if len(outline) > 2:
        children.append(coordinates(dcm("111041"), outline, marking.image_place))
    return code(relationship, dcm("111059"), member(6014, kind), [*children, *details])


def _rendering_intent(level: int, of_finding: bool) -> Dataset:
    optional = [number(HAS_PROPERTIES, dcm("111071"), level, "{1:n}")] if level and of_finding else []
    return code(HAS_CONCEPT_MOD, dcm("111056"), member(6034, _OPTIONAL if level else _REQUIRED), optional)


def _types(kinds: Iterable[str]) -> list[Dataset]:
    return [code(HAS_PROPERTIES, dcm("111009"), _type(kind)) for kind in kinds]


def _type(kind: str) -> Code:
    return member(6010, kind)


def _word(rating: Any, key: str) -> str:
    return str(rating.get(key) or "").lower()


def _box(cluster: Cluster) -> tuple[tuple[float, float], ...]:
    first_row, first_column, last_row, last_column = cluster.bounding_box
    return ((first_row, first_column), (first_row, last_column), (last_row, last_column), (last_row, first_column))
