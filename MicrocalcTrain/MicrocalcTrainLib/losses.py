"""Losses of the networks."""

from __future__ import annotations

import torch
from MicrocalcCADLib.errors import InputError
from monai.losses import DiceLoss
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

UNKNOWN = -1.0


class SoftDice(DiceLoss):
    """1 - (2 sum(P Q) + eps) / (sum(P + Q) + eps) with eps = 1, summed over the whole batch (Marasinou 2023), by
    MONAI's `DiceLoss`.

    Input: probabilities and targets of one shape, any dimensions.
    """

    def __init__(self) -> None:
        super().__init__(batch=True, smooth_nr=1.0, smooth_dr=1.0)

    def forward(self, prediction: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        """Return the loss, a scalar in [0, 1)."""
        return super().forward(*(values.reshape(1, 1, -1) for values in (prediction, target)))


class RegionLoss(nn.Module):
    """Soft Dice of the proximity map, plus soft Dice and weighted cross-entropy of the calcifications.

    Input: logits and targets (batch, 2, rows, columns), channel 0 the proximity map, channel 1 the calcifications.
    Where a target is `UNKNOWN` nothing is learned.

    Parameters
    ----------
    positive_weight
        Weight of calcification pixels in the cross-entropy.
    """

    def __init__(self, positive_weight: float = 4.0) -> None:
        super().__init__()
        self.dice = SoftDice()
        self.register_buffer("positive_weight", torch.tensor(positive_weight), persistent=False)

    def forward(self, logits: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        """Return the sum of the three parts, a scalar."""
        known, target = (target >= 0).to(logits.dtype), target.clamp(min=0)
        probability = logits.sigmoid() * known
        regression = self.dice(probability[:, 0], target[:, 0])
        objects = self.dice(probability[:, 1], target[:, 1])
        cross_entropy = binary_cross_entropy_with_logits(
            logits[:, 1], target[:, 1], known[:, 1], pos_weight=self.positive_weight
        )
        return regression + 0.5 * objects + 2.0 * cross_entropy


class MalignancyAdjustedMSE(nn.Module):
    """W (b_gt - b_pred)^2 with W = alpha^(C / (|C| + eps)) and C = -(b_gt - b_pred) (m_gt - 0.5) (Zhang 2021, Eqs. 2 to
    4).

    Ratings that err towards what biopsy said weigh alpha, those that err away from it 1 / alpha, and those without
    biopsy 1.

    Parameters
    ----------
    alpha
        In (0, 1]; 1 is the plain mean squared error, 0.2 the paper's.
    epsilon
        Keeps the weight continuous where C is 0.
    """

    def __init__(self, alpha: float = 0.2, epsilon: float = 1e-6) -> None:
        super().__init__()
        if not 0 < alpha <= 1:
            raise InputError(
                f"alpha of the malignancy-adjusted loss lies above 0 and up to 1, not at {alpha:g}: give 0.2, or 1 for"
                " the plain MSE."
            )
        self.alpha, self.epsilon = alpha, epsilon

    def forward(self, prediction: torch.Tensor, target: torch.Tensor, malignancy: torch.Tensor) -> torch.Tensor:
        """Return the mean over a batch, a scalar.

        Parameters
        ----------
        prediction, target
            Risks in [0, 1], (batch,).
        malignancy
            1 malignant, 0 benign, 0.5 no biopsy, (batch,).
        """
        return (self.weights(prediction, target, malignancy) * (target - prediction) ** 2).mean()

    def weights(self, prediction: torch.Tensor, target: torch.Tensor, malignancy: torch.Tensor) -> torch.Tensor:
        """Return W of each rating, (batch,), given as to `forward`."""
        consistency = -(target - prediction) * (malignancy - 0.5)
        return self.alpha ** (consistency / (consistency.abs() + self.epsilon))


class KindLoss(nn.Module):
    """Weighted cross-entropy over what each place belongs to, plus soft Dice of calcium of any kind, plus the
    cross-entropy of its name.

    The last is over the kinds alone, where there is calcium: without it background outweighs the names a hundred times.

    Input: logits (batch, 15, rows, columns) and labels (batch, 2, rows, columns): 0 to 14, `calcium`, where only is
    known that it is some kind, or `unknown`, where nothing is learned; and the weight of each place.

    Parameters
    ----------
    background_weight
        Further weight of background in the cross-entropy, that of everything else being 1.
    """

    def __init__(
        self, background_weight: float = 0.2, channels: int = 15, unknown: int = 255, calcium: int = 254
    ) -> None:
        super().__init__()
        weights = torch.ones(channels)
        weights[0] = background_weight
        self.register_buffer("weights", weights, persistent=False)
        self.dice, self.unknown, self.calcium = SoftDice(), unknown, calcium

    def forward(self, logits: torch.Tensor, label: torch.Tensor) -> torch.Tensor:
        """Return the sum of the three, a scalar."""
        kind = label[:, 0].long()
        known, some = kind != self.unknown, kind == self.calcium
        kind = kind * known * ~some
        weight = label[:, 1] * self.weights[kind] * known
        surprise = cross_entropy(logits, kind, reduction="none")
        if some.any():
            of_any_kind = logits.logsumexp(dim=1) - logits[:, 1:-1].logsumexp(dim=1)
            surprise, weight = torch.where(some, of_any_kind, surprise), torch.where(some, label[:, 1], weight)
        entropy = (surprise * weight).sum() / weight.sum().clamp(min=1)
        calcium = logits.softmax(dim=1)[:, 1:-1].sum(dim=1)
        truth = ((kind > 0) & (kind < logits.shape[1] - 1)).to(logits.dtype)
        weight = label[:, 1] * truth * known
        naming = cross_entropy(logits[:, 1:-1], (kind - 1).clamp(0, logits.shape[1] - 3), reduction="none")
        either = torch.where(some, torch.ones_like(truth), truth)
        return (
            entropy
            + 0.5 * self.dice(calcium * known, either * known)
            + (naming * weight).sum() / weight.sum().clamp(min=1)
        )
