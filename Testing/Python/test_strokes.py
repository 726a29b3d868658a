"""A brush covers what lies within its radius of the stroke, in millimetres."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from MicrocalcCADLib.strokes import paint_stroke, region_outlines
from scipy import ndimage

SPACING = (0.1, 0.05)


def distance_mm(shape: tuple[int, int], start: tuple[float, float], end: tuple[float, float]) -> np.ndarray:
    """Return each pixel's distance from a stroke, by trying many points of it."""
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    points = [np.array(start) + t * (np.array(end) - start) for t in np.linspace(0, 1, 2001)]
    return np.min([np.hypot((rows - r) * SPACING[0], (columns - c) * SPACING[1]) for r, c in points], axis=0)


@pytest.mark.parametrize(
    ("start", "end"), [((20, 30), (20, 30)), ((10, 10), (30, 50)), ((-5, 20), (4, 25)), ((25, 70), (39, 59))]
)
def test_a_stroke_covers_what_lies_within_its_radius(start: tuple[float, float], end: tuple[float, float]) -> None:
    region = np.zeros((40, 60), bool)
    paint_stroke(region, SPACING, start, end, 0.93)
    np.testing.assert_array_equal(region, distance_mm(region.shape, start, end) <= 0.465)


def test_a_stroke_outside_the_image_covers_nothing() -> None:
    region = np.zeros((40, 60), bool)
    paint_stroke(region, SPACING, (-100, -100), (-90, -80), 1.0)
    assert not region.any()


def test_strokes_add_up() -> None:
    region = np.zeros((40, 60), bool)
    paint_stroke(region, SPACING, (20, 10), (20, 10), 0.5)
    first = region.copy()
    paint_stroke(region, SPACING, (20, 50), (20, 50), 0.5)
    assert region[first].all()
    assert region.sum() == 2 * first.sum()


def filled(outlines: list[np.ndarray], shape: tuple[int, int]) -> np.ndarray:
    """Return which pixel centres lie in a polygon, by the rule of odd crossings."""
    inside = np.zeros(shape, bool)
    for r in range(shape[0]):
        for c in range(shape[1]):
            crossings = 0
            for outline in outlines:
                for (r0, c0), (r1, c1) in pairwise(outline):
                    crossings += (r0 > r) != (r1 > r) and c < c0 + (r - r0) / (r1 - r0) * (c1 - c0)
            inside[r, c] = crossings % 2
    return inside


def test_the_outlines_of_a_region_enclose_exactly_its_pixels_part_by_part() -> None:
    region = np.zeros((40, 60), bool)
    paint_stroke(region, SPACING, (12, 10), (14, 20), 0.8)
    paint_stroke(region, SPACING, (30, 50), (30, 50), 0.5)
    outlines = region_outlines(region)
    assert len(outlines) == 2
    np.testing.assert_array_equal(filled(outlines, region.shape), region)
    assert region_outlines(np.zeros((5, 5), bool)) == []


def test_the_outline_of_a_large_region_is_coarser_and_covers_it() -> None:
    region = np.zeros((60, 90), bool)
    paint_stroke(region, SPACING, (25, 20), (30, 70), 2.0)
    (outline,) = region_outlines(region, finest=30)
    covered = filled([outline], region.shape)
    assert covered[region].all()
    assert not covered[~ndimage.binary_dilation(region, np.ones((3, 3)), iterations=3)].any()  # cells of 3 pixels
