"""The clusters of all views of an exam in one list, with those of the other view of the breast that may be the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import qt
import slicer
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.exam import VIEWS, Exam, View, possible_matches
from MicrocalcCADLib.findings import Cluster, Findings
from MicrocalcCADLib.nipple import landmarks_of
from MicrocalcCADLib.sentence import FEWER, MORE, NEW, UNCHANGED, Prior, change_of, since_prior
from slicer.i18n import tr as _

from .counted import counted
from .decimals import Decimal
from .findings_table import SYMBOLS, stateText
from .library_words import said
from .outlines import colorOf, drawnShape, shapeOf
from .prior_exam import priorOf
from .result_nodes import resultsOf
from .results import segmentSeen, storedAtBest
from .scene_state import State, readState
from .table_widgets import fitColumns


@dataclass(frozen=True)
class ExamCluster:
    """A reported cluster with its view, its state of review, its distance to the nipple, and what it may match, in
    words.

    `change` is what has become of it since the prior of the same view (`sentence.change_of`), empty where none is
    known.
    """

    view: View
    volumeNode: object
    cluster: Cluster
    state: str
    nippleMm: float | None = None
    matches: tuple[str, ...] = ()
    change: str = ""

    @property
    def title(self) -> str:
        """View and number, such as ``R CC 2``."""
        return f"{self.view.title} {self.cluster.id}"


def clustersOf(exam: Exam, toleranceMm: float) -> list[ExamCluster]:
    """Return the reported clusters of all images of an exam, most suspicious first in each; views without results have
    none.
    """
    found = [one for view in (*exam.hung, *exam.others) for one in clustersOfView(view)]
    return [_matched(one, found, toleranceMm) for one in found]


def fillExamTable(table, found: Sequence[ExamCluster]) -> None:
    """Show the list, narrow enough for the panel; a possible match is worded as such, several below each other."""
    headers = _headers()
    table.setColumnCount(len(headers))
    table.setHorizontalHeaderLabels([title for title, _toolTip in headers])
    for column, (_title, toolTip) in enumerate(headers):
        table.horizontalHeaderItem(column).setToolTip(toolTip)
    table.setRowCount(len(found))
    table.verticalHeader().setVisible(False)
    for row, one in enumerate(found):
        for column, text in enumerate(_cells(one)):
            item = qt.QTableWidgetItem(text)
            item.setToolTip(_tipOf(one))
            if column == 0:  # the colour of the outline in the slice view
                item.setBackground(qt.QBrush(qt.QColor.fromRgbF(*colorOf(one.cluster))))
                item.setForeground(qt.QBrush(qt.QColor(0, 0, 0)))
            table.setItem(row, column, item)
    fitColumns(table, isLastWrapped=True)


def clustersOfView(view: View) -> list[ExamCluster]:
    """Return the reported clusters of an image without their matches; read anew only where results or review are others
    than the last time.
    """
    volumeNode, read = slicer.mrmlScene.GetNodeByID(view.key), _read(view)
    return [
        ExamCluster(view, volumeNode, c, state, nippleMm, change=change)
        for c, state, nippleMm, change in (read.clusters if read else ())
    ]


def findingsOfView(view: View) -> Findings | None:
    """Return what is found in an image at the settings and edits of its review, None without results."""
    read = _read(view)
    return read.findings if read else None


def curveOf(volumeNode, cluster: Cluster):
    """Return the curve of a cluster, None if it has none or the user has deleted it."""
    nodes, shape = resultsOf(volumeNode), shapeOf(cluster)
    return next((curve for curve in nodes.outlines if drawnShape(curve) == shape), None) if nodes is not None else None


class _Read(NamedTuple):
    """What is found in an image, and each reported cluster with its state, its distance to the nipple in mm, and its
    change since the prior.
    """

    findings: Findings
    clusters: list[tuple[Cluster, str, float | None, str]]


# By the ID of the volume: what it was read from, and what was read. No nodes, which would live on after their scene.
_found: dict[str, tuple[tuple, _Read | None]] = {}


def _read(view: View) -> _Read | None:
    volumeNode = slicer.mrmlScene.GetNodeByID(view.key)
    nodes = resultsOf(volumeNode) if volumeNode is not None else None
    if nodes is None or nodes.analysis is None:
        return None
    state, prior = readState((nodes.analysis, nodes.segmentation)), priorOf(volumeNode)
    key = (nodes.set, nodes.analysis.GetID(), state.toJson(), state.edits.to_text(), segmentSeen(nodes), prior)
    if view.key not in _found or _found[view.key][0] != key:
        kept = storedAtBest(nodes)
        _found[view.key] = (key, _readFrom(*kept, prior) if kept else None)
    return _found[view.key][1]


def _readFrom(analysis: Analysis, state: State, prior: Prior | None) -> _Read:
    findings = state.findings(analysis)
    states = state.review.states(findings)
    marks = landmarks_of(state.edited(analysis))
    compared = since_prior(findings, marks, prior)
    clusters = [
        (
            c,
            states[c.id],
            None if marks is None else marks.from_nipple_mm((c.row, c.column)),
            change_of(c.count, compared[c.id]) if c.id in compared else "",
        )
        for c in findings.reported_clusters
    ]
    return _Read(findings, clusters)


def _matched(one: ExamCluster, found: Sequence[ExamCluster], toleranceMm: float) -> ExamCluster:
    """Return the cluster with what may be the same in the other of CC and MLO, and the difference of the distances."""
    if one.nippleMm is None or one.view.view not in VIEWS or one.view.laterality is None:
        return one
    other = VIEWS[1 - VIEWS.index(one.view.view)]
    there = {
        o.title: o.nippleMm
        for o in found
        if (o.view.laterality, o.view.view) == (one.view.laterality, other) and o.nippleMm is not None
    }
    pairs = possible_matches({one.title: one.nippleMm}, there, toleranceMm)
    matches = tuple(
        _("{cluster} ({difference:.0f} mm)").format(cluster=pair.second, difference=pair.difference_mm)
        for pair in pairs
    )
    return replace(one, matches=matches)


def _headers() -> list[tuple[str, str]]:
    """Return the titles, short enough for a narrow panel, and what they stand for."""
    return [
        (_("View"), _("Side and view; in the colour of the kind")),
        (_("Nr"), _("Number of the outline")),
        (_("Susp."), _("How much it calls for a look, from 0 to 1: it orders, it is no probability")),
        (_("Nipple"), _("Distance to the nipple in mm")),
        (_("Prior"), _("What has become of it since the prior exam")),
        ("", _("What the reader has decided: ✓ accepted, ✗ rejected, ? not sure, ✎ edited, + added")),
        (
            _("Match"),
            _(
                "What may be the same in the other view of the breast, with the difference of the distances to the"
                " nipple"
            ),
        ),
    ]


def _tipOf(one: ExamCluster) -> str:
    cluster = one.cluster
    count = counted(cluster.count, _("1 calcification"), _("{count} calcifications"))
    return "\n".join(
        [
            f"{said(cluster.morphology)}, {said(cluster.distribution)}",
            _("{count}, {area:.1f} mm²").format(count=count, area=Decimal(cluster.area_mm2)),
            stateText(one.state),
        ]
    )


def _cells(one: ExamCluster) -> list[str]:
    changes = {NEW: _("new"), MORE: _("more"), FEWER: _("fewer"), UNCHANGED: _("unchanged")}
    return [
        one.view.title,
        str(one.cluster.id),
        f"{Decimal(one.cluster.suspicion):.2f}",
        "" if one.nippleMm is None else f"{one.nippleMm:.0f}",
        changes.get(one.change, ""),
        SYMBOLS[one.state],
        "\n".join(f"{match}?" for match in one.matches),
    ]
