"""The module DICOM: database, plugins, browser and export dialog, as far as a DICOM plugin meets them.

As in Slicer 5.13, of the loadables of one series only those of the highest confidence are selected; a series is
examined as a list of its files; referenced objects that are in the database are offered and then loaded in any order;
an exception in a plugin is logged and counts as a failure, for which the browser has one sentence without a reason. The
export dialog asks every plugin for every item and groups what it gets by plugin; of two plugins of one confidence the
later name is shown.
"""

from __future__ import annotations

import logging
import shutil
import sys
import types
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pydicom
import slicer
import vtk

SERIES, INSTANCE, PATIENT_NAME = "0020,000E", "0008,0018", "0010,0010"


class Database:
    """``slicer.dicomDatabase``: an index of files; while it is closed it knows nothing."""

    def __init__(self) -> None:
        self._headers: dict[str, pydicom.Dataset] = {}
        self.databaseDirectory, self.isOpen = "", False

    def openDatabase(self, folder: Path) -> None:
        """Open an empty database in a folder."""
        self._headers, self.databaseDirectory, self.isOpen = {}, str(folder), True
        (folder / "ctkDICOM.sql").touch()

    def closeDatabase(self) -> None:
        self._headers, self.isOpen = {}, False

    def add(self, path: Path, copy: bool = False) -> None:
        """Index a file; an instance that is there already stays as it is."""
        try:
            header = pydicom.dcmread(path, stop_before_pixels=True)
        except pydicom.errors.InvalidDicomError:
            return
        if header.SOPInstanceUID in (one.SOPInstanceUID for one in self._headers.values()):
            return
        if copy:
            target = Path(self.databaseDirectory) / "dicom" / f"{header.SOPInstanceUID}"
            target.parent.mkdir(exist_ok=True)
            path = Path(shutil.copyfile(path, target))
        self._headers[str(path)] = header

    def patients(self) -> list[str]:
        return list(dict.fromkeys(str(one.get("PatientID", "")) for one in self._headers.values()))

    def studiesForPatient(self, patient: str) -> list[str]:
        return list(
            dict.fromkeys(
                str(one.StudyInstanceUID) for one in self._headers.values() if str(one.get("PatientID", "")) == patient
            )
        )

    def seriesForStudy(self, study: str) -> list[str]:
        return list(
            dict.fromkeys(str(one.SeriesInstanceUID) for one in self._headers.values() if one.StudyInstanceUID == study)
        )

    def filesForSeries(self, series: str) -> tuple[str, ...]:
        return tuple(path for path, one in self._headers.items() if one.SeriesInstanceUID == series)

    def fileForInstance(self, uid: str) -> str:
        return next((path for path, one in self._headers.items() if one.SOPInstanceUID == uid), "")

    def instanceValue(self, uid: str, tag: str) -> str:
        return self.fileValue(self.fileForInstance(uid), tag)

    def fileValue(self, path: str, tag: str) -> str:
        """Return an element as text; sequences and unknown files have none."""
        header = self._headers.get(path)
        element = header.get(tuple(int(part, 16) for part in tag.split(","))) if header is not None else None
        if element is None or element.VR in ("SQ", "OB", "OW") or element.value is None:
            return ""
        return "\\".join(map(str, element.value)) if element.VM > 1 else str(element.value)


class DICOMLoadable:
    """Something that can be loaded."""

    def __init__(self) -> None:
        self.files, self.name, self.tooltip, self.warning = [], "Unknown", "No further information available", ""
        self.selected, self.confidence = False, 0.5


class DICOMPlugin:
    """The base class of plugins."""

    def __init__(self) -> None:
        self.loadType = "Generic DICOM"

    def examineForImport(self, fileLists: list) -> list:
        return []

    def examine(self, fileLists: list) -> list:
        return self.examineForImport(fileLists)

    def examineForExport(self, subjectHierarchyItemID: int) -> list:
        return []

    def addSeriesInSubjectHierarchy(self, loadable: DICOMLoadable, dataNode: Any) -> None:
        """Put a node under patient and study, which are made where they are not there."""
        database, path = slicer.dicomDatabase, loadable.files[0]
        hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(slicer.mrmlScene)
        item = hierarchy.CreateItem(hierarchy.GetSceneItemID(), dataNode)
        uids = [database.fileValue(path, tag) for tag in ("0010,0020", "0020,000D", SERIES)]
        hierarchy.SetItemUID(item, "DICOM", uids[2])
        hierarchy.SetItemUID(
            item, "instanceUID", " ".join(database.fileValue(file, INSTANCE) for file in loadable.files)
        )
        slicer.vtkSlicerSubjectHierarchyModuleLogic.InsertDicomSeriesInHierarchy(hierarchy, *uids)
        hierarchy.SetItemName(
            hierarchy.GetItemByUID("DICOM", uids[0]), database.fileValue(path, PATIENT_NAME) or "No name"
        )


