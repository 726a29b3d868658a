"""The clusters of all views of an exam in one list, with those of the other view of the breast that may be the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import qt
import slicer
from MicrocalcCADLib.errors import MicrocalcError
from MicrocalcCADLib.exam import VIEWS, Exam, View, distance_mm, possible_matches
from MicrocalcCADLib.findings import Cluster
from slicer.i18n import tr as _

from .exam_images import breastOf
from .outlines import colorOf
from .results import resultsOf, stored
from .table_widgets import fitColumns
from .volume import spacingOf


@dataclass(frozen=True)
class ExamCluster:
    """A reported cluster with its view, its state of review, its distance to the nipple, and what it may match."""

    view: View
    volumeNode: object
    cluster: Cluster
    state: str
    nippleMm: float | None = None
    matches: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """View and number, such as ``R CC 2``."""
        return f"{self.view.title} {self.cluster.id}"


def clustersOf(exam: Exam, toleranceMm: float) -> list[ExamCluster]:
    """Return the reported clusters of all images of an exam, most suspicious first in each; views without results have none."""
    found = [one for view in (*exam.hung, *exam.others) for one in _clustersOfView(view)]
    return [replace(one, matches=_matches(one, found, toleranceMm)) for one in found]


def fillExamTable(table, found: Sequence[ExamCluster]) -> None:
    """Show the list; a possible match is worded as such."""
    headers = [_("View"), _("Nr"), _("Score"), _("Count"), _("Area mm²"), _("Nipple mm"), _("State"), _("Possible match")]
    table.setColumnCount(len(headers))
    table.setHorizontalHeaderLabels(headers)
    table.setRowCount(len(found))
    table.verticalHeader().setVisible(False)
    for row, one in enumerate(found):
        for column, text in enumerate(_cells(one)):
            item = qt.QTableWidgetItem(text)
            if column == 0:  # the colour of the outline in the slice view
                item.setBackground(qt.QBrush(qt.QColor.fromRgbF(*colorOf(one.cluster))))
                item.setForeground(qt.QBrush(qt.QColor(0, 0, 0)))
            table.setItem(row, column, item)
    fitColumns(table)


def _clustersOfView(view: View) -> list[ExamCluster]:
    volumeNode = slicer.mrmlScene.GetNodeByID(view.key)
    nodes = resultsOf(volumeNode) if volumeNode is not None else None
    kept = stored(nodes) if nodes else None
    if kept is None:
        return []
    analysis, state = kept
    findings = state.findings(analysis)
    states, nipple, spacing = state.review.states(findings), _nippleOf(volumeNode), findings.image.spacing_mm
    return [
        ExamCluster(view, volumeNode, c, states[c.id], distance_mm((c.row, c.column), nipple, spacing) if nipple else None)
        for c in findings.reported_clusters
    ]


def _nippleOf(volumeNode) -> tuple[float, float] | None:
    try:
        return breastOf(volumeNode).nipple if spacingOf(volumeNode).mm else None
    except MicrocalcError:
        return None


def _matches(one: ExamCluster, found: Sequence[ExamCluster], toleranceMm: float) -> tuple[str, ...]:
    """Return what may be the same cluster in the other of CC and MLO, with the difference of the distances."""
    if one.nippleMm is None or one.view.view not in VIEWS or one.view.laterality is None:
        return ()
    other = VIEWS[1 - VIEWS.index(one.view.view)]
    there = {o.title: o.nippleMm for o in found if (o.view.laterality, o.view.view) == (one.view.laterality, other) and o.nippleMm is not None}
    pairs = possible_matches({one.title: one.nippleMm}, there, toleranceMm)
    return tuple(_("{cluster} ({difference:.0f} mm)").format(cluster=pair.second, difference=pair.difference_mm) for pair in pairs)


def _cells(one: ExamCluster) -> list[str]:
    cluster = one.cluster
    states = {
        "unseen": _("unseen"),
        "accepted": _("accepted"),
        "rejected": _("rejected"),
        "unsure": _("not sure"),
        "edited": _("edited"),
        "added": _("added"),
    }
    return [
        one.view.title,
        str(cluster.id),
        f"{cluster.score:.2f}",
        str(cluster.count),
        f"{cluster.area_mm2:.1f}",
        "" if one.nippleMm is None else f"{one.nippleMm:.0f}",
        states.get(one.state, one.state),
        ", ".join(f"{match}?" for match in one.matches),
    ]
