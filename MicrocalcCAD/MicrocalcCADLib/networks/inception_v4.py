"""Inception-v4 (Szegedy 2017) without its classifier, under the state names that published ImageNet weights have."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import nn

from ..errors import ModelError
from .stored_names import without_shared_prefix

EPSILON = 1e-3
TAPS = (2, 4, 8, 14, 21)
CHANNELS = (64, 192, 384, 1024, 1536)
"""Channels after each of `TAPS`, at strides 2, 4, 8, 16 and 32."""
Kernel = int | tuple[int, int]


class ConvolutionNormReLU(nn.Module):
    """Convolution without bias, padded to keep the size, then batch normalisation and ReLU."""

    def __init__(self, inputs: int, outputs: int, kernel: Kernel, stride: int = 1) -> None:
        super().__init__()
        sides = (kernel, kernel) if isinstance(kernel, int) else kernel
        self.conv = nn.Conv2d(inputs, outputs, sides, stride, padding=(sides[0] // 2, sides[1] // 2), bias=False)
        self.bn = nn.BatchNorm2d(outputs, eps=EPSILON)

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        """Return float (batch, outputs, rows, columns), rows and columns divided by the stride and rounded up."""
        return torch.relu_(self.bn(self.conv(image)))


class Branches(nn.Module):
    """Named branches that see the same input; their outputs are joined channel by channel in the given order."""

    def __init__(self, **branches: nn.Module) -> None:
        super().__init__()
        for name, branch in branches.items():
            self.add_module(name, branch)

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        """Return the joined outputs."""
        return torch.cat([branch(image) for branch in self.children()], dim=1)


class InceptionC(nn.Module):
    """The block of the coarsest level, of which two branches part again."""

    def __init__(self, chain: Chain, inputs: int) -> None:
        super().__init__()
        self.branch0 = chain.one(inputs, 256, 1)
        self.branch1_0 = chain.one(inputs, 384, 1)
        self.branch1_1a = chain.one(384, 256, (1, 3))
        self.branch1_1b = chain.one(384, 256, (3, 1))
        self.branch2_0 = chain.one(inputs, 384, 1)
        self.branch2_1 = chain.one(384, 448, (3, 1))
        self.branch2_2 = chain.one(448, 512, (1, 3))
        self.branch2_3a = chain.one(512, 256, (1, 3))
        self.branch2_3b = chain.one(512, 256, (3, 1))
        self.branch3 = nn.Sequential(_mean_pool(), chain.one(inputs, 256, 1))

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        """Return the six outputs, joined."""
        second = self.branch1_0(image)
        third = self.branch2_2(self.branch2_1(self.branch2_0(image)))
        outputs = [self.branch0(image), self.branch1_1a(second), self.branch1_1b(second)]
        outputs += [self.branch2_3a(third), self.branch2_3b(third), self.branch3(image)]
        return torch.cat(outputs, dim=1)


class Chain:
    """Makes convolutions whose numbers of channels are the paper's divided by `divisor`."""

    def __init__(self, divisor: int) -> None:
        self.divisor = divisor

    def one(self, inputs: int, outputs: int, kernel: Kernel, stride: int = 1) -> ConvolutionNormReLU:
        """Return one convolution."""
        return ConvolutionNormReLU(inputs // self.divisor, outputs // self.divisor, kernel, stride)

    def line(self, inputs: int, *steps: tuple[int, Kernel] | tuple[int, Kernel, int]) -> nn.Sequential:
        """Return convolutions one after the other, each (outputs, kernel) or (outputs, kernel, stride)."""
        starts = (inputs, *(step[0] for step in steps[:-1]))
        return nn.Sequential(*(self.one(start, *step) for start, step in zip(starts, steps, strict=True)))


class InceptionV4(nn.Module):
    """The 22 feature blocks; every 3 x 3 convolution and pooling is padded by 1, as in the authors' program.

    Input float (batch, channels, rows, columns); output the five maps after `TAPS`, at strides 2, 4, 8, 16 and 32
    (sides rounded up).

    Parameters
    ----------
    channels
        1, or 3 as for the published ImageNet weights.
    divisor
        Divides all numbers of channels: 1 is the published network, 2 to 32 (a power of 2) are narrow ones for trials.

    References
    ----------
    Szegedy et al., *Inception-v4, Inception-ResNet and the Impact of Residual Connections on Learning*, AAAI 2017,
    figures 3 to 9; widths and order of the blocks as there.
    """

    def __init__(self, channels: int = 1, divisor: int = 1) -> None:
        super().__init__()
        chain = Chain(divisor)
        self.channels = tuple(c // divisor for c in CHANNELS)
        first = ConvolutionNormReLU(channels, 32 // divisor, 3, 2)
        stem = [first, chain.one(32, 32, 3), chain.one(32, 64, 3), *_stem_joins(chain)]
        fine = [_inception_a(chain) for _ in range(4)]
        middle = [_reduction_a(chain), *(_inception_b(chain) for _ in range(7))]
        coarse = [_reduction_b(chain), *(InceptionC(chain, 1536) for _ in range(3))]
        self.features = nn.Sequential(*stem, *fine, *middle, *coarse)

    def forward(self, image: torch.Tensor) -> list[torch.Tensor]:
        """Return the five maps, finest first."""
        maps = []
        for index, block in enumerate(self.features):
            image = block(image)
            if index in TAPS:
                maps.append(image)
        return maps


def load_imagenet(encoder: InceptionV4, state: Mapping[str, torch.Tensor], name: str) -> None:
    """Load ImageNet weights of the layout that timm and Cadene's pretrained models share.

    The classifier (``last_linear``) is left out, ``num_batches_tracked`` may be missing (files of before 2018), and
    for an encoder of one channel the first convolution is summed over the three colours: a grey image gives what the
    same image in three equal channels gave.

    Raises
    ------
    ModelError
        If weights are missing, have another shape, or are none of this network.
    """
    first = "features.0.conv.weight"
    part = {
        key: value for key, value in without_shared_prefix(state, first).items() if not key.startswith("last_linear.")
    }
    if encoder.features[0].conv.in_channels == 1 and first in part and part[first].shape[1:2] == (3,):
        part[first] = part[first].sum(dim=1, keepdim=True)
    for key, value in encoder.state_dict().items():
        if key.endswith(".num_batches_tracked"):
            part.setdefault(key, value)
    try:
        encoder.load_state_dict(part)
    except RuntimeError as error:
        if _of_another_width(part, encoder.state_dict()):
            sentence = (
                f"{name} holds Inception-v4 of another width than this network: leave its channels undivided, or take"
                " no ImageNet weights."
            )
            raise ModelError(sentence, option="--divisor 1") from error
        raise ModelError(
            f"{name} does not hold Inception-v4 weights in the layout of timm or Cadene: give such a file."
        ) from error


def _of_another_width(part: Mapping[str, torch.Tensor], own: Mapping[str, torch.Tensor]) -> bool:
    """Return whether weights have all names and kernels of a network, and other numbers of channels alone."""
    return part.keys() == own.keys() and all(
        part[key].ndim == own[key].ndim and part[key].shape[2:] == own[key].shape[2:] for key in own
    )


def _stem_joins(chain: Chain) -> list[nn.Module]:
    first = Branches(maxpool=_max_pool(), conv=chain.one(64, 96, 3, 2))
    second = Branches(
        branch0=chain.line(160, (64, 1), (96, 3)),
        branch1=chain.line(160, (64, 1), (64, (1, 7)), (64, (7, 1)), (96, 3)),
    )
    return [first, second, Branches(conv=chain.one(192, 192, 3, 2), maxpool=_max_pool())]


def _inception_a(chain: Chain) -> nn.Module:
    return Branches(
        branch0=chain.one(384, 96, 1),
        branch1=chain.line(384, (64, 1), (96, 3)),
        branch2=chain.line(384, (64, 1), (96, 3), (96, 3)),
        branch3=nn.Sequential(_mean_pool(), chain.one(384, 96, 1)),
    )


def _reduction_a(chain: Chain) -> nn.Module:
    return Branches(
        branch0=chain.one(384, 384, 3, 2),
        branch1=chain.line(384, (192, 1), (224, 3), (256, 3, 2)),
        branch2=_max_pool(),
    )


def _inception_b(chain: Chain) -> nn.Module:
    return Branches(
        branch0=chain.one(1024, 384, 1),
        branch1=chain.line(1024, (192, 1), (224, (1, 7)), (256, (7, 1))),
        branch2=chain.line(1024, (192, 1), (192, (7, 1)), (224, (1, 7)), (224, (7, 1)), (256, (1, 7))),
        branch3=nn.Sequential(_mean_pool(), chain.one(1024, 128, 1)),
    )


def _reduction_b(chain: Chain) -> nn.Module:
    return Branches(
        branch0=chain.line(1024, (192, 1), (192, 3, 2)),
        branch1=chain.line(1024, (256, 1), (256, (1, 7)), (320, (7, 1)), (320, 3, 2)),
        branch2=_max_pool(),
    )


def _max_pool() -> nn.Module:
    return nn.MaxPool2d(3, stride=2, padding=1)


def _mean_pool() -> nn.Module:
    return nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False)
