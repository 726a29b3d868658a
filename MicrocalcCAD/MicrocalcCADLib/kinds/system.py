"""A detector and the naming of what it found, as one detector: what the command line, batches and the panel run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .. import detectors
from ..analysis import Analysis
from ..errors import ModelError
from ..findings import ModelIdentity
from ..mammogram import Mammogram
from ..models import find_bundle, list_models
from ..progress import Progress
from .naming import METHOD, Namer

# Methods that mark squares outline nothing that could be named.
WITHOUT_OUTLINES = ("patch-learning",)
NO_KINDS = "none"
DETECTING = 0.85


@dataclass(frozen=True, eq=False)
class NamingDetector:
    """A detector whose candidates are named; see `detectors.Detector`."""

    detector: detectors.Detector
    namer: Namer

    def analyse(self, mammogram: Mammogram, progress: Progress | None = None) -> Analysis:
        """Return the detector's analysis with kinds, suspicion and vessels; see `Namer.name`."""
        progress = progress or Progress()
        analysis = self.detector.analyse(mammogram, progress.part(0.0, DETECTING))
        return self.namer.name(analysis, mammogram, progress.part(DETECTING, 1.0))


def create(
    method: str = detectors.DEFAULT,
    model: str | Path | None = None,
    device: str = "auto",
    threads: int | None = None,
    kinds: str | Path | None = None,
) -> detectors.Detector:
    """Return a detector with its model loaded, and with the model that names kinds.

    Parameters
    ----------
    method, model, device, threads
        See `detectors.create`.
    kinds
        Name or folder of the model that names kinds; None for the catalogue's first, if it has one; `NO_KINDS` for
        none.

    Raises
    ------
    InputError, ModelError
        See `detectors.create`; also if the model that names kinds is missing, altered or of another purpose.
    """
    detector = detectors.create(method, model, device, threads)
    return NamingDetector(detector, Namer.load(kinds, device, threads)) if _are_named(method, kinds) else detector


def kinds_identity(method: str, kinds: str | Path | None = None) -> ModelIdentity | None:
    """Return the model that names kinds in what `create` gives, None where none does; raises as `create`."""
    return find_bundle(kinds, METHOD).identity if _are_named(method, kinds) else None


def _are_named(method: str, kinds: str | Path | None) -> bool:
    return kinds != NO_KINDS and method not in WITHOUT_OUTLINES and (kinds is not None or _catalogue_has_kinds())


def _catalogue_has_kinds() -> bool:
    try:
        return any(entry.method == METHOD for entry in list_models())
    except ModelError:
        return False
