"""The light region network, its tiling and its training."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from MicrocalcCADLib.detectors.region_map import region_map
from MicrocalcCADLib.errors import Cancelled
from MicrocalcCADLib.networks.engine import TorchNetwork
from MicrocalcCADLib.networks.light_unet import light_unet
from MicrocalcCADLib.progress import Progress
from MicrocalcTrainLib.losses import UNKNOWN, RegionLoss, SoftDice
from MicrocalcTrainLib.simulation.backgrounds import procedural
from MicrocalcTrainLib.simulation.patches import PatchParameters, SimulatedPatches
from MicrocalcTrainLib.workflows.onnx_unet import WithinHalo
from MicrocalcTrainLib.workflows.region import CHECKPOINT, RegionTraining, one_cycle, train_on

TINY = RegionTraining(epochs=2, steps=2, batch=2, validation_patches=2, workers=0, patches=PatchParameters(size_px=64))


@pytest.fixture(scope="module")
def module() -> torch.nn.Module:
    torch.manual_seed(0)
    network = light_unet()
    with torch.no_grad():
        for _ in range(3):
            network.train()(torch.randn(4, 1, 64, 64))
    return network.eval()


@pytest.fixture(scope="module")
def network(module: torch.nn.Module) -> TorchNetwork:
    return TorchNetwork(module, "cpu")


def test_the_network_has_at_most_three_million_parameters(module):
    assert sum(p.numel() for p in module.parameters()) < 3_000_000


@pytest.mark.parametrize("most_px", [64, 128, 200, 1024])
def test_the_map_does_not_depend_on_the_tiling(network, most_px):
    contrast = np.random.default_rng(1).standard_normal((203, 301)).astype(np.float32)
    whole = region_map(network, contrast, np.ones(contrast.shape, bool), Progress(), most_px=4096)
    tiled = region_map(network, contrast, np.ones(contrast.shape, bool), Progress(), most_px=most_px)
    assert np.abs(tiled - whole).max() < 1e-5


def test_tiles_without_breast_are_left_out_and_the_others_are_unchanged(network):
    contrast = np.random.default_rng(1).standard_normal((256, 256)).astype(np.float32)
    mask = np.zeros(contrast.shape, bool)
    mask[10:60, 70:120] = True
    whole = region_map(network, contrast, np.ones(contrast.shape, bool), Progress())
    part = region_map(network, contrast, mask, Progress(), most_px=64)
    assert np.abs(part[:, mask] - whole[:, mask]).max() < 1e-5
    assert not part[:, 128:].any()
    assert np.abs(part[:, 2:68, 62:128] - whole[:, 2:68, 62:128]).max() < 1e-5  # what borders on the breast is seen too


def test_a_network_that_answers_within_its_halo_gives_the_same_map(module, network):
    contrast = np.random.default_rng(1).standard_normal((203, 301)).astype(np.float32)
    mask = np.ones(contrast.shape, bool)
    within = TorchNetwork(WithinHalo(module), "cpu")
    assert within(np.zeros((1, 1, 160, 176), np.float32)).shape == (1, 2, 80, 96)
    np.testing.assert_allclose(
        region_map(within, contrast, mask, Progress()), region_map(network, contrast, mask, Progress()), atol=1e-6
    )


def test_cancelling_stops_between_tiles(network):
    contrast = np.zeros((256, 256), np.float32)
    with pytest.raises(Cancelled):
        region_map(network, contrast, np.ones(contrast.shape, bool), Progress(cancelled=lambda: True), most_px=64)


def test_soft_dice_is_the_equation_over_the_whole_batch():
    prediction, target = torch.tensor([[0.5, 1.0], [0.0, 0.25]]), torch.tensor([[1.0, 1.0], [0.0, 0.0]])
    assert float(SoftDice()(prediction, target)) == pytest.approx(1 - (2 * 1.5 + 1) / (3.75 + 1))


def test_the_region_loss_falls_towards_the_truth():
    target = (torch.rand(2, 2, 16, 16) > 0.9).float()
    loss = RegionLoss()
    assert float(loss(10 * (2 * target - 1), target)) < 0.1 < float(loss(torch.zeros_like(target), target))


def test_the_region_loss_learns_nothing_where_the_target_is_unknown():
    target = (torch.rand(2, 2, 16, 16) > 0.9).float()
    logits = torch.randn(2, 2, 16, 16, requires_grad=True)
    target[:, :, 4:8] = UNKNOWN
    RegionLoss()(logits, target).backward()
    learned = (logits.grad != 0).any(1)
    assert not learned[:, 4:8].any() and learned[:, :4].all() and learned[:, 8:].all()


def test_the_learning_rate_warms_up_and_ends_near_zero():
    rates = [one_cycle(f) for f in np.linspace(0, 1, 101)]
    assert max(rates) == pytest.approx(1, abs=0.01) and rates[0] < 0.1 and rates[-1] < 0.001


@pytest.mark.parametrize("workers", [0, 1])
def test_a_training_resumed_after_an_epoch_ends_with_the_weights_of_one_never_interrupted(tmp_path, workers):
    recipe = replace(TINY, workers=workers)
    backgrounds = [procedural(np.random.default_rng(i), (200, 200), 0.1) for i in range(2)]

    def train(folder: Path, stop_after: int | None = None) -> torch.nn.Module:
        counts = (recipe.steps * recipe.batch, recipe.validation_patches)
        patches = (
            SimulatedPatches([one], count, seed, recipe.patches)
            for seed, (one, count) in enumerate(zip(backgrounds, counts, strict=True))
        )
        return train_on(folder, *patches, recipe, "cpu", stop_after)

    straight = train(tmp_path / "a")
    train(tmp_path / "b", stop_after=1)
    assert torch.load(tmp_path / "b" / CHECKPOINT, weights_only=True)["curves"]["rows"].count("epoch") == 1
    resumed = train(tmp_path / "b")
    for name, value in straight.state_dict().items():
        torch.testing.assert_close(resumed.state_dict()[name], value, rtol=0, atol=0, msg=name)
    curves = json.loads((tmp_path / "b" / "curves.json").read_text())["curves"]
    assert [row["epoch"] for row in curves] == [1, 2]
    assert list((tmp_path / "b" / "tensorboard").iterdir())
