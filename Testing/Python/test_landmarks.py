"""Nipple and chest wall, estimated on outlines whose nipple is known, and places between them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from MicrocalcCADLib.landmarks import LEFT, OBLIQUE_DEGREES, RIGHT, Landmarks, chest_wall_side, landmarks

ROWS, COLUMNS, SPACING = 440, 320, (0.5, 0.5)


def half_ellipse(apex_row: float = 200, reach: float = 220, half_height: float = 150) -> np.ndarray:
    row, column = np.mgrid[:ROWS, :COLUMNS]
    return ((row - apex_row) / half_height) ** 2 + ((column + 0.5) / reach) ** 2 < 1


def oblique(lean_degrees: float = OBLIQUE_DEGREES) -> tuple[np.ndarray, tuple[float, float]]:
    """A breast that hangs down, its axis leaning as the muscle's edge does, below an axilla; and where its tip is."""
    row, column = np.mgrid[:ROWS, :COLUMNS]
    lean = math.radians(lean_degrees)
    down, away = row - 210.0, column - 0.0
    along, across = away * math.cos(lean) + down * math.sin(lean), -away * math.sin(lean) + down * math.cos(lean)
    breast = (along / 230) ** 2 + (across / 140) ** 2 < 1
    axilla = (row < 210) & (column < 150 - 0.1 * (210 - row))
    return breast | axilla, (210 + 230 * math.sin(lean), 230 * math.cos(lean))


def with_bump(mask: np.ndarray, row: float, column: float, radius: float = 7) -> np.ndarray:
    rows, columns = np.mgrid[: mask.shape[0], : mask.shape[1]]
    return mask | (np.hypot(rows - row, columns - column) < radius)


def apart_mm(found: Landmarks | None, row: float, column: float) -> float:
    assert found is not None
    return math.hypot((found.nipple[0] - row) * found.spacing_mm[0], (found.nipple[1] - column) * found.spacing_mm[1])


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_nipple_of_a_view_from_above_is_the_point_farthest_from_the_chest_wall(mirrored: bool) -> None:
    mask = half_ellipse()[:, ::-1] if mirrored else half_ellipse()
    found = landmarks(mask, SPACING, "CC")
    assert found is not None and found.chest_wall == (RIGHT if mirrored else LEFT)
    assert apart_mm(found, 200, COLUMNS - 220 if mirrored else 219) <= 1.5


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("view", ["MLO", None])
def test_the_nipple_of_an_oblique_view_lies_across_from_the_leaning_muscle(mirrored: bool, view: str | None) -> None:
    mask, (row, column) = oblique()
    mask, column = (mask[:, ::-1], COLUMNS - 1 - column) if mirrored else (mask, column)
    assert apart_mm(landmarks(mask, SPACING, view), row, column) <= 4
    assert apart_mm(landmarks(mask, SPACING, "CC"), row, column) > 10  # the point farthest to the side is another one


@pytest.mark.parametrize("beside_mm", [-20.0, -8.0, 12.0, 20.0])
def test_a_bump_of_the_skin_near_the_tip_is_the_nipple(beside_mm: float) -> None:
    row = 200 + beside_mm / SPACING[0]
    column = 220 * math.sqrt(1 - ((row - 200) / 150) ** 2)
    assert apart_mm(landmarks(with_bump(half_ellipse(), row, column), SPACING, "CC"), row, column + 6) <= 3
    assert apart_mm(landmarks(half_ellipse(), SPACING, "CC"), 200, 219) <= 1.5  # without it, the tip


def test_the_corners_of_a_small_breast_at_the_chest_wall_are_no_bumps() -> None:
    small = half_ellipse(200, 70, 55)
    small[:, :4] = False  # a strip of frame was cut off
    assert apart_mm(landmarks(small, SPACING, "CC"), 200, 69) <= 1.5


def test_folds_at_the_ends_of_the_breast_are_no_nipple() -> None:
    mask = half_ellipse()
    mask[50:60, :300] = True  # a strip at the top, farther from the wall than any skin
    assert apart_mm(landmarks(mask, SPACING, "CC"), 200, 219) <= 1.5


def test_air_on_both_sides_does_not_change_the_side_of_the_chest_wall() -> None:
    mask = np.zeros((ROWS, COLUMNS + 200), bool)
    mask[:, 60 : 60 + COLUMNS] = half_ellipse()[:, ::-1]
    assert chest_wall_side(mask) == RIGHT
    found = landmarks(mask, SPACING, "CC")
    assert found is not None and found.wall_column == pytest.approx(60 + COLUMNS - 1, abs=1)


