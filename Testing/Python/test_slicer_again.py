"""Detecting in a volume again: what a reader has decided and drawn holds on, or it is said that it does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from MicrocalcCADLib.objects import Objects
from panel_material import choose, counts, noise, paint, pixels_of, states, status

pytest_plugins = ["slicer_fixtures"]


@pytest.fixture
def analysis(widget: Any, detected: Callable[[], Any]) -> Any:
    """The analysis of results of which the first group was accepted and the second rejected."""
    from MicrocalcCADSlicer.results import stored

    found = stored(detected())[0]
    choose(widget, 0)
    widget.ui.acceptButton.click()
    choose(widget, 1)
    widget.ui.rejectButton.click()
    widget.panel.findings.settleNow()
    assert states(widget) == ["accepted", "rejected"]
    return found


def again(widget: Any, analysis: Any = None) -> Any:
    """Detect in the shown volume again, with an analysis to be found; return the new nodes."""
    from MicrocalcCADSlicer.results import resultsOf

    widget.ui.detectButton.click()
    widget.started[-1].finish(analysis)
    return resultsOf(widget.ui.volumeSelector.currentNode())


def other_candidates(analysis: Any, kept: list[int], shift: int = 0, factor: float = 1.0) -> Any:
    """Return an analysis with the candidates of these indices in this order, shifted to the right, of other scores."""
    candidates = analysis.candidates
    measures = candidates.measures[kept].copy()
    measures[:, 1] += shift
    measures[:, 2] *= factor
    runs = [candidates.objects[i] + shift for i in kept]
    return replace(analysis, candidates=replace(candidates, measures=measures, objects=Objects.of(runs)))


def add_segment(nodes: Any, box: tuple[int, int, int, int]) -> Any:
    """Draw a segment of one's own into the segmentation of the results."""
    import slicer.util

    nodes.segmentation.GetSegmentation().AddEmptySegment("Mass", "Mass", (0.1, 0.2, 0.3))
    mask = np.zeros((1, 900, 700), np.uint8)
    mask[0, box[0] : box[1], box[2] : box[3]] = 1
    slicer.util.updateSegmentBinaryLabelmapFromArray(mask, nodes.segmentation, "Mass", nodes.volume)
    nodes.segmentation.GetDisplayNode().SetSegmentVisibility("Mass", False)
    nodes.segmentation.GetDisplayNode().SetSegmentOpacity2DFill("Mass", 0.25)
    return mask[0] > 0


def mass_of(nodes: Any) -> np.ndarray:
    import slicer.util

    return slicer.util.arrayFromSegmentBinaryLabelmap(nodes.segmentation, "Mass", nodes.volume)[0] > 0


def kept_aside() -> list[Any]:
    import slicer.util

    nodes = slicer.util.getNodesByClass("vtkMRMLSegmentationNode")
    return [node for node in nodes if node.GetName().endswith("edited before")]


def test_a_segment_of_ones_own_goes_over_to_the_new_segmentation(widget: Any, detected: Callable[[], Any]) -> None:
    before = detected()
    mask, drawn = add_segment(before, (380, 480, 190, 300)), pixels_of(before)  # over the first group
    after = again(widget)
    assert after.segmentation is not before.segmentation and kept_aside() == []
    assert np.array_equal(mass_of(after), mask) and np.array_equal(pixels_of(after), drawn)
    segment, display = after.segmentation.GetSegmentation().GetSegment("Mass"), after.segmentation.GetDisplayNode()
    assert segment.GetName() == "Mass" and np.allclose(segment.GetColor(), (0.1, 0.2, 0.3))
    assert not display.GetSegmentVisibility("Mass") and display.GetSegmentOpacity2DFill("Mass") == 0.25
    widget.ui.thresholdSlider.setValue(0.89)
    assert np.array_equal(mass_of(after), mask)


def test_it_goes_over_too_where_the_edited_segmentation_is_kept_aside(widget: Any, analysis: Any) -> None:
    before = widget.panel.findings.session.nodes
    mask = add_segment(before, (100, 200, 100, 200))
    paint(before, (440, 444, 240, 244))
    widget.panel.findings.onEdited()
    after = again(widget, other_candidates(analysis, list(range(19)), factor=0.99))
    (aside,) = kept_aside()
    assert np.array_equal(mass_of(after), mask) and aside.GetSegmentation().GetSegment("Mass") is None


