"""From a volume node of the scene to a `Mammogram`: by the file behind it, else by its voxels."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import slicer
import slicer.util
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.mammogram import LARGEST_SPACING_MM, SMALLEST_SPACING_MM, Mammogram, Source
from MicrocalcCADLib.reading import mammogram_from_array, read_mammogram
from MicrocalcCADLib.reading.dicom import CHANGED_VOXELS, ONLY_VOXELS, mammogram_of_voxels, read_header
from MicrocalcCADLib.reading.facts import HeaderFacts, facts_of, header_of_values, read_facts
from MicrocalcCADLib.reading.given import Given
from MicrocalcCADLib.reading.kinds import FileKind, kind_of
from MicrocalcCADLib.reading.names import side_and_view
from MicrocalcCADLib.reading.same_pixels import are_of_file
from slicer.i18n import tr as _

from .sample_data import sampleFile

# of a volume that was made of a file's pixels without Slicer's own reader
FILE_ATTRIBUTE = "Microcalc.File"
GIVEN_SPACING_ATTRIBUTE, GIVEN_FULL_SCALE_ATTRIBUTE = "Microcalc.GivenSpacingMm", "Microcalc.GivenFullScale"
PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".pgm")
SAME_SPACING = 1e-4


@dataclass(frozen=True)
class Spacing:
    """Pixel spacing (row, column) in mm, None where unknown, and where it was found."""

    mm: tuple[float, float] | None
    source: str


def spacingOf(volumeNode) -> Spacing:
    """Return the spacing of a volume node, from its DICOM header, what the user gave, its file, or the node itself.

    Slicer's default of 1.0 mm, and the spacing of a picture file, count as unknown.
    """
    known = factsOf(volumeNode)
    dicom = _parsedSpacing(known.spacing_mm or ()) if known.spacing_plane else None
    if dicom:
        return Spacing(dicom, known.spacing_from)
    given = _parsedSpacing((volumeNode.GetAttribute(GIVEN_SPACING_ATTRIBUTE) or "").split())
    if given:
        return Spacing(given, "given")
    if _kindOf(fileOf(volumeNode)) in (FileKind.PICTURE, FileKind.DICOM) or _isPicture(volumeNode):
        return Spacing(None, "missing")
    column, row = volumeNode.GetSpacing()[:2]
    spacing = _parsedSpacing((row, column))
    return Spacing(spacing, "header") if spacing else Spacing(None, "missing")


def factsOf(volumeNode) -> HeaderFacts:
    """Return what the file behind a volume, else the DICOM database, else the node's name says of the image; of no
    image, nothing.
    """
    path = fileOf(volumeNode)
    try:
        if path:
            return _readFacts(*_fileKey(path))
        uid = instanceUid(volumeNode)
        if uid:
            return facts_of(header_of_values(lambda tag: dicomValue(volumeNode, tag)))
    except InputError:
        pass
    return HeaderFacts(None, "", "", *side_and_view(volumeNode.GetName() or ""))


def setGivenSpacing(volumeNode, spacing: tuple[float, float] | None) -> None:
    """Remember, in the scene, the spacing that the user gave for a volume; None forgets it."""
    text = " ".join(f"{value:.6g}" for value in spacing) if spacing else None
    if text:
        volumeNode.SetAttribute(GIVEN_SPACING_ATTRIBUTE, text)
    else:
        volumeNode.RemoveAttribute(GIVEN_SPACING_ATTRIBUTE)


def givenFullScale(volumeNode) -> float | None:
    """Return the stored value of full white that the user gave for a volume, None if none was given."""
    try:
        value = float(volumeNode.GetAttribute(GIVEN_FULL_SCALE_ATTRIBUTE) or 0)
    except ValueError:
        return None
    return value if math.isfinite(value) and value > 0 else None


def setGivenFullScale(volumeNode, fullScale: float | None) -> None:
    """Remember, in the scene, the stored value of full white that the user gave for a volume; None forgets it."""
    if fullScale:
        volumeNode.SetAttribute(GIVEN_FULL_SCALE_ATTRIBUTE, f"{fullScale:g}")
    else:
        volumeNode.RemoveAttribute(GIVEN_FULL_SCALE_ATTRIBUTE)


def mammogramOf(
    volumeNode, spacing: float | tuple[float, float] | None = None, fullScale: float | None = None
) -> Mammogram:
    """Return the mammogram that a volume node holds.

    Parameters
    ----------
    volumeNode
        A scalar volume of one slice.
    spacing
        True pixel spacing in mm, one number or (row, column); goes before that of the node.
    fullScale
        Stored value of full white; goes before what the user gave for the volume, and that before what the image says.

    Raises
    ------
    InputError
        If the node is no single grey-scale image, or its spacing is unknown.
    """
    _checkNode(volumeNode)
    array = slicer.util.arrayFromVolume(volumeNode)
    if array.ndim == 3 and array.shape[0] != 1:
        raise InputError(
            _("{name} has {count} slices: choose a single projection mammogram, not a volume or tomosynthesis.").format(
                name=volumeNode.GetName(), count=array.shape[0]
            )
        )
    known = spacingOf(volumeNode)
    given = Given.checked(spacing, fullScale or givenFullScale(volumeNode), None)
    if given.spacing_mm is None and known.mm is None:
        raise InputError(
            _(
                "The pixel spacing of {name} is not known: enter it in mm in Microcalc CAD, beside Pixel spacing under"
                " Advanced, for example 0.07."
            ).format(name=volumeNode.GetName())
        )
    return _ofFile(volumeNode, array.reshape(array.shape[-2:]), given, known) or _ofVoxels(
        volumeNode, array, given, known, ONLY_VOXELS
    )


def _ofFile(volumeNode, voxels: np.ndarray, given: Given, known: Spacing) -> Mammogram | None:
    """Return the mammogram of the file behind a volume if its pixels are those of the scene; None without a file that
    can be read.
    """
    path = fileOf(volumeNode)
    if not path:
        return None
    own = given.spacing_mm or (None if _statedBy(path, known) else known.mm)
    try:
        mammogram = _readFile(*_fileKey(path), own, given.full_scale)
    except InputError:
        if _kindOf(path) is FileKind.DICOM:
            raise
        return None
    if not are_of_file(voxels, mammogram.pixels, Path(path)):
        return _ofVoxels(volumeNode, voxels, given, known, CHANGED_VOXELS)
    return replace(mammogram, spacing_from=known.source) if own is not None and given.spacing_mm is None else mammogram


def _ofVoxels(volumeNode, voxels: np.ndarray, given: Given, known: Spacing, note: str) -> Mammogram:
    """Return the mammogram in the voxels alone, with what is known of their header."""
    name, uid, path = volumeNode.GetName() or "", instanceUid(volumeNode), fileOf(volumeNode)
    source = Source(path or None, uid or None)
    if _kindOf(path) is FileKind.DICOM or uid:
        header = (
            read_header(Path(path))
            if _kindOf(path) is FileKind.DICOM
            else header_of_values(lambda tag: dicomValue(volumeNode, tag))
        )
        header.Rows, header.Columns = voxels.shape[-2:]
        own = given.spacing_mm or (known.mm if known.source in ("given", "header") else None)
        return mammogram_of_voxels(header, voxels, Given(own, given.full_scale, given.invert), source, name, (note,))
    side, view = side_and_view(Path(path).stem if path else name)
    return mammogram_from_array(
        voxels,
        given.spacing_mm or known.mm,
        spacing_from="given" if given.spacing_mm else known.source,
        full_scale=given.full_scale,
        laterality=side,
        view=view,
        source=source,
        notes=(note,),
    )


def _statedBy(path: str, known: Spacing) -> bool:
    """Whether the file itself states the spacing that counts; the node's may have been changed in the
    module Volumes.
    """
    stated = _readFacts(*_fileKey(path)).spacing_mm
    return (
        stated is not None and known.mm is not None and bool(np.allclose(stated, known.mm, rtol=SAME_SPACING, atol=0))
    )


@lru_cache(maxsize=4)  # a detection asks several times, and reading takes a second
def _readFile(
    path: str, _changed: int, _size: int, spacing: tuple[float, float] | None, fullScale: float | None
) -> Mammogram:
    return read_mammogram(path, spacing_mm=spacing, full_scale=fullScale)


@lru_cache(maxsize=256)
def _readFacts(path: str, _changed: int, _size: int) -> HeaderFacts:
    return read_facts(path)


def _fileKey(path: str) -> tuple[str, int, int]:
    status = Path(path).stat()
    return path, status.st_mtime_ns, status.st_size


def _kindOf(path: str) -> FileKind | None:
    try:
        return kind_of(Path(path)) if path else None
    except (InputError, OSError):
        return None


def _checkNode(volumeNode) -> None:
    if volumeNode is None:
        raise InputError(_("No volume is chosen: load a mammogram and choose it beside Mammogram."))
    if not volumeNode.IsA("vtkMRMLScalarVolumeNode"):
        raise InputError(_("{name} is no volume: choose a mammogram.").format(name=volumeNode.GetName()))
    if volumeNode.IsA("vtkMRMLLabelMapVolumeNode"):
        raise InputError(_("{name} is a label map: choose the mammogram itself.").format(name=volumeNode.GetName()))
    if volumeNode.GetImageData() is None or volumeNode.GetImageData().GetPointData().GetScalars() is None:
        raise InputError(_("{name} has no pixels: load the mammogram again.").format(name=volumeNode.GetName()))
    if volumeNode.GetImageData().GetNumberOfScalarComponents() != 1:
        raise InputError(
            _("{name} is a colour image: turn it into grey values with the module Vector to Scalar Volume.").format(
                name=volumeNode.GetName()
            )
        )


def _parsedSpacing(values) -> tuple[float, float] | None:
    try:
        row, column = (float(value) for value in values)
    except ValueError:
        return None
    plausible = all(math.isfinite(v) and SMALLEST_SPACING_MM <= v <= LARGEST_SPACING_MM for v in (row, column))
    return (row, column) if plausible else None


def instanceUid(volumeNode) -> str:
    """Return the SOP instance UID of a volume that came from the DICOM database, empty for others."""
    return ((volumeNode.GetAttribute("DICOM.instanceUIDs") or "").split() or [""])[0]


def dicomValue(volumeNode, tag: str) -> str:
    """Return an element, such as ``0018,5101``, of the image in the DICOM database, empty if it is not there."""
    uid = instanceUid(volumeNode)
    database = getattr(slicer, "dicomDatabase", None)
    return (database.instanceValue(uid, tag) or "") if uid and database else ""


def fileOf(volumeNode) -> str:
    """Return the file in the DICOM database, which a DICOM result refers to, else the one that the volume was made of;
    empty if it is gone.
    """
    uid = instanceUid(volumeNode)
    fileForInstance = getattr(getattr(slicer, "dicomDatabase", None), "fileForInstance", None)
    candidates = (
        (fileForInstance(uid) or "") if uid and fileForInstance else "",
        volumeNode.GetAttribute(FILE_ATTRIBUTE) or "",
        sampleFile(volumeNode),
        _loadedFile(volumeNode),
    )
    return next((path for path in candidates if path and Path(path).is_file()), "")


def _loadedFile(volumeNode) -> str:
    storage = volumeNode.GetStorageNode()
    return (storage.GetFullNameFromFileName() or "") if storage and storage.GetFileName() else ""


def _isPicture(volumeNode) -> bool:
    """Whether the volume came from a picture, whose resolution entry is that of a printer or a screen; also when the
    file is gone.
    """
    return _loadedFile(volumeNode).lower().endswith(PICTURE_SUFFIXES)
