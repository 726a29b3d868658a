"""Slicer's own Python in place of the stand-in's: its helpers, base classes, parameter nodes and sample data, from a
checkout of Slicer's source.

With it the suite runs this extension against the code that it meets in the application; what is C++ there (widgets,
the Segment Editor, the DICOM browser) is the stand-in's as before.
"""

from __future__ import annotations

import importlib.util
import sys
import types
from pathlib import Path
from typing import Any

import ctk
import slicer
import vtk

from .sample_data import SampleDataLogic, load_volume

BASE = Path("Base/Python/slicer")
FILES = {
    "slicer.util": BASE / "util.py",
    "slicer.i18n": BASE / "i18n.py",
    "slicer.packaging": BASE / "packaging.py",
    "slicer.ScriptedLoadableModule": BASE / "ScriptedLoadableModule.py",
    "slicer.parameterNodeWrapper": BASE / "parameterNodeWrapper/__init__.py",
    "SegmentEditorEffects": Path("Modules/Loadable/Segmentations/EditorEffects/Python/SegmentEditorEffects")
    / "AbstractScriptedSegmentEditorEffect.py",
    "SampleData": Path("Modules/Scripted/SampleData/SampleData.py"),
    "DICOMLib": Path("Modules/Scripted/DICOMLib/DICOMPlugin.py"),
}
SHOWN_IN_NAMES = ("PatientID", "PatientBirthDate", "StudyID", "StudyDate")


def install_source(folder: Path) -> None:
    """Load Slicer's files in place of the stand-in's modules of the same names.

    Raises
    ------
    FileNotFoundError
        If the folder is no checkout of Slicer's source.
    """
    for path in FILES.values():
        if not (folder / path).is_file():
            raise FileNotFoundError(f"{folder} is no source of Slicer: {path} is missing")
    for owner in (ctk, slicer):
        _add_missing_classes(owner)
    for name, path in FILES.items():
        _load(name, folder / path)
    shown = dict.fromkeys((f"display{what}InSubjectHierarchyItemName" for what in SHOWN_IN_NAMES), False)
    handler = types.SimpleNamespace(**shown)
    slicer.qSlicerSubjectHierarchyPluginHandler = types.SimpleNamespace(instance=lambda: handler)
    slicer.modules.sampleDataSources = {}  # the module Sample Data has filled it before others begin
    sys.modules["SampleData"].SampleDataLogic.click = SampleDataLogic.click
    slicer.app.coreIOManager = VolumeReader
    repository = Path(__file__).resolve().parents[2]
    for name in ("MicrocalcCAD", "MicrocalcTrain"):
        module = types.SimpleNamespace(path=str(repository / name / f"{name}.py"), name=name)
        setattr(slicer.modules, name.lower(), module)


class VolumeReader:
    """The application's readers of files, of which a sample needs that for volumes."""

    def loadNodes(self, fileType: str, properties: dict[str, Any], loaded: vtk.vtkCollection) -> bool:
        node = load_volume(Path(properties["fileName"]), properties["name"]) if fileType == "VolumeFile" else None
        if node is not None:
            loaded.AddItem(node)
        return node is not None


def _load(name: str, path: Path) -> None:
    places = [str(path.parent)] if path.name == "__init__.py" else None
    spec = importlib.util.spec_from_file_location(name, path, submodule_search_locations=places)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    parent, _dot, own = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], own, module)
    spec.loader.exec_module(module)


def _add_missing_classes(module: types.ModuleType) -> None:
    """Let the module answer for each widget of Slicer that the stand-in lacks with a class that nothing is of."""

    def missing(name: str) -> type:
        if not name.startswith(("ctk", "q", "vtk")):
            raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")
        kind = type(name, (), {})
        setattr(module, name, kind)
        return kind

    module.__getattr__ = missing
