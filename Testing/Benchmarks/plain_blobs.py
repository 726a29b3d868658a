"""Hessian-DoG blobs as one would first write them with scikit-image: the yardstick of speed."""

from __future__ import annotations

import numpy as np
from MicrocalcCADLib.blobs import HessianDogParameters, scales_px
from skimage.feature import peak_local_max
from skimage.filters import gaussian
from skimage.measure import label, regionprops


def plain_blobs(image: np.ndarray, spacing_mm: float, parameters: HessianDogParameters) -> np.ndarray:
    """Return the labels of the objects; see `MicrocalcCADLib.blobs.segment_blobs`."""
    sigmas = scales_px(spacing_mm, parameters)
    smooth = [
        gaussian(image.astype(float), sigma, mode="reflect", truncate=4.0, preserve_range=True) for sigma in sigmas
    ]
    response = np.stack(
        [a / (b - a) * (f - c) for a, b, f, c in zip(sigmas[:-1], sigmas[1:], smooth[:-1], smooth[1:], strict=True)],
        axis=-1,
    )
    seeds = peak_local_max(
        response, threshold_abs=parameters.threshold, footprint=np.ones((3, 3, 3)), exclude_border=False
    )
    union = np.zeros(image.shape, bool)
    for plane in range(response.shape[-1]):
        components = label(_blob_like(response[..., plane], parameters.hessian_threshold), connectivity=1)
        regions = regionprops(components)
        here = seeds[seeds[:, 2] == plane]
        for number in np.unique(components[here[:, 0], here[:, 1]]):
            if number:
                union[tuple(regions[number - 1].coords.T)] = True
    return label(union, connectivity=1)


def _blob_like(values: np.ndarray, hessian_threshold: float) -> np.ndarray:
    down, across = np.gradient(values)
    drr, drc = np.gradient(down)
    dcc = np.gradient(across, axis=1)
    trace, determinant = drr + dcc, drr * dcc - drc * drc
    return (trace < 0) & (determinant + hessian_threshold * (trace * trace) > 0)
