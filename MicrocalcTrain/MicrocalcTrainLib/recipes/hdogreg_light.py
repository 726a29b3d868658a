"""The light networks of `hdogreg`: region, detail and candidate network."""

from __future__ import annotations

from dataclasses import dataclass, replace

from MicrocalcCADLib.networks.light_unet import DETAIL_FILTERS

from ..simulation.looks import LookParameters
from ..simulation.patches import PatchParameters
from .options import BATCH, CANDIDATE_IMAGES, LEARNING_RATE, SEED, TEST_IMAGES, Declared, part
from .trainings import CandidateTraining, RegionTraining

OF_BOTH = (BATCH, LEARNING_RATE)  # no options: the two networks have their own
DETAIL = RegionTraining(
    epochs=32,
    filters=DETAIL_FILTERS,
    patches=PatchParameters(
        spacing_mm=0.07,
        size_px=96,
        margin_px=32,
        cluster_share=0.65,
        single_share=0.3,
        looks=replace(LookParameters(), coarse_share=0.3),
    ),
)


@dataclass(frozen=True)
class LightRecipe(Declared):
    """Everything that decides the bundle.

    Parameters
    ----------
    candidate_images, candidate_spacings_mm
        Simulated images on training backgrounds for the candidate network.
    test_images, test_spacings_mm
        Simulated images on held-out backgrounds for the figures of the model card.
    """

    region: RegionTraining = part(RegionTraining(epochs=30), without=OF_BOTH)
    detail: RegionTraining = part(DETAIL, without=OF_BOTH)
    candidates: CandidateTraining = CandidateTraining()
    candidate_images: int = CANDIDATE_IMAGES(160)
    candidate_spacings_mm: tuple[float, ...] = (0.07, 0.1, 0.05, 0.2)
    test_images: int = TEST_IMAGES(20)
    test_spacings_mm: tuple[float, ...] = (0.07, 0.05)
    seed: int = SEED(1)


RECIPE = LightRecipe()
