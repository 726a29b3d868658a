"""What decisions about findings say of an image, pixel by pixel."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from MicrocalcCADLib.analysis import MEASURES, Naming
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.edits import Edits, edited_analysis
from MicrocalcCADLib.findings import Vessel
from MicrocalcCADLib.kinds.naming import WORDS
from MicrocalcCADLib.kinds.vocabulary import channel_of
from MicrocalcCADLib.listed import members
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.objects import Objects
from MicrocalcCADLib.reader_words import Words, with_words
from MicrocalcTrainLib.datasets.named_kinds import channels, groups_of, is_plane
from MicrocalcTrainLib.datasets.review_truth import kinds_of_review, truth_of_review
from report_material import make_analysis, make_spots
from skimage.draw import ellipse, ellipse_perimeter

SPOTS = [*make_spots([(200, 200), (600, 400)], 6, 20), (400, 100), (450, 100)]
FIRST, SECOND, SINGLE, OTHER = range(1, 7), range(7, 13), 13, 14


def blank() -> Mammogram:
    pixels = np.full((800, 600), 0.5, np.float32)
    pixels[:, 500:] = 0
    return Mammogram(pixels, (0.07, 0.07), "given")


def analysis():
    return make_analysis(blank(), SPOTS, [0.9] * len(SPOTS))


def edit(identifiers: list[int], scores: list[float], pixels: list[list[int]]) -> Edits:
    measures = np.zeros((len(identifiers), len(MEASURES)))
    measures[:, MEASURES.index("score")] = scores
    objects = Objects.of(np.array(run, np.int64) for run in pixels)
    return Edits(np.array(identifiers), measures, objects, np.ones(len(identifiers), bool))


def test_clusters_are_calcifications_tissue_or_doubtful_by_their_state_and_singles_are_doubtful() -> None:
    a = analysis()
    findings = decide(a, 0.5)
    first, second = findings.reported_clusters
    for state in ("accepted", "edited", "added"):
        truth, marks = truth_of_review(a, findings, {first.id: state, second.id: "rejected"})
        ids = [next(c.id for c in findings.calcifications if c.cluster == cluster.id) for cluster in (first, second)]
        holds, tissue = (FIRST, SECOND) if ids[0] in FIRST else (SECOND, FIRST)
        assert truth.count == 6 and all(truth.labels.flat[a.candidates.object_pixels(i)].all() for i in holds)
        assert truth.rejected.sum() == sum(len(a.candidates.object_pixels(i)) for i in tissue)
        assert truth.doubtful.sum() == sum(len(a.candidates.object_pixels(i)) for i in (SINGLE, OTHER))
        assert marks == {state: 1, "rejected": 1}
    truth, marks = truth_of_review(a, findings, {first.id: "unseen", second.id: "unseen"})
    assert truth.count == 0 and not truth.rejected.any() and marks == {"undecided": 2}


def test_what_was_removed_by_hand_is_tissue_and_what_was_drawn_is_a_calcification() -> None:
    a = analysis()
    new = [700 * 600 + 300, 700 * 600 + 301]
    edits = edit([SINGLE, 15], [-1.0, 1.0], [[], new])
    findings = decide(edited_analysis(a, edits), 0.5)
    truth, marks = truth_of_review(
        a, findings, dict.fromkeys((c.id for c in findings.reported_clusters), "unseen"), edits
    )
    assert truth.count == 1 and truth.labels.flat[new].tolist() == [1, 1]
    assert truth.rejected.flat[a.candidates.object_pixels(SINGLE)].all() and marks["removed"] == 1
    assert truth.doubtful.flat[a.candidates.object_pixels(OTHER)].all()


def test_single_ones_that_were_decided_count_and_what_nobody_can_tell_is_doubtful() -> None:
    a = analysis()
    findings = decide(a, 0.5)
    first, second = findings.reported_clusters
    states = {first.id: "unsure", second.id: "unseen", -SINGLE: "accepted", -OTHER: "rejected"}
    truth, marks = truth_of_review(a, findings, states)
    assert truth.count == 1 and truth.labels.flat[a.candidates.object_pixels(SINGLE)].all()
    assert truth.rejected.flat[a.candidates.object_pixels(OTHER)].all()
    assert all(truth.doubtful.flat[a.candidates.object_pixels(i)].all() for i in (*FIRST, *SECOND))
    assert marks == {"accepted": 1, "rejected": 1, "undecided": 2}


def test_a_readers_words_are_kept_as_truth_of_the_kind() -> None:
    a = analysis()
    findings = decide(a, 0.5)
    first, second = findings.reported_clusters
    named = with_words(
        findings, {first.id: Words("rim", "linear"), second.id: Words(None, "regional"), -SINGLE: Words("skin")}
    )
    group, alone = kinds_of_review(
        named, {first.id: "edited", second.id: "accepted", -SINGLE: "edited", -OTHER: "accepted"}
    )
    assert (group["kind"], group["distribution"], group["calcifications"]) == ("rim", "linear", 6)
    assert (group["row"], group["column"]) == (round(first.row, 2), round(first.column, 2)) and 0.5 < group[
        "radius_mm"
    ] < 5
    assert (alone["kind"], alone["distribution"], alone["calcifications"]) == ("skin", "single", 1)
    assert kinds_of_review(named, {first.id: "rejected", second.id: "accepted", -SINGLE: "unsure"}) == []


def named(a, words: dict[int, str], states: dict[int, str] | None = None, vessels: tuple[Vessel, ...] = ()):
    """The plane of named groups after a reader's words about listed findings."""
    a = replace(a, vessels=vessels)
    findings = with_words(decide(a, 0.5), {key: Words(word) for key, word in words.items()})
    return truth_of_review(a, findings, states if states is not None else dict.fromkeys(words, "edited"))[0].kinds


