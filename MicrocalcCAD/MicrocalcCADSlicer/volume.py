"""From a volume node of the scene to a `Mammogram`."""

from __future__ import annotations

import math
from dataclasses import dataclass

import slicer
import slicer.util
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.mammogram import LARGEST_SPACING_MM, SMALLEST_SPACING_MM, Mammogram, Source
from MicrocalcCADLib.reading import mammogram_from_array
from slicer.i18n import tr as _

GIVEN_SPACING_ATTRIBUTE, GIVEN_FULL_SCALE_ATTRIBUTE = "Microcalc.GivenSpacingMm", "Microcalc.GivenFullScale"
# The resolution entry of a picture is that of a printer or a screen, not of a detector.
PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".pgm")
LATERALITY, VIEW = "0020,0062", "0018,5101"
IMAGER_SPACING, PIXEL_SPACING, BITS_STORED = "0018,1164", "0028,0030", "0028,0101"


@dataclass(frozen=True)
class Spacing:
    """Pixel spacing (row, column) in mm, None where unknown, and where it was found."""

    mm: tuple[float, float] | None
    source: str


def spacingOf(volumeNode) -> Spacing:
    """Return the spacing of a volume node, from the DICOM database, what the user gave, or the node itself.

    Slicer's default of 1.0 mm, and the spacing of a picture file, count as unknown.
    """
    for name, tag in (("ImagerPixelSpacing", IMAGER_SPACING), ("PixelSpacing", PIXEL_SPACING)):
        spacing = _parsedSpacing(dicomValue(volumeNode, tag).split("\\"))
        if spacing:
            return Spacing(spacing, name)
    given = _parsedSpacing((volumeNode.GetAttribute(GIVEN_SPACING_ATTRIBUTE) or "").split())
    if given:
        return Spacing(given, "given")
    if _fileOf(volumeNode).lower().endswith(PICTURE_SUFFIXES):
        return Spacing(None, "missing")
    column, row = volumeNode.GetSpacing()[:2]
    spacing = _parsedSpacing((row, column))
    return Spacing(spacing, "header") if spacing else Spacing(None, "missing")


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


def mammogramOf(volumeNode, spacing: float | tuple[float, float] | None = None, fullScale: float | None = None) -> Mammogram:
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
    known = Spacing(_asPair(spacing), "given") if spacing is not None else spacingOf(volumeNode)
    array = slicer.util.arrayFromVolume(volumeNode)
    if array.ndim == 3 and array.shape[0] != 1:
        raise InputError(
            _("{name} has {count} slices: choose a single projection mammogram, not a volume or tomosynthesis.").format(
                name=volumeNode.GetName(), count=array.shape[0]
            )
        )
    if known.mm is None:
        raise InputError(_("The pixel spacing of {name} is not known: enter it in mm, for example 0.07.").format(name=volumeNode.GetName()))
    return mammogram_from_array(
        array,
        known.mm,
        spacing_from=known.source,
        full_scale=fullScale or givenFullScale(volumeNode) or _fullScale(volumeNode, array),
        laterality=dicomValue(volumeNode, LATERALITY).strip() or None,
        view=dicomValue(volumeNode, VIEW).strip() or None,
        source=Source(_sourceFile(volumeNode) or None, _instanceUid(volumeNode) or None),
    )


def _checkNode(volumeNode) -> None:
    if volumeNode is None:
        raise InputError(_("No volume is chosen: load a mammogram and choose it."))
    if not volumeNode.IsA("vtkMRMLScalarVolumeNode"):
        raise InputError(_("{name} is no volume: choose a mammogram.").format(name=volumeNode.GetName()))
    if volumeNode.IsA("vtkMRMLLabelMapVolumeNode"):
        raise InputError(_("{name} is a label map: choose the mammogram itself.").format(name=volumeNode.GetName()))
    if volumeNode.GetImageData() is None or volumeNode.GetImageData().GetPointData().GetScalars() is None:
        raise InputError(_("{name} has no pixels: load the mammogram again.").format(name=volumeNode.GetName()))
    if volumeNode.GetImageData().GetNumberOfScalarComponents() != 1:
        raise InputError(
            _("{name} is a colour image: turn it into grey values with the module Vector to Scalar Volume.").format(name=volumeNode.GetName())
        )


def _asPair(spacing: float | tuple[float, float]) -> tuple[float, float]:
    return tuple(spacing) if isinstance(spacing, (tuple, list)) else (spacing, spacing)


def _parsedSpacing(values) -> tuple[float, float] | None:
    try:
        row, column = (float(value) for value in values)
    except ValueError:
        return None
    plausible = all(math.isfinite(v) and SMALLEST_SPACING_MM <= v <= LARGEST_SPACING_MM for v in (row, column))
    return (row, column) if plausible else None


def _fullScale(volumeNode, array) -> float | None:
    bits = dicomValue(volumeNode, BITS_STORED).strip()
    if not bits.isdigit():
        return None
    fullScale = float(2 ** int(bits) - 1)
    return fullScale if array.max() <= fullScale else None


def _instanceUid(volumeNode) -> str:
    return ((volumeNode.GetAttribute("DICOM.instanceUIDs") or "").split() or [""])[0]


def dicomValue(volumeNode, tag: str) -> str:
    """Return an element, such as ``0018,5101``, of the image in the DICOM database, empty if it is not there."""
    uid = _instanceUid(volumeNode)
    database = getattr(slicer, "dicomDatabase", None)
    return (database.instanceValue(uid, tag) or "") if uid and database else ""


def _sourceFile(volumeNode) -> str:
    """Return the file in the DICOM database, which a DICOM result refers to, else the one that was loaded."""
    uid = _instanceUid(volumeNode)
    fileForInstance = getattr(getattr(slicer, "dicomDatabase", None), "fileForInstance", None)
    return (fileForInstance(uid) if uid and fileForInstance else "") or _fileOf(volumeNode)


def _fileOf(volumeNode) -> str:
    storage = volumeNode.GetStorageNode()
    return (storage.GetFullNameFromFileName() or "") if storage and storage.GetFileName() else ""
