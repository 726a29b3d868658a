"""Reproductions on an imported data set: patches, ratings and regions as its readers give them, and whole runs in
miniature.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from MicrocalcCADLib.assessment.attention_roi import RoiParameters
from MicrocalcCADLib.assessment.birads_scale import class_named
from MicrocalcCADLib.contrast import local_contrast
from MicrocalcCADLib.detectors.patch_learning import PatchLearningParameters
from MicrocalcCADLib.errors import InputError
from MicrocalcReproduce import (
    amorphous_case_study,
    birads_table_3,
    hdogreg_table_1,
    hdogreg_table_3,
    patch_learning,
    two_stage_table_2,
)
from MicrocalcReproduce.biopsied_regions import stored_regions
from MicrocalcReproduce.hdogreg_training import patches_of as region_patches
from MicrocalcReproduce.job import Job
from MicrocalcReproduce.marked_patches import MarkedPatches, TurnedPatches, ages_of, patches_of
from MicrocalcTrainLib.datasets.folder import read_folder
from MicrocalcTrainLib.datasets.importing import import_set
from MicrocalcTrainLib.datasets.splits import SplitRule
from MicrocalcTrainLib.datasets.store_file import StoreParameters
from MicrocalcTrainLib.datasets.stored_images import labelled_images, stored_images
from MicrocalcTrainLib.simulation.rated_regions import RatedParameters
from MicrocalcTrainLib.simulation.regions import RegionParameters
from MicrocalcTrainLib.workflows.best_epoch import EpochTraining
from MicrocalcTrainLib.workflows.classifier import ClassifierTraining
from MicrocalcTrainLib.workflows.hdogreg_fpn import FpnRecipe
from MicrocalcTrainLib.workflows.patch_learning import PatchLearningRecipe
from MicrocalcTrainLib.workflows.region_patches import RegionPatchParameters
from PIL import Image
from set_material import SHAPE, write_folder

pytest.importorskip("matplotlib")
NAMES = [f"p{number}_L_CC" for number in range(6)]
SIDE = 112


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six patients with three calcifications and a region each, categories, pathologies and ages."""
    source = write_folder(tmp_path_factory.mktemp("source"), NAMES)
    (source / "regions").mkdir()
    region = np.zeros(SHAPE, np.uint8)
    region[290:350, 80:130] = 255
    lines = ["image,birads,pathology,age"]
    for number, name in enumerate(NAMES):
        Image.fromarray(region).save(source / "regions" / f"{name}.png")
        lines.append(f"{name},{('2', '4A', '5')[number % 3]},{('benign', 'malignant')[number % 2]},{40 + number}")
    (source / "images.csv").write_text("\n".join(lines))
    folder = tmp_path_factory.mktemp("store")
    import_set(
        read_folder(source, 0.07), folder, SplitRule((0.4, 0.3, 0.3)), StoreParameters(per_image=(9, 30, 40, 50))
    )
    return folder


@pytest.fixture
def job(store: Path, tmp_path: Path) -> Job:
    return Job(tmp_path / "out", data=store)


def test_patches_that_overlap_a_region_are_positive_and_as_many_are_normal(store: Path) -> None:
    images = [image for part in ("train", "validation", "test") for image in labelled_images(store, part)]
    found = patches_of(images, PatchLearningParameters(size_px=SIDE), ages_of(store), 1)
    whole = {image.stem: local_contrast(image.mammogram().pixels, 0.07) for image in images}
    assert found.images.shape == (len(found.positive), 1, SIDE, SIDE) and found.positive.mean() == 0.5
    # the region's circle, radius 39 px about (319.5, 104.5), reaches into these squares at most
    squares = {(2, 0), (2, 1), (3, 0), (3, 1)}
    nearest = {
        s: [np.clip(at, k * SIDE, k * SIDE + SIDE - 1) - at for at, k in zip((319.5, 104.5), s, strict=True)]
        for s in squares
    }
    expected = {s for s in squares if np.hypot(*nearest[s]) <= 39.0}
    assert found.positive.sum() == len(expected) * len(images)
    for patch in found.images[found.positive][: len(expected)]:
        first = whole[images[0].stem]
        assert any(
            np.array_equal(patch[0], first[r * SIDE : r * SIDE + SIDE, c * SIDE : c * SIDE + SIDE]) for r, c in expected
        )
    assert set(found.ages) <= set(range(40, 46)) and len(set(found.ages[found.positive])) == 6


