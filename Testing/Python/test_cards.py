"""Every card that ships says what a reader has to know before a figure of it is believed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from MicrocalcTrainLib.__main__ import parsed

ROOT = Path(__file__).resolve().parents[2]
CARDS = sorted((ROOT / "Resources" / "Models").glob("*/docs/README.md"))
OF_THE_SAME_WEIGHTS = (
    "makes these very weights",  # with "is not known", or with how it was compared
    "no longer makes these very weights",
    "does not make these weights again",
    "makes other weights of it",
    "made once more, with the same",
)
# what each card says of its figures: both definitions where the paper has no clear one, and how objects, patches or
# regions are counted
DEFINITIONS = {
    "birads-simulated": (
        "the risk from its answer",
        "the first row of the table is without it",
        "A cluster's risk is the median",
    ),
    "context": ("those below 4 count as neither", "nearest to perfect", "Matching as in Marasinou 2023"),
    "hdogreg-light": ("ordered by", "without kinds", "nearest to perfect", "Matching as in Marasinou 2023"),
    "kinds-simulated": ("by the map alone", "is found by a mark of its own within"),
    "malignancy-simulated": ("the threshold is that of each fold", "Mean ± standard deviation over the folds"),
    "odds-cbis-ddsm": ("biopsied alone", "folds by patient", "always saying 4"),
    "patch-learning": ("| overlap |", "| group |", "A cluster is found if a marked square overlaps its circle"),
    "two-stage": (
        "slivers at the rim count",
        "C2 from 1 px",
        "slivers and faint ones count",
        "| same |",
        "| valid |",
        "Balanced:",
    ),
}


def test_every_shipped_model_has_a_card_whose_definitions_are_asked_for() -> None:
    assert [card.parent.parent.name for card in CARDS] == sorted(DEFINITIONS)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.parent.parent.name)
def test_a_card_says_training_data_command_definitions_and_whether_the_weights_come_out_again(card: Path) -> None:
    name, text = card.parent.parent.name, card.read_text(encoding="utf-8")
    assert re.search(r"^- (Training data|Data): \S.{60,}", text, re.MULTILINE), "what it learned from"
    made = text[text.index("\n## Made by\n") :]
    command, *_ = re.findall(r"^    (microcalc-train train .*)$", made, re.MULTILINE)
    options = parsed(command.split()[1:])  # it is still a command of this version
    assert name.startswith(options.name)
    flowing = " ".join(text.split())
    assert any(sentence in flowing for sentence in OF_THE_SAME_WEIGHTS), "whether the command makes these weights again"
    assert [words for words in DEFINITIONS[name] if words not in flowing] == []
