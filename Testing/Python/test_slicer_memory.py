"""Nothing is kept from detection to detection, from scene to scene, and by a panel that was closed: every node goes
that is not in the scene.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import vtk
from panel_material import choose
from slicer_host import close_panel, reload_panel

pytest_plugins = ["slicer_fixtures"]


@pytest.fixture
def alive(application: Any) -> Iterator[Callable[[], list[str]]]:
    """A function that returns the names of the nodes that were added and live on outside of the scene."""
    import slicer

    living: dict[str, str] = {}

    @vtk.calldata_type(vtk.VTK_OBJECT)
    def added(_scene: Any, _event: str, node: Any) -> None:
        address = node.GetAddressAsString("")
        living[address] = node.GetName() or node.GetClassName()
        node.AddObserver("DeleteEvent", lambda _node, _event: living.pop(address, None))

    def outside() -> list[str]:
        gc.collect()
        scene = slicer.mrmlScene
        inside = {scene.GetNthNode(index).GetAddressAsString("") for index in range(scene.GetNumberOfNodes())}
        return [name for address, name in living.items() if address not in inside]

    tag = slicer.mrmlScene.AddObserver(slicer.mrmlScene.NodeAddedEvent, added)
    yield outside
    slicer.mrmlScene.RemoveObserver(tag)


def widgets_of(view: Any) -> list[Any]:
    """Return all that a slice view draws."""
    props = view.window.GetRenderers().GetFirstRenderer().GetViewProps()
    return [props.GetItemAsObject(index) for index in range(props.GetNumberOfItems())]


def read(widget: Any) -> None:
    """Use the panel a little: choose, accept, go over to fewer and more, undo."""
    choose(widget, 1)
    widget.ui.acceptButton.click()
    for value in (0.8, 0.2):
        widget.ui.thresholdSlider.setValue(value)
    widget.ui.undoButton.click()
    widget.panel.findings.settleNow()


def test_a_second_detection_leaves_nothing_of_the_first(
    detected: Callable, widget: Any, application: Any, alive: Callable
) -> None:
    import slicer

    seen = []
    for _round in range(3):
        detected()
        read(widget)
        seen.append((slicer.mrmlScene.GetNumberOfNodes(), len(widgets_of(application.slice_view))))
        assert alive() == []
    assert len(set(seen)) == 1, "nodes of the scene, actors of the view"


def test_a_closed_scene_is_kept_by_nobody(widget: Any, application: Any, alive: Callable) -> None:
    import slicer
    from MicrocalcCADSlicer.example import addExampleVolume

    seen = []
    for _round in range(3):
        widget.ui.volumeSelector.setCurrentNode(addExampleVolume())
        widget.ui.detectButton.click()
        widget.started.pop().finish()
        read(widget)
        application.clear_scene()
        seen.append((slicer.mrmlScene.GetNumberOfNodes(), len(widgets_of(application.slice_view))))
        assert alive() == []
    assert len(set(seen)) == 1


def test_a_panel_that_was_closed_keeps_no_image_and_no_findings(
    detected: Callable, widget: Any, application: Any, alive: Callable
) -> None:
    """Slicer only hides its widgets at Reload: with them everything lives on that they hold."""
    detected()
    read(widget)
    again = reload_panel(widget)
    application.clear_scene()
    assert alive() == []
    assert widget.panel.findings.session is None
    close_panel(again)
