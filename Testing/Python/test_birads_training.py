"""The recipe of the BI-RADS rating: its loss, simulated ratings, balanced samples, and a small run from regions to
bundle.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch
from MicrocalcCADLib.assessment.attention_roi import ATTENTION, RoiParameters
from MicrocalcCADLib.assessment.birads import INPUTS, BiradsModel
from MicrocalcCADLib.assessment.roi_measures import MEASURES
from MicrocalcCADLib.errors import InputError
from MicrocalcReproduce.biopsied_regions import amorphous, simulated_regions
from MicrocalcReproduce.recipes import for_case_study
from MicrocalcTrainLib.losses import MalignancyAdjustedMSE
from MicrocalcTrainLib.recipes.birads import ADAMW, SGD, BiradsRecipe
from MicrocalcTrainLib.recipes.birads import RECIPE as DEFAULT
from MicrocalcTrainLib.recipes.options import OPTIMIZER
from MicrocalcTrainLib.simulation.descriptors import Description, frequencies
from MicrocalcTrainLib.simulation.graded import (
    class_index,
    draw_rated_description,
    graded,
    malignancy,
    malignant_share,
    suspicion,
)
from MicrocalcTrainLib.simulation.lesions import LesionParameters
from MicrocalcTrainLib.simulation.rated_regions import SPLIT, RatedParameters, RatedRegions, numbered, rated_regions
from MicrocalcTrainLib.simulation.rated_samples import BalancedSamples, attention_roi, samples_of
from MicrocalcTrainLib.simulation.regions import Region, RegionParameters
from MicrocalcTrainLib.workflows import birads
from MicrocalcTrainLib.workflows.best_epoch import EpochTraining
from MicrocalcTrainLib.workflows.birads_table import MAMSE, MSE, MULTI_CLASS, PUBLISHED, rating_figures
from MicrocalcTrainLib.workflows.material import Simulated

SMALL = RatedParameters(patients=20, roi=RoiParameters(spacing_mm=0.28, size_px=32))
RECIPE = BiradsRecipe(
    training=EpochTraining(epochs=2, batch=4, learning_rate=1e-3, workers=0),
    regions=SMALL,
    steps=2,
    width=8,
    per_region=(1, 2),
)


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("birads")


@pytest.fixture(scope="module")
def regions(work: Path) -> RatedRegions:
    return rated_regions(work / "regions", {}, SMALL)


def description(assessment: int, pathology: str = "MALIGNANT", kind: str = "PLEOMORPHIC") -> Description:
    return Description(kind, "CLUSTERED", assessment, pathology)


def slow_loss(alpha: float, prediction: float, target: float, malignant: float, epsilon: float = 1e-6) -> float:
    c = -(target - prediction) * (malignant - 0.5)
    return alpha ** (c / (abs(c) + epsilon)) * (target - prediction) ** 2


def test_the_loss_is_that_of_equations_2_to_4() -> None:
    rng = np.random.default_rng(0)
    prediction, target, malignant = rng.random(40), rng.random(40), rng.choice([0, 0.5, 1], 40)
    expected = np.mean([slow_loss(0.2, p, t, m) for p, t, m in zip(prediction, target, malignant, strict=True)])
    found = MalignancyAdjustedMSE(0.2)(*(torch.from_numpy(a) for a in (prediction, target, malignant)))
    assert found.item() == pytest.approx(expected, rel=1e-9)


def test_too_low_a_rating_of_a_malignant_case_weighs_25_times_one_that_is_too_high() -> None:
    loss = MalignancyAdjustedMSE(0.2, epsilon=1e-12)

    def at(prediction: float, malignant: float) -> float:
        return loss(*(torch.tensor([v], dtype=torch.float64) for v in (prediction, 0.5, malignant))).item()

    assert at(0.3, 1) / 0.04 == pytest.approx(5)
    assert at(0.7, 1) / 0.04 == pytest.approx(0.2)
    assert at(0.3, 0) / 0.04 == pytest.approx(0.2)
    assert at(0.3, 0.5) == pytest.approx(0.04)
    assert at(0.7, 0.5) == pytest.approx(0.04)


def test_with_alpha_1_it_is_the_mean_squared_error_and_its_gradient_is_finite_at_0() -> None:
    prediction = torch.tensor([0.1, 0.5, 0.9], requires_grad=True)
    target, malignant = torch.tensor([0.5, 0.5, 0.5]), torch.tensor([1.0, 1.0, 0.0])
    assert MalignancyAdjustedMSE(1.0)(prediction, target, malignant).item() == pytest.approx(
        ((prediction - target) ** 2).mean().item()
    )
    MalignancyAdjustedMSE(0.2)(prediction, target, malignant).backward()
    assert torch.isfinite(prediction.grad).all()


@pytest.mark.parametrize("alpha", [0.0, -1.0, 1.5])
def test_an_alpha_outside_its_range_is_refused(alpha: float) -> None:
    with pytest.raises(InputError, match="alpha"):
        MalignancyAdjustedMSE(alpha)


def test_categories_are_drawn_as_often_as_cbis_ddsm_has_them_without_0() -> None:
    rng = np.random.default_rng(0)
    drawn = Counter(draw_rated_description(rng).assessment for _ in range(4000))
    every = Counter()
    for one, count in zip(*frequencies(), strict=True):
        every[one.assessment] += int(count)
    total = sum(every[a] for a in (2, 3, 4, 5))
    assert set(drawn) == {2, 3, 4, 5}
    assert all(drawn[a] / 4000 == pytest.approx(every[a] / total, abs=0.03) for a in (2, 3, 4, 5))


def test_the_fourth_category_is_subdivided_by_its_share_of_malignant_cases() -> None:
    assert [class_index(description(a), 4) for a in (2, 3, 4, 5)] == [0, 1, 2, 3]
    assert [class_index(description(a), 6) for a in (2, 3, 5)] == [0, 1, 5]
    rows = [(one, int(count)) for one, count in zip(*frequencies(), strict=True) if one.assessment == 4]
    average = sum(n for one, n in rows if one.malignant) / sum(n for _, n in rows)
    mine = [(one, n) for one, n in rows if (one.type, one.distribution) == ("PLEOMORPHIC", "CLUSTERED")]
    share = (sum(n for one, n in mine if one.malignant) + average) / (sum(n for _, n in mine) + 1)
    assert malignant_share("PLEOMORPHIC", "CLUSTERED") == pytest.approx(share)
    for one, _ in rows:
        value = malignant_share(one.type, one.distribution)
        assert class_index(one, 6) == (2 if value <= 0.1 else 3 if value <= 0.5 else 4)


def test_no_biopsy_counts_for_neither() -> None:
    assert [malignancy(description(2, p)) for p in ("MALIGNANT", "BENIGN", "BENIGN_WITHOUT_CALLBACK")] == [
        1.0,
        0.0,
        0.5,
    ]


def test_a_higher_category_looks_more_suspicious_unless_separation_takes_that_away() -> None:
    assert suspicion(description(2)) < suspicion(description(3)) < suspicion(description(4)) < suspicion(description(5))
    assert suspicion(description(4, "BENIGN")) < suspicion(description(4))

    def looks(assessment: int, separation: float) -> np.ndarray:
        rng = np.random.default_rng(0)
        lesions = [graded(rng, description(assessment), LesionParameters(), separation) for _ in range(60)]
        sizes = [np.mean([one.shape.extent_mm for one in lesion]) for lesion in lesions]
        spreads = [np.std([one.offset_mm for one in lesion]) for lesion in lesions]
        return np.array([np.mean([len(lesion) for lesion in lesions]), -np.mean(sizes), -np.mean(spreads)])

    assert (looks(5, 1.0) > looks(2, 1.0)).all()
    np.testing.assert_array_equal(looks(5, 0.0), looks(2, 0.0))


def test_looks_tell_the_pathology_in_the_case_study_where_they_are_to() -> None:
    """Without a separation every way of segmenting had the AUC of chance: the labels were drawn, the looks were not."""
    descriptions, _ = amorphous()
    parameters = replace(for_case_study(RegionParameters()), procedural_share=1.0)

    def looks(malignant: bool, separation: float) -> np.ndarray:
        rng, described = np.random.default_rng(0), [one for one in descriptions if one.malignant == malignant]
        draw = partial(graded, separation=separation, grade_of=malignancy)
        lesions = [draw(rng, described[n % len(described)], LesionParameters()) for n in range(80)]
        sizes = [np.mean([one.shape.extent_mm for one in lesion]) for lesion in lesions]
        return np.array([np.mean([len(lesion) for lesion in lesions]), 1 / np.mean(sizes)])

    assert (looks(True, 0.5) > 1.2 * looks(False, 0.5)).all()
    assert (looks(True, 0.0) < 1.1 * looks(False, 0.0)).all()
    plain, told = (list(simulated_regions((), 4, 1, parameters, separation)) for separation in (0.0, 1.0))
    assert [one.malignant for one in plain][:1] == [one.malignant for one in told][:1]
    assert not np.array_equal(plain[0].image, told[0].image)


def test_cuts_are_moved_to_where_ratings_agree_best_and_stay_equal_where_nothing_is_gained() -> None:
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 4, 4000)
    output = np.clip(np.array([0.1, 0.3, 0.4, 0.9])[truth] + rng.normal(0, 0.02, 4000), 0, 1)
    cuts = birads.fitted_cuts(output, truth, 4)
    assert 0.15 < cuts[0] < 0.25 and cuts[1] == pytest.approx(0.35, abs=0.01) and 0.45 < cuts[2] < 0.85
    assert (np.searchsorted(cuts, output, side="right") == truth).mean() > 0.98
    assert birads.fitted_cuts((2 * truth + 1) / 8, truth, 4) == (0.25, 0.5, 0.75)
    assert birads.fitted_cuts(np.array([0.6]), np.array([1]), 4) == (0.25, 0.5, 0.75)


def test_what_agrees_better_with_validation_patients_is_kept_with_its_own_cuts() -> None:
    truth = np.arange(400) % 4
    rng = np.random.default_rng(0)
    good, bad = np.clip(0.1 + 0.2 * truth + rng.normal(0, 0.01, 400), 0, 1), rng.random(400)
    for alternatives in ([("good", good), ("bad", bad)], [("bad", bad), ("good", good)]):
        kept, cuts = birads.chosen(alternatives, truth, 4)
        assert kept == "good"
        assert (np.searchsorted(cuts, good, side="right") == truth).all()


def test_trees_are_kept_where_measures_tell_more_than_the_network(
    regions: RatedRegions, monkeypatch: pytest.MonkeyPatch
) -> None:
    torch.manual_seed(0)
    network = birads.ResNet(birads.NETWORK, 3, 1, 8)
    monkeypatch.setattr(birads, "TREES", replace(birads.TREES, least_in_leaf=1, trees=20))
    count = MEASURES.index("count")

    def telling(regions: RatedRegions, samples: list[tuple[int, int]]) -> np.ndarray:
        table = np.zeros((len(samples), len(MEASURES)))
        table[:, count] = [regions.facts[index].rating for index, _ in samples]
        return table

    monkeypatch.setattr(birads, "measures_of", telling)
    told = birads.fitted_model(network, regions, RECIPE, "cpu")
    assert told.trees is not None and told.parameters.inputs == INPUTS
    by_trees, by_network = (
        birads.measure_model(one, regions, RECIPE, "validation")[0].qwk for one in (told, replace(told, trees=None))
    )
    assert by_trees > 0.85 and by_trees > by_network

    def telling_answers(
        network: torch.nn.Module, regions: RatedRegions, samples: list[tuple[int, int]], *_
    ) -> tuple[np.ndarray, np.ndarray]:
        return telling(regions, samples)[:, [count]] - 1.5, np.random.default_rng(1).random((len(samples), 64))

    monkeypatch.setattr(
        birads, "measures_of", lambda regions, samples: np.random.default_rng(2).random((len(samples), len(MEASURES)))
    )
    monkeypatch.setattr(birads, "answers", telling_answers)
    monkeypatch.setattr(birads, "TREES", replace(birads.TREES, trees=1))
    alone = birads.fitted_model(network, regions, RECIPE, "cpu")
    assert alone.trees is None and alone.parameters.inputs == ()


def test_patients_are_split_3_to_1_to_1_and_all_views_of_one_stay_together(regions: RatedRegions) -> None:
    parts = {facts.patient: facts.part for facts in regions.facts}
    assert Counter(parts.values()) == {"training": 12, "validation": 4, "test": 4}
    assert all(facts.part == parts[facts.patient] for facts in regions.facts)
    assert len(SPLIT) == 5


def test_objects_of_the_lesion_come_first() -> None:
    truth = np.zeros((12, 12), bool)
    truth[8:10, 8:10] = truth[2, 9] = True
    segmentation = truth.copy()
    segmentation[2, 2] = segmentation[5, 0:2] = True
    numbers, count = numbered(Region(np.zeros((12, 12), np.float32), segmentation, description(4), 0, truth))
    assert count == 2
    assert set(numbers[truth]) == {1, 2}
    assert set(numbers[segmentation & ~truth]) == {3, 4}
    assert (numbers[~segmentation] == 0).all()


def test_regions_are_the_same_after_an_interruption(
    regions: RatedRegions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import MicrocalcTrainLib.simulation.rated_regions as module

    few = replace(SMALL, patients=6)
    straight = rated_regions(tmp_path / "a", {}, few)
    monkeypatch.setattr(module, "AT_ONCE", 2)
    made = []

    def failing(*arguments: object) -> Region:
        made.append(arguments)
        if len(made) == 4:
            raise KeyboardInterrupt
        return original(*arguments)

    original = module._region
    monkeypatch.setattr(module, "_region", failing)
    with pytest.raises(KeyboardInterrupt):
        rated_regions(tmp_path / "b", {}, few)
    monkeypatch.setattr(module, "_region", original)
    again = rated_regions(tmp_path / "b", {}, few)
    assert again.facts == straight.facts
    np.testing.assert_array_equal(again.codes, straight.codes)
    np.testing.assert_array_equal(again.objects, straight.objects)


def test_a_sample_holds_the_patch_all_objects_and_the_one(regions: RatedRegions) -> None:
    index = regions.of("training")[0]
    roi = attention_roi(regions, index, 1).stacked()
    assert roi.shape == (3, 32, 32) and roi.dtype == np.float32
    np.testing.assert_array_equal(roi[1][roi[1] != 0], roi[0][roi[1] != 0])
    assert (roi[2] != 0).sum() <= (roi[1] != 0).sum()
    assert (roi[2] != 0).sum() <= (regions.objects[index] == 1).sum()


def test_minibatches_are_balanced_and_item_i_is_always_the_same(regions: RatedRegions) -> None:
    samples = BalancedSamples(regions, 12, seed=3)
    classes = [int(samples[i]["label"][0]) for i in range(12)]
    present = {regions.facts[i].rating for i in regions.of("training")}
    assert Counter(classes) == {c: 12 // len(present) for c in present}
    first = samples[7]["image"]
    samples.offset = 4
    np.testing.assert_array_equal(samples[3]["image"], first)
    label = samples[0]["label"]
    assert label[1] == pytest.approx((2 * label[0] + 1) / 8)


def test_the_recipe_makes_a_bundle_that_rates_and_the_papers_table(
    work: Path, regions: RatedRegions, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def untrained(folder: Path, regions: RatedRegions, loss: str, recipe: BiradsRecipe, device: str):
        seen.append((loss, regions.parameters.roi.channels))
        outputs = regions.parameters.classes if loss == MULTI_CLASS else 1
        return birads.ResNet(birads.NETWORK, regions.parameters.roi.channels, outputs, recipe.width), []

    monkeypatch.setattr(birads, "train", untrained)
    folder = birads.make(
        work, Simulated([]), replace(RECIPE, ablation=True), "cpu", "microcalc-train train birads -o DIR"
    )
    assert set(seen) == set(PUBLISHED) and seen[-1] == (MAMSE, ATTENTION)
    card = (folder / "docs" / "README.md").read_text(encoding="utf-8")
    assert card.count("attention region |") == 3 and "simulated lesions only" in card
    assert "0.8870" not in card and "No published figure is on like terms" in card
    model = BiradsModel.load(folder)
    assert "simulated lesions only" in model.notices[0].text
    assert np.isfinite(model.parameters.farthest)
    assert str(work) not in (folder / "configs" / "metadata.json").read_text(encoding="utf-8")
    samples, _ = samples_of(regions, "validation", 2)
    risks, outside = model.risks([attention_roi(regions, *sample) for sample in samples])
    assert ((risks > 0) & (risks < 1)).all()
    assert outside.mean() <= 0.2


def test_figures_are_those_of_table_1_of_the_paper() -> None:
    found = rating_figures(np.arange(6), np.array([0, 1, 0, 3, 4, 5]), np.ones(6), 6)
    assert (found.qwk, found.maqwk_malignant) == (pytest.approx(0.9024, abs=1e-4), pytest.approx(0.8356, abs=1e-4))


def test_the_rate_of_sgd_falls_in_steps_and_that_of_adamw_rises_and_falls_along_a_cosine() -> None:
    training = EpochTraining(epochs=40, learning_rate=1.0)
    steps = [birads.rate_of(DEFAULT, epoch, training) for epoch in (1, 10, 11, 40)]
    assert steps == pytest.approx([1, 1, 0.3, 0.027])
    rates = [birads.rate_of(replace(DEFAULT, optimizer=ADAMW), epoch, training) for epoch in range(1, 41)]
    assert rates[:3] == pytest.approx([0.25, 0.5, 0.75], rel=0.02)
    assert np.argmax(rates) == 3 and (np.diff(rates[3:]) < 0).all() and 0 < rates[-1] < 0.002


@pytest.mark.parametrize("optimizer", OPTIMIZER.choices)
def test_both_optimizers_learn_and_go_on_exactly_after_an_interruption(
    regions: RatedRegions, tmp_path: Path, optimizer: str
) -> None:
    recipe = replace(RECIPE, optimizer=optimizer)
    straight, curves = birads.train(tmp_path / "a", regions, MAMSE, recipe, "cpu")
    birads.train(tmp_path / "b", regions, MAMSE, recipe, "cpu", stop_after=1)
    resumed, again = birads.train(tmp_path / "b", regions, MAMSE, recipe, "cpu")
    assert again == curves
    assert all(torch.equal(value, resumed.state_dict()[name]) for name, value in straight.state_dict().items())


def test_the_defaults_are_the_papers() -> None:
    r = DEFAULT
    assert (r.training.epochs, r.training.batch, r.training.learning_rate) == (50, 32, 0.001)
    assert r.optimizer == SGD
    assert (r.momentum, r.fall, r.fall_epochs, r.alpha, r.width) == (0.99, 0.3, 10, 0.2, 64)
    assert [loss for loss, _ in PUBLISHED] == [MULTI_CLASS, MSE, MAMSE] * 2


def test_the_papers_figures_stand_beside_six_classes_alone() -> None:
    from MicrocalcTrainLib.workflows.birads_table import MAMSE, ablation_table, rating_figures

    index = np.arange(4)
    four, six = (
        ablation_table(
            {(MAMSE, 3): rating_figures(index, index, np.full(4, 0.5), n)},
            n,
            {"more": rating_figures(index, index, index, n)},
        )
        for n in (4, 6)
    )
    assert "published" not in four and "0.8870" not in four
    assert "published QWK" in six and "| 0.8870 | 0.3489 | 0.3786 |" in six
    for table in (four, six):
        assert len({line.count("|") for line in table.strip().splitlines()}) == 1, "every row has the same cells"
