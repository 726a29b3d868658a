"""A labelled set of mammograms as every reader gives it: patients with their images, and what is marked in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

import numpy as np
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.reading import read_mammogram

# Without a biopsy nobody knows: a rating learns it as half malignant.
MALIGNANT, BENIGN, UNPROVEN, NORMAL = "malignant", "benign", "benign without biopsy", "normal"
PATHOLOGIES = (MALIGNANT, BENIGN, UNPROVEN, NORMAL)


class Meaning(Enum):
    """What a mark or a mask shows.

    CALCIFICATION: one calcification (a mask: all of them). REGION: a cluster or lesion whose calcifications need not
    all be marked. DOUBTFUL: something that nobody should learn from, neither as calcification nor as tissue. REJECTED:
    what a detector took for a calcification and a reader did not; tissue to learn from before other tissue.
    """

    CALCIFICATION = "calcification"
    REGION = "region"
    DOUBTFUL = "doubtful"
    REJECTED = "rejected"


@dataclass(frozen=True, eq=False)
class Mark:
    """A point, disc or outline in an image.

    Parameters
    ----------
    points
        (n, 2) positions (row, column) in pixels; one point is a point, more are a closed outline.
    radius_mm
        Radius of the disc about a single point; 0 marks its pixel alone.
    """

    meaning: Meaning
    points: np.ndarray
    radius_mm: float = 0.0


@dataclass(frozen=True)
class MaskFile:
    """An image of the same field whose pixels above zero are marked.

    Parameters
    ----------
    candidates
        Files of which one is the mask; the others are left aside for what they hold (CBIS-DDSM has them mixed up).
    numbered
        The pixel value is the number of the calcification; otherwise connected pixels are one.
    only
        The numbers that count; None for all.
    one_is_all
        Whether a `numbered` one that holds a single number is a plain mask, whose connected pixels are one: so other
        programs save it.
    """

    meaning: Meaning
    candidates: tuple[Path, ...]
    numbered: bool = False
    only: tuple[int, ...] | None = None
    one_is_all: bool = False


@dataclass(frozen=True)
class Lesion:
    """What is known of one lesion of an image by itself, as text; None where it is not.

    Parameters
    ----------
    mask
        Which of the image's masks outlines it, from 0.
    birads, pathology
        As of an image.
    type, distribution
        Of its calcifications, in the words of the set: CBIS-DDSM has ``AMORPHOUS`` or ``PUNCTATE-PLEOMORPHIC``.
    """

    mask: int
    birads: str | None = None
    pathology: str | None = None
    type: str | None = None
    distribution: str | None = None


@dataclass(frozen=True, eq=False)
class CaseImage:
    """One mammogram of a set, not read yet.

    Parameters
    ----------
    name
        Of the image, once in a set; used in file names.
    marks, masks
        The truth. An image without any is a normal one: readers leave out images whose truth is missing.
    laterality, view, birads, density, pathology
        As text; ``L`` or ``R``, ``CC``, ``MLO`` ..., ``0`` to ``6`` with ``4A`` to ``4C``, ``1`` to ``4`` or ``A`` to
        ``D``, one of `PATHOLOGIES`; None where unknown.
    spacing_mm, full_scale, invert
        What the set says of the image; None leaves it to the file, see `read_mammogram`.
    published_split
        The part of the set that its authors put the image in, or None.
    lesions
        Those that are told apart, with what is known of each; category and pathology of the image are then those of its
        worst one.
    kinds
        File of the groups whose kind a reader has named, see `named_kinds`.
    found_in
        Size (rows, columns) that findings which are its truth state of their image; None without such.
    """

    name: str
    path: Path
    marks: tuple[Mark, ...] = ()
    masks: tuple[MaskFile, ...] = ()
    laterality: str | None = None
    view: str | None = None
    birads: str | None = None
    density: str | None = None
    pathology: str | None = None
    spacing_mm: float | None = None
    full_scale: float | None = None
    invert: bool | None = None
    published_split: str | None = None
    lesions: tuple[Lesion, ...] = ()
    kinds: Path | None = None
    found_in: tuple[int, int] | None = None

    @property
    def is_marked(self) -> bool:
        """Whether anything is marked in the image."""
        return bool(self.marks or self.masks)

    def mammogram(self) -> Mammogram:
        """Read the image with what the set says of it; raises `InputError` as `read_mammogram` does."""
        return read_mammogram(self.path, spacing_mm=self.spacing_mm, full_scale=self.full_scale, invert=self.invert)


@dataclass(frozen=True, eq=False)
class Case:
    """One patient under a pseudonym, with the age in years where it is known."""

    patient: str
    images: tuple[CaseImage, ...]
    age: float | None = None


@dataclass(frozen=True)
class LeftOut:
    """An image that a reader or the patch store could not use, and why."""

    name: str
    reason: str


@dataclass(frozen=True, eq=False)
class DataSet:
    """A labelled set.

    Parameters
    ----------
    patients_from_names
        Patients that are known by the names of their files alone: parts of the set by patient are as good as these
        names.

    Raises
    ------
    InputError
        If it holds no image, a patient twice, or a name of an image twice.
    """

    kind: str
    folder: Path
    cases: tuple[Case, ...]
    left_out: tuple[LeftOut, ...] = field(default=())
    patients_from_names: int = 0

    def __post_init__(self) -> None:
        if not self.cases:
            reason = f" ({self.left_out[0].name}: {self.left_out[0].reason})" if self.left_out else ""
            raise InputError(
                f"{self.folder} has no image that can be used{reason}: check the folder and the kind of set."
            )
        _refuse_twice("patient", [case.patient for case in self.cases])
        _refuse_twice("image", [image.name for _, image in self.images()])

    def images(self) -> Iterator[tuple[Case, CaseImage]]:
        """Yield every image with its patient, in the order of the set."""
        for case in self.cases:
            for image in case.images:
                yield case, image


def grouped(images: Sequence[tuple[str, float | None, CaseImage]]) -> tuple[Case, ...]:
    """Return cases, by patient, from (patient, age or None, image); the first known age of a patient counts."""
    patients: dict[str, list[tuple[float | None, CaseImage]]] = {}
    for patient, age, image in images:
        patients.setdefault(patient, []).append((age, image))
    return tuple(_case(patient, own) for patient, own in sorted(patients.items()))


def _case(patient: str, images: list[tuple[float | None, CaseImage]]) -> Case:
    age = next((age for age, _ in images if age is not None), None)
    return Case(patient, tuple(sorted((image for _, image in images), key=lambda image: image.name)), age)


def _refuse_twice(what: str, names: list[str]) -> None:
    seen: set[str] = set()
    for name in names:
        # two names that differ in case only are one file on some systems
        if name.casefold() in seen:
            raise InputError(f"The {what} {name} is in the set twice: rename one of them.")
        seen.add(name.casefold())
