"""Cases that a reader corrected in Slicer: kept in a folder with reader and date, and read from it like any other set.

The folder holds ``review.json``, ``images/NAME.nrrd`` (16 bits of the full scale, no header of the original) and the
truth as in a data set, see `truth_files`.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.files import read_json, write_text, written_whole
from MicrocalcCADLib.kinds.vocabulary import NOT_DETERMINED, kind_of
from MicrocalcCADLib.mammogram import Mammogram

from .case import CaseImage, DataSet, LeftOut, Mark, MaskFile, Meaning, grouped
from .store_file import file_in
from .truth import Truth
from .truth_files import DOUBTFUL, REGION, REJECTED, kinds_path, truth_paths, write_truth

KIND = "scene"
FILE, IMAGES, SCHEMA = "review.json", "images", "microcalc-review/1"
ANONYMOUS = "anonymous"
FULL_SCALE = 65535
BITS = {Meaning.REGION: REGION, Meaning.DOUBTFUL: DOUBTFUL, Meaning.REJECTED: REJECTED}


@dataclass(frozen=True, eq=False)
class ReviewedCase:
    """One image as a reader left it.

    Parameters
    ----------
    name, patient
        Of the image and a pseudonym of its patient.
    truth
        Calcifications that hold, regions, what nobody decided (doubtful) and what was rejected.
    points
        (n, 2) rows and columns of calcifications that were marked by one point.
    marks
        How many marks were in each state, for example ``{"accepted": 3, "rejected": 1}``.
    kinds
        Kinds and distributions that the reader has named, see `review_truth.kinds_of_review`.
    """

    name: str
    patient: str
    mammogram: Mammogram
    truth: Truth
    points: np.ndarray = field(default_factory=lambda: np.zeros((0, 2)))
    marks: Mapping[str, int] = field(default_factory=dict)
    kinds: Sequence[Mapping[str, Any]] = ()


def image_key(mammogram: Mammogram) -> str:
    """Return eight hexadecimal digits that tell an image from others by its pixels, whatever file or scene they came
    from.
    """
    return f"{zlib.crc32(_stored(mammogram).data):08x}"


def reviewed_keys(folder: Path) -> frozenset[str]:
    """Return the keys (`image_key`) of the cases in a folder; none where it holds no cases."""
    return (
        frozenset(str(entry.get("key")) for entry in _cases(folder).values())
        if (folder / FILE).is_file()
        else frozenset()
    )


def write_case(folder: Path, case: ReviewedCase, reader: str, date: str) -> None:
    """Add a case to the folder; an earlier reading of the same image is replaced, its reader and date stay known.

    An image is known by its pixels (`image_key`): it is the same one under another name, too.

    Parameters
    ----------
    reader
        Name or pseudonym of who reviewed it; an empty one becomes ``anonymous``.
    date
        ISO 8601.

    Raises
    ------
    OutputError
        If the disk is full or must not be written.
    """
    import SimpleITK as sitk

    cases = _cases(folder) if (folder / FILE).is_file() else {}
    mammogram, key = case.mammogram, image_key(case.mammogram)
    same = {
        name: entry
        for name, entry in cases.items()
        if name == case.name or (isinstance(entry, dict) and entry.get("key") == key)
    }
    before = [
        one
        for entry in same.values()
        for one in (*entry.get("earlier", []), {name: entry[name] for name in ("reader", "date")})
    ]
    cases = {name: entry for name, entry in cases.items() if name not in same}
    image = sitk.GetImageFromArray(_stored(mammogram)[np.newaxis])
    image.SetSpacing((mammogram.spacing_mm[1], mammogram.spacing_mm[0], 1.0))
    with written_whole(_image_path(folder, case.name)) as temporary:
        sitk.WriteImage(image, str(temporary), useCompression=True)
    write_truth(folder, case.name, case.truth, mammogram.spacing_mm)
    entry: dict[str, Any] = {
        "patient": case.patient,
        "reader": reader.strip() or ANONYMOUS,
        "date": date,
        "earlier": before,
    }
    entry["marks"] = dict(case.marks)
    entry |= {"key": key, "laterality": mammogram.laterality, "view": mammogram.view, "outlined": case.truth.count}
    entry |= {
        "points": np.round(case.points, 2).tolist(),
        "areas": [meaning.value for meaning in BITS if case.truth.plane(meaning).any()],
    }
    entry |= {"kinds": [dict(one) for one in case.kinds], "named": case.truth.kinds is not None}
    write_text(folder / FILE, json.dumps({"schema": SCHEMA, "cases": {**cases, case.name: entry}}, indent=1))
    for name in same.keys() - {case.name}:
        for path in (_image_path(folder, name), *truth_paths(folder, name), kinds_path(folder, name)):
            path.unlink(missing_ok=True)


def read_scene(folder: Path, spacing_mm: float | None = None, full_scale: float | None = None) -> DataSet:
    """Read the folder of corrected cases; spacing and full scale are known for each, what is given is not needed.

    Raises
    ------
    InputError
        If there is no review file, or it is damaged.
    """
    images, left_out = [], []
    for name, entry in sorted(_cases(folder).items()):
        try:
            images.append((str(entry["patient"]), None, _image(folder, name, entry)))
        except (KeyError, TypeError, ValueError) as error:
            left_out.append(
                LeftOut(name, f"its entry in {FILE} is damaged ({error}): add the case from its scene again.")
            )
        except InputError as error:
            left_out.append(LeftOut(name, str(error)))
    return DataSet(KIND, folder, grouped(images), tuple(left_out))


def _image(folder: Path, name: str, entry: Mapping[str, Any]) -> CaseImage:
    path, (labels, regions) = _image_path(folder, name), truth_paths(folder, name)
    kinds = kinds_path(folder, name) if entry.get("named") else None
    for one in entry.get("kinds", ()):
        if one["kind"] != NOT_DETERMINED:
            kind_of(str(one["kind"]))
    for file in (path, labels, regions, *([kinds] if kinds else [])):
        if not file.is_file():
            raise InputError(f"{file.name} is missing in {folder}: add the case from its scene again.")
    masks = [MaskFile(Meaning.CALCIFICATION, (labels,), numbered=True)] if entry["outlined"] else []
    for area in map(Meaning, entry["areas"]):
        masks.append(MaskFile(area, (regions,), numbered=True, only=tuple(n for n in range(1, 8) if n & BITS[area])))
    marks = tuple(Mark(Meaning.CALCIFICATION, np.array([point], float)) for point in entry["points"])
    facts = (entry["laterality"], entry["view"])
    return CaseImage(name, path, marks, tuple(masks), *facts, full_scale=float(FULL_SCALE), invert=False, kinds=kinds)


def _stored(mammogram: Mammogram) -> np.ndarray:
    return np.round(mammogram.pixels * FULL_SCALE).astype(np.uint16)


def _image_path(folder: Path, name: str) -> Path:
    return file_in(folder, IMAGES, name, ".nrrd")


def _cases(folder: Path) -> dict[str, Any]:
    try:
        content = read_json(folder / FILE)
        if content.get("schema") != SCHEMA or not isinstance(content["cases"], dict):
            raise ValueError("it is of another kind")
    except FileNotFoundError as error:
        raise InputError(
            f"{folder} holds no corrected cases: add those of a scene first, on the page 1 Data of Microcalc Train."
        ) from error
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise InputError(
            f"{folder / FILE} cannot be read ({error}): restore it, or add the cases to another folder."
        ) from error
    return content["cases"]
