"""Blobs against a textbook build, pixel by pixel, and what is promised beside the segmentation."""

from __future__ import annotations

import time
import tracemalloc

import numpy as np
import pytest
from blobs_reference import difference_of_gaussians, reference_blobs
from MicrocalcCADLib import _blob_kernels, _plain_blobs
from MicrocalcCADLib import blobs as blobs_module
from MicrocalcCADLib.blobs import HessianDogParameters, scales_px, segment_blobs, working_factor
from MicrocalcCADLib.compiled import machine
from MicrocalcCADLib.errors import Cancelled, InputError
from MicrocalcCADLib.objects import Objects
from MicrocalcCADLib.progress import Progress
from MicrocalcCADLib.upsampling import refine, to_original_grid
from scipy import ndimage

SPACING_MM = 0.07


@pytest.fixture(autouse=True, params=["machine code", "plain"])
def kernels(request, monkeypatch):
    """Run every test with the loops as machine code, and with those that stand in for it."""
    chosen = machine(_blob_kernels) if request.param == "machine code" else _plain_blobs
    monkeypatch.setattr(blobs_module, "_kernels", lambda: chosen)


PAPER = HessianDogParameters()


def noise(shape: tuple[int, int], seed: int = 0, dtype: type = np.float32) -> np.ndarray:
    return np.random.default_rng(seed).normal(0.5, 0.05, shape).clip(0, 1).astype(dtype)


def assert_same(
    image: np.ndarray, parameters: HessianDogParameters, mask: np.ndarray | None = None, spacing_mm: float = SPACING_MM
) -> int:
    """Compare everything with the reference and return the number of objects."""
    got, expected = (
        segment_blobs(image, spacing_mm, mask, parameters),
        reference_blobs(image, spacing_mm, mask, parameters),
    )
    np.testing.assert_array_equal(got.labels, expected.labels)
    np.testing.assert_array_equal(got.seeds, expected.seeds)
    np.testing.assert_array_equal(got.peak_response, expected.peak_response.astype(np.float32))
    np.testing.assert_array_equal(got.mask, expected.labels > 0)
    assert got.count == expected.labels.max()
    for k in range(got.count):
        np.testing.assert_array_equal(got.objects[k], np.flatnonzero(expected.labels == k + 1))
    return got.count


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", [(96, 128), (131, 77), (67, 65)])
def test_blobs_in_noise_are_those_of_the_reference(shape, dtype):
    assert assert_same(noise(shape, dtype=dtype), PAPER) > 10


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1), (2, 2), (2, 30), (30, 3), (5, 4), (9, 200)])
def test_tiny_and_thin_images_are_segmented_as_by_the_reference(shape):
    assert_same(noise(shape), HessianDogParameters(threshold=0.001))


@pytest.mark.parametrize(
    ("smallest", "largest", "ratio", "planes"),
    [(1.18, 3.1, 1.6, 3), (1.18, 3.0, 1.6, 2), (0.8, 0.8, 1.6, 1), (1.0, 6.0, 1.4, 6)],
)
def test_scale_sets_give_the_objects_of_the_reference(smallest, largest, ratio, planes):
    parameters = HessianDogParameters(smallest * SPACING_MM, largest * SPACING_MM, ratio)
    assert parameters.planes == planes
    assert assert_same(noise((90, 110)), parameters) > 0


@pytest.mark.parametrize(
    ("threshold", "hessian_threshold"),
    [(0.0, 1.4), (0.002, 1.4), (0.02, 1.4), (0.006, 0.2), (0.006, 0.0), (0.006, -0.1)],
)
def test_thresholds_give_the_objects_of_the_reference(threshold, hessian_threshold):
    assert_same(noise((90, 110)), HessianDogParameters(threshold=threshold, hessian_threshold=hessian_threshold))


