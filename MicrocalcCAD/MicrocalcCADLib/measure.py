"""Objects in numbers: position, size, shape and contrast of each candidate calcification."""

from __future__ import annotations

import numpy as np

from . import _measure_kernels
from .analysis import MEASURES
from .compiled import loops
from .objects import Objects

RING_MM = (0.2, 0.6)
# objects that plain loops would take longer for, at a millisecond each, than machine code takes to be made
_MANY = 1000


def measure_objects(
    objects: Objects,
    image: np.ndarray,
    spacing_mm: tuple[float, float],
    ring_mm: tuple[float, float] = RING_MM,
    others: np.ndarray | None = None,
) -> np.ndarray:
    """Return the measures of n objects, float64 (n, 9), columns as in `analysis.MEASURES`; the score is 0.

    Axes are those of the ellipse with the object's second moments, 4 times the root of an eigenvalue of their matrix;
    every pixel counts as a rectangle (1/12 of its squared sides is added), so that one pixel has a length.
    Contrast is the object's mean intensity less that of its ring: the pixels further than `ring_mm[0]` and at most
    `ring_mm[1]` from the object's bounding box that belong to no object. Where there is none, the other objects' pixels
    in the ring count too; where the ring lies outside the image altogether, the contrast is 0.

    Parameters
    ----------
    objects
        Each has at least one pixel.
    image
        (rows, columns) in units of the full scale.
    spacing_mm
        (row, column) distance between pixel centres.
    others
        Flat indices of the pixels of further objects, which are not measured and belong to no ring either.
    """
    table = np.zeros((len(objects), len(MEASURES)))
    if len(table) == 0:
        return table
    rows, columns = np.divmod(objects.pixels, image.shape[1])
    owner, size = objects.owners, objects.sizes
    values = {
        **ellipses(rows, columns, owner, size, spacing_mm),
        "area_mm2": size * (spacing_mm[0] * spacing_mm[1]),
        "mean_intensity": np.bincount(owner, image.ravel()[objects.pixels], len(table)) / size,
    }
    ring = _ring_means(objects, rows, columns, image, spacing_mm, ring_mm, others)
    values["contrast"] = np.where(np.isnan(ring), 0.0, values["mean_intensity"] - ring)
    for name, column in values.items():
        table[:, MEASURES.index(name)] = column
    return table


def ellipses(
    rows: np.ndarray, columns: np.ndarray, owner: np.ndarray, size: np.ndarray, spacing_mm: tuple[float, float]
) -> dict[str, np.ndarray]:
    """Return centre (pixels), axes (mm) and eccentricity of the ellipses with the objects' second moments, by name as
    in `analysis.MEASURES`.

    Parameters
    ----------
    rows, columns, owner
        Position of each pixel and the 0-based number of its object.
    size
        (n,) pixels of each object, at least 1.
    """
    row, column = np.bincount(owner, rows) / size, np.bincount(owner, columns) / size
    down, across = (rows - row[owner]) * spacing_mm[0], (columns - column[owner]) * spacing_mm[1]
    var_down = np.bincount(owner, down * down) / size + spacing_mm[0] ** 2 / 12
    var_across = np.bincount(owner, across * across) / size + spacing_mm[1] ** 2 / 12
    covariance = np.bincount(owner, down * across) / size
    middle, spread = (var_down + var_across) / 2, np.hypot((var_down - var_across) / 2, covariance)
    largest, smallest = middle + spread, np.maximum(middle - spread, 0)
    return {
        "row": row,
        "column": column,
        "major_axis_mm": 4 * np.sqrt(largest),
        "minor_axis_mm": 4 * np.sqrt(smallest),
        "eccentricity": np.sqrt(1 - smallest / largest),
    }


def _ring_means(
    objects: Objects,
    rows: np.ndarray,
    columns: np.ndarray,
    image: np.ndarray,
    spacing_mm: tuple[float, float],
    ring_mm: tuple[float, float],
    others: np.ndarray | None,
) -> np.ndarray:
    occupied = np.zeros(image.shape, bool)
    for some in (objects.pixels, others):
        if some is not None:
            occupied.ravel()[some] = True
    boxes = [objects.reduced(f, places) for places in (rows, columns) for f in (np.minimum, np.maximum)]
    kernels = loops(_measure_kernels, long=len(objects) > _MANY)
    return kernels.ring_means(np.ascontiguousarray(image), occupied, np.stack(boxes, axis=1), *spacing_mm, *ring_mm)
