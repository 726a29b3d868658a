"""Patch learning (Kahnouei 2022): a residual network tells which squares of a mammogram hold calcifications."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from ..analysis import Analysis, Candidates
from ..borders import continued
from ..contrast import ContrastParameters, local_contrast
from ..mammogram import Mammogram
from ..models import Bundle, find_bundle
from ..networks.engine import Network, networks_of
from ..progress import Progress
from ..resample import canonical_shape, resample
from .loading import load_part, with_values
from .result import analysis_of, begun
from .streams import in_streams

if TYPE_CHECKING:
    from torch import nn

METHOD = "patch-learning"
BATCH = {"cpu": 2, "cuda": 32}
LOOKING = "Looking at patches"


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


def create(model: str | Path | None, device: str, threads: int | None = None) -> PatchLearning:
    """Return the detector with the bundle `model` (None: the catalogue's first for this method)."""
    return PatchLearning.from_bundle(find_bundle(model, METHOD), device, threads)


def modules_of(bundle: Bundle, parameters: PatchLearningParameters) -> dict[str, nn.Module]:
    """Return a bundle's network in PyTorch; raises `ModelError` where the weights do not fit."""
    from ..networks.resnet import ResNet

    network = ResNet(parameters.network, width=parameters.width)
    load_part(network, bundle.state(), "", bundle.identity.name)
    return {METHOD: network}


class PatchLearning:
    """The detector; see `detectors.Detector`. `network` answers one logit a patch."""

    def __init__(
        self, network: Network, parameters: PatchLearningParameters, bundle: Bundle | None, device: str
    ) -> None:
        self.network, self.parameters, self.bundle, self.device = network, parameters, bundle, device

    @classmethod
    def from_bundle(cls, bundle: Bundle, device: str, threads: int | None = None) -> PatchLearning:
        """Return the detector with a bundle's weights and parameters; raises `ModelError` where they do not fit."""
        parameters = with_values(PatchLearningParameters(), bundle.section.get("parameters", {}), bundle.identity.name)
        device, networks = networks_of(bundle, (METHOD,), lambda: modules_of(bundle, parameters), device, threads)
        return cls(networks[METHOD], parameters, bundle, device)

    def analyse(self, mammogram: Mammogram, progress: Progress | None = None) -> Analysis:
        """Return every square of the breast with its score; there are no single calcifications. See
        `detectors.Detector`.
        """
        progress, clock, mask = begun(mammogram, progress)
        patches = self.patches(mammogram, mask, progress.part(0.05, 1.0))
        clock.lap("patches")
        progress(1.0, "Done")
        return analysis_of(mammogram, mask, METHOD, self.bundle, replace(Candidates.none(), patches=patches), clock)

    def patches(self, mammogram: Mammogram, mask: np.ndarray, progress: Progress) -> np.ndarray:
        """Return the squares, float64 (n, 4): row and column of the upper left corner, side, all in pixels of the
        image, and score.
        """
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
        side, batch = self.parameters.size_px, BATCH[self.device]
        down, across = (-length % side for length in contrast.shape)
        padded = continued(contrast, ((0, down), (0, across)))
        parts = [slice(first, first + batch) for first in range(0, len(corners), batch)]
        scores = np.zeros(len(corners))

        def answer(part: slice) -> np.ndarray:
            return self.network(np.stack([padded[r : r + side, c : c + side] for r, c in corners[part]])[:, None])

        progress(0.0, LOOKING)
        with closing(in_streams(answer, parts, self.network.streams)) as answers:
            for part, logits in zip(parts, answers, strict=True):
                scores[part] = expit(logits[:, 0].astype(np.float64))
                progress(min(1.0, part.stop / len(corners)), LOOKING)
        return scores


def squares(breast: np.ndarray, size_px: int, least_breast: float) -> Iterator[tuple[int, int]]:
    """Yield (row, column) of the upper left corners of squares side by side from the image's corner that hold enough
    breast.

    The last of a row or column may reach beyond the image.
    """
    for row in range(0, breast.shape[0], size_px):
        for column in range(0, breast.shape[1], size_px):
            if breast[row : row + size_px, column : column + size_px].sum() >= max(1, least_breast * size_px**2):
                yield row, column
