"""Training of the light region and detail networks (`hdogreg-light`) by a MONAI workflow on simulated calcifications."""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from ignite.engine import Events
from MicrocalcCADLib.files import written_whole
from MicrocalcCADLib.networks.light_unet import REGION_FILTERS, light_unet
from monai.data import DataLoader
from monai.engines import SupervisedTrainer
from monai.inferers import SimpleInferer
from monai.utils import set_determinism

from ..losses import RegionLoss
from ..simulation.backgrounds import Background
from ..simulation.patches import PatchParameters, SimulatedPatches

log = logging.getLogger(__name__)
CHECKPOINT = "checkpoint.pt"
CURVES = "curves.json"


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


def train(
    folder: Path,
    training: Sequence[Background],
    validation: Sequence[Background],
    parameters: RegionTraining,
    device: str = "cpu",
    stop_after: int | None = None,
) -> torch.nn.Module:
    """Train, or go on where `folder` holds a checkpoint, and return the network.

    Parameters
    ----------
    folder
        Gets the checkpoint, the curves (JSON) and TensorBoard's event files.
    training, validation
        Backgrounds at the spacing of `parameters.patches`; the two must share no patient.
    stop_after
        Stop after this epoch, as an interruption would.
    """
    folder.mkdir(parents=True, exist_ok=True)
    set_determinism(parameters.seed)
    network = light_unet(parameters.filters).to(device, memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(network.parameters(), lr=parameters.learning_rate, weight_decay=parameters.weight_decay)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: one_cycle(step / (parameters.epochs * parameters.steps)))
    patches = SimulatedPatches(training, parameters.steps * parameters.batch, parameters.seed, parameters.patches)
    held_out = SimulatedPatches(validation, parameters.validation_patches, parameters.seed + 1_000_000, parameters.patches)
    loader = DataLoader(patches, batch_size=parameters.batch, num_workers=parameters.workers, shuffle=False, drop_last=True)
    loss = RegionLoss().to(device)
    trainer = SupervisedTrainer(
        device=torch.device(device),
        max_epochs=parameters.epochs,
        train_data_loader=loader,
        network=network,
        optimizer=optimizer,
        loss_function=loss,
        inferer=SimpleInferer(),
        epoch_length=parameters.steps,
        amp=device != "cpu",
        to_kwargs={"memory_format": torch.channels_last},
    )
    state = {"network": network, "optimizer": optimizer, "schedule": schedule}
    curves = _resume(folder, state, trainer)
    losses: list[float] = []
    trainer.add_event_handler(Events.ITERATION_COMPLETED, lambda _: schedule.step())
    trainer.add_event_handler(Events.ITERATION_COMPLETED, lambda engine: losses.append(float(engine.state.output[0]["loss"])))

    @trainer.on(Events.EPOCH_STARTED)
    def _next_patches(engine: Any) -> None:
        patches.offset = (engine.state.epoch - 1) * len(patches)
        network.train()

    @trainer.on(Events.EPOCH_COMPLETED)
    def _record(engine: Any) -> None:
        row = {"epoch": engine.state.epoch, "loss": sum(losses) / len(losses), **evaluate(network, held_out, parameters.batch, loss, device)}
        losses.clear()
        curves.append(row)
        log.info("epoch %(epoch)d: loss %(loss).4f, validation loss %(validation_loss).4f, Dice %(validation_dice).4f", row)
        _save(folder, state, engine.state.epoch, curves, parameters)
        if engine.state.epoch == stop_after:
            engine.terminate()

    if len(curves) < parameters.epochs:
        # The offset must be set before the loader's workers copy the data set at the start of the first epoch.
        patches.offset = len(curves) * len(patches)
        trainer.run()
    return network


def one_cycle(fraction: float) -> float:
    """Return the learning rate, relative to its peak, after a fraction of the training."""
    warm = 0.1
    return 0.05 + 0.95 * fraction / warm if fraction < warm else 0.5 * (1 + math.cos(math.pi * min(1.0, (fraction - warm) / (1 - warm)))) + 1e-4


@torch.no_grad()
def evaluate(network: torch.nn.Module, patches: SimulatedPatches, batch: int, loss: torch.nn.Module, device: str) -> dict[str, float]:
    """Return loss and Dice coefficient of the calcification channel at 0.5 over a set of patches."""
    network.eval()
    total, intersection, size, n = 0.0, 0.0, 0.0, 0
    for part in DataLoader(patches, batch_size=batch, num_workers=0):
        image, label = part["image"].to(device), part["label"].to(device)
        logits = network(image)
        total += float(loss(logits, label)) * len(image)
        found, truth = logits[:, 1] > 0, label[:, 1] > 0.5
        intersection += float((found & truth).sum())
        size += float(found.sum() + truth.sum())
        n += len(image)
    return {"validation_loss": total / n, "validation_dice": 2 * intersection / max(size, 1.0)}


def _save(folder: Path, state: dict[str, Any], epoch: int, curves: list[dict[str, float]], parameters: RegionTraining) -> None:
    with written_whole(folder / CHECKPOINT) as temporary:
        torch.save({"epoch": epoch, **{name: part.state_dict() for name, part in state.items()}}, temporary)
    with written_whole(folder / CURVES) as temporary:
        temporary.write_text(json.dumps({"parameters": asdict(parameters), "curves": curves}, indent=1))
    _to_tensorboard(folder, curves[-1])


def _to_tensorboard(folder: Path, row: dict[str, float]) -> None:
    from torch.utils.tensorboard import SummaryWriter

    with SummaryWriter(str(folder / "tensorboard")) as writer:
        for name, value in row.items():
            if name != "epoch":
                writer.add_scalar(name, value, int(row["epoch"]))


def _resume(folder: Path, state: dict[str, Any], trainer: SupervisedTrainer) -> list[dict[str, float]]:
    if not (folder / CHECKPOINT).exists():
        return []
    stored = torch.load(folder / CHECKPOINT, weights_only=True)
    for name, part in state.items():
        part.load_state_dict(stored[name])
    trainer.state.epoch = stored["epoch"]
    trainer.state.iteration = stored["epoch"] * trainer.state.epoch_length
    curves = json.loads((folder / CURVES).read_text())["curves"][: stored["epoch"]]
    log.info("resumed after epoch %d", stored["epoch"])
    return curves