def test_outlined_calcifications_count_beside_a_region_too(store: Path) -> None:
    """Squares full of outlined calcifications were normal ones where the image had a region elsewhere."""
    (image, *_) = labelled_images(store, "train")
    parameters = PatchLearningParameters(size_px=SIDE)
    far = replace(image, lesions=np.array([[10.0, 10.0]]), radii_mm=np.array([0.1]))
    alone = replace(image, lesions=np.zeros((0, 2)), radii_mm=np.zeros(0))
    of_outlines, of_both = (len(patches_of([one], parameters, {}, 1).positive) for one in (alone, far))
    assert of_both >= of_outlines > 2


def test_images_of_one_kind_only_are_refused(store: Path) -> None:
    images = [
        replace(image, lesions=np.zeros((0, 2)), radii_mm=np.zeros(0), labels=None)
        for image in labelled_images(store, "train")
    ]
    with pytest.raises(InputError, match="one kind only"):
        patches_of(images, PatchLearningParameters(size_px=SIDE), {}, 1)


def test_turned_patches_take_every_patch_once_an_epoch_and_every_second_is_positive() -> None:
    images = np.arange(6, dtype=np.float32)[:, None, None, None] * np.ones((6, 1, 4, 4), np.float32)
    patches = TurnedPatches(MarkedPatches(images, np.array([1, 1, 1, 0, 0, 0], bool), np.full(6, np.nan)), 1)
    orders = []
    for epoch in range(2):
        patches.offset = 6 * epoch
        items = [patches[i] for i in range(6)]
        assert [float(item["label"][0]) for item in items] == [1, 0] * 3
        orders.append([float(item["image"][0, 0, 0]) for item in items])
    assert sorted(orders[0]) == sorted(orders[1]) == list(range(6)) and orders[0] != orders[1]


def test_the_patch_network_is_trained_and_measured_on_a_data_set_with_its_ages(job: Job) -> None:
    network = PatchLearningRecipe(EpochTraining(epochs=1, batch=2, workers=0), network="resnet18", width=8)
    network = replace(network, patches=replace(network.patches, size_px=SIDE))
    table, by_age = patch_learning.reproduce(job, patch_learning.PatchTableRecipe(train=True, network=network)).tables
    assert 0 <= table.rows[0].ours["auc"] <= 1
    assert by_age.rows[0].labels == ("31 to 45",) and by_age.rows[0].ours["patches"] == float(table.rows[0].labels[1])


@pytest.mark.parametrize(
    ("text", "of_six", "of_four"),
    [("2", 0, 0), ("4a", 2, 2), ("4", None, 2), ("5", 5, 3), ("1", None, None), ("6", None, None)],
)
def test_categories_become_classes(text: str, of_six: int | None, of_four: int | None) -> None:
    assert (class_named(text, 6), class_named(text, 4)) == (of_six, of_four)


