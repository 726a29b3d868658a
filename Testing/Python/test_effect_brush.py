"""Calcification brush: paint, preview, contrast, apply and undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import vtk
from editor_material import (
    CALCIFICATIONS,
    COLUMNS,
    FULL_SCALE,
    OTHER,
    ROWS,
    SIGMA_PX,
    SPOTS,
    mask_of,
    set_mask,
    spot_image,
)
from MicrocalcCADLib.blobs import HessianDogParameters
from MicrocalcCADLib.blobs_in_region import objects_in_region
from MicrocalcCADLib.strokes import paint_stroke
from scipy.ndimage import distance_transform_edt

pytest_plugins = ["editor_fixtures", "slicer_fixtures"]
NAME = "Calcification brush"
HEIGHTS = (900, 600, 200, 900)
PRESS, MOVE, RELEASE = (
    vtk.vtkCommand.LeftButtonPressEvent,
    vtk.vtkCommand.MouseMoveEvent,
    vtk.vtkCommand.LeftButtonReleaseEvent,
)


@pytest.fixture
def editor(open_editor: Callable[..., Any]) -> Any:
    return open_editor(spot_image(HEIGHTS))


@pytest.fixture
def effect(editor: Any) -> Any:
    return editor.choose(NAME)


def stroke(editor: Any, *places: tuple[int, int]) -> None:
    """Press at the first place, move over the others, release at the last."""
    editor.send(PRESS, *places[0])
    for place in places[1:]:
        editor.send(MOVE, *place)
    editor.send(RELEASE, *places[-1])


def objects_above(contrast: float) -> np.ndarray:
    """Return the mask of what Apply must add after a stroke from the first spot over the second to the third."""
    region = np.zeros((ROWS, COLUMNS), bool)
    for start, end in ((SPOTS[0], SPOTS[1]), (SPOTS[1], SPOTS[2])):
        paint_stroke(region, (0.07, 0.07), start, end, 3.0)
    parameters = HessianDogParameters(0.23 / 8**0.5, 0.61 / 8**0.5, threshold=0.003)
    found = objects_in_region(spot_image(HEIGHTS).astype(np.float32) / FULL_SCALE, (0.07, 0.07), region, parameters)
    mask = np.zeros((ROWS, COLUMNS), bool)
    for pixels in found.above(contrast):
        mask[tuple(pixels.T)] = True
    return mask


def test_apply_adds_the_blobs_of_the_painted_region_and_no_others(editor: Any, effect: Any, masks: Callable) -> None:
    stroke(editor, *SPOTS[:3])
    assert not masks(CALCIFICATIONS).any()
    effect.buttons.apply.click()
    added = masks(CALCIFICATIONS)
    np.testing.assert_array_equal(added, objects_above(0.02))
    assert added[SPOTS[0]]
    assert added[SPOTS[1]]
    assert not added[SPOTS[3]]


def test_a_ridge_that_runs_on_far_out_of_the_painted_region_is_not_taken_with_the_settings_as_they_come(
    open_editor: Callable[..., Any],
) -> None:
    """A vessel's wall through the painted place, beside a spot in it."""
    image = spot_image(HEIGHTS).astype(float)
    image += 700 * np.exp(-((np.arange(COLUMNS) - 135) ** 2) / (2 * SIGMA_PX**2))
    editor = open_editor(np.round(image).astype(np.uint16))
    effect = editor.choose(NAME)
    stroke(editor, SPOTS[0])
    effect.buttons.apply.click()
    added = mask_of(editor.node.GetSegmentationNode(), CALCIFICATIONS, editor.node.GetSourceVolumeNode())
    painted = np.zeros((ROWS, COLUMNS), bool)
    paint_stroke(painted, (0.07, 0.07), SPOTS[0], SPOTS[0], 3.0)
    assert painted[SPOTS[0][0], 135]  # the ridge is in it
    assert added[SPOTS[0]]
    assert (distance_transform_edt(~painted, 0.07)[added] <= 0.5).all()
    assert not added[:, 133:138].any()


def test_the_preview_follows_the_contrast_slider_and_apply_adds_what_it_shows(
    editor: Any, effect: Any, masks: Callable
) -> None:
    stroke(editor, *SPOTS[:3])
    effect.options._sliders["ContrastPercent"].value = 1.0
    assert len(effect.preview.polygons) == 3
    effect.options._sliders["ContrastPercent"].value = 12.0
    assert len(effect.preview.polygons) == 1
    effect.buttons.apply.click()
    np.testing.assert_array_equal(masks(CALCIFICATIONS), objects_above(0.12))
    assert effect.preview.polygons == effect._strokes.polygons == []


def test_apply_is_one_step_for_undo(editor: Any, effect: Any, masks: Callable) -> None:
    stroke(editor, *SPOTS[:3])
    effect.buttons.apply.click()
    editor.logic.Undo()
    assert not masks(CALCIFICATIONS).any()


