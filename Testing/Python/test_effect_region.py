"""Detect in region: which marks are previewed and added, where they come from, and what may go wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from editor_material import CALCIFICATIONS, COLUMNS, OTHER, ROWS, SPOTS, set_mask
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.candidates_in_region import candidate_places, candidates_within
from MicrocalcCADLib.errors import InputError, MicrocalcError
from report_material import make_analysis, make_mammogram
from slicer_host import PendingProcess

pytest_plugins = ["editor_fixtures", "slicer_fixtures"]
NAME = "Detect in region"
SCORES = [0.9, 0.7, 0.4, 0.95]


def analysis_of(mammogram: Any) -> Analysis:
    """Return an analysis with a candidate of 3 x 3 pixels on each spot."""
    return make_analysis(mammogram, list(SPOTS), SCORES)


def squares(*numbers: int) -> np.ndarray:
    """Return the mask of the candidates on the spots of these numbers."""
    mask = np.zeros((ROWS, COLUMNS), bool)
    for row, column in (SPOTS[n] for n in numbers):
        mask[row - 1 : row + 2, column - 1 : column + 2] = True
    return mask


@pytest.fixture
def effect(editor: Any) -> Iterator[Any]:
    """The effect, whose detections end when the test says so."""
    chosen = editor.choose(NAME)
    chosen.started = []

    def start(*arguments: Any) -> PendingProcess:
        chosen.started.append(PendingProcess(*arguments))
        return chosen.started[-1]

    chosen.startProcess = start
    yield chosen
    chosen.cleanup()


@pytest.fixture
def detected(effect: Any) -> Any:
    """The effect after a detection, all of the image in view."""
    effect.detectButton.click()
    process = effect.started[-1]
    process.finish(analysis_of(process.mammogram))
    return effect


def choose_region(effect: Any, name: str) -> None:
    effect.regionSelector.setCurrentIndex(effect.regionSelector.findData(name))


def test_the_marks_at_the_operating_point_are_previewed_and_added(editor: Any, detected: Any, masks: Callable) -> None:
    assert len(detected.preview.polygons) == 3
    assert not masks(CALCIFICATIONS).any()
    detected.buttons.apply.click()
    np.testing.assert_array_equal(masks(CALCIFICATIONS), squares(0, 1, 3))
    assert detected.scriptedEffect.actors == []
    editor.logic.Undo()
    assert not masks(CALCIFICATIONS).any()


def test_the_slider_moves_the_operating_point_without_a_new_detection(detected: Any, masks: Callable) -> None:
    detected.options._sliders["Threshold"].value = 0.3
    assert len(detected.preview.polygons) == 4
    detected.options._sliders["Threshold"].value = 0.8
    detected.buttons.apply.click()
    np.testing.assert_array_equal(masks(CALCIFICATIONS), squares(0, 3))
    assert len(detected.started) == 1


def test_only_what_the_slice_view_shows_is_added(application: Any, editor: Any, detected: Any, masks: Callable) -> None:
    from MicrocalcCADSlicer.geometry import pixelToWorld

    node = application.slice_view.node
    node.SetFieldOfView(2, 2 * 820 / 700, 1)
    node.JumpSliceByCentering(*pixelToWorld(editor.node.GetSourceVolumeNode(), *SPOTS[3]))
    detected.processViewNodeEvents(node, 0, editor.view)
    detected.buttons.apply.click()
    np.testing.assert_array_equal(masks(CALCIFICATIONS), squares(3))


def test_only_what_lies_in_the_region_of_interest_is_added(editor: Any, detected: Any, masks: Callable) -> None:
    import slicer
    from MicrocalcCADSlicer.geometry import pixelToWorld

    roi = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLMarkupsROINode")
    roi.SetCenter(*pixelToWorld(editor.node.GetSourceVolumeNode(), 100, 135))
    roi.SetSize(40 * 0.07, 10 * 0.07, 5)
    choose_region(detected, "roi")
    assert "No region of interest" in detected.message.text
    assert not detected.buttons.apply.enabled
    detected.roiSelector.setCurrentNode(roi)
    detected.buttons.apply.click()
    np.testing.assert_array_equal(masks(CALCIFICATIONS), squares(0, 1))


def test_only_what_lies_in_the_editable_area_is_added(editor: Any, detected: Any, masks: Callable) -> None:
    import slicer

    area = np.zeros((ROWS, COLUMNS), bool)
    area[90:110, 110:130] = True
    set_mask(editor.node.GetSegmentationNode(), OTHER, editor.node.GetSourceVolumeNode(), area)
    editor.node.SetMaskSegmentID(OTHER)
    editor.node.SetMaskMode(slicer.vtkMRMLSegmentationNode.EditAllowedInsideSingleSegment)
    choose_region(detected, "editable")
    assert len(detected.preview.polygons) == 1
    detected.buttons.apply.click()
    np.testing.assert_array_equal(masks(CALCIFICATIONS), squares(0))
    np.testing.assert_array_equal(masks(OTHER), area)


def test_an_analysis_in_the_scene_is_used_at_once(editor: Any, effect: Any) -> None:
    from MicrocalcCADSlicer.results import createResults
    from MicrocalcCADSlicer.scene_state import State
    from MicrocalcCADSlicer.volume import mammogramOf

    volume = editor.node.GetSourceVolumeNode()
    createResults(volume, analysis_of(mammogramOf(volume)), State())
    effect.detectButton.click()
    assert effect.started == []
    assert len(effect.preview.polygons) == 3
    effect.methodSelector.setCurrentIndex(effect.methodSelector.findData("morphological"))
    assert effect.preview.polygons == []
    effect.detectButton.click()
    assert effect.started[-1].choice.method == "morphological"


def test_an_analysis_of_an_image_that_was_replaced_is_not_used(editor: Any, effect: Any) -> None:
    import slicer.util
    from MicrocalcCADSlicer.results import createResults
    from MicrocalcCADSlicer.scene_state import State
    from MicrocalcCADSlicer.volume import mammogramOf

    volume = editor.node.GetSourceVolumeNode()
    createResults(volume, analysis_of(mammogramOf(volume)), State())
    array = slicer.util.arrayFromVolume(volume)
    slicer.util.updateVolumeFromArray(volume, array[:, ::-1].copy())
    effect.detectButton.click()
    assert len(effect.started) == 1 and effect.preview.polygons == []


def test_marks_of_an_image_that_is_replaced_meanwhile_are_not_added(
    editor: Any, detected: Any, masks: Callable
) -> None:
    import slicer.util

    volume = editor.node.GetSourceVolumeNode()
    slicer.util.updateVolumeFromArray(volume, slicer.util.arrayFromVolume(volume)[:, ::-1].copy())
    detected.buttons.apply.click()
    assert "has changed since the detection" in detected.message.text
    assert not masks(CALCIFICATIONS).any() and detected.preview.polygons == []


def test_a_detection_can_be_cancelled_and_its_failure_is_told(effect: Any, masks: Callable) -> None:
    effect.detectButton.click()
    assert effect.detectButton.text == "Cancel"
    effect.detectButton.click()
    assert effect.started[-1].cancelled
    assert effect.detectButton.text == "Detect"
    effect.detectButton.click()
    effect.started[-1].listener.failed(MicrocalcError("The model is missing."))
    assert effect.message.text == "The model is missing."
    assert not masks(CALCIFICATIONS).any()


def test_leaving_the_effect_stops_its_detection(effect: Any) -> None:
    effect.detectButton.click()
    effect.deactivate()
    assert effect.started[-1].cancelled


def test_candidates_are_chosen_by_region_and_score() -> None:
    mammogram = make_mammogram(ROWS, COLUMNS, 0.07)
    analysis = analysis_of(mammogram)
    np.testing.assert_array_equal(candidate_places(analysis), SPOTS)
    chosen = candidates_within(analysis, np.array([True, True, True, False]), 0.7)
    assert [tuple(pixels.mean(axis=0)) for pixels in chosen] == [SPOTS[0], SPOTS[1]]
    with pytest.raises(InputError, match="answers"):
        candidates_within(analysis, np.ones(3, bool), 0.5)


def test_the_effect_has_a_picture_and_a_help_text(effect: Any) -> None:
    assert not effect.icon().pixmap(32, 32).isNull()
    assert "Apply" in effect.helpText()


def test_detectors_have_the_plain_names_of_the_panel(effect: Any) -> None:
    from MicrocalcCADLib.detectors import METHODS
    from MicrocalcCADSlicer.method_texts import methodTexts

    selector = effect.methodSelector
    assert [selector.itemText(i) for i in range(selector.count)] == [methodTexts()[name][0] for name in METHODS]
    assert selector.itemText(selector.findData("hdogreg")) == "Standard (recommended)"
