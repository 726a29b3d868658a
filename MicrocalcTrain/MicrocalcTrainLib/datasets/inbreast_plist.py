"""Marks of INbreast: property lists that OsiriX wrote, one an image (Moreira et al. 2012)."""

from __future__ import annotations

import plistlib
import re
import reprlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from MicrocalcCADLib.errors import InputError

from .case import Mark, Meaning

LARGEST_BYTES = 50_000_000
# as spelled in the release; masses, distortions and asymmetries say nothing about calcifications
MEANINGS = {
    "calcification": Meaning.CALCIFICATION,
    "calcifications": Meaning.REGION,
    "cluster": Meaning.REGION,
    "unnamed": Meaning.DOUBTFUL,
    "": Meaning.DOUBTFUL,
}
OF_NO_CALCIFICATION = re.compile(r"mass|e?spiculated|distortion|ass?[yi]mm?etry|pectoral")
_PAIR = re.compile(r"[({]\s*([^,;\s]+)\s*[,;]\s*([^)}\s]+)\s*[)}]")


def read_marks(path: Path) -> tuple[Mark, ...]:
    """Return the marks in a property list (XML or binary), positions as (row, column).

    A calcification of one point is a single-pixel one. Marks that nobody named are doubtful: no patch is taken there.

    Raises
    ------
    InputError
        If the file is no property list, declares entities, is larger than 50 MB, or holds an unknown kind of mark.
    """
    return tuple(mark for roi in _rois(_content(path), path.name) if (mark := _mark(roi, path.name)) is not None)


def _content(path: Path) -> Any:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise InputError(
                f"{path.name} has more than {LARGEST_BYTES // 1_000_000} MB, which no list of marks has: give the file"
                " of the release."
            )
        # plistlib refuses entity declarations, and expat fetches nothing
        return plistlib.loads(path.read_bytes().lstrip())
    except OSError as error:
        raise InputError(f"{path.name} cannot be read ({error.strerror}): check the file.") from error
    except InputError:
        raise
    except Exception as error:  # plistlib lets through whatever damaged content leads to
        reason = error or type(error).__name__
        raise InputError(
            f"{path.name} is no property list that can be read ({reason}): copy it again from the release."
        ) from error


def _rois(content: Any, name: str) -> Iterator[Mapping[str, Any]]:
    images = _get(content, "images") if isinstance(content, Mapping) else content
    if not isinstance(images, list):
        raise InputError(f"{name} has no list of images: copy it again from the release.")
    for image in images:
        # NumberOfROIs is not believed: the list itself says how many there are
        rois = _get(image, "rois") if isinstance(image, Mapping) else None
        if not isinstance(rois or [], list) or not all(isinstance(roi, Mapping) for roi in rois or ()):
            raise InputError(f"{name} has a mark that is no dictionary: copy it again from the release.")
        yield from rois or ()


def _get(content: Mapping[str, Any], key: str) -> Any:
    return next((value for name, value in content.items() if str(name).casefold() == key), None)


def _mark(roi: Mapping[str, Any], file: str) -> Mark | None:
    name, points = _get(roi, "name") or "", _get(roi, "point_px") or []
    if not isinstance(name, str) or not isinstance(points, list):
        raise InputError(f"{file} has a mark without a name or a list of points: copy it again from the release.")
    name = name.strip().casefold()
    if OF_NO_CALCIFICATION.search(name) or not points:
        return None
    meaning = Meaning.DOUBTFUL if re.fullmatch(r"point\s*\d*", name) else MEANINGS.get(name)
    if meaning is None:
        raise InputError(f"{file} has a mark of the unknown kind {name!r}: correct its name.")
    return Mark(meaning, np.array([_position(text, file) for text in points]))


def _position(text: Any, file: str) -> tuple[float, float]:
    pair = _PAIR.search(text) if isinstance(text, str) else None
    try:
        x, y = (float(part) for part in pair.groups()) if pair else (float("nan"),) * 2
    except ValueError:
        x = y = float("nan")
    if not (np.isfinite(x) and np.isfinite(y)):
        raise InputError(f"{file} has a point that is no pair of numbers ({reprlib.repr(text)}): correct it.")
    return y, x
