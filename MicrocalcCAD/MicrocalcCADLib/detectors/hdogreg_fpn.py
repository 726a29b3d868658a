"""HDoGReg (Marasinou 2023) with the paper's network: Hessian-DoG blobs kept where a feature pyramid on Inception-v4
sees calcifications.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ..analysis import MEASURES, Analysis, Candidates
from ..blobs import HessianDogParameters, segment_blobs, working_factor
from ..mammogram import Mammogram
from ..measure import measure_objects
from ..models import Bundle
from ..objects import Objects
from ..progress import Progress
from ..resample import canonical_shape, resample, sampled
from ..upsampling import refine, to_original_grid
from .candidates import surest
from .loading import on_device, opened
from .result import analysis_of, begun
from .window_map import WindowParameters, as_8_bit, window_map, with_precision

if TYPE_CHECKING:
    from torch import nn

METHOD, NETWORK = "hdogreg", "fpn-inception-v4"
PAPER_THRESHOLD = 10**-3.5


@dataclass(frozen=True)
class HdogregFpnParameters:
    """Parameters of the method; `overlap` is o_thr of Marasinou 2023, and p_thr (10^-3.5) an operating point of the
    bundle.

    `lowest_score` is the score below which an object is not kept at all; of more than `most_candidates` the best are.
    """

    spacing_mm: float = 0.07
    overlap: float = 0.3
    lowest_score: float = 1e-4
    most_candidates: int = 4000
    divisor: int = 1
    blobs: HessianDogParameters = field(default_factory=HessianDogParameters)
    windows: WindowParameters = field(default_factory=WindowParameters)


class HdogregFpn:
    """The detector; see `detectors.Detector`. `network` answers logits of the proximity map."""

    def __init__(
        self, network: nn.Module, parameters: HdogregFpnParameters, bundle: Bundle | None, device: str
    ) -> None:
        self.network, self.device = on_device(network, device)
        self.parameters, self.bundle = parameters, bundle

    @classmethod
    def from_bundle(cls, bundle: Bundle, device: str, threads: int | None = None) -> HdogregFpn:
        """Return the detector with a bundle's weights and parameters; raises `ModelError` where they do not fit."""
        network, parameters = opened(bundle, HdogregFpnParameters(), _network, threads)
        return cls(network, parameters, bundle, device)

    def analyse(self, mammogram: Mammogram, progress: Progress | None = None) -> Analysis:
        """Return the Hessian-DoG objects with scores, the proximity map and the breast mask; see
        `detectors.Detector`.
        """
        progress, clock, mask = begun(mammogram, progress)
        proximity = self.proximity(mammogram, mask, progress.part(0.05, 0.85))
        clock.lap("region")
        candidates = self.candidates(mammogram, mask, proximity, progress.part(0.85, 1.0))
        clock.lap("blobs")
        progress(1.0, "Done")
        analysis = analysis_of(
            mammogram, mask, METHOD, self.bundle, candidates, clock, proximity, self.parameters.spacing_mm
        )
        return with_precision(analysis, self.device)

    def proximity(self, mammogram: Mammogram, mask: np.ndarray, progress: Progress) -> np.ndarray:
        """Return the proximity map, float32 in [0, 1], at the network's spacing."""
        p = self.parameters
        shape = canonical_shape(mammogram.shape, mammogram.spacing_mm, p.spacing_mm)
        image, breast = resample(mammogram.pixels, shape), resample(mask.astype(np.float32), shape) > 0.5
        return window_map(self.network, as_8_bit(image), breast, self.device, progress, p.windows)

    def candidates(
        self, mammogram: Mammogram, mask: np.ndarray, proximity: np.ndarray, progress: Progress
    ) -> Candidates:
        """Return the Hessian-DoG objects as they are, each with the score of `object_scores`."""
        return objects_in_region(mammogram, mask, proximity, self.parameters, progress)


def _network(parameters: HdogregFpnParameters) -> nn.Module:
    from ..networks.fpn import FpnInceptionV4

    return FpnInceptionV4(parameters.divisor)


def objects_in_region(
    mammogram: Mammogram, mask: np.ndarray, proximity: np.ndarray, parameters: HdogregFpnParameters, progress: Progress
) -> Candidates:
    """Return the Hessian-DoG objects of a mammogram as they are, each with the score of `object_scores`: the paper's
    rule.

    Parameters
    ----------
    mask
        bool (rows, columns) of the breast.
    proximity
        float32 map in [0, 1] at any spacing, over the whole image.
    """
    p = parameters
    factor = working_factor(mammogram.mean_spacing_mm, p.blobs)
    spacing = (mammogram.spacing_mm[0] / factor, mammogram.spacing_mm[1] / factor)
    image = refine(mammogram.pixels, factor)
    fine_mask = mask.repeat(factor, axis=0).repeat(factor, axis=1) if factor > 1 else mask
    blobs = segment_blobs(image, mammogram.mean_spacing_mm / factor, fine_mask, p.blobs, progress)
    values = sampled(proximity[None], *np.divmod(blobs.objects.pixels, image.shape[1]), image.shape)[0]
    scores = object_scores(values, blobs.objects, p.overlap)
    kept = surest(scores, p.lowest_score, p.most_candidates)
    objects = blobs.objects.chosen(kept)
    measures = measure_objects(objects, image, spacing)
    measures[:, MEASURES.index("score")] = scores[kept]
    if factor > 1:
        objects = to_original_grid(objects, image.shape, factor)
        measures[:, :2] = (measures[:, :2] + 0.5) / factor - 0.5
    return Candidates(measures, objects)


def object_scores(proximity: np.ndarray, objects: Objects, overlap: float) -> np.ndarray:
    """Return for each object the highest threshold up to which more than `overlap` of it lies in the region mask.

    At p_thr the paper keeps an object of n pixels if more than overlap * n of them have P > p_thr, so if its k-th
    largest P is above p_thr, with k the first whole number above overlap * n. That P is the score, and the paper's FROC
    over p_thr can be drawn from the scores alone.

    Parameters
    ----------
    proximity
        float (m,) map at the pixels of all objects, one object after the other.
    """
    sizes = objects.sizes
    descending = proximity[np.lexsort((-proximity, objects.owners))]
    rank = np.minimum(np.floor(overlap * sizes + 1e-9).astype(np.int64), sizes - 1)
    return descending[objects.starts[:-1] + rank].astype(np.float64)
