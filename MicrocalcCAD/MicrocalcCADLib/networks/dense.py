"""A patch network evaluated around every pixel of a region at once, with the same answer as patch by patch.

Patches around neighbouring pixels see nearly the same pixels, so nearly all of their feature cells are equal. Cell
(r, c) of the patch around pixel (i, j) lies at i + step r: a cell whose receptive field does not touch the patch's
border is therefore one function of its place, whatever the patch, and one *map* over the region holds it for all of
them (`valid` padding: all cells are such). Zero padding makes the cells near the patch's border different: a cell that
sees the border from distance r is not the cell that another patch has at that place. But it is still one function of
the patch's place, so each such row (or column) of cells gets a map of its own. Per axis the maps are: one for the
interior, one for each border row. They grow by one at either side with every padded convolution, and max-pooling halves
them, so the first, largest layers need next to none; `same` padding of 49 px ends with 11 x 11 maps for 12 x 12 cells.

References
----------
Giusti et al. 2013 (arXiv:1302.1700) evaluate networks with max-pooling, without padding, on whole images. The treatment
of padding is ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce

import torch
from torch.nn import functional

from .two_stage import POOLED, PatchNetwork


@dataclass(frozen=True)
class Axis:
    """The cells of a feature map along one side of a patch, for patches centred on `extent` neighbouring pixels.

    Cells of the range `interior` share one map, since the one of cell r at patch i is that of cell r + 1 at patch
    i - step; every other cell has a map of its own.
    """

    extent: int
    count: int
    interior: range
    step: int

    def cells(self) -> Iterator[int]:
        """Yield the cells that have a map: those of the border, and the first of the interior."""
        yield from (r for r in range(self.count) if r not in self.interior[1:])

    def length(self, cell: int) -> int:
        """Return the length of the map of a cell that `cells` yields."""
        return self.extent + (self.step * (len(self.interior) - 1) if cell in self.interior else 0)

    def place(self, cell: int) -> tuple[int, int]:
        """Return the cell whose map holds `cell`, and where in it the first patch has it."""
        if cell not in self.interior:
            return cell, 0
        return self.interior[0], self.step * (cell - self.interior[0])

    def convolved(self, padding: int) -> Axis:
        """Return the axis after a convolution of 3 with this padding (0 or 1)."""
        first, last = self.interior.start + padding, self.interior.stop - 2 + padding
        return Axis(self.extent, self.count - 2 + 2 * padding, range(first, max(first, last)), self.step)

    def pooled(self) -> Axis:
        """Return the axis after max-pooling of 2."""
        first, last = (self.interior.start + 1) // 2, self.interior.stop // 2
        return Axis(self.extent, self.count // 2, range(first, max(first, last)), 2 * self.step)


@dataclass(frozen=True, eq=False)
class Maps:
    """A layer's features: by (row cell, column cell) that has a map, a tensor (channels, rows, columns)."""

    rows: Axis
    columns: Axis
    maps: dict[tuple[int, int], torch.Tensor]

    def at(self, row: int, column: int, like: tuple[int, int]) -> torch.Tensor | None:
        """Return the view (channels, *like) of what patches have at a cell; None outside the patch."""
        if not (0 <= row < self.rows.count and 0 <= column < self.columns.count):
            return None
        (row, top), (column, left) = self.rows.place(row), self.columns.place(column)
        return self.maps[row, column][:, top : top + like[0], left : left + like[1]]


