"""Decimal numbers as the language of the application writes them."""

from __future__ import annotations

import re

from slicer.i18n import translate

from .library_texts import CONTEXT

EXAMPLE = "1.5"
# Numbers with their units, and nothing else: 0.07 x 0.07 mm.
_NUMBERS = re.compile(r"[-+]?\d+(?:\.\d+)?(?:(?: ?(?:mm²?|cm²|µm|px|%|s|GB|MB|×|x|to) ?)(?:[-+]?\d+(?:\.\d+)?)?)*")


class Decimal(float):
    """A number that a format writes with the decimal sign of the language."""

    def __format__(self, spec: str) -> str:
        return written(float.__format__(self, spec))


def written(text: str) -> str:
    """Return numbers, with units or without, with the decimal sign of the language; another text stays as it is."""
    sign = translate(CONTEXT, EXAMPLE)[1:2] or "."
    return text.replace(".", sign) if sign != "." and _NUMBERS.fullmatch(text) else text
