"""The panel on a full-size image, from the Python console, and after loading a scene."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from panel_material import add_volume, choose, noise, states, texts
from slicer_host import example_analysis

pytest_plugins = ["slicer_fixtures"]


def test_the_slider_stays_fluid_on_a_full_size_mammogram(widget: Any) -> None:
    from MicrocalcCADLib.mammogram import Mammogram
    from report_material import make_spots

    volume = add_volume(np.tile(noise(1, 1021, 832), (1, 4, 4)))
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.detectButton.click()
    mammogram: Mammogram = widget.started[-1].mammogram
    from report_material import make_analysis

    spots = make_spots([(r, c) for r in range(300, 3900, 400) for c in range(300, 3200, 400)], 12, 40)
    widget.started[-1].finish(make_analysis(mammogram, spots, np.linspace(0.2, 0.95, len(spots)).tolist()))
    times = []
    for value in (0.3, 0.5, 0.7, 0.9):
        start = time.process_time()
        widget.ui.thresholdSlider.setValue(value)
        times.append(time.process_time() - start)
    assert min(times) < 0.3  # about 0.1 s for 80 clusters, of processor time, as other work may disturb


def test_python_code_can_detect_without_the_panel(
    application: Any, volume: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from MicrocalcCADLib.kinds import system

    import MicrocalcCAD

    class Detector:
        def analyse(self, mammogram: Any, progress: Any) -> Any:
            progress(0.5, "half")
            return example_analysis(mammogram)

    asked: list[Any] = []
    monkeypatch.setattr(system, "create", lambda *_, kinds: asked.append(kinds) or Detector())
    heard: list[float] = []
    logic = MicrocalcCAD.MicrocalcCADLogic()
    detection = logic.detect(
        volume, operatingPoint="specific", progress=lambda fraction, text: heard.append(fraction), kinds="none"
    )
    assert heard == [0.5] and asked == ["none"]
    assert len(detection.findings.reported_clusters) == 1
    assert detection.nodes.segmentation.GetScene()


def test_a_saved_scene_comes_back_into_the_panel_with_its_results(
    widget: Any, detected: Callable, application: Any, tmp_path: Path
) -> None:
    import slicer

    detected()
    choose(widget, 0)
    widget.ui.acceptButton.click()
    path = tmp_path / "scene.mrb"
    assert slicer.mrmlScene.WriteToMRB(str(path), None)
    application.clear_scene()
    assert texts(widget) == []
    assert slicer.mrmlScene.ReadFromMRB(str(path), True, None)
    assert widget.ui.volumeSelector.currentNode().GetName() == "Example"
    assert states(widget) == ["accepted", "unseen"]
    widget.ui.thresholdSlider.setValue(0.8)
    assert len(texts(widget)) == 1
