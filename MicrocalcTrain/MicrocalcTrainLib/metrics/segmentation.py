"""How well outlines fit: IoU per image and per object (Marasinou 2023), pixel accuracy and false positive rate (Valvano
2019).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class PixelCounts:
    """Pixels of one image, or added up over several, by truth and prediction."""

    true_positive: int
    false_positive: int
    false_negative: int
    true_negative: int

    def __add__(self, other: PixelCounts) -> PixelCounts:
        return PixelCounts(
            self.true_positive + other.true_positive,
            self.false_positive + other.false_positive,
            self.false_negative + other.false_negative,
            self.true_negative + other.true_negative,
        )

    @property
    def accuracy(self) -> float:
        """Share of the pixels that are right (Valvano 2019, section 4: 99.99 %)."""
        return (self.true_positive + self.true_negative) / (
            self.false_positive + self.false_negative + self.true_positive + self.true_negative
        )

    @property
    def false_positive_rate(self) -> float:
        """Share of the background pixels that are marked (Valvano 2019, section 4: 0.005 %)."""
        return self.false_positive / max(self.false_positive + self.true_negative, 1)

    @property
    def mean_iou(self) -> float:
        """Mean of the IoU of the background and that of the calcifications (Marasinou 2023, "Evaluation Metrics", Table
        3).

        An image without true and marked calcifications has a calcification IoU of 1; the paper has no such image.
        """
        errors = self.false_positive + self.false_negative
        return (_share(self.true_positive, errors) + _share(self.true_negative, errors)) / 2


def pixel_counts(predicted: np.ndarray, truth: np.ndarray) -> PixelCounts:
    """Return the counts of one image; label images or masks (rows, columns), not 0 is calcification.

    Raises
    ------
    ValueError
        If the two are of different shape.
    """
    if predicted.shape != truth.shape:
        raise ValueError(f"Prediction {predicted.shape} and truth {truth.shape} are not of one shape.")
    marked, real = predicted != 0, truth != 0
    both, n_marked, n_real = int((marked & real).sum()), int(marked.sum()), int(real.sum())
    return PixelCounts(both, n_marked - both, n_real - both, truth.size - n_marked - n_real + both)


def object_ious(predicted: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Return for each true object its IoU with the predicted object of most overlap (Marasinou 2023, "Evaluation
    Metrics", Table 3).

    Objects of a single pixel, which are point annotations, are left out; an object that nothing overlaps counts 0. Of
    predicted objects that share the same number of pixels with it, the smallest is taken.

    Parameters
    ----------
    predicted, truth
        Label images (rows, columns), 0 for background.
    """
    sizes, marked = np.bincount(truth.ravel()), np.bincount(predicted.ravel())
    objects = np.flatnonzero(sizes > 1)
    objects = objects[objects > 0]
    both = (truth > 0) & (predicted > 0)
    pairs, shared = np.unique(np.stack([truth[both], predicted[both]]), axis=1, return_counts=True)
    ious = np.zeros(len(sizes))
    for k in np.lexsort((-marked[pairs[1]], shared)):
        ious[pairs[0][k]] = shared[k] / (sizes[pairs[0][k]] + marked[pairs[1][k]] - shared[k])
    return ious[objects]


def _share(right: int, errors: int) -> float:
    return right / (right + errors) if right + errors else 1.0
