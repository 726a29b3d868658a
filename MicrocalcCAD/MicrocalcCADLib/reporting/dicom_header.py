"""What every DICOM object made from a mammogram has in common: its patient, study, equipment, dates and new UIDs."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..errors import InputError
from ..files import written_whole
from ..findings import Findings
from ..mammogram import Mammogram
from ..reading.elements import number, text, with_functional_groups
from ..reading.lookup_tables import table_in
from .clean_elements import copied, valid_value

if TYPE_CHECKING:
    from pydicom import DataElement, Dataset
    from pydicom.dataset import FileDataset

MANUFACTURER, PRODUCT = "The Microcalc developers", "Microcalc"
UTF_8 = "ISO_IR 192"
# of classes that may have several frames highdicom asks for functional groups and places in space; ours have one frame
_PLAIN_CLASS = "1.2.840.10008.5.1.4.1.1.1.2"
_EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1"
# Patient and General Study modules: these are there even if empty (type 2), or required (the study's UID).
PATIENT_AND_STUDY = (
    "PatientName",
    "PatientID",
    "PatientBirthDate",
    "PatientSex",
    "StudyInstanceUID",
    "StudyDate",
    "StudyTime",
    "ReferringPhysicianName",
    "StudyID",
    "AccessionNumber",
)
_WHERE_KNOWN = (
    "IssuerOfPatientID",
    "TypeOfPatientID",
    "PatientBirthTime",
    "PatientComments",
    "PatientIdentityRemoved",
    "DeidentificationMethod",
    "DeidentificationMethodCodeSequence",
    "QualityControlSubject",
    "StudyDescription",
    "IssuerOfAccessionNumberSequence",
    "PhysiciansOfRecord",
    "ProcedureCodeSequence",
    "PatientAge",
    "PatientSize",
    "PatientWeight",
    "AdditionalPatientHistory",
    "ClinicalTrialSponsorName",
    "ClinicalTrialProtocolID",
    "ClinicalTrialProtocolName",
    "ClinicalTrialSiteID",
    "ClinicalTrialSiteName",
    "ClinicalTrialSubjectID",
    "ClinicalTrialSubjectReadingID",
)
_IDENTITY = ("SOPClassUID", "SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID")


def check_source(mammogram: Mammogram) -> None:
    """Raise `InputError` unless the mammogram came from a DICOM object, to whose study a DICOM result can belong."""
    name = Path(mammogram.source.path).name if mammogram.source.path else "This image"
    if not mammogram.source.sop_instance_uid:
        raise InputError(
            f"{name} is no DICOM image, so there is no patient and study that a DICOM object could refer to: "
            "save json, labels, seg, csv, overlay or html, or detect in the DICOM file."
        )
    if not mammogram.source.path or not Path(mammogram.source.path).is_file():
        raise InputError(
            f"The DICOM file of {name} is not there any more, and its patient and study are needed: put it back or load"
            " it again."
        )


def source_header(mammogram: Mammogram) -> Dataset:
    """Return the header of the DICOM file that a mammogram was read from; raises `InputError` if there is none."""
    from pydicom import dcmread
    from pydicom.errors import InvalidDicomError

    check_source(mammogram)
    path = Path(str(mammogram.source.path))
    try:
        header = with_functional_groups(dcmread(path, stop_before_pixels=True, force=True))
    except (OSError, InvalidDicomError, ValueError) as error:
        raise InputError(
            f"{path.name} cannot be read as DICOM ({error}): choose the file that was analysed."
        ) from error
    missing = [keyword for keyword in _IDENTITY if valid_value(header, keyword) is None]
    if missing:
        raise InputError(
            f"{path.name} has no valid {missing[0]}, so nothing can refer to it: save other formats, or export the"
            " image again."
        )
    if header.SOPInstanceUID != mammogram.source.sop_instance_uid:
        raise InputError(f"{path.name} now holds another image than the one that was analysed: detect again.")
    return header


def derived_object(source: Dataset, sop_class: str, modality: str, description: str, series_number: int) -> FileDataset:
    """Return a new object of the source's patient and study, in a series of its own, without content.

    Patient, study and trial are copied, in UTF-8, where their values are valid; series, instance and their dates are
    new. Times are in the time zone that the source states, else in that of this machine.
    """
    from pydicom.dataset import FileDataset, FileMetaDataset
    from pydicom.uid import UID, generate_uid

    meta = FileMetaDataset()
    meta.TransferSyntaxUID = UID(_EXPLICIT_LITTLE_ENDIAN)
    meta.MediaStorageSOPClassUID = UID(sop_class)
    meta.MediaStorageSOPInstanceUID = generate_uid(None)
    made = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128, is_implicit_VR=False, is_little_endian=True)
    made.SpecificCharacterSet = UTF_8
    copied(source, made, PATIENT_AND_STUDY, empty_if_missing=True)
    copied(source, made, _WHERE_KNOWN, empty_if_missing=False)
    made.SOPClassUID, made.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
    made.SeriesInstanceUID, made.SeriesNumber, made.InstanceNumber = generate_uid(None), series_number, 1
    made.Modality, made.SeriesDescription = modality, description
    made.Manufacturer, made.ManufacturerModelName = MANUFACTURER, PRODUCT
    made.DeviceSerialNumber, made.SoftwareVersions = "none", __version__
    now = _now(source)
    for keyword in ("SeriesDate", "ContentDate", "InstanceCreationDate"):
        setattr(made, keyword, now.strftime("%Y%m%d"))
    for keyword in ("SeriesTime", "ContentTime", "InstanceCreationTime"):
        setattr(made, keyword, now.strftime("%H%M%S"))
    offset = _stated_offset(source)
    if offset:
        made.TimezoneOffsetFromUTC = offset
    return made


def source_for_highdicom(source: Dataset, header: Dataset, spacing_mm: tuple[float, float]) -> Dataset:
    """Return what highdicom needs to know of a source image, and nothing that it could stumble over.

    Parameters
    ----------
    header
        What `derived_object` made of the source: patient and study.
    spacing_mm
        (row, column) of the analysis, which goes before that of the file.
    """
    from pydicom import Dataset

    made = Dataset()
    for keyword in PATIENT_AND_STUDY:
        setattr(made, keyword, header.get(keyword))
    made.PatientName = ""  # highdicom comments on names without "^"; ours is taken from the header
    made.SOPClassUID = _PLAIN_CLASS  # `complete` puts the image's own in its place
    for keyword in (
        "SOPInstanceUID",
        "StudyInstanceUID",
        "SeriesInstanceUID",
        "Modality",
        "Rows",
        "Columns",
    ):
        setattr(made, keyword, source.get(keyword))
    allocated = number(source, "BitsAllocated") or 16
    stored = number(source, "BitsStored") or allocated
    # what a header leaves out is as the reader takes it
    left_out = {
        "SamplesPerPixel": 1,
        "BitsAllocated": allocated,
        "BitsStored": stored,
        "HighBit": stored - 1,
        "PixelRepresentation": 0,
    }
    for keyword, usual in left_out.items():
        stated = number(source, keyword)
        setattr(made, keyword, int(usual if stated is None else stated))
    made.PhotometricInterpretation = text(source, "PhotometricInterpretation")
    slope, intercept = number(source, "RescaleSlope"), number(source, "RescaleIntercept")
    if table_in(source, "ModalityLUTSequence") is not None:
        made.ModalityLUTSequence = source.ModalityLUTSequence
    elif slope is not None and intercept is not None:
        made.RescaleSlope, made.RescaleIntercept = slope, intercept
        made.RescaleType = valid_value(source, "RescaleType") or "US"
    for keyword in ("FrameOfReferenceUID", "PositionReferenceIndicator"):
        value = valid_value(source, keyword)
        if value:
            setattr(made, keyword, value)
    made.PixelSpacing = [float(value) for value in spacing_mm]
    return made


def for_highdicom(header: Dataset) -> dict[str, Any]:
    """Return what every constructor of highdicom asks of the object that `derived_object` began."""
    return {
        "series_instance_uid": header.SeriesInstanceUID,
        "series_number": int(header.SeriesNumber),
        "sop_instance_uid": header.SOPInstanceUID,
        "instance_number": 1,
        "manufacturer": MANUFACTURER,
        "manufacturer_model_name": PRODUCT,
        "software_versions": __version__,
        "device_serial_number": "none",
    }


def complete(made: Dataset, header: Dataset, source: Dataset) -> None:
    """Give what highdicom made patient, study and dates as in all our objects, and name the source by its own class."""

    def refer(dataset: Dataset, element: DataElement) -> None:
        if element.keyword == "ReferencedSOPInstanceUID" and element.value == source.SOPInstanceUID:
            dataset.ReferencedSOPClassUID = source.SOPClassUID

    made.walk(refer)
    made.update(header)
    made.SpecificCharacterSet = UTF_8


def patient_orientation(source: Dataset) -> tuple[str, str] | None:
    """Return PatientOrientation (row, column direction), None where it is absent or, as in CBIS-DDSM,
    something else.
    """
    directions = tuple(text(source, "PatientOrientation").split("\\"))
    if len(directions) != 2:
        return None
    return directions if all(d and set(d) <= set("APRLHF") for d in directions) else None


def referenced_image(source: Dataset) -> Dataset:
    """Return an item that refers to the source image by class and instance."""
    from pydicom import Dataset

    reference = Dataset()
    reference.ReferencedSOPClassUID, reference.ReferencedSOPInstanceUID = source.SOPClassUID, source.SOPInstanceUID
    return reference


def algorithm_name(findings: Findings) -> str:
    """Return method and model in one text of at most 64 characters."""
    model = f" {findings.model.name}" if findings.model else ""
    return f"Microcalc {findings.method}{model}"[:64]


def algorithm_version(findings: Findings) -> str:
    """Return the versions of program and model in one text."""
    version = findings.versions.get("microcalc", __version__)
    return f"{version}, model {findings.model.version}" if findings.model else version


def save(dataset: FileDataset, path: Path) -> None:
    """Write a DICOM file whole or not at all."""
    import pydicom

    options = (
        {"enforce_file_format": True} if int(pydicom.__version__.split(".")[0]) >= 3 else {"write_like_original": False}
    )
    with written_whole(path) as temporary:
        dataset.save_as(temporary, **options)


def _stated_offset(source: Dataset) -> str:
    """Return the offset from UTC (``+0100``) that a source states, empty where it states none or one that
    no place has.
    """
    offset = text(source, "TimezoneOffsetFromUTC")
    return offset if re.fullmatch(r"[+-](0\d|1[0-4])[0-5]\d", offset) else ""


def _now(source: Dataset) -> datetime:
    offset = _stated_offset(source)
    if offset:
        minutes = 60 * int(offset[1:3]) + int(offset[3:])
        return datetime.now(timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes)))
    return datetime.now().astimezone()
