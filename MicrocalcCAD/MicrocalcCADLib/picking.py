"""The calcification at a place that a reader points to, found in a small window and with numpy and scipy alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from scipy import ndimage

from .blobs import HessianDogParameters, Window, scales_px, working_factor
from .mammogram import check_spacing
from .objects import Objects
from .upsampling import refine, to_original_grid

_WINDOWS_MM = (1.0, 2.0, 4.0)
_TRUNCATE = 4.0
_SLOPES_PX = 2


@dataclass(frozen=True)
class PickParameters:
    """What counts as a calcification under the pointer.

    Parameters
    ----------
    blobs
        Scales and thresholds of the Hessian difference of Gaussians.
    reach_mm
        How far from the pointer a calcification's centre may lie.
    """

    blobs: HessianDogParameters = field(default_factory=HessianDogParameters)
    reach_mm: float = 0.35


@dataclass(frozen=True, eq=False)
class PickedObject:
    """One blob at the scale at which it responds most.

    Parameters
    ----------
    pixels
        int64 (n, 2): rows and columns, in raster order.
    response
        Response of its seed, in units of the full scale.
    sigma_mm
        Scale of that seed.
    """

    pixels: np.ndarray
    response: float
    sigma_mm: float


def pick(
    image: np.ndarray,
    spacing_mm: tuple[float, float],
    row: float,
    column: float,
    parameters: PickParameters | None = None,
) -> PickedObject | None:
    """Return the Hessian-DoG object at a place, None if there is none within reach.

    Of the seeds within reach, that of largest response under a Gaussian window about the place (standard deviation
    half the reach) is taken; the object is the 4-connected component that holds it in the Hessian set of its own plane.
    Seeds, responses and sets are those of `blobs.segment_blobs` (Marasinou et al. 2023), which unites the components of
    all seeds; a reader points at one calcification, so here only one component at its best scale is returned. One
    that spreads over more than 4 mm is no calcification.

    Parameters
    ----------
    image
        (rows, columns) in units of the full scale; bright is dense.
    spacing_mm
        (row, column) distance between pixel centres.
    row, column
        The place in pixels; outside the image there is nothing.

    Raises
    ------
    InputError
        If the spacing is not that of a mammogram.
    """
    check_spacing(spacing_mm)
    parameters = parameters or PickParameters()
    if not (-0.5 <= row < image.shape[0] - 0.5 and -0.5 <= column < image.shape[1] - 0.5):
        return None
    mean_mm = float(np.sqrt(spacing_mm[0] * spacing_mm[1]))
    factor = working_factor(mean_mm, parameters.blobs)
    margin = int(np.ceil(_TRUNCATE * scales_px(mean_mm, parameters.blobs)[-1])) + _SLOPES_PX + 1
    for window_mm in _WINDOWS_MM:
        reach = int(np.ceil((window_mm + parameters.reach_mm) / mean_mm))
        inner = _window((row, column), reach, image.shape)
        outer = _window((row, column), reach + margin, image.shape)
        crop = np.asarray(image[outer[0] : outer[1], outer[2] : outer[3]], np.float64)
        fine = refine(crop, factor)
        place = tuple((at - first + 0.5) * factor - 0.5 for at, first in ((row, outer[0]), (column, outer[2])))
        fine_mm = (spacing_mm[0] / factor, spacing_mm[1] / factor)
        found = _best_component(fine, fine_mm, place, parameters)
        if found is None:
            return None
        mask, response, sigma_mm = found
        flat = to_original_grid(Objects.of([np.flatnonzero(mask)]), mask.shape, factor).pixels
        pixels = np.column_stack(np.divmod(flat, crop.shape[1])) + np.array([outer[0], outer[2]])
        if not _crosses(pixels, inner, image.shape):
            return PickedObject(pixels, response, sigma_mm)
    return None


def object_near(mask: np.ndarray, row: float, column: float, reach_px: float) -> np.ndarray | None:
    """Return the pixels (n, 2) of the 4-connected part of a mask that is nearest to a place, None if none is within
    reach.

    Parameters
    ----------
    mask
        bool (rows, columns).
    reach_px
        Largest distance of the part's nearest pixel from the place.
    """
    reach = int(np.ceil(reach_px)) + 1
    while True:
        top, bottom, left, right = window = _window((row, column), reach, mask.shape)
        rows, columns = np.nonzero(mask[top:bottom, left:right])
        distance = np.hypot(rows + top - row, columns + left - column)
        if not distance.size or distance.min() > reach_px:
            return None
        labels = ndimage.label(mask[top:bottom, left:right])[0]
        nearest = distance.argmin()
        pixels = np.argwhere(labels == labels[rows[nearest], columns[nearest]]) + np.array([top, left])
        if not _crosses(pixels, window, mask.shape):
            return pixels
        reach *= 2


def _window(place: tuple[float, float], reach: int, shape: tuple[int, int]) -> Window:
    """Return (top, bottom, left, right) of the part of an image within a reach in pixels."""
    row, column = (round(at) for at in place)
    return (
        max(row - reach, 0),
        min(row + reach + 1, shape[0]),
        max(column - reach, 0),
        min(column + reach + 1, shape[1]),
    )


def _crosses(pixels: np.ndarray, window: Window, shape: tuple[int, int]) -> bool:
    """Return whether pixels reach the edge of a window that is not the edge of the image."""
    (top, left), (bottom, right) = pixels.min(axis=0), pixels.max(axis=0) + 1
    return bool(
        (window[0] > 0 and top <= window[0])
        or (window[1] < shape[0] and bottom >= window[1])
        or (window[2] > 0 and left <= window[2])
        or (window[3] < shape[1] and right >= window[3])
    )


def _best_component(
    image: np.ndarray, spacing_mm: tuple[float, float], place: tuple[float, ...], parameters: PickParameters
) -> tuple[np.ndarray, float, float] | None:
    """Return mask, response and scale in mm of the object at a place of a window."""
    mean_mm = float(np.sqrt(spacing_mm[0] * spacing_mm[1]))
    sigmas = scales_px(mean_mm, parameters.blobs)
    response = _responses(image, sigmas)
    sets = [_blob_like(plane, parameters.blobs.hessian_threshold) for plane in response]
    seeds = (
        (response == ndimage.maximum_filter(response, size=3, mode="nearest"))
        & (response > parameters.blobs.threshold)
        & np.stack(sets)
    )
    planes, rows, columns = np.nonzero(seeds)
    distance_mm = np.hypot((rows - place[0]) * spacing_mm[0], (columns - place[1]) * spacing_mm[1])
    weight = (
        response[planes, rows, columns]
        * np.exp(-2 * (distance_mm / parameters.reach_mm) ** 2)
        * (distance_mm <= parameters.reach_mm)
    )
    if not weight.any():
        return None
    best = int(weight.argmax())
    plane, row, column = planes[best], rows[best], columns[best]
    labels = ndimage.label(sets[plane])[0]
    return labels == labels[row, column], float(response[plane, row, column]), sigmas[plane] * mean_mm


def _responses(image: np.ndarray, sigmas: tuple[float, ...]) -> np.ndarray:
    """Return D (planes, rows, columns)."""
    smooth = [ndimage.gaussian_filter(image, sigma, mode="reflect", truncate=_TRUNCATE) for sigma in sigmas]
    planes = zip(pairwise(sigmas), pairwise(smooth), strict=True)
    return np.stack([fine / (coarse - fine) * (sharp - blurred) for (fine, coarse), (sharp, blurred) in planes])


def _blob_like(values: np.ndarray, hessian_threshold: float) -> np.ndarray:
    down, across = _slope(values, 0), _slope(values, 1)
    drr, drc, dcc = _slope(down, 0), _slope(down, 1), _slope(across, 1)
    trace = drr + dcc
    return (trace < 0) & (drr * dcc - drc * drc + hessian_threshold * trace * trace > 0)


def _slope(values: np.ndarray, axis: int) -> np.ndarray:
    return np.gradient(values, axis=axis) if values.shape[axis] > 1 else np.zeros_like(values)
