"""Reading marks and segmentations back: our own, and reports of other vendors with other trees and codes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from dicom_files import write_mammogram
from dicom_material import Case, make_case
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.findings import Findings
from MicrocalcCADLib.reading.cad_marks import CALCIFICATION, CLUSTER, findings_of
from MicrocalcCADLib.reading.cad_sr import read_cad_sr
from MicrocalcCADLib.reading.dicom_seg import read_dicom_seg
from MicrocalcCADLib.reporting import cad_sr, dicom_seg, findings_json, page, pdf
from MicrocalcCADLib.reporting.overlay import measures_text
from pydicom import Dataset
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import ImplicitVRLittleEndian

IMAGE, OTHER_IMAGE = "1.2.3.4.1", "1.2.3.4.2"
MAMMOGRAPHY_CAD = "1.2.840.10008.5.1.4.1.1.88.50"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return make_case(tmp_path_factory.mktemp("case"))


@pytest.fixture(scope="module")
def own_report(case: Case) -> Path:
    path = case.path.with_name("report.dcm")
    cad_sr.write(case.findings, case.analysis, case.mammogram, path)
    return path


def coded(value: str, scheme: str, meaning: str) -> Dataset:
    made = Dataset()
    made.CodeValue, made.CodingSchemeDesignator, made.CodeMeaning = value, scheme, meaning
    return made


def item(
    relationship: str, kind: str, name: tuple[str, str, str] | None = None, *children: Dataset, **values: Any
) -> Dataset:
    made = Dataset()
    made.RelationshipType, made.ValueType = relationship, kind
    if name:
        made.ConceptNameCodeSequence = [coded(*name)]
    for keyword, value in values.items():
        setattr(made, keyword, value)
    if children:
        made.ContentSequence = list(children)
    return made


def code(name: tuple[str, str, str], value: tuple[str, str, str], *children: Dataset) -> Dataset:
    return item("CONTAINS", "CODE", name, *children, ConceptCodeSequence=[coded(*value)])


def number(name: tuple[str, str, str], value: str, unit: str = "%") -> Dataset:
    measured = Dataset()
    measured.NumericValue, measured.MeasurementUnitsCodeSequence = value, [coded(unit, "UCUM", unit)]
    return item("HAS PROPERTIES", "NUM", name, MeasuredValueSequence=[measured])


def image(uid: str) -> Dataset:
    reference = Dataset()
    reference.ReferencedSOPClassUID, reference.ReferencedSOPInstanceUID = "1.2.840.10008.5.1.4.1.1.1.2", uid
    return item("SELECTED FROM", "IMAGE", None, ReferencedSOPSequence=[reference])


def shape(name: tuple[str, str, str], kind: str, points: list[float], *below: Dataset) -> Dataset:
    return item("HAS PROPERTIES", "SCOORD", name, *below, GraphicType=kind, GraphicData=points)


FINDING = ("111059", "DCM", "Single Image Finding")
CENTER, OUTLINE = ("111010", "DCM", "Center"), ("111041", "DCM", "Outline")


def write_report(
    path: Path, *children: Dataset, title: tuple[str, str, str] = ("111036", "DCM", "Mammography CAD Report")
) -> Path:
    """Write a report as an old system would: implicit little endian, no evidence, no template."""
    meta = FileMetaDataset()
    meta.TransferSyntaxUID, meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = (
        ImplicitVRLittleEndian,
        MAMMOGRAPHY_CAD,
        "1.2.3.9",
    )
    made = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128, is_implicit_VR=True, is_little_endian=True)
    made.SOPClassUID, made.SOPInstanceUID, made.Modality = MAMMOGRAPHY_CAD, "1.2.3.9", "SR"
    made.StudyInstanceUID, made.Manufacturer = "1.2.3", "Another vendor"
    made.update(item("", "CONTAINER", title, *children))
    options = (
        {"enforce_file_format": True} if int(pydicom.__version__.split(".")[0]) >= 3 else {"write_like_original": False}
    )
    made.save_as(path, **options)
    return path


def foreign_report(path: Path) -> Path:
    """Marks in composite features, SNOMED RT codes, images by value, an ellipse, a private code, one finding without a
    place.
    """
    cluster = code(
        FINDING,
        ("F-01775", "SRT", "Calcification Cluster"),
        number(("111012", "DCM", "Certainty of Finding"), "61"),
        number(("111038", "DCM", "Number of calcifications"), "7", "1"),
        code(("P-17", "99VENDOR", "Suspicion band"), ("HOT", "99VENDOR", "Band 4 of 5")),
        shape(OUTLINE, "ELLIPSE", [80.5, 60.5, 120.5, 60.5, 100.5, 50.5, 100.5, 70.5], image(IMAGE)),
    )
    mass = code(
        FINDING,
        ("M-03000", "SRT", "Mass"),
        shape(CENTER, "POINT", [10.5, 20.5], image(OTHER_IMAGE)),
        shape(OUTLINE, "CIRCLE", [10.5, 20.5, 15.5, 20.5], image(OTHER_IMAGE)),
    )
    lost = code(FINDING, ("X-1", "99VENDOR", "Something else"))
    group = code(
        ("111015", "DCM", "Composite Feature"), ("F-01775", "SRT", "Calcification Cluster"), cluster, mass, lost
    )
    summary = code(
        ("111017", "DCM", "CAD Processing and Findings Summary"),
        ("111242", "DCM", "with findings"),
        item("CONTAINS", "CONTAINER", None, group),
    )
    region = shape(("111030", "DCM", "Image Region"), "POLYLINE", [0, 0, 9, 9, 0, 9], image(IMAGE))
    searched = code(
        ("111064", "DCM", "Summary of Detections"),
        ("111222", "DCM", "Succeeded"),
        code(("111022", "DCM", "Detection"), ("a", "b", "c"), region),
    )
    return write_report(path, summary, searched)


def test_our_report_comes_back_with_places_outlines_scores_and_groups(own_report: Path, case: Case) -> None:
    marks = read_cad_sr(own_report).marks
    truth = {c.id: c for c in case.findings.reported_calcifications}
    presented = [m for m in marks if m.kind == CALCIFICATION and m.presented]
    read = sorted((m.row, m.column, round(m.certainty or 0, 6), m.parent is not None) for m in presented)
    in_cluster = {c.id for c in truth.values() if c.cluster == case.findings.reported_clusters[0].id}
    assert read == sorted((c.row, c.column, round(c.score, 6), c.id in in_cluster) for c in truth.values())
    cluster = next(m for m in marks if m.kind == CLUSTER)
    assert np.allclose(cluster.outline, case.findings.reported_clusters[0].outline, atol=1e-3)
    assert cluster.count == 9


def test_our_report_becomes_findings_with_the_same_areas(own_report: Path, case: Case) -> None:
    read = findings_of(read_cad_sr(own_report), case.findings.image, case.findings.source)
    truth = case.findings
    assert [c.count for c in read.reported_clusters] == [c.count for c in truth.reported_clusters]
    assert [c.density_per_cm2 for c in read.reported_clusters] == [c.density_per_cm2 for c in truth.reported_clusters]
    assert read.reported_clusters[0].area_mm2 == pytest.approx(truth.reported_clusters[0].area_mm2, rel=1e-3)
    assert {round(c.area_mm2, 4) for c in read.reported_calcifications} == {
        round(c.area_mm2, 4) for c in truth.reported_calcifications
    }
    members = sum(c.cluster == read.reported_clusters[0].id for c in read.reported_calcifications)
    assert members == 9


def test_a_report_without_single_marks_has_no_density_and_every_page_copes(case: Case, tmp_path: Path) -> None:
    report = read_cad_sr(foreign_report(tmp_path / "foreign.dcm"))
    source = replace(case.findings.source, sop_instance_uid=IMAGE)
    read = findings_of(report, case.findings.image, source)
    (group,) = read.clusters
    assert group.count == 7 and np.isnan(group.density_per_cm2)
    again = Findings.from_dict(json.loads(findings_json.to_text(read)))
    for one in (read, again):
        assert measures_text(one.clusters[0]) == f"7 calcifications, {group.area_mm2:.0f} mm²"
        assert "<th>Density</th><td>-</td>" in page.to_html(one, case.analysis, case.mammogram)
        assert pdf._row(one.clusters[0])[5] == "-"


def test_our_report_tells_side_view_and_maker(own_report: Path, case: Case) -> None:
    report = read_cad_sr(own_report)
    assert report.images == {case.mammogram.source.sop_instance_uid: ("R", "MLO")}
    assert report.manufacturer == "The Microcalc developers"
    assert report.summary == "All algorithms succeeded; with findings"
    assert report.notes == ()


def test_another_vendors_report_gives_its_marks_whatever_its_tree(tmp_path: Path) -> None:
    report = read_cad_sr(foreign_report(tmp_path / "foreign.dcm"))
    cluster, mass = report.marks
    assert (cluster.kind, cluster.image_uid, cluster.count) == (CLUSTER, IMAGE, 7)
    assert cluster.certainty == pytest.approx(0.61)
    assert (cluster.row, cluster.column) == pytest.approx((60, 100), abs=0.01)
    assert np.ptp(cluster.outline, axis=0) == pytest.approx([20, 40], abs=0.5)
    assert (mass.kind, mass.image_uid) == ("Mass", OTHER_IMAGE)
    assert (mass.row, mass.column) == (20, 10)


@pytest.mark.parametrize(
    ("word", "kind"), [("Calcification cluster ", CLUSTER), ("MICROCALCIFICATION", CALCIFICATION), ("Mass", "Mass")]
)
def test_kinds_in_codes_of_a_makers_own_are_known_by_their_words(tmp_path: Path, word: str, kind: str) -> None:
    finding = code(FINDING, ("F-1", "99MAKER", word), shape(CENTER, "POINT", [5.5, 6.5], image(IMAGE)))
    assert [mark.kind for mark in read_cad_sr(write_report(tmp_path / "own.dcm", finding)).marks] == [kind]


def test_marks_outside_the_image_are_left_out_and_said(own_report: Path, case: Case) -> None:
    report, shown = read_cad_sr(own_report), case.findings.image
    whole = findings_of(report, shown, case.findings.source)
    rows = round(whole.clusters[0].row) + 1
    cut = findings_of(report, replace(shown, rows=rows), case.findings.source)
    assert 0 < len(cut.calcifications) < len(whole.calcifications)
    assert max(one.row for one in (*cut.calcifications, *cut.clusters)) <= rows - 0.5
    assert sum("outside the image" in notice.text for notice in cut.notices) == 1
    assert not any("outside the image" in notice.text for notice in whole.notices)


def test_codes_that_nobody_knows_are_kept_as_text(tmp_path: Path) -> None:
    report = read_cad_sr(foreign_report(tmp_path / "foreign.dcm"))
    assert ("Suspicion band", "Band 4 of 5") in report.marks[0].properties


def test_a_finding_without_a_place_is_told_and_does_not_hide_the_others(tmp_path: Path) -> None:
    report = read_cad_sr(foreign_report(tmp_path / "foreign.dcm"))
    assert report.notes == ("A finding (Something else) has no coordinates on an image and was left out.",)


def test_a_mark_of_a_general_report_is_read_with_the_one_image_of_its_evidence(tmp_path: Path) -> None:
    group = item(
        "CONTAINS",
        "CONTAINER",
        ("125007", "DCM", "Measurement Group"),
        shape(OUTLINE, "POLYLINE", [1, 1, 5, 1, 5, 5, 1, 5, 1, 1]),
    )
    path = write_report(tmp_path / "general.dcm", group, title=("126000", "DCM", "Imaging Measurement Report"))
    with pytest.raises(InputError, match="without marks"):
        read_cad_sr(path)
    document = pydicom.dcmread(path)
    series = Dataset()
    series.SeriesInstanceUID, series.ReferencedSOPSequence = "1.2.3.4", image(IMAGE).ReferencedSOPSequence
    study = Dataset()
    study.StudyInstanceUID, study.ReferencedSeriesSequence = "1.2.3", [series]
    document.CurrentRequestedProcedureEvidenceSequence = [study]
    document.save_as(path)
    mark = read_cad_sr(path).marks[0]
    assert (mark.kind, mark.image_uid, mark.row, mark.column) == ("Measurement Group", IMAGE, 2.5, 2.5)


def test_a_report_without_findings_is_a_report_and_not_an_error(tmp_path: Path) -> None:
    summary = code(
        ("111017", "DCM", "CAD Processing and Findings Summary"),
        ("111241", "DCM", "All algorithms succeeded; without findings"),
    )
    report = read_cad_sr(write_report(tmp_path / "none.dcm", summary))
    assert report.marks == ()
    assert report.summary.endswith("without findings")


def test_numbers_and_references_that_make_no_sense_do_not_stop_the_reading(tmp_path: Path) -> None:
    lost = Dataset()
    lost.RelationshipType, lost.ReferencedContentItemIdentifier = "SELECTED FROM", [1, 99, 7]
    odd = code(FINDING, ("129769006", "SCT", "Calcification Cluster"), shape(CENTER, "POINT", [5.5, 6.5], lost))
    uneven = code(
        FINDING, ("129769006", "SCT", "Calcification Cluster"), shape(OUTLINE, "POLYLINE", [1, 2, 3], image(IMAGE))
    )
    empty = item("HAS PROPERTIES", "NUM", ("111012", "DCM", "Certainty of Finding"))
    good = code(
        FINDING, ("129769006", "SCT", "Calcification Cluster"), empty, shape(CENTER, "POINT", [5.5, 6.5], image(IMAGE))
    )
    report = read_cad_sr(write_report(tmp_path / "odd.dcm", odd, uneven, good))
    assert [(m.row, m.column, m.certainty) for m in report.marks] == [(6, 5, None)]
    assert len(report.notes) == 2


@pytest.mark.parametrize("content", [b"", b"no DICOM at all", b"\0" * 128 + b"DICM\xff\xff\xff\xff" * 9])
def test_a_file_that_is_no_dicom_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file.dcm"
    path.write_bytes(content)
    for read in (read_cad_sr, read_dicom_seg):
        with pytest.raises(InputError, match=r"file\.dcm .*: (choose|copy)"):
            read(path)


def test_a_truncated_report_is_refused_or_read_and_nothing_else(own_report: Path, tmp_path: Path) -> None:
    content = own_report.read_bytes()
    for share in np.linspace(0.05, 0.95, 10):
        path = tmp_path / "cut.dcm"
        path.write_bytes(content[: int(share * len(content))])
        try:
            assert read_cad_sr(path).marks is not None
        except InputError as error:
            assert "\n" not in str(error)


def test_an_image_is_neither_report_nor_segmentation(tmp_path: Path) -> None:
    path = write_mammogram(tmp_path / "image.dcm", np.arange(4096, dtype=np.uint16).reshape(64, 64))
    with pytest.raises(InputError, match=r"no structured report.*MG"):
        read_cad_sr(path)
    with pytest.raises(InputError, match=r"no DICOM segmentation.*MG"):
        read_dicom_seg(path)


def test_our_segmentation_comes_back_pixel_by_pixel(case: Case, tmp_path: Path) -> None:
    pytest.importorskip("highdicom")
    dicom_seg.write(case.findings, case.analysis, case.mammogram, tmp_path / "a.seg.dcm")
    read = read_dicom_seg(tmp_path / "a.seg.dcm")
    assert read.image_uid == case.mammogram.source.sop_instance_uid
    assert [(s.name, s.code.split("^")[1]) for s in read.segments] == [
        ("Calcifications", "129770007"),
        ("Clusters", "129769006"),
    ]
    labels = case.analysis.label_map([c.id for c in case.findings.reported_calcifications])
    assert np.array_equal(read.segments[0].mask, labels > 0)


def test_a_segmentation_of_several_images_is_refused(case: Case, tmp_path: Path) -> None:
    pytest.importorskip("highdicom")
    path = tmp_path / "a.seg.dcm"
    dicom_seg.write(case.findings, case.analysis, case.mammogram, path)
    made = pydicom.dcmread(path)
    made.SourceImageSequence[0].ReferencedSOPInstanceUID = "1.2.3"
    made.save_as(path)
    with pytest.raises(InputError, match="several images"):
        read_dicom_seg(path)
