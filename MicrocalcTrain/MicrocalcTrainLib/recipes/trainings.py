"""Epochs, minibatches, rate and the like of the kinds of training; the options that recipes with such a
training take.
"""

from __future__ import annotations

from dataclasses import dataclass

from MicrocalcCADLib.networks.light_unet import REGION_FILTERS

from ..simulation.patches import PatchParameters
from .options import (
    ACCUMULATE,
    AMP,
    BATCH,
    CHANNELS_LAST,
    DETERMINISTIC,
    EARLY_STOPPING,
    EPOCHS,
    LEARNING_RATE,
    SCHEDULE,
    SEED,
    STEPS,
    WORKERS,
    Declared,
    part,
)


@dataclass(frozen=True)
class RunOptions(Declared):
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
        ``plateau``: the rate is halved after two epochs without a lower validation loss. ``step``: it falls to a tenth
        after each third of the epochs. None: what the recipe says.
    """

    amp: bool | None = AMP(None)
    channels_last: bool = CHANNELS_LAST(True)
    accumulate: int = ACCUMULATE(1)
    deterministic: bool = DETERMINISTIC(False)
    early_stopping: int | None = EARLY_STOPPING(None)
    schedule: str | None = SCHEDULE(None)


@dataclass(frozen=True)
class EpochTraining(Declared):
    """Epochs, minibatches and rate of a training; the defaults are those of Marasinou 2023, who has Adam.

    `last_share` is the rate of the last epoch as a share of the first's; from epoch to epoch it falls along a cosine.
    """

    epochs: int = EPOCHS(40)
    batch: int = BATCH(8)
    learning_rate: float = LEARNING_RATE(1e-4)
    last_share: float = 1.0
    seed: int = SEED(1)
    workers: int = WORKERS(1)
    run: RunOptions = part(RunOptions())


@dataclass(frozen=True)
class ClassifierTraining(Declared):
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

    epochs: int = EPOCHS(40)
    steps: int = STEPS(100)
    batch: int = BATCH(256)
    learning_rate: float = LEARNING_RATE(1e-3)
    halve_after: int = 2
    stop_after: int = 7
    seed: int = SEED(1)
    run: RunOptions = part(RunOptions())


@dataclass(frozen=True)
class RegionTraining(Declared):
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

    epochs: int = EPOCHS(40)
    steps: int = STEPS(80)
    batch: int = BATCH(16)
    learning_rate: float = LEARNING_RATE(3e-3)
    weight_decay: float = 1e-4
    seed: int = SEED(1)
    workers: int = WORKERS(1)
    validation_patches: int = 192
    filters: tuple[int, ...] = REGION_FILTERS
    patches: PatchParameters = PatchParameters()
    run: RunOptions = part(RunOptions())


@dataclass(frozen=True)
class CandidateTraining:
    """How the candidate network is trained: AdamW on random minibatches of the candidates, the rate falling as a
    cosine.
    """

    steps: int = 4000
    batch: int = 1024
    learning_rate: float = 3e-3
    weight_decay: float = 1e-2
    seed: int = 1
