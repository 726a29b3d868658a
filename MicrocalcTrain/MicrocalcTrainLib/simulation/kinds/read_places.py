"""Places of real backgrounds that were read by eye: what looks like a calcification there and is one of a kind, or
none.

Where a detector marks something on a background, nobody knows what it is; where somebody looked, the network can learn
from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.kinds.vocabulary import KINDS, NO_CALCIFICATION

from ...datasets.tables import read_table
from ..backgrounds import Background

SHIPPED = Path(__file__).with_name("read_places.csv")
COLUMNS = ("image", "rows", "columns", "row", "column", "size_mm", "kind")
NONE = "none"
# nothing is known, and: it is a calcification of some kind
UNKNOWN, CALCIUM = 255, 254
CHANNELS = {kind.word: number for number, kind in enumerate(KINDS, start=1)} | {NONE: NO_CALCIFICATION}
# what lies within this distance of a place that was read belongs to it
AROUND_MM = 0.12
# the surroundings of what is no calcification are known too
KNOWN_MM = 0.5
# something smaller looks like a calcification by itself: the network says that it is none; of larger ones it says
# nothing
SPECK_MM = 1.2


@dataclass(frozen=True)
class ReadPlace:
    """A place on a background.

    Parameters
    ----------
    row, column
        Centre on the background's grid.
    channel
        1 to 13 as in `KINDS`, or `NO_CALCIFICATION`.
    """

    row: float
    column: float
    size_mm: float
    channel: int


@dataclass(frozen=True)
class ReadRow:
    """A line of the table: image file, its (rows, columns), the place's (row, column) in its pixels, its length, and a
    kind or `NONE`.
    """

    image: str
    shape: tuple[int, int]
    place: tuple[float, float]
    size_mm: float
    kind: str


def read_places(table: Path = SHIPPED) -> list[ReadRow]:
    """Return the lines of a table of read places, CSV with the columns `COLUMNS`.

    Raises
    ------
    InputError
        If the table lacks a column or has a word that is no kind.
    """
    result = []
    for number, row in enumerate((one.cells for one in read_table(table, COLUMNS)), start=2):
        try:
            shape, place = (int(row["rows"]), int(row["columns"])), (float(row["row"]), float(row["column"]))
            one = ReadRow(row["image"], shape, place, float(row["size_mm"]), row["kind"])
            CHANNELS[one.kind]
        except (ValueError, TypeError, KeyError):
            raise InputError(
                f"Line {number} of {table.name} is no read place: it needs numbers, and a kind or {NONE!r}."
            ) from None
        result.append(one)
    return result


def places_on(background: Background, table: Path = SHIPPED) -> list[ReadPlace]:
    """Return the places of a table that lie on a background; an image is known by its file's name and its size.

    Raises
    ------
    InputError
        See `read_places`.
    """
    result = []
    for row in read_places(table):
        if (row.image, row.shape) != (background.name, background.file_shape):
            continue
        row_px, column_px = (
            (p + 0.5) * side / full - 0.5 - first
            for p, side, full, first in zip(
                row.place, background.grid_shape, row.shape, background.first_px, strict=True
            )
        )
        result.append(ReadPlace(row_px, column_px, row.size_mm, CHANNELS[row.kind]))
    return result


def given_labels(unknown: np.ndarray, places: Sequence[ReadPlace], spacing_mm: float) -> np.ndarray:
    """Return what is known of each pixel of a background, uint8 as `unknown`: 0 tissue, 1 to 14 as read, `UNKNOWN`.

    Parameters
    ----------
    unknown
        bool (rows, columns): surroundings of what a detector marks.
    """
    labels = np.where(unknown, UNKNOWN, 0).astype(np.uint8)
    for place in places:
        if place.channel == NO_CALCIFICATION:
            _disc(labels, place, (place.size_mm / 2 + KNOWN_MM) / spacing_mm, 0)
    for place in places:
        if place.channel != NO_CALCIFICATION or place.size_mm < SPECK_MM:
            _disc(labels, place, (place.size_mm / 2 + AROUND_MM) / spacing_mm, place.channel)
    return labels


def _disc(labels: np.ndarray, place: ReadPlace, radius_px: float, value: int) -> None:
    reach = int(np.ceil(radius_px))
    first = [max(0, round(c) - reach) for c in (place.row, place.column)]
    last = [max(0, round(c) + reach + 1) for c in (place.row, place.column)]
    window = tuple(slice(*ends) for ends in zip(first, last, strict=True))
    part = labels[window]
    y, x = np.ogrid[: part.shape[0], : part.shape[1]]
    part[np.hypot(y + first[0] - place.row, x + first[1] - place.column) <= radius_px] = value
