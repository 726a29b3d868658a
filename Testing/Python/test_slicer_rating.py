"""Malignancy and BI-RADS in the panel's list of clusters: rated once the slider rests, said to be not rated where they
are not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from MicrocalcCADLib.findings import Findings
from panel_material import choose, groups

pytest_plugins = ["slicer_fixtures"]


def tips(widget: Any) -> list[str]:
    """Return the tips of the rows of groups."""
    return [widget.ui.clusterTable.item(row, 0).toolTip() for row in groups(widget)]


@pytest.fixture
def first_is_rated(monkeypatch: pytest.MonkeyPatch) -> list[Findings]:
    """Rate the first cluster 0.42 and the others not; returns the findings that were rated."""
    import MicrocalcCADSlicer.rating as module

    seen = []

    def rated(analysis: Any, findings: Findings, mammogram: Any, only: Any = None, _choice: Any = None) -> Findings:
        seen.append(findings)
        first = findings.reported_clusters[0].id
        return replace(
            findings, clusters=tuple(replace(c, malignancy=0.42) if c.id == first else c for c in findings.clusters)
        )

    monkeypatch.setattr(module, "assess", rated)
    return seen


def test_tip_and_card_say_the_malignancy_of_a_rated_cluster(
    widget: Any, detected: Callable, first_is_rated: list
) -> None:
    detected()
    assert ["Malignancy 0.42" in tip for tip in tips(widget)] == [True, False]
    choose(widget, 0)
    assert "Malignancy 0.42." in widget.ui.sentenceLabel.text
    choose(widget, 1)
    assert "Malignancy" not in widget.ui.sentenceLabel.text


def test_without_a_rating_nothing_is_said_of_it(
    widget: Any, detected: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    import MicrocalcCADSlicer.rating as module

    monkeypatch.setattr(module, "assess", lambda analysis, findings, *others: findings)
    detected()
    assert not any("Malignancy" in tip for tip in tips(widget))


def test_clusters_are_rated_again_when_the_slider_rests_and_not_before(
    widget: Any, detected: Callable, first_is_rated: list
) -> None:
    nodes = detected()
    before = len(first_is_rated)
    widget.ui.thresholdSlider.setValue(0.3)
    widget.ui.thresholdSlider.setValue(0.35)
    assert len(first_is_rated) == before
    widget.panel.findings.settleNow()
    assert len(first_is_rated) == before + 1
    assert "Malignancy 0.42" in tips(widget)[0]
    assert '"malignancy": 0.42' in nodes.findings.GetText()


def test_odds_follow_the_slider_and_their_sentence_is_the_tip_of_the_row(
    widget: Any, detected: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    import MicrocalcCADSlicer.rating as module

    odds = {"malignant": 0.2, "low": 0.1, "high": 0.3, "n": 51}

    def rated(analysis: Any, findings: Findings, mammogram: Any, only: Any = None, _choice: Any = None) -> Findings:
        return replace(findings, clusters=tuple(replace(c, odds=odds) for c in findings.clusters))

    monkeypatch.setattr(module, "assess", rated)
    detected()
    assert "n = 51: 2 of 10 were malignant" in tips(widget)[0]
    sentence = widget.panel.findings.session.findings.reported_clusters[0].sentence
    monkeypatch.setattr(
        module, "assess", lambda analysis, findings, *others: findings
    )  # what is shown now is remembered
    best = widget.panel.findings.session.findings.reported_clusters[0]
    widget.ui.thresholdSlider.setValue(min(0.55, best.score))
    moved = widget.panel.findings.session.findings.reported_clusters[0]
    assert (moved.odds, moved.sentence) == (odds, sentence)


def test_odds_of_groups_that_are_not_reported_stay_while_the_slider_moves(
    widget: Any, volume: Any, real_ratings: None
) -> None:
    from test_slicer_findings_list import named_analysis

    def odds() -> dict[str, Any]:
        return {c.morphology: c.odds for c in widget.panel.findings.session.findings.clusters}

    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.detectButton.click()
    widget.started[-1].finish(named_analysis(widget.started[-1].mammogram))
    widget.panel.findings.settleNow()
    at_rest, reported = odds(), {c.morphology: c.reported for c in widget.panel.findings.session.findings.clusters}
    assert (
        at_rest["vascular"]
        and at_rest["fine pleomorphic"]
        and reported == {"vascular": False, "fine pleomorphic": True}
    )
    widget.ui.thresholdSlider.setValue(0.4)
    assert odds() == at_rest
    widget.ui.thresholdSlider.setValue(1.0)
    assert not any(c.reported for c in widget.panel.findings.session.findings.clusters)
    assert {word: value for word, value in odds().items() if word == "fine pleomorphic"} in (
        {},
        {"fine pleomorphic": at_rest["fine pleomorphic"]},
    )
    widget.ui.thresholdSlider.setValue(0.4)
    assert odds() == at_rest


def test_a_group_of_another_kind_is_rated_anew(findings: Findings) -> None:
    from MicrocalcCADSlicer.rating import Ratings

    def named(word: str) -> Findings:
        return replace(
            findings, clusters=tuple(replace(c, morphology=word, morphologies={word: 1.0}) for c in findings.clusters)
        )

    ratings, rim = Ratings(), named("rim")
    ratings._remember(replace(rim, clusters=tuple(replace(c, sentence="Of a rim.") for c in rim.clusters)))
    assert {c.sentence for c in ratings.carried(rim).reported_clusters} == {"Of a rim."}
    assert {c.sentence for c in ratings.carried(named("skin")).reported_clusters} == {""}


def test_another_image_in_the_volume_is_not_rated(widget: Any, detected: Callable, first_is_rated: list) -> None:
    import numpy as np
    import slicer.util

    nodes = detected()
    before = len(first_is_rated)
    slicer.util.updateVolumeFromArray(
        nodes.volume, np.random.default_rng(1).integers(0, 4000, (1, 90, 80)).astype(np.uint16)
    )
    widget.panel.findings.session.settle()
    assert len(first_is_rated) == before


def test_the_list_and_the_tables_say_birads_and_what_it_was_learned_from(
    widget: Any, detected: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    import MicrocalcCADSlicer.rating as module
    from MicrocalcCADLib.assessment.birads_scale import abstention, rating
    from MicrocalcCADSlicer.tables import updateClusterTable

    ratings = [rating(0.62, 4, "learned from simulated lesions"), abstention("learned from simulated lesions")]
    seen = []

    def rated(analysis: Any, findings: Findings, mammogram: Any, only: Any = None, _choice: Any = None) -> Findings:
        of = {c.id: r for c, r in zip(findings.reported_clusters, ratings, strict=True)}
        seen.append(replace(findings, clusters=tuple(replace(c, birads=of.get(c.id)) for c in findings.clusters)))
        return seen[-1]

    monkeypatch.setattr(module, "assess", rated)
    nodes = detected()
    first, second = tips(widget)
    assert "BI-RADS 4 (risk 0.62, 3 below 0.50), learned from simulated lesions" in first
    assert "BI-RADS abstains, learned from simulated lesions" in second
    table = nodes.clusterTable
    updateClusterTable(table, seen[-1], dict.fromkeys((c.id for c in seen[-1].clusters), "unseen"))
    names = [table.GetColumnName(i) for i in range(table.GetNumberOfColumns())]
    assert {"birads", "birads_basis"} <= set(names)
    assert table.GetCellText(1, names.index("birads")) == "abstains"


@pytest.mark.usefixtures("real_ratings")
def test_another_rating_is_chosen_kept_with_the_scene_and_undone(widget: Any, detected: Callable) -> None:
    from MicrocalcCADSlicer.scene_state import readState
    from MicrocalcCADSlicer.session import reviewed

    nodes, selector, panel = detected(), widget.ui.ratingSelector, widget.panel.findings
    assert [selector.itemText(i) for i in range(selector.count)][:3] == [
        "odds of real lesions",
        "malignancy-simulated",
        "birads-simulated",
    ]
    assert panel.session.findings.reported_clusters[0].malignancy is None
    selector.setCurrentIndex(selector.findData("malignancy-simulated"))
    panel.settleNow()
    assert "Malignancy" in tips(widget)[0] and panel.session.findings.rating["name"] == "malignancy-simulated"
    assert readState((nodes.segmentation,)).ratings == ("malignancy-simulated",)
    assert reviewed(nodes.volume)[0].rating == panel.session.findings.rating
    panel.undo()
    panel.settleNow()
    assert (selector.currentText, "Malignancy" in tips(widget)[0]) == ("odds of real lesions", False)
    assert panel.session.findings.reported_clusters[0].malignancy is None
    selector.setCurrentIndex(selector.findData("none"))
    panel.settleNow()
    assert panel.session.findings.rating is None


@pytest.mark.usefixtures("real_ratings")
def test_a_new_detection_and_a_batch_are_rated_as_chosen(widget: Any, detected: Callable, tmp_path: Any) -> None:
    widget.panel.findings.chooseRating("malignancy-simulated")
    detected()
    assert widget.panel.findings.session.findings.rating["name"] == "malignancy-simulated"
    widget.ui.batchOutputEdit.text = widget.ui.batchInputEdit.text = str(tmp_path)
    assert widget.batch._request()[1].detection.ratings == ("malignancy-simulated",)


@pytest.mark.usefixtures("real_ratings")
def test_an_own_rating_that_was_asked_for_in_training_is_chosen(widget: Any, detected: Callable, tmp_path: Any) -> None:
    import shutil

    from MicrocalcCADLib.models import models_folder
    from MicrocalcCADSlicer.user_models import wantModel

    detected()
    method = widget.ui.methodSelector.currentText
    folder = shutil.copytree(models_folder() / "malignancy-simulated", tmp_path / "mine")
    wantModel("malignancy", str(folder))
    widget.panel.enter()
    widget.panel.findings.settleNow()
    assert widget.ui.ratingSelector.currentText == "mine (own)"
    assert widget.ui.methodSelector.currentText == method, "the detector stays"
    assert widget.logic.getParameterNode().rating == str(folder), "a scene keeps the choice"
    assert widget.panel.findings.session.state.ratings == (str(folder),)
    assert any(c.malignancy is not None for c in widget.panel.findings.session.findings.reported_clusters)
    shutil.rmtree(folder)
    widget.panel.findings.onRatingChosen()
    widget.panel.findings.session.settle()
    assert "No rating of" in widget.panel.findings.session.findings.notices[-1].text


@pytest.mark.usefixtures("real_ratings")
def test_a_bundle_that_rates_nothing_is_said_in_one_sentence_among_the_notes(widget: Any, detected: Callable) -> None:
    from MicrocalcCADLib.models import models_folder

    detected()
    before = set(widget.panel.findings.session.findings.notices)
    widget.panel.findings.chooseRating(str(models_folder() / "two-stage"))
    widget.panel.findings.settleNow()
    (said,) = (line for line in widget.ui.noticesLabel.text.splitlines() if "rates nothing" in line)
    assert said.startswith("• No rating of calcifications: ") and said.endswith(
        "which rates nothing: choose a model for odds or malignancy or birads."
    )
    assert "--rating" not in said
    assert len(set(widget.panel.findings.session.findings.notices) - before) == 1
    assert widget.panel.findings.session.findings.reported_clusters
