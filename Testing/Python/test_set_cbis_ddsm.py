"""The reader of CBIS-DDSM on small files of the published layout, with what is odd about them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from MicrocalcCADLib.errors import InputError
from MicrocalcTrainLib.datasets.case import CaseImage, Lesion
from MicrocalcTrainLib.datasets.cbis_ddsm import read_cbis_ddsm
from MicrocalcTrainLib.datasets.tables import read_table
from MicrocalcTrainLib.datasets.truth import truth_of
from set_material import CALCIFICATION_COLUMNS, SHAPE, cbis_row, lesion_mask, write_cbis_image, write_cbis_table

STUDY = "Calc-Training_P_00005_RIGHT_CC"
SPACING = (0.05, 0.05)


def only(folder: Path, spacing_mm: float | None = 0.05) -> CaseImage:
    ((_, image),) = read_cbis_ddsm(folder, spacing_mm).images()
    return image


@pytest.mark.parametrize("swapped", [False, True])
def test_the_mask_is_told_from_the_crop_by_its_pixels_also_where_they_are_swapped(tmp_path: Path, swapped: bool):
    write_cbis_table(tmp_path, "train", [cbis_row(STUDY, 1)])
    mask = lesion_mask(slice(280, 330), slice(100, 170))
    write_cbis_image(tmp_path, STUDY, [mask], swapped=swapped)
    assert np.array_equal(truth_of(only(tmp_path), SHAPE, SPACING).regions, mask > 0)


def test_rows_of_one_image_become_one_image_with_all_its_lesions(tmp_path: Path):
    write_cbis_table(
        tmp_path,
        "train",
        [cbis_row(STUDY, 1, assessment="2"), cbis_row(STUDY, 2, pathology="MALIGNANT", assessment="5")],
    )
    write_cbis_image(
        tmp_path, STUDY, [lesion_mask(slice(200, 210), slice(50, 60)), lesion_mask(slice(300, 310), slice(50, 60))]
    )
    image = only(tmp_path)
    assert (image.pathology, image.birads, image.density) == ("malignant", "5", "3")
    assert truth_of(image, SHAPE, SPACING).regions.sum() == 200


def test_each_lesion_keeps_its_own_category_pathology_type_and_distribution(tmp_path: Path):
    rows = [
        cbis_row(
            STUDY,
            2,
            pathology="MALIGNANT",
            assessment="5",
            **{"calc type": "PLEOMORPHIC", "calc distribution": "SEGMENTAL"},
        ),
        cbis_row(
            STUDY,
            1,
            pathology="BENIGN_WITHOUT_CALLBACK",
            assessment="2",
            **{"calc type": "N/A", "calc distribution": ""},
        ),
    ]
    write_cbis_table(tmp_path, "train", rows)
    write_cbis_image(
        tmp_path, STUDY, [lesion_mask(slice(200, 210), slice(50, 60)), lesion_mask(slice(300, 310), slice(50, 60))]
    )
    image = only(tmp_path)
    assert image.lesions == (
        Lesion(0, "2", "benign without biopsy"),
        Lesion(1, "5", "malignant", "PLEOMORPHIC", "SEGMENTAL"),
    )
    numbers = truth_of(image, SHAPE, SPACING).lesions
    assert {(int(numbers[r, 55]), int(r)) for r in (205, 305, 250)} == {(1, 205), (2, 305), (0, 250)}


def test_of_two_lesions_over_each_other_the_smaller_one_keeps_its_pixels(tmp_path: Path):
    write_cbis_table(tmp_path, "train", [cbis_row(STUDY, 1), cbis_row(STUDY, 2, pathology="MALIGNANT")])
    write_cbis_image(
        tmp_path, STUDY, [lesion_mask(slice(200, 210), slice(50, 60)), lesion_mask(slice(190, 240), slice(40, 90))]
    )
    numbers = truth_of(only(tmp_path), SHAPE, SPACING).lesions
    assert (numbers == 1).sum() == 100 and (numbers == 2).sum() == 50 * 50 - 100


@pytest.mark.parametrize(
    ("lesions", "expected"),
    [
        (["BENIGN_WITHOUT_CALLBACK"], "benign without biopsy"),
        (["BENIGN", "BENIGN_WITHOUT_CALLBACK"], "benign without biopsy"),
        (["BENIGN", "BENIGN"], "benign"),
        (["BENIGN_WITHOUT_CALLBACK", "MALIGNANT"], "malignant"),
        ([""], None),
    ],
)
def test_a_lesion_that_was_not_biopsied_is_not_known_to_be_benign(
    tmp_path: Path, lesions: list[str], expected: str | None
):
    write_cbis_table(
        tmp_path, "train", [cbis_row(STUDY, number, pathology=one) for number, one in enumerate(lesions, start=1)]
    )
    write_cbis_image(tmp_path, STUDY, [lesion_mask(slice(200, 210), slice(50, 60))] * len(lesions))
    assert only(tmp_path).pathology == expected


def test_a_mask_of_another_size_but_the_same_proportions_is_brought_to_the_image(tmp_path: Path):
    write_cbis_table(tmp_path, "train", [cbis_row(STUDY, 1)])
    write_cbis_image(tmp_path, STUDY, [lesion_mask(slice(400, 440), slice(200, 260), (1280, 960))])
    regions = truth_of(only(tmp_path), SHAPE, SPACING).regions
    assert np.array_equal(np.argwhere(regions)[[0, -1]], [[200, 100], [219, 129]])


def test_a_mask_of_other_proportions_is_refused_with_both_sizes(tmp_path: Path):
    write_cbis_table(tmp_path, "train", [cbis_row(STUDY, 1)])
    write_cbis_image(tmp_path, STUDY, [lesion_mask(slice(0, 40), slice(0, 60), (700, 480))])
    with pytest.raises(InputError, match="700 x 480 pixels and its image 640 x 480"):
        truth_of(only(tmp_path), SHAPE, SPACING)


def test_a_lesion_of_which_only_the_crop_is_there_is_refused(tmp_path: Path):
    write_cbis_table(tmp_path, "train", [cbis_row(STUDY, 1)])
    write_cbis_image(tmp_path, STUDY, [lesion_mask(slice(0, 9), slice(0, 9))])
    next(tmp_path.rglob(f"{STUDY}_1/**/1-2.dcm")).unlink()
    with pytest.raises(InputError, match=r"1-1.dcm has"):
        truth_of(only(tmp_path), SHAPE, SPACING)


def test_without_a_spacing_the_message_names_those_of_the_scanners(tmp_path: Path):
    write_cbis_table(tmp_path, "train", [cbis_row(STUDY, 1)])
    write_cbis_image(tmp_path, STUDY, [lesion_mask(slice(0, 9), slice(0, 9))])
    with pytest.raises(InputError, match=r"0\.042 \(DBA\), 0\.0435 \(Howtek\) or 0\.05 mm \(Lumisys\)"):
        read_cbis_ddsm(tmp_path)


def test_a_table_of_spacings_goes_before_the_one_for_all(tmp_path: Path):
    other = "Calc-Test_P_00038_LEFT_MLO"
    write_cbis_table(tmp_path, "train", [cbis_row(STUDY, 1)])
    write_cbis_table(tmp_path, "test", [cbis_row(other, 1)])
    for study in (STUDY, other):
        write_cbis_image(tmp_path, study, [lesion_mask(slice(0, 9), slice(0, 9))])
    (tmp_path / "spacings.csv").write_text(f"image,spacing_mm\n{STUDY},0.0435\n")
    data = read_cbis_ddsm(tmp_path, 0.05)
    assert {image.name: (image.spacing_mm, image.published_split) for _, image in data.images()} == {
        STUDY: (0.0435, "train"),
        other: (0.05, "test"),
    }


def test_an_image_whose_lesion_was_not_downloaded_is_left_out_by_name(tmp_path: Path):
    other = "Calc-Training_P_00007_LEFT_CC"
    write_cbis_table(tmp_path, "train", [cbis_row(STUDY, 1), cbis_row(other, 1)])
    write_cbis_image(tmp_path, STUDY, [lesion_mask(slice(0, 9), slice(0, 9))])
    write_cbis_image(tmp_path, other, [])
    data = read_cbis_ddsm(tmp_path, 0.05)
    assert [(one.name, f"{other}_1" in one.reason) for one in data.left_out] == [(other, True)]


def test_the_film_is_read_with_the_given_spacing_and_its_sixteen_bits(tmp_path: Path):
    write_cbis_table(tmp_path, "train", [cbis_row(STUDY, 1, **{"breast density": "0"})])
    write_cbis_image(tmp_path, STUDY, [lesion_mask(slice(0, 9), slice(0, 9))])
    image = only(tmp_path)
    mammogram = image.mammogram()
    assert (mammogram.full_scale, mammogram.spacing_mm, image.laterality, image.view, image.density) == (
        65535,
        (0.05, 0.05),
        "R",
        "CC",
        None,
    )


def test_the_published_tables_have_the_columns_that_the_reader_needs():
    folder = Path(__file__).resolve().parents[3] / "shared" / "data" / "cbis-ddsm-calc-csv"
    if not folder.is_dir():
        pytest.skip("the published tables are not at hand")
    rows = read_table(folder / "calc_case_description_train_set.csv", CALCIFICATION_COLUMNS[:1])
    assert len(rows) == 1546
    assert set(rows[0].cells) == {column.casefold() for column in CALCIFICATION_COLUMNS}
    assert all((row.get("roi mask file path") or "").count("/") == 3 for row in rows)
