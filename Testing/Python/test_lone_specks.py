"""Lone specks: small marks without company are judged by size and contrast; those in a group, and large
ones, are not.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from MicrocalcCADLib.analysis import MEASURES, Candidates
from MicrocalcCADLib.detectors.loading import with_values
from MicrocalcCADLib.errors import InputError, ModelError
from MicrocalcCADLib.kinds.lone import FEATURES, LoneParameters, alone, features, no_calcification
from MicrocalcCADLib.kinds.naming import NamingParameters
from MicrocalcCADLib.objects import Objects
from MicrocalcTrainLib.simulation.backgrounds import BackgroundSource
from MicrocalcTrainLib.workflows.bundle import plain
from MicrocalcTrainLib.workflows.lone_specks import Specks, fitted, specks
from PIL import Image
from test_kinds_training import a_table

SPACING = (0.1, 0.1)
# the larger in area and contrast, the more a calcification
PLAIN = LoneParameters((0.0,) * 6, (1.0,) * 6, (0.0, 1.0, 0.0, 0.0, 0.0, 1.0), 6.0)


def marks(
    *places: tuple[float, float], score: float = 0.7, length: float = 0.3, area: float = 0.05, contrast: float = 0.05
) -> Candidates:
    measures = np.zeros((len(places), len(MEASURES)))
    values = {
        "score": score,
        "area_mm2": area,
        "major_axis_mm": length,
        "minor_axis_mm": length / 2,
        "contrast": contrast,
    }
    for name, value in values.items():
        measures[:, MEASURES.index(name)] = value
    measures[:, :2] = np.reshape(places, (-1, 2))
    n = len(places)
    return Candidates(measures, Objects(np.arange(n, dtype=np.int64), np.arange(n + 1)))


def test_a_mark_is_alone_without_two_others_near_it() -> None:
    three = marks((100, 100), (120, 100), (100, 130), (600, 600))
    assert alone(three, SPACING, PLAIN).tolist() == [False, False, False, True]
    assert alone(marks((100, 100), (120, 100)), SPACING, PLAIN).all()
    faint = marks((100, 100), (120, 100), (100, 130), score=0.2)
    assert alone(faint, SPACING, PLAIN).all(), "what is hardly seen is no company"


def test_specks_that_are_hardly_calcifications_are_no_company_to_each_other() -> None:
    three = (100, 100), (120, 100), (100, 130)
    dust = marks(*three, contrast=0.001, area=1e-5)
    assert no_calcification(dust, SPACING, PLAIN).min() > 0.5, "three of them within reach are still three times dust"
    assert alone(marks(*three), SPACING, replace(PLAIN, company_sure=5.0)).all()


def test_company_is_counted_at_the_distance_that_is_stated() -> None:
    near = marks((100, 100), (149, 100), (100, 149))
    assert alone(near, SPACING, PLAIN).tolist() == [False, True, True]
    assert not alone(near, SPACING, replace(PLAIN, company_mm=7.5)).any()


def test_only_small_lone_ones_are_judged_and_the_fainter_is_more_likely_none() -> None:
    assert no_calcification(marks((5, 5), (300, 300), length=2.0), SPACING, PLAIN).tolist() == [0, 0]
    assert no_calcification(marks((100, 100), (120, 100), (100, 130)), SPACING, PLAIN).tolist() == [0, 0, 0]
    faint, bright = (no_calcification(marks((5, 5), contrast=c), SPACING, PLAIN)[0] for c in (0.01, 0.3))
    assert bright < 0.5 < faint


def test_without_a_regression_nothing_is_judged() -> None:
    assert no_calcification(marks((5, 5), contrast=0.001), SPACING, LoneParameters()).tolist() == [0]
    assert no_calcification(marks(), SPACING, PLAIN).shape == (0,)


def test_a_regression_of_other_measures_is_refused() -> None:
    with pytest.raises(InputError, match="6 measures"):
        LoneParameters((0.0,), (1.0,), (1.0,))
    with pytest.raises(ModelError):
        with_values(NamingParameters(), {"lone": {"weights": [1.0, 2.0]}}, "own")


def test_a_bundle_states_the_regression_and_gives_it_back() -> None:
    whole = replace(NamingParameters(), lone=PLAIN)
    assert with_values(NamingParameters(), plain(whole), "own") == whole


def test_the_regression_learns_what_tells_them_apart_and_says_how_well() -> None:
    rng = np.random.default_rng(1)
    n = 160
    real = np.arange(n) % 2 == 0
    values = rng.standard_normal((n, len(FEATURES)))
    values[:, 5] += 3.0 * real
    read = Specks(values, real, np.array([f"i{k % 16}" for k in range(n)]))
    parameters, figures = fitted(read, LoneParameters())
    assert figures["auc_by_folds_of_images"] > 0.95
    assert max(range(6), key=lambda k: parameters.weights[k]) == 5
    shuffled = replace(read, real=rng.permutation(real))
    assert fitted(shuffled, LoneParameters())[1]["auc_by_folds_of_images"] < 0.75
    few, figures = fitted(Specks(values[:30], real[:30], read.image[:30]), LoneParameters())
    assert not few.known and figures["marks"] == 30


def a_picture(path: Path, *places: tuple[int, int]) -> BackgroundSource:
    """A breast with bright specks, as a file."""
    y, x = np.mgrid[:900, :600]
    rng = np.random.default_rng(3)
    picture = (np.hypot(y - 450, x) < 420) * rng.normal(110, 3, (900, 600))
    for row, column in places:
        picture += 110 * np.exp(-((y - row) ** 2 + (x - column) ** 2) / 8)
    path.parent.mkdir(exist_ok=True)
    Image.fromarray(picture.clip(0, 255).astype(np.uint8)).save(path)
    return BackgroundSource(path, 0.07, False)


def test_read_places_are_matched_with_the_marks_of_the_shipped_detector(tmp_path: Path) -> None:
    source = a_picture(tmp_path / "b.png", (400, 200), (600, 150))
    lines = (
        "b.png,900,600,400,200,0.3,round or punctate",
        "b.png,900,600,600,150,0.3,none",
        "b.png,900,600,300,100,0.3,none",
    )
    for _ in range(2):  # the second time from the cache
        read = specks([source], LoneParameters(), tmp_path / "analyses", a_table(tmp_path, *lines))
        assert read.features.shape == (2, 6) and read.real.tolist() == [True, False]
    assert np.isfinite(features(marks((5, 5), contrast=0.0, area=0.0))).all()


def test_backgrounds_of_one_name_have_an_analysis_each(tmp_path: Path) -> None:
    """The second's marks were those of the first, and an image was judged by another one's."""
    sources = [a_picture(tmp_path / name / "b.png", place) for name, place in (("1", (400, 200)), ("2", (600, 150)))]
    lines = ("b.png,900,600,400,200,0.3,round or punctate", "b.png,900,600,600,150,0.3,none")
    read = specks(sources, LoneParameters(), tmp_path / "analyses", a_table(tmp_path, *lines))
    assert read.real.tolist() == [True, False]
