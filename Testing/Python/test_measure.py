"""Measures of objects against scikit-image, and contrast on made images."""

from __future__ import annotations

import numpy as np
import pytest
from MicrocalcCADLib.analysis import MEASURES
from MicrocalcCADLib.detectors.delineation import delineate
from MicrocalcCADLib.measure import measure_objects
from MicrocalcCADLib.objects import Objects
from MicrocalcCADLib.resample import sampled
from MicrocalcCADLib.upsampling import to_original_grid
from scipy import ndimage
from skimage.measure import regionprops


def objects_of(labels: np.ndarray) -> Objects:
    flat = np.flatnonzero(labels)
    order = np.argsort(labels.ravel()[flat], kind="stable")
    return Objects(flat[order], np.concatenate([[0], np.cumsum(np.bincount(labels.ravel())[1:])]))


def with_pixel_extent(axis_px: float) -> float:
    """Add to an axis (4 standard deviations) of point masses what the extent of a pixel adds to the second moment,
    1/12.
    """
    return np.sqrt(axis_px**2 + 16 / 12)


@pytest.mark.parametrize("spacing", [(0.07, 0.07), (0.05, 0.1)])
def test_measures_equal_those_of_regionprops(spacing):
    rng = np.random.default_rng(0)
    image = rng.random((120, 150))
    labels = ndimage.label(ndimage.gaussian_filter(rng.standard_normal(image.shape), 2) > 0.15)[0]
    table = measure_objects(objects_of(labels), image, spacing)
    in_pixels = regionprops(labels)
    for row, region, plain in zip(table, regionprops(labels, image, spacing=spacing), in_pixels, strict=True):
        got = dict(zip(MEASURES, row, strict=True))
        assert (got["row"] * spacing[0], got["column"] * spacing[1]) == pytest.approx(region.centroid)
        assert got["area_mm2"] == pytest.approx(region.area)
        assert got["mean_intensity"] == pytest.approx(region.intensity_mean)
        if spacing[0] == spacing[1]:
            assert got["major_axis_mm"] == pytest.approx(with_pixel_extent(plain.axis_major_length) * spacing[0])
            assert got["minor_axis_mm"] == pytest.approx(
                with_pixel_extent(plain.axis_minor_length) * spacing[0], abs=1e-6
            )
            assert got["eccentricity"] == pytest.approx(np.sqrt(1 - (got["minor_axis_mm"] / got["major_axis_mm"]) ** 2))


def test_axes_of_a_stretched_image_do_not_depend_on_its_pixels():
    square = np.zeros((60, 60), int)
    square[20:40, 20:30] = 1
    wide = square[:, ::2]
    fine = measure_objects(objects_of(square), square.astype(float), (0.1, 0.1))[0]
    coarse = measure_objects(objects_of(wide), wide.astype(float), (0.1, 0.2))[0]
    np.testing.assert_allclose(fine[[3, 4, 5, 6]], coarse[[3, 4, 5, 6]])


def test_contrast_is_the_difference_to_the_surroundings_and_ignores_neighbours():
    labels = np.zeros((60, 60), int)
    labels[30:33, 30:33] = 1
    labels[30:33, 35:38] = 2
    image = np.full(labels.shape, 0.4)
    image[labels == 1], image[labels == 2] = 0.5, 0.9
    table = measure_objects(objects_of(labels), image, (0.1, 0.1))
    np.testing.assert_allclose(table[:, MEASURES.index("contrast")], [0.1, 0.5])


