"""The panel's child process, really started: success, cancelling, dying, and nowhere to write."""

from __future__ import annotations

import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from detection_children import begin, leftovers, lives, needs_proc, wait_until_idle
from slicer_host import close_panel, open_panel

pytest_plugins = ["child_fixtures", "slicer_fixtures"]


def test_a_click_ends_with_marks_in_the_scene_and_an_empty_temporary_folder(
    child: Any, volume: Any, application: Any
) -> None:
    from MicrocalcCADSlicer.results import resultsOf

    widget = child()
    begin(widget, volume)
    wait_until_idle(application, widget)
    assert "1 cluster, 9 calcifications" in widget.ui.statusLabel.text
    assert len(resultsOf(volume).outlines) == 1
    assert leftovers(application) == []


def test_the_window_lives_while_the_child_works(child: Any, volume: Any, application: Any) -> None:
    widget = child("progress(0.3, 'slow')", "time.sleep(1.5)")
    started = time.monotonic()
    begin(widget, volume)
    assert time.monotonic() - started < 1.0
    application.wait_until(lambda: "slow" in widget.ui.statusLabel.text, 30)
    widget.ui.methodSelector.currentText  # noqa: B018  the panel still answers
    wait_until_idle(application, widget)


def test_cancel_ends_the_child_and_leaves_no_file_and_no_node(child: Any, volume: Any, application: Any) -> None:
    from MicrocalcCADSlicer.results import resultsOf

    widget = child("for step in range(600):", "    progress(step / 600, 'step'); time.sleep(0.1)")
    process = begin(widget, volume)
    application.wait_until(lambda: "step" in widget.ui.statusLabel.text, 30)
    clicked = time.monotonic()
    widget.ui.detectButton.click()
    assert widget.ui.statusLabel.text == "Cancelled: nothing was changed."
    application.wait_until(lambda: process._process.poll() is not None, 10)
    assert time.monotonic() - clicked < 2.0
    application.wait_until(lambda: leftovers(application) == [], 10)
    assert resultsOf(volume) is None