class ScalarVolumePlugin(DICOMPlugin):
    """Slicer's own for images: it stacks the images of a series as slices of one volume."""

    def __init__(self) -> None:
        super().__init__()
        self.loadType = "Scalar Volume"

    def examineForImport(self, fileLists: list) -> list:
        return [
            _loadable(files, "series", 0.5)
            for files in fileLists
            if slicer.dicomDatabase.fileValue(files[0], "0028,0010")
        ]

    def load(self, loadable: DICOMLoadable) -> bool:
        files = vtk.vtkStringArray()
        for file in loadable.files:
            files.InsertNextValue(file)
        return (
            slicer.modules.volumes.logic().AddArchetypeScalarVolume(loadable.files[0], loadable.name, 0, files)
            is not None
        )


class SegmentationPlugin(DICOMPlugin):
    """Slicer's own for segmentations, which cannot do with images without a place in the patient."""

    def __init__(self) -> None:
        super().__init__()
        self.loadType = "DICOMSegmentation"

    def examineForImport(self, fileLists: list) -> list:
        return [
            _loadable([f], "SEG", 0.95)
            for files in fileLists
            for f in files
            if slicer.dicomDatabase.fileValue(f, "0008,0060") == "SEG"
        ]

    def load(self, loadable: DICOMLoadable) -> bool:
        return False

    def examineForExport(self, subjectHierarchyItemID: int) -> list:
        hierarchy = slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(slicer.mrmlScene)
        node = hierarchy.GetItemDataNode(subjectHierarchyItemID)
        if node is None or not node.IsA("vtkMRMLSegmentationNode"):
            return []
        exportable = Exportable()
        exportable.name, exportable.confidence, exportable.pluginClass = self.loadType, 1.0, "DICOMSegmentationPlugin"
        exportable.subjectHierarchyItemID = subjectHierarchyItemID
        return [exportable]


class Exportable:
    """``qSlicerDICOMExportable``: properties of fixed names, and tags."""

    _PROPERTIES = ("name", "tooltip", "subjectHierarchyItemID", "pluginClass", "directory", "confidence")

    def __init__(self) -> None:
        self.name, self.tooltip, self.subjectHierarchyItemID, self.pluginClass = "Unknown exporter", "", 0, ""
        self.directory, self.confidence = "", 0.0
        object.__setattr__(self, "_tags", {})

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self._PROPERTIES:
            raise AttributeError(f"qSlicerDICOMExportable has no property {name!r}")
        object.__setattr__(self, name, value)

    def tag(self, name: str) -> str | None:
        return self._tags.get(name)

    def setTag(self, name: str, value: str) -> None:
        if not isinstance(value, str):
            raise TypeError("a tag is text")
        self._tags[name] = value


