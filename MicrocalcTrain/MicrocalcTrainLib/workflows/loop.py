"""The training of all networks by MONAI's trainer and handlers: goes on after an interruption as if there had been
none.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import count, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

import torch
from ignite.engine import Engine, Events
from ignite.handlers import Checkpoint, EarlyStopping
from ignite.metrics import Average
from MicrocalcCADLib.batch.lock import locked
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.files import read_json, written_whole
from monai.handlers import CheckpointLoader, LrScheduleHandler, TensorBoardStatsHandler, ValidationHandler
from monai.utils.enums import CommonKeys as Keys

from ..recipes.trainings import RunOptions
from ..step_progress import StepProgress
from .curves import Curves
from .distributed import barrier, leads, part_of, rank_and_size, same_everywhere
from .prefetch import prefetched
from .run_options import scheduled_rate
from .trainer import Measure, PartwiseTrainer
from .validation import FunctionEvaluator

log = logging.getLogger(__name__)
CHECKPOINT, BEST, CURVES, TENSORBOARD, LOCK = "checkpoint.pt", "best.pt", "curves.json", "tensorboard", ".training.lock"
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
    measures
        Further figures of the training patches, by name, see `PartwiseTrainer`.
    """

    parameters: Any
    steps: int
    loss: Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
    optimizer: Callable[[list[torch.nn.Parameter]], torch.optim.Optimizer]
    rate: Callable[[int, int, Sequence[Mapping[str, float]]], float]
    validate: Callable[[torch.nn.Module], Mapping[str, float]]
    best_by: str | None = None
    patience: int | None = None
    measures: Mapping[str, Measure] = field(default_factory=dict)

    @property
    def run(self) -> RunOptions:
        """Options that all trainings have."""
        return self.parameters.run

    def goodness(self, figures: Mapping[str, float]) -> float:
        """Return how good an epoch with these figures is; higher is better."""
        name = self.best_by or "validation_loss"
        return (-1 if name.endswith("loss") else 1) * figures[name]

    def score(self, engine: Engine) -> float:
        """Return how good the last epoch was; higher is better."""
        return self.goodness(engine.state.metrics)

    def rate_at(self, step: int, rows: Rows) -> float:
        """Return the learning rate of a step of the whole training, from 0."""
        epoch = step // self.steps + 1
        if self.run.schedule is None:
            return self.rate(epoch, step, rows)
        return scheduled_rate(self.run.schedule, self.parameters.learning_rate, epoch, self.parameters.epochs, rows)


