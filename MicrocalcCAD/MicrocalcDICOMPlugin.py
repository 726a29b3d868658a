"""Microcalc in Slicer's DICOM module: mammograms, and segmentations, CAD reports and presentation states onto their
image.
"""

from __future__ import annotations

from pathlib import Path

import slicer
from DICOMLib import DICOMLoadable, DICOMPlugin
from slicer.i18n import tr as _
from slicer.i18n import translate

# Slicer loads this file at every start: what takes time is imported where it is used.
NAME = "MicrocalcDICOMPlugin"
REQUIREMENTS = "MicrocalcCAD-requirements-dicom.txt"
# Of all that can write a segmentation Slicer keeps, of equal confidence, the last by name: its own fails for
# mammograms.
EXPORT_CONFIDENCE = 1.0


class MicrocalcDICOMPluginClass(DICOMPlugin):
    """What the DICOM browser and the export dialog ask; `MicrocalcCADSlicer.dicom_series` and `.dicom_export` do the
    work.
    """

    def __init__(self) -> None:
        super().__init__()
        self.loadType = _("Mammography")
        self._loader = None

    def examineForImport(self, fileLists) -> list:
        """Return one loadable for every file of the series that is ours."""
        from MicrocalcCADSlicer.dicom_series import offers

        return [_loadableOf(offer) for files in fileLists for offer in offers(files)]

    def load(self, loadable) -> bool:
        """Load a file; what stands against it is told in one sentence, after which Slicer need not add
        that it failed.
        """
        from MicrocalcCADLib.errors import MicrocalcError
        from MicrocalcCADSlicer.dicom_series import Loader, offers
        from MicrocalcCADSlicer.library_words import said

        self._loader = self._loader or Loader(self._addSeries)
        try:
            for offer in offers(loadable.files):
                nodes = self._loader.load(offer)
                self._addSegmentation(offer, nodes)
        except MicrocalcError as error:
            slicer.util.errorDisplay(said(error), windowTitle=_("Mammography"))
        return True

    def examineForExport(self, subjectHierarchyItemID) -> list:
        """Return what can be written of an item, a series each."""
        from MicrocalcCADSlicer.dicom_export import seriesOf

        return [_exportableOf(series, subjectHierarchyItemID) for series in seriesOf(_nodeOf(subjectHierarchyItemID))]

    def export(self, exportables) -> str:
        """Write series into their folders; return what went wrong, empty if nothing did."""
        from MicrocalcCADLib.errors import MicrocalcError
        from MicrocalcCADSlicer.dicom_export import export, seriesOf, stemOf
        from MicrocalcCADSlicer.packages import ensureListed

        try:
            ensureListed(str(Path(__file__).parent / "Resources" / REQUIREMENTS))
            for exportable in exportables:
                item = exportable.subjectHierarchyItemID
                node = _nodeOf(item)
                contents = {series.title: series.content for series in seriesOf(node)}
                if exportable.name not in contents:
                    return _("{name} cannot be written any more: close this window and export again.").format(
                        name=exportable.name
                    )
                typed = (exportable.tag(name) or "" for name in ("SeriesDescription", "SeriesNumber"))
                export(node, contents[exportable.name], exportable.directory, stemOf(node, item), *typed)
        except MicrocalcError as error:
            from MicrocalcCADSlicer.library_words import said

            return said(error)
        return ""

    def _addSegmentation(self, offer, nodes) -> None:
        for node in nodes:
            if node.IsA("vtkMRMLSegmentationNode"):
                node.SetAttribute("DICOM.instanceUIDs", offer.uid)
                self._addSeries(offer.path, node)

    def _addSeries(self, path: str, node) -> None:
        """Put a node under its patient and study."""
        loadable = DICOMLoadable()
        loadable.files = [path]
        self.addSeriesInSubjectHierarchy(loadable, node)


def _loadableOf(offer) -> DICOMLoadable:
    from MicrocalcCADSlicer.dicom_series import CONFIDENCE

    loadable = DICOMLoadable()
    loadable.files = [offer.path]
    loadable.name, loadable.tooltip = offer.name, offer.tooltip
    loadable.selected, loadable.confidence = True, CONFIDENCE
    loadable.referencedInstanceUIDs = list(offer.images)
    return loadable


def _exportableOf(series, item: int):
    exportable = slicer.qSlicerDICOMExportable()
    exportable.name = series.title
    exportable.tooltip = _(
        "Microcalc: the mammogram and its findings as they stand after review, for the same patient and study"
    )
    exportable.subjectHierarchyItemID = item
    exportable.pluginClass = NAME
    exportable.confidence = EXPORT_CONFIDENCE
    for name, value in (
        ("Modality", series.modality),
        ("SeriesDescription", series.description),
        ("SeriesNumber", series.number),
    ):
        exportable.setTag(name, value)
    return exportable


def _nodeOf(item: int):
    return slicer.vtkMRMLSubjectHierarchyNode.GetSubjectHierarchyNode(slicer.mrmlScene).GetItemDataNode(item)


class MicrocalcDICOMPlugin:
    """What Slicer shows of the file: nothing, it only makes the plugin known to the DICOM module."""

    def __init__(self, parent) -> None:
        parent.title = _("Microcalc DICOM plugin")
        parent.categories = [translate("qSlicerAbstractCoreModule", "Developer Tools.DICOM Plugins")]
        parent.contributors = ["The Microcalc authors"]
        parent.helpText = _(
            "Loads mammograms and their marks through the DICOM module, and writes findings through its export."
            " Research only."
        )
        parent.acknowledgementText = ""
        parent.hidden = True
        if not hasattr(slicer.modules, "dicomPlugins"):
            slicer.modules.dicomPlugins = {}
        slicer.modules.dicomPlugins[NAME] = MicrocalcDICOMPluginClass
