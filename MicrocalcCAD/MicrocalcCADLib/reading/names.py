"""Laterality and view from words: file names, descriptions, identifiers, and elements that hold words instead of codes."""

from __future__ import annotations

import re

VIEWS = ("CC", "MLO", "ML", "LM", "LMO", "FB", "SIO", "ISO", "XCC", "XCCL", "XCCM", "AT", "CV")
# IHE Mammography Image: short forms before and after the view
VIEW_PREFIXES = {"M": "magnification", "S": "spot compression"}
VIEW_SUFFIXES = {
    "ID": "implant displaced",
    "RL": "rolled laterally",
    "RM": "rolled medially",
    "RI": "rolled downwards",
    "RS": "rolled upwards",
    "TAN": "tangential",
}
_VIEW = "|".join(sorted(VIEWS, key=len, reverse=True))
_SIDE_AND_VIEW = re.compile(rf"(?<![A-Z0-9])(LEFT|RIGHT|L|R)[\s_^-]*({_VIEW})(?![A-Z0-9])")
_VIEW_AND_SIDE = re.compile(rf"(?<![A-Z0-9])({_VIEW})[\s_^-]+(LEFT|RIGHT|L|R)(?![A-Z0-9])")
_SIDE = re.compile(r"(?<![A-Z])(LEFT|RIGHT)(?![A-Z])")
_POSITION = re.compile(rf"(LEFT|RIGHT|[LR])?[\s_-]*([MS]*?)({_VIEW})[\s_-]*({'|'.join(VIEW_SUFFIXES)})?[\s_-]*(LEFT|RIGHT|[LR])?")
_WORDS = (
    ("CRANIOCAUDALEXAGGERATEDLATERAL", "XCCL"),
    ("CRANIOCAUDALEXAGGERATEDMEDIAL", "XCCM"),
    ("MEDIOLATERALOBLIQUE", "MLO"),
    ("LATEROMEDIALOBLIQUE", "LMO"),
    ("CRANIOCAUDAL", "CC"),
    ("CAUDOCRANIAL", "FB"),
    ("MEDIOLATERAL", "ML"),
    ("LATEROMEDIAL", "LM"),
)


def side_and_view(*texts: str) -> tuple[str | None, str | None]:
    """Return (``L`` or ``R`` or None, view or None) from the first text that tells; single letters count beside a view only."""
    for text in texts:
        if found := _pair(text):
            return found
    for text in texts:
        sides = {match[0] for match in _SIDE.findall(text.upper())}
        if len(sides) == 1:  # a text that names both sides tells none
            return sides.pop(), None
    return None, None


def side_beside_view(text: str) -> tuple[str | None, str | None]:
    """Return side and view where they stand together, as in an identifier; a side alone may be anything there."""
    return _pair(text) or (None, None)


def side_in_word(word: str) -> str | None:
    """Return ``L`` or ``R`` for an element that holds a side as a letter or a word, None for all else (``B``, ``U``)."""
    word = word.strip().upper()
    return word[0] if word in ("L", "R", "LEFT", "RIGHT") else None


def position(word: str) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Return side, view and modifiers of an element that should hold a view: ``MLO``, ``RMLO``, ``LCCID``, ``medio-lateral oblique``."""
    word = word.strip().upper()
    if word in VIEWS:
        return None, word, ()
    if match := _POSITION.fullmatch(word):
        before, prefixes, view, suffix, after = match.groups()
        modifiers = (*(VIEW_PREFIXES[p] for p in prefixes), *([VIEW_SUFFIXES[suffix]] if suffix else []))
        return (before or after or " ")[0].strip() or None, view, modifiers
    letters = "".join(c for c in word if c.isalpha())
    view = next((view for words, view in _WORDS if words in letters), None)
    return side_and_view(word)[0] if view else None, view, ()


def _pair(text: str) -> tuple[str, str] | None:
    if match := _SIDE_AND_VIEW.search(text.upper()):
        return match[1][0], match[2]
    if match := _VIEW_AND_SIDE.search(text.upper()):
        return match[2][0], match[1]
    return None
