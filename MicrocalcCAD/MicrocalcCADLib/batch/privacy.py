"""Keeping identifiers out of names and sentences.

An image is known by the stem of its file and its SHA-256. A stem that holds a word of its own header (`identifiers`) in
whatever spelling, or a full date, is replaced by a hash.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache

from .identifiers import folded, folded_places

# first letters of the months in several languages
MONTHS = (
    *(
        "jan|ene|gen",
        "feb|fev",
        "mar|mrz|mrt|maa",
        "apr|abr|avr",
        "may|mai|mei|mag",
        "jun|juin|giu",
        "jul|juil|lug",
        "aug|ago|aou",
    ),
    *("sep|set", "oct|okt|ott|out", "nov", "dec|dez|dic|des"),
)
_ANY_MONTH = "|".join(MONTHS)
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:1[89]|20)\d\d"
_ANY_DATE = re.compile(
    rf"(?<![\d.])(?:{_YEAR}([-_. ]){_MONTH}\1{_DAY}|{_DAY}([-_. ]){_MONTH}\2{_YEAR}|{_MONTH}([-_."
    rf" ]){_DAY}\3{_YEAR})(?!\.?\d)"
    rf"|(?<!\d){_DAY}[\W_]*(?:{_ANY_MONTH})[a-z]*[\W_]*{_YEAR}(?!\d)|(?:{_ANY_MONTH})[a-z]*[\W_]*{_DAY}[\W_]+{_YEAR}(?!\d)"
)
# words of two letters that sentences have, which nobody's name takes out of them
_COMMON = frozenset("am an as at be by do go he if in is it me my no of on or so to up us we".split())
# words of so many letters are found whole only: in names of files one by one and side by side, in sentences
SHORT_IN_NAMES, SHORT_JOINED, SHORT_IN_SENTENCES, LONG_NUMBER = 2, 5, 4, 6


def holds_any(name: str, words: Iterable[str]) -> bool:
    """Return whether a name holds one of the words, with any case, accents, separators; a date in any spelling."""
    plain, squeezed = _plain(name), folded(name)
    return any(_pattern(word, SHORT_IN_NAMES).search(plain) for word in words if _may_hold(squeezed, word))


def holds_date(name: str) -> bool:
    """Return whether a name holds a full date that is written as one, with separators or the name of a month."""
    return _ANY_DATE.search(_plain(name)) is not None


def without(sentence: str, words: Iterable[str], replacement: str = "...") -> str:
    """Return a sentence with every occurrence of the words replaced; found as by `holds_any`, short ones only where
    they stand alone.
    """
    for word in words:
        if any(map(str.isalnum, word)) and folded(word) not in _COMMON and _may_hold(folded(sentence), word):
            sentence = _replaced(sentence, _pattern(word, SHORT_IN_SENTENCES), replacement)
    return sentence


def facts_without(facts: Mapping[str, str], words: Iterable[str]) -> dict[str, str]:
    """Return facts of an acquisition without those that hold one of the words: a header may have a name in a wrong
    place.
    """
    words = tuple(words)
    return {name: value for name, value in facts.items() if not holds_any(value, words)}


def pseudonym(kind: str, value: str) -> str:
    """Return ``kind-`` and ten hexadecimal digits that are always the same for a value and do not tell it."""
    return f"{kind}-{hashlib.sha256(value.encode('utf-8', 'surrogateescape')).hexdigest()[:10]}"


def _replaced(sentence: str, pattern: re.Pattern[str], replacement: str) -> str:
    places = folded_places(sentence)
    plain, done, result = _plain(sentence), 0, ""
    for match in pattern.finditer(plain):
        if match.end() > match.start():
            first, last = places[match.start()][1], places[match.end() - 1][1] + 1
            result, done = result + sentence[done:first] + replacement, max(done, last)
    return result + sentence[done:]


def _plain(name: str) -> str:
    return "".join(one for one, _ in folded_places(name))


def _may_hold(squeezed: str, word: str) -> bool:
    """Return whether it is worth to look for a word in a text of these letters and digits."""
    day = _as_date(word)
    return f"{day.year % 100:02d}" in squeezed if day else folded(word) in squeezed


@lru_cache(8192)
def _pattern(word: str, short: int) -> re.Pattern[str]:
    """Return how a word is found in a folded text; one of so many letters, or digits, only whole."""
    if day := _as_date(word):
        return _date_pattern(day)
    if re.fullmatch(r"[\d.]+", word) and "." in word:  # a UID
        return re.compile(r"[._-]".join(re.escape(part) for part in word.split(".")))
    parts = [one for one in re.split(r"[\W_]+", "".join(one for one, _ in folded_places(word))) if one]
    squeezed, least = "".join(parts), SHORT_IN_NAMES if len(parts) == 1 else SHORT_JOINED
    pattern = r"[\W_]*".join(
        r"[\W_]?".join(part) if part.isdecimal() and len(part) >= LONG_NUMBER else re.escape(part) for part in parts
    )
    if squeezed.isascii() and (len(squeezed) <= least or (squeezed.isalpha() and len(squeezed) <= short)):
        kind = r"[^\W\d_]" if squeezed.isalpha() else r"[^\W_]"
        pattern = f"(?<!{kind}){pattern}(?!{kind})"
    return re.compile(pattern)


def _as_date(word: str) -> date | None:
    if not re.fullmatch(r"(?:1[89]|20)\d{6}", word):
        return None
    try:
        return date(int(word[:4]), int(word[4:6]), int(word[6:]))
    except ValueError:
        return None


def _date_pattern(day: date) -> re.Pattern[str]:
    """Return how a date is found: year, month and day in the usual orders, with or without zeros, separators, century,
    names of months.
    """
    d, m, y = f"0?{day.day}", f"0?{day.month}", f"(?:{day.year}|{day.year % 100:02d})"
    name = f"(?:{MONTHS[day.month - 1]})[a-z]*"
    apart: Callable[..., str] = r"[\W_]+".join
    named: Callable[..., str] = r"[\W_]*".join
    guarded = [apart((y, m, d)), apart((d, m, y)), apart((m, d, y)), named((d, name, y)), named((y, name, d))]
    guarded += [day.strftime(form) for form in ("%y%m%d", "%d%m%y", "%m%d%y")]
    anywhere = [
        f"{day.year:04d}{day:%m%d}",
        f"{day:%d%m}{day.year:04d}",
        f"{day:%m%d}{day.year:04d}",
        rf"{name}[\W_]*{d}[\W_]+{y}(?!\d)",
    ]
    return re.compile("|".join([*(rf"(?<!\d){one}(?!\d)" for one in guarded), *anywhere]))
