"""The blobs in a region that a reader has painted, with the contrast that a slider chooses them by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import distance_transform_edt

from .analysis import MEASURES
from .blobs import HessianDogParameters, segment_blobs, working_factor
from .errors import InputError
from .mammogram import check_spacing
from .measure import RING_MM, measure_objects
from .objects import Objects
from .upsampling import refine, to_original_grid

# Objects may reach beyond the region, Gaussians beyond the objects, and rings of contrast about them.
FARTHEST_REACH_MM = 3.0
_MARGIN_MM = FARTHEST_REACH_MM + RING_MM[1]


@dataclass(frozen=True, eq=False)
class RegionObjects:
    """The n objects whose seeds lie in a region.

    Parameters
    ----------
    columns
        Of the image.
    contrast
        (n,) mean intensity of each less that of its surroundings, in units of the full scale; see
        `measure.measure_objects`.
    """

    objects: Objects
    columns: int
    contrast: np.ndarray

    def above(self, contrast: float) -> list[np.ndarray]:
        """Return the pixels (k, 2) of each object with at least this contrast."""
        return [
            np.column_stack(np.divmod(self.objects[i], self.columns))
            for i in np.flatnonzero(self.contrast >= contrast).tolist()
        ]


def objects_in_region(
    image: np.ndarray,
    spacing_mm: tuple[float, float],
    region: np.ndarray,
    parameters: HessianDogParameters | None = None,
    reach_mm: float | None = None,
) -> RegionObjects:
    """Return the Hessian-DoG objects whose seeds lie in a region; the same as in the whole image, at the cost of the
    region.

    Parameters
    ----------
    image
        (rows, columns) in units of the full scale; bright is dense.
    spacing_mm
        (row, column) distance between pixel centres.
    region
        bool (rows, columns).
    reach_mm
        How far an object may reach out of the region, at most `FARTHEST_REACH_MM`: what goes on beyond it, such as the
        wall of a vessel, is not what was painted. None lets objects reach anywhere.

    Raises
    ------
    InputError
        If the region is not on the image's grid, or the spacing is not that of a mammogram.
    """
    check_spacing(spacing_mm)
    if region.shape != image.shape:
        raise InputError(f"The region has shape {region.shape} and the image {image.shape}: paint on the image's grid.")
    if not region.any():
        return RegionObjects(Objects.of([]), image.shape[1], np.zeros(0))
    parameters = parameters or HessianDogParameters()
    mean_mm = float(np.sqrt(spacing_mm[0] * spacing_mm[1]))
    factor = working_factor(mean_mm, parameters)
    top, bottom, left, right = _window(region, int(np.ceil(_MARGIN_MM / min(spacing_mm))))
    crop, inside = np.ascontiguousarray(image[top:bottom, left:right]), region[top:bottom, left:right]
    fine_inside = np.repeat(np.repeat(inside, factor, axis=0), factor, axis=1)
    blobs = segment_blobs(refine(crop, factor), mean_mm / factor, fine_inside, parameters)
    objects = to_original_grid(blobs.objects, fine_inside.shape, factor)
    if reach_mm is not None:  # none of whose pixels lies farther out of the region
        beyond_mm = objects.reduced(np.maximum, distance_transform_edt(~inside, spacing_mm).ravel()[objects.pixels])
        kept = np.flatnonzero(beyond_mm <= min(reach_mm, FARTHEST_REACH_MM))
    else:
        kept = np.arange(len(objects))
    contrast = measure_objects(objects, crop, spacing_mm)[kept, MEASURES.index("contrast")]
    found = objects.chosen(kept)
    rows, columns = np.divmod(found.pixels, crop.shape[1])
    return RegionObjects(
        Objects((rows + top) * image.shape[1] + columns + left, found.starts), image.shape[1], contrast
    )


def _window(region: np.ndarray, margin: int) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(region.any(axis=1)), np.flatnonzero(region.any(axis=0))
    return (
        max(int(rows[0]) - margin, 0),
        min(int(rows[-1]) + 1 + margin, region.shape[0]),
        max(int(columns[0]) - margin, 0),
        min(int(columns[-1]) + 1 + margin, region.shape[1]),
    )
