"""The paper's rule with a light region network: Hessian-DoG objects of which enough lies in the region mask, and
nothing after it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.contrast import local_contrast
from MicrocalcCADLib.detectors.hdogreg import METHOD, HdogregParameters
from MicrocalcCADLib.detectors.hdogreg_fpn import HdogregFpnParameters, objects_in_region
from MicrocalcCADLib.detectors.region_map import region_map
from MicrocalcCADLib.detectors.result import analysis_of, begun
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.networks.engine import Network
from MicrocalcCADLib.progress import Progress
from MicrocalcCADLib.resample import canonical_shape, resample, resampled_above

SPACING_MM = HdogregParameters().spacing_mm
Proximity = Callable[[Mammogram, np.ndarray, Progress], np.ndarray]


class PaperRule:
    """A detector, see `MicrocalcCADLib.detectors.Detector`: the score of an object is the greatest p_thr at which the
    paper keeps it.

    Parameters
    ----------
    proximity
        Returns the proximity map of an image and its breast mask, float32 at the light region network's spacing, such
        as `proximity_of` a network of `hdogreg-light`.
    overlap
        o_thr of Marasinou 2023.
    """

    bundle = None

    def __init__(self, proximity: Proximity, overlap: float = HdogregFpnParameters().overlap) -> None:
        self.proximity = proximity
        self.parameters = replace(HdogregFpnParameters(), spacing_mm=SPACING_MM, overlap=overlap)

    def analyse(self, mammogram: Mammogram, progress: Progress | None = None) -> Analysis:
        """Return the objects with their scores, the proximity map and the breast mask."""
        progress, clock, mask = begun(mammogram, progress)
        proximity = self.proximity(mammogram, mask, progress.part(0.05, 0.8))
        clock.lap("region")
        candidates = objects_in_region(mammogram, mask, proximity, self.parameters, progress.part(0.8, 1.0))
        clock.lap("blobs")
        return analysis_of(mammogram, mask, METHOD, None, candidates, clock, proximity, SPACING_MM)


def proximity_of(network: Network) -> Proximity:
    """Return what computes a region network's proximity map alone."""

    def proximity(mammogram: Mammogram, mask: np.ndarray, progress: Progress) -> np.ndarray:
        shape = canonical_shape(mammogram.shape, mammogram.spacing_mm, SPACING_MM)
        contrast = local_contrast(resample(mammogram.pixels, shape), SPACING_MM)
        return region_map(network, contrast, resampled_above(mask, shape, 0.5), progress)[0]

    return proximity
