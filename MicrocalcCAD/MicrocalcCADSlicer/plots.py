"""Plots of the review as tables and charts of the scene: distributions of the chosen cluster, and the curve of the
model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import slicer
from MicrocalcCADLib.distributions import distributions
from MicrocalcCADLib.errors import InputError, ModelError
from MicrocalcCADLib.findings import Cluster, Findings
from MicrocalcCADLib.models import find_bundle
from slicer.i18n import tr as _
from vtk.util.numpy_support import numpy_to_vtk

from .decimals import Decimal
from .library_words import said
from .result_nodes import PLOT, ResultNodes, addNode, batch, removeNodes, volumeTitle
from .subject_hierarchy import moveIntoFolder

CHOSEN_COLOR, OTHERS_COLOR, POINT_COLOR = (0.35, 0.78, 0.98), (0.55, 0.55, 0.55), (0.95, 0.45, 0.25)
LINE_WIDTH, MARKER_SIZE = 3, 14


@dataclass(frozen=True)
class Axes:
    """Which columns of a model's curve are plotted, and what they are called."""

    x: str
    y: str
    title: str
    xTitle: str
    yTitle: str


def plotDistributions(nodes: ResultNodes, findings: Findings, cluster: Cluster) -> list:
    """Make charts of size, shape and intensity of a cluster's calcifications against all others, and return them, size
    first.

    Charts of another cluster are replaced.
    """
    name = _("Cluster {id}").format(id=cluster.id)
    charts = []
    with batch():
        removeNodes(_plotsOf(nodes, "distribution"))
        for found in distributions(findings, cluster.id):
            table = _table(
                nodes,
                found.quantity.title,
                {"value": found.centres, "cluster": found.chosen, "others": found.others},
                "distribution",
            )
            series = [
                _series(nodes, table, name, ("value", "cluster"), CHOSEN_COLOR, "distribution"),
                _series(nodes, table, _("All others"), ("value", "others"), OTHERS_COLOR, "distribution"),
            ]
            titles = (
                _("{cluster} against all others").format(cluster=name),
                found.quantity.title,
                _("Share of the calcifications"),
            )
            charts.append(_chart(nodes, titles, series, "distribution"))
    return charts


def plotCurve(nodes: ResultNodes, findings: Findings):
    """Make a chart of the curve of the model in use with the operating point on it, and return it.

    It is the FROC of single calcifications where the model was measured on images with known ones, the ROC of patches
    for a method that marks patches; else the false clusters, on images without lesions, of each lowest score.

    Raises
    ------
    InputError
        If the model is not at hand any more, or states no curve.
    """
    axes, rows = _curveOf(findings)
    values = {key: np.array([row[key] for row in rows], float) for key in {"threshold", axes.x, axes.y}}
    order = np.argsort(values["threshold"])
    values = {key: column[order] for key, column in values.items()}
    threshold = findings.operating_point.threshold
    point = {key: np.array([np.interp(threshold, values["threshold"], column)]) for key, column in values.items()}
    with batch():
        removeNodes(_plotsOf(nodes, "curve"))
        curve = _series(
            nodes,
            _table(nodes, axes.title, values, "curve"),
            findings.model.name,
            (axes.x, axes.y),
            CHOSEN_COLOR,
            "curve",
        )
        title = _("{name} (score from {threshold:.2f})").format(
            name=findings.operating_point.name, threshold=Decimal(threshold)
        )
        mark = _series(nodes, _table(nodes, title, point, "curve"), title, (axes.x, axes.y), POINT_COLOR, "curve")
        mark.SetLineStyle(
            slicer.vtkMRMLPlotSeriesNode.LineStyleNone
        )  # a line through one point is an error at each redraw
        mark.SetMarkerStyle(slicer.vtkMRMLPlotSeriesNode.MarkerStyleCircle)
        mark.SetMarkerSize(MARKER_SIZE)
        return _chart(nodes, (axes.title, axes.xTitle, axes.yTitle), [curve, mark], "curve")


