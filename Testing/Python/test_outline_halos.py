"""Outlines have a dark rim, so that they are seen on bright tissue; it goes where they go, and covers no calcification.

Before `test_slicer_findings_list.py` by its name: after the free middle of a single mark is looked at there, the stand-in draws no outlines.
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
def drawn(detected: Callable[[], Any], application: Any, tmp_path: Path) -> Callable[[], np.ndarray]:
    """A function that returns the slice view as drawn after a detection, grey values as float."""
    detected()
    application.slice_view.fit()

    def draw() -> np.ndarray:
        application.slice_view.save_picture(tmp_path / "view.png")
        with Image.open(tmp_path / "view.png") as picture:
            return np.asarray(picture.convert("RGB"), float)

    return draw


def rims() -> int:
    """Return how many rims are in the scene, in which each slice view has a model of its own."""
    import slicer.util
    from MicrocalcCADSlicer.halos import HALO_ATTRIBUTE, HALO_CLASS

    return sum(bool(node.GetAttribute(HALO_ATTRIBUTE)) for node in slicer.util.getNodesByClass(HALO_CLASS))


def dark(picture: np.ndarray, bare: np.ndarray) -> np.ndarray:
    """Return where a picture is much darker than another."""
    return (bare.mean(axis=2) - picture.mean(axis=2)) > 60


def test_an_outline_on_bright_tissue_has_a_thin_dark_rim(drawn: Callable[[], np.ndarray], widget: Any, volume: Any) -> None:
    from MicrocalcCADSlicer.halos import haloOf

    marked = drawn()
    haloOf(volume).SetDisplayVisibility(False)
    rim = dark(marked, drawn())
    assert rim.sum() > 150  # two outlines, about 50 points across each, at both sides of the line
    rows, columns = np.nonzero(rim)
    assert not any(rim[row : row + 4, column : column + 4].all() for row, column in zip(rows, columns, strict=True))
    widget.ui.outlinesCheckBox.setChecked(False)
    coloured = np.ptp(drawn(), axis=2) > 100  # the calcifications
    assert coloured.sum() > 50
    assert not (rim & coloured).any()


def test_the_rim_is_hidden_with_the_other_marks(drawn: Callable[[], np.ndarray], volume: Any, application: Any) -> None:
    from MicrocalcCADSlicer.halos import haloOf
    from MicrocalcCADSlicer.view_marks import NOWHERE, hideMarks

    halo = haloOf(volume)
    red = application.slice_view.node.GetID()
    assert tuple(halo.GetDisplayNode().GetViewNodeIDs()) == (red,)
    hideMarks(True)
    assert tuple(halo.GetDisplayNode().GetViewNodeIDs()) == (NOWHERE,)
    hideMarks(False)


def test_a_rejected_cluster_has_no_rim_and_undo_brings_it_back(detected: Callable[[], Any], widget: Any, volume: Any) -> None:
    from MicrocalcCADSlicer.halos import haloOf

    detected()
    assert haloOf(volume).GetPolyData().GetNumberOfLines() == 2
    choose(widget, 0)
    widget.ui.rejectButton.click()
    assert haloOf(volume).GetPolyData().GetNumberOfLines() == 1
    widget.ui.undoButton.click()
    assert haloOf(volume).GetPolyData().GetNumberOfLines() == 2


def test_the_rim_goes_with_its_outlines_and_its_volume(detected: Callable[[], Any], application: Any, volume: Any) -> None:
    import slicer
    from MicrocalcCADSlicer.halos import haloOf

    nodes = detected()
    slicer.mrmlScene.RemoveNode(nodes.outlines[0])
    application.processEvents()
    assert haloOf(volume).GetPolyData().GetNumberOfLines() == 1
    slicer.mrmlScene.RemoveNode(volume)
    application.processEvents()
    assert rims() == 0


def test_the_rim_is_not_saved_and_there_again_in_a_loaded_scene(detected: Callable[[], Any], application: Any, tmp_path: Path) -> None:
    import slicer
    import slicer.util
    from MicrocalcCADSlicer.halos import haloOf

    detected()
    assert slicer.mrmlScene.WriteToMRB(str(tmp_path / "scene.mrb"), None)
    application.clear_scene()
    assert rims() == 0
    assert slicer.mrmlScene.ReadFromMRB(str(tmp_path / "scene.mrb"), True, None)
    application.processEvents()
    assert rims() == 1
    assert haloOf(slicer.util.getNode("Example")).GetPolyData().GetNumberOfLines() == 2
