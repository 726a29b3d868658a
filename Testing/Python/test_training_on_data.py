"""Recipes on an imported data set: what they make of it, and what they say of a set that cannot be used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from MicrocalcCADLib import detectors
from MicrocalcCADLib.assessment.birads_scale import class_named
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.models import find_bundle
from MicrocalcTrainLib.__main__ import main
from MicrocalcTrainLib.datasets.folder import read_folder
from MicrocalcTrainLib.datasets.importing import import_set
from MicrocalcTrainLib.datasets.scene import ReviewedCase, read_scene, write_case
from MicrocalcTrainLib.datasets.splits import SplitRule
from MicrocalcTrainLib.datasets.store_file import StoreParameters
from MicrocalcTrainLib.datasets.stored_images import stored_images
from MicrocalcTrainLib.datasets.truth import Truth
from MicrocalcTrainLib.datasets.truth_image import TruthImage, whole_images
from MicrocalcTrainLib.losses import UNKNOWN
from MicrocalcTrainLib.recipes import NETWORKS_ON_DATA, made, recipe_of
from MicrocalcTrainLib.simulation.patches import PatchParameters
from MicrocalcTrainLib.workflows.on_data.birads import linked_groups, marked_regions
from MicrocalcTrainLib.workflows.on_data.grid import (
    BREAST,
    CALCIFICATION,
    DOUBTFUL,
    UNCERTAIN,
    GridImage,
    GridSquares,
    GroupCrops,
    RegionCrops,
    on_network_grid,
)
from MicrocalcTrainLib.workflows.on_data.training_set import data_hash, opened_set
from MicrocalcTrainLib.workflows.patch_learning import drawn
from PIL import Image
from set_material import breast, lesion_mask, write_folder

ROOT = Path(__file__).resolve().parents[2]
NAMES = tuple(f"p{number}_L_CC" for number in range(6))
TINY = ["--epochs", "1", "--steps", "2", "--test-images", "1", "--device", "cpu"]
FEW = ["--batch", "16"]


def import_folder(folder: Path, store: Path, **parameters) -> Path:
    import_set(
        read_folder(folder, 0.1), store, SplitRule((0.5, 0.25, 0.25)), StoreParameters(**{"size_px": 49, **parameters})
    )
    return store


@pytest.fixture(scope="module")
def dataset(tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("data")
    return import_folder(write_folder(place / "set", NAMES), place / "clinic")


def metadata_of(bundle: Path) -> dict:
    return json.loads((bundle / "configs" / "metadata.json").read_text())


@pytest.mark.slow
def test_two_stage_trains_on_the_patches_of_a_data_set_and_detects(dataset: Path, tmp_path: Path, capsys) -> None:
    assert main(["train", "two-stage", "--data", str(dataset), "-o", str(tmp_path), *TINY, *FEW]) == 0
    bundle = Path(capsys.readouterr().out.strip())
    assert bundle.name == "two-stage-on-clinic"
    part = metadata_of(bundle)["microcalc"]
    assert part["spacing_mm"] == 0.1
    assert part["parameters"]["detector"]["size_px"] == 49
    assert part["training"]["data_sha256"] == data_hash(dataset)
    assert part["training"]["patch_errors"]["detector"]["patches"] > 10
    assert "--data DATASET" in part["training"]["command"]
    assert "data set of its user" in part["training_data"] and "p0" not in part["training_data"]
    assert "simulated" not in (bundle / "docs" / "README.md").read_text().casefold()
    record = json.loads((tmp_path / "run.json").read_text())
    assert (record["recipe"], record["state"], record["data"]["sha256"]) == ("two-stage", "done", data_hash(dataset))
    assert record["versions"].keys() >= {"python", "torch", "monai", "microcalc"}
    assert record["parameters"]["detector"]["batch"] == 16 and record["device"]["device"] == "cpu"
    assert [len(rows) for rows in record["curves"].values()] == [1, 1]
    detector = detectors.create("two-stage", bundle, "cpu")
    assert detector.analyse(stored_images(dataset, "test")[0].mammogram()).method == "two-stage"
    assert find_bundle(bundle, "two-stage").identity.name == "two-stage-on-clinic"


def test_a_folder_is_imported_first_and_images_that_cannot_be_used_are_named(tmp_path: Path, caplog) -> None:
    folder = write_folder(tmp_path / "set", NAMES)
    table = "image,patient,spacing_mm\n" + "".join(
        f"{name},{name[:2]},0.1\n" for name in [*NAMES, "p7_L_CC", "p8_L_CC"]
    )
    (folder / "images.csv").write_text(table)
    for name in ("p7_L_CC", "p8_L_CC"):
        (folder / f"{name}.png").write_bytes((folder / f"{NAMES[0]}.png").read_bytes())
    Image.fromarray(lesion_mask(slice(3, 9), slice(3, 9), (20, 30))).save(folder / "masks" / "p8_L_CC.png")
    data = opened_set(folder, tmp_path / "out")
    assert data.store == tmp_path / "out" / "dataset"
    assert sum(images for _, images in data.counts.values()) == 6
    assert "p7_L_CC is left out: it has no mask, points or findings" in caplog.text
    assert "p8_L_CC is left out" in caplog.text and "20 x 30" in caplog.text


def test_the_full_scale_is_for_folders_that_are_imported_first(dataset: Path, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "set", NAMES)
    table = [f"{name},{name[:2]},0.1" for name in NAMES]
    (folder / "images.csv").write_text("\n".join(["image,patient,spacing_mm", *table]) + "\n")
    assert {image.full_scale for image in opened_set(folder, tmp_path / "out", full_scale=5000.0).images("train")} == {
        5000.0
    }
    with pytest.raises(InputError, match="imported already and keeps its full scale"):
        opened_set(dataset, tmp_path / "out", full_scale=5000.0)
    with pytest.raises(InputError, match="A full scale of -1 is impossible"):
        opened_set(folder, tmp_path / "out", full_scale=-1)


def test_a_full_scale_without_a_folder_is_refused(tmp_path: Path, capsys) -> None:
    assert main(["train", "two-stage", "-o", str(tmp_path), "--full-scale", "4095"]) == 1
    assert "give --data, or leave it out" in capsys.readouterr().err


def test_the_hash_of_the_data_changes_with_the_truth_and_not_with_the_place(dataset: Path, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "other", NAMES)
    again = import_folder(folder, tmp_path / "same")
    assert data_hash(again) == data_hash(dataset)
    Image.fromarray(lesion_mask(slice(300, 304), slice(100, 104))).save(folder / "masks" / f"{NAMES[1]}.png")
    assert data_hash(import_folder(folder, tmp_path / "same")) != data_hash(dataset)


def test_the_hash_of_the_data_changes_with_the_full_scale(tmp_path: Path) -> None:
    """A training went on with the images as they were read before, and one of the same hash learned from others."""
    folder = write_folder(tmp_path / "other", NAMES)
    hashes = set()
    for full_scale in (None, 5000.0, 6000.0):
        import_set(
            read_folder(folder, 0.1, full_scale), tmp_path / "set", SplitRule((0.5, 0.25, 0.25)), StoreParameters()
        )
        hashes.add(data_hash(tmp_path / "set"))
    assert len(hashes) == 3


def test_an_empty_class_is_named(tmp_path: Path, capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "MicrocalcTrainLib.datasets.mask_files.MOST_MARKED", 1.0
    )  # an image that is all calcification has one class
    folder = write_folder(tmp_path / "set", NAMES)
    for name in NAMES:
        Image.fromarray(lesion_mask(slice(0, 640), slice(0, 480))).save(folder / "masks" / f"{name}.png")
    store = import_folder(folder, tmp_path / "store")
    assert main(["train", "two-stage", "--data", str(store), "-o", str(tmp_path / "out"), *TINY]) == 1
    assert "has no patch of class C2, C3, C4: import more patients" in capsys.readouterr().err


def test_a_patient_in_two_parts_is_refused(tmp_path: Path, capsys) -> None:
    store = import_folder(write_folder(tmp_path / "set", NAMES), tmp_path / "store")
    splits = json.loads((store / "splits.json").read_text())
    splits["patients"]["test"] = [*splits["patients"]["test"], splits["patients"]["train"][0]]
    (store / "splits.json").write_text(json.dumps(splits))
    assert main(["train", "two-stage", "--data", str(store), "-o", str(tmp_path / "out"), *TINY]) == 1
    assert "is in" in capsys.readouterr().err


def test_a_part_without_images_is_refused_with_the_remedy(tmp_path: Path) -> None:
    store = import_folder(write_folder(tmp_path / "set", NAMES[:1]), tmp_path / "store")
    with pytest.raises(InputError, match=r"The part validation of .* has no image: import more patients"):
        opened_set(store, tmp_path / "out")


def test_patches_of_grey_values_are_refused(tmp_path: Path, capsys) -> None:
    store = import_folder(write_folder(tmp_path / "set", NAMES), tmp_path / "store", content="grey")
    assert main(["train", "two-stage", "--data", str(store), "-o", str(tmp_path / "out"), *TINY]) == 1
    assert "import the set again as local contrast (--content contrast)." in capsys.readouterr().err


def test_what_is_neither_set_nor_folder_is_refused(tmp_path: Path, capsys) -> None:
    assert main(["train", "two-stage", "--data", str(tmp_path / "none"), "-o", str(tmp_path), *TINY]) == 1
    assert "is no folder" in capsys.readouterr().err


def test_a_recipe_without_images_takes_no_data_set(tmp_path: Path, capsys) -> None:
    assert main(["train", "odds", "--data", str(tmp_path), "-o", str(tmp_path)]) == 1
    assert "The recipe odds takes no data set" in capsys.readouterr().err


def test_the_truth_on_a_networks_grid_keeps_every_calcification(dataset: Path) -> None:
    own, coarse = (next(whole_images(stored_images(dataset, "train"), spacing)) for spacing in (None, 0.2))
    assert coarse.mammogram.shape == (320, 240)
    assert len(coarse.calcifications) == len(own.calcifications) == 3
    places = [np.array([(c.row, c.column) for c in image.calcifications]) for image in (own, coarse)]
    assert np.abs(places[0] / 2 - places[1]).max() < 1


def small(name: str) -> Any:
    """Return a recipe in miniature."""
    recipe = recipe_of(name)
    one = {"epochs": 1, "batch": 2}
    if name == "hdogreg-light":
        region = replace(recipe.region, steps=2, validation_patches=2, workers=0, **one)
        detail = replace(recipe.detail, steps=2, validation_patches=2, workers=0, **one)
        recipe = replace(
            recipe,
            region=region,
            detail=detail,
            candidates=replace(recipe.candidates, steps=5),
            candidate_images=1,
            test_images=1,
        )
    elif name == "patch-learning":
        training = replace(recipe.training, workers=0, **one)
        patches = replace(recipe.patches, size_px=64, spacing_mm=0.2)
        recipe = replace(
            recipe,
            training=training,
            patches=patches,
            width=8,
            network="resnet18",
            epoch_patches=4,
            validation_patches=6,
            test_patches=6,
        )
    elif name == "hdogreg-fpn":
        patches = replace(recipe.patches, spacing_mm=0.1, size_px=192, stride_px=160, crop_px=96)
        recipe = replace(
            recipe,
            training=replace(recipe.training, workers=0, **one),
            patches=patches,
            divisor=16,
            normals=1,
            test_images=1,
        )
    elif name == "context":
        network = replace(recipe.network, steps=2, epochs=1, batch=4)
        parameters = replace(recipe.parameters, spacing_mm=0.1)
        recipe = replace(
            recipe, network=network, parameters=parameters, negatives_per_positive=2, normals=1, test_images=1
        )
    elif name == "birads":
        regions = replace(recipe.regions, roi=replace(recipe.regions.roi, size_px=64, spacing_mm=0.1))
        recipe = replace(
            recipe, training=replace(recipe.training, **one), regions=regions, steps=2, width=8, per_region=(1, 1)
        )
    return recipe


@pytest.fixture(scope="module")
def rated(tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("rated")
    folder = write_folder(place / "set", NAMES)
    rows = [
        f"{name},p{number},{'2345'[number % 4]},{('benign', 'malignant')[number % 2]},0.1"
        for number, name in enumerate(NAMES)
    ]
    (folder / "images.csv").write_text("\n".join(["image,patient,birads,pathology,spacing_mm", *rows]) + "\n")
    return import_folder(folder, place / "clinic")


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in NETWORKS_ON_DATA if name != "two-stage"])
def test_every_other_recipe_trains_on_a_data_set_and_writes_a_bundle_that_says_so(
    name: str, rated: Path, tmp_path: Path
) -> None:
    data = opened_set(rated, tmp_path)
    bundle = made(name, tmp_path, data, small(name), "cpu", "the command")
    part = metadata_of(bundle)["microcalc"]
    assert bundle.name == f"{name}-on-clinic"
    assert "data set of its user" in part["training_data"] and "Simulated" not in json.dumps(part["notices"])
    assert part["training"]["command"] == "the command"
    assert "simulated" not in (bundle / "docs" / "README.md").read_text().casefold()
    if name != "birads":
        method = part["method"]
        assert find_bundle(bundle, method).identity.name == bundle.name
        assert part["training"]["data_sha256"] == data.sha256


def test_a_rating_learns_what_was_not_biopsied_as_half_malignant(tmp_path: Path) -> None:
    recipe = small("birads")
    folder, known = write_folder(tmp_path / "set", NAMES), ("benign", "malignant", "benign without biopsy")
    rows = [f"{name},p{number},3,{known[number % 3]},0.1" for number, name in enumerate(NAMES)]
    (folder / "images.csv").write_text("\n".join(["image,patient,birads,pathology,spacing_mm", *rows]) + "\n")
    regions = marked_regions(
        tmp_path / "regions.npz", opened_set(import_folder(folder, tmp_path / "store"), tmp_path), recipe.regions
    )
    assert {one.malignancy for one in regions.facts} == {0.0, 0.5, 1.0}


def test_a_set_without_categories_trains_no_rating(dataset: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"No image of the part train has both a BI-RADS category \(2, 3, 4, 5\)"):
        made("birads", tmp_path, opened_set(dataset, tmp_path), small("birads"), "cpu", "")


def test_a_set_without_single_calcifications_trains_no_region_network(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "set", NAMES)
    (folder / "masks").rename(folder / "regions")
    with pytest.raises(InputError, match="needs points or outlines, not only regions"):
        data = opened_set(import_folder(folder, tmp_path / "store"), tmp_path)
        made("hdogreg-light", tmp_path, data, small("hdogreg-light"), "cpu", "")


def test_crops_hold_what_is_marked_in_them(dataset: Path, tmp_path: Path) -> None:
    images = on_network_grid(stored_images(dataset, "train"), 0.2, tmp_path)
    parameters = PatchParameters(spacing_mm=0.2, size_px=32, margin_px=8)
    crops = RegionCrops(images, 40, 1, parameters)
    marked = [item for item in (crops[i] for i in range(40)) if item["label"][1].any()]
    assert 10 <= len(marked) < 40
    contrast = [item["image"][0][item["label"][1] > 0].mean() - np.median(item["image"][0]) for item in marked]
    assert np.mean(contrast) > 1
    np.testing.assert_array_equal(crops[3]["image"], RegionCrops(images, 40, 1, parameters)[3]["image"])


def test_crops_of_a_review_go_back_to_what_was_rejected_and_teach_nothing_about_what_is_undecided(
    tmp_path: Path,
) -> None:
    nothing = np.zeros((640, 480), bool)
    truth = Truth(np.zeros(nothing.shape, np.uint32), nothing, nothing.copy(), nothing.copy())
    truth.labels[300:303, 100:103] = 1
    truth.doubtful[320:323, 100:103] = True
    truth.rejected[450:453, 100:103] = True
    pixels = (breast() / 4095).astype(np.float32)
    pixels[truth.rejected] = 1
    mammogram = Mammogram(pixels, (0.1, 0.1), "given")
    write_case(
        tmp_path / "scene", ReviewedCase("one", "p", mammogram, truth, np.zeros((0, 2)), {}), "R", "2024-05-06T07:08:09"
    )
    import_set(
        read_scene(tmp_path / "scene"), tmp_path / "set", SplitRule((1.0, 0.0, 0.0)), StoreParameters(size_px=49)
    )
    (image,) = on_network_grid(stored_images(tmp_path / "set", "train"), 0.1, tmp_path)
    assert image.rejected.tolist() == [[451, 101]]
    parameters = PatchParameters(spacing_mm=0.1, size_px=40, margin_px=8)
    crops = RegionCrops([image], 200, 1, parameters)
    labels = np.stack([crops[i]["label"] for i in range(200)])
    unknown = labels[:, 1] == UNKNOWN
    assert np.array_equal(unknown, labels[:, 0] == UNKNOWN)
    # three pixels and 0.7 mm around them; the calcification two millimetres away is known
    whole = [one for one in unknown if one[1:-1, 1:-1].sum() == one.sum() > 0]
    assert len(whole) > 5 and len({int(one.sum()) for one in whole}) == 1 and 150 < whole[0].sum() < 225
    assert (labels[:, 1] == 1).any(axis=(1, 2)).sum() > 60
    without = RegionCrops([replace(image, rejected=np.zeros((0, 2)))], 200, 1, parameters)
    bright = [sum(data[i]["image"].max() > 8 for i in range(200)) for data in (crops, without)]
    assert bright[0] > 30
    assert bright[1] < 10


def test_every_second_crop_for_patch_learning_holds_a_group(dataset: Path, tmp_path: Path) -> None:
    images = on_network_grid(stored_images(dataset, "train"), 0.2, tmp_path)
    crops = GroupCrops(images, 20, 1, PatchParameters(spacing_mm=0.2, size_px=48, margin_px=8), "train")
    items = [crops[i] for i in range(20)]
    assert [int(item["label"][0]) for item in items] == [1, 0] * 10
    peaks = [float(item["image"].max()) for item in items]
    assert np.mean(peaks[::2]) > np.mean(peaks[1::2]) + 1


def test_squares_are_those_of_the_detector_and_any_mark_makes_one_positive(tmp_path: Path) -> None:
    marks = np.full((96, 144), BREAST, np.uint16)
    marks[5, 5] |= CALCIFICATION
    marks[47:50, 100] |= UNCERTAIN  # a region, in two squares one above the other
    marks[10, 60] |= UNCERTAIN | DOUBTFUL
    marks[48:, :48] = 0  # no breast
    np.save(tmp_path / "a.npy", np.stack([np.arange(96 * 144, dtype=np.uint16).reshape(96, 144), marks]))
    squares = GridSquares(
        [GridImage("a", tmp_path / "a.npy", np.zeros((0, 2)), np.zeros((0, 2)))],
        8,
        1,
        PatchParameters(0.2, 48, 8),
        "train",
    )
    assert {first for _, first in squares.squares[1]} == {(0, 0), (0, 96), (48, 96)}
    assert {first for _, first in squares.squares[0]} == {(48, 48)}, "beside doubtful marks nothing is sure"
    items = [squares[index] for index in range(8)]
    assert [float(item["label"][0]) for item in items] == [1, 0] * 4 and items[0]["image"].shape == (1, 48, 48)
    with pytest.raises(InputError, match="part train has anything marked"):
        GridSquares(unmarked(tmp_path), 8, 1, PatchParameters(0.2, 48, 8), "train")


def test_what_is_measured_on_is_measured_once(tmp_path: Path, dataset: Path) -> None:
    """A card said "1000 patches" where the held-out part had 112 different ones."""
    marks = np.full((480, 480), BREAST, np.uint16)
    marks[[5, 60, 200], [5, 60, 300]] |= CALCIFICATION
    grey = np.random.default_rng(1).integers(0, 65535, (480, 480), np.uint16)
    np.save(tmp_path / "a.npy", np.stack([grey, marks]))
    image = GridImage("a", tmp_path / "a.npy", np.zeros((0, 2)), np.zeros((0, 2)))
    squares = GridSquares([image], 1000, 1, PatchParameters(0.2, 48, 8), "test").once()
    found = drawn(squares)
    assert len(squares) == 6 and found.positive.tolist() == [True, False] * 3
    assert len({tuple(centre.tolist()) for of_kind in squares.places for _, centre in of_kind}) == 6
    assert len(GridSquares([image], 4, 1, PatchParameters(0.2, 48, 8), "test").once()) == 4
    images = on_network_grid(stored_images(dataset, "train"), 0.2, tmp_path / "grid")
    groups = GroupCrops(images, 1000, 1, PatchParameters(0.2, 48, 8), "train")
    crops = groups.once()
    assert len(crops) == 2 * sum(len(places) for _, places in groups.groups)
    places = [(image.name, *centre.tolist()) for of_kind in crops.places for image, centre in of_kind]
    assert len(set(places)) == len(places)
    assert [float(crops[i]["label"][0]) for i in range(4)] == [1, 0, 1, 0]


def unmarked(folder: Path) -> list[GridImage]:
    np.save(folder / "b.npy", np.full((2, 96, 96), BREAST, np.uint16))
    return [GridImage("b", folder / "b.npy", np.zeros((0, 2)), np.zeros((0, 2)))]


def test_a_category_counts_where_the_scale_has_it() -> None:
    assert [class_named(text, 4) for text in ("2", "4A", "5", "1", "6", None)] == [0, 2, 3, None, None, None]
    assert [class_named(text, 6) for text in ("4", "4A", "4C", "5")] == [None, 2, 4, 5]


def test_calcifications_are_one_group_while_steps_of_ten_millimetres_link_them() -> None:
    truth = np.zeros((300, 300), np.uint32)
    for number, (row, column) in enumerate(((20, 20), (20, 100), (20, 180), (250, 250)), start=1):
        truth[row, column] = number
    image = TruthImage(
        "one", Mammogram((truth > 0).astype(np.float32), (0.1, 0.1), "given"), truth, truth > 0, truth < 0
    )
    assert linked_groups(image) == [[1, 2, 3], [4]] or linked_groups(image) == [[4], [1, 2, 3]]


@pytest.mark.slow
def test_two_processes_train_by_the_same_command_and_one_of_them_writes(rated: Path, tmp_path: Path) -> None:
    places = os.pathsep.join(str(ROOT / name) for name in ("MicrocalcCAD", "MicrocalcTrain"))
    environment = {**os.environ, "PYTHONPATH": places, "OMP_NUM_THREADS": "1"}
    start = [
        sys.executable,
        "-m",
        "torch.distributed.run",
        "--standalone",
        "--nproc-per-node",
        "2",
        "-m",
        "MicrocalcTrainLib",
    ]
    options = (
        "--epochs 2 --batch 4 --images 8 --test-images 6 --network resnet18 --width 8 --size 64 --spacing 0.2 --workers"
        " 0 --device cpu"
    )
    call = [*start, "train", "patch-learning", "--data", str(rated), "-o", str(tmp_path), *options.split()]
    done = subprocess.run(call, env=environment, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.split() == [str(tmp_path / "patch-learning-on-clinic")]
    record = json.loads((tmp_path / "run.json").read_text())
    assert record["device"]["processes"] == 2 and record["state"] == "done"
    assert len(record["curves"]["patches"]) == 2
    assert len(list((tmp_path / "patches" / "tensorboard").iterdir())) == 1
