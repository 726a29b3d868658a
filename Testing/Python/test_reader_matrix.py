"""Every way of storing one picture gives that picture: pairs of all factors of a DICOM header, and every container."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.reading import read_mammogram
from pydicom.uid import ExplicitVRBigEndian, ImplicitVRLittleEndian
from reader_matrix import FACTORS, PICTURE, Way, all_pairs, completions, containers, dicom_file, pairs_of, pairwise

WAYS = pairwise(FACTORS)
CONTAINERS = list(containers())


def assert_is_the_picture(mammogram, expected: np.ndarray, error: float) -> None:
    inside = expected > 0
    assert np.corrcoef(mammogram.pixels[inside], expected[inside])[0, 1] > 0.9999
    np.testing.assert_allclose(mammogram.pixels, expected, atol=error)


def check(way: Way, folder) -> None:
    path, expected = dicom_file(folder / "image.dcm", way)
    mammogram = read_mammogram(path)
    assert_is_the_picture(
        mammogram,
        expected,
        0.01 if way.raw else 2.0 ** -(way.bits - 1) + (4 / 2**way.bits if way.padding == "range" else 0),
    )
    if mammogram.display_window is not None:
        low, high = mammogram.display_window
        assert low < high


def test_the_matrix_covers_every_pair_of_levels_that_can_be():
    generator = np.random.default_rng(3)
    covered = {pair for way in WAYS for pair in pairs_of({name: getattr(way, name) for name in FACTORS})}
    left = all_pairs(FACTORS) - covered
    assert [pair for pair in sorted(left, key=repr) if next(completions(pair, FACTORS, generator, 1000), None)] == []
    assert len(covered) > 20 * len(left) and len(WAYS) < 160


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way.syntax.name}-{way.stored}-{way.allocated}")
def test_the_picture_that_was_stored_comes_out(tmp_path, way):
    check(way, tmp_path)


@settings(
    max_examples=25,
    phases=[Phase.generate],
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(
    st.builds(Way, **{name: st.sampled_from(levels) for name, levels in FACTORS.items()}).filter(
        lambda way: way.possible
    )
)
def test_any_other_combination_gives_the_picture_too(tmp_path, way):
    check(way, tmp_path)


@pytest.mark.parametrize(("name", "write", "error"), CONTAINERS, ids=[name for name, *_ in CONTAINERS])
def test_every_container_keeps_the_picture_with_all_its_bits(tmp_path, name, write, error):
    path = tmp_path / ("image." + name.split(".")[1].split("-")[0])
    write(path)
    assert_is_the_picture(read_mammogram(path, spacing_mm=0.1), PICTURE, 2 * error)


@pytest.mark.parametrize(("stated", "signed"), [(10, False), (11, True), (12, True)])
@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, ExplicitVRBigEndian])
def test_values_beyond_the_stated_bits_are_refused_with_that_cause_unless_white_is_given(
    tmp_path, stated, syntax, signed
):
    from pydicom import dcmread

    path, expected = dicom_file(tmp_path / "image.dcm", Way(syntax=syntax))
    dataset = dcmread(path)
    dataset.BitsStored, dataset.HighBit, dataset.PixelRepresentation = stated, stated - 1, int(signed)
    dataset.save_as(path)
    with pytest.raises(
        InputError, match=rf"contradicts itself: its header states {stated} (signed )?bits a pixel"
    ) as caught:
        read_mammogram(path)
    assert str(caught.value).count("\n") == 0
    np.testing.assert_allclose(read_mammogram(path, full_scale=4095).pixels, expected, atol=1e-3)


def test_a_dark_picture_in_a_wide_range_is_noted():
    from MicrocalcCADLib.reading import mammogram_from_array

    dark = np.round(PICTURE * 50).astype(np.uint8)
    assert any(
        "use only 18 % of the range from 0 to 255" in notice.text for notice in mammogram_from_array(dark, 0.1).notices
    )
    assert not mammogram_from_array(np.round(PICTURE * 255).astype(np.uint8), 0.1).notices
