"""The light networks: small U-shaped MONAI networks that see local contrast."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import nn

STRIDE_PX = 8
HALO_PX = 40
REGION_FILTERS = (16, 32, 64, 96)
DETAIL_FILTERS = (16, 32, 64)


def light_unet(filters: tuple[int, ...] = REGION_FILTERS) -> nn.Module:
    """Return a network: 0.39 million parameters for the region network, 0.12 million for the detail network.

    Input (batch, 1, rows, columns) local contrast at the network's spacing, sides a multiple of `STRIDE_PX`; output
    (batch, 2, rows, columns) logits of the proximity map (Marasinou 2023) and of the calcifications themselves.
    Batch normalisation is the only normalisation, so that with tiles that start at multiples of `STRIDE_PX` and
    keep `HALO_PX` around, the output does not depend on the tiling.
    """
    from monai.networks.nets.dynunet import DynUNet

    levels = len(filters)
    return DynUNet(
        spatial_dims=2,
        in_channels=1,
        out_channels=2,
        kernel_size=[3] * levels,
        strides=[1] + [2] * (levels - 1),
        upsample_kernel_size=[2] * (levels - 1),
        filters=list(filters),
        norm_name=("batch", {"affine": True}),
    )
