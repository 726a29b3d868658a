"""Outlines have a dark rim, so that they are seen on bright tissue; it goes where they go, and covers neither line nor
calcification.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from panel_material import choose
from PIL import Image

pytest_plugins = ["slicer_fixtures"]


@pytest.fixture
def draw(application: Any, tmp_path: Path) -> Callable[[], np.ndarray]:
    """A function that returns the slice view as drawn, grey values as float."""

    def drawn() -> np.ndarray:
        application.slice_view.save_picture(tmp_path / "view.png")
        with Image.open(tmp_path / "view.png") as picture:
            return np.asarray(picture.convert("RGB"), float)

    return drawn


def rims(nodes: Any) -> list:
    from MicrocalcCADSlicer.halos import rimOf

    return [rimOf(curve) for curve in nodes.outlines]


def dark(picture: np.ndarray, bare: np.ndarray) -> np.ndarray:
    """Return where a picture is much darker than another."""
    return (bare.mean(axis=2) - picture.mean(axis=2)) > 60


def coloured(picture: np.ndarray) -> np.ndarray:
    return np.ptp(picture, axis=2) > 100


def test_an_outline_on_bright_tissue_has_a_thin_dark_rim(
    detected: Callable[[], Any], draw: Callable[[], np.ndarray], application: Any, widget: Any
) -> None:
    nodes = detected()
    application.slice_view.fit()
    marked = draw()
    for rim in rims(nodes):
        rim.SetVisibility(False)
    bare = draw()
    rim = dark(marked, bare)
    assert rim.sum() > 150  # two outlines, about 50 points across each, at both sides of the line
    rows, columns = np.nonzero(rim)
    assert not any(rim[row : row + 4, column : column + 4].all() for row, column in zip(rows, columns, strict=True))
    for curve in nodes.outlines:
        curve.SetDisplayVisibility(False)
    calcifications = coloured(draw())
    assert calcifications.sum() > 50
    assert not (rim & calcifications).any()


def detected_in_a_second_scene(application: Any, widget: Any) -> Any:
    """Return the results of a detection after the scene was cleared."""
    from MicrocalcCADSlicer.example import addExampleVolume
    from MicrocalcCADSlicer.result_nodes import resultsOf

    application.clear_scene()
    volume = addExampleVolume()
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.detectButton.click()
    widget.started[-1].finish()
    return resultsOf(volume)


@pytest.mark.parametrize("change", ["nothing", "a second scene", "models that come later"])
def test_the_lines_lie_over_their_rims_whatever_was_in_the_scene_before(
    detected: Callable[[], Any], draw: Callable[[], np.ndarray], application: Any, widget: Any, change: str
) -> None:
    import slicer
    from MicrocalcCADSlicer.result_nodes import batch

    nodes = detected()
    if change == "a second scene":
        draw()
        nodes = detected_in_a_second_scene(application, widget)
    if change == "models that come later":
        draw()
        with batch():
            slicer.mrmlScene.AddNewNodeByClass("vtkMRMLModelNode").CreateDefaultDisplayNodes()
        application.slice_view.node.Modified()
    application.slice_view.fit()
    marked = draw()
    for rim in rims(nodes):
        rim.SetVisibility(False)
    lines = coloured(draw())
    assert lines.sum() > 300
    assert (coloured(marked) & lines).sum() > 0.9 * lines.sum()


def test_the_calcifications_of_a_second_scene_are_drawn_without_a_move_of_the_view(
    detected: Callable[[], Any], draw: Callable[[], np.ndarray], application: Any, widget: Any
) -> None:
    detected()
    draw()
    for curve in detected_in_a_second_scene(application, widget).outlines:
        curve.SetDisplayVisibility(False)
    assert coloured(draw()).sum() > 50


def test_the_rim_is_hidden_with_the_other_marks(detected: Callable[[], Any], application: Any) -> None:
    from MicrocalcCADSlicer.view_marks import NOWHERE, hideMarks

    nodes = detected()
    red = application.slice_view.node.GetID()
    assert {tuple(rim.GetViewNodeIDs()) for rim in rims(nodes)} == {(red,)}
    hideMarks(True)
    assert {tuple(rim.GetViewNodeIDs()) for rim in rims(nodes)} == {(NOWHERE,)}
    hideMarks(False)


def test_a_thick_line_has_a_rim_that_is_wider(detected: Callable[[], Any], widget: Any) -> None:
    from MicrocalcCADSlicer.halos import lineOf

    nodes = detected()
    choose(widget, 0)
    widget.ui.acceptButton.click()
    for chosen in (0, 1):  # the chosen one is highlighted
        choose(widget, chosen)
        for curve, rim in zip(nodes.outlines, rims(nodes), strict=True):
            assert rim.GetLineThickness() == pytest.approx(lineOf(curve).GetLineThickness() + 2 / 3)
    assert len({rim.GetLineThickness() for rim in rims(nodes)}) == 2


def test_a_rejected_cluster_has_no_rim_and_undo_brings_it_back(detected: Callable[[], Any], widget: Any) -> None:
    nodes = detected()
    choose(widget, 0)
    for button, shown in ((widget.ui.rejectButton, 1), (widget.ui.undoButton, 2)):
        button.click()
        assert sum(rim.GetVisibility() for rim in rims(nodes)) == shown


def test_line_and_rim_keep_their_looks_in_a_loaded_scene(
    detected: Callable[[], Any], draw: Callable[[], np.ndarray], application: Any, tmp_path: Path
) -> None:
    import slicer
    import slicer.util
    from MicrocalcCADSlicer.halos import lineOf
    from MicrocalcCADSlicer.results import resultsOf

    nodes = detected()
    colour = lineOf(nodes.outlines[0]).GetSelectedColor()
    nodes.segmentation.SetDisplayVisibility(False)
    application.slice_view.fit()
    before = coloured(draw()).sum()
    assert before > 300
    assert slicer.mrmlScene.WriteToMRB(str(tmp_path / "scene.mrb"), None)
    application.clear_scene()
    assert slicer.mrmlScene.ReadFromMRB(str(tmp_path / "scene.mrb"), True, None)
    application.processEvents()
    nodes = resultsOf(slicer.util.getNode("Example"))
    assert [rim.GetSelectedColor() for rim in rims(nodes)] == [(0.0, 0.0, 0.0)] * 2
    assert lineOf(nodes.outlines[0]).GetSelectedColor() == pytest.approx(colour)
    application.slice_view.fit()
    assert coloured(draw()).sum() > 0.9 * before
