"""DICOM in the scene: marks of CAD reports, segmentations, and results of a volume as DICOM files."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pydicom
import pytest
from dicom_files import write_mammogram
from MicrocalcCADLib.errors import InputError
from slicer_host import example_analysis

pytest_plugins = ["slicer_fixtures"]


@pytest.fixture
def dicom_volume(volume: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The example as if it were loaded from the DICOM database."""
    import slicer
    import slicer.util

    path = write_mammogram(tmp_path / "breast.dcm", slicer.util.arrayFromVolume(volume)[0], StudyDate="20250102")
    uid = str(pydicom.dcmread(path, stop_before_pixels=True).SOPInstanceUID)
    values = {"0018,1164": "0.07\\0.07", "0028,0101": "12", "0020,0062": "R", "0018,5101": "MLO"}
    database = SimpleNamespace(
        instanceValue=lambda asked, tag: values.get(tag, "") if asked == uid else "",
        fileForInstance=lambda asked: str(path) if asked == uid else "",
    )
    monkeypatch.setattr(slicer, "dicomDatabase", database, raising=False)
    volume.SetAttribute("DICOM.instanceUIDs", uid)
    return volume


@pytest.fixture
def exported(dicom_volume: Any, tmp_path: Path) -> dict[str, Path]:
    """CAD SR and segmentation of a detection whose second cluster was rejected."""
    pytest.importorskip("highdicom")
    from MicrocalcCADSlicer.dicom_exchange import exportResults
    from MicrocalcCADSlicer.results import createResults
    from MicrocalcCADSlicer.review import REJECTED, Review
    from MicrocalcCADSlicer.scene_state import State
    from MicrocalcCADSlicer.volume import mammogramOf

    analysis = example_analysis(mammogramOf(dicom_volume))
    findings = State().findings(analysis)
    review = Review().decided(findings, findings.reported_clusters[1], REJECTED)
    createResults(dicom_volume, analysis, State(review=review))
    return exportResults(dicom_volume, tmp_path / "out", ("dicom-seg", "cad-sr"))


def test_a_rejected_cluster_is_not_presented_in_the_exported_report(exported: dict[str, Path]) -> None:
    from MicrocalcCADLib.reading.cad_sr import read_cad_sr

    marks = read_cad_sr(exported["cad-sr"]).marks
    assert [m.presented for m in marks if m.kind == "cluster"] == [True]


def test_marks_of_a_report_lie_where_the_clusters_of_the_volume_are(
    exported: dict[str, Path], dicom_volume: Any
) -> None:
    from MicrocalcCADSlicer.dicom_exchange import loadCadSr
    from MicrocalcCADSlicer.results import resultsOf
    from MicrocalcCADSlicer.subject_hierarchy import folderOf

    nodes = loadCadSr(exported["cad-sr"])
    curve = next(n for n in nodes if n.IsA("vtkMRMLMarkupsClosedCurveNode"))
    ours = resultsOf(dicom_volume).outlines[0]

    def places(node: Any) -> np.ndarray:
        return np.array([node.GetNthControlPointPositionWorld(i) for i in range(node.GetNumberOfControlPoints())])

    assert np.allclose(places(curve), places(ours), atol=1e-3)
    assert curve.GetName().startswith("Microcalc: cluster, certainty ")
    points = next(n for n in nodes if n.IsA("vtkMRMLMarkupsFiducialNode"))
    assert points.GetNumberOfControlPoints() == 10
    import slicer

    hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(slicer.mrmlScene)
    assert {hierarchy.GetItemParent(hierarchy.GetItemByDataNode(n)) for n in nodes} == {folderOf(dicom_volume)}


