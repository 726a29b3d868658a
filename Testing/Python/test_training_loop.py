"""The training loop of all networks: interruptions, short memory, parts of minibatches, precision, schedules, several
processes.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path

import numpy as np
import pytest
import torch
from MicrocalcCADLib.batch.lock import locked
from MicrocalcCADLib.errors import InputError, OutputError
from MicrocalcTrainLib.recipes.trainings import RunOptions
from MicrocalcTrainLib.workflows.loop import LOCK
from MicrocalcTrainLib.workflows.prefetch import prefetched
from MicrocalcTrainLib.workflows.run_options import plateau_rate, scheduled_rate
from MicrocalcTrainLib.workflows.trainer import NotEnoughMemoryError, PartwiseTrainer, out_of_memory
from training_material import (
    BATCH,
    EPOCH_PATCHES,
    Numbers,
    Parameters,
    network,
    run,
    squared,
    train_as_one_of,
    train_in_process,
)

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
EPOCHS, STEPS = 4, 2
PATIENCE_S = 300


@pytest.fixture(scope="module")
def processes() -> Iterator[BaseContext]:
    """Return a context whose processes are copies of one that has imported what they need, which takes seconds."""
    if sys.platform == "win32":
        pytest.skip("Windows has no kill -9 and no copies of processes")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["training_material"])
    places = (ROOT / "MicrocalcCAD", ROOT / "MicrocalcTrain", HERE)
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("PYTHONPATH", os.pathsep.join(map(str, places)))
        changed.setenv("OMP_NUM_THREADS", "1")
        yield context


def test_two_runs_do_not_train_in_one_folder(tmp_path: Path) -> None:
    folder = tmp_path / "stage"
    folder.mkdir()
    with (
        locked(folder, LOCK, left=False),
        pytest.raises(OutputError, match=r"Another run works in .*stage: wait until it ends"),
    ):
        run(folder)
    assert not (folder / "checkpoint.pt").exists()
    run(folder)
    assert (folder / "checkpoint.pt").exists()
    assert not (folder / LOCK).exists()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no copies of processes")
def test_a_copy_of_a_process_that_is_killed_does_not_hold_its_lock_on(tmp_path: Path) -> None:
    """As the processes that make minibatches, which outlive a run that is killed by some seconds."""
    reading, writing = os.pipe()
    waiting, ending = os.pipe()
    run = os.fork()
    if not run:
        with locked(tmp_path, LOCK):
            if not os.fork():
                os.write(writing, b"x")
                os.close(ending)
                os.read(waiting, 1)  # until the test has ended
                os._exit(0)
            os.read(reading, 1)
            os.kill(os.getpid(), signal.SIGKILL)
    assert os.waitpid(run, 0)[1] == signal.SIGKILL
    try:
        with locked(tmp_path, LOCK), pytest.raises(OutputError, match="Another run works"), locked(tmp_path, LOCK):
            pass
    finally:
        for end in (reading, writing, waiting, ending):
            os.close(end)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no copies of processes")
def test_a_lock_is_free_when_a_run_ends_though_its_copy_lives(tmp_path: Path) -> None:
    waiting, ending = os.pipe()
    with locked(tmp_path, LOCK):
        copy = os.fork()
        if not copy:
            os.close(ending)
            os.read(waiting, 1)
            os._exit(0)
    with locked(tmp_path, LOCK):
        pass
    os.close(ending)
    os.waitpid(copy, 0)
    os.close(waiting)


def ended(*started: BaseProcess) -> list[int | None]:
    """Start processes, wait, and return their exit codes."""
    for process in started:
        process.start()
    for process in started:
        process.join(PATIENCE_S)
        process.kill()
        process.join()
    return [process.exitcode for process in started]


def weights(path: Path) -> Mapping[str, torch.Tensor]:
    return torch.load(path, weights_only=True)


def assert_equal(one: Mapping[str, torch.Tensor], other: Mapping[str, torch.Tensor]) -> None:
    assert one.keys() == other.keys()
    assert all(torch.equal(value, other[name]) for name, value in one.items())


def curves_of(folder: Path) -> list[dict[str, float]]:
    return json.loads((folder / "curves.json").read_text())["curves"]


@pytest.mark.slow
def test_a_run_killed_at_a_random_step_and_resumed_ends_with_the_same_bytes(
    processes: BaseContext, tmp_path: Path
) -> None:
    straight = tmp_path / "straight"
    assert ended(processes.Process(target=train_in_process, args=(straight, EPOCHS))) == [0]
    # An epoch with a better network saves two files: a kill in the second leaves a checkpoint without curves.
    places = [("step", random.randint(STEPS + 1, EPOCHS * STEPS)), ("saved", 1), ("saved", 2), ("saved", 3)]
    for number, place in enumerate(places):
        folder = tmp_path / f"killed {number}"
        assert ended(processes.Process(target=train_in_process, args=(folder, EPOCHS, place))) == [-signal.SIGKILL], (
            place
        )
        assert not (folder / "weights-0.pt").exists()
        assert ended(processes.Process(target=train_in_process, args=(folder, EPOCHS))) == [0]
        assert (folder / "weights-0.pt").read_bytes() == (straight / "weights-0.pt").read_bytes()
        assert_equal(weights(folder / "best.pt"), weights(straight / "best.pt"))
        assert curves_of(folder) == curves_of(straight) and len(curves_of(folder)) == EPOCHS


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.mark.slow
def test_two_processes_end_with_the_weights_of_one_and_only_the_first_writes(
    processes: BaseContext, tmp_path: Path
) -> None:
    alone, together = tmp_path / "alone", tmp_path / "together"
    assert ended(processes.Process(target=train_in_process, args=(alone, 2, None, False))) == [0]
    port = free_port()
    pair = [
        processes.Process(target=train_as_one_of, args=(rank, 2, port, together, 2, None, False)) for rank in (0, 1)
    ]
    assert ended(*pair) == [0, 0]
    first, second = (weights(together / f"weights-{rank}.pt") for rank in (0, 1))
    assert_equal(first, second)
    torch.testing.assert_close(first, weights(alone / "weights-0.pt"), rtol=1e-3, atol=1e-4)
    assert (first["0.weight"] - network().state_dict()["0.weight"]).abs().max() > 0.01
    assert len(curves_of(together)) == 2
    assert len(list((together / "tensorboard").iterdir())) == 1  # the other process wrote none


def test_an_epoch_repeated_after_an_interruption_changes_nothing(tmp_path: Path) -> None:
    straight, curves = run(tmp_path / "a")
    run(tmp_path / "b", Parameters(epochs=1))
    resumed, again = run(tmp_path / "b")
    assert again == curves
    assert_equal(straight.state_dict(), resumed.state_dict())


def test_the_best_weights_lie_beside_the_last_ones(tmp_path: Path) -> None:
    values = iter((3.0, 1.0, 2.0))
    best, _ = run(tmp_path, validate=lambda net: {"validation_loss": next(values)})
    assert_equal(weights(tmp_path / "best.pt"), best.state_dict())
    assert not torch.equal(weights(tmp_path / "checkpoint.pt")["network"]["0.weight"], best.state_dict()["0.weight"])


def test_a_checkpoint_of_another_version_is_refused_in_one_sentence(tmp_path: Path) -> None:
    net = network()
    torch.save({"epoch": 1, "network": net.state_dict()}, tmp_path / "checkpoint.pt")
    with pytest.raises(InputError, match="another version of Microcalc"):
        run(tmp_path, net=net)


def test_a_finished_training_that_ended_early_is_not_run_again(tmp_path: Path) -> None:
    values = iter((1.0, 2.0, 3.0))
    parameters = Parameters(epochs=6, run=RunOptions(early_stopping=2))
    best, rows = run(tmp_path, parameters, validate=lambda net: {"validation_loss": next(values)})
    again, same = run(tmp_path, parameters, validate=lambda net: {"validation_loss": next(values)})
    assert same == rows and len(rows) == 3
    assert_equal(again.state_dict(), best.state_dict())


def a_step(
    parts: int, net: torch.nn.Module, loss=squared, run_options: RunOptions | None = None
) -> tuple[PartwiseTrainer, float]:
    batch = [Numbers()[i] for i in range(8)]
    trainer = PartwiseTrainer(
        run=run_options or RunOptions(accumulate=parts),
        device=torch.device("cpu"),
        max_epochs=1,
        train_data_loader=[
            {name: torch.from_numpy(np.stack([one[name] for one in batch])).float() for name in ("image", "label")}
        ],
        network=net,
        optimizer=torch.optim.SGD(net.parameters(), lr=0.1),
        loss_function=loss,
    )
    trainer.run()
    return trainer, float(trainer.state.output["loss"])


@pytest.mark.parametrize("parts", [2, 3, 8])
def test_the_gradient_in_parts_is_that_of_the_whole_minibatch(parts: int) -> None:
    nets = [network(dropout=0.0, normalised=False) for _ in range(2)]
    (_, whole), (_, in_parts) = (a_step(n, net) for n, net in zip((1, parts), nets, strict=True))
    assert in_parts == pytest.approx(whole, rel=1e-5)
    for one, other in zip(*(net.parameters() for net in nets), strict=True):
        torch.testing.assert_close(one, other, rtol=1e-4, atol=1e-6)


class Short(torch.nn.Module):
    """Runs out of memory on more than so many patches at once."""

    def __init__(self, most: int, error: Exception) -> None:
        super().__init__()
        self.inner, self.most, self.error, self.seen = network(dropout=0.0, normalised=False), most, error, []

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        self.seen.append(len(image))
        if len(image) > self.most:
            raise self.error
        return self.inner(image)


CUDA_ERROR = torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")
CPU_ERROR = RuntimeError(
    "[enforce fail at alloc_cpu.cpp:117] err == 0. DefaultCPUAllocator: not enough memory: you tried to allocate 9"
    " bytes."
)


@pytest.mark.parametrize("error", [CUDA_ERROR, CPU_ERROR], ids=["cuda", "cpu"])
def test_when_memory_runs_out_the_minibatch_goes_on_in_smaller_parts_and_says_so(error: Exception, caplog) -> None:
    plain, short = network(dropout=0.0, normalised=False), Short(2, error)
    _, expected = a_step(1, plain)
    trainer, loss = a_step(1, short)
    assert trainer.state.parts == 4
    assert short.seen == [8, 4, 2, 2, 2, 2]
    assert loss == pytest.approx(expected, rel=1e-5)
    torch.testing.assert_close(
        dict(short.inner.named_parameters()), dict(plain.named_parameters()), rtol=1e-4, atol=1e-6
    )
    assert "Memory ran out: minibatches of 8 patches now go through the network in 4 parts" in caplog.text


def test_a_training_that_ran_out_of_memory_finishes_and_remembers_the_parts(tmp_path: Path) -> None:
    _, rows = run(tmp_path, Parameters(epochs=2), Short(2, CPU_ERROR), validate=lambda net: {"validation_loss": 1.0})
    assert len(rows) == 2
    assert weights(tmp_path / "checkpoint.pt")["trainer"]["parts"] == 2


def test_a_patch_that_does_not_fit_alone_is_told_with_the_remedy() -> None:
    with pytest.raises(NotEnoughMemoryError, match="not enough memory for one patch at a time"):
        a_step(1, Short(0, CUDA_ERROR))


def test_other_errors_are_no_lack_of_memory() -> None:
    assert not out_of_memory(RuntimeError("mat1 and mat2 shapes cannot be multiplied"))
    with pytest.raises(RuntimeError, match="shapes"):
        a_step(1, Short(0, RuntimeError("shapes cannot be multiplied")))


def test_amp_computes_the_network_in_bfloat16_and_the_loss_in_single_precision() -> None:
    seen = []

    class Watched(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = network(dropout=0.0)

        def forward(self, image: torch.Tensor) -> torch.Tensor:
            answer = self.inner(image)
            seen.append(answer.dtype)
            return answer

    def loss(answer: torch.Tensor, label: torch.Tensor) -> torch.Tensor:
        seen.append(answer.dtype)
        return squared(answer, label)

    a_step(1, Watched(), loss, RunOptions(amp=True))
    a_step(1, Watched(), loss, RunOptions())
    assert seen == [torch.bfloat16, torch.float32, torch.float32, torch.float32]


@pytest.mark.parametrize(
    ("units", "told"), [({"avx2": True, "avx512_bf16": False}, 1), ({"amx_bf16": True, "avx2": True}, 0), ({}, 0)]
)
def test_mixed_precision_on_a_processor_without_units_for_it_is_said_to_be_slow(
    units: dict[str, bool], told: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: units, raising=False)
    for amp, count in ((True, told), (None, 0), (False, 0)):
        caplog.clear()
        a_step(1, network(dropout=0.0), run_options=RunOptions(amp=amp))
        assert sum("no bfloat16 units" in one.getMessage() for one in caplog.records) == count


def test_early_stopping_counts_the_epochs_without_a_better_one(tmp_path: Path) -> None:
    losses = (5.0, 4.0, 4.5, 4.2, 3.0, 1.0)
    values = iter(losses)
    _, rows = run(
        tmp_path,
        Parameters(epochs=6, run=RunOptions(early_stopping=2)),
        validate=lambda net: {"validation_loss": next(values)},
    )
    assert [row["validation_loss"] for row in rows] == [5.0, 4.0, 4.5, 4.2]


def test_the_plateau_schedule_is_that_of_torch() -> None:
    losses = [1.0, 0.8, 0.81, 0.8, 0.7, 0.7, 0.71, 0.72, 0.5, 0.9, 0.9, 0.9, 0.9]
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.4)
    reference = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=1)
    for number in range(len(losses)):
        assert plateau_rate(0.4, losses[:number], 2) == pytest.approx(optimizer.param_groups[0]["lr"])
        reference.step(losses[number])


def test_the_step_schedule_falls_to_a_tenth_after_each_third() -> None:
    assert [scheduled_rate("step", 1.0, epoch, 6, []) for epoch in range(1, 7)] == pytest.approx(
        [1, 1, 0.1, 0.1, 0.01, 0.01]
    )


def test_an_epoch_sees_every_patch_once(tmp_path: Path) -> None:
    seen = []

    class Watched(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.inner = network()

        def forward(self, image: torch.Tensor) -> torch.Tensor:
            if self.training:
                seen.extend(image[:, 0, 0, 0].tolist())
            return self.inner(image)

    run(tmp_path, Parameters(epochs=2), Watched())
    numbers = Numbers()
    assert seen == [float(numbers[i]["image"][0, 0, 0]) for i in range(2 * EPOCH_PATCHES)]
    assert EPOCH_PATCHES % BATCH == 0


def test_minibatches_that_are_made_ahead_keep_their_order_and_number() -> None:
    made: list[int] = []

    def items():
        for number in range(20):
            made.append(number)
            yield number

    ahead = prefetched(items(), most=3)
    assert next(ahead) == 0
    deadline = time.time() + 30
    while len(made) < 5 and time.time() < deadline:
        time.sleep(0.01)
    time.sleep(0.05)
    assert made == [0, 1, 2, 3, 4]  # one is in use, three wait, one is made and waits for room
    assert list(ahead) == list(range(1, 20))


def test_an_error_in_making_minibatches_reaches_the_training() -> None:
    def items():
        yield 1
        raise InputError("an array of the store is missing")

    ahead = prefetched(items())
    assert next(ahead) == 1
    with pytest.raises(InputError, match="array of the store"):
        next(ahead)