def _curveOf(findings: Findings) -> tuple[Axes, Sequence[Mapping[str, float]]]:
    if findings.model is None:
        raise InputError(
            _("The method {method} has no model, so there is no curve of it.").format(method=findings.method)
        )
    try:
        bundle = find_bundle(findings.model.name, findings.method)
    except ModelError as error:
        raise InputError(
            _("The curve of model {name} cannot be shown: {error}").format(name=findings.model.name, error=said(error))
        ) from error
    if bundle.identity.sha256 != findings.model.sha256:
        raise InputError(
            _(
                "The model {name} is another one by now than that of the findings: click Detect calcifications to see"
                " its curve."
            ).format(name=findings.model.name)
        )
    training = bundle.section.get("training")
    figures = training.get("figures") if isinstance(training, Mapping) else None
    figures = figures if isinstance(figures, Mapping) else {}
    for measured, some in ((_("held-out part"), figures), *figures.items()):
        if isinstance(some, Mapping) and isinstance(some.get("froc"), list) and len(some["froc"]) > 1:
            return _frocAxes(measured), some["froc"]
    rows = bundle.section.get("operating_curve") or ()
    if len(rows) < 2:
        raise InputError(
            _("The model {name} states no curve: click Evaluate on the page 3 of Microcalc Train.").format(
                name=findings.model.name
            )
        )
    return _axesOf(rows), rows


def _frocAxes(measured: str) -> Axes:
    title = _("FROC of the model, single calcifications ({images})").format(images=measured)
    return Axes(
        "false_calcifications_per_cm2", "sensitivity", title, _("False calcifications per cm²"), _("Sensitivity")
    )


def _axesOf(rows: Sequence[Mapping[str, float]]) -> Axes:
    false = _("False clusters per image")
    if all("true_positive_rate" in row and "false_positive_rate" in row for row in rows):
        return Axes(
            "false_positive_rate",
            "true_positive_rate",
            _("ROC of the model, patches"),
            _("False positive rate"),
            _("True positive rate"),
        )
    if all("false_clusters_per_image" in row for row in rows):
        return Axes(
            "threshold",
            "false_clusters_per_image",
            _("False clusters of the model, images without lesions"),
            _("Lowest score"),
            false,
        )
    raise InputError(
        _("The curve of the model has no columns that can be plotted: click Evaluate on the page 3 of Microcalc Train.")
    )


def _plotsOf(nodes: ResultNodes, kind: str) -> list:
    return [node for node in nodes.plots if node.GetAttribute("Microcalc.Plot") == kind]


def _add(nodes: ResultNodes, className: str, title: str, kind: str):
    node = addNode(nodes.volume, PLOT, nodes.set, className=className, title=title)
    node.SetAttribute("Microcalc.Plot", kind)
    moveIntoFolder(nodes.volume, [node])
    return node


def _table(nodes: ResultNodes, title: str, columns: Mapping[str, np.ndarray], kind: str):
    table = _add(nodes, "vtkMRMLTableNode", f"{volumeTitle(nodes.volume)} {title}", kind)
    for name, values in columns.items():
        array = numpy_to_vtk(np.ascontiguousarray(values, float), deep=True)
        array.SetName(name)
        table.AddColumn(array)
    return table


def _series(
    nodes: ResultNodes, table, title: str, columns: tuple[str, str], color: tuple[float, float, float], kind: str
):
    series = _add(nodes, "vtkMRMLPlotSeriesNode", title, kind)
    series.SetAndObserveTableNodeID(table.GetID())
    series.SetXColumnName(columns[0])
    series.SetYColumnName(columns[1])
    series.SetPlotType(slicer.vtkMRMLPlotSeriesNode.PlotTypeScatter)
    series.SetLineStyle(slicer.vtkMRMLPlotSeriesNode.LineStyleSolid)
    series.SetLineWidth(LINE_WIDTH)
    series.SetMarkerStyle(slicer.vtkMRMLPlotSeriesNode.MarkerStyleNone)
    series.SetColor(*color)
    return series


def _chart(nodes: ResultNodes, titles: tuple[str, str, str], series: Sequence, kind: str):
    chart = _add(nodes, "vtkMRMLPlotChartNode", titles[1] if kind == "distribution" else titles[0], kind)
    chart.SetTitle(titles[0])
    chart.SetXAxisTitle(titles[1])
    chart.SetYAxisTitle(titles[2])
    for one in series:
        chart.AddAndObservePlotSeriesNodeID(one.GetID())
    return chart
