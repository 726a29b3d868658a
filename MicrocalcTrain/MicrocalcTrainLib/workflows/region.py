"""Training of the light region and detail networks (`hdogreg-light`)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch
from MicrocalcCADLib.networks.light_unet import light_unet

from ..losses import RegionLoss
from ..numbered import Patches
from ..recipes.trainings import RegionTraining
from .loop import CHECKPOINT, CURVES, Plan, fit, patch_minibatches
from .validation import loss_and_dice

__all__ = ["CHECKPOINT", "CURVES", "RegionTraining", "one_cycle", "one_cycle_plan", "region_figures", "train_on"]


def train_on(
    folder: Path,
    patches: Patches,
    held_out: Patches,
    parameters: RegionTraining,
    device: str,
    stop_after: int | None = None,
) -> torch.nn.Module:
    """Train, or go on where `folder` holds a checkpoint, and return the network with the last epoch's weights; see
    `fit`.

    Parameters
    ----------
    patches, held_out
        What is trained on, `steps` times `batch` an epoch, and what is validated on; the two must share no patient.
    """
    p, loss = parameters, RegionLoss().to(device)
    torch.manual_seed(p.seed)
    plan = one_cycle_plan(p, loss, lambda net: region_figures(net, held_out, p.batch, loss, device))
    return fit(folder, light_unet(p.filters), patch_minibatches(patches, p.batch, p.workers), plan, device, stop_after)[
        0
    ]


def one_cycle_plan(
    parameters: Any,
    loss: torch.nn.Module,
    validate: Callable[[torch.nn.Module], Mapping[str, float]],
    best_by: str | None = None,
    patience: int | None = None,
) -> Plan:
    """Return the plan of a training by AdamW whose rate rises and falls once; see `loop.Plan`.

    Parameters
    ----------
    parameters
        With ``weight_decay`` and ``steps`` beside what every plan has.
    """
    p = parameters
    return Plan(
        p,
        p.steps,
        loss,
        lambda weights: torch.optim.AdamW(weights, lr=p.learning_rate, weight_decay=p.weight_decay),
        lambda epoch, step, rows: p.learning_rate * one_cycle(step / (p.epochs * p.steps)),
        validate,
        best_by,
        patience,
    )


def one_cycle(fraction: float) -> float:
    """Return the learning rate, relative to its peak, after a fraction of the training."""
    warm = 0.1
    return (
        0.05 + 0.95 * fraction / warm
        if fraction < warm
        else 0.5 * (1 + math.cos(math.pi * min(1.0, (fraction - warm) / (1 - warm)))) + 1e-4
    )


def region_figures(
    network: torch.nn.Module, patches: Patches, batch: int, loss: torch.nn.Module, device: str
) -> dict[str, float]:
    """Return loss and Dice coefficient of the calcification channel at 0.5 over a set of patches, but where nobody
    knows.
    """
    return loss_and_dice(
        network, patches, batch, loss, device, lambda logits, label: (logits[:, 1] > 0) & (label[:, 1] >= 0), _true
    )


def _true(_: torch.Tensor, label: torch.Tensor) -> torch.Tensor:
    return label[:, 1] > 0.5
