"""The network of the BI-RADS rating: a residual network, and how far its embedding lies from those that it was trained
on (Zhang 2021).
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import nn

from ..errors import ModelError
from .resnet import ResNet

NETWORK_PREFIX, MEAN, WHITENING = "network.", "embedding.mean", "embedding.whitening"
# quarter turns and mirroring; the first 1, 2, 4 or 8 are a group
ORIENTATIONS = ((0, False), (2, False), (1, False), (3, False), (0, True), (2, True), (1, True), (3, True))


class RatingNetwork(nn.Module):
    """Regions (n, channels, size, size) to (n, 2): logit of the risk, and Mahalanobis distance of the embedding.

    Parameters
    ----------
    mean, whitening
        (k,) and (k, k) of the training's embeddings: ``|whitening (x - mean)|`` is the Mahalanobis distance of one.
    orientations
        1, 2, 4 or 8: how many of a region's symmetries its embedding is the mean of.
    """

    def __init__(self, network: ResNet, mean: torch.Tensor, whitening: torch.Tensor, orientations: int = 1) -> None:
        super().__init__()
        self.network, self.orientations = network, orientations
        self.register_buffer("mean", mean)
        self.register_buffer("whitening", whitening)

    @classmethod
    def from_state(
        cls, network: ResNet, state: Mapping[str, torch.Tensor], orientations: int, name: str
    ) -> RatingNetwork:
        """Return the network that `to_state` described, with the weights put into `network`; raises `ModelError` where
        they do not fit.
        """
        width = network.fc.in_features
        shapes = {MEAN: (width,), WHITENING: (width, width)}
        if any(key not in state or tuple(state[key].shape) != shape for key, shape in shapes.items()):
            raise ModelError(f"Model {name} does not say what its training range was: get the model again.")
        return cls(network.eval(), state[MEAN], state[WHITENING], orientations).eval()

    def to_state(self) -> dict[str, torch.Tensor]:
        """Return weights and training range as tensors by name."""
        network = {
            f"{NETWORK_PREFIX}{key}": value.detach().cpu().contiguous()
            for key, value in self.network.state_dict().items()
        }
        return network | {MEAN: self.mean.cpu(), WHITENING: self.whitening.cpu()}

    def forward(self, rois: torch.Tensor) -> torch.Tensor:
        """Return logit and distance, float (n, 2)."""
        embedding = embedded(self.network, rois, self.orientations)
        return torch.cat(
            [self.network.fc(embedding), distance(embedding, self.mean, self.whitening)[:, None].float()], dim=1
        )


def embedded(network: ResNet, rois: torch.Tensor, orientations: int = 1) -> torch.Tensor:
    """Return the embeddings (n, k) of regions (n, channels, size, size), the mean over the first so many of their
    `ORIENTATIONS`.
    """
    total = network.features(rois)
    for turns, mirrored in ORIENTATIONS[1:orientations]:
        seen = rois.flip(3) if mirrored else rois
        total = total + network.features(_turned(seen, turns).contiguous())
    return total / orientations


def _turned(rois: torch.Tensor, turns: int) -> torch.Tensor:
    """Return ``rois.rot90(turns, (2, 3))`` in operations that ONNX has."""
    if turns == 2:
        return rois.flip(2, 3)
    return rois.flip(3 if turns == 1 else 2).transpose(2, 3) if turns else rois


def distance(embedding: torch.Tensor, mean: torch.Tensor, whitening: torch.Tensor) -> torch.Tensor:
    """Return the Mahalanobis distances (n,), float64, of embeddings (n, k)."""
    return ((embedding.double() - mean.double()) @ whitening.double().T).norm(dim=1)
