"""Rating by BI-RADS: the scale, the attention region, the training range, and what findings, tables and page say."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
import torch
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.assessment import assess
from MicrocalcCADLib.assessment.attention_roi import Roi, RoiParameters, Window, mask_of, patch_of, window_for
from MicrocalcCADLib.assessment.birads import (
    INPUTS,
    NETWORK,
    SIMULATED,
    BiradsModel,
    BiradsParameters,
    checked_parameters,
    chosen_calcifications,
    rate,
    rating_network,
    trees_of,
)
from MicrocalcCADLib.assessment.birads_scale import (
    abstention,
    boundaries,
    categories,
    centre,
    class_of,
    on_scale,
    rating,
    rating_text,
)
from MicrocalcCADLib.assessment.roi_measures import roi_measures
from MicrocalcCADLib.boosted_trees import BoostedTrees
from MicrocalcCADLib.contrast import local_contrast
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.errors import InputError, ModelError
from MicrocalcCADLib.files import sha256_of
from MicrocalcCADLib.findings import Findings
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.networks.engine import TorchNetwork
from MicrocalcCADLib.networks.rating import RatingNetwork, distance
from MicrocalcCADLib.networks.resnet import ResNet
from MicrocalcCADLib.notices import MODEL, Notice
from MicrocalcCADLib.reporting import tables
from MicrocalcCADLib.reporting.page import to_html
from MicrocalcTrainLib.workflows.birads_bundle import state_of

ROI = RoiParameters(spacing_mm=0.2, size_px=32)
NOTICE = Notice("BI-RADS was learned from simulated lesions only.", MODEL)
IMPOSSIBLE_CUTS = [
    (0.3, 0.2, 0.4, 0.5, 0.6),
    (0.0, 0.2, 0.4, 0.5, 0.6),
    (0.1, 0.2, 0.4, 0.5, 1.0),
    (0.1, float("nan"), 0.4, 0.5, 0.6),
]


def model(farthest: float = 1e9, classes: int = 4, **changes: int) -> BiradsModel:
    torch.manual_seed(0)
    network = ResNet(NETWORK, 3, 1, 8).eval()
    width = network.fc.in_features
    parameters = BiradsParameters(roi=ROI, width=8, classes=classes, farthest=farthest, **changes)
    rater = RatingNetwork(network, torch.zeros(width), torch.eye(width), parameters.orientations)
    return BiradsModel(TorchNetwork(rater, "cpu"), parameters, notices=(NOTICE,))


def random_roi(seed: int) -> Roi:
    rng = np.random.default_rng(seed)
    every = rng.random((ROI.size_px, ROI.size_px)) < 0.1
    return Roi(rng.random(every.shape, np.float32), every, every & (rng.random(every.shape) < 0.2))


def test_a_class_covers_its_nth_part_of_the_risk_and_its_target_is_the_middle() -> None:
    assert [centre(n, 6) for n in range(6)] == pytest.approx([1 / 12, 3 / 12, 5 / 12, 7 / 12, 9 / 12, 11 / 12])
    assert class_of(np.array([0, 0.2499, 0.25, 0.74, 0.75, 1.0]), 4).tolist() == [0, 0, 1, 2, 3, 3]
    assert all(class_of(centre(n, 6), 6) == n for n in range(6))
    assert boundaries(4) == {"2 to 3": 0.25, "3 to 4": 0.5, "4 to 5": 0.75}
    assert categories(6) == ("2", "3", "4A", "4B", "4C", "5")


def test_outputs_at_the_cuts_lie_at_the_boundaries_of_the_scale() -> None:
    output = np.array([0, 0.15, 0.3, 0.4, 0.6, 0.8, 1.0])
    assert on_scale(output, (0.3, 0.4, 0.8), 4).tolist() == pytest.approx([0, 0.125, 0.25, 0.5, 0.625, 0.75, 1])
    assert on_scale(output, (), 4) is output


def test_the_models_cuts_change_its_risks_and_not_their_order() -> None:
    rois = [random_roi(seed) for seed in range(6)]
    plain, cut = (model(**changes).risks(rois)[0] for changes in ({}, {"cuts": (0.1, 0.2, 0.3)}))
    np.testing.assert_allclose(cut, on_scale(plain, (0.1, 0.2, 0.3), 4))
    assert (np.argsort(plain) == np.argsort(cut)).all() and not np.allclose(plain, cut)


@pytest.mark.parametrize(
    ("orientations", "turns", "mirrored", "same"),
    [
        (1, 2, False, False),
        (2, 2, False, True),
        (2, 1, False, False),
        (4, 1, False, True),
        (4, 0, True, False),
        (8, 3, True, True),
    ],
)
def test_a_rating_does_not_depend_on_the_orientations_that_it_is_the_mean_of(
    orientations: int, turns: int, mirrored: bool, same: bool
) -> None:
    roi = random_roi(0)
    turned = Roi(*(np.rot90(plane[:, ::-1] if mirrored else plane, turns).copy() for plane in roi))
    risks, _ = model(orientations=orientations).risks([roi, turned])
    assert np.isclose(risks[0], risks[1], rtol=1e-5, atol=0) == same


def test_trees_of_the_logit_and_the_measures_give_the_risk_and_come_back_from_the_state() -> None:
    rois = [random_roi(seed) for seed in range(12)]
    plain = model()
    logit = np.array([plain.network(roi.stacked()[None])[0, 0] for roi in rois])
    table = np.column_stack([logit, [roi_measures(roi, ROI.spacing_mm) for roi in rois]])
    settings = {"objective": "cross_entropy", "min_data_in_leaf": 1, "min_data_in_bin": 1, "verbosity": -1}
    lightgbm = pytest.importorskip("lightgbm")
    booster = lightgbm.train(
        settings,
        lightgbm.Dataset(table, table[:, INPUTS.index("count")] > np.median(table[:, INPUTS.index("count")])),
        5,
    )
    grown = replace(
        plain,
        trees=BoostedTrees.from_text(booster.model_to_string(), "m"),
        parameters=replace(plain.parameters, inputs=INPUTS),
    )
    risks, _ = grown.risks(rois)
    np.testing.assert_allclose(risks, booster.predict(table), rtol=1e-6)
    assert len(set(risks)) > 1
    state, parameters = state_of(grown), checked_parameters(asdict(grown.parameters), "rating")
    again = replace(
        grown, network=TorchNetwork(rating_network(state, parameters, "rating"), "cpu"), trees=trees_of(state, "rating")
    )
    np.testing.assert_array_equal(again.risks(rois)[0], risks)
    with pytest.raises(ModelError, match="trees of model rating cannot be read"):
        trees_of(state | {"trees": torch.zeros(40, dtype=torch.uint8)}, "rating")


def test_other_numbers_of_categories_are_refused() -> None:
    with pytest.raises(InputError, match="choose 4 or 6"):
        categories(5)


@pytest.mark.parametrize(
    ("risk", "number", "category", "boundary", "neighbour", "text"),
    [
        (0.62, 4, "4", 0.5, "3", "4 (risk 0.62, 3 below 0.50)"),
        (0.7, 4, "4", 0.75, "5", "4 (risk 0.70, 5 from 0.75)"),
        (0.0, 4, "2", 0.25, "3", "2 (risk 0.00, 3 from 0.25)"),
        (1.0, 4, "5", 0.75, "4", "5 (risk 1.00, 4 below 0.75)"),
        (0.5, 4, "4", 0.5, "3", "4 (risk 0.50, 3 below 0.50)"),
        (0.4, 6, "4A", 1 / 3, "3", "4A (risk 0.40, 3 below 0.33)"),
    ],
)
def test_a_rating_names_its_nearest_boundary_and_what_lies_beyond(
    risk, number, category, boundary, neighbour, text
) -> None:
    found = rating(risk, number, SIMULATED)
    assert (found["category"], found["nearest_boundary"], found["neighbour"]) == (
        category,
        pytest.approx(boundary),
        neighbour,
    )
    assert rating_text(found) == text


def test_an_abstention_and_no_rating_are_told_apart() -> None:
    assert rating_text(abstention(SIMULATED)) == "abstains"
    assert rating_text(None) == ""
    assert rating_text({"category": "4"}) == "4"


def test_the_papers_region_is_400_pixels_of_28_mm() -> None:
    assert (RoiParameters().size_px, RoiParameters().size_mm, RoiParameters().channels) == (400, pytest.approx(28.0), 3)


def test_the_three_channels_are_patch_all_and_one() -> None:
    patch = np.arange(16, dtype=np.float32).reshape(4, 4) - 8
    every, one = patch % 2 == 0, patch == 2
    roi = Roi(patch, every, one).stacked()
    assert roi.shape == (3, 4, 4)
    np.testing.assert_array_equal(roi[0], patch)
    np.testing.assert_array_equal(roi[1], np.where(every, patch, 0))
    assert roi[2].sum() == 2 and np.count_nonzero(roi[2]) == 1
    assert Roi(patch, every, one).stacked(1).shape == (1, 4, 4)


@pytest.mark.parametrize("spacing", [(0.05, 0.05), (0.2, 0.2), (0.1, 0.07)])
def test_a_calcification_lies_at_most_half_a_step_from_its_windows_centre(spacing: tuple[float, float]) -> None:
    for row, column in [(0, 0), (13.4, 700.2), (388, 51)]:
        window = window_for(row, column, spacing, ROI)
        for position, first, side, mm in zip((row, column), window.first, window.shape, spacing, strict=True):
            assert abs(position - (first + side / 2)) * mm <= ROI.step_share * ROI.size_mm / 2 + mm
            assert side * mm == pytest.approx((ROI.size_px + 2 * ROI.margin_px) * ROI.spacing_mm, abs=mm)


def test_at_its_own_spacing_a_patch_is_a_cut_of_the_local_contrast() -> None:
    image = np.random.default_rng(0).random((200, 200)).astype(np.float32)
    side = ROI.size_px + 2 * ROI.margin_px
    window = Window((70, 60), (side, side))
    first = 70 + ROI.margin_px, 60 + ROI.margin_px
    whole = local_contrast(image[70 : 70 + side, 60 : 60 + side], 0.2)
    m = ROI.margin_px
    np.testing.assert_array_equal(patch_of(image, window, ROI), whole[m:-m, m:-m])
    mask = mask_of(np.array([first[0], first[0] + 31, 0]), np.array([first[1], first[1] + 31, 0]), window, ROI)
    assert np.argwhere(mask).tolist() == [[0, 0], [31, 31]]


def test_a_window_beyond_the_border_repeats_it_and_loses_no_pixel() -> None:
    image = np.full((50, 50), 0.5, np.float32)
    patch = patch_of(image, window_for(0, 0, (0.2, 0.2), ROI), ROI)
    assert patch.shape == (32, 32)
    assert np.abs(patch).max() < 1e-3


def test_on_a_coarser_grid_the_smallest_calcification_keeps_a_pixel_and_on_a_finer_one_it_has_no_holes() -> None:
    coarse = window_for(300, 300, (0.05, 0.05), ROI)
    assert mask_of(np.array([300]), np.array([300]), coarse, ROI).sum() == 1
    fine = window_for(30, 30, (0.4, 0.4), ROI)
    rows, columns = np.divmod(np.arange(9), 3)
    mask = mask_of(30 + rows, 30 + columns, fine, ROI)
    found = np.argwhere(mask)
    extent = found.max(axis=0) - found.min(axis=0) + 1
    assert mask.sum() == extent.prod() and 5 <= extent.min() and extent.max() <= 7


def test_reported_calcifications_and_clusters_are_rated_and_nothing_else_changes(
    analysis: Analysis, findings: Findings, mammogram: Mammogram
) -> None:
    rated = rate(analysis, findings, mammogram, model(per_cluster=50))
    assert findings.reported_clusters
    for before, after in zip(
        findings.clusters + findings.calcifications, rated.clusters + rated.calcifications, strict=True
    ):
        assert after == replace(before, birads=after.birads)
        assert (after.birads is not None) == before.reported
    for cluster in rated.reported_clusters:
        risks = [c.birads["risk"] for c in rated.calcifications if c.cluster == cluster.id and c.reported]
        assert cluster.birads["risk"] == pytest.approx(np.median(risks))
        assert cluster.birads["basis"] == SIMULATED and not cluster.birads["abstains"]
    assert rated.notices == (*findings.notices, NOTICE)
    assert Findings.from_dict(json.loads(json.dumps(rated.to_dict()))) == rated


def test_a_risk_is_that_of_the_network_on_its_own_region(
    analysis: Analysis, findings: Findings, mammogram: Mammogram
) -> None:
    ours = model()
    rated = rate(analysis, findings, mammogram, ours)
    one = next(c for c in rated.calcifications if c.birads)
    window = window_for(one.row, one.column, mammogram.spacing_mm, ROI)
    reported = np.concatenate([analysis.candidates.object_pixels(c.id) for c in findings.reported_calcifications])
    own = analysis.candidates.object_pixels(one.id)
    masks = [mask_of(*np.divmod(pixels, mammogram.shape[1]), window, ROI) for pixels in (reported, own)]
    roi = torch.from_numpy(Roi(patch_of(mammogram.pixels, window, ROI), *masks).stacked())
    with torch.inference_mode():
        expected = ours.network.module.network(roi[None]).sigmoid().item()
    assert one.birads["risk"] == pytest.approx(expected, abs=1e-5)


def test_what_is_unlike_the_training_is_not_rated(analysis: Analysis, findings: Findings, mammogram: Mammogram) -> None:
    rated = rate(analysis, findings, mammogram, model(farthest=0.0))
    assert {c.birads["abstains"] for c in rated.reported_clusters} == {True}
    assert all(c.birads["category"] is None for c in rated.reported_clusters)
    assert "abstains on" in rated.notices[-1].text


def test_the_distance_is_mahalanobis() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(500, 3)) @ np.array([[2, 0.5, 0], [0, 1, 0], [0, 0, 0.1]])
    covariance, mean = np.cov(x.T), x.mean(axis=0)
    whitening = np.linalg.inv(np.linalg.cholesky(covariance))
    slow = [np.sqrt((v - mean) @ np.linalg.inv(covariance) @ (v - mean)) for v in x[:5]]
    fast = distance(torch.from_numpy(x[:5]), torch.from_numpy(mean), torch.from_numpy(whitening))
    np.testing.assert_allclose(fast.numpy(), slow, rtol=1e-9)


def test_the_number_of_rated_calcifications_is_bounded_clusters_first(
    analysis: Analysis, findings: Findings, mammogram: Mammogram
) -> None:
    chosen = chosen_calcifications(findings, BiradsParameters(per_cluster=2, most=5))
    first, second = findings.reported_clusters
    assert [c.cluster for c in chosen][:4] == [first.id] * 2 + [second.id] * 2
    assert len(chosen) == 5 and chosen[4].cluster not in (first.id, second.id)
    rated = rate(analysis, findings, mammogram, model(per_cluster=2, most=5))
    assert sum(c.birads is not None for c in rated.calcifications) == 5
    assert f"5 of the {len(findings.reported_calcifications)}" in rated.notices[-1].text


def test_nothing_reported_nothing_rated(analysis: Analysis, mammogram: Mammogram) -> None:
    nothing = decide(analysis, 1.0)
    assert rate(analysis, nothing, mammogram, model()) == nothing


def test_an_image_that_is_too_coarse_is_refused(analysis: Analysis, findings: Findings, mammogram: Mammogram) -> None:
    fine = model()
    fine = replace(
        fine, parameters=replace(fine.parameters, roi=replace(ROI, spacing_mm=mammogram.mean_spacing_mm / 2))
    )
    with pytest.raises(InputError, match="show too little"):
        rate(analysis, findings, mammogram, fine)


def test_a_cluster_that_is_rated_alone_is_rated_as_among_the_others(
    analysis: Analysis, findings: Findings, mammogram: Mammogram
) -> None:
    rated = rate(analysis, findings, mammogram, model())
    for cluster in rated.reported_clusters:
        alone = rate(analysis, findings, mammogram, model(), only={cluster.id})
        assert {c.id: c.birads for c in alone.clusters if c.birads} == {cluster.id: cluster.birads}
        of_it = {c.id for c in findings.reported_calcifications if c.cluster == cluster.id}
        assert {c.id: c.birads for c in alone.calcifications if c.birads} == {
            c.id: c.birads for c in rated.calcifications if c.birads and c.id in of_it
        }
    assert len(rated.reported_clusters) > 1
    assert rate(analysis, findings, mammogram, model(), only=()) == findings


def test_six_categories_subdivide_the_fourth(analysis: Analysis, findings: Findings, mammogram: Mammogram) -> None:
    four, six = (rate(analysis, findings, mammogram, model(classes=n)) for n in (4, 6))
    for a, b in zip(four.reported_clusters, six.reported_clusters, strict=True):
        assert a.birads["risk"] == b.birads["risk"]
        assert b.birads["category"] == categories(6)[int(b.birads["risk"] * 6)]


def test_tables_and_page_say_the_rating_and_what_it_was_learned_from(
    analysis: Analysis, findings: Findings, mammogram: Mammogram, tmp_path: Path
) -> None:
    rated = rate(analysis, findings, mammogram, model())
    tables.write(rated, None, None, tmp_path / "x.calcifications.csv")
    rows = list(csv.DictReader((tmp_path / "x.clusters.csv").open()))
    assert {row["birads_basis"] for row in rows if row["reported"] == "True"} == {SIMULATED}
    assert {row["birads_category"] for row in rows if row["reported"] == "True"} <= set(categories(4))
    singles = list(csv.DictReader((tmp_path / "x.calcifications.csv").open()))
    assert sum(row["birads_risk"] != "" for row in singles) == sum(c.birads is not None for c in rated.calcifications)
    page = to_html(rated, analysis, mammogram)
    cluster = rated.reported_clusters[0]
    assert f"{rating_text(cluster.birads)}, {SIMULATED}" in page


def test_an_assessment_uses_the_catalogues_model_and_a_bundle_of_another_form_is_refused(
    analysis: Analysis, findings: Findings, mammogram: Mammogram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "rating"
    for part in ("configs", "models"):
        (folder / part).mkdir(parents=True)
    parameters = {"roi": {"spacing_mm": 0.2, "size_px": 32}, "width": 8, "classes": 6, "farthest": 1e9}
    section = {
        "method": "birads",
        "spacing_mm": 0.2,
        "operating_points": boundaries(6),
        "intended_use": "research only",
        "parameters": parameters,
    }
    (folder / "configs" / "metadata.json").write_text(
        json.dumps({"name": "rating", "version": "1", "microcalc": section})
    )
    ours = model(classes=6)
    torch.save(state_of(ours), folder / "models" / "model.pt")
    entry = {
        "name": "rating",
        "version": "1",
        "method": "birads",
        "folder": "rating",
        "sha256": sha256_of(folder / "models" / "model.pt"),
    }
    (tmp_path / "catalog.json").write_text(json.dumps({"models": [entry]}))
    monkeypatch.setenv("MICROCALC_MODELS", str(tmp_path))
    rated = assess(analysis, findings, mammogram, ratings=("birads",))
    direct = rate(analysis, findings, mammogram, ours)
    assert [c.birads for c in rated.clusters] == [c.birads for c in direct.clusters]
    assert rated.versions["birads"].startswith("rating 1, SHA-256 ")
    state = state_of(ours)
    with pytest.raises(ModelError, match="training range"):
        rating_network(
            {name: value for name, value in state.items() if name != "embedding.mean"}, ours.parameters, "rating"
        )
    with pytest.raises(ModelError, match="do not fit"):
        rating_network(state, replace(ours.parameters, width=16), "rating")
    with pytest.raises(ModelError, match="has none"):
        trees_of(state, "rating")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        *(
            ({"classes": 6, "cuts": cuts}, "do not ascend between 0 and 1|no number from 0 to 1")
            for cuts in IMPOSSIBLE_CUTS
        ),
        ({"inputs": ["logit"]}, "trees of model rating do not fit"),
        ({"orientations": 3}, "asks for 3 orientations, not 1, 2, 4 or 8"),
        ({"classes": 6, "cuts": (0.3, 0.5)}, "2 cuts between 6 categories"),
    ],
)
def test_impossible_parameters_are_refused(values: dict, sentence: str) -> None:
    with pytest.raises(ModelError, match=sentence):
        checked_parameters(values, "rating")
