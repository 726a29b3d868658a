"""The method two-stage (Valvano 2019): detector and segmentator on patches of four classes."""

from __future__ import annotations

from dataclasses import dataclass

from MicrocalcCADLib.detectors.two_stage import PatchNetworkParameters

from ..simulation.patch_classes import PatchClassParameters
from .options import IMAGES, LEAST_CONTRAST, PADDING, SEED, SIZE, SPACING, TEST_IMAGES, Declared, part
from .trainings import ClassifierTraining

_FORM = {SIZE: ("size_px",), PADDING: ("padding",)}
_PATCHES = {
    SPACING: ("regions.spacing_mm",),
    LEAST_CONTRAST: ("least_contrast",),
    SIZE: ("size_px",),
}
# the paper does not give the channels; a calcification at the rim of the patch takes more than the network's own
# default
DETECTOR_CHANNELS = (16, 32, 64, 64, 64, 64)


@dataclass(frozen=True)
class TwoStageRecipe(Declared):
    """Everything that decides the bundle.

    Parameters
    ----------
    detector_form, segmentator_form
        Form of the networks. The segmentator's *valid* padding lets it be evaluated densely more than a hundred times
        faster than patch by patch.
    regions, validation_regions, test_regions
        Simulated regions that patches are taken from, on the backgrounds of their part.
    normals
        Normal mammograms of the training split that operating points are chosen on.
    test_images, test_spacings_mm
        Whole simulated images on held-out backgrounds for the figures of the model card.
    """

    patches: PatchClassParameters = part(PatchClassParameters(), _PATCHES)
    detector_form: PatchNetworkParameters = part(PatchNetworkParameters(channels=DETECTOR_CHANNELS), _FORM)
    segmentator_form: PatchNetworkParameters = part(PatchNetworkParameters(padding="valid"), _FORM)
    detector: ClassifierTraining = part(ClassifierTraining())
    segmentator: ClassifierTraining = part(ClassifierTraining())
    regions: int = IMAGES(5000)
    validation_regions: int = 200
    test_regions: int = 400
    normals: int = 12
    test_images: int = TEST_IMAGES(10)
    test_spacings_mm: tuple[float, ...] = (0.07,)
    seed: int = SEED(1)


RECIPE = TwoStageRecipe()
