"""Groups by suspicion: what is benign by its look joins no suspicious group, and a cluster beside a vessel
stays one.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from MicrocalcCADLib.analysis import Analysis, Candidates, Naming
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.detectors.result import Clock, analysis_of
from MicrocalcCADLib.kinds.naming import WORDS
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.measure import measure_objects
from MicrocalcCADLib.objects import Objects
from MicrocalcCADLib.reporting.overlay import card_title

SPACING = 0.1


def analysis(
    places: list[tuple[float, float]], words: list[str], scores: float | list[float] = 0.8, sure: float = 0.95
) -> Analysis:
    shape = (700, 600)
    pixels = np.array([round(row) * shape[1] + round(column) for row, column in places], np.int64)
    image = Mammogram(
        np.linspace(0.3, 0.5, shape[0] * shape[1], dtype=np.float32).reshape(shape), (SPACING, SPACING), "given"
    )
    measures = measure_objects(Objects.of(pixels[:, None]), image.pixels, image.spacing_mm)
    measures[:, 2] = scores
    kinds = np.zeros((len(places), len(WORDS)), np.float32)
    kinds[np.arange(len(places)), [WORDS.index(word) for word in words]] = sure
    benign = np.array([word in ("vascular", "rim", "coarse (popcorn)", "skin") for word in words])
    naming = Naming(WORDS, kinds, measures[:, 2] * np.where(benign, 1 - sure, 1.0))
    found = Candidates(measures, Objects.of(pixels[:, None]), naming=naming)
    return analysis_of(image, np.ones(shape, bool), "hdogreg", None, found, Clock())


def specks(row: float, column: float, n: int = 9) -> list[tuple[float, float]]:
    return [(row + 8 * (i % 3), column + 8 * (i // 3)) for i in range(n)]


def vessel(row: float, n: int = 40) -> list[tuple[float, float]]:
    return [(row + 3 * (i % 2), 50 + 10 * i) for i in range(n)]


def test_a_cluster_beside_a_vessel_stays_one_and_the_vessel_is_listed_after_it() -> None:
    both = analysis([*specks(240, 200), *vessel(290)], ["fine pleomorphic"] * 9 + ["vascular"] * 40)
    findings = decide(both, 0.3)
    reported = findings.reported_clusters
    assert [(c.count, c.morphology, c.typically_benign) for c in reported] == [(9, "fine pleomorphic", False)]
    (of_vessel,) = [c for c in findings.clusters if c.morphology == "vascular"]
    assert of_vessel.typically_benign and of_vessel.vascular and not of_vessel.reported
    assert of_vessel.count == 40 and of_vessel.score > 0.5 and of_vessel.suspicion < 0.1
    assert findings.clusters[0].morphology == "fine pleomorphic", "most suspicious first"
    assert not any(c.reported for c in findings.calcifications if c.morphology == "vascular")


def test_the_same_by_score_knows_no_kinds() -> None:
    both = analysis([*specks(240, 200), *vessel(290)], ["fine pleomorphic"] * 9 + ["vascular"] * 40)
    alone = replace(both, candidates=replace(both.candidates, naming=None))
    assert [c.count for c in decide(alone, 0.3).reported_clusters] == [49]


def test_a_vessel_alone_is_no_suspicious_group_at_any_operating_point() -> None:
    for point in (0.01, 0.05, 0.3, 0.9):
        findings = decide(analysis(vessel(290), ["vascular"] * 40), point)
        assert findings.reported_clusters == () and findings.reported_calcifications == ()


@pytest.mark.parametrize(
    ("word", "reported"), [("round or punctate", 0), ("rim", 0), ("fine pleomorphic", 1), ("amorphous", 1)]
)
def test_one_alone_is_reported_unless_its_kind_is_typically_benign(word: str, reported: int) -> None:
    assert len(decide(analysis([(100, 100)], [word]), 0.3).reported_calcifications) == reported


def test_a_tight_group_of_round_ones_is_still_to_be_looked_at() -> None:
    (group,) = decide(analysis(specks(200, 200), ["round or punctate"] * 9), 0.3).reported_clusters
    assert (group.morphology, group.typically_benign) == ("round or punctate", False)


def test_an_uncertain_kind_is_not_determined_and_nothing_benign() -> None:
    (group,) = decide(analysis(specks(200, 200), ["rim"] * 9, sure=0.4), 0.3).reported_clusters
    assert (group.morphology, group.typically_benign) == ("not determined", False)
    assert group.morphologies == {"rim": pytest.approx(0.4)}


@pytest.mark.parametrize(
    ("possible", "word"),
    [
        (
            {"round or punctate": 0.46, "skin": 0.2, "coarse (popcorn)": 0.11},
            "round or punctate",
        ),  # benign whichever of them it is
        ({"dystrophic": 0.3, "round or punctate": 0.25}, "dystrophic"),
        (
            {"round or punctate": 0.35, "fine pleomorphic": 0.3},
            "round or punctate",
        ),  # to be looked at in a group whichever it is
        ({"rim": 0.35, "fine pleomorphic": 0.3}, "not determined"),
        ({"rim": 0.19, "coarse (popcorn)": 0.18, "dystrophic": 0.18}, "not determined"),  # benign, but which?
        ({"round or punctate": 0.3, "skin": 0.15}, "not determined"),
    ],
)
def test_a_kind_is_named_where_those_that_a_reader_treats_alike_are_sure_together(
    possible: dict[str, float], word: str
) -> None:
    naming = Naming(WORDS, np.array([[possible.get(one, 0.0) for one in WORDS]]), np.zeros(1))
    assert naming.named(naming.morphologies[0])[0] == word


def test_what_a_reader_removed_joins_no_group_whatever_its_kind() -> None:
    scores = [0.8] * 9 + [-1.0] * 3
    findings = decide(
        analysis(
            [*specks(200, 200), (210, 260), (212, 262), (214, 264)], ["fine pleomorphic"] * 9 + ["rim"] * 3, scores
        ),
        0.3,
    )
    assert [c.count for c in findings.clusters] == [9]
    assert len(findings.calcifications) == 9


def test_the_picture_says_suspicion_and_kind_where_kinds_are_known_and_the_score_elsewhere() -> None:
    (group,) = decide(analysis(specks(200, 200), ["fine pleomorphic"] * 9), 0.3).reported_clusters
    assert card_title(group) == f"suspicion {group.suspicion:.2f}   fine pleomorphic"
    assert card_title(replace(group, morphology="not determined")).endswith("kind not determined")
    assert card_title(replace(group, morphologies={})) == f"score {group.score:.2f}   cluster"


def test_what_fans_out_from_the_nipple_is_segmental(tmp_path) -> None:
    y, x = np.mgrid[:700, :600]
    breast = np.hypot((y - 350) / 340, x / 520) < 1
    rng = np.random.default_rng(4)
    away, turn = np.sqrt(rng.uniform(60**2, 470**2, 70)), rng.uniform(-0.22, 0.22, 70)
    places = [(350 + r * np.sin(t), 515 - r * np.cos(t)) for r, t in zip(away, turn, strict=True)]
    whole = analysis(places, ["fine pleomorphic"] * 70)
    image = Mammogram(np.where(breast, np.float32(0.4), np.float32(0.1)), (SPACING, SPACING), "given")
    found = analysis_of(image, breast, "hdogreg", None, whole.candidates, Clock())
    assert found.image.nipple == pytest.approx((350, 518), abs=15)
    found.save(tmp_path / "a.npz")
    for one in (found, Analysis.load(tmp_path / "a.npz")):
        assert [c.distribution for c in decide(one, 0.3).reported_clusters] == ["segmental"]
    hidden = replace(found, image=replace(found.image, nipple=None))
    assert [c.distribution for c in decide(hidden, 0.3).reported_clusters] == ["not determined"]
