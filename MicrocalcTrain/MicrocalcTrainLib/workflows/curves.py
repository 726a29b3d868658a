"""The curves of a training: a row of figures for each epoch, in the checkpoint and in a file."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ignite.engine import Engine, Events
from MicrocalcCADLib.files import json_of, write_text

log = logging.getLogger(__name__)


def in_words(figures: Mapping[str, object]) -> str:
    """Return figures as a reader of the log wants them, ``balanced accuracy 91.2, patches 40``; none of a figure is
    said so.
    """
    return ", ".join(
        f"{name.replace('_', ' ')} {'none' if value is None else value}" for name, value in figures.items()
    )


class Curves:
    """A handler that keeps the trainer's metrics of every epoch.

    Parameters
    ----------
    path
        Where `write` puts them.
    parameters
        Frozen dataclass, written beside them.
    """

    def __init__(self, path: Path, parameters: Any) -> None:
        self.path, self.parameters = path, parameters
        self.rows: list[dict[str, float]] = []

    def attach(self, engine: Engine) -> None:
        """Act when an epoch has ended."""
        engine.add_event_handler(Events.EPOCH_COMPLETED, self)

    def __call__(self, engine: Engine) -> None:
        """Keep the metrics, and report them."""
        self.rows.append(
            {"epoch": engine.state.epoch, **{name: float(value) for name, value in engine.state.metrics.items()}}
        )
        log.info(
            "epoch %d: %s",
            engine.state.epoch,
            ", ".join(f"{name} {value:.4f}" for name, value in engine.state.metrics.items()),
        )

    def state_dict(self) -> dict[str, str]:
        """Return what a checkpoint keeps."""
        return {"rows": json.dumps(self.rows)}

    def load_state_dict(self, state: Mapping[str, str]) -> None:
        """Take up what a checkpoint kept."""
        self.rows[:] = json_of(state["rows"])

    def write(self) -> None:
        """Write the file, whole or not at all."""
        write_text(self.path, json.dumps({"parameters": asdict(self.parameters), "curves": self.rows}, indent=1))
