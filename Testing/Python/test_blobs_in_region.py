"""Blobs of a painted region are those of the whole image."""

from __future__ import annotations

import numpy as np
import pytest
from MicrocalcCADLib.blobs import HessianDogParameters, segment_blobs
from MicrocalcCADLib.blobs_in_region import objects_in_region
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.measure import measure_objects
from test_picking import SPACING, background, with_spot


@pytest.fixture(scope="module")
def image() -> np.ndarray:
    picture = with_spot(background((300, 280)), 120, 130)
    return with_spot(with_spot(picture, 135, 150, height=0.05), 200, 40)


def region(shape: tuple[int, int], top: int, bottom: int, left: int, right: int) -> np.ndarray:
    mask = np.zeros(shape, bool)
    mask[top:bottom, left:right] = True
    return mask


def test_objects_and_contrasts_are_those_of_the_whole_image(image: np.ndarray) -> None:
    mask, p = region(image.shape, 100, 150, 100, 170), HessianDogParameters()
    whole = segment_blobs(image, 0.07, mask, p)
    found = objects_in_region(image, SPACING, mask, p)
    np.testing.assert_array_equal(found.objects.pixels, whole.objects.pixels)
    np.testing.assert_array_equal(found.objects.starts, whole.objects.starts)
    np.testing.assert_allclose(found.contrast, measure_objects(whole.objects, image, SPACING)[:, 8])


def test_the_contrast_chooses_the_objects(image: np.ndarray) -> None:
    found = objects_in_region(image, SPACING, region(image.shape, 100, 150, 100, 170))
    (bright,) = found.above(0.06)
    assert bright.mean(axis=0) == pytest.approx((120, 130), abs=1)
    assert len(found.above(0.015)) == 2
    assert found.above(1.0) == []


def test_an_empty_region_has_no_objects(image: np.ndarray) -> None:
    assert objects_in_region(image, SPACING, np.zeros(image.shape, bool)).above(0) == []


def test_a_region_on_another_grid_is_refused(image: np.ndarray) -> None:
    with pytest.raises(InputError, match="grid"):
        objects_in_region(image, SPACING, np.ones((3, 3), bool))


def test_on_coarse_film_objects_come_back_on_the_images_grid() -> None:
    picture = with_spot(np.full((120, 120), 0.4, np.float32), 60, 61, sigma_px=0.8)
    (found,) = objects_in_region(picture, (0.2, 0.2), region(picture.shape, 50, 70, 50, 70)).above(0.02)
    assert found.mean(axis=0) == pytest.approx((60, 61), abs=0.6)


def test_what_reaches_far_out_of_the_region_is_left_out_and_what_lies_in_it_stays(image: np.ndarray) -> None:
    """A ridge through the painted place, as a vessel makes one, beside a spot in it."""
    ridged = image.copy()
    rows = np.arange(image.shape[0])
    across = np.exp(-(((np.arange(image.shape[1])[None, :] - 160) * 0.07) ** 2) / (2 * 0.15**2))
    ridged += 0.08 * across * ((rows > 60) & (rows < 220))[:, None]
    mask = region(image.shape, 100, 150, 100, 170)
    free, kept = (objects_in_region(ridged, SPACING, mask, reach_mm=reach) for reach in (None, 0.5))
    beyond = [found.objects.pixels.max() // ridged.shape[1] - 149 for found in (free, kept)]
    assert beyond[0] * 0.07 > 0.5 >= beyond[1] * 0.07
    spots = [objects.mean(axis=0) for objects in kept.above(0.06)]
    assert any(np.hypot(*(spot - (120, 130))) < 1.5 for spot in spots)
    sizes = {len(one) for one in free.above(-1.0)}
    assert {len(one) for one in kept.above(-1.0)} < sizes  # whole objects are left out, none is cut
