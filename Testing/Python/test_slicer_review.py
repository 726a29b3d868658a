"""Decisions about clusters hold on while the operating point changes their number and members."""

from __future__ import annotations

from dataclasses import replace

import pytest
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.decide import decide

pytest_plugins = ["slicer_fixtures"]


@pytest.fixture(autouse=True)
def _needs_the_host(application) -> None:
    """`MicrocalcCADSlicer` is importable once the application runs."""


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
