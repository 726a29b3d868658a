"""The stand-in for `slicer.parameterNodeWrapper` does what Slicer 5.12 does, as far as the panel relies on it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from typing import Annotated, Any

import pytest

pytest_plugins = ["slicer_fixtures"]


@pytest.fixture
def module(application: Any) -> Any:
    import slicer.parameterNodeWrapper as module

    return module


@pytest.fixture
def node(application: Any) -> Any:
    import slicer

    return slicer.mrmlScene.AddNewNodeByClass("vtkMRMLScriptedModuleNode")


@pytest.fixture
def kind(module: Any) -> type:
    """A wrapper with a free text, a text of two choices and a volume."""
    import slicer

    class Fields:
        """What is kept."""

        free: str
        either: Annotated[str, module.Choice(("one", "two"))] = "two"
        volume: slicer.vtkMRMLScalarVolumeNode

    Fields.__annotations__.update(
        free=str, either=Annotated[str, module.Choice(("one", "two"))], volume=slicer.vtkMRMLScalarVolumeNode
    )
    return module.parameterNodeWrapper(Fields)


@pytest.fixture
def selector(application: Any) -> Iterator[Any]:
    import qt

    box = qt.QComboBox()
    box.setProperty("SlicerParameterName", "either")
    box.addItem("Eins", "one")
    yield box
    box.deleteLater()


def heard(node: Any) -> list[str]:
    """Return a list that grows with each ``ModifiedEvent``."""
    import vtk

    events: list[str] = []
    node.AddObserver(vtk.vtkCommand.ModifiedEvent, lambda _caller, event: events.append(event))
    return events


class Gui:
    """As `slicer.util.childWidgetVariables` returns: an object with widgets for attributes."""

    def __init__(self, **widgets: Any) -> None:
        self.__dict__.update(widgets)


def test_defaults_are_written_where_the_node_says_nothing(kind: type, node: Any) -> None:
    node.SetParameter("free", "said")
    wrapper = kind(node)
    assert (wrapper.free, wrapper.either, wrapper.volume) == ("said", "two", None)
    assert {name: node.GetParameter(name) for name in node.GetParameterNames()} == {
        "either": "two",
        "free": "said",
        "volume": "",
    }
    assert kind.__doc__ == "What is kept." and wrapper.parameterNode is node


def test_values_are_kept_under_the_names_of_the_fields(kind: type, node: Any, volume: Any) -> None:
    wrapper, events = kind(node), heard(node)
    wrapper.free, wrapper.volume = "text", volume
    assert node.GetParameter("free") == "text" and node.GetNodeReferenceID("volume") == volume.GetID()
    assert len(events) == 2
    wrapper.setValue("volume", None)
    assert node.GetNodeReference("volume") is None and wrapper.getValue("volume") is None


def test_a_reference_without_a_parameter_of_its_name_is_forgotten(kind: type, node: Any, volume: Any) -> None:
    node.SetNodeReferenceID("volume", volume.GetID())
    assert kind(node).volume is None
    assert node.GetNodeReference("volume") is None


def test_a_value_that_a_validator_refuses_is_not_written_and_one_that_stands_there_is_read(
    kind: type, node: Any
) -> None:
    wrapper = kind(node)
    with pytest.raises(ValueError, match="one of"):
        wrapper.either = "three"
    with pytest.raises(TypeError, match="type"):
        wrapper.free = 3
    with pytest.raises(ValueError, match="None"):
        wrapper.free = None
    assert (wrapper.either, wrapper.free) == ("two", "")
    node.SetParameter("either", "three")
    assert wrapper.either == "three"


def test_a_name_that_is_no_field_is_refused_and_so_is_a_field_with_a_reserved_name(
    kind: type, module: Any, node: Any
) -> None:
    with pytest.raises(ValueError, match="other"):
        kind(node).setValue("other", 1)
    with pytest.raises(ValueError, match="reserved name 'getValue'"):
        module.parameterNodeWrapper(type("Wrong", (), {"__annotations__": {"getValue": str}}))
    with pytest.raises(Exception, match="Unable to create serializer"):
        module.parameterNodeWrapper(type("Wrong", (), {"__annotations__": {"field": complex}}))


def test_several_changes_can_be_told_as_one(kind: type, node: Any) -> None:
    import slicer.util

    wrapper, events = kind(node), heard(node)
    with slicer.util.NodeModify(wrapper):
        wrapper.free, wrapper.either = "text", "one"
        assert (wrapper.free, wrapper.either) == ("text", "one")
        assert events == []
    assert len(events) == 1


def test_stock_connectors_fill_a_selector_anew_and_raise_for_what_is_not_listed(
    kind: type, node: Any, selector: Any
) -> None:
    node.SetParameter("either", "three")
    with pytest.raises(ValueError, match="three"):
        kind(node).connectGui(Gui(box=selector))
    assert [selector.itemText(i) for i in range(selector.count)] == ["one", "two"]
    with pytest.raises(RuntimeError, match="Choice"):
        kind(node).connectParametersToGui({"free": selector})


def test_a_registered_connector_is_asked_after_the_stock_ones(module: Any, selector: Any) -> None:
    registered = sys.modules[module.GuiConnector.__module__]._registeredGuiConnectors

    class Mine(module.GuiConnector):
        canRepresent = staticmethod(lambda widget, datatype: True)

    for name in ("create", "_connect", "_disconnect", "widget", "read", "write"):
        setattr(Mine, name, lambda *_: None)
    module.parameterNodeGuiConnector(Mine)
    try:
        made = module.createGuiConnector(selector, Annotated[str, module.Choice(("one",))])
        assert type(made).__name__ == "QComboBoxToStringableConnector"
        assert module.createGuiConnector(selector, dict) is None, "only where no stock one can"
    finally:
        registered.remove(Mine)
    with pytest.raises(RuntimeError, match="Unable"):
        module.createGuiConnector(selector, dict)
    with pytest.raises(TypeError, match="subclass"):
        module.parameterNodeGuiConnector(int)


def test_widgets_follow_the_node_and_the_node_the_widgets_until_they_are_let_go(
    kind: type, node: Any, selector: Any
) -> None:
    wrapper = kind(node)
    tag = wrapper.connectGui(Gui(box=selector))
    assert selector.currentText == "two"
    selector.setCurrentIndex(0)
    assert wrapper.either == "one"
    node.SetParameter("either", "two")
    assert selector.currentText == "two"
    wrapper.disconnectGui(tag)
    wrapper.disconnectGui(tag)
    selector.setCurrentIndex(0)
    assert wrapper.either == "two"
    node.SetParameter("free", "text")
    assert selector.currentText == "one"
    assert wrapper.connectGui(Gui()) != tag


def test_a_slot_that_changes_another_field_shows_again_what_was_kept_of_the_first(
    kind: type, node: Any, selector: Any
) -> None:
    """The trap that the panel's own slots avoid: the connector comes after them."""
    wrapper = kind(node)
    selector.addItem("zwei", "two")
    selector.connect("currentIndexChanged(int)", lambda _index: setattr(wrapper, "free", selector.currentText))
    wrapper.connectGui(Gui(box=selector))
    selector.setCurrentIndex(0)
    assert selector.currentText == wrapper.either == "two"


