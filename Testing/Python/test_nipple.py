"""The nipple of an image: the reader's point where there is one, else the estimate; sentences, distances and
distribution ask the same.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import microcalc
import numpy as np
import pytest
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.detectors.result import Clock, analysis_of, image_facts
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.findings import ESTIMATE, READER, Findings
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.nipple import OUTSIDE_MM, check_nipple, decided, estimated, landmarks_of, with_nipple
from MicrocalcCADLib.reporting import page
from MicrocalcCADLib.sentence import comparisons, described, place_of, prior_of
from report_material import make_analysis, make_mammogram, make_spots
from test_kinds_groups import analysis as of_places

READERS = (300.0, 340.0)


@pytest.fixture(scope="module")
def found() -> tuple[Analysis, Mammogram]:
    mammogram = make_mammogram()
    analysis = make_analysis(mammogram, make_spots([(200, 150), (400, 250)], 12, 20))
    return replace(analysis, image=image_facts(mammogram, analysis.breast_mask)), mammogram


def test_without_a_reader_it_is_the_estimate_that_the_findings_state(found: tuple[Analysis, Any]) -> None:
    analysis, _ = found
    marks = landmarks_of(analysis)
    assert marks == estimated(analysis) and not marks.by_reader
    assert analysis.image.nipple == marks.nipple and analysis.image.nipple_from == ESTIMATE
    assert with_nipple(analysis, None) is analysis


def test_the_readers_point_stands_in_its_place_and_the_chest_wall_stays(found: tuple[Analysis, Any]) -> None:
    analysis, _ = found
    marks, before = landmarks_of(with_nipple(analysis, READERS)), landmarks_of(analysis)
    assert (marks.nipple, marks.by_reader) == (READERS, True)
    assert (marks.chest_wall, marks.wall_column, marks.lean_degrees) == (
        before.chest_wall,
        before.wall_column,
        before.lean_degrees,
    )


def test_sentences_files_and_pages_measure_from_the_readers_point(found: tuple[Analysis, Any], tmp_path: Path) -> None:
    analysis, mammogram = found
    moved = with_nipple(analysis, READERS)
    findings = described(moved, decide(moved))
    for one in findings.reported_clusters:
        away = np.hypot(one.row - READERS[0], one.column - READERS[1]) * 0.1
        assert (
            f"about {away:.0f} mm from the nipple (nipple placed by the reader, chest wall estimated)." in one.sentence
        )
    stored = json.loads(json.dumps(findings.to_dict()))
    assert (stored["image"]["nipple"], stored["image"]["nipple_from"]) == (list(READERS), "reader")
    assert Findings.from_dict(stored) == findings
    page.write(findings, moved, mammogram, tmp_path / "page.html")
    assert "nipple placed by the reader" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_a_stored_analysis_keeps_the_readers_point(found: tuple[Analysis, Any], tmp_path: Path) -> None:
    with_nipple(found[0], READERS).save(tmp_path / "a.npz")
    image = Analysis.load(tmp_path / "a.npz").image
    assert (image.nipple, image.nipple_from) == (READERS, READER)


def test_files_of_earlier_versions_hold_an_estimate_or_none(found: tuple[Analysis, Any]) -> None:
    content = decide(found[0]).to_dict()
    del content["image"]["nipple_from"]
    assert Findings.from_dict(content).image.nipple_from == ESTIMATE
    del content["image"]["nipple"]
    assert Findings.from_dict(content).image.nipple is None


def test_a_stored_analysis_of_an_earlier_version_gets_its_estimate(found: tuple[Analysis, Any], tmp_path: Path) -> None:
    found[0].save(tmp_path / "new.npz")
    with np.load(tmp_path / "new.npz") as stored:
        arrays = dict(stored)
    header = json.loads(arrays["header"].tobytes())
    del header["image"]["nipple"], header["image"]["nipple_from"]
    arrays["header"] = np.frombuffer(json.dumps(header).encode(), np.uint8)
    np.savez(tmp_path / "old.npz", **arrays)
    assert Analysis.load(tmp_path / "old.npz").image == found[0].image


def test_what_is_segmental_depends_on_the_readers_point() -> None:
    y, x = np.mgrid[:700, :600]
    breast = np.hypot((y - 350) / 340, x / 520) < 1
    rng = np.random.default_rng(4)
    away, turn = np.sqrt(rng.uniform(60**2, 470**2, 70)), rng.uniform(-0.22, 0.22, 70)
    places = [(350 + r * np.sin(t), 515 - r * np.cos(t)) for r, t in zip(away, turn, strict=True)]
    image = Mammogram(np.where(breast, np.float32(0.4), np.float32(0.1)), (0.1, 0.1), "given")
    candidates = of_places(places, ["fine pleomorphic"] * 70).candidates
    analysis = analysis_of(image, breast, "hdogreg", None, candidates, Clock())
    word = {
        name: decide(one, 0.3).reported_clusters[0].distribution
        for name, one in (("tip", analysis), ("side", with_nipple(analysis, (40, 200))))
    }
    assert word == {"tip": "segmental", "side": "regional"}


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ((-1.0, 200.0), "outside the image"),
        ((300.0, 479.5), "outside the image"),
        ((600.0, 10.0), "outside the image"),
        ((float("nan"), 10.0), "outside the image"),
        ((5.0, 470.0), "more than 10 mm outside the breast"),
    ],
)
def test_where_no_nipple_can_be_is_said_in_one_sentence(
    found: tuple[Analysis, Any], place: tuple[float, float], sentence: str
) -> None:
    with pytest.raises(InputError, match=f"^The nipple was put {sentence}: put it on the breast[^.]*\\.$"):
        check_nipple(found[0], place)


def test_a_nipple_that_the_mask_cuts_off_is_one_and_a_little_farther_is_none(found: tuple[Analysis, Any]) -> None:
    analysis, _ = found
    edge = int(np.flatnonzero(analysis.breast_mask[300])[-1])
    check_nipple(analysis, (300.0, edge + OUTSIDE_MM / 0.1 - 1))
    with pytest.raises(InputError):
        check_nipple(analysis, (300.0, edge + OUTSIDE_MM / 0.1 + 2))
    check_nipple(analysis, READERS)


def test_a_picture_of_two_breasts_has_no_nipple_of_its_own(found: tuple[Analysis, Any]) -> None:
    pair = np.zeros_like(found[0].breast_mask)
    pair[100:500, :180], pair[100:500, 300:] = True, True
    both = replace(found[0], breast_mask=pair)
    assert landmarks_of(both) is None
    with pytest.raises(InputError, match="two breasts"):
        check_nipple(both, (300.0, 100.0))


def test_in_a_picture_without_the_breasts_outline_a_reader_gives_the_distance_alone(
    found: tuple[Analysis, Any],
) -> None:
    inside = replace(found[0], breast_mask=np.ones_like(found[0].breast_mask))
    inside = with_nipple(replace(inside, image=replace(inside.image, nipple=None, view="MLO")), READERS)
    marks = landmarks_of(inside)
    place = place_of(marks, (300.0, 140.0))
    assert (place.from_nipple_mm, place.above_axis_mm, place.depth, place.by_reader) == (20.0, None, None, True)
    findings = described(inside, decide(inside))
    for one in findings.reported_clusters:
        assert "mm from the nipple (nipple placed by the reader)." in one.sentence
        assert not any(word in one.sentence for word in ("depth", "half", "chest wall"))
    assert prior_of(inside, findings) is None and comparisons({1: place}, [(place, 3)]) == {}
    from_above = decided(replace(inside.image, view="CC"), None)
    assert from_above.above_axis_mm((250.0, 140.0)) == 5.0  # no muscle leans there: above is above


def test_scripts_place_it_too(found: tuple[Analysis, Any]) -> None:
    class Known:
        def analyse(self, _mammogram: Any, _progress: Any) -> Analysis:
            return found[0]

    detection = microcalc.rate(microcalc.detect(found[1], Known(), operating_point="sensitive"))
    moved = microcalc.rate(detection.with_nipple(READERS))
    assert moved.findings.operating_point == detection.findings.operating_point
    assert (
        "nipple and chest wall estimated" in detection.clusters[0].sentence
        and "placed by the reader" in moved.clusters[0].sentence
    )
    with pytest.raises(InputError, match="outside the image"):
        detection.with_nipple((900, 10))
