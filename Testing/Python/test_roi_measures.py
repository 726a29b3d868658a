"""Measures of the calcifications in a region of interest."""

from __future__ import annotations

import numpy as np
import pytest
from MicrocalcCADLib.assessment.attention_roi import Roi
from MicrocalcCADLib.assessment.roi_measures import MEASURES, roi_measures

SPACING = 0.14


def region(*squares: tuple[int, int, int], own: int = 0) -> Roi:
    """Squares as (first row, first column, side), one value each."""
    patch, every, one = np.zeros((40, 40), np.float32), np.zeros((40, 40), bool), np.zeros((40, 40), bool)
    for number, (row, column, side) in enumerate(squares):
        where = slice(row, row + side), slice(column, column + side)
        every[where] = True
        one[where] |= number == own
        patch[where] = number + 1
    return Roi(patch, every, one)


def named(roi: Roi) -> dict[str, float]:
    return dict(zip(MEASURES, roi_measures(roi, SPACING), strict=True))


def test_three_squares_are_measured_as_by_hand() -> None:
    found = named(region((5, 5, 2), (5, 15, 2), (25, 5, 4), own=2))
    assert found["count"] == 3
    assert found["own_area_mm2"] == pytest.approx(16 * SPACING**2)
    assert found["own_mean"] == found["own_maximum"] == 3
    # from the first: 10 px to the second, 21 px down and 1 across to the third
    distances = np.array([10, 10, np.hypot(21, 1)]) * SPACING
    assert found["median_nearest_mm"] == pytest.approx(np.median(distances))
    assert found["mean_nearest_mm"] == pytest.approx(distances.mean())
    logs = np.log(np.array([4, 4, 16]) * SPACING**2)
    assert found["mean_log_area"] == pytest.approx(logs.mean()) and found["sd_log_area"] == pytest.approx(logs.std())
    assert [found[f"log_area_{p}"] for p in (10, 50, 90)] == pytest.approx(np.percentile(logs, (10, 50, 90)))


def test_touching_calcifications_are_one_and_the_same_whatever_the_others_are() -> None:
    found = named(region((5, 5, 2), (7, 7, 2)))
    assert found["count"] == 1 and found["own_area_mm2"] == pytest.approx(4 * SPACING**2)
    assert np.isnan(found["median_nearest_mm"]) and np.isnan(found["mean_nearest_mm"])


def test_nothing_to_measure_is_nan() -> None:
    empty = Roi(np.zeros((40, 40), np.float32), np.zeros((40, 40), bool), np.zeros((40, 40), bool))
    assert np.isnan(roi_measures(empty, SPACING)).all()


def test_measures_do_not_depend_on_orientation_but_for_that_of_the_group() -> None:
    roi = region((5, 5, 2), (5, 15, 3), (25, 9, 4), (30, 30, 1), own=1)
    turned = Roi(*(np.rot90(plane).copy() for plane in roi))
    plain, other = named(roi), named(turned)
    differing = {name for name in MEASURES if not np.isclose(plain[name], other[name], rtol=1e-6, atol=1e-9)}
    assert differing == {"orientation_rad"}