def test_the_table_of_ratings_has_the_regions_of_the_recipe_and_needs_some_to_test_on(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    regions = birads_table_3.marked_regions(job, RatedParameters(classes=6, roi=RoiParameters(size_px=60)))
    assert sum(facts.count for facts in regions.facts) == 3 * len(NAMES)
    assert {facts.part for facts in regions.facts} == {"training", "validation", "test"}
    patients = {facts.patient: facts.part for facts in regions.facts}
    assert len(patients) == 6 and all(facts.part == patients[facts.patient] for facts in regions.facts)
    assert {(facts.rating, facts.malignancy) for facts in regions.facts} == {
        (0, 0.0),
        (2, 1.0),
        (5, 0.0),
        (0, 1.0),
        (2, 0.0),
        (5, 1.0),
    }
    untested = replace(regions, facts=tuple(replace(facts, part="training") for facts in regions.facts))
    monkeypatch.setattr(birads_table_3, "regions_of_set", lambda *_: untested)
    with pytest.raises(InputError, match="no calcification with a BI-RADS category in its part test"):
        birads_table_3.marked_regions(job, regions.parameters)


def test_regions_with_a_pathology_are_centred_on_what_is_annotated(store: Path) -> None:
    found = list(stored_regions(store, RegionParameters(size_px=64)))
    assert (
        len(found) == 6
        and sum(region.malignant for region in found) == 3
        and len({region.patient for region in found}) == 6
    )
    image = stored_images(store, "train")[0]
    pixels = image.mammogram().pixels
    np.testing.assert_array_equal(found[0].image, pixels[320 - 32 : 320 + 32, 104 - 32 : 104 + 32])


def test_a_folder_that_is_no_data_set_is_refused_where_pathologies_are_needed(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no data set with pathologies"):
        list(stored_regions(tmp_path, RegionParameters()))


def test_patches_for_the_regression_network_are_cut_from_the_images_of_a_part(job: Job) -> None:
    recipe = FpnRecipe(patches=RegionPatchParameters(size_px=320, stride_px=300, crop_px=64))
    patches = region_patches(job, "train", recipe, 0)
    images = len(stored_images(job.data, "train"))
    assert len(patches.images) >= images and patches.truth.any(axis=(1, 2)).all()
    assert patches.truth.sum() >= 27 * images


def test_table_2_on_a_data_set_has_the_size_that_it_was_imported_with(job: Job, tmp_path: Path) -> None:
    training = ClassifierTraining(epochs=1, steps=2, batch=16)
    base = replace(two_stage_table_2.RECIPE.base, detector=training, segmentator=training)
    recipe = replace(two_stage_table_2.RECIPE, base=base, channels=(2, 4, 4, 4, 4, 4), points=40)
    table, whole = two_stage_table_2.reproduce(job, recipe).tables
    assert [row.labels for row in table.rows] == [
        (n, p, "49") for p in ("same", "valid") for n in ("detector", "segmentator")
    ]
    assert all(0 <= row.ours["C1"] <= 100 for row in table.rows)
    assert 0 <= whole.rows[0].ours["pixel_accuracy"] <= 100
    with pytest.raises(InputError, match="holds patches of 49 px: import the set with patches of"):
        two_stage_table_2.reproduce(job, replace(recipe, variants=((39, "same"),)))


@pytest.fixture(scope="module")
def regions_only(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six patients with a region each, no calcification marked by itself, neither category nor pathology."""
    source = write_folder(tmp_path_factory.mktemp("regions"), NAMES, masked=False)
    (source / "regions").mkdir()
    region = np.zeros(SHAPE, np.uint8)
    region[290:350, 80:130] = 255
    for name in NAMES:
        Image.fromarray(region).save(source / "regions" / f"{name}.png")
    folder = tmp_path_factory.mktemp("store of regions")
    import_set(
        read_folder(source, 0.07), folder, SplitRule((0.4, 0.3, 0.3)), StoreParameters(per_image=(9, 30, 40, 50))
    )
    return folder


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (
            hdogreg_table_1,
            (
                "No image of the part train has single calcifications marked: the table hdogreg-table-1 needs points or"
                " outlines"
            ),
        ),
        (
            hdogreg_table_3,
            (
                "No image of the part validation has single calcifications marked: the table hdogreg-table-3 needs"
                " points or outlines"
            ),
        ),
        (two_stage_table_2, "The part 'train' of .* has no patch of class C1, C2, C3"),
        (birads_table_3, "No image of the part train has both a BI-RADS category .* and calcifications"),
        (amorphous_case_study, "No image of .* has both a pathology and an annotated region"),
    ],
)
def test_a_data_set_without_what_a_table_needs_is_refused_in_one_sentence_that_says_what(
    regions_only: Path, tmp_path: Path, table: ModuleType, words: str
) -> None:
    with pytest.raises(InputError, match=words) as refused:
        table.reproduce(Job(tmp_path, data=regions_only), table.RECIPE)
    assert str(refused.value).count(". ") == 0 and "--" not in str(refused.value)


def test_a_folder_with_circles_about_clusters_alone_is_refused_where_single_ones_are_measured(tmp_path: Path) -> None:
    source = write_folder(tmp_path / "set", ["a_L_CC"], masked=False)
    truth = {"spacing_mm": 0.07, "images": {"a_L_CC": [{"row": 320, "column": 104, "radius_mm": 3}]}}
    (source / "truth.json").write_text(json.dumps(truth))
    with pytest.raises(InputError, match="has single calcifications outlined: the table hdogreg-table-3 needs them"):
        hdogreg_table_3.reproduce(Job(tmp_path / "out", data=source), hdogreg_table_3.RECIPE)
