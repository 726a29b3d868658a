"""What is shown of the mammograms of a table: a region with its outlines, by one method or several, false marks at the
skin, marked squares.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from MicrocalcCADLib.analysis import Analysis
from MicrocalcTrainLib.datasets.labelled_folder import LabelledImage
from scipy import ndimage

from .picture_figures import Picture

REGION_MM = 10.0


@dataclass(frozen=True, eq=False)
class Outlined:
    """A mammogram's grey values, its true calcifications and those that were found, all (rows, columns), its spacing,
    and the breast.
    """

    pixels: np.ndarray
    true: np.ndarray
    found: np.ndarray
    breast: np.ndarray
    spacing_mm: float


@dataclass(frozen=True)
class AtTheSkin:
    """A mark that touches no calcification: its distance in mm from the border of the breast, and where it lies (row,
    column).
    """

    distance_mm: float
    row: float
    column: float


def outlined(image: LabelledImage, analysis: Analysis, threshold: float) -> Outlined:
    """Return what is true and what was found from a score on."""
    mammogram = image.mammogram()
    chosen = np.flatnonzero(analysis.candidates.column("score") >= threshold) + 1
    return Outlined(
        mammogram.pixels, image.truth(), analysis.label_map(chosen), analysis.breast_mask, mammogram.mean_spacing_mm
    )


def richest_region(one: Outlined, within_mm: float = REGION_MM) -> tuple[int, int] | None:
    """Return the calcification (row, column) that has most true ones within half of a side; None where
    there is none.
    """
    numbers = np.unique(one.true[one.true > 0])
    if not len(numbers):
        return None
    centres = np.array(ndimage.center_of_mass(one.true > 0, one.true, numbers))
    distance = np.abs(centres[:, None] - centres[None]).max(axis=2) * one.spacing_mm
    row, column = centres[int((distance <= within_mm / 2).sum(axis=1).argmax())]
    return round(float(row)), round(float(column))


def nearest_false_mark(one: Outlined) -> AtTheSkin | None:
    """Return the false mark that is nearest to the border between breast and background; None where there is no false
    mark, or no such border.

    The border of the image is none.
    """
    right = np.unique(one.found[(one.true > 0) & (one.found > 0)])
    false = np.setdiff1d(np.unique(one.found[one.found > 0]), right)
    if not len(false) or one.breast.all():
        return None
    distance = ndimage.distance_transform_edt(one.breast) * one.spacing_mm
    nearest = np.asarray(ndimage.minimum(distance, one.found, false))
    mark = false[int(nearest.argmin())]
    row, column = ndimage.center_of_mass(one.found == mark)
    return AtTheSkin(float(nearest.min()), row, column)


def region(one: Outlined, row: float, column: float, title: str) -> tuple[Picture, Picture]:
    """Return a square of `REGION_MM` about a place, as it is and with the outlines."""
    window = _window(one, row, column, round(REGION_MM / one.spacing_mm))
    return Picture(one.pixels[window], title), Picture(
        one.pixels[window], "true green, found red", one.true[window] > 0, one.found[window] > 0
    )


def side_by_side(
    image: LabelledImage, analyses: Mapping[str, tuple[Analysis, float]], side_px: int
) -> tuple[Picture, ...]:
    """Return the square with most calcifications of an image: as it is, the annotated ones, and those of each analysis
    from its score on.

    Parameters
    ----------
    analyses
        By the name that is written above; at least one. Nothing is returned where nothing is annotated.
    """
    every = {name: outlined(image, analysis, threshold) for name, (analysis, threshold) in analyses.items()}
    one = next(iter(every.values()))
    where = richest_region(one, side_px * one.spacing_mm)
    if where is None:
        return ()
    window = _window(one, *where, side_px)
    pixels = one.pixels[window]
    plain = (Picture(pixels, image.stem), Picture(pixels, "annotated", true=one.true[window] > 0))
    return (*plain, *(Picture(pixels, name, found=own.found[window] > 0) for name, own in every.items()))


def _window(one: Outlined, row: float, column: float, side: int) -> tuple[slice, ...]:
    """Return a square of a side in pixels about a place, within the image."""
    first = [
        int(np.clip(round(float(c)) - side // 2, 0, max(0, n - side)))
        for c, n in zip((row, column), one.pixels.shape, strict=True)
    ]
    return tuple(slice(start, start + side) for start in first)


def marked_squares(image: LabelledImage, analysis: Analysis, threshold: float) -> tuple[Picture, Picture, Picture]:
    """Return a mammogram, the same with its annotated regions, and with the squares that are marked from a score on."""
    mammogram = image.mammogram()
    radii = np.asarray(image.radii_mm, float).reshape(-1, 1) / mammogram.mean_spacing_mm
    patches = analysis.candidates.patches
    squares = patches[patches[:, 3] >= threshold][:, :3]
    circles = np.hstack([np.asarray(image.lesions, float).reshape(-1, 2), radii])
    pixels = mammogram.pixels
    return (
        Picture(pixels, image.stem),
        Picture(pixels, "annotated", circles=circles),
        Picture(pixels, f"{len(squares)} marked", squares=squares),
    )
