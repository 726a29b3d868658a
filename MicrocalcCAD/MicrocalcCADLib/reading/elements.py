"""Elements of a DICOM header, read without trust in their form: absent, damaged, or written with a decimal comma."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydicom import Dataset

_TEXT_NUMBERS = ("DS", "IS", "CS", "SH", "LO", "ST", "UN")
# a single frame of an enhanced object (tomosynthesis, breast projection) keeps these in the first item of a macro
# instead of on top
_FUNCTIONAL_GROUPS = ("SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence")
_MACROS = (
    "FrameAnatomySequence",
    "PixelMeasuresSequence",
    "PixelValueTransformationSequence",
    "FrameVOILUTSequence",
    "FramePixelDataPropertiesSequence",
    "XRayGeometrySequence",
    "CalibrationSequence",
    "XRay3DFrameTypeSequence",
    "IrradiationEventIdentificationSequence",
    "DerivationImageSequence",
)


def text(dataset: Dataset, keyword: str) -> str:
    """Return an element as stripped text, several values joined by a backslash; empty where it is absent
    or unreadable.
    """
    try:
        value = dataset.get(keyword)
    except Exception:  # elements are parsed when asked for, and pydicom raises whatever the damaged bytes lead to
        return ""
    if value is None:
        return ""
    return "\\".join(str(one).strip() for one in value) if _is_list(value) else str(value).strip()


def words(dataset: Dataset, keyword: str) -> tuple[str, ...]:
    """Return the values of a text element in upper case, without empty ones."""
    return tuple(word for word in (part.strip().upper() for part in text(dataset, keyword).split("\\")) if word)


def numbers(dataset: Dataset, keyword: str) -> tuple[float, ...]:
    """Return the finite values of a numeric element, a decimal comma read as a point; empty where it is absent or
    unreadable.
    """
    try:
        value = dataset.get(keyword)
        values = tuple(float(v) for v in (value if _is_list(value) else (value,)))
    except Exception:  # as above
        values = _numbers_in_text(dataset, keyword)
    return values if all(math.isfinite(v) for v in values) else ()


def number(dataset: Dataset, keyword: str) -> float | None:
    """Return the first value of a numeric element, None where it is absent or unreadable."""
    values = numbers(dataset, keyword)
    return values[0] if values else None


def whole(dataset: Dataset, keyword: str) -> int | None:
    """Return the first value of an element as a whole number, None where it is absent or unreadable."""
    value = number(dataset, keyword)
    return None if value is None else int(value)


def items(dataset: Dataset, keyword: str) -> tuple[Dataset, ...]:
    """Return the items of a sequence, empty where it is absent, unreadable or no sequence."""
    try:
        found = tuple(dataset.get(keyword) or ())
    except Exception:  # as above
        return ()
    return found if all(hasattr(item, "get") for item in found) else ()


def with_functional_groups(dataset: Dataset) -> Dataset:
    """Return the header with what an enhanced object keeps in its functional groups (PS3.3 C.7.6.16), where the top
    does not say it.
    """
    groups = [item for keyword in _FUNCTIONAL_GROUPS for item in items(dataset, keyword)[:1]]
    for group in groups:
        for macro in _MACROS:
            for item in items(group, macro)[:1]:
                for tag in item.keys():  # iterating over the item itself would parse its elements
                    if tag not in dataset:
                        dataset[tag] = item.get_item(tag)
    return dataset


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes))  # a person's name is iterable too


def _numbers_in_text(dataset: Dataset, keyword: str) -> tuple[float, ...]:
    from pydicom.datadict import tag_for_keyword

    try:
        raw = dataset.get_item(tag_for_keyword(keyword))
        if raw is None or raw.VR not in (*_TEXT_NUMBERS, None) or not raw.value:
            return ()
        content = (
            raw.value.decode("ascii").split("\\")
            if isinstance(raw.value, bytes)
            else raw.value
            if _is_list(raw.value)
            else [raw.value]
        )
        return tuple(float(str(part).strip("\0 ").replace(",", ".")) for part in content)
    except Exception:  # as above
        return ()
