"""Work at a method's own spacing: the mammogram brought to it, objects brought back and measured."""

from __future__ import annotations

import numpy as np

from ..analysis import Candidates
from ..errors import InputError
from ..mammogram import Mammogram
from ..measure import measure_objects
from ..resample import canonical_shape, resample
from .objects import chosen_objects


def at_spacing(mammogram: Mammogram, mask: np.ndarray, spacing_mm: float, coarsest_mm: float, method: str) -> tuple[np.ndarray, np.ndarray]:
    """Return image (float32) and breast mask (bool) on the grid of about `spacing_mm` over the same field.

    Raises
    ------
    InputError
        If the image is coarser than `coarsest_mm`: what the method was trained to see is not in it.
    """
    if max(mammogram.spacing_mm) > coarsest_mm:
        raise InputError(
            f"A pixel spacing of {max(mammogram.spacing_mm):g} mm is too coarse for the method {method}, which needs {coarsest_mm:g} mm or finer: "
            "use a finer image or the method hdogreg."
        )
    shape = canonical_shape(mammogram.shape, mammogram.spacing_mm, spacing_mm)
    return resample(mammogram.pixels, shape), resample(mask.astype(np.float32), shape) > 0.5


def measured(
    pixels: np.ndarray, starts: np.ndarray, scores: np.ndarray, shape: tuple[int, int], mammogram: Mammogram, most_candidates: int
) -> Candidates:
    """Return objects of a working grid of `shape` as candidates, measured in the mammogram itself, the best at most.

    Parameters
    ----------
    pixels, starts
        Flat indices of n objects that share no pixel, and their (n + 1,) offsets.
    scores
        (n,) in [0, 1].
    """
    best = np.sort(np.argsort(-scores, kind="stable")[:most_candidates])
    pixels, starts, kept = to_image_grid(*chosen_objects(pixels, starts, best), shape, mammogram.shape)
    measures = measure_objects(pixels, starts, mammogram.pixels, mammogram.spacing_mm)
    measures[:, 2] = scores[best][kept]
    return Candidates(measures, pixels, starts)


def to_image_grid(
    pixels: np.ndarray, starts: np.ndarray, shape: tuple[int, int], image_shape: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return objects of a grid of `shape` on a grid of `image_shape` over the same field: pixels, offsets, and which are left.

    A pixel belongs to the object that covers its centre. An object that covers no centre takes the pixel in which its own
    centre lies, if no other object has that; where it has, the two cannot be told apart and the object is left out.
    """
    count = len(starts) - 1
    if shape == image_shape or count == 0:
        return pixels, starts, np.arange(count)
    owner = np.repeat(np.arange(1, count + 1, dtype=np.int32), np.diff(starts))
    labels = np.zeros(shape, np.int32)
    labels.ravel()[pixels] = owner
    rows, columns = (((np.arange(n) + 0.5) * (m / n)).astype(np.int64) for n, m in zip(image_shape, shape, strict=True))
    image = labels[rows[:, None], columns]
    lacking = np.flatnonzero(np.bincount(image.ravel(), minlength=count + 1)[1:] == 0)
    centres = [np.bincount(owner, where, count + 1)[1:][lacking] / np.diff(starts)[lacking] for where in np.divmod(pixels, shape[1])]
    row, column = (((c + 0.5) * (n / m)).astype(np.int64) for c, n, m in zip(centres, image_shape, shape, strict=True))
    free = image[row, column] == 0
    image[row[free], column[free]] = lacking[free] + 1
    found = np.flatnonzero(image)
    order = np.argsort(image.ravel()[found], kind="stable")
    sizes = np.bincount(image.ravel()[found], minlength=count + 1)[1:]
    kept = np.flatnonzero(sizes)
    return found[order], np.concatenate([[0], np.cumsum(sizes[kept])]), kept
