"""The child process: requests, progress, cancelling, errors."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from detection_children import lives, needs_proc
from MicrocalcCADLib import detection_child
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.errors import InputError, ModelError, OutputError
from MicrocalcCADLib.kinds import system
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.memory import available_mb
from MicrocalcCADLib.progress import Progress
from report_material import make_analysis, make_mammogram


class Detector:
    """Works in ten steps and finds one calcification."""

    def __init__(self, at_step: Callable[[int], None] = lambda step: None) -> None:
        self.at_step = at_step

    def analyse(self, mammogram: Mammogram, progress: Progress) -> Analysis:
        for step in range(10):
            self.at_step(step)
            progress(step / 10, "looking")
        return make_analysis(mammogram, [(100, 80)])


def run(folder: Path, detector: Any, monkeypatch: pytest.MonkeyPatch) -> tuple[int, list[dict]]:
    monkeypatch.setattr(system, "create", lambda *_, **__: detector)
    request = detection_child.write_request(folder, make_mammogram(200, 160), detection_child.DetectorChoice())
    messages: list[dict] = []
    return detection_child.run(request, messages.append), messages


def test_a_request_gives_back_the_same_mammogram_and_choice(tmp_path: Path) -> None:
    mammogram = make_mammogram(200, 160, 0.07)
    choice = detection_child.DetectorChoice("hdogreg", "my-model", "cpu")
    again, choice_again = detection_child.read_request(detection_child.write_request(tmp_path, mammogram, choice))
    assert choice_again == choice
    assert np.array_equal(again.pixels, mammogram.pixels)
    names = (
        "spacing_mm",
        "spacing_from",
        "full_scale",
        "laterality",
        "view",
        "source",
        "display_window",
        "facts",
        "notices",
    )
    assert [getattr(again, n) for n in names] == [getattr(mammogram, n) for n in names]


def test_a_detection_reports_progress_that_never_falls_and_then_its_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, messages = run(tmp_path, Detector(), monkeypatch)
    fractions = [m["fraction"] for m in messages if "fraction" in m]
    assert status == 0
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0.0, 1.0)
    assert len(Analysis.load(messages[-1]["done"]).candidates) == 1


def test_a_stop_file_ends_the_work_at_the_next_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[int] = []

    def at_step(step: int) -> None:
        steps.append(step)
        if step == 3:
            (tmp_path / detection_child.STOP).touch()

    status, messages = run(tmp_path, Detector(at_step), monkeypatch)
    assert (status, messages[-1], steps[-1]) == (3, {"cancelled": True}, 3)
    assert not (tmp_path / detection_child.RESULT).exists()


def raising(error: Exception) -> Detector:
    def at_step(_step: int) -> None:
        raise error

    return Detector(at_step)


def test_an_error_for_the_user_is_passed_on_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    status, messages = run(tmp_path, raising(ModelError("The model is gone: get it again.")), monkeypatch)
    assert (status, messages[-1]) == (1, {"error": "The model is gone: get it again."})


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (MemoryError(), "not enough memory"),
        (RuntimeError("CUDA out of memory"), "not enough memory"),
        (ModuleNotFoundError("No module named 'monai'"), "package is missing (No module named 'monai')"),
        (ZeroDivisionError("division by zero"), "ZeroDivisionError: division by zero"),
    ],
)
def test_an_unforeseen_error_becomes_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    status, messages = run(tmp_path, raising(error), monkeypatch)
    assert status == 1
    assert words in messages[-1]["error"]
    assert messages[-1].get("option") == ("--device cpu" if "memory" in words else None)


@pytest.mark.parametrize("content", ["", "{}", "[" * 100_000, "\udcff"])
def test_a_broken_request_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / detection_child.REQUEST
    path.write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(InputError, match="is not a request of Microcalc"):
        detection_child.read_request(path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="Cannot write into"):
        detection_child.write_request(tmp_path, make_mammogram(200, 160), detection_child.DetectorChoice())


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"Cannot write into .*gone"):
        detection_child.write_request(tmp_path / "gone", make_mammogram(200, 160), detection_child.DetectorChoice())


def staying(
    folder: Path, monkeypatch: pytest.MonkeyPatch, longest_wait_s: float, at_waiting: Callable[[int], None]
) -> tuple[int, list[dict]]:
    """Run `detection_child.stay` on a first request; `at_waiting` is called with the number of requests done so far."""
    monkeypatch.setattr(system, "create", lambda *_, **__: Detector())
    messages: list[dict] = []

    def emit(message: dict) -> None:
        messages.append(message)
        if message.get("waiting"):
            at_waiting(sum("waiting" in m for m in messages))

    request = detection_child.write_request(folder, make_mammogram(200, 160), detection_child.DetectorChoice())
    return detection_child.stay(request, emit, longest_wait_s), messages


def test_a_process_that_stays_works_on_the_next_request_and_ends_when_none_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at_waiting(number: int) -> None:
        assert sorted(path.name for path in tmp_path.iterdir()) == [detection_child.RESULT]
        if number == 1:
            detection_child.write_request(tmp_path, make_mammogram(240, 160), detection_child.DetectorChoice())

    status, messages = staying(tmp_path, monkeypatch, 0.2, at_waiting)
    assert status == 0
    assert sum("done" in m for m in messages) == sum("waiting" in m for m in messages) == 2
    assert Analysis.load(tmp_path / detection_child.RESULT).image.rows == 240


@pytest.mark.parametrize("end", [lambda folder: (folder / detection_child.STOP).touch(), shutil.rmtree])
def test_a_process_that_waits_ends_with_a_file_stop_or_without_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: Callable
) -> None:
    folder = tmp_path / "request"
    folder.mkdir()
    began = time.monotonic()
    assert staying(folder, monkeypatch, 60, lambda number: end(folder))[0] == 0
    assert time.monotonic() - began < 30


def test_a_process_that_waits_ends_when_memory_is_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detection_child, "available_mb", lambda: 10.0)
    began = time.monotonic()
    assert staying(tmp_path, monkeypatch, 60, lambda number: None)[0] == 0
    assert time.monotonic() - began < 30


def test_a_process_that_stays_ends_after_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "create", lambda *_, **__: raising(ModelError("Gone: get it.")))
    messages: list[dict] = []
    assert (
        detection_child.stay(
            detection_child.write_request(tmp_path, make_mammogram(200, 160), detection_child.DetectorChoice()),
            messages.append,
        )
        == 1
    )
    assert messages[-1] == {"error": "Gone: get it."}


@pytest.mark.skipif(not Path("/proc/meminfo").exists(), reason="compares with /proc/meminfo")
def test_the_memory_left_is_a_part_of_that_of_the_machine() -> None:
    assert 0 < available_mb() < os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**20


def test_a_process_of_its_own_answers_an_unknown_method_with_one_line_of_json(tmp_path: Path) -> None:
    request = detection_child.write_request(
        tmp_path, make_mammogram(200, 160), detection_child.DetectorChoice("guessing")
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(detection_child.__file__).parents[1])}
    command = [sys.executable, "-u", "-m", "MicrocalcCADLib.detection_child", str(request)]
    ended = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert ended.returncode == 1
    assert "'guessing' is no method" in json.loads(ended.stdout.splitlines()[-1])["error"]


DEAF = """
import sys, time
from MicrocalcCADLib import child_watch, detection_child
from MicrocalcCADLib.kinds import system
class Detector:
    def analyse(self, mammogram, progress):
        progress(0.5, "deaf")
        time.sleep(600)
