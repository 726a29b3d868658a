"""nnU-Net (Isensee 2021) as a detector, to compare with: what nobody here designed. Objects are its segmentation as it
is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from ..analysis import Analysis
from ..errors import InputError
from ..mammogram import Mammogram
from ..models import Bundle, find_bundle
from ..objects import Objects
from ..progress import Progress
from .loading import on_device, opened
from .result import analysis_of, begun
from .window_map import computes_in_bfloat16, with_precision
from .working_grid import at_spacing, measured

if TYPE_CHECKING:
    from torch import nn

METHOD = "nnunet"
LOOKING = "Looking for calcifications"
BATCH = 4


@dataclass(frozen=True)
class NnunetParameters:
    """Parameters of the method; all but the last three follow from nnU-Net's planning.

    Parameters
    ----------
    spacing_mm
        Spacing that the network was trained at.
    patch_px
        Sides of the windows that the network sees.
    features, row_strides, column_strides
        Of the network's stages, see `networks.nnunet`.
    window_overlap
        Of neighbouring windows, as a share of their side; nnU-Net's own is 0.5.
    object_threshold
        A pixel above it belongs to a calcification, as in nnU-Net, which takes the likelier class.
    faint_threshold
        Where no pixel of a connected part passes `object_threshold`, the part above this is a faint object, so that a
        curve can be drawn.
    coarsest_mm
        Coarsest image that is accepted.
    """

    spacing_mm: float = 0.1
    patch_px: tuple[int, ...] = (512, 512)
    features: tuple[int, ...] = (32, 64, 128, 256, 512, 512, 512, 512)
    row_strides: tuple[int, ...] = (1, 2, 2, 2, 2, 2, 2, 2)
    column_strides: tuple[int, ...] = (1, 2, 2, 2, 2, 2, 2, 2)
    window_overlap: float = 0.5
    object_threshold: float = 0.5
    faint_threshold: float = 0.05
    most_candidates: int = 4000
    coarsest_mm: float = 0.21

    def __post_init__(self) -> None:
        strides = (self.row_strides, self.column_strides)
        stages = {len(self.features), *map(len, strides)}
        if (
            len(self.patch_px) != 2
            or len(stages) > 1
            or min(stages) < 2
            or any(s % math.prod(by) for s, by in zip(self.patch_px, strides, strict=True))
        ):
            raise InputError(
                f"A patch of {' x '.join(map(str, self.patch_px))} px does not fit a network of {len(self.features)}"
                " stages: give two sides that their strides divide, and strides along both axes for each stage."
            )

    @property
    def strides(self) -> list[tuple[int, int]]:
        """Along rows and columns, of each stage."""
        return list(zip(self.row_strides, self.column_strides, strict=True))


def create(model: str | Path | None, device: str, threads: int | None = None) -> Nnunet:
    """Return the detector with the bundle `model`; none ships."""
    return Nnunet.from_bundle(find_bundle(model, METHOD), device, threads)


class Nnunet:
    """The detector; see `detectors.Detector`."""

    def __init__(self, network: nn.Module, parameters: NnunetParameters, bundle: Bundle | None, device: str) -> None:
        self.network, self.device = on_device(network, device)
        self.parameters, self.bundle = parameters, bundle

    @classmethod
    def from_bundle(cls, bundle: Bundle, device: str, threads: int | None = None) -> Nnunet:
        """Return the detector with a bundle's weights and parameters; raises `ModelError` where they do not fit."""
        network, parameters = opened(bundle, NnunetParameters(), _network, threads)
        return cls(network, parameters, bundle, device)

    def analyse(self, mammogram: Mammogram, progress: Progress | None = None) -> Analysis:
        """Return the objects of the segmentation with the highest probability of each, the map and the breast mask; see
        `detectors.Detector`.
        """
        p = self.parameters
        progress, clock, mask = begun(mammogram, progress)
        image, breast = at_spacing(mammogram, mask, p.spacing_mm, p.coarsest_mm, METHOD)
        probability = self.probability(normalised(image, breast), breast, progress.part(0.05, 0.9))
        clock.lap("network")
        objects, scores = objects_of(probability, p.object_threshold, p.faint_threshold)
        candidates = measured(objects, scores, probability.shape, mammogram, p.most_candidates)
        clock.lap("objects")
        progress(1.0, "Done")
        return with_precision(
            analysis_of(mammogram, mask, METHOD, self.bundle, candidates, clock, probability, p.spacing_mm), self.device
        )

    def probability(self, image: np.ndarray, breast: np.ndarray, progress: Progress) -> np.ndarray:
        """Return the probability of a calcification, float32 (rows, columns): windows half over each other, the middle
        of each weighing most.

        Windows without breast are left out. On a processor with instructions for it the network computes in bfloat16,
        as in training.

        Parameters
        ----------
        image, breast
            What `normalised` returned, and the breast, bool, of one shape.
        """
        import torch

        sides = self.parameters.patch_px
        short = [(0, max(0, side - length)) for side, length in zip(sides, image.shape, strict=True)]
        padded, wanted = np.pad(image, short), np.pad(breast, short)
        weight = importance(sides)
        total, weights = np.zeros(padded.shape, np.float32), np.full(padded.shape, 1e-8, np.float32)
        windows = [
            window
            for window in windows_over(padded.shape, sides, self.parameters.window_overlap)
            if wanted[window].any()
        ]
        parts = [windows[first : first + BATCH] for first in range(0, len(windows), BATCH)]
        for done, part in enumerate(parts):
            progress(done / len(parts), LOOKING)
            batch = torch.from_numpy(np.stack([padded[window] for window in part]))[:, None]
            kind = torch.device(self.device).type
            with (
                torch.inference_mode(),
                torch.autocast(kind, torch.bfloat16, enabled=computes_in_bfloat16(self.device)),
            ):
                answer = self.network(batch.to(self.device, memory_format=torch.channels_last))
            for window, found in zip(part, answer.float().softmax(dim=1)[:, 1].cpu().numpy(), strict=True):
                total[window] += found * weight
                weights[window] += weight
        return (total / weights)[: image.shape[0], : image.shape[1]]


