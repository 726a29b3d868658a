"""The network that names the kinds of calcification."""

from __future__ import annotations

from dataclasses import dataclass

from MicrocalcCADLib.networks.kind_unet import FILTERS

from ..simulation.kinds.patches import KindPatchParameters
from .options import EPOCHS, SEED, STEPS, TEST_PATCHES, WORKERS, part
from .trainings import RunOptions


@dataclass(frozen=True)
class KindTraining:
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
    run: RunOptions = part(RunOptions())


@dataclass(frozen=True)
class KindsRecipe:
    """Everything that decides the bundle.

    Parameters
    ----------
    unknown_score, unknown_mm
        Where the shipped detector gives at least this score on a background, a real calcification may be that nobody annotated: nothing
        is learned within this distance of it.
    test_patches
        Simulated patches on held-out backgrounds for the figures of the card.
    """

    kinds: KindTraining = part(KindTraining())
    unknown_score: float = 0.1
    unknown_mm: float = 1.5
    test_patches: int = TEST_PATCHES(400)
    seed: int = SEED(1)


RECIPE = KindsRecipe()
