"""A detection in a child process, so that the window never freezes and Cancel always works."""

from __future__ import annotations

import inspect
import logging
import queue
import shutil
import tempfile
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import qt
import slicer
import slicer.util
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.child import STOP
from MicrocalcCADLib.child_python import python_command
from MicrocalcCADLib.detection_child import DetectorChoice, write_request
from MicrocalcCADLib.errors import MicrocalcError, OutputError
from MicrocalcCADLib.files import json_of
from MicrocalcCADLib.mammogram import Mammogram
from slicer.i18n import tr as _

from .scene_state import encoded

POLL_MS = 100
PATIENCE_MS = 5000
LAST_LINES = 20
START = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); from MicrocalcCADLib.detection_child import main, stay;"
    " sys.exit(main(work=stay))"
)


@dataclass(frozen=True)
class Listener:
    """Who is told, always in the main thread: of progress, of the analysis (and its text for the scene), of failure."""

    progress: Callable[[float, str], None]
    finished: Callable[[Analysis, str], None]
    failed: Callable[[MicrocalcError], None]


class Endpoint:
    """Where the lines and the exit status of a process go: to whoever it works for."""

    def __init__(self, owner: ChildProcess) -> None:
        self.owner = owner

    def onLine(self, line: str) -> None:
        """Pass on a line."""
        self.owner._onLine(line)

    def onExit(self, status: int) -> None:
        """Pass on the exit status."""
        self.owner._onExit(status)


