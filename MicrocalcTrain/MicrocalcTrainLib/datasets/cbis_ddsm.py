"""The set CBIS-DDSM (Lee et al. 2017, Scientific Data 4:170177): films in DICOM, lesion masks, two tables of
calcifications.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from MicrocalcCADLib.errors import InputError

from .case import BENIGN, MALIGNANT, UNPROVEN, CaseImage, DataSet, LeftOut, Lesion, MaskFile, Meaning, grouped
from .splits import TEST, TRAIN
from .tables import Row, rating, read_table

KIND = "cbis-ddsm"
TABLES = "calc_case_description_*_set.csv"
SPACINGS = "spacings.csv"
COLUMNS = (
    "patient_id",
    "left or right breast",
    "image view",
    "assessment",
    "pathology",
    "image file path",
    "roi mask file path",
)
# The first that a lesion of the image has is the image's: none that was not biopsied counts as known to be benign. Each
# lesion has its own.
PATHOLOGY = {"MALIGNANT": MALIGNANT, "BENIGN_WITHOUT_CALLBACK": UNPROVEN, "BENIGN": BENIGN}
_STUDY = re.compile(
    r"(?:Calc|Mass)-(?P<set>Training|Test)_(?P<patient>P_\d+)_(?P<side>LEFT|RIGHT)_(?P<view>[A-Z]+)(?P<roi>_\d+)?"
)


def read_cbis_ddsm(folder: Path, spacing_mm: float | None = None, full_scale: float | None = None) -> DataSet:
    """Read the calcification part as TCIA gives it: the folders ``Calc-Training_P_00005_RIGHT_CC`` and ``..._1`` and
    the tables.

    Folders are found by their name anywhere below `folder`, whatever lies between them and their files, since the paths
    in the tables are those of an earlier release. Which of the files of a lesion is its mask is told from their pixels,
    since mask and crop are swapped for some. A mask outlines a lesion, not its calcifications.

    The films state no pixel spacing and DDSM's scanners differ; it is taken from ``spacings.csv`` (columns ``image``,
    as the folder is called, and ``spacing_mm``), then from `spacing_mm`.

    Raises
    ------
    InputError
        If tables or folders are missing, or no spacing is known. An image with missing files is left out with the
        reason.
    """
    tables = sorted(folder.rglob(TABLES))
    if not tables:
        raise InputError(f"{folder} has no table {TABLES}: add the calcification tables of CBIS-DDSM.")
    places = _folders(folder)
    spacings = _spacings(folder)
    images, left_out = [], []
    for name, rows in _by_image(tables).items():
        try:
            image = _image(name, rows, places, spacings.get(name.casefold(), spacing_mm), full_scale)
            images.append((rows[0].get("patient_id") or name, None, image))
        except InputError as error:
            left_out.append(LeftOut(name, str(error)))
    return DataSet(KIND, folder, grouped(images), tuple(left_out))


def _by_image(tables: Sequence[Path]) -> Mapping[str, list[Row]]:
    images: dict[str, list[Row]] = {}
    for table in tables:
        for row in read_table(table, COLUMNS):
            images.setdefault(_study(row, "image file path"), []).append(row)
    return dict(sorted(images.items()))


def _study(row: Row, column: str) -> str:
    return (row.get(column) or "").replace("\\", "/").partition("/")[0].strip()


def _image(
    name: str, rows: Sequence[Row], places: Mapping[str, list[Path]], spacing_mm: float | None, full_scale: float | None
) -> CaseImage:
    study = _STUDY.fullmatch(name)
    if study is None:
        raise InputError(f"The name {name!r} in the table is not that of a CBIS-DDSM image: take the published table.")
    if spacing_mm is None:
        raise InputError(
            "the film does not say its pixel spacing, and DDSM's scanners had 0.042 (DBA), 0.0435 (Howtek) or 0.05 mm"
            f" (Lumisys): give the spacing, or a table {SPACINGS} with the columns image and spacing_mm.",
            option="--spacing 0.05",
        )
    films = _files(name, places)
    of_roi: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda one: _study(one, "roi mask file path")):
        of_roi.setdefault(_study(row, "roi mask file path"), []).append(row)
    masks = tuple(MaskFile(Meaning.REGION, _files(roi, places)) for roi in of_roi)
    return CaseImage(
        name,
        max(films, key=lambda path: path.stat().st_size),
        masks=masks,
        laterality=study["side"][0],
        view=study["view"],
        birads=_worst_category(rows),
        density=None if rows[0].get("breast density") == "0" else rating(rows[0].get("breast density")),
        pathology=_pathology(rows),
        spacing_mm=spacing_mm,
        full_scale=full_scale,
        published_split=TEST if study["set"] == "Test" else TRAIN,
        lesions=tuple(_lesion(number, own) for number, own in enumerate(of_roi.values())),
    )


def _lesion(mask: int, rows: Sequence[Row]) -> Lesion:
    """Return a lesion of one row, or of several if the tables name its outline more than once."""
    return Lesion(
        mask, _worst_category(rows), _pathology(rows), _word(rows, "calc type"), _word(rows, "calc distribution")
    )


def _worst_category(rows: Sequence[Row]) -> str | None:
    return max((r for row in rows if (r := rating(row.get("assessment")))), default=None)


def _pathology(rows: Sequence[Row]) -> str | None:
    return next(
        (ours for theirs, ours in PATHOLOGY.items() if any(row.get("pathology") == theirs for row in rows)), None
    )


def _word(rows: Sequence[Row], column: str) -> str | None:
    found = next((word for row in rows if (word := (row.get(column) or "").strip().upper())), None)
    return None if found in (None, "N/A") else found


def _files(name: str, places: Mapping[str, list[Path]]) -> tuple[Path, ...]:
    # os.walk with followlinks, since sets this large are often links to where they lie
    walks = [os.walk(place, followlinks=True) for place in places.get(name.casefold(), ())]
    files = tuple(
        sorted(
            Path(root) / file
            for walk in walks
            for root, _, names in walk
            for file in names
            if file.casefold().endswith(".dcm")
        )
    )
    if not files:
        raise InputError(
            f"the folder {name} with its DICOM files is missing: download it, or take the image out of the table."
        )
    return files


def _folders(folder: Path) -> Mapping[str, list[Path]]:
    places: dict[str, list[Path]] = {}
    for root, names, _ in os.walk(folder, followlinks=True):
        for name in [n for n in names if _STUDY.fullmatch(n)]:
            places.setdefault(name.casefold(), []).append(Path(root) / name)
            names.remove(name)
    return places


def _spacings(folder: Path) -> Mapping[str, float]:
    if not (folder / SPACINGS).is_file():
        return {}
    rows = read_table(folder / SPACINGS, ("image", "spacing_mm"))
    return {
        name.casefold(): value
        for row in rows
        if (name := row.get("image")) and (value := row.number("spacing_mm")) is not None
    }
