"""The recipe hdogreg-fpn: patches as in the paper, exact resuming, and a bundle at the end of a training
in miniature.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from MicrocalcCADLib import detectors
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.detectors.hdogreg_fpn import HdogregFpn
from MicrocalcCADLib.errors import InputError, ModelError
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.networks.inception_v4 import InceptionV4
from MicrocalcCADLib.progress import Progress
from MicrocalcTrainLib.augmentation import RandLook, RandPlaced
from MicrocalcTrainLib.datasets.truth_image import TruthImage
from MicrocalcTrainLib.recipes.hdogreg_fpn import RECIPE
from MicrocalcTrainLib.simulation.backgrounds import BackgroundSource
from MicrocalcTrainLib.simulation.images import ImageParameters, drawn_image, simulate_set
from MicrocalcTrainLib.simulation.insertion import Inserted
from MicrocalcTrainLib.workflows.best_epoch import CHECKPOINT, EpochTraining
from MicrocalcTrainLib.workflows.hdogreg_fpn import continuous_iou, make, soft_dice_of_logits, train
from MicrocalcTrainLib.workflows.material import Simulated
from MicrocalcTrainLib.workflows.region_patches import ChangedPatches, CutPatches, RegionPatchParameters, cut
from PIL import Image

SMALL = RegionPatchParameters(size_px=96, stride_px=90, crop_px=64)
TINY = replace(
    RECIPE,
    training=EpochTraining(epochs=2, batch=2, workers=0),
    patches=replace(SMALL, spacing_mm=0.15),
    simulation=ImageParameters(empty_share=0, procedural_mm=40, clusters=(1, 1)),
    images=2,
    validation_images=1,
    test_images=1,
    test_spacings_mm=(0.15,),
    divisor=32,
)
PLAIN = replace(SMALL, look_share=0.0, shift=0.0, scale=0.0, crop_px=96)


def labelled(shape: tuple[int, int], places: list[tuple[int, int]]) -> TruthImage:
    pixels = np.random.default_rng(0).random(shape).astype(np.float32)
    spots = tuple(Inserted(r, c, 0, "punctate", 5.0, np.array([r]), np.array([c])) for r, c in places)
    return drawn_image("image", Mammogram(pixels, (0.07, 0.07), "given"), spots, ())


def patches(count: int = 4, side: int = 96) -> CutPatches:
    generator = np.random.default_rng(0)
    truth = np.zeros((count, side, side), bool)
    truth[:, 40:44, 50:53] = True
    return CutPatches(generator.integers(0, 256, (count, side, side), dtype=np.uint8), truth)


def test_the_defaults_are_those_of_the_paper() -> None:
    p, training = RECIPE.patches, RECIPE.training
    assert (p.size_px, p.stride_px, p.crop_px, p.shift, p.scale, p.brightness, p.gamma) == (
        512,
        480,
        320,
        0.1,
        0.5,
        0.2,
        (0.8, 1.2),
    )
    assert (training.epochs, training.batch, training.learning_rate) == (40, 8, 1e-4)
    assert (p.xi_mm, p.alpha, p.spacing_mm) == (0.7, 1.0, 0.07)


def test_only_patches_with_calcifications_are_cut_and_the_last_ends_with_the_image() -> None:
    found = cut([labelled((200, 150), [(5, 5), (199, 149)])], SMALL)
    assert found.images.shape == found.truth.shape == (2, 96, 96)
    assert found.truth[0].nonzero()[0].tolist() == [5] and found.truth[1].nonzero()[0].tolist() == [95]


def test_grey_values_are_cut_as_the_network_sees_them() -> None:
    image = labelled((96, 96), [(5, 5)])
    item = ChangedPatches(cut([image], SMALL), PLAIN, 1)[0]
    stored = np.round(image.mammogram.pixels * 65535).astype(np.uint16)
    expected = ((stored >> 8) / 255 - 0.5) / 0.5
    seen = item["image"][0]
    assert np.abs(seen - expected).max() < 1e-5 or np.abs(seen[:, ::-1] - expected).max() < 1e-5


def test_an_image_smaller_than_a_patch_is_filled_up() -> None:
    assert cut([labelled((50, 60), [(5, 5)])], SMALL).images.shape == (1, 96, 96)


def test_patches_without_calcifications_give_none() -> None:
    assert cut([labelled((100, 100), [])], SMALL).images.shape == (0, 96, 96)


def test_cut_patches_survive_saving(tmp_path: Path) -> None:
    CutPatches.kept(tmp_path / "p.npz", patches)
    again = CutPatches.kept(tmp_path / "p.npz", pytest.fail)
    assert np.array_equal(again.images, patches().images) and np.array_equal(again.truth, patches().truth)


def moved(images: dict[str, np.ndarray], p: RegionPatchParameters, seed: int) -> dict[str, np.ndarray]:
    return RandPlaced(tuple(images), p.crop_px, p.shift, p.scale).set_random_state(seed=seed)(images)


def test_image_and_target_are_moved_together() -> None:
    image = np.zeros((96, 96), np.float32)
    image[40:50, 50:60] = 1
    for seed in range(20):
        one, other = moved({"image": image, "label": 3 * image}, SMALL, seed).values()
        assert one.shape == (64, 64)
        np.testing.assert_allclose(3 * one, other, atol=1e-5)


def test_size_and_place_change_within_the_stated_range() -> None:
    image = np.zeros((201, 201), np.float32)
    image[90:111, 90:111] = 1
    scaled = [moved({"image": image}, replace(SMALL, crop_px=201, shift=0.0), seed)["image"] for seed in range(200)]
    sides = [np.sqrt(one[80:121, 80:121].sum()) for one in scaled]
    assert 10 <= min(sides) < 12 and 30 < max(sides) <= 32
    shifted = [moved({"image": image}, replace(SMALL, crop_px=201, scale=0.0), seed)["image"] for seed in range(200)]
    centres = np.array([np.argwhere(one > 0.5).mean(axis=0) - 100 for one in shifted])
    assert 18 < np.abs(centres).max() <= 20.5 and np.abs(centres.mean(axis=0)).max() < 3


def test_every_patch_comes_once_an_epoch_in_another_order() -> None:
    source = patches(9)
    source.images[:] = np.arange(9)[:, None, None] * 20
    data = ChangedPatches(source, PLAIN, 1)
    orders = []
    for epoch in range(2):
        data.offset = epoch * len(data)
        orders.append([round((float(data[i]["image"][0, 0, 0]) * 0.5 + 0.5) * 255 / 20) for i in range(9)])
    assert sorted(orders[0]) == sorted(orders[1]) == list(range(9)) and orders[0] != orders[1]
    again = ChangedPatches(source, SMALL, 1)
    assert np.array_equal(again[3]["image"], ChangedPatches(source, SMALL, 1)[3]["image"])


def test_looks_change_grey_values_as_stated() -> None:
    image = np.linspace(0.3, 0.6, 64 * 64, dtype=np.float32).reshape(64, 64)
    kinds = set()
    for seed in range(60):
        look = RandLook(("image",), SMALL.look_share, SMALL.clip, SMALL.brightness, SMALL.gamma)
        changed = look.set_random_state(seed=seed)({"image": image})["image"]
        assert changed.dtype == np.float32 and 0 <= changed.min() and changed.max() <= 1
        difference = changed - image
        exponent = np.log(changed[1, 1]) / np.log(image[1, 1])
        if np.ptp(difference) < 1e-5:
            kinds.add("none" if not difference.any() else "brightness")
            assert np.abs(difference).max() <= 0.2
        elif np.allclose(changed, image**exponent, atol=1e-4):
            kinds.add("gamma")
            assert 0.8 <= exponent <= 1.2
        else:
            kinds.add("local equalisation")
    assert kinds == {"none", "brightness", "gamma", "local equalisation"}


def test_the_iou_of_a_binary_answer_with_a_continuous_target() -> None:
    answer, target = torch.tensor([[True, True], [False, False]]), torch.tensor([[1.0, 0.5], [0.25, 0.0]])
    assert continuous_iou(answer, target) == pytest.approx(1.5 / (2 + 1.75 - 1.5))


def test_the_loss_is_soft_dice_over_the_whole_minibatch() -> None:
    logits, target = torch.tensor([[0.0], [100.0]]), torch.tensor([[1.0], [1.0]])
    assert float(soft_dice_of_logits(logits, target)) == pytest.approx(1 - (2 * 1.5 + 1) / (3.5 + 1))


def test_a_training_resumed_after_an_epoch_ends_with_the_weights_of_one_never_interrupted(tmp_path: Path) -> None:
    straight, curves = train(tmp_path / "a", patches(), patches(2), TINY, "cpu")
    train(tmp_path / "b", patches(), patches(2), TINY, "cpu", stop_after=1)
    assert torch.load(tmp_path / "b" / CHECKPOINT, weights_only=True)["curves"]["rows"].count("epoch") == 1
    resumed, again = train(tmp_path / "b", patches(), patches(2), TINY, "cpu")
    assert again == curves and [row["epoch"] for row in curves] == [1, 2]
    for name, value in straight.state_dict().items():
        torch.testing.assert_close(resumed.state_dict()[name], value, rtol=0, atol=0, msg=name)
    assert list((tmp_path / "b" / "tensorboard").iterdir())


def test_the_epoch_of_the_greatest_iou_is_kept(tmp_path: Path) -> None:
    recipe = replace(TINY, training=replace(TINY.training, epochs=3, learning_rate=0.02))
    network, curves = train(tmp_path, patches(), patches(2), recipe, "cpu")
    best = torch.load(tmp_path / "best.pt", weights_only=True)
    assert all(torch.equal(value, best[name]) for name, value in network.state_dict().items())
    stored = json.loads((tmp_path / "curves.json").read_text())["curves"]
    assert stored == curves and {"loss", "validation_loss", "validation_iou"} < set(curves[0])


def test_imagenet_weights_are_the_start_of_the_encoder(tmp_path: Path) -> None:
    weights = InceptionV4(3, 32).state_dict()
    torch.save(weights, tmp_path / "imagenet.pth")
    still = replace(
        TINY,
        imagenet=tmp_path / "imagenet.pth",
        training=EpochTraining(epochs=1, batch=4, learning_rate=1e-8, workers=0),
    )
    network, _ = train(tmp_path / "t", patches(), patches(1), still, "cpu")
    start, learned = weights["features.8.branch0.conv.weight"], network.encoder.features[8].branch0.conv.weight
    assert torch.allclose(learned, start, rtol=0, atol=1e-6)
    torch.save({"other": torch.zeros(1)}, tmp_path / "wrong.pth")
    with pytest.raises(ModelError, match=r"wrong\.pth does not hold Inception-v4 weights"):
        train(tmp_path / "u", patches(), patches(1), replace(still, imagenet=tmp_path / "wrong.pth"), "cpu")


@pytest.fixture
def sources(tmp_path: Path) -> list[BackgroundSource]:
    """Two mammograms without findings, one held out."""
    empty = replace(TINY.simulation, empty_share=1, singles=(0, 0), vessel_share=0)
    found = []
    for index, image in enumerate(simulate_set([], 2, [0.15], 7, empty)):
        path = tmp_path / "normal" / f"{index}.png"
        path.parent.mkdir(exist_ok=True)
        Image.fromarray((image.mammogram.pixels * 65535).astype(np.uint16)).save(path)
        found.append(BackgroundSource(path, 0.15, held_out=index == 1))
    return found


def test_the_recipe_makes_a_bundle_that_detects(tmp_path: Path, sources: list[BackgroundSource]) -> None:
    bundle = make(tmp_path, Simulated(sources), TINY, "cpu", "microcalc-train train hdogreg-fpn")
    metadata = json.loads((bundle / "configs" / "metadata.json").read_text())["microcalc"]
    assert metadata["network"] == "fpn-inception-v4" and metadata["training"]["recipe"]["training"]["epochs"] == 2
    assert {"docs/README.md", "docs/curves.svg", "models/model.pt"} <= {
        p.relative_to(bundle).as_posix() for p in bundle.rglob("*") if p.is_file()
    }
    detector = detectors.create("hdogreg", bundle, "cpu")
    assert isinstance(detector, HdogregFpn)
    image = next(iter(simulate_set([], 1, [0.15], 3, TINY.simulation)))
    assert decide(detector.analyse(image.mammogram, Progress())).model.name == "hdogreg-fpn"


def test_what_is_missing_is_told_before_the_training(tmp_path: Path, sources: list[BackgroundSource]) -> None:
    with pytest.raises(InputError, match="give a folder of normal ones"):
        make(tmp_path, Simulated(sources[1:]), TINY, "cpu", "")
    with pytest.raises(InputError, match="too few for a minibatch of 500: give more images"):
        make(tmp_path, Simulated(sources), replace(TINY, training=replace(TINY.training, batch=500)), "cpu", "")
