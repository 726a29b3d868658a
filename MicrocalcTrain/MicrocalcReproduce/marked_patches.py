"""Square patches side by side of real images, positive where they overlap what is annotated (Kahnouei 2022, section
3.2).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from MicrocalcCADLib.breast import breast_mask
from MicrocalcCADLib.contrast import local_contrast
from MicrocalcCADLib.detectors.patch_learning import PatchLearningParameters, squares
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.resample import canonical_shape, resample
from MicrocalcTrainLib.augmentation import RandSymmetry, seed_of
from MicrocalcTrainLib.datasets.labelled_folder import LabelledImage
from MicrocalcTrainLib.datasets.store_file import connected
from MicrocalcTrainLib.datasets.stored_images import is_store
from MicrocalcTrainLib.numbered import Numbered

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class MarkedPatches:
    """Patches float32 (n, 1, size, size), whether each is positive (n,), and the age of its patient in years (n,), NaN
    where unknown.
    """

    images: np.ndarray
    positive: np.ndarray
    ages: np.ndarray

    def chosen(self, places: np.ndarray) -> MarkedPatches:
        """Return some of the patches."""
        return MarkedPatches(self.images[places], self.positive[places], self.ages[places])


def patches_of(
    images: Sequence[LabelledImage], parameters: PatchLearningParameters, ages: dict[str, float], seed: int
) -> MarkedPatches:
    """Return all positive patches of the images and as many normal ones, drawn from all; positive ones come first.

    A patch overlaps an annotation if it touches the circle about a cluster or a pixel of an outlined calcification.

    Raises
    ------
    InputError
        If there is no positive or no normal patch.
    """
    rng = np.random.default_rng(seed)
    found: dict[bool, list[tuple[np.ndarray, float]]] = {True: [], False: []}
    for image in images:
        positives, normals = _of_image(image, parameters)
        # no more normals of an image than can be needed, so that a large set stays in memory
        kept = rng.permutation(len(normals))[: max(8, 2 * len(positives))]
        found[True] += [(patch, ages.get(image.stem, np.nan)) for patch in positives]
        found[False] += [(normals[i], ages.get(image.stem, np.nan)) for i in kept]
    if not found[True] or not found[False]:
        raise InputError(
            "These images give patches of one kind only: a data set with annotated and with normal tissue is needed."
        )
    count = min(len(found[True]), len(found[False]))
    chosen = [found[kind][i] for kind in (True, False) for i in np.sort(rng.permutation(len(found[kind]))[:count])]
    log.info("%d positive and %d normal patches", count, count)
    return MarkedPatches(
        np.stack([patch for patch, _ in chosen])[:, None],
        np.repeat([True, False], count),
        np.array([age for _, age in chosen]),
    )


def ages_of(folder: Path) -> dict[str, float]:
    """Return the age in years by image of a data set, where it is known."""
    if not is_store(folder):
        return {}
    with connected(folder) as connection:
        rows = connection.execute(
            "SELECT name, age FROM images JOIN patients USING (patient) WHERE age IS NOT NULL"
        ).fetchall()
    return {name: float(age) for name, age in rows}


class TurnedPatches(Numbered):
    """A map-style data set of patches, every second one positive, turned and mirrored (see `numbered.Patches`)."""

    def __init__(self, patches: MarkedPatches, seed: int) -> None:
        super().__init__(len(patches.positive), seed)
        self.patches = patches
        self._kinds = [np.flatnonzero(patches.positive == kind) for kind in (True, False)]

    def item(self, number: int) -> dict[str, Any]:
        """Return a patch; see the class."""
        epoch, place = divmod(number, len(self))
        kind = self._kinds[place % 2]
        chosen = np.random.default_rng((self.seed, epoch)).permutation(kind)[place // 2 % len(kind)]
        turned = RandSymmetry().set_random_state(seed=seed_of(self.seed, epoch, place))
        return {
            "image": turned(self.patches.images[chosen]),
            "label": np.array([self.patches.positive[chosen]], np.float32),
        }


def _of_image(image: LabelledImage, p: PatchLearningParameters) -> tuple[list[np.ndarray], list[np.ndarray]]:
    mammogram = image.mammogram()
    shape = canonical_shape(mammogram.shape, mammogram.spacing_mm, p.spacing_mm)
    pixels = resample(mammogram.pixels, shape)
    breast = resample(breast_mask(mammogram.pixels, mammogram.spacing_mm).astype(np.float32), shape) > 0.5
    contrast = local_contrast(pixels, p.spacing_mm, p.contrast).astype(np.float32)
    padded = np.pad(contrast, [(0, -length % p.size_px) for length in shape])
    marks = list(_marks(image, mammogram.shape, shape, p.spacing_mm))
    kinds: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
    for row, column in squares(breast, p.size_px, p.least_breast):
        positive = any(_touches(row, column, p.size_px, *mark) for mark in marks)
        kinds[0 if positive else 1].append(padded[row : row + p.size_px, column : column + p.size_px])
    return kinds


def _marks(
    image: LabelledImage, own: tuple[int, int], shape: tuple[int, int], spacing_mm: float
) -> Iterator[tuple[float, float, float]]:
    """Yield (row, column, radius) of what is annotated, in pixels of the patches' grid."""
    scale = shape[0] / own[0], shape[1] / own[1]
    for (row, column), radius in zip(image.lesions, image.radii_mm, strict=True):
        yield row * scale[0], column * scale[1], radius / spacing_mm
    if image.labels is not None:
        rows, columns = np.nonzero(image.truth(own))
        yield from np.unique(
            np.column_stack(
                [(rows * scale[0]).astype(int), (columns * scale[1]).astype(int), np.zeros(len(rows), int)]
            ),
            axis=0,
        )


def _touches(top: int, left: int, side: int, row: float, column: float, radius: float) -> bool:
    nearest = min(max(row, top), top + side - 1), min(max(column, left), left + side - 1)
    return float(np.hypot(nearest[0] - row, nearest[1] - column)) <= radius
