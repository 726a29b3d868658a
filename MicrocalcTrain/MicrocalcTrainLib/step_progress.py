"""How far a training is within its epoch, in a small file beside its curves; written by the trainer, read
by the panel.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from MicrocalcCADLib.files import read_json, write_text

if TYPE_CHECKING:
    from ignite.engine import Engine

FILE = "progress.json"
EVERY_S = 1.0


@dataclass(frozen=True)
class Place:
    """Where a training is: the epoch that it works on, from 1, and the share of its steps that are done."""

    epoch: int
    share: float


class StepProgress:
    """A handler that writes the place of a training at most once a second, and takes the file away at its end.

    Parameters
    ----------
    folder
        Of the network that is trained.
    steps
        Minibatches an epoch.
    clock
        Seconds; replaced in tests.
    """

    def __init__(self, folder: Path, steps: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.path, self.steps, self._clock = folder / FILE, steps, clock
        self._written = -EVERY_S

    def attach(self, engine: Engine) -> None:
        """Act after every step of a trainer."""
        from ignite.engine import Events

        engine.add_event_handler(Events.ITERATION_COMPLETED, self)
        engine.add_event_handler(Events.COMPLETED, lambda: self.path.unlink(missing_ok=True))

    def __call__(self, engine: Engine) -> None:
        """Write the place, unless it was written a moment ago."""
        now = self._clock()
        if now - self._written < EVERY_S:
            return
        self._written = now
        done = (engine.state.iteration - 1) % self.steps + 1
        write_text(self.path, json.dumps({"epoch": engine.state.epoch, "step": done, "steps": self.steps}))


def place_in(folder: Path, epochs_done: int) -> Place | None:
    """Return where the training of a folder is; None where that is not known, or is of an epoch that has ended.

    Parameters
    ----------
    epochs_done
        Epochs in the curves.
    """
    try:
        content = read_json(folder / FILE)
        epoch, share = int(content["epoch"]), float(content["step"]) / float(content["steps"])
    except (OSError, ValueError, KeyError, TypeError, ZeroDivisionError):
        return None
    return Place(epoch, min(max(share, 0.0), 1.0)) if epoch == epochs_done + 1 else None
