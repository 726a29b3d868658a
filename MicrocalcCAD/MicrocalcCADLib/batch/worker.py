"""One local worker process: loads the detector once, then takes images from its input and tells what became of them.

A line of JSON on standard input is ``{"setup": ...}`` first and ``{"item": ...}`` afterwards; the end of the input asks
it to stop at once, as it comes when the run is cancelled or dies. Lines on standard output are
``{"ready": true, "room": N}`` or ``{"error": SENTENCE}``, then one ``{"outcome": ...}`` an image in the order given.

While an image is computed the one before is written, and whatever else was given is read: memory is bounded by N, the
images that may be given and not yet answered. A processor reads one ahead in the long run, a graphics card `READERS`,
which are read side by side, since it computes faster than one thread reads.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TextIO

from ..child import CANCELLED_STATUS, DONE_STATUS, FAILED_STATUS, Emit
from ..console import quiet_readers
from ..detection import Detected
from ..errors import MicrocalcError
from ..files import json_of
from ..mammogram import Mammogram
from ..memory import share_heap
from ..progress import Progress
from .items import CANCELLED, Item, Outcome
from .task import Setup, detected, failed, loaded_detector, read_item, written

MEMORY_STATUS = 77
ROOM = 3  # one is written, one computed, one read
READERS = 4
PATIENCE_S = 1.0
MEMORY_INTERVAL_S = 0.1

BROKEN = (ValueError, TypeError, KeyError, AttributeError)  # what a line that is no message of ours leads to


@dataclass(frozen=True)
class _Read:
    """An image that is read, or the error that reading ended with."""

    item: Item
    mammogram: Mammogram | Exception
    seconds: float


@dataclass(frozen=True)
class _Waiting:
    """What the threads share: images that are read, and the wish to stop."""

    read: queue.Queue[Future[_Read] | None] = field(default_factory=queue.Queue)
    stop: threading.Event = field(default_factory=threading.Event)

    def next_read(self) -> _Read | None:
        """Return the next image once it is read; None where there is none any more."""
        future = self.read.get()
        return None if future is None else future.result()


def run(lines: TextIO, emit: Emit) -> int:
    """Work until the input ends, and return the exit status."""
    first = lines.readline()
    if not first:
        return CANCELLED_STATUS
    try:
        given = json_of(first)["setup"]
        setup, waiting = Setup.from_dict(given), _Waiting()
    except BROKEN as error:
        emit({"error": f"A worker process was not told what to do ({error}): start the batch again."})
        return FAILED_STATUS
    _watch_memory(given.get("memory_mb"))
    threading.Thread(target=_listen, args=(lines, waiting, setup), daemon=True).start()
    try:
        detector = loaded_detector(setup.choice)
    except MicrocalcError as error:
        emit({"error": str(error), "option": error.option})
        return FAILED_STATUS
    on_card = str(getattr(detector, "device", "cpu")).startswith("cuda")
    emit({"ready": True, "room": READERS + 2 if on_card else ROOM})
    writer, writing = ThreadPoolExecutor(1), None
    progress = Progress(cancelled=waiting.stop.is_set)
    while (one := waiting.next_read()) is not None and not waiting.stop.is_set():
        if isinstance(one.mammogram, Exception):
            content: Detected | Outcome = failed(one.item, one.mammogram, setup.options.identifiers)
        else:
            content = detected(one.item, one.mammogram, one.seconds, detector, setup.options, progress)
        if writing:
            writing.result()  # never more than one image waits to be written
        writing = writer.submit(_write, one.item, content, setup, waiting, emit)
        del one, content  # their pixels must not wait for the next image
    writer.shutdown()
    return DONE_STATUS


def _write(item: Item, content: Detected | Outcome, setup: Setup, waiting: _Waiting, emit: Emit) -> None:
    outcome = written(item, content, setup.options)
    if outcome.status != CANCELLED and not waiting.stop.is_set():
        emit({"outcome": outcome.to_dict()})


def _listen(lines: TextIO, waiting: _Waiting, setup: Setup) -> None:
    readers = ThreadPoolExecutor(READERS)
    for line in lines:
        try:
            item = Item.from_dict(json_of(line)["item"])
        except BROKEN:
            break  # cut short with the process that wrote it: the images not answered are given to another worker
        waiting.read.put(readers.submit(_read, item, setup))
    waiting.stop.set()
    waiting.read.put(None)
    time.sleep(PATIENCE_S)
    os._exit(CANCELLED_STATUS)


def _read(item: Item, setup: Setup) -> _Read:
    start = time.perf_counter()
    try:
        mammogram: Mammogram | Exception = read_item(item, setup.options)
    except Exception as error:  # of this image only: told by the thread that works on it
        mammogram = error
    return _Read(item, mammogram, time.perf_counter() - start)


def _watch_memory(limit_mb: float | None) -> None:
    """End the process where it needs more than the cap: the image is then tried alone, and fails with a sentence."""
    if limit_mb is not None:
        threading.Thread(target=_end_above, args=(limit_mb,), daemon=True).start()


def _end_above(limit_mb: float) -> None:
    while memory_mb() <= limit_mb:
        time.sleep(MEMORY_INTERVAL_S)
    os._exit(MEMORY_STATUS)


def memory_mb() -> float:
    """Return the memory that this process uses now, in MB; 0 where the system does not tell (its largest use so far off
    Linux).
    """
    try:
        with open("/proc/self/statm", encoding="ascii") as stream:
            return int(stream.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except (OSError, ValueError, AttributeError):
        return _largest_memory_mb()


def _largest_memory_mb() -> float:
    try:
        import resource
    except ImportError:
        return 0.0
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def main() -> int:
    """Run as ``python -u -m MicrocalcCADLib.batch.worker``; what libraries print goes to the error output."""
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C reaches all processes of a terminal; the run ends its workers itself
    share_heap()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def emit(message: Mapping[str, Any]) -> None:
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    with quiet_readers():
        return run(sys.stdin, emit)


if __name__ == "__main__":
    os._exit(main())
