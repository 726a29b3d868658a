"""What `microcalc-train evaluate` wrote is read back: measures as text, curves, and the worst images first."""

from __future__ import annotations

from pathlib import Path

import pytest
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.spreadsheet import harmless
from MicrocalcTrainLib.evaluation_results import IMAGES, read_results, written_at
from run_entry import evaluating


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    evaluating(["-o", str(tmp_path), "--method", "hdogreg=somewhere"])
    return tmp_path


def test_measures_are_text_and_what_was_not_measured_is_a_dash(folder: Path) -> None:
    measures = read_results(folder).measures["hdogreg"]
    assert (measures["images"], measures["sensitivity_at_1_fp_per_image"], measures["pauc"]) == ("2", "0.750", "-")
    assert "froc" not in measures and "failures" not in measures


def test_only_curves_that_were_measured_are_given(folder: Path) -> None:
    results = read_results(folder)
    assert results.curves("froc") == {} and results.curves("reliability") == {
        "hdogreg": {"score": [0.2, 0.8], "share_real": [0.1, 0.9]}
    }


def test_failed_images_come_first_then_those_with_most_missed_clusters_calcifications_and_false_clusters(
    folder: Path,
) -> None:
    with (folder / IMAGES).open("a") as stream:
        stream.write("hdogreg,c,2,0,0,9,9,\nhdogreg,d,2,1,0,9,4,\nhdogreg,e,2,1,5,9,5,\n")
    results = read_results(folder)
    assert [row["image"] for row in results.images] == ["b", "c", "d", "e", "a"]
    assert results.failures == {"b": "It is damaged."}


def test_an_image_is_named_as_its_file_is_though_a_sign_stands_first(folder: Path) -> None:
    with (folder / IMAGES).open("a") as stream:
        stream.write(f"hdogreg,{harmless('-c  d')},2,0,0,9,9,\n")
    assert read_results(folder).images[1]["image"] == "-c  d"


def test_a_folder_without_results_has_none_and_damaged_ones_are_told(folder: Path, tmp_path: Path) -> None:
    assert read_results(tmp_path / "other") is None and written_at(tmp_path / "other") == 0
    assert written_at(folder) > 0
    (folder / IMAGES).unlink()
    with pytest.raises(InputError, match="evaluate again"):
        read_results(folder)