def test_marks_that_are_read_have_names_of_their_own_and_their_title_as_label(
    exported: dict[str, Path], dicom_volume: Any
) -> None:
    """Slicer's plain Save names files after nodes: marks of one name would replace one another."""
    from MicrocalcCADSlicer.dicom_exchange import loadCadSr, loadDicomSegmentation

    nodes = [*loadCadSr(exported["cad-sr"]), *loadCadSr(exported["cad-sr"])]
    nodes += [loadDicomSegmentation(exported["dicom-seg"]) for _time in range(2)]
    names = [node.GetName() for node in nodes]
    assert len(set(names)) == len(names)
    curves = [node for node in nodes if node.IsA("vtkMRMLMarkupsClosedCurveNode")]
    labels = [{c.GetNthControlPointLabel(i) for i in range(c.GetNumberOfControlPoints())} - {""} for c in curves]
    assert labels[0] == {curves[0].GetName()} and labels[len(labels) // 2] == labels[0]


def test_what_of_a_report_is_not_drawn_is_said(exported: dict[str, Path], dicom_volume: Any, widget: Any) -> None:
    from copy import deepcopy

    report = pydicom.dcmread(exported["cad-sr"])
    summary = next(item for item in report.ContentSequence if item.ConceptNameCodeSequence[0].CodeValue == "111017")
    findings = [
        item
        for impression in summary.ContentSequence
        for item in impression.get("ContentSequence", ())
        if "ContentSequence" in item
    ]
    for found in findings[:1]:
        for shape in [item for item in found.ContentSequence if item.ValueType == "SCOORD"]:
            shape.GraphicData = [float(value) + 5000 for value in shape.GraphicData]
    summary.ContentSequence.append(deepcopy(summary.ContentSequence[0]))
    last = summary.ContentSequence[-1].ContentSequence[-1]
    last.ContentSequence = [item for item in last.ContentSequence if item.ValueType != "SCOORD"]
    report.save_as(exported["cad-sr"])
    widget.dicom.load([str(exported["cad-sr"])])
    text = widget.ui.dicomStatusLabel.text
    assert "outside the image" in text
    assert "has no coordinates on an image" in text


def test_a_segmentation_that_names_no_image_is_refused_as_such(exported: dict[str, Path], dicom_volume: Any) -> None:
    from MicrocalcCADSlicer.dicom_exchange import loadDicomSegmentation

    stored = pydicom.dcmread(exported["dicom-seg"])
    for keyword in ("ReferencedSeriesSequence", "SourceImageSequence"):
        if keyword in stored:
            delattr(stored, keyword)
    stored.save_as(exported["dicom-seg"])
    with pytest.raises(InputError, match="does not say which image it is of"):
        loadDicomSegmentation(exported["dicom-seg"])


def test_another_detection_leaves_what_was_read(exported: dict[str, Path], dicom_volume: Any) -> None:
    from MicrocalcCADSlicer.dicom_exchange import loadCadSr
    from MicrocalcCADSlicer.results import createResults
    from MicrocalcCADSlicer.scene_state import State
    from MicrocalcCADSlicer.volume import mammogramOf

    nodes = loadCadSr(exported["cad-sr"])
    createResults(dicom_volume, example_analysis(mammogramOf(dicom_volume)), State())
    assert all(node.GetScene() for node in nodes)


def test_a_segmentation_comes_back_pixel_by_pixel(exported: dict[str, Path], dicom_volume: Any) -> None:
    import slicer.util
    from MicrocalcCADSlicer.dicom_exchange import loadDicomSegmentation
    from MicrocalcCADSlicer.results import resultsOf

    node, ours = loadDicomSegmentation(exported["dicom-seg"]), resultsOf(dicom_volume).segmentation
    for index, identifier in enumerate(("Calcifications", "Clusters")):
        read = node.GetSegmentation().GetNthSegmentID(index)
        expected = slicer.util.arrayFromSegmentBinaryLabelmap(ours, identifier, dicom_volume)
        assert expected.any()
        assert np.array_equal(slicer.util.arrayFromSegmentBinaryLabelmap(node, read, dicom_volume), expected)


def test_marks_of_an_image_that_is_not_in_the_scene_are_refused_and_leave_it_as_it_is(
    exported: dict[str, Path], dicom_volume: Any
) -> None:
    import slicer
    from MicrocalcCADSlicer.dicom_exchange import loadCadSr, loadDicomSegmentation

    dicom_volume.SetAttribute("DICOM.instanceUIDs", "1.2.3")
    before = slicer.mrmlScene.GetNumberOfNodes()
    for load, kind in ((loadCadSr, "cad-sr"), (loadDicomSegmentation, "dicom-seg")):
        with pytest.raises(InputError, match="load its mammogram"):
            load(exported[kind], dicom_volume)
    assert slicer.mrmlScene.GetNumberOfNodes() == before


def test_a_volume_without_dicom_origin_exports_no_dicom_and_names_other_formats(volume: Any, tmp_path: Path) -> None:
    from MicrocalcCADSlicer.dicom_exchange import exportResults
    from MicrocalcCADSlicer.results import createResults
    from MicrocalcCADSlicer.scene_state import State
    from MicrocalcCADSlicer.volume import mammogramOf

    with pytest.raises(InputError, match="click Detect calcifications first"):
        exportResults(volume, tmp_path, ("cad-sr",))
    createResults(volume, example_analysis(mammogramOf(volume)), State())
    with pytest.raises(InputError, match=r"no DICOM image.*json"):
        exportResults(volume, tmp_path, ("cad-sr",))