system.create = lambda *_, **__: Detector()
detection_child.watch = lambda *given: child_watch.watch(*given, grace_s=0.5)
sys.exit(detection_child.main())
"""
LAUNCHER = "import subprocess, sys; child = subprocess.Popen(sys.argv[1:]); print(child.pid, flush=True); child.wait()"


@needs_proc
@pytest.mark.parametrize("end", ["the file STOP", "the end of what started it"])
def test_a_process_that_does_not_listen_ends_itself_and_leaves_nothing(tmp_path: Path, end: str) -> None:
    folder = tmp_path / "request"
    folder.mkdir()
    request = detection_child.write_request(folder, make_mammogram(200, 160), detection_child.DetectorChoice())
    environment = {**os.environ, "PYTHONPATH": str(Path(detection_child.__file__).parents[1])}
    command = [sys.executable, "-c", LAUNCHER, sys.executable, "-u", "-c", DEAF, str(request)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as launcher:
        number = int(launcher.stdout.readline())
        assert any("deaf" in line for line in iter(launcher.stdout.readline, ""))
        if end == "the file STOP":
            (folder / detection_child.STOP).touch()
        else:
            launcher.kill()
        until = time.monotonic() + 30
        while lives(number) and time.monotonic() < until:
            time.sleep(0.05)
        assert not lives(number)
        assert not folder.exists()


def test_a_process_whose_application_is_gone_leaves_no_pixels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(_message: dict) -> None:
        raise BrokenPipeError

    folder = tmp_path / "request"
    folder.mkdir()
    request = detection_child.write_request(folder, make_mammogram(200, 160), detection_child.DetectorChoice())
    with pytest.raises(BrokenPipeError):
        detection_child.run(request, nobody)
    assert not folder.exists()


def test_a_refusal_is_read_as_its_reason(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^CT has 5 slices\.$"):
        detection_child.read_request(detection_child.write_refusal(tmp_path, "CT has 5 slices."))
