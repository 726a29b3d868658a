"""The stand-in and the panels against the source of Slicer and CTK: what Python is not shown there is not used.

Of a C++ class of the application Python sees signals, slots, properties and what is marked ``Q_INVOKABLE``; a plain
method is an error there, however public it is. The tests run where ``SLICER_SOURCE`` and ``CTK_SOURCE`` name checkouts.
"""

from __future__ import annotations

import ast
import os
import re
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

pytest_plugins = ["slicer_fixtures"]
REPOSITORY = Path(__file__).resolve().parents[2]
SOURCES = [Path(os.environ[name]) for name in ("SLICER_SOURCE", "CTK_SOURCE") if os.environ.get(name)]
pytestmark = pytest.mark.skipif(len(SOURCES) < 2, reason="SLICER_SOURCE and CTK_SOURCE name no source")
# what stands for which class
CLASSES = {
    "application.Application": "qSlicerApplication",
    "application.ModuleManager": "qSlicerModuleManager",
    "dicom.Database": "ctkDICOMDatabase",
    "dicom.Exportable": "qSlicerDICOMExportable",
    "layout.LayoutManager": "qSlicerLayoutManager",
    "layout.SliceDrawing": "qMRMLSliceView",
    "layout.SliceWidget": "qMRMLSliceWidget",
    "plot_view.QMRMLPlotView": "qMRMLPlotView",
    "segment_editor.EditorWidget": "qMRMLSegmentEditorWidget",
    "segment_editor.EffectFactory": "qSlicerSegmentEditorEffectFactory",
    "segment_editor.ScriptedEffect": "qSlicerSegmentEditorScriptedEffect",
    "widgets.CtkCollapsibleButton": "ctkCollapsibleButton",
    "widgets.CtkSliderWidget": "ctkSliderWidget",
    "widgets.QMRMLNodeComboBox": "qMRMLNodeComboBox",
    "widgets.NodeFilter": "qMRMLSortFilterProxyModel",
    "widgets.QMRMLWidget": "qMRMLWidget",
}
SECTION = re.compile(r"(public|protected|private)?\s*(slots|Q_SLOTS)?\s*:$|(signals|Q_SIGNALS)\s*:$")
OF_PYTHONQT = frozenset({"connect", "disconnect", "className", "self"})
# what tests drive the stand-ins by, and panels call on other things
OF_TESTS = frozenset({"add", "curves"})


@pytest.mark.parametrize("stand_in", sorted(CLASSES))
def test_what_panels_use_of_a_stand_in_is_shown_to_python_by_the_class_itself(application: Any, stand_in: str) -> None:
    module, name = stand_in.split(".")
    kind = getattr(import_module(f"Host.{module}"), name)
    own = {name for base in kind.__mro__ if base.__module__.startswith("Host.") for name in vars(base)}
    offered = {name for name in own if not name.startswith("_")} & used_by_panels()
    assert offered - shown_to_python(CLASSES[stand_in]) - OF_PYTHONQT - OF_TESTS == set()


def test_a_plain_method_is_not_shown_and_slots_properties_and_invokables_are() -> None:
    shown = shown_to_python("qMRMLPlotView")
    assert {"setMRMLPlotViewNode", "fitToContent"} <= shown
    assert "mrmlPlotViewNode" not in shown
    assert {"currentNode", "setCurrentNode", "currentNodeChanged", "noneEnabled"} <= shown_to_python(
        "qMRMLNodeComboBox"
    )


def test_properties_in_the_files_of_the_panels_are_those_of_their_classes() -> None:
    unknown, looked = [], 0
    for path in REPOSITORY.glob("Microcalc*/Resources/UI/*.ui"):
        for widget in ElementTree.parse(path).iter("widget"):
            kind = widget.get("class", "")
            if kind.startswith(("ctk", "qMRML")):
                names = [one.get("name") for one in widget.findall("property") if one.get("stdset") != "0"]
                looked += len(names)
                unknown += [f"{path.name}: {kind}.{name}" for name in names if name not in shown_to_python(kind)]
    assert unknown == [] and looked > 20


def test_what_panels_use_of_a_widget_from_a_file_is_of_its_class() -> None:
    classes = {
        widget.get("name", ""): widget.get("class", "")
        for path in REPOSITORY.glob("Microcalc*/Resources/UI/*.ui")
        for widget in ElementTree.parse(path).iter("widget")
    }
    uses = {
        (name, attribute)
        for path in paths_of_panels()
        for name, attribute in re.findall(r"\bui\.(\w+)\.(\w+)", path.read_text(encoding="utf-8"))
    }
    unknown = [(n, a) for n, a in uses if n in classes and a not in shown_to_python(classes[n]) | OF_PYTHONQT]
    assert unknown == [] and len(uses) > 100


def paths_of_panels() -> list[Path]:
    folders = ("MicrocalcCADSlicer", "MicrocalcEffects", "MicrocalcTrainSlicer")
    below = [path for folder in folders for path in REPOSITORY.glob(f"*/{folder}/*.py")]
    return [*below, *REPOSITORY.glob("Microcalc*/*.py")]


@cache
def used_by_panels() -> frozenset[str]:
    """Return every name that the panels and effects take of anything."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in paths_of_panels()]
    return frozenset(node.attr for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Attribute))


@cache
def shown_to_python(name: str) -> frozenset[str]:
    """Return what Python sees of a class and of those that it comes from; of Qt's own that is everything."""
    from PySide6 import QtWidgets

    header = headers().get(f"{name}.h")
    if header is None:
        kind = getattr(QtWidgets, name, object)
        meta = getattr(kind, "staticMetaObject", None)
        properties = [meta.property(i).name() for i in range(meta.propertyCount())] if meta is not None else []
        return frozenset({*dir(kind), *properties})
    text = re.sub(r"//[^\n]*|/\*.*?\*/", "", header.read_text(encoding="utf-8", errors="replace"), flags=re.S)
    found = set(re.findall(r"Q_PROPERTY\(\s*[\w:<>, ]+?[\s*&]+(\w+)\s+READ", text))
    found |= set(re.findall(r"Q_INVOKABLE[^;{(]*?\b(\w+)\s*\(", text))
    for values in re.findall(r"\benum\s+\w+\s*\{(.*?)\}", text, re.S):
        found |= set(re.findall(r"^\s*(\w+)", values, re.M))
    section = ""
    for line in text.splitlines():
        if line.strip().endswith(":") and (match := SECTION.match(line.strip())):
            section = "shown" if match[3] or (match[1] == "public" and match[2]) else ""
        elif section and (match := re.search(r"\b(\w+)\s*\(", line)):
            found.add(match[1])
    for base in re.findall(rf"class [^;{{]*\b{name}\b[^{{;]*?:\s*((?:public\s+\w+[,\s]*)+)", text):
        for parent in re.findall(r"public\s+(\w+)", base):
            found |= shown_to_python(parent)
    return frozenset(found | decorated(name))


@cache
def decorated(name: str) -> frozenset[str]:
    """Return what is shown to Python besides the class itself, by a function whose first argument is of it."""
    text = "".join(path.read_text(errors="replace") for key, path in headers().items() if "PythonQtDecorators" in key)
    return frozenset(re.findall(rf"\b(\w+)\s*\(\s*(?:const\s+)?{name}\s*\*", text))


@cache
def headers() -> dict[str, Path]:
    """Return the headers of both sources by their names."""
    return {path.name: path for source in SOURCES for path in source.rglob("*.h") if path.name.startswith(("q", "ctk"))}
