"""Training of a patch classifier: balanced minibatches, rate halved on plateau, early stopping."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.utils.data import DataLoader

from ..datasets.minibatches import BalancedBatches
from ..recipes.trainings import ClassifierTraining
from .distributed import rank_and_size
from .loop import CHECKPOINT, CURVES, Plan, fit
from .run_options import plateau_rate

__all__ = [
    "CHECKPOINT",
    "CURVES",
    "ClassifierTraining",
    "WeightedPatches",
    "evaluated",
    "labelled",
    "probabilities",
    "train_classifier",
]


@dataclass(frozen=True, eq=False)
class WeightedPatches:
    """Patches float32 (n, size, size), their labels int64 (n,) of 0 and 1, and weights (n,) that balance
    their classes.
    """

    patches: np.ndarray
    labels: np.ndarray
    weights: np.ndarray


def train_classifier(
    folder: Path,
    network: torch.nn.Module,
    training: BalancedBatches,
    validation: WeightedPatches,
    parameters: ClassifierTraining,
    device: str = "cpu",
    stop_after: int | None = None,
) -> torch.nn.Module:
    """Train, or go on where `folder` holds a checkpoint; return the network with its best epoch's weights; see `fit`.

    Parameters
    ----------
    network
        Patches (n, 1, size, size) to logits (n, 2).
    """
    p = parameters
    plan = Plan(
        p,
        len(training),
        torch.nn.CrossEntropyLoss(),
        lambda weights: torch.optim.Adam(weights, lr=p.learning_rate),
        lambda epoch, step, rows: plateau_rate(
            p.learning_rate, [row["validation_loss"] for row in rows], p.halve_after
        ),
        lambda net: evaluated(net, validation, device),
        "validation_loss",
        p.stop_after,
    )
    return fit(folder, network, whole_minibatches(training), plan, device, stop_after)[0]


def whole_minibatches(training: BalancedBatches) -> Callable[[int], Iterable[Mapping[str, torch.Tensor]]]:
    """Return the minibatches of an epoch, counted from 0, of a data set whose items they are."""

    def of_epoch(epoch: int) -> Iterable[Mapping[str, torch.Tensor]]:
        training.offset, training.part = epoch * len(training), rank_and_size()
        return DataLoader(training, batch_size=None)

    return of_epoch


def probabilities(network: torch.nn.Module, patches: np.ndarray, device: str, batch: int = 256) -> np.ndarray:
    """Return the probability of the positive class for patches (n, size, size), float64 (n,)."""
    network.eval()
    answers = [np.zeros(0)]
    with torch.inference_mode():
        for start in range(0, len(patches), batch):
            part = torch.from_numpy(patches[start : start + batch])[:, None].to(
                device, memory_format=torch.channels_last
            )
            answers.append(network(part).double().softmax(1)[:, 1].cpu().numpy())
    return np.concatenate(answers)


def evaluated(network: torch.nn.Module, validation: WeightedPatches, device: str) -> dict[str, float]:
    """Return cross-entropy and accuracy over the validation patches, weighted so that the classes are balanced."""
    positive = np.clip(probabilities(network, validation.patches, device), 1e-12, 1 - 1e-12)
    cross_entropy = -np.log(np.where(validation.labels == 1, positive, 1 - positive))
    right = (positive >= 0.5) == (validation.labels == 1)
    return {
        f"validation_{name}": float(np.average(v, weights=validation.weights))
        for name, v in (("loss", cross_entropy), ("accuracy", right))
    }


def labelled(patches: np.ndarray, classes: np.ndarray, positives: tuple[int, ...]) -> WeightedPatches:
    """Return patches with labels, and weights by which positives and negatives, and the classes of each,
    count equally.
    """
    labels = np.isin(classes, positives).astype(np.int64)
    weights = np.zeros(len(classes))
    for side in (0, 1):
        present = np.unique(classes[labels == side])
        for one in present:
            weights[classes == one] = 0.5 / len(present) / (classes == one).sum()
    return WeightedPatches(patches, labels, weights)
