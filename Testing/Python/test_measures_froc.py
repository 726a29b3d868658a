"""FROC with the matching of Marasinou 2023, partial area, bootstrap and operating point."""

from __future__ import annotations

import numpy as np
import pytest
from MicrocalcCADLib.objects import Objects
from MicrocalcTrainLib.metrics.froc import (
    FreeResponse,
    bootstrapped_partial_area,
    free_response,
    nearest_to_perfect,
    partial_area,
)
from MicrocalcTrainLib.metrics.one_to_one import (
    PossibleMatches,
    match_one_to_one,
    one_to_one_froc,
    possible_matches,
    proximity_thresholds,
    score_thresholds,
)

SPACING = (0.07, 0.07)
SHAPE = (80, 80)


def objects(*corners: tuple[int, int, int]) -> tuple[Objects, np.ndarray]:
    runs = [np.ravel_multi_index(np.mgrid[r : r + n, c : c + n].reshape(2, -1), SHAPE) for r, c, n in corners]
    centres = np.array([(r + (n - 1) / 2, c + (n - 1) / 2) for r, c, n in corners]).reshape(-1, 2)
    return Objects.of(runs), centres


def labels(*corners: tuple[int, int, int]) -> np.ndarray:
    image = np.zeros(SHAPE, np.uint32)
    for number, (r, c, n) in enumerate(corners, start=1):
        image[r : r + n, c : c + n] = number
    return image


def possible(
    candidates: list[tuple[int, int, int]], scores: list[float], truth: list[tuple[int, int, int]]
) -> PossibleMatches:
    return possible_matches(*objects(*candidates), np.array(scores), labels(*truth), SPACING, 1.0)


def slow_match(candidates: list, scores: list[float], truth: list, threshold: float) -> list[int]:
    """Greedy matching as one would write it first, with masks."""
    taken: list[int] = []
    for tr, tc, tn in sorted(truth):
        centre = (tr + (tn - 1) / 2, tc + (tn - 1) / 2)
        true_mask = labels((tr, tc, tn)) > 0
        free = [i for i, s in enumerate(scores) if s >= threshold and i not in taken]
        distance = {
            i: np.hypot(
                candidates[i][0] + (candidates[i][2] - 1) / 2 - centre[0],
                candidates[i][1] + (candidates[i][2] - 1) / 2 - centre[1],
            )
            for i in free
        }
        near = [i for i in free if distance[i] <= 5]
        masks = {i: labels(candidates[i]) > 0 for i in free}
        iou = {i: (masks[i] & true_mask).sum() / (masks[i] | true_mask).sum() for i in free}
        over = [i for i in free if iou[i] >= 0.3]
        taken.append(min(near, key=distance.get) if near else max(over, key=iou.get) if over else -1)
    return taken


def test_a_mark_on_what_nobody_decided_is_neither_right_nor_false_unless_it_may_match():
    candidates, scores = [(30, 30, 3), (10, 10, 3), (20, 20, 3), (40, 40, 3)], np.array([0.9, 0.8, 0.7, 0.6])
    undecided = labels((31, 31, 3), (10, 10, 3)) > 0
    found = possible_matches(*objects(*candidates), scores, labels((10, 10, 3), (40, 41, 3)), SPACING, 1.0, undecided)
    assert (found.scores.tolist(), found.choices) == ([0.8, 0.7, 0.6], ((0,), (2,)))
    curve = one_to_one_froc([found], np.array([0.5]))
    assert (curve.rate.tolist(), curve.false_positives.sum()) == ([1.0], 1)


def test_a_second_mark_on_one_object_is_a_false_positive():
    image = possible([(10, 10, 3), (12, 12, 3)], [0.9, 0.8], [(10, 10, 3)])
    curve = one_to_one_froc([image], np.array([0.8, 0.9]))
    assert curve.rate.tolist() == [1.0, 1.0]
    assert curve.false_rate.tolist() == [0.0, 1.0]


def test_the_first_object_in_raster_order_takes_the_candidate_though_the_second_is_nearer():
    image = possible([(16, 10, 1)], [0.9], [(18, 10, 1), (12, 10, 1)])
    assert match_one_to_one(image, 0.5) == [0, -1]


def test_the_nearest_candidate_is_taken_before_one_that_overlaps_more():
    image = possible([(0, 0, 30), (10, 10, 1)], [0.9, 0.9], [(0, 0, 20)])
    assert image.choices == ((1, 0),)
    assert match_one_to_one(image, 0.5) == [1]


def test_an_overlap_of_0_3_matches_though_the_centres_are_far_apart():
    image = possible([(0, 0, 30)], [0.9], [(0, 0, 20)])
    assert match_one_to_one(image, 0.5) == [0]


def test_the_distance_is_in_millimetres_also_where_pixels_are_not_square():
    candidate, truth = objects((20, 10, 1)), labels((14, 10, 1))
    for spacing, expected in (((0.07, 0.07), [-1]), ((0.05, 0.2), [0])):
        assert match_one_to_one(possible_matches(*candidate, np.ones(1), truth, spacing, 1.0), 0.5) == expected