@pytest.mark.parametrize("spacing_mm", [0.05, 0.094, 0.1])
def test_other_spacings_give_the_objects_of_the_reference(spacing_mm):
    assert assert_same(noise((90, 110)), PAPER, spacing_mm=spacing_mm) > 0


def test_plateaus_keep_all_their_seeds():
    image = np.zeros((80, 90), np.float32)
    image[20:23, 30:33], image[40:44, 50:54], image[60, 10:14], image[0:2, 0:2] = 0.9, 0.8, 0.7, 0.6
    assert assert_same(image, PAPER) == 4
    stripes = np.tile((np.arange(90) % 9 < 2).astype(np.float32), (80, 1))
    assert assert_same(stripes, PAPER) > 0
    assert len(segment_blobs(stripes, SPACING_MM).seeds) > 80


def test_what_is_kept_of_an_image_is_its_objects_and_no_picture():
    image = np.full((500, 600), 0.3, np.float32)
    image[100, 100] = image[300, 400] = 0.6
    segment_blobs(image, SPACING_MM)  # what is loaded once does not count
    tracemalloc.start()
    blobs = segment_blobs(image, SPACING_MM)
    kept = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert blobs.count == 2 and kept < image.size / 4


def test_a_constant_image_has_no_blobs():
    blobs = segment_blobs(np.full((50, 60), 0.7, np.float32), SPACING_MM)
    assert blobs.count == 0 and not blobs.mask.any() and blobs.objects.starts.tolist() == [0]


def test_rows_beyond_one_band_and_several_threads_change_nothing():
    assert assert_same(noise((333, 120), seed=1), HessianDogParameters(threshold=0.02)) > 100


def test_seeds_lie_in_the_mask_and_objects_may_reach_beyond():
    mask = np.zeros((200, 220), bool)
    mask[70:120, 40:90] = True
    assert assert_same(noise(mask.shape), PAPER, mask) > 0
    assert (segment_blobs(noise(mask.shape), SPACING_MM, mask).mask & ~mask).any()
    assert segment_blobs(noise(mask.shape), SPACING_MM, np.zeros_like(mask)).count == 0


def test_an_object_far_longer_than_the_margin_about_the_mask_is_whole():
    image = np.full((60, 900), 0.2, np.float32)
    image[30, 5:890] = 0.8
    mask = np.zeros(image.shape, bool)
    mask[25:35, 10:20] = True
    assert assert_same(image, PAPER, mask) == 1
    assert segment_blobs(image, SPACING_MM, mask).mask[30, 5:890].all()


def test_a_crop_about_the_mask_gives_what_the_whole_image_gives():
    image = ndimage.gaussian_filter(noise((400, 500)), 1) + noise((400, 500), seed=2) / 20
    mask = np.zeros(image.shape, bool)
    mask[150:230, 200:300] = True
    assert assert_same(image.astype(np.float32), HessianDogParameters(threshold=0.001), mask) > 0


def test_a_gaussian_spot_is_found_at_its_place_and_scale_and_its_peak_is_the_response_there():
    y, x = np.indices((90, 100))
    image = (0.2 + 0.5 * np.exp(-((y - 40) ** 2 + (x - 60) ** 2) / (2 * 2.2**2))).astype(np.float32)
    blobs = segment_blobs(image, SPACING_MM)
    response = difference_of_gaussians(image.astype(float), SPACING_MM, PAPER)
    row, column, plane = blobs.seeds[blobs.seed_response.argmax()]
    assert (row, column) == (40, 60) and plane == response[:, 40, 60].argmax()
    assert blobs.peak_response[0] == np.float32(response.max())
    assert blobs.peak_sigma_mm[0] == pytest.approx(1.18 * SPACING_MM * 1.6**plane)


def test_scales_are_those_of_the_published_program():
    np.testing.assert_allclose(scales_px(0.07, PAPER), (1.18, 1.888, 3.0208, 4.83328))