def fit(
    folder: Path,
    network: torch.nn.Module,
    minibatches: Callable[[int], Iterable[Mapping[str, torch.Tensor]]],
    plan: Plan,
    device: str,
    stop_after: int | None = None,
) -> tuple[torch.nn.Module, Rows]:
    """Train, or go on where `folder` holds a checkpoint; return the network, in evaluation with its best weights, and
    the curves.

    Parameters
    ----------
    folder
        Gets ``checkpoint.pt`` (the last epoch, with all that is needed to go on), ``best.pt`` (weights), the curves and
        TensorBoard's event files.
    minibatches
        Gives ``image`` and ``label`` of an epoch, counted from 0, this process's part of each minibatch.
    stop_after
        Stop after this epoch, as an interruption would.

    Raises
    ------
    InputError
        If the checkpoint is one of another version of Microcalc.
    OutputError
        If another run trains in the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder, LOCK, left=False) if leads() else nullcontext():
        return _fitted(folder, network, minibatches, plan, device, stop_after)


def _fitted(
    folder: Path,
    network: torch.nn.Module,
    minibatches: Callable[[int], Iterable[Mapping[str, torch.Tensor]]],
    plan: Plan,
    device: str,
    stop_after: int | None,
) -> tuple[torch.nn.Module, Rows]:
    epochs = plan.parameters.epochs if stop_after is None else min(stop_after, plan.parameters.epochs)
    deterministic(plan.parameters.seed, plan.run.deterministic)
    network = network.to(device, memory_format=torch.channels_last if plan.run.channels_last else torch.preserve_format)
    same_everywhere([*network.parameters(), *network.buffers()])
    trainer = PartwiseTrainer(
        run=plan.run,
        measures=plan.measures,
        device=torch.device(device),
        max_epochs=epochs,
        train_data_loader=[],
        network=network,
        optimizer=plan.optimizer([p for p in network.parameters() if p.requires_grad]),
        loss_function=plan.loss,
        epoch_length=plan.steps,
    )
    curves = Curves(folder / CURVES, plan.parameters)
    stopping = _attached(trainer, folder, plan, curves)
    trainer.data_loader = Minibatches(minibatches, plan.steps, device, trainer.state.epoch)
    try:
        if trainer.state.epoch < epochs and stopping.counter < stopping.patience:
            trainer.run()
    finally:
        torch.use_deterministic_algorithms(False)
    barrier()
    network.load_state_dict(torch.load(folder / BEST, map_location=device, weights_only=True))
    return network.eval(), curves.rows


def patch_minibatches(patches: Any, batch: int, workers: int) -> Callable[[int], Iterable[Mapping[str, torch.Tensor]]]:
    """Return the minibatches of a map-style data set whose item i + `offset` is always the same; an epoch takes all of
    its length.
    """
    from monai.data import DataLoader
    from torch.utils.data import default_collate

    def of_epoch(epoch: int) -> Iterable[Mapping[str, torch.Tensor]]:
        # The offset must be set before the loader's workers copy the data set.
        patches.offset = epoch * len(patches)
        parts = [list(part_of(range(first, first + batch))) for first in range(0, len(patches) - batch + 1, batch)]
        # the patches carry no metadata, which MONAI's own collation looks for at a cost
        return DataLoader(
            patches, workers, batch_sampler=parts, collate_fn=default_collate, pin_memory=torch.cuda.is_available()
        )

    return of_epoch


def deterministic(seed: int, strictly: bool) -> None:
    """Seed everything; with `strictly`, let only operations run that give the same bits again."""
    import os

    from monai.utils import set_determinism

    if strictly:
        os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    set_determinism(seed, use_deterministic_algorithms=strictly)


class Minibatches:
    """The minibatches of one epoch after the other, without end, as a trainer takes them.

    Parameters
    ----------
    of_epoch
        Gives those of an epoch, counted from 0.
    steps
        How many an epoch takes.
    device
        For CUDA they are made ahead of time.
    first
        Epoch to begin with.
    """

    def __init__(
        self, of_epoch: Callable[[int], Iterable[Mapping[str, torch.Tensor]]], steps: int, device: str, first: int = 0
    ) -> None:
        self.of_epoch, self.steps, self.ahead, self.first = of_epoch, steps, torch.device(device).type == "cuda", first

    def __iter__(self) -> Iterator[Mapping[str, torch.Tensor]]:
        for epoch in count(self.first):
            given = self.of_epoch(epoch)
            yield from islice(prefetched(given) if self.ahead else given, self.steps)


class PlannedRate:
    """The learning rate of a plan, as a scheduler of torch: it has no memory, so that a resumed training
    has the same.
    """

    def __init__(self, optimizer: torch.optim.Optimizer, rate: Callable[[int], float]) -> None:
        self.optimizer, self.rate = optimizer, rate

    def step(self, number: int) -> None:
        """Set the rate of the step of this number, from 0."""
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate(number)

    def get_last_lr(self) -> list[float]:
        """Return the rates that are set."""
        return [group["lr"] for group in self.optimizer.param_groups]


def read_curves(folder: Path) -> Rows:
    """Return the figures of each epoch of a training; raises `InputError` where its file is missing or damaged."""
    try:
        rows = read_json(folder / CURVES)["curves"]
        return [dict(row) for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{folder / CURVES} cannot be read ({error}): delete {folder.name} there and train it again."
        ) from error


def _attached(trainer: PartwiseTrainer, folder: Path, plan: Plan, curves: Curves) -> EarlyStopping:
    """Attach the handlers, which act in this order, and take up a checkpoint; return the one that ends the training
    early.
    """
    rate = PlannedRate(trainer.optimizer, lambda step: plan.rate_at(step, curves.rows))
    rates = LrScheduleHandler(rate, print_lr=False, step_transform=lambda engine: engine.state.iteration - 1)
    trainer.add_event_handler(Events.ITERATION_STARTED, rates)
    trainer.add_event_handler(Events.ITERATION_STARTED, _same_dropout, plan.parameters.seed)
    for name in (Keys.LOSS, *plan.measures):
        Average(itemgetter(name), trainer.state.device).attach(trainer, name)
    ValidationHandler(1, FunctionEvaluator(trainer, plan.validate)).attach(trainer)
    curves.attach(trainer)
    patience = plan.patience if plan.run.early_stopping is None else plan.run.early_stopping
    stopping = EarlyStopping(sys.maxsize if patience is None else patience, plan.score, trainer)
    stopping.logger.setLevel(logging.WARNING)
    trainer.add_event_handler(Events.EPOCH_COMPLETED, stopping)
    save, score = _saver(folder), plan.score if plan.best_by else None
    # the best weights are written first: a training that is killed in between repeats the epoch
    best = Checkpoint(
        {"network": trainer.network}, save, filename_pattern=BEST, score_function=score, greater_or_equal=True
    )
    state = {"trainer": trainer, "network": trainer.network, "optimizer": trainer.optimizer}
    state |= {"curves": curves, "early_stopping": stopping, "best": best}
    _resume(folder / CHECKPOINT, state, trainer)
    if leads():
        StepProgress(folder, plan.steps).attach(trainer)
        trainer.add_event_handler(Events.EPOCH_COMPLETED, best)
        trainer.add_event_handler(
            Events.EPOCH_COMPLETED, Checkpoint(state, save, filename_pattern=CHECKPOINT, n_saved=None)
        )
        trainer.add_event_handler(Events.EPOCH_COMPLETED, curves.write)
        board = TensorBoardStatsHandler(log_dir=str(folder / TENSORBOARD), iteration_log=False)
        board.attach(trainer)
        trainer.add_event_handler(Events.COMPLETED, board.close)
        if curves.rows:
            curves.write()  # the process may have been killed between the checkpoint and these
    return stopping


def _resume(path: Path, state: Mapping[str, Any], trainer: PartwiseTrainer) -> None:
    if not path.exists():
        return
    epochs = trainer.state.max_epochs
    try:
        trainer.state.max_epochs = sys.maxsize  # a finished training is taken up too
        loader = CheckpointLoader(str(path), dict(state), map_location=str(trainer.state.device))
        loader.logger = trainer.logger
        loader(trainer)
    except (InputError, torch.OutOfMemoryError):
        raise
    except Exception as error:  # PyTorch raises whatever damaged bytes, or those of another network, lead to
        reason = (str(error).partition("\n")[0] or type(error).__name__)[:200]
        cause = f"{path} is damaged, of another training, or from another version of Microcalc ({reason})"
        raise InputError(f"{cause}: choose another working folder, or remove this one.") from error
    finally:
        trainer.state.max_epochs = epochs
    log.info("resumed after epoch %d", trainer.state.epoch)


def _saver(folder: Path) -> Callable[..., None]:
    # ignite's own saver removes the old file of a name before it writes the new one
    def save(content: Mapping[str, Any], name: str, _: Mapping[str, Any] | None = None) -> None:
        with written_whole(folder / name) as temporary:
            torch.save(content, temporary)

    return save


def _same_dropout(engine: Engine, seed: int) -> None:
    """Seed each step by its number: a resumed training drops the same."""
    torch.manual_seed(seed * 1_000_003 + engine.state.iteration + 7_919 * rank_and_size()[0])
