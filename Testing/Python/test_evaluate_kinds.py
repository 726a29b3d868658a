"""`microcalc-train evaluate --kinds`: findings made by hand against a list made by hand, every figure
known beforehand.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from MicrocalcCADLib.errors import InputError
from MicrocalcTrainLib.__main__ import main
from MicrocalcTrainLib.datasets.listed_kinds import read_things
from MicrocalcTrainLib.workflows.kinds_evaluation import evaluate_kinds, figures, length_error

pytest.importorskip("matplotlib")
SPACING = 0.1  # 10 pixels a mm


def thing(image: str, kind: str, row: float, column: float, radius_mm: float = 0.2, **more: Any) -> dict[str, Any]:
    entry = {
        "set": "ours",
        "image": image,
        "spacing_mm": SPACING,
        "row": row,
        "column": column,
        "radius_mm": radius_mm,
        "kind": kind,
    }
    return {**entry, "distribution": "single", "certainty": "sure", **more}


def vessel(image: str, row: float, length_mm: float, **more: Any) -> dict[str, Any]:
    """A straight vessel along a row, from column 100."""
    end = 100 + 10 * length_mm
    line = {
        "polyline": [[row, 100], [row, (100 + end) / 2], [row, end]],
        "length_mm": length_mm,
        "distribution": "linear",
    }
    return thing(image, "vascular", row, (100 + end) / 2, length_mm / 2, **line, **more)


def mark(
    identifier: int,
    row: float,
    column: float,
    score: float = 0.8,
    group: int | None = None,
    axis_mm: float = 0.3,
    **more: Any,
) -> dict[str, Any]:
    record = {
        "id": identifier,
        "row": row,
        "column": column,
        "score": score,
        "major_axis_mm": axis_mm,
        "minor_axis_mm": axis_mm,
        "area_mm2": 0.1,
        "eccentricity": 0.0,
        "mean_intensity": 0.5,
        "contrast": 5.0,
        "cluster": group,
        "reported": score >= 0.3,
    }
    return {**record, **more}


def group(
    identifier: int, row: float, column: float, score: float = 0.8, reported: bool = True, **more: Any
) -> dict[str, Any]:
    return {
        "id": identifier,
        "row": row,
        "column": column,
        "score": score,
        "bounding_box": [int(row) - 10, int(column) - 10, 20, 20],
        "count": 5,
        "area_mm2": 10.0,
        "density_per_cm2": 6.0,
        "reported": reported,
        "kind": "cluster",
        **more,
    }


def traced(line: list[list[float]]) -> dict[str, Any]:
    return {"id": 1, "polyline": line, "length_mm": 6.0, "calcified_mm": 6.0, "segments": 1, "area_mm2": 1.0}


def findings(folder: Path, image: str, marks: list, groups: list, /, schema: int = 2, **more: Any) -> None:
    content = {
        "schema": f"microcalc-findings/{schema}",
        "source": {"path": f"/data/ours/{image}"},
        "image": {"rows": 4000, "columns": 4000, "spacing_mm": [SPACING, SPACING], "spacing_from": "given"},
        "method": "by hand",
        "model": None,
        "operating_point": {"name": "balanced", "threshold": 0.3},
        "calcifications": marks,
        "clusters": groups,
        **more,
    }
    (folder / f"{Path(image).stem}.findings.json").write_text(json.dumps(content), encoding="utf-8")


def row_of(start: int, row: float, count: int, number: int | None, **more: Any) -> list[dict[str, Any]]:
    return [mark(start + i, row, 110 + 20 * i, group=number, **more) for i in range(count)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "found").mkdir()
    return tmp_path


def listed(folder: Path, *things: Mapping[str, Any]) -> Path:
    path = folder / "list.json"
    path.write_text(json.dumps({"about": "by hand", "groups": things}), encoding="utf-8")
    return path


def shares(
    folder: Path, things: list[Mapping[str, Any]], certainties: tuple[str, ...] = ("sure", "likely")
) -> dict[str, tuple[float, float]]:
    evaluation = evaluate_kinds(folder / "found", listed(folder, *things))
    return {one.name: (one.k, one.n) for one in figures(evaluation, certainties)}


def test_vessels_are_called_so_by_their_group_by_their_marks_or_by_a_traced_line(folder: Path) -> None:
    by_group = row_of(1, 100, 5, 1) + row_of(11, 200, 5, 2) + row_of(21, 300, 3, None, morphology="vascular")
    groups = [group(1, 100, 150, reported=False, morphology="vascular", typically_benign=True), group(2, 200, 150)]
    findings(folder / "found", "a.png", by_group, groups, vessels=[traced([[400, 100], [400, 160]])])
    things = [vessel("a.png", row, 10.0) for row in (100, 200, 300, 400, 500)]
    got = shares(folder, things)
    assert got["vessels called vascular"] == (3, 5)
    assert got["vessels reported as a suspicious group"] == (1, 5)  # that along row 200


def test_a_group_flagged_as_a_vessel_in_todays_findings_counts_as_called_so(folder: Path) -> None:
    findings(folder / "found", "a.png", row_of(1, 100, 5, 1), [group(1, 100, 150, vascular=True)], schema=1)
    got = shares(folder, [vessel("a.png", 100, 10.0)])
    assert got["vessels called vascular"] == (1, 1)
    assert got["vessels reported as a suspicious group"] == (0, 1)


def test_large_benign_ones_are_found_outlined_and_named(folder: Path) -> None:
    marks = [
        mark(1, 100, 100, axis_mm=3.0, morphology="rim"),  # whole, right
        mark(2, 200, 190, axis_mm=0.4),  # a speck of the wall, no kind
        mark(3, 200, 210, axis_mm=0.4),
        mark(4, 300, 100, axis_mm=4.0, morphology="amorphous"),  # whole, called suspicious
        mark(5, 400, 100, axis_mm=9.0, morphology="dystrophic"),  # more than twice as large
        mark(6, 500, 100, score=0.01, axis_mm=3.0, morphology="rim"),  # a score that counts as none
    ]
    findings(folder / "found", "a.png", marks, [])
    kinds = ("rim", "rim", "popcorn", "dystrophic", "rim", "large rod-like")
    things = [thing("a.png", kind, 100 * i, 200 if i == 2 else 100, 1.5) for i, kind in enumerate(kinds, start=1)]
    small = thing("a.png", "rim", 100, 100, 0.7)  # below 1.5 mm: not among the large
    got = shares(folder, [*things, small])
    assert got["large benign found"] == (4, 6)
    assert got["large benign outlined as one object"] == (2, 6)
    assert got["large benign named typically benign"] == (2, 6)


def test_of_what_is_wider_than_a_centimetre_a_speck_is_not_found_but_a_group_or_a_large_mark_is(folder: Path) -> None:
    marks = [mark(1, 100, 100), mark(2, 400, 100, axis_mm=7.0), mark(3, 700, 100, group=1), mark(4, 700, 110, group=1)]
    findings(folder / "found", "a.png", marks, [group(1, 700, 105)])
    assert shares(folder, [thing("a.png", "rim", row, 100, 6.0) for row in (100, 400, 700)])["large benign found"] == (
        2,
        3,
    )


def test_suspicious_groups_are_found_reported_and_may_be_called_benign_by_mistake(folder: Path) -> None:
    marks = [mark(i, 100 + i, 100, group=1) for i in range(1, 6)] + [
        mark(10 + i, 400 + i, 100, group=2) for i in range(5)
    ]
    groups = [
        group(1, 103, 100, morphology="fine pleomorphic"),
        group(2, 402, 100, reported=False, morphology="skin", typically_benign=True),
    ]
    findings(folder / "found", "a.png", marks, groups)
    things = [
        thing("a.png", kind, row, 100, 2.0, distribution="grouped")
        for kind, row in (("fine pleomorphic", 103), ("amorphous", 402))
    ]
    got = shares(folder, [*things, thing("a.png", "coarse heterogeneous", 800, 800, 2.0, distribution="grouped")])
    assert got["suspicious found"] == (2, 3)
    assert got["suspicious reported as a group"] == (1, 3)
    assert got["suspicious called typically benign"] == (1, 3)
    assert got["kind right, of all calcifications found"] == (1, 2)
    assert got["benign or suspicious right, of those that have a kind"] == (1, 2)


def test_a_group_is_where_half_of_its_marks_or_most_marks_of_the_thing_are(folder: Path) -> None:
    half = [mark(i, 100, 100 + i, group=1) for i in range(3)] + [mark(3 + i, 100, 300 + i, group=1) for i in range(3)]
    less = [mark(10 + i, 500, 100 + i, group=2) for i in range(2)] + [
        mark(12 + i, 500, 300 + i, group=2) for i in range(3)
    ]
    most = [mark(20 + i, 800, 100 + i, group=3) for i in range(3)] + [
        mark(23 + i, 800, 300 + i, group=3) for i in range(9)
    ]
    findings(
        folder / "found", "a.png", half + less + most, [group(i, row, 200) for i, row in ((1, 100), (2, 500), (3, 800))]
    )
    things = [thing("a.png", "fine pleomorphic", row, 100, 1.0, distribution="grouped") for row in (100, 500, 800)]
    assert shares(folder, things)["suspicious reported as a group"] == (2, 3)


def test_single_strong_marks_are_judged_by_the_smallest_thing_that_they_are_on(folder: Path) -> None:
    marks = [
        mark(1, 100, 100, 0.9),  # dust
        mark(2, 200, 100, 0.9),  # a rim
        mark(3, 300, 100, 0.59),  # not strong
        mark(4, 400, 100, 0.9, group=1),  # in a group of some score
        mark(5, 500, 100, 0.9, group=2),  # in a group of almost none: single
        mark(6, 900, 900, 0.9),  # on nothing that is listed
    ]
    findings(folder / "found", "a.png", marks, [group(1, 400, 100, 0.5), group(2, 500, 100, 0.1)])
    dust = [thing("a.png", "film dust or scratch", row, 100) for row in (100, 300, 400)]
    things = [
        *dust,
        thing("a.png", "rim", 200, 100, 1.0),
        thing("a.png", "texture or noise", 200, 100, 4.0),
        thing("a.png", "texture or noise", 500, 100),
    ]
    assert shares(folder, things)["single marks of 0.6 and more that are no calcifications"] == (2, 3)


def test_groups_on_border_markers_and_outside_are_counted_unless_they_are_called_benign(folder: Path) -> None:
    marks = [mark(i, 100 * i, 100, group=i) for i in (1, 2, 3)]
    groups = [
        group(1, 100, 100),
        group(2, 200, 100, reported=False),
        group(3, 300, 100, morphology="skin", typically_benign=True),
    ]
    findings(folder / "found", "a.png", marks, groups)
    words = ("image border", "marker, clip or label", "outside the breast")
    things = [thing("a.png", word, 100 * i, 100, 1.0) for i, word in enumerate(words, start=1)]
    assert shares(folder, things)["border, markers, outside the breast: reported as a group"] == (1, 3)


def test_traced_vessels_cover_a_length_and_have_an_error(folder: Path) -> None:
    lines = [
        [[102, 100], [102, 190]],  # 9 of 10 mm, 0.2 mm beside
        [[320, 100], [320, 200]],  # 2 mm beside: near enough to be its length, too far to cover it
        [[900, 100], [900, 200]],  # along nothing
    ]
    findings(folder / "found", "a.png", [], [], vessels=[traced(line) for line in lines])
    things = [vessel("a.png", row, 10.0) for row in (100, 300, 500)]
    got = shares(folder, things)
    covered, total = got["vessel length covered (mm)"]
    assert covered == pytest.approx(10.0, abs=0.4) and total == 30  # the line ends 1.28 mm beyond the trace
    assert got["vessels covered over 0.8 of their length"] == (1, 3)
    error, n = length_error(evaluate_kinds(folder / "found", folder / "list.json"))
    assert (error, n) == (pytest.approx(0.1), 3)  # of 0.1, 0, 1


def test_unequal_sides_of_a_pixel_are_taken_as_they_are(folder: Path) -> None:
    findings(folder / "found", "a.png", [mark(1, 100, 108)], [])
    wide = thing("a.png", "rim", 100, 100, 0.2, spacing_row_mm=0.1, spacing_column_mm=0.2)
    near = thing("a.png", "rim", 100, 100, 0.2, spacing_row_mm=0.2, spacing_column_mm=0.05)
    evaluation = evaluate_kinds(folder / "found", listed(folder, wide, near))
    assert [one.found for one in evaluation.judged] == [False, True]


def test_unsure_things_are_counted_apart(folder: Path) -> None:
    findings(folder / "found", "a.png", [mark(1, 100, 100), mark(2, 200, 100)], [])
    things = [thing("a.png", "amorphous", 100, 100), thing("a.png", "amorphous", 200, 100, certainty="unsure")]
    assert shares(folder, things)["suspicious found"] == (1, 1)
    assert shares(folder, things, ("sure", "likely", "unsure"))["suspicious found"] == (2, 2)


def test_the_table_the_files_and_the_figure_say_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    findings(folder / "found", "a.png", [*row_of(1, 100, 5, 1), mark(9, 700, 100, 0.9)], [group(1, 100, 150)], schema=1)
    findings(folder / "found", "normal.png", [mark(1, 100, 100, 0.9)], [])
    findings(folder / "found", "quiet.png", [], [])
    dust = [thing("a.png", "film dust or scratch", 700, 100), thing("normal.png", "film dust or scratch", 100, 100)]
    truth = listed(
        folder,
        vessel("a.png", 100, 10.0),
        *dust,
        thing("gone.png", "amorphous", 5, 5),
        thing("a.png", "amorphous", 900, 900),
    )
    out = folder / "out"
    assert main(["evaluate", "--kinds", str(folder / "found"), "--truth", str(truth), "-o", str(out)]) == 0
    text = capsys.readouterr().out
    assert text == (out / "kinds.txt").read_text(encoding="utf-8")
    assert "vessels called vascular" in text and "0 of 1  0.000  >= 0.90  not met" in text
    assert "Listed images without findings, not counted: 1 (ours/gone.png)." in text
    content = json.loads((out / "kinds.json").read_text(encoding="utf-8"))
    rows = {(row["things"], row["figure"]): row for row in content["figures"]}
    assert rows["sure and likely", "vessels reported as a suspicious group"]["k"] == 1
    with (out / "kinds.csv").open(newline="", encoding="utf-8") as stream:
        assert [row["figure"] for row in csv.DictReader(stream)] == [row["figure"] for row in content["figures"]]
    assert content["sets"] == [
        {
            **{
                "set": "ours",
                "images": 3,
                "groups": 1,
                "on_suspicious": 0,
                "on_benign": 1,
                "on_nothing": 0,
                "on_unlisted": 0,
                "single_on_nothing": 2,
            },
            **{"groups_per_image": round(1 / 3, 6), "false_per_image": round(2 / 3, 6)},
        }
    ]
    assert [(row["images"], row["single_on_nothing"]) for row in content["sets_without_suspicious"]] == [(2, 1)]
    confusion = content["confusion"]
    assert confusion["listed"] == ["vascular", "amorphous", "film dust or scratch"]
    assert [dict(zip(confusion["called"], line, strict=True))["not determined"] for line in confusion["counts"]] == [
        1,
        0,
        2,
    ]
    assert (out / "kinds_confusion.png").read_bytes().startswith(b"\x89PNG")
    with (out / "kinds_things.csv").open(newline="", encoding="utf-8") as stream:
        assert [row["entry"] for row in csv.DictReader(stream)] == ["1", "2", "5", "3"]


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"kind": "oval"}, "Entry 2 of list.json: 'oval' is no kind of calcification"),
        ({"row": "x"}, "Entry 2 of list.json is incomplete or has a value of the wrong type"),
        ({"certainty": "perhaps"}, "certainty 'perhaps': use sure, likely, unsure"),
        ({"spacing_mm": 0}, "a spacing or radius that cannot be"),
        ({"polyline": [[1]], "length_mm": 4}, "Entry 2 of list.json is incomplete"),
        ({"polyline": [[1, 1]], "length_mm": 4}, "a polyline of one point, or a length that cannot be"),
        ({"polyline": [[1, 1], [1, float("nan")]], "length_mm": 4}, "a polyline of one point, or a length"),
        ({"polyline": [[1, 1], [1, 9]], "length_mm": 0}, "a polyline of one point, or a length that cannot be"),
        ({"polyline": [[1, 1], [1, 9]], "length_mm": -2}, "a polyline of one point, or a length that cannot be"),
    ],
)
def test_a_bad_entry_of_the_list_is_one_sentence(folder: Path, change: Mapping[str, Any], cause: str) -> None:
    with pytest.raises(InputError, match=cause):
        read_things(listed(folder, thing("a.png", "rim", 1, 1), {**thing("a.png", "rim", 1, 1), **change}))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"groups": 3}', '{"groups": []}', "\xff" * 500])
def test_a_file_that_is_no_list_is_one_sentence(folder: Path, text: str) -> None:
    path = folder / "list.json"
    path.write_text(text, encoding="latin-1")
    with pytest.raises(InputError, match=r"list\.json (is no list of kinds|lists nothing)") as error:
        read_things(path)
    assert len(str(error.value)) < 250, "a picture given as list was told byte by byte"


def test_findings_that_are_missing_damaged_foreign_or_double_are_one_sentence(folder: Path) -> None:
    truth = listed(folder, thing("a.png", "rim", 1, 1))
    with pytest.raises(InputError, match="holds no findings"):
        evaluate_kinds(folder / "found", truth)
    findings(folder / "found", "b.png", [], [])
    with pytest.raises(InputError, match=r"are of an image that list\.json lists"):
        evaluate_kinds(folder / "found", truth)
    (folder / "found" / "again").mkdir()
    for place in (folder / "found", folder / "found" / "again"):
        findings(place, "a.png", [], [])
    with pytest.raises(InputError, match=r"are both of a\.png: give the folder of one run"):
        evaluate_kinds(folder / "found", truth)
    (folder / "found" / "again" / "a.findings.json").write_text('{"schema": "microcalc-findings/9"}', encoding="utf-8")
    with pytest.raises(InputError, match=r"again/a\.findings\.json: This is not a findings file of schema"):
        evaluate_kinds(folder / "found", truth)


@pytest.mark.parametrize(("size", "fits"), [((400, 400), True), ((90, 400), False), ((400, 90), False)])
def test_findings_of_the_image_in_another_size_are_one_sentence(
    folder: Path, size: tuple[int, int], fits: bool
) -> None:
    image = {"rows": size[0], "columns": size[1], "spacing_mm": [SPACING, SPACING], "spacing_from": "given"}
    findings(folder / "found", "a.png", [], [], image=image)
    truth = listed(folder, thing("a.png", "rim", 100, 100))
    if fits:
        assert evaluate_kinds(folder / "found", truth).missing == ()
        return
    with pytest.raises(
        InputError, match=r"findings of a\.png are of an image of .* at row 100, column 100: detect in the image"
    ):
        evaluate_kinds(folder / "found", truth)


def test_images_of_one_name_are_told_apart_by_the_folder_of_their_set(folder: Path) -> None:
    other = {**thing("a.png", "rim", 1, 1), "set": "theirs"}
    findings(folder / "found", "a.png", [mark(1, 100, 100)], [])
    evaluation = evaluate_kinds(folder / "found", listed(folder, thing("a.png", "rim", 100, 100), other))
    assert [one.thing.set for one in evaluation.judged] == ["ours"]
    assert evaluation.missing == (("theirs", "a.png"),)


@pytest.mark.parametrize("given", [["--kinds", "x"], ["--truth", "x"], ["x", "--kinds", "x", "--truth", "x"], []])
def test_a_command_that_lacks_one_of_the_two_is_told_so(
    folder: Path, given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", *given, "-o", str(folder / "out")]) == 1
    assert "--kinds DIR" in capsys.readouterr().err
