"""The set INbreast (Moreira et al. 2012, Academic Radiology 19:236): DICOM, property lists with marks, one table."""

from __future__ import annotations

import re
from pathlib import Path

from MicrocalcCADLib.errors import InputError

from .case import CaseImage, DataSet, LeftOut, grouped
from .inbreast_plist import read_marks
from .tables import Row, rating, read_table

KIND = "inbreast"
SPACING_MM = 0.07
# the files have 16 bits, the detector's values 12
FULL_SCALE = 4095.0
_FILE = re.compile(r"(?P<number>\d+)_(?P<patient>[0-9a-fA-F]+)_MG_(?P<side>[LR])_(?P<view>[A-Z]+)_ANON", re.IGNORECASE)


def read_inbreast(folder: Path, spacing_mm: float | None = None, full_scale: float | None = None) -> DataSet:
    """Read the published folder: ``AllDICOMs``, ``AllXML`` and ``INbreast.xls`` (or ``.csv``, separated by semicolons).

    An image without a file of marks is a normal one, as published. The patient is the code in the file's name. Masses,
    distortions and asymmetries are left aside. Pathology is not in the table.

    Raises
    ------
    InputError
        If the folders or the table are missing. An image whose marks cannot be read is left out with the reason.
    """
    root = _root(folder)
    # pandas writes whole numbers of a column with gaps as 22678622.0
    rows = {name.removesuffix(".0"): row for row in read_table(_table(root)) if (name := row.get("file name"))}
    images, left_out, paths = [], [], sorted((root / "AllDICOMs").glob("*.dcm"))
    if paths and not any(found and found["number"] in rows for found in (_FILE.match(path.stem) for path in paths)):
        raise InputError(
            f"{_table(root).name} names none of the images of AllDICOMs: give it back its column File Name as it was"
            " published."
        )
    for path in paths:
        found = _FILE.match(path.stem)
        if found is None:
            left_out.append(
                LeftOut(path.stem, "its name is not that of an INbreast file: give it back its published name.")
            )
            continue
        try:
            images.append(_image(root, path, found, rows.get(found["number"], Row({})), spacing_mm, full_scale))
        except InputError as error:
            left_out.append(LeftOut(found["number"], str(error)))
    return DataSet(KIND, folder, grouped(images), tuple(left_out))


def _image(
    root: Path, path: Path, found: re.Match[str], row: Row, spacing_mm: float | None, full_scale: float | None
) -> tuple[str, float | None, CaseImage]:
    marks = root / "AllXML" / f"{found['number']}.xml"
    image = CaseImage(
        found["number"],
        path,
        marks=read_marks(marks) if marks.is_file() else (),
        laterality=found["side"].upper(),
        # the release writes ML for its mediolateral oblique views
        view={"ML": "MLO"}.get(found["view"].upper(), found["view"].upper()),
        birads=rating(row.get("bi-rads")),
        density=rating(row.get("acr")),
        spacing_mm=spacing_mm or SPACING_MM,
        full_scale=full_scale or FULL_SCALE,
    )
    return found["patient"].lower(), row.number("patient age"), image


def _root(folder: Path) -> Path:
    for root in (folder, *sorted(p for p in folder.glob("*") if p.is_dir())):
        if (root / "AllDICOMs").is_dir():
            if not (root / "AllXML").is_dir():
                raise InputError(f"{root} has no folder AllXML, so that no image has marks: add it from the release.")
            return root
    raise InputError(f"{folder} has no folder AllDICOMs: give the folder of the INbreast release.")


def _table(root: Path) -> Path:
    for name in ("INbreast.xls", "INbreast.csv"):
        if (root / name).is_file():
            return root / name
    raise InputError(
        f"{root} has neither INbreast.xls nor INbreast.csv, which hold BI-RADS and density: add one from the release."
    )
