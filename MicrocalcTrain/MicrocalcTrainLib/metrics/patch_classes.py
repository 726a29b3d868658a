"""Errors of patch networks by where the calcification lies in the patch (Valvano 2019, Table 2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

CLASSES = (1, 2, 3, 4)
DETECTOR_POSITIVES = (1, 2, 3)
SEGMENTATOR_POSITIVES = (1,)
# half of the patches C1, the others in equal parts: with these shares the errors of all four networks of Table 2 give
# their accuracies
TEST_SHARES = (1 / 2, 1 / 6, 1 / 6, 1 / 6)


@dataclass(frozen=True)
class PatchClassErrors:
    """One row of the table.

    Parameters
    ----------
    errors
        Share of wrong answers for C1 (central pixel in a calcification), C2 (one 2-3 px from the centre), C3 (one in
        the periphery only) and C4 (none); NaN for a class without patches.
    counts
        Patches of each class.
    accuracy
        Share of all patches that are right.
    balanced_accuracy
        Accuracy on half positives and half negatives, the classes of each in equal shares: the draw of a minibatch. For
        the segmentator this is the paper's too, for the detector it is not.
    published_accuracy
        Accuracy on the classes in `TEST_SHARES`, the paper's "overall test accuracy" of either network.
    """

    errors: tuple[float, ...]
    counts: tuple[int, ...]
    accuracy: float
    balanced_accuracy: float
    published_accuracy: float


def patch_class_errors(
    predicted_positive: np.ndarray, classes: np.ndarray, positives: tuple[int, ...]
) -> PatchClassErrors:
    """Return the error rates by class (Valvano 2019, Table 2).

    Parameters
    ----------
    predicted_positive
        (n,) bool answers of the network.
    classes
        (n,) numbers 1 to 4.
    positives
        The classes that the network should call positive: `DETECTOR_POSITIVES` or `SEGMENTATOR_POSITIVES`.

    Raises
    ------
    ValueError
        If a class is none of 1 to 4.
    """
    classes, predicted = np.asarray(classes), np.asarray(predicted_positive, bool)
    if not np.isin(classes, CLASSES).all():
        raise ValueError(f"Patch classes are 1 to 4, not {sorted(set(classes.tolist()) - set(CLASSES))}.")
    wrong = predicted != np.isin(classes, positives)
    counts = [int((classes == c).sum()) for c in CLASSES]
    errors = [float(wrong[classes == c].mean()) if n else float("nan") for c, n in zip(CLASSES, counts, strict=True)]
    return PatchClassErrors(
        tuple(errors),
        tuple(counts),
        float(1 - wrong.mean()),
        balanced_accuracy(errors, positives),
        published_accuracy(errors),
    )


def balanced_accuracy(errors: Sequence[float], positives: tuple[int, ...]) -> float:
    """Return the accuracy on as many positives as negatives, each class of a side equally often; empty classes are left
    out.
    """
    sides = [
        [e for c, e in zip(CLASSES, errors, strict=True) if (c in positives) is side and not np.isnan(e)]
        for side in (True, False)
    ]
    return float(1 - np.mean([np.mean(side) for side in sides if side]))


def published_accuracy(errors: Sequence[float]) -> float:
    """Return the accuracy on the classes C1 to C4 in `TEST_SHARES` (Valvano 2019, Table 2); empty classes
    are left out.
    """
    present = [(e, share) for e, share in zip(errors, TEST_SHARES, strict=True) if not np.isnan(e)]
    return float(1 - sum(e * share for e, share in present) / sum(share for _, share in present))
