"""Agreement of ratings, of two methods, and of two readers."""

from __future__ import annotations

import numpy as np
import pytest
from MicrocalcTrainLib.metrics.paired import paired_wilcoxon
from MicrocalcTrainLib.metrics.rating import (
    BIRADS_CLASSES,
    confusion_matrix,
    maqwk_benign,
    maqwk_malignant,
    quadratic_weighted_kappa,
)
from MicrocalcTrainLib.metrics.readers import MarkAgreement, cohen_kappa, compare_marks, specific_agreement

TRUTH = np.arange(6)


def rated_4a_as(name: str) -> np.ndarray:
    """Six samples, one of each class, all right but the 4A."""
    predicted = TRUTH.copy()
    predicted[BIRADS_CLASSES.index("4A")] = BIRADS_CLASSES.index(name)
    return predicted


@pytest.mark.parametrize(
    ("name", "malignant", "qwk", "adjusted"),
    [("2", 1, 0.9024, 0.8356), ("4C", 1, 0.8919, 1.0), ("4C", 0, 0.8919, 0.8153), ("2", 0, 0.9024, 1.0)],
    ids=["case 1, classifier 1", "case 1, classifier 2", "case 2, classifier 1", "case 2, classifier 2"],
)
def test_table_1_of_zhang_2021(name, malignant, qwk, adjusted):
    predicted = rated_4a_as(name)
    assert quadratic_weighted_kappa(confusion_matrix(TRUTH, predicted, 6)) == pytest.approx(qwk, abs=5e-5)
    measure = maqwk_malignant if malignant else maqwk_benign
    # The paper cuts 0.81538 off to 0.8153.
    assert measure(TRUTH, predicted, np.full(6, malignant)) == pytest.approx(adjusted, abs=1e-4)


def test_cases_of_the_other_kind_and_without_biopsy_do_not_count():
    truth, predicted = np.concatenate([TRUTH, [5, 0, 3]]), np.concatenate([rated_4a_as("2"), [0, 5, 0]])
    malignancy = np.array([1] * 6 + [0, 0, 0.5])
    assert maqwk_malignant(truth, predicted, malignancy) == pytest.approx(0.8356, abs=5e-5)


def test_weighted_kappa_is_one_for_full_agreement_and_about_zero_by_chance():
    rng = np.random.default_rng(1)
    a, b = rng.integers(0, 6, (2, 20000))
    assert quadratic_weighted_kappa(confusion_matrix(a, a, 6)) == 1
    assert quadratic_weighted_kappa(confusion_matrix(a, b, 6)) == pytest.approx(0, abs=0.02)
    assert quadratic_weighted_kappa(confusion_matrix(a, 5 - a, 6)) == pytest.approx(-1, abs=0.02)


def test_weighted_kappa_of_two_classes_is_cohens_kappa():
    table = np.array([[20, 5], [10, 15]])
    assert cohen_kappa(table) == pytest.approx(0.4)
    assert quadratic_weighted_kappa(table) == pytest.approx(0.4)


def test_the_confusion_matrix_has_truth_in_rows_and_refuses_unknown_classes():
    assert confusion_matrix(np.array([0, 0, 1]), np.array([1, 1, 0]), 2).tolist() == [[0, 2], [1, 0]]
    with pytest.raises(ValueError, match="0 to 1"):
        confusion_matrix(np.array([2]), np.array([0]), 2)


def test_kappa_is_undefined_where_all_ratings_are_one_class():
    assert np.isnan(quadratic_weighted_kappa(confusion_matrix(np.zeros(4, int), np.zeros(4, int), 6)))
    assert np.isnan(maqwk_malignant(TRUTH, TRUTH, np.zeros(6)))


def test_wilcoxons_test_gives_the_published_p_of_the_depression_scores():
    # Hollander and Wolfe 1973, p. 29: nine patients before and after; rank sums 40 and 5, one-sided p = 0.0195.
    before = np.array([1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30])
    after = np.array([0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29])
    result = paired_wilcoxon(before, after)
    assert (result.pairs, result.statistic) == (9, 5.0)
    assert result.p == pytest.approx(2 * 0.01953, abs=5e-5)
    assert result.median_difference == pytest.approx(0.49)


def test_pairs_without_a_difference_are_left_out_and_unequal_lengths_refused():
    assert paired_wilcoxon(np.ones(5), np.ones(5)).p == 1
    first, second = np.array([1.0, 2, 3, 4, 5, 6, 7]), np.array([1.0, 1, 1, 1, 1, 1, 1])
    assert paired_wilcoxon(first, second).pairs == 6
    with pytest.raises(ValueError, match="as many values"):
        paired_wilcoxon(np.ones(3), np.ones(4))


def test_specific_agreement_counts_marks_within_the_tolerance_once():
    first = np.array([[10, 10], [50, 50], [80, 80]])
    second = np.array([[10, 14], [11, 10], [50, 57], [20, 20]])
    found = compare_marks(first, second, (0.07, 0.07), 10_000.0)
    assert (found.both, found.only_first, found.only_second) == (1, 2, 3)
    assert found.specific_agreement == pytest.approx(2 / 7)


def test_marks_are_paired_so_that_most_find_a_partner():
    first, second = np.array([[10.0, 10.0], [10.0, 14.0]]), np.array([[10.0, 12.0], [10.0, 6.0]])
    # The second mark of the first reader is as near to (10, 12) as the first, which can take (10, 6) instead.
    assert compare_marks(first, second, (0.07, 0.07), 100.0).both == 2


def test_kappa_tends_to_the_specific_agreement_where_marks_are_rare():
    rare, common = MarkAgreement(66, 30, 37, 10**7), MarkAgreement(66, 30, 37, 100)
    assert rare.kappa == pytest.approx(rare.specific_agreement, abs=1e-4)
    assert common.kappa == pytest.approx(cohen_kappa([[66, 30], [37, 100]]))


def test_a_breast_has_as_many_places_as_matching_circles_fit_its_area():
    found = compare_marks(np.array([[10, 10]]), np.array([[10, 10]]), (0.07, 0.07), np.pi * 0.35**2 * 100)
    assert (found.both, found.neither) == (1, 99)
    assert found.kappa == 1


def test_readers_who_mark_nothing_leave_the_agreement_open():
    nothing = compare_marks(np.zeros((0, 2)), np.zeros((0, 2)), (0.07, 0.07), 100.0)
    assert np.isnan(nothing.specific_agreement)
    assert compare_marks(np.array([[1, 1]]), np.zeros((0, 2)), (0.07, 0.07), 100.0).specific_agreement == 0


def test_the_interval_of_the_specific_agreement_comes_from_drawing_images():
    images = [MarkAgreement(8, 1, 1), MarkAgreement(5, 5, 5), MarkAgreement(10, 2, 3), MarkAgreement(1, 4, 0)]
    interval = specific_agreement(images)
    assert interval.value == pytest.approx(2 * 24 / (2 * 24 + 12 + 9))
    assert interval.low < interval.value < interval.high
    assert specific_agreement([MarkAgreement(5, 5, 5)] * 4).standard_error == 0