def test_decisions_and_edits_hold_on_where_measures_differ_by_rounding(widget: Any, analysis: Any) -> None:
    from MicrocalcCADSlicer.session import Session

    paint(widget.panel.findings.session.nodes, (440, 444, 240, 244))
    widget.panel.findings.onEdited()
    choose(widget, 0)
    widget.ui.acceptButton.click()
    assert counts(widget) == [10, 9]
    after = again(widget, other_candidates(analysis, list(range(19)), factor=1 - 1e-12))
    assert states(widget) == ["accepted", "rejected"] and counts(widget) == [10, 9]
    assert kept_aside() == [] and "carried" not in status(widget)
    session = Session.of(after.volume)
    own = session.state.edits.identifiers <= 19
    scores = session.analysis.candidates.column("score")[session.state.edits.identifiers[own] - 1]
    assert np.array_equal(session.state.edits.measures[own, 2], scores), "another score would be a reader's"


def test_decisions_go_over_to_what_lies_in_the_same_place(widget: Any, analysis: Any) -> None:
    after = other_candidates(analysis, list(range(18, -1, -1)), shift=1, factor=0.99)
    again(widget, after)
    assert sorted(states(widget)) == ["accepted", "rejected"]
    assert "carried" not in status(widget) and status(widget).startswith("Done")
    rejected = [i for one in widget.panel.findings.session.state.review.decisions[-1:] for i in one.calcifications]
    places = after.candidates.measures[np.array(rejected) - 1, 0]
    assert len(rejected) == 9 and (places > 500).all()


def test_what_does_not_go_over_is_counted(widget: Any, analysis: Any) -> None:
    again(widget, other_candidates(analysis, list(range(9)), factor=0.99))
    assert states(widget) == ["accepted"]
    assert "1 decision could not be carried over to the new findings: check them again." in status(widget)


def test_a_decision_does_not_go_over_to_a_group_of_which_it_was_the_smaller_part(
    widget: Any, volume: Any, detected: Callable[[], Any]
) -> None:
    from MicrocalcCADSlicer.volume import mammogramOf
    from report_material import make_analysis

    spots = [(420 + 12 * (i // 3), 240 + 12 * (i % 3)) for i in range(8)]
    more = [*spots, *((470 + 14 * (i // 5), 220 + 14 * (i % 5)) for i in range(20))]
    widget.ui.volumeSelector.setCurrentNode(volume)
    again(widget, make_analysis(mammogramOf(volume), spots, [0.9] * 8))
    choose(widget, 0)
    widget.ui.rejectButton.click()
    again(widget, make_analysis(mammogramOf(volume), more, [0.9] * 28))
    assert states(widget) == ["unseen"] and counts(widget) == [28]
    assert "1 decision could not be carried over" in status(widget)


def test_that_a_group_was_edited_does_not_go_over_without_its_edits(widget: Any, analysis: Any) -> None:
    paint(widget.panel.findings.session.nodes, (440, 444, 240, 244))
    widget.panel.findings.onEdited()
    assert states(widget) == ["edited", "rejected"]
    again(widget, other_candidates(analysis, list(range(19)), factor=0.99))
    assert states(widget) == ["unseen", "rejected"] and "1 decision could not be carried over" in status(widget)
    assert len(kept_aside()) == 1


def test_nothing_goes_over_to_another_image(widget: Any, analysis: Any, volume: Any) -> None:
    import slicer.util

    slicer.util.updateVolumeFromArray(volume, noise(1, 900, 700))
    again(widget, other_candidates(analysis, list(range(19)), factor=0.99))
    assert states(widget) == ["unseen", "unseen"]
    assert "2 decisions could not be carried over" in status(widget)


def test_python_code_that_detects_keeps_decisions(
    application: Any, widget: Any, analysis: Any, volume: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from types import SimpleNamespace

    from MicrocalcCADLib.kinds import system
    from MicrocalcCADSlicer import logic
    from MicrocalcCADSlicer.session import Session

    found = other_candidates(analysis, list(range(19)), factor=0.99)
    monkeypatch.setattr(system, "create", lambda *_a, **_k: SimpleNamespace(analyse=lambda *_arguments: found))
    logic.detect(volume, method="hdogreg")
    assert [one.state for one in Session.of(volume).state.review.decisions] == ["accepted", "rejected"]
    application.wait_until(lambda: widget.panel.findings.session.nodes.analysis is not None, 5)
    assert states(widget) == ["accepted", "rejected"]


def test_the_exam_says_which_decisions_could_not_be_carried_over(widget: Any, analysis: Any) -> None:
    from test_slicer_exam import add_view

    add_view("Example L CC")
    widget.exam._startProcess = widget.panel._startProcess
    widget.ui.tabs.setCurrentIndex(1)
    widget.exam._notCarried = ["of the last time"]
    widget.ui.examDetectButton.click()
    number = len(widget.started)
    while widget.exam._run is not None:
        widget.started[-1].finish(other_candidates(analysis, list(range(9)), factor=0.99))
    assert len(widget.started) >= number
    said = widget.ui.examStatusLabel.text
    assert "Example: 1 decision could not be carried over" in said and "of the last time" not in said
