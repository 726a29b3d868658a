"""The training of all networks by a MONAI workflow: goes on after an interruption as if there had been none, and when memory is short."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import count, islice
from pathlib import Path
from typing import Any

import torch
from ignite.engine import Events
from MicrocalcCADLib.files import written_whole
from monai.engines import SupervisedTrainer
from monai.utils.enums import CommonKeys as Keys

from .ahead import made_ahead
from .ranks import leads, part_of, rank_and_size, same_everywhere, told_by_first
from .run_options import RunOptions, scheduled_rate
from .step import Stepper

log = logging.getLogger(__name__)
CHECKPOINT, BEST, CURVES, TENSORBOARD = "checkpoint.pt", "best.pt", "curves.json", "tensorboard"
Rows = list[dict[str, float]]


@dataclass(frozen=True)
class Plan:
    """What is trained, and how.

    Parameters
    ----------
    parameters
        Frozen dataclass with ``epochs``, ``learning_rate``, ``seed`` and ``run``, recorded beside the curves.
    steps
        Minibatches an epoch.
    loss
        Of the network's answer, float32, and the labels.
    optimizer
        Made of the weights that are trained.
    rate
        Learning rate by epoch (from 1), step of the whole training (from 0) and the rows of the epochs before.
    validate
        Returns figures of the network in evaluation, by name.
    best_by
        The figure by which an epoch is the best, the lowest if it is a loss; None keeps the last epoch.
    patience
        Epochs without a better one after which the training ends; None never.
    """

    parameters: Any
    steps: int
    loss: Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
    optimizer: Callable[[list[torch.nn.Parameter]], torch.optim.Optimizer]
    rate: Callable[[int, int, Sequence[Mapping[str, float]]], float]
    validate: Callable[[torch.nn.Module], dict[str, float]]
    best_by: str | None = None
    patience: int | None = None

    @property
    def run(self) -> RunOptions:
        """Options that all trainings have."""
        return self.parameters.run

    def better(self, rows: Sequence[Mapping[str, float]]) -> list[bool]:
        """Return for each epoch whether it is at least as good as all before it."""
        name = self.best_by or "validation_loss"
        sign = -1 if name.endswith("loss") else 1
        values = [sign * row[name] for row in rows]
        return [value >= max(values[: i + 1]) for i, value in enumerate(values)]

    def rate_at(self, epoch: int, step: int, rows: Rows) -> float:
        """Return the learning rate of a step."""
        if self.run.schedule is None:
            return self.rate(epoch, step, rows)
        return scheduled_rate(self.run.schedule, self.parameters.learning_rate, epoch, self.parameters.epochs, rows)

    def exhausted(self, rows: Rows) -> bool:
        """Return whether the last better epoch lies too far back."""
        patience = self.patience if self.run.early_stopping is None else self.run.early_stopping
        better = self.better(rows)
        return patience is not None and True in better and better[::-1].index(True) >= patience


def fit(
    folder: Path,
    network: torch.nn.Module,
    minibatches: Callable[[int], Iterable[Mapping[str, torch.Tensor]]],
    plan: Plan,
    device: str,
    stop_after: int | None = None,
) -> tuple[torch.nn.Module, Rows]:
    """Train, or go on where `folder` holds a checkpoint; return the network, in evaluation with its best weights, and the curves.

    Parameters
    ----------
    folder
        Gets ``checkpoint.pt`` (the last epoch, with all that is needed to go on), ``best.pt`` (weights), the curves and
        TensorBoard's event files.
    minibatches
        Gives ``image`` and ``label`` of an epoch, counted from 0, this process's part of each minibatch.
    stop_after
        Stop after this epoch, as an interruption would.
    """
    folder.mkdir(parents=True, exist_ok=True)
    deterministic(plan.parameters.seed, plan.run.deterministic)
    network = network.to(device, memory_format=torch.channels_last if plan.run.channels_last else torch.preserve_format)
    same_everywhere([*network.parameters(), *network.buffers()])
    optimizer = plan.optimizer([p for p in network.parameters() if p.requires_grad])
    stepper = Stepper(network, optimizer, plan.loss, plan.run, device)
    rows, best = _resumed(folder, stepper, device)
    if rows and leads():
        # the process may have been killed between the checkpoint and these
        _write_best(folder, best)
        _write_curves(folder, rows, plan)
    trainer = SupervisedTrainer(
        device=stepper.device,
        max_epochs=plan.parameters.epochs,
        train_data_loader=_one_after_another(minibatches, plan.steps, len(rows), stepper.device),
        network=network,
        optimizer=optimizer,
        loss_function=plan.loss,
        epoch_length=plan.steps,
        decollate=False,
        iteration_update=lambda engine, batch: {Keys.LOSS: _step(stepper, batch, plan, engine.state.iteration - 1, rows)},
    )
    trainer.logger.setLevel(logging.WARNING)  # each epoch is told below
    trainer.state.epoch, trainer.state.iteration = len(rows), len(rows) * plan.steps
    losses: list[torch.Tensor] = []
    trainer.add_event_handler(Events.EPOCH_STARTED, lambda _: network.train())
    trainer.add_event_handler(Events.ITERATION_COMPLETED, lambda engine: losses.append(engine.state.output[Keys.LOSS]))

    @trainer.on(Events.EPOCH_COMPLETED)
    def _record() -> None:
        nonlocal best
        rows.append(_row(network, losses, plan, len(rows) + 1))
        losses.clear()
        log.info("epoch %d: %s", len(rows), ", ".join(f"{name} {value:.4f}" for name, value in rows[-1].items() if name != "epoch"))
        if plan.best_by is None or plan.better(rows)[-1]:
            best = {name: value.detach().cpu().clone() for name, value in network.state_dict().items()}
        if leads():
            _save(folder, stepper, best, rows, plan)
        if plan.exhausted(rows) or len(rows) == stop_after:
            trainer.terminate()

    try:
        if len(rows) < plan.parameters.epochs and not plan.exhausted(rows) and len(rows) != stop_after:
            trainer.run()
    finally:
        torch.use_deterministic_algorithms(False)
    network.load_state_dict(best)
    return network.eval(), rows


def patch_minibatches(patches: Any, batch: int, workers: int) -> Callable[[int], Iterable[Mapping[str, torch.Tensor]]]:
    """Return the minibatches of a map-style data set whose item i + `offset` is always the same; an epoch takes all of its length."""
    from torch.utils.data import DataLoader

    def of_epoch(epoch: int) -> Iterable[Mapping[str, torch.Tensor]]:
        # The offset must be set before the loader's workers copy the data set.
        patches.offset = epoch * len(patches)
        parts = [list(part_of(range(first, first + batch))) for first in range(0, len(patches) - batch + 1, batch)]
        return DataLoader(patches, batch_sampler=parts, num_workers=workers, pin_memory=torch.cuda.is_available())

    return of_epoch


def deterministic(seed: int, strictly: bool) -> None:
    """Seed everything; with `strictly`, let only operations run that give the same bits again."""
    import os

    from monai.utils import set_determinism

    if strictly:
        os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    set_determinism(seed, use_deterministic_algorithms=strictly)


def _one_after_another(
    minibatches: Callable[[int], Iterable[Mapping[str, torch.Tensor]]], steps: int, first: int, device: torch.device
) -> Iterator[Mapping[str, torch.Tensor]]:
    """Yield the minibatches of the epochs from `first` on, `steps` of each."""
    for epoch in count(first):
        given = minibatches(epoch)
        yield from islice(made_ahead(given) if device.type == "cuda" else given, steps)


def _step(stepper: Stepper, batch: Mapping[str, torch.Tensor], plan: Plan, number: int, rows: Rows) -> torch.Tensor:
    # the same dropout after resuming
    torch.manual_seed(plan.parameters.seed * 1_000_003 + number + 1 + 7_919 * rank_and_size()[0])
    return stepper.step(batch["image"], batch["label"], plan.rate_at(len(rows) + 1, number, rows))


def _row(network: torch.nn.Module, losses: Sequence[torch.Tensor], plan: Plan, epoch: int) -> dict[str, float]:
    """Return what the curves get of an epoch; the network is in evaluation then."""
    same_everywhere(network.buffers())
    network.eval()
    row = {"epoch": epoch, "loss": float(torch.stack(list(losses)).double().mean())}
    return told_by_first({**row, **plan.validate(network)} if leads() else None)


def _save(folder: Path, stepper: Stepper, best: Mapping[str, torch.Tensor], rows: Rows, plan: Plan) -> None:
    state = {"epoch": len(rows), "curves": json.dumps(rows), "best": best, "parts": stepper.parts}
    with written_whole(folder / CHECKPOINT) as temporary:
        torch.save({**state, "network": stepper.network.state_dict(), "optimizer": stepper.optimizer.state_dict()}, temporary)
    if plan.best_by is None or plan.better(rows)[-1]:
        _write_best(folder, best)
    _write_curves(folder, rows, plan)
    from torch.utils.tensorboard import SummaryWriter

    with SummaryWriter(str(folder / TENSORBOARD)) as writer:
        for name, value in rows[-1].items():
            if name != "epoch":
                writer.add_scalar(name, value, len(rows))


def _write_best(folder: Path, best: Mapping[str, torch.Tensor]) -> None:
    with written_whole(folder / BEST) as temporary:
        torch.save(dict(best), temporary)


def _write_curves(folder: Path, rows: Rows, plan: Plan) -> None:
    with written_whole(folder / CURVES) as temporary:
        temporary.write_text(json.dumps({"parameters": asdict(plan.parameters), "curves": rows}, indent=1))


def _resumed(folder: Path, stepper: Stepper, device: str) -> tuple[Rows, dict[str, torch.Tensor]]:
    if not (folder / CHECKPOINT).exists():
        return [], {}
    stored = torch.load(folder / CHECKPOINT, map_location=device, weights_only=True)
    stepper.network.load_state_dict(stored["network"])
    stepper.optimizer.load_state_dict(stored["optimizer"])
    stepper.parts = stored.get("parts", stepper.parts)
    log.info("resumed after epoch %d", stored["epoch"])
    # checkpoints of earlier versions have no curves
    rows = json.loads(stored["curves"]) if "curves" in stored else json.loads((folder / CURVES).read_text())["curves"][: stored["epoch"]]
    best = stored.get("best") or stored["network"]
    return rows, {name: value.cpu() for name, value in best.items()}
