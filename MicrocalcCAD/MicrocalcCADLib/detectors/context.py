"""Context-sensitive CNN (Wang & Yang 2018): blobs are candidates, a network with a local and a context window rates
them.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.ndimage import convolve, minimum_filter
from scipy.special import softmax

from ..analysis import Analysis
from ..blobs import HessianDogParameters
from ..borders import mirrored
from ..mammogram import Mammogram
from ..models import Bundle, find_bundle
from ..networks.engine import Network, networks_of
from ..networks.sizes import CONTEXT_PX
from ..objects import Objects
from ..progress import Progress
from .delineation import delineate
from .dog_candidates import Spots, discs, dog_spots
from .loading import load_part, with_values
from .result import analysis_of, begun
from .streams import in_streams
from .working_grid import at_spacing, measured

if TYPE_CHECKING:
    from torch import nn

METHOD = "context"
BATCH = 32
RATING = "Rating candidates"


@dataclass(frozen=True)
class ContextParameters:
    """Parameters of the method.

    Parameters
    ----------
    spacing_mm
        Spacing that the network was trained at.
    coarsest_mm
        Coarsest image that is accepted.
    background_px
        Diameter of the disc whose mean is subtracted.
    edge_mm
        Width of the breast's border that is left out: the step at the skin line would give candidates, and spread.
    overlap
        Of two candidates that overlap by more than this fraction of the smaller the smaller is dropped.
    most_candidates
        Of more candidates those of largest response are rated.
    lowest_score
        A candidate of less is not kept.
    dog
        Scales, and the threshold of the response in standard deviations of the image with its background subtracted.
    """

    spacing_mm: float = 0.07
    coarsest_mm: float = 0.21
    background_px: int = 7
    edge_mm: float = 1.0
    overlap: float = 0.0
    most_candidates: int = 2000
    lowest_score: float = 0.01
    dog: HessianDogParameters = field(default_factory=lambda: HessianDogParameters(threshold=1.2))


def create(model: str | Path | None, device: str, threads: int | None = None) -> Context:
    """Return the detector with the bundle `model` (None: the catalogue's first for this method)."""
    return Context.from_bundle(find_bundle(model, METHOD), device, threads)


def modules_of(bundle: Bundle) -> dict[str, nn.Module]:
    """Return a bundle's network in PyTorch; raises `ModelError` where the weights do not fit."""
    from ..networks.context import ContextNetwork

    network = ContextNetwork()
    load_part(network, bundle.state(), f"{METHOD}.", bundle.identity.name)
    return {METHOD: network}


class Context:
    """The detector; see `detectors.Detector`."""

    def __init__(self, network: Network, parameters: ContextParameters, bundle: Bundle | None, device: str) -> None:
        self.network, self.parameters, self.bundle, self.device = network, parameters, bundle, device

    @classmethod
    def from_bundle(cls, bundle: Bundle, device: str, threads: int | None = None) -> Context:
        """Return the detector with a bundle's weights and parameters."""
        device, networks = networks_of(bundle, (METHOD,), lambda: modules_of(bundle), device, threads)
        return cls(
            networks[METHOD],
            with_values(ContextParameters(), bundle.section.get("parameters", {}), bundle.identity.name),
            bundle,
            device,
        )

    def analyse(self, mammogram: Mammogram, progress: Progress | None = None) -> Analysis:
        """Return candidates with scores and the breast mask; see `detectors.Detector`."""
        p = self.parameters
        progress, clock, mask = begun(mammogram, progress)
        image, breast = at_spacing(mammogram, mask, p.spacing_mm, p.coarsest_mm, METHOD)
        detail, spots = candidate_spots(image, breast, p, progress.part(0.05, 0.3))
        clock.lap("candidates")
        scores = self.rated(detail, spots, progress.part(0.3, 0.95))
        clock.lap("network")
        kept = np.flatnonzero(scores >= p.lowest_score)
        objects, owner = outlined(spots.chosen(kept), image, p.spacing_mm)
        candidates = measured(objects, scores[kept][owner], image.shape, mammogram, p.most_candidates)
        clock.lap("objects")
        progress(1.0, "Done")
        return analysis_of(mammogram, mask, METHOD, self.bundle, candidates, clock)

    def rated(self, detail: np.ndarray, spots: Spots, progress: Progress) -> np.ndarray:
        """Return the network's probability for each candidate, float64 (n,)."""
        parts = [slice(start, start + BATCH) for start in range(0, len(spots), BATCH)]
        scores = np.zeros(len(spots))

        def answer(part: slice) -> np.ndarray:
            return self.network(patches_at(detail, spots.rows[part], spots.columns[part])[:, None])

        progress(0.0, RATING)
        with closing(in_streams(answer, parts, self.network.streams)) as answers:
            for part, logits in zip(parts, answers, strict=True):
                scores[part] = softmax(logits.astype(np.float64), axis=1)[:, 1]
                progress(min(1.0, part.stop / len(spots)), RATING)
        return scores


def candidate_spots(
    image: np.ndarray, breast: np.ndarray, parameters: ContextParameters, progress: Progress
) -> tuple[np.ndarray, Spots]:
    """Return the image that the network sees and the candidates in it, of more than `most_candidates` the strongest.

    Parameters
    ----------
    image, breast
        float32 and bool (rows, columns) at the network's spacing.
    """
    p = parameters
    progress(0.0, "Looking for candidates")
    inner = minimum_filter(breast, 2 * round(p.edge_mm / p.spacing_mm) + 1, mode="nearest")
    detail = without_background(image, inner, p.background_px)
    spots = dog_spots(detail, p.spacing_mm, inner, p.dog, p.overlap, progress)
    strongest = np.sort(np.argsort(-spots.response, kind="stable")[: p.most_candidates])
    return detail, spots.chosen(strongest)


def without_background(image: np.ndarray, breast: np.ndarray, diameter_px: int) -> np.ndarray:
    """Return the image less its mean over a disc, in standard deviations of that within the breast; float32."""
    offsets = np.arange(diameter_px) - (diameter_px - 1) / 2
    disc = (offsets[:, None] ** 2 + offsets**2 <= (diameter_px / 2) ** 2).astype(np.float32)
    detail = image - convolve(image, disc / disc.sum(), mode="reflect")
    inside = detail[breast] if breast.any() else detail.ravel()
    return ((detail - inside.mean()) / max(float(inside.std()), 1e-6)).astype(np.float32)


def patches_at(detail: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Return the patches (n, 95, 95) about these pixels, mirrored at the image's border."""
    half = CONTEXT_PX // 2
    around = np.arange(-half, half + 1)
    at = [mirrored(centre[:, None] + around, size) for centre, size in zip((rows, columns), detail.shape, strict=True)]
    return detail[at[0][:, :, None], at[1][:, None, :]]


def outlined(spots: Spots, image: np.ndarray, spacing_mm: float) -> tuple[Objects, np.ndarray]:
    """Return each candidate as an object: where its disc shows half of its contrast; and each object's candidate.

    Of the parts of a disc the largest is kept.
    """
    drawn, disc_of = discs(spots, image.shape)
    parts, part_of = delineate(drawn, image, (spacing_mm, spacing_mm))
    order = np.lexsort((-parts.sizes, part_of))
    largest = np.sort(order[np.unique(part_of[order], return_index=True)[1]])
    return parts.chosen(largest), disc_of[part_of[largest]]
