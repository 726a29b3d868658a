from __future__ import annotations

import numpy as np
import pytest
from breast_pictures import breast_picture, stored
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.reading import mammogram_from_array
from MicrocalcCADLib.reading.names import side_and_view
from MicrocalcCADLib.reading.polarity import looks_inverted

PICTURE = breast_picture((160, 128))


def test_slicers_array_of_one_slice_is_the_same_image():
    array = stored(PICTURE)
    flat, slicer = mammogram_from_array(array, 0.1), mammogram_from_array(array[None], (0.1, 0.1))
    np.testing.assert_array_equal(flat.pixels, slicer.pixels)
    assert flat.spacing_mm == (0.1, 0.1)


@pytest.mark.parametrize("bits", [8, 10, 12, 14, 16])
def test_the_smallest_usual_bit_range_that_holds_the_values_is_the_full_scale(bits):
    array = stored(PICTURE / PICTURE.max(), bits).astype(np.int32)
    mammogram = mammogram_from_array(array, 0.1)
    assert mammogram.full_scale == 2**bits - 1
    assert mammogram.pixels.max() == 1


def test_a_guessed_full_scale_is_told_and_a_given_one_is_not():
    array = stored(PICTURE)
    assert any("full scale" in notice.text for notice in mammogram_from_array(array, 0.1).notices)
    assert not mammogram_from_array(array, 0.1, full_scale=4095).notices


def test_floating_point_values_up_to_one_are_kept():
    np.testing.assert_array_equal(mammogram_from_array(PICTURE, 0.1).pixels, PICTURE)


def test_the_array_that_was_given_is_left_alone():
    array = stored(1 - PICTURE, 16)
    before = array.copy()
    mammogram_from_array(array, 0.1)
    np.testing.assert_array_equal(array, before)


def _with(value: float) -> np.ndarray:
    array = PICTURE.copy()
    array[3, 4] = value
    return array


@pytest.mark.parametrize(
    ("array", "sentence"),
    [
        (_with(np.nan), "NaN"),
        (_with(np.inf), "NaN or infinite"),
        (_with(1e6), "more than 16 bits"),
        (np.stack([PICTURE] * 3), "3 slices"),
        (PICTURE[0], "1 dimensions"),
        (PICTURE > 0.1, "label map"),
        (np.full((100, 100), 7.0), "of one value"),
        (PICTURE.astype(complex), "no grey values"),
        (np.zeros((0, 0), np.uint8), "at least 64 x 64"),
    ],
)
def test_arrays_that_are_no_mammogram_are_refused(array, sentence):
    with pytest.raises(InputError, match=sentence):
        mammogram_from_array(array, 0.1)


def test_an_array_without_a_spacing_is_refused():
    with pytest.raises(InputError, match="does not say its pixel spacing: give it in mm"):
        mammogram_from_array(breast_picture(), None)


def test_slicers_default_spacing_is_refused():
    with pytest.raises(InputError, match="true spacing"):
        mammogram_from_array(PICTURE, (1.0, 1.0))


@pytest.mark.parametrize("turn", range(4))
def test_polarity_is_seen_whichever_way_the_breast_lies(turn):
    picture = np.rot90(breast_picture(), turn)
    assert not looks_inverted(picture)
    assert looks_inverted(1 - picture)


def test_a_view_from_within_the_breast_is_not_taken_as_inverted():
    inside = breast_picture()[180:320, 10:150]
    assert not looks_inverted(inside)
    assert not looks_inverted(1 - inside)


def test_a_white_frame_does_not_make_a_film_look_inverted():
    film = breast_picture()
    film[:8], film[-8:], film[:, -8:] = 1, 1, 1
    assert not looks_inverted(film)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mass-Test_P_00820_RIGHT_MLO", ("R", "MLO")),
        ("20586908_6c613a14b80a8591_MG_R_CC_ANON", ("R", "CC")),
        ("LCC", ("L", "CC")),
        ("r-xccl", ("R", "XCCL")),
        ("left breast", ("L", None)),
        ("Bilateral R and L CC", (None, "CC")),
        ("R/L MLO", (None, "MLO")),
        ("gauche et droite CC", (None, "CC")),
        ("Smith_E_L_CC", ("L", "CC")),
        ("ROLAND^L", (None, None)),
        ("BRIGHT_CCD", (None, None)),
    ],
)
def test_side_and_view_are_words_not_letters_within_names(text, expected):
    assert side_and_view(text) == expected
