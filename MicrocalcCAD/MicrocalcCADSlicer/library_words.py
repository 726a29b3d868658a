"""What the library says, in the language of the application.

The library speaks English, in files, in the scene and from its child processes. Where the panel shows what it says, the
sentence is taken apart by the library's keys (`library_texts`): key and values are found again, the key is translated,
the values are put back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from MicrocalcCADLib import RESEARCH_ONLY
from slicer.i18n import translate

from . import library_texts
from .decimals import written

_PLACEHOLDER = re.compile(r"{(\w+)}")
# A report's sentence about a group: side and view, what and where, how the place was estimated, the comparison, and the
# odds.
_REPORTED = re.compile(
    r"(?P<side>Left breast|Right breast|Breast of unknown side), (?P<view>[^:,]+): (?P<parts>.+?)"
    r"(?: \((?P<estimated>(?:nipple|mm in the breast)[^()]+)\))?(?:; (?P<prior>.+?))?\.(?: (?P<odds>Like lesions .*))?",
    re.DOTALL,
)
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?]) (?=[A-Z0-9])")
DEEPEST, MOST_KNOWN = 3, 4096
VERSIONS = {"version", "oldest"}
Translate = Callable[[str, str], str]


@dataclass(frozen=True, eq=False)
class Key:
    """A sentence of a library with the names of its values in braces, and the context under which
    translators find it.
    """

    context: str
    text: str

    @property
    def letters(self) -> int:
        """How many letters are its own."""
        return sum(one.isalpha() for one in _PLACEHOLDER.sub("", self.text))

    @cached_property
    def longest_part(self) -> str:
        """The longest part between its values: a sentence without it is none of this key."""
        return max(_PLACEHOLDER.sub("\0", self.text).split("\0"), key=len)

    @cached_property
    def names(self) -> list[str]:
        """The names of its values, in order."""
        return _PLACEHOLDER.findall(self.text)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("(.+?)".join(re.escape(part) for part in re.split(r"{\w+}", self.text)), re.DOTALL)

    def values(self, sentence: str) -> dict[str, str] | None:
        """Return its values in a sentence; None for another sentence."""
        if self.longest_part not in sentence:
            return None
        found = self._pattern.fullmatch(sentence)
        return None if found is None else dict(zip(self.names, found.groups(), strict=True))


class Library:
    """Finds sentences of libraries and says them in the language of the application.

    Parameters
    ----------
    texts
        (context, keys) of each library.
    """

    def __init__(self, *texts: tuple[str, Iterable[str]]) -> None:
        keys = [Key(context, text) for context, listed in texts for text in listed]
        self._exact = {key.text: key for key in keys if "{" not in key.text}
        # The key with most letters first: of two that fit, it says more.
        self._open = sorted((key for key in keys if "{" in key.text), key=lambda key: -key.letters)
        self._contexts = [context for context, _listed in texts]
        self._known = lru_cache(MOST_KNOWN)(self._found)

    def said(self, text: object) -> str:
        """Return what a library says in the language of the application; what is not known stays as it is."""
        sentence = str(text)
        language = tuple(translate(context, RESEARCH_ONLY) for context in self._contexts)
        return sentence if set(language) == {RESEARCH_ONLY} else self._known(sentence, language)

    def _found(self, sentence: str, _language: tuple[str, ...]) -> str:
        return self._said(sentence, 0)

    def _said(self, sentence: str, depth: int) -> str:
        if depth > DEEPEST or not sentence.strip():
            return sentence
        if sentence in self._exact:
            return self._translated(self._exact[sentence])
        reported = _REPORTED.fullmatch(sentence)
        if reported is not None:
            return self._report(reported, depth)
        for key in self._open:
            values = key.values(sentence)
            if values is not None:
                return self._filled(
                    self._translated(key), {name: self._value(name, value, depth) for name, value in values.items()}
                )
        return self._in_parts(sentence, depth)

    def _translated(self, key: Key) -> str:
        translated = translate(key.context, key.text)
        return translated if sorted(_PLACEHOLDER.findall(translated)) == sorted(key.names) else key.text

    def _filled(self, text: str, values: dict[str, str]) -> str:
        return _PLACEHOLDER.sub(lambda found: values[found[1]], text)

    def _value(self, name: str, value: str, depth: int) -> str:
        """Return a value in the language: numbers, and what is itself said by a library, as an error within an error,
        or words in a row.
        """
        number = value if name in VERSIONS else written(value)
        if number != value:
            return number
        parts = value.split(", ")
        translated = [self._said(one, depth + 1) for one in parts]
        if not all(one != part for one, part in zip(translated, parts, strict=True)):
            whole = self._said(value, depth + 1)
            if whole != value:
                return whole
        return ", ".join(translated)

    def _report(self, found: re.Match[str], depth: int) -> str:
        """Return a report's sentence; its parts are keys of their own."""
        known = {name: value for name, value in found.groupdict().items() if value is not None}
        parts = [self._said(part, depth + 1) for part in known["parts"].split(", ")]
        text = f"{self._said(known['side'], DEEPEST)}, {self._said(known['view'], DEEPEST)}: {', '.join(parts)}"
        notes = [self._said(one, DEEPEST) for one in known.get("estimated", "").split("; ")]
        text += f" ({'; '.join(notes)})" if "estimated" in known else ""
        text += f"; {self._said(known['prior'], depth + 1)}" if "prior" in known else ""
        return f"{text}. {self._said(known['odds'], depth + 1)}" if "odds" in known else f"{text}."

    def _in_parts(self, sentence: str, depth: int) -> str:
        """Return several sentences one by one, lines first."""
        lines: Sequence[str] = sentence.split("\n")
        if len(lines) > 1:
            return "\n".join(self._said(line, depth + 1) for line in lines)
        parts = _BETWEEN_SENTENCES.split(sentence)
        if len(parts) > 1:
            return self._joined(parts, depth)
        return sentence

    def _joined(self, parts: Sequence[str], depth: int) -> str:
        """Return sentences in a row; a text of several sentences is one key, so the longest row that is known is taken
        first.
        """
        for end in range(len(parts) - 1, 0, -1):
            first = " ".join(parts[:end])
            translated = self._said(first, DEEPEST) if end > 1 else self._said(first, depth + 1)
            if translated != first or end == 1:
                return f"{translated} {self._said(' '.join(parts[end:]), depth + 1)}"
        return " ".join(parts)


said = Library((library_texts.CONTEXT, library_texts.TEXTS)).said
