"""A batch in a child process: for the Batch tab, and awaited for the Python console."""

from __future__ import annotations

import csv
import json
import logging
import shutil
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import qt
import slicer
from MicrocalcCADLib.batch.child import result_from_dict, write_batch_request
from MicrocalcCADLib.batch.run import BatchOptions, BatchResult
from MicrocalcCADLib.errors import Cancelled, MicrocalcError, OutputError
from MicrocalcCADLib.progress import Progress
from MicrocalcCADLib.worker import STOP, write_request
from slicer.i18n import tr as _

from .process import LAST_LINES, PATIENCE_MS, command, launch, temporaryFolder
from .volume import mammogramOf

START = "import os, sys; sys.path.insert(0, sys.argv.pop(1)); from MicrocalcCADLib.batch.child import main; os._exit(main())"
WORKLIST = "volumes.csv"
COLUMNS = ("path", "name")


class BatchError(MicrocalcError):
    """The batch in the child process ended with an error."""


@dataclass(frozen=True)
class BatchListener:
    """Who is told, always in the main thread: of progress, of the result, of failure."""

    progress: Callable[[float, str], None]
    finished: Callable[[BatchResult], None]
    failed: Callable[[str], None]


class BatchProcess:
    """One batch. After `cancel` nothing is reported any more; what was done is in the output folder.

    Parameters
    ----------
    inputs
        Paths (folders, images, worklists) and volume nodes.
    spacing
        True pixel spacing in mm of the volumes; that of files is in `options`.
    """

    def __init__(self, inputs: Sequence, options: BatchOptions, listener: BatchListener, spacing: float | None = None) -> None:
        """Start the child; raises `MicrocalcError` if a volume is no mammogram or the child cannot be started."""
        self._listener: BatchListener | None = listener
        self._lines: deque[str] = deque(maxlen=LAST_LINES)
        self._result: BatchResult | None = None
        self._error: str | None = None
        self._folder = temporaryFolder()
        try:
            paths = _pathsOf(inputs, self._folder, options, spacing)
            request = write_batch_request(self._folder, paths, options)
            self._process = launch(command(START, request), self._onLine, self._onExit)
        except OSError as error:
            self._removeFolder()
            raise OutputError(_("The batch could not be started ({error}): restart Slicer and try again.").format(error=error)) from error
        except MicrocalcError:
            self._removeFolder()
            raise

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
                logging.warning("Microcalc: cannot ask the batch to stop (%s), ending it", error)
                self._process.kill()
            qt.QTimer.singleShot(PATIENCE_MS, self._endIfRunning)

    def _endIfRunning(self) -> None:
        if self.running:
            self._process.kill()

    def _onLine(self, line: str) -> None:
        try:
            message = json.loads(line)
        except ValueError:
            message = None
        if not isinstance(message, dict):
            self._lines.append(line)
            return
        self._error = message.get("error", self._error)
        self._result = result_from_dict(message["done"]) if "done" in message else self._result
        if "fraction" in message and self._listener:
            self._listener.progress(message["fraction"], message["text"])

    def _onExit(self, status: int) -> None:
        if self._lines:
            logging.info("Microcalc: output of the batch:\n%s", "\n".join(self._lines))
        listener, self._listener = self._listener, None
        self._removeFolder()
        if listener and self._result is not None:
            listener.finished(self._result)
        elif listener:
            unexpected = _("The batch ended unexpectedly (exit status {status}): see the application's log, then go on with it.")
            listener.failed(self._error or unexpected.format(status=status))

    def _removeFolder(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def runBatch(inputs: Sequence, options: BatchOptions, progress: Progress, spacing: float | None = None) -> BatchResult:
    """Run a batch in a child process and wait for it; the window lives meanwhile.

    Raises
    ------
    Cancelled
        If the progress says so; what was done before is in the output folder.
    MicrocalcError
        If the batch cannot be started or ends with an error.
    """
    ended: list[BatchResult | str] = []
    process = BatchProcess(inputs, options, BatchListener(progress.report, ended.append, ended.append), spacing)
    while not ended:
        slicer.app.processEvents()
        if progress.cancelled():
            process.cancel()
            _awaitEnd(process)
            raise Cancelled(_("Cancelled: what was done before is in the folder of the results; go on with resume=True."))
        qt.QThread.msleep(20)
    if isinstance(ended[0], str):
        raise BatchError(ended[0])
    return ended[0]


def _awaitEnd(process: BatchProcess) -> None:
    while process.running:
        slicer.app.processEvents()
        qt.QThread.msleep(20)


def _pathsOf(inputs: Sequence, folder: Path, options: BatchOptions, spacing: float | None) -> list[Path]:
    """Return the paths among the inputs, and a worklist of requests for the volumes among them."""
    paths = [Path(one).absolute() for one in inputs if isinstance(one, (str, Path))]
    volumes = [one for one in inputs if not isinstance(one, (str, Path))]
    if not volumes:
        return paths
    with open(folder / WORKLIST, "w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream)
        table.writerow(COLUMNS)
        for number, volumeNode in enumerate(volumes):
            own = folder / str(number)
            own.mkdir()
            table.writerow((write_request(own, mammogramOf(volumeNode, spacing), options.choice), volumeNode.GetName()))
    return [*paths, folder / WORKLIST]
