"""Odds of regions that are drawn and named: as good as the words where the network is right, worth nothing where it
says the same of all.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("sklearn")
pytest.importorskip("torch")

from MicrocalcCADLib.assessment.odds import DescribedLesion
from MicrocalcCADLib.kinds.kind_map import SPACING_MM
from MicrocalcCADLib.kinds.vocabulary import KINDS
from MicrocalcTrainLib.recipes.odds import OddsRecipe
from MicrocalcTrainLib.simulation.backgrounds import procedural
from MicrocalcTrainLib.workflows.lesion_kinds import Model
from MicrocalcTrainLib.workflows.odds import Regions, fit, of_images
from MicrocalcTrainLib.workflows.odds_of_images import SIDE_PX, drawable, odds_of_images

LINEAR = DescribedLesion(frozenset({"FINE_LINEAR_BRANCHING"}), frozenset({"LINEAR"}), 20.0, 2)
VASCULAR = DescribedLesion(frozenset({"VASCULAR"}), frozenset(), 30.0, 2)
MIXED = DescribedLesion(frozenset({"PUNCTATE", "PLEOMORPHIC"}), frozenset({"CLUSTERED"}), 12.0, 2)


class Says:
    """A network that sees one kind all over."""

    streams = 1

    def __init__(self, word: str) -> None:
        self.channel = 1 + [kind.word for kind in KINDS].index(word)

    def __call__(self, batch: np.ndarray) -> np.ndarray:
        assert batch.shape == (1, 2, SIDE_PX, SIDE_PX)
        logits = np.zeros((1, 15, SIDE_PX // 2, SIDE_PX // 2), np.float32)
        logits[:, self.channel] = 12
        return logits


def regions(n: int = 60) -> Regions:
    lesions = [LINEAR, VASCULAR] * (n // 2)
    malignant = np.arange(n) % 2 == 0
    malignant[:4] = ~malignant[:4]
    return Regions(
        lesions,
        malignant,
        np.ones(n, bool),
        np.zeros(n, bool),
        np.where(malignant, 5, 2),
        np.array([f"p{i}" for i in range(n)]),
    )


@pytest.fixture(scope="module")
def background():
    return procedural(np.random.default_rng(1), (700, 700), SPACING_MM)


def test_rows_of_several_types_are_not_drawn() -> None:
    rows = drawable([LINEAR, MIXED, VASCULAR])
    assert [one.row for one in rows] == [0, 2]
    assert [KINDS[one.kind - 1].word for one in rows] == ["fine linear or branching", "vascular"]
    assert [one.distribution for one in rows] == ["linear", "not determined"]


@pytest.mark.parametrize("word", ["vascular", "fine linear or branching"])
def test_the_odds_are_those_of_the_kind_that_the_network_sees(background, word: str) -> None:
    model, rows = fit(regions(), 1.0), drawable([LINEAR])
    (seen,) = odds_of_images(Model(Says(word)), [LINEAR], rows, [model], [background], 1)
    kinds = {kind.word: next(iter(kind.cbis)) for kind in KINDS if kind.cbis}
    expected = model.odds(DescribedLesion(frozenset({kinds[word]}), frozenset({"LINEAR"}), 20.0)).malignant
    assert seen == pytest.approx(expected, abs=0.02)


def test_the_card_has_both_figures(tmp_path: Path) -> None:
    figures = of_images(regions(), replace(OddsRecipe(), test_patches=6, folds=5), [], tmp_path)
    by_images, by_words = figures.values()
    assert by_images["regions"] == by_words["regions"] <= 6
    assert "kinds-simulated" in next(iter(figures))
