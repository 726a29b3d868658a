"""nnU-Net's two-dimensional plan (Isensee 2021), to compare with: nothing of it was designed here."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..nnunet_plan import REFERENCE_GB
from ..simulation.images import ImageParameters
from ..simulation.lesions import LesionParameters
from ..simulation.looks import LookParameters
from .options import EPOCHS, IMAGES, LEARNING_RATE, MEMORY, SEED, SPACING, STEPS, TEST_IMAGES, WORKERS, Declared, part
from .trainings import RunOptions

PLANNED_STEPS = 250_000


@dataclass(frozen=True)
class NnunetChanges:
    """How patches are changed, nnU-Net's own numbers: a share of the patches, and a range, of each change.

    Parameters
    ----------
    rotated, scaled
        Any angle; sizes of `scale`.
    noisy, blurred, brightened, contrasted, coarsened, inverted_gamma, with_gamma
        Shares of the patches with noise up to `noise`, blur of `blur_px`, brightness and contrast within `factor` of 1,
        a resolution down to `coarsest`, and a gamma of `gamma`, of the negative or of the image.
    mirrored
        Along each axis.
    """

    rotated: float = 0.2
    scaled: float = 0.2
    scale: tuple[float, float] = (0.7, 1.4)
    noisy: float = 0.1
    noise: float = 0.1
    blurred: float = 0.1
    blur_px: tuple[float, float] = (0.5, 1.0)
    brightened: float = 0.15
    contrasted: float = 0.15
    factor: float = 0.25
    coarsened: float = 0.125
    coarsest: float = 0.5
    inverted_gamma: float = 0.1
    with_gamma: float = 0.3
    gamma: tuple[float, float] = (0.7, 1.5)
    mirrored: float = 0.5


@dataclass(frozen=True)
class NnunetTraining(Declared):
    """nnU-Net's training: gradient descent with Nesterov's momentum, the rate falling as (1 - epoch / epochs)^0.9.

    Parameters
    ----------
    foreground_share
        Share of a minibatch's patches, the last ones, that are centred at a calcification.
    validation_patches
        That the loss and the Dice coefficient are measured on after each epoch.
    largest_gradient
        Norm that a greater gradient is scaled down to.
    """

    epochs: int = EPOCHS(1000)
    steps: int = STEPS(250)
    learning_rate: float = LEARNING_RATE(0.01)
    momentum: float = 0.99
    weight_decay: float = 3e-5
    power: float = 0.9
    largest_gradient: float = 12.0
    foreground_share: float = 0.33
    validation_patches: int = 100
    seed: int = SEED(1)
    workers: int = WORKERS(1)
    changes: NnunetChanges = NnunetChanges()
    run: RunOptions = part(RunOptions())


def _simulation() -> ImageParameters:
    """Return whole images with the lesions and looks that the region network of `hdogreg-light` is trained on."""
    lesions = LesionParameters(contrast=(3.0, 16.0))
    return ImageParameters(clusters=(2, 4), singles=(0, 6), empty_share=0.2, looks=LookParameters(), lesions=lesions)


@dataclass(frozen=True)
class NnunetRecipe(Declared):
    """Everything that decides the bundle.

    Parameters
    ----------
    memory_gb
        That nnU-Net plans for: 8 is its published plan; less makes the patch smaller and the network shallower, by its
        own rule.
    images, validation_images
        Simulated mammograms at `spacing_mm`, on the backgrounds of their part.
    normals
        Normal mammograms of the training split that operating points are chosen on.
    """

    training: NnunetTraining = part(NnunetTraining())
    memory_gb: float = MEMORY(REFERENCE_GB)
    simulation: ImageParameters = field(default_factory=_simulation)
    spacing_mm: float = SPACING(0.1)
    images: int = IMAGES(150)
    validation_images: int = 15
    normals: int = TEST_IMAGES(20)
    test_images: int = TEST_IMAGES(20)
    test_spacings_mm: tuple[float, ...] = (0.07,)
    seed: int = SEED(1)


RECIPE = NnunetRecipe()
