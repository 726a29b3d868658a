"""A moving slider: the image follows each move, the list a moment later; at rest all is as if it had never moved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from panel_material import add_volume, noise, pixels_of

pytest_plugins = ["slicer_fixtures"]
SHAPE, SPACING_MM = (1400, 1200), 0.1
MOVES = (0.9, 0.3, 0.62, 0.44, 0.99, 0.41, 0.55)


@pytest.fixture
def crowded(real_ratings: None, widget: Any) -> Any:
    """A mammogram with groups of four kinds, benign ones too, and single calcifications, of all scores; returns its
    volume.
    """
    from MicrocalcCADLib.analysis import Naming
    from MicrocalcCADLib.kinds.naming import WORDS
    from MicrocalcCADSlicer.volume import mammogramOf
    from report_material import make_analysis, make_spots

    volume = add_volume(noise(1, *SHAPE), name="crowded")
    volume.SetSpacing(SPACING_MM, SPACING_MM, 1.0)
    centres = [(row, column) for row in range(150, 1300, 140) for column in range(150, 1100, 130)]
    spots = list(dict.fromkeys(make_spots(centres, 14, 35)))
    random = np.random.default_rng(3)
    scores = random.permutation(np.linspace(0.2, 1.0, len(spots)))
    kinds = random.dirichlet(np.full(len(WORDS), 0.2), len(spots)).astype(np.float32) / 2
    likely = [WORDS.index(word) for word in ("amorphous", "fine pleomorphic", "coarse heterogeneous", "rim")]
    nearest = [int(np.hypot(*(np.array(centres) - spot).T).argmin()) for spot in spots]
    kinds[np.arange(len(spots)), np.array(likely)[np.array(nearest) % 4]] += 0.5
    analysis = make_analysis(mammogramOf(volume), spots, scores.tolist())
    analysis = replace(analysis, candidates=replace(analysis.candidates, naming=Naming(WORDS, kinds, scores)))
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.panel.findings.store(volume, analysis, None, show=True)
    return volume


def shown(widget: Any) -> dict[str, Any]:
    """All that scene and panel show and keep of the findings."""
    from MicrocalcCADSlicer.outlines import drawnShape
    from MicrocalcCADSlicer.results import resultsOf

    nodes, table = resultsOf(widget.panel.findings.volume()), widget.ui.clusterTable
    outlines = [
        (drawnShape(one), one.GetName(), one.GetDescription(), one.GetDisplayVisibility()) for one in nodes.outlines
    ]
    singles = [
        [tuple(one.GetNthControlPointPosition(i)) for i in range(one.GetNumberOfControlPoints())]
        for one in nodes.singles
    ]
    tables = [
        [
            [one.GetCellText(row, column) for column in range(one.GetNumberOfColumns())]
            for row in range(one.GetNumberOfRows())
        ]
        for one in (nodes.calcificationTable, nodes.clusterTable)
    ]
    cells = [[table.item(row, column) for column in range(table.columnCount)] for row in range(table.rowCount)]
    return {
        "findings": nodes.findings.GetText(),
        "outlines": sorted(outlines),
        "singles": sorted(singles),
        "tables": tables,
        "pixels": pixels_of(nodes).tobytes(),
        "list": [[(one.text(), one.toolTip(), one.background().color().name()) for one in row] for row in cells],
        "kinds": [widget.ui.kindFilter.itemText(i) for i in range(widget.ui.kindFilter.count)],
        "notes": widget.ui.noticesLabel.text,
        "more": widget.ui.moreLabel.text,
        "undo": widget.ui.undoButton.enabled,
    }


def test_at_rest_all_is_as_if_the_slider_had_stood_there_from_the_beginning(widget: Any, crowded: Any) -> None:
    import json

    from MicrocalcCADSlicer.scene_state import decoded
    from MicrocalcCADSlicer.session import reviewed

    findings = widget.panel.findings
    for value in MOVES:
        widget.ui.thresholdSlider.setValue(value)
        if value == 0.44:
            findings.listNow()
    findings.settleNow()
    moved = shown(widget)
    assert len(moved["outlines"]) > 9 and len(moved["list"]) > len(moved["outlines"]) and any(moved["singles"])
    unlisted = [c for c in findings.session.findings.clusters if not c.reported and not c.typically_benign]
    assert unlisted and all(len(c.outline) > 2 and c.morphologies for c in unlisted)
    # a session and an analysis of their own, which remember nothing of the moves
    fresh = findings.session.state.findings(decoded(findings.session.nodes.analysis.GetText()))
    assert [c.outline for c in fresh.clusters] == [c.outline for c in findings.session.findings.clusters]
    assert json.loads(moved["findings"]) == json.loads(json.dumps(reviewed(crowded)[0].to_dict()))
    widget.ui.clusterTable.setRowCount(0)
    findings._list._filled = []
    findings.show(crowded)
    assert {**shown(widget), "undo": True} == moved, "a new session has no step to undo, and no other difference"


def test_the_image_follows_at_once_and_the_list_a_moment_later(widget: Any, crowded: Any, application: Any) -> None:
    from MicrocalcCADSlicer.results import resultsOf

    widget.ui.thresholdSlider.setValue(0.4)
    widget.panel.findings.settleNow()
    listed = shown(widget)["list"]
    before = len(resultsOf(crowded).outlines), int(pixels_of(resultsOf(crowded)).sum())
    widget.ui.thresholdSlider.setValue(0.6)
    after = len(resultsOf(crowded).outlines), int(pixels_of(resultsOf(crowded)).sum())
    assert 0 < after[0] < before[0] and 0 < after[1] < before[1]
    assert shown(widget)["list"] == listed, "the list would hold the image up"
    application.wait_until(lambda: shown(widget)["list"] != listed, 5)


def test_what_a_reader_does_within_that_moment_is_about_the_new_list(widget: Any, crowded: Any) -> None:
    findings, table = widget.panel.findings, widget.ui.clusterTable
    findings.step(1)
    chosen = findings.chosen()
    last = table.rowCount - 1
    widget.ui.thresholdSlider.setValue(0.97)
    table.cellClicked.emit(last, 0)
    assert findings.chosen() is None or findings.chosen() in findings._list.selection.rows
    widget.ui.thresholdSlider.setValue(0.5)
    findings.step(1)
    widget.ui.thresholdSlider.setValue(0.45)
    findings.acceptFinding()
    states = findings.session.state.review.states(findings.session.findings)
    assert [state for state in states.values() if state != "unseen"] == ["accepted"]
    assert chosen is not None and findings.chosen() in findings._list.selection.rows


def test_a_move_describes_no_group_that_is_not_listed(
    widget: Any, crowded: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from MicrocalcCADLib import clusters

    described: list[int] = []
    real = clusters._described
    monkeypatch.setattr(clusters, "_described", lambda *of: (described.append(1), real(*of))[1])
    widget.ui.thresholdSlider.setValue(0.7)
    first = len(described)
    assert widget.panel.findings.session.findings.operating_point.threshold == 0.7
    assert len(described) > first, "who asks for the findings has them whole"
