"""Attention regions of interest: a patch, the same under all calcifications, and under the one to be rated (Zhang 2021,
Fig. 1).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from ..contrast import ContrastParameters, local_contrast
from ..resample import resample

MARGIN_MM = 2.4
ATTENTION, PATCH_ALONE = 3, 1


@dataclass(frozen=True)
class RoiParameters:
    """The region of interest; the defaults are those of the paper.

    Parameters
    ----------
    spacing_mm, size_px
        Grid of the region; it is 28 mm wide in the paper.
    channels
        3 for attention, 1 for the patch alone.
    step_share
        Step of the window as a share of its side. The paper slides it by 100 px over the mammogram; here a
        calcification is rated in the window whose centre is nearest, at most half a step away in each direction.
    contrast
        The patch is seen as local contrast (see `MicrocalcCADLib.contrast`), where the paper, whose images are of two
        vendors, has grey levels.
    """

    spacing_mm: float = 0.07
    size_px: int = 400
    channels: int = ATTENTION
    step_share: float = 0.25
    contrast: ContrastParameters = field(default_factory=ContrastParameters)

    @property
    def size_mm(self) -> float:
        """Side in mm."""
        return self.size_px * self.spacing_mm

    @property
    def margin_px(self) -> int:
        """Width of the frame that local contrast needs around a region."""
        return int(np.ceil(MARGIN_MM / self.spacing_mm))


@dataclass(frozen=True)
class Window:
    """A window of the original image: first row and column (they may lie outside), and its rows and columns."""

    first: tuple[int, int]
    shape: tuple[int, int]


class Roi(NamedTuple):
    """A region of interest.

    Parameters
    ----------
    patch
        Local contrast, float32 (size, size).
    every, one
        bool (size, size): all calcifications, and the one to be rated.
    """

    patch: np.ndarray
    every: np.ndarray
    one: np.ndarray

    def stacked(self, channels: int = ATTENTION) -> np.ndarray:
        """Return the network's input, float32 (channels, size, size): the patch, the same under all calcifications, and
        under the one.
        """
        return np.stack([self.patch, self.patch * self.every, self.patch * self.one][:channels]).astype(np.float32)


def window_for(row: float, column: float, spacing_mm: tuple[float, float], parameters: RoiParameters) -> Window:
    """Return the window, with its frame, whose centre is nearest to a pixel."""
    first, shape = [], []
    for position, spacing in zip((row, column), spacing_mm, strict=True):
        step = parameters.step_share * parameters.size_mm / spacing
        side = (parameters.size_px + 2 * parameters.margin_px) * parameters.spacing_mm / spacing
        first.append(round(round(position / step) * step - side / 2))
        shape.append(max(1, round(side)))
    return Window((first[0], first[1]), (shape[0], shape[1]))


def patch_of(pixels: np.ndarray, window: Window, parameters: RoiParameters) -> np.ndarray:
    """Return the local contrast of a window, float32 (size, size); beyond the image its border is repeated."""
    rows, columns = (
        np.clip(np.arange(f, f + n), 0, limit - 1)
        for f, n, limit in zip(window.first, window.shape, pixels.shape, strict=True)
    )
    p = parameters
    side = p.size_px + 2 * p.margin_px
    patch = local_contrast(resample(pixels[np.ix_(rows, columns)], (side, side)), p.spacing_mm, p.contrast)
    return patch[p.margin_px : p.margin_px + p.size_px, p.margin_px : p.margin_px + p.size_px]


def mask_of(rows: np.ndarray, columns: np.ndarray, window: Window, parameters: RoiParameters) -> np.ndarray:
    """Return pixels of the original image on the window's grid, bool (size, size).

    A grid pixel belongs to it if half of it is covered, or if the centre of one of the pixels lies in it: the smallest
    calcification keeps a pixel on a coarser grid, and has no holes on a finer one.
    """
    p = parameters
    side = p.size_px + 2 * p.margin_px
    rows, columns = rows - window.first[0], columns - window.first[1]
    inside = (rows >= 0) & (rows < window.shape[0]) & (columns >= 0) & (columns < window.shape[1])
    rows, columns = rows[inside], columns[inside]
    fine = np.zeros(window.shape, np.float32)
    fine[rows, columns] = 1
    mask = resample(fine, (side, side)) >= 0.5
    mask[
        ((rows + 0.5) * side / window.shape[0]).astype(int), ((columns + 0.5) * side / window.shape[1]).astype(int)
    ] = True
    return mask[p.margin_px : p.margin_px + p.size_px, p.margin_px : p.margin_px + p.size_px]
