"""What models say of themselves in a few lines, so that two can be compared, and what fine-tuning changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from MicrocalcCADLib.files import read_json
from MicrocalcCADLib.models import METADATA, SECTION

from .model_folders import KnownModel

RATE, NAMED = "tpr_at_0.4_fp_per_cm2", "named_right"
UNKNOWN = "-"


@dataclass(frozen=True)
class Change:
    """The rate of found calcifications at 0.4 false ones a square centimetre, or of groups named as a reader did,
    before and after fine-tuning.

    Parameters
    ----------
    held_out
        Part of the data set that it was measured on, which was not trained on.
    images
        In that part.
    of
        `RATE` or `NAMED`.
    notes
        What else a user must know of it, a sentence each.
    """

    held_out: str
    images: int
    before: float
    after: float
    of: str = RATE
    notes: tuple[str, ...] = ()

    @property
    def better(self) -> bool:
        """Whether the tuned model finds, or names, more than the one that it started from."""
        return self.after > self.before


def change_of(model: KnownModel) -> Change | None:
    """Return what fine-tuning changed; None for a model that was not fine-tuned."""
    training: Any = _section(model).get("training")
    try:
        before, after = training["before"], training["after"]
        of = NAMED if NAMED in before else RATE
        notes = tuple(map(str, training.get("notes", ())))
        return Change(str(training["held_out"]), int(after["images"]), float(before[of]), float(after[of]), of, notes)
    except (KeyError, TypeError, ValueError):
        return None


def facts_of(model: KnownModel) -> dict[str, str]:
    """Return facts by key as text, in the order in which they are shown; `UNKNOWN` for what the model does not say."""
    section = _section(model)
    training: Any = section.get("training") if isinstance(section.get("training"), Mapping) else {}
    started, change = training.get("started_from"), change_of(model)
    changed = {RATE: UNKNOWN, NAMED: UNKNOWN}
    if change:
        changed[change.of] = f"{change.before:.3f} -> {change.after:.3f} ({change.held_out}, {change.images})"
    return {
        "version": model.version,
        "method": model.method,
        "spacing_mm": _text(section.get("spacing_mm")),
        "operating_points": _text(section.get("operating_points")),
        "command": _text(training.get("command")),
        "training_data": _text(section.get("training_data")),
        "started_from": (
            " ".join(str(started[k]) for k in ("name", "version") if k in started)
            if isinstance(started, Mapping)
            else UNKNOWN
        ),
        "held_out": changed[RATE],
        "named": changed[NAMED],
        "licence": _text(section.get("licence")),
        "notices": _text(section.get("notices")),
    }


def compared(models: Sequence[KnownModel]) -> dict[str, list[str]]:
    """Return the facts by key, one text a model; what none of them says is left out."""
    facts = [facts_of(model) for model in models]
    rows = {key: [one[key] for one in facts] for key in facts[0]} if facts else {}
    return {key: texts for key, texts in rows.items() if set(texts) != {UNKNOWN}}


def _section(model: KnownModel) -> Mapping[str, Any]:
    try:
        section = read_json(model.folder / METADATA)[SECTION]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return section if isinstance(section, Mapping) else {}


def _text(value: Any) -> str:
    if value is None or value in ("", [], {}):
        return UNKNOWN
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_text(one)}" for name, one in value.items())
    if isinstance(value, list):
        return " ".join(_text(one) for one in value)
    return f"{value:g}" if isinstance(value, float) else value if isinstance(value, str) else json.dumps(value)
