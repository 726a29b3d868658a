"""How the calcifications of a group lie: diffuse, regional, grouped, linear or segmental."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from .vocabulary import NOT_DETERMINED


@dataclass(frozen=True)
class DistributionParameters:
    """Where one word ends and the next begins. Lengths are in the plane of the image.

    Parameters
    ----------
    fewest
        Fewer calcifications have no distribution.
    within_mm
        A group has at least `fewest` calcifications in a circle of this diameter.
    grouped_mm
        Longest distance within a group; what is larger is regional, segmental or diffuse.
    diffuse_share
        Share of the breast's area in the convex hull of diffuse calcifications.
    line_ratio, line_width_mm, line_chance
        A line is at least this many times as long as it is wide, its points scatter by at most this standard deviation
        about it, and as many points without direction are as elongated with at most this probability.
    curved_from
        With so many calcifications a line may be bent.
    segment_degrees
        Widest opening of a segment, seen from the nipple.
    segment_fit
        The sector about the nipple that holds a segment's calcifications has at most this share of the area of the
        ellipse that holds them, times how many times as long towards the nipple as wide they lie: both tell a segment
        from a region.
    """

    fewest: int = 5
    within_mm: float = 10.0
    grouped_mm: float = 20.0
    diffuse_share: float = 0.4
    line_ratio: float = 4.0
    line_width_mm: float = 1.5
    line_chance: float = 0.01
    curved_from: int = 8
    segment_degrees: float = 60.0
    segment_fit: float = 0.7


def distribution(
    positions_mm: np.ndarray,
    breast_area_mm2: float,
    nipple_mm: tuple[float, float] | None = None,
    parameters: DistributionParameters | None = None,
) -> str:
    """Return the word for how calcifications lie, or `NOT_DETERMINED`.

    The tenth that lies farthest from the middle is left out first. A line is told by the eigenvalues of the scatter,
    and by how often chance gives such: for n points without direction, P(W < w) = w^((n - 2) / 2) (Mauchly 1940). What
    is larger than a group and no line is a segment if a sector about the nipple holds it tightly, and it is longer than
    wide.

    Parameters
    ----------
    positions_mm
        float (n, 2), (row, column) in mm.
    breast_area_mm2
        Area of the breast in the image.
    nipple_mm
        (row, column) of the nipple in mm, in the same frame, as well as it is known. Without it an elongated region,
        which may be a segment, is not determined.

    Raises
    ------
    InputError
        If positions are not finite pairs, or the breast has no area.
    """
    p = parameters or DistributionParameters()
    points = np.asarray(positions_mm, float).reshape(-1, 2)
    if not np.isfinite(points).all():
        raise InputError("A calcification has no finite position: its distribution cannot be told.")
    if not (math.isfinite(breast_area_mm2) and breast_area_mm2 > 0):
        raise InputError(f"A breast of {breast_area_mm2:g} mm² has no area: the distribution in it cannot be told.")
    if len(points) < p.fewest:
        return NOT_DETERMINED
    core = _core(points)
    if _is_line(core, p):
        return "linear"
    diffuse_mm2 = p.diffuse_share * breast_area_mm2
    if (
        float(np.prod(np.ptp(core, axis=0))) >= diffuse_mm2 and _hull_area(core) >= diffuse_mm2
    ):  # a hull is no larger than its box
        return "diffuse"
    if _longest_distance(core) <= p.grouped_mm:
        return "grouped" if _a_circle_holds(core, p.within_mm, p.fewest) else NOT_DETERMINED
    if nipple_mm is None:
        return NOT_DETERMINED if _ratio(core) >= _ELONGATED else "regional"
    return "segmental" if _is_segment(core, np.asarray(nipple_mm, float), p) else "regional"


_ELONGATED = 1.6
# So many points have few pairs.
_FEW = 60


def _core(points: np.ndarray) -> np.ndarray:
    """Return the points without the tenth that lies farthest from their median."""
    away = np.hypot(*(points - np.median(points, axis=0)).T)
    return points[np.argsort(away, kind="stable")[: len(points) - len(points) // 10]]


def _axes(points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the variances across and along the main axis, and the points in that frame (across, along)."""
    centred = points - points.mean(axis=0)
    values, vectors = np.linalg.eigh(centred.T @ centred / (len(points) - 1))
    return np.maximum(values, 0.0), centred @ vectors


def _ratio(points: np.ndarray) -> float:
    (across, along), _ = _axes(points)
    return math.sqrt(along / across) if across > 0 else math.inf


def _is_line(points: np.ndarray, p: DistributionParameters) -> bool:
    (across, along), turned = _axes(points)
    n = len(points)
    if along <= 0:
        return False
    if n >= p.curved_from:
        bend = np.polynomial.Polynomial.fit(turned[:, 1], turned[:, 0], 2)
        across = float(np.sum((turned[:, 0] - bend(turned[:, 1])) ** 2)) / (n - 3)
    chance = (4 * across * along / (across + along) ** 2) ** ((n - 2) / 2)
    return math.sqrt(across) <= min(p.line_width_mm, math.sqrt(along) / p.line_ratio) and chance <= p.line_chance


def _hull_area(points: np.ndarray) -> float:
    from scipy.spatial import ConvexHull, QhullError

    try:
        return float(ConvexHull(points).volume)
    except QhullError:  # all in one line
        return 0.0


def _longest_distance(points: np.ndarray) -> float:
    corners = points
    if len(points) > _FEW:
        from scipy.spatial import ConvexHull, QhullError

        try:
            corners = points[ConvexHull(points).vertices]
        except QhullError:  # all in one line
            pass
    away = corners[:, None] - corners[None]
    return math.sqrt(float((away[..., 0] ** 2 + away[..., 1] ** 2).max()))


def _a_circle_holds(points: np.ndarray, diameter: float, count: int) -> bool:
    """Return whether a circle about a point, or about the middle of two, holds so many; only few points need the
    second.
    """
    from scipy.spatial import cKDTree

    tree = cKDTree(points)
    if (tree.query_ball_point(points, diameter / 2, return_length=True) >= count).any():
        return True
    pairs = tree.query_pairs(diameter, output_type="ndarray")
    return bool((tree.query_ball_point(points[pairs].mean(axis=1), diameter / 2, return_length=True) >= count).any())


def _is_segment(points: np.ndarray, nipple: np.ndarray, p: DistributionParameters) -> bool:
    """Return whether a sector about the nipple, longer than wide, holds the points more tightly than an ellipse."""
    away = points - nipple
    radius = np.hypot(*away.T)
    axis = away.mean(axis=0)
    angle = np.arctan2(axis[0] * away[:, 1] - axis[1] * away[:, 0], away @ axis)
    opening = float(np.ptp(angle))
    if not 0 < opening <= math.radians(p.segment_degrees):
        return False
    (across, along), turned = _axes(points)
    ellipse = math.pi * math.sqrt(across * along) * float((turned**2 / (across, along)).sum(axis=1).max())
    sector = opening * (float(radius.max()) ** 2 - float(radius.min()) ** 2) / 2
    return sector <= p.segment_fit * ellipse * float(radius.std() / (radius.mean() * angle.std()))
