"""The recipe patch-learning: balanced simulated patches, slope-1 operating point, exact resuming, a bundle in
miniature.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from MicrocalcCADLib import detectors
from MicrocalcCADLib.contrast import local_contrast
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.networks.resnet import ResNet
from MicrocalcCADLib.progress import Progress
from MicrocalcTrainLib.metrics.roc import roc
from MicrocalcTrainLib.recipes import options_of
from MicrocalcTrainLib.recipes.patch_learning import RECIPE
from MicrocalcTrainLib.recipes.trainings import RunOptions
from MicrocalcTrainLib.simulation.backgrounds import procedural
from MicrocalcTrainLib.simulation.labelled_patches import LabelledPatches
from MicrocalcTrainLib.simulation.lesions import LesionParameters
from MicrocalcTrainLib.simulation.patches import PatchParameters, SimulatedPatches
from MicrocalcTrainLib.workflows import patch_learning
from MicrocalcTrainLib.workflows.best_epoch import CHECKPOINT, EpochTraining, rate_of_epoch
from MicrocalcTrainLib.workflows.material import Simulated
from MicrocalcTrainLib.workflows.model_card import write_curves
from MicrocalcTrainLib.workflows.patch_learning import drawn, make, measure, points_on_roc, train
from report_material import make_mammogram

CLEAR = PatchParameters(
    size_px=64, single_share=0.0, lesions=LesionParameters(contrast=(14, 16), count=(10, 20), spread_mm=(0.6, 1.0))
)
TINY = replace(
    RECIPE,
    training=EpochTraining(epochs=2, batch=4, workers=0),
    patches=CLEAR,
    network="resnet18",
    width=8,
    epoch_patches=8,
    validation_patches=20,
    test_patches=20,
)


def background(seed: int = 0):
    return procedural(np.random.default_rng(seed), (200, 200), 0.1)


def test_the_defaults_are_those_of_the_paper() -> None:
    assert (RECIPE.patches.size_px, RECIPE.network, RECIPE.frozen_layers, RECIPE.epoch_patches) == (
        224,
        "resnet50",
        100,
        2 * 536,
    )
    assert (RECIPE.training.epochs, RECIPE.training.batch, RECIPE.training.learning_rate) == (120, 32, 1e-4)


def test_every_second_patch_is_positive_and_the_classes_are_balanced() -> None:
    patches = LabelledPatches([background()], 10, 1, CLEAR)
    assert [float(patches[i]["label"][0]) for i in range(10)] == [1, 0] * 5
    assert drawn(LabelledPatches([background()], 10, 1, CLEAR)).positive.sum() == 5
    patches.offset = 10
    assert float(patches[0]["label"][0]) == 1


def test_patch_i_is_always_the_same_and_another_epoch_has_others() -> None:
    one, other = (LabelledPatches([background()], 4, 1, CLEAR) for _ in range(2))
    assert np.array_equal(one[2]["image"], other[2]["image"])
    other.offset = 4
    assert not np.array_equal(one[2]["image"], other[2]["image"])
    assert one[2]["image"].shape == (1, 64, 64) and one[2]["image"].dtype == np.float32


def test_a_positive_patch_holds_at_least_three_calcifications_of_a_cluster_and_a_negative_one_none() -> None:
    wide = replace(
        CLEAR, lesions=replace(CLEAR.lesions, count=(5, 6), spread_mm=(4.0, 5.0)), single_share=1.0, looks=CLEAR.looks
    )
    patches = LabelledPatches([background()], 40, 1, wide)
    seen = {0: [], 1: []}
    for label, kind in enumerate(patches._kinds):
        region = kind.region

        def watched(index, label=label, region=region):
            image, inserted = region(index)
            seen[label].append((image, inserted))
            return image, inserted

        kind.region = watched
    inner = slice(wide.margin_px, wide.margin_px + wide.size_px)
    drawn_again = 0
    for index in range(40):
        label = 1 - index % 2
        seen[label].clear()
        item = patches[index]
        drawn_again += len(seen[label]) - 1
        image, inserted = seen[label][-1]
        assert np.array_equal(item["image"][0], local_contrast(image, 0.1)[inner, inner])
        inside = [one.lesion for one in inserted if 24 <= one.row < 88 and 24 <= one.column < 88]
        groups = [inside.count(lesion) for lesion in set(inside)]
        assert max(groups, default=0) >= 3 if label else max(groups, default=0) <= 1
    assert drawn_again > 0


def test_calcifications_too_faint_to_be_annotated_do_not_make_a_patch_positive() -> None:
    faint = replace(CLEAR, lesions=replace(CLEAR.lesions, contrast=(1.5, 6.0), count=(5, 8)))
    strict, lax = (LabelledPatches([background()], 40, 1, faint, least) for least in (3.0, 0.0))
    assert any(not np.array_equal(strict[i]["image"], lax[i]["image"]) for i in range(0, 40, 2))
    assert all(np.array_equal(strict[i]["image"], lax[i]["image"]) for i in range(1, 40, 2))


def test_by_the_papers_definition_any_overlap_makes_a_patch_positive_also_by_a_sliver() -> None:
    """Looked at from outside: each positive patch is found in its region, and the box about the cluster's
    calcifications overlaps it.
    """
    patches = LabelledPatches([background()], 60, 1, CLEAR, definition="overlap")
    seen = []
    region = patches._kinds[1].region
    patches._kinds[1].region = lambda draw: seen.append(region(draw)) or seen[-1]
    slivers = 0
    for index in range(0, 60, 2):
        seen.clear()
        item = patches[index]["image"][0]
        image, inserted = seen[-1]
        contrast = local_contrast(image, 0.1)
        (first,) = [
            (r, c)
            for r in range(contrast.shape[0] - 63)
            for c in range(contrast.shape[1] - 63)
            if np.array_equal(contrast[r : r + 64, c : c + 64], item)
        ]
        assert all(24 <= start <= contrast.shape[0] - 88 for start in first), (
            "what the contrast is taken from is simulated"
        )
        held = []
        for lesion in {one.lesion for one in inserted}:
            places = np.concatenate(
                [np.stack([one.rows, one.columns], axis=1) for one in inserted if one.lesion == lesion]
            )
            low, high = places.min(axis=0), places.max(axis=0)
            if (low < np.array(first) + 64).all() and (high >= first).all():
                inside = ((places >= first) & (places < np.array(first) + 64)).all(axis=1)
                held.append(inside.mean())
        assert held, "the box about a cluster overlaps the patch"
        slivers += max(held) < 0.5
    assert slivers >= 2 and float(patches[1]["label"][0]) == 0


def test_the_papers_definition_is_the_default_and_an_option() -> None:
    assert RECIPE.definition == "overlap"
    assert options_of("patch-learning")["definition"] == ("definition",)


def test_a_negative_patch_is_the_simulated_patch_without_clusters() -> None:
    image, inserted = SimulatedPatches(
        [background()], 4, 1, replace(CLEAR, cluster_share=0.0, vessel_share=0.0)
    ).region(1)
    assert inserted == []
    assert np.array_equal(
        LabelledPatches([background()], 4, 1, CLEAR)[1]["image"][0], local_contrast(image, 0.1)[24:88, 24:88]
    )


def test_operating_points_lie_where_they_should_on_the_roc() -> None:
    positive = np.repeat([True, False], 1000)
    generator = np.random.default_rng(0)
    score = np.clip(np.where(positive, 0.7, 0.3) + 0.15 * generator.standard_normal(2000), 0, 1)
    points, curve = points_on_roc(roc(score, positive))
    youden = [(score[positive] >= t).mean() - (score[~positive] >= t).mean() for t in np.unique(score)]
    balanced = points["balanced"]
    assert (score[positive] >= balanced).mean() - (score[~positive] >= balanced).mean() == pytest.approx(max(youden))
    assert (score[positive] >= points["sensitive"]).mean() == pytest.approx(0.99)
    assert (score[~positive] >= points["specific"]).mean() == pytest.approx(0.005)
    assert points["sensitive"] < balanced < points["specific"]
    assert all(0 <= row["threshold"] <= 1 for row in curve)


def test_the_figures_are_those_of_the_paper() -> None:
    figures = measure(np.array([0.9, 0.8, 0.4, 0.6, 0.2, 0.1]), np.array([1, 1, 1, 0, 0, 0], bool), 0.5)
    assert figures["auc"] == pytest.approx(8 / 9, abs=1e-4)
    assert (figures["accuracy"], figures["sensitivity"], figures["specificity"]) == pytest.approx(
        (4 / 6, 2 / 3, 2 / 3), abs=1e-4
    )


def test_the_rate_falls_along_a_cosine_or_stays() -> None:
    falling = EpochTraining(epochs=11, learning_rate=2.0, last_share=0.1)
    assert [rate_of_epoch(e, falling) for e in (1, 6, 11)] == pytest.approx([2.0, 1.1, 0.2])
    assert {rate_of_epoch(e, EpochTraining(epochs=5)) for e in range(1, 6)} == {1e-4}


def test_a_training_resumed_after_an_epoch_ends_with_the_weights_of_one_never_interrupted(tmp_path: Path) -> None:
    validation = drawn(LabelledPatches([background(1)], 8, 5, CLEAR))
    training = LabelledPatches([background()], TINY.epoch_patches, TINY.seed, CLEAR)
    straight, curves = train(tmp_path / "a", training, validation, TINY, "cpu")
    train(tmp_path / "b", training, validation, TINY, "cpu", stop_after=1)
    assert torch.load(tmp_path / "b" / CHECKPOINT, weights_only=True)["curves"]["rows"].count("epoch") == 1
    resumed, again = train(tmp_path / "b", training, validation, TINY, "cpu")
    assert again == curves and list((tmp_path / "b" / "tensorboard").iterdir())
    for name, value in straight.state_dict().items():
        torch.testing.assert_close(resumed.state_dict()[name], value, rtol=0, atol=0, msg=name)


def test_only_layers_after_the_first_100_are_trained_from_imagenet_weights(tmp_path: Path) -> None:
    torch.manual_seed(3)
    weights = ResNet("resnet50", channels=3, outputs=1000, width=8).state_dict()
    torch.save(weights, tmp_path / "imagenet.pth")
    recipe = replace(
        TINY,
        network="resnet50",
        imagenet=tmp_path / "imagenet.pth",
        training=replace(TINY.training, epochs=1, learning_rate=0.01),
    )
    network, _ = train(
        tmp_path / "t",
        LabelledPatches([background()], recipe.epoch_patches, 1, CLEAR),
        drawn(LabelledPatches([background(1)], 4, 5, CLEAR)),
        recipe,
        "cpu",
    )
    state = network.state_dict()
    for name in ("layer3.1.conv3.weight", "layer3.1.bn2.running_mean", "layer1.0.downsample.0.weight"):
        assert torch.equal(state[name], weights[name]), name
    for name in ("layer3.1.bn3.weight", "layer3.2.conv1.weight", "layer4.2.bn3.running_mean"):
        assert not torch.equal(state[name], weights[name]), name


def test_the_recipe_makes_a_bundle_that_detects(tmp_path: Path) -> None:
    bundle = make(tmp_path, Simulated([]), TINY, "cpu", "microcalc-train train patch-learning")
    metadata = json.loads((bundle / "configs" / "metadata.json").read_text())["microcalc"]
    assert metadata["spacing_mm"] == 0.1 and metadata["parameters"]["size_px"] == 64
    assert set(metadata["operating_points"]) == {"sensitive", "balanced", "specific"}
    card = (bundle / "docs" / "README.md").read_text()
    assert "Research only" in card and "5 to 16" not in card and "14 to 16" in card
    findings = decide(detectors.create("patch-learning", bundle, "cpu").analyse(make_mammogram(), Progress()))
    assert findings.model.name == "patch-learning" and findings.patches
    assert any("simulated" in notice.text for notice in findings.notices)


def test_an_epoch_smaller_than_a_minibatch_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="fewer than a minibatch of 4"):
        make(tmp_path, Simulated([]), replace(TINY, epoch_patches=2), "cpu", "")


class TwoBrightnesses:
    """Patches of which every second one is bright; `wrong` of each four are labelled as the other kind."""

    def __init__(self, wrong: int) -> None:
        self.wrong, self.offset = wrong, 0

    def __len__(self) -> int:
        return 16

    def __getitem__(self, index: int) -> dict[str, np.ndarray]:
        bright = index % 2
        return {
            "image": np.full((1, 64, 64), bright, np.float32),
            "label": np.array([bright ^ (index % 4 < self.wrong)], np.float32),
        }


@pytest.mark.parametrize(("wrong", "accuracy"), [(0, 1.0), (1, 0.75)])
def test_the_accuracy_on_training_and_on_validation_patches_is_kept_for_each_epoch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: int, accuracy: float
) -> None:
    """Of a network that answers by brightness and learns nothing, the accuracy is the share of right labels."""

    class Bright(torch.nn.Module):
        def __init__(self, *_: object, **__: object) -> None:
            super().__init__()
            self.none = torch.nn.Parameter(torch.zeros(1))

        def forward(self, image: torch.Tensor) -> torch.Tensor:
            return (image.mean(dim=(1, 2, 3)) - 0.5 + 0 * self.none)[:, None]

    monkeypatch.setattr(patch_learning, "ResNet", Bright)
    recipe = replace(TINY, training=replace(TINY.training, run=RunOptions(accumulate=2, channels_last=False)))
    validation = drawn(TwoBrightnesses(2))
    _, rows = train(tmp_path / "run", TwoBrightnesses(wrong), validation, recipe, "cpu")
    assert [row["epoch"] for row in rows] == [1, 2]
    assert all(
        row["accuracy"] == pytest.approx(accuracy) and row["validation_accuracy"] == pytest.approx(0.5) for row in rows
    )
    write_curves(tmp_path, "curves", rows)
    picture = (tmp_path / "docs" / "curves.svg").read_text()
    assert all(
        f">{name}</text>" in picture
        for name in ("loss", "accuracy", "validation loss", "validation accuracy", "validation AUC")
    )
