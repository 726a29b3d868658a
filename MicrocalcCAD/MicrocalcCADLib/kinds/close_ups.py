"""What stands around a calcification: a close-up and a wider view of each, as the close-up network sees them."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from ..borders import mirrored
from ..networks.kind_resnet import CHANNELS_IN, CLASSES, SIDE_PX

if TYPE_CHECKING:
    from ..networks.engine import Network

# side of a pixel of the wider view in pixels of the close-up: 9.6 mm and 28.8 mm are seen at 0.1 mm
WIDE = 3
BATCH = 32


def close_ups(view: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return what the network sees of each place, float32 (n, 4, 96, 96): fine and broad contrast close up, and of
    three times the field.

    In the wide view a pixel of the fine contrast is the greatest of 3 x 3, so that small calcifications stay, and one
    of the broad contrast their mean. Beyond its ends the image is mirrored.

    Parameters
    ----------
    view
        `kind_map.network_input` of the image, (2, rows, columns), at 0.1 mm.
    places
        int (n, 2) rows and columns in it.
    """
    half, wide = SIDE_PX // 2, SIDE_PX // 2 * WIDE
    result = np.empty((len(places), CHANNELS_IN, SIDE_PX, SIDE_PX), np.float32)
    for own, (row, column) in zip(result, places, strict=True):
        fine, broad = _around(view, int(row), int(column), wide)
        inner = slice(wide - half, wide + half)
        own[0], own[1] = fine[inner, inner], broad[inner, inner]
        # one strided picture after the other: a quarter of the time of a reduction over two axes of length three
        greatest, total = _by_threes(fine, np.maximum), _by_threes(broad, np.add)
        own[2], own[3] = greatest, total / np.float32(WIDE * WIDE)
    return result


def _by_threes(picture: np.ndarray, function: np.ufunc) -> np.ndarray:
    """Return a picture with `WIDE` x `WIDE` pixels put together to one."""
    rows = reduce(function, (picture[first::WIDE] for first in range(WIDE)))
    return reduce(function, (rows[:, first::WIDE] for first in range(WIDE)))


def _around(view: np.ndarray, row: int, column: int, reach: int) -> np.ndarray:
    """Return what lies from `reach` pixels before a place to as many after it, float32 (2, 2 reach, 2 reach), mirrored
    at the image's ends.
    """
    ends = zip((row, column), view.shape[1:], strict=True)
    if all(reach <= at <= side - reach for at, side in ends):
        return view[:, row - reach : row + reach, column - reach : column + reach].astype(np.float32)
    rows, columns = (
        mirrored(np.arange(at - reach, at + reach), side)
        for at, side in zip((row, column), view.shape[1:], strict=True)
    )
    return view[:, rows[:, None], columns].astype(np.float32)


def kinds_close_up(network: Network, view: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return the probability of each kind and of no calcification at each place, float64 (n, 14); see `close_ups`."""
    answers = [network(close_ups(view, places[first : first + BATCH])) for first in range(0, len(places), BATCH)]
    if not answers:
        return np.zeros((0, CLASSES))
    logits = np.concatenate(answers).astype(np.float64)
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return odds / odds.sum(axis=1, keepdims=True)
