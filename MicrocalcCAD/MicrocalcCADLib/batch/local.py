"""Local worker processes: a few images each in advance, replaced where they die, an image tried twice at most."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from ..child_python import python_command, safe_environment
from ..errors import Cancelled, MicrocalcError
from ..files import json_of
from .items import FAILED, STOPPED, Item, Outcome
from .task import THREADS, Setup
from .worker import BROKEN, MEMORY_STATUS, PATIENCE_S, ROOM

MOST_ATTEMPTS = 2
TICK_S = 0.1
START = (
    "import os, sys; sys.path.insert(0, sys.argv.pop(1)); from MicrocalcCADLib.batch.worker import main;"
    " os._exit(main())"
)
THREAD_VARIABLES = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMBA_NUM_THREADS",
    "ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS",
)


class WorkerError(MicrocalcError):
    """Workers cannot be started."""


@dataclass(frozen=True)
class _Assignment:
    item: Item
    attempt: int = 1


@dataclass(eq=False)
class _Worker:
    """A process with the images that it has been given and not yet answered."""

    process: subprocess.Popen[str]
    requests: IO[str]
    replies: IO[str]
    assigned: deque[_Assignment] = field(default_factory=deque)
    ready: bool = False
    garbled: bool = False
    room: int = ROOM

    def room_for(self, one: _Assignment) -> bool:
        """An image that ended a process before is tried alone: its neighbour must not fail with it."""
        if not self.assigned:
            return True
        return len(self.assigned) < self.room and one.attempt == 1 and self.assigned[0].attempt == 1

    def assign(self, one: _Assignment) -> None:
        self.assigned.append(one)
        self.send({"item": one.item.to_dict()})

    def send(self, message: dict[str, Any]) -> None:
        try:
            self.requests.write(json.dumps(message) + "\n")
            self.requests.flush()
        except OSError:
            pass  # it has died: its replies end, and its images are given to another


def run_local(
    items: Iterable[Item],
    setup: Setup,
    workers: int,
    memory_mb: float | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Generator[Outcome, None, None]:
    """Yield what becomes of each image, in the order in which they end.

    Parameters
    ----------
    workers
        Number of processes; each loads the detector once and works on one thread.
    memory_mb
        A worker that needs more is ended; the image that needed it is tried once more alone, then fails.
    cancelled
        Asked every 0.1 s.

    Raises
    ------
    Cancelled
        If `cancelled` says so; the processes have ended then.
    MicrocalcError
        If the detector cannot be loaded, or no process can be started.
    """
    pool = _Pool(setup, memory_mb)
    pending = deque(_Assignment(item) for item in items)
    try:
        for _ in range(min(workers, len(pending))):
            pool.start_worker()
        while pending or pool.busy:
            pool.assign(pending, workers)
            if cancelled():
                raise Cancelled(STOPPED, option="--resume")
            yield from pool.answers(pending)
    finally:
        pool.stop()


class _Pool:
    """The workers of one run and the queue into which all of them answer."""

    def __init__(self, setup: Setup, memory_mb: float | None) -> None:
        self._setup = {**setup.to_dict(), "memory_mb": memory_mb}
        self._workers: list[_Worker] = []
        self._inbox: queue.Queue[tuple[_Worker, str | None]] = queue.Queue()

    @property
    def busy(self) -> bool:
        """Whether an image is at work."""
        return any(worker.assigned for worker in self._workers)

    def start_worker(self) -> None:
        """Start one more worker."""
        try:
            process = subprocess.Popen(
                _command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=_environment(),
                text=True,
                encoding="utf-8",
                bufsize=1,
            )
        except OSError as error:
            raise WorkerError(
                f"A worker process could not be started ({error}): use fewer workers.", option="--workers 1"
            ) from error
        assert process.stdin is not None and process.stdout is not None
        worker = _Worker(process, process.stdin, process.stdout)
        self._workers.append(worker)
        threading.Thread(target=self._listen, args=(worker,), daemon=True).start()
        worker.send({"setup": self._setup})

    def _listen(self, worker: _Worker) -> None:
        for line in worker.replies:
            self._inbox.put((worker, line))
        self._inbox.put((worker, None))

    def assign(self, pending: deque[_Assignment], workers: int) -> None:
        """Give images to those who have least, and replace workers that are missing."""
        while len(self._workers) < min(workers, len(pending)):
            self.start_worker()
        while pending:
            free = [worker for worker in self._workers if worker.room_for(pending[0])]
            if not free:
                return
            min(free, key=lambda worker: len(worker.assigned)).assign(pending.popleft())

    def answers(self, pending: deque[_Assignment]) -> Iterator[Outcome]:
        """Wait a moment for an answer, and yield the outcome if it is one."""
        try:
            worker, line = self._inbox.get(timeout=TICK_S)
        except queue.Empty:
            return
        if line is None:
            yield from self._lost(worker, pending)
            return
        if worker.garbled:
            return
        try:
            message = json_of(line)
            outcome = None if "ready" in message or "error" in message else Outcome.from_dict(message["outcome"])
        except BROKEN:
            worker.garbled = True  # it died while it wrote, or does not speak to us: its images are given to another
            worker.process.kill()
            return
        if "ready" in message:
            worker.ready, worker.room = True, message["room"]
        if "error" in message:
            raise WorkerError(message["error"], option=message.get("option", ""))
        if outcome is not None:
            worker.assigned.popleft()
            yield outcome

    def _lost(self, worker: _Worker, pending: deque[_Assignment]) -> Iterator[Outcome]:
        """Hand the images of a worker that has died to others; one that has cost several workers fails."""
        self._workers.remove(worker)
        status = worker.process.wait()
        if not worker.ready:
            raise WorkerError(
                f"A worker process ended before it could work ({_how(status)}): run microcalc check, or use fewer"
                " workers."
            )
        for one in reversed(worker.assigned):
            if one.attempt < MOST_ATTEMPTS:
                pending.appendleft(_Assignment(one.item, one.attempt + 1))
            else:
                yield Outcome(
                    one.item.name,
                    FAILED,
                    reason=f"The worker process ended {MOST_ATTEMPTS} times on this image ({_how(status)}).",
                )

    def stop(self) -> None:
        """End all workers: politely, and after a moment by force."""
        for worker in self._workers:
            try:
                worker.requests.close()
            except OSError:
                pass
            if not worker.ready:
                worker.process.kill()  # it loads the detector: nothing is lost, and it would not listen
        for worker in self._workers:
            try:
                worker.process.wait(PATIENCE_S + 0.2)
            except subprocess.TimeoutExpired:
                worker.process.kill()
                worker.process.wait()


def _how(status: int) -> str:
    if status == MEMORY_STATUS:
        return "it needed more memory than the cap: give it more"
    return f"signal {-status}" if status < 0 else f"exit status {status}"


def _command() -> list[str]:
    return python_command(START)


def _environment() -> dict[str, str]:
    return safe_environment(**dict.fromkeys(THREAD_VARIABLES, str(THREADS)))
