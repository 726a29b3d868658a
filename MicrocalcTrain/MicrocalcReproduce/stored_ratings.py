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
from MicrocalcCADLib.objects import Objects
from MicrocalcCADLib.resample import canonical_shape, resample
from MicrocalcTrainLib.datasets.lesions import malignancy_of, owners
from MicrocalcTrainLib.datasets.outlined import outlined_by_detector
from MicrocalcTrainLib.datasets.splits import SPLITS
from MicrocalcTrainLib.datasets.store_file import connected
from MicrocalcTrainLib.datasets.stored_images import StoredImage, is_store, stored_images
from MicrocalcTrainLib.datasets.truth import on_grid
from MicrocalcTrainLib.simulation.rated_regions import BEYOND, MOST_OBJECTS, PARTS, Facts, RatedParameters, RatedRegions


@dataclass(frozen=True)
class Rated:
    """BI-RADS category as text, and malignancy: 1, 0, or 0.5 without biopsy."""

    birads: str
    malignancy: float


def stored_ratings(folder: Path, parameters: RatedParameters) -> RatedRegions:
    """Return regions about the calcifications of lesions with a category.

    All objects of a lesion are rated as it is; where the set does not tell lesions apart, as their image is. Of lesions that are
    outlined as a whole alone, the objects are those that the detector outlines.

    Raises
    ------
    InputError
        If the folder is no data set, or a part has no calcification with a category.
    """
    if not is_store(folder):
        raise InputError(f"{folder} is no data set with categories: make one with microcalc-train import.")
    with connected(folder) as connection:
        rows = connection.execute("SELECT name, birads, pathology, split FROM images JOIN patients USING (patient) WHERE failure IS NULL").fetchall()
    ratings = {name: Rated(birads, malignancy_of(pathology)) for name, birads, pathology, _ in rows if birads}
    codes, objects, facts = [], [], []
    numbers: dict[str, int] = {}
    for split, part in zip(SPLITS, PARTS, strict=True):
        for image in stored_images(folder, split) if any(row[3] == split for row in rows) else ():
            for labels, chosen, rated in labels_of(image, ratings.get(image.name)):
                rating = class_index(rated.birads, parameters.classes)
                if rating is None:
                    continue
                patient = numbers.setdefault(image.patient, len(numbers))
                for code, numbered, count in windows(image, parameters.roi, labels, chosen):
                    codes.append(code)
                    objects.append(numbered)
                    facts.append(Facts(patient, part, rating, rated.malignancy, count))
    lacking = [part for part in PARTS if not any(one.part == part for one in facts)]
    if lacking:
        raise InputError(f"{folder} has no calcification with a BI-RADS category in its part {lacking[0]}: import more patients.")
    return RatedRegions(np.stack(codes), np.stack(objects), tuple(facts), replace(parameters, patients=len(numbers)))


def class_index(birads: str, number: int) -> int | None:
    """Return the class from 0 of a category; None for 0, 1 and 6, and for an undivided 4 where it is to be divided."""
    names = categories(number)
    text = birads.upper()
    text = "4" if number == 4 and text.startswith("4") else text
    return names.index(text) if text in names else None


def labels_of(image: StoredImage, rated: Rated | None) -> Iterator[tuple[np.ndarray, np.ndarray, Rated]]:
    """Yield the numbered calcifications of an image (rows, columns), which of them are rated, and how; for each of its lesions by itself."""
    if not image.lesions:
        if image.calcifications and rated is not None:
            labels = image.truth().labels
            yield labels, np.arange(1, int(labels.max()) + 1), rated
        return
    if not any(lesion.birads for lesion in image.lesions):
        return
    truth = image.truth()
    labels = truth.labels if image.calcifications else outlined_by_detector(image.mammogram(), truth.lesions)
    owner = owners(labels, truth.lesions)
    for number, lesion in enumerate(image.lesions, start=1):
        if lesion.birads and (owner == number).any():
            yield labels, np.flatnonzero(owner == number), Rated(lesion.birads, malignancy_of(lesion.pathology))


def windows(image: StoredImage, roi: RoiParameters, marked: np.ndarray, chosen: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray, int]]:
    """Yield contrast codes, numbered objects (uint8) and how many are rated, until every chosen calcification of an image is in one window.

    A window is half as wide again as the region of interest; those in its middle are rated in it, the others only shown.
    """
    mammogram = image.mammogram()
    shape = canonical_shape(mammogram.shape, mammogram.spacing_mm, roi.spacing_mm)
    labels = on_grid(marked, shape)
    side = int(np.ceil(BEYOND * roi.size_px))
    contrast = np.pad(local_contrast(resample(mammogram.pixels, shape), roi.spacing_mm, roi.contrast), side, mode="edge")
    labels = np.pad(labels, side)
    low, high = roi.contrast.clip
    waiting, centres = _centres(labels)
    own = np.isin(waiting, chosen)
    waiting, centres = waiting[own], centres[own]
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
    return present, measure_objects(Objects(pixels, starts), np.zeros(labels.shape, np.float32), (1.0, 1.0))[:, :2]


def _numbered(labels: np.ndarray, rated: np.ndarray) -> np.ndarray:
    """Return labels as uint8: 1 to n in the order of `rated`, all others n + 1."""
    numbers = np.zeros(labels.shape, np.uint8)
    numbers[labels > 0] = len(rated) + 1
    for number, one in enumerate(rated, start=1):
        numbers[labels == one] = number
    return numbers
