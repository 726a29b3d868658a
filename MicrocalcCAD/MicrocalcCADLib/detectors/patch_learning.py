"""Patch learning (Kahnouei 2022): a residual network tells which squares of a mammogram hold calcifications."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..analysis import Analysis, Candidates
from ..breast import breast_mask
from ..contrast import ContrastParameters, local_contrast
from ..mammogram import Mammogram
from ..models import Bundle, find_bundle
from ..progress import Progress
from ..resample import canonical_shape, resample
from .loading import load_part, placed, with_values
from .result import Clock, analysis_of

if TYPE_CHECKING:
    from torch import nn

METHOD = "patch-learning"
BATCH = {"cpu": 2, "cuda": 32}


@dataclass(frozen=True)
class PatchLearningParameters:
    """Parameters of the method: 224 px squares side by side, as in Kahnouei 2022.

    Parameters
    ----------
    spacing_mm
        Spacing that the network was trained at; the image is brought to it.
    network, width
        ``resnet50`` or ``resnet18``, and the channels of its first stage.
    least_breast
        A square with a smaller share of breast is left out.

    Notes
    -----
    The network sees local contrast instead of grey values, so that vendor and exposure matter little.
    """

    spacing_mm: float = 0.07
    size_px: int = 224
    network: str = "resnet50"
    width: int = 64
    least_breast: float = 0.05
    contrast: ContrastParameters = field(default_factory=ContrastParameters)


def create(model: str | Path | None, device: str) -> PatchLearning:
    """Return the detector with the bundle `model` (None: the catalogue's first for this method)."""
    return PatchLearning.from_bundle(find_bundle(model, METHOD), device)


class PatchLearning:
    """The detector; see `detectors.Detector`. `network` answers one logit a patch."""

    def __init__(self, network: nn.Module, parameters: PatchLearningParameters, bundle: Bundle | None, device: str) -> None:
        self.device, self.network = placed(network, device)
        self.parameters, self.bundle = parameters, bundle

    @classmethod
    def from_bundle(cls, bundle: Bundle, device: str) -> PatchLearning:
        """Return the detector with a bundle's weights and parameters; raises `ModelError` where they do not fit."""
        from ..networks.resnet import ResNet

        parameters = with_values(PatchLearningParameters(), bundle.section.get("parameters", {}), bundle.identity.name)
        network = ResNet(parameters.network, width=parameters.width)
        load_part(network, bundle.state(), "", bundle.identity.name)
        return cls(network, parameters, bundle, device)

    def analyse(self, mammogram: Mammogram, progress: Progress | None = None) -> Analysis:
        """Return every square of the breast with its score; there are no single calcifications. See `detectors.Detector`."""
        progress, clock = progress or Progress(), Clock()
        progress(0.0, "Looking for the breast")
        mask = breast_mask(mammogram.pixels, mammogram.spacing_mm)
        clock.lap("breast")
        patches = self.patches(mammogram, mask, progress.part(0.05, 1.0))
        clock.lap("patches")
        progress(1.0, "Done")
        return analysis_of(mammogram, mask, METHOD, self.bundle, replace(Candidates.none(), patches=patches), clock)

    def patches(self, mammogram: Mammogram, mask: np.ndarray, progress: Progress) -> np.ndarray:
        """Return the squares, float64 (n, 4): row and column of the upper left corner, side, all in pixels of the image, and score."""
        p = self.parameters
        shape = canonical_shape(mammogram.shape, mammogram.spacing_mm, p.spacing_mm)
        image, breast = resample(mammogram.pixels, shape), resample(mask.astype(np.float32), shape) > 0.5
        progress(0.0, "Measuring local contrast")
        contrast = local_contrast(image, p.spacing_mm, p.contrast)
        corners = np.array(list(squares(breast, p.size_px, p.least_breast)), np.int64).reshape(-1, 2)
        scores = self._scores(contrast, corners, progress.part(0.1, 1.0))
        scale = np.array(mammogram.shape) / shape
        side = round(p.size_px * float(np.sqrt(scale.prod())))
        return np.column_stack([np.round(corners * scale), np.full(len(corners), side), scores]).astype(float)

    def _scores(self, contrast: np.ndarray, corners: np.ndarray, progress: Progress) -> np.ndarray:
        import torch

        side, batch = self.parameters.size_px, BATCH[self.device]
        padded = np.pad(contrast, [(0, -length % side) for length in contrast.shape])
        scores = np.zeros(len(corners))
        for first in range(0, len(corners), batch):
            progress(first / len(corners), "Looking at patches")
            some = np.stack([padded[r : r + side, c : c + side] for r, c in corners[first : first + batch]])
            images = torch.from_numpy(some)[:, None].to(self.device, memory_format=torch.channels_last)
            with torch.inference_mode():
                logits = self.network(images)
            scores[first : first + batch] = logits[:, 0].double().sigmoid().cpu().numpy()
        return scores


def squares(breast: np.ndarray, size_px: int, least_breast: float) -> Iterator[tuple[int, int]]:
    """Yield (row, column) of the upper left corners of squares side by side from the image's corner that hold enough breast.

    The last of a row or column may reach beyond the image.
    """
    for row in range(0, breast.shape[0], size_px):
        for column in range(0, breast.shape[1], size_px):
            if breast[row : row + size_px, column : column + size_px].sum() >= max(1, least_breast * size_px**2):
                yield row, column
