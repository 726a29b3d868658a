"""The kind network: a U-shaped MONAI network that names what each 0.2 mm of a mammogram belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import nn

FILTERS = (12, 24, 48, 80, 112)
CHANNELS_IN, CHANNELS_OUT = 2, 15
# sides of what it sees are multiples of it
STRIDE_PX = 32
# pixels of the input for one of the answer
DOWNSAMPLING = 2


def kind_unet(filters: tuple[int, ...] = FILTERS) -> nn.Module:
    """Return a MONAI DynUNet of 0.5 million parameters.

    Input (batch, 2, rows, columns) fine and broad local contrast at 0.1 mm, sides a multiple of `STRIDE_PX`; output
    (batch, 15, rows / 2, columns / 2) logits of background, the thirteen kinds and what is no calcification.
    """
    from monai.networks.nets.dynunet import DynUNet

    levels = len(filters)
    return DynUNet(
        spatial_dims=2,
        in_channels=CHANNELS_IN,
        out_channels=CHANNELS_OUT,
        kernel_size=[3] * levels,
        strides=[2] * levels,
        upsample_kernel_size=[2] * (levels - 1),
        filters=list(filters),
        norm_name=("batch", {"affine": True}),
    )
