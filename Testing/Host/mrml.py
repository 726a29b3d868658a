"""The MRML scene with the logics that Slicer's modules would have set up."""

from __future__ import annotations

import sys
import types
from pathlib import Path
from typing import Any

import slicer
import slicer.util
import vtk

LOGICS = {
    "volumes": "vtkSlicerVolumesLogic",
    "segmentations": "vtkSlicerSegmentationsModuleLogic",
    "markups": "vtkSlicerMarkupsLogic",
    "terminologies": "vtkSlicerTerminologiesModuleLogic",
    "subjecthierarchy": "vtkSlicerSubjectHierarchyModuleLogic",
    "tables": "vtkSlicerTablesLogic",
    "plots": "vtkSlicerPlotsLogic",
}
_kept: list[Any] = []


def start_mrml(cache_folder: Path) -> Any:
    """Make `slicer.mrmlScene` and `slicer.modules`, and return the application's logic."""
    vtk.vtkObject.GlobalWarningDisplayOff()
    vtk.vtkLogger.SetStderrVerbosity(vtk.vtkLogger.VERBOSITY_OFF)
    scene = slicer.mrmlScene = slicer.vtkMRMLScene()
    logic = slicer.vtkSlicerApplicationLogic()
    logic.SetMRMLScene(scene)
    logic.GetColorLogic().SetMRMLScene(scene)
    logic.GetColorLogic().AddDefaultColorNodes()
    logic.SetSliceLogics(vtk.vtkCollection())
    logic.SetViewLogics(vtk.vtkCollection())
    slicer.vtkMRMLSliceNode.AddDefaultSliceOrientationPresets(scene, True)
    _start_modules(scene, logic)
    _start_remote_io(scene, logic, cache_folder)
    _kept.append(logic)
    return logic


def _start_modules(scene: Any, application_logic: Any) -> None:
    """Give each module its logic; these also register nodes, readers and the conversions of segmentations."""
    modules = types.ModuleType("slicer.modules")
    sys.modules["slicer.modules"] = slicer.modules = modules
    for name, class_name in LOGICS.items():
        logic = getattr(slicer, class_name)()
        logic.SetMRMLApplicationLogic(application_logic)
        logic.SetMRMLScene(scene)
        application_logic.SetModuleLogic(name.capitalize(), logic)
        setattr(modules, name, types.SimpleNamespace(logic=lambda logic=logic: logic))


def _start_remote_io(scene: Any, application_logic: Any, cache_folder: Path) -> None:
    """Reading an .mrb file goes through the cache for remote files."""
    remote, manager = slicer.vtkMRMLRemoteIOLogic(), slicer.vtkDataIOManagerLogic()
    for logic in (remote, manager):
        logic.SetMRMLApplicationLogic(application_logic)
        logic.SetMRMLScene(scene)
    remote.GetCacheManager().SetRemoteCacheDirectory(str(cache_folder))
    manager.SetAndObserveDataIOManager(remote.GetDataIOManager())
    remote.AddDataIOToScene()
    _kept.extend([remote, manager])
