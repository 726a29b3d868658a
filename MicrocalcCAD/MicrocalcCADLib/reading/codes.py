"""Codes of views, their modifiers and sides: one table for every reader, whatever the coding scheme and its age."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .elements import items, text

if TYPE_CHECKING:
    from pydicom import Dataset

# SNOMED CT, and the designators under which SNOMED RT codes are met (SNM3: GE, Siemens; 99SDM: PS3.16 2006)
SNOMED_CT = "SCT"
SNOMED_RT_SCHEMES = ("SRT", "SNM3", "99SDM")


@dataclass(frozen=True)
class Concept:
    """One concept: its SNOMED CT and SNOMED RT codes, our short word for it, and the standard's meaning."""

    sct: str
    srt: str
    word: str
    meaning: str


# CID 4014, words as ViewPosition (0018,5101) has them
VIEWS = (
    Concept("399162004", "R-10242", "CC", "cranio-caudal"),
    Concept("399368009", "R-10226", "MLO", "medio-lateral oblique"),
    Concept("399260004", "R-10224", "ML", "medio-lateral"),
    Concept("399352003", "R-10228", "LM", "latero-medial"),
    Concept("399099002", "R-10230", "LMO", "latero-medial oblique"),
    Concept("399196006", "R-10244", "FB", "caudo-cranial"),
    Concept("399188001", "R-102D0", "SIO", "superolateral to inferomedial oblique"),
    Concept("441555000", "R-40AAA", "ISO", "inferomedial to superolateral oblique"),
    Concept("399192008", "R-1024A", "XCCL", "cranio-caudal exaggerated laterally"),
    Concept("399101009", "R-1024B", "XCCM", "cranio-caudal exaggerated medially"),
)
SPECIMEN = Concept("127457009", "G-8310", "specimen", "tissue specimen from breast")
# CID 4015; nipple in profile, cleavage, axillary tail and fold are parts of full views
MODIFIERS = (
    Concept("399163009", "R-102D6", "magnification", "Magnification"),
    Concept("399055006", "R-102D7", "spot compression", "Spot Compression"),
    Concept("399209000", "R-102D5", "implant displaced", "Implant Displaced"),
    Concept("399110001", "R-102C2", "tangential", "tangential"),
    Concept("399197002", "R-102D3", "rolled laterally", "Rolled Lateral"),
    Concept("399226006", "R-102D4", "rolled medially", "Rolled Medial"),
    Concept("414493004", "R-102CA", "rolled downwards", "Rolled Inferior"),
    Concept("415670009", "R-102C9", "rolled upwards", "Rolled Superior"),
    Concept("441752004", "P2-00161", "anterior compression", "Anterior compression"),
)
# CID 244 and the breasts of CID 4013
SIDES = (
    Concept("7771000", "G-A101", "L", "Left"),
    Concept("24028007", "G-A100", "R", "Right"),
    Concept("80248007", "T-04030", "L", "Left breast"),
    Concept("73056007", "T-04020", "R", "Right breast"),
)
BREASTS = (
    Concept("76752008", "T-04000", "breast", "Breast"),
    Concept("63762007", "T-04080", "breast", "Both breasts"),
    *(side for side in SIDES if "breast" in side.meaning),
)
# PS3.16 4.14: what a mark of a report may be
MARKS = (
    Concept("129770007", "F-01776", "calcification", "Individual Calcification"),
    Concept("129769006", "F-01775", "cluster", "Calcification Cluster"),
)
VIEW_CODES = {view.sct: view.word for view in VIEWS}
_FROM_SNOMED_RT = {c.srt: c.sct for c in (*VIEWS, *MODIFIERS, *SIDES, *BREASTS, SPECIMEN, *MARKS)}


def canonical(scheme: str, value: str) -> str:
    """Return a code as ``SCHEME:VALUE``, the concepts of this file by SNOMED CT also where SNOMED RT has them; empty
    without a value.
    """
    if scheme in SNOMED_RT_SCHEMES and value in _FROM_SNOMED_RT:
        return f"{SNOMED_CT}:{_FROM_SNOMED_RT[value]}"
    return f"{scheme}:{value}" if value else ""


def code_of(item: Dataset) -> str:
    """Return the code of an item of a code sequence, as `canonical` does."""
    value = text(item, "CodeValue") or text(item, "LongCodeValue") or text(item, "URNCodeValue")
    return canonical(text(item, "CodingSchemeDesignator"), value)


def word_of(item: Dataset, concepts: tuple[Concept, ...]) -> str | None:
    """Return our word for a coded item, by its code or, where a scheme is unknown, by its meaning; None if it is none
    of these.
    """
    code, meaning = code_of(item), _letters(text(item, "CodeMeaning"))
    by_code = next((c.word for c in concepts if code == f"{SNOMED_CT}:{c.sct}"), None)
    return by_code or next((c.word for c in concepts if meaning and meaning == _letters(c.meaning)), None)


def word_in_sequence(dataset: Dataset, keyword: str, concepts: tuple[Concept, ...]) -> str | None:
    """Return our word for the first item of a code sequence that is one of these concepts."""
    return next((word for item in items(dataset, keyword) if (word := word_of(item, concepts))), None)


def _letters(meaning: str) -> str:
    return "".join(c for c in meaning.lower() if c.isalpha())
