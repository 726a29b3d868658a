"""Courses of vessels from stretches of their middle lines: ends that point at each other are joined, the
closest first.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .centre_lines import CentreLine, length_mm

CLOSE_MM = 3.0
TOUCHING_MM = 1.0
_DIRECTION_MM = 3.0
_SHORTEST_DIRECTION_MM = 1.0
_MM_PER_RADIAN = 3.0


@dataclass(frozen=True)
class JoiningParameters:
    """Where a course goes on.

    Parameters
    ----------
    longest_gap_mm
        Widest gap of a broken course.
    close_degrees, far_degrees
        How far the line from end to end may turn from the direction of either end, over up to 3 mm and over more.
    turn_degrees
        How far the two ends' directions may differ.
    least_share
        Least part of a joined course that is not gap, and that lies in slender stretches: a group of specks has none.
    slender_mm, slenderness
        A stretch of this length that is this many times as long as wide is slender.
    """

    longest_gap_mm: float = 8.0
    close_degrees: float = 50.0
    far_degrees: float = 35.0
    turn_degrees: float = 75.0
    least_share: float = 0.4
    slender_mm: float = 2.0
    slenderness: float = 2.0


@dataclass(eq=False)
class _Course:
    points_mm: np.ndarray
    reach_mm: np.ndarray
    free: tuple[bool, bool]
    filled_mm: float
    slender_mm: float
    length_mm: float = field(init=False)

    def __post_init__(self) -> None:
        self.length_mm = length_mm(self.points_mm)

    def end(self, last: bool) -> np.ndarray:
        return self.points_mm[-1 if last else 0]

    def end_reach_mm(self, last: bool) -> float:
        return float(self.reach_mm[-1 if last else 0])

    def direction(self, last: bool) -> np.ndarray | None:
        """Return the unit vector out of an end, None where the course is too short to have one.

        Close to where lines meet they bend towards each other, so that what is nearer than the shape's border does not
        count.
        """
        points = self.points_mm[::-1] if last else self.points_mm
        along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
        if along[-1] < max(_SHORTEST_DIRECTION_MM, 2 * float(np.median(self.reach_mm))):
            return None
        skipped = 0.0 if self.free[last] else min(self.end_reach_mm(last), along[-1] / 3)
        near, far = (
            np.array([np.interp(place, along, points[:, axis]) for axis in (0, 1)])
            for place in (skipped, skipped + _DIRECTION_MM)
        )
        return (near - far) / np.hypot(*(near - far)) if np.any(near != far) else None


def joined(lines: list[CentreLine], parameters: JoiningParameters | None = None) -> list[CentreLine]:
    """Return whole courses: stretches are joined end to end, each end once, where the course goes on.

    Where lines meet, the two that go on straightest become one and a third stays by itself: a branch. Across a gap a
    smooth bend (Hermite's) leads from one end to the other. What is hardly made of slender stretches is left out.
    """
    p = parameters or JoiningParameters()
    courses = {
        number: _Course(line.points_mm, line.reach_mm, line.free, line.length_mm, _slender(line, p))
        for number, line in enumerate(lines)
    }
    heap = [entry for number in courses for entry in _candidates(number, courses, p, only_later=True)]
    heapq.heapify(heap)
    following = len(lines)
    while heap:
        _, first, last_of_first, second, last_of_second = heapq.heappop(heap)
        if first not in courses or second not in courses:
            continue
        courses[following] = _merged(courses.pop(first), last_of_first, courses.pop(second), last_of_second)
        for entry in _candidates(following, courses, p):
            heapq.heappush(heap, entry)
        following += 1
    return [
        CentreLine(c.points_mm, c.reach_mm, c.free)
        for c in courses.values()
        if c.slender_mm >= p.least_share * c.length_mm
    ]


def _slender(line: CentreLine, p: JoiningParameters) -> float:
    """Return how much of a stretch is slender: all or nothing; what lies between two places where lines meet is not
    judged by its length.
    """
    slender = line.length_mm >= max(p.slender_mm, 2 * p.slenderness * float(np.median(line.reach_mm)))
    return line.length_mm if slender or not any(line.free) else 0.0


def _candidates(
    number: int, courses: dict[int, _Course], p: JoiningParameters, only_later: bool = False
) -> list[tuple[Any, ...]]:
    others = [other for other in courses if other != number and (other > number or not only_later)]
    if not others:
        return []
    found = []
    for last in (False, True):
        for other_last in (False, True):
            ends = np.array([courses[other].end(other_last) for other in others])
            near = np.hypot(*(ends - courses[number].end(last)).T) <= p.longest_gap_mm
            for other in np.array(others)[near].tolist():
                cost = _cost(courses[number], last, courses[other], other_last, p)
                if cost is not None:
                    found.append((cost, number, last, other, other_last))
    return found


def _cost(one: _Course, last: bool, other: _Course, other_last: bool, p: JoiningParameters) -> float | None:
    """Return what joining two ends costs, in mm; None where the course does not go on from one to the other."""
    across = other.end(other_last) - one.end(last)
    gap = float(np.hypot(*across))
    filled = one.filled_mm + other.filled_mm
    if gap > p.longest_gap_mm or filled < p.least_share * (filled + gap):
        return None
    out, back = one.direction(last), other.direction(other_last)
    turn = _angle(out, -back) if out is not None and back is not None else 0.0
    if turn > np.radians(p.turn_degrees):
        return None
    meeting = not one.free[last] and not other.free[other_last]
    if gap <= max(TOUCHING_MM, one.end_reach_mm(last) + other.end_reach_mm(other_last) if meeting else 0.0):
        return gap + _MM_PER_RADIAN * turn
    most = np.radians(p.close_degrees if gap <= CLOSE_MM else p.far_degrees)
    angles = [_angle(direction, way) for direction, way in ((out, across), (back, -across)) if direction is not None]
    if any(angle > most for angle in angles):
        return None
    return gap + _MM_PER_RADIAN * (turn + sum(angles) / 2)


def _angle(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.arccos(np.clip(one @ other / np.hypot(*one) / np.hypot(*other), -1, 1)))


def _merged(one: _Course, last: bool, other: _Course, other_last: bool) -> _Course:
    first = (one.points_mm, one.reach_mm) if last else (one.points_mm[::-1], one.reach_mm[::-1])
    second = (other.points_mm[::-1], other.reach_mm[::-1]) if other_last else (other.points_mm, other.reach_mm)
    bend = _bend(first[0][-1], one.direction(last), second[0][0], other.direction(other_last))
    reach = np.full(len(bend), min(first[1][-1], second[1][0]))
    points = np.concatenate([first[0], bend, second[0]])
    return _Course(
        points,
        np.concatenate([first[1], reach, second[1]]),
        (one.free[not last], other.free[not other_last]),
        one.filled_mm + other.filled_mm,
        one.slender_mm + other.slender_mm,
    )


def _bend(start: np.ndarray, out: np.ndarray | None, end: np.ndarray, back: np.ndarray | None) -> np.ndarray:
    """Return points from `start` to `end`, without these two: Hermite's curve with the directions of the ends."""
    across = end - start
    gap = float(np.hypot(*across))
    n = int(gap / 0.2)
    t = (np.arange(1, n) / max(n, 1))[:, None]
    leaving = across if out is None else gap * out
    arriving = across if back is None else -gap * back
    return (
        (2 * t**3 - 3 * t**2 + 1) * start
        + (t**3 - 2 * t**2 + t) * leaving
        + (-2 * t**3 + 3 * t**2) * end
        + (t**3 - t**2) * arriving
    ).reshape(-1, 2)
