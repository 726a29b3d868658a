"""nnU-Net's plan, training and detector, which the others are compared with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from bundles import SECTION, write_bundle
from MicrocalcCADLib.detectors import COMPARED, KNOWN, METHODS, create
from MicrocalcCADLib.detectors.loading import with_values
from MicrocalcCADLib.detectors.nnunet import NnunetParameters, importance, normalised, objects_of, windows_over
from MicrocalcCADLib.errors import InputError, ModelError
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcTrainLib.nnunet_plan import NetworkPlan, Topology, feature_values, plan_of, topology_of
from MicrocalcTrainLib.recipes.nnunet import PLANNED_STEPS, RECIPE, NnunetTraining

torch = pytest.importorskip("torch")
from MicrocalcCADLib.networks.nnunet import nnunet  # noqa: E402
from MicrocalcTrainLib.nnunet_patches import DrawnPatches, NormalisedImages, around  # noqa: E402
from MicrocalcTrainLib.workflows.nnunet import LimitedSGD, SupervisedLoss, parameters_of, train  # noqa: E402

SMALL = NetworkPlan((32, 16), 3, Topology(((1, 1), (2, 2), (2, 1)), ((3, 3),) * 3, (4, 2)))

# shape of all images, spacing, images, GB, and what nnU-Net 2.5.1 plans for them with two classes: patch, minibatch,
# stages
PLANNED = [
    ((512, 512), (1.0, 1.0), 1000, 8.0, (512, 512), 12, 8),
    ((512, 512), (1.0, 1.0), 100, 8.0, (512, 512), 5, 8),
    ((320, 232), (1.0, 1.0), 2000, 8.0, (320, 256), 40, 7),
    ((50, 35), (1.0, 1.0), 9000, 8.0, (56, 40), 352, 4),
    ((2300, 1700), (0.1, 0.1), 150, 8.0, (1536, 1024), 2, 9),
    ((2300, 1700), (0.1, 0.1), 150, 0.1, (160, 112), 2, 5),
    ((2300, 1700), (0.1, 0.1), 150, 0.05, (128, 80), 2, 5),
    ((900, 300), (0.1, 0.35), 50, 2.0, (896, 256), 2, 8),
    ((700, 300), (0.1, 0.21), 50, 0.5, (384, 160), 2, 7),
]


@pytest.mark.parametrize(("shape", "spacing", "images", "memory_gb", "patch", "batch", "stages"), PLANNED)
def test_the_plan_is_that_of_nnunets_own_planner(
    shape: tuple[int, int],
    spacing: tuple[float, float],
    images: int,
    memory_gb: float,
    patch: tuple[int, int],
    batch: int,
    stages: int,
) -> None:
    plan = plan_of([shape] * images, spacing, memory_gb)
    assert (plan.patch_px, plan.batch, len(plan.topology.strides)) == (patch, batch, stages)
    assert plan.topology.features == tuple(min(512, 32 * 2**stage) for stage in range(stages))
    assert all(side % by == 0 for side, by in zip(plan.patch_px, plan.topology.divisor, strict=True))


def test_a_coarse_axis_waits_with_kernel_1_until_the_other_has_come_near() -> None:
    topology = topology_of((64, 64), (0.1, 0.35))
    assert topology.kernels[:2] == ((3, 1), (3, 3)) and topology.strides[:3] == ((1, 1), (2, 1), (2, 2))


def test_the_memory_of_a_plan_is_what_the_convolutions_of_the_network_answer() -> None:
    # 82,624,512 is what compute_conv_feature_map_size of nnU-Net's PlainConvUNet gives for 512 x 512 pixels and two
    # classes
    assert feature_values((512, 512), topology_of((512, 512), (1, 1))) == 82_624_512


def test_the_convolutions_are_counted_as_the_network_that_is_built_answers() -> None:
    network, answered = nnunet(SMALL.topology.features, SMALL.topology.strides), 0

    def count(module: torch.nn.Module, inputs: tuple[torch.Tensor], output: torch.Tensor) -> None:
        nonlocal answered
        answered += output.numel()

    for module in network.modules():
        if isinstance(module, torch.nn.Conv2d | torch.nn.ConvTranspose2d):
            module.register_forward_hook(count)
    network.eval()(torch.zeros(1, 1, *SMALL.patch_px))
    assert answered == feature_values(SMALL.patch_px, SMALL.topology)


@pytest.mark.parametrize(
    ("shapes", "memory_gb", "words"), [([], 8.0, "there are none"), ([(512, 512)], 0.001, "cannot be planned")]
)
def test_what_cannot_be_planned_is_told(shapes: list[tuple[int, int]], memory_gb: float, words: str) -> None:
    with pytest.raises(InputError, match=words):
        plan_of(shapes, (0.1, 0.1), memory_gb)


def test_the_defaults_are_nnunets() -> None:
    t, c = NnunetTraining(), NnunetTraining().changes
    assert t.epochs * t.steps == PLANNED_STEPS and RECIPE.memory_gb == 8
    assert (t.learning_rate, t.momentum, t.weight_decay, t.power, t.largest_gradient, t.foreground_share) == (
        0.01,
        0.99,
        3e-5,
        0.9,
        12,
        0.33,
    )
    assert (c.rotated, c.scaled, c.scale, c.noisy, c.brightened, c.contrasted, c.gamma) == (
        0.2,
        0.2,
        (0.7, 1.4),
        0.1,
        0.15,
        0.15,
        (0.7, 1.5),
    )


def test_the_network_has_a_head_for_every_stage_up_but_the_deepest_in_training_alone() -> None:
    features, strides = (8, 16, 32, 32), [(1, 1), (2, 2), (2, 2), (2, 2)]
    network, image = nnunet(features, strides), torch.zeros(1, 1, 32, 32)
    assert network.train()(image).shape == (1, 2, 2, 32, 32)
    assert network.eval()(image).shape == (1, 2, 32, 32)


def test_a_coarser_head_is_judged_at_its_own_resolution_and_weighs_half() -> None:
    loss = SupervisedLoss([(1, 1), (2, 2)])
    torch.manual_seed(1)
    fine, coarse = torch.randn(2, 2, 8, 8), torch.randn(2, 2, 4, 4)
    label = torch.zeros(2, 1, 8, 8)
    label[:, :, 2:5, 2:6] = 1
    heads = torch.stack([fine, coarse.repeat_interleave(2, 2).repeat_interleave(2, 3)], 1)
    expected = (_dice_and_entropy(fine, label) + 0.5 * _dice_and_entropy(coarse, label[:, :, 1::2, 1::2])) / 1.5
    assert float(loss(heads, label)) == pytest.approx(float(expected), rel=1e-5)
    assert float(loss(fine, label)) == pytest.approx(float(_dice_and_entropy(fine, label)), rel=1e-5)


def _dice_and_entropy(logits: torch.Tensor, label: torch.Tensor) -> torch.Tensor:
    found, true = logits.softmax(1)[:, 1], label[:, 0]
    dice = (2 * (found * true).sum() + 1e-5) / (found.sum() + true.sum() + 1e-5)
    return 1 - dice + torch.nn.functional.cross_entropy(logits, true.long())


def test_a_large_gradient_is_scaled_down_before_the_step() -> None:
    weight = torch.nn.Parameter(torch.zeros(2))
    optimizer = LimitedSGD([weight], replace(NnunetTraining(), weight_decay=0.0))
    weight.grad = torch.tensor([300.0, 400.0])
    optimizer.step()
    # Nesterov's first step goes 1 + momentum gradients far
    assert weight.detach().numpy() == pytest.approx(-0.01 * 1.99 * 12 * np.array([0.6, 0.8]), rel=1e-4)


class Marked:
    def __init__(self, shape: tuple[int, int], places: list[tuple[int, int]]) -> None:
        rng = np.random.default_rng(1)
        pixels = np.where(np.arange(shape[1]) < shape[1] * 0.8, 0.5, 0.0) + 0.02 * rng.standard_normal(shape)
        self.truth = np.zeros(shape, np.uint32)
        for row, column in places:
            self.truth[row - 1 : row + 2, column - 1 : column + 2] = 1
        self.mammogram = Mammogram(
            (np.clip(pixels, 0, 0.6) + 0.3 * (self.truth > 0)).astype(np.float32), (0.1, 0.1), "given"
        )


def images() -> NormalisedImages:
    return NormalisedImages.of(
        [Marked((300, 260), [(60, 50), (150, 90)]), Marked((320, 240), []), Marked((280, 250), [(200, 100)])]
    )


def test_images_survive_saving_and_are_normalised_within_the_breast(tmp_path: Path) -> None:
    made = images()
    NormalisedImages.kept(tmp_path / "images.npz", lambda: made)
    again = NormalisedImages.kept(tmp_path / "images.npz", pytest.fail)
    for one, other in zip((*made.images, *made.truths), (*again.images, *again.truths), strict=True):
        assert one.dtype == other.dtype and np.array_equal(one, other)
    assert made.images[0].dtype == np.float16 and made.truths[0].any() and not made.truths[1].any()
    inside = np.abs(made.images[1].astype(np.float32)) > 0
    assert abs(made.images[1][inside].astype(np.float32).mean()) < 0.02


def test_the_last_third_of_a_minibatch_is_centred_at_a_calcification() -> None:
    patches = DrawnPatches(images(), 30, 1, (32, 16), 3, 0.33, None)
    centred = [patches[i]["label"][0, 16, 8] for i in range(30)]
    assert all(centred[2::3]) and not all(centred[0::3])


def test_changed_patches_have_the_plans_size_and_are_the_same_again() -> None:
    one, other = (DrawnPatches(images(), 12, 1, (32, 16), 3, 0.33, NnunetTraining().changes) for _ in range(2))
    for i in range(12):
        first, second = one[i], other[i]
        assert first["image"].shape == first["label"].shape == (1, 32, 16) and first["image"].dtype == np.float32
        assert np.array_equal(first["image"], second["image"]) and set(np.unique(first["label"])) <= {0, 1}
    other.offset = 12
    assert not np.array_equal(one[0]["image"], other[0]["image"])


def test_what_is_cut_fills_a_patch_that_is_turned_and_shrunk() -> None:
    assert around((30, 40), NnunetTraining().changes) == (72, 72)  # 50 / 0.7


def test_an_interrupted_training_goes_on_as_if_there_had_been_none(tmp_path: Path) -> None:
    parameters = replace(NnunetTraining(), epochs=2, steps=2, validation_patches=3, workers=0)
    made = images()
    whole, curves = train(tmp_path / "whole", made, made, SMALL, parameters, "cpu")
    train(tmp_path / "parts", made, made, SMALL, parameters, "cpu", stop_after=1)
    parts, again = train(tmp_path / "parts", made, made, SMALL, parameters, "cpu")
    assert len(curves) == len(again) == 2 and set(curves[0]) >= {"loss", "validation_loss", "validation_dice"}
    for one, other in zip(whole.state_dict().values(), parts.state_dict().values(), strict=True):
        assert torch.equal(one, other)


def test_objects_are_the_likelier_class_and_faint_parts_without_any_of_it() -> None:
    probability = np.zeros((20, 20), np.float32)
    probability[2:7, 2:7] = 0.2
    probability[3:5, 3:5] = 0.9  # the halo of a certain object is no object
    probability[12:14, 12:15] = 0.3
    objects, scores = objects_of(probability, 0.5, 0.05)
    assert objects.sizes.tolist() == [4, 6] and scores == pytest.approx([0.9, 0.3])


def test_windows_cover_the_image_and_overlap_by_half() -> None:
    seen = np.zeros((100, 70), int)
    for window in windows_over(seen.shape, (32, 16), 0.5):
        seen[window] += 1
        assert seen[window].shape == (32, 16)
    assert seen.min() >= 1 and seen[50, 35] >= 4
    assert importance((32, 16)).max() == pytest.approx(1, abs=0.05)


def test_an_image_without_breast_is_nothing() -> None:
    assert not normalised(np.ones((4, 4), np.float32), np.zeros((4, 4), bool)).any()


def test_it_is_known_to_the_commands_and_not_offered_in_the_panel() -> None:
    assert set(COMPARED) == {"nnunet"} and not set(COMPARED) & set(METHODS) and {**METHODS, **COMPARED} == KNOWN


def test_without_a_bundle_it_is_refused_in_one_sentence() -> None:
    with pytest.raises(ModelError, match="nnunet"):
        create("nnunet")


@pytest.mark.parametrize("wrong", [{"patch_px": [30, 16]}, {"row_strides": [1, 2]}, {"features": [8]}])
def test_a_network_that_the_patch_does_not_fit_is_refused(wrong: dict[str, list[int]]) -> None:
    with pytest.raises(ModelError, match="contradict each other"):
        with_values(NnunetParameters(), {**_stated(), **wrong}, "m")


def _stated() -> dict[str, list[int]]:
    return {"patch_px": [32, 16], "features": [8, 16, 32], "row_strides": [1, 2, 2], "column_strides": [1, 2, 1]}


def test_a_bundle_is_run_over_a_mammogram_and_finds_what_the_network_answers(tmp_path: Path) -> None:
    parameters = with_values(NnunetParameters(), _stated(), "m")
    network = nnunet(parameters.features, parameters.strides)
    section = {**SECTION, "method": "nnunet", "parameters": _stated(), "spacing_mm": 0.1}
    folder = tmp_path / "b"
    write_bundle(folder, section, network.state_dict())
    detector = create("nnunet", folder, "cpu")
    marked = Marked((300, 260), [(60, 50)])
    detector.network = _Bright()
    analysis = detector.analyse(marked.mammogram)
    assert len(analysis.candidates) == 1 and analysis.method == "nnunet"
    row, column = analysis.candidates.measures[0, :2]
    assert (row, column) == pytest.approx((60, 50), abs=0.6) and analysis.candidates.column("score")[0] > 0.9


def test_it_says_where_the_processor_computed_in_bfloat16(monkeypatch: pytest.MonkeyPatch) -> None:
    from MicrocalcCADLib.detectors import window_map
    from MicrocalcCADLib.detectors.nnunet import Nnunet

    parameters = with_values(NnunetParameters(), _stated(), "m")
    detector, said = Nnunet(_Bright(), parameters, None, "cpu"), []
    for has in (False, True):
        monkeypatch.setattr(window_map, "_cpu_has_bfloat16", lambda has=has: has)
        notices = detector.analyse(Marked((300, 260), [(60, 50)]).mammogram).notices
        said.append(window_map.BFLOAT16 in [notice.text for notice in notices])
    assert said == [False, True]


class _Bright(torch.nn.Module):
    def forward(self, image: torch.Tensor) -> torch.Tensor:
        logits = (image.float() - 8) * 10
        return torch.cat([-logits, logits], 1)


def test_a_plan_becomes_the_detectors_parameters() -> None:
    parameters = parameters_of(SMALL, 0.1)
    assert (parameters.patch_px, parameters.strides, parameters.spacing_mm) == ((32, 16), [(1, 1), (2, 2), (2, 1)], 0.1)