class DenseNetwork:
    """A trained patch network, ready to answer for every pixel of a region.

    Parameters
    ----------
    network
        In evaluation mode: the batch normalisations are folded into the layers before them.
    """

    def __init__(self, network: PatchNetwork) -> None:
        self.size_px, self.cells = network.size_px, network.cells
        self.padding = 1 if network.padding == "same" else 0
        with torch.no_grad():
            self.layers = [_folded(c.weight, None, n) for c, n in zip(network.convolutions, network.norms, strict=True)]
            self.hidden = _folded(network.hidden.weight, network.hidden.bias, network.hidden_norm)
            self.answer = network.answer.weight.detach(), network.answer.bias.detach()

    def __call__(self, window: torch.Tensor) -> torch.Tensor:
        """Return the logits (2, rows, columns) for every pixel of a region.

        Parameters
        ----------
        window
            (rows + size - 1, columns + size - 1): the region, and around it half a patch less half a pixel.
        """
        whole = range(self.size_px)
        rows, columns = (Axis(side - self.size_px + 1, self.size_px, whole, 1) for side in window.shape)
        features = Maps(rows, columns, {(0, 0): window[None]})
        for layer, (weight, bias) in enumerate(self.layers):
            features = _convolved(features, weight, bias, self.padding)
            features = _pooled(features) if layer in POOLED else features
        return self._answered(features)

    def _answered(self, features: Maps) -> torch.Tensor:
        shape = features.rows.extent, features.columns.extent
        weight, bias = self.hidden
        weight = weight.reshape(len(weight), -1, self.cells, self.cells)
        hidden = bias[:, None].repeat(1, shape[0] * shape[1])
        for row in range(self.cells):
            strip = torch.cat([features.at(row, column, shape) for column in range(self.cells)]).flatten(1)
            hidden.addmm_(weight[:, :, row].transpose(1, 2).flatten(1), strip)
        return torch.addmm(self.answer[1][:, None], self.answer[0], hidden.relu_()).reshape(-1, *shape)


class DenseTile(torch.nn.Module):
    """`DenseNetwork` as a module: tiles (1, 1, rows + size - 1, columns + size - 1) to logits (1, 2, rows, columns)."""

    def __init__(self, network: PatchNetwork) -> None:
        super().__init__()
        self.network = network.eval()

    def forward(self, tiles: torch.Tensor) -> torch.Tensor:
        """Return the logits of each pixel of a tile, those of the patch around it."""
        return DenseNetwork(self.network)(tiles[0, 0])[None]


def _convolved(features: Maps, weight: torch.Tensor, bias: torch.Tensor, padding: int) -> Maps:
    rows, columns = features.rows.convolved(padding), features.columns.convolved(padding)
    maps = {}
    for row in rows.cells():
        for column in columns.cells():
            if row in rows.interior and column in columns.interior:
                inner = features.maps[features.rows.interior[0], features.columns.interior[0]][None]
                maps[row, column] = functional.conv2d(inner, weight, bias, dilation=(rows.step, columns.step))[
                    0
                ].relu_()
            else:
                shape = rows.length(row), columns.length(column)
                taps = {
                    (y, x): features.at(row + y - padding, column + x - padding, shape)
                    for y in range(3)
                    for x in range(3)
                }
                maps[row, column] = _summed({tap: view for tap, view in taps.items() if view is not None}, weight, bias)
    return Maps(rows, columns, maps)


def _summed(taps: dict[tuple[int, int], torch.Tensor], weight: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    """Return the convolution's answer from what its taps see, those outside the patch left out, as zeros would be."""
    shape = next(iter(taps.values())).shape[1:]
    kernel = torch.cat([weight[:, :, y, x] for y, x in taps], dim=1)
    seen = torch.cat(list(taps.values())).flatten(1)
    return torch.addmm(bias[:, None], kernel, seen).relu_().reshape(-1, *shape)


def _pooled(features: Maps) -> Maps:
    rows, columns = features.rows.pooled(), features.columns.pooled()
    maps = {}
    for row in rows.cells():
        for column in columns.cells():
            shape = rows.length(row), columns.length(column)
            four = (features.at(2 * row + y, 2 * column + x, shape) for y in range(2) for x in range(2))
            maps[row, column] = reduce(torch.maximum, four)
    return Maps(rows, columns, maps)


def _folded(
    weight: torch.Tensor, bias: torch.Tensor | None, norm: torch.nn.BatchNorm1d | torch.nn.BatchNorm2d
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return weight and bias of a layer with the batch normalisation behind it, as it is in evaluation."""
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    shift = norm.bias - norm.running_mean * scale
    shift = shift if bias is None else shift + bias * scale
    return weight * scale.reshape(-1, *[1] * (weight.dim() - 1)), shift
