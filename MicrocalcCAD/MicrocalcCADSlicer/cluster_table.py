"""The list of clusters in the panel."""

from __future__ import annotations

from collections.abc import Mapping

import qt
from MicrocalcCADLib.assessment.birads_scale import rating_text
from MicrocalcCADLib.findings import Cluster, Findings
from slicer.i18n import tr as _

from .outlines import colorOf
from .review import ACCEPTED, ADDED, EDITED, REJECTED, UNSEEN
from .table_widgets import fitColumns


def fillClusterTable(table, findings: Findings | None, states: Mapping[int, str]) -> None:
    """List the reported clusters, most suspicious first; None empties the list."""
    headers = [_("Nr"), _("Score"), _("Count"), _("Area mm²"), _("per cm²"), _("Kind"), _("State")]
    clusters = findings.reported_clusters if findings else ()
    withMalignancy = any(c.malignancy is not None for c in clusters)
    headers += [_("Malignancy")] if withMalignancy else []
    withBirads = [c.birads for c in clusters if c.birads]
    headers += [", ".join(filter(None, [_("BI-RADS"), withBirads[0].get("basis")]))] if withBirads else []
    table.setColumnCount(len(headers))
    table.setHorizontalHeaderLabels(headers)
    table.setRowCount(len(clusters))
    table.verticalHeader().setVisible(False)
    for row, cluster in enumerate(clusters):
        state = states[cluster.id]
        cells = _cells(cluster, state) + ([_malignancy(cluster)] if withMalignancy else [])
        cells += [rating_text(cluster.birads) or _("not rated")] if withBirads else []
        for column, text in enumerate(cells):
            table.setItem(row, column, _item(text, cluster, state, first=column == 0))
    fitColumns(table)


def _cells(cluster: Cluster, state: str) -> list[str]:
    kinds = {"cluster": _("cluster"), "few": _("few")}
    kind = kinds.get(cluster.kind, cluster.kind) + (_(", vascular?") if cluster.vascular else "")
    states = {UNSEEN: _("unseen"), ACCEPTED: _("accepted"), REJECTED: _("rejected"), EDITED: _("edited"), ADDED: _("added")}
    return [
        str(cluster.id),
        f"{cluster.score:.2f}",
        str(cluster.count),
        f"{cluster.area_mm2:.1f}",
        f"{cluster.density_per_cm2:.0f}",
        kind,
        states[state],
    ]


def _malignancy(cluster: Cluster) -> str:
    return _("not rated") if cluster.malignancy is None else f"{cluster.malignancy:.2f}"


def _item(text: str, cluster: Cluster, state: str, first: bool):
    item = qt.QTableWidgetItem(text)
    if first:  # the colour of the outline in the slice view
        item.setBackground(qt.QBrush(qt.QColor.fromRgbF(*colorOf(cluster, state))))
        item.setForeground(qt.QBrush(qt.QColor(0, 0, 0)))
    if state == REJECTED:
        font = item.font()
        font.setStrikeOut(True)
        item.setFont(font)
    return item
