"""Runs of `microcalc-train` that outlive who started them: found again, stopped within 2 s, gone on with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from MicrocalcCADLib.errors import InputError, OutputError
from MicrocalcTrainLib import runs
from MicrocalcTrainLib.processes import identity_of
from MicrocalcTrainLib.training_curves import Stage, remaining_s

ENTRY = "run_entry:main"
SECONDS = 120


@pytest.fixture
def begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Path]]:
    """A function that starts a small training of a kind and returns its folder; all are ended after the test."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    folders = []

    def started(how: str, epochs: int = 3) -> Path:
        folders.append(tmp_path / f"{how} {len(folders)}")
        runs.start(folders[-1], [str(folders[-1]), str(epochs), how], ENTRY)
        return folders[-1]

    yield started
    for folder in folders:
        runs.stop(folder, 0.1)


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, "not in time"
        time.sleep(0.02)


def ended(folder: Path) -> runs.RunStatus:
    wait_for(lambda: not runs.status(folder).running)
    return runs.status(folder)


def in_second_part(folder: Path) -> bool:
    """Whether the training has finished an epoch and is writing its checkpoint."""
    return bool(list((folder / "region").glob(".*checkpoint.pt"))) if (folder / "region").is_dir() else False


def test_a_run_ends_as_done_with_its_curves_and_its_log(begin: Callable[..., Path]) -> None:
    folder = begin("ends")
    found = ended(folder)
    assert found.condition == runs.DONE, runs.log_lines(folder)
    assert [row["epoch"] for row in found.stages[0].rows] == [1, 2, 3] and found.stages[0].columns == (
        "loss",
        "validation_loss",
    )
    assert runs.log_lines(folder)[-1] == "epoch 3" and found.sentence == "epoch 3"


def test_a_failed_run_gives_the_sentence_it_ended_with(begin: Callable[..., Path]) -> None:
    found = ended(begin("fails"))
    assert (found.condition, found.sentence) == (runs.FAILED, "The images have no calcifications: choose others.")


@pytest.mark.parametrize("how", ["waits", "deaf"])
def test_stop_ends_a_run_within_two_seconds_and_keeps_the_last_finished_epoch(
    begin: Callable[..., Path], how: str
) -> None:
    folder = begin(how)
    wait_for(lambda: in_second_part(folder))
    before = time.monotonic()
    found = runs.stop(folder)
    assert time.monotonic() - before < 2
    assert found.condition == runs.STOPPED and identity_of(found.state.pid) is None
    assert len(found.stages[0].rows) == 1
    assert [path.name for path in (folder / "region").iterdir()] == ["curves.json"], (
        "half a checkpoint or a place in an epoch stays"
    )


def test_resume_goes_on_after_the_last_finished_epoch(begin: Callable[..., Path]) -> None:
    folder = begin("waits", 2)
    wait_for(lambda: in_second_part(folder))
    runs.stop(folder)
    state = runs.resume(folder, ENTRY)
    assert state.epochs_before == {"region": 1} and state.arguments == (str(folder), "2", "waits")
    wait_for(lambda: len(runs.status(folder).stages[0].rows) == 2)


def test_a_folder_takes_one_run_at_a_time(begin: Callable[..., Path]) -> None:
    folder = begin("waits")
    with pytest.raises(OutputError, match="stop it, or choose another folder"):
        runs.start(folder, [], ENTRY)


def test_a_run_lives_on_when_its_starter_ends_and_is_found_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "run"
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent), *sys.path]))
    code = (
        f"from pathlib import Path; from MicrocalcTrainLib import runs; runs.start(Path({str(folder)!r}),"
        f" [{str(folder)!r}, '3', 'waits'], {ENTRY!r})"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    try:
        assert runs.status(folder).running
        wait_for(lambda: in_second_part(folder))
    finally:
        assert runs.stop(folder).condition == runs.STOPPED


def test_a_later_process_of_the_same_number_is_not_taken_for_the_run_nor_stopped(begin: Callable[..., Path]) -> None:
    folder = begin("ends")
    state = ended(folder).state
    (folder / "process" / "end.json").unlink()
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        (folder / "process" / "state.json").write_text(json.dumps(asdict(replace(state, pid=other.pid))))
        found = runs.stop(folder)
        assert (found.condition, found.sentence) == (runs.FAILED, runs.LOST)
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_a_killed_run_is_told_from_one_that_was_stopped(begin: Callable[..., Path]) -> None:
    folder = begin("waits")
    wait_for(lambda: in_second_part(folder))
    os.kill(runs.status(folder).state.pid, 9)
    assert ended(folder).sentence == runs.LOST


def test_a_folder_without_a_run_has_no_status_and_nothing_to_stop_or_resume(tmp_path: Path) -> None:
    assert runs.status(tmp_path) is None and runs.status(tmp_path / "gone") is None
    for act in (runs.stop, runs.resume):
        with pytest.raises(InputError, match="holds no run"):
            act(tmp_path)


def test_a_damaged_state_reads_as_none(tmp_path: Path) -> None:
    (tmp_path / "process").mkdir()
    for text in ("{", "[]", '{"arguments": []}'):
        (tmp_path / "process" / "state.json").write_text(text)
        assert runs.status(tmp_path) is None


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="choose another folder"):
        runs.start(tmp_path / "file" / "run", [], ENTRY)


@pytest.mark.parametrize(
    ("stages", "before", "seconds"),
    [
        ([Stage("region", 10, ({"epoch": 1},) * 4, 140.0)], {}, 60 - 5),  # 4 epochs in 40 s
        ([Stage("region", 10, ({"epoch": 1},) * 4, 140.0)], {"region": 3}, 240 - 5),  # 1 epoch in 40 s
        (
            [Stage("a", 2, ({"epoch": 1},) * 2, 120.0), Stage("b", 3, ({"epoch": 1},), 140.0)],
            {},
            40 - 5,
        ),  # 1 epoch in 20 s
        ([Stage("region", 10, ({"epoch": 1},) * 4, 140.0)], {"region": 4}, None),
        ([Stage("region", None, ({"epoch": 1},), 140.0)], {}, None),
        ([], {}, None),
    ],
)
def test_the_remaining_time_follows_the_epochs_since_the_start(
    stages: list[Stage], before: dict[str, int], seconds: float | None
) -> None:
    assert remaining_s(stages, 100.0, before, 145.0) == seconds
