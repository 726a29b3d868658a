"""What a list of findings shows, and what a reader's own word does to it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.findings import NOT_DETERMINED, Findings, changed
from MicrocalcCADLib.listed import listed, members
from MicrocalcCADLib.reader_words import Words, with_words
from test_kinds_groups import analysis, specks, vessel


@pytest.fixture
def findings() -> Findings:
    """A cluster of fine pleomorphic ones, a vessel, a single suspicious one and a single rim."""
    places = [*specks(240, 200), *vessel(290), (600, 100), (600, 500)]
    words = ["fine pleomorphic"] * 9 + ["vascular"] * 40 + ["amorphous", "rim"]
    return decide(analysis(places, words), 0.3)


def test_groups_come_first_then_single_ones_then_what_is_typically_benign(findings: Findings) -> None:
    found = listed(findings)
    assert [(c.kind, c.morphology, c.count, c.reported) for c in found] == [
        ("cluster", "fine pleomorphic", 9, True),
        ("single", "amorphous", 1, True),
        ("cluster", "vascular", 40, False),
        ("single", "rim", 1, False),
    ]
    assert [c.id for c in found if c.kind == "single"] == [-50, -51]
    assert {c.id for c in found} == set(members(findings))
    assert members(findings)[-50] == {50}


def test_a_single_one_stays_the_same_object_while_only_the_numbers_of_groups_change(findings: Findings) -> None:
    """A slider numbers groups anew at each move, and each record that is made again costs it time."""
    before = {one.id: one for one in listed(findings) if one.kind == "single"}
    renumbered = replace(
        findings,
        calcifications=tuple(changed(c, cluster=77) if -c.id in before else c for c in findings.calcifications),
    )
    assert all(one is before[one.id] for one in listed(renumbered) if one.kind == "single")
    others = replace(
        findings,
        calcifications=tuple(changed(c, score=0.97) if -c.id in before else c for c in findings.calcifications),
    )
    assert {one.score for one in listed(others) if one.kind == "single"} == {0.97}


def test_the_box_of_a_single_one_has_a_margin_and_stays_within_the_image() -> None:
    alone = listed(decide(analysis([(2, 2)], ["amorphous"]), 0.3))[0]
    assert alone.bounding_box[:2] == (0, 0)
    assert 10 <= alone.bounding_box[2] - 2 <= 12  # a millimetre of 0.1 mm pixels and the calcification itself


def test_what_is_below_the_operating_point_is_not_listed(findings: Findings) -> None:
    places = [*specks(240, 200), *vessel(290), (600, 100), (600, 500)]
    weak = analysis(places, ["fine pleomorphic"] * 9 + ["vascular"] * 40 + ["amorphous", "rim"], scores=0.05)
    assert listed(decide(weak, 0.3)) == ()


def test_a_readers_word_stands_in_place_of_the_detectors_and_says_whose_it_is(findings: Findings) -> None:
    group = listed(findings)[0]
    after = with_words(findings, {group.id: Words("coarse heterogeneous", "linear")})
    named = next(c for c in after.clusters if c.id == group.id)
    assert (named.morphology, named.morphologies, named.distribution) == (
        "coarse heterogeneous",
        {"coarse heterogeneous": 1.0},
        "linear",
    )
    assert named.by_reader == ("morphology", "distribution") and named.reported
    assert {c.morphology for c in after.calcifications if c.cluster == group.id} == {"coarse heterogeneous"}
    assert Findings.from_dict(json.loads(json.dumps(after.to_dict()))) == after


def test_a_group_that_a_reader_calls_benign_is_no_longer_reported_and_comes_last(findings: Findings) -> None:
    group = listed(findings)[0]
    after = with_words(findings, {group.id: Words("skin")})
    assert listed(after)[0].morphology == "amorphous" and {c.morphology for c in listed(after)[1:]} == {
        "vascular",
        "skin",
        "rim",
    }
    assert after.reported_clusters == () and not any(c.reported for c in after.calcifications if c.cluster == group.id)


def test_a_vessel_that_a_reader_takes_for_a_cancers_casts_is_reported_as_suspicious_as_it_is_sure(
    findings: Findings,
) -> None:
    tube = next(c for c in listed(findings) if c.morphology == "vascular")
    after = with_words(findings, {tube.id: Words("fine linear or branching")})
    named = next(c for c in after.clusters if c.id == tube.id)
    assert named.reported and not named.typically_benign and not named.vascular and named.suspicion == named.score
    assert sum(c.reported for c in after.calcifications if c.cluster == tube.id) == 40


def test_single_ones_are_named_too(findings: Findings) -> None:
    after = with_words(findings, {-50: Words("round or punctate"), -51: Words("amorphous")})
    assert [(c.id, c.morphology) for c in listed(after) if c.kind == "single"] == [
        (-51, "amorphous"),
        (-50, "round or punctate"),
    ]


def test_a_reader_may_say_that_a_kind_cannot_be_told(findings: Findings) -> None:
    tube = next(c for c in listed(findings) if c.morphology == "vascular")
    after = with_words(findings, {tube.id: Words(NOT_DETERMINED)})
    named = next(c for c in after.clusters if c.id == tube.id)
    assert (named.morphology, named.morphologies, named.reported) == (NOT_DETERMINED, {}, True)


def test_other_names_of_a_kind_mean_the_same_and_an_unknown_one_is_refused() -> None:
    assert Words("eggshell", "CLUSTERED") == Words("rim", "grouped")
    with pytest.raises(InputError, match="'frog' is no kind of calcification: use vascular"):
        Words("frog")
    with pytest.raises(InputError, match="'everywhere' is no distribution"):
        Words(None, "everywhere")


def test_a_changed_record_is_as_one_that_is_replaced(findings: Findings) -> None:
    for record in (findings.clusters[0], findings.calcifications[0]):
        before = dict(vars(record))
        assert changed(record, reported=False, id=5) == replace(record, reported=False, id=5)
        assert vars(record) == before
