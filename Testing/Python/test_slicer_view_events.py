"""What the slice views of an exam have to do, all of them following the scene: little for a change, and nothing for one
of another image.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from panel_material import choose
from PIL import Image

pytest_plugins = ["slicer_fixtures"]

CHANGES_OF_A_CURVE = 2  # that of the node, and one where its points are others
MARKUPS = "vtkMRMLMarkupsDisplayableManager"


@pytest.fixture
def views(application: Any, widget: Any, volume: Any) -> Iterator[list[Any]]:
    """Four slice views: the first shows the mammogram that the panel shows, the others one of their own, which has
    results too.
    """
    from Host.slice_view import SliceView
    from MicrocalcCADSlicer.example import addExampleVolume

    views = [
        application.slice_view,
        *(SliceView(application.applicationLogic(), 350, 410, name=f"View{i}") for i in range(3)),
    ]
    for i, view in enumerate(views[1:]):
        other = addExampleVolume(name=f"Other {i}")
        view.composite.SetBackgroundVolumeID(other.GetID())
        view.fit()
        widget.ui.volumeSelector.setCurrentNode(other)
        widget.ui.detectButton.click()
        widget.started.pop().finish()
    yield views
    for view in views[1:]:
        view.close()


@pytest.fixture
def reading(views: list[Any], volume: Any, detected: Callable, application: Any) -> Any:
    """The result nodes of the first view's mammogram, which is chosen in the panel."""
    application.slice_view.composite.SetBackgroundVolumeID(volume.GetID())
    nodes = detected()
    application.slice_view.fit()
    return nodes


@pytest.fixture
def drawings(views: list[Any]) -> Callable[[Callable[[], object]], Counter]:
    """A function that counts how often markups ask each view to be drawn while another function runs."""

    def count(action: Callable[[], object]) -> Counter:
        counts: Counter = Counter()
        managers = [view.managers.GetDisplayableManagerByClassName(MARKUPS) for view in views]
        tags = [
            manager.AddObserver("UpdateEvent", lambda *_a, i=i: counts.update([i]))
            for i, manager in enumerate(managers)
        ]
        action()
        for manager, tag in zip(managers, tags, strict=True):
            manager.RemoveObserver(tag)
        return counts

    return count


def outline_pixels(view: Any, path: Path) -> int:
    view.save_picture(path)
    with Image.open(path) as picture:
        return int((np.ptp(np.asarray(picture.convert("RGB"), float), axis=2) > 100).sum())


def test_hiding_all_marks_asks_each_view_once_however_many_there_are(
    views: list[Any], reading: Any, drawings: Callable, tmp_path: Path
) -> None:
    from MicrocalcCADSlicer.view_marks import hideMarks

    before = [outline_pixels(view, tmp_path / "view.png") for view in views]
    assert min(before) > 100
    for hidden in (True, False):
        counts = drawings(lambda hidden=hidden: hideMarks(hidden))
        assert max(counts.values(), default=0) <= 1
        after = [outline_pixels(view, tmp_path / "view.png") for view in views]
        assert after == ([0] * 4 if hidden else before)


def test_a_view_that_shows_another_image_shows_its_marks_at_once(
    views: list[Any], reading: Any, volume: Any, tmp_path: Path
) -> None:
    view = views[1]
    own = outline_pixels(view, tmp_path / "view.png")
    background = view.composite.GetBackgroundVolumeID()
    view.composite.SetBackgroundVolumeID(None)
    assert outline_pixels(view, tmp_path / "view.png") == 0
    view.composite.SetBackgroundVolumeID(volume.GetID())
    assert outline_pixels(view, tmp_path / "view.png") > 100
    view.composite.SetBackgroundVolumeID(background)
    assert outline_pixels(view, tmp_path / "view.png") == own


def test_a_slider_asks_a_view_few_times_for_each_outline_that_changes(
    views: list[Any], reading: Any, drawings: Callable, widget: Any
) -> None:
    slider = widget.ui.thresholdSlider
    slider.setValue(0.5)
    assert not drawings(lambda: slider.setValue(0.501)), "nothing changes"
    for value, outlines in ((0.8, 1), (0.5, 2)):
        counts = drawings(lambda value=value: slider.setValue(value))
        assert len(widget.panel.findings.session.nodes.outlines) == outlines
        assert max(counts.values()) <= CHANGES_OF_A_CURVE


def test_the_next_finding_moves_its_view_once(views: list[Any], reading: Any, drawings: Callable, widget: Any) -> None:
    moves = []
    tag = views[0].node.AddObserver("ModifiedEvent", lambda *_a: moves.append(1))
    choose(widget, 0)
    moves.clear()
    counts = drawings(widget.panel.findings.nextFinding)
    views[0].node.RemoveObserver(tag)
    assert len(moves) == 1
    assert max(counts[i] for i in range(1, 4)) <= 2  # the two outlines whose width changes


def test_an_outline_of_straight_lines_has_no_points_between_them(reading: Any) -> None:
    for curve in reading.outlines:
        assert curve.GetCurveWorld().GetNumberOfPoints() == curve.GetNumberOfControlPoints() + 1


def test_real_pixels_of_the_chosen_finding_are_one_move(views: list[Any], reading: Any, widget: Any) -> None:
    """Told once by what moves the view, and once more by Slicer, whose logic fits the view's image to another zoom."""
    node, controls, moves = views[0].node, widget.reading.views, []
    choose(widget, 0)
    tag = node.AddObserver("ModifiedEvent", lambda *_a: moves.append(1))
    for action in (controls.oneToOne, controls.twoToOne):
        controls.fit()
        moves.clear()
        action()
        assert 1 <= len(moves) <= 2
    node.RemoveObserver(tag)
