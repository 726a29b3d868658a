"""What may go wrong while the panel is in use: each a sentence, and earlier results stay."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from panel_material import add_volume, noise, status, texts

pytest_plugins = ["slicer_fixtures"]


@pytest.mark.parametrize(
    ("array", "words"),
    [
        (np.zeros((1, 90, 80), np.uint16), "whole image is black"),
        (noise(1, 20, 20), "only 20 x 20 pixels"),
        (np.full((1, 90, 80), np.nan, np.float32), "not numbers"),
        (noise(3, 90, 80), "has 3 slices"),
    ],
)
def test_a_volume_that_is_no_mammogram_gets_a_sentence_and_no_process(
    widget: Any, array: np.ndarray, words: str
) -> None:
    widget.ui.volumeSelector.setCurrentNode(add_volume(array))
    widget.ui.detectButton.click()
    assert words in status(widget)
    assert widget.started == []
    assert widget.ui.detectButton.text == "Detect calcifications"


def test_closing_the_scene_stops_the_detection(widget: Any, volume: Any, application: Any) -> None:
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.detectButton.click()
    application.clear_scene()
    assert widget.started[-1].cancelled
    assert widget.ui.detectButton.text == "Detect calcifications"
    assert texts(widget) == []


def test_deleting_the_volume_stops_its_detection(widget: Any, volume: Any) -> None:
    import slicer

    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.detectButton.click()
    slicer.mrmlScene.RemoveNode(volume)
    assert widget.started[-1].cancelled
    assert "volume was deleted" in status(widget)


def test_deleting_another_volume_does_not(widget: Any, volume: Any) -> None:
    import slicer

    other = add_volume(noise(1, 90, 80))
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.detectButton.click()
    slicer.mrmlScene.RemoveNode(other)
    assert not widget.started[-1].cancelled


def test_results_of_a_volume_that_is_no_longer_chosen_go_to_that_volume(widget: Any, volume: Any) -> None:
    from MicrocalcCADSlicer.results import resultsOf

    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.detectButton.click()
    widget.ui.volumeSelector.setCurrentNode(add_volume(noise(1, 90, 80)))
    widget.started[-1].finish()
    assert resultsOf(volume) is not None
    assert texts(widget) == []


def test_missing_packages_are_named_before_anything_starts(
    widget: Any, declining: list[str], volume: Any, tmp_path: Path
) -> None:
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("# ours\nno-such-package-of-microcalc>=1.0\n")
    widget.panel._requirementsPath = str(requirements)
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.detectButton.click()
    assert "no-such-package-of-microcalc>=1.0 were not installed" in status(widget)
    assert widget.started == [] and len(declining) == 1


def test_a_damaged_record_in_a_loaded_scene_is_reported_and_can_be_replaced(
    widget: Any, detected: Callable, volume: Any
) -> None:
    nodes = detected()
    nodes.analysis.SetText("damaged")
    widget.ui.volumeSelector.setCurrentNode(None)
    widget.ui.volumeSelector.setCurrentNode(volume)
    assert "click Detect calcifications" in status(widget)
    widget.ui.detectButton.click()
    widget.started[-1].finish()
    assert len(texts(widget)) == 2


def test_of_three_volumes_the_one_mammogram_is_chosen(application: Any, widget: Any) -> None:
    tomogram, other = add_volume(noise(20, 90, 80), name="CT"), add_volume(noise(9, 60, 50), name="MR")
    mammogram = add_volume(noise(1, 900, 700), name="MG")
    application.slice_view.composite.SetBackgroundVolumeID(tomogram.GetID())
    widget.ui.volumeSelector.setCurrentNode(other)
    widget.enter()
    assert widget.ui.volumeSelector.currentNode() is mammogram
    add_volume(noise(1, 900, 700), name="MG 2")  # which of two is meant nobody can tell
    widget.ui.volumeSelector.setCurrentNode(tomogram)
    widget.exit()
    widget.enter()
    assert widget.ui.volumeSelector.currentNode() is tomogram
    widget.ui.detectButton.click()
    assert "choose a single projection mammogram" in widget.ui.statusLabel.text and not widget.started
    widget.exit()
