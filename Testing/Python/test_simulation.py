"""Simulated calcifications: shapes, contrast, truth, looks, patches and targets."""

from __future__ import annotations

import json

import numpy as np
import pytest
from MicrocalcCADLib.contrast import local_contrast, texture
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcTrainLib.simulation.backgrounds import Background, procedural
from MicrocalcTrainLib.simulation.distractors import ADDERS
from MicrocalcTrainLib.simulation.images import (
    ImageParameters,
    drawn_image,
    framed,
    simulate_image,
    simulate_set,
    write_set,
)
from MicrocalcTrainLib.simulation.insertion import ANNOTATABLE, Inserted, insert, shown_contrast
from MicrocalcTrainLib.simulation.lesions import LesionParameters, cluster, vessel
from MicrocalcTrainLib.simulation.looks import change_look, resample_and_back
from MicrocalcTrainLib.simulation.patches import SimulatedPatches
from MicrocalcTrainLib.simulation.shapes import MORPHOLOGIES, Shape, punctate, render
from MicrocalcTrainLib.targets import proximity_map


def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def test_a_rendered_ball_has_its_diameter_at_half_its_peak():
    ball = Shape(np.array([[0, 0, 0.5, 0.5, 0, 0.5]]), 0.0, "punctate")
    image, _ = render(ball, 0.02, np.zeros(2), 0.0)
    width = (image[image.shape[0] // 2] >= 0.5).sum() * 0.02
    assert width == pytest.approx(2 * 0.5 * np.sqrt(1 - 0.25), abs=0.05)  # thickness sqrt(1 - r^2) is half at r = 0.866


def test_a_shape_lies_where_it_is_put_to_a_fraction_of_a_pixel():
    image, half = render(punctate(rng(), 0.4), 0.1, np.array([0.3, -0.4]), 0.05)
    rows, columns = np.indices(image.shape) - half
    assert ((rows * image).sum() / image.sum(), (columns * image).sum() / image.sum()) == pytest.approx(
        (0.3, -0.4), abs=0.03
    )


@pytest.mark.parametrize("morphology", MORPHOLOGIES)
def test_every_morphology_renders_whole_with_peak_one(morphology):
    image, _ = render(MORPHOLOGIES[morphology](rng(), 0.3), 0.07, np.zeros(2), 0.05)
    assert image.max() == pytest.approx(1)
    border = np.concatenate([image[0], image[-1], image[:, 0], image[:, -1]])
    assert border.max() < 0.05


def test_peak_contrast_is_what_was_asked_for_in_units_of_the_texture():
    background = procedural(rng(), (200, 200), 0.1).image
    noise = texture(background, 0.1)
    parameters = LesionParameters(contrast=(6.0, 6.0))
    image = background.copy()
    placed = [p for p in cluster(rng(), parameters) if p.shape.morphology == "punctate"][:1]
    (one,) = insert(
        image, 0.1, [type(placed[0])(placed[0].shape, np.zeros(2), 1.0)], 0, (100.0, 100.0), rng(), parameters
    )
    assert (image - background).max() == pytest.approx(6 * noise[100, 100], rel=1e-3)
    added = (image - background)[one.rows, one.columns]
    assert added.min() >= 0.5 * added.max() * 0.999


def test_shown_contrast_is_that_of_a_square_over_its_surroundings_in_units_of_the_texture_there():
    image = procedural(rng(), (200, 200), 0.1).image
    rows, columns = (side.ravel() for side in np.mgrid[100:103, 60:63])
    one = Inserted(101.0, 61.0, 0, "punctate", 6.0, rows, columns)
    before = float(shown_contrast(image, [one], 0.1)[0])
    added = 8 * float(texture(image, 0.1)[rows, columns].mean())
    image[rows, columns] += added
    noise = float(texture(image, 0.1)[rows, columns].mean())
    (found,) = shown_contrast(image, [one], 0.1)
    assert found * noise == pytest.approx(added + before * added / 8, rel=0.02)
    assert before < ANNOTATABLE < 8 and shown_contrast(image, [], 0.1).shape == (0,)


def test_calcifications_beyond_the_image_are_left_out():
    image = np.full((50, 50), 0.5, np.float32)
    inserted = insert(image, 0.1, vessel(rng(), LesionParameters()), 0, (2.0, 2.0), rng(), LesionParameters())
    assert inserted and all(-0.5 <= one.row < 49.5 and -0.5 <= one.column < 49.5 for one in inserted)


@pytest.mark.parametrize("add", ADDERS)
def test_every_distractor_changes_the_image_and_stays_finite(add):
    image = np.full((120, 120), 0.5, np.float32)
    add(image, 0.1, np.full(image.shape, 0.01, np.float32), rng())
    assert np.isfinite(image).all() and np.ptp(image) > 0.001


def test_resampling_and_back_keeps_calcifications_in_place():
    image = np.zeros((96, 96), np.float32)
    image[40:43, 60:63] = 1
    back = resample_and_back(image, 2.0)
    rows, columns = np.indices(image.shape)
    assert ((rows * back).sum() / back.sum(), (columns * back).sum() / back.sum()) == pytest.approx((41, 61), abs=0.1)


def test_looks_keep_shape_and_type():
    image = procedural(rng(), (100, 80), 0.1).image
    for seed in range(12):
        changed = change_look(image, 0.1, np.random.default_rng(seed))
        assert changed.shape == image.shape and changed.dtype == np.float32 and np.isfinite(changed).all()


def test_local_contrast_does_not_depend_on_gain_or_offset_above_its_floor():
    image = procedural(rng(), (150, 150), 0.1).image
    np.testing.assert_allclose(local_contrast(0.5 * image + 0.2, 0.1), local_contrast(image, 0.1), atol=2e-3)


def test_rounding_to_eight_bits_in_a_flat_region_gives_no_strong_contrast():
    rounded = np.full((150, 150), 0.1, np.float32)
    rounded[rng().integers(0, 150, 40), rng().integers(0, 150, 40)] += 1 / 255
    assert np.abs(local_contrast(rounded, 0.1)).max() < 2


@pytest.mark.parametrize("alpha", [-2.0, -1.0, 1e-12, 1e-4, 1.0, 2.0])
def test_proximity_map_is_the_equation_for_one_annotated_pixel(alpha):
    annotated = np.zeros((41, 41), bool)
    annotated[20, 20] = True
    result = proximity_map(annotated, 0.07, xi_mm=0.7, alpha=alpha)
    r = np.hypot(*(np.indices((41, 41)) - 20))
    expected = np.where(
        r <= 10, (np.exp(alpha * (1 - r / 10)) - 1) / (np.exp(alpha) - 1) if abs(alpha) > 1e-9 else 1 - r / 10, 0
    )
    np.testing.assert_allclose(result, expected, atol=2e-4)


def test_proximity_map_is_the_maximum_over_annotated_pixels():
    annotated = rng().random((40, 40)) < 0.01
    single = [proximity_map(np.arange(1600).reshape(40, 40) == i, 0.07) for i in np.flatnonzero(annotated)]
    np.testing.assert_allclose(proximity_map(annotated, 0.07), np.max(single, axis=0), atol=1e-6)


def test_patch_i_of_a_seed_is_always_the_same_and_another_seed_gives_another():
    background = procedural(rng(), (400, 300), 0.1)
    first, again, other = (SimulatedPatches([background], 10, seed) for seed in (1, 1, 2))
    for i in range(3):
        np.testing.assert_array_equal(first[i]["image"], again[i]["image"])
        np.testing.assert_array_equal(first[i]["label"], again[i]["label"])
    assert (first[0]["image"] != other[0]["image"]).any()
    again.offset = 1
    np.testing.assert_array_equal(first[2]["image"], again[1]["image"])


def test_patches_lie_in_the_breast_or_at_its_edge_and_have_both_targets():
    item = SimulatedPatches([procedural(rng(), (400, 300), 0.1)], 10, 3)[5]
    assert item["image"].shape == (1, 128, 128) and item["label"].shape == (2, 128, 128)
    assert set(np.unique(item["label"][1])) <= {0.0, 1.0}
    assert item["label"][0][item["label"][1] > 0] == pytest.approx(1)


def test_a_simulated_set_is_written_with_its_truth_and_taken_up_again(tmp_path):
    parameters = ImageParameters(procedural_mm=40, empty_share=0, procedural_share=1)
    write_set(tmp_path, simulate_set([], 2, [0.1], 5, parameters), 2)
    truth = json.loads((tmp_path / "truth.json").read_text())
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    assert {
        "sim0000.nrrd",
        "sim0000.truth.nrrd",
        "sim0001.nrrd",
        "sim0001.truth.nrrd",
        "truth.json",
        "images.csv",
    } == set(before)
    assert truth["images"]["sim0000"] and truth["calcifications"]["sim0000"]
    (tmp_path / "sim0001.nrrd").unlink()
    write_set(tmp_path, simulate_set([], 2, [0.1], 5, parameters), 2)
    assert (tmp_path / "sim0001.nrrd").exists()
    assert json.loads((tmp_path / "truth.json").read_text()) == truth


def test_simulated_truth_labels_are_the_calcifications():
    background = framed(procedural(rng(), (400, 400), 0.1), 40)
    image = simulate_image(
        Background(background.image, background.mask, "p"), 0.1, rng(), ImageParameters(empty_share=0)
    )
    for number, one in enumerate(image.calcifications, start=1):
        assert image.truth[one.rows, one.columns].max() >= number
    for row, column, radius in image.clusters:
        assert 0 <= row < 400 and 0 <= column < 400 and radius > 0


def test_calcifications_that_touch_are_one_true_object_and_others_are_several():
    def one(rows, columns):
        return Inserted(
            float(np.mean(rows)), float(np.mean(columns)), 0, "punctate", 5.0, np.array(rows), np.array(columns)
        )

    mammogram = Mammogram(np.linspace(0, 1, 400, dtype=np.float32).reshape(20, 20), (0.1, 0.1), "given")
    image = drawn_image(
        "sim", mammogram, (one([2, 2], [2, 3]), one([3, 3], [4, 5]), one([10], [10]), one([12], [10])), ()
    )
    assert image.truth.max() == 4
    assert image.separable_truth.max() == 3
    assert image.separable_truth[2, 2] == image.separable_truth[3, 5] != image.separable_truth[10, 10]
