"""`microcalc-reproduce` in miniature: each table from the first patch to CSV and figures, and taken up after an
interruption.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from background_files import write_backgrounds
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.assessment.attention_roi import RoiParameters
from MicrocalcCADLib.detectors.hdogreg import Hdogreg, RegionMaps
from MicrocalcCADLib.detectors.hdogreg import create as create_hdogreg
from MicrocalcCADLib.detectors.two_stage import PatchNetworkParameters
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.findings import ModelIdentity
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcReproduce import (
    amorphous_case_study,
    birads_table_3,
    hdogreg_overlap,
    hdogreg_table_1,
    hdogreg_table_3,
    hdogreg_targets,
    patch_learning,
    two_stage_table_2,
)
from MicrocalcReproduce.job import Job, Report, keep_model, write_report
from MicrocalcReproduce.paper_rule import PaperRule, proximity_of
from MicrocalcReproduce.published import BIRADS_TABLE_3_SOURCE, CASE_STUDY, PATCH_LEARNING, TWO_STAGE_TABLE_2
from MicrocalcTrainLib.datasets.labelled_folder import labelled_folder
from MicrocalcTrainLib.recipes.boosting import BoostingParameters
from MicrocalcTrainLib.simulation.images import ImageParameters
from MicrocalcTrainLib.simulation.lesions import LesionParameters
from MicrocalcTrainLib.simulation.patches import PatchParameters
from MicrocalcTrainLib.workflows.best_epoch import EpochTraining
from MicrocalcTrainLib.workflows.birads_table import PUBLISHED
from MicrocalcTrainLib.workflows.classifier import ClassifierTraining
from MicrocalcTrainLib.workflows.hdogreg_fpn import FpnRecipe
from MicrocalcTrainLib.workflows.loop import read_curves
from MicrocalcTrainLib.workflows.patch_learning import PatchLearningRecipe
from MicrocalcTrainLib.workflows.region_patches import RegionPatchParameters

pytest.importorskip("matplotlib")
CHANNELS = (2, 4, 4, 4, 4, 4)
SPACING_MM = 0.15


@pytest.fixture
def job(tmp_path: Path) -> Job:
    (tmp_path / "sources").mkdir()
    return Job(tmp_path / "out", tuple(write_backgrounds(tmp_path / "sources")), command="microcalc-reproduce")


@pytest.fixture(autouse=True)
def small_images(monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulated mammograms of 5 cm with clear clusters instead of whole breasts."""
    from MicrocalcReproduce import material

    small = ImageParameters(
        empty_share=0,
        procedural_share=1,
        procedural_mm=50,
        clusters=(1, 1),
        lesions=LesionParameters(contrast=(10, 16)),
    )
    monkeypatch.setattr(material, "ImageParameters", lambda: small)


def written(job: Job, name: str, report: Report) -> list[dict[str, str]]:
    text = write_report(job, name, report)
    assert (
        "simulated lesions. Research only" in text and (job.folder / f"{name}.txt").read_text(encoding="utf-8") == text
    )
    assert json.loads((job.folder / f"{name}.json").read_text())["tables"]
    for figure in report.figures:
        assert (job.folder / f"{figure}.png").stat().st_size > 1000
    with (job.folder / f"{report.tables[0].key}.csv").open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def must_not_run(*_: object, **__: object) -> None:
    raise AssertionError("what was done already is done again")


def tiny_fpn() -> FpnRecipe:
    return FpnRecipe(
        training=EpochTraining(epochs=1, batch=2, workers=0),
        patches=RegionPatchParameters(spacing_mm=SPACING_MM, size_px=96, stride_px=90, crop_px=64),
        simulation=ImageParameters(empty_share=0, procedural_mm=40, clusters=(1, 1)),
        images=2,
        validation_images=1,
        divisor=32,
    )


