"""Training of a patch classifier by a MONAI workflow: balanced minibatches, rate halved on plateau, early stopping."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from ignite.engine import Events
from MicrocalcCADLib.files import written_whole
from monai.engines import SupervisedTrainer
from monai.inferers import SimpleInferer
from monai.utils import set_determinism
from torch.utils.data import DataLoader

from ..patch_database import BalancedBatches

log = logging.getLogger(__name__)
CHECKPOINT = "checkpoint.pt"
CURVES = "curves.json"


@dataclass(frozen=True)
class ClassifierTraining:
    """Everything that decides the outcome of a training, the defaults of Valvano 2019 where it gives them.

    Parameters
    ----------
    epochs, steps, batch
        At most so many epochs of `steps` minibatches.
    learning_rate
        Of Adam, at the start.
    halve_after
        Epochs without a lower validation loss after which the rate is halved.
    stop_after
        Epochs without a lower validation loss after which the training ends; the best epoch's weights are kept.
    """

    epochs: int = 40
    steps: int = 100
    batch: int = 256
    learning_rate: float = 1e-3
    halve_after: int = 2
    stop_after: int = 7
    seed: int = 1


@dataclass(frozen=True, eq=False)
class LabelledPatches:
    """Patches float32 (n, size, size), their labels int64 (n,) of 0 and 1, and weights (n,) that balance their classes."""

    patches: np.ndarray
    labels: np.ndarray
    weights: np.ndarray


def train_classifier(
    folder: Path,
    network: torch.nn.Module,
    training: BalancedBatches,
    validation: LabelledPatches,
    parameters: ClassifierTraining,
    device: str = "cpu",
    stop_after: int | None = None,
) -> torch.nn.Module:
    """Train, or go on where `folder` holds a checkpoint, and return the network with its best epoch's weights.

    Parameters
    ----------
    folder
        Gets the checkpoint, the curves (JSON) and TensorBoard's event files.
    network
        Patches (n, 1, size, size) to logits (n, 2).
    stop_after
        Stop after this epoch, as an interruption would.
    """
    folder.mkdir(parents=True, exist_ok=True)
    set_determinism(parameters.seed)
    network = network.to(device, memory_format=torch.channels_last)
    optimizer = torch.optim.Adam(network.parameters(), lr=parameters.learning_rate)
    schedule = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=parameters.halve_after - 1)
    trainer = SupervisedTrainer(
        device=torch.device(device),
        max_epochs=parameters.epochs,
        train_data_loader=DataLoader(training, batch_size=None),
        network=network,
        optimizer=optimizer,
        loss_function=torch.nn.CrossEntropyLoss(),
        inferer=SimpleInferer(),
        epoch_length=parameters.steps,
        decollate=False,
        amp=device != "cpu",
    )
    state = {"network": network, "optimizer": optimizer, "schedule": schedule}
    curves, best = _resumed(folder, state, trainer)
    losses: list[float] = []

    @trainer.on(Events.ITERATION_STARTED)
    def _same_dropout_after_resuming(engine: Any) -> None:
        torch.manual_seed(parameters.seed * 1_000_003 + engine.state.iteration)

    @trainer.on(Events.EPOCH_STARTED)
    def _next_batches(engine: Any) -> None:
        training.offset = (engine.state.epoch - 1) * len(training)
        network.train()

    @trainer.on(Events.ITERATION_COMPLETED)
    def _collect(engine: Any) -> None:
        losses.append(engine.state.output["loss"].item())

    @trainer.on(Events.EPOCH_COMPLETED)
    def _record(engine: Any) -> None:
        row = {"epoch": engine.state.epoch, "loss": float(np.mean(losses)), **evaluated(network, validation, device)}
        losses.clear()
        curves.append(row)
        schedule.step(row["validation_loss"])
        if row["validation_loss"] <= min(one["validation_loss"] for one in curves):
            best.update({name: value.detach().cpu().clone() for name, value in network.state_dict().items()})
        log.info("epoch %(epoch)d: loss %(loss).4f, validation loss %(validation_loss).4f, accuracy %(validation_accuracy).4f", row)
        _save(folder, state, best, curves, parameters)
        if engine.state.epoch == stop_after or _exhausted(curves, parameters):
            engine.terminate()

    if len(curves) < parameters.epochs and not _exhausted(curves, parameters):
        training.offset = len(curves) * len(training)
        trainer.run()
    network.load_state_dict(best)
    return network.eval()


def probabilities(network: torch.nn.Module, patches: np.ndarray, device: str, batch: int = 256) -> np.ndarray:
    """Return the probability of the positive class for patches (n, size, size), float64 (n,)."""
    network.eval()
    answers = [np.zeros(0)]
    with torch.inference_mode():
        for start in range(0, len(patches), batch):
            part = torch.from_numpy(patches[start : start + batch])[:, None].to(device, memory_format=torch.channels_last)
            answers.append(network(part).double().softmax(1)[:, 1].cpu().numpy())
    return np.concatenate(answers)


def evaluated(network: torch.nn.Module, validation: LabelledPatches, device: str) -> dict[str, float]:
    """Return cross-entropy and accuracy over the validation patches, weighted so that the classes are balanced."""
    positive = np.clip(probabilities(network, validation.patches, device), 1e-12, 1 - 1e-12)
    cross_entropy = -np.log(np.where(validation.labels == 1, positive, 1 - positive))
    right = (positive >= 0.5) == (validation.labels == 1)
    return {f"validation_{name}": float(np.average(v, weights=validation.weights)) for name, v in (("loss", cross_entropy), ("accuracy", right))}


def labelled(patches: np.ndarray, classes: np.ndarray, positives: tuple[int, ...]) -> LabelledPatches:
    """Return patches with labels, and weights by which positives and negatives, and the classes of each, count equally."""
    labels = np.isin(classes, positives).astype(np.int64)
    weights = np.zeros(len(classes))
    for side in (0, 1):
        present = np.unique(classes[labels == side])
        for one in present:
            weights[classes == one] = 0.5 / len(present) / (classes == one).sum()
    return LabelledPatches(patches, labels, weights)


def _exhausted(curves: list[dict[str, float]], parameters: ClassifierTraining) -> bool:
    losses = [row["validation_loss"] for row in curves]
    return bool(losses) and len(losses) - 1 - int(np.argmin(losses)) >= parameters.stop_after


def _save(folder: Path, state: dict[str, Any], best: dict[str, torch.Tensor], curves: list[dict[str, float]], parameters: ClassifierTraining) -> None:
    with written_whole(folder / CHECKPOINT) as temporary:
        torch.save({"epoch": len(curves), "best": best, **{name: part.state_dict() for name, part in state.items()}}, temporary)
    with written_whole(folder / CURVES) as temporary:
        temporary.write_text(json.dumps({"parameters": asdict(parameters), "curves": curves}, indent=1))
    from torch.utils.tensorboard import SummaryWriter

    with SummaryWriter(str(folder / "tensorboard")) as writer:
        for name, value in curves[-1].items():
            if name != "epoch":
                writer.add_scalar(name, value, len(curves))


def _resumed(folder: Path, state: dict[str, Any], trainer: SupervisedTrainer) -> tuple[list[dict[str, float]], dict[str, torch.Tensor]]:
    if not (folder / CHECKPOINT).exists():
        return [], {}
    stored = torch.load(folder / CHECKPOINT, weights_only=True)
    for name, part in state.items():
        part.load_state_dict(stored[name])
    trainer.state.epoch = stored["epoch"]
    trainer.state.iteration = stored["epoch"] * trainer.state.epoch_length
    log.info("resumed after epoch %d", stored["epoch"])
    return json.loads((folder / CURVES).read_text())["curves"][: stored["epoch"]], stored["best"]
