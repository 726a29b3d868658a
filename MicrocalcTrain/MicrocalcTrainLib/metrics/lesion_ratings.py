"""How ratings of lesions agree with their pathology and with their readers' categories; scikit-learn's measures where
it has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from MicrocalcCADLib.assessment.birads_scale import CATEGORIES, class_named

from .bootstrap import Interval, percentile_interval
from .rating import confusion_matrix, maqwk_benign, maqwk_malignant
from .reliability import Reliability, calibration_line, reliability

NAN = float("nan")


@dataclass(frozen=True)
class RatedLesion:
    """A lesion and what a rating said of it.

    Parameters
    ----------
    malignancy
        1 malignant, 0 benign by biopsy, 0.5 not biopsied.
    truth
        Its readers' BI-RADS category as text, None where it is not known.
    score
        What orders lesions by malignancy; NaN where it was not rated.
    category
        What the rating says; None where it names none.
    """

    patient: str
    malignancy: float
    truth: str | None
    score: float
    category: str | None = None


@dataclass(frozen=True)
class Calibration:
    """Of probabilities of malignancy: slope and intercept of truth on their logit (Cox 1958; 1 and 0 are best), Brier
    score, curve.
    """

    slope: float
    intercept: float
    brier: float
    curve: Reliability


@dataclass(frozen=True, eq=False)
class Agreement:
    """With the readers' categories: QWK and MAQWK (Zhang 2021), share that is the same, and the confusion matrix, truth
    in rows.
    """

    lesions: int
    qwk: float
    maqwk_malignant: float
    maqwk_benign: float
    same: float
    names: tuple[str, ...]
    confusion: np.ndarray


def area_by_patient(lesions: Sequence[RatedLesion], samples: int = 1000, seed: int = 1) -> Interval:
    """Return the area under the ROC of biopsied lesions with the 95 % interval of a bootstrap that draws patients; NaN
    without both classes.
    """
    from sklearn.metrics import roc_auc_score

    known, scores, malignant = _biopsied(lesions)
    if malignant.all() or not malignant.any():
        return Interval(NAN, NAN, NAN, NAN)
    _, patient = np.unique([one.patient for one in known], return_inverse=True)
    of_patient = [np.flatnonzero(patient == number) for number in range(patient.max() + 1)]
    rng, draws = np.random.default_rng(seed), []
    for _ in range(samples):
        drawn = np.concatenate([of_patient[number] for number in rng.integers(0, len(of_patient), len(of_patient))])
        both = malignant[drawn].any() and not malignant[drawn].all()
        draws.append(roc_auc_score(malignant[drawn], scores[drawn]) if both else NAN)
    return percentile_interval(float(roc_auc_score(malignant, scores)), np.array(draws))


def calibration(lesions: Sequence[RatedLesion]) -> Calibration | None:
    """Return how well scores of biopsied lesions are probabilities of malignancy; None without both classes."""
    from sklearn.metrics import brier_score_loss

    _, scores, malignant = _biopsied(lesions)
    if malignant.all() or not malignant.any():
        return None
    return Calibration(
        *calibration_line(scores, malignant), float(brier_score_loss(malignant, scores)), reliability(scores, malignant)
    )


def agreement(lesions: Sequence[RatedLesion], classes: int = 4) -> Agreement | None:
    """Return the agreement with the readers' categories on the scale of the rating, 4 categories, or 6 with 4A to 4C,
    whichever of them it answers; None without any.

    A reader's category that the scale lacks (0, 1, 6; of six categories an undivided 4) is left out.
    """
    from sklearn.metrics import cohen_kappa_score

    rated = [one for one in lesions if one.category is not None]
    names = CATEGORIES[classes]
    pairs = [
        (class_named(one.truth, classes), names.index(one.category), one.malignancy)
        for one in rated
        if one.category in names
    ]
    known = np.array([pair for pair in pairs if pair[0] is not None], float).reshape(-1, 3)
    if not len(known):
        return None
    truth, called, malignancy = known[:, 0].astype(int), known[:, 1].astype(int), known[:, 2]
    several = len(set(truth.tolist()) | set(called.tolist())) > 1
    qwk = float(cohen_kappa_score(truth, called, labels=list(range(classes)), weights="quadratic")) if several else NAN
    low, high = (measure(truth, called, malignancy, classes) for measure in (maqwk_malignant, maqwk_benign))
    return Agreement(
        len(known), qwk, low, high, float((truth == called).mean()), names, confusion_matrix(truth, called, classes)
    )


def _biopsied(lesions: Sequence[RatedLesion]) -> tuple[list[RatedLesion], np.ndarray, np.ndarray]:
    """Return the biopsied lesions that have a score, their scores, and which are malignant."""
    known = [one for one in lesions if one.malignancy != 0.5 and np.isfinite(one.score)]
    return known, np.array([one.score for one in known]), np.array([one.malignancy == 1 for one in known], bool)