@pytest.mark.slow
def test_the_grid_of_targets_has_a_row_a_target_and_measured_ones_are_kept(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = hdogreg_table_1.GridRecipe(tiny_fpn(), test_images=1, xi_px=(6, 10), alpha=(1.0,))
    rows = written(job, "hdogreg-table-1", hdogreg_table_1.reproduce(job, recipe))
    assert [(row["alpha"], row["xi"]) for row in rows] == [("1", "6"), ("1", "10")]
    assert (rows[1]["pauc_published"], rows[1]["iou_per_object_published"], rows[0]["iou_per_image_published"]) == (
        "0.819",
        "0.647",
        "0.619",
    )
    assert all(0 <= float(row["pauc"]) <= 1 and 0 <= float(row["iou_per_object"]) <= 1 for row in rows)
    monkeypatch.setattr(hdogreg_table_1, "trained", must_not_run)
    assert written(job, "hdogreg-table-1", hdogreg_table_1.reproduce(job, recipe)) == rows
    (job.folder / "cells" / "xi10_alpha1.json").unlink()
    with pytest.raises(AssertionError, match="done again"):
        hdogreg_table_1.reproduce(job, recipe)


def test_the_reach_and_curvature_of_a_cell_are_those_that_its_network_is_trained_with(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    monkeypatch.setattr(
        hdogreg_table_1,
        "trained",
        lambda job, folder, recipe: seen.append((folder.name, recipe.patches)) or must_not_run(),
    )
    with pytest.raises(AssertionError):
        hdogreg_table_1.reproduce(job, hdogreg_table_1.GridRecipe(xi_px=(8,), alpha=(-2.0,)))
    name, patches = seen[0]
    assert (name, patches.alpha) == ("xi8_alpha-2", -2.0)
    assert patches.xi_mm == pytest.approx(8 * 0.07)


def tiny_targets() -> hdogreg_targets.TargetsRecipe:
    patches = PatchParameters(size_px=64, margin_px=8, cluster_share=1.0)
    training = replace(
        hdogreg_targets.RECIPE.training,
        epochs=1,
        steps=4,
        batch=2,
        validation_patches=2,
        learning_rate=3e-2,
        patches=patches,
    )
    return hdogreg_targets.TargetsRecipe(training, test_images=1, spacing_mm=SPACING_MM, xi_px=(6, 12), alpha=(-2.0,))


@pytest.mark.slow
def test_each_target_of_the_light_grid_is_measured_with_the_weights_trained_for_it(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = hdogreg_targets.reproduce(job, tiny_targets())
    rows = written(job, "hdogreg-targets", report)
    assert [(row["alpha"], row["xi"]) for row in rows] == [("as shipped", ""), ("'-2", "6"), ("'-2", "12")]
    assert (rows[0]["pauc_published"], rows[1]["pauc_published"], rows[2]["iou_per_object_published"]) == (
        "",
        "0.804",
        "0.626",
    )
    assert set(report.figures) == {f"hdogreg-targets-{one}" for one in ("pauc", "iou-per-object", "curves")}
    names = ("as-shipped", "xi6_alpha-2", "xi12_alpha-2")
    shipped, narrow, wide = (
        Analysis.load(next((job.folder / "analyses" / name).rglob("*.analysis.npz"))).score_map.astype(float).sum()
        for name in names
    )
    assert narrow < wide and shipped not in (narrow, wide)
    monkeypatch.setattr(hdogreg_targets, "trained", must_not_run)
    assert written(job, "hdogreg-targets", hdogreg_targets.reproduce(job, tiny_targets())) == rows


def test_what_was_measured_of_one_model_is_not_taken_for_anothers(tmp_path: Path) -> None:
    one = ModelIdentity("one", "1.0.0", "a" * 64)
    for _ in range(2):
        keep_model(tmp_path, one)
    keep_model(tmp_path, None)
    with pytest.raises(InputError, match=r"holds a run of the model one 1\.0\.0: give that one, or another folder\.$"):
        keep_model(tmp_path, replace(one, sha256="b" * 64))


@pytest.mark.parametrize("table", [hdogreg_targets, hdogreg_overlap])
def test_a_table_that_keeps_analyses_without_a_model_asks_for_the_same_one(table: ModuleType, job: Job) -> None:
    keep_model(job.folder, ModelIdentity("another", "9", "c" * 64))
    with pytest.raises(InputError, match="holds a run of the model another 9"):
        table.reproduce(job, table.RECIPE)


def test_the_light_grid_takes_no_data_set(job: Job) -> None:
    with pytest.raises(InputError, match=r"trains on simulated patches and takes no data set: use hdogreg-table-1\.$"):
        hdogreg_targets.reproduce(replace(job, data=job.folder), hdogreg_targets.RECIPE)


def test_an_epoch_of_a_target_takes_every_patch_once_and_its_reach_is_the_targets() -> None:
    distances = np.stack([np.hypot(*np.mgrid[-8:8, -8:8]) * 0.1 + i for i in range(3)])
    patches = hdogreg_targets.TargetPatches(
        (np.arange(3.0)[:, None, None] + np.zeros((3, 16, 16)), distances), 0.42, 1.0, seed=1
    )
    orders = []
    for patches.offset in (0, 3, 6, 9):
        items = [patches[i] for i in range(len(patches))]
        orders.append([int(item["image"][0, 0, 0]) for item in items])
    assert all(sorted(order) == [0, 1, 2] for order in orders) and len(set(map(tuple, orders))) > 1
    label = hdogreg_targets.TargetPatches((distances, distances), 0.42, 1.0, seed=None)[0]["label"]
    assert label.shape == (1, 16, 16) and np.array_equal(label[0] > 0, distances[0] < 0.42)
    assert label[0, 8, 8] == pytest.approx(1.0)


@pytest.mark.slow
def test_table_3_trains_the_papers_network_and_compares_it_with_the_other_methods(job: Job) -> None:
    recipe = hdogreg_table_3.Table3Recipe(train=True, network=tiny_fpn(), test_images=1, spacing_mm=SPACING_MM)
    report = hdogreg_table_3.reproduce(job, recipe)
    rows = written(job, "hdogreg-table-3", report)
    by_method = {(row["method"], row["part"]): row for row in rows}
    assert len(rows) == 6
    assert by_method["Marasinou 2023", "test"]["model"] == "trained here"
    assert by_method["Marasinou 2023", "test"]["pauc_published"] == "0.697"
    assert by_method["Ciecholewski 2017", "validation"]["iou_per_object_published"] == "0.408"
    assert float(by_method["Ciecholewski 2017", "test"]["iou_per_image"]) > 0
    assert {"hdogreg-table-3-froc-validation", "hdogreg-table-3-froc-test", "hdogreg-table-3-curves"} <= set(
        report.figures
    )
    titles = [axes.get_title() for axes in report.figures["hdogreg-table-3-patches"].axes]
    assert len(titles) == 8 and titles[1:4] == ["annotated", "Marasinou 2023", "Ciecholewski 2017"]


@pytest.mark.slow
def test_the_sweep_of_the_overlap_has_both_rules_and_a_stricter_one_never_scores_an_object_higher(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, int]] = []
    maps = Hdogreg.maps

    def counted(self: Hdogreg, mammogram: Mammogram, *rest: Any) -> RegionMaps:
        asked.append(mammogram.shape)
        return maps(self, mammogram, *rest)

    monkeypatch.setattr(Hdogreg, "maps", counted)
    recipe = hdogreg_overlap.OverlapRecipe(test_images=2, spacing_mm=SPACING_MM, overlaps=(0.3, 0.6))
    report = hdogreg_overlap.reproduce(job, recipe)
    assert len(asked) == 2  # once an image
    rows = written(job, "hdogreg-overlap", report)
    assert [(row["rule"], row["o_thr"]) for row in rows] == [
        (r, o) for r in (hdogreg_overlap.PAPER, hdogreg_overlap.WHOLE) for o in ("0.3", "0.6")
    ]
    assert [row["pauc_at_20_thresholds_published"] for row in rows] == ["0.819", "", "", ""]
    assert all(0 <= float(row["pauc"]) <= 1 and 0 <= float(row["tpr"]) <= 1 for row in rows)
    assert set(report.figures) == {"hdogreg-overlap-sweep", "hdogreg-overlap-froc"}
    loose, strict = (
        Analysis.load(next((job.folder / "analyses" / f"paper-{o}").rglob("sim0000.analysis.npz")))
        for o in ("0.3", "0.6")
    )
    scores = {
        tuple(place): score
        for place, score in zip(loose.candidates.measures[:, :2], loose.candidates.column("score"), strict=True)
    }
    alone = PaperRule(proximity_of(create_hdogreg(None, "cpu").region), 0.3)  # type: ignore[union-attr]
    image = next(iter(labelled_folder(job.folder / "validation" / "images")))
    assert np.array_equal(alone.analyse(image.mammogram()).candidates.measures, loose.candidates.measures)
    kept = list(zip(strict.candidates.measures[:, :2], strict.candidates.column("score"), strict=True))
    assert kept and all(score <= scores[tuple(place)] for place, score in kept)
    assert any(score < scores[tuple(place)] for place, score in kept)


def tiny_two_stage() -> two_stage_table_2.Table2Recipe:
    recipe = two_stage_table_2.RECIPE
    training = ClassifierTraining(epochs=2, steps=2, batch=16, learning_rate=3e-3)
    regions = replace(recipe.base.patches.regions, spacing_mm=SPACING_MM, size_px=96, cluster_share=1.0)
    base = replace(
        recipe.base, patches=replace(recipe.base.patches, regions=regions), detector=training, segmentator=training
    )
    base = replace(base, regions=4, validation_regions=2, test_regions=2)
    variants = ((49, "same"), (49, "valid"), (29, "same"))
    return replace(recipe, base=base, variants=variants, channels=CHANNELS, test_images=1, points=60)


@pytest.mark.slow
def test_table_2_has_both_networks_in_every_variant_and_views_of_their_features(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = tiny_two_stage()
    report = two_stage_table_2.reproduce(job, recipe)
    rows = written(job, "two-stage-table-2", report)
    assert [(row["network"], row["padding"], row["patch px"]) for row in rows][:2] == [
        ("detector", "same", "49"),
        ("segmentator", "same", "49"),
    ]
    assert len(rows) == 6
    for row in rows:
        published = TWO_STAGE_TABLE_2[row["network"], row["padding"]] if row["patch px"] == "49" else {}
        assert row["C3_published"] == (f"{published['C3']:g}" if published else "")
        assert 0 <= float(row["accuracy"]) <= 100 and float(row["patches"]) > 20
    assert {"two-stage-detector-features", "two-stage-segmentator-errors", "two-stage-validation-accuracy"} <= set(
        report.figures
    )
    assert any(name.endswith("neighbours") for name in report.figures)
    systems = list(csv.DictReader((job.folder / "two-stage-mammograms.csv").open(newline="", encoding="utf-8")))
    assert [row["system"] for row in systems] == ["detector same, segmentator same", "detector same, segmentator valid"]
    assert [row["pixel_accuracy_published"] for row in systems] == ["99.99", ""]
    assert "two-stage-region" in report.figures
    for row, segmentator in zip(systems, ("same", "valid"), strict=True):
        (stored,) = (job.folder / "analyses" / f"segmentator-{segmentator}" / "two-stage").glob("*.analysis.npz")
        everything = Analysis.load(stored).label_map() > 0  # above both thresholds of the table, whatever the score
        (image,) = labelled_folder(job.folder / "test" / "images")
        assert float(row["pixel_accuracy"]) == pytest.approx(100 * (everything == (image.truth() > 0)).mean())
    epochs = []
    monkeypatch.setattr("MicrocalcTrainLib.workflows.trainer.PartwiseTrainer._iteration", lambda *_: epochs.append(1))
    assert written(job, "two-stage-table-2", two_stage_table_2.reproduce(job, recipe)) == rows and not epochs


def tiny_patches() -> PatchLearningRecipe:
    clear = PatchParameters(
        spacing_mm=0.1,
        size_px=64,
        single_share=0.0,
        lesions=LesionParameters(contrast=(14, 16), count=(10, 20), spread_mm=(0.6, 1.0)),
    )
    training = EpochTraining(epochs=2, batch=4, workers=0)
    return PatchLearningRecipe(
        training, clear, "resnet18", width=8, epoch_patches=8, validation_patches=20, test_patches=24
    )


def test_the_patch_network_is_trained_and_measured_at_the_slope_1_point_of_other_patches(job: Job) -> None:
    report = patch_learning.reproduce(job, patch_learning.PatchTableRecipe(train=True, network=tiny_patches()))
    (row,) = written(job, "patch-learning", report)
    assert {key: float(row[f"{key}_published"]) for key in PATCH_LEARNING} == PATCH_LEARNING
    assert row["patches"] == "24" and 0 <= float(row["auc_low"]) <= float(row["auc"]) <= float(row["auc_high"]) <= 1
    assert float(row["accuracy"]) == pytest.approx(
        (float(row["sensitivity"]) + float(row["specificity"])) / 2, abs=1e-3
    )
    assert {"patch-learning-roc", "patch-learning-curves", "patch-learning-mammograms"} == set(report.figures)
    panels = {
        axes.get_title(): {line.get_label(): list(line.get_ydata()) for line in axes.lines}
        for axes in report.figures["patch-learning-curves"].axes
    }
    kept = read_curves(job.folder / "network")
    assert panels["accuracy"] == {
        "training": [row["accuracy"] for row in kept],
        "validation": [row["validation_accuracy"] for row in kept],
    }
    assert set(panels) == {"accuracy", "loss", "area under the ROC"} and set(panels["loss"]) == {
        "training",
        "validation",
    }
    assert "no curve" not in (job.folder / "patch-learning.md").read_text(encoding="utf-8")
    assert "31 to 45,0,,58,0.964" in (job.folder / "patch-learning-by-age.csv").read_text()


def test_curves_that_were_begun_before_accuracy_was_kept_are_drawn_without_it() -> None:
    old, new = (
        {"epoch": 1, "loss": 0.5, "validation_loss": 0.6, "validation_auc": 0.7},
        {
            "epoch": 2,
            "loss": 0.4,
            "validation_loss": 0.5,
        },
    )
    panels = patch_learning._curves([old, new | {"accuracy": 0.8, "validation_accuracy": 0.7, "validation_auc": 0.8}])
    assert {title: sorted(curves) for title, curves in panels.items()} == {
        "loss": ["training", "validation"],
        "area under the ROC": ["validation"],
    }


@pytest.mark.slow
def test_the_rating_has_the_papers_six_rows_and_a_sweep_of_alpha(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    rating = birads_table_3.RECIPE.rating
    regions = replace(rating.regions, patients=60, roi=RoiParameters(spacing_mm=0.28, size_px=32))
    rating = replace(rating, training=EpochTraining(epochs=1, batch=4, workers=0), regions=regions, steps=2, width=8)
    recipe = birads_table_3.RatingTableRecipe(rating, alphas=(0.2, 1.0))
    report = birads_table_3.reproduce(job, recipe)
    rows = written(job, "birads-table-3", report)
    assert [float(row["qwk_published"]) for row in rows] == [values[0] for values in PUBLISHED.values()]
    assert all(-1 <= float(row["qwk"]) <= 1 and 0 <= float(row["accuracy"]) <= 1 for row in rows)
    assert BIRADS_TABLE_3_SOURCE in (job.folder / "birads-table-3.md").read_text(encoding="utf-8")
    sweep = (job.folder / "birads-alpha.csv").read_text().splitlines()
    assert [line.split(",")[0] for line in sweep] == ["alpha", "0.2", "1"]
    assert sweep[1].split(",")[1] == rows[-1]["qwk"], "the network of the table and of the sweep at its alpha are one"
    monkeypatch.setattr(birads_table_3, "train", must_not_run)
    assert written(job, "birads-table-3", birads_table_3.reproduce(job, recipe)) == rows


@pytest.fixture
def case_study() -> amorphous_case_study.CaseStudyRecipe:
    pytest.importorskip("lightgbm")
    boosting = BoostingParameters(trees=5, least_in_leaf=2)
    return replace(amorphous_case_study.RECIPE, patients=14, thresholds=(0.01,), folds=2, boosting=boosting)


@pytest.mark.slow
def test_the_case_study_compares_blobs_network_both_and_morphology(
    job: Job, case_study: amorphous_case_study.CaseStudyRecipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = amorphous_case_study.reproduce(job, case_study)
    rows = {row["segmentation"]: row for row in written(job, "amorphous-case-study", report)}
    assert list(rows) == ["blobs and network", "network alone", "blobs alone", "Ciecholewski 2017"]
    assert float(rows["blobs and network"]["AUC_published"]) == CASE_STUDY["both"]["AUC"][0]
    assert (rows["blobs alone"]["AUC_published"], rows["network alone"]["AUC_published"]) == ("0.562", "")
    assert all(0 <= float(row["AUC"]) <= 1 for row in rows.values())
    assert set(report.figures) == {"amorphous-case-study-methods", "amorphous-case-study-parts"}
    monkeypatch.setattr(amorphous_case_study, "segmentations", must_not_run)
    assert {
        row["segmentation"]: row
        for row in written(job, "amorphous-case-study", amorphous_case_study.reproduce(job, case_study))
    } == rows


def test_an_interrupted_case_study_goes_on_with_the_regions_that_it_has(
    job: Job, case_study: amorphous_case_study.CaseStudyRecipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    original: Callable = amorphous_case_study.segmentations
    calls = []

    def counted(*arguments: object) -> object:
        calls.append(1)
        if len(calls) == 7:
            raise KeyboardInterrupt
        return original(*arguments)

    monkeypatch.setattr(amorphous_case_study, "AT_ONCE", 3)
    monkeypatch.setattr(amorphous_case_study, "segmentations", counted)
    recipe = replace(case_study, patients=5)
    with pytest.raises(KeyboardInterrupt):
        amorphous_case_study.segmented(job, recipe)
    resumed = amorphous_case_study.segmented(job, recipe)
    assert len(calls) == 7 + len(resumed.malignant) - 6
    straight = amorphous_case_study.segmented(replace(job, folder=job.folder / "again"), recipe)
    for key, table in straight.features.items():
        np.testing.assert_array_equal(resumed.features[key], table, err_msg=str(key))
    assert amorphous_case_study._stored(job.folder / "features.npz", "the SHA-256 of other weights") == []


def test_the_defaults_are_those_of_the_papers() -> None:
    assert len(hdogreg_table_1.RECIPE.xi_px) * len(hdogreg_table_1.RECIPE.alpha) == 20
    assert (hdogreg_table_1.RECIPE.network.training.epochs, hdogreg_table_1.RECIPE.network.divisor) == (40, 1)
    assert {size for size, _ in two_stage_table_2.RECIPE.variants} == {29, 39, 49}
    assert two_stage_table_2.RECIPE.channels == PatchNetworkParameters().channels
    assert birads_table_3.RECIPE.rating.regions.classes == 6 and birads_table_3.RECIPE.rating.alpha == 0.2
    assert (amorphous_case_study.RECIPE.patients, amorphous_case_study.RECIPE.folds) == (284, 5)
