"""The scene's corrected cases: reviewed findings, segmentations drawn by hand, and points, each with its mammogram."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np
import slicer
import slicer.util
import vtk
from MicrocalcCADLib.batch.privacy import pseudonym
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.files import file_name
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.reporting.segmentation import CLUSTER
from MicrocalcCADSlicer.counted import counted
from MicrocalcCADSlicer.dicom_exchange import READ_ATTRIBUTE
from MicrocalcCADSlicer.geometry import matrixOf
from MicrocalcCADSlicer.hand_edits import WRITTEN, readTag
from MicrocalcCADSlicer.result_nodes import ROLE_ATTRIBUTE, resultsOf
from MicrocalcCADSlicer.results import storedImage, storedWithEdits
from MicrocalcCADSlicer.segmentation import DRAWN_TAG
from MicrocalcCADSlicer.volume import dicomValue, mammogramOf
from MicrocalcTrainLib.datasets.folder import patient_in
from MicrocalcTrainLib.datasets.review_truth import UNDECIDED, kinds_of_review, truth_of_review
from MicrocalcTrainLib.datasets.scene import ReviewedCase, image_key
from MicrocalcTrainLib.datasets.truth import Truth
from scipy.ndimage import label
from slicer.i18n import tr as _

from .library_words import said

PATIENT_ID = "0010,0020"
POINTS, DRAWN = "points", "drawn"
EIGHT = np.ones((3, 3))


def correctedCases() -> tuple[list[ReviewedCase], list[str]]:
    """Return the corrected cases of the scene, and a sentence for everything that could not be used."""
    cases, left = [], []
    volumes = [node for node in slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode") if _isMammogram(node)]
    points, homeless = _pointsByVolume(volumes)
    if homeless:
        left.append(
            counted(
                homeless,
                _("1 point lies in no mammogram of this scene: place it on one."),
                _("{count} points lie in no mammogram of this scene: place them on one."),
            )
        )
    left += [
        _("{name}: what a detection has marked there is left out, only segments that were drawn count.").format(
            name=node.GetName()
        )
        for volume in volumes
        for node in _segmentationsOf(volume)
        if any(map(_isOfDetection, _segmentsOf(node)))
    ]
    for volume in volumes:
        try:
            case = _case(volume, points.get(volume.GetID(), np.zeros((0, 2))))
        except InputError as error:
            left.append(said(error))
            continue
        if case is not None:
            cases.append(case)
    return cases, left


def _isMammogram(node) -> bool:
    if node.IsA("vtkMRMLLabelMapVolumeNode") or node.GetAttribute(ROLE_ATTRIBUTE) or node.GetImageData() is None:
        return False
    return node.GetImageData().GetDimensions()[2] == 1


def _case(volume, points: np.ndarray) -> ReviewedCase | None:
    """Return the case of a volume; None if nobody has decided, drawn or placed anything in it. Raises `InputError` if
    it cannot be read, or the volume holds another image than was reviewed.
    """
    results = resultsOf(volume)
    kept = storedWithEdits(results) if results else None
    drawn = _segmentationsOf(volume)
    if kept is None and not drawn and not len(points):
        return None
    if kept is None:
        mammogram = mammogramOf(volume)
        truth, marks, kinds = _nothing(mammogram), Counter(), []
    else:
        analysis, state = kept
        findings = state.findings(analysis)
        states = state.review.states(findings)
        truth, counts = truth_of_review(analysis, findings, states, getattr(state, "edits", None))
        kinds = kinds_of_review(findings, states)
        if drawn or len(points) or _isAnythingDecided(counts):
            storedImage(results, analysis).check()
        mammogram, marks = mammogramOf(volume, analysis.image.spacing_mm), Counter(counts)
    for segmentation in drawn:
        marks[DRAWN] += _addSegments(truth, segmentation, volume)
    marks[POINTS] = len(points)
    if not _isAnythingDecided(marks):
        return None
    name = f"{file_name(volume.GetName())}-{image_key(mammogram)}"
    return ReviewedCase(
        name, _patientOf(volume), mammogram, truth, points, {state: n for state, n in marks.items() if n}, kinds
    )


def _isAnythingDecided(marks: Mapping[str, int]) -> bool:
    return any(count for state, count in marks.items() if state != UNDECIDED)


def _nothing(mammogram: Mammogram) -> Truth:
    return Truth(np.zeros(mammogram.shape, np.uint32), *(np.zeros(mammogram.shape, bool) for _ in range(3)))


def _patientOf(volume) -> str:
    identifier = dicomValue(volume, PATIENT_ID).strip()
    return pseudonym("patient", identifier) if identifier else patient_in(file_name(volume.GetName()))


# Segmentations that are no results of ours -------------------------------------------------------------------------


def _segmentationsOf(volume) -> list:
    nodes = slicer.util.getNodesByClass("vtkMRMLSegmentationNode")
    foreign = [
        node for node in nodes if not node.GetAttribute(ROLE_ATTRIBUTE) and not node.GetAttribute(READ_ATTRIBUTE)
    ]
    role = slicer.vtkMRMLSegmentationNode.GetReferenceImageGeometryReferenceRole()
    return [node for node in foreign if node.GetNodeReferenceID(role) == volume.GetID()]


def _segmentsOf(node) -> list:
    segmentation = node.GetSegmentation()
    return [segmentation.GetNthSegment(index) for index in range(segmentation.GetNumberOfSegments())]


def _isOfDetection(segment) -> bool:
    """Return whether a detection has drawn a segment: in marks that were kept aside, or in a copy of some. Its marks
    are decisions of a reader only in the results of that detection.
    """
    return readTag(segment, WRITTEN) is not None or readTag(segment, DRAWN_TAG) is not None


def _addSegments(truth: Truth, node, volume) -> int:
    """Draw the segments that a reader has drawn into the truth, and return how many objects they have; those of
    clusters become regions.
    """
    count, segmentation = 0, node.GetSegmentation()
    for index in range(segmentation.GetNumberOfSegments()):
        identifier = segmentation.GetNthSegmentID(index)
        if _isOfDetection(segmentation.GetSegment(identifier)):
            continue
        mask = slicer.util.arrayFromSegmentBinaryLabelmap(node, identifier, volume)
        mask = np.zeros(truth.labels.shape, bool) if mask is None else np.squeeze(mask, 0) > 0
        objects, number = label(mask, EIGHT)
        count += number
        if _isArea(segmentation.GetSegment(identifier)):
            truth.regions[mask] = True
        else:
            truth.labels[mask] = objects[mask].astype(np.uint32) + np.uint32(truth.count)
            truth.doubtful[mask] = truth.rejected[mask] = False
    return count


def _isArea(segment) -> bool:
    entry = vtk.reference("")
    return (
        segment.GetTag("TerminologyEntry", entry) and CLUSTER in str(entry)
    ) or "cluster" in segment.GetName().casefold()


# Points ------------------------------------------------------------------------------------------------------------


def _pointsByVolume(volumes: list) -> tuple[dict[str, np.ndarray], int]:
    """Return rows and columns (n, 2) by the id of the volume, and how many points belong to none."""
    found: dict[str, list[tuple[float, float]]] = {}
    homeless = 0
    for node, index in _placedPoints():
        associated = node.GetNthControlPointAssociatedNodeID(index)
        at = [(volume, _pixelAt(volume, node.GetNthControlPointPositionWorld(index))) for volume in volumes]
        at = [(volume, pixel) for volume, pixel in at if pixel is not None]
        own = [one for one in at if one[0].GetID() == associated] or (at if len(volumes) == 1 else [])
        homeless += not own
        for volume, pixel in own[:1]:
            found.setdefault(volume.GetID(), []).append(pixel)
    return {identifier: np.array(pixels) for identifier, pixels in found.items()}, homeless


def _placedPoints() -> Iterator[tuple[object, int]]:
    for node in slicer.util.getNodesByClass("vtkMRMLMarkupsFiducialNode"):
        if node.GetAttribute(ROLE_ATTRIBUTE) or node.GetAttribute(READ_ATTRIBUTE):
            continue  # made by the detector, or read from another maker's report: no reader's decision
        for index in range(node.GetNumberOfControlPoints()):
            if node.GetNthControlPointPositionStatus(index) == node.PositionDefined:
                yield node, index


def _pixelAt(volume, world) -> tuple[float, float] | None:
    """Return row and column of a place in the world; None outside of the volume."""
    transform = vtk.vtkGeneralTransform()
    slicer.vtkMRMLTransformNode.GetTransformBetweenNodes(None, volume.GetParentTransformNode(), transform)
    place = np.linalg.solve(matrixOf(volume), [*transform.TransformPoint(tuple(world)), 1.0])
    columns, rows = volume.GetImageData().GetDimensions()[:2]
    column, row = float(place[0]), float(place[1])
    return (row, column) if -0.5 <= row < rows - 0.5 and -0.5 <= column < columns - 0.5 else None
