"""Label maps and segmentations: read back by independent readers (SimpleITK, Slicer's own storage node)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import SimpleITK
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.findings import Cluster, Findings
from MicrocalcCADLib.reporting import labels, segmentation
from MicrocalcCADLib.reporting.nrrd import write_nrrd
from skimage.draw import polygon2mask


def test_label_pixels_are_the_ids_of_the_reported_calcifications(
    findings: Findings, analysis: Analysis, tmp_path: Path
) -> None:
    labels.write(findings, analysis, None, tmp_path / "a.labels.nrrd")
    image = SimpleITK.GetArrayFromImage(SimpleITK.ReadImage(str(tmp_path / "a.labels.nrrd")))
    assert image.dtype == np.uint32
    assert image.shape == (1, 600, 480)
    for calcification in findings.calcifications:
        at_centre = image[0, round(calcification.row), round(calcification.column)]
        assert at_centre == (calcification.id if calcification.reported else 0)


def test_the_label_map_lies_where_slicer_puts_the_mammogram(tmp_path: Path) -> None:
    write_nrrd(tmp_path / "a.nrrd", np.eye(5, 7, dtype=np.uint32), (0.05, 0.07))
    image = SimpleITK.ReadImage(str(tmp_path / "a.nrrd"))
    assert image.GetSpacing() == (0.07, 0.05, 1.0)
    assert image.GetOrigin() == (0.0, 0.0, 0.0)
    assert image.GetDirection() == (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
    assert np.array_equal(SimpleITK.GetArrayFromImage(image)[0], np.eye(5, 7))


def test_an_image_of_many_bands_is_written_whole(tmp_path: Path) -> None:
    image = np.random.default_rng(1).integers(0, 2**32, (2500, 1200), np.uint32)
    write_nrrd(tmp_path / "a.nrrd", image, (0.07, 0.07))
    assert np.array_equal(SimpleITK.GetArrayFromImage(SimpleITK.ReadImage(str(tmp_path / "a.nrrd")))[0], image)


def test_slicer_reads_two_segments_with_their_terminology(
    findings: Findings, analysis: Analysis, tmp_path: Path
) -> None:
    slicer = pytest.importorskip("slicer", exc_type=ImportError)
    import vtk
    from vtk.util.numpy_support import vtk_to_numpy

    path = tmp_path / "a.seg.nrrd"
    segmentation.write(findings, analysis, None, path)
    scene, storage, node = (
        slicer.vtkMRMLScene(),
        slicer.vtkMRMLSegmentationStorageNode(),
        slicer.vtkMRMLSegmentationNode(),
    )
    scene.AddNode(storage)
    scene.AddNode(node)
    storage.SetFileName(str(path))
    assert storage.ReadData(node) == 1
    read = node.GetSegmentation()
    assert [read.GetNthSegment(i).GetName() for i in range(read.GetNumberOfSegments())] == [
        "Calcifications",
        "Clusters",
    ]
    expected = [
        analysis.label_map([c.id for c in findings.reported_calcifications]) > 0,
        segmentation.cluster_mask(findings),
    ]
    for index, code in enumerate(("129770007", "129769006")):
        segment, entry = read.GetNthSegment(index), vtk.reference("")
        segment.GetTag("TerminologyEntry", entry)
        assert code in str(entry) and "7771000^Left" in str(entry)
        image = segment.GetRepresentation("Binary labelmap")
        values = vtk_to_numpy(image.GetPointData().GetScalars()).reshape(600, 480)
        assert np.array_equal(values == segment.GetLabelValue(), expected[index])
        assert image.GetSpacing() == pytest.approx((0.1, 0.1, 1.0))


def _with_outline(findings: Findings, outline: tuple[tuple[float, float], ...]) -> Findings:
    cluster = Cluster(1, 20.0, 20.0, (10, 12, 30, 33), 0.9, 6, 1.0, 6.0, True, outline=outline)
    return replace(findings, clusters=(cluster,))


def test_an_outline_is_filled(findings: Findings) -> None:
    outline = ((10.0, 10.0), (10.0, 60.0), (50.0, 60.0), (70.0, 30.0))
    mask = segmentation.cluster_mask(_with_outline(findings, outline))
    reference = polygon2mask(mask.shape, np.array(outline))
    assert mask[reference].all()
    assert mask.sum() - reference.sum() <= 200, "only pixels that the border itself crosses may be added"


def test_a_cluster_without_an_outline_is_its_bounding_box(findings: Findings) -> None:
    mask = segmentation.cluster_mask(_with_outline(findings, ()))
    rows, columns = np.nonzero(mask)
    assert (rows.min(), columns.min(), rows.max(), columns.max()) == (10, 12, 30, 33)


def test_nothing_found_gives_empty_images(findings: Findings, analysis: Analysis, tmp_path: Path) -> None:
    nothing = replace(findings, calcifications=(), clusters=())
    labels.write(nothing, analysis, None, tmp_path / "a.labels.nrrd")
    assert not SimpleITK.GetArrayFromImage(SimpleITK.ReadImage(str(tmp_path / "a.labels.nrrd"))).any()
    assert not segmentation.cluster_mask(nothing).any()
