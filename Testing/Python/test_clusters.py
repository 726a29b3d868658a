"""Grouping of calcifications by the radiological definition."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from MicrocalcCADLib import clusters
from MicrocalcCADLib.analysis import MEASURES, Candidates, Naming
from MicrocalcCADLib.clusters import MOST_GROUPS, ClusterParameters, group, local_sum, most_in_a_square_centimetre
from MicrocalcCADLib.clusters import SQUARE_CENTIMETRE_RADIUS_MM as RADIUS
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.findings import ImageFacts
from MicrocalcCADLib.objects import Objects
from report_material import make_analysis, make_mammogram
from scipy.spatial import ConvexHull, cKDTree

SPACING = 0.1
IMAGE = ImageFacts(1000, 1000, (SPACING, SPACING), "given")


def candidates_at(points_mm: list[tuple[float, float]], score: float | list[float] = 0.9) -> Candidates:
    measures = np.zeros((len(points_mm), len(MEASURES)))
    measures[:, :2] = np.array(points_mm).reshape(-1, 2) / SPACING
    measures[:, MEASURES.index("score")] = score
    measures[:, MEASURES.index("major_axis_mm")] = 0.3
    return Candidates(measures, Objects(np.arange(len(points_mm)), np.arange(len(points_mm) + 1)))


def grid(n: int, step_mm: float, start: float = 30.0) -> list[tuple[float, float]]:
    side = int(np.ceil(np.sqrt(n)))
    return [(start + step_mm * (i // side), start + step_mm * (i % side)) for i in range(n)]


def test_six_calcifications_in_a_square_centimetre_are_a_cluster_and_five_are_few():
    for count, kind in ((6, "cluster"), (5, "few"), (3, "few")):
        (found,), _ = group(candidates_at(grid(count, 1.5)), IMAGE, 0.5, ClusterParameters())
        assert (found.kind, found.count, found.density_per_cm2) == (kind, count, count)


def test_six_on_a_ring_are_in_a_square_centimetre_whose_centre_holds_none_and_is_not_that_of_the_group():
    ring = [(30 + 4.9 * np.sin(a), 30 + 4.9 * np.cos(a)) for a in np.linspace(0, 2 * np.pi, 6, endpoint=False)]
    tail = [(30, 34.9 + 4.9 * i) for i in range(1, 4)]
    (found,), _ = group(candidates_at([*ring, *tail]), IMAGE, 0.5, ClusterParameters())
    assert (found.kind, found.count, found.density_per_cm2) == ("cluster", 9, 6)


def test_the_most_in_a_square_centimetre_are_those_of_every_disc_through_two_positions():
    random = np.random.default_rng(0)
    for n in random.integers(3, 45, 60):
        places = np.round(random.uniform(0, random.uniform(5, 40), (n, 2)), 1)
        centres = [*places]
        for one in places:
            for other in places:
                away = other - one
                if 0 < (length := np.hypot(*away)) <= 2 * RADIUS:
                    centres.append(
                        (one + other) / 2 + np.sqrt(RADIUS**2 - length**2 / 4) * np.array([-away[1], away[0]]) / length
                    )
        held = np.hypot(*(np.array(centres)[:, None] - places).transpose(2, 0, 1)) <= RADIUS + 1e-7
        assert most_in_a_square_centimetre(places) == held.sum(axis=1).max()


def test_two_calcifications_are_no_group():
    found, membership = group(candidates_at(grid(2, 1.0)), IMAGE, 0.5, ClusterParameters())
    assert found == () and not membership.any()


def test_many_calcifications_spread_over_several_square_centimetres_are_no_dense_cluster():
    (found,), _ = group(candidates_at(grid(16, 4.9)), IMAGE, 0.5, ClusterParameters(more_than_per_cm2=6))
    assert found.count == 16 and found.kind == "few"


def on_a_ring(count: int, radius_mm: float, centre: tuple[float, float] = (40.0, 40.0)) -> list[tuple[float, float]]:
    return [
        (centre[0] + radius_mm * np.sin(a), centre[1] + radius_mm * np.cos(a))
        for a in np.linspace(0, 2 * np.pi, count, endpoint=False)
    ]


def test_six_in_one_disc_are_a_cluster_though_no_two_are_near_enough_to_be_linked():
    """A hexagon in a disc of one square centimetre has sides of up to 5.64 mm; linked are neighbours of up to 5 mm."""
    (found,), membership = group(candidates_at(on_a_ring(6, RADIUS - 0.01)), IMAGE, 0.5, ClusterParameters())
    assert (found.kind, found.count, found.density_per_cm2) == ("cluster", 6, 6) and (membership == 1).all()
    assert group(candidates_at(on_a_ring(6, RADIUS + 0.05)), IMAGE, 0.5, ClusterParameters())[0] == (), (
        "in no disc, and linked to nothing"
    )
    assert group(candidates_at(on_a_ring(5, RADIUS - 0.01)), IMAGE, 0.5, ClusterParameters())[0] == (), (
        "five are not more than five"
    )


def test_a_chain_whose_links_are_short_is_no_cluster_where_no_disc_holds_six():
    chain = [(20.0, 20.0 + 2.4 * i) for i in range(20)]  # five in 9.6 mm, the sixth 12 mm away
    (found,), _ = group(candidates_at(chain), IMAGE, 0.5, ClusterParameters())
    assert (found.kind, found.count, found.density_per_cm2) == ("few", 20, 5)


def test_few_and_few_in_one_disc_are_one_cluster_and_two_clusters_side_by_side_stay_two():
    few = [(30.0, 30.0 + i) for i in range(3)]
    beside = [(30.0, 38.0 + i) for i in range(3)]  # 6 mm apart, ten across
    (found,), _ = group(candidates_at([*few, *beside]), IMAGE, 0.5, ClusterParameters())
    assert (found.kind, found.count) == ("cluster", 6)
    dense = [[(30.0 + i % 3, start + i // 3) for i in range(9)] for start in (30.0, 38.0)]
    found, _ = group(candidates_at([*dense[0], *dense[1]]), IMAGE, 0.5, ClusterParameters())
    assert sorted(one.count for one in found) == [9, 9]


def test_six_are_joined_exactly_where_some_disc_holds_them_all():
    random, joined, left = np.random.default_rng(1), 0, 0
    for _ in range(300):
        places = random.uniform(20, 20 + random.uniform(9, 14), (6, 2))
        members = sorted(len(one) for one in clusters._linked(places, np.arange(6), ClusterParameters()))
        found, _ = group(candidates_at([tuple(one) for one in places]), IMAGE, 0.5, ClusterParameters())
        expected = [6] if most_in_a_square_centimetre(places) == 6 else members
        assert sorted(one.count for one in found) == expected
        joined, left = joined + (expected != members), left + (expected == members != [6])
    assert joined > 3 and left > 30


def test_a_smaller_linking_distance_splits_what_a_disc_would_join():
    places = candidates_at([(30.0 + 2 * (i // 3), 30.0 + 2 * (i % 3)) for i in range(9)])
    assert len(group(places, IMAGE, 0.5, ClusterParameters())[0]) == 1
    assert group(places, IMAGE, 0.5, ClusterParameters(linking_distance_mm=1.0))[0] == ()


@pytest.mark.parametrize(("distance", "groups"), [(4.0, 1), (9.0, 2)])
def test_groups_are_linked_up_to_the_linking_distance(distance, groups):
    points = [(30.0, 30.0 + i) for i in range(4)] + [(30.0, 33.0 + distance + i) for i in range(4)]
    found, _ = group(candidates_at(points), IMAGE, 0.5, ClusterParameters(linking_distance_mm=5.0))
    assert len(found) == groups


def test_candidates_below_the_threshold_form_groups_that_are_not_reported():
    found, membership = group(candidates_at(grid(9, 1.0), score=0.4), IMAGE, 0.5, ClusterParameters())
    assert len(found) == 1 and not found[0].reported and (membership == 1).all()


def test_a_group_of_low_candidates_beside_a_reported_cluster_is_not_a_second_cluster():
    strong, weak = candidates_at(grid(9, 1.0)), candidates_at(grid(9, 1.0, start=33.5), score=0.3)
    both = Candidates(np.concatenate([strong.measures, weak.measures]), Objects(np.arange(18), np.arange(19)))
    found, membership = group(both, IMAGE, 0.5, ClusterParameters())
    assert len(found) == 1 and (membership[9:] == 0).all()


def test_score_grows_with_number_and_certainty():
    def score(count: int, value: float) -> float:
        return group(candidates_at(grid(count, 1.0), value), IMAGE, 0.1, ClusterParameters())[0][0].score

    assert score(4, 0.9) < score(9, 0.9) < score(25, 0.9) <= 1
    assert score(9, 0.3) < score(9, 0.6) < score(9, 0.9)


def test_outline_encloses_every_member_and_lies_in_the_image():
    (found,), _ = group(
        candidates_at([(0.5, 0.5), (0.5, 3.0), (3.0, 0.5), (2.0, 2.0)]), IMAGE, 0.5, ClusterParameters()
    )
    outline = np.array(found.outline)
    assert outline.min() >= 0 and outline.max() >= 40
    assert found.bounding_box == (0, 0, *np.ceil(outline.max(axis=0)).astype(int))


def test_a_long_double_track_is_flagged_as_vascular_and_a_round_cluster_is_not():
    track = [(30.0 + side, 20.0 + step * 0.8) for step in range(30) for side in (0.0, 1.0)]
    assert group(candidates_at(track), IMAGE, 0.5, ClusterParameters())[0][0].vascular
    assert not group(candidates_at(grid(36, 1.5)), IMAGE, 0.5, ClusterParameters())[0][0].vascular


def test_local_sum_equals_the_sum_over_all_pairs():
    rng = np.random.default_rng(0)
    points, scores = rng.uniform(0, 20, (60, 2)), rng.random(60)
    distance2 = ((points[:, None] - points[None]) ** 2).sum(axis=2)
    weight = np.where(distance2 <= (3 * 2.5) ** 2, np.exp(-distance2 / (2 * 2.5**2)), 0)
    np.testing.assert_allclose(local_sum(points, scores, 2.5), weight @ scores)


@pytest.mark.parametrize("count", [1, 2, clusters._FEW_POSITIONS])
def test_local_sum_is_the_same_by_all_pairs_and_by_a_tree(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    rng = np.random.default_rng(count)
    points, scores = rng.uniform(0, 20, (count, 2)), rng.random(count) * (rng.random(count) < 0.8)
    by_pairs = local_sum(points, scores, 2.5)
    monkeypatch.setattr(clusters, "_FEW_POSITIONS", 0)
    np.testing.assert_allclose(by_pairs, local_sum(points, scores, 2.5), rtol=1e-12, atol=1e-12)


def test_local_sum_of_many_positions_takes_little_memory_and_equals_that_of_all_pairs():
    rng = np.random.default_rng(0)
    points, scores = rng.uniform(0, 40, (6000, 2)), rng.random(6000) * (rng.random(6000) < 0.5)
    tracemalloc.start()
    found = local_sum(points, scores, 2.5)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    some = slice(0, None, 50)
    distance2 = ((points[some, None] - points[None]) ** 2).sum(axis=2)
    weight = np.where(distance2 <= (3 * 2.5) ** 2, np.exp(-distance2 / (2 * 2.5**2)), 0)
    np.testing.assert_allclose(found[some], weight @ scores)
    pairs = len(cKDTree(points).query_pairs(7.5, output_type="ndarray"))
    assert pairs > 1_500_000 and peak < 10 * pairs


def test_no_candidates_give_no_groups():
    assert group(Candidates.none(), IMAGE, 0.5, ClusterParameters())[0] == ()


def test_an_impossible_linking_distance_is_refused():
    with pytest.raises(InputError, match="above 0"):
        ClusterParameters(linking_distance_mm=0)


def test_of_very_many_groups_the_best_are_kept():
    triples = [(10.0 + 12 * (i // 12), 8.0 + 12 * (i % 12) + 0.5 * j) for i in range(140) for j in range(3)]
    candidates = candidates_at(triples)
    candidates.measures[:, MEASURES.index("score")] = 0.5 + np.repeat(np.linspace(0, 0.4, 140), 3)
    found, membership = group(candidates, replace(IMAGE, rows=2000, columns=2000), 0.001, ClusterParameters())
    assert len(found) == MOST_GROUPS and set(membership) == set(range(MOST_GROUPS + 1))
    assert (membership[: 3 * 40] == 0).all() and (membership[3 * 40 :] > 0).all()


@pytest.mark.parametrize("lattice", [False, True])
@pytest.mark.parametrize("count", [1, 2, 5, 60, 400])
def test_the_outline_is_the_hull_of_the_circles_about_all_calcifications(count: int, lattice: bool) -> None:
    rng = np.random.default_rng(count)
    for flatness in (1.0, 0.1, 0.0):
        places, margins = rng.normal(0, 4, (count, 2)) * (1, flatness), rng.uniform(0.5, 2, count)
        places = places.round() if lattice else places
        every = (places[:, None] + margins[:, None, None] * clusters._CIRCLE).reshape(-1, 2)
        hull = ConvexHull(every)
        outline, area = clusters._outline(places, margins)
        assert area == pytest.approx(hull.volume)
        assert {tuple(point) for point in outline.round(9)} == {tuple(point) for point in every[hull.vertices].round(9)}
        assert count < 400 or clusters._outer(places, margins).mean() < 0.5


def test_another_threshold_describes_no_group_anew_and_reports_by_it(monkeypatch: pytest.MonkeyPatch):
    candidates, memory = candidates_at([*grid(7, 1.5), *grid(4, 1.5, start=80.0)]), clusters.GroupMemory()
    before, _ = group(candidates, IMAGE, 0.3, ClusterParameters(), memory)
    described, calls = clusters._described, []
    monkeypatch.setattr(clusters, "_described", lambda *arguments: calls.append(1) or described(*arguments))
    after, _ = group(candidates, IMAGE, 0.75, ClusterParameters(), memory)
    assert calls == []
    assert after == group(candidates, IMAGE, 0.75, ClusterParameters())[0]
    assert [one.reported for one in before] != [one.reported for one in after]


def test_groups_that_no_list_shows_may_be_left_undescribed_and_change_nothing_else(monkeypatch: pytest.MonkeyPatch):
    candidates = candidates_at([*grid(7, 1.5), *grid(4, 1.5, start=80.0)], [0.9] * 7 + [0.4] * 4)
    described, calls = clusters._described, []
    monkeypatch.setattr(clusters, "_described", lambda *arguments: calls.append(1) or described(*arguments))
    whole, membership = group(candidates, IMAGE, 0.6, ClusterParameters())
    assert [one.reported for one in whole] == [True, False] and len(calls) == 2
    listed, same = group(candidates, IMAGE, 0.6, ClusterParameters(), listed_only=True)
    assert len(calls) == 3 and np.array_equal(same, membership)
    assert listed[0] == whole[0]
    unlisted, known = listed[1], whole[1]
    assert (unlisted.id, unlisted.row, unlisted.count, unlisted.reported) == (known.id, known.row, known.count, False)
    assert unlisted.outline == () and len(known.outline) > 2


@pytest.mark.parametrize("seed", range(12))
def test_a_reported_group_counts_what_is_reported_of_it(seed: int) -> None:
    """What is probably no calcification, or surely benign, may lie among others, and passes or not."""
    rng = np.random.default_rng(seed)
    mammogram = make_mammogram()
    spots = [(int(r), int(c)) for r, c in rng.uniform((100, 20), (500, 300), (60, 2))]
    analysis = make_analysis(mammogram, spots, rng.uniform(0.05, 1, 60).tolist())
    none = rng.uniform(0, 0.9, 60)
    words = ("fine pleomorphic", "vascular", "round or punctate")
    morphologies = rng.dirichlet((0.5, 0.5, 0.5), 60) * (1 - none)[:, None]
    naming = Naming(words, morphologies, analysis.candidates.column("score") * (1 - 0.4 * none), none)
    named = replace(analysis, candidates=replace(analysis.candidates, naming=naming))
    for threshold in (0.1, 0.3, 0.5, 0.7):
        findings = decide(named, threshold)
        for one in findings.reported_clusters:
            members = [c for c in findings.calcifications if c.cluster == one.id]
            assert one.count == len(members) == sum(c.reported for c in members)
