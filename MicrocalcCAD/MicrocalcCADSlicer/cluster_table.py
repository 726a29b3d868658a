"""The list of clusters in the panel."""

from __future__ import annotations

from collections.abc import Mapping

import qt
from MicrocalcCADLib.assessment.birads_scale import rating_text
from MicrocalcCADLib.findings import Cluster, Findings
from slicer.i18n import tr as _

from .outlines import colorOf
from .review import ACCEPTED, ADDED, EDITED, REJECTED, UNSEEN, UNSURE
from .table_widgets import fitColumns


def fillClusterTable(table, findings: Findings | None, states: Mapping[int, str]) -> None:
    """List the reported clusters, most suspicious first; None empties the list."""
    clusters = findings.reported_clusters if findings else ()
    withMalignancy = any(c.malignancy is not None for c in clusters)
    withBirads = [c.birads for c in clusters if c.birads]
    headers = [*_headers(), *([_malignancyHeader()] if withMalignancy else []), *([_biradsHeader(withBirads[0])] if withBirads else [])]
    table.setColumnCount(len(headers))
    table.setHorizontalHeaderLabels([title for title, _toolTip in headers])
    for column, (_title, toolTip) in enumerate(headers):
        table.horizontalHeaderItem(column).setToolTip(toolTip)
    table.setRowCount(len(clusters))
    table.verticalHeader().setVisible(False)
    for row, cluster in enumerate(clusters):
        state = states[cluster.id]
        cells = _cells(cluster, state) + ([_malignancy(cluster)] if withMalignancy else [])
        cells += [_birads(cluster)] if withBirads else []
        for column, text in enumerate(cells):
            item = _item(text, cluster, state, first=column == 0)
            item.setToolTip(cluster.sentence)
            table.setItem(row, column, item)
        if withBirads:
            table.item(row, len(cells) - 1).setToolTip(rating_text(cluster.birads))
    fitColumns(table)


def _headers() -> list[tuple[str, str]]:
    """Return the titles, short enough for a narrow panel, and what they stand for."""
    return [
        (_("Nr"), _("Number, in the colour of the outline")),
        (_("Score"), _("How sure the detector is that this is a cluster of calcifications, from 0 to 1: it orders, it is no probability")),
        (_("Count"), _("Calcifications in the cluster")),
        (_("mm²"), _("Area within the outline")),
        (_("/cm²"), _("Calcifications per square centimetre")),
        (_("Kind"), _("Cluster: more than 5 in a square centimetre; few: less")),
        (_("State"), _("What the reader has decided")),
    ]


def _malignancyHeader() -> tuple[str, str]:
    return _("Malign."), _("Malignancy, from 0 to 1: what it was learned from stands below the list")


def _biradsHeader(rating: Mapping[str, object]) -> tuple[str, str]:
    return _("BI-RADS"), ", ".join(filter(None, [_("BI-RADS category"), str(rating.get("basis") or "")]))


def _birads(cluster: Cluster) -> str:
    """Return the category alone; the rest of the rating is the tip of the cell."""
    if not cluster.birads:
        return _("not rated")
    return rating_text(cluster.birads) if cluster.birads.get("abstains") else str(cluster.birads.get("category") or _("not rated"))


def _cells(cluster: Cluster, state: str) -> list[str]:
    kinds = {"cluster": _("cluster"), "few": _("few")}
    kind = kinds.get(cluster.kind, cluster.kind) + (_(", vascular?") if cluster.vascular else "")
    states = {UNSEEN: _("unseen"), ACCEPTED: _("accepted"), REJECTED: _("rejected"), UNSURE: _("not sure"), EDITED: _("edited"), ADDED: _("added")}
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
