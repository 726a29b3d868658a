"""JSON and CSV, the choice of formats, and files that appear whole or not at all."""

from __future__ import annotations

import csv
import json
import os
import stat
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.errors import InputError, OutputError
from MicrocalcCADLib.files import written_whole
from MicrocalcCADLib.findings import Findings, Vessel
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.reporting import ANSWERS_TO_IMAGE, FORMATS, chosen_formats, exam_page, findings_json, tables, write


@pytest.mark.parametrize("room", [0, 1 << 30])
def test_an_error_of_a_library_while_the_disk_is_full_is_that_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    monkeypatch.setattr("MicrocalcCADLib.files.shutil.disk_usage", lambda folder: SimpleNamespace(free=room))
    kind, words = (
        (RuntimeError, "file write failed")
        if room
        else (OutputError, r"a\.pt \(No space left on device\): free some disk space")
    )
    with pytest.raises(kind, match=words), written_whole(tmp_path / "a.pt"):
        raise RuntimeError(
            "[enforce fail at inline_container.cc:664] . PytorchStreamWriter failed writing file data/0: file write"
            " failed"
        )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("sign", ["a", "é", "乳", "\U0001f600"])
def test_any_name_that_a_system_takes_can_be_written(tmp_path: Path, sign: str) -> None:
    name = sign * (240 // len(sign.encode())) + ".html"
    with written_whole(tmp_path / name) as temporary:
        assert temporary.suffix == ".html"
        temporary.write_text("x")
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_json_is_always_written_and_the_order_is_fixed() -> None:
    assert chosen_formats("") == ("json",)
    assert chosen_formats(" html, csv,html") == ("json", "csv", "html")


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"'docx'.*json,labels,seg,csv,overlay,html"):
        chosen_formats("json,docx")


def test_every_format_that_needs_no_dicom_origin_is_written_for_an_image(
    findings: Findings, analysis: Analysis, mammogram: Mammogram, tmp_path: Path
) -> None:
    formats = [name for name in FORMATS if name not in (*ANSWERS_TO_IMAGE, "pdf")]
    paths = write(findings, analysis, mammogram, tmp_path / "new" / "folder", "case-1", formats)
    assert {path.name for path in paths.values()} <= {path.name for path in (tmp_path / "new" / "folder").iterdir()}
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == [
        "case-1.calcifications.csv",
        "case-1.clusters.csv",
        "case-1.findings.json",
        "case-1.html",
        "case-1.labels.nrrd",
        "case-1.overlay.png",
        "case-1.seg.nrrd",
        "case-1.vessels.csv",
    ]


def test_json_has_one_finding_a_line_and_is_the_same_each_time(findings: Findings) -> None:
    text = findings_json.to_text(findings)
    assert text == findings_json.to_text(Findings.from_dict(json.loads(text)))
    lines = text.splitlines()
    assert sum('"eccentricity"' in line for line in lines) == len(findings.calcifications)


def test_json_without_any_finding_is_valid(findings: Findings) -> None:
    content = json.loads(findings_json.to_text(replace(findings, calcifications=(), clusters=(), model=None)))
    assert content["calcifications"] == content["clusters"] == content["patches"] == []
    assert content["model"] is None


def test_numbers_that_json_does_not_have_become_null(findings: Findings) -> None:
    odd = replace(findings.calcifications[0], contrast=float("nan"), mean_intensity=float("inf"))
    text = findings_json.to_text(replace(findings, calcifications=(odd,)))
    content = json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert content["calcifications"][0]["contrast"] is None
    assert content["calcifications"][0]["mean_intensity"] is None


