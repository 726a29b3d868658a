"""DICOM work in a child process: writing results, sending, receiving."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from MicrocalcCADLib.errors import MicrocalcError
from slicer.i18n import tr as _

from .process import ChildProcess

START = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); from MicrocalcCADLib.dicom_child import main; sys.exit(main())"
)


def _ignore(_path: Path) -> None:
    """Nothing is expected to arrive."""


@dataclass(frozen=True)
class DicomListener:
    """Who is told, always in the main thread: of progress, of what was done (see `dicom_child`), of failure, of each
    file that arrives.
    """

    progress: Callable[[float, str], None]
    finished: Callable[[Any], None]
    failed: Callable[[MicrocalcError], None]
    arrived: Callable[[Path], None] = _ignore


class DicomProcess(ChildProcess):
    """One export, sending, question or receiving.

    Parameters
    ----------
    request
        Writes the request into a folder and returns its path; one of `dicom_child`, its other arguments bound.
    """

    def __init__(self, request: Callable[[Path], Path], listener: DicomListener) -> None:
        """Start the child; raises `MicrocalcError` if the request cannot be written or the child not started."""
        super().__init__(listener)
        self._start(
            START,
            lambda: request(self._folder),
            _("The process could not be started ({error}): restart Slicer and try again."),
        )

    def _tell(self, message: dict[str, Any]) -> None:
        super()._tell(message)
        if isinstance(message.get("arrived"), str):
            self._listener.arrived(Path(message["arrived"]))

    def _resultOf(self, done: Any) -> tuple[Any]:
        return (done,)  # what is done may be null

    def _report(self, listener: DicomListener, status: int) -> None:
        if self._result is None:
            unexpected = _("The process ended unexpectedly (exit status {status}): see the application's log.")
            listener.failed(self._error or MicrocalcError(unexpected.format(status=status)))
        else:
            listener.finished(self._result[0])
