"""Analyses, decisions and operating points."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from MicrocalcCADLib.analysis import MEASURES, Analysis, Candidates, Naming
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.detection import DetectionOptions
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.findings import ImageFacts, ModelIdentity, OperatingPoint, Vessel
from MicrocalcCADLib.mammogram import Source
from MicrocalcCADLib.notices import of_model
from MicrocalcCADLib.objects import Objects
from MicrocalcCADLib.operating_point import operating_point


def analysis_of(scores: list[float]) -> Analysis:
    n = len(scores)
    measures = np.zeros((n, len(MEASURES)))
    measures[:, 0] = measures[:, 1] = 10 + 3 * np.arange(n)
    measures[:, 2] = scores
    pixels = (
        np.concatenate([[(10 + 3 * i) * 100 + 10 + 3 * i, (10 + 3 * i) * 100 + 11 + 3 * i] for i in range(n)])
        if n
        else np.zeros(0, np.int64)
    )
    candidates = Candidates(measures, Objects(pixels, 2 * np.arange(n + 1)))
    mask = np.zeros((100, 100), bool)
    mask[5:95, 3:60] = True
    return Analysis(
        Source("a.dcm", "1.2.3", "f" * 64),
        ImageFacts(100, 100, (0.1, 0.1), "given", "L", "CC", 0.5),
        "hdogreg",
        ModelIdentity("m", "1", "0" * 64),
        {"sensitive": 0.2, "balanced": 0.5, "specific": 0.8},
        candidates,
        mask,
        np.linspace(0, 1, 12, dtype=np.float16).reshape(3, 4),
        0.1,
        {"region": 1.5},
        {"microcalc": "0"},
        of_model("simulated"),
    )


@pytest.mark.parametrize(
    ("choice", "reported"), [("sensitive", 3), ("balanced", 2), ("specific", 1), (0.0, 4), ("1", 0)]
)
def test_decide_reports_what_reaches_the_operating_point_and_keeps_the_rest(choice, reported):
    findings = decide(analysis_of([0.1, 0.3, 0.6, 0.9]), choice)
    assert len(findings.reported_calcifications) == reported
    assert len(findings.calcifications) == 4


def test_ids_are_the_values_of_the_label_map():
    analysis = analysis_of([0.1, 0.3, 0.6, 0.9])
    labels = analysis.label_map()
    for one in decide(analysis).calcifications:
        assert labels[round(one.row), round(one.column)] == one.id
    assert set(np.unique(analysis.label_map([2, 4]))) == {0, 2, 4}


def with_kinds(analysis):
    """Return an analysis of two candidates, the second one a vessel of which nothing is suspicious."""
    naming = Naming(
        ("vascular", "rim"), np.array([[0.3, 0.15], [0.9, 0.001]]), np.array([0.1, 0.05]), np.array([0.4, 0.02])
    )
    vessel = Vessel(1, ((1.0, 2.0), (3.0, 4.5)), 5.0, 2.5, 1, 0.1)
    return replace(analysis, candidates=replace(analysis.candidates, naming=naming), vessels=(vessel,))


def test_kinds_and_vessels_are_in_the_findings():
    findings = decide(with_kinds(analysis_of([0.1, 0.6])))
    first, second = findings.calcifications
    assert (first.morphology, list(first.morphologies)) == ("not determined", ["vascular", "rim"])
    assert (second.morphology, second.morphologies, second.suspicion, second.reported) == (
        "vascular",
        {"vascular": 0.9},
        0.05,
        False,
    )
    assert findings.vessels[0].length_mm == 5.0
    assert [one.not_calcification for one in findings.calcifications] == [0.4, 0.02]


@pytest.mark.parametrize(
    ("probabilities", "word"),
    [
        ((0.46, 0.3, 0.1, 0.0), "rim"),
        ((0.3, 0.1, 0.35, 0.1), "not determined"),
        ((0.15, 0.1, 0.3, 0.28), "fine pleomorphic"),
        ((0.19, 0.19, 0.1, 0.1), "not determined"),
        ((0.0, 0.0, 0.0, 0.0), "not determined"),
    ],
)
def test_a_word_is_given_where_benign_or_not_is_sure_and_the_word_is_likely(probabilities, word):
    naming = Naming(
        ("rim", "coarse (popcorn)", "fine pleomorphic", "amorphous"), np.array([probabilities]), np.array([0.5])
    )
    assert naming.named(naming.morphologies[0])[0] == word


@pytest.mark.parametrize(("by", "reported"), [("suspicion", [False, False]), ("score", [False, True])])
def test_the_operating_point_acts_on_suspicion_or_on_score(by, reported):
    findings = decide(with_kinds(analysis_of([0.1, 0.6])), 0.5, by=by)
    assert findings.operating_point == OperatingPoint("custom", 0.5, by)
    assert [c.reported for c in findings.calcifications] == reported
    assert [findings.operating_point.value(c) for c in findings.calcifications] == (
        [0.1, 0.05] if by == "suspicion" else [0.1, 0.6]
    )


def test_without_kinds_suspicion_and_score_report_the_same():
    analysis = analysis_of([0.1, 0.3, 0.6, 0.9])
    suspicion, score = (decide(analysis, "balanced", by=by) for by in ("suspicion", "score"))
    assert suspicion.calcifications == score.calcifications and suspicion.clusters == score.clusters


def test_another_thing_to_act_on_is_refused_before_the_work(tmp_path):
    with pytest.raises(InputError, match="'size' orders nothing: use suspicion or score"):
        DetectionOptions(tmp_path, by="size")


def test_kinds_that_do_not_fit_the_candidates_are_refused(tmp_path):
    analysis = with_kinds(analysis_of([0.1, 0.6]))
    short = replace(analysis.candidates.naming, suspicion=np.array([0.1]))
    replace(analysis, candidates=replace(analysis.candidates, naming=short)).save(tmp_path / "a.npz")
    with pytest.raises(InputError, match="kinds do not fit"):
        Analysis.load(tmp_path / "a.npz")


@pytest.mark.parametrize("kinds", [False, True])
def test_an_analysis_comes_back_from_its_file_unchanged(tmp_path, kinds):
    analysis = with_kinds(analysis_of([0.1, 0.6])) if kinds else analysis_of([0.1, 0.6])
    analysis.save(tmp_path / "a.npz")
    again = Analysis.load(tmp_path / "a.npz")
    assert decide(again) == decide(analysis)
    np.testing.assert_array_equal(again.breast_mask, analysis.breast_mask)
    np.testing.assert_array_equal(again.score_map, analysis.score_map)
    np.testing.assert_array_equal(again.label_map(), analysis.label_map())


def test_a_file_that_is_no_analysis_is_refused_in_one_sentence(tmp_path):
    path = tmp_path / "a.npz"
    for content in (b"", b"nonsense", b"PK\x03\x04nonsense"):
        path.write_bytes(content)
        with pytest.raises(InputError, match="detect again"):
            Analysis.load(path)


@pytest.mark.parametrize("choice", ["eager", -0.1, 1.1, "nan", float("nan")])
def test_an_impossible_operating_point_is_refused(choice):
    with pytest.raises(InputError, match="operating point"):
        operating_point(choice, {"balanced": 0.5})
