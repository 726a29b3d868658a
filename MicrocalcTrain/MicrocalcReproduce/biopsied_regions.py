"""Regions of interest with a known pathology: simulated amorphous calcifications, or the annotated regions of a data
set.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.resample import canonical_shape, resample
from MicrocalcTrainLib.datasets.case import MALIGNANT
from MicrocalcTrainLib.datasets.lesions import MALIGNANCY, kept_lesions
from MicrocalcTrainLib.datasets.splits import SPLITS
from MicrocalcTrainLib.datasets.store_file import connected
from MicrocalcTrainLib.datasets.stored_images import StoredImage, is_store, labelled_images, stored_images
from MicrocalcTrainLib.simulation.backgrounds import Background
from MicrocalcTrainLib.simulation.descriptors import Description, frequencies
from MicrocalcTrainLib.simulation.graded import graded, malignancy
from MicrocalcTrainLib.simulation.regions import RegionParameters, simulate_region

AMORPHOUS = "AMORPHOUS"


@dataclass(frozen=True, eq=False)
class BiopsiedRegion:
    """A region, float32 (size, size) in units of the full scale, whether it is malignant, and its patient."""

    image: np.ndarray
    malignant: bool
    patient: str


def simulated_regions(
    backgrounds: Sequence[Background], patients: int, seed: int, parameters: RegionParameters, separation: float
) -> Iterator[BiopsiedRegion]:
    """Yield one or two regions of each patient with amorphous calcifications, of which CBIS-DDSM's share
    is malignant.

    Parameters
    ----------
    separation
        From 0 to 1: malignant ones are the more, smaller, more unequal and closer together, the higher it is.
    """
    descriptions, counts = amorphous()
    draw = partial(graded, separation=separation, grade_of=malignancy)
    for patient in range(patients):
        rng = np.random.default_rng((seed, patient))
        description = descriptions[rng.choice(len(descriptions), p=counts / counts.sum())]
        for _ in range(1 + int(rng.random() < parameters.two_view_share)):
            region = simulate_region(backgrounds, description, patient, rng, parameters, draw)
            yield BiopsiedRegion(region.image, description.malignant, f"sim{patient:04d}")


def amorphous() -> tuple[list[Description], np.ndarray]:
    """Return CBIS-DDSM's biopsied descriptions with amorphous calcifications, and how often each occurs."""
    descriptions, counts = frequencies()
    chosen = [
        i
        for i, one in enumerate(descriptions)
        if AMORPHOUS in one.type.split("-") and one.pathology != "BENIGN_WITHOUT_CALLBACK"
    ]
    return [descriptions[i] for i in chosen], counts[chosen]


def stored_regions(folder: Path, parameters: RegionParameters, type_: str | None = None) -> Iterator[BiopsiedRegion]:
    """Yield the annotated regions of all parts of a data set that were biopsied, each in the middle of its image.

    Where the set tells lesions apart, each has its own pathology; else it is that of the image.

    Parameters
    ----------
    type_
        Word of CBIS-DDSM that the calcification types of a lesion must hold, as `AMORPHOUS`, where the set tells
        lesions apart; None for all.

    Raises
    ------
    InputError
        If the folder is no data set, or no lesion of it was biopsied, or the type of none is known or the wanted one.
    """
    if not is_store(folder):
        raise InputError(f"{folder} is no data set with pathologies: make one with microcalc-train import.")
    with connected(folder) as connection:
        pathology = dict(
            connection.execute("SELECT name, pathology FROM images WHERE pathology IS NOT NULL").fetchall()
        )
        parts = [
            s
            for s in SPLITS
            if connection.execute("SELECT 1 FROM images JOIN patients USING (patient) WHERE split = ?", (s,)).fetchone()
        ]
    count = 0
    for part in parts:
        circles = {image.stem: image.lesions for image in labelled_images(folder, part)}
        for image in stored_images(folder, part):
            biopsied = list(_biopsied(image, circles[image.name], pathology.get(image.name), type_))
            if not biopsied:
                continue
            mammogram = image.mammogram()
            shape = canonical_shape(mammogram.shape, mammogram.spacing_mm, parameters.spacing_mm)
            pixels = resample(mammogram.pixels, shape)
            for centre, malignant in biopsied:
                count += 1
                yield BiopsiedRegion(
                    _window(pixels, centre * (np.array(shape) / mammogram.shape), parameters.size_px),
                    malignant,
                    image.patient,
                )
    if count:
        return
    if type_ and _has_pathologies(folder, pathology):
        raise InputError(
            f"No biopsied lesion of {folder} is known to hold {type_.lower()} calcifications: take all types.",
            option="--type all",
        )
    raise InputError(f"No image of {folder} has both a pathology and an annotated region: the case study needs them.")


def _has_pathologies(folder: Path, of_images: Mapping[str, str]) -> bool:
    """Return whether a data set says of any image or lesion whether it was malignant."""
    with connected(folder) as connection:
        lesions = kept_lesions(connection)
    return any(one in MALIGNANCY for one in of_images.values()) or any(
        one.pathology in MALIGNANCY for some in lesions.values() for one in some
    )


def _biopsied(
    image: StoredImage, circles: np.ndarray, pathology: str | None, type_: str | None
) -> Iterator[tuple[np.ndarray, bool]]:
    """Yield centres (row, column) of the image's biopsied lesions of a type, and whether they are malignant."""
    if not image.lesions:
        if pathology in MALIGNANCY:
            yield from ((centre, pathology == MALIGNANT) for centre in circles)
        return
    chosen = [
        (number, lesion.pathology == MALIGNANT)
        for number, lesion in enumerate(image.lesions, start=1)
        if lesion.pathology in MALIGNANCY and (type_ is None or type_ in (lesion.type or "").split("-"))
    ]
    plane = image.truth().lesions if chosen else None
    if plane is None:
        return
    for number, malignant in chosen:
        rows, columns = np.nonzero(plane == number)
        if len(rows):
            yield np.array([(rows.min() + rows.max()) / 2, (columns.min() + columns.max()) / 2]), malignant


def _window(pixels: np.ndarray, centre: np.ndarray, size: int) -> np.ndarray:
    padded = np.pad(pixels, size, mode="symmetric" if min(pixels.shape) >= size else "edge")
    row, column = (round(float(c)) + size - size // 2 for c in centre)
    return np.ascontiguousarray(padded[row : row + size, column : column + size])
