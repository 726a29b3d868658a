"""The pages in their order: what each needs, what comes next, folders that nobody types, words instead of a program's
names.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from bundles import write_bundle
from MicrocalcTrainLib.step_progress import EVERY_S, FILE, Place, StepProgress, place_in
from train_host import open_train_panel

pytest_plugins = ["slicer_fixtures"]


@pytest.fixture
def panel(application: Any) -> Iterator[Any]:
    widget = open_train_panel("run_entry:evaluating")
    yield widget
    widget.cleanup()


def next_buttons(panel: Any) -> list[tuple[str, bool]]:
    return [(button.text, button.enabled) for button in panel.panel.guides.buttons if button is not None]


def test_every_page_says_what_it_needs_on_its_first_line(panel: Any) -> None:
    import qt

    for name in ("dataSetTab", "trainTab", "evaluateTab", "modelsTab"):
        first = getattr(panel.ui, name).layout().itemAt(0).widget()
        assert isinstance(first, qt.QLabel) and first.text.startswith("Needs ")


def test_the_next_page_is_offered_once_its_page_has_made_what_it_needs(panel: Any, tmp_path: Path) -> None:
    from MicrocalcTrainLib.datasets.store_file import FILE as STORE

    ui = panel.ui
    for edit in (ui.dataSetOutputEdit, ui.trainFolderEdit, ui.evaluateFolderEdit):
        edit.text = str(tmp_path / edit.objectName)
    assert next_buttons(panel) == [
        ("Next: 2 Train on this data set", False),
        ("Next: 3 Evaluate", False),
        ("Next: 4 Use", False),
    ]
    (tmp_path / "dataSetOutputEdit").mkdir()
    (tmp_path / "dataSetOutputEdit" / STORE).write_bytes(b"store")
    write_bundle(tmp_path / "trainFolderEdit" / "mine")
    (tmp_path / "evaluateFolderEdit").mkdir()
    (tmp_path / "evaluateFolderEdit" / "evaluation.json").write_text("{}")
    panel.panel.onPageChanged()
    assert [enabled for _text, enabled in next_buttons(panel)] == [True, True, True]


def test_next_takes_the_data_set_to_training_and_evaluation(panel: Any, tmp_path: Path) -> None:
    from MicrocalcTrainLib.datasets.store_file import FILE as STORE

    ui = panel.ui
    ui.trainDataEdit.text = "/of/before"
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / STORE).write_bytes(b"store")
    ui.dataSetOutputEdit.text = str(tmp_path / "set")
    panel.panel.guides.buttons[0].click()
    assert ui.tabs.tabText(ui.tabs.currentIndex) == "2 Train"
    assert ui.trainDataEdit.text == ui.evaluateSetEdit.text == str(tmp_path / "set")


def test_where_results_go_is_in_the_documents_before_anybody_chose(panel: Any) -> None:
    ui = panel.ui
    written = {
        edit.objectName: Path(edit.text)
        for edit in (ui.dataSetOutputEdit, ui.queueOutputEdit, ui.trainFolderEdit, ui.evaluateFolderEdit)
    }
    assert {path.parent.name for path in written.values()} == {"Microcalc"}
    assert [path.name for path in written.values()] == ["data set", "review queue", "training", "evaluation"]
    assert len({path.parent for path in written.values()}) == 1
    assert not ui.trainDataEdit.text  # simulated images


def test_the_documents_are_those_of_the_home_folder_where_qt_does_not_tell(
    application: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import qt
    from MicrocalcTrainSlicer.recent_folders import documentsFolder

    monkeypatch.delattr(qt, "QStandardPaths")
    assert documentsFolder("training") == str(Path.home() / "Documents" / "Microcalc" / "training")


def test_folders_that_were_used_are_listed_the_newest_first_and_shared_by_lines_of_one_kind(
    panel: Any, tmp_path: Path
) -> None:
    import qt
    from MicrocalcTrainSlicer.forms import folderOf
    from MicrocalcTrainSlicer.recent_folders import MOST, fill, recentFolders

    ui = panel.ui
    for number in range(MOST + 2):
        (tmp_path / str(number)).mkdir()
        ui.dataSetOutputEdit.text = str(tmp_path / str(number))
        folderOf(ui.dataSetOutputEdit, "the data set")
    folderOf(ui.dataSetOutputEdit, "the data set")  # once more is no second entry
    expected = [str(tmp_path / str(number)) for number in range(MOST + 1, 1, -1)]
    assert recentFolders(ui.evaluateSetEdit) == recentFolders(ui.trainDataEdit) == expected
    (tmp_path / str(MOST + 1)).rmdir()
    assert recentFolders(ui.evaluateSetEdit) == expected[1:]
    assert recentFolders(ui.trainFolderEdit) == []
    menu = qt.QMenu()
    fill(menu, recentFolders(ui.evaluateSetEdit), ui.evaluateSetEdit)
    menu.actions()[0].trigger()
    assert ui.evaluateSetEdit.text == expected[1]
    fill(menu, [], ui.evaluateSetEdit)
    assert [action.text for action in menu.actions()] == [
        "No folder was used yet: click Choose..."
    ] and not menu.actions()[0].enabled


def test_a_folder_dialog_begins_where_the_last_folder_was(
    panel: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import qt

    began: list[str] = []
    monkeypatch.setattr(
        qt.QFileDialog, "getExistingDirectory", lambda _parent, _title, begin: began.append(begin) or ""
    )
    ui = panel.ui
    ui.evaluateSetEdit.text = ""
    ui.evaluateSetButton.click()
    ui.evaluateSetEdit.text = str(tmp_path)
    ui.evaluateSetButton.click()
    assert Path(began[0]).name == "Microcalc" and began[1] == str(tmp_path)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("2026-11-28 03:10:39,123 region: 40 patches", "03:10  region: 40 patches"),
        ("epoch 3: loss 0.1234, validation_dice 0.5000", "epoch 3: loss 0.1234, validation Dice 0.5000"),
        (
            "0.07 mm: {'auc': 0.91, 'sensitivity_at_1_fp_per_image': 0.123456, 'pauc': None}",
            "0.07 mm: AUC 0.91, sensitivity at 1 FP per image 0.1235, pAUC none",
        ),
        ("errors in percent {'missed': 3.1, 'candidates': 40}", "errors in percent missed 3.1, candidates 40"),
        ("left as it is: {not a dictionary}", "left as it is: {not a dictionary}"),
        ("left as it is: {'deep': {'er': 1}}", "left as it is: {'deep': {'er': 1}}"),
        ("file my_data_set.csv is read", "file my_data_set.csv is read"),
        (
            f"2026-11-28 03:10:39,123 bundle /home/me/a b, SHA-256 of its weights {'0a' * 32}",
            "03:10  the model is in /home/me/a b",
        ),
    ],
)
def test_the_log_speaks_in_words(application: Any, line: str, shown: str) -> None:
    from MicrocalcTrainSlicer.log_text import readableLine

    assert readableLine(line) == shown


def test_legends_name_the_network_and_the_figure(application: Any) -> None:
    from MicrocalcTrainSlicer.log_text import curveTitle

    assert curveTitle("region", "validation_dice") == "region: validation Dice"
    assert curveTitle("detail-map", "loss") == "detail map: training loss"
    assert curveTitle("patches", "accuracy") == "patches: training accuracy"
    assert curveTitle("patches", "validation_accuracy") == "patches: validation accuracy"


def engine(step: int, epoch: int) -> Any:
    return SimpleNamespace(state=SimpleNamespace(iteration=step, epoch=epoch))


def test_the_place_within_an_epoch_is_written_at_most_once_a_second(tmp_path: Path) -> None:
    now = [0.0]
    progress = StepProgress(tmp_path, 20, lambda: now[0])
    progress(engine(21, 2))
    assert place_in(tmp_path, 1) == Place(2, 0.05)
    now[0] = EVERY_S / 2
    progress(engine(30, 2))
    assert place_in(tmp_path, 1) == Place(2, 0.05)
    now[0] = EVERY_S
    progress(engine(40, 2))
    assert place_in(tmp_path, 1) == Place(2, 1.0)
    assert place_in(tmp_path, 2) is None  # that epoch has ended


@pytest.mark.parametrize(
    "content",
    ["", "[]", '{"epoch": 1}', '{"epoch": 1, "step": 1, "steps": 0}', '{"epoch": "x", "step": 1, "steps": 2}'],
)
def test_a_damaged_place_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)
    assert place_in(tmp_path, 0) is None


def test_a_real_trainer_writes_its_place_and_takes_it_away_at_its_end(tmp_path: Path) -> None:
    ignite = pytest.importorskip("ignite.engine")
    seen = []
    trainer = ignite.Engine(lambda _engine, _batch: seen.append(place_in(tmp_path, trainer.state.epoch - 1)))
    clock = iter(range(100))
    StepProgress(tmp_path, 4, lambda: float(next(clock))).attach(trainer)
    trainer.run([0] * 4, max_epochs=2)
    assert seen == [
        None,
        Place(1, 0.25),
        Place(1, 0.5),
        Place(1, 0.75),
        None,
        Place(2, 0.25),
        Place(2, 0.5),
        Place(2, 0.75),
    ]
    assert not (tmp_path / FILE).exists()


def test_the_training_loop_writes_it() -> None:
    """That the loop attaches it; what it writes is above."""
    import ast

    from slicer_host import REPOSITORY

    tree = ast.parse(
        (REPOSITORY / "MicrocalcTrain" / "MicrocalcTrainLib" / "workflows" / "loop.py").read_text(encoding="utf-8")
    )
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "StepProgress"
    ]
    assert len(calls) == 1


def test_a_place_is_whole_or_not_there(tmp_path: Path) -> None:
    StepProgress(tmp_path, 20)(engine(1, 1))
    assert json.loads((tmp_path / FILE).read_text()) == {"epoch": 1, "step": 1, "steps": 20}
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_the_log_itself_has_words_for_figures(caplog: pytest.LogCaptureFixture) -> None:
    torch = pytest.importorskip("torch")
    import logging

    import numpy as np
    from MicrocalcTrainLib.workflows.curves import in_words
    from MicrocalcTrainLib.workflows.two_stage import class_errors_of

    class Same(torch.nn.Module):
        """Answers every patch alike."""

        def forward(self, patches: object) -> object:
            return torch.zeros(len(patches), 2)

    with caplog.at_level(logging.INFO):
        class_errors_of(Same(), "detector", np.zeros((4, 8, 8), np.float32), np.array([1, 2, 3, 4]), "cpu")
    (line,) = [record.getMessage() for record in caplog.records if "errors in percent" in record.getMessage()]
    assert "{" not in line and "balanced accuracy " in line and "C1 " in line
    assert in_words({"a_b": None, "n": 3}) == "a b none, n 3"
