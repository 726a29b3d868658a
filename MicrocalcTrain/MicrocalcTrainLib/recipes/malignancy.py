"""The malignancy of a cluster (Marasinou 2023, case study): boosted trees on 31 features."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..simulation.regions import RegionParameters
from .boosting import BoostingParameters
from .options import FEATURES, IMAGES, SEED, SPACING, Declared, part


@dataclass(frozen=True)
class MalignancyRecipe(Declared):
    """Everything that decides the bundle.

    Parameters
    ----------
    patients
        Simulated patients, with one or two regions each.
    features
        CSV file to learn from instead of simulation: columns ``patient``, ``malignant`` (0 or 1) and `FEATURES`, an
        empty cell for what is missing; ``type`` is optional.
    folds, sensitivity
        Of the cross-validation, and where its thresholds lie.
    """

    patients: int = IMAGES(700)
    features: Path | None = FEATURES(None)
    folds: int = 5
    sensitivity: float = 0.9
    regions: RegionParameters = part(RegionParameters(), {SPACING: ("spacing_mm",)})
    boosting: BoostingParameters = part(BoostingParameters(), {SEED: ("seed",)})
    seed: int = SEED(1)


RECIPE = MalignancyRecipe()
