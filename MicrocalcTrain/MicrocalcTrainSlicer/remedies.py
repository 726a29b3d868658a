"""Errors of runs and pages whose remedy is a field: the sentence says which.

The library names the option of the command line that mends an error; each page has fields for some.
"""

from __future__ import annotations

from MicrocalcCADLib.errors import MicrocalcError
from MicrocalcTrainLib.runs import RunStatus
from slicer.i18n import tr as _

from .library_words import said
from .option_rows import titleOf

DATA, QUEUE, TRAIN, EVALUATE = "data", "queue", "train", "evaluate"


def toldWithRemedy(failed: MicrocalcError | RunStatus, page: str) -> str:
    """Return what an error, or a run that has failed, says in the language of the application, and which field of the
    page mends it.
    """
    sentence = failed.sentence if isinstance(failed, RunStatus) else str(failed)
    return " ".join(filter(None, (said(sentence), placeOf(failed.option, page))))


def placeOf(option: str, page: str) -> str:
    """Return the sentence that says where the field for an option is in a page, empty where it has none."""
    flag = next((one.rstrip(",") for one in option.split() if one.startswith("-")), "")
    name = _fields(page).get(flag)
    if name is not None:
        return _("The field is {name}.").format(name=name)
    name = _advanced(page).get(flag)
    return "" if name is None else _("The field is {name}, under Advanced.").format(name=name)


def _fields(page: str) -> dict[str, str]:
    """Return the fields that are always on view, by their options."""
    return {
        DATA: {"-o": _("Data set"), "--spacing": _("Pixel spacing"), "--reader": _("Reader")},
        QUEUE: {"-o": _("Queue"), "--spacing": _("Pixel spacing"), "--method": _("Model"), "--model": _("Model")},
        TRAIN: {
            "-o": _("Folder"),
            "--data": _("Learn from"),
            "--model": _("Start from"),
            "--imagenet": _("Start from"),
            "--device": _("Device"),
            "--epochs": _("Epochs"),
        },
        EVALUATE: {
            "-o": _("Folder"),
            "--method": _("Model"),
            "--model": _("Model"),
            "--rating": _("Model"),
            "--device": _("Device"),
        },
    }[page]


def _advanced(page: str) -> dict[str, str]:
    """Return the fields under Advanced, by their options."""
    return {
        DATA: {
            "--split": _("Split"),
            "--resample": _("Bring to"),
            "--size": _("Patch side"),
            "--truth": _("Truth"),
            "--seed": _("Seed"),
        },
        TRAIN: {
            "--steps": _("Steps per epoch"),
            "--batch": _("Minibatch"),
            "--learning-rate": _("Learning rate"),
            "--images": _("Images"),
            "--candidate-images": _("Candidate images"),
            "--test-images": _("Test images"),
            "--workers": _("Processes"),
            "--seed": _("Seed"),
            "--backgrounds": _("Backgrounds"),
            "--accumulate": _("Accumulate"),
            "--early-stopping": _("Early stopping"),
            "--size": titleOf("size"),
            "--memory": titleOf("memory"),
            "--features": titleOf("features"),
        },
    }.get(page, {})
