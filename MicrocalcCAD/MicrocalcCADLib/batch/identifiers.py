"""The elements of a header that name a patient, a person or an object, and their values as words to look for.

The elements are those of the Basic Application Level Confidentiality Profile (DICOM PS3.15, Table E.1-1) that hold
names, numbers, dates of people and exams, and UIDs; of devices and methods it lists more, which name nobody.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import permutations
from typing import TYPE_CHECKING

from ..reading.elements import items, text

if TYPE_CHECKING:
    from pydicom import Dataset

NAMES = (
    "PatientName",
    "OtherPatientNames",
    "PatientBirthName",
    "PatientMotherBirthName",
    "ResponsiblePerson",
    "ReferringPhysicianName",
    "ConsultingPhysicianName",
    "PerformingPhysicianName",
    "NameOfPhysiciansReadingStudy",
    "PhysiciansOfRecord",
    "RequestingPhysician",
    "ScheduledPerformingPhysicianName",
    "OperatorsName",
)
NUMBERS = (
    "PatientID",
    "OtherPatientIDs",
    "IssuerOfPatientID",
    "MedicalRecordLocator",
    "AdmissionID",
    "ServiceEpisodeID",
    "AccessionNumber",
    "StudyID",
    "RequestedProcedureID",
    "ScheduledProcedureStepID",
    "PerformedProcedureStepID",
    "PlacerOrderNumberImagingServiceRequest",
    "FillerOrderNumberImagingServiceRequest",
    "ClinicalTrialSubjectID",
    "ClinicalTrialSubjectReadingID",
    "PatientTelephoneNumbers",
)
PLACES = (
    "InstitutionName",
    "InstitutionAddress",
    "InstitutionalDepartmentName",
    "ResponsibleOrganization",
    "PatientAddress",
    "CountryOfResidence",
    "RegionOfResidence",
    "StationName",
    "DeviceSerialNumber",
)
TEXTS = ("PatientComments", "AdditionalPatientHistory", "Occupation", "MilitaryRank", "ImageComments", "StudyComments")
DATES = ("PatientBirthDate", "StudyDate", "SeriesDate", "AcquisitionDate", "ContentDate")
UIDS = ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "FrameOfReferenceUID")
SEQUENCES = ("OtherPatientIDsSequence",)
IDENTIFYING = (*NAMES, *NUMBERS, *PLACES, *TEXTS, *DATES, *UIDS, *SEQUENCES)
LONGEST_WORD = 200
SHORTEST_TEXT, SHORTEST_KEY, SHORTEST_NUMBER, MOST_JOINED = 5, 3, 5, 6
_TRANSLITERATED = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a"))
_SPELT_OUT = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ø": "oe",
        "å": "aa",
        "æ": "ae",
        "Ä": "Ae",
        "Ö": "Oe",
        "Ü": "Ue",
        "Ø": "Oe",
        "Å": "Aa",
    }
)


def identifying_words(dataset: Dataset) -> tuple[str, ...]:
    """Return the values of a header that name somebody or something, longest first: each part of a name by itself,
    dates as YYYYMMDD.
    """
    words = {word for keyword in NAMES for word in _of_names(text(dataset, keyword))}
    words |= {word for keyword in NUMBERS for word in _of_numbers(text(dataset, keyword))}
    words |= {
        word
        for keyword in SEQUENCES
        for item in items(dataset, keyword)
        for word in _of_numbers(text(item, "PatientID"))
    }
    words |= {value for keyword in (*PLACES, *TEXTS) if len(folded(value := text(dataset, keyword))) >= SHORTEST_TEXT}
    words |= {value for keyword in UIDS if (value := text(dataset, keyword))}
    words |= {word for keyword in DATES for word in _of_dates(text(dataset, keyword))}
    return tuple(
        sorted((word[:LONGEST_WORD] for word in words if _is_told_apart(word)), key=lambda word: (-len(word), word))
    )


def _of_names(value: str) -> Iterator[str]:
    """Yield the names of people: whole, each part, and family and given name either way round."""
    for group in re.split(r"[=\\]", value):
        for name in {group, group.translate(_SPELT_OUT), _contracted(group)}:
            parts = [part for part in re.split(r"[\^\s,\[\]']+", name) if part]
            yield from (name, *parts)
            yield from (" ".join(order) for count in (2, 3) for order in permutations(parts[:3], count))


def _contracted(name: str) -> str:
    for pair, letter in _TRANSLITERATED:
        name = re.sub(pair, letter, name, flags=re.IGNORECASE)
    return name


def _of_numbers(value: str) -> Iterator[str]:
    yield from (value, *re.split(r"[\^=\\\s,\[\]']+", value))


def _of_dates(value: str) -> Iterator[str]:
    yield from (
        "".join(date) for date in re.findall(r"((?:1[89]|20)\d\d)[.-]?(0[1-9]|1[0-2])[.-]?(0[1-9]|[12]\d|3[01])", value)
    )


def _is_told_apart(word: str) -> bool:
    """Return whether a word says more than an initial or a digit; one ideograph can be a name."""
    squeezed = folded(word)
    return len(squeezed) > 1 or any(ord(one) >= 0x2E80 for one in squeezed)


@lru_cache(8192)
def folded(word: str) -> str:
    """Return the letters and digits of a text without accents, upper and lower case being one."""
    return "".join(one for one, _ in folded_places(word) if one.isalnum())


def folded_places(words: str) -> list[tuple[str, int]]:
    """Return the characters of a text without accents, upper and lower case being one, each with its place
    in the text.
    """
    found = []
    for place, character in enumerate(words):
        for one in unicodedata.normalize("NFKD", character.casefold()):
            if not unicodedata.combining(one) and unicodedata.category(one) != "Cf":
                found.append((one, place))
    return found


class KnownWords:
    """The words of many headers, to be found in names of files that have no header of their own, at the price of a few
    look-ups a name.

    Words are found whole, or several side by side (``li_ng``, ``1951-02-03``), not within others.
    """

    def __init__(self, words: Iterable[str]) -> None:
        keys = {folded(word) for word in words}
        self._keys = {key for key in keys if len(key) >= (SHORTEST_NUMBER if key.isdecimal() else SHORTEST_KEY)}

    def are_in(self, name: str) -> bool:
        """Return whether a name holds one of the words."""
        parts = re.findall(r"[^\W\d_]+|\d+", "".join(one for one, _ in folded_places(name)))
        ends = (
            (first, last)
            for first in range(len(parts))
            for last in range(first + 1, min(first + MOST_JOINED, len(parts)) + 1)
        )
        return any("".join(parts[first:last]) in self._keys for first, last in ends)
