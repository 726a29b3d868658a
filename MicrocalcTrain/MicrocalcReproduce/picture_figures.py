"""Figures of mammograms with what is annotated and what was found on them; the same input gives the same file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from MicrocalcTrainLib.metrics.figures import figure_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TRUE, FOUND = "tab:green", "tab:red"
MOST_PX = 500
PANEL_INCHES = 2.3
EMPTY = np.zeros((0, 3))


@dataclass(frozen=True, eq=False)
class Picture:
    """A part of a mammogram, or the whole, with marks of what is true (green) and of what was found (red).

    Parameters
    ----------
    pixels
        Grey values (rows, columns).
    true, found
        Masks (rows, columns), drawn by their outline; None for none.
    circles
        (n, 3) row, column and radius in pixels of annotated regions.
    squares
        (n, 3) row and column of the upper left corner, and side in pixels, of marked patches.
    """

    pixels: np.ndarray
    title: str = ""
    true: np.ndarray | None = None
    found: np.ndarray | None = None
    circles: np.ndarray = field(default_factory=lambda: EMPTY)
    squares: np.ndarray = field(default_factory=lambda: EMPTY)


def pictures_figure(rows: Sequence[Sequence[Picture]]) -> Figure:
    """Draw rows of pictures, all of one length (Valvano 2019, Figs. 1 and 7; Kahnouei 2022, Fig. 7)."""
    from matplotlib.patches import Circle, Rectangle

    columns = len(rows[0])
    figure = figure_of((PANEL_INCHES * columns, sum(PANEL_INCHES * _height(row) + 0.25 for row in rows)))
    for number, picture in enumerate(one for row in rows for one in row):
        axes = figure.add_subplot(len(rows), columns, number + 1)
        step = max(1, -(-max(picture.pixels.shape) // MOST_PX))
        side = (0, picture.pixels.shape[1], picture.pixels.shape[0], 0)
        axes.imshow(
            picture.pixels[::step, ::step],
            cmap="gray",
            extent=side,
            vmin=picture.pixels.min(),
            vmax=picture.pixels.max(),
        )
        for mask, colour in ((picture.true, TRUE), (picture.found, FOUND)):
            if mask is not None and mask.any():
                centres = (np.arange(n) + 0.5 for n in (mask.shape[1], mask.shape[0]))
                axes.contour(*centres, mask.astype(float), levels=[0.5], colors=[colour], linewidths=1)
        for row, column, radius in picture.circles:
            axes.add_patch(Circle((column, row), radius, fill=False, color=TRUE))
        for row, column, length in picture.squares:
            axes.add_patch(Rectangle((column, row), length, length, fill=False, color=FOUND))
        axes.set_xlim(0, picture.pixels.shape[1])
        axes.set_ylim(picture.pixels.shape[0], 0)
        axes.set_title(picture.title, fontsize=8)
        axes.set_axis_off()
    return figure


def _height(row: Sequence[Picture]) -> float:
    return max(one.pixels.shape[0] / one.pixels.shape[1] for one in row)