class ChildProcess:
    """A child that reports in lines of JSON. After `cancel` nothing is reported any more."""

    def __init__(self, listener: Any) -> None:
        self._begin(listener)
        self._endpoint = Endpoint(self)
        self._folder = temporaryFolder()

    def _begin(self, listener: Any) -> None:
        self._listener = listener
        self._result: Any = None
        self._error: MicrocalcError | None = None
        self._lines: deque[str] = deque(maxlen=LAST_LINES)

    @property
    def running(self) -> bool:
        """Whether the child still lives."""
        return self._process.poll() is None

    def cancel(self) -> None:
        """Ask the child to stop and forget it; a child that does not stop within 5 s is ended."""
        self._listener = None
        if self.running:
            try:
                (self._folder / STOP).touch()
            except OSError as error:
                logging.warning("Microcalc: cannot ask the child process to stop (%s), ending it", error)
                self._process.kill()
            qt.QTimer.singleShot(PATIENCE_MS, self._endIfRunning)

    def _start(self, start: str, request: Callable[[], Path], failure: str) -> None:
        """Write the request and start the child; `failure` is the sentence, with {error}, for when that is
        impossible.
        """
        try:
            self._process = launch(command(start, request()), self._endpoint.onLine, self._endpoint.onExit)
        except OSError as error:
            self._removeFolder()
            raise OutputError(failure.format(error=error)) from error
        except MicrocalcError:
            self._removeFolder()
            raise

    def _endIfRunning(self) -> None:
        if self.running:
            self._process.kill()

    def _onLine(self, line: str) -> None:
        try:
            message = json_of(line)
            result = self._resultOf(message["done"]) if "done" in message else self._result
        except (ValueError, TypeError, KeyError, AttributeError):
            message = None
        if not isinstance(message, dict):
            self._lines.append(line)  # what a library printed
            return
        self._result = result
        if "error" in message:
            self._error = MicrocalcError(message["error"], option=str(message.get("option", "")))
        if self._listener:
            self._tell(message)
        if message.get("waiting"):
            self._onWaiting()

    def _tell(self, message: dict[str, Any]) -> None:
        if isinstance(message.get("fraction"), (int, float)):
            self._listener.progress(message["fraction"], str(message.get("text", "")))

    def _onWaiting(self) -> None:
        """Do what follows once the child has done its work and waits for more."""

    def _onExit(self, status: int) -> None:
        if self._lines:
            logging.info("Microcalc: output of the child process:\n%s", "\n".join(self._lines))
        listener, self._listener = self._listener, None
        try:
            if listener:
                self._report(listener, status)
        finally:
            self._removeFolder()

    def _resultOf(self, done: Any) -> Any:
        raise NotImplementedError

    def _report(self, listener: Any, status: int) -> None:
        raise NotImplementedError

    def _removeFolder(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


class DetectionProcess(ChildProcess):
    """One detection: in the child of the last one where that still waits, else in a new child, which takes seconds to
    start.
    """

    def __init__(self, mammogram: Mammogram, choice: DetectorChoice, listener: Listener) -> None:
        """Start the work; raises `OutputError` if the temporary folder cannot be written or the child not started."""
        self._request: tuple[Mammogram, DetectorChoice] | None = (mammogram, choice)
        warm = waiting.taken()
        if warm is None:
            self._startNew(listener)
        else:
            self._continue(warm, listener)

    @property
    def processId(self) -> int:
        """The child's process id."""
        return self._process.pid

    def _startNew(self, listener: Listener) -> None:
        ChildProcess.__init__(self, listener)
        self._isNew = True
        failure = _("The detection could not be started ({error}): restart Slicer and try again.")
        self._start(START, lambda: write_request(self._folder, *self._request), failure)

    def _continue(self, warm: DetectionProcess, listener: Listener) -> None:
        self._begin(listener)
        self._isNew = False
        self._folder, self._process, self._endpoint = warm._folder, warm._process, warm._endpoint
        self._endpoint.owner = self
        try:
            write_request(self._folder, *self._request)
        except OutputError:  # it has just ended, and its folder with it; or the disk is full, which a new child says
            self._endpoint.owner = warm
            warm.end()
            self._startNew(listener)

    def end(self) -> None:
        """End a child that waits: it goes once its folder has gone."""
        self._removeFolder()
        qt.QTimer.singleShot(PATIENCE_MS, self._endIfRunning)

    def _resultOf(self, done: str) -> Path:
        return Path(done)

    def _onWaiting(self) -> None:
        listener, self._listener = self._listener, None
        if listener:
            waiting.keep(self)
            self._report(listener, 0)

    def _onExit(self, status: int) -> None:
        waiting.forget(self)
        if self._listener and not self._isNew and self._result is None and self._error is None:
            logging.info(
                "Microcalc: the child process that waited has ended (exit status %s), starting another", status
            )
            listener, self._listener = self._listener, None
            self._removeFolder()
            try:
                self._startNew(listener)
            except MicrocalcError as error:
                listener.failed(error)
            return
        ChildProcess._onExit(self, status)

    def _report(self, listener: Listener, status: int) -> None:
        self._request = None
        if self._result is None:
            unexpected = _("The detection ended unexpectedly (exit status {status}): see the application's log.")
            listener.failed(self._error or MicrocalcError(unexpected.format(status=status)))
            return
        try:
            analysis, text = Analysis.load(self._result), encoded(self._result)
            self._result.unlink(missing_ok=True)
        except (MicrocalcError, OSError) as error:
            listener.failed(error if isinstance(error, MicrocalcError) else OutputError(error))
            return
        listener.finished(analysis, text)


class Waiting:
    """The child that waits for the next detection of this application, one at most."""

    def __init__(self) -> None:
        self._process: DetectionProcess | None = None

    def keep(self, process: DetectionProcess) -> None:
        """Keep a child, and end the one that waited before."""
        self.end()
        self._process = process

    def taken(self) -> DetectionProcess | None:
        """Return the child that waits, which waits no more; None where there is none."""
        process, self._process = self._process, None
        return process if process is not None and process.running else None

    def forget(self, process: DetectionProcess) -> None:
        """Forget a child that has ended."""
        if process is self._process:
            self._process = None

    def end(self) -> None:
        """End the child that waits, if there is one."""
        process, self._process = self._process, None
        if process is not None:
            process.end()


waiting = Waiting()


def temporaryFolder() -> Path:
    """Return a new folder in the application's temporary one; raises `OutputError`."""
    try:
        return Path(tempfile.mkdtemp(prefix="Microcalc-", dir=slicer.app.temporaryPath))
    except OSError as error:
        raise OutputError(
            _(
                "Cannot write into the temporary folder {folder} ({reason}): choose another in Edit, Application"
                " Settings."
            ).format(folder=slicer.app.temporaryPath, reason=error.strerror or error)
        ) from error


def command(start: str, request: Path | str) -> list[str]:
    """Return how Python runs `start` with a request (the path of one, or another argument).

    Slicer's own Python does not know our folder, and not every version lets a process start in a given one.
    """
    return python_command(start, [request])


def launch(arguments: list[str], onLine: Callable[[str], None], onExit: Callable[[int], None]):
    """Start a process whose lines and exit status come back in the main thread."""
    start = slicer.util.launchConsoleProcess
    if "completedCallback" in inspect.signature(start).parameters:
        return start(arguments, blocking=False, logCallback=onLine, completedCallback=onExit)
    process = start(arguments)  # Slicer 5.10 and older
    lines: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=_readLines, args=(process.stdout, lines), daemon=True).start()
    _poll(process, lines, onLine, onExit)
    return process


def _readLines(stream, lines: queue.Queue) -> None:
    for line in stream:
        lines.put(line.rstrip())
    lines.put(None)


def _poll(process, lines: queue.Queue, onLine: Callable[[str], None], onExit: Callable[[int], None]) -> None:
    while not lines.empty():
        line = lines.get()
        if line is None:
            onExit(process.wait())
            return
        onLine(line)
    qt.QTimer.singleShot(POLL_MS, lambda: _poll(process, lines, onLine, onExit))
