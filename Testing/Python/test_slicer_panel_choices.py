"""What the panel keeps with the scene, by typed fields: shown in the language of the user, as in earlier scenes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from panel_material import add_volume, noise, states
from slicer_host import close_panel, open_panel, reload_panel

pytest_plugins = ["language_fixtures", "slicer_fixtures"]
FIELDS = ("method", "model", "kinds", "device", "rating")
# Written by the panel when it kept its choices without Slicer's wrapper of parameter nodes.
EARLIER = """<?xml version="1.0" encoding="UTF-8"?>
<MRML version="slicer-core 4.0.0 0" userTags="">
 <ScriptedModule
  id="vtkMRMLScriptedModuleNodeMicrocalcCAD" name="ScriptedModule" hideFromEditors="true" selectable="true" \
selected="false" singletonTag="MicrocalcCAD" attributes="ModuleName:MicrocalcCAD" \
references="volume:vtkMRMLScalarVolumeNode1;" ModuleName ="MicrocalcCAD" parameter0= "device cpu" \
parameter1= "kinds none" parameter2= "method patch-learning" parameter3= "model patch-learning" \
parameter4= "rating malignancy-simulated" ></ScriptedModule>
 <Volume
  id="vtkMRMLScalarVolumeNode1" name="Earlier" hideFromEditors="false" selectable="true" selected="false" userTags="" \
