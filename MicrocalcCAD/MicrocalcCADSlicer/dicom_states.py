"""What presentation states draw, as nodes of the scene: closed outlines as segments, lines as curves, points and words
as points.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import slicer
import vtk
from MicrocalcCADLib.reading.polygons import polygon_pixels
from MicrocalcCADLib.reading.presentation_state import Drawing, read_presentation_state
from MicrocalcCADLib.reporting.dicom_header import MANUFACTURER, PRODUCT
from slicer.i18n import tr as _

from .dicom_exchange import placed, volumesOf
from .geometry import pixelsToNode
from .outlines import fillOutlineNode
from .result_nodes import freeName
from .segmentation import BINARY_LABELMAP, croppedLabelmap

COLORS = ((0.95, 0.45, 0.85), (0.35, 0.78, 0.98), (0.80, 0.47, 0.65), (0.6, 0.8, 0.3))
GLYPH_SCALE = 1.5


def loadPresentationState(path: str | Path, volumeNode=None) -> list:
    """Add what a presentation state draws to the scene, and return the nodes.

    The closed outlines of a layer, hundreds in a film, become one segment, shown as outlines; lines become curves;
    points and words of a layer become one list of points.

    Parameters
    ----------
    volumeNode
        The image that the state must be about; by default every image of it that is in the scene gets its drawings.

    Raises
    ------
    InputError
        If the file is no presentation state with drawings, or none of its images is in the scene.
    """
    state, file = read_presentation_state(path), Path(path).name
    maker = PRODUCT if state.manufacturer == MANUFACTURER else state.manufacturer or state.label
    nodes = []
    for uid, volume in volumesOf((drawing.image_uid for drawing in state.drawings), path, volumeNode).items():
        own = [drawing for drawing in state.drawings if drawing.image_uid == uid]
        nodes += [placed(volume, node, file) for node in _nodesOf(volume, own, maker)]
    return nodes


def _nodesOf(volume, drawings: list[Drawing], maker: str) -> list:
    layers = list(dict.fromkeys(drawing.layer for drawing in drawings))
    colors = {layer: COLORS[number % len(COLORS)] for number, layer in enumerate(layers)}
    areas = [drawing for drawing in drawings if drawing.closed and len(drawing.points) > 2]
    places = [drawing for drawing in drawings if len(drawing.points) == 1]
    nodes = [_addAreas(volume, areas, colors, maker)] if areas else []
    nodes += [
        _addLine(volume, one, colors[one.layer], maker) for one in drawings if one not in areas and one not in places
    ]
    return nodes + [
        _addPoints(volume, own, colors[layer], maker)
        for layer in layers
        if (own := [one for one in places if one.layer == layer])
    ]


def _addAreas(volume, drawings: Iterable[Drawing], colors: dict[str, tuple[float, float, float]], maker: str):
    name = freeName(_("{maker} outlines").format(maker=maker))
    node = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentationNode", name)
    node.CreateDefaultDisplayNodes()
    node.SetReferenceImageGeometryParameterFromVolumeNode(volume)
    node.GetSegmentation().SetSourceRepresentationName(BINARY_LABELMAP)
    columns, rows = volume.GetImageData().GetDimensions()[:2]
    for layer, color in colors.items():
        own = [polygon_pixels(drawing.points, (rows, columns)) for drawing in drawings if drawing.layer == layer]
        if not own:
            continue
        segment = slicer.vtkSegment()
        segment.SetName(_titleOf(layer))
        segment.SetColor(*color)
        segment.SetLabelValue(1)
        segment.AddRepresentation(BINARY_LABELMAP, croppedLabelmap(volume, np.unique(np.concatenate(own), axis=0)))
        node.GetSegmentation().AddSegment(segment)
    node.GetDisplayNode().SetVisibility2DFill(False)
    return node


def _addLine(volume, drawing: Drawing, color: tuple[float, float, float], maker: str):
    name = freeName(_("{maker}: {layer}").format(maker=maker, layer=_titleOf(drawing.layer)))
    node = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLMarkupsCurveNode", name)
    fillOutlineNode(node)
    places = vtk.vtkPoints()
    for place in pixelsToNode(volume, np.array(drawing.points)):
        places.InsertNextPoint(place)
    node.SetLocked(False)
    node.SetControlPointPositionsWorld(places)
    for index in range(node.GetNumberOfControlPoints()):
        node.SetNthControlPointVisibility(index, False)
    node.SetLocked(True)
    _setColor(node, color)
    return node


def _addPoints(volume, drawings: list[Drawing], color: tuple[float, float, float], maker: str):
    """Add points with their words; points without words keep a small mark."""
    name = _("{maker}: {layer}, words and points").format(maker=maker, layer=_titleOf(drawings[0].layer))
    node = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLMarkupsFiducialNode", freeName(name))
    node.CreateDefaultDisplayNodes()
    for drawing, place in zip(
        drawings, pixelsToNode(volume, np.array([one.points[0] for one in drawings])), strict=True
    ):
        node.AddControlPoint(vtk.vtkVector3d(*place), drawing.words)
    node.SetLocked(True)
    display = node.GetDisplayNode()
    display.SetUseGlyphScale(True)
    display.SetGlyphScale(GLYPH_SCALE)
    _setColor(node, color)
    return node


def _setColor(node, color: tuple[float, float, float]) -> None:
    node.GetDisplayNode().SetSelectedColor(*color)
    node.GetDisplayNode().SetColor(*color)


def _titleOf(layer: str) -> str:
    return layer.capitalize() if layer.isupper() else layer or _("Graphics")
