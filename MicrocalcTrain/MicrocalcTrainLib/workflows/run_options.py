"""How a training runs, whatever it trains: precision, memory, repeatability, when the rate falls and when it ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from MicrocalcCADLib.errors import InputError

PLATEAU, STEP = SCHEDULES = ("plateau", "step")
HALVE_AFTER = 2
LEAST_GAIN = 1e-4


@dataclass(frozen=True)
class RunOptions:
    """Options of every training, see `microcalc-train train --help`.

    Parameters
    ----------
    amp
        Compute in bfloat16 where that is safe; None: on CUDA only.
    channels_last
        Keep the channels of a pixel side by side in memory, which convolutions like.
    accumulate
        Parts in which a minibatch goes through the network; the gradient is that of the whole minibatch.
    deterministic
        Use only operations that give the same bits again, which may be slower.
    early_stopping
        Epochs without a better one after which the training ends; None: what the recipe says.
    schedule
        ``plateau``: the rate is halved after two epochs without a lower validation loss. ``step``: it falls to a tenth after
        each third of the epochs. None: what the recipe says.
    """

    amp: bool | None = None
    channels_last: bool = True
    accumulate: int = 1
    deterministic: bool = False
    early_stopping: int | None = None
    schedule: str | None = None

    def __post_init__(self) -> None:
        if self.accumulate < 1:
            raise InputError(f"A minibatch cannot go through the network in {self.accumulate} parts: give 1 or more.", option="--accumulate")
        if self.early_stopping is not None and self.early_stopping < 1:
            raise InputError("A training cannot end early after less than one epoch: give 1 epoch or more.", option="--early-stopping")
        if self.schedule not in (None, *SCHEDULES):
            raise InputError(f"{self.schedule!r} is no schedule of the learning rate: use {' or '.join(SCHEDULES)}.")


def scheduled_rate(schedule: str, first: float, epoch: int, epochs: int, curves: Sequence[Mapping[str, float]]) -> float:
    """Return the learning rate of an epoch, counted from 1, under one of `SCHEDULES`."""
    if schedule == STEP:
        return first * 0.1 ** min(2, 3 * (epoch - 1) // epochs)
    return plateau_rate(first, [row["validation_loss"] for row in curves], HALVE_AFTER)


def plateau_rate(first: float, losses: Sequence[float], halve_after: int) -> float:
    """Return the rate after epochs with these validation losses: halved whenever `halve_after` in a row were no gain."""
    rate, best, without = first, float("inf"), 0
    for loss in losses:
        best, without = (loss, 0) if loss < best * (1 - LEAST_GAIN) else (best, without + 1)
        if without >= halve_after:
            rate, without = rate / 2, 0
    return rate
