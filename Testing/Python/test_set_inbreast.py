"""The reader of INbreast on small files of the published layout, with what is odd about them."""

from __future__ import annotations

import plistlib
from pathlib import Path

import numpy as np
import pytest
from MicrocalcCADLib.errors import InputError
from MicrocalcTrainLib.datasets.case import Meaning
from MicrocalcTrainLib.datasets.inbreast import read_inbreast
from MicrocalcTrainLib.datasets.inbreast_plist import read_marks
from MicrocalcTrainLib.datasets.truth import truth_of
from set_material import PATIENT, SHAPE, plist, square, write_inbreast

MARKS = plist(
    ("Calcification", ["(100.2000, 300.4000)"]),
    ("Calcification", square(320, 120, 3)),
    ("Cluster", square(310, 110, 40)),
    ("Mass", square(200, 150, 60)),
)


@pytest.fixture
def release(tmp_path: Path) -> Path:
    images = [
        ("20586908", PATIENT, "CC", "4a", MARKS),
        ("20586934", PATIENT, "ML", "4a", ""),
        ("22678622", "61b13c59bcba149e", "CC", "1", ""),
    ]
    return write_inbreast(tmp_path, images)


def test_images_of_one_code_are_one_patient(release: Path):
    data = read_inbreast(release)
    assert [(case.patient, [image.name for image in case.images]) for case in data.cases] == [
        ("61b13c59bcba149e", ["22678622"]),
        (PATIENT, ["20586908", "20586934"]),
    ]
    assert data.left_out == ()


def test_ratings_come_from_the_excel_table_whose_file_names_are_numbers(release: Path):
    images = {image.name: image for _, image in read_inbreast(release).images()}
    assert (images["20586908"].birads, images["20586908"].density) == ("4A", "3")
    assert images["22678622"].birads == "1"


def test_the_table_with_semicolons_says_the_same(tmp_path: Path):
    data = read_inbreast(write_inbreast(tmp_path, [("20586908", PATIENT, "CC", "4a", MARKS)], table="csv"))
    assert [(image.birads, image.density, case.age) for case, image in data.images()] == [("4A", "3", None)]


def test_numbers_as_pandas_writes_them_are_the_same_and_a_table_of_other_images_is_refused(tmp_path: Path):
    folder = write_inbreast(tmp_path, [("20586908", PATIENT, "CC", "4a", MARKS)], table="csv")
    (table,) = folder.rglob("*.csv")
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("20586908", "20586908.0"), encoding="utf-8")
    ((_case, image),) = read_inbreast(folder).images()
    assert (image.birads, image.density) == ("4A", "3")
    table.write_text(text.replace("20586908", "11111111"), encoding="utf-8")
    with pytest.raises(InputError, match="names none of the images of AllDICOMs"):
        read_inbreast(folder)


def test_twelve_bits_in_sixteen_become_one_full_scale_and_the_published_spacing_is_taken(release: Path):
    image = next(image for _, image in read_inbreast(release).images() if image.name == "20586908").mammogram()
    assert image.full_scale == 4095
    assert image.spacing_mm == (0.07, 0.07)
    assert 0.3 < image.pixels.max() < 1


def test_the_view_that_the_release_calls_ml_is_mediolateral_oblique(release: Path):
    assert {image.name: (image.laterality, image.view) for _, image in read_inbreast(release).images()}["20586934"] == (
        "R",
        "MLO",
    )


def test_points_outlines_and_clusters_are_told_apart_and_masses_left_aside(release: Path):
    image = next(image for _, image in read_inbreast(release).images() if image.name == "20586908")
    assert [(mark.meaning, len(mark.points)) for mark in image.marks] == [
        (Meaning.CALCIFICATION, 1),
        (Meaning.CALCIFICATION, 4),
        (Meaning.REGION, 4),
    ]


def test_a_point_is_one_pixel_and_an_outline_is_filled_with_its_border(release: Path):
    image = next(image for _, image in read_inbreast(release).images() if image.name == "20586908")
    truth = truth_of(image, SHAPE, (0.07, 0.07))
    assert truth.count == 2
    assert np.argwhere(truth.labels == 1).tolist() == [[300, 100]]
    assert np.array_equal(np.argwhere(truth.labels == 2), [(r, c) for r in range(317, 324) for c in range(117, 124)])
    assert truth.regions.sum() == 81 * 81


