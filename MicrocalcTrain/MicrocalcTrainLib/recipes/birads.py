"""The BI-RADS rating (Zhang 2021): attention regions, malignancy-adjusted regression."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..simulation.rated_regions import RatedParameters
from .options import (
    ABLATION,
    ALPHA,
    CLASSES,
    IMAGENET,
    IMAGES,
    MOMENTUM,
    OPTIMIZER,
    SEED,
    SEPARATION,
    SIZE,
    SPACING,
    STEPS,
    WIDTH,
    Declared,
    part,
)
from .trainings import EpochTraining

SGD, ADAMW = OPTIMIZER.choices or ()
_REGIONS = {
    IMAGES: ("patients",),
    SPACING: ("roi.spacing_mm",),
    SIZE: ("roi.size_px",),
    CLASSES: ("classes",),
    SEPARATION: ("separation",),
    SEED: ("seed",),
}


@dataclass(frozen=True)
class BiradsRecipe(Declared):
    """Everything that decides the bundle, the defaults of Zhang 2021.

    Parameters
    ----------
    steps
        Minibatches an epoch, each balanced by class; 135 see as many calcifications as the paper's training set has.
    imagenet
        File of ImageNet weights of ResNet-18 in torchvision's layout; random weights where none is given.
    optimizer
        ``sgd``, the paper's, or ``adamw``, which learns the same in a fifth of the steps from random weights: its rate
        rises over the first `warm_share` of the epochs and falls to zero along a cosine.
    momentum, fall, fall_epochs
        Of the gradient descent, whose rate falls to `fall` of what it was every `fall_epochs` epochs.
    per_region
        Calcifications of each region that are rated to validate, and to test.
    orientations
        Of a region of interest that the bundle's embedding is the mean of; the curves and the ablation see one.
    ablation
        Train the six networks of the paper's Table 3 too; the bundle holds the proposed one in any case.
    """

    training: EpochTraining = part(EpochTraining(epochs=50, batch=32, learning_rate=1e-3, workers=0))
    regions: RatedParameters = part(RatedParameters(), _REGIONS)
    steps: int = STEPS(135)
    width: int = WIDTH(64)
    imagenet: Path | None = IMAGENET(None)
    alpha: float = ALPHA(0.2)
    optimizer: str = OPTIMIZER(SGD)
    momentum: float = MOMENTUM(0.99)
    fall: float = 0.3
    fall_epochs: int = 10
    warm_share: float = 0.1
    weight_decay: float = 0.05
    per_region: tuple[int, int] = (1, 4)
    orientations: int = 4
    ablation: bool = ABLATION(False)
    seed: int = SEED(1)


RECIPE = BiradsRecipe()
