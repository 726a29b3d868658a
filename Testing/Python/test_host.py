"""The stand-in for the application is as strict as the application: what fails there must not pass here."""

from __future__ import annotations

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
    node, mode, extent = scripted.editor.node.GetSegmentationNode(), scripted.ModificationModeSet, list(labelmap.GetExtent())
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


def test_the_console_asks_no_downloader_of_a_module(application: Any) -> None:
    import SampleData

    SampleData.SampleDataLogic.registerCustomSampleDataSource(sampleName="mine", uris=[], customDownloader=lambda source: [source.sampleName])
    assert SampleData.SampleDataLogic().click("mine") == ["mine"]
    with pytest.raises(IndexError):
        SampleData.downloadSample("mine")
