"""Curves as chart, series and table nodes, which Slicer's plot view shows and follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

import slicer
import slicer.util
import vtk

ATTRIBUTE, LABELS = "Microcalc.Chart", "label"
COLORS = ((0.35, 0.78, 0.98), (1.0, 0.6, 0.2), (0.4, 0.8, 0.4), (0.9, 0.4, 0.6), (0.7, 0.6, 0.95), (0.85, 0.8, 0.35))


class Style(Enum):
    """How the values of a chart are drawn."""

    LINES = "lines"
    MARKED_LINES = "marked lines"
    POINTS = "points"
    BARS = "bars"


@dataclass(frozen=True)
class Curves:
    """Columns of equal length by name; the first is the horizontal axis, each other is one curve.

    Labels, where given, name the rows; titles are what the legend calls the curves, by column.
    """

    name: str
    columns: Mapping[str, Sequence[float]]
    labels: Sequence[str] = ()
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Axes:
    """Titles of a chart and its axes."""

    title: str
    x: str
    y: str


def updateChart(key: str, axes: Axes, curves: Sequence[Curves], style: Style = Style.LINES):
    """Make the chart of a key, or bring it up to date, and return its node; what it lacks now is removed."""
    chart = _node("vtkMRMLPlotChartNode", key, axes.title)
    chart.SetTitle(axes.title)
    chart.SetXAxisTitle(axes.x)
    chart.SetYAxisTitle(axes.y)
    kept, count = {chart.GetID()}, 0
    for some in curves:
        table = _node("vtkMRMLTableNode", f"{key}/{some.name}", f"{axes.title} {some.name}")
        _fill(table, some)
        kept.add(table.GetID())
        x, *others = some.columns
        for y in others:
            name = some.titles.get(y) or (f"{some.name} {y}" if len(others) > 1 else some.name)
            series = _series(f"{key}/{some.name}/{y}", table, x, y, name, _drawable(style, some.columns[x]))
            series.SetColor(*COLORS[count % len(COLORS)])
            count += 1
            kept.add(series.GetID())
            if not chart.HasPlotSeriesNodeID(series.GetID()):
                chart.AddAndObservePlotSeriesNodeID(series.GetID())
    for node in _nodesOf(key):
        if node.GetID() not in kept:
            chart.RemovePlotSeriesNodeID(node.GetID())
            slicer.mrmlScene.RemoveNode(node)
    return chart


def chartOf(key: str):
    """Return the chart of a key, None if there is none in the scene."""
    return next(
        (node for node in slicer.util.getNodesByClass("vtkMRMLPlotChartNode") if node.GetAttribute(ATTRIBUTE) == key),
        None,
    )


def _drawable(style: Style, values: Sequence[float]) -> Style:
    """Return points in place of lines where there is one value: a line through one point is an error at each redraw."""
    return Style.POINTS if style in (Style.LINES, Style.MARKED_LINES) and len(values) < 2 else style


def _series(key: str, table, x: str, y: str, name: str, style: Style):
    series = _node("vtkMRMLPlotSeriesNode", key, name)
    series.SetAndObserveTableNodeID(table.GetID())
    series.SetXColumnName(x)
    series.SetYColumnName(y)
    series.SetPlotType(series.PlotTypeBar if style is Style.BARS else series.PlotTypeScatter)
    series.SetMarkerStyle(
        series.MarkerStyleCircle if style in (Style.MARKED_LINES, Style.POINTS) else series.MarkerStyleNone
    )
    series.SetLineStyle(series.LineStyleNone if style is Style.POINTS else series.LineStyleSolid)
    series.SetLabelColumnName(LABELS if style is Style.BARS else "")
    return series


def _fill(table, curves: Curves) -> None:
    modified = table.StartModify()
    table.RemoveAllColumns()
    for name, values in curves.columns.items():
        array = vtk.vtkDoubleArray()
        array.SetName(name)
        array.SetNumberOfValues(len(values))
        for index, value in enumerate(values):
            array.SetValue(index, float(value))
        table.AddColumn(array)
    if curves.labels:
        labels = vtk.vtkStringArray()
        labels.SetName(LABELS)
        for text in curves.labels:
            labels.InsertNextValue(text)
        table.AddColumn(labels)
    table.EndModify(modified)


def _node(kind: str, key: str, name: str):
    for node in slicer.util.getNodesByClass(kind):
        if node.GetAttribute(ATTRIBUTE) == key:
            return node
    node = slicer.mrmlScene.AddNewNodeByClass(kind, name)
    node.SetAttribute(ATTRIBUTE, key)
    return node


def _nodesOf(key: str) -> list:
    kinds = ("vtkMRMLPlotSeriesNode", "vtkMRMLTableNode")
    nodes = [node for kind in kinds for node in slicer.util.getNodesByClass(kind)]
    return [node for node in nodes if (node.GetAttribute(ATTRIBUTE) or "").startswith(f"{key}/")]
