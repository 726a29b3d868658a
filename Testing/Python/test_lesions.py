"""Lesions that a set tells apart keep their own category and pathology on the way through the store into trainings and
tables.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from MicrocalcCADLib.assessment.attention_roi import RoiParameters
from MicrocalcCADLib.errors import InputError
from MicrocalcReproduce.biopsied_regions import stored_regions
from MicrocalcTrainLib.datasets import outlined
from MicrocalcTrainLib.datasets.cbis_ddsm import read_cbis_ddsm
from MicrocalcTrainLib.datasets.importing import import_set
from MicrocalcTrainLib.datasets.lesions import malignancy_of, owners
from MicrocalcTrainLib.datasets.outlined import outlined_by_detector
from MicrocalcTrainLib.datasets.splits import SplitRule
from MicrocalcTrainLib.datasets.store_file import StoreParameters, connected
from MicrocalcTrainLib.datasets.stored_images import stored_images
from MicrocalcTrainLib.simulation.rated_regions import RatedParameters
from MicrocalcTrainLib.simulation.regions import RegionParameters
from MicrocalcTrainLib.workflows.on_data import birads as recipe_module
from report_material import make_analysis, make_spots
from set_material import SHAPE, cbis_row, lesion_mask, write_cbis_image, write_cbis_table

# Two lesions of an image: category and pathology, and where their calcifications lie.
WHERE = {1: (slice(180, 240), slice(40, 100)), 2: (slice(320, 380), slice(120, 180))}
PATIENTS = 5


class Finder:
    """Outlines calcifications in both lesions, one between them, and a faint one that the default operating point
    leaves out.
    """

    def analyse(self, mammogram, progress):
        places = [(200, 60), (215, 75), (340, 140), (355, 150), (360, 165), (280, 100), (190, 50)]
        spots = [make_spots([place], 1, 0)[0] for place in places]
        return make_analysis(mammogram, spots, [0.95] * 6 + [0.1])


def test_a_calcification_belongs_to_the_lesion_that_holds_most_of_it() -> None:
    labels, lesions = np.zeros((6, 8), int), np.zeros((6, 8), int)
    labels[1, 1:5], labels[4, 0:4], labels[5, 6:8] = 1, 2, 4
    lesions[0:3, 2:6], lesions[4, 3] = 1, 2
    assert owners(labels, lesions).tolist() == [0, 1, 0, 0, 0]
    assert owners(labels, np.zeros_like(lesions)).tolist() == [0, 0, 0, 0, 0]


def test_without_a_biopsy_a_lesion_is_half_malignant() -> None:
    assert [malignancy_of(one) for one in ("malignant", "benign", "benign without biopsy", "normal", None)] == [
        1.0,
        0.0,
        0.5,
        0.5,
        0.5,
    ]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """CBIS-DDSM in small: of each patient an image with a lesion of category 2 without biopsy and a malignant amorphous
    one of 5.
    """
    place = tmp_path_factory.mktemp("cbis")
    rows, tests = [], []
    for number in range(PATIENTS):
        study = f"Calc-{'Test' if number == 4 else 'Training'}_P_0000{number + 1}_RIGHT_CC"
        own = [
            cbis_row(study, 1, pathology="BENIGN_WITHOUT_CALLBACK", assessment="2", **{"calc type": "VASCULAR"}),
            cbis_row(study, 2, pathology="MALIGNANT", assessment="5", **{"calc type": "AMORPHOUS-PLEOMORPHIC"}),
        ]
        (tests if number == 4 else rows).extend(own)
        write_cbis_image(place, study, [lesion_mask(*WHERE[1]), lesion_mask(*WHERE[2])], seed=number)
    write_cbis_table(place, "train", rows)
    write_cbis_table(place, "test", tests)
    folder = tmp_path_factory.mktemp("store") / "set"
    import_set(
        read_cbis_ddsm(place, 0.05), folder, SplitRule(published=True), StoreParameters(per_image=(9, 30, 40, 50))
    )
    return folder


@pytest.fixture
def finder(monkeypatch: pytest.MonkeyPatch) -> Finder:
    outlined._default.cache_clear()
    monkeypatch.setattr(outlined, "create", Finder)
    yield Finder()
    outlined._default.cache_clear()


def test_the_store_keeps_each_lesion_with_its_pixels(store: Path) -> None:
    for part in ("train", "validation", "test"):
        for image in stored_images(store, part):
            assert [(one.birads, one.pathology, one.type) for one in image.lesions] == [
                ("2", "benign without biopsy", "VASCULAR"),
                ("5", "malignant", "AMORPHOUS-PLEOMORPHIC"),
            ]
            truth = image.truth()
            assert truth.lesions[WHERE[1]].min() == 1 and truth.lesions[WHERE[2]].min() == 2
            assert np.array_equal(truth.lesions > 0, truth.regions)


def test_the_detector_outlines_what_lies_in_the_lesions_at_its_default_point(store: Path, finder: Finder) -> None:
    image = stored_images(store, "train")[0]
    labels = outlined_by_detector(image.mammogram(), image.truth().lesions, finder)
    assert labels.max() == 5 and labels.shape == SHAPE
    assert owners(labels, image.truth().lesions).tolist() == [0, 1, 1, 2, 2, 2]


def test_a_training_rates_each_lesion_by_itself_and_no_biopsy_is_half(
    store: Path, finder: Finder, tmp_path: Path
) -> None:
    from MicrocalcTrainLib.workflows.on_data.training_set import opened_set

    parameters = RatedParameters(classes=4, roi=RoiParameters(spacing_mm=0.05, size_px=60))
    regions = recipe_module.marked_regions(tmp_path / "regions.npz", opened_set(store, tmp_path, 1, None), parameters)
    assert {(one.rating, one.malignancy, one.count) for one in regions.facts} == {(0, 0.5, 2), (3, 1.0, 3)}
    assert len({one.patient for one in regions.facts}) == PATIENTS


def test_the_case_study_takes_biopsied_lesions_of_the_wanted_type(store: Path) -> None:
    parameters = RegionParameters(size_px=64, spacing_mm=0.05)
    amorphous, every = (list(stored_regions(store, parameters, type_)) for type_ in ("AMORPHOUS", None))
    assert len(amorphous) == len(every) == PATIENTS and all(one.malignant for one in every), (
        "what was not biopsied is in neither"
    )
    pixels = stored_images(store, "train")[0].mammogram().pixels
    rows, columns = ((part.start + part.stop - 1) / 2 for part in WHERE[2])
    np.testing.assert_array_equal(
        amorphous[0].image, pixels[round(rows) - 32 : round(rows) + 32, round(columns) - 32 : round(columns) + 32]
    )
    with pytest.raises(InputError, match="known to hold vascular calcifications: take all types"):
        list(stored_regions(store, parameters, "VASCULAR"))


def test_damaged_facts_of_lesions_are_one_sentence(store: Path, tmp_path: Path) -> None:
    import shutil

    broken = shutil.copytree(store, tmp_path / "broken")
    with connected(broken, create=True) as connection, connection:
        connection.execute("""UPDATE facts SET value = '[{"mask": 0}]' WHERE name LIKE 'lesions of %'""")
    with pytest.raises(InputError, match="says of its lesions is damaged"):
        stored_images(broken, "train")


def test_nothing_is_rated_where_the_scale_lacks_the_categories(
    store: Path, finder: Finder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from MicrocalcTrainLib.workflows.on_data.training_set import opened_set

    monkeypatch.setattr(recipe_module, "class_named", lambda category, number: None)
    with pytest.raises(InputError, match="No image of the part train has both a BI-RADS category"):
        recipe_module.marked_regions(
            tmp_path / "regions.npz", opened_set(store, tmp_path), RatedParameters(roi=RoiParameters(size_px=60))
        )
