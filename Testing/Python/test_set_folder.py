"""The reader of folders: masks, points, findings, what `simulate` writes, and what is missing."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from background_files import write_backgrounds
from dicom_files import write_mammogram
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.findings import Findings
from MicrocalcCADLib.reporting import findings_json
from MicrocalcTrainLib.datasets.case import CaseImage, DataSet, Meaning
from MicrocalcTrainLib.datasets.folder import patient_in, read_folder
from MicrocalcTrainLib.datasets.labelled_folder import labelled_folder
from MicrocalcTrainLib.datasets.truth import on_grid, truth_of
from MicrocalcTrainLib.simulation.images import ImageParameters, simulate_set, write_set
from PIL import Image
from set_material import SHAPE, breast, write_folder

SPACING = (0.07, 0.07)


def by_name(data: DataSet) -> dict[str, CaseImage]:
    return {image.name: image for _, image in data.images()}


def test_a_mask_numbers_connected_pixels(tmp_path: Path):
    image = by_name(read_folder(write_folder(tmp_path, ["p1_L_CC"]), 0.07))["p1_L_CC"]
    truth = truth_of(image, SHAPE, SPACING)
    assert truth.count == 3
    assert [(truth.labels == number).sum() for number in (1, 2, 3)] == [9, 9, 9]


@pytest.mark.parametrize("value", [255, 0])
def test_a_mask_of_calcifications_that_is_black_on_white_is_refused(tmp_path: Path, value: int):
    folder = write_folder(tmp_path, ["p1_L_CC"])
    mask = np.asarray(Image.open(folder / "masks" / "p1_L_CC.png"))
    Image.fromarray(np.where(mask > 0, np.uint8(value), np.uint8(255))).save(folder / "masks" / "p1_L_CC.png")
    with pytest.raises(InputError, match=r"marks 100% of its image as calcifications: give it white on black"):
        truth_of(by_name(read_folder(folder, 0.07))["p1_L_CC"], SHAPE, SPACING)


def test_points_are_pixels_or_discs_of_their_radius(tmp_path: Path):
    write_folder(tmp_path, ["a"], masked=False)
    (tmp_path / "a.points.csv").write_text("row,column,radius_mm\n100,50,\n200,60,0.7\n")
    truth = truth_of(by_name(read_folder(tmp_path, 0.07))["a"], SHAPE, SPACING)
    assert np.argwhere(truth.labels == 1).tolist() == [[100, 50]]
    rows, columns = np.nonzero(truth.labels == 2)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (190, 210, 50, 70)


def test_findings_give_their_reported_calcifications_with_their_labels(tmp_path: Path, findings: Findings):
    Image.fromarray(breast(0, shape=(findings.image.rows, findings.image.columns))).save(tmp_path / "a.png")
    findings_json.write(findings, None, None, tmp_path / "a.findings.json")
    image = by_name(read_folder(tmp_path, 0.07))["a"]
    expected = [(c.row, c.column) for c in findings.calcifications if c.reported]
    assert 0 < len(expected) < len(findings.calcifications)
    assert [tuple(mark.points[0]) for mark in image.marks] == expected

    labels = np.zeros((findings.image.rows, findings.image.columns), np.uint32)
    for c in findings.calcifications:
        labels[round(c.row), round(c.column)] = c.id
    write_labels(tmp_path / "a.labels.nrrd", labels)
    truth = truth_of(by_name(read_folder(tmp_path, 0.07))["a"], labels.shape, SPACING)
    assert truth.count == len(expected)
    assert all(truth.labels[round(row), round(column)] > 0 for row, column in expected)


def test_findings_of_the_image_in_another_size_are_one_sentence(tmp_path: Path, findings: Findings):
    rows, columns = findings.image.rows, findings.image.columns
    Image.fromarray(breast(0, shape=(rows // 2, columns // 2))).save(tmp_path / "a.png")
    Image.fromarray(breast(0, shape=(rows, columns))).save(tmp_path / "b.png")
    for name in ("a", "b"):
        findings_json.write(findings, None, None, tmp_path / f"{name}.findings.json")
    images = by_name(read_folder(tmp_path, 0.07))
    with pytest.raises(
        InputError,
        match=(
            rf"findings of a are of an image of {rows} x {columns} pixels, and it has {rows // 2} x {columns // 2}:"
            r" detect"
        ),
    ):
        truth_of(images["a"], (rows // 2, columns // 2), SPACING)
    assert truth_of(images["b"], (rows, columns), SPACING).count > 0


def write_labels(path: Path, labels: np.ndarray) -> None:
    import SimpleITK as sitk

    sitk.WriteImage(sitk.GetImageFromArray(labels), str(path))


def test_a_simulated_set_is_read_with_its_labels_clusters_and_spacing(tmp_path: Path):
    parameters = ImageParameters(procedural_mm=35, edge_mm=4, empty_share=0)
    simulated = list(simulate_set([], 2, [0.1], 4, parameters))
    write_set(tmp_path, iter(simulated), 2)
    images = by_name(read_folder(tmp_path))
    for one in simulated:
        truth = truth_of(images[one.name], one.mammogram.shape, (0.1, 0.1))
        assert np.array_equal(truth.labels > 0, one.truth > 0)
        assert truth.regions.any() == bool(one.clusters)
        assert images[one.name].spacing_mm == 0.1


def test_a_label_image_of_one_number_is_a_plain_mask(tmp_path: Path):
    """As Slicer and others save one segment: all of its calcifications were taken for a single one."""
    folder = write_folder(tmp_path, ["a", "b"])
    plain = truth_of(by_name(read_folder(folder, 0.07))["a"], SHAPE, SPACING).labels
    for value, numbers in ((1, plain > 0), (255, plain > 0), (1, plain)):
        (folder / "masks" / "a.png").unlink(missing_ok=True)
        write_labels(folder / "masks" / "a.nrrd", (value * numbers).astype(np.uint8))
        assert np.array_equal(truth_of(by_name(read_folder(folder, 0.07))["a"], SHAPE, SPACING).labels, plain)
    assert plain.max() > 1


def test_a_simulated_set_keeps_what_was_drawn_on_one_patient_together(tmp_path: Path):
    """Images of one film were in the training and the test part, under the names of two patients."""
    sources = [replace(one, patient="p" if number else "") for number, one in enumerate(write_backgrounds(tmp_path))]
    parameters = ImageParameters(procedural_mm=35, edge_mm=4, procedural_share=0.2)
    simulated = list(simulate_set(sources, 12, [0.2], 4, parameters))
    write_set(tmp_path / "set", iter(simulated), 12)
    patient_of = {image.name: case.patient for case, image in read_folder(tmp_path / "set").images()}
    drawn_on = {one.name: one.patient for one in simulated}
    assert len(patient_of) == 12 and "p" in drawn_on.values() and "" in drawn_on.values()
    for one, other in combinations(drawn_on, 2):
        together = bool(drawn_on[one]) and drawn_on[one] == drawn_on[other]
        assert (patient_of[one] == patient_of[other]) == together
    assert not {"p", *(source.path.name for source in sources)} & set(patient_of.values())


def test_a_set_of_other_options_is_not_given_their_truth(tmp_path: Path):
    """Images that were there stayed, and got the truth, spacing and clusters of other ones."""
    parameters = ImageParameters(procedural_mm=35, edge_mm=4, empty_share=0)

    def write(count: int, spacing: float, seed: int) -> None:
        write_set(tmp_path, simulate_set([], count, [spacing], seed, parameters), count)

    write(1, 0.1, 4)
    stated = (tmp_path / "truth.json").read_text()
    for spacing, seed in ((0.1, 5), (0.11, 4)):
        with pytest.raises(InputError, match="of a set of other options already: choose another folder"):
            write(1, spacing, seed)
        assert (tmp_path / "truth.json").read_text() == stated
    (tmp_path / "sim0000.nrrd").unlink()
    with pytest.raises(InputError, match=r"sim0000\.truth\.nrrd of a set of other options"):
        write(1, 0.1, 5)
    write(2, 0.1, 4)
    assert len(labelled_folder(tmp_path)) == 2


def test_an_image_without_a_mask_is_left_out_unless_it_is_said_to_be_normal(tmp_path: Path):
    write_folder(tmp_path, ["a", "b"])
    write_folder(tmp_path, ["c", "d", "e"], masked=False)
    (tmp_path / "images.csv").write_text(
        "image,patient,age,pathology,birads\na.png,p1,57,malignant,5\nd,p2,,normal,1\n"
    )
    (tmp_path / "e.points.csv").write_text("row,column\n")
    data = read_folder(tmp_path, 0.07)
    assert [(one.name, "no mask, points or findings" in one.reason) for one in data.left_out] == [("c", True)]
    assert {case.patient: (case.age, case.images[0].pathology, case.images[0].birads) for case in data.cases} == {
        "p1": (57, "malignant", "5"),
        "p2": (None, "normal", "1"),
        "b": (None, None, None),
        "e": (None, None, None),
    }
    assert truth_of(by_name(data)["e"], SHAPE, SPACING).count == 0


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8-sig", "image;patient;spacing_mm\r\nm\u00fcller_1.png;p1;0,05\r\n"),
        ("utf-8", "sep=;\nimage;patient;spacing_mm\nM\u00dcLLER_1;p1;0,05\n"),
        ("utf-8", "image\tpatient\tspacing_mm\nset\\mu\u0308ller_1.png\tp1\t5e-2\n"),
        ("cp1252", "image,patient,spacing_mm\nimages/m\u00fcller_1.png,p1,.05\n"),
        ("utf-16", "image;patient;spacing_mm\nm\u00fcller_1;p1;0.05\n"),
    ],
)
def test_the_table_is_read_as_spreadsheets_of_any_language_write_it(tmp_path: Path, encoding: str, text: str):
    write_folder(tmp_path, ["m\u00fcller_1"])
    (tmp_path / "images.csv").write_bytes(text.encode(encoding))
    data = read_folder(tmp_path)
    assert not data.left_out
    assert [(case.patient, image.spacing_mm) for case, image in data.images()] == [("p1", 0.05)]


def test_names_of_uids_are_matched_with_and_without_their_suffix(tmp_path: Path):
    write_folder(tmp_path, ["1.2.840.10008"])
    for name in ("1.2.840.10008", "1.2.840.10008.png"):
        (tmp_path / "images.csv").write_text(f"image,patient\n{name},p1\n")
        data = read_folder(tmp_path, 0.07)
        assert [case.patient for case in data.cases] == ["p1"] and not data.left_out


def test_what_names_no_image_is_said_by_name(tmp_path: Path):
    write_folder(tmp_path, ["a", "b", "a.2"])
    (tmp_path / "b.png").unlink()
    (tmp_path / "c.points.csv").write_text("row,column\n")
    (tmp_path / "images.csv").write_text("image,patient\na,p1\nd.png,p2\n")
    data = read_folder(tmp_path, 0.07)
    assert {one.name: "no image of" in one.reason for one in data.left_out} == {
        "masks/b.png": True,
        "c.points.csv": True,
        "d.png": True,
    }
    assert {name: len(image.masks) for name, image in by_name(data).items()} == {"a": 1, "a.2": 1}


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("image,spacing_mm\na,70 um\n", "has '70 um' as spacing_mm: write a number"),
        ("image,birads\na,probably benign\n", "has the BI-RADS category 'probably benign'"),
        ("image,age\na,old\n", "has 'old' as age"),
        ("image,patient\na,p1\na.png,p2\n", "two different rows of the image a.png"),
    ],
)
def test_a_cell_that_cannot_be_meant_is_quoted(tmp_path: Path, table: str, words: str):
    write_folder(tmp_path, ["a"])
    (tmp_path / "images.csv").write_text(table)
    with pytest.raises(InputError, match=words):
        read_folder(tmp_path, 0.07)


def test_normal_and_categories_are_understood_as_people_write_them(tmp_path: Path):
    write_folder(tmp_path, ["a"], masked=False)
    (tmp_path / "images.csv").write_text("image,pathology,birads\na,Normal,BI-RADS 4a\n")
    image = by_name(read_folder(tmp_path, 0.07))["a"]
    assert (image.pathology, image.birads) == ("normal", "4A")


def test_points_with_decimal_commas_are_points(tmp_path: Path):
    write_folder(tmp_path, ["a"], masked=False)
    (tmp_path / "a.points.csv").write_text("row;column;radius_mm\n100,5;50;0,7\n")
    (mark,) = by_name(read_folder(tmp_path, 0.07))["a"].marks
    assert (mark.points.tolist(), mark.radius_mm) == ([[100.5, 50.0]], 0.7)


@pytest.mark.parametrize(
    ("truth", "words"),
    [
        (
            {"images": {"a": [{"row": float("nan"), "column": 1, "radius_mm": 1}]}},
            "A cluster of a in truth.json is not",
        ),
        ({"images": {"a": []}, "spacings_mm": [0.07]}, "has spacings of no image"),
    ],
)
def test_a_truth_file_of_other_types_is_one_sentence(tmp_path: Path, truth: dict, words: str):
    write_folder(tmp_path, ["a"], masked=False)
    (tmp_path / "truth.json").write_text(json.dumps(truth))
    with pytest.raises(InputError, match=words):
        read_folder(tmp_path, 0.07)


def test_a_truth_file_finds_its_images_beside_pages_and_whatever_way_accents_are_stored(tmp_path: Path):
    write_folder(tmp_path, ["mu\u0308ller"], masked=False)
    (tmp_path / "mu\u0308ller.html").write_text("<html></html>")
    (tmp_path / "truth.json").write_text(json.dumps({"images": {"m\u00fcller": []}}))
    (image,) = by_name(read_folder(tmp_path, 0.07)).values()
    assert image.path.suffix == ".png"


def test_a_mask_of_another_size_is_refused_with_both_sizes(tmp_path: Path):
    write_folder(tmp_path, ["a"])
    Image.fromarray(np.zeros((640, 500), np.uint8)).save(tmp_path / "masks" / "a.png")
    with pytest.raises(InputError, match="640 x 500 pixels and its image 640 x 480"):
        truth_of(by_name(read_folder(tmp_path, 0.07))["a"], SHAPE, SPACING)


def test_a_mask_with_greys_is_refused(tmp_path: Path):
    write_folder(tmp_path, ["a"])
    Image.fromarray((breast(0) // 16).astype(np.uint8)).save(tmp_path / "masks" / "a.png")
    with pytest.raises(InputError, match="more than two values"):
        truth_of(by_name(read_folder(tmp_path, 0.07))["a"], SHAPE, SPACING)


def test_a_mark_outside_its_image_is_refused(tmp_path: Path):
    write_folder(tmp_path, ["a"], masked=False)
    (tmp_path / "a.points.csv").write_text("row,column\n900,50\n")
    with pytest.raises(InputError, match="row 900, column 50 lies outside its image of 640 x 480"):
        truth_of(by_name(read_folder(tmp_path, 0.07))["a"], SHAPE, SPACING)


def test_the_patient_is_the_name_up_to_the_side_or_a_hash_of_the_dicom_identifier(tmp_path: Path):
    write_folder(tmp_path, ["case-7_L_CC", "case-7_R_MLO", "x9_LEFT_CC_2", "alone"])
    write_mammogram(tmp_path / "d1.dcm", breast(7), PatientID="SECRET-ID")
    (tmp_path / "d1.points.csv").write_text("row,column\n")
    patients = {image.name: case.patient for case, image in read_folder(tmp_path, 0.07).images()}
    assert patients["case-7_L_CC"] == patients["case-7_R_MLO"] == "case_7"
    assert (patients["x9_LEFT_CC_2"], patients["alone"]) == ("x9", "alone")
    assert patients["d1"].startswith("patient-") and "SECRET" not in patients["d1"]


@pytest.mark.parametrize(
    ("pattern", "patient"),
    [
        ("Patient {n} {view}", "Patient {n}"),
        ("p{n}.{dotted}", "p{n}"),
        ("{joined}_p{n}", "p{n}"),
        ("{view} p{n}", "p{n}"),
        ("p{n}_{joined}", "p{n}"),
        ("case-{n}-{joined}", "case_{n}"),
        ("{n} {view}", "{n}"),
    ],
)
def test_views_of_one_patient_are_one_patient_however_the_names_are_written(pattern: str, patient: str) -> None:
    for n in (1, 2, 17):
        views = ("L CC", "R MLO", "L MLO")
        written = ({"view": view, "joined": view.replace(" ", "_"), "dotted": view.replace(" ", ".")} for view in views)
        names = [pattern.format(n=n, **forms) for forms in written]
        assert {patient_in(name) for name in names} == {patient.format(n=n)}, names
    assert [patient_in(name) for name in ("L CC", "L_CC", "alone")] == ["L CC", "L_CC", "alone"]


def test_images_named_after_patient_and_image_stay_with_their_patient(tmp_path: Path):
    names = [f"{10000 + patient}_{100000 + 7 * patient + image}" for patient in range(3) for image in range(2)]
    write_folder(tmp_path, names)
    found = read_folder(tmp_path, 0.07)
    assert {image.name: case.patient for case, image in found.images()} == {name: name.split("_")[0] for name in names}
    assert found.patients_from_names == 3


def test_a_folder_where_nothing_can_be_used_says_why(tmp_path: Path):
    write_folder(tmp_path, ["a"], masked=False)
    with pytest.raises(InputError, match=r"has no image that can be used .*no mask"):
        read_folder(tmp_path, 0.07)


def test_labels_on_a_coarser_grid_lose_no_calcification():
    labels = np.zeros((90, 70), np.uint32)
    labels[3::10, 5::10] = np.arange(1, 64).reshape(9, 7)
    assert set(np.unique(on_grid(labels, (45, 35)))) == set(range(64))
    assert np.array_equal(on_grid(labels, (180, 140)), np.repeat(np.repeat(labels, 2, 0), 2, 1))


@pytest.mark.parametrize("shape", [(143, 286), (286, 143), (200, 150), (150, 200), (143, 150), (286, 300)])
def test_marks_stay_whole_and_none_is_lost_where_the_grid_is_finer_along_one_axis_and_coarser_along_the_other(
    shape: tuple[int, int],
) -> None:
    """Of pixels of 0.05 x 0.1 mm on a grid of 0.07 mm one blob became nine, or marks of one pixel vanished."""
    blob = np.zeros((200, 200), bool)
    blob[80:120, 90:110] = True
    found = on_grid(blob, shape)
    rows, columns = np.nonzero(found)
    assert found[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1].all()
    assert found.mean() == pytest.approx(blob.mean(), rel=0.1)
    single = np.zeros((200, 200), np.uint32)
    single[np.arange(5, 195, 5), np.arange(5, 195, 5)] = np.arange(1, 39)
    assert set(np.unique(on_grid(single, shape))) == set(range(39))
    assert np.array_equal(on_grid(single.T, shape[::-1]), on_grid(single, shape).T)


def test_doubtful_and_region_masks_are_no_calcifications(tmp_path: Path):
    write_folder(tmp_path, ["a"], masked=False)
    (tmp_path / "regions").mkdir()
    mask = np.zeros(SHAPE, np.uint8)
    mask[10:20, 10:30] = 1
    Image.fromarray(mask).save(tmp_path / "regions" / "a.png")
    image = by_name(read_folder(tmp_path, 0.07))["a"]
    assert [one.meaning for one in image.masks] == [Meaning.REGION]
    truth = truth_of(image, SHAPE, SPACING)
    assert (truth.count, truth.regions.sum()) == (0, 200)


def test_a_findings_file_of_another_schema_is_left_out_with_the_reason(tmp_path: Path):
    write_folder(tmp_path, ["a", "b"])
    (tmp_path / "a.findings.json").write_text(json.dumps({"schema": "other"}))
    data = read_folder(tmp_path, 0.07)
    assert [(one.name, "schema" in one.reason) for one in data.left_out] == [("a", True)]
