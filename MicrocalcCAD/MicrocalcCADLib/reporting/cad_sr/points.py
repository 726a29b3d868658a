"""Operating points of a report (TID 4023): the chosen one, and the more sensitive ones that a reader may turn to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...errors import ModelError
from ...findings import SUSPICION, Findings
from ...models import find_bundle
from .items import HAS_PROPERTIES, dcm, number

if TYPE_CHECKING:
    from pydicom import Dataset


@dataclass(frozen=True)
class Point:
    """One operating point; the false clusters in an image without calcifications are None where not measured."""

    name: str
    threshold: float
    false_per_image: float | None = None
    by: str = SUSPICION


def operating_points(findings: Findings, named: Mapping[str, float]) -> tuple[Point, ...]:
    """Return the chosen operating point and those of the model with a lower threshold, in this order.

    Number 0 is that of highest specificity in the report. It is the chosen one, since what was reported under it is
    always to be presented, also by stations that know nothing of operating points.
    """
    chosen = findings.operating_point
    lower = sorted((t, n) for n, t in named.items() if t < chosen.threshold)[::-1]
    curve = _measured_curve(findings)
    return tuple(Point(name, t, _at(curve, t), chosen.by) for t, name in [(chosen.threshold, chosen.name), *lower])


def point_of(score: float, points: tuple[Point, ...]) -> int | None:
    """Return the number of the first operating point that reports this score, None if none does."""
    return next((number for number, point in enumerate(points) if score >= point.threshold), None)


def operating_point_items(points: tuple[Point, ...]) -> list[Dataset]:
    """Return the first two rows of TID 4023: the largest number of an operating point, and the recommended one.

    The third row, a table of the points with their place on a curve, is optional and left out: it is a container that
    is a property of a code. PS3.3 A.35.5 allows that by now and DCMTK reads it, but PixelMed's validator, whose rules
    are older, calls the relationship illegal, and so may readers of its age. `described` says the same in words.
    """
    return [
        number(HAS_PROPERTIES, dcm("111072"), len(points) - 1, "[arb'U]"),
        number(HAS_PROPERTIES, dcm("111092"), 0, "{0:n}"),
    ]


def described(points: tuple[Point, ...]) -> list[str]:
    """Return one sentence for each operating point: name, lowest value reported, false clusters where they were
    measured.
    """
    return [
        f"Operating point {index} ({point.name}): {point.by} from {point.threshold:g}"
        + (
            ""
            if point.false_per_image is None
            else f", {point.false_per_image:.2f} false clusters per image without calcifications"
        )
        for index, point in enumerate(points)
    ]


def _measured_curve(findings: Findings) -> dict[float, float]:
    """Return false clusters in an image by threshold, from the bundle of the very same weights; empty if it is not
    here.
    """
    if findings.model is None:
        return {}
    try:
        bundle = find_bundle(findings.model.name, findings.method)
    except ModelError:
        return {}
    if bundle.identity.sha256 != findings.model.sha256:
        return {}
    rows = bundle.section.get("operating_curve", ())
    return {row["threshold"]: row["false_clusters_per_image"] for row in rows if "false_clusters_per_image" in row}


def _at(curve: Mapping[float, float], threshold: float) -> float | None:
    """Return the measured value at a threshold, linear between its neighbours, None outside what was measured."""
    below = max((t for t in curve if t <= threshold), default=None)
    above = min((t for t in curve if t >= threshold), default=None)
    if below is None or above is None:
        return None
    part = (threshold - below) / (above - below) if above > below else 0.0
    return curve[below] + part * (curve[above] - curve[below])
