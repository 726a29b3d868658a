"""JSON that is broken, too deep, or of other types: one sentence, or the work is done again; nothing is lost."""

from __future__ import annotations

import ast
import io
import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from batch_material import fake_start, run, write_plain
from MicrocalcCADLib import __main__ as command_line
from MicrocalcCADLib.batch import journal, local, worker
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.files import json_of, through_json
from MicrocalcTrainLib import runs
from MicrocalcTrainLib.datasets.folder import read_folder
from MicrocalcTrainLib.datasets.importing import import_set
from MicrocalcTrainLib.datasets.splits import SplitRule
from MicrocalcTrainLib.datasets.store_file import FILE, StoreParameters
from MicrocalcTrainLib.datasets.stored_images import stored_images
from MicrocalcTrainLib.datasets.summary import summary_of
from MicrocalcTrainLib.evaluation_results import read_results
from MicrocalcTrainLib.simulation import rated_regions
from MicrocalcTrainLib.workflows.loop import CHECKPOINT, CURVES, read_curves
from MicrocalcTrainLib.workflows.on_data import birads
from set_material import write_folder
from training_material import Parameters
from training_material import run as train

REPOSITORY = Path(__file__).resolve().parents[2]
DEEP = "[" * 100_000
BROKEN = ['{"a": ', DEEP, "[1, 2]", "null", "7", '"text"', "\0"]


