"""Bright blobs of calcification size, segmented: Hessian difference of Gaussians (Marasinou 2023)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from . import _blob_kernels, _plain_blobs
from .compiled import loops
from .errors import InputError
from .mammogram import check_spacing
from .objects import Objects
from .processors import processor_threads
from .progress import Progress

MOST_PLANES = 6
SMALLEST_SIGMA_PX = 0.8
_MARGINS_PX = (64, 512)
Window = tuple[int, int, int, int]


@dataclass(frozen=True)
class HessianDogParameters:
    """Scales, thresholds and the paper's defaults (1.18 to 3.1 px at 0.070 mm).

    Parameters
    ----------
    sigma_min_mm, sigma_max_mm
        Smallest scale, and the bound of the largest, in mm.
    ratio
        Ratio of neighbouring scales.
    threshold
        T_DoG: a seed's response is larger, in units of the full scale.
    hessian_threshold
        h: a pixel is blob-like where tr < 0 and det + h tr^2 > 0.

    Notes
    -----
    The paper drops the smaller of two blobs that overlap by more than 1, which is never; there is no such parameter
    here.
    """

    sigma_min_mm: float = 1.18 * 0.07
    sigma_max_mm: float = 3.1 * 0.07
    ratio: float = 1.6
    threshold: float = 0.006
    hessian_threshold: float = 1.4

    def __post_init__(self) -> None:
        if not 0 < self.sigma_min_mm <= self.sigma_max_mm < math.inf:
            raise InputError(
                f"Blob scales from {self.sigma_min_mm:g} to {self.sigma_max_mm:g} mm are no range: give 0 < smallest <="
                " largest."
            )
        if not self.ratio > 1:
            raise InputError(
                f"A ratio of {self.ratio:g} between blob scales makes no steps: give one above 1, usually 1.6."
            )
        if not self.threshold >= 0:
            raise InputError(
                f"A blob threshold of {self.threshold:g} takes dark blobs for bright ones: give 0 or more, usually"
                " 0.006."
            )
        if self.planes > MOST_PLANES:
            raise InputError(
                f"{self.planes} blob scales are more than {MOST_PLANES}: raise the ratio or narrow the range of scales."
            )

    @property
    def planes(self) -> int:
        """K, the number of response planes."""
        return math.floor(math.log(self.sigma_max_mm / self.sigma_min_mm) / math.log(self.ratio) + 1e-9) + 1


@dataclass(frozen=True, eq=False)
class Blobs:
    """Segmented blobs: n objects, the 4-connected components of the union over scales, in raster order of their first
    pixel.

    Parameters
    ----------
    shape
        Rows and columns of the image.
    objects
        Pixels ascend in each.
    peak_response
        float32 (n,): largest response of a seed in the object, in full-scale units.
    peak_sigma_mm
        float64 (n,): scale of that seed.
    seeds
        int64 (m, 3): row, column and plane of every seed, in raster order.
    seed_response
        float64 (m,).
    """

    shape: tuple[int, int]
    objects: Objects
    peak_response: np.ndarray
    peak_sigma_mm: np.ndarray
    seeds: np.ndarray
    seed_response: np.ndarray

    @property
    def count(self) -> int:
        """Number of objects."""
        return len(self.objects)

    @property
    def labels(self) -> np.ndarray:
        """Int32 (rows, columns): 0, or the number of the object, 1 to n; made anew each time."""
        labels = np.zeros(self.shape, np.int32)
        labels.ravel()[self.objects.pixels] = np.repeat(
            np.arange(1, self.count + 1, dtype=np.int32), self.objects.sizes
        )
        return labels

    @property
    def mask(self) -> np.ndarray:
        """Bool (rows, columns): the union of all objects."""
        return self.labels > 0


def scales_px(spacing_mm: float, parameters: HessianDogParameters) -> tuple[float, ...]:
    """Return the K + 1 standard deviations in pixels whose Gaussians make K difference planes."""
    p = parameters
    return tuple(p.sigma_min_mm / spacing_mm * p.ratio**n for n in range(p.planes + 1))


def segment_blobs(
    image: np.ndarray,
    spacing_mm: float,
    mask: np.ndarray | None = None,
    parameters: HessianDogParameters | None = None,
    progress: Progress | None = None,
) -> Blobs:
    """Return the bright blobs of an image as objects.

    D_n = s_n / (s_{n+1} - s_n) (L(s_n) - L(s_{n+1})); seeds are maxima of D over 3 x 3 x 3 neighbours (plateaus kept)
    above the threshold; an object is the 4-connected component, of the pixels of that plane with tr H < 0 and
    det H + h tr^2 H > 0, that holds the seed. A seed outside that set or outside `mask` gives none.

    Parameters
    ----------
    image
        (rows, columns) float32 or float64 in units of the full scale; bright is dense.
    spacing_mm
        Distance between pixel centres.
    mask
        bool (rows, columns), where seeds may lie; objects may reach beyond it. None: everywhere.

    Raises
    ------
    InputError
        If the image is not 2-D, the mask has another shape, or the spacing is not that of a mammogram.
    Cancelled
        Within 0.5 s of a request to stop.

    References
    ----------
    Marasinou et al. 2023 with the sign, scales and borders of the authors' program: equation 6 as printed has the
    wrong sign of det and collapses to tr < 0, and the DoG's sign as printed makes bright blobs minima.
    """
    parameters, progress = parameters or HessianDogParameters(), progress or Progress()
    check_spacing((spacing_mm, spacing_mm))
    image, mask = _checked(image, mask)
    for window in _windows(mask, image.shape):
        blobs = _segment_window(image, spacing_mm, mask, window, parameters, progress)
        if blobs is not None:
            progress(1.0, "Blobs segmented")
            return blobs
    return _no_blobs(image.shape)


def working_factor(spacing_mm: float, parameters: HessianDogParameters | None = None) -> int:
    """Return by which integer the grid must be refined for the smallest scale to be sampled (0.8 px or more)."""
    parameters = parameters or HessianDogParameters()
    return max(1, math.ceil(SMALLEST_SIGMA_PX * spacing_mm / parameters.sigma_min_mm - 1e-9))


def _checked(image: np.ndarray, mask: np.ndarray | None) -> tuple[np.ndarray, np.ndarray | None]:
    if image.ndim != 2 or image.size == 0:
        raise InputError(
            f"Blobs are looked for in one 2-D image, this has shape {image.shape}: choose a single grey-scale image."
        )
    if mask is not None and mask.shape != image.shape:
        raise InputError(
            f"The mask has shape {mask.shape} and the image {image.shape}: give a mask on the image's grid."
        )
    return np.ascontiguousarray(image, np.float32 if image.dtype == np.float32 else np.float64), mask


def _windows(mask: np.ndarray | None, shape: tuple[int, int]) -> Iterator[Window]:
    """Yield (top, bottom, left, right) about the mask with growing margins, at last the whole image; nothing for an
    empty mask.
    """
    whole = (0, shape[0], 0, shape[1])
    if mask is not None:
        rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        if not rows.size:
            return
        for margin in _MARGINS_PX:
            window = (
                max(int(rows[0]) - margin, 0),
                min(int(rows[-1]) + 1 + margin, shape[0]),
                max(int(columns[0]) - margin, 0),
                min(int(columns[-1]) + 1 + margin, shape[1]),
            )
            if window != whole:
                yield window
    yield whole


def _segment_window(
    image: np.ndarray,
    spacing_mm: float,
    mask: np.ndarray | None,
    window: Window,
    parameters: HessianDogParameters,
    progress: Progress,
) -> Blobs | None:
    """Return the blobs whose seeds lie in a window, or None if an object reaches the window's edge within the image."""
    kernels = _kernels()
    top, bottom, left, right = window
    flags = np.zeros((bottom - top + 2, right - left + 2), np.uint8)
    seeds, response = _respond(image, spacing_mm, window, flags, parameters, progress)
    if mask is not None:
        inside = mask[seeds[:, 0], seeds[:, 1]]
        seeds, response = seeds[inside], response[inside]
    places = (seeds[:, 0] - top + 1) * flags.shape[1] + seeds[:, 1] - left + 1
    queue = np.empty(flags.size, np.int32)
    total = kernels.grow(flags, places, seeds[:, 2], queue)
    progress(0.9, "Numbering blobs")
    if _reaches_edge(flags, window, image.shape, kernels.IN_OBJECT):
        return None
    labels, pixels, sizes = (
        np.zeros(image.shape, np.int32),
        np.empty(total, np.int64),
        np.zeros(len(seeds) + 1, np.int64),
    )
    count = kernels.number_objects(flags, queue, top, left, labels, sizes)
    starts = np.cumsum(sizes[: count + 1])
    kernels.list_pixels(labels, top, bottom, starts.copy(), pixels)
    best = _best_seeds(labels[seeds[:, 0], seeds[:, 1]], response)
    sigmas_mm = np.array(scales_px(spacing_mm, parameters)) * spacing_mm
    peak = response[best].astype(np.float32)
    return Blobs(image.shape, Objects(pixels, starts), peak, sigmas_mm[seeds[best, 2]], seeds, response)


