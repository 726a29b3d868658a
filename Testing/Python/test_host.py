"""The stand-in for the application is as strict as the application: what fails there must not pass here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest_plugins = ["slicer_fixtures"]


@pytest.fixture
def scripted(application: Any, volume: Any) -> Any:
    """The C++ side of an effect in an editor with an empty segment."""
    import slicer
    from Host.segment_editor import ScriptedEffect, SegmentEditor

    node = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentationNode")
    node.SetReferenceImageGeometryParameterFromVolumeNode(volume)
    segment = node.GetSegmentation().AddEmptySegment("one")
    effect = ScriptedEffect()
    effect.editor = SegmentEditor(node, volume, segment)
    return effect


def test_a_segment_by_name_cannot_be_changed_within_an_extent_given_as_a_list(scripted: Any) -> None:
    labelmap = scripted.defaultModifierLabelmap()
    node, mode, extent = (
        scripted.editor.node.GetSegmentationNode(),
        scripted.ModificationModeSet,
        list(labelmap.GetExtent()),
    )
    with pytest.raises(ValueError, match="matching overload"):
        scripted.modifySegmentByLabelmap(node, "one", labelmap, mode, extent, True)
    scripted.modifySegmentByLabelmap(node, "one", labelmap, mode, True)
    scripted.modifySelectedSegmentByLabelmap(labelmap, mode, extent)
    with pytest.raises(ValueError, match="matching overload"):
        scripted.setParameter("Number", None)


def test_a_sample_without_an_address_is_a_type_error(application: Any) -> None:
    import SampleData

    register = SampleData.SampleDataLogic.registerCustomSampleDataSource
    with pytest.raises(TypeError):
        register(sampleName="mine", uris=None)
    with pytest.raises(ValueError, match="same length"):
        register(sampleName="mine", uris=["file:///a"], fileNames=["a", "b"])


@pytest.mark.skipif("SLICER_SOURCE" in os.environ, reason="Slicer's own takes no source without files")
def test_the_console_asks_no_downloader_of_a_module(application: Any) -> None:
    import SampleData

    SampleData.SampleDataLogic.registerCustomSampleDataSource(
        sampleName="mine", uris=[], customDownloader=lambda source: [source.sampleName]
    )
    assert SampleData.SampleDataLogic().click("mine") == ["mine"]
    with pytest.raises(IndexError):
        SampleData.downloadSample("mine")


def test_every_view_follows_the_scene_until_it_is_closed(application: Any) -> None:
    import slicer
    from Host.slice_view import SliceView

    view, ends = SliceView(application.applicationLogic(), name="Other"), []
    for part in (view.logic, view.managers, view.window):
        part.AddObserver("DeleteEvent", lambda _part, _event: ends.append("gone"))
    node = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLMarkupsFiducialNode")
    node.CreateDefaultDisplayNodes()
    markups = view.managers.GetDisplayableManagerByClassName("vtkMRMLMarkupsDisplayableManager")
    assert markups.GetWidget(node.GetDisplayNode()) is not None, "though it was never drawn"
    del part, markups
    view.close()
    del view
    assert len(ends) == 3, "what lives on works for every change of the scene"


def test_signals_and_setters_without_end_take_no_reference_of_none_and_true_away() -> None:
    """PySide6 6.12 counts them wrongly, and Python 3.11 then ends: a whole run of the tests must not."""
    pytest.importorskip("PySide6")
    code = (
        "import sys, tempfile\n"
        "from pathlib import Path\n"
        "import Host\n"
        "Host.start(Path(tempfile.mkdtemp()))\n"
        "from PySide6.QtCore import QObject, Signal\n"
        "class Sender(QObject):\n"
        "    sent = Signal(bool)\n"
        "sender = Sender()\n"
        "sender.sent.connect(lambda value: None)\n"
        "for _ in range(200_000):\n"
        "    sender.sent.emit(True)\n"
        "    sender.setObjectName('a')\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-500:]