def test_strokes_add_up_until_they_are_cleared(editor: Any, effect: Any, masks: Callable) -> None:
    stroke(editor, SPOTS[0])
    stroke(editor, SPOTS[3])
    assert len(effect.preview.polygons) == 2
    effect.buttons.clear.click()
    assert effect.scriptedEffect.actors == []
    assert not effect.buttons.apply.enabled
    stroke(editor, SPOTS[1])
    effect.buttons.apply.click()
    assert masks(CALCIFICATIONS)[SPOTS[1]]
    assert not masks(CALCIFICATIONS)[SPOTS[0]]


def test_masking_holds_and_other_segments_stay_whole(editor: Any, effect: Any, masks: Callable) -> None:
    import slicer

    half = np.zeros((ROWS, COLUMNS), bool)
    half[:, SPOTS[0][1] :] = True
    set_mask(editor.node.GetSegmentationNode(), OTHER, editor.node.GetSourceVolumeNode(), half)
    editor.node.SetMaskSegmentID(OTHER)
    editor.node.SetMaskMode(slicer.vtkMRMLSegmentationNode.EditAllowedInsideSingleSegment)
    stroke(editor, *SPOTS[:3])
    effect.buttons.apply.click()
    np.testing.assert_array_equal(masks(CALCIFICATIONS), objects_above(0.02) & half)
    np.testing.assert_array_equal(masks(OTHER), half)


def test_moving_without_the_button_paints_nothing(editor: Any, effect: Any) -> None:
    assert not editor.send(MOVE, *SPOTS[0])
    assert effect._region is None and effect._strokes.polygons == []
    assert not effect.buttons.apply.enabled


def brush(effect: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return middle and width, in pixels (row, column), of the outline of the brush under the pointer."""
    (polygon,) = effect._brush.polygons
    return (polygon.max(axis=0) + polygon.min(axis=0)) / 2, np.ptp(polygon, axis=0)


def test_the_brush_is_outlined_at_its_size_under_the_pointer_before_and_while_it_paints(
    editor: Any, effect: Any
) -> None:
    editor.send(MOVE, *SPOTS[0])
    middle, width = brush(effect)
    np.testing.assert_allclose(middle, SPOTS[0], atol=1)
    np.testing.assert_allclose(width * 0.07, 3.0, rtol=0.01)
    stroke(editor, SPOTS[0], SPOTS[1])
    np.testing.assert_allclose(brush(effect)[0], SPOTS[1], atol=1)
    editor.send(vtk.vtkCommand.LeaveEvent, *SPOTS[1])
    assert effect._brush.polygons == []


def test_the_brush_is_on_no_view_of_another_image(editor: Any, effect: Any, application: Any) -> None:
    import slicer.util

    editor.send(MOVE, *SPOTS[0])
    other = slicer.util.addVolumeFromArray(spot_image()[np.newaxis], name="other")
    application.slice_view.composite.SetBackgroundVolumeID(other.GetID())
    editor.send(MOVE, *SPOTS[1])
    assert effect._brush.polygons == []


def test_the_wheel_with_shift_and_the_keys_plus_and_minus_change_the_brush_within_its_range(
    editor: Any, effect: Any
) -> None:
    forward, backward = vtk.vtkCommand.MouseWheelForwardEvent, vtk.vtkCommand.MouseWheelBackwardEvent
    editor.send(MOVE, *SPOTS[0])
    assert not editor.send(forward, *SPOTS[0])  # zooms the view, as everywhere
    assert editor.send(forward, *SPOTS[0], shift=True)
    np.testing.assert_allclose(brush(effect)[1] * 0.07, 3.6, rtol=0.01)
    assert effect.options.value("BrushDiameterMm") == 3.6
    assert editor.send(backward, *SPOTS[0], shift=True)
    assert effect.options.value("BrushDiameterMm") == 2.9
    editor.interactor.SetKeySym("plus")
    assert editor.send(vtk.vtkCommand.KeyPressEvent, *SPOTS[0])
    editor.interactor.SetKeySym("a")
    assert not editor.send(vtk.vtkCommand.KeyPressEvent, *SPOTS[0])
    for _ in range(30):
        editor.send(forward, *SPOTS[0], shift=True)
    assert effect.options.value("BrushDiameterMm") == 20.0


def test_leaving_the_effect_forgets_the_preview(editor: Any, effect: Any) -> None:
    stroke(editor, SPOTS[0])
    assert effect.scriptedEffect.actors
    editor.send(MOVE, *SPOTS[1])
    effect.deactivate()
    assert effect.scriptedEffect.actors == []


def test_the_effect_has_a_picture_and_a_help_text(editor: Any, effect: Any) -> None:
    assert not effect.icon().pixmap(32, 32).isNull()
    assert "Apply" in effect.helpText()
