"""A Dask cluster in place of local processes: the same task an image, the same outcomes.

Credentials, TLS and the start of schedulers and workers are Dask's own (its configuration files and environment). The
workers need Microcalc installed and must see the images and the output folder under the same paths.
"""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from functools import cache
from time import monotonic, perf_counter
from typing import TYPE_CHECKING, Any

from ..console import quiet_readers
from ..detection_child import DetectorChoice
from ..errors import Cancelled, MicrocalcError
from ..progress import Progress
from .items import DONE, FAILED, STOPPED, Item, Outcome
from .local import TICK_S, WorkerError
from .task import Setup, detected, failed, loaded_detector, read_item, written

if TYPE_CHECKING:
    from distributed import Client, Future

CONNECT_S = 15
PATIENCE_S = 600
# Tasks are a few hundred bytes: enough of them wait at the scheduler for a cluster that grows with its work.
LEAST_IN_FLIGHT = 64
IN_FLIGHT_A_THREAD = 3
_one_at_a_time = threading.Lock()


def run_on_dask(
    items: Iterable[Item], setup: Setup, address: str, cancelled: Callable[[], bool] = lambda: False
) -> Generator[Outcome, None, None]:
    """Yield what becomes of each image; see `local.run_local`.

    An image whose worker dies is given to another by the scheduler, at most as often as its setting
    ``distributed.scheduler.allowed-failures`` says; then it fails.

    Raises
    ------
    WorkerError
        If Dask is missing, the scheduler cannot be reached or is lost, or no worker works for ten minutes.
    Cancelled
        If `cancelled` says so: tasks that wait are withdrawn, those at work end unheard.
    """
    client = _connected(address)
    with client:
        yield from _outcomes(client, deque(items), setup, cancelled)


def _connected(address: str) -> Client:
    try:
        from distributed import Client
        from distributed.comm import get_address_host_port
    except ImportError as error:
        raise WorkerError(
            'Dask is not installed: pip install "distributed>=2024.8", here and on the workers.'
        ) from error
    try:
        get_address_host_port(address)  # a client that was made of a wrong one ends in a traceback, half a minute later
        return Client(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise WorkerError(
            f"The Dask scheduler {address} cannot be reached ({error}): check its address, TLS settings and that it"
            " runs."
        ) from error


def _outcomes(client: Client, pending: deque[Item], setup: Setup, cancelled: Callable[[], bool]) -> Iterator[Outcome]:
    finished: queue.Queue[Future] = queue.Queue()
    in_flight: dict[Future, Item] = {}
    heard = monotonic()
    try:
        while pending or in_flight:
            for _ in range(min(len(pending), _room(client, len(in_flight)))):
                item = pending.popleft()
                future = client.submit(
                    task, setup.to_dict(), item.to_dict(), key=f"microcalc-{id(in_flight)}-{item.name}", pure=False
                )
                in_flight[future] = item
                future.add_done_callback(finished.put)
            if cancelled():
                raise Cancelled(STOPPED, option="--resume")
            _check_alive(client, heard)
            try:
                future = finished.get(timeout=TICK_S)
            except queue.Empty:
                continue
            heard = monotonic()
            yield _outcome(future, in_flight.pop(future), setup)
    finally:
        client.cancel(list(in_flight), force=True)


def _room(client: Client, in_flight: int) -> int:
    if client.status != "running":
        return 0
    return max(0, max(LEAST_IN_FLIGHT, IN_FLIGHT_A_THREAD * sum(client.nthreads().values())) - in_flight)


def _check_alive(client: Client, heard: float) -> None:
    if client.status in ("closed", "closing"):
        raise WorkerError(
            "The connection to the Dask scheduler was lost: start it again and go on with the run.", option="--resume"
        )
    if monotonic() - heard > PATIENCE_S:
        raise WorkerError(
            f"No Dask worker has ended an image for {PATIENCE_S // 60} minutes: start some and go on with the run.",
            option="--resume",
        )


def _outcome(future: Future, item: Item, setup: Setup) -> Outcome:
    """Return what the task told; a task that ended otherwise has failed, or its workers have died."""
    error = future.exception() if future.status == "error" else None
    if error is None and future.status == "finished":
        return _seen(Outcome.from_dict(future.result()), setup)
    if isinstance(error, MicrocalcError):
        raise error  # the detector cannot be loaded: no image can be done
    if type(error).__name__ == "KilledWorker":
        return Outcome(
            item.name, FAILED, reason="Every Dask worker that worked on this image has died: give workers more memory."
        )
    if isinstance(error, ImportError):
        raise WorkerError(f"A Dask worker lacks a package ({error}): install Microcalc there as it is here.") from error
    why = type(error).__name__ if error else future.status  # its text may repeat names of files and patients
    return Outcome(
        item.name, FAILED, reason=f"The Dask task ended without an answer ({why}): go on with the run to try again."
    )


def _seen(outcome: Outcome, setup: Setup) -> Outcome:
    """A worker that writes to a disk of its own has written nothing."""
    if outcome.status == DONE and not all((setup.options.folder / name).is_file() for name in outcome.outputs):
        return Outcome(
            outcome.name,
            FAILED,
            reason="The Dask worker wrote to another disk: use a folder that all machines share.",
            hopeless=True,
        )
    return outcome


def task(setup: dict[str, Any], item: dict[str, Any]) -> dict[str, Any]:
    """Work on one image in a Dask worker; threads of one worker read and write side by side and compute one after the
    other.
    """
    with quiet_readers():
        return _worked_on(Setup.from_dict(setup), Item.from_dict(item)).to_dict()


def _worked_on(run: Setup, one: Item) -> Outcome:
    start = perf_counter()
    try:
        mammogram = read_item(one, run.options)
    except Exception as error:
        return failed(one, error, run.options.identifiers)
    reading_s = perf_counter() - start
    with _one_at_a_time:
        detector = _detector(run.choice.method, run.choice.model, run.choice.device)
        found = detected(one, mammogram, reading_s, detector, run.options, Progress())
    return written(one, found, run.options)


@cache
def _detector(method: str, model: str | None, device: str) -> Any:
    return loaded_detector(DetectorChoice(method, model, device))
