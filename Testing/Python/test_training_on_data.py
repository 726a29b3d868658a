"""Recipes on an imported data set: what they make of it, and what they say of a set that cannot be used."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from MicrocalcCADLib import detectors
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.models import find_bundle
from MicrocalcTrainLib.__main__ import main
from MicrocalcTrainLib.datasets.folder import read_folder
from MicrocalcTrainLib.datasets.importing import import_set
from MicrocalcTrainLib.datasets.splits import SplitRule
from MicrocalcTrainLib.datasets.store_file import StoreParameters
from MicrocalcTrainLib.datasets.stored_images import stored_images
from MicrocalcTrainLib.workflows.on_data.images import whole_images
from MicrocalcTrainLib.workflows.on_data.training_set import data_hash, opened
from PIL import Image
from set_material import lesion_mask, write_folder

NAMES = tuple(f"p{number}_L_CC" for number in range(6))
TINY = ["--epochs", "1", "--steps", "2", "--test-images", "1", "--device", "cpu"]
FEW = ["--batch", "16"]


def import_folder(folder: Path, store: Path, **parameters) -> Path:
    import_set(read_folder(folder, 0.1), store, SplitRule((0.5, 0.25, 0.25)), StoreParameters(**{"size_px": 49, **parameters}))
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
    detector = detectors.create("two-stage", bundle, "cpu")
    assert detector.analyse(stored_images(dataset, "test")[0].mammogram()).method == "two-stage"
    assert find_bundle(bundle, "two-stage").identity.name == "two-stage-on-clinic"


def test_a_folder_is_imported_first_and_images_that_cannot_be_used_are_named(tmp_path: Path, caplog) -> None:
    folder = write_folder(tmp_path / "set", NAMES)
    table = "image,patient,spacing_mm\n" + "".join(f"{name},{name[:2]},0.1\n" for name in [*NAMES, "p7_L_CC", "p8_L_CC"])
    (folder / "images.csv").write_text(table)
    for name in ("p7_L_CC", "p8_L_CC"):
        (folder / f"{name}.png").write_bytes((folder / f"{NAMES[0]}.png").read_bytes())
    Image.fromarray(lesion_mask(slice(3, 9), slice(3, 9), (20, 30))).save(folder / "masks" / "p8_L_CC.png")
    data = opened(folder, tmp_path / "out")
    assert data.store == tmp_path / "out" / "dataset"
    assert sum(images for _, images in data.counts.values()) == 6
    assert "p7_L_CC is left out: it has no mask, points or findings" in caplog.text
    assert "p8_L_CC is left out" in caplog.text and "20 x 30" in caplog.text


def test_the_hash_of_the_data_changes_with_the_truth_and_not_with_the_place(dataset: Path, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "other", NAMES)
    again = import_folder(folder, tmp_path / "same")
    assert data_hash(again) == data_hash(dataset)
    Image.fromarray(lesion_mask(slice(300, 304), slice(100, 104))).save(folder / "masks" / f"{NAMES[1]}.png")
    assert data_hash(import_folder(folder, tmp_path / "same")) != data_hash(dataset)


def test_an_empty_class_is_named(tmp_path: Path, capsys) -> None:
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
        opened(store, tmp_path / "out")


def test_patches_of_grey_values_are_refused(tmp_path: Path, capsys) -> None:
    store = import_folder(write_folder(tmp_path / "set", NAMES), tmp_path / "store", content="grey")
    assert main(["train", "two-stage", "--data", str(store), "-o", str(tmp_path / "out"), *TINY]) == 1
    assert "import it with --content contrast" in capsys.readouterr().err


def test_what_is_neither_set_nor_folder_is_refused(tmp_path: Path, capsys) -> None:
    assert main(["train", "two-stage", "--data", str(tmp_path / "none"), "-o", str(tmp_path), *TINY]) == 1
    assert "is no folder" in capsys.readouterr().err


def test_a_recipe_without_images_takes_no_data_set(tmp_path: Path, capsys) -> None:
    assert main(["train", "malignancy", "--data", str(tmp_path), "-o", str(tmp_path)]) == 1
    assert "The recipe malignancy takes no --data" in capsys.readouterr().err


def test_the_truth_on_a_networks_grid_keeps_every_calcification(dataset: Path) -> None:
    own, coarse = (next(whole_images(stored_images(dataset, "train"), spacing)) for spacing in (None, 0.2))
    assert coarse.mammogram.shape == (320, 240)
    assert len(coarse.calcifications) == len(own.calcifications) == 3
    places = [np.array([(c.row, c.column) for c in image.calcifications]) for image in (own, coarse)]
    assert np.abs(places[0] / 2 - places[1]).max() < 1
