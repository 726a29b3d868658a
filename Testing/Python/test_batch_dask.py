"""A batch on a real Dask scheduler with two worker processes on loopback: equal results, a worker killed
in the middle.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from batch_material import findings_without_timings, journal, run, write_plain, write_simulated
from MicrocalcCADLib import __main__ as command_line
from MicrocalcCADLib.batch.local import WorkerError
from MicrocalcCADLib.errors import Cancelled
from MicrocalcCADLib.progress import Progress

distributed = pytest.importorskip("distributed", reason="Dask is not installed")
COUNT = 6


@pytest.fixture(scope="module")
def cluster():
    import dask

    with (
        dask.config.set({"distributed.admin.tick.limit": "1h"}),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None, silence_logs=50
        ) as running,
    ):
        yield running


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("images")
    write_simulated(folder, COUNT)
    return folder


def test_a_killed_worker_is_survived_and_the_results_are_those_of_a_local_run(
    cluster, images: Path, tmp_path: Path
) -> None:
    killed: list[int] = []

    def kill_one_at_work(outcome) -> None:
        busy = [worker for worker in cluster.scheduler.workers.values() if worker.processing]
        if not killed and len(list(tmp_path.glob("dask/*.findings.json"))) >= 2 and busy:
            pid = next(nanny.pid for nanny in cluster.workers.values() if nanny.worker_address == busy[0].address)
            killed.append(pid)
            os.kill(pid, signal.SIGKILL)

    result = run(images, tmp_path / "dask", kill_one_at_work, scheduler=cluster.scheduler_address)
    assert len(killed) == 1
    assert len(result.done) == COUNT and result.failed == {}
    run(images, tmp_path / "local")
    assert findings_without_timings(tmp_path / "dask") == findings_without_timings(tmp_path / "local")
    names = [entry["name"] for entry in journal(tmp_path / "dask") if entry["event"] == "image"]
    assert sorted(names) == sorted(set(names))


def test_a_run_on_dask_goes_on_from_a_local_one(cluster, images: Path, tmp_path: Path) -> None:
    told: list[str] = []
    with pytest.raises(Cancelled):
        run(
            images,
            tmp_path / "out",
            lambda outcome: told.append(outcome.name),
            Progress(cancelled=lambda: len(told) >= 3),
        )
    result = run(images, tmp_path / "out", scheduler=cluster.scheduler_address, resume=True)
    assert sorted(result.unchanged) == sorted(told) and len(result.done) == COUNT


def test_one_bad_image_fails_on_dask_as_it_does_locally(cluster, tmp_path: Path, capsys) -> None:
    write_plain(tmp_path / "in", "a", "b")
    (tmp_path / "in" / "bad.png").write_bytes(b"no picture")
    arguments = ["batch", str(tmp_path / "in"), "--device", "cpu", "--quiet"]
    reasons = []
    for folder, where in (("dask", ["--scheduler", cluster.scheduler_address]), ("local", [])):
        assert command_line.main([*arguments, "-o", str(tmp_path / folder), *where]) == 1
        reasons.append([line for line in capsys.readouterr().err.splitlines() if line.startswith("failed")])
    assert sorted(reasons[0]) == sorted(reasons[1]) and len(reasons[0]) == 3


def test_cancelling_takes_effect_within_two_seconds_and_withdraws_what_waits(
    cluster, images: Path, tmp_path: Path
) -> None:
    told: list[str] = []
    asked: list[float] = []

    def cancelled() -> bool:
        if told and not asked:
            asked.append(time.monotonic())
        return bool(told)

    with pytest.raises(Cancelled):
        run(
            images,
            tmp_path / "out",
            lambda o: told.append(o.name),
            Progress(cancelled=cancelled),
            scheduler=cluster.scheduler_address,
        )
    assert time.monotonic() - asked[0] < 2.0
    assert len(told) < COUNT


def test_a_scheduler_that_is_not_there_is_told_with_the_remedy(
    images: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from MicrocalcCADLib.batch import dask_cluster

    monkeypatch.setattr(dask_cluster, "CONNECT_S", 1)
    with pytest.raises(WorkerError, match=r"tcp://127\.0\.0\.1:9 cannot be reached.*check its address"):
        run(images, tmp_path / "out", scheduler="tcp://127.0.0.1:9")


def test_an_address_that_is_none_is_told(images: Path, tmp_path: Path) -> None:
    with pytest.raises(WorkerError, match="cannot be reached"):
        run(images, tmp_path / "out", scheduler="nonsense://x")


@pytest.mark.parametrize("address", ["nonsense", "tcp://host", "host:port"])
def test_an_address_without_a_port_makes_no_client_that_ends_in_a_traceback(
    images: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    import distributed

    monkeypatch.setattr(distributed, "Client", lambda *given, **more: pytest.fail("a client was made"))
    with pytest.raises(WorkerError, match=rf"The Dask scheduler {address} cannot be reached .*: check its address"):
        run(images, tmp_path / "out", scheduler=address)


def test_a_model_that_workers_cannot_load_ends_the_run_with_its_sentence(cluster, tmp_path: Path) -> None:
    write_plain(tmp_path / "in", "a")
    from MicrocalcCADLib.batch.run import BatchOptions, run_batch
    from MicrocalcCADLib.detection import DetectionOptions
    from MicrocalcCADLib.detection_child import DetectorChoice
    from MicrocalcCADLib.errors import MicrocalcError

    options = BatchOptions(
        DetectionOptions(tmp_path / "out"), DetectorChoice(device="cuda"), scheduler=cluster.scheduler_address
    )
    with pytest.raises(MicrocalcError, match="No CUDA GPU can be used here"):
        run_batch([tmp_path / "in"], options)
