"""The method patch-learning (Kahnouei 2022): a residual network on patches with and without groups."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from ..simulation.lesions import LesionParameters
from ..simulation.looks import LookParameters
from ..simulation.patches import PatchParameters
from .options import (
    DEFINITION,
    IMAGENET,
    IMAGES,
    LEAST_CONTRAST,
    NETWORK,
    SEED,
    SIZE,
    SPACING,
    TEST_IMAGES,
    WIDTH,
    Declared,
    part,
)
from .trainings import EpochTraining

_PATCHES = PatchParameters(
    spacing_mm=0.07,
    size_px=224,
    lesions=LesionParameters(contrast=(5.0, 16.0), count=(5, 40)),
    looks=replace(LookParameters(), coarse_share=0.25),
)


@dataclass(frozen=True)
class PatchLearningRecipe(Declared):
    """Everything that decides the bundle, the defaults of Kahnouei 2022.

    Parameters
    ----------
    epoch_patches
        Patches an epoch, half of them positive (536 + 536 in the paper; here every epoch has new ones).
    imagenet
        File of ImageNet weights in torchvision's layout.
    frozen_layers
        Layers that are not trained, as Keras counts them, where there are ImageNet weights. Without them all weights
        are random, none is frozen, and the rate falls to a fiftieth.
    patches
        What patches are made of. Clusters have 5 to 40 calcifications of a typical peak contrast of 5 to 16 standard
        deviations of the local fine texture before a random look, which takes some of it.
    least_contrast
        What a calcification must show after it, on average, to be annotated; 0: all are.
        Fainter ones than `insertion.ANNOTATABLE` no reader would annotate.
    definition
        Which patches are positive. ``overlap``: those of a grid that overlap an annotated region at all, as in the
        paper and as they are in use. ``group``: those with three annotated calcifications of one cluster, which is
        stricter: no patch has a sliver of a cluster.
    """

    training: EpochTraining = part(EpochTraining(epochs=120, batch=32))
    patches: PatchParameters = part(_PATCHES, {SPACING: ("spacing_mm",), SIZE: ("size_px",)})
    network: str = NETWORK("resnet50")
    width: int = WIDTH(64)
    imagenet: Path | None = IMAGENET(None)
    frozen_layers: int = 100
    epoch_patches: int = IMAGES(1072)
    validation_patches: int = 400
    test_patches: int = TEST_IMAGES(1000)
    seed: int = SEED(1)
    least_contrast: float = LEAST_CONTRAST(0.0)
    definition: str = DEFINITION("overlap")


RECIPE = PatchLearningRecipe()