@pytest.mark.parametrize("spacing", [(0.1, 0.1), (0.05, 0.08)])
def test_contrast_refers_to_the_free_pixels_0_2_to_0_6_mm_from_the_bounding_box(spacing):
    rng = np.random.default_rng(3)
    image = rng.random((70, 90))
    labels = ndimage.label(ndimage.gaussian_filter(rng.standard_normal(image.shape), 1.5) > 0.3)[0]
    table = measure_objects(objects_of(labels), image, spacing)
    for region, contrast in zip(regionprops(labels), table[:, MEASURES.index("contrast")], strict=True):
        outside = np.ones(labels.shape, bool)
        outside[region.slice] = False
        distance = ndimage.distance_transform_edt(outside, sampling=spacing)
        ring = (distance > 0.2 + 1e-9) & (distance <= 0.6 + 1e-9) & (labels == 0)
        assert contrast == pytest.approx(image[labels == region.label].mean() - image[ring].mean())


def test_an_object_that_fills_the_image_has_no_contrast():
    labels = np.ones((5, 5), int)
    assert measure_objects(objects_of(labels), np.full((5, 5), 0.3), (0.1, 0.1))[0, MEASURES.index("contrast")] == 0


def two_peaks(height: float, apart: float = 12.0) -> tuple[np.ndarray, np.ndarray]:
    y, x = np.indices((60, 60))
    image = 0.2 + 0.1 * (
        np.exp(-((y - 30) ** 2 + (x - 24) ** 2) / 8) + height * np.exp(-((y - 30) ** 2 + (x - 24 - apart) ** 2) / 8)
    )
    return image, ((np.abs(y - 30) < 8) & (np.abs(x - 30) < 14)).astype(int)


def test_a_blob_is_cut_to_half_of_its_contrast_and_two_peaks_are_two_objects():
    image, blob = two_peaks(1.0)
    parts, owner = delineate(objects_of(blob), image, (0.07, 0.07), smoothing_mm=0)
    y, x = np.indices(image.shape)
    expected = np.flatnonzero((y - 30) ** 2 + (x - 24) ** 2 <= 8 * np.log(2))
    assert owner.tolist() == [0, 0]
    assert len(set(parts[0]) ^ set(expected)) <= 4


@pytest.mark.parametrize(("height", "apart", "objects"), [(0.3, 12, 2), (0.6, 8, 2), (0.9, 5, 1), (0.02, 12, 1)])
def test_a_faint_neighbour_is_an_object_of_its_own_where_a_valley_parts_them(height, apart, objects):
    image, blob = two_peaks(height, apart)
    blob[image < 0.21] = 0
    parts, _ = delineate(objects_of(blob), image, (0.07, 0.07))
    assert len(parts) == objects


def test_outlines_lie_within_their_blobs_share_no_pixel_and_every_blob_keeps_one():
    rng = np.random.default_rng(5)
    image = ndimage.gaussian_filter(rng.standard_normal((120, 120)), 2)
    labels = ndimage.label(image > 0.05)[0]
    parts, owner = delineate(objects_of(labels), image, (0.07, 0.07))
    assert len(np.unique(parts.pixels)) == len(parts.pixels)
    assert set(owner) == set(range(labels.max()))
    for k, pixels in enumerate(parts):
        part = np.zeros(image.shape, bool)
        part.ravel()[pixels] = True
        assert ndimage.label(part)[1] == 1 and (labels[part] == owner[k] + 1).all()


def test_no_objects_give_an_empty_table():
    assert measure_objects(Objects.of([]), np.zeros((5, 5)), (0.1, 0.1)).shape == (0, len(MEASURES))


def test_maps_are_sampled_linearly_over_the_same_field():
    ramp = np.tile(np.arange(10, dtype=np.float32), (1, 4, 1))
    columns = np.arange(20)
    values = sampled(ramp, np.full(20, 3), columns, (8, 20))[0]
    np.testing.assert_allclose(values[1:-1], ((columns + 0.5) / 2 - 0.5)[1:-1], atol=1e-6)


def test_objects_come_back_to_the_original_grid_and_none_is_lost():
    fine = np.zeros((20, 20), int)
    fine[4:8, 4:8] = 1
    fine[13, 13] = 2
    assert [pixels.tolist() for pixels in to_original_grid(objects_of(fine), fine.shape, 2)] == [[22, 23, 32, 33], [66]]
