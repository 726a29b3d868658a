"""Agreement of ordered ratings: confusion matrix, quadratic weighted kappa and its malignancy-adjusted forms (Zhang
2021).
"""

from __future__ import annotations

import numpy as np

BIRADS_CLASSES = ("2", "3", "4A", "4B", "4C", "5")


def confusion_matrix(truth: np.ndarray, predicted: np.ndarray, classes: int) -> np.ndarray:
    """Return the (classes, classes) counts, rows = truth, columns = prediction.

    Parameters
    ----------
    truth, predicted
        (n,) whole numbers 0 to classes - 1.

    Raises
    ------
    ValueError
        If a number is none of these.
    """
    truth, predicted = np.asarray(truth, int), np.asarray(predicted, int)
    both = np.concatenate([truth, predicted])
    if len(both) and (both.min() < 0 or both.max() >= classes):
        raise ValueError(f"Ratings of {classes} classes are 0 to {classes - 1}, not {both.min()} to {both.max()}.")
    return np.bincount(truth * classes + predicted, minlength=classes**2).reshape(classes, classes)


def quadratic_weighted_kappa(confusion: np.ndarray) -> float:
    """Return QWK = 1 - sum(W O) / sum(W E), W_ij = (i - j)^2 (Zhang 2021, Eq. 5; Cohen 1968).

    E is the outer product of the marginals divided by the number of cases. NaN where all ratings are of one class.
    """
    return _kappa(confusion, _weights(len(confusion)))


def maqwk_malignant(
    truth: np.ndarray, predicted: np.ndarray, malignant: np.ndarray, classes: int = len(BIRADS_CLASSES)
) -> float:
    """Return MAQWK-M: only ratings below the truth count, of malignant cases (Zhang 2021, Eqs. 6 and 7).

    Observed and expected matrix are those of the malignant cases. The paper calls these cells the upper triangle; with
    truth in rows they are the lower one, and so its Table 1 comes out.

    Parameters
    ----------
    malignant
        (n,) bool or probability: 1 malignant, 0 benign, 0.5 no biopsy, which counts for neither.
    """
    chosen = np.asarray(malignant, float) > 0.5
    confusion = confusion_matrix(np.asarray(truth)[chosen], np.asarray(predicted)[chosen], classes)
    return _kappa(confusion, np.tril(_weights(classes)))


def maqwk_benign(
    truth: np.ndarray, predicted: np.ndarray, malignant: np.ndarray, classes: int = len(BIRADS_CLASSES)
) -> float:
    """Return MAQWK-B: only ratings above the truth count, of benign cases (Zhang 2021, Eqs. 6 and 7); see
    `maqwk_malignant`.
    """
    chosen = np.asarray(malignant, float) < 0.5
    confusion = confusion_matrix(np.asarray(truth)[chosen], np.asarray(predicted)[chosen], classes)
    return _kappa(confusion, np.triu(_weights(classes)))


def _weights(classes: int) -> np.ndarray:
    number = np.arange(classes)
    return ((number[:, None] - number) ** 2).astype(float)


def _kappa(confusion: np.ndarray, weights: np.ndarray) -> float:
    observed = np.asarray(confusion, float)
    expected = np.outer(observed.sum(axis=1), observed.sum(axis=0)) / max(observed.sum(), 1.0)
    by_chance = float((weights * expected).sum())
    return 1 - float((weights * observed).sum()) / by_chance if by_chance > 0 else float("nan")
