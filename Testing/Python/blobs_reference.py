"""Hessian-DoG blobs as a textbook would write them, with numpy, scipy and scikit-image: slow, whole arrays, nothing
clever.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from MicrocalcCADLib.blobs import HessianDogParameters
from scipy import ndimage


@dataclass(frozen=True, eq=False)
class ReferenceBlobs:
    """Labels of the objects, seeds (m, 3) in raster order, and each object's largest response."""

    labels: np.ndarray
    seeds: np.ndarray
    peak_response: np.ndarray


def reference_blobs(
    image: np.ndarray, spacing_mm: float, mask: np.ndarray | None, parameters: HessianDogParameters
) -> ReferenceBlobs:
    """Segment blobs plane by plane; see `MicrocalcCADLib.blobs.segment_blobs`."""
    p = parameters
    response = difference_of_gaussians(image.astype(np.float64), spacing_mm, p)
    maxima = (response == ndimage.maximum_filter(response, size=3, mode="nearest")) & (response > p.threshold)
    if mask is not None:
        maxima &= mask
    union = np.zeros(image.shape, bool)
    for plane, values in enumerate(response):
        components, _ = ndimage.label(blob_like(values, p.hessian_threshold))
        maxima[plane] &= components > 0
        union |= np.isin(components, components[maxima[plane]]) & (components > 0)
    labels, count = ndimage.label(union)
    seeds = np.argwhere(np.moveaxis(maxima, 0, 2))
    peaks = ndimage.maximum(np.where(maxima, response, -np.inf).max(axis=0), labels, np.arange(1, count + 1))
    return ReferenceBlobs(labels, seeds, np.asarray(peaks).reshape(-1))


def difference_of_gaussians(image: np.ndarray, spacing_mm: float, parameters: HessianDogParameters) -> np.ndarray:
    """Return the responses (planes, rows, columns)."""
    p = parameters
    planes = int(math.log(p.sigma_max_mm / p.sigma_min_mm) / math.log(p.ratio) + 1)
    sigmas = [p.sigma_min_mm / spacing_mm * p.ratio**n for n in range(planes + 1)]
    smooth = [ndimage.gaussian_filter(image, sigma, mode="reflect", truncate=4.0) for sigma in sigmas]
    return np.stack([sigmas[n] / (sigmas[n + 1] - sigmas[n]) * (smooth[n] - smooth[n + 1]) for n in range(planes)])


def blob_like(values: np.ndarray, hessian_threshold: float) -> np.ndarray:
    """Return where the trace of the Hessian is negative and det + h tr^2 positive."""
    down, across = (slope(values, axis) for axis in (0, 1))
    drr, drc, dcc = slope(down, 0), slope(down, 1), slope(across, 1)
    trace = drr + dcc
    determinant = drr * dcc - drc * drc
    return (trace < 0) & (determinant + hessian_threshold * (trace * trace) > 0)


def slope(values: np.ndarray, axis: int) -> np.ndarray:
    """Return central differences, one-sided at the edges, 0 along an axis of one pixel."""
    return np.gradient(values, axis=axis) if values.shape[axis] > 1 else np.zeros_like(values)
