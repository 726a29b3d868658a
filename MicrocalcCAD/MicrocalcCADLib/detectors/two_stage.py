"""Two-stage CNN (Valvano 2019): a detector proposes regions, a segmentator classifies every pixel of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage
from scipy.special import expit, logit

from ..analysis import Analysis
from ..borders import continued
from ..contrast import ContrastParameters, local_contrast
from ..mammogram import Mammogram
from ..models import Bundle, find_bundle
from ..networks.engine import Network, networks_of
from ..networks.sizes import PATCH_CHANNELS
from ..objects import Objects
from ..progress import Progress
from ..resample import canonical_shape, resample
from .loading import load_part, with_values
from .result import analysis_of, begun
from .streams import in_streams
from .working_grid import at_spacing, measured

if TYPE_CHECKING:
    from torch import nn

    from ..networks.two_stage import PatchNetwork

METHOD = "two-stage"
NETWORKS = ("detector", "segmentator")
MAP_SPACING_MM = 0.1
BATCH = 256
TILE_PX = 96
LOOKING, OUTLINING = "Looking for regions with calcifications", "Outlining calcifications"


@dataclass(frozen=True)
class PatchNetworkParameters:
    """Form of one of the two networks: see `networks.two_stage.PatchNetwork`."""

    size_px: int = 49
    padding: str = "same"
    channels: tuple[int, ...] = PATCH_CHANNELS


@dataclass(frozen=True)
class TwoStageParameters:
    """Parameters of the method, the paper's as defaults.

    Parameters
    ----------
    spacing_mm
        Spacing that the networks were trained at.
    coarsest_mm
        Coarsest image that is accepted.
    detector, segmentator
        Form of the two networks.
    detector_threshold
        A window of at least this probability is a region of interest.
    pixel_threshold
        A pixel of at least this probability belongs to a calcification.
    certain_odds
        Logarithm of the odds of a window from which its calcifications are scored by their pixels alone; of a less
        certain window they are scored in proportion. The paper has no score; without the window's share whole images
        are ranked by the segmentator, which has only learned what it is like inside of true regions.
    contrast
        How the networks' input is made: local contrast instead of grey levels, which the paper feeds.
    """

    spacing_mm: float = 0.05
    coarsest_mm: float = 0.21
    detector: PatchNetworkParameters = field(default_factory=PatchNetworkParameters)
    segmentator: PatchNetworkParameters = field(default_factory=PatchNetworkParameters)
    detector_threshold: float = 0.5
    pixel_threshold: float = 0.5
    certain_odds: float = 7.0
    most_candidates: int = 4000
    contrast: ContrastParameters = field(default_factory=ContrastParameters)


def create(model: str | Path | None, device: str, threads: int | None = None) -> TwoStage:
    """Return the detector with the bundle `model` (None: the catalogue's first for this method)."""
    return TwoStage.from_bundle(find_bundle(model, METHOD), device, threads)


def network_of(parameters: PatchNetworkParameters) -> PatchNetwork:
    """Return a network of this form, with random weights."""
    from ..networks.two_stage import PatchNetwork

    return PatchNetwork(parameters.size_px, parameters.padding, parameters.channels)


def modules_of(detector: PatchNetwork, segmentator: PatchNetwork) -> dict[str, nn.Module]:
    """Return what answers for the two networks: for windows by themselves, and for every pixel of a tile of `TILE_PX`
    at once.
    """
    from ..networks.dense import DenseTile

    return {"detector": detector, "segmentator": DenseTile(segmentator)}


def loaded_modules(bundle: Bundle, parameters: TwoStageParameters) -> dict[str, nn.Module]:
    """Return `modules_of` a bundle's networks; raises `ModelError` where the weights do not fit."""
    networks, state = (network_of(parameters.detector), network_of(parameters.segmentator)), bundle.state()
    for name, network in zip(NETWORKS, networks, strict=True):
        load_part(network, state, f"{name}.", bundle.identity.name)
    return modules_of(*(network.eval() for network in networks))


class TwoStage:
    """The detector; see `detectors.Detector`."""

    def __init__(
        self,
        detector: Network,
        segmentator: Network,
        parameters: TwoStageParameters,
        bundle: Bundle | None,
        device: str,
    ) -> None:
        self.detector, self.segmentator = detector, segmentator
        self.parameters, self.bundle, self.device = parameters, bundle, device

    @classmethod
    def from_bundle(cls, bundle: Bundle, device: str, threads: int | None = None) -> TwoStage:
        """Return the detector with a bundle's weights and parameters."""
        parameters = with_values(TwoStageParameters(), bundle.section.get("parameters", {}), bundle.identity.name)
        device, networks = networks_of(bundle, NETWORKS, lambda: loaded_modules(bundle, parameters), device, threads)
        detector, segmentator = (networks[name] for name in NETWORKS)
        return cls(detector, segmentator, parameters, bundle, device)

    def analyse(self, mammogram: Mammogram, progress: Progress | None = None) -> Analysis:
        """Return candidates with scores, the map of calcification pixels and the breast mask; see
        `detectors.Detector`.
        """
        p = self.parameters
        progress, clock, mask = begun(mammogram, progress)
        progress(0.03, "Measuring local contrast")
        image, breast = at_spacing(mammogram, mask, p.spacing_mm, p.coarsest_mm, METHOD)
        contrast = local_contrast(image, p.spacing_mm, p.contrast)
        clock.lap("contrast")
        odds = self.window_odds(contrast, breast, progress.part(0.1, 0.6))
        clock.lap("detector")
        probability = self.pixel_map(contrast, self.regions(odds) & breast, progress.part(0.6, 0.95))
        clock.lap("segmentator")
        objects, scores = objects_above(probability, p.pixel_threshold)
        scores = scores * np.clip(
            objects.reduced(np.maximum, odds.ravel()[objects.pixels].astype(float)) / p.certain_odds, 0, 1
        )
        candidates = measured(objects, scores, probability.shape, mammogram, p.most_candidates)
        clock.lap("objects")
        progress(1.0, "Done")
        score_map = resample(probability, canonical_shape(mammogram.shape, mammogram.spacing_mm, MAP_SPACING_MM))
        return analysis_of(mammogram, mask, METHOD, self.bundle, candidates, clock, score_map, MAP_SPACING_MM)

    def window_odds(self, contrast: np.ndarray, breast: np.ndarray, progress: Progress) -> np.ndarray:
        """Return the logarithm of the greatest odds of a window over each pixel, float32 (rows, columns); -inf where
        there is none.

        Windows overlap by half of their side in each direction, so that every pixel lies in the middle half of one.

        Parameters
        ----------
        contrast
            float32 (rows, columns) at the networks' spacing.
        breast
            bool, same shape; windows without any breast are left out.
        """
        size = self.parameters.detector.size_px
        padded = continued(contrast, ((size // 2, size),) * 2)
        windows = list(_windows_with_breast(breast, size))
        parts = [windows[start : start + BATCH] for start in range(0, len(windows), BATCH)]
        odds = np.full(padded.shape, -np.inf, np.float32)

        def answer(part: list[tuple[int, int]]) -> np.ndarray:
            return self._odds(np.stack([padded[row : row + size, column : column + size] for row, column in part]))

        progress(0.0, LOOKING)
        with closing(in_streams(answer, parts, self.detector.streams)) as answers:
            for done, (part, values) in enumerate(zip(parts, answers, strict=True), start=1):
                for (row, column), found in zip(part, values, strict=True):
                    covered = odds[row : row + size, column : column + size]
                    np.maximum(covered, found, out=covered)
                progress(done / len(parts), LOOKING)
        half = size // 2
        return odds[half : half + contrast.shape[0], half : half + contrast.shape[1]]

    def regions(self, odds: np.ndarray) -> np.ndarray:
        """Return where a window is positive, bool (rows, columns), given `window_odds`."""
        return odds >= logit(self.parameters.detector_threshold)

    def _odds(self, windows: np.ndarray) -> np.ndarray:
        logits = self.detector(windows[:, None])
        return logits[:, 1] - logits[:, 0]

    def pixel_map(self, contrast: np.ndarray, regions: np.ndarray, progress: Progress) -> np.ndarray:
        """Return the segmentator's probability that a pixel belongs to a calcification, float32, 0 outside `regions`.

        Evaluated densely, see `networks.dense`: the answer for a pixel is that for the patch around it.
        """
        size = self.parameters.segmentator.size_px
        half = size // 2
        padded = continued(contrast, ((half, size - 1 - half + TILE_PX),) * 2)
        result = np.zeros(contrast.shape, np.float32)
        tiles = list(_tiles(regions))

        def answer(tile: tuple[slice, slice]) -> np.ndarray:
            (row, column), side = (one.start for one in tile), TILE_PX + size - 1
            logits = self.segmentator(padded[row : row + side, column : column + side][None, None])[0]
            return expit(logits[1] - logits[0])

        progress(0.0, OUTLINING)
        with closing(in_streams(answer, tiles, self.segmentator.streams)) as answers:
            for done, ((rows, columns), probability) in enumerate(zip(tiles, answers, strict=True), start=1):
                found = probability[: rows.stop - rows.start, : columns.stop - columns.start]
                result[rows, columns] = np.where(regions[rows, columns], found, 0)
                progress(done / len(tiles), OUTLINING)
        return result


def objects_above(probability: np.ndarray, threshold: float) -> tuple[Objects, np.ndarray]:
    """Return the 8-connected objects of a probability map, and the mean probability of each."""
    objects = Objects.labelled(*ndimage.label(probability >= threshold, np.ones((3, 3))))
    return objects, objects.reduced(np.add, probability.ravel()[objects.pixels].astype(float)) / objects.sizes


def _windows_with_breast(breast: np.ndarray, size: int) -> Iterator[tuple[int, int]]:
    """Yield the first row and column, in the padded image, of the windows that hold breast."""
    half, step = size // 2, max(1, size // 2)
    for row in range(step // 2, breast.shape[0] + step // 2, step):
        for column in range(step // 2, breast.shape[1] + step // 2, step):
            if breast[max(row - half, 0) : row - half + size, max(column - half, 0) : column - half + size].any():
                yield row, column


def _tiles(regions: np.ndarray) -> Iterator[tuple[slice, slice]]:
    """Yield windows of at most `TILE_PX` that together hold all of the regions, each tight on what it holds."""
    for row in range(0, regions.shape[0], TILE_PX):
        for column in range(0, regions.shape[1], TILE_PX):
            tile = regions[row : row + TILE_PX, column : column + TILE_PX]
            rows, columns = (np.flatnonzero(tile.any(axis=axis)) for axis in (1, 0))
            if rows.size:
                yield slice(row + rows[0], row + rows[-1] + 1), slice(column + columns[0], column + columns[-1] + 1)
