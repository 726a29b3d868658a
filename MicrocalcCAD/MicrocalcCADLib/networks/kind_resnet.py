"""The close-up network: a small residual MONAI network that names the calcification in the middle of what it sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import nn

CHANNELS_IN, CLASSES, SIDE_PX = 4, 14, 96


def kind_resnet() -> nn.Module:
    """Return a MONAI ResNet of 0.8 million parameters.

    Input (batch, 4, 96, 96) as `kinds.close_ups` makes it; output (batch, 14) logits of the thirteen kinds and of what
    is no calcification.
    """
    from monai.networks.nets.resnet import ResNet

    return ResNet(
        "basic",
        [1, 2, 2, 1],
        [24, 48, 96, 160],
        spatial_dims=2,
        n_input_channels=CHANNELS_IN,
        conv1_t_size=3,
        conv1_t_stride=2,
        no_max_pool=True,
        num_classes=CLASSES,
    )
