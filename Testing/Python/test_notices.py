"""Notices: a sentence and what it holds for; nobody looks into the sentence for that."""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from pathlib import Path

import pytest
from MicrocalcCADLib import detection_child
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.batch.items import DONE, Outcome
from MicrocalcCADLib.batch.page import to_html
from MicrocalcCADLib.batch.summary import Summary
from MicrocalcCADLib.detection import Detected, DetectionOptions, write_detected
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.findings import Findings
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.notices import (
    IMAGE,
    INSTALLATION,
    MODEL,
    Notice,
    of_image,
    of_installation,
    of_model,
    read_notices,
    stored_notices,
)

REPOSITORY = Path(__file__).resolve().parents[2]
# What the search for words took each of these for is wrong.
MISLEADING = (
    *of_image("2 clusters are unlike those that the rating was trained on: learned by research."),
    *of_model("Scores order by contrast, they are not probabilities."),
    *of_installation("This processor is not trained in bfloat16."),
)
LOOKS_INTO = {"lower", "upper", "casefold", "startswith", "endswith", "find", "index", "count", "split", "partition"}


def test_a_scope_is_one_of_three() -> None:
    with pytest.raises(InputError, match="'patient' is no scope of a notice: use image, model, installation"):
        Notice("A sentence.", "patient")


def test_notices_survive_the_way_through_json() -> None:
    assert read_notices(json.loads(json.dumps(stored_notices(MISLEADING)))) == MISLEADING


def test_sentences_of_old_files_get_the_scope_that_those_programs_gave_them() -> None:
    assert read_notices(["Trained on simulated calcifications.", "An implant is present."]) == (
        Notice("Trained on simulated calcifications.", MODEL),
        Notice("An implant is present.", IMAGE),
    )


@pytest.mark.parametrize(
    "damaged", ["Trained.", 5, None, [5], [{"scope": MODEL}], [{"text": "A sentence.", "scope": "all"}]]
)
def test_damaged_notices_are_refused(damaged: object) -> None:
    with pytest.raises(InputError, match="notice"):
        read_notices(damaged)


def test_an_image_is_told_of_what_holds_for_it_and_for_the_installation(
    tmp_path: Path, analysis: Analysis, findings: Findings, mammogram: Mammogram
) -> None:
    rated = replace(findings, notices=(*MISLEADING, *of_installation("No rating of malignancy: a package is missing.")))
    detected = Detected(tmp_path / "a.png", "a", mammogram, replace(analysis, notices=MISLEADING), rated, 1.0)
    result = write_detected(detected, DetectionOptions(tmp_path))
    assert [notice.scope for notice in result.notices] == [IMAGE, INSTALLATION, INSTALLATION]


def test_the_page_of_a_batch_says_once_what_holds_for_many_images() -> None:
    done = [Outcome(name, DONE, facts={"notices": stored_notices(MISLEADING)}) for name in ("a", "b")]
    page = to_html(Summary(done))
    assert MISLEADING[0].text not in page
    assert page.count(MISLEADING[1].text) == page.count(MISLEADING[2].text) == 1


def test_a_line_of_a_journal_with_damaged_notices_is_none() -> None:
    with pytest.raises(TypeError, match="notices of a"):
        Outcome.from_dict({"name": "a", "status": DONE, "facts": {"notices": "Trained."}})


def test_a_request_to_another_process_keeps_the_notices(tmp_path: Path, mammogram: Mammogram) -> None:
    request = detection_child.write_request(
        tmp_path, replace(mammogram, notices=MISLEADING), detection_child.DetectorChoice()
    )
    assert detection_child.read_request(request)[0].notices == MISLEADING


def test_an_analysis_of_the_time_before_kinds_still_loads(tmp_path: Path, analysis: Analysis) -> None:
    import numpy as np

    analysis.save(tmp_path / "new.npz")
    with np.load(tmp_path / "new.npz") as stored:
        arrays = dict(stored)
    header = json.loads(arrays["header"].tobytes())
    del header["vessels"]
    header["notices"] = ["Trained on simulated calcifications."]
    np.savez(tmp_path / "old.npz", **{**arrays, "header": np.frombuffer(json.dumps(header).encode(), np.uint8)})
    old = Analysis.load(tmp_path / "old.npz")
    assert old.notices == of_model("Trained on simulated calcifications.")
    assert old.vessels == () and old.candidates.naming is None


def test_a_mammogram_gives_the_texts_of_its_notices_as_earlier_versions_did(mammogram: Mammogram) -> None:
    told = replace(
        mammogram, notices=(Notice("The spacing is that of the film.", IMAGE), Notice("It was cropped.", IMAGE))
    )
    assert told.warnings == ("The spacing is that of the film.", "It was cropped.")


def test_no_code_decides_by_what_a_notice_says() -> None:
    files = [
        path
        for folder in ("MicrocalcCAD", "MicrocalcTrain", "tools")
        for path in sorted((REPOSITORY / folder).rglob("*.py"))
    ]
    assert len(files) > 200
    found = {
        str(path.relative_to(REPOSITORY)): lines
        for path in files
        if (lines := _lookers(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert found == {}


@pytest.mark.parametrize(
    "code",
    [
        "[n for n in findings.notices if 'trained' in n.text.lower()]",
        "any(word in notice.text for word in words)",
        "notice.text.startswith('Trained')",
        "MODEL if notice.text == NOTICE else IMAGE",
        "re.search('trained', notice.text)",
        "for sentence in analysis.notices:\n    if 'learned' in sentence.text: pass",
        "model = [t for t in texts_of(notices) if is_of_model(t.text)]",
    ],
)
def test_looking_into_a_notice_is_seen_however_it_is_written(code: str) -> None:
    assert _lookers(ast.parse(code))


def _lookers(tree: ast.AST) -> list[int]:
    """Return the lines where the text of a notice decides something: it is compared, searched, or given to a function
    whose answer decides.
    """
    names = {"notice"} | {name for node in ast.walk(tree) for name in _loop_names(node)}
    lines = []
    for node in ast.walk(tree):
        deciding: list[ast.AST] = []
        if isinstance(node, ast.Compare):
            deciding = [node]
        elif isinstance(node, ast.If | ast.IfExp | ast.While):
            deciding = [node.test]
        elif isinstance(node, ast.comprehension):
            deciding = node.ifs
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            deciding = (
                [node.func.value]
                if node.func.attr in LOOKS_INTO
                else [*node.args]
                if _name(node.func.value) == "re"
                else []
            )
        lines += [part.lineno for part in deciding if any(_is_text(inner, names) for inner in ast.walk(part))]
    return lines


def _loop_names(node: ast.AST) -> set[str]:
    """Return the names that a loop over notices gives to each."""
    if not isinstance(node, ast.For | ast.comprehension) or not isinstance(node.target, ast.Name):
        return set()
    over = {_name(inner) for inner in ast.walk(node.iter)}
    return {node.target.id} if any("notices" in name for name in over) else set()


def _name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _is_text(node: ast.AST, names: set[str]) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "text" and _name(node.value) in names
