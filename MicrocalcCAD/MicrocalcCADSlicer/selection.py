"""Which finding is chosen in the list: it stays chosen when the list is numbered anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from MicrocalcCADLib.findings import Cluster


class Selection:
    """Knows the chosen finding by its calcifications."""

    def __init__(self, table) -> None:
        self._table = table
        self.rows: tuple[Cluster, ...] = ()
        self._members: Mapping[int, frozenset[int]] = {}
        self._chosen: frozenset[int] = frozenset()

    def remember(self) -> None:
        """Keep the calcifications of the chosen finding; called before the list is filled anew."""
        chosen = self.finding()
        self._chosen = self._members[chosen.id] if chosen is not None else frozenset()

    def show(self, rows: Sequence[Cluster], members: Mapping[int, frozenset[int]]) -> None:
        """Take the findings that the list shows now, and choose the one again that was chosen, if it is still there.

        Parameters
        ----------
        members
            Ids of the calcifications by the finding's key.
        """
        self.rows, self._members = tuple(rows), members
        common = [len(self._chosen & members[row.id]) for row in self.rows] if self._chosen else []
        self._choose(common.index(max(common)) if max(common, default=0) > 0 else -1)

    def finding(self) -> Cluster | None:
        """Return the chosen finding."""
        row = self._table.currentRow()
        return self.rows[row] if 0 <= row < len(self.rows) else None

    def chose(self, row: int) -> Cluster | None:
        """Take over that a row was clicked, and return its finding."""
        if not 0 <= row < len(self.rows):
            return None
        if self._table.currentRow() != row:
            self._choose(row)
        return self.rows[row]

    def chooseAt(self, row: float, column: float) -> bool:
        """Choose the smallest finding whose outline holds a pixel; False if none does."""
        hit = [i for i, finding in enumerate(self.rows) if _holds(finding, row, column)]
        if hit:
            self._choose(min(hit, key=lambda i: self.rows[i].area_mm2))
        return bool(hit)

    def chooseFinding(self, finding: Cluster) -> bool:
        """Choose a finding by its key and place; none, and False, if it is not listed: another one would be decided in
        its place.
        """
        same = [
            i for i, one in enumerate(self.rows) if (one.id, one.bounding_box) == (finding.id, finding.bounding_box)
        ]
        self._choose(same[0] if same else -1)
        return bool(same)

    def _choose(self, row: int) -> None:
        """Choose a row as the program does: no slot is told."""
        blocked = self._table.blockSignals(True)
        if row < 0:
            self._table.setCurrentCell(-1, -1)
        elif row < self._table.rowCount:
            self._table.selectRow(row)
        self._table.blockSignals(blocked)


def _holds(finding: Cluster, row: float, column: float) -> bool:
    """Return whether a pixel lies within the outline, by the crossings of a line from it to the right."""
    points = finding.outline if len(finding.outline) > 2 else _corners(finding)
    inside = False
    for (r0, c0), (r1, c1) in zip(points, (*points[1:], points[0]), strict=True):
        if (r0 > row) != (r1 > row) and column < c0 + (row - r0) / (r1 - r0) * (c1 - c0):
            inside = not inside
    return inside


def _corners(finding: Cluster) -> tuple[tuple[float, float], ...]:
    r0, c0, r1, c1 = finding.bounding_box
    return ((r0, c0), (r0, c1), (r1, c1), (r1, c0))
