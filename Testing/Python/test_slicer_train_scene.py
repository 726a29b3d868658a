"""The corrected cases of a scene become training data by one click: decisions, edits, segments drawn by
hand, points.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from MicrocalcTrainLib import runs
from MicrocalcTrainLib.datasets.truth_files import read_truth
from train_host import open_train_panel

pytest_plugins = ["slicer_fixtures"]
SECONDS = 240


@pytest.fixture
def panel(application: Any, tmp_path: Path) -> Iterator[Any]:
    """The panel with an empty folder for the data set; imports are real ones."""
    widget = open_train_panel(runs.COMMAND_LINE)
    widget.ui.dataSetOutputEdit.text = str(tmp_path / "data")
    widget.ui.dataSetSplitEdit.text = "1,0,0"
    yield widget
    if runs.status(tmp_path / "data") is not None:
        runs.stop(tmp_path / "data", 0.1)
    widget.cleanup()


def place_point(volume: Any, row: float, column: float, associated: bool = True) -> Any:
    """Add a point list with one point on the volume, as a click in a slice view does."""
    import slicer
    import vtk
    from MicrocalcCADSlicer.geometry import pixelToWorld

    node = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLMarkupsFiducialNode", "points")
    index = node.AddControlPoint(vtk.vtkVector3d(*pixelToWorld(volume, row, column)), "")
    if associated:
        node.SetNthControlPointAssociatedNodeID(index, volume.GetID())
    return node


def decide_clusters(nodes: Any, *states: str) -> Any:
    """Give the reported clusters states, in their order; return the findings."""
    from MicrocalcCADSlicer.results import stored
    from MicrocalcCADSlicer.scene_state import STATE_ATTRIBUTE

    analysis, state = stored(nodes)
    findings = state.findings(analysis)
    review = state.review
    for cluster, own in zip(findings.reported_clusters, states, strict=False):
        review = review.decided(findings, cluster, own)
    text = replace(state, review=review).toJson()
    for node in nodes.all():
        if node.GetAttribute(STATE_ATTRIBUTE):
            node.SetAttribute(STATE_ATTRIBUTE, text)
    return findings


def test_decisions_become_calcifications_tissue_and_doubt(panel: Any, detected: Callable[[], Any], volume: Any) -> None:
    from MicrocalcTrainSlicer.corrected_cases import correctedCases

    nodes = detected()
    assert correctedCases() == ([], [])
    findings = decide_clusters(nodes, "accepted", "rejected")
    place_point(volume, 100, 50)
    (case,), left = correctedCases()
    sizes = {c.id: sum(k.cluster == c.id for k in findings.reported_calcifications) for c in findings.reported_clusters}
    first, second, *_others = findings.reported_clusters
    assert case.truth.count == sizes[first.id] and not left
    assert case.marks["accepted"] == case.marks["rejected"] == case.marks["points"] == 1
    rows, columns = np.nonzero(case.truth.rejected)
    assert abs(rows.mean() - second.row) < 10 and abs(columns.mean() - second.column) < 10
    single = [c for c in findings.reported_calcifications if c.cluster is None]
    assert all(case.truth.doubtful[round(c.row), round(c.column)] for c in single) and single
    assert case.points == pytest.approx(np.array([(100, 50)])) and case.patient


def test_a_kind_that_was_chosen_on_the_card_becomes_the_area_of_its_calcifications(
    panel: Any, widget: Any, detected: Callable[[], Any], application: Any
) -> None:
    from MicrocalcCADLib.kinds.vocabulary import channel_of
    from MicrocalcTrainLib.datasets.named_kinds import channels
    from MicrocalcTrainSlicer.corrected_cases import correctedCases
    from panel_material import choose
    from test_slicer_findings_list import name

    detected()
    choose(widget, 0)
    name(widget, "findingKindSelector", "fine linear or branching")
    (case,), _ = correctedCases()
    first = widget.panel.findings.session.findings.reported_clusters[0]
    plane = channels(case.truth.kinds)
    assert set(np.unique(plane)) == {0, channel_of("fine linear or branching")}
    assert np.array_equal(plane > 0, case.truth.labels > 0) and case.truth.count == first.count
    assert [one["kind"] for one in case.kinds] == ["fine linear or branching"]
    panel.ui.dataSetSceneButton.click()
    application.wait_until(lambda: panel.ui.dataSetImportButton.text == "Import", SECONDS)
    assert panel.ui.dataSetStatusLabel.text.splitlines()[1].startswith("1 finding has a kind that the reader gave")


def test_one_click_imports_the_cases_with_reader_and_date(
    panel: Any, detected: Callable[[], Any], volume: Any, application: Any, tmp_path: Path
) -> None:
    decide_clusters(detected(), "accepted", "rejected")
    place_point(volume, 300, 150)
    panel.ui.dataSetReaderEdit.text = "Reader 7"
    panel.ui.dataSetSceneButton.click()
    application.wait_until(lambda: panel.ui.dataSetImportButton.text == "Import", SECONDS)
    assert panel.ui.dataSetStatusLabel.text.startswith("1 corrected case of this scene was added."), (
        panel.ui.dataSetStatusLabel.text
    )
    ((name, entry),) = json.loads((tmp_path / "data" / "cases" / "review.json").read_text())["cases"].items()
    assert entry["reader"] == "Reader 7" and entry["date"][:2] == "20" and entry["marks"]["rejected"] == 1
    truth = read_truth(tmp_path / "data", name)
    assert truth.labels[300, 150] > 0 and truth.rejected.any()
    table = panel.ui.dataSetTable
    counts = {table.item(row, 0).text(): table.item(row, 1).text() for row in range(table.rowCount)}
    assert counts["images"] == "1" and int(counts["C4"].replace(",", "")) > 0


def test_segments_drawn_without_a_detection_count_and_points_alone_do(panel: Any, volume: Any) -> None:
    import slicer
    from MicrocalcCADSlicer.segmentation import croppedLabelmap
    from MicrocalcTrainSlicer.corrected_cases import correctedCases

    node = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentationNode", "mine")
    node.CreateDefaultDisplayNodes()
    node.SetReferenceImageGeometryParameterFromVolumeNode(volume)
    for name, pixels in (
        ("calcifications", [(400, 200), (400, 201), (420, 220)]),
        ("my cluster", [(r, 210) for r in range(395, 425)]),
    ):
        segment = slicer.vtkSegment()
        segment.SetName(name)
        segment.AddRepresentation("Binary labelmap", croppedLabelmap(volume, np.array(pixels)))
        node.GetSegmentation().AddSegment(segment, name)
    (case,), _ = correctedCases()
    assert (
        case.truth.count == 2
        and case.truth.labels[400, 200] == case.truth.labels[400, 201] > 0
        and case.truth.regions[410, 210]
    )
    slicer.mrmlScene.RemoveNode(node)
    assert correctedCases() == ([], [])
    place_point(volume, 10, 20, associated=False)
    (case,), _ = correctedCases()
    assert case.truth.count == 0 and case.points == pytest.approx(np.array([(10, 20)]))


def test_marks_of_an_earlier_detection_that_were_kept_aside_are_no_readers_drawing(
    widget: Any, detected: Callable[[], Any], volume: Any
) -> None:
    import slicer
    import slicer.util
    from MicrocalcTrainSlicer.corrected_cases import correctedCases
    from panel_material import paint
    from slicer_host import example_analysis

    paint(detected(), (300, 304, 300, 304))
    widget.ui.detectButton.click()
    mammogram = widget.started[-1].mammogram
    widget.started[-1].finish(replace(example_analysis(mammogram), score_map=None, candidates=_fewer(mammogram)))
    aside = next(n for n in slicer.util.getNodesByClass("vtkMRMLSegmentationNode") if "edited before" in n.GetName())
    cases, (sentence,) = correctedCases()
    assert cases == [] and aside.GetName() in sentence
    aside.GetSegmentation().AddEmptySegment("mine", "mine")
    mask = np.zeros((1, *mammogram.shape), np.uint8)
    mask[0, 500:503, 300:303] = 1
    slicer.util.updateSegmentBinaryLabelmapFromArray(mask, aside, "mine", volume)
    (case,), _left = correctedCases()
    assert case.marks["drawn"] == case.truth.count == 1


def _fewer(mammogram: Any) -> Any:
    """Return candidates of another detection."""
    from report_material import make_analysis, make_spots

    return make_analysis(mammogram, make_spots([(420, 240)], 9, 20), [0.9] * 9).candidates


def test_a_point_goes_to_the_mammogram_that_it_was_placed_on_and_one_that_lies_nowhere_is_told(
    panel: Any, volume: Any
) -> None:
    from MicrocalcCADSlicer.example import addExampleVolume
    from MicrocalcTrainSlicer.corrected_cases import correctedCases

    other = addExampleVolume(name="other")
    place_point(other, 30, 40)
    place_point(volume, 50, 60, associated=False)
    (case,), left = correctedCases()
    assert case.name.startswith("other-") and len(case.points) == 1
    assert left == ["1 point lies in no mammogram of this scene: place it on one."]


@pytest.mark.parametrize("state", ["accepted", "unseen"])
@pytest.mark.parametrize("shape", [(900, 700), (600, 500)])
def test_decisions_about_an_image_that_was_replaced_are_left_out_with_the_reason(
    detected: Callable[[], Any], volume: Any, shape: tuple[int, int], state: str
) -> None:
    import slicer.util
    from MicrocalcTrainSlicer.corrected_cases import correctedCases
    from panel_material import noise

    decide_clusters(detected(), state)
    slicer.util.updateVolumeFromArray(volume, noise(1, *shape))
    if state == "unseen":
        assert shape != (900, 700) or correctedCases() == ([], []), "nobody has decided anything"
        place_point(volume, 50, 60)
    cases, (sentence,) = correctedCases()
    assert cases == [] and "another one than was analysed" in sentence


def test_an_image_of_an_evaluation_that_was_reviewed_stays_when_the_next_one_is_loaded(
    detected: Callable[[], Any], volume: Any
) -> None:
    import slicer
    from MicrocalcTrainSlicer.corrected_cases import correctedCases
    from MicrocalcTrainSlicer.evaluated_image import ATTRIBUTE, addMarks, removeEarlier

    volume.SetAttribute(ATTRIBUTE, "1")
    truth = addMarks(volume, {"Truth": np.zeros((900, 700), bool)}, "Example")
    decide_clusters(detected(), "accepted")
    removeEarlier()
    ((case,), _left) = correctedCases()
    assert case.marks["accepted"] == 1 and truth.GetScene() is not slicer.mrmlScene
    removeEarlier()
    assert volume.GetScene() is slicer.mrmlScene


def test_an_image_without_spacing_is_left_out_with_its_reason(panel: Any, application: Any) -> None:
    from MicrocalcCADSlicer.example import addExampleVolume

    volume = addExampleVolume(1.0)
    place_point(volume, 50, 60)
    panel.ui.dataSetSceneButton.click()
    assert "pixel spacing of Example is not known" in panel.ui.dataSetStatusLabel.text


def test_a_scene_without_a_review_and_a_data_set_of_another_kind_are_told(
    panel: Any, volume: Any, application: Any, tmp_path: Path
) -> None:
    from set_material import write_folder

    panel.ui.dataSetSceneButton.click()
    assert "click Accept or Reject" in panel.ui.dataSetStatusLabel.text
    write_folder(tmp_path / "images", ["p1_L_CC"])
    panel.ui.dataSetKindSelector.setCurrentIndex(panel.ui.dataSetKindSelector.findText("folder"))
    panel.ui.dataSetFolderEdit.text = str(tmp_path / "images")
    panel.ui.dataSetSpacingSpinBox.setValue(0.07)
    panel.ui.dataSetImportButton.click()
    application.wait_until(lambda: panel.ui.dataSetImportButton.text == "Import", SECONDS)
    place_point(volume, 10, 20)
    panel.ui.dataSetSceneButton.click()
    assert "another kind" in panel.ui.dataSetStatusLabel.text and not (tmp_path / "data" / "cases").exists()
