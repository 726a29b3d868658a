"""Fills the tables of Docs/kinds.md from the words that the program works with.

Run from the repository's root: ``PYTHONPATH=MicrocalcCAD python tools/make_kinds_page.py``.
"""

from __future__ import annotations

from pathlib import Path

import page_tables
from MicrocalcCADLib.kinds.vocabulary import DISTRIBUTIONS, KINDS, NO_CALCIFICATIONS, Distribution, Kind
from page_tables import table

PAGE = Path(__file__).resolve().parents[1] / "Docs" / "kinds.md"
_NONE = "-"


def tables() -> dict[str, str]:
    """Return every table of the page."""
    return {
        "typically-benign": _kinds(True),
        "suspicious": _kinds(False),
        "distributions": table(("Word", "What it means"), ((one.word, one.definition) for one in DISTRIBUTIONS)),
        "codes": table(
            ("Word", "Code", "Meaning in DICOM", "In CBIS-DDSM", "Also understood"),
            (
                (one.word, f"{one.code.scheme_designator} {one.code.value}", one.code.meaning, *_others(one))
                for one in (*KINDS, *DISTRIBUTIONS)
            ),
        ),
        "no-calcifications": table(("Not a calcification",), ((word,) for word in NO_CALCIFICATIONS)),
    }


def filled(page: str) -> str:
    """Return the page with every table as it is now; raises `ValueError` unless each one has its place."""
    return page_tables.filled(page, tables())


def _kinds(benign: bool) -> str:
    rows = (
        (kind.word, f"{kind.sizes_mm[0]:g} to {kind.sizes_mm[1]:g} mm", kind.definition)
        for kind in KINDS
        if kind.typically_benign == benign
    )
    return table(("Kind", "Length of one", "Looks"), rows)


def _others(one: Kind | Distribution) -> tuple[str, str]:
    cbis = one.cbis if isinstance(one, Kind) else (one.cbis,)
    return ", ".join(cbis) or _NONE, ", ".join(one.dev) or _NONE


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
