"""Whole images of a patch store with their truth: for training on regions, and for `microcalc-train evaluate`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from MicrocalcCADLib.errors import InputError, MicrocalcError
from MicrocalcCADLib.files import json_of
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.reading import read_mammogram
from MicrocalcCADLib.reading.given import Given
from scipy.ndimage import find_objects, label

from .case import Lesion
from .labelled_folder import LabelledImage
from .lesions import kept_lesions
from .splits import SPLITS, TEST
from .store_file import FILE, connected
from .truth import Truth
from .truth_files import read_truth, truth_paths


@dataclass(frozen=True)
class StoredImage:
    """An image of a store; `spacing_mm`, `full_scale` and `invert` are what the set said of it, None where the file
    decides.

    `lesions` are those that the set tells apart, in the order of the numbers of `Truth.lesions`.
    """

    store: Path
    name: str
    patient: str
    path: Path
    sha256: str
    calcifications: int
    regions: int
    spacing_mm: float | None
    full_scale: float | None
    invert: bool | None
    lesions: tuple[Lesion, ...] = ()

    @property
    def given(self) -> Given:
        """Full scale and polarity that the set said of the image."""
        return Given.checked(None, self.full_scale, self.invert)

    def mammogram(self) -> Mammogram:
        """Read the image; raises `InputError` if it is not the file any more that was imported, or not there."""
        if not self.path.is_file():
            raise InputError(
                f"{self.path} is not there any more: import the set again, from where it is now, into {self.store}."
            )
        mammogram = read_mammogram(
            self.path, spacing_mm=self.spacing_mm, full_scale=self.full_scale, invert=self.invert
        )
        if mammogram.source.sha256 != self.sha256:
            raise InputError(f"{self.path} was changed since it was imported: import the set again into {self.store}.")
        return mammogram

    def truth(self) -> Truth:
        """Return what is marked in the image, on its own grid."""
        return read_truth(self.store, self.name)


def is_store(folder: Path) -> bool:
    """Return whether a folder holds a data set that `microcalc-train import` made."""
    return (folder / FILE).is_file()


def stored_images(folder: Path, split: str) -> tuple[StoredImage, ...]:
    """Return the images of a part by name; raises `InputError` if there is no store or the part has no image."""
    if split not in SPLITS:
        raise InputError(f"{split!r} is no part of a data set: use {', '.join(SPLITS)}.")
    query = """SELECT name, patient, path, sha256, calcifications, regions, given
        FROM images JOIN patients USING (patient)
        WHERE failure IS NULL AND split = ? ORDER BY name"""
    with connected(folder) as connection:
        rows: list[Any] = connection.execute(query, (split,)).fetchall()
        lesions = kept_lesions(connection)
    if not rows:
        raise InputError(
            f"The part {split} of {folder} has no image: import more patients, or give this part a larger fraction."
        )
    return tuple(
        StoredImage(
            folder,
            name,
            patient,
            Path(path),
            sha256,
            calcifications,
            regions,
            lesions=lesions.get(name, ()),
            **_given(folder, name, given),
        )
        for name, patient, path, sha256, calcifications, regions, given in rows
    )


def _given(folder: Path, name: str, text: str) -> dict[str, Any]:
    """Return what the set said of an image; raises `InputError` where that is damaged."""
    try:
        content = json_of(text)
        given = Given.checked(content["spacing_mm"], content["full_scale"], content["invert"])
        return {"spacing_mm": content["spacing_mm"], "full_scale": given.full_scale, "invert": given.invert}
    except (ValueError, KeyError, TypeError, InputError) as error:
        raise InputError(
            f"What {folder} says of {name} is damaged ({error}): remove the folder and import the set again."
        ) from error


def labelled_images(folder: Path, split: str = TEST) -> tuple[LabelledImage, ...]:
    """Return the images of a part as `evaluate` takes them: regions as circles that hold them, calcifications as
    labels.

    Where only regions are marked in an image there are no labels, so that single calcifications are not counted as
    false.
    """
    return tuple(_labelled(image) for image in stored_images(folder, split))


def _labelled(image: StoredImage) -> LabelledImage:
    truth = image.truth()
    found = _circles(truth.regions, _spacing_of(image)) if image.regions else []
    circles = np.array(found, float).reshape(-1, 3)
    calcifications, other_marks = truth_paths(image.store, image.name)
    labels = calcifications if image.calcifications or not image.regions else None
    given = (image.spacing_mm, image.full_scale, image.invert)
    known = bool(image.regions) or not (image.calcifications or truth.doubtful.any())
    about = (*given, other_marks, known, image.sha256)
    return LabelledImage(image.name, image.path, circles[:, :2], circles[:, 2], labels, *about)


def _spacing_of(image: StoredImage) -> tuple[float, float]:
    """Return the spacing of an image; any where it cannot be read: it fails where it is measured, by itself."""
    try:
        return image.mammogram().spacing_mm
    except MicrocalcError:
        return 1.0, 1.0


def _circles(regions: np.ndarray, spacing_mm: tuple[float, float]) -> list[tuple[float, float, float]]:
    """Return (row, column, radius in mm) of each region: the middle of its box, and how far its pixels reach from
    there.
    """
    numbers = label(regions, np.ones((3, 3)))[0]
    result = []
    for number, box in enumerate(find_objects(numbers), start=1):
        middle = [(side.start + side.stop - 1) / 2 for side in box]
        places = np.argwhere(numbers[box] == number) + [side.start for side in box]
        # to the far corner of each pixel
        reach = np.hypot(*((np.abs(places - middle) + 0.5) * spacing_mm).T)
        result.append((*middle, float(reach.max())))
    return result
