"""The networks of one bundle as one module, whose weights have the names that they have in the bundle."""

from __future__ import annotations

import torch
from torch import nn


class Joined(nn.Sequential):
    """Networks by name; the first one, the main one, answers.

    Parameters
    ----------
    networks
        In the bundle's order.
    """

    def __init__(self, **networks: nn.Module) -> None:
        super().__init__()
        for name, network in networks.items():
            self.add_module(name, network)

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        """Return the main network's answer."""
        return self[0](image)
