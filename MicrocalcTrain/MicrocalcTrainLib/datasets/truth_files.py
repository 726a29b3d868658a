"""The truth of a store's images in files that other programs read: label images."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.reading.label_file import read_labels
from MicrocalcCADLib.reporting.nrrd import write_nrrd

from .store_file import TRUTH_FILES, file_in
from .truth import Truth

REGION, DOUBTFUL, REJECTED = 1, 2, 4
LESIONS = 3  # bits below the number of the lesion


def truth_paths(folder: Path, name: str) -> tuple[Path, Path]:
    """Return where the numbered calcifications of an image lie, and the sum of its regions (1), doubtful (2), rejected
    (4) pixels and 8 times the number of the lesion."""
    return file_in(folder, TRUTH_FILES, name, ".truth.nrrd"), file_in(folder, TRUTH_FILES, name, ".regions.nrrd")


def kinds_path(folder: Path, name: str) -> Path:
    """Return where the groups of an image lie whose kind a reader has named (`named_kinds`); there is no file where
    nobody named one.
    """
    return file_in(folder, TRUTH_FILES, name, ".kinds.nrrd")


def write_truth(folder: Path, name: str, truth: Truth, spacing_mm: tuple[float, float]) -> None:
    """Write what is marked in an image, on the image's own grid; raises `OutputError` if the disk is full."""
    labels, regions = truth_paths(folder, name)
    write_nrrd(labels, truth.labels, spacing_mm)
    planes = (truth.regions * REGION + truth.doubtful * DOUBTFUL + truth.rejected * REJECTED).astype(np.uint8)
    write_nrrd(regions, planes if truth.lesions is None else planes | (truth.lesions << LESIONS), spacing_mm)
    if truth.kinds is None:
        kinds_path(folder, name).unlink(missing_ok=True)
    else:
        write_nrrd(kinds_path(folder, name), truth.kinds, spacing_mm)


def read_truth(folder: Path, name: str) -> Truth:
    """Return what `write_truth` wrote; raises `InputError` where it cannot be read."""
    try:
        labels, regions = (read_labels(path) for path in truth_paths(folder, name))
        named = kinds_path(folder, name)
        kinds = read_labels(named).astype(np.uint32) if named.is_file() else None
    except (OSError, RuntimeError, InputError) as error:
        raise InputError(
            f"The truth of {name} in {folder} cannot be read: import the set again into the same folder."
        ) from error
    lesions = (regions >> LESIONS).astype(np.uint8)
    region, doubtful, rejected = ((regions & bit) > 0 for bit in (REGION, DOUBTFUL, REJECTED))
    return Truth(labels.astype(np.uint32), region, doubtful, rejected, lesions if lesions.any() else None, kinds)
