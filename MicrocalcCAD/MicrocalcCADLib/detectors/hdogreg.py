"""HDoGReg (Marasinou 2023) with a light network: Hessian-DoG blobs kept where a regression network sees
calcifications.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import label

from ..analysis import MEASURES, Analysis, Candidates
from ..blobs import Blobs, HessianDogParameters, segment_blobs, working_factor
from ..clipping import clipped, least_contrast, notices
from ..contrast import ContrastParameters, local_contrast, texture
from ..errors import ModelError
from ..mammogram import Mammogram
from ..measure import measure_objects
from ..memory import give_back
from ..models import Bundle, find_bundle
from ..networks.engine import Network, networks_of, release_memory
from ..networks.light_unet import DETAIL_FILTERS, light_unet
from ..objects import Objects
from ..progress import Progress
from ..resample import canonical_shape, resample, resampled_above, resampled_at, sampled
from ..upsampling import refine, to_original_grid
from . import hdogreg_fpn, machine_code
from .candidates import features, score, scorer, surest
from .delineation import delineate, standing_out
from .detail_map import DetailMap, detail_map
from .hdogreg_fpn import HdogregFpn
from .loading import load_part, with_values
from .region_map import region_map
from .result import analysis_of, begun

if TYPE_CHECKING:
    from torch import nn

METHOD, NETWORK = "hdogreg", "light-unet"
NETWORKS = ("region", "detail", "candidate")
CONTRAST = MEASURES.index("contrast")


@dataclass(frozen=True)
class HdogregParameters:
    """Parameters of the method; `region_threshold` is p_thr and `overlap` o_thr of Marasinou 2023. Its p_thr of
    10^-3.5 is for another network and has no stage after it; here a lower one lets pass two more of a hundred
    calcifications, for the candidate network to decide.

    The detail network looks where the proximity exceeds `detail_region_threshold`; where its calcification probability
    exceeds `detail_threshold`, there is an object even without a blob. An object reaches as far as it stands out by at
    least `outline_level` of its peak, see `delineation.delineate`: a little more than the half that defines a simulated
    one's truth, since what smooths the image widens it.
    `lowest_score` is the score below which a candidate is not kept at all; of more than
    `most_candidates` (noise, not a mammogram with so many calcifications) the best are kept.
    """

    spacing_mm: float = 0.1
    detail_spacing_mm: float = 0.07
    region_threshold: float = 1e-4
    overlap: float = 0.3
    detail_region_threshold: float = 0.01
    detail_threshold: float = 0.05
    outline_level: float = 0.55
    lowest_score: float = 0.003
    most_candidates: int = 4000
    blobs: HessianDogParameters = field(default_factory=HessianDogParameters)
    contrast: ContrastParameters = field(default_factory=ContrastParameters)


@dataclass(frozen=True, eq=False)
class RegionMaps:
    """What is computed once for an image: at the region network's spacing two probabilities, proximity and
    calcification, float32 (2, rows, columns), and the fine texture, float32 (rows, columns), and the detail network's
    map of the regions."""

    probabilities: np.ndarray
    texture: np.ndarray
    detail: DetailMap

    @property
    def proximity(self) -> np.ndarray:
        """Proximity of the region network, (rows, columns)."""
        return self.probabilities[0]


@dataclass(frozen=True, eq=False)
class Proposals:
    """Objects before they are scored, with measures and the candidate network's features."""

    objects: Objects
    measures: np.ndarray
    table: np.ndarray


def create(model: str | Path | None, device: str, threads: int | None = None) -> Hdogreg | HdogregFpn:
    """Return the detector with the bundle `model` (None: the catalogue's first for this method), whose network decides
    the class.
    """
    bundle = find_bundle(model, METHOD)
    network = bundle.section.get("network", NETWORK)
    if network not in (NETWORK, hdogreg_fpn.NETWORK):
        raise ModelError(
            f"Model {bundle.identity.name} has the network {network!r}, unknown to {METHOD}: update Microcalc or choose"
            " another.",
            option="--model",
        )
    return (Hdogreg if network == NETWORK else HdogregFpn).from_bundle(bundle, device, threads)


def modules_of(bundle: Bundle) -> dict[str, nn.Module]:
    """Return a bundle's networks in PyTorch, region, detail and candidate, to train them further; raises `ModelError`
    where weights do not fit.
    """
    state, networks = (
        bundle.state(),
        {
            "region": light_unet(),
            "detail": light_unet(DETAIL_FILTERS),
            "candidate": scorer(),
        },
    )
    for name, network in networks.items():
        load_part(network, state, f"{name}.", bundle.identity.name)
    return networks


