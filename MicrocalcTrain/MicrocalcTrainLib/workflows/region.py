"""Training of the light region and detail networks (`hdogreg-light`)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import torch
from ignite.metrics import Average, Loss
from MicrocalcCADLib.networks.light_unet import REGION_FILTERS, light_unet
from monai.data import DataLoader
from monai.handlers import from_engine
from monai.utils.enums import CommonKeys as Keys
from torch.utils.data import default_collate

from ..losses import RegionLoss
from ..simulation.backgrounds import Background
from ..simulation.patches import PatchParameters, SimulatedPatches
from .loop import CHECKPOINT, CURVES, Plan, fit, patch_minibatches
from .run_options import RunOptions
from .validation import figures_of

__all__ = ["CHECKPOINT", "CURVES", "RegionTraining", "evaluate", "one_cycle", "train", "train_on"]


@dataclass(frozen=True)
class RegionTraining:
    """Everything that decides the outcome of a training.

    Parameters
    ----------
    epochs, steps, batch
        Epochs of `steps` batches; an epoch is a place to stop at and to resume from.
    learning_rate
        Peak of the one-cycle schedule (warm-up of a tenth, then a cosine to zero).
    workers
        Processes that simulate patches.
    filters
        Features of the U-shaped network's levels.
    """

    epochs: int = 40
    steps: int = 80
    batch: int = 16
    learning_rate: float = 3e-3
    weight_decay: float = 1e-4
    seed: int = 1
    workers: int = 1
    validation_patches: int = 192
    filters: tuple[int, ...] = REGION_FILTERS
    patches: PatchParameters = field(default_factory=PatchParameters)
    run: RunOptions = field(default_factory=RunOptions)


class RegionPatches(Protocol):
    """A map-style data set as `SimulatedPatches`: item i + `offset` is always the same."""

    offset: int

    def __len__(self) -> int: ...

    def __getitem__(self, index: int) -> dict[str, Any]: ...


def train(
    folder: Path,
    training: Sequence[Background],
    validation: Sequence[Background],
    parameters: RegionTraining,
    device: str = "cpu",
    stop_after: int | None = None,
) -> torch.nn.Module:
    """Train on simulated patches, or go on where `folder` holds a checkpoint, and return the network; see `fit`.

    Parameters
    ----------
    training, validation
        Backgrounds at the spacing of `parameters.patches`; the two must share no patient.
    """
    p = parameters
    patches = SimulatedPatches(training, p.steps * p.batch, p.seed, p.patches)
    held_out = SimulatedPatches(validation, p.validation_patches, p.seed + 1_000_000, p.patches)
    return train_on(folder, patches, held_out, p, device, stop_after)


def train_on(
    folder: Path, patches: RegionPatches, held_out: RegionPatches, parameters: RegionTraining, device: str, stop_after: int | None = None
) -> torch.nn.Module:
    """Train on any patches, those of an epoch `steps` times `batch`; the last epoch's weights are kept."""
    p, loss = parameters, RegionLoss().to(device)
    torch.manual_seed(p.seed)
    plan = Plan(
        p,
        p.steps,
        loss,
        lambda weights: torch.optim.AdamW(weights, lr=p.learning_rate, weight_decay=p.weight_decay),
        lambda epoch, step, rows: p.learning_rate * one_cycle(step / (p.epochs * p.steps)),
        lambda net: evaluate(net, held_out, p.batch, loss, device),
    )
    return fit(folder, light_unet(p.filters), patch_minibatches(patches, p.batch, p.workers), plan, device, stop_after)[0]


def one_cycle(fraction: float) -> float:
    """Return the learning rate, relative to its peak, after a fraction of the training."""
    warm = 0.1
    return 0.05 + 0.95 * fraction / warm if fraction < warm else 0.5 * (1 + math.cos(math.pi * min(1.0, (fraction - warm) / (1 - warm)))) + 1e-4


def evaluate(network: torch.nn.Module, patches: RegionPatches, batch: int, loss: torch.nn.Module, device: str) -> dict[str, float]:
    """Return loss and Dice coefficient of the calcification channel at 0.5 over a set of patches."""
    answers = from_engine([Keys.PRED, Keys.LABEL])
    metrics = {
        "validation_loss": Loss(loss, answers),
        "both": Average(lambda output: 2.0 * (_found(output) & _truth(output)).sum()),
        "either": Average(lambda output: (_found(output).sum() + _truth(output).sum()).double()),
    }
    found = figures_of(network, DataLoader(patches, batch_size=batch, collate_fn=default_collate), metrics, device)
    return {"validation_loss": found["validation_loss"], "validation_dice": found["both"] / found["either"] if found["either"] else 0.0}


def _found(output: Mapping[str, torch.Tensor]) -> torch.Tensor:
    return (output[Keys.PRED][:, 1] > 0) & (output[Keys.LABEL][:, 1] >= 0)


def _truth(output: Mapping[str, torch.Tensor]) -> torch.Tensor:
    return output[Keys.LABEL][:, 1] > 0.5
