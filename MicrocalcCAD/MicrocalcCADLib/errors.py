"""Errors that reach the user: each message is one sentence that names the cause and the remedy."""

from __future__ import annotations

LONGEST = 1000


class MicrocalcError(Exception):
    """Base of every error that is shown to a user as it stands; what a damaged file has made too long is cut in its
    middle.

    Parameters
    ----------
    sentence
        Cause and remedy, in words that hold in the panel, in Python and on the command line.
    option
        The option of the command line that is the remedy, for example ``--spacing 0.07``: named only there
        (`at_command_line`).
    """

    def __init__(self, sentence: object = "", option: str = "") -> None:
        self.option = option
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


def at_command_line(error: MicrocalcError) -> str:
    """Return the sentence of an error with the option that is its remedy."""
    return with_option(str(error), error.option)


def with_option(sentence: str, option: str) -> str:
    """Return a sentence with an option of the command line, if there is one, in parentheses at its end."""
    return f"{sentence.removesuffix('.')} ({option})." if option else sentence
