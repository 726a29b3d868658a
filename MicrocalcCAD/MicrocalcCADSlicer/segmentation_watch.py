"""Tells when a segmentation was edited, whoever did it: an effect, its Undo, another module, a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import qt
import slicer

EVENTS = ("SourceRepresentationModified", "RepresentationModified", "SegmentModified", "SegmentAdded", "SegmentRemoved")
# One stroke changes pixels, tags and extent: one look is enough for all of them.
COLLECT_MS = 20


class SegmentationWatch:
    """Watches one segmentation node at a time, and calls back once the event that changed it is over."""

    def __init__(self, onEdited: Callable[[], None]) -> None:
        self._observed: list[tuple] = []
        self._node = None
        self._paused = False
        self._timer = qt.QTimer()
        self._timer.setSingleShot(True)
        self._timer.setInterval(COLLECT_MS)
        self._timer.connect("timeout()", onEdited)

    def watch(self, node) -> None:
        """Watch a segmentation node in place of the former one; None watches nothing."""
        if node is self._node and self._observed:
            return
        self.stop()
        if node is not None:
            segmentation = node.GetSegmentation()
            events = [getattr(slicer.vtkSegmentation, name) for name in EVENTS]
            self._observed = [(segmentation, segmentation.AddObserver(event, self._onEvent)) for event in events]
        self._node = node

    def stop(self) -> None:
        """Watch nothing."""
        self._timer.stop()
        for segmentation, tag in self._observed:
            segmentation.RemoveObserver(tag)
        self._observed, self._node = [], None

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Overlook what is done meanwhile."""
        before, self._paused = self._paused, True
        try:
            yield
        finally:
            self._paused = before

    def _onEvent(self, _caller, _event) -> None:
        if not self._paused:
            self._timer.start()