def test_the_outlines_of_the_members_of_a_named_group_are_its_area_and_nothing_else_is() -> None:
    a = analysis()
    first, second = decide(a, 0.5).reported_clusters
    plane = named(a, {first.id: "fine pleomorphic", -SINGLE: "round", second.id: "not determined", -OTHER: "rim"}, {
        first.id: "edited", -SINGLE: "accepted", second.id: "edited", -OTHER: "rejected"
    })  # fmt: skip
    own = FIRST if any(c.id in FIRST and c.cluster == first.id for c in decide(a, 0.5).calcifications) else SECOND
    expected = np.zeros(plane.shape, np.uint8)
    for identifier in own:
        expected.flat[a.candidates.object_pixels(identifier)] = channel_of("fine pleomorphic")
    expected.flat[a.candidates.object_pixels(SINGLE)] = channel_of("round or punctate")
    assert np.array_equal(channels(plane), expected)
    assert sorted(groups_of(plane).values()) == sorted(
        [channel_of("fine pleomorphic"), channel_of("round or punctate")]
    )
    assert named(a, {}) is None and named(a, {first.id: "rim"}, {first.id: "rejected"}) is None


def test_a_vessel_is_its_marks_the_short_gaps_between_them_and_the_width_of_its_course_beside_them() -> None:
    """Marks of 0.2 mm every 0.8 mm over 10 mm, then a gap of 3 mm: at 0.07 mm."""
    spots = [(300, 100 + 11 * i) for i in range(13)] + [(300, 100 + 11 * 12 + 43 + 11 * i) for i in range(3)]
    a = make_analysis(blank(), spots, [0.9] * len(spots))
    groups = decide(a, 0.5).reported_clusters
    words = {c.id: "vascular" for c in groups}
    between, in_the_gap = (slice(299, 302), slice(100, 232)), (300, 232 + 21)
    without = channels(named(a, words))
    assert (without[between] == 1).any(axis=0).all() and without[in_the_gap] == 0 and without[306, 160] == 0
    traced = Vessel(1, ((300.0, 90.0), (300.0, 300.0)), 14.7, 10.0, 2, 12.0)  # half a width of 0.6 mm
    along = channels(named(a, words, vessels=(traced,)))
    assert (along[between] == 1).all() and along[in_the_gap] == 0
    assert along[300 + 7, 160] == along[300 - 7, 160] == 1 and along[300 + 10, 160] == 0
    assert is_plane(named(a, words, vessels=(traced,)))


def test_a_rim_has_its_lucent_centre_though_its_wall_has_gaps_and_another_kind_has_not() -> None:
    a = make_analysis(blank(), [(300, 200)], [0.9])
    ring = np.zeros((800, 600), bool)
    for radius in (30, 31, 32):
        ring[ellipse_perimeter(300, 200, radius, radius)] = True
    ring[296:304, 200:240] = False  # 0.6 mm
    drawn = edit([1], [1.0], [np.flatnonzero(ring).tolist()])
    for word, centre in (("rim", 5), ("coarse", 0)):
        findings = with_words(decide(edited_analysis(a, drawn), 0.5), {-1: Words(word)})
        plane = truth_of_review(a, findings, {-1: "edited"}, drawn)[0].kinds
        assert channels(plane)[300, 200] == centre
    disc = np.zeros(ring.shape, bool)
    disc[ellipse(300, 200, 34, 34)] = True
    plane = channels(
        truth_of_review(
            a, with_words(decide(edited_analysis(a, drawn), 0.5), {-1: Words("rim")}), {-1: "edited"}, drawn
        )[0].kinds
    )
    assert not plane[~disc].any() and (plane[disc] > 0).mean() > 0.8


def test_a_typically_benign_finding_that_nobody_decided_on_is_doubtful_not_tissue() -> None:
    a = analysis()
    morphologies = np.zeros((len(SPOTS), len(WORDS)))
    morphologies[:, WORDS.index("vascular")] = 1
    a = replace(a, candidates=replace(a.candidates, naming=Naming(WORDS, morphologies, np.full(len(SPOTS), 0.01))))
    findings = decide(a, 0.5, by="suspicion")
    assert not findings.reported_clusters and members(findings)
    truth, _ = truth_of_review(a, findings, {})
    assert all(truth.doubtful.flat[a.candidates.object_pixels(i)].all() for i in (*FIRST, *SECOND))
