"""Errors that reach the user: each message is one sentence that names the cause and the remedy."""

from __future__ import annotations

LONGEST = 1000


class MicrocalcError(Exception):
    """Base of every error that is shown to a user as it stands; what a damaged file has made too long is cut in its middle."""

    def __init__(self, sentence: object = "") -> None:
        text = str(sentence)
        super().__init__(text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} ... {text[-LONGEST // 3 :]}")


class InputError(MicrocalcError):
    """The image, or a fact that it lacks, makes an analysis impossible."""


class ModelError(MicrocalcError):
    """A model is missing, altered, or made for something else."""


class OutputError(MicrocalcError):
    """A result could not be written."""


class Cancelled(MicrocalcError):
    """The user asked for the work to stop."""
