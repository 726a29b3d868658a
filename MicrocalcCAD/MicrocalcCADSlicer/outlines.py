"""Closed curves around the clusters."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

import numpy as np
import slicer.util
from MicrocalcCADLib.findings import Cluster
from MicrocalcCADLib.palette import colour_of_group, rgb
from slicer.i18n import tr as _

from .counted import counted
from .decimals import Decimal
from .geometry import hasPoints, setPoints
from .halos import addLine, addRim, lineOf, rimOf, setThickness
from .result_nodes import OUTLINE_CLASS, VOLUME_REFERENCE, oneChange, setSpare, untold
from .review import ACCEPTED
from .view_marks import showInOwnViews

TEXT_SCALE, TEXT_BACKGROUND_OPACITY = 3.0, 0.6
LINE_SCALE = 0.5
# Of a label, as shares of the image: its height, and its width by the letter with what is beside it. Views are
# mirrored, so on both sides.
LABEL_HEIGHT, LABEL_MARGIN, LABEL_LETTER = 0.04, 0.02, 0.015
# Of a glyph: the labelled point is no wider than the line, that of an accepted finding is wider.
LINE_THICKNESS, ACCEPTED_THICKNESS = 1.0, 1.75
HIGHLIGHTED_THICKNESS = 2.5
DRAWN_ATTRIBUTE, LOOKS_ATTRIBUTE = "Microcalc.Drawn", "Microcalc.Looks"
HIGHLIGHTED_ATTRIBUTE, ACCEPTED_ATTRIBUTE = "Microcalc.Highlighted", "Microcalc.Accepted"


def fillOutlineNode(node) -> None:
    """Give a new closed-curve node its looks: a thin line over a dark rim, with its label, not to be moved
    by accident.
    """
    addRim(node)
    display = addLine(node)
    showInOwnViews(node)
    node.SetCurveTypeToLinear()
    node.SetNumberOfPointsPerInterpolatingSegment(
        1
    )  # a straight line needs no more: every view works through them at each of its moves
    node.SetLocked(True)
    # the label stands at the top of the outline; that of the whole curve would cover its middle, the calcifications
    display.SetPropertiesLabelVisibility(False)
    display.SetPointLabelsVisibility(True)
    for one in (display, rimOf(node)):
        one.SetUseGlyphScale(True)
        one.SetGlyphScale(LINE_SCALE)
    setThickness(node, LINE_THICKNESS)
    display.SetTextScale(TEXT_SCALE)
    text = display.GetTextProperty()  # readable on dense and on fatty tissue alike
    text.SetBold(True)
    text.SetShadow(False)
    text.SetBackgroundColor(0, 0, 0)
    text.SetBackgroundOpacity(TEXT_BACKGROUND_OPACITY)


def updateOutlineNode(node, volumeNode, cluster: Cluster, state: str, title: str) -> None:
    """Draw a cluster's outline; its colour tells what it is, its width whether it was accepted. What is drawn so
    already is left alone.

    A number that is another one now is left to `labelOutlineNode`: a slider numbers all clusters anew with every move.

    Parameters
    ----------
    title
        Of the volume, see `result_nodes.volumeTitle`.
    """
    shape, looks = shapeOf(cluster), f"{zlib.crc32(f'{colorOf(cluster)} {state == ACCEPTED}'.encode()):08x}"
    if drawnShape(node) != shape:
        with oneChange(node):
            setSpare(node, False)
            _drawShape(node, volumeNode, cluster, shape, title)
            _drawLooks(node, cluster, state, looks)
        return
    if node.GetAttribute(LOOKS_ATTRIBUTE) != looks:
        _drawLooks(node, cluster, state, looks)
    setSpare(node, False)


def _drawLooks(node, cluster: Cluster, state: str, looks: str) -> None:
    with untold(node):
        node.SetAttribute(LOOKS_ATTRIBUTE, looks)
        node.SetAttribute(ACCEPTED_ATTRIBUTE, "1" if state == ACCEPTED else None)
        paint(node, colorOf(cluster))
        _showThickness(node)
    node.Modified()


def paint(curve, color: tuple[float, float, float]) -> None:
    """Give the line of a curve a colour."""
    lineOf(curve).SetSelectedColor(*color)
    lineOf(curve).SetColor(*color)


def labelOutlineNode(node, cluster: Cluster, title: str) -> None:
    """Bring number, score and count of an outline to those of its cluster; `title` is the volume's."""
    name, description = _nameOf(cluster, title), _descriptionOf(cluster)
    if (node.GetName(), node.GetDescription()) != (name, description):
        with untold(node):
            node.SetName(name)
            node.SetDescription(description)
            showLabel(node, _polygonOf(cluster), str(cluster.id))
        node.Modified()


def _drawShape(node, volumeNode, cluster: Cluster, shape: str, title: str) -> None:
    polygon = _polygonOf(cluster)
    setPoints(node, volumeNode, np.array(polygon))
    node.SetName(_nameOf(cluster, title))
    node.SetDescription(_descriptionOf(cluster))
    showLabel(node, polygon, str(cluster.id))
    node.SetAttribute(DRAWN_ATTRIBUTE, shape)
    node.SetAttribute(HIGHLIGHTED_ATTRIBUTE, None)  # that was another cluster
    node.SetAttribute(LOOKS_ATTRIBUTE, None)


