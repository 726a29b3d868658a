"""Estimates of where nipple and chest wall are, from the outline of the breast, and where a place lies between them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy import ndimage

LEFT, RIGHT = "left", "right"
OBLIQUE_VIEWS = ("MLO", "LMO", "SIO")
# The muscle's edge in an oblique view leans so far from the vertical, on average; the nipple lies across from it.
OBLIQUE_DEGREES = 20.0
_GRID_MM = 0.5
_TIP_MM = 1.0
# A nipple stands out of the skin by so much, and not farther from the tip than this length and this share of the
# breast's height.
_BUMP_RADIUS_MM, _BUMP_HEIGHT_MM = 8.0, 1.2
_BUMP_SEARCH_MM, _BUMP_SEARCH = 40.0, 0.3
_OUTER_PART = 0.1
# Of the breast's height, above and below: folds of skin and strips of film lie there, no nipple.
_ENDS = 0.08
# A breast that fills so much of its box has no outline to go by.
_BOX = 0.92
# Nor has one whose side away from the chest wall is the picture's border over so much of its height: a small field, as
# in stereotaxis. Whole views have less than a quarter of their height there.
_CUT = 1 / 3
# Along its chest wall a breast is at least so high, beside its greatest height, over the outermost tenth of its width:
# 0.79 and more in 102 whole views. Two breasts whose chest walls meet are round on both sides, and so is a spot view.
_WALL = 0.6


@dataclass(frozen=True)
class Landmarks:
    """Estimated landmarks of one view, for distances in the plane of the image.

    Parameters
    ----------
    nipple
        (row, column) in pixels.
    chest_wall
        `LEFT` or `RIGHT`: the side of the stored image on which the chest wall is; None where nobody knows.
    wall_column
        Column of the breast's edge there; None where `chest_wall` is.
    lean_degrees
        How far the chest wall leans from the vertical above the nipple's level; 0 but in oblique views.
    spacing_mm
        (row, column).
    by_reader
        Whether a reader placed the nipple; otherwise it is estimated.
    upside_down
        Whether the first row shows the lower or inner part.
    """

    nipple: tuple[float, float]
    chest_wall: str | None
    wall_column: float | None
    lean_degrees: float
    spacing_mm: tuple[float, float]
    by_reader: bool = False
    upside_down: bool = False

    def moved(self, nipple: tuple[float, float]) -> Landmarks:
        """Return the landmarks with the nipple where a reader has put it."""
        return replace(self, nipple=nipple, by_reader=True)

    def from_nipple_mm(self, place: tuple[float, float]) -> float:
        """Return the distance of a pixel (row, column) from the nipple, in mm."""
        return math.hypot(*self._offset(place))

    def above_axis_mm(self, place: tuple[float, float]) -> float | None:
        """Return how far a pixel lies above the line from the nipple straight to the chest wall; negative below it.

        None where the chest wall leans to a side that nobody knows.
        """
        if self.chest_wall is None and self.lean_degrees:
            return None
        down, back = self._offset(place)
        lean = math.radians(self.lean_degrees)
        return -down * math.cos(lean) - back * math.sin(lean)

    def depth(self, place: tuple[float, float]) -> float | None:
        """Return how far back a pixel lies between nipple (0) and chest wall (1); None where that is not known."""
        if self.wall_column is None:
            return None
        whole = self._to_wall(self.nipple, self.wall_column)
        return min(max(1 - self._to_wall(place, self.wall_column) / whole, 0.0), 1.0) if whole > 0 else 0.0

    def _offset(self, place: tuple[float, float]) -> tuple[float, float]:
        """Return (down, back towards the chest wall) from the nipple, in mm."""
        down, right = ((a - b) * s for a, b, s in zip(place, self.nipple, self.spacing_mm, strict=True))
        return -down if self.upside_down else down, -right if self.chest_wall == LEFT else right

    def _to_wall(self, place: tuple[float, float], wall_column: float) -> float:
        """Return the distance from the chest wall: the image's side, and above the nipple's level the
        leaning muscle.
        """
        straight = abs(place[1] - wall_column) * self.spacing_mm[1]
        down, _ = self._offset(place)
        lean = math.radians(self.lean_degrees)
        return max(min(straight, straight * math.cos(lean) + down * math.sin(lean)), 0.0)


def landmarks(
    mask: np.ndarray, spacing_mm: tuple[float, float], view: str | None = None, upside_down: bool = False
) -> Landmarks | None:
    """Return estimates of nipple and chest wall from where the breast is; None where its outline is not in the picture,
    or neither of its sides is a chest wall.

    The nipple is the highest bump on the skin near the point of the breast farthest from the chest wall, or that point
    where no bump shows; in an oblique view the chest wall leans by `OBLIQUE_DEGREES`. A nipple that is not in profile
    lies elsewhere: these are estimates, good to a centimetre or two.

    Parameters
    ----------
    mask
        bool (rows, columns), True in the breast.
    spacing_mm
        (row, column) spacing in mm.
    view
        ``CC``, ``MLO`` ...; where it is unknown, a breast that reaches the top of its picture alone counts as oblique.
    upside_down
        Whether the first row shows the lower or inner part instead of the upper or outer one.
    """
    if upside_down:
        found = landmarks(mask[::-1], spacing_mm, view)
        if found is None:
            return None
        return replace(found, nipple=(len(mask) - 1 - found.nipple[0], found.nipple[1]), upside_down=True)
    steps = tuple(max(1, round(_GRID_MM / s)) for s in spacing_mm)
    small = mask[:: steps[0], :: steps[1]]
    rows, columns = (np.flatnonzero(small.any(axis=axis)) for axis in (1, 0))
    if not rows.size or small.sum() > _BOX * (np.ptp(rows) + 1) * (np.ptp(columns) + 1):
        return None
    spacing = (spacing_mm[0] * steps[0], spacing_mm[1] * steps[1])
    side = chest_wall_side(small)
    if _is_cut_off(small, side) or not _has_wall(small, columns):
        return None
    wall = columns[0] if side == LEFT else columns[-1]
    lean = OBLIQUE_DEGREES if _is_oblique(small, view) else 0.0
    nipple = _nipple(small, spacing, side, lean)
    if nipple is None:
        return None
    row, column = nipple
    return Landmarks((row * steps[0], column * steps[1]), side, float(wall * steps[1]), lean, spacing_mm)


def _is_cut_off(mask: np.ndarray, side: str) -> bool:
    """Return whether the picture ends before the breast does, away from the chest wall."""
    border = mask[:, -2:] if side == LEFT else mask[:, :2]
    rows = np.flatnonzero(mask.any(axis=1))
    return bool(border.any(axis=1).sum() > _CUT * (np.ptp(rows) + 1))


def _has_wall(mask: np.ndarray, columns: np.ndarray) -> bool:
    """Return whether one side of the breast, which lies in these columns, is as high as a chest wall."""
    heights = mask[:, columns[0] : columns[-1] + 1].sum(axis=0)
    width = _outer_width(columns)
    return bool(max(heights[:width].mean(), heights[-width:].mean()) >= _WALL * heights.max())


def _outer_width(columns: np.ndarray) -> int:
    return max(1, round(_OUTER_PART * (columns[-1] - columns[0] + 1)))


def chest_wall_side(mask: np.ndarray) -> str:
    """Return on which side of the stored image the chest wall is: the side of the breast where more of it lies.

    Parameters
    ----------
    mask
        bool (rows, columns), True in the breast; there may be air on both sides of it.
    """
    columns = np.flatnonzero(mask.any(axis=0))
    if not columns.size:
        return LEFT
    width = _outer_width(columns)
    left, right = (
        mask[:, columns[0] : columns[0] + width].sum(),
        mask[:, columns[-1] + 1 - width : columns[-1] + 1].sum(),
    )
    return LEFT if left >= right else RIGHT


def lean_of(view: str | None) -> float:
    """Return by how many degrees the chest wall leans in a view; 0 where the view is not known."""
    return OBLIQUE_DEGREES if view and view.upper() in OBLIQUE_VIEWS else 0.0


def _is_oblique(mask: np.ndarray, view: str | None) -> bool:
    if view:
        return lean_of(view) > 0
    rows = np.flatnonzero(mask.any(axis=1))
    top, bottom = (mask[row].sum() for row in (rows[0], rows[-1]))
    return bool(top > 0.15 * mask.any(axis=0).sum() and top > 2 * bottom)


def _nipple(
    mask: np.ndarray, spacing: tuple[float, float], side: str, lean_degrees: float
) -> tuple[float, float] | None:
    """Return the nipple; None where the breast has no outline between its ends, as few pixels apart have none."""
    rows, columns = np.nonzero(mask & ~ndimage.binary_erosion(mask, border_value=1))
    ends = _ENDS * np.ptp(rows)
    between = (rows >= rows.min() + ends) & (rows <= rows.max() - ends)
    if not between.any():
        return None
    rows, columns = rows[between], columns[between]
    away = columns * spacing[1] * (1 if side == LEFT else -1)
    lean = math.radians(lean_degrees)
    ahead = away * math.cos(lean) + rows * spacing[0] * math.sin(lean)
    tip = ahead >= ahead.max() - _TIP_MM
    place = float(rows[tip].mean()), float(columns[tip].mean())
    inside = mask.copy()
    inside[: rows.min()], inside[rows.max() + 1 :] = False, False
    search_mm = min(_BUMP_SEARCH_MM, _BUMP_SEARCH * ends / _ENDS * spacing[0])
    return _bump(mask, inside, spacing, place, search_mm) or place


def _bump(
    mask: np.ndarray, between: np.ndarray, spacing: tuple[float, float], tip: tuple[float, float], search_mm: float
) -> tuple[float, float] | None:
    """Return the tip of what stands out of the skin the most near a point, between the ends of the breast: what an
    opening with a disc takes away.
    """
    margin = tuple(math.ceil(_BUMP_RADIUS_MM / s) + 1 for s in spacing)
    padded = np.pad(mask, [(m, m) for m in margin], mode="edge")
    inside = ndimage.distance_transform_edt(padded, sampling=spacing) > _BUMP_RADIUS_MM
    outside = ndimage.distance_transform_edt(~inside, sampling=spacing)[margin[0] : -margin[0], margin[1] : -margin[1]]
    height = np.where(between, outside - _BUMP_RADIUS_MM, 0.0)
    rows, columns = np.nonzero(height >= _BUMP_HEIGHT_MM)
    near = np.hypot((rows - tip[0]) * spacing[0], (columns - tip[1]) * spacing[1]) <= search_mm
    if not near.any():
        return None
    rows, columns = rows[near], columns[near]
    highest = int(height[rows, columns].argmax())
    return float(rows[highest]), float(columns[highest])
