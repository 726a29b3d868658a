"""Odds of real lesions from their description."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .options import FEATURES, SEED


@dataclass(frozen=True)
class OddsRecipe:
    """Everything that decides the bundle.

    Parameters
    ----------
    regions
        CSV file with a region a row and the columns `NEEDED`: ``film`` names part, patient, side and view as CBIS-DDSM does
        (``Calc-Test_P_00038_LEFT_CC``), sizes in mm.
    folds
        Of the cross-validation, by patient.
    strength
        Inverse strength of the ridge penalty (scikit-learn's C).
    """

    regions: Path | None = FEATURES(None)
    folds: int = 10
    strength: float = 1.0
    seed: int = SEED(1)


RECIPE = OddsRecipe()
