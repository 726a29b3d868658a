"""Results of mammograms whose headers are as other people write them: every writer copies what is valid, and nothing
else.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pydicom
import pytest
from dicom_material import make_case, run_validator
from MicrocalcCADLib import reporting
from MicrocalcCADLib.errors import InputError, OutputError
from MicrocalcCADLib.reading.references import referenced_objects
from MicrocalcCADLib.reporting.clean_elements import valid_value
from PIL import Image
from pydicom import Dataset

highdicom = pytest.importorskip("highdicom")

DICOM = ("dicom-seg", "cad-sr", "gsps", "capture")
NAME = "Yamada^Hanako=山田^花子=やまだ^はなこ"
HEADERS = {
    "japanese": {"SpecificCharacterSet": ["", "ISO 2022 IR 87"], "PatientName": NAME},
    "unknown character set": {"SpecificCharacterSet": "ISO_IR 999", "StudyDescription": "Mamma"},
    "zero dates": {"PatientBirthDate": "00000000", "StudyDate": "00000000", "StudyTime": "999999"},
    "odd sizes": {"PatientSize": "1.60", "PatientWeight": "0", "PatientAge": "732.0m"},
    "long text": {"StudyDescription": "x" * 200, "AccessionNumber": "A" * 40, "PatientSex": "female, I think"},
    "sex as makers write it": {"PatientSex": "U"},
    "backslash in the number": {
        "PatientID": "A1\\B2",
        "StudyDescription": "left\\right",
        "StudyDate": "20200101\\20210101",
    },
    "zone without a place": {"TimezoneOffsetFromUTC": "+9900"},
    "window and table": {
        "WindowCenter": [2048, 1500, 3000],
        "WindowWidth": [4096, 900, 700],
        "VOILUTFunction": "SIGMOID",
        "WindowCenterWidthExplanation": ["NORMAL", "HARDER", "SOFTER"],
    },
}


@pytest.fixture(scope="module", params=HEADERS)
def written(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, dict[str, pydicom.Dataset]]:
    """The name of a header and what all writers of DICOM made of an image with it."""
    folder = tmp_path_factory.mktemp("odd")
    pydicom.config.settings.writing_validation_mode = pydicom.config.IGNORE
    try:
        case = make_case(folder, **HEADERS[request.param])
    finally:
        pydicom.config.settings.writing_validation_mode = None
    case.path.write_bytes(case.path.read_bytes().replace(b"1.60", b"1,60"))  # pydicom does not write it
    paths = reporting.write(case.findings, case.analysis, case.mammogram, folder, "x", DICOM)
    return request.param, {name: pydicom.dcmread(path) for name, path in paths.items()}


@pytest.mark.parametrize("kind", DICOM)
def test_every_writer_writes_and_what_it_copies_is_valid(
    written: tuple[str, dict[str, pydicom.Dataset]], kind: str
) -> None:
    header, objects = written
    made = objects[kind]
    assert made.SpecificCharacterSet == "ISO_IR 192"
    for keyword in (
        "PatientName",
        "PatientID",
        "PatientBirthDate",
        "StudyDate",
        "StudyTime",
        "AccessionNumber",
        "PatientSex",
    ):
        assert made[keyword].value in ("", None) or valid_value(made, keyword) == made[keyword].value
    if header == "japanese":
        assert str(made.PatientName) == NAME
    if header == "zero dates":
        assert (made.PatientBirthDate, made.StudyDate, made.StudyTime) == ("", "", "")
    if header in ("sex as makers write it", "long text"):
        assert made.PatientSex in ("", None)
    if header == "odd sizes":
        assert "PatientWeight" not in made
        assert "PatientAge" not in made
        assert float(made.PatientSize) == pytest.approx(1.6)
    if header == "backslash in the number":
        assert (made.PatientID, made.StudyDescription, made.StudyDate) == ("A1/B2", "left/right", "")
    if header == "long text":
        assert (len(made.StudyDescription), len(made.AccessionNumber), made.PatientSex) == (64, 16, "")


@pytest.mark.skipif(shutil.which("dciodvfy") is None, reason="dciodvfy is not installed (Debian: dicom3tools)")
@pytest.mark.parametrize("kind", DICOM)
def test_dciodvfy_finds_no_error_whatever_the_source_holds(
    written: tuple[str, dict], kind: str, tmp_path: Path
) -> None:
    written[1][kind].save_as(tmp_path / "x.dcm", enforce_file_format=True)
    said = subprocess.run(["dciodvfy", tmp_path / "x.dcm"], capture_output=True, text=True, check=False).stderr
    assert [line for line in said.splitlines() if line.startswith("Error")] == []


def test_highdicom_reads_the_segmentation_back_pixel_by_pixel(tmp_path: Path) -> None:
    case = make_case(tmp_path)
    path = reporting.write(case.findings, case.analysis, case.mammogram, tmp_path, "x", ["dicom-seg"])["dicom-seg"]
    read = highdicom.seg.segread(path)
    expected = case.analysis.label_map([c.id for c in case.findings.reported_calcifications]) > 0
    np.testing.assert_array_equal(read.pixel_array[0] > 0, expected)
    assert read.ContentCreatorName == ""


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (
            {
                "WindowCenter": [2048, 1500],
                "WindowWidth": [4096, 900],
                "WindowCenterWidthExplanation": ["linear LUT", "b"],
            },
            (2048, 4096, "linear LUT", None),
        ),
        ({"WindowCenter": 2653, "WindowWidth": 900, "VOILUTFunction": "SIGMOID"}, (2653, 900, None, "SIGMOID")),
        ({}, None),
    ],
)
def test_a_presentation_state_applies_the_first_window_of_its_image(
    tmp_path: Path, stated: dict, expected: tuple | None
) -> None:
    table = Dataset()
    table.add_new("LUTDescriptor", "US", [4, 0, 16])
    table.add_new("LUTData", "OW", np.array([0, 100, 200, 300], np.uint16).tobytes())
    case = make_case(tmp_path, VOILUTSequence=[table] if stated else None, **stated)
    path = reporting.write(case.findings, case.analysis, case.mammogram, tmp_path, "x", ["gsps"])["gsps"]
    made = pydicom.dcmread(path)
    if expected is None:
        assert "SoftcopyVOILUTSequence" not in made
        return
    (item,) = made.SoftcopyVOILUTSequence
    assert "VOILUTSequence" not in item
    explanation = item.get("WindowCenterWidthExplanation")
    assert (float(item.WindowCenter), float(item.WindowWidth), explanation, item.get("VOILUTFunction")) == expected


def lookup_table(bits: int, falling: bool = False) -> Dataset:
    table, outputs = Dataset(), np.linspace(0, 2**bits - 1, 4096).round().astype("<u2")
    table.add_new("LUTDescriptor", "US", [4096, 0, bits])
    table.add_new("LUTData", "OW", (outputs[::-1] if falling else outputs).tobytes())
    return table


@pytest.mark.parametrize(
    "stated",
    [
        {"VOILUTSequence": [lookup_table(8)]},
        {"VOILUTSequence": [lookup_table(12)]},
        {"VOILUTSequence": [lookup_table(12, falling=True)]},
        {"ModalityLUTSequence": [lookup_table(12, falling=True)], "WindowCenter": 2000, "WindowWidth": 3000},
        {"ModalityLUTSequence": [lookup_table(10)], "VOILUTSequence": [lookup_table(16)]},
        {"PresentationLUTShape": "INVERSE", "WindowCenter": 2000, "WindowWidth": 3000},
        {"PhotometricInterpretation": "MONOCHROME1", "PresentationLUTShape": "INVERSE"},
    ],
)
def test_a_viewer_shows_the_image_with_its_presentation_state_as_without(tmp_path: Path, stated: dict) -> None:
    case = make_case(tmp_path, **stated)
    path = reporting.write(case.findings, case.analysis, case.mammogram, tmp_path, "x", ["gsps"])["gsps"]
    alone, with_state = tmp_path / "alone.pgm", tmp_path / "with.pgm"
    run_validator("dcmp2pgm", case.path, alone)
    run_validator("dcmp2pgm", "-p", path, case.path, with_state)
    pictures = [np.asarray(Image.open(one)).astype(int) for one in (alone, with_state)]
    assert np.abs(pictures[0] - pictures[1]).max() <= 1
    assert pictures[0].max() > 30


@pytest.mark.parametrize("sop_class", ["1.2.840.10008.5.1.4.1.1.13.1.3", "1.2.840.10008.5.1.4.1.1.13.1.4"])
def test_single_frames_of_enhanced_classes_have_all_results(tmp_path: Path, sop_class: str) -> None:
    values, window, shared = Dataset(), Dataset(), Dataset()
    values.RescaleSlope, values.RescaleIntercept, values.RescaleType = 1, 0, "US"
    window.WindowCenter, window.WindowWidth = 2000, 3000
    shared.PixelValueTransformationSequence, shared.FrameVOILUTSequence = [values], [window]
    case = make_case(
        tmp_path,
        SOPClassUID=sop_class,
        NumberOfFrames=1,
        ImageType=["DERIVED", "PRIMARY", "TOMOSYNTHESIS", "GENERATED_2D"],
        SharedFunctionalGroupsSequence=[shared],
        PerFrameFunctionalGroupsSequence=[Dataset()],
    )
    formats = ("dicom-seg", "cad-sr", "gsps", "capture")
    paths = reporting.write(case.findings, case.analysis, case.mammogram, tmp_path, "x", formats)
    source = case.mammogram.source.sop_instance_uid
    for path in paths.values():
        assert referenced_objects(path)[source] == sop_class
    assert pydicom.dcmread(paths["gsps"]).SoftcopyVOILUTSequence[0].WindowCenter == 2000


def test_a_presentation_state_shows_oblong_pixels_oblong(tmp_path: Path) -> None:
    case = make_case(tmp_path, ImagerPixelSpacing=[0.05, 0.1])
    path = reporting.write(case.findings, case.analysis, case.mammogram, tmp_path, "x", ["gsps"])["gsps"]
    (area,) = pydicom.dcmread(path).DisplayedAreaSelectionSequence
    assert [float(v) for v in area.PresentationPixelSpacing] == [0.05, 0.1]
    assert "PresentationPixelAspectRatio" not in area


def test_a_format_that_fails_does_not_take_the_others_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = make_case(tmp_path)

    def failing(*_: object) -> None:
        raise ValueError("Invalid value for VR PN: Secret^Name")

    monkeypatch.setattr("MicrocalcCADLib.reporting.gsps.write", failing)
    with pytest.raises(OutputError) as refused:
        reporting.write(case.findings, case.analysis, case.mammogram, tmp_path, "x", ["json", *DICOM])
    assert "x.gsps.dcm could not be written (ValueError)" in str(refused.value)
    assert "Secret" not in str(refused.value)
    assert {path.name for path in tmp_path.glob("x.*")} == {
        "x.findings.json",
        "x.seg.dcm",
        "x.cad-sr.dcm",
        "x.capture.dcm",
    }


def test_what_all_formats_lack_is_said_once_and_the_others_are_written(tmp_path: Path) -> None:
    case = make_case(tmp_path)
    source = pydicom.dcmread(case.path)
    del source.StudyInstanceUID
    source.save_as(case.path)
    with pytest.raises(InputError) as caught:
        reporting.write(case.findings, case.analysis, case.mammogram, tmp_path, "x", ("json", *DICOM, "html"))
    assert str(caught.value).count("has no valid StudyInstanceUID") == 1
    assert {path.name for path in tmp_path.glob("x.*")} == {"x.findings.json", "x.html"}


def test_what_dicom_formats_need_is_looked_for_before_the_analysis(tmp_path: Path) -> None:
    case = make_case(tmp_path)
    reporting.check_formats(case.mammogram, ["json", "cad-sr"])
    source = pydicom.dcmread(case.path)
    del source.StudyInstanceUID
    source.save_as(case.path)
    for name in DICOM:
        with pytest.raises(InputError, match="has no valid StudyInstanceUID, so nothing can refer to it"):
            reporting.check_formats(case.mammogram, ["json", name])
    reporting.check_formats(case.mammogram, ["json", "html"])


def test_few_calcifications_that_stand_together_are_no_cluster_in_the_report(tmp_path: Path) -> None:
    from dataclasses import replace

    case = make_case(tmp_path)
    few = replace(case.findings, clusters=tuple(replace(c, kind="few") for c in case.findings.clusters))
    paths = [reporting.write(findings, case.analysis, case.mammogram, tmp_path, name, ["cad-sr"])["cad-sr"]
             for name, findings in (("a", case.findings), ("b", few))]  # fmt: skip
    of_clusters, of_few = (_kinds_of_findings(pydicom.dcmread(path)) for path in paths)
    assert "129769006" in of_clusters
    assert set(of_few) == {"129770007"}


def _kinds_of_findings(item: Dataset) -> list[str]:
    """Return the code of each Single Image Finding in a content tree."""
    named = item.get("ConceptNameCodeSequence")
    own = [item.ConceptCodeSequence[0].CodeValue] if named and named[0].CodeValue == "111059" else []
    return own + [kind for child in item.get("ContentSequence", ()) for kind in _kinds_of_findings(child)]
