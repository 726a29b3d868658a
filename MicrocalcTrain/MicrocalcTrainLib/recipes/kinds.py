"""The network that names the kinds of calcification."""

from __future__ import annotations

from dataclasses import dataclass

from MicrocalcCADLib.networks.kind_unet import FILTERS

from ..simulation.kinds.patches import KindPatchParameters
from .options import EPOCHS, IMAGES, SEED, STEPS, TEST_PATCHES, WORKERS, Declared, part
from .trainings import RunOptions


@dataclass(frozen=True)
class KindTraining(Declared):
    """Everything that decides the outcome of the training of the kind network; see `RegionTraining`."""

    epochs: int = EPOCHS(72)
    steps: int = STEPS(60)
    batch: int = 12
    learning_rate: float = 3e-3
    weight_decay: float = 1e-4
    seed: int = SEED(1)
    workers: int = WORKERS(1)
    validation_patches: int = 144
    filters: tuple[int, ...] = FILTERS
    patches: KindPatchParameters = KindPatchParameters()
    run: RunOptions = part(RunOptions(amp=True, channels_last=True))


@dataclass(frozen=True)
class CloseUpTraining(Declared):
    """Everything that decides the outcome of the training of the close-up network.

    Parameters
    ----------
    drawn, validation_patches
        Simulated patches whose calcifications it learns from, and on held-out backgrounds; about four close-ups each.
    smoothing
        Share of the label that is spread over all classes.
    """

    epochs: int = EPOCHS(12)
    steps: int = STEPS(500)
    batch: int = 32
    learning_rate: float = 2e-3
    weight_decay: float = 0.02
    smoothing: float = 0.05
    drawn: int = IMAGES(12000)
    validation_patches: int = 400
    seed: int = SEED(1)
    workers: int = 0
    run: RunOptions = part(RunOptions(amp=True))


@dataclass(frozen=True)
class KindsRecipe(Declared):
    """Everything that decides the bundle.

    Parameters
    ----------
    close_up_share
        See `NamingParameters.close_up`.
    unknown_score, unknown_mm
        Where the shipped detector gives at least this score on a background, a real calcification may be that nobody
        annotated: nothing is learned within this distance of it.
    test_patches
        Simulated patches on held-out backgrounds for the figures of the card.
    """

    kinds: KindTraining = part(KindTraining())
    close_ups: CloseUpTraining = part(CloseUpTraining())
    close_up_share: float = 0.5
    unknown_score: float = 0.1
    unknown_mm: float = 1.5
    test_patches: int = TEST_PATCHES(400)
    seed: int = SEED(1)


RECIPE = KindsRecipe()
