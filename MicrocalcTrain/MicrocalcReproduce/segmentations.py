"""Regions of interest segmented in the ways that the amorphous case study compares: blobs, network, both,
morphology.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from MicrocalcCADLib.blobs import segment_blobs, working_factor
from MicrocalcCADLib.detectors.hdogreg import Hdogreg
from MicrocalcCADLib.detectors.hdogreg_fpn import HdogregFpn
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.morphology import segment
from MicrocalcCADLib.objects import Objects
from MicrocalcCADLib.progress import Progress
from MicrocalcCADLib.resample import resample
from scipy.ndimage import label

BLOBS, NETWORK, BOTH, MORPHOLOGICAL = "blobs", "network", "both", "morphological"


def segmentations(
    detector: Hdogreg | HdogregFpn, image: np.ndarray, spacing_mm: float, thresholds: Sequence[float]
) -> dict[tuple[str, float | None], Objects]:
    """Return the objects of each segmentation of a region that is all breast.

    Parameters
    ----------
    image
        float32 (rows, columns) in units of the full scale, at `spacing_mm`.
    thresholds
        p_thr of Marasinou 2023 on the proximity map; `network` and `both` are there for each of them.

    Raises
    ------
    InputError
        If the spacing is too coarse for the blobs' smallest scale.
    """
    p = detector.parameters
    if working_factor(spacing_mm, p.blobs) > 1:
        raise InputError(f"Regions at {spacing_mm:g} mm are too coarse for blobs: use 0.08 mm or finer.")
    everywhere = np.ones(image.shape, bool)
    blobs = segment_blobs(image, spacing_mm, everywhere, p.blobs).objects
    proximity = proximity_of(detector, image, spacing_mm)
    found: dict[tuple[str, float | None], Objects] = {
        (BLOBS, None): blobs,
        (MORPHOLOGICAL, None): Objects.labelled(*label(segment(np.clip(image, 0, 1), everywhere))),
    }
    for threshold in thresholds:
        region = proximity > threshold
        inside = blobs.reduced(np.add, region.ravel()[blobs.pixels].astype(np.float32)) / blobs.sizes
        found[NETWORK, threshold] = Objects.labelled(*label(region))
        found[BOTH, threshold] = blobs.chosen(np.flatnonzero(inside > p.overlap))
    return found


def proximity_of(detector: Hdogreg | HdogregFpn, image: np.ndarray, spacing_mm: float) -> np.ndarray:
    """Return the network's proximity map on the grid of a region, float32 in [0, 1]."""
    mammogram, everywhere = Mammogram(image, (spacing_mm, spacing_mm), "given"), np.ones(image.shape, bool)
    if isinstance(detector, HdogregFpn):
        return resample(detector.proximity(mammogram, everywhere, Progress()), image.shape)
    return resample(detector.maps(mammogram, everywhere, Progress()).proximity, image.shape)