def test_tables_hold_every_finding(findings: Findings, tmp_path: Path) -> None:
    tables.write(findings, None, None, tmp_path / "a.calcifications.csv")
    with (tmp_path / "a.calcifications.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [int(row["id"]) for row in rows] == [c.id for c in findings.calcifications]
    assert [float(row["score"]) for row in rows] == [c.score for c in findings.calcifications]
    assert {row["image"] for row in rows} == {"a"}
    with (tmp_path / "a.clusters.csv").open(newline="") as stream:
        clusters = list(csv.DictReader(stream))
    assert [tuple(int(row[k]) for k in tables.BOX_COLUMNS) for row in clusters] == [
        c.bounding_box for c in findings.clusters
    ]


def test_the_table_of_vessels_has_their_measures_and_ends(findings: Findings, tmp_path: Path) -> None:
    vessel = Vessel(1, ((10.5, 20.0), (30.0, 40.0), (50.0, 45.25)), 7.5, 6.0, 2, 9.5)
    tables.write(replace(findings, vessels=(vessel,)), None, None, tmp_path / "a.calcifications.csv")
    with (tmp_path / "a.vessels.csv").open(newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert {key: float(row[key]) for key in ("length_mm", "calcified_mm", "segments", "area_mm2")} == {
        "length_mm": 7.5,
        "calcified_mm": 6.0,
        "segments": 2,
        "area_mm2": 9.5,
    }
    assert [float(row[key]) for key in tables.BOX_COLUMNS] == [10.5, 20.0, 50.0, 45.25]


def test_a_file_keeps_what_it_held_when_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "a.findings.json"
    path.write_text("old")
    with pytest.raises(OutputError, match="free some disk space"), written_whole(path) as temporary:
        temporary.write_text("half")
        raise OSError(28, "No space left on device")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_said_without_what_a_library_wraps_it_in(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught, written_whole(tmp_path / "a.dcm"):
        try:
            raise OSError(28, "No space left on device")
        except OSError as error:  # as pydicom does
            raise OSError(
                "With tag (7FE0,0010) got exception:\nTraceback (most recent call last):\n  File ..."
            ) from error
    assert (
        str(caught.value)
        == f"Cannot write {tmp_path / 'a.dcm'} (No space left on device): free some disk space or choose another"
        " folder."
    )


def test_a_folder_that_is_a_file_is_one_sentence(findings: Findings, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(OutputError, match="choose a folder that you may write to"):
        findings_json.write(findings, None, None, tmp_path / "taken" / "a.findings.json")


@pytest.mark.skipif(os.name != "posix", reason="permission bits are those of POSIX")
def test_a_result_has_the_permissions_of_any_new_file(findings: Findings, tmp_path: Path) -> None:
    (tmp_path / "ordinary").touch()
    findings_json.write(findings, None, None, tmp_path / "a.findings.json")
    assert stat.S_IMODE((tmp_path / "a.findings.json").stat().st_mode) == stat.S_IMODE(
        (tmp_path / "ordinary").stat().st_mode
    )


def test_the_report_of_an_exam_has_the_sentences_of_each_image_and_a_link_to_its_page(
    findings: Findings, tmp_path: Path
) -> None:
    said = replace(
        findings, clusters=tuple(replace(c, sentence=f"Group {c.id} <is> there.") for c in findings.clusters)
    )
    nothing = replace(findings, clusters=(), calcifications=())
    images = [exam_page.ImageReport("R CC", said, "1 R CC.html"), exam_page.ImageReport("L CC", nothing, "2 L CC.html")]
    exam_page.write("P-1 <2025>", images, tmp_path / "report.html")
    page, text = (tmp_path / "report.html").read_text(encoding="utf-8"), exam_page.to_text("P-1 <2025>", images)
    sentences = [f"Group {c.id} <is> there." for c in findings.reported_clusters]
    assert sentences and [line for line in text.splitlines() if line.startswith("Group")] == sentences
    assert "P-1 <2025>" not in page and "P-1 &lt;2025&gt;" in page and "&lt;is&gt; there." in page
    assert 'href="1%20R%20CC.html"' in page and 'href="2%20L%20CC.html"' in page
    assert "Research" in text and len(text.split("\n\n")) == 4
