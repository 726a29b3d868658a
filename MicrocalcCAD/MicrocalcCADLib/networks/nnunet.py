"""nnU-Net's plain U-Net in two dimensions (Isensee 2021), made of MONAI's `DynUNet`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import nn

CLASSES = 2
KERNEL_PX = 3


def nnunet(features: Sequence[int], strides: Sequence[tuple[int, int]]) -> nn.Module:
    """Return the network: two convolutions a stage, instance normalisation, leaky ReLU, strided convolutions down,
    transposed ones up.

    Input (batch, 1, rows, columns), sides a multiple of the product of `strides`; output logits (batch, 2, rows,
    columns) of background and calcification. In training it answers (batch, heads, 2, rows, columns): every stage of
    the way up but the deepest has a head, the coarser ones repeated to full resolution.

    Parameters
    ----------
    features
        Channels of each stage, the first one at full resolution.
    strides
        Of each stage along rows and columns; those of the first are 1.
    """
    from monai.networks.nets.dynunet import DynUNet

    supervised = max(0, len(features) - 3)
    return DynUNet(
        spatial_dims=2,
        in_channels=1,
        out_channels=CLASSES,
        kernel_size=[KERNEL_PX] * len(features),
        strides=[tuple(stride) for stride in strides],
        upsample_kernel_size=[tuple(stride) for stride in strides[1:]],
        filters=list(features),
        norm_name=("instance", {"affine": True, "eps": 1e-5}),
        act_name=("leakyrelu", {"inplace": True, "negative_slope": 0.01}),
        deep_supervision=supervised > 0,
        deep_supr_num=max(1, supervised),
        trans_bias=True,
    )
