"""Where a picture is cut off at black, only what stands out as it would elsewhere is marked, and that is said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from batch_material import CLEAR, SPACING_MM
from MicrocalcCADLib import detectors
from MicrocalcCADLib.breast import breast_mask
from MicrocalcCADLib.clipping import LEAST_CONTRAST, clipped, least_contrast, notices
from MicrocalcCADLib.contrast import texture
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.detectors import hdogreg
from MicrocalcTrainLib.simulation.backgrounds import procedural
from MicrocalcTrainLib.simulation.images import framed, simulate_image

BREAST = np.zeros((400, 400), bool)
BREAST[:, 50:] = True


def tissue() -> np.ndarray:
    return (0.3 + 0.02 * np.random.default_rng(0).standard_normal(BREAST.shape)).astype(np.float32)


def test_the_darkest_pixels_of_a_whole_picture_are_no_cut() -> None:
    image = tissue()
    image[~BREAST] = 0
    assert not clipped(image, BREAST, 0.1).any()
    image[200, 200:203] = 0.1
    assert not clipped(image, BREAST, 0.1).any()


def test_tissue_of_one_lowest_value_is_cut_off_with_what_stands_out_of_it_and_background_is_not() -> None:
    image = tissue()
    image[~BREAST] = 0
    image[100:200, 150:250] = 0.05
    image[148:152, 198:202] = 0.3
    missed = clipped(image, BREAST, 0.1)
    assert missed[105:195, 155:245].all()
    assert not missed[:60].any() and not missed[~BREAST].any() and not missed[240:].any()


def test_few_darker_pixels_hide_no_cut() -> None:
    image = tissue()
    image[~BREAST] = 0
    image[100:200, 150:250] = 0.05
    missed = clipped(image, BREAST, 0.1)
    image[300, 300:303] = 0.0
    assert missed.any() and np.array_equal(clipped(image, BREAST, 0.1), missed)


def test_only_a_share_worth_telling_is_told() -> None:
    missed = np.zeros_like(BREAST)
    missed[:3, 50:] = True
    assert notices(missed, BREAST) == ()
    missed[:40] = True
    assert notices(missed & BREAST, BREAST)[0].text.startswith("In 10 % of the breast the picture is cut off at black")


def test_the_contrast_that_is_required_is_that_of_the_tissue_which_is_not_cut_off() -> None:
    cut, fine = np.zeros_like(BREAST), np.full((200, 200), 0.5, np.float32)
    cut[:, 200:] = True
    fine[:, 25:100], fine[:, 100:] = 0.02, 0.001
    assert least_contrast(cut, BREAST, fine) == pytest.approx(LEAST_CONTRAST * 0.02)
    assert least_contrast(BREAST, BREAST, fine) == 0


@pytest.fixture(scope="module")
def pictures():
    """The same simulated mammogram with a clear cluster, whole and with the window's lower end above most of the tissue
    about it.
    """
    background = framed(procedural(np.random.default_rng((7, 0)), (500, 400), SPACING_MM), 20)
    one = simulate_image(background, SPACING_MM, np.random.default_rng(5), CLEAR)
    pixels = one.mammogram.pixels
    row, column = (int(np.mean([getattr(c, axis) for c in one.calcifications])) for axis in ("row", "column"))
    place = slice(max(row - 60, 0), row + 60), slice(max(column - 60, 0), column + 60)
    cut = pixels.copy()
    cut[place] = np.maximum(cut[place] - np.percentile(pixels[place], 70), 0) + 0.02
    floor = np.where(breast_mask(pixels, (SPACING_MM, SPACING_MM)), np.float32(0.02), np.float32(0))
    return one.mammogram, replace(one.mammogram, pixels=np.maximum(cut, floor))


def test_what_rises_a_little_above_a_cut_is_left_out_a_clear_cluster_stays_and_the_reader_is_told(
    pictures, monkeypatch
) -> None:
    detector = detectors.create(device="cpu")
    whole, (image, cut) = detector.analyse(pictures[0]), (pictures[1], detector.analyse(pictures[1]))
    assert decide(whole).reported_clusters and not any("cut off" in notice.text for notice in whole.notices)
    assert decide(cut).reported_clusters and any(
        "faint calcifications there are missed" in notice.text for notice in cut.notices
    )
    monkeypatch.setattr(hdogreg, "clipped", lambda pixels, mask, spacing_mm: np.zeros_like(mask))
    without = detector.analyse(image)
    assert not any("cut off" in notice.text for notice in without.notices)
    places = clipped(image.pixels, cut.breast_mask, SPACING_MM)
    required = 4 * np.median(texture(image.pixels, SPACING_MM)[cut.breast_mask & ~places])
    contrasts = [contrast_within(analysis, places) for analysis in (cut, without)]
    assert contrasts[0].min() > 0.95 * required > 1.5 * contrasts[1].min()
    assert len(contrasts[0]) < len(contrasts[1])


def contrast_within(analysis, places: np.ndarray) -> np.ndarray:
    rows, columns = (analysis.candidates.column(axis).astype(int) for axis in ("row", "column"))
    return analysis.candidates.column("contrast")[places[rows, columns]]
