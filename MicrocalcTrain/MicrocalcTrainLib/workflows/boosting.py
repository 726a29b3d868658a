"""Gradient tree boosting on tables of features, cross-validated by patient (Marasinou 2023, case study)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from MicrocalcCADLib.assessment.malignancy import gain_shares, predict
from MicrocalcCADLib.boosted_trees import BoostedTrees
from MicrocalcCADLib.errors import InputError, MicrocalcError

from ..metrics.roc import roc
from ..recipes.boosting import BoostingParameters

METRICS = ("AUC", "accuracy", "sensitivity", "specificity", "PPV3")
PUBLISHED = {  # Marasinou 2023, Table 4: mean and standard deviation over the folds
    "AUC": 0.763,
    "accuracy": 0.563,
    "sensitivity": 0.901,
    "specificity": 0.323,
    "PPV3": 0.490,
}


@dataclass(frozen=True, eq=False)
class Fitted:
    """Trees, and the mean and scale that were fitted on the same cases."""

    trees: BoostedTrees
    mean: np.ndarray
    scale: np.ndarray

    def probability(self, table: np.ndarray) -> np.ndarray:
        """Return the probability of malignancy, (n,), of features (n, k)."""
        return predict(self.trees, table, self.mean, self.scale)


@dataclass(frozen=True, eq=False)
class CrossValidation:
    """What a cross-validation gave.

    Parameters
    ----------
    folds
        Metrics of each fold, by the names of `METRICS`.
    scores
        (n,) probability of each case by the trees that did not see its patient.
    fold_of
        (n,) 0-based fold of each case.
    importance
        Share of the gain by feature: mean and standard deviation over the folds, largest first.
    """

    folds: tuple[Mapping[str, float], ...]
    scores: np.ndarray
    fold_of: np.ndarray
    importance: Mapping[str, tuple[float, float]]

    def summary(self) -> dict[str, tuple[float, float]]:
        """Return mean and standard deviation over the folds of each metric."""
        return {
            name: (float(np.mean(values)), float(np.std(values)))
            for name in METRICS
            if (values := [fold[name] for fold in self.folds])
        }


def fit(table: np.ndarray, malignant: np.ndarray, parameters: BoostingParameters) -> Fitted:
    """Fit imputation by the mean, standardisation and trees on cases.

    Parameters
    ----------
    table
        (n, k) features, NaN where missing.
    malignant
        (n,) bool.
    """
    known = ~np.isnan(table)
    mean = np.where(known, table, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    imputed = np.where(known, table, mean)
    scale = imputed.std(axis=0)
    scale[scale == 0] = 1.0
    return Fitted(grown((imputed - mean) / scale, malignant.astype(float), "binary", parameters), mean, scale)


def grown(table: np.ndarray, target: np.ndarray, objective: str, parameters: BoostingParameters) -> BoostedTrees:
    """Return trees of a LightGBM objective on rows (n, k), of which some values may be NaN, and targets (n,)."""
    lightgbm, p = load_lightgbm(), parameters
    settings = {
        "objective": objective,
        "learning_rate": p.learning_rate,
        "num_leaves": p.leaves,
        "min_data_in_leaf": p.least_in_leaf,
        "bagging_fraction": p.row_share,
        "bagging_freq": 1,
        "feature_fraction": p.feature_share,
        "seed": p.seed,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1,
        "verbosity": -1,
    }
    booster = lightgbm.train(settings, lightgbm.Dataset(table, target, params={"verbosity": -1}), p.trees)
    return BoostedTrees.from_text(booster.model_to_string(), "that was just trained")


def load_lightgbm() -> Any:
    """Import LightGBM; raises `MicrocalcError` where it is missing."""
    try:
        import lightgbm
    except ImportError as error:
        raise MicrocalcError(
            f"LightGBM is needed to train this rating and cannot be imported ({error}): pip install lightgbm."
        ) from error
    except OSError as error:  # its wheels bring no OpenMP library
        remedy = "on macOS by brew install libomp, on Linux by the package libgomp1"
        raise MicrocalcError(
            f"LightGBM is needed to train this rating and lacks the OpenMP library ({error}): install it, {remedy}."
        ) from error
    return lightgbm


def cross_validate(
    table: np.ndarray,
    malignant: np.ndarray,
    patients: np.ndarray,
    parameters: BoostingParameters,
    folds: int = 5,
    sensitivity: float = 0.9,
) -> CrossValidation:
    """Train and test in folds of whole patients; everything that is fitted is fitted on the training folds.

    The threshold of each fold is that with the sensitivity nearest to `sensitivity` in it, as in the paper.

    Raises
    ------
    InputError
        If there are too few patients for every fold to have both classes.
    """
    fold_of = patient_folds(patients, malignant, folds, parameters.seed)
    scores, metrics, shares = np.zeros(len(table)), [], []
    for fold in range(folds):
        test = fold_of == fold
        fitted = fit(table[~test], malignant[~test], parameters)
        scores[test] = fitted.probability(table[test])
        threshold = threshold_for(scores[test], malignant[test], sensitivity)
        metrics.append(metrics_at(scores[test], malignant[test], threshold))
        shares.append(gain_shares(fitted.trees))
    importance = {
        name: (float(np.mean(v)), float(np.std(v))) for name in shares[0] for v in [[s[name] for s in shares]]
    }
    return CrossValidation(
        tuple(metrics), scores, fold_of, dict(sorted(importance.items(), key=lambda item: -item[1][0]))
    )


def patient_folds(patients: np.ndarray, malignant: np.ndarray, folds: int, seed: int) -> np.ndarray:
    """Return the fold of each case, (n,): patients are shuffled, then dealt out, those with a malignant case and those
    without in turn.
    """
    names, number = np.unique(patients, return_inverse=True)
    any_malignant = np.bincount(number, malignant.astype(float)) > 0
    if min(any_malignant.sum(), (~any_malignant).sum()) < folds:
        raise InputError(
            f"{folds} folds need {folds} patients with and {folds} without a malignant case: give more cases, or fewer"
            " folds."
        )
    order = np.random.default_rng(seed).permutation(len(names))
    order = order[np.argsort(any_malignant[order], kind="stable")]
    fold_of_patient = np.empty(len(names), int)
    fold_of_patient[order] = np.arange(len(names)) % folds
    return fold_of_patient[number]


def threshold_for(scores: np.ndarray, malignant: np.ndarray, sensitivity: float) -> float:
    """Return the score whose sensitivity is nearest to the wanted one; of equally near ones the highest."""
    curve = roc(scores, malignant)
    return float(curve.thresholds[1:][np.argmin(np.abs(curve.true_positive_rate[1:] - sensitivity))])


def metrics_at(scores: np.ndarray, malignant: np.ndarray, threshold: float) -> dict[str, float]:
    """Return `METRICS` of scores; a case is called malignant if its score is at least the threshold. PPV3 is NaN where
    none is.
    """
    called = scores >= threshold
    right = called == malignant
    return {
        "AUC": roc(scores, malignant).area,
        "accuracy": float(right.mean()),
        "sensitivity": float(right[malignant].mean()),
        "specificity": float(right[~malignant].mean()),
        "PPV3": float(malignant[called].mean()) if called.any() else float("nan"),
    }


def table_text(validations: Mapping[str, CrossValidation], names: Sequence[str] = METRICS) -> str:
    """Return Marasinou 2023's Table 4 as Markdown: mean ± standard deviation over the folds, the published means beside
    them.
    """
    summaries = {title: one.summary() for title, one in validations.items()}
    lines = [f"| metric | {' | '.join(summaries)} | published |", f"|---|{'---|' * len(summaries)}---|"]
    for name in names:
        cells = " | ".join(f"{summary[name][0]:.3f} ± {summary[name][1]:.3f}" for summary in summaries.values())
        lines.append(f"| {name} | {cells} | {PUBLISHED[name]:.3f} |")
    return "\n".join(lines) + "\n"
