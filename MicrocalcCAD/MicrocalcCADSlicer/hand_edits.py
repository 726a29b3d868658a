"""What a user changed in a segment by hand, kept in its tags, so that a slider can redraw the rest around it."""

from __future__ import annotations

import base64
import zlib
from dataclasses import dataclass, field

import numpy as np
import vtk

WRITTEN, ADDED, REMOVED = "Microcalc.Written", "Microcalc.AddedByHand", "Microcalc.RemovedByHand"


def _nothing() -> np.ndarray:
    return np.zeros(0, np.int64)


@dataclass(frozen=True, eq=False)
class HandEdits:
    """Flat pixel indices that were added and removed, each ascending."""

    added: np.ndarray = field(default_factory=_nothing)
    removed: np.ndarray = field(default_factory=_nothing)

    @classmethod
    def of(cls, segment) -> HandEdits:
        """Return the edits kept with a segment."""
        return cls(*(_read(segment, tag) if _has(segment, tag) else _nothing() for tag in (ADDED, REMOVED)))

    @staticmethod
    def lastWritten(segment) -> np.ndarray | None:
        """Return the ids of the candidates that were last written into the segment; None if none ever were."""
        return _read(segment, WRITTEN) if _has(segment, WRITTEN) else None

    def after(self, written: np.ndarray, current: np.ndarray) -> HandEdits:
        """Return the edits together with those that lead from what was written to what is there now."""
        added, removed = np.setdiff1d(current, written), np.setdiff1d(written, current)
        return HandEdits(np.setdiff1d(np.union1d(self.added, added), removed), np.setdiff1d(np.union1d(self.removed, removed), added))

    def applied(self, pixels: np.ndarray) -> np.ndarray:
        """Return pixels with the edits made."""
        return np.setdiff1d(np.union1d(pixels, self.added), self.removed).astype(np.int64)

    def keep(self, segment, identifiers: np.ndarray) -> None:
        """Keep the edits, and the ids of the candidates that are written now, with the segment."""
        for tag, values in ((WRITTEN, identifiers), (ADDED, self.added), (REMOVED, self.removed)):
            segment.SetTag(tag, base64.b64encode(zlib.compress(np.asarray(values, "<i8").tobytes())).decode("ascii"))


def _has(segment, tag: str) -> bool:
    return bool(segment.HasTag(tag))


def _read(segment, tag: str) -> np.ndarray:
    text = vtk.reference("")
    segment.GetTag(tag, text)
    return np.frombuffer(zlib.decompress(base64.b64decode(str(text))), "<i8").astype(np.int64)
