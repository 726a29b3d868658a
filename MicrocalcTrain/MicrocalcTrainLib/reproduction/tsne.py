"""t-SNE of some hundreds of points (van der Maaten and Hinton 2008), exact: no library for it is needed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial.distance import pdist, squareform

LEAST = 1e-12


@dataclass(frozen=True)
class TsneParameters:
    """Perplexity, steps of the gradient descent and its rate; the defaults of van der Maaten and Hinton 2008."""

    perplexity: float = 30.0
    steps: int = 500
    rate: float = 100.0
    exaggeration: float = 4.0
    exaggerated_steps: int = 100
    seed: int = 1


def tsne(features: np.ndarray, parameters: TsneParameters | None = None) -> np.ndarray:
    """Return points of the plane, float64 (n, 2), whose neighbours are those of the features.

    Parameters
    ----------
    features
        (n, k). Time and memory grow with n squared; 1000 points take some ten seconds.

    References
    ----------
    van der Maaten and Hinton, J Mach Learn Res 9 (2008): equations 1 to 5, perplexity by bisection, early exaggeration, momentum
    0.5 then 0.8, and gains of each coordinate (Jacobs 1988), as in the authors' program.
    """
    p = parameters or TsneParameters()
    count = len(features)
    if count < 3:
        return np.zeros((count, 2))
    wanted = similarities(features, min(p.perplexity, (count - 1) / 3))
    points = np.random.default_rng(p.seed).normal(0, 1e-4, (count, 2))
    step, gains = np.zeros_like(points), np.ones_like(points)
    for number in range(p.steps):
        exaggerated = p.exaggeration if number < p.exaggerated_steps else 1.0
        slope = gradient(points, exaggerated * wanted)
        gains = np.maximum(np.where(np.sign(slope) == np.sign(step), gains * 0.8, gains + 0.2), 0.01)
        step = (0.5 if number < p.exaggerated_steps else 0.8) * step - p.rate * gains * slope
        points = points + step
        points -= points.mean(axis=0)
    return points


def similarities(features: np.ndarray, perplexity: float) -> np.ndarray:
    """Return the symmetric probabilities P that two points are neighbours, (n, n), of sum 1 (equations 1 and 2)."""
    squared = squareform(pdist(np.asarray(features, float), "sqeuclidean"))
    conditional = np.stack([_row(np.delete(line, i), perplexity, i) for i, line in enumerate(squared)])
    return np.maximum((conditional + conditional.T) / (2 * len(features)), LEAST)


def gradient(points: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Return the gradient of the Kullback-Leibler divergence, (n, 2), with Student's t of one degree in the plane (equations 4 and 5)."""
    heavy = 1 / (1 + squareform(pdist(points, "sqeuclidean")))
    np.fill_diagonal(heavy, 0)
    pull = (wanted - np.maximum(heavy / heavy.sum(), LEAST)) * heavy
    return 4 * (pull.sum(axis=1)[:, None] * points - pull @ points)


def _row(squared: np.ndarray, perplexity: float, own: int) -> np.ndarray:
    """Return a point's conditional probabilities, 0 for itself, with the bandwidth that gives the perplexity."""
    low, high, precision = 0.0, np.inf, 1.0 / max(float(np.median(squared)), LEAST)
    for _ in range(60):
        weights = np.exp(-(squared - squared.min()) * precision)
        shares = weights / weights.sum()
        entropy = -float((shares * np.log(np.maximum(shares, LEAST))).sum())
        if abs(entropy - np.log(perplexity)) < 1e-5:
            break
        if entropy > np.log(perplexity):
            low, precision = precision, precision * 2 if np.isinf(high) else (precision + high) / 2
        else:
            high, precision = precision, (precision + low) / 2
    return np.insert(shares, own, 0.0)
