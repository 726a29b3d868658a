"""A brush covers what lies within its radius of the stroke, in millimetres."""

from __future__ import annotations

import numpy as np
import pytest
from MicrocalcCADLib.strokes import brush_outline, paint_stroke

SPACING = (0.1, 0.05)


def distance_mm(shape: tuple[int, int], start: tuple[float, float], end: tuple[float, float]) -> np.ndarray:
    """Return each pixel's distance from a stroke, by trying many points of it."""
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    points = [np.array(start) + t * (np.array(end) - start) for t in np.linspace(0, 1, 2001)]
    return np.min([np.hypot((rows - r) * SPACING[0], (columns - c) * SPACING[1]) for r, c in points], axis=0)


@pytest.mark.parametrize(("start", "end"), [((20, 30), (20, 30)), ((10, 10), (30, 50)), ((-5, 20), (4, 25)), ((25, 70), (39, 59))])
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


def test_the_outline_of_the_brush_is_a_circle_in_millimetres() -> None:
    outline = brush_outline((20, 30), SPACING, 1.0)
    np.testing.assert_allclose(np.hypot(*((outline - (20, 30)) * SPACING).T), 0.5)
    np.testing.assert_allclose(outline[0], outline[-1])
