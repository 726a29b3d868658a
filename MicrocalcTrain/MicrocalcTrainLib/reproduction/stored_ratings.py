"""Rated calcifications of a data set, in the form in which simulated ones are learned from (Zhang 2021, section 3.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from MicrocalcCADLib.assessment.attention_roi import RoiParameters
from MicrocalcCADLib.assessment.birads_scale import categories
from MicrocalcCADLib.contrast import local_contrast
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.measure import measure_objects
from MicrocalcCADLib.resample import canonical_shape, resample

from ..datasets.case import BENIGN, MALIGNANT
from ..datasets.splits import SPLITS
from ..datasets.store_file import connected
from ..datasets.stored_images import StoredImage, is_store, stored_images
from ..datasets.truth import on_grid
from ..simulation.rated_regions import BEYOND, MOST_OBJECTS, PARTS, Facts, RatedParameters, RatedRegions

MALIGNANCY = {MALIGNANT: 1.0, BENIGN: 0.0}


@dataclass(frozen=True)
class Rated:
    """BI-RADS category of an image as text, and malignancy: 1, 0, or 0.5 without biopsy."""

    birads: str
    malignancy: float


def stored_ratings(folder: Path, parameters: RatedParameters) -> RatedRegions:
    """Return regions about the outlined calcifications of images with a category, all objects rated as their image is.

    Raises
    ------
    InputError
        If the folder is no data set, or a part has no outlined calcification with a category.
    """
    if not is_store(folder):
        raise InputError(f"{folder} is no data set with categories: make one with microcalc-train import.")
    with connected(folder) as connection:
        rows = connection.execute("SELECT name, birads, pathology, split FROM images JOIN patients USING (patient) WHERE failure IS NULL").fetchall()
    ratings = {name: Rated(birads, MALIGNANCY.get(pathology, 0.5)) for name, birads, pathology, _ in rows if birads}
    codes, objects, facts = [], [], []
    numbers: dict[str, int] = {}
    for split, part in zip(SPLITS, PARTS, strict=True):
        for image in stored_images(folder, split) if any(row[3] == split for row in rows) else ():
            rating = class_index(ratings[image.name].birads, parameters.classes) if image.name in ratings else None
            if rating is None or not image.calcifications:
                continue
            patient = numbers.setdefault(image.patient, len(numbers))
            for code, numbered, count in windows(image, parameters.roi):
                codes.append(code)
                objects.append(numbered)
                facts.append(Facts(patient, part, rating, ratings[image.name].malignancy, count))
    lacking = [part for part in PARTS if not any(one.part == part for one in facts)]
    if lacking:
        raise InputError(f"{folder} has no outlined calcification with a BI-RADS category in its part {lacking[0]}: import more patients.")
    return RatedRegions(np.stack(codes), np.stack(objects), tuple(facts), replace(parameters, patients=len(numbers)))


def class_index(birads: str, number: int) -> int | None:
    """Return the class from 0 of a category; None for 0, 1 and 6, and for an undivided 4 where it is to be divided."""
    names = categories(number)
    text = birads.upper()
    text = "4" if number == 4 and text.startswith("4") else text
    return names.index(text) if text in names else None


def windows(image: StoredImage, roi: RoiParameters) -> Iterator[tuple[np.ndarray, np.ndarray, int]]:
    """Yield contrast codes, numbered objects (uint8) and how many are rated, until every calcification of an image is in one window.

    A window is half as wide again as the region of interest; those in its middle are rated in it, the others only shown.
    """
    mammogram, truth = image.mammogram(), image.truth()
    shape = canonical_shape(mammogram.shape, mammogram.spacing_mm, roi.spacing_mm)
    labels = on_grid(truth.labels, shape)
    side = int(np.ceil(BEYOND * roi.size_px))
    contrast = np.pad(local_contrast(resample(mammogram.pixels, shape), roi.spacing_mm, roi.contrast), side, mode="edge")
    labels = np.pad(labels, side)
    low, high = roi.contrast.clip
    waiting, centres = _centres(labels)
    while len(waiting):
        row, column = (round(float(c)) - side // 2 for c in centres[0])
        window = slice(row, row + side), slice(column, column + side)
        inside = (np.abs(centres - centres[0]) <= roi.size_px / 2).all(axis=1)
        rated = waiting[inside][: MOST_OBJECTS - 1]
        numbered = _numbered(labels[window], rated)
        codes = np.round((contrast[window] - low) * (255 / (high - low))).astype(np.uint8)
        yield codes, numbered, len(rated)
        left = ~np.isin(waiting, rated)
        waiting, centres = waiting[left], centres[left]


def _centres(labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    places = np.flatnonzero(labels)
    present, owner, sizes = np.unique(labels.ravel()[places], return_inverse=True, return_counts=True)
    starts = np.concatenate([[0], np.cumsum(sizes)])
    pixels = places[np.argsort(owner, kind="stable")]
    return present, measure_objects(pixels, starts, np.zeros(labels.shape, np.float32), (1.0, 1.0))[:, :2]


def _numbered(labels: np.ndarray, rated: np.ndarray) -> np.ndarray:
    """Return labels as uint8: 1 to n in the order of `rated`, all others n + 1."""
    numbers = np.zeros(labels.shape, np.uint8)
    numbers[labels > 0] = len(rated) + 1
    for number, one in enumerate(rated, start=1):
        numbers[labels == one] = number
    return numbers
