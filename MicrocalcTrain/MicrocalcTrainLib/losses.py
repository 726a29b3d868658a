"""Losses of the networks."""

from __future__ import annotations

import torch
from torch import nn


class SoftDice(nn.Module):
    """1 - (2 sum(P Q) + eps) / (sum(P + Q) + eps) with eps = 1, summed over the whole batch (Marasinou 2023).

    Input: probabilities and targets of one shape, any dimensions.
    """

    def forward(self, prediction: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        """Return the loss, a scalar in [0, 1)."""
        return 1 - (2 * (prediction * target).sum() + 1) / ((prediction + target).sum() + 1)


class RegionLoss(nn.Module):
    """Soft Dice of the proximity map, plus soft Dice and weighted cross-entropy of the calcifications.

    Input: logits and targets (batch, 2, rows, columns), channel 0 the proximity map, channel 1 the calcifications.

    Parameters
    ----------
    positive_weight
        Weight of calcification pixels in the cross-entropy.
    """

    def __init__(self, positive_weight: float = 4.0) -> None:
        super().__init__()
        self.dice = SoftDice()
        self.cross_entropy = nn.BCEWithLogitsLoss(pos_weight=torch.tensor(positive_weight))

    def forward(self, logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        """Return the sum of the three parts, a scalar."""
        probability = logits.sigmoid()
        regression = self.dice(probability[:, 0], target[:, 0])
        objects = self.dice(probability[:, 1], target[:, 1])
        return regression + 0.5 * objects + 2.0 * self.cross_entropy(logits[:, 1], target[:, 1])
