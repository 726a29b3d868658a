"""IoU per image and per object, pixel accuracy, and the error table of patch classes."""

from __future__ import annotations

import numpy as np
import pytest
from MicrocalcTrainLib.metrics.patch_classes import (
    DETECTOR_POSITIVES,
    SEGMENTATOR_POSITIVES,
    balanced_accuracy,
    patch_class_errors,
    published_accuracy,
)
from MicrocalcTrainLib.metrics.segmentation import object_ious, pixel_counts


def test_mean_iou_is_the_mean_of_background_and_calcifications():
    truth, predicted = np.zeros((10, 10), int), np.zeros((10, 10), int)
    truth[0, :4] = 1
    predicted[0, 2:6] = 7
    counts = pixel_counts(predicted, truth)
    assert (counts.true_positive, counts.false_positive, counts.false_negative, counts.true_negative) == (2, 2, 2, 94)
    assert counts.mean_iou == pytest.approx((2 / 6 + 94 / 98) / 2)


def test_an_image_with_nothing_to_find_and_nothing_marked_has_a_mean_iou_of_one():
    nothing = np.zeros((4, 4), bool)
    assert pixel_counts(nothing, nothing).mean_iou == 1
    one = nothing.copy()
    one[0, 0] = True
    assert pixel_counts(one, nothing).mean_iou == pytest.approx((0 + 15 / 16) / 2)


def test_accuracy_and_false_positive_rate_of_a_whole_mammogram_of_the_papers_size():
    # Valvano 2019: 99.99 % and 0.005 %; a mammogram with 500 true and 500 false pixels in ten million.
    truth, predicted = np.zeros((2500, 4000), bool), np.zeros((2500, 4000), bool)
    truth[0, :500] = predicted[0, :500] = predicted[1, :500] = True
    counts = pixel_counts(predicted, truth)
    assert counts.false_positive_rate == pytest.approx(0.00005, rel=1e-3)
    assert counts.accuracy == pytest.approx(0.99995, abs=1e-9)


def test_counts_of_images_add_up():
    first = pixel_counts(np.array([[1, 0]]), np.array([[1, 1]]))
    total = first + pixel_counts(np.array([[0, 1]]), np.array([[0, 0]]))
    assert (total.true_positive, total.false_positive, total.false_negative, total.true_negative) == (1, 1, 1, 1)
    assert total.accuracy == 0.5


def test_images_of_other_shape_are_refused():
    with pytest.raises(ValueError, match="not of one shape"):
        pixel_counts(np.zeros((3, 4)), np.zeros((4, 3)))


def test_the_object_of_most_overlap_counts_though_a_smaller_one_fits_better():
    truth, predicted = np.zeros((20, 20), int), np.zeros((20, 20), int)
    truth[5, 5:11] = 3
    predicted[5, 5:7] = 1
    predicted[5, 7:17] = 2
    assert object_ious(predicted, truth).tolist() == [pytest.approx(4 / 12)]


def test_point_annotations_are_left_out_and_a_missed_object_counts_zero():
    truth, predicted = np.zeros((20, 20), int), np.zeros((20, 20), int)
    truth[1, 1] = 1
    truth[5:7, 5:7] = 2
    truth[9:11, 9:11] = 5
    predicted[5:7, 5:7] = 1
    assert object_ious(predicted, truth).tolist() == [1.0, 0.0]
    assert object_ious(np.zeros((20, 20), int), truth).tolist() == [0.0, 0.0]


def test_object_ious_are_those_of_a_slow_reference_on_random_labels():
    rng = np.random.default_rng(1)
    truth, predicted = rng.integers(0, 6, (2, 30, 30)) * (rng.random((2, 30, 30)) < 0.4)
    expected = []
    for label in range(1, 6):
        own = truth == label
        best = max(((own & (predicted == p)).sum(), -(predicted == p).sum(), p) for p in range(1, 6))[2]
        expected.append((own & (predicted == best)).sum() / (own | (predicted == best)).sum())
    np.testing.assert_allclose(object_ious(predicted, truth), expected)


def test_patch_errors_are_counted_by_class():
    classes = np.array([1, 1, 2, 2, 3, 3, 4, 4])
    answers = np.array([1, 0, 1, 1, 0, 0, 0, 1], bool)
    row = patch_class_errors(answers, classes, DETECTOR_POSITIVES)
    assert row.errors == (0.5, 0.0, 1.0, 0.5) and row.counts == (2, 2, 2, 2)
    assert row.accuracy == 0.5
    assert row.balanced_accuracy == pytest.approx(0.5)
    assert patch_class_errors(answers, classes, SEGMENTATOR_POSITIVES).errors == (0.5, 1.0, 0.0, 0.5)


@pytest.mark.parametrize(
    ("errors", "published"),
    [
        ((0.09, 0.47, 7.84, 2.09), 98.22),
        ((0.19, 1.22, 20.28, 1.69), 96.04),
        ((1.57, 10.03, 0.24, 0.20), 97.47),
        ((1.85, 15.32, 0.34, 0.55), 96.37),
    ],
    ids=["detector, same", "detector, valid", "segmentator, same", "segmentator, valid"],
)
def test_the_papers_errors_give_its_accuracies(errors, published):
    assert 100 * published_accuracy([e / 100 for e in errors]) == pytest.approx(published, abs=0.011)


def test_positives_and_negatives_count_equally_in_the_balanced_accuracy():
    assert balanced_accuracy([0.0, 0.1, 0.2, 0.3], DETECTOR_POSITIVES) == pytest.approx(0.8)
    assert balanced_accuracy([0.1, 0.0, 0.1, 0.2], SEGMENTATOR_POSITIVES) == pytest.approx(0.9)


def test_a_class_without_patches_has_no_error_and_an_unknown_class_is_refused():
    row = patch_class_errors(np.array([True, False]), np.array([1, 4]), SEGMENTATOR_POSITIVES)
    assert np.isnan(row.errors[1]) and row.balanced_accuracy == row.published_accuracy == 1
    with pytest.raises(ValueError, match="1 to 4"):
        patch_class_errors(np.array([True]), np.array([5]), SEGMENTATOR_POSITIVES)
