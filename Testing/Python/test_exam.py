"""Exams: images that belong together, how they hang, and clusters of two views that may be the same."""

from __future__ import annotations

import pytest
from MicrocalcCADLib.exam import (
    Hanging,
    View,
    date_in,
    exams,
    hanging,
    possible_matches,
    priors,
    shown_date,
)
from MicrocalcCADLib.landmarks import LEFT, RIGHT
from MicrocalcCADLib.reading.names import side_and_view


def study(
    date: str,
    patient: str = "P1",
    views: tuple[tuple[str, str], ...] = (("R", "CC"), ("L", "CC"), ("R", "MLO"), ("L", "MLO")),
) -> list[View]:
    return [View(f"{date} {side} {view}", side, view, patient, f"study {date}", date) for side, view in views]


def test_images_are_grouped_by_patient_and_study_the_newest_first() -> None:
    found = exams([*study("20230501"), *study("20250102"), *study("20240101", "P2")])
    assert [(e.patient, e.date, len(e.views)) for e in found] == [
        ("P1", "20250102", 4),
        ("P2", "20240101", 4),
        ("P1", "20230501", 4),
    ]


def test_a_prior_is_an_earlier_exam_of_the_same_patient() -> None:
    found = exams(
        [*study("20250102"), *study("20230501"), *study("20210501"), *study("20240101", "P2"), *study("", "P1")]
    )
    assert [e.date for e in priors(found[0], found)] == ["20230501", "20210501"]
    undated = next(e for e in found if not e.date)
    assert priors(undated, found) == ()


def nameless(*names: str) -> list[View]:
    return [View(number, *side_and_view(name), date=date_in(name), name=name) for number, name in enumerate(names)]


@pytest.mark.parametrize(
    ("names", "sizes"),
    [
        (["R CC", "L CC", "R MLO", "L MLO"], [4]),
        (["p1_R_CC", "p1_L_CC", "p2_R_CC", "p2_L_CC"], [2, 2]),
        (["R_CC_p1", "R_CC_p2"], [1, 1]),
        (["R CC", "R CC_1"], [2]),  # so Slicer names a second one
        (["mdb001", "mdb002", "mdb002"], [1, 1, 1]),
        (["case_LEFT", "case_RIGHT", "other_RIGHT"], [2, 1]),
        (["Strauß_R_CC", "Strauß_L_CC", "Müller_L_CC"], [2, 1]),
        (["2023-05-01 R CC", "2023-05-01 L CC", "2025-01-02 R CC"], [1, 2]),
        (["", ""], [1, 1]),
    ],
)
def test_images_without_patient_and_study_belong_together_by_their_names_alone(
    names: list[str], sizes: list[int]
) -> None:
    assert [len(exam.views) for exam in exams(nameless(*names))] == sizes


def test_an_image_that_nothing_joins_is_alone_and_known_again() -> None:
    views = nameless("mdb001", "mdb002", "p1_R_CC")
    found = exams(views)
    assert [exam.is_alone for exam in found] == [True, True, False]
    assert len({exam.identity for exam in found}) == 3
    assert {exam.identity for exam in exams(views[1:])} < {exam.identity for exam in found}


def test_an_unknown_patient_has_no_prior_of_somebody_else() -> None:
    found = exams(
        [
            *nameless("p1 2025-01-02 R CC", "p2 2023-05-01 R CC", "p1 2021-05-01 R CC"),
            View("s", "R", "CC", "", "1.2", "20200101"),
        ]
    )
    assert [e.date for e in priors(found[0], found)] == ["20210501"]
    studies = exams([View("new", "R", "CC", "", "1.2", "20200101"), View("old", "R", "CC", "", "1.3", "20190101")])
    assert priors(studies[0], studies) == ()
    alone = exams(
        [View("new", "R", "CC", date="20200101", name="a"), View("old", "R", "CC", date="20190101", name="b")]
    )
    assert priors(alone[0], alone) == ()


def test_each_place_has_one_image_and_the_rest_are_named_as_others() -> None:
    views = study("20250102", views=(("L", "MLO"), ("R", "CC"), ("R", "CC"), ("R", "ML"), (None, None)))
    exam = exams([*views[:2], View("again", "R", "CC", "P1", "study 20250102", "20250102"), *views[3:]])[0]
    assert [v.title for v in exam.hung] == ["R CC", "L MLO"]
    assert exam.at("R", "CC") == views[1]
    assert exam.at("L", "CC") is None
    assert [v.title for v in exam.others] == ["R CC", "R ML", "? ?"]


@pytest.mark.parametrize(
    ("laterality", "wall", "mirrored"), [("R", RIGHT, False), ("R", LEFT, True), ("L", LEFT, False), ("L", RIGHT, True)]
)
def test_both_chest_walls_meet_in_the_middle(laterality: str, wall: str, mirrored: bool) -> None:
    assert hanging(laterality, "CC", wall) == Hanging(mirrored)


def test_an_image_of_unknown_side_or_chest_wall_is_left_as_it_is() -> None:
    assert hanging(None, "CC", LEFT) == hanging("R", "CC", None) == Hanging()


@pytest.mark.parametrize(
    ("laterality", "view", "orientation", "upside_down"),
    [
        ("R", "MLO", ("P", "FL"), False),
        ("R", "MLO", ("P", "HR"), True),
        ("R", "CC", ("P", "L"), False),  # rows go to the inner side: the outer side is on top
        ("R", "CC", ("P", "R"), True),
        ("L", "CC", ("A", "R"), False),
        ("L", "CC", ("A", "L"), True),
        ("L", "XCCL", ("A", "L"), True),
        ("R", "FB", ("P", "R"), True),
        ("L", "MLO", ("A", "R"), False),
    ],
)
def test_the_head_or_the_outer_side_is_on_top(
    laterality: str, view: str, orientation: tuple[str, str], upside_down: bool
) -> None:
    assert hanging(laterality, view, None, orientation).upside_down is upside_down


def test_clusters_within_the_tolerance_are_possible_matches_the_closest_first() -> None:
    found = possible_matches({"cc 1": 40.0, "cc 2": 80.0}, {"mlo 1": 46.0, "mlo 2": 38.0, "mlo 3": 95.0}, 10)
    assert [(m.first, m.second, m.difference_mm) for m in found] == [("cc 1", "mlo 2", 2.0), ("cc 1", "mlo 1", 6.0)]
    assert possible_matches({"cc": 40.0}, {"mlo": 50.0}, 9.9) == ()
    assert possible_matches({}, {"mlo": 50.0}) == ()


def test_dates_are_read_from_names_and_shown_with_hyphens() -> None:
    assert date_in("case7_2023-05-01_R_CC") == date_in("20230501 left MLO") == "20230501"
    assert date_in("22678622_R_CC") == date_in("P_00820_RIGHT_CC") == ""
    assert shown_date("20230501") == "2023-05-01"
    assert shown_date("") == ""
