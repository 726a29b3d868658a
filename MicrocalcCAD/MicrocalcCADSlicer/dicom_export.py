"""What Slicer's own export dialog offers of a mammogram: the image itself, and the findings as they stand
after review.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.files import file_name, written_whole
from MicrocalcCADLib.reporting.cad_sr.document import SERIES_NUMBER as CAD_SR_NUMBER
from MicrocalcCADLib.reporting.dicom_seg import SERIES_NUMBER as SEG_NUMBER
from MicrocalcCADLib.reporting.gsps import SERIES_NUMBER as GSPS_NUMBER
from slicer.i18n import tr as _

from .dicom_exchange import exportResults
from .dicom_names import SUFFIXES, freeStem
from .result_nodes import ROLE_ATTRIBUTE, VOLUME_REFERENCE, resultsOf
from .volume import fileOf, instanceUid

IMAGE, IMAGE_SUFFIX = "image", ".dcm"
FINDINGS = ("dicom-seg", "cad-sr", "gsps")
SERIES = {
    "dicom-seg": ("SEG", "Microcalc segmentation, research only", SEG_NUMBER),
    "cad-sr": ("SR", "Microcalc CAD, research only", CAD_SR_NUMBER),
    "gsps": ("PR", "Microcalc outlines, research only", GSPS_NUMBER),
}


@dataclass(frozen=True)
class Series:
    """One series that can be written: what is in it (`IMAGE` or a format of the findings), its title, modality,
    description and number.
    """

    content: str
    title: str
    modality: str
    description: str
    number: str


def seriesOf(node) -> list[Series]:
    """Return what can be written of a node: of a mammogram from DICOM the image and its findings, of their segmentation
    itself.
    """
    if node is None:
        return []
    titles = {
        "dicom-seg": _("Calcifications and clusters as segmentation"),
        "cad-sr": _("Mammography CAD report"),
        "gsps": _("Outlines as presentation state"),
    }
    findings = {name: Series(name, titles[name], *map(str, SERIES[name])) for name in FINDINGS}
    if node.IsA("vtkMRMLSegmentationNode"):
        isOwn = node.GetAttribute(ROLE_ATTRIBUTE) == "segmentation" and mammogramOfNode(node) is not None
        return [findings["dicom-seg"]] if isOwn and _isDicom(mammogramOfNode(node)) else []
    if node.GetClassName() != "vtkMRMLScalarVolumeNode" or node.GetAttribute(ROLE_ATTRIBUTE) or not _isDicom(node):
        return []
    image = Series(IMAGE, _("Mammogram as it is in the DICOM database"), "MG", node.GetName(), "")
    return [image, *(findings.values() if resultsOf(node) is not None else ())]


def mammogramOfNode(node):
    """Return the mammogram that a node is or belongs to."""
    return node.GetNodeReference(VOLUME_REFERENCE) if node.IsA("vtkMRMLSegmentationNode") else node


def export(node, content: str, folder: str | Path, stem: str, description: str = "", number: str = "") -> Path:
    """Write one series of a node into a folder and return its file, which replaces none of another image; the
    description and number that the user has typed go into it.

    Raises
    ------
    MicrocalcError
        If it cannot be written.
    """
    volume, folder = mammogramOfNode(node), Path(folder)
    stem = freeStem(folder, stem, instanceUid(volume), (IMAGE_SUFFIX, *SUFFIXES))
    if content == IMAGE:
        return _copied(volume, folder / f"{stem}{IMAGE_SUFFIX}")
    if number and not _isSeriesNumber(number):
        raise InputError(_("{number} is no series number: give a whole number.").format(number=number))
    path = exportResults(volume, folder, (content,), stem)[content]
    if (description, number) not in (("", ""), tuple(map(str, SERIES[content][1:]))):
        _relabel(path, description, number)
    return path


def stemOf(node, itemId: int) -> str:
    """Return a file name for a node that no other item of the subject hierarchy has."""
    return f"{file_name(mammogramOfNode(node).GetName())}_{itemId}"


def _isDicom(volumeNode) -> bool:
    return bool(volumeNode is not None and instanceUid(volumeNode) and fileOf(volumeNode))


def _copied(volumeNode, path: Path) -> Path:
    source = fileOf(volumeNode)
    if not source:
        raise InputError(
            _("The DICOM file of {name} is not there any more: click Import DICOM files in the module DICOM.").format(
                name=volumeNode.GetName()
            )
        )
    with written_whole(path) as temporary:
        shutil.copyfile(source, temporary)
    return path


def _isSeriesNumber(text: str) -> bool:
    """Return whether DICOM takes it: digits, at most 2³¹ - 1."""
    text = text.strip()
    return text.isascii() and text.isdigit() and int(text[:11]) < 2**31


def _relabel(path: Path, description: str, number: str) -> None:
    from pydicom import dcmread

    dataset = dcmread(path)
    if description:
        dataset.SeriesDescription = description[:64]
    if number:
        dataset.SeriesNumber = int(number)
    with written_whole(path) as temporary:
        dataset.save_as(temporary)
