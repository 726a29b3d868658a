"""Corrected cases in a folder: written with reader and date, read back like any set, damaged ones told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcTrainLib.datasets.importing import import_set, read_data_set
from MicrocalcTrainLib.datasets.named_kinds import SHIFT, channels, groups_of
from MicrocalcTrainLib.datasets.scene import ReviewedCase, read_scene, write_case
from MicrocalcTrainLib.datasets.splits import SplitRule
from MicrocalcTrainLib.datasets.store_file import StoreParameters
from MicrocalcTrainLib.datasets.truth import Truth, truth_of
from MicrocalcTrainLib.datasets.truth_files import read_truth
from set_material import breast

DATE = "2024-05-06T07:08:09"


def case(name: str = "one", patient: str = "patient-1", seed: int = 0) -> ReviewedCase:
    """A breast with an outlined calcification, one marked by a point, and areas of each kind."""
    pixels = (breast(seed) / 4095).astype(np.float32)
    truth = Truth(np.zeros(pixels.shape, np.uint32), *(np.zeros(pixels.shape, bool) for _ in range(3)))
    truth.labels[300:303, 100:103] = 1
    truth.doubtful[200:204, 100:104] = True
    truth.rejected[400:404, 100:104] = True
    mammogram = Mammogram(pixels, (0.07, 0.07), "given", laterality="L", view="CC")
    return ReviewedCase(name, patient, mammogram, truth, np.array([(320.0, 150.0)]), {"accepted": 1, "rejected": 1})


def test_a_case_comes_back_with_its_pixels_its_truth_and_its_points(tmp_path: Path) -> None:
    written = case()
    write_case(tmp_path, written, "Reader A", DATE)
    ((found, image),) = read_scene(tmp_path).images()
    mammogram = image.mammogram()
    assert (found.patient, image.laterality, image.view, mammogram.spacing_mm) == ("patient-1", "L", "CC", (0.07, 0.07))
    assert np.abs(mammogram.pixels - written.mammogram.pixels).max() <= 0.5 / 65535 + 1e-7
    truth = truth_of(image, mammogram.shape, mammogram.spacing_mm)
    assert truth.count == 2 and truth.labels[320, 150] == 2 and (truth.labels == 1).sum() == 9
    for plane in ("regions", "doubtful", "rejected"):
        assert np.array_equal(getattr(truth, plane), getattr(written.truth, plane))


def test_reader_and_date_are_stored_and_an_earlier_reading_stays_known(tmp_path: Path) -> None:
    write_case(tmp_path, case(), "Reader A", DATE)
    write_case(tmp_path, case(), "  ", "2024-06-01T00:00:00")
    entry = json.loads((tmp_path / "review.json").read_text())["cases"]["one"]
    assert (entry["reader"], entry["date"]) == ("anonymous", "2024-06-01T00:00:00")
    assert entry["earlier"] == [{"reader": "Reader A", "date": DATE}] and entry["marks"] == {
        "accepted": 1,
        "rejected": 1,
    }


def test_a_case_in_which_all_was_rejected_counts_as_unmarked_for_the_split_once_nothing_is_left(tmp_path: Path) -> None:
    one = case()
    nothing = Truth(
        *(
            np.zeros_like(plane)
            for plane in (one.truth.labels, one.truth.regions, one.truth.doubtful, one.truth.rejected)
        )
    )
    write_case(tmp_path, replace(one, truth=nothing, points=np.zeros((0, 2))), "", DATE)
    ((_, image),) = read_scene(tmp_path).images()
    assert not image.is_marked


def test_corrected_cases_are_imported_and_their_negatives_lie_on_what_was_rejected_first(tmp_path: Path) -> None:
    for number in range(3):
        write_case(tmp_path / "cases", case(f"image-{number}", f"patient-{number}", number), "", DATE)
    data = read_data_set("scene", tmp_path / "cases")
    summary = import_set(
        data, tmp_path / "store", SplitRule((0.34, 0.33, 0.33)), StoreParameters(21, per_image=(50, 50, 50, 20))
    )
    assert {split: row["calcifications"] for split, row in summary.counts.items()} == {
        "train": 2,
        "validation": 2,
        "test": 2,
    }
    import sqlite3

    with sqlite3.connect(tmp_path / "store" / "dataset.sqlite") as connection:
        rows = connection.execute("SELECT row, column FROM patches WHERE class = 4").fetchall()
    assert sum(400 <= row < 404 and 100 <= column < 104 for row, column in rows) >= 3 * 10


@pytest.mark.parametrize("content", ["no json", "[]", '{"schema": "other", "cases": {}}'])
def test_a_damaged_review_file_is_one_sentence(tmp_path: Path, content: str) -> None:
    (tmp_path / "review.json").write_text(content)
    with pytest.raises(InputError, match="cannot be read"):
        read_scene(tmp_path)


def test_a_folder_without_cases_says_where_they_come_from_and_a_lost_file_leaves_only_its_case_out(
    tmp_path: Path,
) -> None:
    with pytest.raises(InputError, match="Microcalc Train"):
        read_scene(tmp_path)
    write_case(tmp_path, case("one"), "", DATE)
    write_case(tmp_path, case("two", "patient-2", 1), "", DATE)
    (tmp_path / "images" / "one.nrrd").unlink()
    data = read_scene(tmp_path)
    assert [one.patient for one in data.cases] == ["patient-2"] and "one.nrrd is missing" in data.left_out[0].reason


def named_case(name: str = "one", patient: str = "patient-1", seed: int = 0, channel: int = 5) -> ReviewedCase:
    """The case, with a kind for its outlined calcification."""
    one = case(name, patient, seed)
    kinds = np.where(one.truth.labels == 1, np.uint32(1 << SHIFT | channel), np.uint32(0))
    return replace(one, truth=replace(one.truth, kinds=kinds))


def test_named_groups_come_back_from_the_cases_and_from_the_store_and_go_with_their_words(tmp_path: Path) -> None:
    write_case(tmp_path / "cases", named_case(), "", DATE)
    ((_, image),) = read_scene(tmp_path / "cases").images()
    truth = truth_of(image, *(getattr(image.mammogram(), name) for name in ("shape", "spacing_mm")))
    assert groups_of(truth.kinds) == {1: 5} and (channels(truth.kinds) == 5).sum() == 9
    rule, parameters = SplitRule((1.0, 0.0, 0.0)), StoreParameters(21)
    import_set(read_scene(tmp_path / "cases"), tmp_path / "store", rule, parameters)
    assert np.array_equal(read_truth(tmp_path / "store", "one").kinds, truth.kinds)
    write_case(tmp_path / "cases", named_case(channel=9), "", DATE)  # another word
    import_set(read_scene(tmp_path / "cases"), tmp_path / "store", rule, parameters)
    assert groups_of(read_truth(tmp_path / "store", "one").kinds) == {1: 9}
    write_case(tmp_path / "cases", case(), "", DATE)  # the word was taken back
    import_set(read_scene(tmp_path / "cases"), tmp_path / "store", rule, parameters)
    assert read_truth(tmp_path / "store", "one").kinds is None and not list(
        (tmp_path / "store" / "truth").glob("*.kinds.nrrd")
    )


def test_a_lost_or_foreign_file_of_named_groups_leaves_its_case_out_with_the_cause(tmp_path: Path) -> None:
    write_case(tmp_path, named_case("one"), "", DATE)
    write_case(tmp_path, named_case("two", "patient-2", 1), "", DATE)
    write_case(tmp_path, named_case("three", "patient-3", 2), "", DATE)
    (tmp_path / "truth" / "one.kinds.nrrd").unlink()
    (tmp_path / "truth" / "two.kinds.nrrd").write_bytes((tmp_path / "truth" / "two.truth.nrrd").read_bytes())
    data = read_scene(tmp_path)
    assert [left.reason for left in data.left_out] == [
        f"one.kinds.nrrd is missing in {tmp_path}: add the case from its scene again."
    ]
    summary = import_set(data, tmp_path / "store", SplitRule((1.0, 0.0, 0.0)), StoreParameters(21))
    assert [(left.name, left.reason) for left in summary.left_out if left.name == "two"] == [
        ("two", "two.kinds.nrrd holds no named groups of two: add the case from its scene again.")
    ]


def test_the_same_image_under_another_name_replaces_its_case_and_leaves_no_file(tmp_path: Path) -> None:
    write_case(tmp_path, named_case("first", channel=5), "Reader A", DATE)
    write_case(tmp_path, named_case("other", "patient-2", seed=1), "Reader A", DATE)
    write_case(tmp_path, named_case("renamed", channel=9), "Reader B", "2024-06-01T00:00:00")
    cases = json.loads((tmp_path / "review.json").read_text())["cases"]
    assert set(cases) == {"other", "renamed"} and cases["renamed"]["earlier"] == [{"reader": "Reader A", "date": DATE}]
    assert {path.name.partition(".")[0] for path in tmp_path.rglob("*.nrrd")} == {"other", "renamed"}
    assert [len(one.images) for one in read_scene(tmp_path).cases] == [1, 1]


def test_a_word_that_is_no_kind_leaves_its_case_out_with_the_words_that_are(tmp_path: Path) -> None:
    write_case(tmp_path, replace(named_case(), kinds=[{"kind": "rim"}, {"kind": "not determined"}]), "", DATE)
    write_case(tmp_path, replace(named_case("two", "patient-2", 1), kinds=[{"kind": "star"}]), "", DATE)
    data = read_scene(tmp_path)
    assert [one.patient for one in data.cases] == ["patient-1"]
    assert "'star' is no kind of calcification: use vascular" in data.left_out[0].reason
