"""Lines of a log and names of figures as a reader would say them."""

from __future__ import annotations

import ast
import re

from slicer.i18n import tr as _

_TIME = re.compile(r"^\d{4}-\d\d-\d\d (\d\d:\d\d):\d\d,\d{3} ")
_DICTIONARY = re.compile(r"\{.*\}$")
_WRITTEN = re.compile(r"\bbundle (.+), SHA-256 of its weights [0-9a-f]{64}$")
_FIGURE = re.compile(r"\b([a-z]+(?:_[a-z0-9.]+)+)\b")
_TERMS = {
    "dice": "Dice",
    "iou": "IoU",
    "auc": "AUC",
    "qwk": "QWK",
    "pauc": "pAUC",
    "fp": "FP",
    "tpr": "TPR",
    "froc": "FROC",
    "roc": "ROC",
}
_UNITS = {"mm2": "mm²", "cm2": "cm²"}
_VALIDATION = "validation_"


def figureTitle(name: str) -> str:
    """Return the name of a figure in words: ``validation_dice`` is *validation Dice*."""
    if name.startswith(_VALIDATION):
        return _("validation {figure}").format(figure=figureTitle(name.removeprefix(_VALIDATION)))
    return " ".join(_TERMS.get(word, _UNITS.get(word, word)) for word in name.split("_"))


def curveTitle(stage: str, column: str) -> str:
    """Return the legend of a curve: *region: validation Dice*, and *training loss* of what is no validation."""
    figure = {"loss": _("training loss"), "accuracy": _("training accuracy")}.get(column) or figureTitle(column)
    return _("{network}: {figure}").format(network=stage.replace("-", " "), figure=figure)


def readableLine(line: str) -> str:
    """Return a line of the log with the time of day alone, and figures in words where a program would write a
    dictionary.
    """
    text = _WRITTEN.sub(
        lambda match: _("the model is in {folder}").format(folder=match.group(1)), _TIME.sub(r"\1  ", line)
    )
    found = _DICTIONARY.search(text)
    values = _valuesOf(found.group()) if found else None
    if values is not None:
        text = text[: found.start()] + ", ".join(
            f"{figureTitle(str(name))} {_number(value)}" for name, value in values.items()
        )
    return _FIGURE.sub(lambda match: figureTitle(match.group(1)), text) if "epoch " in text else text


def _valuesOf(text: str) -> dict | None:
    try:
        values = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    return (
        values
        if isinstance(values, dict)
        and values
        and not any(isinstance(value, (dict, list, tuple)) for value in values.values())
        else None
    )


def _number(value: object) -> str:
    if value is None:
        return _("none")
    return f"{value:.4g}" if isinstance(value, float) else str(value)