def _network(parameters: NnunetParameters) -> nn.Module:
    from ..networks.nnunet import nnunet

    return nnunet(parameters.features, parameters.strides)


def normalised(image: np.ndarray, breast: np.ndarray) -> np.ndarray:
    """Return the image less its mean over its standard deviation, float32, both in the breast; 0 outside of it.

    nnU-Net takes both over the image, or over what is not zero where that is less than three quarters: air in a
    mammogram is not zero in every file, so the breast stands for it.

    Parameters
    ----------
    image
        float32 (rows, columns).
    breast
        bool, same shape.
    """
    seen = image[breast]
    if not seen.size:
        return np.zeros_like(image)
    values = (image - seen.mean(dtype=np.float64)) / max(float(seen.std(dtype=np.float64)), 1e-8)
    return np.where(breast, values, 0).astype(np.float32)


def importance(sides: tuple[int, ...]) -> np.ndarray:
    """Return the weight of each pixel of a window, float32, a Gaussian of an eighth of each side and 1 in
    the middle.
    """
    rows, columns = (np.exp(-0.5 * ((np.arange(side) - (side - 1) / 2) / (side / 8)) ** 2) for side in sides)
    return np.maximum(np.outer(rows, columns), 1e-6).astype(np.float32)


def windows_over(shape: tuple[int, ...], sides: tuple[int, ...], overlap: float) -> Iterator[tuple[slice, slice]]:
    """Yield windows over an image that is no smaller than one, evenly spread, neighbours over each other by at least
    `overlap`.
    """
    starts = []
    for length, side in zip(shape, sides, strict=True):
        count = int(np.ceil((length - side) / (side * (1 - overlap)))) + 1
        starts.append(np.linspace(0, length - side, count).round().astype(int))
    for row in starts[0]:
        for column in starts[1]:
            yield slice(row, row + sides[0]), slice(column, column + sides[1])


def objects_of(probability: np.ndarray, threshold: float, faint: float) -> tuple[Objects, np.ndarray]:
    """Return the 8-connected objects above a threshold, and parts above `faint` that hold none of them; and the highest
    probability of each.
    """
    around = np.ones((3, 3))
    parts, count = ndimage.label(probability > faint, around)
    peaks = np.zeros(count + 1, np.float32)
    np.maximum.at(peaks, parts.ravel(), probability.ravel())
    peaks[0] = 1
    found = (probability > threshold) | (peaks[parts] <= threshold)
    objects = Objects.labelled(*ndimage.label(found, around))
    return objects, objects.reduced(np.maximum, probability.ravel()[objects.pixels].astype(float))
