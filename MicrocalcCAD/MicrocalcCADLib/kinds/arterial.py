"""Breast arterial calcification: the sums over calcified vessels that tables, pages and reports state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..findings import Vessel


@dataclass(frozen=True)
class ArterialCalcification:
    """Sums over the calcified vessels of a view, a breast or an exam: their number, lengths in mm, area in mm^2."""

    vessels: int = 0
    length_mm: float = 0.0
    calcified_mm: float = 0.0
    area_mm2: float = 0.0

    def __str__(self) -> str:
        """In words, such as ``2 calcified vessels, 54 mm``; the length is that of the calcified parts."""
        return f"{self.vessels} calcified vessel{'' if self.vessels == 1 else 's'}, {self.calcified_mm:.0f} mm"


def arterial_calcification(vessels: Iterable[Vessel | ArterialCalcification]) -> ArterialCalcification:
    """Return the sums over vessels, or over sums: those of one view, or of all views of a breast or an exam together.

    A vessel is seen in each view of its breast: sums over several views are larger than what is in the breast, and can
    be compared only between exams of the same views.
    """
    given = list(vessels)
    count = sum(one.vessels if isinstance(one, ArterialCalcification) else 1 for one in given)
    return ArterialCalcification(
        count,
        *(
            round(float(sum(getattr(one, name) for one in given)), 2)
            for name in ("length_mm", "calcified_mm", "area_mm2")
        ),
    )