def test_json_is_parsed_in_one_place() -> None:
    found = []
    for path in [*REPOSITORY.glob("MicrocalcCAD/**/*.py"), *REPOSITORY.glob("MicrocalcTrain/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            parses = isinstance(node, ast.Attribute) and ast.unparse(node) in {
                "json.load",
                "json.loads",
                "json.JSONDecoder",
                "json.decoder",
            }
            imports = isinstance(node, ast.ImportFrom) and node.module in {"json", "json.decoder"}
            renames = isinstance(node, ast.Import) and any(
                one.name.startswith("json") and one.asname for one in node.names
            )
            found += [path.relative_to(REPOSITORY).as_posix()] if parses or imports or renames else []
    assert found == ["MicrocalcCAD/MicrocalcCADLib/files.py"] * 2, "read JSON by files.read_json or files.json_of"


def test_json_that_is_too_deep_is_no_json() -> None:
    with pytest.raises(ValueError, match="nested too deeply"):
        json_of(DEEP)
    assert through_json({"a": (1, Path("b"))}, str) == {"a": [1, "b"]}


# Batch


@pytest.mark.parametrize("line", [*BROKEN, '{"setup": 3}', '{"setup": {"options": {}}}'])
def test_a_worker_that_is_told_nonsense_says_so(line: str) -> None:
    told: list[Any] = []
    assert worker.run(io.StringIO(line + "\n"), told.append) == worker.FAILED_STATUS
    assert "was not told what to do" in told[0]["error"]
    assert told[0]["error"].endswith("start the batch again.")


@pytest.mark.parametrize("answer", ["{'outcome': ", "'[' * 100_000", "'[1]'", '\'{"outcome": {"name": "a"}}\''])
def test_a_worker_that_answers_nonsense_is_replaced_and_no_image_is_lost(
    answer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = answer if answer.endswith("'") or "*" in answer else f'"""{answer}"""'
    names, flag = ("a", "b", "c", "d"), tmp_path / "garbled"
    write_plain(tmp_path / "in", *names)
    # the first answer of the first worker comes garbled, those that follow it are sound
    garble = (
        f"import json as j\n_dumps = worker.json.dumps\ndef dumps(message):\n    flag = Path({str(flag)!r})\n    if"
        " 'outcome' not in message or flag.exists():\n        return _dumps(message)\n    flag.touch()\n    return"
        f" {answer}\nclass Json:\n    pass\nJson.dumps = staticmethod(dumps)\nworker.json = Json\n"
    )
    monkeypatch.setattr(
        local, "START", fake_start().replace("worker.loaded_detector", garble + "worker.loaded_detector", 1)
    )
    result = run(tmp_path / "in", tmp_path / "out", workers=1)
    assert flag.exists()
    assert (result.done, result.failed) == (names, {})


def test_a_journal_with_lines_of_other_kinds_is_read_past_them(tmp_path: Path) -> None:
    image = {"event": "image", "name": "a", "status": "done", "settings": "s"}
    (tmp_path / journal.JOURNAL).write_text("\n".join([DEEP, "{", json.dumps(image), "7"]) + "\n")
    assert list(journal.earlier_outcomes(tmp_path)) == ["a"]


def test_the_reason_of_an_image_names_the_option_that_helps_at_the_command_line_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    from PIL import Image

    monkeypatch.setattr(local, "START", fake_start())
    (tmp_path / "in").mkdir()
    Image.fromarray(np.full((100, 100), 9, np.uint8)).save(tmp_path / "in" / "a.png")
    assert command_line.main(["batch", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--quiet"]) == 1
    assert "failed: a: " in (said := capsys.readouterr().err)
    assert "(--spacing 0.07)." in said
    table = (tmp_path / "out" / "images.csv").read_text()
    assert "does not say its pixel spacing: give it in mm." in table and "--spacing" not in table


# Training


@dataclass(frozen=True)
class Stored:
    folder: Path


@pytest.mark.parametrize("text", [*BROKEN, '{"curves": 3}', '{"curves": [3]}'])
def test_curves_that_are_damaged_are_named(text: str, tmp_path: Path) -> None:
    (tmp_path / CURVES).write_text(text)
    with pytest.raises(InputError, match=r"curves\.json cannot be read .*train it again"):
        read_curves(tmp_path)
    with pytest.raises(InputError, match=r"cannot be read"):
        read_curves(tmp_path / "nowhere")


def checkpoint_of(content: dict[str, Any], **changes: Any) -> bytes:
    stream = io.BytesIO()
    torch.save({**content, **changes}, stream)
    return stream.getvalue()


@pytest.mark.parametrize("change", ["deep curves", "cut short", "no checkpoint", "another network", "a list"])
def test_a_checkpoint_that_is_damaged_is_named_and_stays(change: str, tmp_path: Path) -> None:
    train(tmp_path, Parameters(epochs=1))
    path = tmp_path / CHECKPOINT
    sound = torch.load(path, weights_only=True)
    changed = {
        "deep curves": checkpoint_of(sound, curves={"rows": DEEP}),
        "cut short": path.read_bytes()[:-300],
        "no checkpoint": b"no checkpoint",
        "another network": checkpoint_of(sound, network={"weight": torch.zeros(3)}),
        "a list": checkpoint_of(sound, best=[1]),
    }[change]
    path.write_bytes(changed)
    with pytest.raises(
        InputError, match=r"checkpoint\.pt is damaged, of another .*\(.*\): choose another working folder"
    ) as refused:
        train(tmp_path, Parameters(epochs=2))
    assert "\n" not in str(refused.value)
    assert path.read_bytes() == changed


@pytest.mark.parametrize("text", [*BROKEN, '{"regions": [7], "parameters": "p"}'])
def test_regions_of_an_earlier_run_that_cannot_be_read_are_named(text: str, tmp_path: Path) -> None:
    (tmp_path / rated_regions.FACTS).write_text(text)
    with pytest.raises(InputError, match=r"cannot be read .*simulated again"):
        rated_regions._done(tmp_path, "p")
    assert rated_regions._done(tmp_path / "nowhere", "p") == []


@pytest.mark.parametrize("text", BROKEN)
def test_rated_regions_that_cannot_be_read_are_made_again(
    text: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    np.savez(tmp_path / "regions.npz", facts=text, codes=np.zeros(1), objects=np.zeros(1))
    for path in (tmp_path / "regions.npz", tmp_path / "none.npz"):
        assert birads._made_before(path, "wanted", rated_regions.RatedParameters()) is None
    assert len(caplog.records) == 1


@pytest.mark.parametrize("text", BROKEN)
def test_states_and_results_that_cannot_be_read(text: str, tmp_path: Path) -> None:
    (tmp_path / runs.PLACE).mkdir()
    (tmp_path / runs.PLACE / runs.STATE).write_text(text)
    assert runs.read_state(tmp_path) is None
    (tmp_path / "evaluation.json").write_text(text)
    with pytest.raises(InputError, match="evaluate again"):
        read_results(tmp_path)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    source = write_folder(tmp_path_factory.mktemp("source"), ["a_L_CC", "b_L_CC"])
    import_set(read_folder(source, 0.07), folder, SplitRule((0.5, 0.5, 0.0)), StoreParameters(per_image=(2, 2, 2, 2)))
    return folder


@pytest.mark.parametrize(
    "text", [*BROKEN[:2], "7", '{"spacing_mm": "x"}', '{"spacing_mm": 0.07, "full_scale": -1, "invert": null}']
)
def test_facts_of_a_data_set_that_are_damaged_are_named(text: str, store: Path, tmp_path: Path) -> None:
    with sqlite3.connect(store / FILE) as connection:
        before = (
            connection.execute("SELECT value FROM facts WHERE name = 'parameters'").fetchone()[0],
            connection.execute("SELECT given FROM images").fetchone()[0],
        )
        connection.execute("UPDATE facts SET value = ? WHERE name IN ('parameters', 'left_out')", (text,))
        connection.execute("UPDATE images SET given = ?", (text,))
    connection.close()
    try:
        with pytest.raises(InputError, match=r"damaged .*import the set again"):
            summary_of(store)
        with pytest.raises(InputError, match=r"damaged .*import the set again"):
            StoreParameters.from_text(text)
        with pytest.raises(InputError, match=r"damaged .*import the set again"):
            stored_images(store, "train")
    finally:
        with sqlite3.connect(store / FILE) as connection:
            connection.execute("UPDATE facts SET value = ? WHERE name = 'parameters'", (before[0],))
            connection.execute("UPDATE facts SET value = '[]' WHERE name = 'left_out'")
            connection.execute("UPDATE images SET given = ?", (before[1],))
        connection.close()
    assert summary_of(store).left_out == ()