def test_marks_that_nobody_named_are_doubtful(tmp_path: Path):
    path = tmp_path / "1.xml"
    others = [(name, square(9, 9, 2)) for name in ("Assymetry", "Espiculated Region", "Distortion")]
    path.write_text(plist(("Unnamed", ["(5.0, 6.0)"]), ("Point 3", ["(7.0, 8.0)"]), *others))
    marks = read_marks(path)
    assert [(mark.meaning, mark.points.tolist()) for mark in marks] == [
        (Meaning.DOUBTFUL, [[6.0, 5.0]]),
        (Meaning.DOUBTFUL, [[8.0, 7.0]]),
    ]


def test_the_list_counts_not_the_number_that_it_declares_and_empty_marks_are_skipped(tmp_path: Path):
    path = tmp_path / "1.xml"
    path.write_text(
        plist(("Calcification", ["(5.0, 6.0)"]), ("Calcification", []), ("calcification ", ["{7, 8}"]), declared=1)
    )
    assert [mark.points.tolist() for mark in read_marks(path)] == [[[6.0, 5.0]], [[8.0, 7.0]]]


def test_a_binary_list_with_other_capitals_is_the_same(tmp_path: Path):
    content = {"images": [{"numberOfROIs": 1, "rois": [{"name": "Calcification", "point_px": ["(5, 6)"]}]}]}
    path = tmp_path / "1.xml"
    path.write_bytes(plistlib.dumps(content, fmt=plistlib.FMT_BINARY))
    assert [mark.points.tolist() for mark in read_marks(path)] == [[[6.0, 5.0]]]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (plist(("Calcification", ["(5.0, 6.0)"]))[:-40], "no property list that can be read"),
        (
            (
                '\n<?xml version="1.0"?><!DOCTYPE plist [<!ENTITY a "aaaa"><!ENTITY b'
                ' "&a;&a;">]><plist><string>&b;</string></plist>'
            ),
            "entity declarations",
        ),
        (plist(("Calcification", ["(5.0)"])), "no pair of numbers"),
        (
            plistlib.dumps({"Images": [{"ROIs": [{"Name": "Calcification", "Point_px": [["(5, 6)"]]}]}]}).decode(),
            "no pair of numbers",
        ),
        (
            plistlib.dumps({"Images": [{"ROIs": [{"Name": "Calcification", "Point_px": 7}]}]}).decode(),
            "without a name or a list of points",
        ),
        (
            plistlib.dumps({"Images": [{"ROIs": [{"Name": ["Calcification"]}]}]}).decode(),
            "without a name or a list of points",
        ),
        (plistlib.dumps({"Images": [{"ROIs": 3}]}).decode(), "mark that is no dictionary"),
        (plist(("Calcification", ["(nan, 6.0)"])), "no pair of numbers"),
        (plist(("Nipple", ["(4.0, 6.0)"])), "unknown kind 'nipple'"),
        ("<plist><dict><key>Images</key><string>none</string></dict></plist>", "no list of images"),
        ("", "no property list that can be read"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_with_the_reason(tmp_path: Path, text: str, reason: str):
    path = tmp_path / "20586908.xml"
    path.write_text(text)
    with pytest.raises(InputError, match=reason):
        read_marks(path)


def test_an_image_whose_marks_cannot_be_read_is_left_out_and_the_others_are_there(release: Path):
    (release / "INbreast Release 1.0" / "AllXML" / "20586934.xml").write_text("<plist>")
    data = read_inbreast(release)
    assert [one.name for one in data.left_out] == ["20586934"]
    assert {image.name for _, image in data.images()} == {"20586908", "22678622"}


def test_a_missing_table_is_an_error_that_names_it(release: Path):
    (release / "INbreast Release 1.0" / "INbreast.xls").unlink()
    with pytest.raises(InputError, match=r"neither INbreast.xls nor INbreast.csv"):
        read_inbreast(release)


def test_a_damaged_excel_table_is_an_error_and_no_traceback(release: Path):
    (release / "INbreast Release 1.0" / "INbreast.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(InputError, match="cannot be read as an Excel table"):
        read_inbreast(release)


def test_another_folder_is_refused(tmp_path: Path):
    with pytest.raises(InputError, match="no folder AllDICOMs"):
        read_inbreast(tmp_path)
