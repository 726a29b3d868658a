"""The panel, clicked: choices, detection, operating point, review."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from MicrocalcCADLib.errors import MicrocalcError
from panel_material import add_volume, choose, counts, noise, states, status, texts
from slicer_host import close_panel, open_panel

pytest_plugins = ["slicer_fixtures"]


# Choices


def test_the_panel_says_that_it_is_for_research_only(widget: Any) -> None:
    assert "not a medical device" in widget.ui.researchLabel.text


def test_only_grey_volumes_are_offered(widget: Any) -> None:
    add_volume(noise(1, 90, 80))
    add_volume(noise(1, 90, 80), kind="vtkMRMLLabelMapVolumeNode", name="labels")
    add_volume(noise(1, 90, 80, 3).astype(np.uint8), kind="vtkMRMLVectorVolumeNode", name="colours")
    selector = widget.ui.volumeSelector
    assert [selector.itemText(i) for i in range(selector.count)] == ["None", "MG"]


def test_without_a_volume_there_is_nothing_to_click(widget: Any) -> None:
    assert not widget.ui.detectButton.enabled


def test_a_known_spacing_is_shown_with_its_source_and_cannot_be_changed(widget: Any, volume: Any) -> None:
    widget.ui.volumeSelector.setCurrentNode(volume)
    assert widget.ui.spacingSpinBox.value == 0.07
    assert not widget.ui.spacingSpinBox.enabled
    assert widget.ui.spacingSourceLabel.text == "from the volume"


def test_a_missing_spacing_is_asked_for_and_then_used(widget: Any) -> None:
    volume = add_volume(noise(1, 90, 80), 1.0)
    widget.ui.volumeSelector.setCurrentNode(volume)
    assert widget.ui.spacingSpinBox.enabled
    assert widget.ui.spacingSpinBox.text == "not known"
    assert not widget.ui.advancedSection.collapsed, "it is asked for there"
    widget.ui.detectButton.click()
    assert "spacing of MG is not known: enter it in mm" in status(widget)
    widget.ui.spacingSpinBox.setValue(0.05)
    widget.ui.detectButton.click()
    assert widget.started[-1].mammogram.spacing_mm == (0.05, 0.05)
    assert widget.started[-1].mammogram.spacing_from == "given"


def test_a_full_scale_is_used_by_the_next_detection_and_kept_with_the_volume(widget: Any) -> None:
    first, second = add_volume(noise(1, 90, 80)), add_volume(noise(1, 90, 80), name="other")
    widget.ui.volumeSelector.setCurrentNode(first)
    assert widget.ui.fullScaleSpinBox.text == "as the image says"
    widget.ui.detectButton.click()
    assert widget.started[-1].mammogram.full_scale == 4095
    widget.ui.detectButton.click()
    widget.ui.fullScaleSpinBox.setValue(16383)
    widget.ui.detectButton.click()
    assert widget.started[-1].mammogram.full_scale == 16383
    assert widget.started[-1].mammogram.pixels.max() < 0.25
    widget.ui.detectButton.click()
    widget.ui.volumeSelector.setCurrentNode(second)
    assert widget.ui.fullScaleSpinBox.value == 0
    widget.ui.volumeSelector.setCurrentNode(first)
    assert widget.ui.fullScaleSpinBox.value == 16383


def test_a_full_scale_below_the_brightest_pixel_is_refused(widget: Any) -> None:
    widget.ui.volumeSelector.setCurrentNode(add_volume(noise(1, 90, 80)))
    widget.ui.fullScaleSpinBox.setValue(255)
    widget.ui.detectButton.click()
    assert "above the full scale of 255 that was given" in status(widget)
    assert widget.started == []


def test_the_choices_are_kept_with_the_scene(widget: Any, volume: Any) -> None:
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.deviceSelector.setCurrentIndex(widget.ui.deviceSelector.findData("cpu"))
    again = open_panel()
    assert again.ui.volumeSelector.currentNode() is volume
    assert again.ui.deviceSelector.currentText == "Processor"
    close_panel(again)


def test_choosing_a_volume_shows_it_in_the_slice_view(widget: Any, volume: Any, application: Any) -> None:
    widget.ui.volumeSelector.setCurrentNode(volume)
    assert application.slice_view.composite.GetBackgroundVolumeID() == volume.GetID()


def test_entering_the_module_takes_the_volume_that_is_on_view(widget: Any, volume: Any, application: Any) -> None:
    application.slice_view.composite.SetBackgroundVolumeID(volume.GetID())
    widget.enter()
    assert widget.ui.volumeSelector.currentNode() is volume


def test_a_new_panel_stands_at_the_balanced_operating_point(widget: Any) -> None:
    assert widget.ui.operatingPointSelector.currentText == "balanced"


# Detection


def test_detect_becomes_cancel_while_it_works_and_progress_tells_the_remaining_time(widget: Any, volume: Any) -> None:
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.detectButton.click()
    assert widget.ui.detectButton.text == "Cancel"
    widget.panel._startedAt = time.monotonic() - 10
    widget.started[-1].listener.progress(0.25, "looking")
    assert widget.ui.progressBar.value == 250
    assert "looking, about 30 s remain" in status(widget)
    widget.started[-1].finish()
    assert widget.ui.detectButton.text == "Detect calcifications"
    assert "2 clusters, 19 calcifications" in status(widget)


def test_the_detector_gets_the_chosen_method_and_device(widget: Any, volume: Any) -> None:
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.deviceSelector.setCurrentIndex(widget.ui.deviceSelector.findData("cuda"))
    widget.ui.detectButton.click()
    assert (widget.started[-1].choice.method, widget.started[-1].choice.device) == ("hdogreg", "cuda")


def test_clusters_are_listed_most_suspicious_first(widget: Any, detected: Callable) -> None:
    detected()
    assert counts(widget) == [9, 9]
    assert states(widget) == ["unseen", "unseen"]
    first, second, alone = widget.panel.findings._list.selection.rows
    assert first.suspicion >= second.suspicion and alone.kind == "single"
    bars = [widget.ui.clusterTable.item(row, 4).data(11) for row in range(3)]
    assert bars == [f"{one.suspicion:.2f}" for one in (first, second, alone)]
    assert "simulated" in widget.ui.noticesLabel.text


def test_cancel_takes_effect_at_once_and_keeps_earlier_results(widget: Any, detected: Callable) -> None:
    nodes = detected()
    widget.ui.detectButton.click()
    widget.ui.detectButton.click()
    assert widget.started[-1].cancelled
    assert status(widget) == "Cancelled: nothing was changed."
    assert widget.ui.detectButton.text == "Detect calcifications"
    assert all(node.GetScene() for node in nodes.all())


def test_a_failed_detection_says_why_and_keeps_earlier_results(widget: Any, detected: Callable) -> None:
    nodes = detected()
    widget.ui.detectButton.click()
    widget.started[-1].listener.failed(MicrocalcError("The model is gone: get it again."))
    assert status(widget) == "The model is gone: get it again."
    assert all(node.GetScene() for node in nodes.all())
    assert widget.ui.detectButton.enabled


def test_results_that_cannot_be_stored_leave_the_scene_and_a_sentence(
    widget: Any, detected: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    from MicrocalcCADSlicer import results

    def fail(*_: Any) -> None:
        raise RuntimeError("no room")

    nodes = detected()
    monkeypatch.setattr(results, "updateClusterTable", fail)
    widget.ui.detectButton.click()
    widget.started[-1].finish()
    assert "could not be stored (no room)" in status(widget)
    assert all(node.GetScene() for node in nodes.all())


# Operating point, marks, review


def test_the_slider_changes_marks_and_list_at_once_and_the_tables_once_it_rests(
    widget: Any, detected: Callable
) -> None:
    nodes = detected()
    widget.ui.thresholdSlider.setValue(0.8)
    assert len(texts(widget)) == 1
    widget.panel.findings.settleNow()
    assert nodes.clusterTable.GetNumberOfRows() == 1
    assert widget.ui.operatingPointSelector.currentText == "custom"


def test_a_named_operating_point_moves_the_slider(widget: Any, detected: Callable) -> None:
    detected()
    widget.ui.operatingPointSelector.setCurrentIndex(widget.ui.operatingPointSelector.findText("specific"))
    assert widget.ui.thresholdSlider.value == 0.8
    assert len(texts(widget)) == 1


def test_a_model_that_misses_what_is_asked_of_one_in_use_is_listed_for_comparison_only(widget: Any) -> None:
    ui = widget.ui
    ui.methodSelector.setCurrentIndex(ui.methodSelector.findData("patch-learning"))
    assert ui.modelSelector.currentText == "patch-learning (for comparison only)"
    assert widget.panel.choices()[0].model == "patch-learning"
    ui.methodSelector.setCurrentIndex(ui.methodSelector.findData("hdogreg"))
    assert ui.modelSelector.currentText == "hdogreg-light"


def test_the_model_that_names_kinds_is_chosen_and_kept_with_the_scene_and_an_own_one_is_offered(
    widget: Any, tmp_path: Path
) -> None:
    import shutil

    from MicrocalcCADSlicer.user_models import wantModel
    from slicer_host import close_panel, open_panel

    ui = widget.ui
    assert [ui.kindsSelector.itemText(i) for i in range(ui.kindsSelector.count)] == ["kinds-simulated", "none"]
    assert widget.panel.choices()[0].kinds == "kinds-simulated"
    ui.kindsSelector.setCurrentIndex(1)
    assert widget.panel.choices()[0].kinds == "none"
    own = tmp_path / "mine"
    shutil.copytree(Path(__file__).resolve().parents[2] / "Resources" / "Models" / "kinds-simulated", own)
    wantModel("kinds", str(own))
    widget.enter()
    assert ui.kindsSelector.currentText == "mine (own)" and widget.panel.choices()[0].kinds == str(own)
    again = open_panel()
    assert again.panel.choices()[0].kinds == str(own)
    close_panel(again)


def test_the_linking_distance_regroups(widget: Any, detected: Callable) -> None:
    detected()
    widget.ui.linkingDistanceSpinBox.setValue(30.0)
    assert len(texts(widget)) == 1
    assert counts(widget) == [19]


def test_the_findings_as_text_follow_once_the_slider_rests(widget: Any, detected: Callable, application: Any) -> None:
    from MicrocalcCADSlicer.results import storedFindings

    nodes = detected()
    widget.ui.thresholdSlider.setValue(0.8)
    application.wait_until(lambda: storedFindings(nodes).operating_point.threshold == 0.8, 5)
    assert len(storedFindings(nodes).reported_clusters) == 1


def test_clicking_a_cluster_centres_it_and_zooms(widget: Any, detected: Callable, application: Any) -> None:
    from MicrocalcCADSlicer.geometry import pixelToWorld

    nodes = detected()
    before = application.slice_view.node.GetFieldOfView()[0]
    widget.ui.clusterTable.cellClicked.emit(1, 0)
    r0, c0, r1, c1 = widget.panel.findings.session.findings.reported_clusters[1].bounding_box
    matrix = application.slice_view.node.GetSliceToRAS()
    expected = pixelToWorld(nodes.volume, (r0 + r1) / 2, (c0 + c1) / 2)
    assert [matrix.GetElement(i, 3) for i in range(3)] == pytest.approx(expected, abs=0.05)
    assert application.slice_view.node.GetFieldOfView()[0] < before / 2


def test_a_rejected_cluster_loses_its_marks_and_stays_in_the_list(widget: Any, detected: Callable) -> None:
    from MicrocalcCADSlicer.results import resultsOf

    nodes = detected()
    choose(widget, 0)
    widget.ui.rejectButton.click()
    assert states(widget) == ["rejected", "unseen"]
    assert len(resultsOf(nodes.volume).outlines) == 1
    assert nodes.calcificationTable.GetNumberOfRows() == 19 - 9
    widget.ui.rejectButton.click()
    assert len(resultsOf(nodes.volume).outlines) == 2


def test_an_accepted_cluster_keeps_the_colour_of_its_kind_and_gets_a_wider_line(
    widget: Any, detected: Callable
) -> None:
    from MicrocalcCADSlicer.halos import lineOf

    nodes = detected()
    display = lineOf(nodes.outlines[0])
    before = display.GetSelectedColor(), display.GetLineThickness()
    choose(widget, 0)
    widget.ui.acceptButton.click()
    choose(widget, 1)  # the chosen one is highlighted
    assert display.GetSelectedColor() == before[0] and display.GetLineThickness() == 1.75 * before[1]
    choose(widget, 0)
    widget.ui.acceptButton.click()
    choose(widget, 1)
    assert display.GetLineThickness() == before[1]


def test_a_decision_outlives_the_slider_and_a_second_detection(widget: Any, detected: Callable) -> None:
    detected()
    choose(widget, 1)
    widget.ui.acceptButton.click()
    widget.ui.thresholdSlider.setValue(0.8)
    widget.ui.thresholdSlider.setValue(0.5)
    assert states(widget) == ["unseen", "accepted"]
    widget.ui.detectButton.click()
    widget.started[-1].finish()
    assert states(widget) == ["unseen", "accepted"]


def test_check_boxes_show_and_hide_calcifications_outlines_and_heat_map(
    widget: Any, detected: Callable, application: Any
) -> None:
    nodes = detected()
    display, composite = nodes.segmentation.GetDisplayNode(), application.slice_view.composite
    widget.ui.calcificationsCheckBox.click()
    widget.ui.outlinesCheckBox.click()
    widget.ui.heatMapCheckBox.click()
    assert not display.GetSegmentVisibility("Calcifications")
    assert not any(outline.GetDisplayVisibility() for outline in nodes.outlines)
    assert composite.GetForegroundVolumeID() == nodes.heatMap.GetID()
    for box in (widget.ui.calcificationsCheckBox, widget.ui.outlinesCheckBox, widget.ui.heatMapCheckBox):
        box.click()
    assert display.GetSegmentVisibility("Calcifications")
    assert all(outline.GetDisplayVisibility() for outline in nodes.outlines)
    assert composite.GetForegroundVolumeID() is None
    display.SetSegmentVisibility("Calcifications", False)  # as by the eye in Slicer's own list
    choose(widget, 0)
    widget.ui.acceptButton.click()
    assert not display.GetSegmentVisibility("Calcifications"), "what the user has hidden stays hidden"


def test_vessels_are_told_and_hidden_and_shown_by_their_own_check_box(
    widget: Any, volume: Any, detected: Callable
) -> None:
    from dataclasses import replace

    from MicrocalcCADLib.findings import Vessel
    from MicrocalcCADSlicer.results import resultsOf
    from slicer_host import example_analysis

    detected()
    assert not widget.ui.vesselsCheckBox.enabled
    widget.ui.detectButton.click()
    vessel = Vessel(1, ((100.0, 50.0), (180.0, 200.0)), 12.0, 9.0, 2, 14.0)
    widget.started[-1].finish(replace(example_analysis(widget.started[-1].mammogram), vessels=(vessel,)))
    nodes = resultsOf(volume)
    assert widget.ui.vesselsCheckBox.enabled
    assert "1 calcified vessel of 9 mm" in widget.ui.statusLabel.text
    widget.ui.vesselsCheckBox.click()
    assert not nodes.vessels[0].GetDisplayVisibility()
    assert all(outline.GetDisplayVisibility() for outline in nodes.outlines)
    widget.ui.vesselsCheckBox.click()
    assert nodes.vessels[0].GetDisplayVisibility()


def test_marks_that_the_slider_makes_anew_stay_hidden_if_they_were(widget: Any, detected: Callable) -> None:
    from MicrocalcCADSlicer.results import resultsOf

    nodes = detected()
    widget.ui.outlinesCheckBox.click()
    widget.ui.thresholdSlider.setValue(0.8)
    widget.ui.thresholdSlider.setValue(0.3)
    assert not any(outline.GetDisplayVisibility() for outline in resultsOf(nodes.volume).outlines)


def test_nodes_that_the_user_has_deleted_do_not_come_back_with_the_slider(widget: Any, detected: Callable) -> None:
    import slicer
    from MicrocalcCADSlicer.results import resultsOf

    nodes = detected()
    slicer.mrmlScene.RemoveNode(nodes.segmentation)
    slicer.mrmlScene.RemoveNode(nodes.clusterTable)
    widget.ui.thresholdSlider.setValue(0.8)
    assert len(texts(widget)) == 1
    assert resultsOf(nodes.volume).segmentation is None


def test_each_volume_has_its_own_results_and_operating_point(widget: Any, detected: Callable, volume: Any) -> None:
    detected()
    widget.ui.thresholdSlider.setValue(0.8)
    other = add_volume(noise(1, 90, 80))
    widget.ui.volumeSelector.setCurrentNode(other)
    assert texts(widget) == []
    assert not widget.ui.thresholdSlider.enabled
    widget.ui.volumeSelector.setCurrentNode(volume)
    assert len(texts(widget)) == 1
    assert widget.ui.thresholdSlider.value == 0.8
