"""The numbers of the outlines are not cut at the border of the view, wherever in the image a cluster is."""

from __future__ import annotations

from typing import Any

import pytest
import vtk
from report_material import make_analysis, make_spots

pytest_plugins = ["slicer_fixtures"]
# As a view of the stand-in draws a number of one digit: this far to the right of its point and above it, in points of
# the screen.
LABEL_WIDTH, LABEL_HEIGHT = 16, 20


@pytest.fixture
def at_the_border(widget: Any, volume: Any) -> Any:
    """The results of a detection of clusters in all corners, at an edge and in the middle."""
    from MicrocalcCADSlicer.results import resultsOf

    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.detectButton.click()
    mammogram = widget.started[-1].mammogram
    rows, columns = mammogram.shape
    centres = [
        (25, 30),
        (25, columns - 30),
        (rows - 30, 30),
        (rows - 30, columns - 30),
        (rows // 2, columns - 25),
        (rows // 2, columns // 2),
    ]
    spots = [
        (min(max(row, 3), rows - 4), min(max(column, 3), columns - 4)) for row, column in make_spots(centres, 9, 20)
    ]
    widget.started[-1].finish(make_analysis(mammogram, spots))
    return resultsOf(volume)


def test_no_number_is_cut_where_the_whole_image_is_shown(at_the_border: Any, application: Any) -> None:
    application.slice_view.fit()
    node = application.slice_view.node
    to_view = vtk.vtkMatrix4x4()
    vtk.vtkMatrix4x4.Invert(node.GetXYToRAS(), to_view)
    width, height = node.GetDimensions()[:2]
    assert len(at_the_border.outlines) == 6
    for outline in at_the_border.outlines:
        (labelled,) = (i for i in range(outline.GetNumberOfControlPoints()) if outline.GetNthControlPointVisibility(i))
        x, y = to_view.MultiplyPoint((*outline.GetNthControlPointPositionWorld(labelled), 1.0))[:2]
        assert 0 <= x <= width - LABEL_WIDTH and 0 <= y <= height - LABEL_HEIGHT, outline.GetName()


def test_a_number_is_all_that_an_outline_says(at_the_border: Any) -> None:
    for outline in at_the_border.outlines:
        labels = {outline.GetNthControlPointLabel(i) for i in range(outline.GetNumberOfControlPoints())} - {""}
        assert labels == {outline.GetName().removeprefix("Example cluster ")}


def test_where_nothing_is_near_a_border_the_topmost_point_has_the_label() -> None:
    from MicrocalcCADSlicer.outlines import labelledPoint

    polygon = ((500.0, 300.0), (450.0, 340.0), (480.0, 380.0))
    assert labelledPoint(polygon, "12", (1000, 800)) == labelledPoint(polygon, "12", None) == 1
    assert (
        labelledPoint(tuple((row - 449, column) for row, column in polygon), "12", (1000, 800)) == 0
    )  # the top is cut: the lowest is not
    assert labelledPoint(tuple((row, column + 430) for row, column in polygon), "a long name", (1000, 800)) == 0
