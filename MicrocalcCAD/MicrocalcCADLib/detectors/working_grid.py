"""Work at a method's own spacing: the mammogram brought to it, objects brought back and measured."""

from __future__ import annotations

import numpy as np

from ..analysis import Candidates
from ..errors import InputError
from ..mammogram import Mammogram
from ..measure import measure_objects
from ..objects import Objects
from ..resample import canonical_shape, resample


def at_spacing(
    mammogram: Mammogram, mask: np.ndarray, spacing_mm: float, coarsest_mm: float, method: str
) -> tuple[np.ndarray, np.ndarray]:
    """Return image (float32) and breast mask (bool) on the grid of about `spacing_mm` over the same field.

    Raises
    ------
    InputError
        If the image is coarser than `coarsest_mm`: what the method was trained to see is not in it.
    """
    if max(mammogram.spacing_mm) > coarsest_mm:
        raise InputError(
            f"A pixel spacing of {max(mammogram.spacing_mm):g} mm is too coarse for the method {method}, which needs"
            f" {coarsest_mm:g} mm or finer: use a finer image or the method hdogreg.",
            option="--method hdogreg",
        )
    shape = canonical_shape(mammogram.shape, mammogram.spacing_mm, spacing_mm)
    return resample(mammogram.pixels, shape), resample(mask.astype(np.float32), shape) > 0.5


def measured(
    objects: Objects, scores: np.ndarray, shape: tuple[int, int], mammogram: Mammogram, most_candidates: int
) -> Candidates:
    """Return objects of a working grid of `shape` as candidates, measured in the mammogram itself, the best at most.

    Parameters
    ----------
    objects
        No two share a pixel.
    scores
        (n,) in [0, 1].
    """
    best = np.sort(np.argsort(-scores, kind="stable")[:most_candidates])
    objects, kept = to_image_grid(objects.chosen(best), shape, mammogram.shape)
    measures = measure_objects(objects, mammogram.pixels, mammogram.spacing_mm)
    measures[:, 2] = scores[best][kept]
    return Candidates(measures, objects)


def to_image_grid(objects: Objects, shape: tuple[int, int], image_shape: tuple[int, int]) -> tuple[Objects, np.ndarray]:
    """Return objects of a grid of `shape` on a grid of `image_shape` over the same field, and which are left.

    A pixel belongs to the object that covers its centre. An object that covers no centre takes the pixel in which its
    own centre lies, if no other object has that; where it has, the two cannot be told apart and the object is left out.
    """
    count = len(objects)
    if shape == image_shape or count == 0:
        return objects, np.arange(count)
    owner = np.repeat(np.arange(1, count + 1, dtype=np.int32), objects.sizes)
    labels = np.zeros(shape, np.int32)
    labels.ravel()[objects.pixels] = owner
    rows, columns = (((np.arange(n) + 0.5) * (m / n)).astype(np.int64) for n, m in zip(image_shape, shape, strict=True))
    image = labels[rows[:, None], columns]
    lacking = np.flatnonzero(np.bincount(image.ravel(), minlength=count + 1)[1:] == 0)
    centres = [
        np.bincount(owner, where, count + 1)[1:][lacking] / objects.sizes[lacking]
        for where in np.divmod(objects.pixels, shape[1])
    ]
    row, column = (((c + 0.5) * (n / m)).astype(np.int64) for c, n, m in zip(centres, image_shape, shape, strict=True))
    free = image[row, column] == 0
    image[row[free], column[free]] = lacking[free] + 1
    found = Objects.labelled(image, count)
    kept = np.flatnonzero(found.sizes)
    return found.chosen(kept), kept
