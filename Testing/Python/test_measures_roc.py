"""ROC, its area with intervals, the slope-1 point, age groups, and reliability."""

from __future__ import annotations

import numpy as np
import pytest
from MicrocalcTrainLib.metrics.reliability import brier_score, reliability, wilson_interval
from MicrocalcTrainLib.metrics.roc import (
    accuracy_by_age,
    area_delong,
    roc,
    slope_one_point,
)

# Hanley and McNeil 1982, Table I: ratings 1 to 5 of computed tomograms by one reader.
NORMAL, ABNORMAL = (33, 6, 6, 11, 2), (3, 2, 2, 11, 33)


def ratings() -> tuple[np.ndarray, np.ndarray]:
    scores = np.concatenate([np.repeat(np.arange(1, 6), counts) for counts in (NORMAL, ABNORMAL)])
    return scores.astype(float), np.repeat([False, True], [sum(NORMAL), sum(ABNORMAL)])


def scored(seed: int, count: int = 60) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    positive = np.arange(count) % 3 == 0
    return np.round(rng.normal(positive * 1.0), 1), positive


def test_area_of_hanley_and_mcneil_is_the_published_one_with_nearly_its_standard_error():
    interval = area_delong(*ratings())
    assert interval.value == pytest.approx(0.893, abs=5e-4)
    assert interval.standard_error == pytest.approx(0.032, abs=2e-3)
    assert roc(*ratings()).area == pytest.approx(interval.value, abs=1e-12)


def test_area_is_the_share_of_pairs_in_the_right_order():
    scores, positive = scored(1)
    pairs = [(a > b) + 0.5 * (a == b) for a in scores[positive] for b in scores[~positive]]
    assert area_delong(scores, positive).value == pytest.approx(np.mean(pairs), abs=1e-12)


def test_delongs_variance_is_that_of_its_structural_components():
    scores, positive = scored(2)
    order = (scores[positive][:, None] > scores[~positive]) + 0.5 * (scores[positive][:, None] == scores[~positive])
    variance = order.mean(axis=1).var(ddof=1) / positive.sum() + order.mean(axis=0).var(ddof=1) / (~positive).sum()
    assert area_delong(scores, positive).standard_error == pytest.approx(np.sqrt(variance), abs=1e-12)


def test_bootstrap_and_delong_give_nearly_the_same_interval():
    scores, positive = scored(3, 300)
    one, rng, draws = area_delong(scores, positive), np.random.default_rng(1), []
    for _ in range(1000):
        drawn = np.concatenate(
            [rng.choice(np.flatnonzero(positive == side), (positive == side).sum()) for side in (0, 1)]
        )
        draws.append(roc(scores[drawn], positive[drawn]).area)
    assert one.value == pytest.approx(roc(scores, positive).area)
    assert (one.low, one.high) == pytest.approx(tuple(np.quantile(draws, (0.025, 0.975))), abs=0.01)


def test_delongs_interval_covers_the_true_area_about_95_times_in_100():
    # Two normal distributions one standard deviation apart have an area of Phi(1 / sqrt 2) = 0.7602.
    rng, positive = np.random.default_rng(5), np.arange(80) < 40
    intervals = [area_delong(rng.normal(positive * 1.0), positive) for _ in range(400)]
    covered = np.mean([i.low <= 0.7602 <= i.high for i in intervals])
    assert 0.91 <= covered <= 0.98


def test_the_slope_one_point_has_the_greatest_accuracy_for_balanced_classes():
    scores, positive = scored(6, 200)
    point = slope_one_point(roc(scores, positive))
    balanced = [((scores[positive] >= t).mean() + (scores[~positive] < t).mean()) / 2 for t in np.unique(scores)]
    assert (point.true_positive_rate + 1 - point.false_positive_rate) / 2 == pytest.approx(max(balanced))
    assert (scores[positive] >= point.threshold).mean() == point.true_positive_rate


def test_of_equal_points_the_one_with_fewest_false_positives_is_taken():
    point = slope_one_point(roc(np.array([0.9, 0.8, 0.7, 0.6]), np.array([True, False, True, False])))
    assert (point.threshold, point.false_positive_rate) == (0.9, 0.0)


def test_a_roc_of_one_class_is_refused():
    with pytest.raises(ValueError, match="one of the two is missing"):
        roc(np.array([0.1, 0.2]), np.array([True, True]))


def test_accuracy_by_age_counts_the_papers_groups_and_leaves_unknown_ages_out():
    ages = np.array([31, 45.9, 46, 60, 61, 75, 76, 30, np.nan])
    groups = accuracy_by_age(np.array([1, 0, 1, 1, 0, 0, 1, 1, 1], bool), ages)
    assert [(g.youngest, g.oldest, g.count, g.accuracy) for g in groups] == [
        (31, 45, 2, 0.5),
        (46, 60, 2, 1.0),
        (61, 75, 2, 0.0),
    ]


def test_reliability_of_a_calibrated_score_lies_on_the_diagonal():
    rng = np.random.default_rng(7)
    scores = rng.random(20000)
    curve = reliability(scores, rng.random(20000) < scores)
    assert len(curve.counts) == 10 and curve.counts.sum() == 20000
    np.testing.assert_allclose(curve.observed, curve.predicted, atol=0.04)
    assert curve.expected_calibration_error < 0.02
    assert ((curve.low < curve.observed) & (curve.observed < curve.high)).all()


def test_expected_calibration_error_and_brier_score_of_a_hand_made_case():
    scores, positive = np.array([0.9, 0.9, 0.9, 0.9, 0.2, 1.0]), np.array([1, 1, 1, 0, 0, 1], bool)
    curve = reliability(scores, positive)
    assert curve.counts.tolist() == [1, 5]
    assert curve.expected_calibration_error == pytest.approx((0.2 * 1 + abs(0.8 - 0.92) * 5) / 6)
    assert brier_score(scores, positive) == pytest.approx((3 * 0.01 + 0.81 + 0.04 + 0) / 6)
    assert brier_score(np.full(6, 0.5), positive) == 0.25


def test_brier_score_is_murphys_sum_where_each_bin_has_one_score():
    rng = np.random.default_rng(8)
    scores = rng.choice([0.05, 0.35, 0.75], 500)
    positive = rng.random(500) < 0.4
    curve = reliability(scores, positive)
    weights, base = curve.counts / 500, positive.mean()
    murphy = (
        (weights * (curve.predicted - curve.observed) ** 2).sum()
        - (weights * (curve.observed - base) ** 2).sum()
        + base * (1 - base)
    )
    assert brier_score(scores, positive) == pytest.approx(murphy)


def test_wilsons_interval_of_81_of_263_is_the_published_one():
    # Newcombe 1998, Table I: 81/263 -> 0.2553 to 0.3662; 0/20 -> 0 to 0.1611.
    low, high = wilson_interval(np.array([81 / 263, 0.0]), np.array([263, 20]))
    assert (low[0], high[0]) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert (low[1], high[1]) == pytest.approx((0.0, 0.1611), abs=5e-5)


def test_scores_outside_zero_to_one_are_refused():
    with pytest.raises(ValueError, match=r"in \[0, 1\]"):
        reliability(np.array([1.2]), np.array([True]))
