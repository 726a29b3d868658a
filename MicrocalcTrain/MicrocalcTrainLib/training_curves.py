"""The stages of a training as its folder shows them: one ``curves.json`` for each network that is trained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from MicrocalcCADLib.files import read_json

CURVES = "curves.json"


@dataclass(frozen=True)
class Stage:
    """One network in training.

    Parameters
    ----------
    name
        Its folder.
    epochs
        How many there will be, None where the recipe does not say it.
    rows
        A dictionary an epoch: ``epoch``, ``loss`` and what is measured on the validation part.
    written
        When the last epoch ended, seconds since 1970.
    """

    name: str
    epochs: int | None
    rows: tuple[Mapping[str, float], ...]
    written: float

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the curves, without the epoch."""
        return tuple(name for name in (self.rows[0] if self.rows else {}) if name != "epoch")


def stages_of(folder: Path) -> tuple[Stage, ...]:
    """Return the stages in the order in which they were last written; what cannot be read is left out."""
    found = [_stage(path) for path in sorted(folder.glob(f"*/{CURVES}"))] if folder.is_dir() else []
    return tuple(sorted((stage for stage in found if stage is not None), key=lambda stage: stage.written))


def remaining_s(stages: Sequence[Stage], began: float, epochs_before: Mapping[str, int], now: float) -> float | None:
    """Return the seconds that the last stage still needs at the rate of its epochs so far; None if that is not known.

    Parameters
    ----------
    began, now
        Seconds since 1970.
    epochs_before
        Finished epochs of each stage when the run began.
    """
    if not stages or (epochs := stages[-1].epochs) is None:
        return None
    last, done = stages[-1], len(stages[-1].rows) - epochs_before.get(stages[-1].name, 0)
    if done <= 0:
        return None
    since = max([began, *(stage.written for stage in stages[:-1])])
    return max(0.0, (last.written - since) / done * (epochs - len(last.rows)) - (now - last.written))


def _stage(path: Path) -> Stage | None:
    try:
        content = read_json(path)
        rows, planned = tuple(dict(row) for row in content["curves"]), content.get("parameters", {}).get("epochs")
        return Stage(path.parent.name, int(planned) if planned else None, rows, path.stat().st_mtime)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
