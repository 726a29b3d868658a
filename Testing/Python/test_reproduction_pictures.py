"""Pictures of the papers: regions with outlines, false marks at the skin, marked squares, the
malignancy-adjusted loss.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from MicrocalcCADLib.assessment.birads_scale import categories
from MicrocalcReproduce.birads_table_3 import loss_panels
from MicrocalcReproduce.picture_figures import Picture, pictures_figure
from MicrocalcReproduce.shown import Outlined, marked_squares, nearest_false_mark, region, richest_region, side_by_side
from report_material import make_analysis, make_mammogram

pytest.importorskip("matplotlib")


def breast_with_marks() -> Outlined:
    """Return 40 x 20 mm at 0.1 mm, the breast left of column 120; three calcifications about (100, 50) and one at (300,
    30).
    """
    true, found = np.zeros((400, 200), int), np.zeros((400, 200), int)
    for number, (row, column) in enumerate([(100, 50), (105, 55), (98, 45), (300, 30)], start=1):
        true[row : row + 3, column : column + 3] = number
    found[100:103, 51:54] = 1  # touches the first calcification
    found[200:203, 112:115] = 2  # 0.6 mm from the skin
    found[250:253, 60:63] = 3
    breast = np.zeros((400, 200), bool)
    breast[:, :120] = True
    return Outlined(np.linspace(0, 1, 80000).reshape(400, 200), true, found, breast, 0.1)


def test_the_region_shown_is_about_the_calcification_with_most_others_near() -> None:
    one = breast_with_marks()
    row, column = richest_region(one)
    assert abs(row - 101) <= 6 and abs(column - 51) <= 6
    plain, drawn = region(one, row, column, "a region")
    assert plain.pixels.shape == (100, 100) and plain.true is None
    assert drawn.true.sum() == 27 and drawn.found.sum() == 9
    assert richest_region(replace(one, true=np.zeros_like(one.true))) is None


class Truth:
    """An image of 100 x 80 px with two calcifications near each other and one far off."""

    stem = "two"

    def mammogram(self) -> object:
        return make_mammogram()

    def truth(self) -> np.ndarray:
        true = np.zeros(make_mammogram().shape, int)
        for number, (row, column) in enumerate([(20, 20), (24, 26), (70, 60)], start=1):
            true[row : row + 2, column : column + 2] = number
        return true


def test_methods_are_side_by_side_on_the_patch_with_most_calcifications_each_from_its_own_score_on() -> None:
    analysis = make_analysis(make_mammogram(), [(20, 20), (24, 26)], [0.9, 0.3])
    plain, annotated, strict, lax = side_by_side(Truth(), {"strict": (analysis, 0.5), "lax": (analysis, 0.2)}, 32)
    assert [one.title for one in (plain, annotated, strict, lax)] == ["two", "annotated", "strict", "lax"]
    assert all(one.pixels.shape == (32, 32) for one in (plain, annotated, strict, lax))
    assert annotated.true.sum() == 8 and annotated.found is None and strict.true is None
    assert 0 < strict.found.sum() < lax.found.sum()
    nothing = Truth()
    nothing.truth = lambda: np.zeros(make_mammogram().shape, int)
    assert side_by_side(nothing, {"strict": (analysis, 0.5)}, 32) == ()


def test_of_marks_that_touch_no_calcification_the_nearest_to_the_skin_is_shown() -> None:
    one = breast_with_marks()
    mark = nearest_false_mark(one)
    assert (mark.row, mark.column) == (201, 113) and mark.distance_mm == pytest.approx(0.6)
    assert nearest_false_mark(replace(one, found=(one.found == 1).astype(int))) is None
    assert nearest_false_mark(replace(one, breast=np.ones_like(one.breast))) is None


def test_a_region_at_the_border_of_the_image_is_whole() -> None:
    plain, _ = region(breast_with_marks(), 2, 198, "corner")
    assert plain.pixels.shape == (100, 100)


class Annotated:
    """A mammogram with one annotated region of 2 mm."""

    stem, lesions, radii_mm = "one", np.array([[10.0, 20.0]]), np.array([2.0])

    def mammogram(self) -> object:
        return make_mammogram()


def test_squares_from_a_score_on_are_shown_beside_what_is_annotated() -> None:
    mammogram = make_mammogram()
    analysis = make_analysis(mammogram, [], [])
    patches = np.array([[0.0, 0.0, 30.0, 0.9], [0.0, 30.0, 30.0, 0.2]])
    analysis = replace(analysis, candidates=replace(analysis.candidates, patches=patches))
    plain, annotated, marked = marked_squares(Annotated(), analysis, 0.5)
    assert plain.title == "one" and marked.title == "1 marked" and marked.squares.tolist() == [[0, 0, 30]]
    assert annotated.circles.tolist() == [[10, 20, pytest.approx(2 / mammogram.mean_spacing_mm)]]


def test_pictures_are_drawn_small_and_the_same_each_time(tmp_path: Path) -> None:
    from MicrocalcTrainLib.metrics.figures import save_figure

    one = breast_with_marks()
    for name in ("a.png", "b.png"):
        save_figure(
            pictures_figure(
                [region(one, 100, 50, "a"), (Picture(one.pixels, circles=np.array([[9.0, 9.0, 5.0]])),) * 2]
            ),
            tmp_path / name,
        )
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_the_loss_is_drawn_as_the_paper_defines_it() -> None:
    panels = loss_panels(0.2, categories(6))
    at, benign = panels["(b) weight, benign"]["3"]
    truth = 3 / 12
    # a benign case that is rated too high errs away from its biopsy
    assert benign[at < truth - 0.01] == pytest.approx(0.2, rel=0.01) and benign[at > truth + 0.01] == pytest.approx(
        5, rel=0.01
    )
    assert panels["(c) weight, malignant"]["3"][1] == pytest.approx(1 / benign, rel=1e-6)
    assert np.array_equal(panels["(a) squared error"]["3"][1], panels["(d) loss, no biopsy"]["3"][1])
    assert panels["(e) loss, benign"]["3"][1] == pytest.approx(benign * (at - truth) ** 2)
