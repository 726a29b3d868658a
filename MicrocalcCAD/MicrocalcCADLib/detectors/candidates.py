"""The score of a candidate calcification, from what the region network and the blob itself say about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from ..analysis import MEASURES
from ..clusters import local_sum

if TYPE_CHECKING:
    from torch import nn

    from ..networks.engine import Network

FEATURES = (
    "calcification_max",
    "calcification_mean",
    "proximity_max",
    "proximity_mean",
    "detail_calcification_max",
    "detail_calcification_mean",
    "detail_proximity_max",
    "detail_proximity_mean",
    "response_per_texture",
    "contrast_per_texture",
    "area_mm2",
    "eccentricity",
    "scale_mm",
    "neighbourhood",
)
CONTEXT_MM = 2.5
HIDDEN = 32


def scorer() -> nn.Module:
    """Return the candidate network: features (n, 14) to logits (n, 1), standardised by its own running statistics."""
    from torch import nn

    n = len(FEATURES)
    return nn.Sequential(
        nn.BatchNorm1d(n, affine=False),
        nn.Linear(n, HIDDEN),
        nn.ReLU(),
        nn.Linear(HIDDEN, HIDDEN),
        nn.ReLU(),
        nn.Linear(HIDDEN, 1),
    )


def features(
    region: np.ndarray,
    detail: np.ndarray,
    response: np.ndarray,
    scale_mm: np.ndarray,
    texture: np.ndarray,
    measures: np.ndarray,
    positions_mm: np.ndarray,
) -> np.ndarray:
    """Return the features of n candidates, float32 (n, 14), columns as in `FEATURES`.

    Parameters
    ----------
    region, detail
        (4, n) probabilities over each object of the region and of the detail network: calcification's largest and mean,
        proximity's largest and mean.
    response
        Largest DoG response of a seed in the object, in full-scale units.
    texture
        Local standard deviation of the fine texture about the object, in full-scale units.
    measures
        (n, 9) table of `measure_objects`.
    """
    column = {name: measures[:, i] for i, name in enumerate(MEASURES)}
    strength = np.maximum(texture, 1e-6)
    values = [
        *_logit(region),
        *_logit(detail),
        np.log1p(np.maximum(response, 0) / strength),
        np.arcsinh(column["contrast"] / strength),
        np.log(np.maximum(column["area_mm2"], 1e-4)),
        column["eccentricity"],
        np.log(scale_mm),
        np.log1p(local_sum(positions_mm, detail[0], CONTEXT_MM) - detail[0]),
    ]
    return np.stack(values, axis=1).astype(np.float32)


def score(network: Network, table: np.ndarray) -> np.ndarray:
    """Return the probability that each candidate is a calcification, float64 (n,)."""
    return expit(network(table)[:, 0].astype(np.float64)) if len(table) else np.zeros(0)


def surest(scores: np.ndarray, lowest: float, most: int) -> np.ndarray:
    """Return the indices, ascending, of the scores that are at least `lowest`; of more than `most` those of the
    greatest.
    """
    kept = np.flatnonzero(scores >= lowest)
    return np.sort(kept[np.argsort(-scores[kept], kind="stable")[:most]])


def _logit(probability: np.ndarray) -> np.ndarray:
    clipped = np.clip(probability, 1e-4, 1 - 1e-4)
    return np.log(clipped / (1 - clipped))
