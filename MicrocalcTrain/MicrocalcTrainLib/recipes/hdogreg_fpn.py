"""The paper's network of `hdogreg` (Marasinou 2023)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..simulation.images import ImageParameters
from ..targets import XI_MM
from .options import DIVISOR, IMAGENET, IMAGES, SEED, TEST_IMAGES, Declared, part
from .trainings import EpochTraining


@dataclass(frozen=True)
class RegionPatchParameters:
    """How patches are cut and changed, the defaults of Marasinou 2023 and of the authors' program.

    Parameters
    ----------
    size_px, stride_px
        Side and step of the patches; only those with calcifications are kept.
    crop_px
        Side of what the network sees of a changed patch in training.
    xi_mm, alpha
        Reach and curvature of the proximity function.
    shift, scale
        Largest translation along each axis as a share of the side, and largest change of size; no rotation.
    look_share
        Probability of one of: local equalisation of the histogram (CLAHE, `clip`), `brightness`, `gamma`.
    """

    spacing_mm: float = 0.07
    size_px: int = 512
    stride_px: int = 480
    crop_px: int = 320
    xi_mm: float = XI_MM
    alpha: float = 1.0
    shift: float = 0.1
    scale: float = 0.5
    look_share: float = 0.9
    clip: tuple[float, float] = (1.0, 4.0)
    brightness: float = 0.2
    gamma: tuple[float, float] = (0.8, 1.2)


@dataclass(frozen=True)
class FpnRecipe(Declared):
    """Everything that decides the bundle.

    Parameters
    ----------
    images, validation_images
        Simulated mammograms that patches are cut from, on the backgrounds of their part.
    imagenet
        File of ImageNet weights for the encoder, in the layout of timm or Cadene; None initialises all weights at
        random.
    normals
        Normal mammograms of the training split that operating points are chosen on.
    test_images, test_spacings_mm
        Simulated images on held-out backgrounds for the figures of the model card.
    divisor
        Divides the encoder's channels; 1 is the paper's network.
    """

    training: EpochTraining = part(EpochTraining())
    patches: RegionPatchParameters = RegionPatchParameters()
    simulation: ImageParameters = ImageParameters(empty_share=0.0)
    images: int = IMAGES(150)
    validation_images: int = 30
    imagenet: Path | None = IMAGENET(None)
    normals: int = 20
    test_images: int = TEST_IMAGES(20)
    test_spacings_mm: tuple[float, ...] = (0.07,)
    divisor: int = DIVISOR(1)
    seed: int = SEED(1)


RECIPE = FpnRecipe()