def _nameOf(cluster: Cluster, title: str) -> str:
    return _("{volume} cluster {id}").format(volume=title, id=cluster.id)


def _descriptionOf(cluster: Cluster) -> str:
    count = counted(cluster.count, _("1 calcification"), _("{count} calcifications"))
    return _("score {score:.2f}, {count}").format(score=Decimal(cluster.score), count=count)


def shapeOf(cluster: Cluster) -> str:
    """Return what tells the outline of a cluster from others."""
    return f"{zlib.crc32(np.array(_polygonOf(cluster)).tobytes()):08x}"


def drawnShape(node) -> str:
    """Return `shapeOf` the cluster that a curve was drawn for, empty for none."""
    return (node.GetAttribute(DRAWN_ATTRIBUTE) or "").partition(" ")[0]


def forgetMisplaced(curves: Iterable, volumeNode, clusters: Iterable[Cluster]) -> bool:
    """Let outlines that lie elsewhere than they were drawn, as where a file has replaced theirs, be drawn again; return
    whether there are any.
    """
    byShape, found = {shapeOf(cluster): cluster for cluster in clusters}, False
    for curve in curves:
        cluster = byShape.get(drawnShape(curve))
        if cluster is not None and not hasPoints(curve, volumeNode, np.array(_polygonOf(cluster))):
            curve.SetAttribute(DRAWN_ATTRIBUTE, None)
            found = True
    return found


def highlight(curves: Iterable, before: Iterable = ()) -> None:
    """Draw curves with a thick line, and those that were highlighted before as they were."""
    wanted = list(curves)
    for curve in before:
        if curve not in wanted:
            _setHighlighted(curve, False)
    for curve in wanted:
        _setHighlighted(curve, True)


def highlighted() -> list:
    """Return the curves of the scene that are highlighted."""
    return [curve for curve in slicer.util.getNodesByClass(OUTLINE_CLASS) if curve.GetAttribute(HIGHLIGHTED_ATTRIBUTE)]


def _setHighlighted(curve, wanted: bool) -> None:
    if bool(curve.GetAttribute(HIGHLIGHTED_ATTRIBUTE)) != wanted:
        with untold(curve):
            curve.SetAttribute(HIGHLIGHTED_ATTRIBUTE, "1" if wanted else None)
            _showThickness(curve)
        curve.Modified()


def _showThickness(curve) -> None:
    own = ACCEPTED_THICKNESS if curve.GetAttribute(ACCEPTED_ATTRIBUTE) else LINE_THICKNESS
    setThickness(curve, HIGHLIGHTED_THICKNESS if curve.GetAttribute(HIGHLIGHTED_ATTRIBUTE) else own)


def showLabel(node, polygon: Sequence[tuple[float, float]], label: str = "") -> None:
    """Label one of a curve's points (row, column) and hide the others; the name of the node where no label is given."""
    label = label or node.GetName()
    labelled = labelledPoint(polygon, label, _sizeOf(node))
    for index in range(node.GetNumberOfControlPoints()):
        text = label if index == labelled else ""
        if node.GetNthControlPointVisibility(index) != (index == labelled):
            node.SetNthControlPointVisibility(index, index == labelled)
        if node.GetNthControlPointLabel(index) != text:
            node.SetNthControlPointLabel(index, text)


def labelledPoint(polygon: Sequence[tuple[float, float]], label: str, size: tuple[int, int] | None) -> int:
    """Return the index of the point that is labelled: the topmost of those beside which a label is not cut at the
    border of the image.

    Parameters
    ----------
    size
        Rows and columns of the image; None where there is none, which cuts nothing.
    """
    indices = range(len(polygon))
    if size is None:
        return min(indices, key=lambda index: polygon[index])
    rows, columns = size
    above, beside = LABEL_HEIGHT * rows, min(LABEL_MARGIN + LABEL_LETTER * len(label), 0.5) * columns

    def lacking(index: int) -> float:
        row, column = polygon[index]
        return max(above - min(row, rows - row), 0.0) + max(beside - min(column, columns - column), 0.0)

    return min(indices, key=lambda index: (lacking(index), *polygon[index]))


def _sizeOf(node) -> tuple[int, int] | None:
    image = (
        node.GetNodeReference(VOLUME_REFERENCE).GetImageData()
        if node.GetNodeReference(VOLUME_REFERENCE) is not None
        else None
    )
    return None if image is None else (image.GetDimensions()[1], image.GetDimensions()[0])


def colorOf(cluster: Cluster) -> tuple[float, float, float]:
    """Return the colour of a finding's kind, the same in the slice view, in the table and in reports."""
    return rgb(colour_of_group(cluster))


def _polygonOf(cluster: Cluster) -> tuple[tuple[float, float], ...]:
    if len(cluster.outline) > 2:
        return cluster.outline
    r0, c0, r1, c1 = cluster.bounding_box
    return ((r0, c0), (r0, c1), (r1, c1), (r1, c0))
