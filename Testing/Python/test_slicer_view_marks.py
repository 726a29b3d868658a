"""Marks lie on their own image only: in every view, whatever is chosen, shown, loaded, deleted, closed or
read again.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from panel_material import add_volume, noise

pytest_plugins = ["slicer_fixtures"]


def marks_of(nodes: Any) -> list:
    return [nodes.segmentation, *nodes.outlines]


def shown_in(view: Any, nodes: Any) -> set[bool]:
    """Return which answers the marks of a detection give: {True} all are shown, {False} none."""
    return {view.shows(mark) for mark in marks_of(nodes)}


def show(view: Any, volume: Any) -> None:
    view.composite.SetBackgroundVolumeID(volume.GetID() if volume else None)


@pytest.fixture
def other(application: Any) -> Any:
    """A second mammogram, at the same place of the scene as the first."""
    return add_volume(np.full((1, 900, 700), 500, np.uint16), name="other")


@pytest.fixture
def second_view(application: Any) -> Any:
    """One more slice view beside *Red*."""
    manager = application.layoutManager()
    node = manager.layoutLogic().GetLayoutNode()
    node.AddLayoutDescription(
        700, '<layout><item><view class="vtkMRMLSliceNode" singletontag="Yellow"/></item></layout>'
    )
    manager.setLayout(700)
    return manager.sliceWidget("Yellow").view


def test_marks_leave_a_view_that_shows_another_mammogram_and_come_back(
    widget: Any, detected: Callable, other: Any, volume: Any, application: Any
) -> None:
    nodes, view = detected(), application.slice_view
    assert len(nodes.outlines) == 2
    assert shown_in(view, nodes) == {True}
    show(view, other)
    assert shown_in(view, nodes) == {False}
    show(view, None)
    assert shown_in(view, nodes) == {False}
    show(view, volume)
    assert shown_in(view, nodes) == {True}


def test_the_picture_of_another_mammogram_has_no_trace_of_the_marks(
    widget: Any, detected: Callable, other: Any, application: Any, tmp_path: Path
) -> None:
    view = application.slice_view

    def picture(name: str) -> bytes:
        view.fit()
        view.save_picture(tmp_path / name)
        return (tmp_path / name).read_bytes()

    show(view, other)
    before = picture("before.png")
    nodes = detected()
    assert picture("own.png") != before
    show(view, other)
    assert picture("after.png") == before
    for mark in marks_of(nodes):
        mark.GetDisplayNode().RemoveAllViewNodeIDs()
    assert picture("everywhere.png") != before  # what the test would see if marks named no views


def test_no_mark_is_in_the_three_dimensional_view(widget: Any, detected: Callable, application: Any) -> None:
    identifier = application.three_d_view.GetID()
    assert [mark for mark in marks_of(detected()) if mark.GetDisplayNode().IsDisplayableInView(identifier)] == []


def test_choosing_another_mammogram_in_the_panel_hides_marks_and_heat_map_of_the_first(
    widget: Any, detected: Callable, other: Any, volume: Any, application: Any
) -> None:
    nodes, view = detected(), application.slice_view
    widget.ui.heatMapCheckBox.setChecked(True)
    assert view.composite.GetForegroundVolumeID() == nodes.heatMap.GetID()
    widget.ui.volumeSelector.setCurrentNode(other)
    assert shown_in(view, nodes) == {False}
    assert not view.composite.GetForegroundVolumeID()
    widget.ui.volumeSelector.setCurrentNode(volume)
    assert shown_in(view, nodes) == {True}
    assert view.composite.GetForegroundVolumeID() == nodes.heatMap.GetID()


def test_a_heat_map_follows_its_mammogram_into_another_view(
    widget: Any, detected: Callable, other: Any, volume: Any, application: Any, second_view: Any
) -> None:
    nodes = detected()
    widget.ui.heatMapCheckBox.setChecked(True)
    show(second_view, volume)
    show(application.slice_view, other)
    assert second_view.composite.GetForegroundVolumeID() == nodes.heatMap.GetID()
    assert not application.slice_view.composite.GetForegroundVolumeID()
    widget.ui.heatMapCheckBox.setChecked(False)
    assert not second_view.composite.GetForegroundVolumeID()


def test_a_heat_map_takes_no_place_of_a_picture_that_the_user_laid_over(
    widget: Any, detected: Callable, other: Any, volume: Any, second_view: Any
) -> None:
    detected()
    widget.ui.heatMapCheckBox.setChecked(True)
    second_view.composite.SetForegroundVolumeID(other.GetID())
    show(second_view, volume)
    assert second_view.composite.GetForegroundVolumeID() == other.GetID()


def test_marks_hidden_by_the_user_stay_hidden_where_their_image_comes_back(
    widget: Any, detected: Callable, other: Any, volume: Any, application: Any
) -> None:
    nodes, view = detected(), application.slice_view
    widget.ui.outlinesCheckBox.setChecked(False)
    show(view, other)
    show(view, volume)
    assert {view.shows(outline) for outline in nodes.outlines} == {False}
    assert view.shows(nodes.segmentation)


def test_a_detection_in_a_mammogram_that_no_view_shows_draws_on_no_other(
    widget: Any, other: Any, volume: Any, application: Any
) -> None:
    from MicrocalcCADSlicer.results import createResults
    from MicrocalcCADSlicer.scene_state import State
    from MicrocalcCADSlicer.volume import mammogramOf
    from slicer_host import example_analysis

    show(application.slice_view, other)
    nodes = createResults(volume, example_analysis(mammogramOf(volume)), State())
    assert shown_in(application.slice_view, nodes) == {False}
    show(application.slice_view, volume)
    assert shown_in(application.slice_view, nodes) == {True}


def test_clusters_that_a_lower_threshold_adds_are_limited_like_the_others(
    widget: Any, detected: Callable, other: Any, volume: Any, application: Any
) -> None:
    detected()
    widget.ui.thresholdSlider.setValue(0.8)
    show(application.slice_view, other)
    widget.ui.thresholdSlider.setValue(0.5)
    nodes = widget.panel.findings.session.nodes
    assert len(nodes.outlines) == 2
    assert shown_in(application.slice_view, nodes) == {False}


def test_marks_of_a_deleted_volume_are_shown_nowhere_until_the_image_is_loaded_again(
    widget: Any, detected: Callable, other: Any, volume: Any, application: Any
) -> None:
    import slicer
    import slicer.util

    nodes, pixels = detected(), slicer.util.arrayFromVolume(volume).copy()
    show(application.slice_view, other)
    slicer.mrmlScene.RemoveNode(volume)
    assert shown_in(application.slice_view, nodes) == {False}
    show(application.slice_view, None)
    assert shown_in(application.slice_view, nodes) == {False}
    again = add_volume(pixels, name="again")
    widget.ui.volumeSelector.setCurrentNode(again)
    assert widget.panel.findings.session is not None
    show(application.slice_view, again)
    assert shown_in(application.slice_view, nodes) == {True}
    show(application.slice_view, other)
    assert shown_in(application.slice_view, nodes) == {False}


def test_a_closed_scene_leaves_nothing_and_the_next_detection_is_limited_again(
    widget: Any, detected: Callable, application: Any
) -> None:
    import slicer

    detected()
    slicer.mrmlScene.Clear(False)
    application.slice_view.attach()
    first, second = (add_volume(noise(1, 900, 700), name=name) for name in ("first", "second"))
    widget.ui.volumeSelector.setCurrentNode(first)
    widget.ui.detectButton.click()
    widget.started[-1].finish()
    from MicrocalcCADSlicer.results import resultsOf

    nodes = resultsOf(first)
    assert shown_in(application.slice_view, nodes) == {True}
    show(application.slice_view, second)
    assert shown_in(application.slice_view, nodes) == {False}


@pytest.mark.parametrize("old", [False, True], ids=["saved by this version", "saved before marks followed the views"])
def test_marks_of_a_scene_that_is_loaded_are_on_their_image_only(
    widget: Any, detected: Callable, other: Any, application: Any, tmp_path: Path, old: bool
) -> None:
    import slicer
    import slicer.util
    from MicrocalcCADSlicer.results import resultsOf
    from MicrocalcCADSlicer.view_marks import OWN_VIEWS_ATTRIBUTE

    nodes = detected()
    for mark in marks_of(nodes) if old else ():
        mark.RemoveAttribute(OWN_VIEWS_ATTRIBUTE)
        mark.GetDisplayNode().RemoveAllViewNodeIDs()
    show(application.slice_view, other)
    scene = slicer.mrmlScene
    assert scene.WriteToMRB(str(tmp_path / "case.mrb"), None)
    scene.Clear(False)
    application.slice_view.attach()
    assert scene.ReadFromMRB(str(tmp_path / "case.mrb"), True)
    application.slice_view.attach()
    loaded = {node.GetName(): node for node in slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode")}
    for name, expected in (("other", {False}), ("Example", {True})):
        show(application.slice_view, loaded[name])
        assert shown_in(application.slice_view, resultsOf(loaded["Example"])) == expected


def test_marks_read_from_another_makers_report_are_on_their_image_only(
    application: Any, widget: Any, volume: Any, other: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from MicrocalcCADLib.reading.cad_marks import CALCIFICATION, CLUSTER, CadReport, Mark
    from MicrocalcCADSlicer import dicom_exchange

    outline = ((100.0, 100.0), (100.0, 140.0), (140.0, 140.0))
    marks = (Mark(CLUSTER, "", 113, 127, outline), Mark(CALCIFICATION, "", 110, 120))
    monkeypatch.setattr(dicom_exchange, "read_cad_sr", lambda _path: CadReport("CAD", "Maker", "", "", marks))
    nodes = dicom_exchange.loadCadSr("report.dcm", volume)
    assert len(nodes) == 2
    show(application.slice_view, volume)
    assert {application.slice_view.shows(node) for node in nodes} == {True}
    show(application.slice_view, other)
    assert {application.slice_view.shows(node) for node in nodes} == {False}
