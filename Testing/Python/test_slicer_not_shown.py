"""Edits of a volume that the panel does not show, or that it cannot follow, count for whoever reads its results, and
outlive another detection.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from panel_material import choose, counts, paint, pixels_of, status

pytest_plugins = ["slicer_fixtures"]

FIRST = (380, 470, 190, 290)  # all of the first cluster
FAR = [(750, 753, 150, 153), (755, 758, 160, 163), (745, 748, 165, 168), (760, 763, 150, 153)]


@pytest.fixture
def nodes(detected: Callable[[], Any]) -> Any:
    return detected()


@pytest.fixture
def other(widget: Any, nodes: Any) -> Any:
    """Another volume, which the panel shows."""
    from test_slicer_exam import add_view

    volume = add_view("P2 L CC")
    widget.ui.volumeSelector.setCurrentNode(volume)
    return volume


def kept_aside() -> list[Any]:
    import slicer.util

    nodes = slicer.util.getNodesByClass("vtkMRMLSegmentationNode")
    return [node for node in nodes if node.GetName().endswith("edited before")]


def test_they_hold_on_when_the_same_is_found_again(widget: Any, nodes: Any, volume: Any, other: Any) -> None:
    from MicrocalcCADSlicer.results import resultsOf, stored

    paint(nodes, *FAR)
    widget.panel.findings.store(volume, stored(nodes)[0], None, show=False)  # as Detect in all views does
    assert pixels_of(resultsOf(volume))[750:753, 150:153].all()
    assert kept_aside() == []
    widget.ui.volumeSelector.setCurrentNode(volume)
    assert sorted(counts(widget)) == [4, 9, 9]


def test_python_code_that_detects_keeps_them_aside(nodes: Any, volume: Any, other: Any) -> None:
    from MicrocalcCADSlicer.results import stored
    from MicrocalcCADSlicer.scene_state import State
    from MicrocalcCADSlicer.session import storeResults

    paint(nodes, *FAR)
    storeResults(volume, stored(nodes)[0], State())
    (aside,) = kept_aside()
    assert pixels_of(replace(nodes, segmentation=aside))[750:753, 150:153].all()
    storeResults(volume, stored(nodes)[0], State())
    assert kept_aside() == [aside], "there was no edit since"


def test_what_is_on_another_grid_is_kept_aside(widget: Any, nodes: Any, volume: Any, other: Any) -> None:
    widget.ui.volumeSelector.setCurrentNode(volume)
    volume.SetOrigin(10, 20, 0)  # Center Volume of the module Volumes, and an edit on the grid of before
    paint(replace(nodes, volume=other), *FAR)
    widget.panel.findings.onEdited()
    assert "click Detect" in status(widget)
    widget.ui.detectButton.click()
    widget.started[-1].finish()
    (aside,) = kept_aside()
    assert pixels_of(replace(nodes, segmentation=aside, volume=other))[750:753, 150:153].all()


def test_a_volume_that_was_only_moved_leaves_nothing_behind(widget: Any, nodes: Any, volume: Any) -> None:
    volume.SetOrigin(10, 20, 0)
    widget.ui.detectButton.click()
    widget.started[-1].finish()
    assert kept_aside() == []


def test_what_was_wiped_out_is_no_corrected_case(widget: Any, nodes: Any, volume: Any) -> None:
    from MicrocalcTrainSlicer.corrected_cases import correctedCases

    for row in (0, 1):
        choose(widget, row)
        widget.ui.acceptButton.click()
    widget.ui.volumeSelector.setCurrentNode(None)
    paint(nodes, FIRST, value=0)
    ((case,), left) = correctedCases()
    assert left == [] and case.truth.count == 9
    assert not case.truth.labels[380:470, 190:290].any() and case.truth.rejected[380:470, 190:290].any()


def test_what_was_wiped_out_is_not_in_the_list_of_the_exam(widget: Any, nodes: Any, volume: Any, other: Any) -> None:
    from MicrocalcCADLib.exam import View
    from MicrocalcCADSlicer.exam_clusters import clustersOfView
    from MicrocalcCADSlicer.results import stored

    view = View(volume.GetID(), None, None)
    before, segment = clustersOfView(view), pixels_of(nodes)
    assert clustersOfView(view) == before and len(before) == 2
    paint(nodes, FIRST, value=0)
    assert [one.cluster.count for one in clustersOfView(view)] == [9]
    assert len(stored(nodes)[1].edits) == 0, "reading writes nothing"
    paint(nodes, (0, 900, 0, 700), value=0)
    assert clustersOfView(view) == []
    from panel_material import edit

    edit(nodes, lambda mask: np.copyto(mask, segment))
    assert len(clustersOfView(view)) == 2


def test_edits_on_another_grid_leave_the_list_of_the_exam_as_it_was(nodes: Any, volume: Any, other: Any) -> None:
    from MicrocalcCADLib.exam import View
    from MicrocalcCADSlicer.exam_clusters import clustersOfView

    volume.SetOrigin(10, 20, 0)
    paint(replace(nodes, volume=other), FIRST, value=0)
    assert len(clustersOfView(View(volume.GetID(), None, None))) == 2


def test_what_was_wiped_out_is_in_no_prior(nodes: Any, other: Any) -> None:
    from MicrocalcCADSlicer.prior_exam import _read

    assert len(_read(nodes, "2023-05-01").groups) == 2
    paint(nodes, FIRST, value=0)
    assert len(_read(nodes, "2023-05-01").groups) == 1


def test_what_was_found_in_an_image_that_was_replaced_is_no_prior(nodes: Any, other: Any, volume: Any) -> None:
    import slicer.util
    from MicrocalcCADSlicer.prior_exam import _read
    from panel_material import noise

    assert _read(nodes, "2023-05-01") is not None
    slicer.util.updateVolumeFromArray(volume, noise(1, 900, 700))
    assert _read(nodes, "2023-05-01") is None
