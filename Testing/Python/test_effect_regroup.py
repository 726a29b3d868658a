"""Split / merge clusters: groups follow the linking distance, and are drawn without touching a calcification."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from editor_material import CALCIFICATIONS, COLUMNS, ROWS, set_mask

pytest_plugins = ["editor_fixtures", "slicer_fixtures"]
NAME = "Split / merge clusters"
CLUSTERS = "Clusters"
# Two columns of 4 and 5 calcifications 0.7 mm apart, 12.6 mm from each other (in no square centimetre together), and
# one alone.
PLACES = [*((100 + 10 * i, 20) for i in range(4)), *((100 + 10 * i, 200) for i in range(5)), (280, 250)]


def calcifications() -> np.ndarray:
    mask = np.zeros((ROWS, COLUMNS), bool)
    for row, column in PLACES:
        mask[row - 1 : row + 2, column - 1 : column + 2] = True
    return mask


@pytest.fixture
def effect(editor: Any) -> Any:
    set_mask(editor.node.GetSegmentationNode(), CALCIFICATIONS, editor.node.GetSourceVolumeNode(), calcifications())
    return editor.choose(NAME)


def set_linking(effect: Any, distance_mm: float) -> None:
    effect.options._sliders["LinkingDistanceMm"].value = distance_mm


def test_the_groups_are_shown_and_counted_at_once(effect: Any) -> None:
    assert [c.count for c in effect.regrouping.clusters] == [5, 4]
    assert len(effect.preview.polygons) == 2
    assert effect.message.text.startswith("2 groups of calcifications: 5 on ")
    assert effect.message.text.endswith("1 alone.")


def test_a_larger_linking_distance_merges_and_a_smaller_one_splits(effect: Any) -> None:
    set_linking(effect, 13.0)
    assert [c.count for c in effect.regrouping.clusters] == [10]
    set_linking(effect, 0.5)
    assert effect.regrouping.clusters == ()
    assert effect.preview.polygons == []
    assert "10 alone" in effect.message.text


def test_apply_draws_the_groups_and_leaves_the_calcifications_as_they_are(
    editor: Any, effect: Any, masks: Callable
) -> None:
    import slicer

    editor.node.SetOverwriteMode(slicer.vtkMRMLSegmentEditorNode.OverwriteAllSegments)
    effect.buttons.apply.click()
    np.testing.assert_array_equal(masks(CALCIFICATIONS), calcifications())
    areas = masks(CLUSTERS)
    assert areas[130, 20]
    assert areas[130, 200]
    assert not areas[130, 100]
    assert not areas[280, 250]
    set_linking(effect, 13.0)
    effect.buttons.apply.click()
    assert masks(CLUSTERS)[130, 100]
    editor.logic.Undo()
    np.testing.assert_array_equal(masks(CLUSTERS), areas)


def test_the_first_apply_is_undone_with_the_segment_that_it_made(editor: Any, effect: Any) -> None:
    segmentation = editor.node.GetSegmentationNode().GetSegmentation()
    effect.buttons.apply.click()
    assert segmentation.GetSegment(CLUSTERS) is not None
    editor.logic.Undo()
    assert segmentation.GetSegment(CLUSTERS) is None


def test_edits_count_after_preview(editor: Any, effect: Any) -> None:
    mask = calcifications()
    mask[200, 200] = True
    mask[150, 200] = True
    set_mask(editor.node.GetSegmentationNode(), CALCIFICATIONS, editor.node.GetSourceVolumeNode(), mask)
    effect.buttons.clear.click()
    assert [c.count for c in effect.regrouping.clusters] == [7, 4]


def test_the_segment_of_the_areas_is_refused_as_calcifications(editor: Any, effect: Any) -> None:
    effect.buttons.apply.click()
    editor.logic.SetCurrentSegmentID(CLUSTERS)
    effect.buttons.clear.click()
    assert "select the segment of the calcifications" in effect.message.text


def test_the_effect_has_a_picture_and_a_help_text(effect: Any) -> None:
    assert not effect.icon().pixmap(32, 32).isNull()
    assert "Apply" in effect.helpText()