spacing="0.07 0.07 1" origin="0 0 0" voxelVectorType="undefined" ijkToRASDirections="-1   0   0 0   -1   0 0 0 1 " \
></Volume>
</MRML>
"""


def shown(widget: Any) -> dict[str, Any]:
    selectors = {name: getattr(widget.ui, f"{name}Selector") for name in FIELDS}
    return {name: selector.itemData(selector.currentIndex) for name, selector in selectors.items()}


def kept(widget: Any) -> dict[str, str]:
    choices = widget.logic.getParameterNode()
    return {name: choices.getValue(name) for name in FIELDS}


def pick(widget: Any, **values: str) -> None:
    for name, value in values.items():
        selector = getattr(widget.ui, f"{name}Selector")
        assert selector.findData(value) >= 0
        selector.setCurrentIndex(selector.findData(value))


def read_scene(path: Path, text: str | None = None, add: bool = False) -> None:
    import slicer

    if text is not None:
        path.write_text(text, encoding="utf-8")
    slicer.mrmlScene.SetURL(str(path))
    assert slicer.mrmlScene.Import() if add else slicer.mrmlScene.Connect()


def save_scene(path: Path) -> str:
    import slicer

    assert slicer.mrmlScene.Commit(str(path))
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("add", [False, True])
def test_an_earlier_scene_comes_with_its_choices(widget: Any, tmp_path: Path, add: bool) -> None:
    expected = {
        "method": "patch-learning",
        "model": "patch-learning",
        "kinds": "none",
        "device": "cpu",
        "rating": "malignancy-simulated",
    }
    widget.ui.volumeSelector.setCurrentNode(add_volume(noise(64, 64)[np.newaxis]))
    read_scene(tmp_path / "scene.mrml", EARLIER, add)
    assert shown(widget) == kept(widget) == expected
    assert widget.ui.volumeSelector.currentNode().GetName() == "Earlier"
    assert widget.logic.getParameterNode().volume is widget.ui.volumeSelector.currentNode()
    choice = widget.panel.choices()[0]
    assert (choice.method, choice.model, choice.device, choice.kinds) == (
        "patch-learning",
        "patch-learning",
        "cpu",
        "none",
    )


def test_an_earlier_scene_comes_with_its_choices_before_the_panel_is_opened(application: Any, tmp_path: Path) -> None:
    read_scene(tmp_path / "scene.mrml", EARLIER)
    widget = open_panel()
    assert shown(widget)["method"] == "patch-learning" and shown(widget)["rating"] == "malignancy-simulated"
    assert widget.ui.volumeSelector.currentNode().GetName() == "Earlier"
    close_panel(widget)


def test_a_scene_has_the_same_text_for_the_same_choices_as_earlier(widget: Any, volume: Any, tmp_path: Path) -> None:
    widget.ui.volumeSelector.setCurrentNode(volume)
    pick(widget, method="patch-learning", device="cpu", kinds="none", rating="malignancy-simulated")
    text = save_scene(tmp_path / "scene.mrml")
    assert 'references="volume:vtkMRMLScalarVolumeNode1;"' in text
    written = text.split('singletonTag="MicrocalcCAD"')[1].split(">")[0]
    for value in (
        "device cpu",
        "kinds none",
        "method patch-learning",
        "model patch-learning",
        "rating malignancy-simulated",
    ):
        assert f'"{value}"' in written


def test_each_choice_is_kept_at_once_and_comes_back(widget: Any, volume: Any, tmp_path: Path) -> None:
    widget.ui.volumeSelector.setCurrentNode(volume)
    for name, value in (("method", "context"), ("kinds", "none"), ("device", "cuda"), ("rating", "none")):
        pick(widget, **{name: value})
        assert kept(widget)[name] == value
    model = shown(widget)["model"]
    assert kept(widget)["model"] == model and model
    save_scene(tmp_path / "scene.mrml")
    pick(widget, method="hdogreg", kinds="kinds-simulated", device="auto", rating="malignancy-simulated")
    read_scene(tmp_path / "scene.mrml")
    assert (
        shown(widget)
        == kept(widget)
        == {
            "method": "context",
            "model": model,
            "kinds": "none",
            "device": "cuda",
            "rating": "none",
        }
    )


def test_where_a_scene_says_nothing_the_choices_stay(widget: Any, application: Any) -> None:
    pick(widget, method="context", device="cpu", kinds="none")
    before = shown(widget)
    application.clear_scene()
    assert shown(widget) == kept(widget) == before
    assert widget.panel.choices()[0].method == "context"


def test_what_is_not_listed_leaves_what_is_shown_and_gives_way_when_it_is_used(widget: Any, tmp_path: Path) -> None:
    before = shown(widget)
    text = EARLIER.replace("patch-learning", "unheard-of").replace("cpu", "abacus").replace("kinds none", "kinds /gone")
    read_scene(tmp_path / "scene.mrml", text.replace("malignancy-simulated", "/gone"))
    assert shown(widget) == before
    assert kept(widget)["model"] == "unheard-of", "another computer may know it"
    assert widget.panel.choices()[0].method == before["method"]
    assert {name: kept(widget)[name] for name in FIELDS[:4]} == {name: before[name] for name in FIELDS[:4]}


def test_the_console_reads_and_sets_typed_fields(widget: Any, volume: Any) -> None:
    choices = widget.logic.getParameterNode()
    choices.method, choices.volume = "two-stage", volume
    assert widget.ui.methodSelector.currentText.startswith("For comparison: two-stage")
    assert widget.ui.volumeSelector.currentNode() is volume
    assert choices.model == shown(widget)["model"] == "two-stage"
    with pytest.raises(ValueError, match="must be in one of"):
        choices.method = "three-stage"
    with pytest.raises(ValueError, match="must be in one of"):
        choices.device = "abacus"
    with pytest.raises(TypeError, match="vtkMRMLScalarVolumeNode"):
        choices.volume = widget.ui.volumeSelector
    assert shown(widget)["method"] == "two-stage"


def test_a_model_that_is_not_the_first_of_its_method_comes_back(widget: Any, tmp_path: Path) -> None:
    import slicer.util
    from MicrocalcCADLib.models import models_folder
    from MicrocalcCADSlicer.user_models import wantModel

    models, second = widget.ui.modelSelector, str(tmp_path / "mine")
    shutil.copytree(models_folder() / "hdogreg-light", second)
    wantModel("hdogreg", second)
    widget.panel.enter()
    assert kept(widget)["model"] == second != models.itemData(0)
    save_scene(tmp_path / "scene.mrml")
    pick(widget, method="context")
    assert models.findData(second) < 0
    read_scene(tmp_path / "scene.mrml")
    assert (shown(widget)["method"], shown(widget)["model"], kept(widget)["model"]) == ("hdogreg", second, second)
    pick(widget, method="context")
    choices = widget.logic.getParameterNode()
    with slicer.util.NodeModify(choices):
        choices.method, choices.model = "hdogreg", second
    assert shown(widget)["model"] == kept(widget)["model"] == second


def test_a_method_and_its_model_change_at_once(widget: Any) -> None:
    import vtk

    choices, seen = widget.logic.getParameterNode(), []
    choices.AddObserver(
        vtk.vtkCommand.ModifiedEvent, lambda *_: seen.append((choices.method, choices.getValue("model")))
    )
    pick(widget, method="context")
    assert set(seen) == {("context", shown(widget)["model"])}


@pytest.mark.usefixtures("german")
def test_titles_are_those_of_the_language_and_values_are_not(application: Any, tmp_path: Path) -> None:
    widget = open_panel()
    titles = [widget.ui.methodSelector.itemText(i) for i in range(widget.ui.methodSelector.count)]
    assert titles[0] == "Standard (empfohlen)"
    read_scene(tmp_path / "scene.mrml", EARLIER)
    assert [widget.ui.methodSelector.itemText(i) for i in range(widget.ui.methodSelector.count)] == titles
    assert kept(widget)["method"] == "patch-learning"
    application.speak()
    widget = reload_panel(widget)
    assert widget.ui.methodSelector.itemText(0) == "Standard (recommended)"
    assert shown(widget)["method"] == "patch-learning" and shown(widget)["kinds"] == "none"
    close_panel(widget)


def test_another_volume_is_chosen_for_good_whatever_its_results_show(
    widget: Any, detected: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    detected()
    first = widget.ui.volumeSelector.currentNode()
    pick(widget, rating="none")
    other = add_volume(noise(64, 64)[np.newaxis], name="Other")
    widget.ui.volumeSelector.setCurrentNode(other)
    pick(widget, rating="malignancy-simulated")
    changes: list[Any] = []
    monkeypatch.setattr(widget.panel.findings, "_change", lambda *change: changes.append(change))
    widget.ui.volumeSelector.setCurrentNode(first)
    assert changes == [], "what is shown is no change by the user"
    assert widget.ui.volumeSelector.currentNode() is widget.logic.getParameterNode().volume is first
    assert states(widget), "its results"
    assert shown(widget)["rating"] == kept(widget)["rating"] == "none", "as its results are rated"
    pick(widget, device="cpu")
    assert shown(widget)["rating"] == "none" and widget.panel.findings.session.state.ratings == ("none",)


def test_the_volume_of_a_closed_scene_is_not_kept_in_the_next(widget: Any, volume: Any, tmp_path: Path) -> None:
    import vtk

    widget.ui.volumeSelector.setCurrentNode(volume)
    node, seen = widget.logic.getParameterNode().parameterNode, set()
    node.AddObserver(vtk.vtkCommand.ModifiedEvent, lambda *_: seen.add(node.GetNodeReferenceID("volume")))
    read_scene(tmp_path / "scene.mrml", '<MRML version="slicer-core 4.0.0 0" userTags=""></MRML>')
    assert seen == {None} and widget.ui.volumeSelector.currentNode() is None


def test_a_deleted_volume_is_no_longer_kept(widget: Any, volume: Any) -> None:
    import slicer

    widget.ui.volumeSelector.setCurrentNode(volume)
    slicer.mrmlScene.RemoveNode(volume)
    assert widget.logic.getParameterNode().volume is None
    pick(widget, device="cpu")
    assert widget.ui.volumeSelector.currentNode() is None


def test_a_panel_that_is_taken_down_keeps_nothing_more(widget: Any, volume: Any) -> None:
    other = open_panel()
    other.ui.volumeSelector.setCurrentNode(volume)
    close_panel(other)
    pick(other, device="cuda")
    assert kept(widget)["device"] != "cuda"
    assert widget.logic.getParameterNode().volume is widget.ui.volumeSelector.currentNode() is volume
