"""Local contrast and texture."""

from __future__ import annotations

import numpy as np
import pytest
from MicrocalcCADLib.contrast import local_contrast, smoothed, smoothed_above, texture
from MicrocalcCADLib.resample import as_half, resample, resampled_above, resampled_at
from scipy.ndimage import gaussian_filter


@pytest.fixture
def image() -> np.ndarray:
    noise = np.random.default_rng(4).standard_normal((300, 220)).astype(np.float32)
    return np.float32(0.5) + np.float32(0.05) * gaussian_filter(noise, 2) * 7 + np.float32(0.01) * noise


@pytest.mark.parametrize("sigma", [1.0, 3.0, 6.0, 8.6, 16.0, 32.0])
def test_wide_windows_on_a_coarser_grid_answer_as_on_the_full_one(image, sigma):
    assert smoothed(image, sigma) == pytest.approx(gaussian_filter(image, sigma), abs=float(0.04 * image.std()))


def test_local_contrast_does_not_change_with_brightness_or_contrast(image):
    assert local_contrast(image * 0.5 + 0.2, 0.1) == pytest.approx(local_contrast(image, 0.1), abs=2e-3)


def test_local_contrast_has_unit_spread(image):
    assert local_contrast(image, 0.1).std() == pytest.approx(1.0, abs=0.05)


def test_texture_follows_the_noise(image):
    quiet, loud = (
        texture(np.float32(0.5) + np.float32(level) * (image - image.mean()), 0.1).mean() for level in (0.5, 1.0)
    )
    assert loud == pytest.approx(2 * quiet, rel=0.01)


def test_a_flat_image_has_no_contrast_and_the_least_texture():
    flat = np.full((64, 64), 0.3, np.float32)
    assert np.abs(local_contrast(flat, 0.1)).max() < 1e-3
    assert texture(flat, 0.1) == pytest.approx(1.2e-3, rel=1e-3)


def test_half_precision_rounds_as_numpy_does_also_what_is_tiny_or_not_finite():
    values = np.exp(np.random.default_rng(2).uniform(-20, 11, (60, 50))).astype(np.float32)
    values[0, :4] = 0, np.inf, -np.inf, 1e6
    values[1] *= -1
    halves = np.arange(1, 40, dtype=np.float32) / 2  # between two values each
    values[2, :39], values[3, :39], values[4, :6] = (
        halves * 2.0**-24,
        1 + halves * 2.0**-10,
        (2.0**-14, 2.0**-25, 65504, 65519, 65520, -1e-9),
    )
    with np.errstate(over="ignore"):
        expected = values.astype(np.float16)
    assert as_half(values).tobytes() == expected.tobytes()
    assert as_half(values[:, ::2]).tobytes() == expected[:, ::2].tobytes()
    values[5, 5] = np.nan
    np.testing.assert_array_equal(as_half(values), values.astype(np.float16))


@pytest.mark.parametrize("shape", [(300, 200), (611, 90), (70, 60), (299, 700)])
def test_a_resampled_image_at_some_pixels_and_where_it_is_above_a_level_is_what_the_whole_says(shape):
    values = np.random.default_rng(3).random((300, 200), dtype=np.float32)
    np.testing.assert_array_equal(resampled_above(values, shape, 0.5), resample(values, shape) > 0.5)
    pixels = np.random.default_rng(4).integers(0, shape[0] * shape[1], 500)
    whole = resample(values, shape).ravel()[pixels]
    np.testing.assert_allclose(resampled_at(values, shape, pixels), whole, rtol=0, atol=3e-7)


def test_where_a_smoothed_image_is_above_a_level_is_what_the_smoothed_image_says():
    values = np.random.default_rng(3).random((300, 200), dtype=np.float32)
    for sigma_px in (2.0, 15.0):
        np.testing.assert_array_equal(smoothed_above(values, sigma_px, 0.5), smoothed(values, sigma_px) > 0.5)