@pytest.mark.parametrize("spacing", [(0.07, 0.07), (0.1, 0.05), (0.2, 0.2)])
def test_the_nipple_is_the_same_in_millimetres_at_any_spacing(spacing: tuple[float, float]) -> None:
    factors = (SPACING[0] / spacing[0], SPACING[1] / spacing[1])
    rows, columns = (
        np.arange(round(side * factor)) / factor for side, factor in zip((ROWS, COLUMNS), factors, strict=True)
    )
    fine = half_ellipse()[np.ix_(rows.astype(int), columns.astype(int))]
    assert apart_mm(landmarks(fine, spacing, "CC"), 200 * factors[0], 219 * factors[1]) <= 2


@pytest.mark.parametrize("mask", [np.zeros((50, 40), bool), np.ones((50, 40), bool), np.ones((1, 1), bool)])
def test_a_picture_without_the_breasts_outline_shows_no_nipple(mask: np.ndarray) -> None:
    assert landmarks(mask, SPACING, "CC") is None


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_field_that_ends_before_the_breast_does_shows_no_nipple(mirrored: bool) -> None:
    whole = half_ellipse()
    cut, corner = whole[:, :150], whole[200:, :]
    touching = whole[:, :219]  # the tip alone is cut: the nipple is there or nearly so
    for mask, is_seen in ((whole, True), (cut, False), (touching, True), (corner, True)):
        assert (landmarks(mask[:, ::-1] if mirrored else mask, (0.5, 0.5), "CC") is not None) == is_seen


@pytest.mark.parametrize("view", ["CC", "MLO", None])
def test_two_breasts_whose_chest_walls_meet_show_no_nipple(view: str | None) -> None:
    one = half_ellipse() if view == "CC" else oblique()[0]
    assert landmarks(one, SPACING, view) is not None
    assert landmarks(np.hstack([one[:, ::-1], one]), SPACING, view) is None


def test_places_are_told_by_distance_height_and_depth() -> None:
    found = Landmarks((100.0, 200.0), LEFT, 0.0, 0.0, (1.0, 0.5))
    assert found.from_nipple_mm((70, 120)) == 50  # 30 mm up, 40 mm back
    assert found.above_axis_mm((70, 120)) == 30
    assert found.above_axis_mm((130, 120)) == -30
    assert [found.depth((100, column)) for column in (200, 100, 0)] == [0, 0.5, 1]
    assert found.depth((100, 260)) == 0  # in front of the nipple
    mirrored = replace(found, nipple=(100.0, 0.0), chest_wall=RIGHT, wall_column=200.0)
    assert mirrored.above_axis_mm((70, 80)) == 30 and mirrored.depth((100, 150)) == 0.75


def test_in_an_oblique_view_the_axis_rises_towards_the_muscle() -> None:
    found = Landmarks((100.0, 100.0), LEFT, 0.0, OBLIQUE_DEGREES, (1.0, 1.0))
    rise = 50 * math.tan(math.radians(OBLIQUE_DEGREES))
    assert found.above_axis_mm((100 - rise, 50)) == pytest.approx(0, abs=1e-9)
    assert found.above_axis_mm((100, 50)) < 0
    assert found.depth((60, 30)) > found.depth((100, 30)) == pytest.approx(0.7)  # the muscle is nearer above


@pytest.mark.parametrize("view", ["CC", "MLO", None])
def test_a_picture_stored_upside_down_has_the_same_landmarks_and_distances(view: str | None) -> None:
    mask, _ = oblique()
    upright, turned = landmarks(mask, SPACING, view), landmarks(mask[::-1], SPACING, view, upside_down=True)
    assert upright is not None and turned is not None
    assert turned.nipple == (ROWS - 1 - upright.nipple[0], upright.nipple[1])
    for row, column in ((40.0, 30.0), (200.0, 100.0), (390.0, 10.0)):
        flipped = (ROWS - 1 - row, column)
        assert upright.above_axis_mm((row, column)) == pytest.approx(turned.above_axis_mm(flipped))
        assert upright.depth((row, column)) == pytest.approx(turned.depth(flipped))


def test_a_reader_may_put_the_nipple_elsewhere() -> None:
    found = landmarks(half_ellipse(), SPACING, "CC")
    assert found is not None and not found.by_reader
    moved = found.moved((150.0, 210.0))
    assert moved.by_reader and moved.from_nipple_mm((150.0, 210.0)) == 0


@pytest.mark.parametrize("view", [None, "CC", "MLO"])
def test_a_mask_of_any_form_gives_an_estimate_or_none(view: str | None) -> None:
    rng = np.random.default_rng(0)
    for _ in range(200):
        mask = rng.random(rng.integers(1, 9, 2)) < rng.random()
        found = landmarks(mask, (5.0, 5.0), view)
        assert found is None or np.isfinite(found.nipple).all()


def test_a_fold_at_the_end_of_the_breast_is_no_nipple() -> None:
    mask = half_ellipse(apex_row=390)
    before = landmarks(mask, SPACING, "CC")
    row = 434
    folded = with_bump(mask, row, float(np.flatnonzero(mask[row]).max()), radius=5)
    assert landmarks(folded, SPACING, "CC").nipple == pytest.approx(before.nipple, abs=4)
