"""Which cluster is chosen in the list: it stays chosen when the list is numbered anew."""

from __future__ import annotations

from MicrocalcCADLib.findings import Cluster, Findings


class Selection:
    """Knows the chosen cluster by its calcifications."""

    def __init__(self, table) -> None:
        self._table = table
        self._findings: Findings | None = None
        self._members: frozenset[int] = frozenset()

    def remember(self) -> None:
        """Keep the calcifications of the chosen cluster; called before the list is filled anew."""
        chosen = self.cluster()
        self._members = _membersOf(self._findings, chosen) if chosen is not None else frozenset()

    def show(self, findings: Findings | None) -> None:
        """Take the findings that the list shows now, and choose the cluster again that was chosen, if it is still there."""
        self._findings = findings
        clusters = findings.reported_clusters if findings else ()
        common = [len(self._members & _membersOf(findings, cluster)) for cluster in clusters] if self._members else []
        if max(common, default=0) > 0:
            self._choose(common.index(max(common)))
        else:
            self._choose(-1)

    def cluster(self) -> Cluster | None:
        """Return the chosen cluster."""
        row = self._table.currentRow()
        clusters = self._findings.reported_clusters if self._findings else ()
        return clusters[row] if 0 <= row < len(clusters) else None

    def chose(self, row: int) -> Cluster | None:
        """Take over that a row was clicked, and return its cluster."""
        if self._findings and 0 <= row < len(self._findings.reported_clusters):
            if self._table.currentRow() != row:
                self._choose(row)
            return self._findings.reported_clusters[row]
        return None

    def chooseAt(self, row: float, column: float) -> bool:
        """Choose the smallest cluster whose outline holds a pixel; False if none does."""
        clusters = self._findings.reported_clusters if self._findings else ()
        hit = [i for i, cluster in enumerate(clusters) if _holds(cluster, row, column)]
        if hit:
            self._choose(min(hit, key=lambda i: clusters[i].area_mm2))
        return bool(hit)

    def _choose(self, row: int) -> None:
        if row < 0:
            self._table.setCurrentCell(-1, -1)
        elif row < self._table.rowCount:
            self._table.selectRow(row)


def _membersOf(findings: Findings | None, cluster: Cluster) -> frozenset[int]:
    return frozenset(c.id for c in findings.calcifications if c.cluster == cluster.id and c.reported) if findings else frozenset()


def _holds(cluster: Cluster, row: float, column: float) -> bool:
    """Return whether a pixel lies within the outline, by the crossings of a line from it to the right."""
    points = cluster.outline if len(cluster.outline) > 2 else _corners(cluster)
    inside = False
    for (r0, c0), (r1, c1) in zip(points, (*points[1:], points[0]), strict=True):
        if (r0 > row) != (r1 > row) and column < c0 + (row - r0) / (r1 - r0) * (c1 - c0):
            inside = not inside
    return inside


def _corners(cluster: Cluster) -> tuple[tuple[float, float], ...]:
    r0, c0, r1, c1 = cluster.bounding_box
    return ((r0, c0), (r0, c1), (r1, c1), (r1, c0))
