"""Calcification click, clicked: what a click and a Shift-click do to the segment, pixel by pixel."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from editor_material import CALCIFICATIONS, COLUMNS, FULL_SCALE, OTHER, ROWS, SPOTS, set_mask, spot_image
from MicrocalcCADLib.blobs import HessianDogParameters
from MicrocalcCADLib.picking import PickParameters, pick
from panel_material import add_volume, noise

pytest_plugins = ["editor_fixtures", "slicer_fixtures"]
NAME = "Calcification click"
PARAMETERS = PickParameters(HessianDogParameters(0.23 / 8**0.5, 0.61 / 8**0.5, threshold=0.003))


@pytest.fixture
def effect(editor: Any) -> Any:
    return editor.choose(NAME)


def object_at(row: int, column: int, spacing_mm: float = 0.07) -> np.ndarray:
    """Return the mask of the object that a click must give."""
    found = pick(spot_image().astype(np.float32) / FULL_SCALE, (spacing_mm, spacing_mm), row, column, PARAMETERS)
    mask = np.zeros((ROWS, COLUMNS), bool)
    mask[tuple(found.pixels.T)] = True
    return mask


def test_a_click_adds_the_object_under_the_pointer(editor: Any, effect: Any, masks: Callable) -> None:
    row, column = SPOTS[0]
    assert editor.click(row + 1, column - 1)
    np.testing.assert_array_equal(masks(CALCIFICATIONS), object_at(row, column))
    editor.click(*SPOTS[1])
    np.testing.assert_array_equal(masks(CALCIFICATIONS), object_at(row, column) | object_at(*SPOTS[1]))
    assert "mm²" in effect.message.text


def test_a_click_where_another_mammogram_is_shown_edits_nothing_and_says_so(
    editor: Any, effect: Any, masks: Callable, application: Any
) -> None:
    """All mammograms lie at the same place of the scene: without a look at the view, the click would go into the other
    image.
    """
    import vtk

    editor.send(vtk.vtkCommand.MouseMoveEvent, *SPOTS[0])
    ((_view, actor),) = effect.scriptedEffect.actors
    assert actor.GetVisibility()
    composite = application.slice_view.composite
    own, other = composite.GetBackgroundVolumeID(), add_volume(noise(1, ROWS, COLUMNS), name="other")
    composite.SetBackgroundVolumeID(other.GetID())
    assert not actor.GetVisibility()  # the preview is about the other image too
    assert editor.click(*SPOTS[0])
    assert not masks(CALCIFICATIONS).any()
    assert "shows another image" in effect.message.text
    composite.SetBackgroundVolumeID(own)
    editor.click(*SPOTS[0])
    assert masks(CALCIFICATIONS).any()


def test_marks_of_another_mammogram_are_not_edited_by_what_the_source_volume_shows(
    editor: Any, effect: Any, masks: Callable, application: Any
) -> None:
    """Views of one detector have one grid: nothing else tells that the marks are of another one."""
    from MicrocalcCADSlicer.result_nodes import VOLUME_REFERENCE

    own, segmentation = add_volume(noise(1, ROWS, COLUMNS), name="own"), editor.node.GetSegmentationNode()
    segmentation.SetNodeReferenceID(VOLUME_REFERENCE, own.GetID())
    assert editor.click(*SPOTS[0])
    assert not masks(CALCIFICATIONS).any() and "These are the marks of own" in effect.message.text
    segmentation.SetNodeReferenceID(VOLUME_REFERENCE, editor.node.GetSourceVolumeNode().GetID())
    editor.click(*SPOTS[0])
    assert masks(CALCIFICATIONS).any()


def test_a_shift_click_removes_the_object_under_the_pointer_and_no_other(
    editor: Any, effect: Any, masks: Callable
) -> None:
    for spot in SPOTS[:2]:
        editor.click(*spot)
    assert editor.click(SPOTS[0][0], SPOTS[0][1] + 2, shift=True)
    np.testing.assert_array_equal(masks(CALCIFICATIONS), object_at(*SPOTS[1]))


def test_a_click_and_a_shift_click_are_undone_one_by_one(editor: Any, effect: Any, masks: Callable) -> None:
    editor.click(*SPOTS[0])
    editor.click(*SPOTS[1])
    editor.click(*SPOTS[1], shift=True)
    editor.logic.Undo()
    np.testing.assert_array_equal(masks(CALCIFICATIONS), object_at(*SPOTS[0]) | object_at(*SPOTS[1]))
    editor.logic.Undo()
    np.testing.assert_array_equal(masks(CALCIFICATIONS), object_at(*SPOTS[0]))
    editor.logic.Redo()
    np.testing.assert_array_equal(masks(CALCIFICATIONS), object_at(*SPOTS[0]) | object_at(*SPOTS[1]))


def test_other_segments_stay_whole_unless_the_user_lets_them_be_overwritten(
    editor: Any, effect: Any, masks: Callable
) -> None:
    import slicer

    everywhere = np.ones((ROWS, COLUMNS), bool)
    set_mask(editor.node.GetSegmentationNode(), OTHER, editor.node.GetSourceVolumeNode(), everywhere)
    editor.click(*SPOTS[0])
    np.testing.assert_array_equal(masks(OTHER), everywhere)
    editor.node.SetOverwriteMode(slicer.vtkMRMLSegmentEditorNode.OverwriteAllSegments)
    editor.choose(NAME)  # the user's choice holds on
    editor.click(*SPOTS[1])
    np.testing.assert_array_equal(masks(OTHER), ~object_at(*SPOTS[1]))


def test_the_mask_of_the_editor_limits_what_is_added(editor: Any, effect: Any, masks: Callable) -> None:
    import slicer

    row, column = SPOTS[0]
    half = np.zeros((ROWS, COLUMNS), bool)
    half[:, column:] = True
    set_mask(editor.node.GetSegmentationNode(), OTHER, editor.node.GetSourceVolumeNode(), half)
    editor.node.SetMaskSegmentID(OTHER)
    editor.node.SetMaskMode(slicer.vtkMRMLSegmentationNode.EditAllowedInsideSingleSegment)
    editor.click(row, column)
    np.testing.assert_array_equal(masks(CALCIFICATIONS), object_at(row, column) & half)


def test_the_intensity_range_of_the_editor_limits_what_is_added_and_removed(
    editor: Any, effect: Any, masks: Callable
) -> None:
    row, column = SPOTS[0]
    bright, whole = spot_image() >= 1900, object_at(row, column)
    assert 0 < (bright & whole).sum() < whole.sum()
    editor.node.SetSourceVolumeIntensityMaskRange(1900, FULL_SCALE)
    editor.node.SetSourceVolumeIntensityMask(True)
    editor.click(row, column)
    np.testing.assert_array_equal(masks(CALCIFICATIONS), whole & bright)
    editor.node.SetSourceVolumeIntensityMask(False)
    editor.click(row, column)
    editor.node.SetSourceVolumeIntensityMask(True)
    editor.click(row, column, shift=True)
    np.testing.assert_array_equal(masks(CALCIFICATIONS), whole & ~bright)


def test_the_outline_shows_what_a_click_would_add(editor: Any, effect: Any) -> None:
    import vtk

    row, column = SPOTS[2]
    editor.send(vtk.vtkCommand.MouseMoveEvent, row, column)
    (polygon,) = effect.preview.polygons
    rows, columns = np.nonzero(object_at(row, column))
    np.testing.assert_array_equal(polygon.min(axis=0), (rows.min() - 0.5, columns.min() - 0.5))
    np.testing.assert_array_equal(polygon.max(axis=0), (rows.max() + 0.5, columns.max() + 0.5))
    ((_view, actor),) = effect.scriptedEffect.actors
    middle = [round(v) for v in actor.GetMapper().GetInput().GetCenter()[:2]]
    assert editor.interactor.GetEventPosition() == pytest.approx(middle, abs=20)
    editor.send(vtk.vtkCommand.MouseMoveEvent, 260, 200)
    assert effect.preview.polygons == []
    editor.send(vtk.vtkCommand.LeaveEvent, 260, 200)
    assert effect.scriptedEffect.actors == []


def test_leaving_the_effect_takes_its_lines_away(editor: Any, effect: Any) -> None:
    import vtk

    editor.send(vtk.vtkCommand.MouseMoveEvent, *SPOTS[0])
    effect.deactivate()
    assert effect.scriptedEffect.actors == []


def test_nothing_is_added_where_there_is_nothing_and_the_user_is_told(
    editor: Any, effect: Any, masks: Callable
) -> None:
    assert editor.click(250, 220)
    assert not masks(CALCIFICATIONS).any()
    assert "raise the sensitivity" in effect.message.text
    editor.click(250, 220, shift=True)
    assert "nothing within reach" in effect.message.text


def test_a_hidden_segment_is_not_edited_before_the_user_confirms(editor: Any, effect: Any, masks: Callable) -> None:
    for editor.confirmation in (0, 2):
        assert editor.click(*SPOTS[0])
    assert not masks(CALCIFICATIONS).any()


def test_a_click_with_control_is_left_to_the_view(editor: Any, effect: Any, masks: Callable) -> None:
    assert not editor.click(*SPOTS[0], control=True)
    assert not masks(CALCIFICATIONS).any()


def test_the_sliders_keep_their_values_in_the_scene_and_count_for_the_next_click(
    editor: Any, effect: Any, masks: Callable
) -> None:
    effect.options._sliders["Sensitivity"].value = 0.0
    editor.node.GetSourceVolumeNode()
    assert float(editor.node.GetAttribute("Calcification click.Sensitivity")) == 0.0
    again = editor.choose(NAME)
    assert again.options._sliders["Sensitivity"].value == 0.0


def test_an_image_of_unknown_spacing_is_refused_in_one_sentence(open_editor: Callable) -> None:
    editor = open_editor(spot_image(), spacing_mm=1.0)
    effect = editor.choose(NAME)
    assert editor.click(20, 20)
    assert "spacing" in effect.message.text


def test_a_segmentation_on_another_grid_is_refused_in_one_sentence(editor: Any, effect: Any, masks: Callable) -> None:
    editor.node.GetSourceVolumeNode().SetSpacing(0.05, 0.05, 1)
    editor.click(*SPOTS[0])
    assert "different grids" in effect.message.text


def test_the_effect_has_a_picture_and_a_help_text(editor: Any, effect: Any) -> None:
    assert not effect.icon().pixmap(32, 32).isNull()
    assert "Shift" in effect.helpText()


def test_the_effects_are_offered_once_slicer_has_started(application: Any) -> None:
    import slicer

    import MicrocalcCAD

    factory = slicer.qSlicerSegmentEditorEffectFactory.instance()
    factory.effects.clear()
    MicrocalcCAD.MicrocalcCAD(SimpleNamespace(path=MicrocalcCAD.__file__))
    application.complete_startup()
    assert set(factory.effects) == {
        "Calcification click",
        "Calcification brush",
        "Detect in region",
        "Split / merge clusters",
    }
