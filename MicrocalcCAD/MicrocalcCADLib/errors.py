"""Errors that reach the user: each message is one sentence that names the cause and the remedy."""

from __future__ import annotations


class MicrocalcError(Exception):
    """Base of every error that is shown to a user as it stands."""


class InputError(MicrocalcError):
    """The image, or a fact that it lacks, makes an analysis impossible."""


class ModelError(MicrocalcError):
    """A model is missing, altered, or made for something else."""


class OutputError(MicrocalcError):
    """A result could not be written."""


class Cancelled(MicrocalcError):
    """The user asked for the work to stop."""
