"""Ciecholewski's segmentation: identical to a slow textbook reference, in parts and as a whole."""

from __future__ import annotations

import morphological_reference as reference
import numpy as np
import pytest
from MicrocalcCADLib.errors import Cancelled, InputError
from MicrocalcCADLib.morphology import (
    MorphologyParameters,
    _kernels,
    _levels,
    closing_opening,
    eroded_by_disc,
    expanded,
    extended_maxima,
    holes_filled,
    reduced,
    segment,
)
from MicrocalcCADLib.progress import Progress
from morphological_reference import meyer_watershed, reference_segment
from scipy import ndimage
from skimage.morphology import disk, reconstruction
from skimage.segmentation import watershed
from skimage.transform import pyramid_expand, pyramid_reduce

SMALL = MorphologyParameters(patch_px=64, largest_px=400, skin_px=3)


def tissue_with_specks(shape: tuple[int, int], seed: int, levels: int = 4095) -> np.ndarray:
    """Return texture with bright specks and a dark corner, float32, rounded to grey levels."""
    rng = np.random.default_rng(seed)
    image = 0.4 + 0.05 * ndimage.gaussian_filter(rng.normal(size=shape), 6) * 6 + 0.004 * rng.normal(size=shape)
    for row, column in rng.integers(0, shape, (shape[0] * shape[1] // 250, 2)):
        image[row : row + rng.integers(1, 4), column : column + rng.integers(1, 4)] += rng.uniform(0.03, 0.3)
    image[: shape[0] // 3, : shape[1] // 3] *= 0.1
    return (np.round(np.clip(image, 0, 1) * levels) / levels).astype(np.float32)


@pytest.mark.parametrize(
    ("shape", "seed", "levels"),
    [((64, 64), 0, 4095), ((150, 100), 1, 4095), ((128, 130), 2, 255), ((70, 61), 3, 65535)],
)
def test_the_segmentation_is_identical_to_the_textbook_reference(
    shape: tuple[int, int], seed: int, levels: int
) -> None:
    image = tissue_with_specks(shape, seed, levels)
    breast = ndimage.gaussian_filter(np.random.default_rng(seed).normal(size=shape), 12) > -0.02
    found = segment(image, breast, SMALL)
    assert found.any()
    assert np.array_equal(found, reference_segment(image, breast, SMALL))


def test_the_segmentation_at_the_papers_patch_size_is_identical_to_the_reference() -> None:
    image = tissue_with_specks((500, 120), 5)
    breast = np.ones(image.shape, bool)
    assert np.array_equal(segment(image, breast), reference_segment(image, breast, MorphologyParameters()))


def test_it_is_identical_to_scikit_images_watershed_where_no_two_grey_levels_are_equal() -> None:
    image = tissue_with_specks((128, 128), 7, levels=2**24)
    breast = np.ones(image.shape, bool)
    ours, theirs = segment(image, breast, SMALL), reference_segment(image, breast, SMALL, watershed)
    assert np.mean(ours != theirs) < 0.002


def test_the_textbook_flood_is_scikit_images_on_values_without_ties() -> None:
    values = np.random.default_rng(1).permutation(40 * 50).reshape(40, 50)
    markers = np.zeros((40, 50), int)
    markers[5, 5], markers[30, 40], markers[20, 10] = 1, 2, 3
    levels, count = _levels(values / values.size)
    assert np.array_equal(meyer_watershed(values, markers), watershed(values, markers))
    assert np.array_equal(_kernels().flooded(levels, markers.astype(np.int32), count), watershed(values, markers))


def test_a_bright_speck_is_found_with_its_shape_and_a_bright_plain_is_not() -> None:
    image = np.full((64, 64), 0.3, np.float32)
    image[30:34, 10:15] += 0.3
    image[10:50, 25:60] += 0.2
    found = segment(image, np.ones(image.shape, bool), SMALL)
    speck = np.zeros_like(found)
    speck[30:34, 10:15] = True
    assert np.array_equal(found & ndimage.binary_dilation(speck, iterations=3), found)
    assert found[speck].mean() > 0.9


def test_nothing_is_found_outside_the_eroded_breast() -> None:
    image = tissue_with_specks((128, 128), 4)
    breast = np.zeros(image.shape, bool)
    breast[64:, 64:] = True
    found = segment(image, breast, SMALL)
    assert found.any()
    assert not found[:67].any()
    assert not found[:, :67].any()
    assert not segment(image, np.zeros_like(breast), SMALL).any()


def test_dark_and_even_images_hold_nothing() -> None:
    for value in (0.0, 0.05, 0.5):
        assert not segment(np.full((80, 80), value, np.float32), np.ones((80, 80), bool), SMALL).any()


def test_filters_and_pyramid_are_those_of_scikit_image() -> None:
    image = np.random.default_rng(0).random((40, 28))
    assert np.array_equal(closing_opening(image), reference.closing_opening(image))
    np.testing.assert_allclose(reduced(image), pyramid_reduce(image), atol=1e-12)
    np.testing.assert_allclose(expanded(image, 2), pyramid_expand(image), atol=1e-12)
    np.testing.assert_allclose(expanded(image, 4), pyramid_expand(image, upscale=4), atol=1e-12)


@pytest.mark.parametrize("top", [3, 6, 255])
def test_extended_maxima_are_the_regional_maxima_of_the_h_maxima(top: int) -> None:
    image = np.random.default_rng(top).integers(0, top + 1, (30, 40)).astype(np.uint8)
    assert np.array_equal(extended_maxima(image, 5, _kernels()), reference.extended_maxima(image.astype(int), 5))


def test_regional_minima_include_plateaus_and_even_images() -> None:
    kernels = _kernels()
    for image in (np.random.default_rng(0).integers(0, 5, (30, 30)), np.full((6, 7), 3)):
        assert np.array_equal(kernels.regional_minima(image.astype(np.int32)), reference.regional_minima(image))


def test_imposed_minima_are_the_reconstruction_by_erosion() -> None:
    rng = np.random.default_rng(0)
    levels, markers = rng.integers(0, 50, (30, 40)), rng.random((30, 40)) < 0.01
    seed = np.where(markers, 0, 49)
    expected = reconstruction(seed, np.minimum(seed, levels), method="erosion")
    assert np.array_equal(_kernels().imposed_minima(levels.astype(np.int32), markers, 50), expected)


def test_levels_are_ranks_with_zero_as_the_lowest() -> None:
    levels, count = _levels(np.array([[0.5, 0.25], [1.0, 0.25]]))
    assert (levels.tolist(), count) == ([[2, 1], [3, 1]], 4)
    levels, count = _levels(np.array([[0.0, 0.25]]))
    assert (levels.tolist(), count) == ([[0, 1]], 2)


def test_erosion_by_a_disc_and_filling_are_those_of_scipy() -> None:
    mask = ndimage.gaussian_filter(np.random.default_rng(0).normal(size=(80, 90)), 8) > -0.02
    assert np.array_equal(eroded_by_disc(mask, 10), ndimage.binary_erosion(mask, disk(10), border_value=1))
    rough = np.random.default_rng(1).random((60, 50)) > 0.4
    assert np.array_equal(holes_filled(rough), ndimage.binary_fill_holes(rough))


def test_a_request_to_stop_is_heard_between_patches() -> None:
    with pytest.raises(Cancelled):
        segment(tissue_with_specks((64, 64), 0), np.ones((64, 64), bool), SMALL, Progress(cancelled=lambda: True))


def test_impossible_parameters_are_refused() -> None:
    with pytest.raises(InputError, match="multiple of 4"):
        MorphologyParameters(patch_px=250)
    with pytest.raises(InputError, match="1 to 255"):
        MorphologyParameters(extended_maximum=0)
