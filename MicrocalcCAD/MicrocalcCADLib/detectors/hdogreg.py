"""HDoGReg (Marasinou 2023) with a light network: Hessian-DoG blobs kept where a regression network sees calcifications."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..analysis import Analysis, Candidates
from ..blobs import Blobs, HessianDogParameters, segment_blobs, working_factor
from ..breast import breast_mask
from ..contrast import ContrastParameters, local_contrast, texture
from ..errors import ModelError
from ..findings import ImageFacts
from ..finer_grid import refine, to_original_grid
from ..mammogram import Mammogram
from ..measure import measure_objects
from ..models import Bundle, find_bundle
from ..networks.light_unet import light_unet
from ..progress import Progress
from ..resample import canonical_shape, resample
from . import hdogreg_fpn
from .candidates import features, score, scorer
from .delineation import delineate
from .hdogreg_fpn import HdogregFpn
from .loading import choose_device, load_part, versions, with_values
from .objects import chosen_objects, per_object, sampled
from .region_map import region_map

if TYPE_CHECKING:
    from torch import nn

METHOD, NETWORK = "hdogreg", "light-unet"


@dataclass(frozen=True)
class HdogregParameters:
    """Parameters of the method; `region_threshold` is p_thr and `overlap` o_thr of Marasinou 2023.

    `lowest_score` is the score below which a candidate is not kept at all; of more than
    `most_candidates` (noise, not a mammogram with so many calcifications) the best are kept.
    """

    spacing_mm: float = 0.1
    region_threshold: float = 10**-3.5
    overlap: float = 0.3
    lowest_score: float = 0.003
    most_candidates: int = 4000
    blobs: HessianDogParameters = field(default_factory=HessianDogParameters)
    contrast: ContrastParameters = field(default_factory=ContrastParameters)


@dataclass(frozen=True, eq=False)
class Maps:
    """What is computed at the canonical spacing, each float32 (rows, columns): two probabilities, and the fine texture."""

    proximity: np.ndarray
    calcification: np.ndarray
    texture: np.ndarray

    @property
    def probabilities(self) -> np.ndarray:
        """Proximity and calcification, (2, rows, columns)."""
        return np.stack([self.proximity, self.calcification])


@dataclass(frozen=True, eq=False)
class Proposals:
    """Blob objects that the region map lets pass, before they are scored."""

    pixels: np.ndarray
    starts: np.ndarray
    measures: np.ndarray
    table: np.ndarray


def create(model: str | Path | None, device: str) -> Hdogreg | HdogregFpn:
    """Return the detector with the bundle `model` (None: the catalogue's first for this method), whose network decides the class."""
    bundle = find_bundle(model, METHOD)
    network = bundle.section.get("network", NETWORK)
    if network not in (NETWORK, hdogreg_fpn.NETWORK):
        raise ModelError(f"Model {bundle.identity.name} has the network {network!r}, unknown to {METHOD}: update Microcalc or choose another.")
    return (Hdogreg if network == NETWORK else HdogregFpn).from_bundle(bundle, device)


class Hdogreg:
    """The detector; see `detectors.Detector`."""

    def __init__(self, network: nn.Module, candidate_network: nn.Module, parameters: HdogregParameters, bundle: Bundle | None, device: str) -> None:
        import torch

        self.device = choose_device(device)
        self.network = network.to(self.device, memory_format=torch.channels_last).eval()
        self.candidate_network = candidate_network.eval()
        self.parameters, self.bundle = parameters, bundle

    @classmethod
    def from_bundle(cls, bundle: Bundle, device: str) -> Hdogreg:
        """Return the detector with a bundle's weights and parameters."""
        state = bundle.state()
        networks = {"region.": light_unet(), "candidate.": scorer()}
        for prefix, network in networks.items():
            load_part(network, state, prefix, bundle.identity.name)
        parameters = with_values(HdogregParameters(), bundle.section.get("parameters", {}), bundle.identity.name)
        return cls(*networks.values(), parameters, bundle, device)

    def analyse(self, mammogram: Mammogram, progress: Progress | None = None) -> Analysis:
        """Return candidates with scores, the proximity map and the breast mask; see `detectors.Detector`."""
        progress = progress or Progress()
        clock = _Clock()
        progress(0.0, "Looking for the breast")
        mask = breast_mask(mammogram.pixels, mammogram.spacing_mm)
        clock.lap("breast")
        maps = self.maps(mammogram, mask, progress.part(0.05, 0.65))
        clock.lap("region")
        proposals = self.proposals(mammogram, mask, maps, progress.part(0.65, 0.95))
        clock.lap("blobs")
        candidates = _kept(proposals, score(self.candidate_network, proposals.table), self.parameters)
        clock.lap("score")
        progress(1.0, "Done")
        return Analysis(
            source=mammogram.source,
            image=_image_facts(mammogram, mask),
            method=METHOD,
            model=self.bundle.identity if self.bundle else None,
            operating_points=self.bundle.operating_points if self.bundle else {"balanced": 0.5},
            candidates=candidates,
            breast_mask=mask,
            score_map=maps.proximity.astype(np.float16),
            score_map_spacing_mm=self.parameters.spacing_mm,
            timings_s=clock.laps,
            versions=versions(),
            notices=tuple(mammogram.warnings) + tuple(self.bundle.section.get("notices", ()) if self.bundle else ()),
        )

    def maps(self, mammogram: Mammogram, mask: np.ndarray, progress: Progress) -> Maps:
        """Return what is computed at the canonical spacing."""
        p = self.parameters
        shape = canonical_shape(mammogram.shape, mammogram.spacing_mm, p.spacing_mm)
        image, breast = resample(mammogram.pixels, shape), resample(mask.astype(np.float32), shape) > 0.5
        progress(0.0, "Measuring local contrast")
        contrast = local_contrast(image, p.spacing_mm, p.contrast)
        proximity, calcification = region_map(self.network, contrast, breast, self.device, progress)
        return Maps(proximity, calcification, texture(image, p.spacing_mm))

    def proposals(self, mammogram: Mammogram, mask: np.ndarray, maps: Maps, progress: Progress) -> Proposals:
        """Return the blobs of which more than `overlap` lies in the region map, with their features."""
        p = self.parameters
        factor = working_factor(mammogram.mean_spacing_mm, p.blobs)
        spacing = (mammogram.spacing_mm[0] / factor, mammogram.spacing_mm[1] / factor)
        image = refine(mammogram.pixels, factor)
        fine_mask = mask.repeat(factor, axis=0).repeat(factor, axis=1) if factor > 1 else mask
        blobs = segment_blobs(image, mammogram.mean_spacing_mm / factor, fine_mask, p.blobs, progress)
        proximity = sampled(maps.proximity[None], *np.divmod(blobs.pixels, image.shape[1]), image.shape)[0]
        inside = per_object(np.add, (proximity > p.region_threshold).astype(np.float32), blobs.starts) / np.diff(blobs.starts)
        kept = np.flatnonzero(inside > p.overlap)
        pixels, starts, blob = delineate(*chosen_objects(blobs.pixels, blobs.starts, kept), image, spacing)
        return self._described(pixels, starts, kept[blob], blobs, image, factor, mammogram, maps)

    def _described(
        self,
        pixels: np.ndarray,
        starts: np.ndarray,
        blob: np.ndarray,
        blobs: Blobs,
        image: np.ndarray,
        factor: int,
        mammogram: Mammogram,
        maps: Maps,
    ) -> Proposals:
        spacing = (mammogram.spacing_mm[0] / factor, mammogram.spacing_mm[1] / factor)
        measures = measure_objects(pixels, starts, image, spacing)
        values = sampled(maps.probabilities, *np.divmod(pixels, image.shape[1]), image.shape)
        peaks = [per_object(np.maximum, v, starts) for v in values]
        means = [per_object(np.add, v, starts) / np.diff(starts) for v in values]
        table = features(
            calcification=(peaks[1], means[1]),
            proximity=(peaks[0], means[0]),
            response=blobs.peak_response[blob],
            scale_mm=blobs.peak_sigma_mm[blob],
            texture=sampled(maps.texture[None], measures[:, 0], measures[:, 1], image.shape)[0],
            measures=measures,
            positions_mm=measures[:, :2] * spacing,
        )
        if factor > 1:
            pixels, starts = to_original_grid(pixels, starts, image.shape, factor)
            measures[:, :2] = (measures[:, :2] + 0.5) / factor - 0.5
        return Proposals(pixels, starts, measures, table)


def _kept(proposals: Proposals, scores: np.ndarray, parameters: HdogregParameters) -> Candidates:
    kept = np.flatnonzero(scores >= parameters.lowest_score)
    kept = np.sort(kept[np.argsort(-scores[kept], kind="stable")[: parameters.most_candidates]])
    pixels, starts = chosen_objects(proposals.pixels, proposals.starts, kept)
    measures = proposals.measures[kept].copy()
    measures[:, 2] = scores[kept]
    return Candidates(measures, pixels, starts)


def _image_facts(mammogram: Mammogram, mask: np.ndarray) -> ImageFacts:
    return ImageFacts(
        rows=mammogram.shape[0],
        columns=mammogram.shape[1],
        spacing_mm=mammogram.spacing_mm,
        spacing_from=mammogram.spacing_from,
        laterality=mammogram.laterality,
        view=mammogram.view,
        breast_area_cm2=float(mask.sum()) * mammogram.pixel_area_mm2 / 100,
    )


class _Clock:
    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = round(now - self._last, 4)
        self._last = now
