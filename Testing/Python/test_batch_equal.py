"""The shipped model in a batch: the same findings however many work, after kill -9 and resuming, and as one by one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from batch_material import (
    REPOSITORY,
    SPACING_MM,
    command,
    environment,
    findings_without_timings,
    journal,
    run,
    write_simulated,
)
from MicrocalcCADLib import __main__ as command_line
from MicrocalcCADLib import detectors
from MicrocalcCADLib.batch.task import Setup
from MicrocalcCADLib.detection import DetectionOptions
from MicrocalcCADLib.detection_child import DetectorChoice
from MicrocalcCADLib.findings import Findings

COUNT = 5


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("images")
    write_simulated(folder, COUNT)
    return folder


@pytest.fixture(scope="module")
def straight(images: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of one worker that nothing disturbs."""
    folder = tmp_path_factory.mktemp("straight") / "out"
    run(images, folder)
    return folder


def test_there_is_something_to_compare(straight: Path) -> None:
    texts = findings_without_timings(straight)
    assert len(texts) == COUNT and len(set(texts.values())) == COUNT
    assert sum('"reported": true' in text for text in texts.values()) >= COUNT // 2


def test_more_workers_and_a_second_run_write_the_same_bytes(
    images: Path, straight: Path, tmp_path: Path, monkeypatch
) -> None:
    run(images, tmp_path / "four", workers=4)
    monkeypatch.setenv("OMP_NUM_THREADS", "2")  # with which sums of the network would be rounded otherwise
    run(images, tmp_path / "again")
    assert findings_without_timings(tmp_path / "four") == findings_without_timings(straight)
    assert findings_without_timings(tmp_path / "again") == findings_without_timings(straight)


def test_the_command_line_finds_in_a_batch_what_it_finds_one_by_one(
    images: Path, straight: Path, tmp_path: Path
) -> None:
    paths = sorted(map(str, images.iterdir()))
    assert command_line.main(["detect", *paths, "-o", str(tmp_path / "detect"), "--device", "cpu", "--quiet"]) == 0
    assert (
        command_line.main(
            ["batch", str(images), "-o", str(tmp_path / "batch"), "--device", "cpu", "--quiet", "--identifiers"]
        )
        == 0
    )
    assert findings_without_timings(tmp_path / "batch") == findings_without_timings(straight)
    for name in findings_without_timings(straight):
        one, batch = (_read(tmp_path / kind / name) for kind in ("detect", "batch"))
        assert [c.id for c in one.calcifications] == [c.id for c in batch.calcifications]
        assert [c.score for c in one.calcifications] == pytest.approx([c.score for c in batch.calcifications], abs=1e-5)
        assert (one.source, one.image) == (batch.source, batch.image)


def _read(path: Path) -> Findings:
    import json

    return Findings.from_dict(json.loads(path.read_text()))


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")
def test_after_kill_9_a_run_goes_on_and_ends_with_identical_results(
    images: Path, straight: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    arguments = command(images, "-o", out, "--workers", "2", "--identifiers", "--quiet")
    with subprocess.Popen(
        arguments, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        _wait_for(lambda: _done(out) >= 2)
        process.send_signal(signal.SIGKILL)
        # the workers have the same error output: its end is theirs
        start = time.monotonic()
        process.stderr.read()
        assert time.monotonic() - start < 5
    done = {entry["name"] for entry in journal(out) if entry["event"] == "image"}
    assert 2 <= len(done) < COUNT
    told: list[str] = []
    result = run(images, out, lambda outcome: told.append(outcome.name), resume=True)
    assert set(result.unchanged) == done and set(told) == {f"sim{i:02d}" for i in range(COUNT)} - done
    assert findings_without_timings(out) == findings_without_timings(straight)
    assert not [path for path in out.iterdir() if path.name.startswith(".") and path.name != ".microcalc-batch.lock"]


def _done(folder: Path) -> int:
    return sum(entry["event"] == "image" for entry in journal(folder))


def _wait_for(condition, seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "not in time"
        time.sleep(0.02)


def test_a_setup_comes_back_from_json_as_it_was(tmp_path: Path) -> None:
    import json

    setup = Setup(
        DetectionOptions(tmp_path, ("json", "html"), 0.3, spacing_mm=SPACING_MM, identifiers=False),
        DetectorChoice(detectors.DEFAULT),
    )
    assert Setup.from_dict(json.loads(json.dumps(setup.to_dict()))) == setup


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory in use is told by Linux only")
def test_soak_memory_and_file_handles_stay_flat_over_500_images() -> None:
    paths = os.pathsep.join(str(REPOSITORY / name) for name in ("MicrocalcCAD", "MicrocalcTrain"))
    soak = [sys.executable, REPOSITORY / "Testing" / "soak.py", "--images", "500"]
    ended = subprocess.run(soak, env=os.environ | {"PYTHONPATH": paths}, capture_output=True, text=True, check=False)
    print(ended.stdout)
    assert ended.returncode == 0, ended.stdout + ended.stderr