def test_cancelling_stops_within_half_a_second_and_progress_only_rises():
    image = noise((1500, 1500))
    asked = time.perf_counter() + 0.02
    with pytest.raises(Cancelled):
        segment_blobs(image, SPACING_MM, None, PAPER, Progress(cancelled=lambda: time.perf_counter() > asked))
    assert time.perf_counter() - asked < 0.5
    fractions: list[float] = []
    segment_blobs(image, SPACING_MM, None, PAPER, Progress(report=lambda fraction, _: fractions.append(fraction)))
    assert fractions == sorted(fractions) and fractions[-1] == 1.0 and len(fractions) > 5


@pytest.mark.parametrize(
    "wrong",
    [
        {"sigma_min_mm": 0},
        {"sigma_max_mm": 0.01},
        {"ratio": 1.0},
        {"threshold": -0.1},
        {"threshold": float("nan")},
        {"ratio": 1.01},
    ],
)
def test_impossible_parameters_are_refused(wrong):
    with pytest.raises(InputError):
        HessianDogParameters(**wrong)


def test_wrong_arrays_are_said_in_a_sentence():
    with pytest.raises(InputError, match="2-D"):
        segment_blobs(np.zeros((3, 4, 5), np.float32), SPACING_MM)
    with pytest.raises(InputError, match="mask"):
        segment_blobs(noise((9, 9)), SPACING_MM, np.ones((9, 8), bool))
    with pytest.raises(InputError, match="spacing"):
        segment_blobs(noise((9, 9)), 0.0)


@pytest.mark.parametrize(("spacing_mm", "factor"), [(0.05, 1), (0.07, 1), (0.1, 1), (0.2, 2), (0.25, 3)])
def test_coarse_grids_are_refined_until_the_smallest_scale_spans_a_pixel(spacing_mm, factor):
    assert working_factor(spacing_mm, PAPER) == factor


def test_refining_keeps_places_and_range():
    y, x = np.indices((40, 50))
    image = np.exp(-((y - 20) ** 2 + (x - 30) ** 2) / 8).astype(np.float32)
    fine = refine(image, 2)
    assert fine.shape == (80, 100) and fine.dtype == np.float32
    assert fine.min() >= image.min() and fine.max() <= image.max()
    centre = np.array(ndimage.center_of_mass(fine))
    np.testing.assert_allclose((centre + 0.5) / 2 - 0.5, (20, 30), atol=0.01)
    np.testing.assert_array_equal(refine(image, 1), image)


@pytest.mark.parametrize("factor", [2, 3])
def test_on_the_original_grid_every_object_has_a_pixel_and_none_is_shared(factor):
    labels, count = ndimage.label(noise((20 * factor, 30 * factor)) > 0.56)
    owners = np.argsort(labels[labels > 0], kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(labels[labels > 0], minlength=count + 1)[1:])])
    found = to_original_grid(Objects(np.flatnonzero(labels)[owners], starts), labels.shape, factor)
    pixels, offsets = found.pixels, found.starts
    assert len(offsets) == count + 1 and (np.diff(offsets) >= 1).all()
    assert len(np.unique(pixels)) == len(pixels) and pixels.max() < 20 * 30


def test_an_object_of_whole_original_pixels_comes_back_as_it_was():
    small = np.zeros((12, 10), bool)
    small[3:6, 4:9] = True
    small[3, 4] = False
    large = np.kron(small, np.ones((2, 2), bool))
    pixels = to_original_grid(Objects.of([np.flatnonzero(large)]), large.shape, 2).pixels
    np.testing.assert_array_equal(pixels, np.flatnonzero(small))


def test_two_objects_within_one_original_pixel_become_neighbours():
    found = to_original_grid(Objects(np.array([2 * 8 + 2, 3 * 8 + 3]), np.array([0, 1, 2])), (8, 8), 2)
    rows, columns = np.divmod(found.pixels, 4)
    assert found.starts.tolist() == [0, 1, 2] and np.abs(np.diff(rows)) + np.abs(np.diff(columns)) == 1
