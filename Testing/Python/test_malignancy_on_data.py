"""`train malignancy --data`: features of what the shipped detector outlines in biopsied lesions, from pictures to a
rating bundle.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from MicrocalcCADLib.assessment.malignancy import MalignancyModel
from MicrocalcCADLib.kinds import system
from MicrocalcTrainLib.__main__ import main
from MicrocalcTrainLib.datasets.folder import read_folder
from MicrocalcTrainLib.datasets.importing import import_set
from MicrocalcTrainLib.datasets.splits import SplitRule
from MicrocalcTrainLib.datasets.store_file import StoreParameters
from MicrocalcTrainLib.recipes import made, recipe_of
from MicrocalcTrainLib.workflows.on_data.training_set import opened_set
from PIL import Image
from set_material import SHAPE, breast

pytest.importorskip("lightgbm")
PATIENTS = 18
LESION = (slice(220, 320), slice(80, 180))


def write_picture(folder: Path, name: str, malignant: bool, seed: int) -> None:
    """Write a breast of 0.1 mm with twenty small calcifications in 7 mm, or seven in 2.5 mm, and the region that holds
    them.
    """
    rng = np.random.default_rng(seed)
    places = [270, 130] + (rng.integers(-35, 36, (20, 2)) if malignant else rng.integers(-12, 13, (7, 2)))
    rows, columns = np.ogrid[: SHAPE[0], : SHAPE[1]]
    pixels = breast(seed).astype(float)
    for row, column in places:
        pixels += 1100 * np.exp(-((rows - row) ** 2 + (columns - column) ** 2) / (2 * 1.1**2))
    mask = np.zeros(SHAPE, np.uint8)
    mask[LESION] = 255
    Image.fromarray(np.clip(pixels, 0, 4095).astype(np.uint16)).save(folder / f"{name}.png")
    Image.fromarray(mask).save(folder / "regions" / f"{name}.png")


def write_set(folder: Path, pathologies: Sequence[str]) -> Path:
    (folder / "regions").mkdir(parents=True)
    rows = ["image,patient,pathology,spacing_mm"]
    for number, pathology in enumerate(pathologies):
        write_picture(folder, f"p{number}_L_CC", pathology == "malignant", number)
        rows.append(f"p{number}_L_CC,p{number},{pathology},0.1")
    (folder / "images.csv").write_text("\n".join(rows) + "\n")
    return folder


def imported(folder: Path, store: Path, fractions: tuple[float, float, float]) -> Path:
    import_set(
        read_folder(folder, full_scale=4095), store, SplitRule(fractions), StoreParameters(per_image=(9, 9, 9, 9))
    )
    return store


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("malignancy")
    folder = write_set(place / "set", [("benign", "malignant")[number % 2] for number in range(PATIENTS)])
    return imported(folder, place / "clinic", (0.6, 0.1, 0.3))


@pytest.mark.slow
def test_a_rating_is_learned_from_what_the_shipped_detector_outlines(
    dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, recipe = opened_set(dataset, tmp_path), recipe_of("malignancy")
    recipe = replace(recipe, folds=2, boosting=replace(recipe.boosting, trees=10, least_in_leaf=1))
    bundle = made("malignancy", tmp_path, data, recipe, "cpu", "microcalc-train train malignancy -o DIR --data DATASET")
    section = json.loads((bundle / "configs" / "metadata.json").read_text())["microcalc"]
    assert bundle.name == "malignancy-on-clinic" and section["training"]["data_sha256"] == data.sha256
    learned = sum(data.counts[part][1] for part in ("train", "validation"))
    with (tmp_path / "features.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert (
        section["training"]["lesions"] == learned == len(rows) + section["training"]["missed"]
        and len(rows) >= learned - 2
    )
    counts = {kind: [float(row["count"]) for row in rows if row["malignant"] == kind] for kind in "01"}
    assert np.mean(counts["1"]) > 10 > np.mean(counts["0"]) > 3
    assert (
        section["training"]["held_out"]["cases"] >= data.counts["test"][1] - 1
        and section["training"]["held_out"]["auc"] > 0.9
    )
    card = (bundle / "docs" / "README.md").read_text(encoding="utf-8")
    assert (
        "data set of its user" in card
        and "On the part test" in card
        and "imulated" not in card
        and str(tmp_path) not in card
    )
    model = MalignancyModel.load(bundle)
    table = np.array([[float(value) for value in list(row.values())[3:]] for row in rows])
    scores = model.probability(table)
    assert (
        scores[[row["malignant"] == "1" for row in rows]].min()
        > scores[[row["malignant"] == "0" for row in rows]].max()
    )
    before = (tmp_path / "analyses").stat().st_mtime_ns
    monkeypatch.setattr(system.NamingDetector, "analyse", None)  # a second run takes up the analyses
    assert (
        made("malignancy", tmp_path, data, recipe, "cpu", "again") == bundle
        and (tmp_path / "analyses").stat().st_mtime_ns == before
    )


def test_a_set_whose_lesions_were_not_biopsied_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_set(tmp_path / "set", ["benign without biopsy"] * 3)
    store = imported(folder, tmp_path / "clinic", (0.4, 0.4, 0.2))
    assert main(["train", "malignancy", "--data", str(store), "-o", str(tmp_path / "out"), "--device", "cpu"]) == 1
    assert (
        "is known to be benign or malignant by biopsy: import the set with its pathologies." in capsys.readouterr().err
    )


def test_a_table_beside_a_data_set_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_set(tmp_path / "set", ["benign", "malignant", "benign"])
    store = imported(folder, tmp_path / "clinic", (0.4, 0.4, 0.2))
    (tmp_path / "mine.csv").write_text("patient\n")
    command = [
        "train",
        "malignancy",
        "--data",
        str(store),
        "-o",
        str(tmp_path / "out"),
        "--features",
        str(tmp_path / "mine.csv"),
    ]
    assert main(command) == 1
    assert "from a table, not from both" in capsys.readouterr().err
