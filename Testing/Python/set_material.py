"""Small labelled sets in the exact layout in which they are published, made in code."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from dicom_files import SECONDARY_CAPTURE, write_mammogram
from PIL import Image

SHAPE = (640, 480)
PATIENT = "6c613a14b80a8591"
CALCIFICATION_COLUMNS = (
    "patient_id,breast density,left or right breast,image view,abnormality id,abnormality type,calc type,calc"
    " distribution,assessment,pathology,subtlety,image file path,cropped image file path,ROI mask file path"
).split(",")


def breast(seed: int = 0, full_scale: int = 4095, shape: tuple[int, int] = SHAPE) -> np.ndarray:
    """Return a uint16 picture with a breast at its left side."""
    rows, columns = np.ogrid[: shape[0], : shape[1]]
    depth = 1 - ((rows - shape[0] / 2) / (0.45 * shape[0])) ** 2 - (columns / (0.85 * shape[1])) ** 2
    noise = np.random.default_rng(seed).normal(0, 0.012, shape)
    return (
        full_scale * np.clip(np.where(depth > 0, 0.25 + 0.35 * np.sqrt(np.maximum(depth, 0)) + noise, 0.005), 0, 1)
    ).astype(np.uint16)


def write_inbreast(folder: Path, images: Sequence[tuple[str, str, str, str, str]], table: str = "xls") -> Path:
    """Write a release; images are (file name, patient's code, view, Bi-Rads, list of marks or an empty text)."""
    root = folder / "INbreast Release 1.0"
    for name in ("AllDICOMs", "AllXML"):
        (root / name).mkdir(parents=True)
    for number, (name, patient, view, _, marks) in enumerate(images):
        # detector values of 12 bits in files that declare 16, no identifiers and no spacing
        pixels = breast(number)
        path = root / "AllDICOMs" / f"{name}_{patient}_MG_R_{view}_ANON.dcm"
        write_mammogram(path, pixels, 16, PatientID="", PatientName="", ImagerPixelSpacing=None, ViewPosition=None)
        if marks:
            (root / "AllXML" / f"{name}.xml").write_text(marks)
    rows = [["removed", "removed", "R", view, 201001, int(name), 3, birads] for name, _, view, birads, _ in images]
    (_write_xls if table == "xls" else _write_semicolons)(root, rows)
    return folder


INBREAST_COLUMNS = (
    "Patient ID",
    "Patient age",
    "Laterality",
    "View",
    "Acquisition date",
    "File Name ",
    "ACR",
    "Bi-Rads",
)


def _write_xls(root: Path, rows: list[list[object]]) -> None:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for number, row in enumerate([list(INBREAST_COLUMNS), *rows, [], ["Notes: the last rows are none of an image"]]):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    book.save(str(root / "INbreast.xls"))


def _write_semicolons(root: Path, rows: list[list[object]]) -> None:
    with (root / "INbreast.csv").open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream, delimiter=";").writerows([INBREAST_COLUMNS, *rows])


