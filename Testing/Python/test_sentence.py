"""The sentence of a group in a report: kind, distribution, size, place, comparison, in this order, and nothing that is
not known.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from dicom_files import write_mammogram
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.findings import Calcification, Cluster, Findings, ImageFacts
from MicrocalcCADLib.kinds.vocabulary import KINDS
from MicrocalcCADLib.landmarks import LEFT, Landmarks
from MicrocalcCADLib.nipple import landmarks_of, with_nipple
from MicrocalcCADLib.reading import read_mammogram
from MicrocalcCADLib.reporting import page
from MicrocalcCADLib.sentence import (
    Comparison,
    Place,
    clock_face,
    compared,
    comparisons,
    described,
    place_of,
    sentence,
    sizes_mm,
    with_sentences,
)
from report_material import make_analysis, make_mammogram, make_spots

PLACE = Place(45.4, 20.0, 0.5)


def facts(side: str | None = "L", view: str | None = "MLO") -> ImageFacts:
    return ImageFacts(1000, 800, (0.1, 0.1), "given", side, view)


def cluster(count: int = 12, **more: Any) -> Cluster:
    return Cluster(
        1,
        300.0,
        200.0,
        (0, 0, 9, 9),
        0.8,
        count,
        20.0,
        9.0,
        True,
        morphology="fine pleomorphic",
        distribution="grouped",
        **more,
    )


def calcification(
    identifier: int, row: float, column: float, group: int | None = 1, axis_mm: float = 0.4
) -> Calcification:
    return Calcification(identifier, row, column, 0.9, 0.1, axis_mm, 0.3, 0.0, 0.8, 0.2, group, True)


def test_the_parts_stand_in_the_order_of_a_report_and_estimates_are_marked() -> None:
    assert (
        sentence(cluster(), facts(), (14.2, 8.6), PLACE, Comparison(7, "2024-05-01"))
        == "Left breast, MLO: Fine pleomorphic calcifications, grouped, 12 found, 14 × 9 mm, upper half, middle depth,"
        " about 45 mm from the nipple (nipple and chest wall estimated); more than in the prior of 2024-05-01 (12,"
        " before 7)."
    )


def test_what_is_not_known_is_not_said() -> None:
    unknown = replace(cluster(), morphology="not determined", distribution="not determined")
    assert (
        sentence(unknown, facts(None, None))
        == "Breast of unknown side, view unknown: Calcifications of a kind that is not determined, distribution not"
        " determined, 12 found."
    )
    text = sentence(cluster(), facts("R", "SPOT"), (3, 2), PLACE)
    assert "half" not in text and "depth" in text and text.startswith("Right breast, SPOT: ")


def test_one_calcification_has_no_distribution_and_no_plural() -> None:
    assert (
        sentence(replace(cluster(1), morphology="rim"), facts(), (4, 3))
        == "Left breast, MLO: Rim calcification, 4.0 × 3.0 mm."
    )


@pytest.mark.parametrize("word", [kind.word for kind in KINDS])
def test_every_kind_has_its_name(word: str) -> None:
    text = sentence(replace(cluster(), morphology=word), facts())
    assert word.partition(" ")[0] in text.lower() and "not determined" not in text


@pytest.mark.parametrize(
    ("view", "above", "half"),
    [
        ("CC", 30, "outer half"),
        ("CC", -30, "inner half"),
        ("MLO", 30, "upper half"),
        ("ML", -30, "lower half"),
        ("CC", 5, "central"),
        ("MLO", -5, "central"),
    ],
)
def test_a_single_view_gives_a_half_of_the_breast(view: str, above: float, half: str) -> None:
    assert f", {half}, " in sentence(cluster(), facts("L", view), (3, 2), Place(50, above, 0.5))


@pytest.mark.parametrize(
    ("depth", "word"), [(0.0, "anterior"), (0.3, "anterior"), (0.4, "middle"), (0.7, "posterior"), (1.0, "posterior")]
)
def test_depth_is_told_in_thirds(depth: float, word: str) -> None:
    assert f"{word} depth" in sentence(cluster(), facts(), (3, 2), Place(50, 30, depth))


@pytest.mark.parametrize(
    ("side", "outer", "upper", "hour"),
    [
        ("L", 30, 0, 3),
        ("R", 30, 0, 9),
        ("L", -30, 0, 9),
        ("R", -30, 0, 3),
        ("L", 0, 30, 12),
        ("R", 0, -30, 6),
        ("L", 30, 30, 2),
        ("R", 30, 30, 10),
    ],
)
def test_the_clock_face_is_seen_from_the_front(side: str, outer: float, upper: float, hour: int) -> None:
    assert clock_face(side, outer, upper) == hour


def test_both_views_give_quadrant_and_hour_whichever_is_described() -> None:
    from_above, from_side = Place(50, 30, 0.5), Place(52, 10, 0.5)
    expected = "upper outer quadrant, 10 o'clock"
    assert expected in sentence(cluster(), facts("R", "CC"), (3, 2), from_above, other_view=from_side)
    assert expected in sentence(cluster(), facts("R", "MLO"), (3, 2), from_side, other_view=from_above)
    assert "lower inner quadrant, 7 o'clock" in sentence(
        cluster(), facts("L", "CC"), (3, 2), Place(50, -15, 0.5), other_view=Place(50, -25, 0.5)
    )
    assert "o'clock" not in sentence(cluster(), facts(None, "CC"), (3, 2), from_above, other_view=from_side)


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (None, "new: nothing was found there in the prior"),
        (5, "more than in"),
        (11, "unchanged from"),
        (14, "unchanged from"),
        (20, "fewer than in"),
    ],
)
def test_a_prior_is_compared_with_the_counts(before: int | None, words: str) -> None:
    text = compared(12, Comparison(before))
    assert text.startswith(words)
    assert before is None or text.endswith(f"(12, before {before})")


def test_groups_are_compared_with_the_nearest_of_the_prior_each_once() -> None:
    now = {1: Place(50, 30, 0.5), 2: Place(52, 32, 0.5), 3: Place(50, -30, 0.5)}
    before = [(Place(51, 30, 0.5), 8), (Place(90, 0, 0.9), 6)]
    assert comparisons(now, before, "2024") == {
        1: Comparison(8, "2024"),
        2: Comparison(None, "2024"),
        3: Comparison(None, "2024"),
    }


def test_length_and_width_are_those_of_the_group_however_it_is_turned() -> None:
    angle = np.radians(33)
    places = (
        np.array([(0, 0), (100, 0), (50, 20), (50, -20), (50, 0)])
        @ [[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]
        + 300
    )
    members = [calcification(i, *place) for i, place in enumerate(places)]
    assert sizes_mm(members, facts()) == (pytest.approx(10.4), pytest.approx(4.4))
    assert sizes_mm(members[:1], facts()) == (pytest.approx(0.4), pytest.approx(0.4))
    in_line = [calcification(i, 300, 10 * i) for i in range(6)]
    assert sizes_mm(in_line, facts()) == (pytest.approx(5.4), pytest.approx(0.4))
    assert sizes_mm([], facts()) is None


def test_a_pixel_gets_its_place_from_the_landmarks() -> None:
    place = place_of(Landmarks((100.0, 200.0), LEFT, 0.0, 0.0, (1.0, 0.5), by_reader=True), (70, 120))
    assert place == Place(50, 30, 0.4, True)
    assert "(nipple placed by the reader, chest wall estimated)" in sentence(cluster(), facts(), (3, 2), place)


@pytest.fixture(scope="module")
def detected() -> tuple[Findings, Any, Any]:
    mammogram = make_mammogram()
    analysis = make_analysis(mammogram, make_spots([(200, 150), (400, 250)], 12, 20))
    return described(analysis, decide(analysis)), analysis, mammogram


def test_reported_groups_of_a_detection_have_their_sentences_and_others_none(
    detected: tuple[Findings, Any, Any],
) -> None:
    findings, _, _ = detected
    assert len(findings.reported_clusters) == 2
    for one in findings.reported_clusters:
        assert (
            one.sentence.startswith("Left breast, CC: ")
            and "from the nipple (nipple and chest wall estimated)." in one.sentence
        )
    upper = next(one for one in findings.reported_clusters if one.row < 300)
    assert "outer half" in upper.sentence and f"{upper.count} found" in upper.sentence
    silent = with_sentences(
        replace(findings, clusters=tuple(replace(c, reported=False, sentence="") for c in findings.clusters)), None
    )
    assert [one.sentence for one in silent.clusters] == [""] * len(silent.clusters)
    assert Findings.from_dict(findings.to_dict()) == findings


@pytest.mark.parametrize(
    ("view", "orientation", "half"),
    [
        ("CC", ["A", "R"], "outer half"),
        ("CC", ["A", "L"], "inner half"),
        ("XCCL", ["A", "L"], "inner half"),
        ("MLO", ["A", "F"], "upper half"),
        ("MLO", ["A", "HR"], "lower half"),
        ("ML", ["A", "H"], "lower half"),
        ("MLO", None, "upper half"),
    ],
)
def test_halves_follow_the_headers_orientation(
    tmp_path: Path, view: str, orientation: list[str] | None, half: str
) -> None:
    pixels = np.rint(make_mammogram().pixels * 4095).astype(np.uint16)
    given = {"ImageLaterality": "L", "ViewPosition": view, "PatientOrientation": orientation}
    mammogram = read_mammogram(write_mammogram(tmp_path / "image.dcm", pixels, ImagerPixelSpacing=[0.1, 0.1], **given))
    analysis = make_analysis(mammogram, make_spots([(150, 150)], 8, 20))
    analysis.save(tmp_path / "kept.npz")
    for one in (analysis, Analysis.load(tmp_path / "kept.npz")):
        (group,) = described(one, decide(one, "balanced")).reported_clusters
        assert f", {half}, " in group.sentence
    place = landmarks_of(with_nipple(analysis, (300.0, 350.0))).above_axis_mm((150.0, 150.0))  # type: ignore[union-attr]
    assert place is not None and (place > 0) is (half in ("outer half", "upper half"))


def test_the_page_and_the_pdf_hold_the_sentences(detected: tuple[Findings, Any, Any], tmp_path: Path) -> None:
    findings, analysis, mammogram = detected
    page.write(findings, analysis, mammogram, tmp_path / "page.html")
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert all(escape(one.sentence) in text for one in findings.reported_clusters)
    pytest.importorskip("reportlab")
    from MicrocalcCADLib.reporting.pdf import _sentences

    lines = _sentences(findings)
    assert all(one.sentence in line for one, line in zip(findings.reported_clusters, lines, strict=True))


def test_the_odds_of_a_group_follow_its_sentence_once_however_often_it_is_made(
    detected: tuple[Findings, Any, Any],
) -> None:
    findings, analysis, _ = detected
    odds = {"malignant": 0.5, "low": 0.4, "high": 0.6, "n": 40}
    again = described(
        analysis,
        described(analysis, replace(findings, clusters=tuple(replace(c, odds=odds) for c in findings.clusters))),
    )
    for one, before in zip(again.reported_clusters, findings.reported_clusters, strict=True):
        assert one.sentence.startswith(f"{before.sentence} Like lesions described so in CBIS-DDSM, n = 40: 5 of 10")
        assert one.sentence.count("CBIS-DDSM") == 1


def test_a_picture_that_is_all_breast_gives_no_place(detected: tuple[Findings, Any, Any]) -> None:
    findings, analysis, _ = detected
    inside = described(replace(analysis, breast_mask=np.ones_like(analysis.breast_mask)), findings)
    assert all(one.sentence and "nipple" not in one.sentence for one in inside.reported_clusters)


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        ((0.32, 0.28), "0.3 × 0.3 mm"),
        ((4.94, 1.2), "4.9 × 1.2 mm"),
        ((4.96, 1.2), "5 × 1 mm"),
        ((14.4, 9.0), "14 × 9 mm"),
    ],
)
def test_small_sizes_are_said_in_tenths_of_a_millimetre(sizes: tuple[float, float], words: str) -> None:
    assert f", {words}." in sentence(replace(cluster(1), morphology="rim"), facts(), sizes)
