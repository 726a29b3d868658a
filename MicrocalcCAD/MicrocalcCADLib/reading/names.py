"""Laterality and view from words: file names, descriptions, identifiers, and elements that hold words
instead of codes.
"""

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
# how modifiers are written out in elements that people fill in
MODIFIER_WORDS = {
    **dict.fromkeys(("MAG", "MAGN", "MAGNIFIED", "MAGNIFICATION"), "magnification"),
    "SPOT": "spot compression",
    **dict.fromkeys(("IMPLANT DISPLACED", "EKLUND"), "implant displaced"),
    "TANGENTIAL": "tangential",
}
# English, Dutch and German, French, Spanish, Italian, Portuguese
SIDE_WORDS = {
    **dict.fromkeys(
        ("L", "LT", "LEFT", "LINKS", "GAUCHE", "IZQUIERDA", "IZQUIERDO", "SINISTRA", "SINISTRO", "ESQUERDA"), "L"
    ),
    **dict.fromkeys(
        ("R", "RT", "RIGHT", "RECHTS", "DROIT", "DROITE", "DERECHA", "DERECHO", "DESTRA", "DESTRO", "DIREITA"), "R"
    ),
}
_BREAST = ("BREAST", "BRUST", "BORST", "SEIN", "MAMA", "MAMMA")
_VIEW = "|".join(sorted(VIEWS, key=len, reverse=True))
_ANY_SIDE = "|".join(sorted(SIDE_WORDS, key=len, reverse=True))
_SIDE_AND_VIEW = re.compile(rf"(?<![A-Z0-9])({_ANY_SIDE})[\s_^-]*({_VIEW})(?![A-Z0-9])")
_VIEW_AND_SIDE = re.compile(rf"(?<![A-Z0-9])({_VIEW})[\s_^-]+({_ANY_SIDE})(?![A-Z0-9])")
_AND = r"(?:&|/|\+|(?<=[\s_])(?:AND|UND|ET|Y|E)(?=[\s_]))"
_SIDES_AND_VIEW = re.compile(
    rf"(?<![A-Z0-9])(?:{_ANY_SIDE})[\s_]*{_AND}[\s_]*(?:{_ANY_SIDE})[\s_^-]*({_VIEW})(?![A-Z0-9])"
)
_SIDE = re.compile(r"(?<![A-Z])(LEFT|RIGHT)(?![A-Z])")
_POSITION = re.compile(
    rf"(LEFT|RIGHT|LT|RT|[LR])?[\s_-]*([MS]*?)({_VIEW})[\s_-]*({'|'.join(VIEW_SUFFIXES)})?[\s_-]*(LEFT|RIGHT|LT|RT|[LR])?"
)
_MODIFIER = re.compile(rf"(?<![A-Z])({'|'.join(sorted(MODIFIER_WORDS, key=len, reverse=True))})(?![A-Z])")
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
    """Return (``L`` or ``R`` or None, view or None) from the first text that tells.

    Single letters, and words of other languages than English, count beside a view only. A text that names both sides,
    or several views, tells none of that.
    """
    for text in texts:
        if found := _pair(text):
            return found
    for text in texts:
        sides = {match[0] for match in _SIDE.findall(text.upper())}
        if len(sides) == 1:  # a text that names both sides tells none
            return sides.pop(), None
    return None, None


def without_side_and_view(text: str) -> str | None:
    """Return what a name says beside side and view, such as ``P1`` of ``P1_R_CC``; None where it names no side.

    A number that a program has put behind names that are alike (``R CC_1``) is not part of it.
    """
    capitals = "".join(big if len(big := sign.upper()) == 1 else sign for sign in text)
    found = _SIDE_AND_VIEW.search(capitals) or _VIEW_AND_SIDE.search(capitals) or _SIDE.search(capitals)
    if found is None:
        return None
    behind = re.sub(r"^_\d+$", "", text[found.end() :])
    return " ".join(re.split(r"[\s_^:;,.()-]+", f"{text[: found.start()]} {behind}")).strip()


def side_beside_view(text: str) -> tuple[str | None, str | None]:
    """Return side and view where they stand together, as in an identifier; a side alone may be anything there."""
    return _pair(text) or (None, None)


def side_in_word(word: str) -> str | None:
    """Return ``L`` or ``R`` for an element that holds a side as a letter or a word, None for all else
    (``B``, ``U``).
    """
    words = [one for one in re.split(r"[^A-Z]+", word.upper()) if one and one not in _BREAST]
    return SIDE_WORDS.get(words[0]) if len(words) == 1 else None


def modifiers_in(text: str) -> tuple[str, ...]:
    """Return the modifiers of a view that a text writes out, such as ``R CC MAG``."""
    return tuple(dict.fromkeys(MODIFIER_WORDS[found] for found in _MODIFIER.findall(text.upper())))


def position(word: str) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Return side, view and modifiers of an element that should hold a view.

    That is ``MLO``, ``RMLO``, ``LCCID``, ``CC MAG`` or ``medio-lateral oblique``.
    """
    word = word.strip().upper()
    if word in VIEWS:
        return None, word, ()
    if written_out := modifiers_in(word):
        rest = _MODIFIER.sub(" ", word).replace("COMPRESSION", " ").strip(" _-")
        side, view, modifiers = position(rest)
        return side, view, (*modifiers, *written_out)
    if match := _POSITION.fullmatch(word):
        before, prefixes, view, suffix, after = match.groups()
        modifiers = (*(VIEW_PREFIXES[p] for p in prefixes), *([VIEW_SUFFIXES[suffix]] if suffix else []))
        return (before or after or " ")[0].strip() or None, view, modifiers
    letters = "".join(c for c in word if c.isalpha())
    view = next((view for words, view in _WORDS if words in letters), None)
    return side_and_view(word)[0] if view else None, view, ()


def _pair(text: str) -> tuple[str | None, str | None] | None:
    if both := _SIDES_AND_VIEW.search(text.upper()):
        return None, both[1]
    pairs = [(SIDE_WORDS[side], view) for side, view in _SIDE_AND_VIEW.findall(text.upper())]
    pairs = pairs or [(SIDE_WORDS[side], view) for view, side in _VIEW_AND_SIDE.findall(text.upper())]
    if not pairs:
        return None
    sides, views = {side for side, _ in pairs}, {view for _, view in pairs}
    return (sides.pop() if len(sides) == 1 else None), (views.pop() if len(views) == 1 else None)