def plist(*rois: tuple[str, Sequence[str]], declared: int | None = None) -> str:
    """Return a list of marks as OsiriX exports it; a mark is (name, points as text)."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE plist PUBLIC "-//Apple Computer//DTD PLIST 1.0//EN"'
        ' "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n'
        '<plist version="1.0">\n<dict>\n\t<key>Images</key>\n\t<array>\n\t\t<dict>\n'
        "\t\t\t<key>ImageIndex</key>\n\t\t\t<integer>0</integer>\n"
        f"\t\t\t<key>NumberOfROIs</key>\n\t\t\t<integer>{len(rois) if declared is None else declared}</integer>\n"
        f"\t\t\t<key>ROIs</key>\n\t\t\t<array>\n{''.join(_roi(i, *roi) for i, roi in enumerate(rois))}\t\t\t</array>\n"
        "\t\t</dict>\n\t</array>\n</dict>\n</plist>\n"
    )


def _roi(index: int, name: str, points: Sequence[str]) -> str:
    facts = [
        ("Area", "real", "0.0"),
        ("Center", "string", "(10.2, 11.3, 0.0)"),
        ("Dev", "real", "nan"),
        ("IndexInImage", "integer", index),
    ]
    facts += [("Max", "real", "2000"), ("Mean", "real", "1500"), ("Min", "real", "900"), ("Name", "string", name)]
    facts += [("NumberOfPoints", "integer", len(points))]
    lines = [f"<key>{key}</key><{kind}>{value}</{kind}>" for key, kind, value in facts]
    for key in ("Point_mm", "Point_px"):
        lines.append(f"<key>{key}</key><array>{''.join(f'<string>{p}</string>' for p in points)}</array>")
    lines += [
        "<key>Total</key><real>3000</real>",
        f"<key>Type</key><integer>{19 if len(points) == 1 else 15}</integer>",
    ]
    return "\t\t\t\t<dict>" + "\n\t\t\t\t\t".join(lines) + "</dict>\n"


def square(row: int, column: int, half: int) -> list[str]:
    """Return the corners of a square as OsiriX writes points: (x, y)."""
    ends = ((-half, -half), (half, -half), (half, half), (-half, half))
    return [f"({column + dx}.0000, {row + dy}.0000)" for dx, dy in ends]


def cbis_row(study: str, roi: int, **changed: str) -> dict[str, str]:
    """Return a row of the calcification table for a study such as ``Calc-Training_P_00005_RIGHT_CC``."""
    side, view = study.split("_")[3:5]
    patient = "P_" + study.split("_")[2]
    series = "1.3.6.1.4.1.9590.100.1.2.1/1.3.6.1.4.1.9590.100.1.2.2"
    cells = (patient, "3", side, view, str(roi), "calcification", "AMORPHOUS", "CLUSTERED", "4", "BENIGN", "3")
    row = dict(zip(CALCIFICATION_COLUMNS, cells, strict=False))
    row["image file path"] = f"{study}/{series}/000000.dcm"
    # the published tables end these cells with a line break
    row["cropped image file path"] = f"{study}_{roi}/{series}/000001.dcm\n"
    row["ROI mask file path"] = f"{study}_{roi}/{series}/000000.dcm\n"
    return row | changed


def write_cbis_table(folder: Path, part: str, rows: Sequence[dict[str, str]]) -> None:
    """Write ``calc_case_description_train_set.csv`` or ``..._test_set.csv``."""
    with (folder / f"calc_case_description_{part}_set.csv").open("w", newline="") as stream:
        writer = csv.DictWriter(stream, CALCIFICATION_COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


def write_cbis_image(
    folder: Path, study: str, masks: Sequence[np.ndarray], seed: int = 0, swapped: bool = False
) -> None:
    """Write film, masks and crops in the folders that TCIA's data retriever makes."""
    film = folder / "CBIS-DDSM" / study / "08-29-2017-DDSM-NA-96009" / "1.000000-full mammogram images-63992"
    film.mkdir(parents=True)
    facts = {
        "SOPClassUID": SECONDARY_CAPTURE,
        "ImagerPixelSpacing": None,
        "PresentationIntentType": None,
        "PatientID": study,
    }
    write_mammogram(film / "1-1.dcm", breast(seed, 65535), 16, **facts, SeriesDescription="full mammogram images")
    for number, mask in enumerate(masks, start=1):
        lesion = (
            folder / "CBIS-DDSM" / f"{study}_{number}" / "08-29-2017-DDSM-NA-94942" / "1.000000-ROI mask images-18515"
        )
        lesion.mkdir(parents=True)
        names = ("1-2.dcm", "1-1.dcm") if swapped else ("1-1.dcm", "1-2.dcm")
        own = {**facts, "PatientID": f"{study}_{number}", "SeriesDescription": "ROI mask images"}
        write_mammogram(lesion / names[0], breast(seed, 65535)[200:300, 100:180].copy(), 16, **own)
        write_mammogram(lesion / names[1], mask, 8, **own)


def lesion_mask(rows: slice, columns: slice, shape: tuple[int, int] = SHAPE) -> np.ndarray:
    """Return a mask of 0 and 255 as CBIS-DDSM stores it."""
    mask = np.zeros(shape, np.uint8)
    mask[rows, columns] = 255
    return mask


def write_folder(folder: Path, names: Sequence[str], masked: bool = True) -> Path:
    """Write PNG images with three calcifications each in ``masks``."""
    (folder / "masks").mkdir(parents=True, exist_ok=True)
    for seed, name in enumerate(names):
        pixels = breast(seed)
        mask = np.zeros(SHAPE, np.uint8)
        for row, column in ((300, 100), (320, 120), (340, 90)):
            mask[row : row + 3, column : column + 3] = 255
        pixels[mask > 0] += 900
        Image.fromarray(pixels).save(folder / f"{name}.png")
        if masked:
            Image.fromarray(mask).save(folder / "masks" / f"{name}.png")
    return folder
