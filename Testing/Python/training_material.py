"""A tiny training for the tests of the loop, which some run in processes of their own."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import numpy as np
import torch
from MicrocalcTrainLib.recipes.trainings import RunOptions
from MicrocalcTrainLib.workflows.distributed import join, leave, rank_and_size
from MicrocalcTrainLib.workflows.loop import Plan, fit, patch_minibatches
from torch import nn

BATCH, EPOCH_PATCHES = 4, 8


@dataclass(frozen=True)
class Parameters:
    epochs: int = 3
    learning_rate: float = 0.05
    seed: int = 1
    run: RunOptions = field(default_factory=RunOptions)


class Numbers:
    """Item i shows noise of its own about its number."""

    offset = 0

    def __len__(self) -> int:
        return EPOCH_PATCHES

    def __getitem__(self, index: int) -> dict[str, np.ndarray]:
        rng = np.random.default_rng(self.offset + index)
        image = rng.normal(size=(1, 6, 6)).astype(np.float32)
        return {"image": image, "label": image.mean(axis=(1, 2)) + rng.integers(2)}


def network(dropout: float = 0.3, normalised: bool = True) -> nn.Module:
    torch.manual_seed(0)
    middle = nn.BatchNorm2d(4) if normalised else nn.Identity()
    return nn.Sequential(nn.Conv2d(1, 4, 3), middle, nn.ReLU(), nn.Dropout(dropout), nn.Flatten(), nn.Linear(64, 1))


def squared(answer: torch.Tensor, label: torch.Tensor) -> torch.Tensor:
    return ((answer - label) ** 2).mean()


def run(folder: Path, parameters: Parameters | None = None, net: nn.Module | None = None, **changes):
    """Train on `Numbers`; `changes` are of the plan."""
    parameters = parameters or Parameters()

    def validate(net: nn.Module) -> dict[str, float]:
        held_out = [Numbers()[i] for i in range(1000, 1004)]
        images, labels = (
            torch.from_numpy(np.stack([one[name] for one in held_out])).float() for name in ("image", "label")
        )
        with torch.no_grad():
            return {"validation_loss": float(squared(net(images), labels))}

    content = {
        "parameters": parameters,
        "steps": EPOCH_PATCHES // BATCH,
        "loss": squared,
        "optimizer": torch.optim.Adam,
        "rate": lambda epoch, step, rows: parameters.learning_rate,
        "validate": validate,
        "best_by": "validation_loss",
    }
    return fit(folder, net or network(), patch_minibatches(Numbers(), BATCH, 0), Plan(**{**content, **changes}), "cpu")


def train_in_process(
    folder: Path, epochs: int, killed_at: tuple[str, int] | None = None, repeatable: bool = True
) -> None:
    """Train in a process of its own, and write its last weights beside the checkpoint.

    Parameters
    ----------
    killed_at
        At which ``step``, or at which file that is ``saved``, counted from 1, the process is killed, as by `kill -9`.
    repeatable
        In deterministic mode, with dropout and normalised activations; else without all of them, as gradients of parts
        need it.
    """
    torch.set_num_threads(1)
    join("cpu")
    net = network() if repeatable else network(dropout=0.0, normalised=False)
    parameters = Parameters(epochs=epochs, run=RunOptions(deterministic=repeatable))
    loss = squared
    if killed_at is not None:
        what, number = killed_at
        loss = _killed(squared, number) if what == "step" else squared
        torch.save = _killed(torch.save, number, _half_written) if what == "saved" else torch.save
    net, _ = run(folder, parameters, net, loss=loss)
    torch.save(net.state_dict(), folder / f"weights-{rank_and_size()[0]}.pt")
    leave()


def train_as_one_of(rank: int, size: int, port: int, *arguments: object) -> None:
    """Train as `torchrun` starts a process: it is told its number, how many there are and where they meet."""
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port), RANK=str(rank), WORLD_SIZE=str(size))
    train_in_process(*arguments)


def _killed(function: Callable, number: int, before: Callable[..., None] | None = None) -> Callable:
    """Return the function as it is until the call of that number, in which the process is killed."""
    calls = count(1)

    def called(*arguments: object) -> object:
        if next(calls) == number:
            if before is not None:
                before(*arguments)
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*arguments)

    return called


def _half_written(_: object, path: Path) -> None:
    Path(path).write_bytes(b"half a file")
