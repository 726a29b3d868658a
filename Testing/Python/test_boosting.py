"""Cross-validated boosting: folds of whole patients, nothing fitted outside the training folds, the paper's table."""

from __future__ import annotations

import numpy as np
import pytest
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.features import FEATURES
from MicrocalcTrainLib.recipes.boosting import BoostingParameters
from MicrocalcTrainLib.workflows import boosting
from MicrocalcTrainLib.workflows.boosting import (
    cross_validate,
    fit,
    metrics_at,
    patient_folds,
    table_text,
    threshold_for,
)

pytest.importorskip("lightgbm")
FEW = BoostingParameters(trees=25)


def cases(patients: int = 60, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Two regions a patient; malignant ones have more of the third feature."""
    rng = np.random.default_rng(seed)
    malignant = np.repeat(np.arange(patients) % 3 == 0, 2)
    table = rng.normal(size=(2 * patients, len(FEATURES)))
    table[:, 2] += 2 * malignant
    table[rng.random(table.shape) < 0.05] = np.nan
    return table, malignant, np.repeat(np.arange(patients), 2)


def test_a_patient_is_in_one_fold_and_every_fold_has_both_classes() -> None:
    _, malignant, patients = cases()
    folds = patient_folds(patients, malignant, 5, seed=1)
    assert all(len(set(folds[patients == patient])) == 1 for patient in set(patients))
    for fold in range(5):
        assert 0.25 < malignant[folds == fold].mean() < 0.42
        assert (folds == fold).sum() == pytest.approx(24, abs=2)


def test_too_few_patients_for_the_folds_are_refused() -> None:
    with pytest.raises(InputError, match="5 folds need 5 patients"):
        patient_folds(np.arange(20), np.arange(20) < 4, 5, seed=1)


def test_imputation_is_by_the_mean_and_standardisation_to_unit_variance_of_the_cases_fitted_on() -> None:
    table, malignant, _ = cases()
    fitted = fit(table, malignant, FEW)
    np.testing.assert_allclose(fitted.mean, np.nanmean(table, axis=0))
    imputed = np.where(np.isnan(table), fitted.mean, table)
    np.testing.assert_allclose(((imputed - fitted.mean) / fitted.scale).std(axis=0), 1)


def test_a_feature_that_never_varies_or_is_always_missing_is_harmless() -> None:
    table, malignant, _ = cases()
    table[:, 5], table[:, 6] = 3.0, np.nan
    fitted = fit(table, malignant, FEW)
    assert np.isfinite(fitted.probability(table)).all()
    assert (fitted.mean[5], fitted.scale[5], fitted.mean[6], fitted.scale[6]) == (3.0, 1.0, 0.0, 1.0)


def test_what_is_tested_takes_no_part_in_what_is_fitted(monkeypatch: pytest.MonkeyPatch) -> None:
    table, malignant, patients = cases()
    table[:, 0] = patients  # tells which patients were fitted on
    seen = []

    def watched(part: np.ndarray, labels: np.ndarray, parameters: BoostingParameters) -> boosting.Fitted:
        seen.append(set(part[:, 0]))
        return fit(part, labels, parameters)

    monkeypatch.setattr(boosting, "fit", watched)
    validation = cross_validate(table, malignant, patients, FEW)
    for fold, fitted_on in enumerate(seen):
        assert not fitted_on & set(patients[validation.fold_of == fold])
        assert fitted_on | set(patients[validation.fold_of == fold]) == set(patients)


def test_a_telling_feature_is_found_and_noise_is_not_learned() -> None:
    table, malignant, patients = cases()
    validation = cross_validate(table, malignant, patients, FEW)
    assert validation.summary()["AUC"][0] > 0.8
    assert next(iter(validation.importance)) == FEATURES[2]
    shuffled = np.random.default_rng(0).permutation(60) % 3 == 0
    table[:, 2] = np.random.default_rng(1).normal(size=len(table))
    assert abs(cross_validate(table, np.repeat(shuffled, 2), patients, FEW).summary()["AUC"][0] - 0.5) < 0.2


def test_the_same_seed_gives_the_same_scores() -> None:
    first, second = (cross_validate(*cases(), FEW).scores for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_the_threshold_is_that_of_the_sensitivity_nearest_to_the_wanted_one() -> None:
    malignant = np.array([True] * 10 + [False] * 10)
    scores = np.concatenate([np.arange(10, 20), np.arange(5, 15)]).astype(float)
    assert threshold_for(scores, malignant, 0.9) == 11
    assert threshold_for(scores, malignant, 0.1) == 19


def test_the_metrics_of_a_hand_made_case() -> None:
    scores, malignant = np.array([0.9, 0.8, 0.3, 0.7, 0.2, 0.1]), np.array([True, True, True, False, False, False])
    found = metrics_at(scores, malignant, 0.5)
    assert found == pytest.approx(
        {"AUC": 8 / 9, "accuracy": 4 / 6, "sensitivity": 2 / 3, "specificity": 2 / 3, "PPV3": 2 / 3}
    )
    assert np.isnan(metrics_at(scores, malignant, 2.0)["PPV3"])


def test_the_table_has_mean_and_deviation_over_the_folds_beside_the_published_figures() -> None:
    validation = cross_validate(*cases(), FEW)
    mean, sd = np.mean([f["AUC"] for f in validation.folds]), np.std([f["AUC"] for f in validation.folds])
    text = table_text({"ours": validation})
    assert f"| AUC | {mean:.3f} ± {sd:.3f} | 0.763 |" in text
    assert [line.split(" | ")[0].strip("| ") for line in text.splitlines()[2:]] == [
        "AUC",
        "accuracy",
        "sensitivity",
        "specificity",
        "PPV3",
    ]
