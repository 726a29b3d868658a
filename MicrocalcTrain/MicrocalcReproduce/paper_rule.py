"""The paper's rule with a light region network: Hessian-DoG objects of which enough lies in the region mask, and
nothing after it.
"""

from __future__ import annotations

from dataclasses import replace

from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.breast import breast_mask
from MicrocalcCADLib.contrast import local_contrast
from MicrocalcCADLib.detectors.hdogreg import METHOD, HdogregParameters
from MicrocalcCADLib.detectors.hdogreg_fpn import HdogregFpnParameters, objects_in_region
from MicrocalcCADLib.detectors.region_map import region_map
from MicrocalcCADLib.detectors.result import Clock, analysis_of
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.networks.engine import Network
from MicrocalcCADLib.progress import Progress
from MicrocalcCADLib.resample import canonical_shape, resample, resampled_above

SPACING_MM = HdogregParameters().spacing_mm


class PaperRule:
    """A detector, see `MicrocalcCADLib.detectors.Detector`: the score of an object is the greatest p_thr at which the
    paper keeps it.

    Parameters
    ----------
    network
        Region network of `hdogreg-light`, of which the proximity map alone is used.
    overlap
        o_thr of Marasinou 2023.
    """

    bundle = None

    def __init__(self, network: Network, overlap: float = HdogregFpnParameters().overlap) -> None:
        self.network = network
        self.parameters = replace(HdogregFpnParameters(), spacing_mm=SPACING_MM, overlap=overlap)

    def analyse(self, mammogram: Mammogram, progress: Progress | None = None) -> Analysis:
        """Return the objects with their scores, the proximity map and the breast mask."""
        progress, clock = progress or Progress(), Clock()
        mask = breast_mask(mammogram.pixels, mammogram.spacing_mm)
        shape = canonical_shape(mammogram.shape, mammogram.spacing_mm, SPACING_MM)
        contrast = local_contrast(resample(mammogram.pixels, shape), SPACING_MM)
        proximity = region_map(self.network, contrast, resampled_above(mask, shape, 0.5), progress.part(0.0, 0.8))[0]
        clock.lap("region")
        candidates = objects_in_region(mammogram, mask, proximity, self.parameters, progress.part(0.8, 1.0))
        clock.lap("blobs")
        return analysis_of(mammogram, mask, METHOD, None, candidates, clock, proximity, SPACING_MM)
