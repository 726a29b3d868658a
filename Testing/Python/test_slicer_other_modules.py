"""While another module is shown, views and layout are its own: what is to be shown waits until the panel is entered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from panel_material import add_volume, noise, texts
from test_slicer_exam import add_view

pytest_plugins = ["slicer_fixtures"]


def backgrounds() -> list[str]:
    import slicer
    from MicrocalcCADSlicer.slice_views import visibleViews

    nodes = [slicer.mrmlScene.GetNodeByID(view.GetBackgroundVolumeID() or "") for _node, view in visibleViews()]
    return [node.GetName() for node in nodes if node is not None]


@pytest.fixture
def saved(widget: Any, detected: Callable, tmp_path: Path) -> Path:
    """A scene with findings whose view shows a CT, and the panel that was entered and left."""
    import slicer
    from MicrocalcCADSlicer.slice_views import visibleViews

    widget.enter()
    detected()
    ct = add_volume(noise(5, 64, 48), name="CT")
    widget.exit()
    for _node, view in visibleViews():
        view.SetBackgroundVolumeID(ct.GetID())
    assert slicer.mrmlScene.WriteToMRB(str(tmp_path / "scene.mrb"), None)
    return tmp_path / "scene.mrb"


def read(application: Any, path: Path) -> None:
    import slicer

    application.clear_scene()
    assert slicer.mrmlScene.ReadFromMRB(str(path), True)
    application.processEvents()


def test_a_scene_that_is_read_from_another_module_keeps_its_views_until_the_panel_is_entered(
    saved: Path, widget: Any, application: Any
) -> None:
    read(application, saved)
    assert backgrounds() == ["CT"]
    assert widget.ui.volumeSelector.currentNode().GetName() == "Example", "the choice that the scene keeps"
    widget.enter()
    assert backgrounds() == ["Example"] and len(texts(widget)) == 2


def test_a_scene_that_is_read_into_the_open_panel_is_shown_at_once(saved: Path, widget: Any, application: Any) -> None:
    widget.enter()
    read(application, saved)
    assert backgrounds() == ["Example"] and len(texts(widget)) == 2


def test_what_was_changed_just_before_is_written_though_the_findings_are_shown_no_more(
    widget: Any, detected: Callable, application: Any, tmp_path: Path
) -> None:
    import json

    import slicer

    widget.enter()
    nodes = detected()
    widget.ui.thresholdSlider.setValue(0.9)
    widget.exit()
    other = tmp_path / "other.mrb"
    scene = slicer.vtkMRMLScene()
    assert scene.WriteToMRB(str(other), None)
    assert slicer.mrmlScene.ReadFromMRB(str(other), False)  # added to what is there
    application.processEvents()
    assert json.loads(nodes.findings.GetText())["operating_point"]["threshold"] == pytest.approx(0.9)


def test_the_end_of_a_detection_leaves_the_layout_of_another_module(widget: Any, volume: Any, application: Any) -> None:
    import slicer

    manager, layouts = slicer.app.layoutManager(), slicer.vtkMRMLLayoutNode
    widget.enter()
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.detectButton.click()
    widget.exit()
    manager.setLayout(layouts.SlicerLayoutConventionalView)
    widget.started[-1].finish()
    assert manager.layout == layouts.SlicerLayoutConventionalView
    widget.enter()
    assert manager.layout == layouts.SlicerLayoutOneUpRedSliceView and len(texts(widget)) == 2


def test_the_end_of_an_exam_leaves_the_layout_of_another_module_and_hangs_once_the_panel_is_entered(
    widget: Any, application: Any
) -> None:
    import slicer
    from MicrocalcCADSlicer.exam_layout import CURRENT_LAYOUT

    manager, conventional = slicer.app.layoutManager(), slicer.vtkMRMLLayoutNode.SlicerLayoutConventionalView
    widget.exam._startProcess = widget.panel._startProcess
    for name in ("P1 R CC", "P1 L CC"):
        add_view(name)
    application.processEvents()
    widget.enter()
    widget.ui.examDetectButton.click()
    widget.exit()
    manager.setLayout(conventional)
    for _view in range(2):
        widget.started[-1].finish()
    assert manager.layout == conventional
    widget.enter()
    assert manager.layout == CURRENT_LAYOUT
    manager.setLayout(conventional)
    widget.exit()
    widget.enter()
    assert manager.layout == conventional, "once"
