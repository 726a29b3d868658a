"""The document around the marks: header, image library, summaries (TID 4000, 4001, 4015, 4017, 4020)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ... import RESEARCH_ONLY
from ...findings import Findings
from ...kinds.arterial import arterial_calcification
from ...reading.codes import VIEW_CODES
from ..clean_elements import valid_value
from ..dicom_header import algorithm_name, algorithm_version, derived_object, patient_orientation, referenced_image
from ..overlay import vessel_text
from .items import (
    CONTAINS,
    HAS_ACQ_CONTEXT,
    HAS_CONCEPT_MOD,
    HAS_PROPERTIES,
    INFERRED_FROM,
    by_reference,
    code,
    container,
    date,
    dcm,
    image,
    member,
    number,
    text,
    time,
)
from .marks import CLUSTER, INDIVIDUAL
from .points import Point, described, operating_point_items

if TYPE_CHECKING:
    from pydicom import Dataset
    from pydicom.dataset import FileDataset

SOP_CLASS = "1.2.840.10008.5.1.4.1.1.88.50"
SERIES_NUMBER = 9101
# The language is the root's first item, the image library its second, the one image that library's first.
IMAGE_PLACE = (1, 2, 1)
_SUCCEEDED, _NOT_ATTEMPTED = "111222", "111225"
_WITH_FINDINGS, _WITHOUT_FINDINGS = "111242", "111241"
_SIDES = {"R": "73056007", "L": "80248007"}


def cad_document(
    source: Dataset, findings: Findings, points: tuple[Point, ...], marks: Iterable[Dataset]
) -> FileDataset:
    """Return the report of one image.

    Parameters
    ----------
    source
        Header of the image.
    marks
        The Individual Impressions of `marks.impressions`.
    """
    marks = list(marks)
    document = derived_object(source, SOP_CLASS, "SR", "Microcalc CAD, research only", SERIES_NUMBER)
    document.ReferencedPerformedProcedureStepSequence = []
    document.PerformedProcedureCodeSequence = []
    document.CompletionFlag, document.VerificationFlag = "COMPLETE", "UNVERIFIED"
    document.CurrentRequestedProcedureEvidenceSequence = [_evidence(source)]
    root = container("", dcm("111036"), _content(source, findings, points, marks))
    root.ContentTemplateSequence = [_template("4000")]
    document.update(root)
    return document


def _content(source: Dataset, findings: Findings, points: tuple[Point, ...], marks: list[Dataset]) -> list[Dataset]:
    from pydicom.sr.coding import Code

    summary = member(6047, _WITH_FINDINGS if marks else _WITHOUT_FINDINGS)
    performed = [_detection(findings, kind, points) for kind in (INDIVIDUAL, CLUSTER)]
    return [
        code(HAS_CONCEPT_MOD, dcm("121049"), Code("en", "RFC5646", "English")),
        container(CONTAINS, dcm("111028"), [_library_entry(source, findings)]),
        code(CONTAINS, dcm("111017"), summary, marks),
        code(CONTAINS, dcm("111064"), member(6042, _SUCCEEDED), [container(INFERRED_FROM, dcm("111063"), performed)]),
        code(CONTAINS, dcm("111065"), member(6042, _NOT_ATTEMPTED)),
    ]


def _library_entry(source: Dataset, findings: Findings) -> Dataset:
    facts, context = findings.image, []
    if facts.laterality in _SIDES:
        context.append(code(HAS_ACQ_CONTEXT, dcm("111027"), member(6022, _SIDES[facts.laterality])))
    view = next((value for value, name in VIEW_CODES.items() if name == facts.view), None)
    if view is not None:
        context.append(code(HAS_ACQ_CONTEXT, dcm("111031"), member(4014, view)))
    for concept, direction in zip(("111044", "111043"), patient_orientation(source) or (), strict=False):
        context.append(text(HAS_ACQ_CONTEXT, dcm(concept), direction))
    study_date, study_time = valid_value(source, "StudyDate"), valid_value(source, "StudyTime")
    if study_date:
        context.append(date(HAS_ACQ_CONTEXT, dcm("111060"), study_date))
    if study_time:
        context.append(time(HAS_ACQ_CONTEXT, dcm("111061"), study_time))
    context.append(number(HAS_ACQ_CONTEXT, dcm("111026"), facts.spacing_mm[1], "mm"))
    context.append(number(HAS_ACQ_CONTEXT, dcm("111066"), facts.spacing_mm[0], "mm"))
    return image(CONTAINS, referenced_image(source), context)


def _detection(findings: Findings, kind: str, points: tuple[Point, ...]) -> Dataset:
    model = (
        [f"Model {findings.model.name} {findings.model.version}, SHA-256 {findings.model.sha256}"]
        if findings.model
        else []
    )
    vessels = (
        [f"Breast arterial calcification: {vessel_text(arterial_calcification(findings.vessels))}"]
        if findings.vessels
        else []
    )
    parameters = [
        *model,
        *described(points),
        *(vessels if kind == INDIVIDUAL else ()),
        *(notice.text for notice in findings.notices),
        RESEARCH_ONLY,
    ]
    children = [
        text(HAS_PROPERTIES, dcm("111001"), algorithm_name(findings)),
        text(HAS_PROPERTIES, dcm("111003"), algorithm_version(findings)),
        *(text(HAS_PROPERTIES, dcm("111002"), parameter) for parameter in parameters),
        by_reference(HAS_PROPERTIES, IMAGE_PLACE),
        *operating_point_items(points),
    ]
    return code(CONTAINS, dcm("111022"), member(6014, kind), children)


def _evidence(source: Dataset) -> Dataset:
    from pydicom import Dataset

    series = Dataset()
    series.SeriesInstanceUID, series.ReferencedSOPSequence = source.SeriesInstanceUID, [referenced_image(source)]
    study = Dataset()
    study.StudyInstanceUID, study.ReferencedSeriesSequence = source.StudyInstanceUID, [series]
    return study


def _template(identifier: str) -> Dataset:
    from pydicom import Dataset

    made = Dataset()
    made.MappingResource, made.TemplateIdentifier = "DCMR", identifier
    return made
