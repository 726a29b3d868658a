"""Deleted segments and volumes, replaced images, two findings for one volume, folders that cannot be written: a
sentence, and nothing lost.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from MicrocalcCADLib.errors import InputError, OutputError
from panel_material import choose, counts, paint, pixels_of, states, status, texts

pytest_plugins = ["slicer_fixtures"]


@pytest.fixture
def nodes(detected: Callable[[], Any], widget: Any) -> Any:
    """Results of which the first cluster was accepted."""
    found = detected()
    choose(widget, 0)
    widget.ui.acceptButton.click()
    return found


def hashed(folder: Path) -> list[tuple[str, bytes]]:
    return [(path.name, path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file()]


# The segment


def test_a_deleted_segment_is_named_the_list_stays_and_undo_draws_it_again(
    application: Any, widget: Any, nodes: Any
) -> None:
    listed, drawn = texts(widget), pixels_of(nodes)
    nodes.segmentation.GetSegmentation().RemoveSegment("Calcifications")
    application.wait_until(lambda: "segment Calcifications of Example was deleted" in status(widget), 5)
    assert "Undo draws it again" in status(widget)
    assert texts(widget) == listed
    widget.ui.undoButton.click()
    assert np.array_equal(pixels_of(nodes), drawn)
    assert texts(widget) == listed


def test_edits_outlive_the_deletion_of_their_segment(application: Any, widget: Any, nodes: Any) -> None:
    paint(nodes, (440, 444, 240, 244))
    widget.panel.findings.onEdited()
    drawn = pixels_of(nodes)
    nodes.segmentation.GetSegmentation().RemoveSegment("Calcifications")
    widget.ui.thresholdSlider.setValue(0.99)
    widget.ui.thresholdSlider.setValue(0.5)
    widget.ui.undoButton.click()
    assert np.array_equal(pixels_of(nodes), drawn)


def test_a_deleted_segmentation_comes_back_by_undo_with_codes_and_review(widget: Any, nodes: Any) -> None:
    import slicer

    drawn = pixels_of(nodes)
    slicer.mrmlScene.RemoveNode(nodes.segmentation)
    assert "Undo draws it again" in status(widget)
    widget.ui.undoButton.click()
    back = widget.panel.findings.session.nodes
    assert back.segmentation is not nodes.segmentation
    assert np.array_equal(pixels_of(back), drawn)
    assert back.segmentation.GetSegmentation().GetSegment("Calcifications").HasTag("TerminologyEntry")
    assert states(widget) == ["accepted", "unseen"]
    paint(back, (440, 444, 240, 244))
    widget.panel.findings.onEdited()
    assert counts(widget)[0] == 10


def test_a_segment_on_another_grid_is_left_alone_with_a_sentence(widget: Any, nodes: Any) -> None:
    import slicer

    segment = nodes.segmentation.GetSegmentation().GetSegment("Calcifications")
    image = slicer.vtkOrientedImageData()
    image.DeepCopy(segment.GetRepresentation("Binary labelmap"))
    image.SetSpacing(0.2, 0.2, 1.0)
    segment.AddRepresentation("Binary labelmap", image)
    listed = texts(widget)
    widget.ui.thresholdSlider.setValue(0.8)
    assert "lies on another grid than Example" in status(widget)
    assert texts(widget) == listed
    assert segment.GetRepresentation("Binary labelmap").GetSpacing()[0] == 0.2


def test_a_segment_that_is_no_labelmap_any_more_is_not_taken_for_wiped_out(
    application: Any, widget: Any, nodes: Any, volume: Any
) -> None:
    """As by *Make source* of the closed surface in the module Segmentations."""
    from MicrocalcCADSlicer.session import reviewed

    listed, own = texts(widget), nodes.segmentation.GetSegmentation()
    own.CreateRepresentation("Closed surface")
    own.SetSourceRepresentationName("Closed surface")
    application.wait_until(lambda: "no binary labelmap any more" in status(widget), 5)
    assert texts(widget) == listed and states(widget)[0] == "accepted"
    with pytest.raises(InputError, match="no binary labelmap"):
        reviewed(volume)
    widget.ui.detectButton.click()
    widget.started[-1].finish()
    assert states(widget)[0] == "accepted" and counts(widget) == [9, 9]


def test_a_copy_of_the_segmentation_brings_no_earlier_decisions_back(widget: Any, nodes: Any, volume: Any) -> None:
    import slicer

    copy = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentationNode", "copy")
    copy.Copy(nodes.segmentation)
    slicer.mrmlScene.RemoveNode(nodes.segmentation)
    choose(widget, 1)
    widget.ui.acceptButton.click()
    widget.ui.volumeSelector.setCurrentNode(None)
    widget.ui.volumeSelector.setCurrentNode(volume)
    assert states(widget) == ["accepted", "accepted"]


def test_a_key_stays_at_a_finding_that_cannot_be_decided(widget: Any, nodes: Any, volume: Any) -> None:
    choose(widget, 0)
    volume.SetOrigin(10, 20, 0)
    widget.panel.findings.rejectFinding()
    assert "lies on another grid" in status(widget)
    assert states(widget)[0] == "accepted" and widget.ui.clusterTable.currentRow() == 0


def test_damaged_tags_are_refused_with_a_remedy(widget: Any, nodes: Any) -> None:
    nodes.segmentation.GetSegmentation().GetSegment("Calcifications").SetTag("Microcalc.Edits", "damaged")
    widget.panel.findings.onEdited()
    assert "cannot be read" in status(widget)
    assert "detect again" in status(widget)


# The volume


def test_a_deleted_volume_is_named_and_the_same_image_takes_its_findings_over(
    widget: Any, nodes: Any, volume: Any
) -> None:
    import slicer
    from MicrocalcCADSlicer.example import addExampleVolume

    listed = texts(widget)
    slicer.mrmlScene.RemoveNode(volume)
    assert "Example was deleted: its findings stay in the scene" in status(widget)
    assert texts(widget) == []
    assert all(node.GetScene() for node in nodes.all())
    widget.ui.volumeSelector.setCurrentNode(addExampleVolume(name="Example again"))
    assert [row[:7] for row in texts(widget)] == [row[:7] for row in listed]
    widget.ui.thresholdSlider.setValue(0.8)
    assert len(texts(widget)) == 1


def test_another_image_does_not_take_findings_over(widget: Any, nodes: Any, volume: Any) -> None:
    import slicer
    import slicer.util

    array = slicer.util.arrayFromVolume(volume).copy()
    slicer.mrmlScene.RemoveNode(volume)
    array[0, 5, 5] += 1
    widget.ui.volumeSelector.setCurrentNode(
        slicer.util.addVolumeFromArray(array, ijkToRAS=np.diag([-0.07, -0.07, 1, 1]), name="Other")
    )
    assert texts(widget) == []
    assert all(node.GetScene() for node in nodes.all())


def test_a_replaced_image_keeps_its_findings_and_no_report_mixes_the_two(
    widget: Any, nodes: Any, volume: Any, tmp_path: Path
) -> None:
    import slicer.util
    from MicrocalcCADSlicer.dicom_exchange import exportResults

    listed = [row[:7] for row in texts(widget)]
    other = slicer.util.arrayFromVolume(volume).copy()[:, ::-1]
    slicer.util.updateVolumeFromArray(volume, other)
    widget.ui.volumeSelector.setCurrentNode(None)
    widget.ui.volumeSelector.setCurrentNode(volume)
    assert "The image in Example is another one than was analysed" in status(widget)
    assert [row[:7] for row in texts(widget)] == listed
    drawn = pixels_of(nodes)
    paint(nodes, (440, 444, 240, 244))
    widget.panel.findings.onEdited()
    assert [row[:7] for row in texts(widget)] == listed
    assert pixels_of(nodes).sum() == drawn.sum() + 16  # what was painted is not lost either
    with pytest.raises(InputError, match="another one than was analysed"):
        exportResults(volume, tmp_path, ("json",))
    assert hashed(tmp_path) == []


# Two findings


def test_a_copied_segmentation_is_told_and_neither_read_nor_written(widget: Any, nodes: Any, volume: Any) -> None:
    import slicer

    copy = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentationNode", "copy")
    copy.Copy(nodes.segmentation)
    copy.SetName("copy")
    before = copy.GetSegmentation().GetSegment("Calcifications").GetRepresentation("Binary labelmap").GetExtent()
    widget.ui.volumeSelector.setCurrentNode(None)
    widget.ui.volumeSelector.setCurrentNode(volume)
    assert "Example has more than one set of findings: the newest is shown" in status(widget)
    assert widget.panel.findings.session.nodes.segmentation is nodes.segmentation
    widget.ui.thresholdSlider.setValue(0.99)
    assert (
        copy.GetSegmentation().GetSegment("Calcifications").GetRepresentation("Binary labelmap").GetExtent() == before
    )
    widget.ui.detectButton.click()
    widget.started[-1].finish()
    assert copy.GetScene()
    assert not nodes.segmentation.GetScene()


def test_of_two_sets_the_newest_is_shown_whole_and_the_other_stays(widget: Any, nodes: Any, volume: Any) -> None:
    from MicrocalcCADSlicer.result_nodes import nodesOf, resultsOf
    from MicrocalcCADSlicer.results import createResults
    from MicrocalcCADSlicer.scene_state import State, encoded

    analysis = widget.panel.findings.session.analysis
    older = {node.GetID(): node for node in nodes.all()}
    kept = [node.GetNodeReferenceID("Microcalc.Volume") for node in older.values()]
    for node in older.values():  # as if it had come with another scene
        node.SetNodeReferenceID("Microcalc.Volume", None)
    newer = createResults(volume, analysis, State(operatingPoint=0.8), encoded(analysis))
    for node, reference in zip(older.values(), kept, strict=True):
        node.SetNodeReferenceID("Microcalc.Volume", reference)
    assert len(nodesOf(volume)) == len(older) + len(newer.all())
    assert {node.GetID() for node in resultsOf(volume).all()} == {node.GetID() for node in newer.all()}
    widget.ui.volumeSelector.setCurrentNode(None)
    widget.ui.volumeSelector.setCurrentNode(volume)
    assert len(texts(widget)) == 1
    assert "more than one set of findings" in status(widget)


# Folders


def test_a_folder_that_cannot_be_written_is_named_and_the_scene_keeps_everything(
    widget: Any, nodes: Any, volume: Any, tmp_path: Path
) -> None:
    from MicrocalcCADSlicer.dicom_exchange import exportResults

    occupied = tmp_path / "results"
    occupied.write_text("a file, where the folder should be")
    listed = texts(widget)
    with pytest.raises(OutputError, match="results") as caught:
        exportResults(volume, occupied, ("json", "csv", "html"))
    assert str(caught.value).count(". ") == 0  # one sentence
    assert hashed(tmp_path) == [("results", b"a file, where the folder should be")]
    assert texts(widget) == listed


def test_a_read_only_folder_keeps_the_report_that_it_has(widget: Any, nodes: Any, volume: Any, tmp_path: Path) -> None:
    import os

    from MicrocalcCADSlicer.dicom_exchange import exportResults

    exportResults(volume, tmp_path, ("json",))
    before = hashed(tmp_path)
    tmp_path.chmod(0o555)
    if os.access(tmp_path, os.W_OK):
        tmp_path.chmod(0o755)
        pytest.skip("this user may write everywhere")
    widget.ui.thresholdSlider.setValue(0.8)
    try:
        with pytest.raises(OutputError):
            exportResults(volume, tmp_path, ("json",))
    finally:
        tmp_path.chmod(0o755)
    assert hashed(tmp_path) == before


# What a scene or the settings keep as JSON

JSON = ["[" * 100_000, '{"a": ', "[1]", "7", '"text"', '{"schema": "other"}']
STATES = [
    '{"operatingPoint": "balanced", "clusters": {}, "review": [3]}',
    '{"operatingPoint": 0.5, "clusters": {}, "review": 3}',
]
STATES += ['{"operatingPoint": 0.5, "clusters": {}, "review": [{"state": "accepted", "calcifications": [Infinity]}]}']


@pytest.mark.parametrize("text", [*JSON, *STATES])
def test_damaged_settings_of_a_volume_are_named(application: Any, text: str) -> None:
    from MicrocalcCADSlicer.scene_image import ImageRecord
    from MicrocalcCADSlicer.scene_state import State

    with pytest.raises(InputError, match="stored settings of this volume cannot be read"):
        State.fromJson(text)
    assert ImageRecord.fromText(text) is None


@pytest.mark.parametrize("text", ["", *JSON])
def test_damaged_findings_of_a_scene_are_named(application: Any, text: str) -> None:
    from MicrocalcCADSlicer.scene_state import readFindings

    class Node:
        def GetText(self) -> str:
            return text

    with pytest.raises(InputError):
        readFindings(Node())


@pytest.mark.parametrize("text", [*JSON, "[3, null]", '["a", 3]', '["/nowhere"]'])
def test_damaged_settings_of_own_models_offer_none(application: Any, text: str) -> None:
    import slicer
    from MicrocalcCADSlicer import user_models

    settings = slicer.app.userSettings()
    before = {name: settings.value(name) for name in (user_models.FOLDERS, user_models.WANTED)}
    try:
        for name in before:
            settings.setValue(name, text)
        assert user_models.ownModelFolders() == []
        assert user_models.takeWantedModel() is None
    finally:
        for name, value in before.items():
            settings.setValue(name, value or "")


# The results as a whole


@pytest.mark.parametrize("what", ["analysis", "all", "folder"])
def test_results_that_are_deleted_leave_an_empty_list_and_a_word(
    application: Any, widget: Any, nodes: Any, what: str
) -> None:
    import slicer
    from MicrocalcCADSlicer.result_nodes import removeNodes
    from MicrocalcCADSlicer.results import resultsOf
    from MicrocalcCADSlicer.subject_hierarchy import folderOf

    if what == "folder":
        hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(slicer.mrmlScene)
        hierarchy.RemoveItem(folderOf(nodes.volume), True, True)  # Data, right click on the folder, Delete
    else:
        removeNodes(nodes.all() if what == "all" else [nodes.analysis])
    application.wait_until(lambda: widget.panel.findings.session is None, 5)
    assert texts(widget) == []
    assert status(widget).startswith("The findings of Example were deleted: click Detect")
    assert not widget.ui.undoButton.enabled and not widget.ui.thresholdSlider.enabled
    widget.ui.thresholdSlider.setValue(0.7)  # of nothing
    assert (resultsOf(nodes.volume) is None) == (what != "analysis")
    widget.ui.detectButton.click()
    widget.started[-1].finish()
    assert len(texts(widget)) == 2


def test_the_panel_goes_over_to_what_python_code_has_detected_meanwhile(
    application: Any, widget: Any, nodes: Any, volume: Any
) -> None:
    from MicrocalcCADSlicer.results import resultsOf, stored
    from MicrocalcCADSlicer.scene_state import State
    from MicrocalcCADSlicer.session import Session, storeResults

    widget.ui.thresholdSlider.setValue(0.6)
    storeResults(volume, stored(nodes)[0], State("specific"))
    application.wait_until(lambda: widget.panel.findings.session.nodes.analysis is not None, 5)
    session = widget.panel.findings.session
    assert session.nodes.analysis is resultsOf(volume).analysis and session.state.operatingPoint == "specific"
    assert widget.ui.operatingPointSelector.currentText == "specific" and "deleted" not in status(widget)
    choose(widget, 0)
    widget.ui.rejectButton.click()
    assert [one.state for one in Session.of(volume).state.review.decisions][-1] == "rejected"


def test_undo_makes_deleted_tables_again_with_the_segment(widget: Any, nodes: Any) -> None:
    import slicer

    for node in (nodes.clusterTable, nodes.findings, nodes.segmentation):
        slicer.mrmlScene.RemoveNode(node)
    assert "Calcifications and tables of Example were deleted: Undo makes them again" in status(widget)
    widget.ui.undoButton.click()
    back = widget.panel.findings.session.nodes
    assert back.clusterTable.GetNumberOfRows() == 2 and back.findings.GetText()
    assert back.calcificationTable is nodes.calcificationTable and status(widget) == ""
