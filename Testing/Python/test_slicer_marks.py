"""A click on a mark in a slice view chooses its row; what is no click on a mark does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import vtk

pytest_plugins = ["slicer_fixtures"]


@pytest.fixture
def view(application: Any, widget: Any, detected: Callable) -> Iterator[Any]:
    """The slice view, with a detection of two clusters, while the module is shown."""
    detected()
    widget.enter()
    application.slice_view.fit()
    yield application.layoutManager().sliceWidget("Red")
    widget.exit()


def press(view: Any, row: float, column: float, volume: Any, drag: int = 0) -> None:
    """Press the left button over a pixel and release it so many screen pixels further to the right."""
    from MicrocalcCADSlicer.geometry import pixelToWorld

    to_xy = vtk.vtkMatrix4x4()
    vtk.vtkMatrix4x4.Invert(view.mrmlSliceNode().GetXYToRAS(), to_xy)
    x, y = to_xy.MultiplyPoint((*pixelToWorld(volume, row, column), 1.0))[:2]
    interactor = view.sliceView().interactor()
    interactor.SetEventInformation(round(x), round(y))
    interactor.InvokeEvent(vtk.vtkCommand.LeftButtonPressEvent)
    interactor.SetEventInformation(round(x) + drag, round(y))
    interactor.InvokeEvent(vtk.vtkCommand.LeftButtonReleaseEvent)


def row(widget: Any) -> int:
    return widget.ui.clusterTable.currentRow()


def test_a_click_on_a_cluster_chooses_its_row_and_leaves_the_view(widget: Any, view: Any, volume: Any) -> None:
    clusters = widget.panel.findings.session.findings.reported_clusters
    before = view.mrmlSliceNode().GetFieldOfView()
    for index in (1, 0):
        press(view, clusters[index].row, clusters[index].column, volume)
        assert row(widget) == index
        assert widget.ui.acceptButton.enabled
    assert view.mrmlSliceNode().GetFieldOfView() == before


def test_a_click_beside_all_clusters_leaves_the_choice(widget: Any, view: Any, volume: Any) -> None:
    press(view, 420, 240, volume)
    press(view, 850, 650, volume)
    assert row(widget) == 0


def test_dragging_and_placing_a_markup_are_no_clicks_on_marks(
    widget: Any, view: Any, volume: Any, application: Any
) -> None:
    press(view, 420, 240, volume, drag=20)
    assert row(widget) == -1
    interaction = application.applicationLogic().GetInteractionNode()
    interaction.SetCurrentInteractionMode(interaction.Place)
    press(view, 420, 240, volume)
    interaction.SetCurrentInteractionMode(interaction.ViewTransform)
    assert row(widget) == -1


def test_a_click_on_another_image_is_none_on_these_marks(widget: Any, view: Any, volume: Any) -> None:
    from MicrocalcCADSlicer.example import addExampleVolume

    view.sliceLogic().GetSliceCompositeNode().SetBackgroundVolumeID(addExampleVolume(name="Other").GetID())
    press(view, 420, 240, volume)
    assert row(widget) == -1


def test_views_of_another_layout_are_listened_to_as_well(widget: Any, view: Any, volume: Any, application: Any) -> None:
    layout = application.layoutManager()
    description = '<layout><item><view class="vtkMRMLSliceNode" singletontag="Exam"/></item></layout>'
    layout.layoutLogic().GetLayoutNode().AddLayoutDescription(701, description)
    layout.setLayout(701)
    other = layout.sliceWidget("Exam")
    other.sliceLogic().GetSliceCompositeNode().SetBackgroundVolumeID(volume.GetID())
    other.sliceLogic().FitSliceToBackground()
    press(other, 420, 240, volume)
    layout.reset()
    assert row(widget) == 0


def test_clicks_belong_to_the_module_only_while_it_is_shown(widget: Any, view: Any, volume: Any) -> None:
    widget.exit()
    press(view, 420, 240, volume)
    assert row(widget) == -1


def test_of_overlapping_clusters_the_smaller_one_is_chosen(application: Any) -> None:
    from dataclasses import replace

    import qt
    from MicrocalcCADLib.decide import decide
    from MicrocalcCADSlicer.findings_table import fillTable
    from MicrocalcCADSlicer.selection import Selection
    from report_material import make_analysis, make_mammogram, make_spots

    findings = decide(make_analysis(make_mammogram(), make_spots([(200, 200), (400, 200)], 9, 20)))
    large = replace(findings.clusters[0], outline=((0, 0), (0, 400), (500, 400), (500, 0)), area_mm2=900.0)
    findings = replace(findings, clusters=(large, findings.clusters[1]))
    table = qt.QTableWidget()
    table.setColumnCount(6)
    fillTable(table, findings.clusters, {1: "unseen", 2: "unseen"}, {})
    selection = Selection(table)
    selection.show(findings.clusters, {1: frozenset({1}), 2: frozenset({2})})
    small = findings.clusters[1]
    assert selection.chooseAt(small.row, small.column)
    assert selection.finding() is small
    assert selection.chooseAt(20, 20)
    assert selection.finding() is large
    assert not selection.chooseAt(550, 450)
