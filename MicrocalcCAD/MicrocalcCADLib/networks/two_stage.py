"""The patch network of Valvano 2019: detector and segmentator share it."""

from __future__ import annotations

import torch
from torch import nn

from ..errors import InputError
from .sizes import PATCH_CHANNELS as CHANNELS

POOLED = (0, 1)
HIDDEN = 64
CLASSES = 2
PADDINGS = ("same", "valid")


def cells_after(size_px: int, padding: str, layers: int = len(CHANNELS)) -> int:
    """Return the side of the last feature map of a patch of this side; below 1 where the patch is too small."""
    cells = size_px
    for layer in range(layers):
        cells -= 0 if padding == "same" else 2
        cells = cells // 2 if layer in POOLED else cells
    return cells


class PatchNetwork(nn.Module):
    """Classifies square patches as positive or negative.

    Six 3x3 convolutions of stride 1, max-pooling 2x2 after the first and second, a fully connected layer of 64 with 50
    % dropout, a last one of 2; batch normalisation after every layer but the last, ReLU, He initialisation.

    Parameters
    ----------
    size_px
        Side of the patch; 49 in the paper, 29 and 39 tested.
    padding
        Of the convolutions: ``same`` or ``valid``. With *valid* a patch of 49 px leaves 2 x 2 cells, and less than
        42 px leave none.
    channels
        Of the six convolutions; the paper's text does not give them.

    Raises
    ------
    InputError
        If the padding is unknown or the patch too small for it.

    References
    ----------
    Valvano et al. 2019, J Healthc Eng 2019:9360941, section 3.4. Convolutions have no bias: the batch normalisation
    that follows has.
    """

    def __init__(self, size_px: int = 49, padding: str = "same", channels: tuple[int, ...] = CHANNELS) -> None:
        super().__init__()
        if padding not in PADDINGS:
            raise InputError(f"{padding!r} is no padding: use {' or '.join(PADDINGS)}.")
        self.pooled = list(POOLED)
        self.size_px, self.padding, self.cells = size_px, padding, cells_after(size_px, padding, len(channels))
        if self.cells < 1:
            raise InputError(
                f"A patch of {size_px} px is too small for six convolutions with {padding} padding: use a larger one or"
                " same padding."
            )
        pairs = zip((1, *channels), channels, strict=False)
        self.convolutions = nn.ModuleList(
            nn.Conv2d(a, b, 3, padding=1 if padding == "same" else 0, bias=False) for a, b in pairs
        )
        self.norms = nn.ModuleList(nn.BatchNorm2d(c) for c in channels)
        self.hidden = nn.Linear(channels[-1] * self.cells**2, HIDDEN)
        self.hidden_norm = nn.BatchNorm1d(HIDDEN)
        self.dropout = nn.Dropout(0.5)
        self.answer = nn.Linear(HIDDEN, CLASSES)
        for layer in (*self.convolutions, self.hidden, self.answer):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
        for layer in (self.hidden, self.answer):
            nn.init.zeros_(layer.bias)

    def features(self, patches: torch.Tensor) -> torch.Tensor:
        """Return the features (n, 64) that the last layer decides on, of patches (n, 1, size, size)."""
        x = patches
        for layer, (convolution, norm) in enumerate(zip(self.convolutions, self.norms)):  # noqa: B905  for TorchScript
            x = torch.relu(norm(convolution(x)))
            x = nn.functional.max_pool2d(x, 2) if layer in self.pooled else x
        return torch.relu(self.hidden_norm(self.hidden(x.flatten(1))))

    def forward(self, patches: torch.Tensor) -> torch.Tensor:
        """Return logits (n, 2) of negative and positive, of patches (n, 1, size, size)."""
        return self.answer(self.dropout(self.features(patches)))
