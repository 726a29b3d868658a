"""What decisions about findings say of an image, pixel by pixel."""

from __future__ import annotations

import numpy as np
from MicrocalcCADLib.analysis import MEASURES
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.edits import Edits, edited_analysis
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.objects import Objects
from MicrocalcCADLib.reader_words import Words, with_words
from MicrocalcTrainLib.datasets.review_truth import kinds_of_review, truth_of_review
from report_material import make_analysis, make_spots

SPOTS = [*make_spots([(200, 200), (600, 400)], 6, 20), (400, 100), (450, 100)]
FIRST, SECOND, SINGLE, OTHER = range(1, 7), range(7, 13), 13, 14


def analysis():
    pixels = np.full((800, 600), 0.5, np.float32)
    pixels[:, 500:] = 0
    return make_analysis(Mammogram(pixels, (0.07, 0.07), "given"), SPOTS, [0.9] * len(SPOTS))


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
    truth, marks = truth_of_review(a, findings, dict.fromkeys((c.id for c in findings.reported_clusters), "unseen"), edits)
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
    named = with_words(findings, {first.id: Words("rim", "linear"), second.id: Words(None, "regional"), -SINGLE: Words("skin")})
    group, alone = kinds_of_review(named, {first.id: "edited", second.id: "accepted", -SINGLE: "edited", -OTHER: "accepted"})
    assert (group["kind"], group["distribution"], group["calcifications"]) == ("rim", "linear", 6)
    assert (group["row"], group["column"]) == (round(first.row, 2), round(first.column, 2)) and 0.5 < group["radius_mm"] < 5
    assert (alone["kind"], alone["distribution"], alone["calcifications"]) == ("skin", "single", 1)
    assert kinds_of_review(named, {first.id: "rejected", second.id: "accepted", -SINGLE: "unsure"}) == []
