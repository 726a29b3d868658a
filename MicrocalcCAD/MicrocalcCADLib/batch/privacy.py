"""Keeping patients' identifiers out of names and sentences.

Identifiers are the patient's name, ID, birth date, accession number and the UIDs of the header, and the folders in
which a file lies. An image is known by the stem of its file and its SHA-256; a stem that holds an identifier is
replaced by a hash.
"""

from __future__ import annotations

import hashlib
import logging
import re
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ..reading.elements import text

if TYPE_CHECKING:
    from pydicom import Dataset

IDENTIFYING = (
    "PatientName",
    "PatientID",
    "OtherPatientIDs",
    "PatientBirthDate",
    "AccessionNumber",
    "StudyID",
    "StudyInstanceUID",
    "SeriesInstanceUID",
    "SOPInstanceUID",
)
SHORTEST_WORD = 3


def identifying_words(dataset: Dataset) -> tuple[str, ...]:
    """Return the values of a header that name a patient or an object, longest first, each part of a name by itself."""
    values = [text(dataset, keyword) for keyword in IDENTIFYING]
    words = {word for value in values for word in (value, *re.split(r"[\^=\\\s,\[\]']+", value)) if len(word) >= SHORTEST_WORD}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def holds_any(name: str, words: Iterable[str]) -> bool:
    """Return whether a name contains one of the words, upper and lower case being one."""
    return any(word.casefold() in name.casefold() for word in words)


def without(sentence: str, words: Iterable[str], replacement: str = "...") -> str:
    """Return a sentence with every occurrence of the words of three letters or more replaced."""
    for word in (word for word in words if len(word) >= SHORTEST_WORD):
        sentence = re.sub(re.escape(word), lambda _: replacement, sentence, flags=re.IGNORECASE)
    return sentence


@contextmanager
def quiet_readers() -> Iterator[None]:
    """Keep the warnings of libraries, which quote the values of headers, out of the output."""
    logger = logging.getLogger("pydicom")
    before = logger.level
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logger.setLevel(logging.CRITICAL)
        try:
            yield
        finally:
            logger.setLevel(before)


def pseudonym(kind: str, value: str) -> str:
    """Return ``kind-`` and ten hexadecimal digits that are always the same for a value and do not tell it."""
    return f"{kind}-{hashlib.sha256(value.encode('utf-8', 'surrogateescape')).hexdigest()[:10]}"
