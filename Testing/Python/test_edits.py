"""Edits of the drawn calcifications: what an edit leaves as objects, and that only what it touched is
measured again.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from MicrocalcCADLib.analysis import MEASURES, Analysis, Candidates, Naming
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.edits import Edits, edit_counts, edited, edited_analysis, followed, with_drawn
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.findings import OUTLINE, Findings
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.measure import measure_objects
from MicrocalcCADLib.objects import Objects
from MicrocalcCADLib.reporting.segmentation import algorithm_type
from report_material import make_analysis, make_mammogram

SPOTS = [(100, 100), (100, 108), (140, 100), (300, 200)]
SCORES = [0.9, 0.8, 0.7, 0.3]


@pytest.fixture(scope="module")
def image() -> Mammogram:
    return make_mammogram()


@pytest.fixture
def found(image: Mammogram) -> Analysis:
    """Four squares of 3 x 3 px, measured; the last has a score of 0.3."""
    analysis = make_analysis(image, SPOTS, SCORES)
    return replace(analysis, candidates=remeasured(analysis.candidates, image))


def remeasured(candidates: Candidates, image: Mammogram) -> Candidates:
    """Measure all objects anew; the slow way that `followed` must agree with."""
    measures = candidates.measures.copy()
    there = np.flatnonzero(candidates.objects.sizes)
    runs = [candidates.object_pixels(i + 1) for i in there]
    again = measure_objects(Objects.of(runs), image.pixels, image.spacing_mm)
    again[:, MEASURES.index("score")] = measures[there, MEASURES.index("score")]
    measures[there] = again
    return Candidates(measures, candidates.objects)


SHOWN = np.array([1, 2, 3])


def mask_of(candidates: Candidates, shown: np.ndarray, image: Mammogram) -> np.ndarray:
    mask = np.zeros(image.shape, bool)
    for identifier in shown:
        mask.ravel()[candidates.object_pixels(int(identifier))] = True
    return mask


def edit(
    found: Analysis, image: Mammogram, *boxes: tuple[int, int, int, int, bool], edits: Edits | None = None, shown=SHOWN
):
    """Set or clear boxes (first row, end row, first column, end column, value), and return what followed."""
    edits = edits or Edits()
    mask = mask_of(edited(found.candidates, edits), shown, image)
    for top, bottom, left, right, value in boxes:
        mask[top:bottom, left:right] = value
    return followed(found.candidates, edits, shown, np.flatnonzero(mask), image)


def test_without_an_edit_nothing_follows(found: Analysis, image: Mammogram) -> None:
    edits, touched = edit(found, image)
    assert (len(edits), touched) == (0, frozenset())


def test_a_painted_spot_is_a_new_calcification_of_score_1_with_its_measures(found: Analysis, image: Mammogram) -> None:
    edits, touched = edit(found, image, (200, 204, 150, 155, True))
    candidates = edited(found.candidates, edits)
    assert touched == {5}
    assert candidates.column("score")[4] == 1
    assert candidates.column("area_mm2")[4] == pytest.approx(20 * 0.01)
    assert (candidates.column("row")[4], candidates.column("column")[4]) == (201.5, 152)
    assert edit_counts(4, edits) == {"added": 1, "redrawn": 0, "removed": 0}


def test_what_is_painted_onto_a_calcification_joins_it(found: Analysis, image: Mammogram) -> None:
    edits, touched = edit(found, image, (142, 144, 100, 101, True))
    candidates = edited(found.candidates, edits)
    assert (len(candidates), touched) == (4, {3})
    assert candidates.column("score")[2] == 0.7
    assert len(candidates.object_pixels(3)) == 11


def test_a_bridge_makes_one_calcification_of_two(found: Analysis, image: Mammogram) -> None:
    edits, touched = edit(found, image, (100, 101, 102, 107, True))
    candidates = edited(found.candidates, edits)
    assert touched == {1, 2}
    assert len(candidates.object_pixels(1)) == 9 + 9 + 5
    assert candidates.column("score")[:2].tolist() == [0.9, -1]
    assert [c.id for c in decide(edited_analysis(found, edits), 0.0).calcifications] == [1, 3, 4]


def test_a_cut_makes_two_of_one_and_the_larger_piece_keeps_the_id(found: Analysis, image: Mammogram) -> None:
    larger, _ = edit(found, image, (142, 146, 99, 102, True))
    edits, touched = edit(found, image, (142, 143, 99, 102, False), edits=larger)
    candidates = edited(found.candidates, edits)
    assert touched == {3, 5}
    assert [len(candidates.object_pixels(i)) for i in (3, 5)] == [9, 9]
    assert candidates.column("score")[[2, 4]].tolist() == [0.7, 0.7]


@pytest.mark.parametrize("columns", [(150, 156), (156, 150)])
def test_an_edit_does_not_tear_an_object_at_its_corners_but_a_cut_does(
    image: Mammogram, columns: tuple[int, int]
) -> None:
    first, last = columns
    slanting = [
        (150 + i) * image.shape[1] + first + (i if last > first else -i) for i in range(6)
    ]  # as nnU-Net and the two-stage network give them
    found = make_analysis(image, [(150, first)])
    candidates = Candidates(found.candidates.measures, Objects.of([np.sort(np.array(slanting))]))
    shown = np.array([1])
    painted = np.sort(np.append(candidates.objects.pixels, slanting[0] - image.shape[1]))
    edits, _ = followed(candidates, Edits(), shown, painted, image)
    assert edit_counts(1, edits) == {"added": 0, "redrawn": 1, "removed": 0}
    edits, _ = followed(candidates, Edits(), shown, np.delete(candidates.objects.pixels, 2), image)
    assert edit_counts(1, edits) == {"added": 1, "redrawn": 1, "removed": 0}


def test_a_wiped_out_calcification_is_in_no_finding_at_any_operating_point(found: Analysis, image: Mammogram) -> None:
    edits, touched = edit(found, image, (138, 143, 98, 103, False))
    analysis = edited_analysis(found, edits)
    assert touched == {3}
    assert [c.id for c in decide(analysis, 0.0).calcifications] == [1, 2, 4]
    assert analysis.notices[-1].text == "Calcifications edited by hand: 1 removed."


def test_calcifications_that_touch_and_were_told_apart_stay_apart_when_one_is_trimmed(image: Mammogram) -> None:
    analysis = make_analysis(image, [(100, 100), (100, 103)])
    analysis = replace(analysis, candidates=remeasured(analysis.candidates, image))
    edits, touched = edit(analysis, image, (99, 100, 99, 100, False), shown=np.array([1, 2]))
    candidates = edited(analysis.candidates, edits)
    assert touched == {1}
    assert [len(candidates.object_pixels(i)) for i in (1, 2)] == [8, 9]


def test_paint_over_a_candidate_below_the_operating_point_takes_its_id(found: Analysis, image: Mammogram) -> None:
    edits, touched = edit(found, image, (298, 303, 198, 203, True))
    candidates = edited(found.candidates, edits)
    assert (len(candidates), touched) == (4, {4})
    assert candidates.column("score")[3] == 1
    assert len(candidates.object_pixels(4)) == 25


def test_what_a_reader_draws_calls_for_a_look_and_the_kinds_of_the_others_stay(
    found: Analysis, image: Mammogram
) -> None:
    naming = Naming(("rim",), np.full((4, 1), 0.9), np.full(4, 0.1), np.full(4, 0.6))
    found = replace(found, candidates=replace(found.candidates, naming=naming))
    boxes = [
        (138, 143, 98, 103, False),
        (200, 203, 150, 153, True),
        (298, 303, 198, 203, True),
        (99, 100, 99, 102, False),
    ]
    edits, touched = edit(found, image, *boxes)
    assert touched == {1, 3, 4, 5}  # trimmed, removed, drawn over below the operating point, new
    kinds = {c.id: (c.morphology, c.suspicion) for c in decide(edited_analysis(found, edits), 0.5).calcifications}
    assert [c.not_calcification for c in decide(edited_analysis(found, edits), 0.5).calcifications] == [
        0.6,
        0.6,
        0.0,
        0.0,
    ]
    assert kinds == {1: ("rim", 0.1), 2: ("rim", 0.1), 4: ("not determined", 1.0), 5: ("not determined", 1.0)}
    assert decide(edited_analysis(found, Edits()), 0.5).calcifications == decide(found, 0.5).calcifications


def test_an_edit_that_is_taken_back_leaves_nothing_edited(found: Analysis, image: Mammogram) -> None:
    wiped, _ = edit(found, image, (138, 143, 98, 103, False), (200, 203, 150, 153, True))
    back, _ = edit(
        found, image, (139, 142, 99, 102, True), (200, 203, 150, 153, False), edits=wiped, shown=np.array([1, 2, 5])
    )
    assert edit_counts(4, back) == {"added": 0, "redrawn": 0, "removed": 0}
    again = edited(found.candidates, back)
    assert again.column("score")[2] == 0.7
    assert np.allclose(again.measures[:4], found.candidates.measures)
    assert edited_analysis(found, back).notices == found.notices


def test_an_edit_that_is_taken_back_leaves_the_detectors_measures(found: Analysis, image: Mammogram) -> None:
    beside = np.ravel_multi_index((np.repeat(range(139, 142), 3), np.tile(range(105, 108), 3)), image.shape)
    objects = found.candidates.objects  # measured beside one that was not kept as a candidate
    measures = measure_objects(objects, image.pixels, image.spacing_mm, others=beside)
    measures[:, MEASURES.index("score")] = SCORES
    found = replace(found, candidates=Candidates(measures, objects))
    wiped, _ = edit(found, image, (138, 143, 98, 103, False))
    back, _ = edit(found, image, (139, 142, 99, 102, True), edits=wiped, shown=np.array([1, 2]))
    assert len(wiped) and not len(back)
    assert np.array_equal(edited(found.candidates, back).measures, measures)


def test_many_random_edits_measure_what_measuring_all_again_would(found: Analysis, image: Mammogram) -> None:
    generator, edits = np.random.default_rng(5), Edits()
    for _ in range(40):
        row, column = generator.integers(90, 150, 2)
        height, width = generator.integers(1, 8, 2)
        candidates = edited(found.candidates, edits)
        shown = np.flatnonzero(candidates.column("score") >= 0.5) + 1
        edits, _ = edit(
            found,
            image,
            (row, row + height, column, column + width, generator.random() < 0.5),
            edits=edits,
            shown=shown,
        )
        candidates = edited(found.candidates, edits)
        drawn = candidates.objects.pixels
        assert len(np.unique(drawn)) == len(drawn)
        assert np.allclose(candidates.measures[:, 3:], remeasured(candidates, image).measures[:, 3:])


def test_the_objects_are_always_the_pixels_that_are_set(found: Analysis, image: Mammogram) -> None:
    generator, edits = np.random.default_rng(6), Edits()
    for _ in range(40):
        candidates = edited(found.candidates, edits)
        shown = np.flatnonzero(candidates.column("score") >= 0.5) + 1
        mask = mask_of(candidates, shown, image)
        row, column = generator.integers(90, 150, 2)
        mask[row : row + 6, column : column + 3] = generator.random() < 0.6
        edits, _ = followed(found.candidates, edits, shown, np.flatnonzero(mask), image)
        after = edited(found.candidates, edits)
        assert np.array_equal(mask_of(after, np.flatnonzero(after.column("score") >= 0.5) + 1, image), mask)


def test_edits_survive_as_text_and_damaged_text_is_refused(found: Analysis, image: Mammogram) -> None:
    edits, _ = edit(found, image, (200, 204, 150, 155, True), (138, 143, 98, 103, False))
    again = Edits.from_text(edits.to_text())
    assert len(again) and again.same_as(edits) and not again.same_as(Edits()) and again.to_text() == edits.to_text()
    for text in ("no edits", edits.to_text()[:-40], ""):
        with pytest.raises(InputError, match="detect again"):
            Edits.from_text(text)


def test_a_cluster_that_a_reader_has_drawn_is_reported_at_any_operating_point(
    found: Analysis, image: Mammogram
) -> None:
    edits, _ = edit(found, image, *((400 + 10 * i, 403 + 10 * i, 100, 103, True) for i in range(3)))
    findings = decide(edited_analysis(found, edits), 0.95)
    assert findings.reported_clusters == ()
    (drawn,) = with_drawn(findings, edits).reported_clusters
    assert (drawn.count, round(drawn.row)) == (3, 411)
    assert with_drawn(findings, Edits()) is findings


def test_what_a_reader_has_drawn_is_marked_so_and_the_outlines_are_half_automatic(
    found: Analysis, image: Mammogram
) -> None:
    edits, _ = edit(found, image, (400, 403, 100, 103, True))
    findings = decide(edited_analysis(found, edits), 0.5)
    drawn = with_drawn(findings, edits)
    assert [c.id for c in drawn.calcifications if c.by_reader == (OUTLINE,)] == [len(found.candidates) + 1]
    assert (algorithm_type(findings), algorithm_type(drawn)) == ("AUTOMATIC", "SEMIAUTOMATIC")
    (again,) = (c for c in Findings.from_dict(drawn.to_dict()).calcifications if c.by_reader)
    assert again.by_reader == (OUTLINE,)