def test_matching_is_that_of_a_slow_reference_on_random_objects():
    rng = np.random.default_rng(3)
    for _ in range(25):
        some = [
            sorted(
                {
                    (int(r), int(c), int(n))
                    for r, c, n in zip(*rng.integers(0, 60, (2, k)), rng.integers(1, 9, k), strict=True)
                }
            )
            for k in (12, 9)
        ]
        truth = [t for i, t in enumerate(some[1]) if not any((labels(t) > 0)[labels(u) > 0].any() for u in some[1][:i])]
        scores = rng.uniform(0, 1, len(some[0])).tolist()
        image = possible(some[0], scores, truth)
        assert match_one_to_one(image, 0.3) == slow_match(some[0], scores, truth, 0.3)


def test_images_without_truth_or_without_candidates_count_with_their_area():
    empty = possible([], [], [(10, 10, 3)])
    normal = possible([(10, 10, 3)], [0.9], [])
    curve = one_to_one_froc([empty, normal], np.array([0.5]))
    assert curve.rate.tolist() == [0.0]
    assert curve.false_rate.tolist() == [0.5]


def test_images_without_any_mark_have_an_empty_curve_and_no_area():
    curve = one_to_one_froc([possible([], [], [(10, 10, 3)])] * 2, np.zeros(0))
    assert curve.rate.shape == (0,) and bootstrapped_partial_area(curve) == (0.0, 0.0)


def test_the_twenty_thresholds_are_the_proximity_function_at_equal_steps():
    values = proximity_thresholds()
    assert len(values) == 20 and values[0] == 1 and values[-1] == 0
    r = np.linspace(0, 10, 20)
    np.testing.assert_allclose(values, (np.exp(1 - r / 10) - 1) / (np.e - 1), atol=1e-12)
    np.testing.assert_allclose(proximity_thresholds(0.0), 1 - r / 10, atol=1e-12)
    np.testing.assert_allclose(proximity_thresholds(1e-6), 1 - r / 10, atol=1e-6)


def test_thinned_thresholds_keep_both_ends_and_are_fine_among_the_highest_scores():
    image = PossibleMatches(np.linspace(0, 1, 100_001), (), 1.0)
    values = score_thresholds([image])
    assert len(values) <= 300 and values[0] == 1 and values[-1] == 0 and (np.diff(values) < 0).all()
    ranks = np.round((1 - values) * 100_000) + 1
    assert (np.diff(ranks) <= 1 + 0.05 * ranks[1:]).all()
    assert score_thresholds([PossibleMatches(np.array([0.5, 0.2, 0.5]), (), 1.0)]).tolist() == [0.5, 0.2]


def curve_of(false: list[float], rate: list[float]) -> FreeResponse:
    """One image of 1 cm^2 with 100 true objects."""
    n = len(false)
    counts = np.array([np.array(rate) * 100]), np.array([false])
    return FreeResponse(np.linspace(1, 0, n), *counts, np.array([100]), np.array([1.0]))


def test_partial_area_adds_the_origin_and_extends_the_last_rate_to_one():
    assert partial_area(curve_of([0.5], [0.8])) == pytest.approx(0.5 * 0.8 / 2 + 0.5 * 0.8)
    assert partial_area(curve_of([0.0, 0.5], [0.4, 0.8])) == pytest.approx(0.5 * 0.6 + 0.5 * 0.8)


def test_points_beyond_the_limit_do_not_count():
    assert partial_area(curve_of([0.5, 1.5], [0.8, 1.0])) == partial_area(curve_of([0.5], [0.8]))
    assert partial_area(curve_of([2.0], [1.0])) == 0


def test_a_perfect_curve_has_a_partial_area_of_one():
    assert partial_area(curve_of([0.0], [1.0])) == 1


def test_bootstrap_of_equal_images_has_no_spread_and_of_unlike_images_has_that_of_a_binomial():
    same = free_response(np.array([0.5]), [np.array([0.9])] * 20, [np.zeros(0)] * 20, [2] * 20, [1.0] * 20)
    assert bootstrapped_partial_area(same) == (0.5, 0.0)
    unlike = free_response(
        np.array([0.5]), [np.array([0.9])] * 20 + [np.zeros(0)] * 20, [np.zeros(0)] * 40, [1] * 40, [1.0] * 40
    )
    area, spread = bootstrapped_partial_area(unlike, samples=2000)
    assert area == 0.5
    assert spread == pytest.approx(2 * np.sqrt(0.25 / 40), rel=0.06)


def test_draws_without_a_true_object_have_no_area_and_do_not_widen_the_spread():
    few = free_response(
        np.array([0.5]), [np.array([0.9])] * 2 + [np.zeros(0)] * 18, [np.zeros(0)] * 20, [1] * 2 + [0] * 18, [1.0] * 20
    )
    assert bootstrapped_partial_area(few) == (1.0, 0.0)
    none = free_response(np.array([0.5]), [np.zeros(0)] * 3, [np.array([0.7])] * 3, [0] * 3, [1.0] * 3)
    assert np.isnan(bootstrapped_partial_area(none)[1])


def test_the_area_of_the_breast_is_drawn_with_the_image():
    curve = free_response(
        np.array([0.5]), [np.array([0.9]), np.array([0.9])], [np.array([0.7]), np.zeros(0)], [1, 1], [1.0, 9.0]
    )
    assert curve.false_rate.tolist() == [0.1]
    assert curve.drawn(np.array([0, 0])).false_rate.tolist() == [1.0]


def test_the_operating_point_is_the_one_nearest_to_no_false_positives_and_a_rate_of_one():
    assert nearest_to_perfect(curve_of([0.0, 0.2, 0.9], [0.3, 0.7, 0.95])) == 1
