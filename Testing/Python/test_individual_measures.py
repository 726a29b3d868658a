"""FROC and IoU of single calcifications on hand-made cases."""

from __future__ import annotations

import numpy as np
import pytest
from MicrocalcTrainLib.metrics.individual import froc, iou_per_object, match, rate_at
from MicrocalcTrainLib.workflows.measuring import froc_rows

SPACING = 0.07


def squares(*corners: tuple[int, int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    objects = [np.ravel_multi_index(np.mgrid[r : r + n, c : c + n].reshape(2, -1), (100, 100)) for r, c, n in corners]
    centres = np.array([(r + (n - 1) / 2, c + (n - 1) / 2) for r, c, n in corners])
    return np.concatenate(objects), np.concatenate([[0], np.cumsum([len(o) for o in objects])]), centres


def truth_of(*corners: tuple[int, int, int]) -> np.ndarray:
    labels = np.zeros((100, 100), np.uint32)
    for i, (r, c, n) in enumerate(corners, start=1):
        labels[r : r + n, c : c + n] = i
    return labels


def test_a_candidate_five_pixels_away_matches_and_six_pixels_away_does_not():
    pixels, starts, centres = squares((10, 10, 1), (50, 50, 1))
    matched = match(pixels, starts, centres, np.array([0.9, 0.8]), truth_of((15, 10, 1), (50, 56, 1)), SPACING, 1.0, 0.0)
    assert matched.matched_truth.tolist() == [0, -1]


def test_an_overlap_of_0_3_matches_though_the_centres_are_far_apart():
    pixels, starts, centres = squares((0, 0, 30))
    matched = match(pixels, starts, centres, np.array([0.9]), truth_of((0, 0, 20)), SPACING, 1.0, 0.0)
    assert np.hypot(*(centres[0] - 9.5)) > 5 and matched.matched_truth.tolist() == [0]
    assert matched.iou.tolist() == [pytest.approx(400 / 900)]


def test_froc_counts_each_true_object_once_and_false_marks_by_area():
    pixels, starts, centres = squares((10, 10, 3), (11, 12, 1), (80, 80, 2), (50, 50, 3))
    matched = match(
        pixels[[*range(9), *range(9, 10), *range(10, 14), *range(14, 23)]],
        starts,
        centres,
        np.array([0.9, 0.8, 0.7, 0.6]),
        truth_of((10, 10, 3), (50, 50, 3)),
        SPACING,
        2.0,
        0.0,
    )
    thresholds, false_positives, rate = froc([matched])
    assert thresholds.tolist() == [0.9, 0.7, 0.6]
    assert false_positives.tolist() == [0, 0.5, 0.5]
    assert rate.tolist() == [0.5, 0.5, 1.0]
    assert rate_at(false_positives, rate, 0.4) == 0.5


def test_an_undecided_mark_is_neither_right_nor_false_unless_it_matches():
    pixels, starts, centres = squares((10, 10, 3), (50, 50, 3), (80, 80, 2))
    undecided = truth_of((50, 50, 3), (10, 10, 3)) > 0
    matched = match(pixels, starts, centres, np.array([0.9, 0.8, 0.7]), truth_of((10, 10, 3)), SPACING, 2.0, 0.0, undecided)
    assert matched.matched_truth.tolist() == [0, -1] and matched.scores.tolist() == [0.9, 0.7]
    assert froc([matched])[1].tolist() == [0, 0.5]


def test_an_object_that_nothing_overlaps_counts_as_zero_in_the_iou():
    pixels, starts, centres = squares((10, 10, 4))
    matched = match(pixels, starts, centres, np.array([0.9]), truth_of((10, 10, 4), (50, 50, 4)), SPACING, 1.0, 0.0)
    assert iou_per_object([matched]) == (0.5, 0.5)
    assert match(pixels, starts, centres, np.array([0.9]), truth_of((10, 10, 4)), SPACING, 1.0, 0.95).iou.tolist() == [0.0]


def test_candidates_below_a_higher_threshold_no_longer_count_towards_the_iou():
    truth = np.zeros((20, 20), int)
    truth[2:4, 2:4], truth[12:14, 12:14] = 1, 2
    pixels = np.concatenate([np.flatnonzero(truth == 1), np.flatnonzero(truth == 2)[:2]])
    matched = match(pixels, np.array([0, 4, 6]), np.array([[2.5, 2.5], [12, 12.5]]), np.array([0.4, 0.9]), truth, 0.1, 1.0, 0.0)
    assert matched.iou.tolist() == [1.0, 0.5]
    assert iou_per_object([matched], 0.5) == (0.25, 0.25)
    assert iou_per_object([matched], 0.95)[0] == 0


def test_the_stored_froc_is_the_curve_at_set_thresholds():
    rows = froc_rows(np.array([0.9, 0.52, 0.2]), np.array([0.0, 0.5, 1.5]), np.array([0.25, 0.5, 0.75]))
    at = {row["threshold"]: (row["false_calcifications_per_cm2"], row["sensitivity"]) for row in rows}
    assert at[0.95] == (0.0, 0.0) and at[0.9] == (0.0, 0.25) and at[0.525] == (0.0, 0.25) and at[0.5] == (0.5, 0.5) and at[0.01] == (1.5, 0.75)
    assert sorted(at) == list(at)
