"""Patch classes of Valvano 2019, the classifier's training, and the recipe two-stage in miniature."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from background_files import write_backgrounds
from MicrocalcCADLib import detectors
from MicrocalcCADLib.detectors.two_stage import PatchNetworkParameters
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.networks.two_stage import PatchNetwork
from MicrocalcCADLib.reading import read_mammogram
from MicrocalcTrainLib.datasets.minibatches import BalancedBatches
from MicrocalcTrainLib.datasets.patch_database import PatchDatabase
from MicrocalcTrainLib.recipes.two_stage import RECIPE
from MicrocalcTrainLib.simulation.backgrounds import procedural
from MicrocalcTrainLib.simulation.insertion import Inserted
from MicrocalcTrainLib.simulation.patch_classes import PatchClassParameters, classes_of, patches_of, seen_truth
from MicrocalcTrainLib.simulation.patches import SimulatedPatches
from MicrocalcTrainLib.workflows import two_stage
from MicrocalcTrainLib.workflows.classifier import CHECKPOINT, ClassifierTraining, labelled, train_classifier
from MicrocalcTrainLib.workflows.material import Simulated
from MicrocalcTrainLib.workflows.two_stage import make

SMALL = PatchClassParameters(size_px=21, near_px=(2, 3), rim_px=2)
TRAINING = ClassifierTraining(epochs=3, steps=4, batch=16, learning_rate=3e-3)
CHANNELS = (2, 4, 4, 4, 4, 4)


def slow_class(truth: np.ndarray, doubtful: np.ndarray, row: int, column: int, p: PatchClassParameters) -> int:
    """Look at the patch around one pixel as the definition says."""
    half, inner = p.size_px // 2, p.size_px // 2 - p.rim_px
    near = np.argwhere(doubtful)
    if len(near) and np.hypot(*(near - (row, column)).T).min() <= p.near_px[1]:
        return 0
    if truth[row, column]:
        return 1
    window = (slice(max(row - half, 0), row + half + 1), slice(max(column - half, 0), column + half + 1))
    if not (truth | doubtful)[window].any():
        return 4
    distance = np.hypot(*(np.argwhere(truth) - (row, column)).T).min() if truth.any() else np.inf
    if p.near_px[0] <= distance <= p.near_px[1]:
        return 2
    window = (slice(max(row - inner, 0), row + inner + 1), slice(max(column - inner, 0), column + inner + 1))
    return 3 if truth[window].any() and distance > p.near_px[1] else 0


def test_the_class_of_every_patch_is_what_looking_at_it_says():
    rng = np.random.default_rng(3)
    truth, doubtful = (rng.random((60, 50)) < share for share in (0.002, 0.0008))
    truth[20:23, 30:32] = True
    doubtful &= ~truth
    classes = classes_of(truth, doubtful, SMALL)
    expected = [[slow_class(truth, doubtful, r, c, SMALL) for c in range(50)] for r in range(60)]
    np.testing.assert_array_equal(classes, expected)
    assert set(np.unique(classes)) == {0, 1, 2, 3, 4}


def test_patches_are_cut_around_pixels_of_their_class():
    parameters = replace(RECIPE.patches, per_region=(5, 5, 5, 10))
    parameters = replace(
        parameters, regions=replace(parameters.regions, size_px=128, cluster_share=1.0, spacing_mm=0.1)
    )
    regions = SimulatedPatches([procedural(np.random.default_rng(0), (400, 400), 0.1)], 4, 1, parameters.regions)
    classes, patches = (
        np.concatenate(part) for part in zip(*(patches_of(regions, i, parameters) for i in range(4)), strict=True)
    )
    assert patches.shape == (len(classes), 49, 49)
    assert set(classes) == {1, 2, 3, 4}
    centre = patches[:, 24, 24]
    assert centre[classes == 1].mean() > centre[classes == 3].mean() + 2
    again = patches_of(regions, 0, parameters)
    np.testing.assert_array_equal(again[1], patches[: len(again[1])])


def test_a_region_without_its_calcifications_differs_only_where_they_are():
    parameters = replace(RECIPE.patches.regions, single_share=1.0, cluster_share=0.0)
    regions = SimulatedPatches(
        [procedural(np.random.default_rng(0), (400, 400), parameters.spacing_mm)], 8, 1, parameters
    )
    for index in range(8):
        image, bare, inserted = regions.region_and_bare(index)
        np.testing.assert_array_equal(image, regions.region(index)[0])
        assert [(one.row, one.column) for one in inserted] == [
            (one.row, one.column) for one in regions.region(index)[1]
        ]
        near = np.zeros(image.shape, bool)
        for one in inserted:
            near[max(int(one.row) - 20, 0) : int(one.row) + 21, max(int(one.column) - 20, 0) : int(one.column) + 21] = (
                True
            )
        difference = image - bare
        assert np.median(np.abs(difference[~near])) < 0.05 * max(
            difference[one.rows, one.columns].mean() for one in inserted
        )


def test_a_calcification_counts_only_if_it_stands_out_by_itself():
    rng = np.random.default_rng(0)
    bare = (0.4 + 0.01 * rng.standard_normal((120, 120))).astype(np.float32)
    rows, columns = (side.ravel() for side in np.mgrid[28:31, 28:31])
    seen, hidden, unseen = (
        Inserted(29.0 + down, 29.0, 0, "punctate", 8.0, rows + down, columns) for down in (0, 30, 60)
    )
    bare[58:61, 28:31] += 0.1
    image = bare.copy()
    for one, added in ((seen, 0.1), (hidden, 0.01), (unseen, 0.01)):
        image[one.rows, one.columns] += np.float32(added)
    truth, doubtful = seen_truth(image, bare, [seen, hidden, unseen], replace(RECIPE.patches, least_contrast=4.0))
    for one, counts in ((seen, True), (hidden, False), (unseen, False)):
        assert truth[one.rows, one.columns].all() == counts and doubtful[one.rows, one.columns].all() != counts
    assert truth.sum() == 9 and doubtful.sum() == 18


def test_the_detectors_threshold_is_where_most_of_the_papers_draw_of_patches_is_right(monkeypatch: pytest.MonkeyPatch):
    classes = np.repeat([1, 2, 3, 4], 100)
    positive = np.where(classes == 4, np.linspace(0, 0.5, 400), 0.32)
    monkeypatch.setattr(two_stage, "probabilities", lambda *_: positive)
    assert 0.05 <= two_stage.decision_threshold(None, np.zeros((400, 1, 1)), classes, "cpu") <= 0.3
    monkeypatch.setattr(two_stage, "probabilities", lambda *_: np.where(classes == 4, 0.61, 0.72))
    assert two_stage.decision_threshold(None, np.zeros((400, 1, 1)), classes, "cpu") in (0.65, 0.7)


def test_patches_of_even_side_are_refused():
    with pytest.raises(InputError, match="no central pixel"):
        PatchClassParameters(size_px=48)


@pytest.fixture
def bright_spots(tmp_path) -> PatchDatabase:
    """Noise, half of it with a bright centre: something that a small network learns at once."""
    database = PatchDatabase(tmp_path / "spots.sqlite", 13, {})
    for number, split in enumerate(("training", "validation")):
        patches = np.random.default_rng(number).standard_normal((200, 13, 13))
        patches[:100, 5:8, 5:8] += 3
        database.add(split, 0, np.repeat([1, 4], 100), patches)
    return database


def trained(database: PatchDatabase, folder, **options) -> PatchNetwork:
    torch.manual_seed(5)
    batches = BalancedBatches(database, "training", (1,), TRAINING.batch, TRAINING.steps, 1)
    network = PatchNetwork(13, "same", CHANNELS)
    return train_classifier(
        folder, network, batches, labelled(*database.all_of("validation"), (1,)), TRAINING, **options
    )


def test_a_training_resumed_after_an_epoch_ends_with_the_weights_of_one_never_interrupted(bright_spots, tmp_path):
    straight = trained(bright_spots, tmp_path / "a")
    trained(bright_spots, tmp_path / "b", stop_after=1)
    assert torch.load(tmp_path / "b" / CHECKPOINT, weights_only=True)["curves"]["rows"].count("epoch") == 1
    resumed = trained(bright_spots, tmp_path / "b")
    for name, value in straight.state_dict().items():
        torch.testing.assert_close(resumed.state_dict()[name], value, rtol=0, atol=0, msg=name)
    curves = json.loads((tmp_path / "b" / "curves.json").read_text())["curves"]
    assert [row["epoch"] for row in curves] == [1, 2, 3]
    assert curves[-1]["validation_loss"] < curves[0]["validation_loss"]
    assert list((tmp_path / "b" / "tensorboard").iterdir())


def test_training_stops_early_and_keeps_the_best_epoch(bright_spots, tmp_path):
    """Validation patches have the opposite labels, so that learning makes their loss rise from the first epoch on."""
    parameters = replace(TRAINING, epochs=12, stop_after=2)
    opposite = labelled(*bright_spots.all_of("validation"), (4,))
    networks = []
    for name, until in (("a", None), ("b", 1)):
        torch.manual_seed(5)
        batches = BalancedBatches(bright_spots, "training", (1,), TRAINING.batch, 30, 1)
        network = PatchNetwork(13, "same", CHANNELS)
        networks.append(
            train_classifier(
                tmp_path / name, network, batches, opposite, replace(parameters, steps=30), stop_after=until
            )
        )
    losses = [row["validation_loss"] for row in json.loads((tmp_path / "a" / "curves.json").read_text())["curves"]]
    assert len(losses) == 3 and min(losses) == losses[0]
    for ours, first in zip(*(network.state_dict().values() for network in networks), strict=True):
        torch.testing.assert_close(ours, first, rtol=0, atol=0)


def test_weights_balance_positives_and_negatives_and_the_classes_of_each():
    classes = np.array([1, 1, 1, 2, 3, 4, 4])
    weights = labelled(np.zeros((7, 3, 3)), classes, (1, 2, 3)).weights
    assert weights[classes == 4].sum() == pytest.approx(0.5)
    assert [weights[classes == c].sum() for c in (1, 2, 3)] == pytest.approx([1 / 6] * 3)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    """The recipe in miniature: a few regions, a few steps, tiny networks."""
    folder = tmp_path_factory.mktemp("two-stage")
    regions = replace(RECIPE.patches.regions, spacing_mm=0.1, size_px=96, cluster_share=1.0)
    recipe = replace(
        RECIPE,
        patches=replace(RECIPE.patches, regions=regions),
        detector_form=PatchNetworkParameters(channels=CHANNELS),
        segmentator_form=PatchNetworkParameters(padding="valid", channels=CHANNELS),
        detector=replace(TRAINING, epochs=1),
        segmentator=replace(TRAINING, epochs=1),
        regions=4,
        validation_regions=2,
        test_regions=2,
        normals=1,
        test_images=1,
        test_spacings_mm=(0.2,),
    )
    sources = write_backgrounds(folder)
    return make(folder, Simulated(sources), recipe, "cpu", "microcalc-train train two-stage"), sources


def test_the_recipe_writes_a_bundle_that_the_detector_loads_and_runs(bundle):
    folder, sources = bundle
    detector = detectors.create("two-stage", folder, "cpu")
    assert detector.parameters.spacing_mm == 0.1 and detector.parameters.segmentator.padding == "valid"
    analysis = detector.analyse(read_mammogram(sources[0].path, spacing_mm=0.1))
    assert analysis.method == "two-stage" and analysis.model.name == "two-stage"
    assert analysis.score_map.shape == (320, 320)
    assert any("simulated" in notice.text for notice in analysis.notices)


def test_the_card_has_the_table_of_the_paper_with_ours_above(bundle):
    folder, _ = bundle
    card = (folder / "docs" / "README.md").read_text()
    section = json.loads((folder / "configs" / "metadata.json").read_text())["microcalc"]
    table, best = section["training"]["patch_errors"], section["training"]["detector_at_its_best"]
    of_whole_images = section["parameters"]["detector_threshold"], section["parameters"]["pixel_threshold"]
    assert (table["detector"]["threshold"], table["segmentator"]["threshold"]) == of_whole_images == (0.5, 0.5)
    assert card.count("| detector, same | ") == 2 and f"| {best['threshold']} | {best['patches']} |" in card
    assert f"| segmentator, valid | {table['segmentator']['C1']} |" in card
    assert "| Valvano 2019, detector, same | 0.09 | 0.47 | 7.84 | 2.09 | 98.22 |" in card
    assert {p.name for p in (folder / "docs").iterdir()} >= {"curves.svg", "curves-segmentator.svg", "curves.json"}


def test_a_form_that_cannot_be_is_refused_before_anything_is_simulated(tmp_path):
    recipe = replace(RECIPE, segmentator_form=PatchNetworkParameters(size_px=29, padding="valid"))
    with pytest.raises(InputError, match="too small"):
        make(tmp_path, Simulated(write_backgrounds(tmp_path, side=64)), recipe, "cpu", "")
    assert not (tmp_path / "patches.sqlite").exists()
