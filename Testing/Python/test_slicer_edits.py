"""The list, the tables and the marks follow what is done to the segmentation, and every step can be undone."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from panel_material import choose, counts, groups, paint, pixels_of, states, texts, wipe

pytest_plugins = ["slicer_fixtures"]

BESIDE_FIRST = (440, 444, 240, 244)  # within the first cluster, free of its calcifications
FAR = [(750, 753, 150, 153), (755, 758, 160, 163), (745, 748, 165, 168), (760, 763, 150, 153)]


@pytest.fixture
def nodes(detected: Callable[[], Any], widget: Any) -> Any:
    found = detected()
    assert not pixels_of(found)[440:444, 240:244].any()
    return found


@pytest.fixture
def session(nodes: Any, widget: Any) -> Any:
    return widget.panel.findings.session


def followed(application: Any, widget: Any, before: int) -> None:
    """Wait until the list has another number of calcifications, as the event of the segmentation brings about."""
    application.wait_until(lambda: sum(counts(widget)) != before, 5)


def test_an_edit_changes_count_area_and_density_without_a_click(application: Any, widget: Any, nodes: Any) -> None:
    before = groups(widget)[0]
    paint(nodes, (470, 474, 270, 274))
    followed(application, widget, 18)
    after = groups(widget)[0]
    assert (before.count, after.count) == (9, 10)
    assert after.area_mm2 > before.area_mm2
    assert after.density_per_cm2 >= before.density_per_cm2
    assert nodes.calcificationTable.GetNumberOfRows() == 20
    assert "1 added" in widget.ui.noticesLabel.text


def test_the_cluster_that_was_edited_is_rated_again_at_once_and_the_others_are_not(
    application: Any, widget: Any, nodes: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import MicrocalcCADSlicer.rating as module

    seen: list[list[int]] = []
    original = module.assess

    def assess(analysis: Any, findings: Any, mammogram: Any, only: Any = None, ratings: Any = None) -> Any:
        if only is not None:  # None once the edit rests: then all are rated
            seen.append([cluster.count for cluster in findings.reported_clusters if cluster.id in only])
        return original(analysis, findings, mammogram, only)

    monkeypatch.setattr(module, "assess", assess)
    paint(nodes, BESIDE_FIRST)
    followed(application, widget, 18)
    assert seen == [[10]]


def test_segments_that_were_drawn_in_say_that_a_reader_took_part(application: Any, widget: Any, nodes: Any) -> None:
    from MicrocalcCADSlicer.hand_edits import readTag

    def types() -> list[str | None]:
        segmentation = nodes.segmentation.GetSegmentation()
        return [readTag(segmentation.GetNthSegment(i), "DICOM.SegmentAlgorithmType") for i in range(2)]

    assert types() == ["AUTOMATIC"] * 2
    paint(nodes, BESIDE_FIRST)
    followed(application, widget, 18)
    assert types() == ["SEMIAUTOMATIC"] * 2


def test_an_edited_cluster_is_called_edited_and_a_drawn_one_added(application: Any, widget: Any, nodes: Any) -> None:
    paint(nodes, BESIDE_FIRST)
    followed(application, widget, 18)
    assert states(widget) == ["edited", "unseen"]
    paint(nodes, *FAR)
    followed(application, widget, 19)
    assert sorted(states(widget)) == ["added", "edited", "unseen"]


def test_a_cluster_that_loses_all_its_calcifications_is_gone(
    application: Any, widget: Any, nodes: Any, session: Any
) -> None:
    wipe(nodes, session, list(range(1, 10)))
    followed(application, widget, 18)
    assert counts(widget) == [9]
    assert states(widget) == ["unseen"]
    assert len(widget.panel.findings.session.nodes.outlines) == 1


def test_an_edit_after_a_decision_shows_and_a_decision_after_an_edit_counts(
    application: Any, widget: Any, nodes: Any
) -> None:
    choose(widget, 0)
    widget.ui.acceptButton.click()
    paint(nodes, BESIDE_FIRST)
    followed(application, widget, 18)
    assert states(widget) == ["edited", "unseen"]
    widget.ui.acceptButton.click()
    assert states(widget) == ["accepted", "unseen"]


def test_the_chosen_cluster_stays_chosen_when_the_list_is_numbered_anew(
    application: Any, widget: Any, nodes: Any
) -> None:
    choose(widget, 1)
    place = widget.panel.findings.chosen().row
    paint(nodes, *[(590 + 6 * i, 593 + 6 * i, 150, 153) for i in range(6)])  # of score 1: now the first of the list
    followed(application, widget, 18)
    assert widget.ui.clusterTable.currentRow() == 0
    assert abs(widget.panel.findings.chosen().row - place) < 20


def test_undo_of_the_segment_editor_takes_the_numbers_back(application: Any, widget: Any, nodes: Any) -> None:
    from Host.segment_editor import SegmentEditor
    from vtk.util.numpy_support import vtk_to_numpy

    before = texts(widget)
    logic = SegmentEditor(nodes.segmentation, nodes.volume, "Calcifications").logic
    logic.SaveStateForUndo()
    logic.ResetModifierLabelmapToDefault()
    labelmap = logic.GetModifierLabelmap()
    vtk_to_numpy(labelmap.GetPointData().GetScalars()).reshape(900, 700)[440:444, 240:244] = 1
    labelmap.Modified()
    logic.ModifySegmentByLabelmap(
        nodes.segmentation, "Calcifications", labelmap, logic.ModificationModeAdd, False, False
    )
    followed(application, widget, 18)
    logic.Undo()
    followed(application, widget, 19)
    assert [row[:5] for row in texts(widget)] == [row[:5] for row in before]
    assert not pixels_of(nodes)[440:444, 240:244].any()


@pytest.mark.parametrize("meanwhile", ["rejected", "slider", "rejected and shown again"])
def test_undo_of_an_own_stroke_in_the_editor_does_not_draw_again_what_is_no_longer_shown(
    application: Any, widget: Any, nodes: Any, volume: Any, meanwhile: str
) -> None:
    from Host.segment_editor import SegmentEditor
    from vtk.util.numpy_support import vtk_to_numpy

    nodes.segmentation.GetSegmentation().AddEmptySegment("Mass", "Mass")
    logic = SegmentEditor(nodes.segmentation, nodes.volume, "Mass").logic
    logic.SaveStateForUndo()
    logic.ResetModifierLabelmapToDefault()
    labelmap = logic.GetModifierLabelmap()
    vtk_to_numpy(labelmap.GetPointData().GetScalars()).reshape(900, 700)[100:110, 240:244] = 1
    labelmap.Modified()
    logic.ModifySegmentByLabelmap(nodes.segmentation, "Mass", labelmap, logic.ModificationModeAdd, False, False)
    before = pixels_of(nodes).sum()
    if meanwhile == "slider":
        widget.ui.thresholdSlider.setValue(0.89)
    else:
        choose(widget, 0)
        widget.ui.rejectButton.click()
    widget.panel.findings.settleNow()
    listed, drawn = texts(widget), pixels_of(nodes).sum()
    assert 0 < drawn < before
    if meanwhile == "rejected and shown again":
        widget.ui.volumeSelector.setCurrentNode(None)
        logic.Undo()
        widget.ui.volumeSelector.setCurrentNode(volume)
    else:
        logic.Undo()
        assert pixels_of(nodes).sum() == before
        application.wait_until(lambda: pixels_of(nodes).sum() == drawn, 5)
    assert pixels_of(nodes).sum() == drawn and texts(widget) == listed
    widget.ui.undoButton.click()
    assert (
        pixels_of(nodes).sum() == before or meanwhile == "rejected and shown again"
    )  # whose steps went with the panel


def test_undo_of_split_or_merge_in_the_editor_takes_the_list_back_too(
    application: Any, widget: Any, nodes: Any
) -> None:
    from Host.segment_editor import EffectFactory, SegmentEditor
    from MicrocalcEffects import registerEffects

    EffectFactory.instance().effects.clear()
    registerEffects()
    before, grouping = texts(widget), widget.panel.findings.session.state.clusters
    editor = SegmentEditor(nodes.segmentation, nodes.volume, "Calcifications")
    effect = editor.choose("Split / merge clusters")
    effect.options._sliders["LinkingDistanceMm"].value = 20.0
    effect.buttons.apply.click()
    application.wait_until(lambda: widget.panel.findings.session.state.clusters.linking_distance_mm == 20.0, 20)
    assert len(texts(widget)) != len(before)
    editor.logic.Undo()
    application.wait_until(lambda: widget.panel.findings.session.state.clusters == grouping, 20)
    assert [row[:6] for row in texts(widget)] == [row[:6] for row in before]
    editor.logic.Redo()
    application.wait_until(lambda: widget.panel.findings.session.state.clusters.linking_distance_mm == 20.0, 20)


def test_undo_takes_decisions_points_grouping_and_edits_back_one_by_one(
    application: Any, widget: Any, nodes: Any
) -> None:
    first, drawn = texts(widget), pixels_of(nodes)
    choose(widget, 0)
    widget.ui.rejectButton.click()
    widget.ui.operatingPointSelector.setCurrentIndex(widget.ui.operatingPointSelector.findText("specific"))
    widget.ui.operatingPointSelector.setCurrentIndex(widget.ui.operatingPointSelector.findText("sensitive"))
    widget.ui.linkingDistanceSpinBox.setValue(30.0)
    paint(nodes, *FAR)
    widget.panel.findings.onEdited()
    assert widget.ui.undoButton.enabled
    seen = []
    while widget.ui.undoButton.enabled:
        widget.ui.undoButton.click()
        seen.append(
            (len(texts(widget)), widget.ui.operatingPointSelector.currentText, widget.ui.linkingDistanceSpinBox.value)
        )
    assert seen == [
        (1, "sensitive", 30.0),
        (2, "sensitive", 5.0),
        (1, "specific", 5.0),
        (2, "balanced", 5.0),
        (2, "balanced", 5.0),
    ]
    assert texts(widget) == first
    assert np.array_equal(pixels_of(nodes), drawn)


def test_moving_the_slider_is_one_step(widget: Any, nodes: Any) -> None:
    for value in (0.6, 0.7, 0.8):
        widget.ui.thresholdSlider.setValue(value)
    assert len(texts(widget)) == 1
    widget.ui.undoButton.click()
    assert len(texts(widget)) == 2
    assert not widget.ui.undoButton.enabled


def test_edits_survive_saving_closing_and_loading(application: Any, widget: Any, nodes: Any, tmp_path: Any) -> None:
    import slicer

    paint(nodes, BESIDE_FIRST)
    widget.panel.findings.onEdited()
    widget.panel.findings.settleNow()
    kept = texts(widget)
    path = str(tmp_path / "scene.mrb")
    assert slicer.mrmlScene.WriteToMRB(path, None)
    application.clear_scene()
    assert slicer.mrmlScene.ReadFromMRB(path, True, None)
    assert texts(widget) == kept
    widget.ui.thresholdSlider.setValue(0.99)
    assert pixels_of(widget.panel.findings.session.nodes)[440:444, 240:244].all()


def test_an_edit_while_the_panel_shows_another_volume_is_followed_when_it_comes_back(
    widget: Any, nodes: Any, volume: Any
) -> None:
    widget.ui.volumeSelector.setCurrentNode(None)
    paint(nodes, BESIDE_FIRST)
    widget.ui.volumeSelector.setCurrentNode(volume)
    assert counts(widget)[0] == 10


@pytest.mark.parametrize("isFollowed", [True, False])
def test_what_was_edited_stays_so_when_the_slider_moves(
    application: Any, widget: Any, nodes: Any, session: Any, isFollowed: bool
) -> None:
    wipe(nodes, session, [1, 2])
    if isFollowed:
        widget.panel.findings.onEdited()
    widget.ui.thresholdSlider.setValue(0.55)
    assert counts(widget)[0] == 7 and states(widget)[0] == "edited"


def test_undo_goes_on_after_a_look_at_another_image(widget: Any, nodes: Any, volume: Any) -> None:
    choose(widget, 0)
    widget.ui.rejectButton.click()
    widget.ui.thresholdSlider.setValue(0.8)
    widget.ui.volumeSelector.setCurrentNode(None)
    assert not widget.ui.undoButton.enabled
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.undoButton.click()
    widget.ui.undoButton.click()
    assert states(widget) == ["unseen", "unseen"] and not widget.ui.undoButton.enabled


def test_undo_takes_nothing_back_that_another_part_has_set_meanwhile(widget: Any, nodes: Any, volume: Any) -> None:
    from MicrocalcCADSlicer.session import setGrouping

    choose(widget, 0)
    widget.ui.rejectButton.click()
    widget.ui.volumeSelector.setCurrentNode(None)
    setGrouping(nodes.segmentation, 3.0, 3)
    widget.ui.volumeSelector.setCurrentNode(volume)
    assert not widget.ui.undoButton.enabled and widget.ui.linkingDistanceSpinBox.value == 3.0


def test_edits_hold_on_when_the_same_is_found_again_and_are_kept_aside_when_not(
    widget: Any, nodes: Any, volume: Any
) -> None:
    import slicer.util
    from slicer_host import example_analysis

    paint(nodes, BESIDE_FIRST)
    widget.panel.findings.onEdited()
    widget.ui.detectButton.click()
    analysis = widget.started[-1].finish()
    assert counts(widget)[0] == 10
    scores = analysis.candidates.measures.copy()
    scores[:, 2] *= 0.99
    other = replace(
        example_analysis(widget.started[-1].mammogram), candidates=replace(analysis.candidates, measures=scores)
    )
    widget.ui.detectButton.click()
    widget.started[-1].finish(other)
    assert counts(widget)[0] == 9
    (aside,) = [
        n for n in slicer.util.getNodesByClass("vtkMRMLSegmentationNode") if n.GetName().endswith("edited before")
    ]
    assert slicer.util.arrayFromSegmentBinaryLabelmap(aside, "Calcifications", volume)[0, 440:444, 240:244].all()


def test_split_and_merge_in_the_editor_recounts_list_and_tables(application: Any, widget: Any, nodes: Any) -> None:
    import MicrocalcEffects
    from Host.segment_editor import SegmentEditor

    MicrocalcEffects.registerEffects()
    editor = SegmentEditor(nodes.segmentation, nodes.volume, "Calcifications")
    effect = editor.choose("Split / merge clusters")
    effect.scriptedEffect.setParameter("LinkingDistanceMm", 20.0)
    effect.onApply()
    application.wait_until(lambda: len(texts(widget)) == 1, 5)
    assert counts(widget)[0] > 18
    assert widget.ui.linkingDistanceSpinBox.value == 20.0
    assert nodes.clusterTable.GetNumberOfRows() == 1


def test_an_edit_of_a_large_mammogram_is_followed_within_the_time_that_a_reader_notices(widget: Any) -> None:
    import slicer.util
    from MicrocalcCADLib.mammogram import Mammogram
    from report_material import make_analysis, make_spots

    noise = np.random.default_rng(1).integers(100, 4000, (1, 1021, 832)).astype(np.uint16)
    volume = slicer.util.addVolumeFromArray(
        np.tile(noise, (1, 4, 4)), ijkToRAS=np.diag([-0.07, -0.07, 1.0, 1.0]), name="MG"
    )
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.detectButton.click()
    mammogram: Mammogram = widget.started[-1].mammogram
    spots = make_spots([(r, c) for r in range(250, 3900, 400) for c in range(250, 3200, 390)], 25, 40)
    widget.started[-1].finish(make_analysis(mammogram, list(dict.fromkeys(spots))))
    panel, times = widget.panel.findings, []
    assert len(panel.session.findings.reported_calcifications) > 1900
    for place in (260, 660, 1060, 1460):
        paint(panel.session.nodes, (place, place + 4, 310, 314))
        start = time.process_time()
        panel.onEdited()
        times.append(time.process_time() - start)
    assert min(times) < 0.3  # about 0.1 s