def _respond(
    image: np.ndarray,
    spacing_mm: float,
    window: Window,
    flags: np.ndarray,
    parameters: HessianDogParameters,
    progress: Progress,
) -> tuple[np.ndarray, np.ndarray]:
    """Fill the Hessian bits of `flags` and return seeds (m, 3) and responses (m,), in bands of rows on
    several threads.
    """
    kernels = _kernels()
    top, bottom, left, right = window
    weights, radii, factors = _gaussians(scales_px(spacing_mm, parameters))
    firsts = range(top, bottom, kernels.BAND_ROWS)

    def band(first: int) -> tuple[np.ndarray, np.ndarray]:
        tile = (first, min(first + kernels.BAND_ROWS, bottom), left, right)
        thresholds = parameters.threshold, parameters.hessian_threshold
        return kernels.blob_tile(image, tile, weights, radii, factors, *thresholds, flags, top, left)

    found = []
    with ThreadPoolExecutor(processor_threads()) as pool:
        try:
            for done, result in enumerate(pool.map(band, firsts), start=1):
                found.append(result)
                progress(0.9 * done / len(firsts), "Looking for blobs")
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return np.concatenate([seeds for seeds, _ in found]), np.concatenate([values for _, values in found])


def _gaussians(sigmas: tuple[float, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return half kernels (planes + 1, radius + 1) from the centre outwards, radii floor(4 s + 0.5), and the planes'
    factors.
    """
    radii = np.array([math.floor(4 * sigma + 0.5) for sigma in sigmas])
    weights = np.zeros((len(sigmas), radii[-1] + 1))
    for row, radius, sigma in zip(weights, radii, sigmas, strict=True):
        whole = np.exp(-0.5 / (sigma * sigma) * np.arange(-radius, radius + 1) ** 2)
        row[: radius + 1] = (whole / whole.sum())[radius:]
    factors = np.array([fine / (coarse - fine) for fine, coarse in pairwise(sigmas)])
    return weights, radii, factors


def _reaches_edge(flags: np.ndarray, window: Window, shape: tuple[int, int], in_object: int) -> bool:
    top, bottom, left, right = window
    inner = [
        (top > 0, flags[1]),
        (bottom < shape[0], flags[-2]),
        (left > 0, flags[:, 1]),
        (right < shape[1], flags[:, -2]),
    ]
    return any(within and bool((line & in_object).any()) for within, line in inner)


def _best_seeds(objects: np.ndarray, response: np.ndarray) -> np.ndarray:
    """Return the index of the seed of largest response of every object, the first of equals."""
    order = np.argsort(-response, kind="stable")
    return order[np.unique(objects[order], return_index=True)[1]]


def _no_blobs(shape: tuple[int, int]) -> Blobs:
    none = np.zeros(0)
    return Blobs(shape, Objects.of([]), none.astype(np.float32), none, np.zeros((0, 3), np.int64), none)


def _kernels() -> Any:
    return loops(_blob_kernels, _plain_blobs)
