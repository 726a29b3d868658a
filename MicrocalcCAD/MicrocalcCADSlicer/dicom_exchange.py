"""DICOM marks in the scene: CAD reports and segmentations as nodes, and the results of a volume as files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import slicer
import slicer.util
import vtk
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.findings import Findings
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.reading.cad_marks import CALCIFICATION, CLUSTER, NOT_SHOWN, CadReport, Mark, within
from MicrocalcCADLib.reading.cad_sr import read_cad_sr
from MicrocalcCADLib.reading.dicom_seg import ReadSegment, modality_of, read_dicom_seg
from MicrocalcCADLib.reporting import check_formats, write
from MicrocalcCADLib.reporting.dicom_header import MANUFACTURER, PRODUCT
from MicrocalcCADLib.reporting.segmentation import CATEGORY, TERMINOLOGY, segments
from slicer.i18n import tr as _

from .counted import counted
from .dicom_names import stemFor
from .geometry import pixelsToNode
from .outlines import fillOutlineNode, paint, showLabel
from .result_nodes import VOLUME_REFERENCE, freeName
from .scene_image import otherFacts
from .segmentation import BINARY_LABELMAP, croppedLabelmap
from .session import reviewed
from .subject_hierarchy import moveIntoFolder
from .view_marks import showInOwnViews
from .volume import factsOf, fileOf

# Not the role of our own results: those are replaced by the next detection, what was read is not.
READ_ATTRIBUTE = "Microcalc.ReadFrom"
MARK_COLOR, OPTIONAL_COLOR = (0.95, 0.45, 0.85), (0.60, 0.50, 0.60)
OTHER_COLOR = (0.6, 0.8, 0.3)
GLYPH_SCALE = 1.5


def _toNobody(sentence: str) -> None:
    """Take a sentence where nobody asks for it."""


def loadCadSr(path: str | Path, volumeNode=None, say: Callable[[str], None] = _toNobody) -> list:
    """Add the marks of a CAD report to the scene, and return their nodes.

    A mark with an outline becomes a closed curve; all calcifications and points of an image become one point list. What
    the report marks as not for presentation is left out. A report on the image for processing lies on the image for
    presentation that was made of it with its pixels in place.

    Parameters
    ----------
    volumeNode
        The image that the report must be about; by default every image of it that is in the scene gets its marks.
    say
        Called with a sentence for each thing that is not drawn.

    Raises
    ------
    InputError
        If the file is no usable report, or none of its images is in the scene.
    """
    report = read_cad_sr(path)
    volumes = volumesOf((mark.image_uid for mark in report.marks), path, volumeNode)
    nodes = []
    for uid, volume in sorted(volumes.items()):
        columns, rows = volume.GetImageData().GetDimensions()[:2]
        marks, notes = within([mark for mark in report.of_image(uid) if mark.intent != NOT_SHOWN], rows, columns)
        nodes += _addMarks(volume, report, marks, Path(path).name)
        for note in notes:
            say(note)
    for note in (*report.notes, *_leftOut(report, volumes)):
        say(note)
    return nodes


def _leftOut(report: CadReport, volumes: Collection[str]) -> tuple[str, ...]:
    """Return sentences about marks that are not drawn though nothing is wrong with them."""
    hidden = sum(mark.intent == NOT_SHOWN for mark in report.marks)
    elsewhere = len({mark.image_uid for mark in report.marks} - set(volumes))
    of_intent = _("The report says of {count} of its {total} marks that they are not for presentation.").format(
        count=hidden, total=len(report.marks)
    )
    of_images = counted(
        elsewhere,
        _("The report is also about an image that is not in the scene."),
        _("The report is also about {count} images that are not in the scene."),
    )
    return (*([of_intent] if hidden else []), *([of_images] if elsewhere else []))


def loadDicomSegmentation(path: str | Path, volumeNode=None):
    """Add a DICOM Segmentation of one mammogram to the scene, and return its node; raises `InputError`."""
    read = read_dicom_seg(path)
    if not read.image_uid and volumeNode is None:
        raise InputError(_("{name} does not say which image it is of: export it again.").format(name=Path(path).name))
    volume = volumesOf([read.image_uid], path, volumeNode)[read.image_uid]
    columns, rows = volume.GetImageData().GetDimensions()[:2]
    if read.segments[0].mask.shape != (rows, columns):
        raise InputError(
            _("{name} has another number of pixels than the image: choose its segmentation.").format(
                name=Path(path).name
            )
        )
    node = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentationNode", freeName(Path(path).name))
    node.CreateDefaultDisplayNodes()
    node.SetReferenceImageGeometryParameterFromVolumeNode(volume)
    node.GetSegmentation().SetSourceRepresentationName(BINARY_LABELMAP)
    for segment in read.segments:
        _addSegment(node, volume, segment)
    return placed(volume, node, Path(path).name)


def exportResults(volumeNode, folder: str | Path, formats: Iterable[str], stem: str | None = None) -> dict[str, Path]:
    """Write the results of a volume as they stand after review, and return the path of each format.

    Parameters
    ----------
    formats
        Keys of `MicrocalcCADLib.reporting.FORMATS`, for example ``("dicom-seg", "cad-sr")``.
    stem
        What the files' names begin with; by default the volume's name, with a number where files of that name are of
        another image.

    Raises
    ------
    MicrocalcError
        If nothing has been detected, or a format cannot be written for this image.
    """
    formats = tuple(formats)
    findings, analysis, mammogram = resultsToWrite(volumeNode, formats)
    stem = stem or stemFor(volumeNode, Path(folder), mammogram.source.sop_instance_uid)
    return write(findings, analysis, mammogram, Path(folder), stem, formats)


def resultsToWrite(volumeNode, formats: Iterable[str]) -> tuple[Findings, Analysis, Mammogram]:
    """Return what the writers of formats need, as it stands after review; raises as `exportResults` does, and where
    spacing, side or view are known otherwise by now.
    """
    found = reviewed(volumeNode)
    if found is None:
        raise InputError(
            _("Nothing has been detected in {name}: click Detect calcifications first.").format(
                name=volumeNode.GetName()
            )
        )
    findings, analysis, mammogram = found
    for sentence in otherFacts(volumeNode, analysis.image):
        raise InputError(sentence)  # what is written would contradict itself
    path = fileOf(volumeNode)  # as the database knows it now: it may have been closed when the marks were found
    if path:
        mammogram = replace(mammogram, source=replace(mammogram.source, path=path))
    check_formats(mammogram, tuple(formats))
    return findings, analysis, mammogram


def loadDicom(path: str | Path, say: Callable[[str], None] = _toNobody) -> list:
    """Add the marks of a CAD report, a segmentation or a presentation state, whichever the file holds, and return their
    nodes.

    Of a report, `say` is called as by `loadCadSr`.

    Raises
    ------
    InputError
        If the file holds none of these, or its image is not in the scene.
    """
    from .dicom_states import loadPresentationState

    modality = modality_of(path)
    if modality == "SEG":
        return [loadDicomSegmentation(path)]
    return loadPresentationState(path) if modality == "PR" else loadCadSr(path, say=say)


def volumesOf(uids: Iterable[str], path: str | Path, given=None) -> dict:
    """Return the volumes in the scene of the images that a file is about, each once, in their order.

    Raises
    ------
    InputError
        If the file is about images, and none is in the scene.
    """
    uids = list(dict.fromkeys(uids))
    volumes = {uid: volume for uid in uids if (volume := volumeOf(uid, given)) is not None}
    if uids and not volumes:
        raise InputError(
            _("{name} is about another image: load its mammogram from the DICOM database first.").format(
                name=Path(path).name
            )
        )
    return volumes


def volumeOf(uid: str, given=None):
    """Return the volume of an image: the given one unless it is known to be another, else the one in the scene.

    An image that a volume was made of without moving pixels counts as the same, after the image itself.
    """
    if given is not None:
        known = _imagesOf(given)
        return given if not uid or not known or uid in known else None
    nodes = slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode") if uid else ()
    places = ((_imagesOf(node).index(uid), node) for node in nodes if uid in _imagesOf(node))
    return min(places, key=lambda place: place[0], default=(0, None))[1]


def _imagesOf(volumeNode) -> list[str]:
    """Return the SOP instance UIDs of a volume, and then those of the images with the same pixels in the
    same places.
    """
    own = (volumeNode.GetAttribute("DICOM.instanceUIDs") or "").split()
    return [*own, *(uid for uid in factsOf(volumeNode).same_places if uid not in own)]


def _addMarks(volume, report: CadReport, marks: tuple[Mark, ...], file: str) -> list:
    maker = PRODUCT if report.manufacturer == MANUFACTURER else report.manufacturer or report.title
    outlined = [mark for mark in marks if mark.kind != CALCIFICATION and len(mark.outline) > 2]
    points = [mark for mark in marks if mark.kind == CALCIFICATION or len(mark.outline) <= 2]
    nodes = [placed(volume, _addCurve(volume, mark, maker), file) for mark in outlined]
    return nodes + ([placed(volume, _addPoints(volume, points, maker), file)] if points else [])


def _addCurve(volume, mark: Mark, maker: str):
    title = _title(mark, maker)
    node = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLMarkupsClosedCurveNode", freeName(title))
    fillOutlineNode(node)
    places = vtk.vtkPoints()
    for place in pixelsToNode(volume, np.array(mark.outline)):
        places.InsertNextPoint(place)
    node.SetLocked(False)
    node.SetControlPointPositionsWorld(places)
    showLabel(node, mark.outline, title)
    node.SetLocked(True)
    node.SetDescription(
        "; ".join(f"{name}: {value}" for name, value in (("algorithm", mark.algorithm), *mark.properties) if value)
    )
    color = (MARK_COLOR if mark.kind == CLUSTER else OTHER_COLOR) if mark.presented else OPTIONAL_COLOR
    paint(node, color)
    return node


def _addPoints(volume, marks: list[Mark], maker: str):
    node = slicer.mrmlScene.AddNewNodeByClass(
        "vtkMRMLMarkupsFiducialNode", freeName(_("{maker} calcifications").format(maker=maker))
    )
    node.CreateDefaultDisplayNodes()
    for mark, place in zip(marks, pixelsToNode(volume, np.array([(m.row, m.column) for m in marks])), strict=True):
        index = node.AddControlPoint(vtk.vtkVector3d(*place), _title(mark, ""))
        node.SetNthControlPointVisibility(index, mark.presented)
    node.SetLocked(True)
    display = node.GetDisplayNode()
    display.SetPointLabelsVisibility(False)
    display.SetUseGlyphScale(True)
    display.SetGlyphScale(GLYPH_SCALE)
    display.SetSelectedColor(*MARK_COLOR)
    return node


def _title(mark: Mark, maker: str) -> str:
    """Return who says what: ``Maker: cluster, certainty 6 %``."""
    certainty = "" if mark.certainty is None else _("certainty {percent:.0f} %").format(percent=100 * mark.certainty)
    what = ", ".join(part for part in (mark.kind, certainty) if part)
    return _("{maker}: {what}").format(maker=maker, what=what) if maker else what


def _addSegment(node, volume, read: ReadSegment) -> None:
    segment = slicer.vtkSegment()
    segment.SetName(read.name)
    segment.SetLabelValue(1)
    color = next((one.colour for one in segments() if one.name == read.name), None)
    if color:
        segment.SetColor(*color)
    if read.code:
        segment.SetTag("TerminologyEntry", f"{TERMINOLOGY}~{CATEGORY}~{read.code}~^^~~^^~^^")
    segment.AddRepresentation(BINARY_LABELMAP, croppedLabelmap(volume, np.argwhere(read.mask)))
    node.GetSegmentation().AddSegment(segment)


def placed(volume, node, file: str):
    """Make a node that was read from a file a mark of its volume: shown in its views, moved with it, in its folder;
    return it.
    """
    node.SetAttribute(READ_ATTRIBUTE, file)
    node.SetNodeReferenceID(VOLUME_REFERENCE, volume.GetID())
    showInOwnViews(node)
    node.SetAndObserveTransformNodeID(volume.GetTransformNodeID())
    moveIntoFolder(volume, [node])
    return node
