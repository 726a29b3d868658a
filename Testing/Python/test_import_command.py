"""`microcalc-train import` from the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from MicrocalcTrainLib.__main__ import main
from MicrocalcTrainLib.datasets.patch_store import PatchStore
from set_material import (
    PATIENT,
    cbis_row,
    lesion_mask,
    plist,
    write_cbis_image,
    write_cbis_table,
    write_folder,
    write_inbreast,
)


def run(*arguments: object) -> int:
    return main(["import", *(str(a) for a in arguments), "--workers", "1"])


def test_a_folder_becomes_a_data_set_and_its_table_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    source = write_folder(tmp_path / "source", ["a", "b", "c"])
    assert run("folder", source, "-o", tmp_path / "store", "--spacing", 0.07, "--split", "0.6,0.2,0.2") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == [
        "patients",
        "images",
        "marked",
        "calcifications",
        "regions",
        "malignant",
        "C1",
        "C2",
        "C3",
        "C4",
    ]
    assert any(line.split()[:5] == ["all", "3", "3", "3", "9"] for line in lines)
    assert json.loads((tmp_path / "store" / "summary.json").read_text())["counts"]["train"]["calcifications"] > 0


def test_an_image_left_out_gives_status_1_and_its_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    source = write_folder(tmp_path / "source", ["a", "b"])
    (source / "masks" / "b.png").unlink()
    assert run("folder", source, "-o", tmp_path / "store", "--spacing", 0.07) == 1
    assert "Left out: b: it has no mask" in capsys.readouterr().out
    assert PatchStore(tmp_path / "store").names == ("a",)


def test_inbreast_and_its_ratings(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    marks = plist(("Calcification", ["(100.0, 300.0)"]))
    source = write_inbreast(
        tmp_path / "source", [("20586908", PATIENT, "CC", "4a", marks), ("22678622", "61b13c59bcba149e", "CC", "1", "")]
    )
    assert run("inbreast", source, "-o", tmp_path / "store", "--split", "0.5,0.5,0") == 0
    assert "images by BI-RADS: 1 1, 4A 1" in capsys.readouterr().out


def test_cbis_ddsm_with_whole_regions_as_truth_and_the_published_split(tmp_path: Path):
    for number, (part, study) in enumerate(
        (("train", "Calc-Training_P_00005_RIGHT_CC"), ("test", "Calc-Test_P_00038_LEFT_CC"))
    ):
        write_cbis_table(tmp_path, part, [cbis_row(study, 1)])
        write_cbis_image(tmp_path, study, [lesion_mask(slice(280, 330), slice(100, 170))], number)
    options = ("--spacing", 0.05, "--split", "published", "--truth", "regions", "--size", 29)
    assert run("cbis-ddsm", tmp_path, "-o", tmp_path / "store", *options) == 0
    store = PatchStore(tmp_path / "store")
    assert {split: sorted(store.identifiers(split)) for split in ("train", "test")} == {
        "train": [1, 2, 3, 4],
        "test": [1, 2, 3, 4],
    }


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("folder", "nowhere", "-o", "store"), "nowhere is no folder"),
        (("folder", ".", "-o", "store", "--spacing", 1.0), "1 mm is not that of a mammogram"),
        (("folder", ".", "-o", "store", "--split", "0.5"), "'0.5' is no split"),
        (("folder", ".", "-o", "store", "--size", 3), "Patches of 3 px are not possible"),
        (("folder", ".", "-o", "store", "--resample", 0), "0 mm is not that of a mammogram .*--resample 0.07"),
        (("folder", ".", "-o", "store", "--resample", "nan"), "nan mm is not that of a mammogram"),
        (("folder", ".", "-o", "store", "--full-scale", -3), "A full scale of -3 is impossible"),
        (("inbreast", ".", "-o", "store"), "no folder AllDICOMs"),
        (("cbis-ddsm", ".", "-o", "store"), "no table calc_case_description"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple, reason: str
):
    monkeypatch.chdir(tmp_path)
    assert run(*arguments) == 1
    error = capsys.readouterr().err.strip().splitlines()[-1]
    assert re.search(reason, error)
    assert not (tmp_path / "store").exists()
