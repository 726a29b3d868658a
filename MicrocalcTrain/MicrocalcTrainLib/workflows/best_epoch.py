"""Training on patches whose best epoch is kept: what hdogreg-fpn, patch-learning and the BI-RADS rating share."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import torch

from ..numbered import Patches
from ..recipes.trainings import EpochTraining
from .loop import CHECKPOINT, CURVES, Plan, fit, patch_minibatches
from .trainer import Measure

__all__ = ["CHECKPOINT", "CURVES", "EpochTraining", "Task", "plan_of", "rate_of_epoch", "train_best"]


@dataclass(frozen=True)
class Task:
    """What is trained.

    Parameters
    ----------
    loss
        Of the network's answer and the labels.
    validate
        Returns figures of the network in evaluation, by name.
    best_by
        The figure that is highest for the best epoch.
    optimizer
        Made of the weights and the rate of the first epoch.
    rate
        Learning rate of an epoch, counted from 1; `rate_of_epoch` where none is given.
    measures
        Further figures of the training patches, by name, see `PartwiseTrainer`.
    """

    loss: Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
    validate: Callable[[torch.nn.Module], dict[str, float]]
    best_by: str
    optimizer: Callable[[list[torch.nn.Parameter], float], torch.optim.Optimizer] = torch.optim.Adam
    rate: Callable[[int, EpochTraining], float] | None = None
    measures: Mapping[str, Measure] = field(default_factory=dict)


def train_best(
    folder: Path,
    network: torch.nn.Module,
    patches: Patches,
    task: Task,
    parameters: EpochTraining,
    device: str = "cpu",
    stop_after: int | None = None,
) -> tuple[torch.nn.Module, list[dict[str, float]]]:
    """Train, or go on where `folder` holds a checkpoint; return the network with its best epoch's weights, and the
    curves; see `fit`.
    """
    p = parameters
    return fit(
        folder,
        network,
        patch_minibatches(patches, p.batch, p.workers),
        plan_of(task, p, len(patches)),
        device,
        stop_after,
    )


def plan_of(task: Task, parameters: EpochTraining, patches: int) -> Plan:
    """Return the plan of a training on so many patches an epoch."""
    p = parameters
    return Plan(
        p,
        patches // p.batch,
        task.loss,
        lambda weights: task.optimizer(weights, p.learning_rate),
        lambda epoch, step, rows: (task.rate or rate_of_epoch)(epoch, p),
        task.validate,
        task.best_by,
        measures=task.measures,
    )


def rate_of_epoch(epoch: int, parameters: EpochTraining) -> float:
    """Return the learning rate of an epoch, counted from 1."""
    fraction = (epoch - 1) / max(1, parameters.epochs - 1)
    share = parameters.last_share + (1 - parameters.last_share) * 0.5 * (1 + math.cos(math.pi * fraction))
    return parameters.learning_rate * share
