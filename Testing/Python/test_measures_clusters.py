"""Measures of clusters, equal to those of the project's scoring tool."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from MicrocalcTrainLib.metrics.clusters import image_scores, match_clusters, match_patches, sensitivity_at
from MicrocalcTrainLib.metrics.roc import area_delong

TOOL = Path(__file__).resolve().parents[3] / "shared" / "tools" / "score_clusters.py"
SPACING = (0.1, 0.1)


def matched(marks: list[tuple[float, float, float]], lesions: list[tuple[float, float, float]]):
    marks_array, lesions_array = (np.array(some, float).reshape(-1, 3) for some in (marks, lesions))
    return match_clusters(marks_array[:, 1:], marks_array[:, 0], lesions_array[:, :2], lesions_array[:, 2], SPACING)


def test_a_mark_up_to_three_millimetres_outside_the_circle_is_right():
    lesion = [(100, 100, 2.0)]
    assert matched([(0.9, 100, 150)], lesion).found.tolist() == [0.9]
    outside = matched([(0.9, 100, 151)], lesion)
    assert outside.found.tolist() == [0.0] and outside.false.tolist() == [0.9]


def test_several_marks_on_one_lesion_count_once_with_the_best_score():
    one = matched([(0.5, 100, 100), (0.8, 110, 100), (0.7, 300, 300)], [(100, 100, 2.0)])
    assert one.found.tolist() == [0.8] and one.false.tolist() == [0.7] and one.best == 0.8


def test_sensitivity_at_false_clusters_of_a_hand_made_case():
    images = [
        matched([(0.9, 100, 100), (0.6, 400, 400)], [(100, 100, 2.0)]),
        matched([(0.5, 100, 100)], [(100, 100, 2.0), (300, 300, 2.0)]),
        matched([(0.7, 10, 10)], []),
        matched([], []),
    ]
    assert sensitivity_at(images, (0.0, 0.25, 0.5, 1.0)) == {0.0: 1 / 3, 0.25: 1 / 3, 0.5: 2 / 3, 1.0: 2 / 3}
    assert area_delong(*image_scores(images)).value == pytest.approx((1 + 1 + 0 + 1) / 4)


def test_an_uncertain_mark_that_hits_nothing_is_not_false_and_an_image_of_unknown_clusters_is_no_negative():
    marks, circle = (
        np.array([[10.0, 10.0], [300.0, 300.0], [400.0, 100.0]]),
        (np.array([[12.0, 12.0]]), np.array([2.0])),
    )
    found = match_clusters(marks, np.array([0.9, 0.8, 0.7]), *circle, SPACING, np.array([True, True, False]))
    assert (found.found.tolist(), found.false.tolist(), found.best) == ([0.9], [0.7], 0.9)
    nothing = match_clusters(marks[:1], np.array([0.6]), np.zeros((0, 2)), np.zeros(0), SPACING)
    scores, positive = image_scores([found, nothing, replace(nothing, known=False)])
    assert (scores.tolist(), positive.tolist()) == ([0.9, 0.6], [True, False])


def test_a_patch_is_right_where_it_overlaps_the_circle():
    arguments = (np.array([[0, 0], [0, 300]]), np.array([224, 224]), np.array([0.9, 0.4]))
    assert match_patches(*arguments, np.array([[100, 233]]), np.array([1.0]), SPACING).found.tolist() == [0.9]
    apart = match_patches(*arguments, np.array([[100, 260]]), np.array([1.0]), SPACING)
    assert apart.found.tolist() == [0.0] and sorted(apart.false.tolist()) == [0.4, 0.9]


@pytest.mark.skipif(not TOOL.is_file(), reason="the scoring tool is not at hand")
@pytest.mark.parametrize("seed", range(5))
def test_figures_are_those_of_the_scoring_tool(seed: int, tmp_path: Path):
    spec = importlib.util.spec_from_file_location("score_clusters", TOOL)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    rng = np.random.default_rng(seed)
    truth, images = {"spacing_mm": 0.1, "images": {}}, []
    for i in range(8):
        lesions = [(*rng.uniform(0, 300, 2), rng.uniform(1, 6)) for _ in range(rng.integers(0, 3))]
        marks = [(round(float(rng.random()), 1), *rng.uniform(0, 300, 2)) for _ in range(rng.integers(0, 6))]
        truth["images"][f"i{i}"] = [{"row": r, "column": c, "radius_mm": radius} for r, c, radius in lesions]
        content = {"clusters": [{"score": s, "row": r, "column": c} for s, r, c in marks]}
        (tmp_path / f"i{i}.findings.json").write_text(json.dumps(content))
        images.append(matched(marks, lesions))
    expected = tool.score(tmp_path, truth)
    assert {str(k): v for k, v in sensitivity_at(images).items()} == pytest.approx(
        expected["sensitivity_at_fp_per_image"]
    )
    assert area_delong(*image_scores(images)).value == pytest.approx(expected["image_auc"])
