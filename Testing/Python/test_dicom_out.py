"""DICOM results: their patient, study and dates, their content, and what validators say about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pydicom
import pytest
from dicom_files import write_mammogram
from dicom_material import Case, make_case, run_validator
from MicrocalcCADLib.analysis import Naming
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.findings import Vessel
from MicrocalcCADLib.listed import listed
from MicrocalcCADLib.reading import read_mammogram
from MicrocalcCADLib.reporting import ANSWERS_TO_IMAGE, cad_sr, capture, check_formats, dicom_seg, gsps
from MicrocalcCADLib.reporting.cad_sr.points import Point, operating_points, point_of
from MicrocalcCADLib.reporting.object_outline import object_outline
from MicrocalcCADLib.reporting.segmentation import cluster_mask
from MicrocalcCADSlicer.review import REJECTED, Review
from pydicom import Dataset
from report_material import make_analysis, make_mammogram, make_spots

WRITERS = {"cad-sr": cad_sr.write, "capture": capture.write, "dicom-seg": dicom_seg.write, "gsps": gsps.write}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return make_case(tmp_path_factory.mktemp("case"))


@pytest.fixture(scope="module")
def files(case: Case) -> dict[str, Path]:
    """All DICOM results of the case, by format."""
    pytest.importorskip("highdicom")
    return {name: written(case, name, case.path.with_name(f"out.{name}.dcm")) for name in ANSWERS_TO_IMAGE}


@pytest.fixture(scope="module")
def report(case: Case) -> Dataset:
    return pydicom.dcmread(written(case, "cad-sr", case.path.with_name("report.dcm")))


def written(case: Case, name: str, path: Path) -> Path:
    WRITERS[name](case.findings, case.analysis, case.mammogram, path)
    return path


def items(parent: Dataset) -> Iterator[Dataset]:
    """All items of a content tree from the top down."""
    for child in parent.get("ContentSequence", ()):
        yield child
        yield from items(child)


def named(parent: Dataset, code: str) -> list[Dataset]:
    return [
        i for i in items(parent) if "ConceptNameCodeSequence" in i and i.ConceptNameCodeSequence[0].CodeValue == code
    ]


def findings_of_kind(parent: Dataset, code: str) -> list[Dataset]:
    return [i for i in named(parent, "111059") if i.ConceptCodeSequence[0].CodeValue == code]


def intent(finding: Dataset) -> str:
    return finding.ContentSequence[0].ConceptCodeSequence[0].CodeValue


@pytest.mark.parametrize("name", WRITERS)
def test_dciodvfy_finds_no_error(files: dict[str, Path], name: str) -> None:
    said = run_validator("dciodvfy", "-new", files[name])
    assert said.strip()
    assert "Error" not in said


def test_dsrdump_reads_the_report_with_all_its_findings(files: dict[str, Path], case: Case) -> None:
    said = run_validator("dsrdump", files["cad-sr"])
    assert "E: " not in said
    assert said.count("Single Image Finding") == 2 + 20


def test_pixelmed_finds_neither_error_nor_warning_in_the_report(files: dict[str, Path]) -> None:
    said = run_validator("DicomSRValidator", files["cad-sr"])
    assert "Found Root Template TID_4000" in said
    assert "validation complete" in said
    assert not [line for line in said.splitlines() if "Error" in line or "Warning" in line or "illegal" in line]


@pytest.mark.parametrize("name", WRITERS)
def test_a_result_belongs_to_the_patient_and_study_and_has_uids_of_its_own(
    files: dict[str, Path], case: Case, name: str
) -> None:
    source, made = pydicom.dcmread(case.path), pydicom.dcmread(files[name])
    for keyword in ("PatientName", "PatientID", "StudyInstanceUID", "StudyDate", "StudyTime", "StudyID"):
        assert made[keyword].value == source[keyword].value
    assert made.SeriesInstanceUID != source.SeriesInstanceUID
    assert made.SOPInstanceUID == made.file_meta.MediaStorageSOPInstanceUID != source.SOPInstanceUID
    assert datetime.strptime(made.ContentDate + made.ContentTime, "%Y%m%d%H%M%S") >= datetime.now() - timedelta(hours=1)
    assert made.PatientBirthDate == made.AccessionNumber == ""


def test_two_reports_of_one_image_have_different_uids(case: Case, tmp_path: Path) -> None:
    one, other = (pydicom.dcmread(written(case, "cad-sr", tmp_path / name)) for name in ("a.dcm", "b.dcm"))
    assert one.SOPInstanceUID != other.SOPInstanceUID
    assert one.SeriesInstanceUID != other.SeriesInstanceUID


def test_a_name_of_another_character_set_keeps_its_letters(tmp_path: Path) -> None:
    case = make_case(tmp_path, SpecificCharacterSet="ISO_IR 100", PatientName="Müller^Änne")
    made = pydicom.dcmread(written(case, "cad-sr", tmp_path / "report.dcm"))
    assert made.SpecificCharacterSet == "ISO_IR 192"
    assert str(made.PatientName) == "Müller^Änne"


def test_times_are_in_the_time_zone_of_the_source(tmp_path: Path) -> None:
    case = make_case(tmp_path, TimezoneOffsetFromUTC="-1130")
    made = pydicom.dcmread(written(case, "cad-sr", tmp_path / "report.dcm"))
    there = datetime.strptime(made.ContentDate + made.ContentTime, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    assert abs(there - (datetime.now(UTC) - timedelta(hours=11, minutes=30))) < timedelta(minutes=2)
    assert made.TimezoneOffsetFromUTC == "-1130"


def test_an_orientation_that_is_none_is_left_out(tmp_path: Path) -> None:
    case = make_case(tmp_path, PatientOrientation="CC")
    made = pydicom.dcmread(written(case, "capture", tmp_path / "capture.dcm"))
    assert not made.PatientOrientation
    assert not named(pydicom.dcmread(written(case, "cad-sr", tmp_path / "report.dcm")), "111044")


def test_an_image_that_is_no_dicom_is_refused_before_the_analysis(case: Case) -> None:
    picture = replace(case.mammogram, source=replace(case.mammogram.source, path="scan.png", sop_instance_uid=None))
    for name in ANSWERS_TO_IMAGE:
        with pytest.raises(InputError, match=r"scan.png is no DICOM image.*save json"):
            check_formats(picture, ["json", name])
    check_formats(picture, ["json", "html", "seg"])


def test_a_source_file_that_was_replaced_is_noticed(tmp_path: Path) -> None:
    case = make_case(tmp_path)
    changed = pydicom.dcmread(case.path)
    changed.SOPInstanceUID = changed.file_meta.MediaStorageSOPInstanceUID = "1.2.3"
    changed.save_as(case.path)
    with pytest.raises(InputError, match="another image"):
        written(case, "cad-sr", tmp_path / "report.dcm")
    case.path.unlink()
    with pytest.raises(InputError, match="not there any more"):
        written(case, "cad-sr", tmp_path / "report.dcm")


def test_the_report_presents_what_is_reported_and_offers_what_a_more_sensitive_point_would(
    report: Dataset, case: Case
) -> None:
    clusters, calcifications = findings_of_kind(report, "129769006"), findings_of_kind(report, "129770007")
    assert [intent(c) for c in clusters] == ["111150", "111151"]
    presented = [c for c in calcifications if intent(c) == "111150"]
    assert len(presented) == len(case.findings.reported_calcifications)
    optional = [c for c in calcifications if intent(c) == "111151"]
    assert {int(named(c, "111071")[0].MeasuredValueSequence[0].NumericValue) for c in optional} == {1}
    assert len(optional) == 9  # the candidate of score 0.05 is under every operating point


def test_a_cluster_holds_its_calcifications_with_certainty_number_type_and_distribution(
    report: Dataset, case: Case
) -> None:
    cluster, truth = findings_of_kind(report, "129769006")[0], case.findings.reported_clusters[0]
    assert len(findings_of_kind(cluster, "129770007")) == truth.count
    own = {c.ConceptNameCodeSequence[0].CodeValue: c for c in cluster.ContentSequence}
    assert float(own["111012"].MeasuredValueSequence[0].NumericValue) == pytest.approx(100 * truth.score)
    assert int(own["111038"].MeasuredValueSequence[0].NumericValue) == truth.count
    assert own["111009"].ConceptCodeSequence[0].CodeValue == "44771000"
    assert own["111008"].ConceptCodeSequence[0].CodeValue == "129766004"
    assert "Microcalc hdogreg test-model" in own["111001"].TextValue


@pytest.mark.parametrize(
    ("kind", "code"), [("fine pleomorphic", "111344"), ("coarse (popcorn)", "129749001"), ("vascular", "129759000")]
)
def test_a_named_kind_and_distribution_are_coded_and_valid(case: Case, tmp_path: Path, kind: str, code: str) -> None:
    clusters = tuple(replace(c, morphology=kind, distribution="segmental") for c in case.findings.clusters)
    marks = tuple(replace(c, morphology=kind) for c in case.findings.calcifications)
    named_case = replace(case, findings=replace(case.findings, clusters=clusters, calcifications=marks))
    path = written(named_case, "cad-sr", tmp_path / "named.dcm")
    cluster = findings_of_kind(pydicom.dcmread(path), "129769006")[0]
    own = {
        c.ConceptNameCodeSequence[0].CodeValue: c.ConceptCodeSequence[0].CodeValue
        for c in cluster.ContentSequence
        if "ConceptCodeSequence" in c
    }
    assert (own["111009"], own["111008"]) == (code, "129768003")
    inside = findings_of_kind(cluster, "129770007")
    assert {i.ConceptCodeSequence[0].CodeValue for one in inside for i in named(one, "111009")} == {code}
    if kind == "vascular":  # a validation takes its time
        said = run_validator("DicomSRValidator", path)
        assert not [line for line in said.splitlines() if "Error" in line or "Warning" in line or "illegal" in line]


def test_coordinates_count_from_the_corner_of_the_first_pixel(report: Dataset, case: Case) -> None:
    calcification = case.findings.reported_calcifications[0]
    centres = {tuple(i.GraphicData) for i in named(report, "111010")}
    assert (calcification.column + 0.5, calcification.row + 0.5) in centres


def test_every_coordinate_points_at_the_image_in_the_library(report: Dataset, case: Case) -> None:
    for scoord in (i for i in items(report) if i.get("ValueType") == "SCOORD"):
        place = scoord.ContentSequence[0].ReferencedContentItemIdentifier
        item = report
        for number in list(place)[1:]:
            item = item.ContentSequence[number - 1]
        assert item.ReferencedSOPSequence[0].ReferencedSOPInstanceUID == case.mammogram.source.sop_instance_uid


def test_the_report_names_model_operating_points_and_that_it_is_research_only(report: Dataset) -> None:
    said = " ".join(i.TextValue for i in named(report, "111002"))
    assert "test-model 1.2.3" in said
    assert "Operating point 1 (sensitive): suspicion from 0.2" in said
    assert "Research only" in said
    assert "simulated" in said
    assert [int(i.MeasuredValueSequence[0].NumericValue) for i in named(report, "111072")] == [1, 1]


def test_without_findings_the_report_says_so(case: Case, tmp_path: Path) -> None:
    none = replace(case, findings=replace(case.findings, calcifications=(), clusters=()))
    made = pydicom.dcmread(written(none, "cad-sr", tmp_path / "report.dcm"))
    summary = named(made, "111017")[0]
    assert summary.ConceptCodeSequence[0].CodeValue == "111241"
    assert "ContentSequence" not in summary


def test_a_single_rejected_calcification_leaves_its_cluster_in_the_report(case: Case, tmp_path: Path) -> None:
    gone = case.findings.reported_calcifications[0]
    changed = tuple(replace(c, reported=c.reported and c.id != gone.id) for c in case.findings.calcifications)
    edited = replace(case, findings=replace(case.findings, calcifications=changed))
    made = pydicom.dcmread(written(edited, "cad-sr", tmp_path / "report.dcm"))
    assert len(findings_of_kind(findings_of_kind(made, "129769006")[0], "129770007")) == 8


def presented(made: Dataset) -> set[tuple[float, float]]:
    """Return the centres, (row, column) to half a pixel, of the calcifications that a report presents."""
    found = [one for one in findings_of_kind(made, "129770007") if intent(one) == "111150"]
    centres = [next(item for item in one.ContentSequence if item.ValueType == "SCOORD") for one in found]
    return {(round(c.GraphicData[1] - 0.5), round(c.GraphicData[0] - 0.5)) for c in centres}


@pytest.mark.parametrize("point", ["sensitive", "balanced"])
@pytest.mark.parametrize("benign", [(18,), (0, 1, 2), tuple(range(9)), tuple(range(21))])
@pytest.mark.parametrize("word", ["round or punctate", "vascular"])
def test_what_the_report_presents_is_what_is_reported_whatever_is_benign_by_its_look(
    case: Case, tmp_path: Path, word: str, benign: tuple[int, ...], point: str
) -> None:
    candidates = case.analysis.candidates
    morphologies = np.zeros((len(candidates), 2))
    morphologies[:, 1] = 0.9
    morphologies[list(benign)] = 0.9, 0
    naming = Naming((word, "amorphous"), morphologies, candidates.column("score"))
    analysis = replace(case.analysis, candidates=replace(candidates, naming=naming))
    shown = replace(case, analysis=analysis, findings=decide(analysis, point))
    made = pydicom.dcmread(written(shown, "cad-sr", tmp_path / "report.dcm"))
    assert presented(made) == {(c.row, c.column) for c in shown.findings.reported_calcifications}
    offered = findings_of_kind(made, "129770007")
    lowest = decide(analysis, "sensitive").reported_calcifications
    assert len(offered) <= len(lowest)


@pytest.mark.parametrize("rejected", [(-19,), (-19, -20), (1,), (1, -20), (2,)])
def test_what_a_reader_rejects_leaves_every_other_mark_in_the_report(
    case: Case, tmp_path: Path, rejected: tuple[int, ...]
) -> None:
    review = Review()
    everything = decide(case.analysis, "sensitive")  # where the fainter group is listed too
    for key in rejected:
        review = review.decided(everything, next(one for one in listed(everything) if one.id == key), REJECTED)
    for point in ("sensitive", "balanced"):
        findings = decide(case.analysis, point)
        shown = review.shown(findings)
        made = pydicom.dcmread(written(replace(case, findings=shown), "cad-sr", tmp_path / f"{point}.dcm"))
        assert presented(made) == {(c.row, c.column) for c in shown.reported_calcifications}
        kept = [c for c in findings.reported_calcifications if c.cluster not in rejected and -c.id not in rejected]
        assert len(presented(made)) == len(kept)
    assert len(findings_of_kind(made, "129769006")) == 2 - len({1, 2} & set(rejected))


def test_what_is_typically_benign_is_no_mark_at_any_operating_point(case: Case, tmp_path: Path) -> None:
    clusters = tuple(replace(c, typically_benign=True, reported=False) for c in case.findings.clusters)
    grouped = {c.id for c in clusters}
    below = tuple(
        replace(c, reported=c.reported and c.cluster not in grouped, suspicion=min(c.suspicion, 0.3))
        for c in case.findings.calcifications
    )
    made = pydicom.dcmread(
        written(
            replace(case, findings=replace(case.findings, clusters=clusters, calcifications=below)),
            "cad-sr",
            tmp_path / "r.dcm",
        )
    )
    assert findings_of_kind(made, "129769006") == []
    assert len(findings_of_kind(made, "129770007")) == sum(c.cluster is None and c.suspicion >= 0.2 for c in below)


def test_an_operating_point_by_suspicion_offers_what_is_suspicious(case: Case, tmp_path: Path) -> None:
    faint = tuple(replace(c, suspicion=0.1) if not c.reported else c for c in case.findings.calcifications)
    findings = replace(
        case.findings,
        calcifications=faint,
        clusters=tuple(c if c.reported else replace(c, suspicion=0.1) for c in case.findings.clusters),
    )
    by_score = replace(findings, operating_point=replace(findings.operating_point, by="score"))
    counts = {}
    for shown in (findings, by_score):
        path = tmp_path / f"{shown.operating_point.by}.dcm"
        counts[shown.operating_point.by] = len(
            findings_of_kind(pydicom.dcmread(written(replace(case, findings=shown), "cad-sr", path)), "129770007")
        )
    assert counts["suspicion"] == len(findings.reported_calcifications) < counts["score"]


def test_a_model_of_the_catalogue_tells_its_measured_false_clusters(case: Case) -> None:
    from MicrocalcCADLib.models import find_bundle

    bundle = find_bundle(None, "hdogreg")
    findings = decide(
        replace(case.analysis, model=bundle.identity, operating_points=bundle.operating_points), "specific"
    )
    points = operating_points(findings, bundle.operating_points)
    measured = {row["threshold"]: row["false_clusters_per_image"] for row in bundle.section["operating_curve"]}
    assert [p.name for p in points] == ["specific", "balanced", "sensitive"]
    assert [p.false_per_image for p in points] == [measured[p.threshold] for p in points]
    altered = replace(findings, model=replace(bundle.identity, sha256="0" * 64))
    assert {p.false_per_image for p in operating_points(altered, bundle.operating_points)} == {None}


def test_the_number_of_an_operating_point_is_the_first_that_reports_a_score() -> None:
    points = (Point("chosen", 0.5), Point("lower", 0.2))
    assert [point_of(score, points) for score in (0.5, 0.49, 0.2, 0.19)] == [0, 1, 1, None]


def test_an_outline_encloses_exactly_the_pixels_of_an_object_without_holes() -> None:
    from matplotlib.path import Path as Polygon

    grid = np.argwhere(np.ones((24, 24), bool))
    shapes = {
        "one pixel": {(5, 5)},
        "two at a corner": {(5, 5), (6, 6)},
        "the other diagonal": {(5, 6), (6, 5)},
        "hook": {(r, 4) for r in range(4, 12)} | {(11, c) for c in range(4, 10)} | {(r, 9) for r in range(7, 12)},
        "disc": {(int(r), int(c)) for r, c in grid if (r - 12) ** 2 + (c - 12) ** 2 < 50},
    }
    for name, pixels in shapes.items():
        outline = np.array(object_outline(*np.array(sorted(pixels)).T))
        assert (outline[0] == outline[-1]).all()
        inside = Polygon(outline).contains_points(grid)
        assert {(int(r), int(c)) for r, c in grid[inside]} == pixels, name


def test_the_segmentation_holds_the_reported_pixels_and_names_its_image(files: dict[str, Path], case: Case) -> None:
    made = pydicom.dcmread(files["dicom-seg"])
    calcifications, clusters = made.pixel_array
    labels = case.analysis.label_map([c.id for c in case.findings.reported_calcifications])
    assert np.array_equal(calcifications > 0, labels > 0)
    assert np.array_equal(clusters > 0, cluster_mask(case.findings))
    assert made.SourceImageSequence[0].ReferencedSOPInstanceUID == case.mammogram.source.sop_instance_uid
    assert [s.SegmentedPropertyTypeCodeSequence[0].CodeValue for s in made.SegmentSequence] == [
        "129770007",
        "129769006",
    ]
    measures = made.SharedFunctionalGroupsSequence[0].PixelMeasuresSequence[0]
    assert list(measures.PixelSpacing) == [0.07, 0.07]


def test_the_capture_shows_the_marks_and_names_no_file(files: dict[str, Path], case: Case) -> None:
    made = pydicom.dcmread(files["capture"])
    assert made.SOPClassUID == "1.2.840.10008.5.1.4.1.1.7"
    picture = made.pixel_array
    assert picture.shape[2] == 3
    coloured = np.ptp(picture.astype(int), axis=2) > 100
    assert coloured.sum() > 100
    assert "PixelSpacing" not in made


def test_the_presentation_state_outlines_what_is_reported_on_its_image(files: dict[str, Path], case: Case) -> None:
    state = pydicom.dcmread(files["gsps"])
    image = state.ReferencedSeriesSequence[0].ReferencedImageSequence[0]
    assert image.ReferencedSOPInstanceUID == pydicom.dcmread(case.path).SOPInstanceUID
    layers = {item.GraphicLayer: item for item in state.GraphicAnnotationSequence}
    assert [layer.GraphicLayer for layer in state.GraphicLayerSequence] == ["CALCIFICATIONS", "CLUSTERS"]
    cluster, outlines = case.findings.reported_clusters[0], layers["CLUSTERS"].GraphicObjectSequence
    closed = [*cluster.outline, cluster.outline[0]]
    assert np.allclose(
        np.reshape(outlines[0].GraphicData, (-1, 2)), [(column + 0.5, row + 0.5) for row, column in closed], atol=1e-3
    )
    assert outlines[0].GraphicAnnotationUnits == "PIXEL"
    assert layers["CLUSTERS"].TextObjectSequence[0].UnformattedTextValue == f"{cluster.id}: {cluster.score:.2f}"
    found = case.findings.reported_calcifications
    boxes = [np.reshape(o.GraphicData, (-1, 2)) for o in layers["CALCIFICATIONS"].GraphicObjectSequence]
    assert [(b.min(axis=0) + b.max(axis=0)).tolist() for b in boxes] == [
        [2 * c.column + 1, 2 * c.row + 1] for c in found
    ]  # 3 x 3 squares
    assert "research only" in state.GraphicLayerSequence[0].GraphicLayerDescription.lower()


@pytest.mark.parametrize("left_out", [(), ("SamplesPerPixel",), ("BitsStored", "HighBit", "PixelRepresentation")])
def test_a_presentation_state_is_written_for_what_the_reader_takes(tmp_path: Path, left_out: tuple[str, ...]) -> None:
    case = make_case(tmp_path, **dict.fromkeys(left_out))
    state = pydicom.dcmread(written(case, "gsps", tmp_path / "state.dcm"))
    assert len(state.GraphicAnnotationSequence) > 0


def test_a_table_that_begins_below_zero_is_written_as_it_is(tmp_path: Path) -> None:
    pixels = (make_mammogram().pixels * 4095).astype(np.int16) - 2000
    table = Dataset()
    table.add_new(0x00283002, "SS", [4096, -2000, 16])
    table.add_new(0x00283006, "OW", np.linspace(0, 65535, 4096).astype("<u2").tobytes())
    path = write_mammogram(tmp_path / "breast.dcm", pixels, VOILUTSequence=[table], StudyDate="20250102")
    mammogram = read_mammogram(path)
    analysis = make_analysis(mammogram, make_spots([(250, 120)], 9, 25))
    case = Case(path, mammogram, analysis, decide(analysis, "balanced"))
    (shown,) = pydicom.dcmread(written(case, "gsps", tmp_path / "state.dcm")).SoftcopyVOILUTSequence
    (item,) = shown.VOILUTSequence
    assert list(item.LUTDescriptor) == [4096, -2000, 16] and item.LUTData == table.LUTData


VESSEL = Vessel(1, ((40.0, 60.0), (70.0, 90.0), (100.0, 95.0)), 7.5, 5.0, 2, 3.0)


def test_a_vessel_is_an_optional_finding_along_its_line_with_the_sums_of_the_image(case: Case, tmp_path: Path) -> None:
    path = written(replace(case, findings=replace(case.findings, vessels=(VESSEL,))), "cad-sr", tmp_path / "vessel.dcm")
    made = pydicom.dcmread(path)
    vessels = [
        one
        for one in findings_of_kind(made, "129770007")
        if {i.ConceptCodeSequence[0].CodeValue for i in named(one, "111009")} == {"129759000"}
    ]
    assert len(vessels) == 1 and intent(vessels[0]) == "111151"
    outline = np.reshape(named(vessels[0], "111041")[0].GraphicData, (-1, 2)).tolist()
    assert outline[0] == outline[-1] == [60.5, 40.5] and outline[2] == [95.5, 100.5] and len(outline) == 5
    assert any(
        "arterial calcification: 7.5 mm, calcified 5.0 mm and 3.0 mm²" in i.TextValue for i in named(made, "111002")
    )
    said = run_validator("DicomSRValidator", path)
    assert not [line for line in said.splitlines() if "Error" in line or "Warning" in line or "illegal" in line]


def test_a_segmentation_has_a_segment_of_the_vessels_only_where_there_are_any(case: Case, tmp_path: Path) -> None:
    with_vessel = replace(case, findings=replace(case.findings, vessels=(VESSEL,)))
    plain, drawn = (
        pydicom.dcmread(written(one, "dicom-seg", tmp_path / f"{n}.dcm")) for n, one in enumerate((case, with_vessel))
    )
    assert [s.SegmentLabel for s in plain.SegmentSequence] == ["Calcifications", "Clusters"]
    assert [s.SegmentLabel for s in drawn.SegmentSequence] == ["Calcifications", "Clusters", "Calcified vessels"]
    assert drawn.SegmentSequence[2].SegmentedPropertyTypeCodeSequence[0].CodeValue == "129759000"
    frame = drawn.pixel_array[2] > 0
    assert frame[70, 90] and frame[85, 92] and not frame[40, 95]
    spacing = float(np.mean(case.findings.image.spacing_mm))
    assert frame.sum() * spacing**2 == pytest.approx(
        0.5 * np.hypot(30, 30) * spacing + 0.5 * np.hypot(30, 5) * spacing, rel=0.35
    )


def test_the_presentation_state_draws_vessels_in_a_layer_of_their_own(case: Case, tmp_path: Path) -> None:
    pytest.importorskip("highdicom")
    vessel = Vessel(1, ((10.0, 20.0), (30.5, 40.0), (50.0, 45.0)), 7.5, 6.0, 2, 9.5)
    state = pydicom.dcmread(
        written(replace(case, findings=replace(case.findings, vessels=(vessel,))), "gsps", tmp_path / "gsps.dcm")
    )
    assert [layer.GraphicLayer for layer in state.GraphicLayerSequence] == ["CALCIFICATIONS", "CLUSTERS", "VESSELS"]
    (line,) = state.GraphicAnnotationSequence[2].GraphicObjectSequence
    assert line.GraphicType == "POLYLINE"
    assert np.allclose(np.reshape(line.GraphicData, (-1, 2)), [(20.5, 10.5), (40.5, 31.0), (45.5, 50.5)])
    assert "Error" not in run_validator("dciodvfy", "-new", tmp_path / "gsps.dcm")


@pytest.mark.parametrize(("interpretation", "shape"), [("MONOCHROME1", "INVERSE"), ("MONOCHROME2", "IDENTITY")])
def test_the_presentation_state_keeps_the_polarity_of_its_image(
    tmp_path: Path, interpretation: str, shape: str
) -> None:
    pytest.importorskip("highdicom")
    case = make_case(tmp_path, PhotometricInterpretation=interpretation)
    path = written(case, "gsps", tmp_path / "gsps.dcm")
    assert pydicom.dcmread(path).PresentationLUTShape == shape


def test_without_findings_the_presentation_state_draws_nothing(case: Case, tmp_path: Path) -> None:
    pytest.importorskip("highdicom")
    none = replace(case, findings=decide(case.analysis, 1.0))
    state = pydicom.dcmread(written(none, "gsps", tmp_path / "gsps.dcm"))
    assert not state.get("GraphicAnnotationSequence")
    assert "Error" not in run_validator("dciodvfy", "-new", tmp_path / "gsps.dcm")
