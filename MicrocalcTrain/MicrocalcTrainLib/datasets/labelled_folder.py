"""The project's own layout of a labelled set: images, ``truth.json``, and label images where calcifications are
outlined.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.files import read_json
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.reading import read_mammogram
from MicrocalcCADLib.reading.kinds import kind_of
from MicrocalcCADLib.reading.label_file import read_labels

from .truth_files import DOUBTFUL, REGION

TRUTH = "truth.json"
LABELS = ".truth.nrrd"
IMAGES = "images"


@dataclass(frozen=True, eq=False)
class LabelledImage:
    """One image of a set.

    Parameters
    ----------
    lesions, radii_mm
        (m, 2) centres (row, column) in pixels and (m,) radii of the annotated clusters.
    labels
        Image whose pixel value is the number of a true calcification; None where they are not outlined.
    spacing_mm, full_scale, invert
        What the set says of the image; None leaves it to the file, see `read_mammogram`.
    other_marks
        Image of what is marked beside calcifications, see `truth_files`; None where nothing is.
    clusters_known
        Whether a cluster that is not annotated is none; not so where only single calcifications are marked, and where
        somebody has yet to decide.
    sha256
        Of the file that the truth is of; None where nobody knows.
    """

    stem: str
    path: Path
    lesions: np.ndarray
    radii_mm: np.ndarray
    labels: Path | None
    spacing_mm: float | None = None
    full_scale: float | None = None
    invert: bool | None = None
    other_marks: Path | None = None
    clusters_known: bool = True
    sha256: str | None = None

    def mammogram(self) -> Mammogram:
        """Read the image with what the set says of it; raises `InputError` if it is not the file any more that the
        truth is of.
        """
        mammogram = read_mammogram(
            self.path, spacing_mm=self.spacing_mm, full_scale=self.full_scale, invert=self.invert
        )
        if self.sha256 not in (None, mammogram.source.sha256):
            raise InputError(f"{self.path} was changed since it was imported: import the set again.")
        return mammogram

    def truth(self, shape: tuple[int, int] | None = None) -> np.ndarray:
        """Read the label image, (rows, columns), where there is one; raises `InputError` if it is unreadable or not of
        the given shape.
        """
        assert self.labels is not None
        return _label_image(self.labels, shape)

    def uncertain(self, shape: tuple[int, int]) -> np.ndarray:
        """Return where what is not marked need not be normal, bool of this shape: marks that nobody decided, and
        regions, in which not every calcification need be marked; raises as `truth` does.
        """
        if self.other_marks is None:
            return np.zeros(shape, bool)
        return (_label_image(self.other_marks, shape) & (DOUBTFUL | REGION)) > 0


def labelled_folder(folder: Path) -> tuple[LabelledImage, ...]:
    """Return the images of a labelled set by name, as `microcalc-train simulate` writes it.

    ``truth.json``: {"images": {stem: [{"row", "column", "radius_mm"}, ...]}, "spacing_mm": s or "spacings_mm": {stem:
    s}, "full_scale": n, "invert": bool}, all but "images" optional; an empty list is a normal image. Images lie beside
    it or in ``images``, the labels ``<stem>.truth.nrrd`` beside their image.

    Raises
    ------
    InputError
        If the truth is missing or wrong, or an image is missing or not the only one of its name.
    """
    folder = Path(folder)
    truth = _read(folder / TRUTH)
    place = folder / IMAGES if (folder / IMAGES).is_dir() else folder
    files = _images_by_stem(place)
    return tuple(_image(stem, place, files, truth) for stem in sorted(truth["images"]))


def _label_image(path: Path, shape: tuple[int, int] | None) -> np.ndarray:
    try:
        labels = read_labels(path)
    except (OSError, RuntimeError, InputError) as error:
        raise InputError(f"{path} cannot be read: write the labelled set again.") from error
    if shape is not None and labels.shape != shape:
        raise InputError(
            f"{path} has {labels.shape} pixels and its image {shape}: give labels of the same size as the image."
        )
    return labels


def _read(path: Path) -> Mapping[str, Any]:
    try:
        truth = read_json(path)
    except OSError as error:
        raise InputError(
            f"{path} cannot be read ({error.strerror}): give a folder that microcalc-train simulate wrote, or one laid"
            " out so."
        ) from error
    except ValueError as error:
        raise InputError(f"{path} is not JSON ({error}): correct it.") from error
    if not isinstance(truth, Mapping) or not isinstance(truth.get("images"), Mapping) or not truth["images"]:
        raise InputError(f'{path} names no images: it needs {{"images": {{name: [clusters]}}}}.')
    if not isinstance(truth.get("spacings_mm", {}), Mapping):
        raise InputError(
            f'{path} has spacings of no image: it needs {{"spacings_mm": {{name: number}}}}, or "spacing_mm" for all.'
        )
    return truth


def _images_by_stem(place: Path) -> dict[str, list[Path]]:
    files: dict[str, list[Path]] = {}
    for path in sorted(place.iterdir()):
        if path.is_file() and not path.name.endswith((LABELS, ".json", ".csv", ".txt")):
            files.setdefault(unicodedata.normalize("NFC", path.stem), []).append(
                path
            )  # macOS writes accents as signs of their own
    return files


def _is_image(path: Path) -> bool:
    try:
        kind_of(path)
    except (InputError, OSError):
        return False
    return True


def _image(stem: str, place: Path, files: Mapping[str, list[Path]], truth: Mapping[str, Any]) -> LabelledImage:
    found = files.get(unicodedata.normalize("NFC", stem), [])
    if len(found) > 1:  # a page or a table of the same name is no second image
        found = [path for path in found if _is_image(path)]
    if len(found) != 1:
        raise InputError(
            f"{place} has {len(found)} images named {stem}, {TRUTH} names one: add it, or remove the others."
        )
    try:
        circles = [(float(c["row"]), float(c["column"]), float(c["radius_mm"])) for c in truth["images"][stem]]
        table = np.array(circles).reshape(-1, 3)
        if not np.isfinite(table).all():
            raise ValueError("a number that is none")
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f'A cluster of {stem} in {TRUTH} is not {{"row", "column", "radius_mm"}}: correct it.'
        ) from error
    labels = place / f"{found[0].stem}{LABELS}"
    return LabelledImage(
        stem,
        found[0],
        table[:, :2],
        table[:, 2],
        labels if labels.is_file() else None,
        truth.get("spacings_mm", {}).get(stem, truth.get("spacing_mm")),
        truth.get("full_scale"),
        truth.get("invert"),
    )