class Hdogreg:
    """The detector; see `detectors.Detector`."""

    def __init__(
        self,
        region: Network,
        detail: Network,
        candidate: Network,
        parameters: HdogregParameters,
        bundle: Bundle | None,
        device: str,
    ) -> None:
        self.region, self.detail, self.candidate = region, detail, candidate
        self.parameters, self.bundle, self.device = parameters, bundle, device

    @classmethod
    def from_bundle(cls, bundle: Bundle, device: str, threads: int | None = None) -> Hdogreg:
        """Return the detector with a bundle's weights and parameters."""
        Thread(target=machine_code.load_ahead, name="microcalc-loops").start()
        device, networks = networks_of(bundle, NETWORKS, lambda: modules_of(bundle), device, threads)
        parameters = with_values(HdogregParameters(), bundle.section.get("parameters", {}), bundle.identity.name)
        region, detail, candidate = (networks[name] for name in NETWORKS)
        return cls(region, detail, candidate, parameters, bundle, device)

    def analyse(self, mammogram: Mammogram, progress: Progress | None = None) -> Analysis:
        """Return candidates with scores, the proximity map and the breast mask; see `detectors.Detector`."""
        progress, clock, mask = begun(mammogram, progress)
        maps = self.maps(mammogram, mask, progress.part(0.05, 0.65))
        clock.lap("region")
        cut = clipped(mammogram.pixels, mask, mammogram.mean_spacing_mm)
        proposals = _visible(self.proposals(mammogram, mask, maps, progress.part(0.65, 0.95)), cut, mask, maps.texture)
        clock.lap("blobs")
        candidates = _kept(proposals, score(self.candidate, proposals.table), self.parameters)
        clock.lap("score")
        progress(1.0, "Done")
        analysis = analysis_of(
            mammogram, mask, METHOD, self.bundle, candidates, clock, maps.proximity, self.parameters.spacing_mm
        )
        return replace(analysis, notices=(*analysis.notices, *notices(cut, mask)))

    def maps(self, mammogram: Mammogram, mask: np.ndarray, progress: Progress) -> RegionMaps:
        """Return what is computed at the canonical spacing."""
        p = self.parameters
        shape = canonical_shape(mammogram.shape, mammogram.spacing_mm, p.spacing_mm)
        progress(0.0, "Measuring local contrast")
        contrast, fine, breast = self._at_canonical_spacing(mammogram, mask, shape)
        probabilities = region_map(self.region, contrast, breast, progress.part(0.0, 0.7))
        del contrast, breast  # memory is shortest while the detail network answers
        release_memory(self.region)
        detail = detail_map(
            self.detail,
            mammogram.pixels,
            mammogram.spacing_mm,
            probabilities[0] > p.detail_region_threshold,
            p.detail_spacing_mm,
            p.contrast,
            progress.part(0.7, 1.0),
        )
        release_memory(self.detail)
        return RegionMaps(probabilities, fine, detail)

    def _at_canonical_spacing(
        self, mammogram: Mammogram, mask: np.ndarray, shape: tuple[int, int]
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return local contrast, fine texture and the breast (bool) on a grid, two at a time: each keeps one processor
        busy.
        """
        p = self.parameters
        with ThreadPoolExecutor(1) as beside:
            breast = beside.submit(resampled_above, mask, shape, 0.5)
            image = resample(mammogram.pixels, shape)
            fine = beside.submit(texture, image, p.spacing_mm)
            contrast = local_contrast(image, p.spacing_mm, p.contrast)
            made = contrast, fine.result(), breast.result()
            del image, fine
        give_back()
        return made

    def proposals(self, mammogram: Mammogram, mask: np.ndarray, maps: RegionMaps, progress: Progress) -> Proposals:
        """Return the calcifications within blobs of which more than `overlap` lies in the region map, and those that
        only the detail network saw, with their features."""
        p = self.parameters
        factor = working_factor(mammogram.mean_spacing_mm, p.blobs)
        spacing = (mammogram.spacing_mm[0] / factor, mammogram.spacing_mm[1] / factor)
        image = refine(mammogram.pixels, factor)
        fine_mask = mask.repeat(factor, axis=0).repeat(factor, axis=1) if factor > 1 else mask
        give_back()
        blobs = segment_blobs(image, mammogram.mean_spacing_mm / factor, fine_mask, p.blobs, progress)
        give_back()
        kept = _within(blobs.objects, resampled_above(maps.proximity, image.shape, p.region_threshold), p.overlap)
        calcification = maps.detail.probabilities[1]
        united = _united(
            blobs.objects.chosen(kept).pixels, resampled_above(calcification, image.shape, p.detail_threshold)
        )
        seen = resampled_at(calcification, image.shape, united.pixels)
        out = standing_out(seen, united, image, spacing, p.detail_threshold)
        objects, _ = delineate(united, out, spacing, p.outline_level)
        del out, united
        give_back()
        return self._described(objects.chosen(objects.within(fine_mask)), blobs, image, factor, mammogram, maps)

    def _described(
        self, objects: Objects, blobs: Blobs, image: np.ndarray, factor: int, mammogram: Mammogram, maps: RegionMaps
    ) -> Proposals:
        spacing = (mammogram.spacing_mm[0] / factor, mammogram.spacing_mm[1] / factor)
        measures = measure_objects(objects, image, spacing)
        places = np.divmod(objects.pixels, image.shape[1])
        response, scale_mm = _strongest_blob(objects, blobs, self.parameters.blobs.sigma_min_mm)
        table = features(
            region=_over_objects(sampled(maps.probabilities, *places, image.shape), objects),
            detail=_over_objects(sampled(maps.detail.probabilities, *places, image.shape), objects),
            response=response,
            scale_mm=scale_mm,
            texture=sampled(maps.texture[None], measures[:, 0], measures[:, 1], image.shape)[0],
            measures=measures,
            positions_mm=measures[:, :2] * spacing,
        )
        if factor > 1:
            objects = to_original_grid(objects, image.shape, factor)
            measures[:, :2] = (measures[:, :2] + 0.5) / factor - 0.5
        return Proposals(objects, measures, table)


def _within(objects: Objects, region: np.ndarray, overlap: float) -> np.ndarray:
    """Return the 0-based numbers of the objects of which more than `overlap` lies in a region."""
    inside = objects.reduced(np.add, region.ravel()[objects.pixels].astype(np.float32)) / objects.sizes
    return np.flatnonzero(inside > overlap)


def _united(pixels: np.ndarray, seen: np.ndarray) -> Objects:
    """Return the 4-connected objects of the union of some pixels and a mask, which becomes that union."""
    seen.ravel()[pixels] = True
    return Objects.labelled(*label(seen))


def _strongest_blob(objects: Objects, blobs: Blobs, least_mm: float) -> tuple[np.ndarray, np.ndarray]:
    """Return response and scale of the strongest blob that each object touches; 0 and `least_mm` where only the detail
    network saw it.
    """
    blob, owner = blobs.labels.ravel()[objects.pixels], objects.owners
    response = objects.reduced(np.maximum, np.append(np.float32(0), blobs.peak_response)[blob])
    scale = np.full(len(objects), least_mm)
    strongest = np.flatnonzero(
        (blob > 0) & (blobs.peak_response[blob - 1] == response[owner]) if blobs.count else np.zeros(len(blob), bool)
    )
    scale[owner[strongest]] = blobs.peak_sigma_mm[blob[strongest] - 1]
    return response, scale


def _over_objects(values: np.ndarray, objects: Objects) -> np.ndarray:
    """Return (4, n): largest and mean of calcification, largest and mean of proximity, from the two maps' values at the
    pixels.
    """
    proximity, calcification = values
    return np.stack(
        [
            f
            for v in (calcification, proximity)
            for f in (objects.reduced(np.maximum, v), objects.reduced(np.add, v) / objects.sizes)
        ]
    )


def _visible(proposals: Proposals, cut: np.ndarray, mask: np.ndarray, texture: np.ndarray) -> Proposals:
    """Return the objects that lie off the cut, or stand out of it as they would have to elsewhere."""
    if not cut.any():
        return proposals
    rows, columns = (np.clip(proposals.measures[:, axis].astype(np.intp), 0, n - 1) for axis, n in enumerate(cut.shape))
    visible = np.flatnonzero(
        ~cut[rows, columns] | (proposals.measures[:, CONTRAST] >= least_contrast(cut, mask, texture))
    )
    return Proposals(proposals.objects.chosen(visible), proposals.measures[visible], proposals.table[visible])


def _kept(proposals: Proposals, scores: np.ndarray, parameters: HdogregParameters) -> Candidates:
    kept = surest(scores, parameters.lowest_score, parameters.most_candidates)
    measures = proposals.measures[kept].copy()
    measures[:, 2] = scores[kept]
    return Candidates(measures, proposals.objects.chosen(kept))
