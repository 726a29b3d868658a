"""Measures of the calcifications in a region of interest: what can be counted and measured need not be learned by
looking.
"""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from ..features import FEATURES, group_features
from ..objects import Objects
from .attention_roi import Roi

OWN = ("own_area_mm2", "own_mean", "own_maximum")
APART = ("median_nearest_mm", "mean_nearest_mm")
SIZES = ("mean_log_area", "sd_log_area", "log_area_10", "log_area_50", "log_area_90")
MEASURES = FEATURES + OWN + APART + SIZES
TOUCHING = np.ones((3, 3), bool)


def roi_measures(roi: Roi, spacing_mm: float) -> np.ndarray:
    """Return the measures of a region of interest, float64 (41,), in the order of `MEASURES`.

    The 31 features of Marasinou 2023 (see `features.group_features`) of all calcifications in the region, those that
    touch being one; area, mean and maximum of the one to be rated; median and mean distance of each from its nearest
    neighbour; mean, standard deviation and percentiles of the natural logarithm of the areas. Intensities are local
    contrast.

    Parameters
    ----------
    spacing_mm
        Distance between the region's pixels.

    Returns
    -------
    np.ndarray
        NaN where there is nothing to measure: no calcification, no neighbour.
    """
    objects = Objects.labelled(*ndimage.label(roi.every, TOUCHING))
    group = group_features(objects, roi.patch, (spacing_mm, spacing_mm))
    return np.concatenate([group, _own(roi, spacing_mm), *_apart_and_sizes(objects, roi.patch.shape[1], spacing_mm)])


def _own(roi: Roi, spacing_mm: float) -> np.ndarray:
    values = roi.patch[roi.one]
    return (
        np.array([values.size * spacing_mm**2, values.mean(), values.max()], float)
        if values.size
        else np.full(len(OWN), np.nan)
    )


def _apart_and_sizes(objects: Objects, width: int, spacing_mm: float) -> tuple[np.ndarray, np.ndarray]:
    size = objects.sizes
    if not len(size):
        return np.full(len(APART), np.nan), np.full(len(SIZES), np.nan)
    centres = (
        np.stack([objects.reduced(np.add, axis) / size for axis in np.divmod(objects.pixels, width)], axis=1)
        * spacing_mm
    )
    logs = np.log(size * spacing_mm**2)
    sizes = np.array([logs.mean(), logs.std(), *np.percentile(logs, (10, 50, 90))])
    if len(size) < 2:
        return np.full(len(APART), np.nan), sizes
    distance = np.linalg.norm(centres[:, None] - centres[None], axis=2)
    np.fill_diagonal(distance, np.inf)
    nearest = distance.min(axis=1)
    return np.array([np.median(nearest), nearest.mean()]), sizes
