"""Elements of a source's header as valid ones: what other people's headers hold is copied into our objects only if the
standard allows it.

A damaged birth date, a size with a decimal comma or text of an unknown character set must not keep a result from being
written, and must not be written again (DICOM PS3.5, 6.2; PS3.3, type 2 elements may be empty, type 3 elements may be
absent).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydicom import Dataset

# Longest value in characters of each representation of text (PS3.5, table 6.2-1); PN is that of one component group.
_LONGEST = {"AE": 16, "CS": 16, "LO": 64, "SH": 16, "PN": 64, "ST": 1024, "LT": 10240, "UC": 1024, "UT": 10240}
_DEEPEST = 5
_ONE_TEXT = ("LO", "SH", "PN", "AE", "UC")
# the only values that the standard knows (PS3.3 C.7.1.1); makers and anonymisers write U, W, X
_ENUMERATED = {"PatientSex": ("M", "F", "O")}


def copied(source: Dataset, made: Dataset, keywords: Iterable[str], empty_if_missing: bool) -> None:
    """Copy elements into a dataset in UTF-8, each only where its value is valid.

    Parameters
    ----------
    empty_if_missing
        Whether an element that is absent or invalid is there, empty (type 2), or not there (type 3).
    """
    for keyword in keywords:
        value = valid_value(source, keyword)
        if value not in (None, "", []):
            setattr(made, keyword, value)
        elif empty_if_missing:
            setattr(made, keyword, "")


def valid_value(source: Dataset, keyword: str) -> Any:
    """Return an element's value, decoded and valid for its representation; None where it is absent, unreadable or
    invalid.
    """
    from pydicom.datadict import dictionary_VM

    try:
        element = source[keyword] if keyword in source else None
    except Exception:  # elements are parsed when asked for, and pydicom raises whatever the damaged bytes lead to
        return None
    value = None if element is None else _valid(element.VR, element.value, 0)
    if isinstance(value, list) and element is not None and element.VR != "SQ" and dictionary_VM(element.tag) == "1":
        # a backslash in a number or a name, which parts values; two dates are none
        value = _text("/".join(value), element.VR) if element.VR in _ONE_TEXT else None
    return None if keyword in _ENUMERATED and value not in _ENUMERATED[keyword] else value


def _valid(representation: str, value: Any, depth: int) -> Any:
    if representation == "SQ":
        return [_clean_item(item, depth + 1) for item in value or ()] if depth < _DEEPEST else []
    several = list(value) if isinstance(value, (list, tuple)) or type(value).__name__ == "MultiValue" else [value]
    check = _CHECKS.get(representation)
    if check is None or value is None:
        return None
    clean = [check(one, representation) for one in several]
    if not clean or any(one is None for one in clean):
        return None
    return clean if len(clean) > 1 else clean[0]


def _clean_item(item: Dataset, depth: int) -> Dataset:
    from pydicom import Dataset

    clean = Dataset()
    for tag in list(item.keys()):
        try:
            element = item[tag]
            value = _valid(element.VR, element.value, depth)
            if value is not None and element.keyword:
                setattr(clean, element.keyword, value)
        except Exception:  # as above
            continue
    return clean


def _text(value: Any, representation: str) -> str | None:
    """Return text without control characters, cut at the longest that is allowed."""
    text = "".join(
        c
        for c in str(value)
        if unicodedata.category(c) != "Cc" or (c in "\r\n\t" and representation in ("ST", "LT", "UT"))
    )
    text = text.replace("\\", "/") if representation not in ("ST", "LT", "UT") else text
    if representation == "PN":
        return "=".join(group[: _LONGEST["PN"]] for group in text.split("=")[:3]).strip()
    return text[: _LONGEST[representation]].strip()


def _code(value: Any, _: str) -> str | None:
    text = str(value).strip()
    return text if re.fullmatch(r"[A-Z0-9 _]{0,16}", text) else None


def _uid(value: Any, _: str) -> str | None:
    text = str(value).strip("\0 ")
    return text if len(text) <= 64 and re.fullmatch(r"(0|[1-9]\d*)(\.(0|[1-9]\d*))+", text) else None


def _date(value: Any, _: str) -> str | None:
    text = str(value).strip()
    found = re.fullmatch(r"(\d{4})\.?(\d{2})\.?(\d{2})", text)
    try:
        return date(*map(int, found.groups())).strftime("%Y%m%d").rjust(8, "0") if found else None
    except ValueError:
        return None


def _time(value: Any, _: str) -> str | None:
    text = str(value).strip()
    found = re.fullmatch(r"(\d{2})(\d{2})?(\d{2})?(\.\d{1,6})?", text)
    try:
        hour, minute, second = (int(part or 0) for part in found.groups()[:3]) if found else (0, 0, 0)
        time(hour, minute, second)
    except ValueError:
        return None
    return text if found else None


def _age(value: Any, _: str) -> str | None:
    text = str(value).strip()
    return text if re.fullmatch(r"\d{3}[DWMY]", text) else None


def _decimal(value: Any, _: str) -> str | None:
    text = str(value).strip().replace(",", ".")
    try:
        number = float(text)
    except ValueError:
        return None
    # A size or weight of zero is what a program writes that knows none.
    return text if math.isfinite(number) and number > 0 and len(text) <= 16 else None


def _whole(value: Any, _: str) -> int | None:
    try:
        return int(str(value).strip())
    except ValueError:
        return None


_CHECKS: dict[str, Callable[[Any, str], Any]] = {
    **dict.fromkeys(("LO", "SH", "PN", "ST", "LT", "UC", "UT", "AE"), _text),
    "CS": _code,
    "UI": _uid,
    "DA": _date,
    "TM": _time,
    "AS": _age,
    "DS": _decimal,
    "IS": _whole,
    "US": _whole,
}
