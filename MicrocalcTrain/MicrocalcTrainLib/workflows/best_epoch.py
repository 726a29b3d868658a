"""Training by a MONAI workflow that keeps the best epoch, and goes on after an interruption as if there had been none."""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
from ignite.engine import Events
from MicrocalcCADLib.files import written_whole
from monai.data import DataLoader
from monai.engines import SupervisedTrainer
from monai.inferers import SimpleInferer
from monai.utils import set_determinism

log = logging.getLogger(__name__)
CHECKPOINT = "checkpoint.pt"
CURVES = "curves.json"


@dataclass(frozen=True)
class EpochTraining:
    """Epochs, minibatches and rate of a training; the defaults are those of Marasinou 2023, who has Adam.

    `last_share` is the rate of the last epoch as a share of the first's; from epoch to epoch it falls along a cosine.
    """

    epochs: int = 40
    batch: int = 8
    learning_rate: float = 1e-4
    last_share: float = 1.0
    seed: int = 1
    workers: int = 1


class Patches(Protocol):
    """A map-style data set of ``image`` and ``label``; item i + `offset` is always the same, and an epoch takes all of its length."""

    offset: int

    def __len__(self) -> int: ...

    def __getitem__(self, index: int) -> dict[str, Any]: ...


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
    """

    loss: Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
    validate: Callable[[torch.nn.Module], dict[str, float]]
    best_by: str
    optimizer: Callable[[list[torch.nn.Parameter], float], torch.optim.Optimizer] = torch.optim.Adam
    rate: Callable[[int, EpochTraining], float] | None = None


def train_best(
    folder: Path,
    network: torch.nn.Module,
    patches: Patches,
    task: Task,
    parameters: EpochTraining,
    device: str = "cpu",
    stop_after: int | None = None,
) -> tuple[torch.nn.Module, list[dict[str, float]]]:
    """Train, or go on where `folder` holds a checkpoint; return the network with its best epoch's weights, and the curves.

    Parameters
    ----------
    folder
        Gets the checkpoint, the curves (JSON) and TensorBoard's event files.
    stop_after
        Stop after this epoch, as an interruption would.
    """
    folder.mkdir(parents=True, exist_ok=True)
    set_determinism(parameters.seed)
    network = network.to(device, memory_format=torch.channels_last)
    optimizer = task.optimizer([p for p in network.parameters() if p.requires_grad], parameters.learning_rate)
    steps = len(patches) // parameters.batch
    trainer = SupervisedTrainer(
        device=torch.device(device),
        max_epochs=parameters.epochs,
        train_data_loader=DataLoader(patches, batch_size=parameters.batch, num_workers=parameters.workers, shuffle=False, drop_last=True),
        network=network,
        optimizer=optimizer,
        loss_function=task.loss,
        inferer=SimpleInferer(),
        epoch_length=steps,
        decollate=False,
        amp=device != "cpu",
    )
    curves, best = _resumed(folder, network, optimizer, trainer)
    losses: list[float] = []

    @trainer.on(Events.ITERATION_STARTED)
    def _same_dropout_after_resuming(engine: Any) -> None:
        torch.manual_seed(parameters.seed * 1_000_003 + engine.state.iteration)

    @trainer.on(Events.EPOCH_STARTED)
    def _next_patches(engine: Any) -> None:
        patches.offset = (engine.state.epoch - 1) * len(patches)
        for group in optimizer.param_groups:
            group["lr"] = (task.rate or rate_of_epoch)(engine.state.epoch, parameters)

    @trainer.on(Events.ITERATION_COMPLETED)
    def _collect(engine: Any) -> None:
        losses.append(float(engine.state.output["loss"].detach()))

    @trainer.on(Events.EPOCH_COMPLETED)
    def _record(engine: Any) -> None:
        network.eval()
        curves.append({"epoch": engine.state.epoch, "loss": sum(losses) / len(losses), **task.validate(network)})
        losses.clear()
        if curves[-1][task.best_by] >= max(row[task.best_by] for row in curves):
            best.update({name: value.detach().cpu().clone() for name, value in network.state_dict().items()})
        log.info("epoch %d: %s", engine.state.epoch, ", ".join(f"{name} {value:.4f}" for name, value in curves[-1].items() if name != "epoch"))
        _save(folder, network, optimizer, best, curves, parameters)
        if engine.state.epoch == stop_after:
            engine.terminate()

    if len(curves) < parameters.epochs:
        # The offset must be set before the loader's workers copy the data set at the start of the first epoch.
        patches.offset = len(curves) * len(patches)
        trainer.run()
    network.load_state_dict(best)
    return network.eval(), curves


def rate_of_epoch(epoch: int, parameters: EpochTraining) -> float:
    """Return the learning rate of an epoch, counted from 1."""
    fraction = (epoch - 1) / max(1, parameters.epochs - 1)
    share = parameters.last_share + (1 - parameters.last_share) * 0.5 * (1 + math.cos(math.pi * fraction))
    return parameters.learning_rate * share


def _save(
    folder: Path,
    network: torch.nn.Module,
    optimizer: torch.optim.Optimizer,
    best: dict[str, torch.Tensor],
    curves: list[dict[str, float]],
    parameters: EpochTraining,
) -> None:
    with written_whole(folder / CHECKPOINT) as temporary:
        torch.save({"epoch": len(curves), "best": best, "network": network.state_dict(), "optimizer": optimizer.state_dict()}, temporary)
    with written_whole(folder / CURVES) as temporary:
        temporary.write_text(json.dumps({"parameters": asdict(parameters), "curves": curves}, indent=1))
    from torch.utils.tensorboard import SummaryWriter

    with SummaryWriter(str(folder / "tensorboard")) as writer:
        for name, value in curves[-1].items():
            if name != "epoch":
                writer.add_scalar(name, value, len(curves))


def _resumed(
    folder: Path, network: torch.nn.Module, optimizer: torch.optim.Optimizer, trainer: SupervisedTrainer
) -> tuple[list[dict[str, float]], dict[str, torch.Tensor]]:
    if not (folder / CHECKPOINT).exists():
        return [], {}
    stored = torch.load(folder / CHECKPOINT, weights_only=True)
    network.load_state_dict(stored["network"])
    optimizer.load_state_dict(stored["optimizer"])
    trainer.state.epoch = stored["epoch"]
    trainer.state.iteration = stored["epoch"] * trainer.state.epoch_length
    log.info("resumed after epoch %d", stored["epoch"])
    return json.loads((folder / CURVES).read_text())["curves"][: stored["epoch"]], stored["best"]