class Browser:
    """The DICOM browser: what a double click does."""

    def __init__(self) -> None:
        self._plugins = {name: kind() for name, kind in slicer.modules.dicomPlugins.items()}
        self.messages: list[str] = []

    def double_click(self, series: Iterable[str], with_references: bool = False) -> list[str]:
        """Load series, with what they refer to if that is answered so, and return the IDs of the new nodes; `messages`
        has the failures.
        """
        database = slicer.dicomDatabase
        by_plugin = self._examined([database.filesForSeries(uid) for uid in series])
        if with_references:
            chosen = {tuple(loadable.files) for loadables in by_plugin.values() for loadable in loadables}
            uids = [
                uid
                for found in by_plugin.values()
                for loadable in found
                for uid in getattr(loadable, "referencedInstanceUIDs", ())
            ]
            files = [
                (path,)
                for uid in dict.fromkeys(uids)
                if (path := database.fileForInstance(uid)) and (path,) not in chosen
            ]
            for plugin, loadables in self._examined(files).items() if files else ():
                by_plugin[plugin] += loadables  # Slicer's order of these is not to be relied on: last is the harder one
        return self._loaded(by_plugin)

    def _examined(self, file_lists: list) -> dict[DICOMPlugin, list[DICOMLoadable]]:
        by_plugin = {
            plugin: plugin.examineForImport(file_lists) or plugin.examine(file_lists)
            for plugin in self._plugins.values()
        }
        by_series: dict[str, list[DICOMLoadable]] = {}
        for loadable in (one for loadables in by_plugin.values() for one in loadables):
            by_series.setdefault(slicer.dicomDatabase.fileValue(loadable.files[0], SERIES), []).append(loadable)
        for loadables in by_series.values():
            highest = max(loadable.confidence for loadable in loadables)
            for loadable in loadables:
                loadable.selected = loadable.confidence == highest
        return by_plugin

    def _loaded(self, by_plugin: dict[DICOMPlugin, list[DICOMLoadable]]) -> list[str]:
        added: list[str] = []

        @vtk.calldata_type(vtk.VTK_OBJECT)
        def on_added(_caller: Any, _event: str, node: Any) -> None:
            if not node.IsA("vtkMRMLStorageNode") and not node.IsA("vtkMRMLDisplayNode"):
                added.append(node.GetID())

        tag = slicer.mrmlScene.AddObserver(slicer.mrmlScene.NodeAddedEvent, on_added)
        for plugin, loadable in [
            (plugin, one) for plugin, loadables in by_plugin.items() for one in loadables if one.selected
        ]:
            try:
                done = plugin.load(loadable)
            except Exception:
                logging.exception("DICOM plugin failed to load %s", loadable.name)
                done = False
            if not done:
                self.messages.append(f"Could not load: {loadable.name} as a {plugin.loadType}")
        slicer.mrmlScene.RemoveObserver(tag)
        return added


class ExportDialog:
    """The dialog *Export to DICOM* of one item of the subject hierarchy."""

    def __init__(self, item: int) -> None:
        found: dict[str, list[Exportable]] = {}
        for kind in slicer.modules.dicomPlugins.values():
            for exportable in kind().examineForExport(item):
                assert isinstance(exportable, Exportable)
                found.setdefault(exportable.pluginClass, []).append(exportable)
        by_confidence = {sum(one.confidence for one in own) / len(own): own for _name, own in sorted(found.items())}
        self.choices = [own for _confidence, own in sorted(by_confidence.items(), reverse=True)]

    def export(self, folder: Path, edit: Callable[[Exportable], None] = lambda _exportable: None) -> str:
        """Write the topmost choice, import what was written, and return the error that the dialog shows."""
        chosen = self.choices[0]
        for exportable in chosen:
            exportable.directory = str(folder)
            edit(exportable)
        error = slicer.modules.dicomPlugins[chosen[0].pluginClass]().export(chosen)
        if error == "":
            importDicom(folder, copyFiles=True)
        return error


def importDicom(folder: Path, dicomDatabase: Database | None = None, copyFiles: bool = False) -> bool:
    """Index all files below a folder."""
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file():
            (dicomDatabase or slicer.dicomDatabase).add(path, copyFiles)
    return True


def loadSeriesByUID(series: list[str]) -> list[str]:
    """Load as the console does, without the browser."""
    return Browser().double_click(series)


def install_dicom() -> None:
    """Put the module where an import finds it, a closed database, and Slicer's own plugins."""
    module, utilities = types.ModuleType("DICOMLib"), types.ModuleType("DICOMLib.DICOMUtils")
    module.DICOMLoadable, module.DICOMPlugin, module.DICOMUtils = DICOMLoadable, DICOMPlugin, utilities
    utilities.importDicom, utilities.loadSeriesByUID = importDicom, loadSeriesByUID
    sys.modules["DICOMLib"], sys.modules["DICOMLib.DICOMUtils"] = module, utilities
    slicer.qSlicerDICOMExportable = Exportable
    slicer.dicomDatabase = Database()
    slicer.modules.dicomPlugins = {
        "DICOMScalarVolumePlugin": ScalarVolumePlugin,
        "DICOMSegmentationPlugin": SegmentationPlugin,
    }


def _loadable(files: Iterable[str], name: str, confidence: float) -> DICOMLoadable:
    loadable = DICOMLoadable()
    loadable.files, loadable.name, loadable.confidence, loadable.selected = list(files), name, confidence, True
    return loadable
