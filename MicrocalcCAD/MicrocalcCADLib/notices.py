"""What a reader must know beside the findings: a sentence, and what it holds for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from .errors import InputError

# One image; all that a model finds; all that this computer computes.
IMAGE, MODEL, INSTALLATION = "image", "model", "installation"
SCOPES = (IMAGE, MODEL, INSTALLATION)


@dataclass(frozen=True)
class Notice:
    """A sentence for the reader.

    Parameters
    ----------
    text
        The sentence.
    scope
        What it holds for, one of `SCOPES`: a notice of an image stands with each image, the others are said once for
        many.

    Raises
    ------
    InputError
        If the scope is another one.
    """

    text: str
    scope: str

    def __post_init__(self) -> None:
        if self.scope not in SCOPES:
            raise InputError(f"{self.scope!r} is no scope of a notice: use {', '.join(SCOPES)}.")


def of_image(*texts: str) -> tuple[Notice, ...]:
    """Return notices that hold for one image."""
    return tuple(Notice(text, IMAGE) for text in texts)


def of_model(*texts: str) -> tuple[Notice, ...]:
    """Return notices that hold for all that a model finds."""
    return tuple(Notice(text, MODEL) for text in texts)


def of_installation(*texts: str) -> tuple[Notice, ...]:
    """Return notices that hold for all that this computer computes."""
    return tuple(Notice(text, INSTALLATION) for text in texts)


def stored_notices(notices: Iterable[Notice]) -> list[dict[str, str]]:
    """Return notices as plain JSON types; `read_notices` reads them."""
    return [asdict(notice) for notice in notices]


def read_notices(stored: Any) -> tuple[Notice, ...]:
    """Return notices from a file; those of files before `microcalc-findings/2` are plain sentences.

    Raises
    ------
    InputError
        If they are no list, or one is neither a sentence nor a text with a scope.
    """
    if not isinstance(stored, list | tuple):
        raise InputError("The notices of the file are no list: detect again.")
    return tuple(_read(one) for one in stored)


def _read(stored: Any) -> Notice:
    if isinstance(stored, str):
        return Notice(stored, _scope_of_schema_1(stored))
    if not (isinstance(stored, Mapping) and isinstance(stored.get("text"), str)):
        raise InputError("A notice of the file has no text: detect again.")
    return Notice(stored["text"], stored.get("scope", IMAGE))


def _scope_of_schema_1(sentence: str) -> str:
    """Return the scope by the rule of the programs that wrote such files, which kept none."""
    return MODEL if any(word in sentence.lower() for word in ("trained", "learned", "research")) else IMAGE
