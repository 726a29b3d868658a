"""Findings as nodes of the scene: place, content, folder, replacing, saving and loading."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from MicrocalcCADLib.errors import MicrocalcError
from MicrocalcCADLib.findings import Vessel
from slicer_host import example_analysis

pytest_plugins = ["slicer_fixtures"]


@pytest.fixture
def created(volume: Any) -> tuple[Any, Any, Any]:
    """(nodes, analysis, findings) of the example at the balanced operating point."""
    from MicrocalcCADSlicer.results import createResults
    from MicrocalcCADSlicer.scene_state import State
    from MicrocalcCADSlicer.volume import mammogramOf

    analysis = example_analysis(mammogramOf(volume))
    return createResults(volume, analysis, State()), analysis, State().findings(analysis)


def segment_array(nodes: Any, identifier: str) -> np.ndarray:
    import slicer.util

    return slicer.util.arrayFromSegmentBinaryLabelmap(nodes.segmentation, identifier, nodes.volume)[0]


def scene_content() -> list[tuple[str, str]]:
    """Class and name of all nodes; the numbers that Slicer adds to names of display nodes are left out."""
    import slicer

    nodes = [slicer.mrmlScene.GetNthNode(i) for i in range(slicer.mrmlScene.GetNumberOfNodes())]
    return sorted((n.GetClassName(), re.sub(r"_\d+$", "", n.GetName() or "")) for n in nodes)


def test_the_segment_of_calcifications_covers_exactly_the_reported_ones(created: Any) -> None:
    nodes, analysis, findings = created
    expected = analysis.label_map([c.id for c in findings.reported_calcifications]) > 0
    assert expected.any()
    assert np.array_equal(segment_array(nodes, "Calcifications") > 0, expected)


def edited(nodes: Any, change: Any) -> None:
    """Change the segment of calcifications as an effect does: through its labelmap."""
    import slicer.util

    mask = segment_array(nodes, "Calcifications").copy()
    change(mask)
    slicer.util.updateSegmentBinaryLabelmapFromArray(
        mask[np.newaxis], nodes.segmentation, "Calcifications", nodes.volume
    )


def test_what_was_edited_by_hand_stays_when_the_operating_point_moves_and_comes_back(created: Any) -> None:
    from MicrocalcCADSlicer.results import followEdits, storedImage, update
    from MicrocalcCADSlicer.scene_state import State

    nodes, analysis, findings = created
    victim = np.divmod(
        analysis.candidates.object_pixels(findings.reported_calcifications[0].id), analysis.image.columns
    )

    def change(mask: np.ndarray) -> None:
        mask[victim] = 0
        mask[50:53, 60:64] = 1

    edited(nodes, change)
    state, touched = followEdits(nodes, analysis, State(), storedImage(nodes, analysis))
    assert touched == {findings.reported_calcifications[0].id, len(analysis.candidates) + 1}
    for point in (0.999, 0.3, "balanced"):
        state = replace(state, operatingPoint=point)
        nodes = update(nodes, analysis, state, state.findings(analysis))
        expected = analysis.label_map([c.id for c in state.findings(analysis).reported_calcifications]) > 0
        change(expected)
        assert np.array_equal(segment_array(nodes, "Calcifications") > 0, expected), point


def test_an_edit_that_is_taken_back_by_hand_is_forgotten(created: Any) -> None:
    from MicrocalcCADSlicer.results import followEdits, storedImage, update
    from MicrocalcCADSlicer.scene_state import State

    nodes, analysis, findings = created
    state, counts = State(), []
    for value in (1, 0):
        edited(nodes, lambda mask, value=value: mask.__setitem__((slice(50, 53), slice(60, 64)), value))
        state, _ = followEdits(nodes, analysis, state, storedImage(nodes, analysis))
        nodes = update(nodes, analysis, state, state.findings(analysis))
        assert (segment_array(nodes, "Calcifications")[50:53, 60:64] == value).all()
        counts.append(len(state.findings(analysis).calcifications))
    assert counts == [20, 19]
    assert state.findings(analysis).notices == findings.notices


def test_both_segments_keep_their_overlap(created: Any) -> None:
    nodes, _, findings = created
    clusters = segment_array(nodes, "Clusters") > 0
    for cluster in findings.reported_clusters:
        assert clusters[round(cluster.row), round(cluster.column)]
    assert (clusters & (segment_array(nodes, "Calcifications") > 0)).any()


def test_segments_carry_the_codes_of_calcifications_and_the_name_of_the_algorithm(created: Any) -> None:
    import vtk

    nodes, _, _ = created
    for identifier, code in (("Calcifications", "SCT^129770007"), ("Clusters", "SCT^129769006")):
        for tag, words in (
            ("TerminologyEntry", code),
            ("DICOM.SegmentAlgorithmName", "Microcalc hdogreg test-model 1.2.3"),
        ):
            value = vtk.reference("")
            assert nodes.segmentation.GetSegmentation().GetSegment(identifier).GetTag(tag, value)
            assert words in str(value)


def test_the_terminology_file_gives_slicer_the_types_of_the_segments(application: Any) -> None:
    import slicer
    from MicrocalcCADSlicer.startup import loadTerminology

    path = (
        Path(__file__).resolve().parents[2]
        / "MicrocalcCAD"
        / "Resources"
        / "SegmentationCategoryTypeModifier-Microcalc.term.json"
    )
    loadTerminology(str(path))
    entry = slicer.vtkSlicerTerminologyEntry()
    logic = slicer.modules.terminologies.logic()
    for label, code in (("calcification", "129770007"), ("calcification_cluster", "129769006")):
        assert logic.FindTypeInTerminologyBy3dSlicerLabel("Microcalc", label, entry)
        assert entry.GetTypeObject().GetCodeValue() == code


def test_outlines_lie_around_their_clusters_in_the_world(created: Any) -> None:
    from MicrocalcCADSlicer.geometry import pixelToWorld

    nodes, _, findings = created
    assert len(nodes.outlines) == len(findings.reported_clusters) == 2
    for outline, cluster in zip(nodes.outlines, findings.reported_clusters, strict=True):
        points = np.array(
            [outline.GetNthControlPointPositionWorld(i) for i in range(outline.GetNumberOfControlPoints())]
        )
        x, y, _ = pixelToWorld(nodes.volume, cluster.row, cluster.column)
        assert points[:, 0].min() < x < points[:, 0].max()
        assert points[:, 1].min() < y < points[:, 1].max()


def test_the_label_of_an_outline_stands_at_its_top_and_covers_no_calcification(created: Any) -> None:
    from MicrocalcCADSlicer.halos import lineOf

    nodes, _, findings = created
    for outline, cluster in zip(nodes.outlines, findings.reported_clusters, strict=True):
        labelled = [i for i in range(outline.GetNumberOfControlPoints()) if outline.GetNthControlPointVisibility(i)]
        heights = [outline.GetNthControlPointPositionWorld(i)[1] for i in range(outline.GetNumberOfControlPoints())]
        assert labelled == [heights.index(max(heights))]  # the first rows of the image are on top
        assert (outline.GetNthControlPointLabel(labelled[0]), outline.GetName()) == (
            str(cluster.id),
            f"Example cluster {cluster.id}",
        )
        display = lineOf(outline)
        assert display.GetPointLabelsVisibility() and not display.GetPropertiesLabelVisibility()
        assert display.GetTextProperty().GetBackgroundOpacity() > 0.5


VESSELS = (
    Vessel(1, ((100.0, 50.0), (140.0, 90.0), (180.0, 200.0)), 12.0, 9.0, 2, 14.0),
    Vessel(2, ((300.0, 50.0), (300.0, 150.0)), 7.0, 7.0, 1, 9.0),
)


@pytest.fixture
def with_vessels(volume: Any) -> tuple[Any, Any]:
    """(nodes, analysis) of the example with two calcified vessels."""
    from MicrocalcCADSlicer.results import createResults
    from MicrocalcCADSlicer.scene_state import State
    from MicrocalcCADSlicer.volume import mammogramOf

    analysis = replace(example_analysis(mammogramOf(volume)), vessels=VESSELS)
    return createResults(volume, analysis, State()), analysis


def test_vessels_are_open_curves_along_their_course_in_the_world(with_vessels: Any) -> None:
    from MicrocalcCADLib.palette import VESSEL_COLOUR, rgb
    from MicrocalcCADSlicer.geometry import pixelToWorld
    from MicrocalcCADSlicer.halos import lineOf

    nodes, _ = with_vessels
    assert len(nodes.vessels) == 2
    for curve, vessel in zip(nodes.vessels, VESSELS, strict=True):
        assert curve.GetClassName() == "vtkMRMLMarkupsCurveNode"
        points = [curve.GetNthControlPointPositionWorld(i) for i in range(curve.GetNumberOfControlPoints())]
        assert np.allclose(points, [pixelToWorld(nodes.volume, *place) for place in vessel.polyline])
        assert curve.GetLocked()
        assert lineOf(curve).GetSelectedColor() == pytest.approx(rgb(VESSEL_COLOUR))
    assert nodes.vessels[0].GetName() == "Example vessel 1"
    labels = [nodes.vessels[0].GetNthControlPointLabel(i) for i in range(3)]
    assert [label for label in labels if label] == ["Vessel 1"]
    assert nodes.vessels[0].GetDescription() == "vascular: 12.0 mm, 9.0 mm of it calcified, 14.0 mm²"


def test_vessels_stay_with_another_operating_point_and_go_with_the_next_detection(with_vessels: Any) -> None:
    import slicer.util
    from MicrocalcCADSlicer.results import createResults, resultsOf, update
    from MicrocalcCADSlicer.scene_state import State

    nodes, analysis = with_vessels
    found = resultsOf(nodes.volume)
    assert [node.GetID() for node in found.vessels] == [node.GetID() for node in nodes.vessels]
    assert len(found.outlines) == 2  # no closed curve is taken for a vessel, nor listed twice
    assert len({node.GetID() for node in found.all()}) == len(found.all())
    state = replace(State(), operatingPoint=0.99)
    assert update(nodes, analysis, state, state.findings(analysis)).vessels == nodes.vessels
    createResults(nodes.volume, replace(analysis, vessels=VESSELS[:1]), State())
    assert len(slicer.util.getNodesByClass("vtkMRMLMarkupsCurveNode")) == 2 + 1  # outlines are curves as well


def test_vessels_come_back_with_the_scene(with_vessels: Any, application: Any, tmp_path: Path) -> None:
    import slicer
    import slicer.util
    from MicrocalcCADSlicer.results import resultsOf, stored

    assert slicer.mrmlScene.WriteToMRB(str(tmp_path / "scene.mrb"), None)
    application.clear_scene()
    assert slicer.mrmlScene.ReadFromMRB(str(tmp_path / "scene.mrb"), True, None)
    volumes = [node for node in slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode") if resultsOf(node)]
    nodes = resultsOf(volumes[0])
    assert [node.GetName() for node in nodes.vessels] == ["Example vessel 1", "Example vessel 2"]
    assert stored(nodes)[0].vessels == VESSELS


def test_a_pixel_of_the_heat_map_lies_on_the_pixel_of_the_image_that_it_is_about(created: Any) -> None:
    import slicer.util
    from MicrocalcCADSlicer.geometry import pixelsToNode

    nodes, _, _ = created
    heat = slicer.util.arrayFromVolume(nodes.heatMap)[0]
    row, column = np.argwhere(heat == 100)[0]
    place = pixelsToNode(nodes.heatMap, np.array([[row, column]]))[0]
    expected = pixelsToNode(nodes.volume, np.array([[420.0, 240.0]]))[0]
    assert np.abs(place - expected).max() < 0.1  # one pixel of the map


def test_results_follow_the_transform_of_the_volume(volume: Any) -> None:
    import slicer
    from MicrocalcCADSlicer.results import createResults
    from MicrocalcCADSlicer.scene_state import State
    from MicrocalcCADSlicer.volume import mammogramOf

    transform = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLLinearTransformNode")
    volume.SetAndObserveTransformNodeID(transform.GetID())
    nodes = createResults(volume, example_analysis(mammogramOf(volume)), State())
    assert all(
        n.GetTransformNodeID() == transform.GetID() for n in (nodes.segmentation, nodes.heatMap, *nodes.outlines)
    )


def test_results_follow_a_transform_that_the_volume_is_put_under_later(widget: Any, detected: Any, volume: Any) -> None:
    import slicer
    import vtk
    from MicrocalcCADSlicer.geometry import worldToPixel

    nodes, matrix = detected(), vtk.vtkMatrix4x4()
    curve = nodes.outlines[0]
    before = worldToPixel(volume, curve.GetNthControlPointPositionWorld(0))
    matrix.SetElement(0, 3, 30.0)
    transform = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLLinearTransformNode")
    transform.SetMatrixTransformToParent(matrix)
    volume.SetAndObserveTransformNodeID(transform.GetID())
    moved = (nodes.segmentation, nodes.heatMap, *nodes.outlines, *nodes.singles)
    assert {node.GetTransformNodeID() for node in moved} == {transform.GetID()}
    assert worldToPixel(volume, curve.GetNthControlPointPositionWorld(0)) == pytest.approx(before)
    volume.SetAndObserveTransformNodeID(None)
    assert {node.GetTransformNodeID() for node in moved} == {None}
    volume.SetAndObserveTransformNodeID(transform.GetID())
    volume.HardenTransform()
    assert worldToPixel(volume, curve.GetNthControlPointPositionWorld(0)) == pytest.approx(before)


def test_the_tables_list_what_the_findings_report(created: Any) -> None:
    import slicer.util

    nodes, _, findings = created
    assert slicer.util.arrayFromTableColumn(nodes.calcificationTable, "id").tolist() == [
        c.id for c in findings.reported_calcifications
    ]
    assert slicer.util.arrayFromTableColumn(nodes.clusterTable, "count").tolist() == [9, 9]
    assert [nodes.clusterTable.GetCellText(r, nodes.clusterTable.GetColumnIndex("state")) for r in (0, 1)] == [
        "unseen",
        "unseen",
    ]


def test_all_results_lie_in_the_folder_of_the_volume(created: Any) -> None:
    import slicer
    from MicrocalcCADSlicer.subject_hierarchy import folderOf

    nodes, _, _ = created
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(slicer.mrmlScene)
    folder = folderOf(nodes.volume)
    assert hierarchy.GetItemName(folder) == "Example Microcalc"
    assert {hierarchy.GetItemParent(hierarchy.GetItemByDataNode(n)) for n in nodes.all()} == {folder}


def test_two_volumes_of_one_name_have_a_folder_each_and_a_renamed_one_keeps_its_own(created: Any) -> None:
    import slicer
    from MicrocalcCADSlicer.example import addExampleVolume
    from MicrocalcCADSlicer.results import createResults, resultsOf
    from MicrocalcCADSlicer.scene_state import State
    from MicrocalcCADSlicer.subject_hierarchy import folderOf

    nodes, analysis, _ = created
    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(slicer.mrmlScene)
    own, twin = folderOf(nodes.volume), addExampleVolume()
    assert twin.GetName() == nodes.volume.GetName() and folderOf(twin) == 0
    createResults(twin, analysis, State())
    assert folderOf(twin) not in (0, own) and hierarchy.GetItemName(folderOf(twin)) == "Example (2) Microcalc"
    nodes.volume.SetName("Renamed")
    createResults(nodes.volume, analysis, State())
    assert folderOf(nodes.volume) == own, "no second folder after a rename"
    hierarchy.RemoveItem(own, True, True)
    assert resultsOf(nodes.volume) is None and resultsOf(twin) is not None


def test_an_empty_folder_of_before_is_known_by_its_name(created: Any) -> None:
    from MicrocalcCADSlicer.result_nodes import removeNodes
    from MicrocalcCADSlicer.subject_hierarchy import folderOf

    nodes, _, _ = created
    folder = folderOf(nodes.volume)
    removeNodes(nodes.all())
    assert folder and folderOf(nodes.volume) == folder


def test_another_detection_replaces_the_own_nodes_and_leaves_those_of_others(created: Any) -> None:
    import slicer
    from MicrocalcCADSlicer.results import createResults
    from MicrocalcCADSlicer.scene_state import State

    nodes, analysis, _ = created
    other = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentationNode", "drawn by hand")
    before = scene_content()
    again = createResults(nodes.volume, analysis, State())
    assert scene_content() == before
    assert other.GetScene()
    assert not any(node.GetScene() for node in nodes.all())
    assert all(node.GetScene() for node in again.all())


def test_a_failure_while_nodes_are_made_leaves_scene_and_earlier_results_as_they_were(
    created: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from MicrocalcCADSlicer import results
    from MicrocalcCADSlicer.scene_state import State

    nodes, analysis, _ = created
    before = scene_content()

    def fail(*_: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(results, "updateClusterTable", fail)
    with pytest.raises(MemoryError):
        results.createResults(nodes.volume, analysis, State())
    assert scene_content() == before
    assert all(node.GetScene() for node in nodes.all())


def test_an_analysis_without_anything_makes_empty_marks(volume: Any) -> None:
    from MicrocalcCADLib.analysis import Candidates
    from MicrocalcCADSlicer.results import createResults
    from MicrocalcCADSlicer.scene_state import State
    from MicrocalcCADSlicer.volume import mammogramOf

    analysis = replace(example_analysis(mammogramOf(volume), score_map=False), candidates=Candidates.none())
    nodes = createResults(volume, analysis, State())
    assert nodes.heatMap is None
    assert nodes.outlines == ()
    assert not segment_array(nodes, "Calcifications").any()
    assert nodes.clusterTable.GetNumberOfRows() == 0


def test_saved_and_loaded_the_scene_has_marks_findings_review_and_a_live_operating_point(
    created: Any, application: Any, tmp_path: Path
) -> None:
    import slicer
    import slicer.util
    from MicrocalcCADSlicer.results import resultsOf, stored, storedFindings, update
    from MicrocalcCADSlicer.review import ACCEPTED, Review
    from MicrocalcCADSlicer.scene_state import State

    nodes, analysis, findings = created
    review = Review().decided(findings, findings.reported_clusters[0], ACCEPTED)
    update(nodes, analysis, State(review=review), findings)
    calcifications = segment_array(nodes, "Calcifications").copy()
    names = sorted(n.GetName() for n in nodes.all())
    path = tmp_path / "scene.mrb"
    assert slicer.mrmlScene.WriteToMRB(str(path), None)
    application.clear_scene()
    assert slicer.mrmlScene.ReadFromMRB(str(path), True, None)
    volume = slicer.util.getNode("Example")
    loaded = resultsOf(volume)
    assert sorted(n.GetName() for n in loaded.all()) == names
    assert np.array_equal(segment_array(loaded, "Calcifications"), calcifications)
    assert storedFindings(loaded) == type(findings).from_dict(json.loads(json.dumps(findings.to_dict())))
    analysis_again, state = stored(loaded)
    assert state.review == review
    fewer = replace(state, operatingPoint=0.8)
    update(loaded, analysis_again, fewer, fewer.findings(analysis_again))
    assert len(resultsOf(volume).outlines) == 1


def test_a_damaged_record_is_refused_with_a_remedy(created: Any) -> None:
    from MicrocalcCADSlicer.results import stored

    nodes, _, _ = created
    nodes.analysis.SetText("no analysis")
    with pytest.raises(MicrocalcError, match="click Detect calcifications"):
        stored(nodes)


def moved(created: Any, threshold: float) -> Any:
    """Move the slider, and return the nodes."""
    from MicrocalcCADSlicer.results import resultsOf, update
    from MicrocalcCADSlicer.scene_state import State

    nodes, analysis, _findings = created
    state = State(operatingPoint=threshold)
    return update(resultsOf(nodes.volume), analysis, state, state.findings(analysis))


def test_a_slider_takes_no_curve_out_of_the_scene_and_draws_none_again(
    created: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import slicer
    from MicrocalcCADSlicer import outlines

    drawn = []
    monkeypatch.setattr(outlines, "setPoints", lambda *_arguments: drawn.append(1))
    before, curves = scene_content(), moved(created, 0.2).outlines
    fewer = moved(created, 0.8)
    again = moved(created, 0.2)
    assert len(curves) == 2
    assert (len(fewer.outlines), len(fewer.spare)) == (1, 1)
    assert again.outlines == curves
    assert drawn == []
    assert len(scene_content()) == len(before)
    assert slicer.mrmlScene.IsNodePresent(fewer.spare[0])


def test_a_curve_that_is_not_needed_is_unseen_in_no_list_and_not_saved(application: Any, created: Any) -> None:
    import slicer
    from MicrocalcCADSlicer.results import resultsOf
    from MicrocalcCADSlicer.view_marks import follow

    follow()
    application.slice_view.composite.SetBackgroundVolumeID(created[0].volume.GetID())
    (spare,) = moved(created, 0.8).spare
    assert not application.slice_view.shows(spare)
    assert spare.GetHideFromEditors()
    assert not spare.GetSaveWithScene()
    assert spare not in resultsOf(created[0].volume).outlines
    used = moved(created, 0.2).outlines
    assert spare in used
    assert all(application.slice_view.shows(curve) and curve.GetSaveWithScene() for curve in used)
    slicer.mrmlScene.RemoveNode(used[1])
    assert len(moved(created, 0.2).outlines) == 2
