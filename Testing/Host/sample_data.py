"""The module Sample Data: what modules offer in it, and the two ways to get it, by its button and from the console.

As in Slicer, ``uris``, ``fileNames``, ``nodeNames`` and ``checksums`` are strings or lists, the console goes by the
``uris`` alone and never asks a ``customDownloader``, and a volume that is loaded as a file is shown in all slice views.
"""

from __future__ import annotations

import hashlib
import sys
import types
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import slicer


@dataclass(frozen=True)
class SampleDataSource:
    """One thumbnail of the module."""

    sampleName: str
    uris: list
    fileNames: list
    nodeNames: list
    checksums: list
    loadFileTypes: list
    customDownloader: Callable[..., Any] | None
    thumbnailFileName: str | None


class SampleDataLogic:
    """Keeps what modules offer in ``slicer.modules.sampleDataSources``, by category, and loads it."""

    @staticmethod
    def registerCustomSampleDataCategory(category: str, title: str) -> None:
        if not isinstance(title, str):
            raise TypeError("title must be a string")
        _categories().setdefault(category, [])

    @staticmethod
    def registerCustomSampleDataSource(
        category: str = "Custom",
        sampleName: str | None = None,
        uris: Any = None,
        fileNames: Any = None,
        nodeNames: Any = None,
        customDownloader: Callable[..., Any] | None = None,
        thumbnailFileName: str | None = None,
        loadFileTypes: Any = None,
        checksums: Any = None,
    ) -> None:
        count = 1 if isinstance(uris, str) else len(uris)  # a TypeError for None, as in Slicer
        columns = [_listOf(value, count) for value in (uris, fileNames, nodeNames, checksums, loadFileTypes)]
        if {len(column) for column in columns} != {count}:
            raise ValueError("All fields of sample data source must have the same length.")
        source = SampleDataSource(sampleName, *columns, customDownloader, thumbnailFileName)
        _categories()[category] = [one for one in _categories().get(category, []) if one.sampleName != sampleName] + [
            source
        ]

    def sourceForSampleName(self, name: str) -> SampleDataSource | None:
        return next(
            (source for sources in _categories().values() for source in sources if source.sampleName == name), None
        )

    def downloadSamples(self, name: str) -> list:
        source = self.sourceForSampleName(name)
        return self.downloadFromSource(source) if source else []

    def downloadSample(self, name: str) -> Any:
        return self.downloadSamples(name)[0]

    def downloadFromSource(self, source: SampleDataSource) -> list:
        """Load the files of a source; what stands in its place once it cannot be had is an empty list."""
        columns = (source.uris, source.fileNames, source.nodeNames, source.checksums)
        loaded = [
            _loaded(_downloaded(uri, file, checksum), name) for uri, file, name, checksum in zip(*columns, strict=True)
        ]
        return [node for node in loaded if node is not None]

    def click(self, name: str) -> Any:
        """Do what the button of a sample does."""
        source = self.sourceForSampleName(name)
        return source.customDownloader(source) if source.customDownloader else self.downloadFromSource(source)


def install_sample_data() -> None:
    """Put the module where an import finds it."""
    module = types.ModuleType("SampleData")
    module.SampleDataLogic = SampleDataLogic
    module.downloadSample = lambda name: SampleDataLogic().downloadSample(name)
    sys.modules["SampleData"] = module


def _categories() -> dict[str, list[SampleDataSource]]:
    if not hasattr(slicer.modules, "sampleDataSources"):
        slicer.modules.sampleDataSources = {}
    return slicer.modules.sampleDataSources


def _listOf(value: Any, count: int) -> list:
    return list(value) if isinstance(value, (list, tuple)) else [value] * count


def _downloaded(uri: str, file: str, checksum: str | None) -> Path | None:
    path = Path(slicer.app.temporaryPath) / "RemoteIO" / file
    path.parent.mkdir(exist_ok=True)
    urllib.request.urlretrieve(uri, path)
    algorithm, _colon, digest = (checksum or "").partition(":")
    if checksum and hashlib.new(algorithm, path.read_bytes()).hexdigest() != digest:
        path.unlink()
        return None
    return path


def _loaded(path: Path | None, name: str) -> Any:
    node = load_volume(path, name) if path is not None else None
    if node is not None:
        slicer.mrmlScene.RemoveNode(node.GetStorageNode())  # the file lies among those that may go
        node.SetAndObserveStorageNodeID(None)
    return node


def load_volume(path: Path, name: str) -> Any:
    """Read a volume as the reader of volumes does: it becomes the active one, and every slice view shows it."""
    node = slicer.modules.volumes.logic().AddArchetypeVolume(str(path), name, 0)
    if node is not None:
        logic = slicer.app.applicationLogic()
        logic.GetSelectionNode().SetActiveVolumeID(node.GetID())
        logic.PropagateVolumeSelection(1)
    return node
