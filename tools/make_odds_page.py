"""Fills the tables of Docs/odds.md from the shipped model of the odds.

Run from the repository's root: ``PYTHONPATH=MicrocalcCAD python tools/make_odds_page.py``.
"""

from __future__ import annotations

from pathlib import Path

import page_tables
from MicrocalcCADLib.assessment.group_odds import odds_of
from MicrocalcCADLib.assessment.odds import ASSESSMENTS, Odds, OddsModel, expected_assessment
from MicrocalcCADLib.kinds.vocabulary import DISTRIBUTIONS, KINDS
from page_tables import table

PAGE = Path(__file__).resolve().parents[1] / "Docs" / "odds.md"
# Median longest side of the table's regions of each distribution, as on the model's card.
USUAL_MM = {"diffuse": 6.0, "regional": 35.0, "grouped": 15.0, "linear": 21.0, "segmental": 39.0}
SIZES_MM, OF_SIZES = (5.0, 10.0, 20.0, 40.0), "grouped"


def tables() -> dict[str, str]:
    """Return every table of the page."""
    model = OddsModel.load()
    described = [kind.word for kind in KINDS if kind.cbis]
    words = [one.word for one in DISTRIBUTIONS]
    return {
        "odds": table(
            ("Kind", *(f"{word}, {USUAL_MM[word]:g} mm" for word in words)),
            (
                (kind, *(_cell(odds_of({kind: 1.0}, word, USUAL_MM[word], model)) for word in words))
                for kind in described
            ),
        ),
        "sizes": table(
            ("Kind", *(f"{size:g} mm" for size in SIZES_MM)),
            ((word, *(_share(odds_of({word: 1.0}, OF_SIZES, size, model)) for size in SIZES_MM)) for word in described),
        ),
        "assessments": table(
            ("Kind", "mean (spread)", *map(str, ASSESSMENTS)),
            ((word, *_assessed(odds_of({word: 1.0}, OF_SIZES, USUAL_MM[OF_SIZES], model))) for word in described),
        ),
        "model": table(
            ("Model", "Version", "SHA-256 of its weights"),
            [(model.identity.name, model.identity.version, model.identity.sha256)],
        ),
    }


def filled(page: str) -> str:
    """Return the page with every table as it is now; raises `ValueError` unless each one has its place."""
    return page_tables.filled(page, tables())


def _cell(odds: Odds) -> str:
    return f"{_share(odds)}, n = {odds.n}"


def _share(odds: Odds) -> str:
    return f"{100 * odds.malignant:.0f} % ({100 * odds.low:.0f} to {100 * odds.high:.0f})"


def _assessed(odds: Odds) -> tuple[str, ...]:
    mean, spread = expected_assessment(odds.assessments)
    return f"{mean:.1f} ({spread:.1f})", *(f"{100 * share:.0f} %" for share in odds.assessments.values())


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
