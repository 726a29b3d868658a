"""Lines drawn over the slice views: what an effect would do before it does it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import vtk
from MicrocalcCADLib.reporting.object_outline import object_outline

from .view_regions import shows, toScreen

LINE_WIDTH = 2


class Outlines:
    """One actor for each view that has lines; the views' movements are followed by `redraw`, their backgrounds by
    themselves.
    """

    def __init__(self, scriptedEffect, color: tuple[float, float, float]) -> None:
        self._effect, self._color = scriptedEffect, color
        self._shown: dict[object, tuple] = {}
        self._observed: dict[object, tuple] = {}

    @property
    def polygons(self) -> list[np.ndarray]:
        """All polygons that are shown, as pixels (n, 2)."""
        return [polygon for _actor, _volumeNode, polygons in self._shown.values() for polygon in polygons]

    def show(self, viewWidget, volumeNode, polygons: Sequence[np.ndarray]) -> None:
        """Draw polygons of (row, column), pixel centres being whole numbers, in place of earlier ones in a view."""
        if not polygons and viewWidget not in self._shown:
            return
        if viewWidget not in self._shown:
            actor = vtk.vtkActor2D()
            actor.SetMapper(vtk.vtkPolyDataMapper2D())
            actor.GetProperty().SetColor(*self._color)
            actor.GetProperty().SetLineWidth(LINE_WIDTH)
            self._effect.addActor2D(viewWidget, actor)
            composite = viewWidget.sliceLogic().GetSliceCompositeNode()
            tag = composite.AddObserver(vtk.vtkCommand.ModifiedEvent, lambda *_event: self.redraw(viewWidget))
            self._observed[viewWidget] = (composite, tag)
        else:
            actor = self._shown[viewWidget][0]
        self._shown[viewWidget] = (actor, volumeNode, list(polygons))
        self.redraw(viewWidget)

    def redraw(self, viewWidget) -> None:
        """Bring the lines of a view to where it shows the image now."""
        if viewWidget in self._shown:
            actor, volumeNode, polygons = self._shown[viewWidget]
            actor.SetVisibility(shows(viewWidget, volumeNode))
            actor.GetMapper().SetInputData(
                _polyData([toScreen(viewWidget.mrmlSliceNode(), volumeNode, polygon) for polygon in polygons])
            )
            self._effect.scheduleRender(viewWidget)

    def clear(self) -> None:
        """Take all lines away."""
        for viewWidget, (actor, _volumeNode, _polygons) in self._shown.items():
            self._effect.removeActor2D(viewWidget, actor)
            self._effect.scheduleRender(viewWidget)
        for composite, tag in self._observed.values():
            composite.RemoveObserver(tag)
        self._shown, self._observed = {}, {}


def outlineOf(pixels: np.ndarray) -> np.ndarray:
    """Return the closed outline (m, 2) of one object's pixels (n, 2)."""
    return np.array(object_outline(pixels[:, 0], pixels[:, 1]))


def _polyData(polygons: list[np.ndarray]) -> vtk.vtkPolyData:
    points, lines = vtk.vtkPoints(), vtk.vtkCellArray()
    for polygon in polygons:
        lines.InsertNextCell(len(polygon))
        for x, y in polygon:
            lines.InsertCellPoint(points.InsertNextPoint(x, y, 0))
    result = vtk.vtkPolyData()
    result.SetPoints(points)
    result.SetLines(lines)
    return result
