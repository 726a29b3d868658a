"""What one who works with the panels sees: the right image is chosen, and no sentence outlives what it is about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from panel_material import add_volume, noise, status, texts
from slicer_host import close_panel, reload_panel

pytest_plugins = ["slicer_fixtures"]


def offered(widget: Any) -> list[str]:
    selector = widget.ui.volumeSelector
    return [selector.itemText(i) for i in range(selector.count)]


# Which image is chosen


def test_a_heat_map_is_offered_as_a_mammogram_by_no_panel(widget: Any, detected: Callable) -> None:
    nodes = detected()
    assert nodes.heatMap is not None
    assert offered(widget) == ["None", "Example"]
    again = reload_panel(widget)
    assert offered(again) == ["None", "Example"]
    close_panel(again)


def test_a_heat_map_of_a_loaded_scene_is_not_offered_either(
    widget: Any, detected: Callable, application: Any, tmp_path: Any
) -> None:
    import slicer

    detected()
    assert slicer.mrmlScene.WriteToMRB(str(tmp_path / "case.mrb"), None)
    application.clear_scene()
    assert slicer.mrmlScene.ReadFromMRB(str(tmp_path / "case.mrb"), True)
    assert offered(widget) == ["None", "Example"]


def test_reload_keeps_the_chosen_mammogram_and_its_findings(widget: Any, detected: Callable, volume: Any) -> None:
    detected()
    again = reload_panel(widget)
    assert again.ui.volumeSelector.currentNode() is volume
    assert len(texts(again)) == 2
    close_panel(again)


def test_an_image_loaded_into_the_open_panel_is_chosen_where_none_is(widget: Any, application: Any) -> None:
    widget.enter()
    first = add_volume(noise(1, 90, 80), name="first")
    application.processEvents()
    assert widget.ui.volumeSelector.currentNode() is first
    add_volume(noise(1, 90, 80), name="second")
    application.processEvents()
    assert widget.ui.volumeSelector.currentNode() is first


def test_nothing_is_chosen_by_itself_while_another_module_is_shown(widget: Any, application: Any) -> None:
    widget.enter()
    widget.exit()
    add_volume(noise(1, 90, 80))
    application.processEvents()
    assert widget.ui.volumeSelector.currentNode() is None


def test_entering_takes_the_image_on_view_where_the_chosen_one_is_on_none(
    widget: Any, volume: Any, application: Any
) -> None:
    widget.ui.volumeSelector.setCurrentNode(volume)
    loaded = add_volume(noise(1, 90, 80), name="loaded in another module")
    widget.enter()
    assert widget.ui.volumeSelector.currentNode() is volume
    application.slice_view.composite.SetBackgroundVolumeID(loaded.GetID())
    widget.enter()
    assert widget.ui.volumeSelector.currentNode() is loaded


# Sentences


def test_what_was_said_of_a_scene_goes_with_it(widget: Any, detected: Callable, application: Any) -> None:
    detected()
    assert status(widget).startswith("Done in")
    widget.ui.examStatusLabel.text = "Done in 20 s: 4 views, 8 clusters."
    application.clear_scene()
    assert (status(widget), widget.ui.examStatusLabel.text) == ("", "")


def test_a_detection_that_a_closed_scene_ends_is_still_told(widget: Any, volume: Any, application: Any) -> None:
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.detectButton.click()
    application.clear_scene()
    assert "scene was closed" in status(widget)


def test_what_was_said_of_a_deleted_image_without_findings_goes_with_it(widget: Any, volume: Any) -> None:
    import slicer

    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.distributionsButton.click()
    assert "click Detect calcifications first" in status(widget)
    slicer.mrmlScene.RemoveNode(volume)
    assert status(widget) == ""


def test_a_deleted_segment_enables_undo_which_draws_it_again_and_ends_the_sentence(
    widget: Any, detected: Callable
) -> None:
    nodes = detected()
    assert not widget.ui.undoButton.enabled
    nodes.segmentation.GetSegmentation().RemoveSegment("Calcifications")
    widget.panel.findings.onEdited()
    assert "Undo draws it again" in status(widget)
    assert widget.ui.undoButton.enabled
    widget.ui.undoButton.click()
    assert nodes.segmentation.GetSegmentation().GetSegment("Calcifications") is not None
    assert status(widget) == ""
    assert not widget.ui.undoButton.enabled


def test_a_segment_that_the_editor_brings_back_ends_the_sentence_too(widget: Any, detected: Callable) -> None:
    import slicer

    nodes = detected()
    segmentation = nodes.segmentation.GetSegmentation()
    kept = slicer.vtkSegment()
    kept.DeepCopy(segmentation.GetSegment("Calcifications"))
    segmentation.RemoveSegment("Calcifications")
    widget.panel.findings.onEdited()
    segmentation.AddSegment(kept, "Calcifications")
    widget.panel.findings.onEdited()
    assert status(widget) == ""
    assert not widget.ui.undoButton.enabled


def test_a_plot_that_succeeds_ends_what_was_said_of_one_that_did_not(widget: Any, detected: Callable) -> None:
    detected()
    widget.ui.distributionsButton.click()
    assert "No cluster is chosen" in status(widget)
    widget.ui.clusterTable.selectRow(0)
    widget.ui.distributionsButton.click()
    assert status(widget) == ""


def test_an_exam_that_is_shown_ends_the_sentence_of_one_that_could_not_be(widget: Any, application: Any) -> None:
    unnamed = add_volume(noise(1, 90, 80), name="picture")
    widget.ui.tabs.setCurrentIndex(1)
    widget.ui.examShowButton.click()
    assert "name them" in widget.ui.examStatusLabel.text
    unnamed.SetName("R CC")
    widget.exam.refresh()
    widget.ui.examShowButton.click()
    assert widget.ui.examStatusLabel.text == ""


def test_numbers_are_said_as_one_says_them() -> None:
    pytest.importorskip("slicer", reason="slicer-core is not installed")
    from MicrocalcCADSlicer.counted import counted

    assert [counted(n, "1 cluster", "{count} clusters") for n in (0, 1, 2)] == ["0 clusters", "1 cluster", "2 clusters"]


@pytest.mark.parametrize(
    ("spots", "expected"),
    [
        ([], "no cluster, no calcification."),
        ([(200, 100)], "no cluster, 1 single calcification."),
        ([(200, 100), (700, 300)], "no cluster, 2 single calcifications."),
        ([(200, 100), *((420 + 9 * i, 240) for i in range(8))], "1 cluster, 9 calcifications, 1 of them single."),
    ],
    ids=["nothing", "one alone", "two alone", "a cluster and one alone"],
)
def test_single_calcifications_are_told_and_listed(widget: Any, volume: Any, spots: list, expected: str) -> None:
    from report_material import make_analysis

    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.detectButton.click()
    widget.started[-1].finish(make_analysis(widget.started[-1].mammogram, spots, [0.9] * len(spots)))
    assert status(widget).endswith(expected), status(widget)
    assert widget.ui.clusterTable.rowCount == {0: 0, 1: 1, 2: 2}.get(len(spots), 2)


@pytest.mark.usefixtures("widget")
def test_a_calcification_of_a_cluster_that_is_not_listed_is_said_to_be_in_none() -> None:
    from MicrocalcCADLib.decide import decide
    from MicrocalcCADSlicer.findings_panel import foundText
    from report_material import make_analysis, make_mammogram

    spots, scores = (
        [(200, 100), (210, 100), (200, 110), *((420 + 9 * i, 240) for i in range(8))],
        [
            0.9,
            0.1,
            0.1,
            *[0.9] * 8,
        ],
    )
    findings = decide(make_analysis(make_mammogram(), spots, scores), "balanced")
    assert findings.calcifications[0].cluster not in {None, findings.reported_clusters[0].id}
    assert foundText(findings) == "1 cluster, 9 calcifications, 1 of them single"


# Lists and plots


def test_the_last_column_fills_the_table_whatever_columns_it_had_before(widget: Any, detected: Callable) -> None:
    detected()
    widget.ui.volumeSelector.currentNode().SetName("R CC")
    widget.ui.tabs.setCurrentIndex(1)
    table = widget.ui.examTable
    header = table.horizontalHeader()
    assert table.rowCount == 2
    table.resize(900, 200)
    assert header.stretchLastSection()
    assert header.length() >= table.viewport().width() - 1


# Layouts


@pytest.mark.parametrize("layout", [2, 3], ids=["conventional", "four-up"])
def test_a_detection_gives_the_film_the_whole_window(
    widget: Any, detected: Callable, volume: Any, application: Any, layout: int
) -> None:
    manager = application.layoutManager()
    manager.setLayout(layout)
    manager.sliceWidget("Yellow").sliceLogic().GetSliceCompositeNode().SetBackgroundVolumeID(volume.GetID())
    nodes = detected()
    assert (manager.layout, manager.names_on_view()) == (6, ["Red"])
    assert application.slice_view.composite.GetBackgroundVolumeID() == volume.GetID()
    assert application.slice_view.shows(nodes.segmentation)


def test_a_detection_keeps_a_layout_that_the_user_chose(widget: Any, detected: Callable, application: Any) -> None:
    manager = application.layoutManager()
    manager.layoutLogic().GetLayoutNode().AddLayoutDescription(
        700, '<layout><item><view class="vtkMRMLSliceNode" singletontag="Red"/></item></layout>'
    )
    manager.setLayout(700)
    detected()
    assert manager.layout == 700


def test_a_mammogram_that_only_a_view_of_another_layout_shows_is_shown_when_it_is_chosen(
    widget: Any, volume: Any, application: Any
) -> None:
    manager = application.layoutManager()
    manager.setLayout(3)
    manager.sliceWidget("Yellow").sliceLogic().GetSliceCompositeNode().SetBackgroundVolumeID(volume.GetID())
    manager.setLayout(6)
    widget.ui.volumeSelector.setCurrentNode(volume)
    assert application.slice_view.composite.GetBackgroundVolumeID() == volume.GetID()


def test_what_is_known_otherwise_of_an_image_than_at_its_detection_is_said(widget: Any, application: Any) -> None:
    volume = add_volume(noise(1, 900, 700), spacing=1.0, name="P1 L CC")
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.spacingSpinBox.setValue(0.1)
    widget.ui.detectButton.click()
    widget.started[-1].finish()
    assert "Done" in status(widget)
    widget.ui.spacingSpinBox.setValue(0.05)
    assert "are of the pixel spacing of its detection, 0.1 mm, not of 0.05 mm" in status(widget)
    widget.ui.spacingSpinBox.setValue(0.1)
    assert status(widget) == ""
    volume.SetName("P1 R CC")
    widget.ui.volumeSelector.setCurrentNode(None)
    widget.ui.volumeSelector.setCurrentNode(volume)
    assert "in P1 R CC are of L CC" in status(widget)
    widget.ui.reportButton.click()
    assert status(widget).startswith("Sentences and places in P1 R CC are of L CC"), "no report that contradicts itself"
    widget.ui.detectButton.click()
    widget.started[-1].finish()
    assert "Done" in status(widget) and "are of L CC" not in status(widget)
