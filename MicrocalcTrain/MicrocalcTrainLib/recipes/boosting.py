"""How boosted trees are grown: a part of the recipes that grow them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BoostingParameters:
    """Trees and how they are grown; Marasinou 2023 states none, these are for a few hundred cases."""

    trees: int = 150
    learning_rate: float = 0.05
    leaves: int = 7
    least_in_leaf: int = 15
    row_share: float = 0.8
    feature_share: float = 0.5
    seed: int = 1
