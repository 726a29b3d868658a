"""What is left out as no calcification keeps its reason: what the mark looks like instead, from drawn marks to file,
table and panel.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from MicrocalcCADLib.analysis import Analysis, Candidates, Naming
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.edits import Edits, edited_analysis
from MicrocalcCADLib.findings import Findings
from MicrocalcCADLib.kinds.left_out import ALONE, BORDER, DEFECT, DUST, LOOK, MARKER, SKIN, counted_reasons, reasons
from MicrocalcCADLib.kinds.naming import WORDS, Namer
from MicrocalcCADLib.kinds.vocabulary import NO_CALCIFICATION
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.measure import measure_objects
from MicrocalcCADLib.objects import Objects
from MicrocalcCADLib.reporting import write
from report_material import make_analysis, make_mammogram, make_spots
from scipy.ndimage import gaussian_filter
from test_kinds_naming import Painted

pytest_plugins = ["slicer_fixtures"]

BLUR_MM = 0.1
SIDE = 400


def mammogram(drawn: np.ndarray, spacing: float = 0.05, blur_mm: float = BLUR_MM, **more: Any) -> Mammogram:
    """Return tissue of 0.4 with what was drawn, blurred as the optics do."""
    noise = np.random.default_rng(2).normal(0, 0.002, drawn.shape)
    pixels = 0.4 + noise + (gaussian_filter(drawn, blur_mm / spacing) if blur_mm else drawn)
    return Mammogram(np.clip(pixels, 0, 1).astype(np.float32), (spacing, spacing), "given", **more)


def why(
    image: Mammogram,
    area: np.ndarray,
    none: float = 0.9,
    score: float = 0.5,
    breast: np.ndarray | None = None,
    alone: float = 0.0,
) -> str:
    """Return the reason of a mark of these pixels."""
    objects = Objects.of([np.flatnonzero(area)])
    measures = measure_objects(objects, image.pixels, image.spacing_mm)
    measures[:, 2] = score
    mask = np.ones(image.shape, bool) if breast is None else breast
    return str(reasons(Candidates(measures, objects), np.array([none]), np.array([alone]), image, mask)[0])


def disc(row: float = 200, column: float = 200, radius: float = 6) -> np.ndarray:
    y, x = np.ogrid[:SIDE, :SIDE]
    return np.hypot(y - row, x - column) <= radius


def test_a_soft_spot_of_which_nothing_speaks_is_left_out_by_its_look_or_as_it_is_alone() -> None:
    assert why(mammogram(0.1 * disc()), disc()) == LOOK
    assert why(mammogram(0.1 * disc()), disc(), alone=0.6) == ALONE


def test_edges_sharper_than_the_optics_allow_are_dust_and_in_a_digital_image_a_defect() -> None:
    sharp = mammogram(0.3 * disc(radius=3), blur_mm=0)
    assert why(sharp, disc(radius=3)) == DUST
    assert why(replace(sharp, facts={"modality": "MG"}), disc(radius=3)) == DEFECT
    assert why(replace(sharp, facts={"modality": "MG"}, spacing_plane="film"), disc(radius=3)) == DUST
    assert why(mammogram(0.3 * disc(radius=3)), disc(radius=3)) == LOOK


def test_a_speck_of_noise_is_sharp_and_no_dust() -> None:
    image = mammogram(0.3 * disc(radius=1), blur_mm=0)
    noisy = np.random.default_rng(3).normal(0, 0.06, image.shape).astype(np.float32)
    assert why(image, disc(radius=1)) == DUST
    assert why(replace(image, pixels=np.clip(image.pixels + noisy, 0, 1)), disc(radius=1)) == LOOK


def test_where_the_pixels_are_coarser_than_the_blur_no_edge_tells_dust() -> None:
    assert why(mammogram(0.3 * disc(radius=3), spacing=0.1, blur_mm=0), disc(radius=3)) == LOOK


def test_a_long_thin_line_is_a_scratch() -> None:
    scratch = np.zeros((SIDE, SIDE), bool)
    scratch[200:203, 150:250] = True
    assert why(mammogram(0.3 * scratch), scratch) == DUST


def test_what_is_large_and_as_white_as_the_image_is_a_marker() -> None:
    image = mammogram(0.7 * disc(radius=20))
    assert why(image, disc(radius=20)) == MARKER
    assert why(mammogram(0.7 * disc(radius=8)), disc(radius=8)) == LOOK  # small: a calcification may be as white


@pytest.mark.parametrize(("row", "column"), [(12, 200), (388, 200), (200, 12), (200, 388)])
def test_what_touches_the_images_border_says_so(row: int, column: int) -> None:
    assert why(mammogram(0.1 * disc(row, column)), disc(row, column)) == BORDER


def test_what_lies_at_the_breasts_outline_is_skin_and_the_chest_wall_is_none() -> None:
    breast = np.zeros((SIDE, SIDE), bool)
    breast[:, :240] = True
    assert why(mammogram(0.1 * disc(200, 215)), disc(200, 215), breast=breast) == SKIN
    assert why(mammogram(0.1 * disc(200, 120)), disc(200, 120), breast=breast) == LOOK


def test_what_is_not_left_out_has_no_reason() -> None:
    image = mammogram(0.1 * disc())
    assert [why(image, disc(), none=none) for none in (0.5, 0.49)] == [LOOK, ""]
    assert why(image, disc(), score=0.04) == ""
    assert reasons(Candidates.none(), np.zeros(0), np.zeros(0), image, np.ones(image.shape, bool)).tolist() == []
    empty = Candidates(np.zeros((1, 9)) + 0.5, Objects.of([np.zeros(0, np.int64)]))  # as one that a reader has removed
    assert reasons(empty, np.ones(1), np.zeros(1), image, np.ones(image.shape, bool)).tolist() == [""]


def test_the_reasons_are_counted_the_most_frequent_first() -> None:
    assert counted_reasons(["", LOOK, DUST, "", LOOK]) == [(LOOK, 2), (DUST, 1)]
    assert counted_reasons(["", ""]) == []


def left_out(image: Mammogram) -> Analysis:
    """Return an analysis of a group, and of three specks that the network takes for no calcifications."""
    specks = [(150, 60), (450, 60), (480, 60)]
    places = np.zeros(image.shape, bool)
    for row, column in specks:
        places[row - 8 : row + 9, column - 8 : column + 9] = True
    detected = make_analysis(image, [*make_spots([(300, 180)], 9, 20), *specks])
    return Namer(Painted(NO_CALCIFICATION, places[::2, ::2])).name(detected, image)


def test_file_and_table_hold_the_reason_of_each(tmp_path: Path) -> None:
    image = make_mammogram()
    analysis = left_out(image)
    analysis.save(tmp_path / "a.npz")
    findings = decide(Analysis.load(tmp_path / "a.npz"))
    assert findings.calcifications == decide(analysis).calcifications
    marked = {one.id: one.left_out for one in findings.calcifications if one.left_out}
    assert set(marked) == {10, 11, 12} and set(marked.values()) <= {LOOK, SKIN}
    assert all(one.not_calcification >= 0.5 and not one.reported for one in findings.calcifications if one.left_out)
    paths = write(findings, analysis, image, tmp_path, "image", ("json", "csv"))
    content = json.loads(paths["json"].read_text(encoding="utf-8"))
    assert {one["id"]: one["left_out"] for one in content["calcifications"] if one["left_out"]} == marked
    with (tmp_path / "image.calcifications.csv").open(encoding="utf-8") as stream:
        assert {int(row["id"]): row["left_out"] for row in csv.DictReader(stream) if row["left_out"]} == marked
    assert Findings.from_dict(content) == findings
    for one in content["calcifications"]:
        del one["left_out"]
    assert {one.left_out for one in Findings.from_dict(content).calcifications} == {""}


def test_an_analysis_of_an_earlier_version_has_no_reasons(tmp_path: Path) -> None:
    left_out(make_mammogram()).save(tmp_path / "new.npz")
    with np.load(tmp_path / "new.npz") as stored:
        arrays = {name: stored[name] for name in stored.files if name != "left_out"}
    np.savez(tmp_path / "old.npz", **arrays)
    assert {one.left_out for one in decide(Analysis.load(tmp_path / "old.npz")).calcifications} == {""}


def test_what_a_reader_draws_there_is_left_out_no_more() -> None:
    analysis = left_out(make_mammogram())
    drawn = analysis.candidates.measures[[9]].copy()
    drawn[:, 2] = 1.0
    edits = Edits(np.array([10]), drawn, Objects.of([analysis.candidates.object_pixels(10)]), np.array([True]))
    after = {one.id: one.left_out for one in decide(edited_analysis(analysis, edits)).calcifications}
    before = {one.id: one.left_out for one in decide(analysis).calcifications}
    assert after == {**before, 10: ""} and before[10]


def test_naming_without_reasons_has_none_for_each() -> None:
    naming = Naming(WORDS, np.zeros((3, len(WORDS))), np.zeros(3))
    assert naming.left_out.tolist() == ["", "", ""] and naming.chosen(np.array([0, 2])).left_out.tolist() == ["", ""]


def test_the_panel_says_how_many_were_left_out_and_why(widget: Any) -> None:
    from panel_material import add_volume

    def detect(found: Callable[[Mammogram], Analysis]) -> str:
        widget.ui.detectButton.click()
        widget.started[-1].finish(found(widget.started[-1].mammogram))
        return widget.ui.noticesLabel.text

    volume = add_volume(np.round(make_mammogram().pixels * 4095).astype(np.uint16), 0.1, name="L CC")
    widget.ui.volumeSelector.setCurrentNode(volume)
    said = detect(left_out)
    findings = widget.panel.findings.session.findings
    why = counted_reasons(one.left_out for one in findings.calcifications)
    assert f"Left out as no calcifications: {'; '.join(f'{count} × {word}' for word, count in why)}." in said
    assert "Left out" not in detect(lambda image: make_analysis(image, make_spots([(300, 180)], 9, 20)))
