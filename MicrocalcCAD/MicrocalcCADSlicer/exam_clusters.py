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
from .outlines import colorOf, drawnShape, shapeOf
from .record import readState
from .result_nodes import ResultNodes, resultsOf
from .results import stored
from .table_widgets import fitColumns
from .volume import spacingOf


@dataclass(frozen=True)
class ExamCluster:
    """A reported cluster with its view, its state of review, its distance to the nipple, and what it may match, as words and as titles."""

    view: View
    volumeNode: object
    cluster: Cluster
    state: str
    nippleMm: float | None = None
    matches: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """View and number, such as ``R CC 2``."""
        return f"{self.view.title} {self.cluster.id}"


def clustersOf(exam: Exam, toleranceMm: float) -> list[ExamCluster]:
    """Return the reported clusters of all images of an exam, most suspicious first in each; views without results have none."""
    found = [one for view in (*exam.hung, *exam.others) for one in clustersOfView(view)]
    return [_matched(one, found, toleranceMm) for one in found]


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


def clustersOfView(view: View) -> list[ExamCluster]:
    """Return the reported clusters of an image without their matches; read anew only where results or review are others than the last time."""
    volumeNode = slicer.mrmlScene.GetNodeByID(view.key)
    nodes = resultsOf(volumeNode) if volumeNode is not None else None
    if nodes is None or nodes.analysis is None:
        return []
    found = _read(volumeNode, nodes)
    nipple = nippleOf(volumeNode)
    return [
        ExamCluster(view, volumeNode, cluster, state, distance_mm((cluster.row, cluster.column), nipple, spacingMm) if nipple else None)
        for cluster, state, spacingMm in found
    ]


def nippleOf(volumeNode) -> tuple[float, float] | None:
    """Return (row, column) of the nipple, None where it or the pixel spacing is not known; looked for once an image."""
    if not spacingOf(volumeNode).mm:
        return None
    key = (volumeNode.GetImageData().GetMTime(), spacingOf(volumeNode).mm)
    if _nipples.get(volumeNode.GetID(), (None,))[0] != key:
        try:
            nipple = breastOf(volumeNode).nipple
        except MicrocalcError:
            nipple = None
        _nipples[volumeNode.GetID()] = (key, nipple)
    return _nipples[volumeNode.GetID()][1]


def curveOf(volumeNode, cluster: Cluster):
    """Return the curve of a cluster, None if it has none or the user has deleted it."""
    nodes, shape = resultsOf(volumeNode), shapeOf(cluster)
    return next((curve for curve in nodes.outlines if drawnShape(curve) == shape), None) if nodes is not None else None


# By the ID of the volume: what it was read from, and what was read. No nodes, which would live on after their scene.
_nipples: dict[str, tuple] = {}
_found: dict[str, tuple] = {}


def _read(volumeNode, nodes: ResultNodes) -> list[tuple[Cluster, str, tuple[float, float]]]:
    state = readState((nodes.segmentation, nodes.analysis))
    key = (nodes.set, nodes.analysis.GetID(), state.toJson(), state.edits.to_text())
    if _found.get(volumeNode.GetID(), (None,))[0] != key:
        kept = stored(nodes)
        findings = kept[1].findings(kept[0]) if kept else None
        states = kept[1].review.states(findings) if kept else {}
        found = [(c, states[c.id], findings.image.spacing_mm) for c in findings.reported_clusters] if kept else []
        _found[volumeNode.GetID()] = (key, found)
    return _found[volumeNode.GetID()][1]


def _matched(one: ExamCluster, found: Sequence[ExamCluster], toleranceMm: float) -> ExamCluster:
    """Return the cluster with what may be the same in the other of CC and MLO, and the difference of the distances."""
    if one.nippleMm is None or one.view.view not in VIEWS or one.view.laterality is None:
        return one
    other = VIEWS[1 - VIEWS.index(one.view.view)]
    there = {o.title: o.nippleMm for o in found if (o.view.laterality, o.view.view) == (one.view.laterality, other) and o.nippleMm is not None}
    pairs = possible_matches({one.title: one.nippleMm}, there, toleranceMm)
    matches = tuple(_("{cluster} ({difference:.0f} mm)").format(cluster=pair.second, difference=pair.difference_mm) for pair in pairs)
    return replace(one, matches=matches, partners=tuple(str(pair.second) for pair in pairs))


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
