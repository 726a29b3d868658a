"""Decisions about clusters hold on while the operating point changes their number and members."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.clusters import ClusterParameters
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.findings import Findings
from MicrocalcCADLib.mammogram import Mammogram
from report_material import make_analysis

pytest_plugins = ["slicer_fixtures"]


@pytest.fixture(autouse=True)
def _needs_the_host(application) -> None:
    """`MicrocalcCADSlicer` is importable once the application runs."""


@pytest.fixture
def exact() -> Mammogram:
    """Return an image of 0.07 mm pixels that analyses are made for."""
    pixels = np.full((900, 700), 0.4, np.float32)
    pixels[:, 600:] = 0.0
    return Mammogram(pixels, (0.07, 0.07), "given")


def test_a_decision_follows_its_calcifications_when_clusters_are_numbered_anew(analysis: Analysis) -> None:
    from MicrocalcCADSlicer.review import REJECTED, Review

    before = decide(analysis, 0.5)
    last = before.reported_clusters[-1]
    review = Review().decided(before, last, REJECTED)
    scores = analysis.candidates.measures.copy()
    members = [c.id for c in before.calcifications if c.cluster == last.id]
    scores[[i - 1 for i in members], 2] = 0.99  # the rejected cluster is now the first
    after = decide(replace(analysis, candidates=replace(analysis.candidates, measures=scores)), 0.5)
    states = review.states(after)
    rejected = [c for c in after.reported_clusters if states[c.id] == REJECTED]
    assert len(rejected) == 1
    assert abs(rejected[0].row - last.row) + abs(rejected[0].column - last.column) < 3
    assert rejected[0].id != last.id


def test_a_rejected_cluster_and_its_calcifications_are_not_shown(analysis: Analysis) -> None:
    from MicrocalcCADSlicer.review import REJECTED, Review

    findings = decide(analysis, 0.5)
    cluster = findings.reported_clusters[0]
    shown = Review().decided(findings, cluster, REJECTED).shown(findings)
    assert cluster.id not in [c.id for c in shown.reported_clusters]
    assert len(findings.reported_calcifications) - len(shown.reported_calcifications) == cluster.count


def test_what_was_not_rejected_is_not_made_again(analysis: Analysis) -> None:
    """Of 2,000 records that takes longer than all else that a slider does."""
    from MicrocalcCADSlicer.review import REJECTED, Review

    findings = decide(analysis, "balanced")
    cluster = findings.reported_clusters[0]
    shown = Review().decided(findings, cluster, REJECTED).shown(findings)
    others = [
        (before, after)
        for before, after in zip(findings.calcifications, shown.calcifications, strict=True)
        if before.cluster != cluster.id
    ]
    assert others and all(before is after for before, after in others)


def test_calling_a_cluster_unseen_takes_the_decision_back(analysis: Analysis) -> None:
    from MicrocalcCADSlicer.review import ACCEPTED, UNSEEN, Review

    findings = decide(analysis, 0.5)
    cluster = findings.reported_clusters[0]
    review = Review().decided(findings, cluster, ACCEPTED)
    assert review.states(findings)[cluster.id] == ACCEPTED
    assert review.decided(findings, cluster, UNSEEN) == Review()


def test_the_review_survives_being_written_as_json(analysis: Analysis) -> None:
    import json

    from MicrocalcCADSlicer.review import ACCEPTED, REJECTED, Review

    findings = decide(analysis, 0.5)
    first, second = findings.reported_clusters[:2]
    review = Review().decided(findings, first, ACCEPTED).decided(findings, second, REJECTED)
    assert Review.fromJson(json.loads(json.dumps(review.toJson()))) == review


def test_a_decision_about_a_single_one_holds_for_it_alone(analysis: Analysis) -> None:
    from MicrocalcCADSlicer.review import ACCEPTED, UNSEEN, Review

    findings = decide(analysis, 0.5)
    cluster = findings.reported_clusters[0]
    one = next(c.id for c in findings.calcifications if c.cluster == cluster.id)
    review = Review(
        (replace(Review().decided(findings, cluster, ACCEPTED).decisions[0], calcifications=frozenset((one,))),)
    )
    assert review.states(findings)[cluster.id] == UNSEEN


def test_a_readers_words_are_kept_as_json_and_taken_back(analysis: Analysis) -> None:
    import json

    from MicrocalcCADLib.findings import NOT_DETERMINED
    from MicrocalcCADLib.reader_words import Words
    from MicrocalcCADSlicer.review import ACCEPTED, EDITED, Review

    findings = decide(analysis, 0.5)
    first, second = findings.reported_clusters[:2]
    review = (
        Review()
        .decided(findings, first, ACCEPTED)
        .named(findings, first, Words("rim"))
        .named(findings, second, Words(None, "linear"))
    )
    again = Review.fromJson(json.loads(json.dumps(review.toJson())))
    assert again == review and again.states(findings)[first.id] == ACCEPTED
    worded = {c.id: c for c in again.worded(findings).clusters}
    assert (worded[first.id].morphology, worded[second.id].distribution) == ("rim", "linear")
    assert again.states(findings)[second.id] == EDITED, "who has named it has seen it"
    assert again.named(findings, first, Words()).worded(findings).clusters[0].morphology == NOT_DETERMINED


@pytest.fixture
def growing(exact: Any) -> Callable[[float], Findings]:
    """Return the findings by the lowest score: 8 calcifications of a group at 0.8, 28 at 0.5, one at 0.9."""
    spots = [(420 + 12 * (i // 3), 240 + 12 * (i % 3)) for i in range(8)]
    spots += [(470 + 14 * (i // 5), 220 + 14 * (i % 5)) for i in range(20)]
    analysis = make_analysis(exact, spots, [0.95] + [0.85] * 7 + [0.6] * 20)
    return lambda lowest, distance=5.0: decide(analysis, lowest, ClusterParameters(linking_distance_mm=distance))


@pytest.mark.parametrize("state", ["accepted", "rejected", "unsure"])
def test_a_decision_does_not_hold_for_a_group_that_has_grown_beyond_it_and_comes_back(growing: Any, state: str) -> None:
    from MicrocalcCADSlicer.review import REJECTED, UNSEEN, Review

    few, many = growing(0.8), growing(0.5)
    review = Review().decided(few, few.reported_clusters[0], state)
    assert list(review.states(many).values()) == [UNSEEN]
    assert len(review.shown(many).reported_calcifications) == 28, "20 of them nobody has seen"
    assert list(review.states(few).values()) == [state]
    assert len(review.shown(few).reported_calcifications) == (0 if state == REJECTED else 8)
    alone = growing(0.9)
    assert list(review.states(alone).values()) == [state], "all that is left of the group was decided"


def test_words_of_a_few_do_not_take_the_many_out_of_the_report_and_come_back(growing: Any) -> None:
    from MicrocalcCADLib.reader_words import Words
    from MicrocalcCADSlicer.review import ACCEPTED, REJECTED, Review

    few, many = growing(0.8), growing(0.5)
    review = Review().named(few, few.reported_clusters[0], Words("rim"))
    assert [c.reported for c in review.worded(many).clusters] == [True]
    accepted = review.decided(many, many.reported_clusters[0], ACCEPTED)
    assert [c.morphology for c in accepted.worded(few).clusters] == ["rim"]
    rejected = accepted.decided(few, few.reported_clusters[0], REJECTED)
    assert [c.morphology for c in rejected.worded(few).clusters] == ["rim"]
    assert Review.fromJson(rejected.toJson()).states(few) == rejected.states(few)


def test_a_later_decision_about_the_many_holds_for_the_few_and_one_about_the_few_for_them_alone(growing: Any) -> None:
    from MicrocalcCADSlicer.review import ACCEPTED, REJECTED, UNSEEN, Review

    few, many = growing(0.8), growing(0.5)
    review = Review().decided(few, few.reported_clusters[0], REJECTED)
    accepted = review.decided(many, many.reported_clusters[0], ACCEPTED)
    assert set(accepted.states(few).values()) == set(accepted.states(many).values()) == {ACCEPTED}
    again = accepted.decided(few, few.reported_clusters[0], REJECTED)
    assert set(again.states(few).values()) == {REJECTED}
    assert set(again.states(many).values()) == {ACCEPTED}, "as 20 of its 28"
    taken = accepted.decided(few, few.reported_clusters[0], UNSEEN)
    assert set(taken.states(few).values()) == {UNSEEN} and set(taken.states(many).values()) == {ACCEPTED}
    assert accepted.decided(many, many.reported_clusters[0], UNSEEN) == Review()


@pytest.mark.parametrize("other", ["accepted", "unsure"])
def test_a_rejection_does_not_hold_for_a_group_with_anything_that_was_decided_otherwise(exact: Any, other: str) -> None:
    from MicrocalcCADSlicer.review import REJECTED, UNSEEN, Review

    spots = [(100 + 10 * (i // 4), 100 + 10 * (i % 4)) for i in range(12)]
    spots += [(250 + 10 * (i // 4), 100 + 10 * (i % 4)) for i in range(6)]
    analysis = make_analysis(exact, spots, [0.9] * 18)
    apart, together = (decide(analysis, 0.5, ClusterParameters(linking_distance_mm=d)) for d in (5.0, 30.0))
    large, small = sorted(apart.reported_clusters, key=lambda c: -c.count)
    review = Review().decided(apart, small, other).decided(apart, large, REJECTED)
    assert (large.count, small.count, together.reported_clusters[0].count) == (12, 6, 18)
    assert list(review.states(together).values()) == [UNSEEN]
    assert len(review.shown(together).reported_calcifications) == 18
    assert review.states(apart) == {large.id: REJECTED, small.id: other}


def test_a_decision_about_two_merged_groups_is_taken_back_from_both(exact: Any) -> None:
    from MicrocalcCADSlicer.review import REJECTED, UNSEEN, Review

    spots = [(100 + 10 * (i // 4), 100 + 10 * (i % 4)) for i in range(8)]
    spots += [(250 + 10 * (i // 4), 100 + 10 * (i % 4)) for i in range(8)]
    analysis = make_analysis(exact, spots, [0.9] * 16)
    apart, together = (decide(analysis, 0.5, ClusterParameters(linking_distance_mm=d)) for d in (5.0, 30.0))
    review = Review()
    for cluster in apart.reported_clusters:
        review = review.decided(apart, cluster, REJECTED)
    assert list(review.states(together).values()) == [REJECTED]
    taken = review.decided(together, together.reported_clusters[0], UNSEEN)
    assert set(taken.states(apart).values()) == set(taken.states(together).values()) == {UNSEEN}
