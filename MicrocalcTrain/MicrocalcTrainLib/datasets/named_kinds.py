"""The kinds that a reader has named, as areas of an image: which pixels belong to which group, and what
that group is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.findings import Cluster, Findings, Vessel
from MicrocalcCADLib.kinds.large import disc_mm2
from MicrocalcCADLib.kinds.naming import NamingParameters
from MicrocalcCADLib.kinds.vessels import half_width_mm
from MicrocalcCADLib.kinds.vessels import members as vessels_of
from MicrocalcCADLib.kinds.vocabulary import NO_CALCIFICATION, NOT_DETERMINED, VASCULAR, channel_of
from MicrocalcCADLib.listed import listed, members
from MicrocalcCADLib.morphology import small_holes_filled
from scipy.ndimage import binary_erosion, distance_transform_edt, label
from scipy.spatial import cKDTree

# a pixel of a named group is 16 times the group's number, from 1, and the kind's channel, 1 to 13
SHIFT = 4
# gaps of the calcium below this length belong to a vessel, as in its simulation
GAP_MM = 1.0
# their lucent centre belongs to them; the wall of the larger one may have gaps
RIM, SKIN = "rim", "skin"
MORPHOLOGY = "morphology"


def named_groups(findings: Findings, states: Mapping[int, str], holds: Sequence[str]) -> list[Cluster]:
    """Return the listed findings whose kind a reader has named and that hold, single ones as groups of one.

    Parameters
    ----------
    findings
        With the reader's words, see `reader_words.with_words`.
    states, holds
        State of each listed finding by its key, and the states of those that hold.
    """
    return [one for one in listed(findings) if MORPHOLOGY in one.by_reader and states.get(one.id) in holds]


def named_areas(analysis: Analysis, findings: Findings, groups: Sequence[Cluster]) -> np.ndarray | None:
    """Return the areas of groups whose kind is known, uint32 of the image's shape, see `SHIFT`; None where there is
    none.

    A group is the outlines of its members. A rim or a skin calcification has its lucent centre, too. A vessel has the
    gaps of its calcium, and where its course was traced the width of it. Outlines of another group are that group's.

    Parameters
    ----------
    analysis
        With the reader's edits.
    """
    known = [one for one in groups if one.morphology != NOT_DETERMINED]
    if not known:
        return None
    shape, spacing = (analysis.image.rows, analysis.image.columns), analysis.image.spacing_mm
    areas, outlines = np.zeros(shape, np.uint32), np.zeros(shape, np.uint32)
    ids = members(findings)
    for number, one in enumerate(known, start=1):
        value = number << SHIFT | channel_of(one.morphology)
        pixels = np.concatenate([analysis.candidates.object_pixels(i) for i in sorted(ids[one.id])])
        outlines.flat[pixels] = value
        window = _around(pixels, shape, spacing)
        mask = np.zeros(shape, bool)
        mask.flat[pixels] = True
        mask = mask[window]
        if one.morphology == VASCULAR:
            areas[window][_vessel(mask, _lines(pixels, shape, spacing, analysis.vessels), window, spacing)] = value
        elif one.morphology in (RIM, SKIN):
            areas[window][
                _closed(mask, spacing, filled=True) if one.morphology == RIM else _holes_filled(mask, spacing)
            ] = value
    return np.where(outlines > 0, outlines, areas)


def channels(plane: np.ndarray) -> np.ndarray:
    """Return the kind of each pixel of a plane of named groups, uint8: 1 to 13, 0 where nothing is named."""
    return (plane & ((1 << SHIFT) - 1)).astype(np.uint8)


def groups_of(plane: np.ndarray) -> dict[int, int]:
    """Return the channel of each named group of a plane by its number."""
    return {int(value) >> SHIFT: int(value) & ((1 << SHIFT) - 1) for value in np.unique(plane) if value}


def is_plane(plane: np.ndarray) -> bool:
    """Return whether an image of numbers is a plane of named groups: each has a number and a kind."""
    values = np.unique(plane)
    values = values[values > 0]
    kinds = values & ((1 << SHIFT) - 1)
    return bool(((values >> SHIFT > 0) & (kinds > 0) & (kinds < NO_CALCIFICATION)).all())


def _around(pixels: np.ndarray, shape: tuple[int, int], spacing_mm: tuple[float, float]) -> tuple[slice, slice]:
    """Return a window around pixels with room for what belongs to them."""
    sides = zip(np.divmod(pixels, shape[1]), spacing_mm, shape, strict=True)
    ends = [(int(axis.min()), int(axis.max()) + 1, round(3 * GAP_MM / mm), n) for axis, mm, n in sides]
    first, second = (slice(max(0, low - reach), min(n, high + reach)) for low, high, reach, n in ends)
    return first, second


def _lines(
    pixels: np.ndarray, shape: tuple[int, int], spacing_mm: tuple[float, float], vessels: Sequence[Vessel]
) -> list[Vessel]:
    """Return the vessels that were traced along some of the pixels."""
    found = set(vessels_of(vessels, np.column_stack(np.divmod(pixels, shape[1])) * spacing_mm, spacing_mm).tolist())
    return [vessel for vessel in vessels if vessel.id in found]


def _vessel(
    mask: np.ndarray, vessels: Sequence[Vessel], window: tuple[slice, slice], spacing_mm: tuple[float, float]
) -> np.ndarray:
    """Return the outlines, bool as `mask`, with the gaps between them, and the width of the traced courses
    beside them.
    """
    area, away = (
        _closed(mask, spacing_mm) | _joined(mask, spacing_mm),
        distance_transform_edt(~mask, sampling=spacing_mm),
    )
    for vessel in vessels:
        course = _drawn(np.array(vessel.polyline) - [s.start for s in window], mask.shape)
        if course.any():
            half = half_width_mm(vessel)
            area |= (distance_transform_edt(~course, sampling=spacing_mm) <= half) & (away <= max(half, GAP_MM / 2))
    return area


def _joined(mask: np.ndarray, spacing_mm: tuple[float, float]) -> np.ndarray:
    """Return lines, bool as `mask`, between the nearest pixels of any two objects that are less than `GAP_MM` apart."""
    objects, _ = label(mask, np.ones((3, 3)))
    places = np.argwhere(mask & ~binary_erosion(mask))
    number = objects[tuple(places.T)]
    pairs = cKDTree(places * spacing_mm).query_pairs(GAP_MM, output_type="ndarray")
    pairs = pairs[number[pairs[:, 0]] != number[pairs[:, 1]]]
    lengths = np.hypot(*((places[pairs[:, 0]] - places[pairs[:, 1]]) * spacing_mm).T)
    shortest = pairs[np.argsort(lengths, kind="stable")]
    _, first = np.unique(np.sort(number[shortest], axis=1), axis=0, return_index=True)
    drawn = np.zeros(mask.shape, bool)
    for one, other in shortest[first]:
        drawn |= _drawn(places[[one, other]], mask.shape)
    return drawn


def _closed(mask: np.ndarray, spacing_mm: tuple[float, float], filled: bool = False) -> np.ndarray:
    """Return a mask, bool, whose gaps below `GAP_MM` are closed, and with `filled` the holes that are left
    then, too.
    """
    near = distance_transform_edt(~mask, sampling=spacing_mm) <= GAP_MM / 2
    near = _holes_filled(near, spacing_mm) if filled else near
    return mask | (distance_transform_edt(np.pad(near, 1, mode="edge"), sampling=spacing_mm)[1:-1, 1:-1] > GAP_MM / 2)


def _holes_filled(shape: np.ndarray, spacing_mm: tuple[float, float]) -> np.ndarray:
    """Return a shape with those of its holes filled that a ring may have."""
    return small_holes_filled(shape, float(np.prod(spacing_mm)), disc_mm2(NamingParameters().largest_hole_mm))


def _drawn(points: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    from skimage.draw import line

    drawn = np.zeros(shape, bool)
    corners = np.round(points).astype(int)
    for start, end in pairwise(corners):
        rows, columns = line(*start, *end)
        inside = (rows >= 0) & (columns >= 0) & (rows < shape[0]) & (columns < shape[1])
        drawn[rows[inside], columns[inside]] = True
    return drawn
