"""The object under the pointer is the one that the textbook build finds in the whole image."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from blobs_reference import blob_like, difference_of_gaussians
from MicrocalcCADLib.blobs import HessianDogParameters
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.picking import PickParameters, object_near, pick
from scipy import ndimage

SPACING = (0.07, 0.07)


def background(shape: tuple[int, int] = (240, 260), seed: int = 0) -> np.ndarray:
    generator = np.random.default_rng(seed)
    return (0.4 + 0.004 * generator.standard_normal(shape)).astype(np.float32)


def with_spot(image: np.ndarray, row: float, column: float, sigma_px: float = 1.6, height: float = 0.2) -> np.ndarray:
    rows, columns = np.mgrid[: image.shape[0], : image.shape[1]]
    return (image + height * np.exp(-((rows - row) ** 2 + (columns - column) ** 2) / (2 * sigma_px**2))).astype(
        np.float32
    )


def expected_object(image: np.ndarray, row: int, column: int, spacing_mm: float = 0.07) -> np.ndarray:
    """Return the component of the plane of largest response at a place, from responses of the whole image."""
    p = HessianDogParameters()
    response = difference_of_gaussians(image.astype(float), spacing_mm, p)
    near = response[:, row - 1 : row + 2, column - 1 : column + 2].reshape(len(response), -1).max(axis=1)
    labels = ndimage.label(blob_like(response[near.argmax()], p.hessian_threshold))[0]
    return np.argwhere(labels == labels[row, column])


@pytest.mark.parametrize(
    ("row", "column", "sigma_px"), [(120, 130, 1.2), (120, 130, 2.0), (120, 130, 3.0), (4, 250, 1.6), (237, 2, 1.6)]
)
def test_a_click_gives_the_object_of_the_whole_image_at_its_best_scale(row: int, column: int, sigma_px: float) -> None:
    image = with_spot(background(), row, column, sigma_px)
    found = pick(image, SPACING, row + 1, column - 1)
    np.testing.assert_array_equal(found.pixels, expected_object(image, row, column))


def test_a_larger_spot_is_found_at_a_larger_scale() -> None:
    sigmas = [pick(with_spot(background(), 120, 130, size), SPACING, 120, 130).sigma_mm for size in (1.0, 3.5)]
    assert sigmas[0] < sigmas[1]


def test_of_two_neighbours_the_nearer_is_picked() -> None:
    image = with_spot(with_spot(background(), 120, 126), 120, 134)
    left, right = (pick(image, SPACING, 120, column) for column in (126, 134))
    assert left.pixels.mean(axis=0) == pytest.approx((120, 126), abs=1)
    assert right.pixels.mean(axis=0) == pytest.approx((120, 134), abs=1)


def test_beyond_the_reach_there_is_nothing() -> None:
    image = with_spot(np.full((200, 200), 0.4, np.float32), 100, 100)
    assert pick(image, SPACING, 100, 104) is not None
    assert pick(image, SPACING, 100, 107) is None
    assert pick(image, SPACING, -3, 100) is None


def test_a_faint_spot_is_found_only_with_a_lower_threshold() -> None:
    image = with_spot(np.full((200, 200), 0.4, np.float32), 100, 100, height=0.008)
    p = PickParameters()
    assert pick(image, SPACING, 100, 100, p) is None
    assert pick(image, SPACING, 100, 100, replace(p, blobs=replace(p.blobs, threshold=0.001))) is not None


def test_a_ridge_across_the_image_is_no_calcification() -> None:
    image = np.full((300, 300), 0.4, np.float32)
    image[148:152] += 0.2
    image[150, 150] += 0.05
    assert pick(image, SPACING, 150, 150) is None


def test_on_coarse_film_the_object_is_found_on_a_finer_grid() -> None:
    image = with_spot(np.full((120, 120), 0.4, np.float32), 60, 61, sigma_px=0.7)
    found = pick(image, (0.2, 0.2), 60, 61)
    assert found.pixels.mean(axis=0) == pytest.approx((60, 61), abs=0.6)
    assert 1 <= len(found.pixels) <= 12


def test_a_spacing_that_is_none_of_a_mammogram_is_refused() -> None:
    with pytest.raises(InputError, match="spacing"):
        pick(background(), (1.0, 1.0), 10, 10)


def test_the_part_of_a_mask_near_a_place_is_taken_whole() -> None:
    mask = np.zeros((200, 200), bool)
    mask[50:60, 20:150] = True
    mask[60, 150] = True  # touches at a corner only
    mask[70, 30] = True
    np.testing.assert_array_equal(object_near(mask, 62, 40, 4), np.argwhere(mask[:60]))
    np.testing.assert_array_equal(object_near(mask, 69, 30, 4), [[70, 30]])
    assert object_near(mask, 120, 100, 4) is None


def test_a_click_on_a_large_image_takes_less_than_50_ms() -> None:
    image = np.tile(background((470, 300)), (10, 10))
    image[1900:2100, 1400:1600] = with_spot(background((200, 200)), 100, 100)
    times = []
    for _repeat in range(7):
        start = time.process_time()
        assert pick(image, SPACING, 2001, 1499) is not None
        times.append(time.process_time() - start)
    assert min(times) < 0.05
