"""``qMRMLPlotView``: draws the chart of its view node with Qt, as plain lines and points, whenever it is painted.

It shows what the nodes say at that moment, so a page whose plot is not brought up to date shows it; a chart that was
deleted is none.
"""

from __future__ import annotations

import math
from typing import Any

import slicer
from PySide6 import QtCore, QtGui, QtWidgets

from .pythonqt import PythonQtObject

MARGIN_LEFT, MARGIN_RIGHT, MARGIN_TOP, MARGIN_BOTTOM = 52, 10, 24, 58


class QMRMLPlotView(PythonQtObject, QtWidgets.QWidget):
    """A widget for one plot; it needs the scene first, then the node of the view."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._scene = self._node = None

    def setMRMLScene(self, scene: Any) -> None:
        self._scene = scene
        if scene is None:
            self._node = None

    def setMRMLPlotViewNode(self, node: Any) -> None:
        if self._scene is None and node is not None:
            raise ValueError("qMRMLPlotView has no scene")
        self._node = node
        QtWidgets.QWidget.update(self)

    def shown_node(self) -> Any:
        """Return the node of the view, which Python cannot ask for in Slicer."""
        return self._node

    def fitToContent(self) -> None:
        QtWidgets.QWidget.update(self)

    def curves(self) -> dict[str, list[tuple[float, float]]]:
        """Return what is drawn: the points of each series of the chart by its name."""
        chart = self._chart()
        return {} if chart is None else {one.GetName(): _points(one) for one in _series(chart)}

    def _chart(self) -> Any:
        return (
            slicer.mrmlScene.GetNodeByID(self._node.GetPlotChartNodeID() or "")
            if self._node is not None and self._node.GetScene()
            else None
        )

    def paintEvent(self, _event: Any) -> None:
        painter = QtGui.QPainter(self)
        size = QtWidgets.QWidget.size(self)
        painter.fillRect(QtCore.QRect(QtCore.QPoint(0, 0), size), QtCore.Qt.white)
        chart, curves = self._chart(), self.curves()
        points = [point for own in curves.values() for point in own]
        if chart is not None and points:
            box = QtCore.QRectF(
                MARGIN_LEFT,
                MARGIN_TOP,
                size.width() - MARGIN_LEFT - MARGIN_RIGHT,
                size.height() - MARGIN_TOP - MARGIN_BOTTOM,
            )
            _draw(painter, box, chart, points)
        painter.end()


def _series(chart: Any) -> list[Any]:
    nodes = (chart.GetNthPlotSeriesNode(index) for index in range(chart.GetNumberOfPlotSeriesNodes()))
    return [node for node in nodes if node is not None]


def _points(series: Any) -> list[tuple[float, float]]:
    table = series.GetTableNode().GetTable()
    columns = (table.GetColumnByName(name) for name in (series.GetXColumnName(), series.GetYColumnName()))
    x, y = ([column.GetValue(row) for row in range(column.GetNumberOfTuples())] for column in columns)
    return [pair for pair in zip(x, y, strict=True) if not math.isnan(pair[1])]


def _draw(painter: QtGui.QPainter, box: QtCore.QRectF, chart: Any, points: list[tuple[float, float]]) -> None:
    low, high = ([pick(one) for one in zip(*points, strict=True)] for pick in (min, max))
    spread = [max(b - a, 1e-9) for a, b in zip(low, high, strict=True)]

    def place(point: tuple[float, float]) -> QtCore.QPointF:
        across, up = ((value - least) / wide for value, least, wide in zip(point, low, spread, strict=True))
        return QtCore.QPointF(box.left() + across * box.width(), box.bottom() - up * box.height())

    painter.setRenderHint(QtGui.QPainter.Antialiasing)
    painter.setPen(QtGui.QColor(90, 90, 90))
    painter.drawLine(box.bottomLeft(), box.bottomRight())
    painter.drawLine(box.bottomLeft(), box.topLeft())
    height = painter.fontMetrics().height()
    painter.drawText(QtCore.QRectF(0, 2, box.right(), height), QtCore.Qt.AlignCenter, chart.GetTitle() or "")
    for value, y in ((high[1], box.top()), (low[1], box.bottom() - height)):
        painter.drawText(QtCore.QRectF(0, y, box.left() - 4, height), QtCore.Qt.AlignRight, f"{value:.3g}")
    below = QtCore.QRectF(box.left(), box.bottom() + 2, box.width(), height)
    painter.drawText(below, QtCore.Qt.AlignLeft, f"{low[0]:.3g}")
    painter.drawText(below, QtCore.Qt.AlignRight, f"{high[0]:.3g}")
    painter.drawText(below, QtCore.Qt.AlignCenter, chart.GetXAxisTitle() or "")
    for number, series in enumerate(_series(chart)):
        color = QtGui.QColor.fromRgbF(*series.GetColor())
        painter.setPen(QtGui.QPen(color, 2))
        places = [place(point) for point in _points(series)]
        if series.GetLineStyle() != series.LineStyleNone:
            painter.drawPolyline(places)
        if series.GetMarkerStyle() != series.MarkerStyleNone:
            painter.setBrush(color)
            for one in places:
                painter.drawEllipse(one, 3, 3)
        legend = QtCore.QRectF(
            box.left() + (number % 2) * box.width() / 2,
            box.bottom() + height * (1.2 + number // 2),
            box.width() / 2,
            height,
        )
        name = painter.fontMetrics().elidedText(series.GetName(), QtCore.Qt.ElideRight, int(legend.width()) - 4)
        painter.drawText(legend, QtCore.Qt.AlignLeft, name)
