"""The regression network of HDoGReg (Marasinou 2023): a feature pyramid on Inception-v4."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn.functional import interpolate

from .inception_v4 import InceptionV4

STRIDE_PX = 32
PYRAMID, SEGMENTATION, GROUPS, DROPOUT = 256, 128, 32, 0.2


class ConvolutionGroupNorm(nn.Module):
    """3 x 3 convolution without bias, group normalisation and ReLU, then enlarged twofold where `enlarge` says so."""

    def __init__(self, inputs: int, enlarge: bool) -> None:
        super().__init__()
        self.block = nn.Sequential(
            nn.Conv2d(inputs, SEGMENTATION, 3, padding=1, bias=False), nn.GroupNorm(GROUPS, SEGMENTATION), nn.ReLU()
        )
        self.enlarge = enlarge

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        """Return float (batch, 128, rows, columns), sides doubled if enlarged."""
        image = self.block(image)
        return interpolate(image, scale_factor=2, mode="bilinear", align_corners=True) if self.enlarge else image


class SegmentationBlock(nn.Module):
    """Brings one level of the pyramid to stride 4 by `doublings` steps, each a convolution and a doubling."""

    def __init__(self, doublings: int) -> None:
        super().__init__()
        steps = range(max(1, doublings))
        self.block = nn.Sequential(
            *(ConvolutionGroupNorm(SEGMENTATION if step else PYRAMID, doublings > 0) for step in steps)
        )

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        """Return float (batch, 128, rows, columns) at stride 4."""
        return self.block(image)


class PyramidLevel(nn.Module):
    """Adds the encoder's map, reduced to the pyramid's channels, to the coarser level enlarged twofold (nearest)."""

    def __init__(self, inputs: int) -> None:
        super().__init__()
        self.skip_conv = nn.Conv2d(inputs, PYRAMID, 1)

    def forward(self, coarser: torch.Tensor, skip: torch.Tensor) -> torch.Tensor:
        """Return float (batch, 256, rows, columns) on the grid of `skip`."""
        return interpolate(coarser, scale_factor=2, mode="nearest") + self.skip_conv(skip)


class PyramidDecoder(nn.Module):
    """Four levels at strides 32 to 4, each segmented, brought to stride 4 and summed; whole channels drop out in
    training.
    """

    def __init__(self, channels: tuple[int, ...]) -> None:
        super().__init__()
        self.p5 = nn.Conv2d(channels[4], PYRAMID, 1)
        self.p4, self.p3, self.p2 = (PyramidLevel(channels[level]) for level in (3, 2, 1))
        self.seg_blocks = nn.ModuleList(SegmentationBlock(doublings) for doublings in (3, 2, 1, 0))
        self.dropout = nn.Dropout2d(DROPOUT)

    def forward(self, maps: list[torch.Tensor]) -> torch.Tensor:
        """Return float (batch, 128, rows, columns) at stride 4 from the encoder's five maps."""
        levels = [self.p5(maps[4])]
        for level, skip in zip((self.p4, self.p3, self.p2), maps[3:0:-1], strict=True):
            levels.append(level(levels[-1], skip))
        segmented = [block(level) for block, level in zip(self.seg_blocks, levels, strict=True)]
        return self.dropout(torch.stack(segmented).sum(dim=0))


class FpnInceptionV4(nn.Module):
    """The network: 43,570,017 parameters and 925 state entries, named as in the authors' checkpoint.

    Input float (batch, 1, rows, columns), grey values (x - 0.5) / 0.5 at 0.07 mm, sides a multiple of `STRIDE_PX`;
    output (batch, 1, rows, columns) logits of the proximity map. Group normalisation makes the output depend on the
    whole window that is seen.

    Parameters
    ----------
    divisor
        See `InceptionV4`.

    References
    ----------
    Marasinou et al. 2023, section "Regression network"; the feature pyramid is that of Kirillov et al., *Panoptic
    Feature Pyramid Networks*, CVPR 2019.
    """

    def __init__(self, divisor: int = 1) -> None:
        super().__init__()
        self.encoder = InceptionV4(1, divisor)
        self.decoder = PyramidDecoder(self.encoder.channels)
        self.segmentation_head = nn.Sequential(nn.Conv2d(SEGMENTATION, 1, 1), nn.UpsamplingBilinear2d(scale_factor=4))

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        """Return the logits."""
        return self.segmentation_head(self.decoder(self.encoder(image)))


def initialise(network: nn.Module) -> None:
    """Give all convolutions the weights of He et al. 2015 (fan in, ReLU), and zero to their biases."""
    for module in network.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            if module.bias is not None:
                nn.init.zeros_(module.bias)
