"""The light network as it is written to ONNX: it answers for its window without the halo, and computes no more than
that needs.
"""

from __future__ import annotations

import torch
from MicrocalcCADLib.networks.light_unet import HALO_PX
from torch import nn


class WithinHalo(nn.Module):
    """A light network (`light_unet`) whose answer lies `HALO_PX` within its input on all sides; the same values, a
    fifth less work.

    The way down must see the whole halo. On the way up every pair of convolutions depends on two pixels around it, so
    that each level is cut to what the next finer one asks for.
    """

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        """Return logits (batch, 2, rows - 2 halo, columns - 2 halo) for local contrast (batch, 1, rows, columns)."""
        seen, halo = image, HALO_PX
        skips: list[tuple[torch.Tensor, int]] = []
        for level, block in enumerate([self.network.input_block, *self.network.downsamples, self.network.bottleneck]):
            halo = HALO_PX >> level
            seen = block(seen)
            skips.append((seen, halo))
        skips.pop()
        for up, wanted in zip(self.network.upsamples, reversed(_halos(len(skips))), strict=True):
            skip, around = skips.pop()
            seen = up(_cut(seen, halo - wanted // 2), _cut(skip, around - wanted))
            halo = wanted
        return _cut(self.network.output_block(seen), halo)


def _halos(levels: int) -> list[int]:
    """Return the pixels around the answer that each level of the way up works on, finest first: even, and two more than
    what it hands on.
    """
    halos = [2]
    while len(halos) < levels:
        least = halos[-1] // 2 + 2
        halos.append(least + least % 2)
    return halos


def _cut(maps: torch.Tensor, pixels: int) -> torch.Tensor:
    return maps[:, :, pixels : maps.shape[2] - pixels, pixels : maps.shape[3] - pixels]
