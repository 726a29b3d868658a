"""The method context (Wang and Yang 2018): a network on candidates."""

from __future__ import annotations

from dataclasses import dataclass, replace

from MicrocalcCADLib.detectors.context import ContextParameters

from ..simulation.images import ImageParameters
from ..simulation.insertion import ANNOTATABLE
from ..simulation.lesions import LesionParameters
from ..simulation.looks import LookParameters
from .options import IMAGES, SEED, SPACING, TEST_IMAGES, Declared, part
from .trainings import ClassifierTraining

_IMAGES = ImageParameters(
    clusters=(1, 3),
    empty_share=0.1,
    looks=replace(LookParameters(), coarse_share=0.15, noise=(0.0, 0.5)),
    lesions=LesionParameters(diameter_mm=(0.15, 0.55), contrast=(6.0, 24.0)),
)


@dataclass(frozen=True)
class ContextRecipe(Declared):
    """Everything that decides the bundle.

    Parameters
    ----------
    images, validation_images, held_out_images
        Simulated mammograms that candidates are taken from, on the backgrounds of their part.
    most_positives, negatives_per_positive
        Candidates that are taken from one image.
    least_contrast
        A candidate at a calcification of less, in standard deviations of the local fine texture as it was inserted, is
        neither positive nor negative: no reader would annotate it.
    test_images, test_spacings_mm
        Whole simulated images on held-out backgrounds for the figures of the model card.
    """

    parameters: ContextParameters = part(ContextParameters(), {SPACING: ("spacing_mm",)})
    simulation: ImageParameters = _IMAGES
    network: ClassifierTraining = part(ClassifierTraining(steps=40, batch=64))
    images: int = IMAGES(60)
    validation_images: int = 8
    held_out_images: int = 12
    most_positives: int = 150
    negatives_per_positive: int = 20
    least_contrast: float = ANNOTATABLE
    normals: int = 12
    test_images: int = TEST_IMAGES(10)
    test_spacings_mm: tuple[float, ...] = (0.07,)
    seed: int = SEED(1)


RECIPE = ContextRecipe()
