"""The 31 features of the malignancy case study: list, count, and shapes with known answers."""

from __future__ import annotations

import numpy as np
import pytest
from MicrocalcCADLib.features import FEATURES, INDIVIDUAL, REGIONAL, group_features, hu_moments
from MicrocalcCADLib.objects import Objects
from skimage.measure import moments_central, moments_hu, moments_normalized


def as_objects(objects: list[tuple[slice, slice]], shape: tuple[int, int]) -> Objects:
    index = np.arange(shape[0] * shape[1]).reshape(shape)
    return Objects.of(index[place].ravel() for place in objects)


def features_of(
    objects: list[tuple[slice, slice]], image: np.ndarray, spacing_mm: tuple[float, float] = (0.1, 0.1)
) -> dict[str, float]:
    return dict(zip(FEATURES, group_features(as_objects(objects, image.shape), image, spacing_mm), strict=True))


def test_there_are_17_regional_and_7_individual_features_with_mean_and_deviation() -> None:
    assert REGIONAL == (
        "foreground_area_mm2",
        "convex_hull_area_mm2",
        "major_axis_mm",
        "minor_axis_mm",
        "orientation_rad",
        "eccentricity",
        "solidity",
        "inertia_1_mm2",
        "inertia_2_mm2",
        "hu_1",
        "hu_2",
        "hu_3",
        "hu_4",
        "hu_5",
        "hu_6",
        "hu_7",
        "count",
    )
    assert INDIVIDUAL == ("area_mm2", "major_axis_mm", "minor_axis_mm", "maximum", "minimum", "mean", "eccentricity")
    assert (len(REGIONAL), len(INDIVIDUAL), len(FEATURES), len(set(FEATURES))) == (17, 7, 31, 31)


def test_one_rectangle_has_the_moments_of_a_rectangle() -> None:
    found = features_of([(slice(5, 9), slice(3, 13))], np.full((20, 20), 0.5))
    assert found["foreground_area_mm2"] == pytest.approx(0.4)
    assert found["convex_hull_area_mm2"] == pytest.approx(0.4)
    assert found["solidity"] == pytest.approx(1.0)
    assert found["major_axis_mm"] == pytest.approx(4 * 1.0 / np.sqrt(12))
    assert found["minor_axis_mm"] == pytest.approx(4 * 0.4 / np.sqrt(12))
    assert found["inertia_1_mm2"] == pytest.approx(1.0**2 / 12)
    assert found["inertia_2_mm2"] == pytest.approx(0.4**2 / 12)
    assert found["eccentricity"] == pytest.approx(np.sqrt(1 - 0.4**2))
    assert found["orientation_rad"] == pytest.approx(0.0)
    assert found["count"] == 1


@pytest.mark.parametrize(
    ("step", "angle"), [((0, 6), 0), ((6, 0), np.pi / 2), ((-6, 6), np.pi / 4), ((6, 6), -np.pi / 4)]
)
def test_the_orientation_is_the_angle_to_the_horizontal_counter_clockwise(step: tuple[int, int], angle: float) -> None:
    squares = [
        (slice(20 + k * step[0], 22 + k * step[0]), slice(20 + k * step[1], 22 + k * step[1])) for k in (-1, 0, 1)
    ]
    assert features_of(squares, np.zeros((40, 40)))["orientation_rad"] == pytest.approx(angle)


def test_two_squares_are_a_region_of_low_solidity_and_two_equal_individuals() -> None:
    found = features_of([(slice(0, 2), slice(0, 2)), (slice(0, 2), slice(8, 10))], np.zeros((12, 12)), (0.2, 0.1))
    assert found["count"] == 2
    assert found["foreground_area_mm2"] == pytest.approx(8 * 0.02)
    assert found["convex_hull_area_mm2"] == pytest.approx(0.4 * 1.0)
    assert found["solidity"] == pytest.approx(0.4)
    assert found["mean_of_area_mm2"] == pytest.approx(4 * 0.02)
    assert found["sd_of_area_mm2"] == pytest.approx(0)
    assert found["mean_of_major_axis_mm"] == pytest.approx(4 * 0.4 / np.sqrt(12))
    assert found["mean_of_minor_axis_mm"] == pytest.approx(4 * 0.2 / np.sqrt(12))


def test_individual_features_are_mean_and_population_deviation_over_the_calcifications() -> None:
    image = np.zeros((10, 10))
    image[0, 0:2], image[5, 5] = (0.2, 0.6), 0.9
    found = features_of([(slice(0, 1), slice(0, 2)), (slice(5, 6), slice(5, 6))], image)
    expected = {
        "area_mm2": (0.02, 0.01),
        "maximum": (0.6, 0.9),
        "minimum": (0.2, 0.9),
        "mean": (0.4, 0.9),
        "eccentricity": (np.sqrt(1 - 0.25), 0.0),
    }
    for name, values in expected.items():
        assert found[f"mean_of_{name}"] == pytest.approx(np.mean(values)), name
        assert found[f"sd_of_{name}"] == pytest.approx(np.std(values)), name


def test_hu_moments_are_those_of_the_textbook_and_of_scikit_image() -> None:
    mask = np.random.default_rng(0).random((24, 31)) < 0.1
    rows, columns = np.nonzero(mask)
    ours = hu_moments(rows, columns, (0.07, 0.07))
    # scikit-image puts rows first: the seventh moment, which changes its sign with a reflection, is the other way round
    theirs = moments_hu(moments_normalized(moments_central(mask.T.astype(float), order=3)))
    np.testing.assert_allclose(np.abs(ours), np.abs(theirs), rtol=1e-9)
    rectangle = hu_moments(*np.nonzero(np.ones((200, 300))), (1.0, 1.0))
    assert rectangle[0] == pytest.approx((200**2 + 300**2) / 12 / (200 * 300), rel=1e-4)


def test_hu_moments_do_not_change_with_place_turn_or_size_but_the_seventh_with_a_reflection() -> None:
    mask = np.random.default_rng(1).random((20, 26)) < 0.2
    own = hu_moments(*np.nonzero(mask), (0.1, 0.1))
    for other in (np.pad(mask, ((5, 0), (9, 0))), np.rot90(mask)):
        np.testing.assert_allclose(hu_moments(*np.nonzero(other), (0.1, 0.1)), own, rtol=1e-9)
    np.testing.assert_allclose(hu_moments(*np.nonzero(mask), (0.3, 0.3)), own, rtol=1e-9)
    np.testing.assert_allclose(
        hu_moments(*np.nonzero(mask[:, ::-1]), (0.1, 0.1)), own * [1, 1, 1, 1, 1, 1, -1], rtol=1e-9
    )


def test_nothing_has_no_features_and_one_pixel_has_all() -> None:
    image = np.full((5, 5), 0.3)
    assert np.isnan(group_features(Objects.of([]), image, (0.1, 0.1))).all()
    assert np.isfinite(group_features(Objects.of([np.array([12])]), image, (0.1, 0.1))).all()


def test_the_features_of_a_few_hundred_calcifications_take_milliseconds() -> None:
    import time

    objects = [(slice(r, r + 3), slice(c, c + 3)) for r in range(0, 100, 5) for c in range(0, 100, 5)]
    runs, image = as_objects(objects, (100, 100)), np.random.default_rng(0).random((100, 100))
    start = time.process_time()
    for _ in range(5):
        group_features(runs, image, (0.07, 0.07))
    assert (time.process_time() - start) / 5 < 0.05
