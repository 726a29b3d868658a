"""A click with the shipped model: from a volume in the scene to marks, in the real child process."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from MicrocalcCADLib.errors import ModelError
from MicrocalcCADLib.models import list_models
from slicer_host import close_panel, open_panel

pytest_plugins = ["slicer_fixtures"]


def shipped_model() -> str | None:
    try:
        return next((entry.name for entry in list_models() if entry.method == "hdogreg"), None)
    except ModelError:
        return None


pytestmark = pytest.mark.skipif(shipped_model() is None, reason="no model is shipped yet")


@pytest.fixture
def clicked(application: Any, volume: Any) -> Any:
    """The panel after a detection in the child process has ended."""
    widget = open_panel()
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.deviceSelector.setCurrentIndex(widget.ui.deviceSelector.findData("cpu"))
    widget.ui.detectButton.click()
    application.wait_until(lambda: widget.ui.detectButton.text != "Cancel", 120)
    assert widget.ui.statusLabel.text.startswith("Done"), widget.ui.statusLabel.text
    yield widget
    close_panel(widget)


def test_the_cluster_in_the_example_is_found_and_marked(clicked: Any, volume: Any) -> None:
    from MicrocalcCADSlicer.example import CLUSTER_COLUMN, CLUSTER_ROW
    from MicrocalcCADSlicer.results import resultsOf, storedFindings

    nodes = resultsOf(volume)
    cluster = storedFindings(nodes).reported_clusters[0]
    assert abs(cluster.row - CLUSTER_ROW) * 0.07 < 5
    assert abs(cluster.column - CLUSTER_COLUMN) * 0.07 < 5
    assert len(nodes.outlines) == clicked.ui.clusterTable.rowCount


def test_the_panel_the_console_and_the_command_line_find_the_same(clicked: Any, volume: Any, tmp_path: Path) -> None:
    import json

    import SimpleITK as sitk
    from MicrocalcCADLib.__main__ import main
    from MicrocalcCADSlicer.example import exampleImage
    from MicrocalcCADSlicer.logic import detect
    from MicrocalcCADSlicer.results import resultsOf, storedFindings

    panel = storedFindings(resultsOf(volume))
    console = detect(volume, device="cpu").findings
    sitk.WriteImage(sitk.GetImageFromArray(exampleImage()), str(tmp_path / "example.nrrd"))
    assert (
        main(["detect", str(tmp_path / "example.nrrd"), "-o", str(tmp_path), "--spacing", "0.07", "--device", "cpu"])
        == 0
    )
    command_line = json.loads((tmp_path / "example.findings.json").read_text())
    places = [(c.row, c.column, c.area_mm2) for c in panel.calcifications]
    scores = pytest.approx([c.score for c in panel.calcifications], abs=1e-5)  # threads add up in different orders
    assert [(c.row, c.column, c.area_mm2) for c in console.calcifications] == places
    assert [(c["row"], c["column"], c["area_mm2"]) for c in command_line["calcifications"]] == places
    assert [c.score for c in console.calcifications] == scores == [c["score"] for c in command_line["calcifications"]]


def test_cancel_is_honoured_within_half_a_second_once_it_works(application: Any, volume: Any) -> None:
    widget = open_panel()
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.detectButton.click()
    process = widget.panel._process
    application.wait_until(lambda: widget.ui.progressBar.value > 20 or widget.panel._process is None, 120)
    clicked_at = time.monotonic()
    widget.ui.detectButton.click()
    application.wait_until(lambda: process._process.poll() is not None, 10)
    assert time.monotonic() - clicked_at < 2.0  # 0.5 s of work and the end of a process
    close_panel(widget)


def test_a_volume_deleted_while_the_shipped_model_works_ends_its_process_and_stores_nothing(
    application: Any, volume: Any
) -> None:
    import slicer
    import slicer.util

    widget = open_panel()
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.deviceSelector.setCurrentIndex(widget.ui.deviceSelector.findData("cpu"))
    widget.ui.detectButton.click()
    process = widget.panel._process
    application.wait_until(lambda: widget.ui.progressBar.value > 20 or widget.panel._process is None, 120)
    slicer.mrmlScene.RemoveNode(volume)
    assert widget.ui.statusLabel.text == "The volume was deleted, so its detection was stopped: nothing was stored."
    application.wait_until(lambda: process._process.poll() is not None, 30)
    application.wait_until(lambda: list(Path(application.temporaryPath).glob("Microcalc-*")) == [], 30)
    assert slicer.util.getNodesByClass("vtkMRMLSegmentationNode") == []
    close_panel(widget)
