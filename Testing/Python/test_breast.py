from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from breast_pictures import SPACING_MM, breast_picture, breast_truth
from MicrocalcCADLib.breast import breast_mask
from MicrocalcCADLib.downsampling import block_means, otsu_threshold, repeated
from MicrocalcCADLib.errors import InputError

SPACING = (SPACING_MM, SPACING_MM)
PICTURE, TRUTH = breast_picture(), breast_truth()


def _overlap(mask: np.ndarray, truth: np.ndarray) -> float:
    return (mask & truth).sum() / (mask | truth).sum()


def test_breast_is_found_with_its_faint_rim():
    mask = breast_mask(PICTURE, SPACING)
    assert mask.shape == PICTURE.shape
    assert _overlap(mask, TRUTH) > 0.97


@pytest.mark.parametrize("turn", range(4))
@pytest.mark.parametrize("flipped", [False, True])
def test_a_turned_image_has_the_turned_mask(turn, flipped):
    def turned(image: np.ndarray) -> np.ndarray:
        return np.rot90(image[::-1] if flipped else image, turn)

    np.testing.assert_array_equal(
        breast_mask(np.ascontiguousarray(turned(PICTURE)), SPACING), turned(breast_mask(PICTURE, SPACING))
    )


def test_inverted_input_has_the_same_mask():
    assert _overlap(breast_mask(1 - PICTURE, SPACING), breast_mask(PICTURE, SPACING)) > 0.99


def test_brightness_and_noise_floor_do_not_matter():
    for scale, offset in ((0.25, 0.0), (0.5, 0.1)):
        assert _overlap(breast_mask(PICTURE * np.float32(scale) + np.float32(offset), SPACING), TRUTH) > 0.95


def _film() -> np.ndarray:
    film = breast_picture()
    film[20:70, 300:360] = 0.95  # label, 10 x 12 mm
    film[:10], film[-7:], film[:, -9:] = 0.98, 0.98, 0.98  # white frame
    film[100:, 380:384] = 0.8  # scratch
    film[:, :2] = 1.0  # bright line along the chest wall
    return film


def test_labels_frames_and_scratches_of_film_are_left_out():
    mask = breast_mask(_film(), SPACING)
    assert not mask[20:70, 300:360].any()
    assert not mask[:10].any()
    assert not mask[-7:].any()
    assert not mask[:, -21:].any()
    assert not mask[:, :2].any()
    assert _overlap(mask, TRUTH) > 0.95


def test_black_padding_around_a_film_changes_nothing_but_a_millimetre():
    padded = np.pad(PICTURE, ((0, 0), (200, 300)))
    assert _overlap(breast_mask(padded, SPACING)[:, 200:-300], breast_mask(PICTURE, SPACING)) > 0.97


@pytest.mark.parametrize("cut", [np.s_[150:], np.s_[:350], np.s_[:, :150], np.s_[150:350, :150]])
def test_images_cut_at_any_side_keep_their_breast(cut):
    picture = np.ascontiguousarray(PICTURE[cut])
    assert _overlap(breast_mask(picture, SPACING), TRUTH[cut]) > 0.95


def test_a_view_from_within_the_breast_is_all_breast_but_the_line_along_its_edges():
    mask = breast_mask(np.ascontiguousarray(PICTURE[150:350, 50:180]), SPACING)
    assert mask[2:-2, 2:-2].all()
    assert not mask[0].any()


def test_black_fat_within_the_breast_is_filled():
    picture = breast_picture()
    picture[200:240, 60:100] = 0
    picture[250:270, :30] = 0  # open to the border
    assert breast_mask(picture, SPACING)[200:270, 2:100].all()


def test_spacing_sets_the_scale_whatever_the_pixels():
    fine = np.repeat(np.repeat(PICTURE, 3, axis=0), 3, axis=1)
    mask = breast_mask(fine, (SPACING_MM / 3, SPACING_MM / 3))
    assert _overlap(mask, np.repeat(np.repeat(TRUTH, 3, axis=0), 3, axis=1)) > 0.97


def test_an_image_without_a_breast_is_refused():
    picture = np.random.default_rng(0).normal(0.02, 0.002, (500, 400)).astype(np.float32)
    picture[50:60, 50:60] = 0.9
    with pytest.raises(InputError, match="No breast"):
        breast_mask(picture, SPACING)


def test_otsu_is_the_threshold_of_largest_variance_between_classes():
    generator = np.random.default_rng(1)
    values = np.concatenate([generator.normal(0.2, 0.05, 700), generator.normal(0.7, 0.1, 300)])

    def between(threshold: float) -> float:
        below, above = values[values <= threshold], values[values > threshold]
        return len(below) * len(above) * (below.mean() - above.mean()) ** 2

    candidates = np.linspace(values.min(), values.max(), 2000)[1:-1]
    assert between(otsu_threshold(values)) >= 0.999 * max(between(t) for t in candidates)


def test_block_means_are_means_of_blocks_and_repeat_back():
    image = np.random.default_rng(2).random((23, 31), np.float32)
    slow = np.array([[image[r : r + 4, c : c + 7].mean() for c in range(0, 31, 7)] for r in range(0, 23, 4)])
    np.testing.assert_allclose(block_means(image, (4, 7)), slow, atol=1e-6)
    back = repeated(slow, (4, 7), image.shape)
    assert back.shape == image.shape
    assert back[22, 30] == slow[5, 4]


REAL = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.mark.skipif(not (REAL / "mias-dev").is_dir(), reason="development data are not here")
@pytest.mark.parametrize("name", ["mdb003", "mdb051", "mdb113", "mdb209"])
def test_labels_and_strips_of_real_films_are_left_out(name):
    from PIL import Image

    pixels = np.asarray(Image.open(REAL / "mias-dev" / "images" / f"{name}.png")).astype(np.float32) / 255
    mask = breast_mask(pixels, (0.2, 0.2))
    assert 0.15 < mask.mean() < 0.6
    side = slice(None, 300)  # labels and strips lie left of column 300, the breasts right of it
    assert mask[:150, side].sum() == 0
