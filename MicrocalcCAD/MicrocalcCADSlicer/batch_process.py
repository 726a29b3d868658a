"""A batch in a child process: for the Batch tab, and awaited for the Python console."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import slicer
from MicrocalcCADLib.batch.child import result_from_dict, write_batch_request
from MicrocalcCADLib.batch.run import BatchOptions, BatchResult
from MicrocalcCADLib.detection_child import write_refusal, write_request
from MicrocalcCADLib.errors import Cancelled, InputError, MicrocalcError
from MicrocalcCADLib.progress import Progress
from slicer.i18n import tr as _

from .process import ChildProcess
from .volume import mammogramOf

START = (
    "import os, sys; sys.path.insert(0, sys.argv.pop(1)); from MicrocalcCADLib.batch.child import main;"
    " os._exit(main())"
)
WORKLIST = "volumes.csv"
COLUMNS = ("path", "name")


class BatchError(MicrocalcError):
    """The batch in the child process ended with an error."""


@dataclass(frozen=True)
class BatchListener:
    """Who is told, always in the main thread: of progress, of the result, of failure."""

    progress: Callable[[float, str], None]
    finished: Callable[[BatchResult], None]
    failed: Callable[[MicrocalcError], None]


class BatchProcess(ChildProcess):
    """One batch. After `cancel` nothing is reported any more; what was done is in the output folder.

    Parameters
    ----------
    inputs
        Paths (folders, images, worklists) and volume nodes.
    spacing
        True pixel spacing in mm of the volumes; that of files is in `options`.
    """

    def __init__(
        self, inputs: Sequence, options: BatchOptions, listener: BatchListener, spacing: float | None = None
    ) -> None:
        """Start the child; raises `MicrocalcError` if none of the volumes is a mammogram or it cannot be started."""
        super().__init__(listener)
        failure = _("The batch could not be started ({error}): restart Slicer and try again.")
        self._start(
            START,
            lambda: write_batch_request(self._folder, _pathsOf(inputs, self._folder, options, spacing), options),
            failure,
        )

    def _resultOf(self, done: dict) -> BatchResult:
        return result_from_dict(done)

    def _report(self, listener: BatchListener, status: int) -> None:
        if self._result is not None:
            listener.finished(self._result)
            return
        unexpected = _(
            "The batch ended unexpectedly (exit status {status}): see the application's log, then go on with it."
        )
        listener.failed(self._error or BatchError(unexpected.format(status=status)))


def runBatch(inputs: Sequence, options: BatchOptions, progress: Progress, spacing: float | None = None) -> BatchResult:
    """Run a batch in a child process and wait for it; the window lives meanwhile.

    Raises
    ------
    Cancelled
        If the progress says so; what was done before is in the output folder.
    MicrocalcError
        If the batch cannot be started or ends with an error.
    """
    ended: list[BatchResult | MicrocalcError] = []
    process = BatchProcess(inputs, options, BatchListener(progress.report, ended.append, ended.append), spacing)
    while not ended:
        slicer.app.processEvents()
        if progress.cancelled():
            process.cancel()
            _awaitEnd(process)
            raise Cancelled(
                _("Cancelled: what was done before is in the folder of the results, and the batch can go on.")
            )
        time.sleep(0.02)
    if isinstance(ended[0], MicrocalcError):
        raise BatchError(ended[0], option=ended[0].option)
    return ended[0]


def _awaitEnd(process: BatchProcess) -> None:
    while process.running:
        slicer.app.processEvents()
        time.sleep(0.02)


def _pathsOf(inputs: Sequence, folder: Path, options: BatchOptions, spacing: float | None) -> list[Path]:
    """Return the paths among the inputs, and a worklist of requests for the volumes among them.

    A volume that is no mammogram, such as a CT beside them, or one of unknown spacing, fails in the batch with its
    reason; where there is nothing else, that is raised.
    """
    paths = [Path(one).absolute() for one in inputs if isinstance(one, (str, Path))]
    volumes = [one for one in inputs if not isinstance(one, (str, Path))]
    if not volumes:
        return paths
    refused: list[InputError] = []
    with open(folder / WORKLIST, "w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream)
        table.writerow(COLUMNS)
        for number, volumeNode in enumerate(volumes):
            own = folder / str(number)
            own.mkdir()
            try:
                request = write_request(own, mammogramOf(volumeNode, spacing), options.choice)
            except InputError as error:
                refused.append(error)
                request = write_refusal(own, str(error))
            table.writerow((request, volumeNode.GetName()))
    if len(refused) == len(volumes) and not paths:
        raise refused[0]
    return [*paths, folder / WORKLIST]
