"""Detection in several volumes, one child process after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import slicer
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.detection_child import DetectorChoice
from MicrocalcCADLib.errors import MicrocalcError
from slicer.i18n import tr as _

from .process import DetectionProcess, Listener
from .remedies import toldWithRemedy
from .volume import mammogramOf


@dataclass(frozen=True)
class ExamListener:
    """Who is told, always in the main thread.

    Parameters
    ----------
    progress
        Fraction of the whole and a text.
    detected
        A volume, its analysis and the text of it for the scene; what it raises counts as a failure of this volume.
    ended
        Once all are through: one sentence for each volume that failed.
    """

    progress: Callable[[float, str], None]
    detected: Callable[[object, Analysis, str], None]
    ended: Callable[[list[str]], None]


class ExamRun:
    """Detects in volumes one after the other; one that fails does not stop the others. After `cancel`
    nobody is told.
    """

    def __init__(
        self,
        volumes: Sequence[tuple[str, object]],
        choice: DetectorChoice,
        listener: ExamListener,
        startProcess: Callable[..., DetectionProcess] = DetectionProcess,
    ) -> None:
        """Take (title, volume node) pairs; `start` begins."""
        self._volumes, self._choice, self._listener, self._startProcess = list(volumes), choice, listener, startProcess
        self._number = -1
        self._failures: list[str] = []
        self._process: DetectionProcess | None = None
        self._cancelled = False

    def start(self) -> None:
        """Begin with the first volume."""
        self._next()

    def cancel(self) -> None:
        """Stop; what was detected before stays."""
        self._cancelled = True
        if self._process is not None:
            self._process.cancel()
            self._process = None

    def forget(self, volumeNode) -> None:
        """Stop the detection in a volume that was deleted, and go on with the next."""
        if self._process is not None and volumeNode is self._volumes[self._number][1]:
            self._process.cancel()
            self._onFailed(MicrocalcError(_("The volume was deleted: nothing was stored.")))

    @property
    def size(self) -> int:
        """How many volumes there are."""
        return len(self._volumes)

    def _next(self) -> None:
        self._process = None
        self._number += 1
        if self._cancelled:
            return
        if self._number == len(self._volumes):
            self._listener.ended(self._failures)
            return
        _title, volumeNode = self._volumes[self._number]
        self._onProgress(0.0, _("starting"))
        try:
            self._checkInScene(volumeNode)
            self._process = self._startProcess(
                mammogramOf(volumeNode), self._choice, Listener(self._onProgress, self._onFinished, self._onFailed)
            )
        except MicrocalcError as error:
            self._onFailed(error)

    def _onProgress(self, fraction: float, text: str) -> None:
        title = self._volumes[self._number][0]
        self._listener.progress((self._number + fraction) / len(self._volumes), f"{title}, {text}")

    def _onFinished(self, analysis: Analysis, text: str) -> None:
        volumeNode = self._volumes[self._number][1]
        try:
            self._checkInScene(volumeNode)
            self._listener.detected(volumeNode, analysis, text)
        except MicrocalcError as error:
            self._onFailed(error)
            return
        self._next()

    def _onFailed(self, error: MicrocalcError) -> None:
        self._failures.append(f"{self._volumes[self._number][0]}: {toldWithRemedy(error)}")
        self._next()

    def _checkInScene(self, volumeNode) -> None:
        if volumeNode.GetScene() is not slicer.mrmlScene:
            raise MicrocalcError(_("The volume was deleted: nothing was stored."))