def test_a_wrapper_that_nobody_has_observes_nothing(kind: type, node: Any, selector: Any) -> None:
    import vtk

    wrapper = kind(node)
    wrapper.disconnectGui(wrapper.connectGui(Gui(box=selector)))
    assert node.HasObserver(vtk.vtkCommand.ModifiedEvent)
    del wrapper
    gc.collect()
    assert not node.HasObserver(vtk.vtkCommand.ModifiedEvent)


def test_a_scene_that_is_read_changes_the_singleton_and_the_wrapper_follows(
    kind: type, application: Any, tmp_path: Any
) -> None:
    import slicer
    from slicer.ScriptedLoadableModule import ScriptedLoadableModuleLogic

    wrapper = kind(ScriptedLoadableModuleLogic().getParameterNode())
    wrapper.free = "saved"
    path = tmp_path / "scene.mrml"
    slicer.mrmlScene.Commit(str(path))
    wrapper.free = "later"
    slicer.mrmlScene.SetURL(str(path))
    assert slicer.mrmlScene.Import()
    assert wrapper.free == "saved"
    application.clear_scene()
    assert ScriptedLoadableModuleLogic().getParameterNode() is wrapper.parameterNode, "a singleton outlives the scene"
    assert (wrapper.free, wrapper.either) == ("", "two"), "as it was made"
