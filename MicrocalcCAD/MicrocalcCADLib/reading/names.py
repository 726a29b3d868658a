"""Laterality and view from words in identifiers and file names, such as ``Mass-Test_P_00820_RIGHT_CC``."""

from __future__ import annotations

import re

VIEWS = ("CC", "MLO", "ML", "LM", "LMO", "FB", "SIO", "ISO", "XCC", "XCCL", "XCCM", "AT", "CV")
_SIDE_AND_VIEW = re.compile(rf"(?<![A-Z0-9])(LEFT|RIGHT|L|R)[\s_^-]*({'|'.join(sorted(VIEWS, key=len, reverse=True))})(?![A-Z0-9])")
_SIDE = re.compile(r"(?<![A-Z])(LEFT|RIGHT)(?![A-Z])")


def side_and_view(*texts: str) -> tuple[str | None, str | None]:
    """Return (``L`` or ``R`` or None, view or None) from the first text that tells; single letters count beside a view only."""
    for text in texts:
        if match := _SIDE_AND_VIEW.search(text.upper()):
            return match[1][0], match[2]
    for text in texts:
        if match := _SIDE.search(text.upper()):
            return match[1][0], None
    return None, None
