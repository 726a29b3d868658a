"""Odds of real lesions from their description."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .options import FEATURES, SEED, TEST_PATCHES, Declared


@dataclass(frozen=True)
class OddsRecipe(Declared):
    """Everything that decides the bundle.

    Parameters
    ----------
    regions
        CSV file with a region a row and the columns `NEEDED`: ``film`` names part, patient, side and view as CBIS-DDSM
        does (``Calc-Test_P_00038_LEFT_CC``), sizes in mm.
    folds
        Of the cross-validation, by patient.
    strength
        Inverse strength of the ridge penalty (scikit-learn's C).
    test_patches
        Regions of which simulated images are drawn, to see what is left of the odds where the kinds are the network's;
        0 for none.
    """

    regions: Path | None = FEATURES(None)
    folds: int = 10
    strength: float = 1.0
    test_patches: int = TEST_PATCHES(400)
    seed: int = SEED(1)


RECIPE = OddsRecipe()
