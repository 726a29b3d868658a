"""A detection that runs keeps the settings with which it was begun, runs alone, and says of which mammogram it is."""

from __future__ import annotations

from typing import Any

import pytest
from panel_material import add_volume, status
from test_slicer_exam import add_view

pytest_plugins = ["slicer_fixtures"]


@pytest.fixture
def second(volume: Any) -> Any:
    import slicer.util

    return add_volume(slicer.util.arrayFromVolume(volume), name="Second")


@pytest.fixture
def views(widget: Any, application: Any) -> list[Any]:
    """Two views of an exam, and the panel with its tab in front."""
    widget.exam._startProcess = widget.panel._startProcess
    found = [add_view(name) for name in ("P1 R CC", "P1 L CC")]
    application.processEvents()
    widget.ui.volumeSelector.setCurrentNode(found[0])
    widget.ui.tabs.setCurrentIndex(1)
    return found


def choose_settings(widget: Any, point: str, linking_mm: float) -> None:
    selector = widget.ui.operatingPointSelector
    selector.setCurrentIndex(selector.findText(point))
    widget.ui.linkingDistanceSpinBox.setValue(linking_mm)


def state_of(volume: Any) -> Any:
    from MicrocalcCADSlicer.session import Session

    return Session.of(volume).state


def test_a_look_at_another_mammogram_changes_no_setting_of_the_detection_that_runs(
    widget: Any, volume: Any, second: Any
) -> None:
    widget.ui.volumeSelector.setCurrentNode(second)
    widget.ui.detectButton.click()
    widget.started[-1].finish()
    choose_settings(widget, "specific", 9.0)
    widget.ui.volumeSelector.setCurrentNode(volume)
    choose_settings(widget, "sensitive", 5.0)
    widget.ui.detectButton.click()
    widget.ui.volumeSelector.setCurrentNode(second)
    widget.started[-1].finish()
    state = state_of(volume)
    assert (state.operatingPoint, state.clusters.linking_distance_mm) == ("sensitive", 5.0)
    assert status(widget).startswith("Example: Done in"), "the list below is that of the other one"
    widget.ui.detectButton.click()
    widget.started[-1].finish()
    assert status(widget).startswith("Done in")
    widget.ui.volumeSelector.setCurrentNode(volume)
    assert widget.ui.linkingDistanceSpinBox.value == 5.0


def test_a_failure_is_said_of_its_mammogram_and_opens_no_field_of_another(
    widget: Any, volume: Any, second: Any
) -> None:
    from MicrocalcCADLib.errors import MicrocalcError

    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.detectButton.click()
    widget.ui.volumeSelector.setCurrentNode(second)
    widget.started[-1].listener.failed(MicrocalcError("It is no use.", option="--spacing"))
    assert status(widget).startswith("Example: It is no use.")
    assert widget.ui.advancedSection.collapsed


def test_the_slider_on_the_first_view_leaves_those_that_still_run_as_they_were_wanted(
    widget: Any, views: list[Any], application: Any
) -> None:
    widget.ui.examDetectButton.click()
    widget.started[-1].finish()
    widget.ui.thresholdSlider.setValue(0.93)
    widget.panel.findings.settleNow()
    widget.started[-1].finish()
    application.processEvents()
    assert state_of(views[0]).operatingPoint == 0.93
    assert state_of(views[1]).operatingPoint == "balanced"


def test_no_exam_begins_while_a_mammogram_is_looked_through(widget: Any, views: list[Any]) -> None:
    ui = widget.ui
    ui.examAllCheckBox.checked = False
    ui.detectButton.click()
    assert not ui.examDetectButton.enabled
    widget.exam.refresh()  # as after another image was loaded
    ui.examDetectButton.click()
    assert not ui.examDetectButton.enabled and len(widget.started) == 1
    widget.started[-1].finish()
    assert ui.examDetectButton.enabled and ui.examDetectButton.text == "Detect in all views"
    ui.examDetectButton.click()
    assert ui.detectButton.text == ui.examDetectButton.text == "Cancel"


def test_the_end_of_an_exam_is_said_of_that_exam(widget: Any, views: list[Any], application: Any) -> None:
    other = add_view("P2 R CC")
    application.processEvents()
    widget.ui.examDetectButton.click()
    widget.started[-1].finish()
    widget.ui.volumeSelector.setCurrentNode(other)
    widget.started[-1].finish()
    assert "P1" in status(widget) and "2 views, 4 clusters" in status(widget)