def test_a_child_that_does_not_listen_is_ended(
    child: Any, volume: Any, application: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from MicrocalcCADSlicer import process as process_module

    monkeypatch.setattr(process_module, "PATIENCE_MS", 200)
    widget = child("progress(0.1, 'deaf')", "time.sleep(600)")
    process = begin(widget, volume)
    application.wait_until(lambda: "deaf" in widget.ui.statusLabel.text, 30)
    widget.ui.detectButton.click()
    application.wait_until(lambda: process._process.poll() is not None, 10)
    application.wait_until(lambda: leftovers(application) == [], 10)


def test_cancel_before_the_child_has_said_anything(child: Any, volume: Any, application: Any) -> None:
    widget = child()
    process = begin(widget, volume)
    widget.ui.detectButton.click()
    application.wait_until(lambda: process._process.poll() is not None, 30)
    application.wait_until(lambda: leftovers(application) == [], 10)
    assert widget.ui.statusLabel.text == "Cancelled: nothing was changed."


def test_a_child_that_dies_without_a_word_is_reported(child: Any, volume: Any, application: Any) -> None:
    widget = child("import os; os._exit(9)")
    begin(widget, volume)
    wait_until_idle(application, widget)
    assert "ended unexpectedly (exit status 9)" in widget.ui.statusLabel.text
    assert leftovers(application) == []


def test_an_error_in_the_child_reaches_the_panel_as_its_sentence(child: Any, volume: Any, application: Any) -> None:
    widget = child("from MicrocalcCADLib.errors import ModelError", "raise ModelError('There is no model: get one.')")
    begin(widget, volume)
    wait_until_idle(application, widget)
    assert widget.ui.statusLabel.text == "There is no model: get one."


def test_a_missing_model_is_reported_by_the_real_worker(
    application: Any, volume: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MICROCALC_MODELS", str(tmp_path / "nothing"))
    widget = open_panel()
    begin(widget, volume)
    wait_until_idle(application, widget)
    assert "No catalog.json" in widget.ui.statusLabel.text
    close_panel(widget)


def test_a_temporary_folder_that_cannot_be_written_is_named_and_nothing_starts(
    child: Any, volume: Any, application: Any, tmp_path: Path
) -> None:
    widget = child()
    application.temporaryPath = str(tmp_path / "gone")
    begin(widget, volume)
    assert widget.panel._process is None
    assert "Cannot write into the temporary folder" in widget.ui.statusLabel.text
    assert str(tmp_path / "gone") in widget.ui.statusLabel.text


def test_a_full_disk_is_reported_and_leaves_nothing_behind(
    child: Any, volume: Any, application: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    import numpy as np

    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    widget = child()
    monkeypatch.setattr(np, "save", full)
    begin(widget, volume)
    assert "No space left on device" in widget.ui.statusLabel.text
    assert leftovers(application) == []


def test_closing_the_scene_while_the_child_runs_stores_nothing(child: Any, volume: Any, application: Any) -> None:
    import slicer.util

    widget = child("for step in range(600):", "    progress(step / 600, 'step'); time.sleep(0.1)")
    process = begin(widget, volume)
    application.wait_until(lambda: "step" in widget.ui.statusLabel.text, 30)
    application.clear_scene()
    application.wait_until(lambda: process._process.poll() is not None, 10)
    assert slicer.util.getNodesByClass("vtkMRMLSegmentationNode") == []


def test_slicer_without_asynchronous_processes_works_the_same(
    child: Any, volume: Any, application: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import slicer.util

    launch = slicer.util.launchConsoleProcess

    def launch_and_wait_for_output(arguments: list[str]) -> Any:
        return launch(arguments)

    monkeypatch.setattr(slicer.util, "launchConsoleProcess", launch_and_wait_for_output)
    widget = child()
    begin(widget, volume)
    wait_until_idle(application, widget)
    assert "1 cluster, 9 calcifications" in widget.ui.statusLabel.text


STAYING = "work=detection_child.stay"


def detected(application: Any, widget: Any, volume: Any) -> int:
    """Detect and return the process id of the child that did it."""
    number = begin(widget, volume).processId
    wait_until_idle(application, widget)
    assert "1 cluster, 9 calcifications" in widget.ui.statusLabel.text
    return number


@needs_proc
def test_the_second_detection_is_done_by_the_process_of_the_first(child: Any, volume: Any, application: Any) -> None:
    widget = child(work=STAYING)
    first, second, third = (detected(application, widget, volume) for _ in range(3))
    assert first == second == third and lives(first)
    assert [list(folder.iterdir()) for folder in leftovers(application)] == [[]]


@needs_proc
def test_the_child_that_waits_ends_with_the_panel_and_with_the_scene(child: Any, volume: Any, application: Any) -> None:
    widget = child(work=STAYING)
    for end in (widget.panel.onSceneClosing, widget.panel.cleanup):
        number = detected(application, widget, volume)
        end()
        assert leftovers(application) == []
        application.wait_until(lambda number=number: not lives(number), 20)


@needs_proc
def test_a_child_that_was_ended_while_it_waited_is_replaced(child: Any, volume: Any, application: Any) -> None:
    import os
    import signal

    widget = child(work=STAYING)
    first = detected(application, widget, volume)
    os.kill(first, signal.SIGKILL)
    application.wait_until(lambda: leftovers(application) == [], 20)
    assert detected(application, widget, volume) != first


@needs_proc
def test_a_child_that_dies_at_its_second_detection_is_replaced_by_a_new_one(
    child: Any, volume: Any, application: Any
) -> None:
    widget = child(
        "import os",
        "Detector.count = getattr(Detector, 'count', 0) + 1",
        "if Detector.count == 2: os._exit(9)",
        work=STAYING,
    )
    first = detected(application, widget, volume)
    process = begin(widget, volume)
    wait_until_idle(application, widget)
    assert "1 cluster, 9 calcifications" in widget.ui.statusLabel.text
    assert process.processId != first
    assert len(leftovers(application)) == 1


@needs_proc
def test_cancelling_the_second_detection_ends_the_child_and_the_third_has_a_new_one(
    child: Any, volume: Any, application: Any
) -> None:
    lines = ("Detector.count = getattr(Detector, 'count', 0) + 1", "for step in range(600 * (Detector.count == 2)):")
    widget = child(*lines, "    progress(step / 600, 'step'); time.sleep(0.1)", work=STAYING)
    first = detected(application, widget, volume)
    begin(widget, volume)
    application.wait_until(lambda: "step" in widget.ui.statusLabel.text, 30)
    widget.ui.detectButton.click()
    assert widget.ui.statusLabel.text == "Cancelled: nothing was changed."
    application.wait_until(lambda: not lives(first), 20)
    assert detected(application, widget, volume) != first


def test_a_report_after_cancelling_changes_nothing(application: Any) -> None:
    from MicrocalcCADSlicer.process import DetectionProcess

    process = DetectionProcess.__new__(DetectionProcess)
    process._listener, process._lines, process._error, process._result = None, [], None, Path("analysis.npz")
    process._folder, process._process = Path("nowhere"), SimpleNamespace(poll=lambda: 0)
    process._onLine('{"fraction": 0.5, "text": "late"}')
    process._onExit(0)


@pytest.mark.parametrize("line", ["[" * 100_000, '{"done": ', "[1]", "null", '{"done": 5}', '{"done": ["x"]}'])
def test_a_line_that_is_no_message_is_kept_as_output_and_ends_nothing(application: Any, line: str) -> None:
    from MicrocalcCADSlicer.process import DetectionProcess, Listener

    told: list[Any] = []
    process = DetectionProcess.__new__(DetectionProcess)
    process._listener = Listener(lambda *given: told.append(given), lambda *given: told.append(given), told.append)
    process._lines, process._error, process._result = [], None, None
    process._isNew = True
    process._folder, process._process = Path("nowhere"), SimpleNamespace(poll=lambda: 0)
    process._onLine(line)
    assert process._lines == [line]
    process._onLine('{"fraction": "much", "text": "x"}')
    process._onLine('{"fraction": 0.5, "text": "half"}')
    process._onExit(1)
    assert [*told[:1], *map(str, told[1:])] == [
        (0.5, "half"),
        "The detection ended unexpectedly (exit status 1): see the application's log.",
    ]


def test_an_error_of_the_process_keeps_the_option_that_mends_it(application: Any) -> None:
    from MicrocalcCADSlicer.process import DetectionProcess, Listener

    told: list[Any] = []
    process = DetectionProcess.__new__(DetectionProcess)
    process._listener = Listener(lambda *_: None, lambda *_: None, told.append)
    process._lines, process._error, process._result, process._isNew = [], None, None, True
    process._folder, process._process = Path("nowhere"), SimpleNamespace(poll=lambda: 0)
    process._onLine('{"error": "It has no spacing: give it in mm.", "option": "--spacing 0.07"}')
    process._onExit(1)
    assert [(str(one), one.option) for one in told] == [("It has no spacing: give it in mm.", "--spacing 0.07")]


@pytest.mark.parametrize("line", ['{"arrived": 7}', '{"arrived"', "[" * 100_000])
def test_a_damaged_message_of_an_arrival_loads_nothing(application: Any, line: str) -> None:
    from MicrocalcCADSlicer.dicom_process import DicomListener, DicomProcess

    arrived: list[Path] = []
    process = DicomProcess.__new__(DicomProcess)
    process._listener = DicomListener(lambda *_: None, lambda _: None, lambda _: None, arrived.append)
    process._lines, process._error, process._result = [], None, None
    process._onLine(line)
    process._onLine('{"arrived": "/x/1.dcm"}')
    assert arrived == [Path("/x/1.dcm")]
