"""The context-sensitive network of Wang & Yang 2018, in the form of Marasinou 2023's re-implementation."""

from __future__ import annotations

import torch
from torch import nn

from .sizes import CONTEXT_PX, LOCAL_PX

LOCAL = ((32, 32), (64,))
CONTEXT = ((32,), (64, 64), (128, 128), (256, 128))
HIDDEN = 128


class ContextNetwork(nn.Module):
    """Classifies a location as calcification or not, from a small window about it and from its surroundings.

    Two sub-networks of 3x3 convolutions with batch normalisation and ReLU, max-pooling 3x3 of stride 2 between groups:
    one sees the central 9 x 9 px (1024 features), one the whole 95 x 95 px (3200). A fully connected layer of 128 with
    dropout joins them. 1,438,370 parameters.

    References
    ----------
    Wang and Yang 2018, Pattern Recognition 78:12-22, doi:10.1016/j.patcog.2018.01.009.
    """

    def __init__(self) -> None:
        super().__init__()
        self.first = (CONTEXT_PX - LOCAL_PX) // 2
        self.end = self.first + LOCAL_PX
        self.local = _sub_network(LOCAL, pooled_at_end=False)
        self.context = _sub_network(CONTEXT, pooled_at_end=True)
        self.joined = nn.Sequential(
            nn.Linear(64 * 4**2 + 128 * 5**2, HIDDEN), nn.ReLU(), nn.Dropout(0.5), nn.Linear(HIDDEN, 2)
        )
        for layer in self.modules():
            if isinstance(layer, nn.Conv2d | nn.Linear):
                nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
                nn.init.zeros_(layer.bias)

    def forward(self, patches: torch.Tensor) -> torch.Tensor:
        """Return logits (n, 2) of no calcification and calcification at the centre of patches (n, 1, 95, 95)."""
        centre = patches[:, :, self.first : self.end, self.first : self.end]
        return self.joined(torch.cat([self.local(centre).flatten(1), self.context(patches).flatten(1)], dim=1))


def _sub_network(groups: tuple[tuple[int, ...], ...], pooled_at_end: bool) -> nn.Sequential:
    layers: list[nn.Module] = []
    inputs = 1
    for number, group in enumerate(groups):
        for outputs in group:
            layers += [nn.Conv2d(inputs, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU()]
            inputs = outputs
        if pooled_at_end or number + 1 < len(groups):
            layers.append(nn.MaxPool2d(3, 2))
    return nn.Sequential(*layers)
