"""t-SNE of some hundreds of points (van der Maaten and Hinton 2008), by scikit-learn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class TsneParameters:
    """Perplexity and seed; the rest is scikit-learn's."""

    perplexity: float = 30.0
    seed: int = 1


def tsne(features: np.ndarray, parameters: TsneParameters | None = None) -> np.ndarray:
    """Return points of the plane, float64 (n, 2), whose neighbours are those of the features (n, k); zeros for less
    than three points.
    """
    from sklearn.manifold import TSNE

    p, count = parameters or TsneParameters(), len(features)
    if count < 3:
        return np.zeros((count, 2))
    return (
        TSNE(perplexity=min(p.perplexity, (count - 1) / 3), random_state=p.seed, method="exact")
        .fit_transform(features)
        .astype(np.float64)
    )
