"""What the two-stage networks make of patches: features of right and wrong answers, and nearest neighbours of errors
(Valvano 2019).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from MicrocalcCADLib.networks.two_stage import PatchNetwork
from scipy.spatial.distance import cdist

CLASSES = (1, 2, 3, 4)


@dataclass(frozen=True, eq=False)
class FeatureSpace:
    """Features (n, 64) and probability of the positive class (n,) of patches, and their classes (n,)."""

    features: np.ndarray
    probability: np.ndarray
    classes: np.ndarray
    positives: tuple[int, ...]

    @property
    def wrong(self) -> np.ndarray:
        """Where the answer is wrong, bool (n,)."""
        return (self.probability >= 0.5) != np.isin(self.classes, self.positives)


@dataclass(frozen=True)
class Neighbour:
    """A patch that is called wrong, and the nearest one in the space of the features that the network takes it for;
    both by index.
    """

    wrong: int
    nearest: int


def feature_space(
    network: PatchNetwork, patches: np.ndarray, classes: np.ndarray, positives: tuple[int, ...], device: str
) -> FeatureSpace:
    """Return what the last hidden layer holds of patches float32 (n, size, size)."""
    import torch

    network.eval()
    features, probability = [], []
    with torch.inference_mode():
        for first in range(0, len(patches), 256):
            seen = network.features(torch.from_numpy(patches[first : first + 256])[:, None].to(device))
            features.append(seen.double().cpu().numpy())
            probability.append(network.answer(seen).double().softmax(1)[:, 1].cpu().numpy())
    return FeatureSpace(np.concatenate(features), np.concatenate(probability), np.asarray(classes), positives)


def nearest_of_errors(space: FeatureSpace, most: int = 6) -> list[Neighbour]:
    """Return the worst errors with their nearest right patch, as in the paper's analysis.

    Of the detector, patches of C1 to C3 that it misses with the nearest of C4, and the other way round; of the
    segmentator, patches of C2 to C4 that it marks with the nearest of C1, and the other way round.
    """
    negatives = tuple(c for c in CLASSES if c not in space.positives)
    order = np.argsort(-np.abs(space.probability - np.isin(space.classes, space.positives)), kind="stable")
    worst = [i for i in order if space.wrong[i]][:most]
    found = []
    for i in worst:
        others = space.positives if space.classes[i] in negatives else negatives
        candidates = np.flatnonzero(np.isin(space.classes, others) & ~space.wrong)
        if len(candidates):
            distance = cdist(space.features[i : i + 1], space.features[candidates])[0]
            found.append(Neighbour(int(i), int(candidates[distance.argmin()])))
    return found


def spread_sample(space: FeatureSpace, most: int, seed: int) -> np.ndarray:
    """Return the indices of at most so many patches: all errors first, then others in equal shares of the classes;
    ascending.
    """
    rng = np.random.default_rng(seed)
    wrong = rng.permutation(np.flatnonzero(space.wrong))[: most // 2]
    rest = np.setdiff1d(np.arange(len(space.classes)), wrong)
    share = max(1, (most - len(wrong)) // len(CLASSES))
    right = [rng.permutation(rest[space.classes[rest] == c])[:share] for c in CLASSES]
    return np.sort(np.concatenate([wrong, *right]).astype(int))
