"""Panel, scene or volume gone while a detection really runs: it ends, nothing else is lost, no process and no file
stays behind.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from detection_children import begin, leftovers, lives, needs_proc, wait_until_idle
from panel_material import counts
from slicer_host import close_panel, open_panel, reload_panel

pytest_plugins = ["child_fixtures", "slicer_fixtures"]
pytestmark = needs_proc

# A second image, 30 columns narrower than the example, is found at once; the example itself is worked on until it is
# stopped.
SLOW = (
    "for step in range(600 * (mammogram.shape[1] == {columns})):",
    "    progress(step / 600, 'step'); time.sleep(0.1)",
)
DEAF = ("progress(0.1, 'deaf')", "time.sleep(600)")


def slow(volume: Any) -> tuple[str, ...]:
    return tuple(line.format(columns=volume.GetImageData().GetDimensions()[0]) for line in SLOW)


@pytest.fixture
def other(volume: Any) -> Any:
    """A second, narrower mammogram."""
    import numpy as np
    from MicrocalcCADSlicer.example import exampleImage
    from panel_material import add_volume

    return add_volume(exampleImage()[np.newaxis, :, :-30], name="Other")


def works(application: Any, widget: Any, word: str = "step") -> None:
    application.wait_until(lambda: word in widget.ui.statusLabel.text, 60)


def is_gone(application: Any, number: int) -> None:
    application.wait_until(lambda: not lives(number) and leftovers(application) == [], 30)


def test_a_volume_deleted_during_its_detection_takes_nothing_of_others_along(
    child: Any, volume: Any, other: Any, application: Any
) -> None:
    import slicer
    from MicrocalcCADSlicer.results import resultsOf

    widget = child(*slow(volume))
    begin(widget, other)
    wait_until_idle(application, widget)
    widget.ui.acceptButton.click()
    before = {node.GetID() for node in resultsOf(other).all()}
    process = begin(widget, volume)
    works(application, widget)
    slicer.mrmlScene.RemoveNode(volume)
    assert widget.ui.statusLabel.text == "The volume was deleted, so its detection was stopped: nothing was stored."
    is_gone(application, process.processId)
    assert {node.GetID() for node in resultsOf(other).all()} == before
    widget.ui.volumeSelector.setCurrentNode(other)
    assert counts(widget) == [9]
    begin(widget, other)
    wait_until_idle(application, widget)
    assert "1 cluster, 9 calcifications" in widget.ui.statusLabel.text


def test_earlier_findings_of_a_volume_deleted_during_a_second_detection_are_there_for_the_same_image(
    child: Any, volume: Any, other: Any, application: Any
) -> None:
    import numpy as np
    import slicer
    from MicrocalcCADSlicer.example import exampleImage
    from panel_material import add_volume

    rows, wanted = other.GetImageData().GetDimensions()[1], Path(application.temporaryPath) / "slow"
    look = f"import os; slow = os.path.exists({str(wanted)!r})"
    widget = child(look, "for step in range(600 * slow):", "    progress(step / 600, 'step'); time.sleep(0.1)")
    begin(widget, other)
    wait_until_idle(application, widget)
    wanted.touch()
    process = begin(widget, other)
    works(application, widget)
    slicer.mrmlScene.RemoveNode(other)
    is_gone(application, process.processId)
    again = add_volume(exampleImage()[np.newaxis, :rows, :-30], name="Other again")
    widget.ui.volumeSelector.setCurrentNode(again)
    assert counts(widget) == [9]


def test_after_a_scene_closed_during_a_detection_the_next_one_works(child: Any, volume: Any, application: Any) -> None:
    import slicer.util
    from MicrocalcCADSlicer.example import addExampleVolume

    widget = child(*slow(volume))
    process = begin(widget, volume)
    works(application, widget)
    application.clear_scene()
    assert widget.ui.statusLabel.text == "The scene was closed, so the detection was stopped."
    is_gone(application, process.processId)
    assert slicer.util.getNodesByClass("vtkMRMLSegmentationNode") == []
    child()
    begin(widget, addExampleVolume())
    wait_until_idle(application, widget)
    assert "1 cluster, 9 calcifications" in widget.ui.statusLabel.text


def test_a_panel_reloaded_during_a_detection_ends_it_and_works(child: Any, volume: Any, application: Any) -> None:
    from MicrocalcCADSlicer.results import resultsOf

    widget = child(*slow(volume))
    process = begin(widget, volume)
    works(application, widget)
    widget = reload_panel(widget)
    is_gone(application, process.processId)
    assert resultsOf(volume) is None
    assert widget.ui.detectButton.text == "Detect calcifications"
    child()
    begin(widget, volume)
    wait_until_idle(application, widget)
    assert "1 cluster, 9 calcifications" in widget.ui.statusLabel.text
    close_panel(widget)


@pytest.mark.parametrize("lines", [SLOW, DEAF], ids=["listens", "does not listen"])
def test_a_window_closed_during_a_detection_leaves_no_process_and_no_file_though_nothing_waits_for_its_end(
    child: Any, volume: Any, application: Any, lines: tuple[str, ...]
) -> None:
    short = (
        "from MicrocalcCADLib import child_watch; detection_child.watch = lambda *given: child_watch.watch(*given,"
        " grace_s=1.0)"
    )
    child(*(slow(volume) if lines is SLOW else DEAF))
    from MicrocalcCADSlicer import process as process_module

    process_module.START = process_module.START.replace(
        "class Detector", f"{short}\nclass Detector"
    )  # put back by the fixture
    widget = open_panel()
    process = begin(widget, volume)
    works(application, widget, "step" if lines is SLOW else "deaf")
    close_panel(widget)
    end = time.monotonic() + 30
    while lives(process.processId) and time.monotonic() < end:  # the application does nothing any more
        time.sleep(0.05)
    assert not lives(process.processId)
    assert leftovers(application) == []


def test_an_exam_goes_on_without_a_view_that_is_deleted_during_its_detection(
    child: Any, volume: Any, other: Any, application: Any
) -> None:
    import slicer
    from MicrocalcCADSlicer.results import resultsOf

    volume.SetName("R CC")
    other.SetName("L CC")
    widget = child(*slow(volume))
    widget.ui.tabs.setCurrentIndex(1)
    status = widget.ui.examStatusLabel
    widget.ui.examDetectButton.click()
    application.wait_until(lambda: "R CC, step" in status.text, 60)
    first = widget.exam._run._process.processId
    slicer.mrmlScene.RemoveNode(volume)
    application.wait_until(lambda: widget.exam._run is None, 60)
    assert "1 view, 1 cluster, 9 calcifications." in status.text
    assert status.text.endswith("R CC: The volume was deleted: nothing was stored.")
    assert len(resultsOf(other).outlines) == 1
    is_gone(application, first)


def test_a_scene_closed_while_an_exam_is_detected_ends_all_of_it(
    child: Any, volume: Any, other: Any, application: Any
) -> None:
    import slicer.util

    volume.SetName("R CC")
    other.SetName("L CC")
    widget = child(*slow(volume))
    widget.ui.tabs.setCurrentIndex(1)
    widget.ui.examDetectButton.click()
    application.wait_until(lambda: "R CC, step" in widget.ui.examStatusLabel.text, 60)
    first = widget.exam._run._process.processId
    application.clear_scene()
    assert widget.ui.examStatusLabel.text == "The scene was closed, so the detection was stopped."
    is_gone(application, first)
    assert slicer.util.getNodesByClass("vtkMRMLSegmentationNode") == []
