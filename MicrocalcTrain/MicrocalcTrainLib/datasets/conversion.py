"""One image of a set as the patch store keeps it: its array in a file, and the positions of its patches."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from zlib import crc32

import numpy as np
from MicrocalcCADLib.breast import breast_mask
from MicrocalcCADLib.contrast import local_contrast
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.files import written_whole
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.resample import canonical_shape, resample
from scipy.ndimage import label, maximum_filter

from ..simulation.patch_classes import CENTRE, NEAR, NONE, PERIPHERY, PatchClassParameters, classes_of
from .case import CaseImage
from .store_file import ARRAYS, CONTRAST, GREY, REGIONS, THUMBNAILS, StoreParameters, file_in
from .thumbnails import write_thumbnail
from .truth import Truth, on_grid, truth_of
from .truth_files import write_truth

CLASSES = (CENTRE, NEAR, PERIPHERY, NONE)
GREY_SCALE = np.float32(65535)
ISOTROPIC = 0.02


@dataclass(frozen=True, eq=False)
class Converted:
    """What the store's file says about an image.

    Parameters
    ----------
    spacing_mm
        Of the array.
    positions
        int32 (n, 3): class, row and column of the patches' central pixels in the array.
    """

    name: str
    sha256: str | None
    shape: tuple[int, int]
    spacing_mm: float
    laterality: str | None
    view: str | None
    calcifications: int
    regions: int
    positions: np.ndarray


def convert(image: CaseImage, parameters: StoreParameters, folder: Path) -> Converted:
    """Read an image and its truth, write its array, its truth and its thumbnail, and choose its patches.

    Raises
    ------
    InputError
        If the image or its truth cannot be used.
    OutputError
        If the disk is full.
    """
    mammogram = image.mammogram()
    truth = truth_of(image, mammogram.shape, mammogram.spacing_mm)
    breast = breast_mask(mammogram.pixels, mammogram.spacing_mm)
    write_thumbnail(file_in(folder, THUMBNAILS, image.name, ".png"), mammogram, breast, truth)
    pixels, spacing = _at_spacing(mammogram, parameters.spacing_mm)
    on_array = Truth(
        *(on_grid(plane, pixels.shape) for plane in (truth.labels, truth.regions, truth.doubtful, truth.rejected))
    )
    positions = chosen_positions(on_array, on_grid(breast, pixels.shape), parameters, crc32(image.name.encode()))
    write_truth(folder, image.name, truth, mammogram.spacing_mm)
    with written_whole(array_path(folder, image.name)) as temporary, temporary.open("wb") as stream:
        np.save(stream, _stored(pixels, spacing, parameters.content))
    return Converted(
        image.name,
        mammogram.source.sha256,
        pixels.shape,
        spacing,
        image.laterality or mammogram.laterality,
        image.view or mammogram.view,
        truth.count,
        int(label(truth.regions, np.ones((3, 3)))[1]),
        positions,
    )


def array_path(folder: Path, name: str) -> Path:
    """Return where the array of an image lies."""
    return file_in(folder, ARRAYS, name, ".npy")


def in_units(values: np.ndarray, content: str) -> np.ndarray:
    """Return stored values as float32: local contrast, or [0, 1] of the full scale."""
    return values / GREY_SCALE if content == GREY else values.astype(np.float32)


def chosen_positions(truth: Truth, breast: np.ndarray, parameters: StoreParameters, number: int) -> np.ndarray:
    """Return classes, rows and columns, int32 (n, 3), of at most `per_image` patches of each class, drawn at random.

    Classes are those of Valvano 2019, see `classes_of`. Patches lie wholly in the image; those without a calcification
    are centred in the breast, and touch no region, whose calcifications need not all be marked; up to half of them are
    centred on what was rejected.
    """
    size = parameters.size_px
    positive = truth.labels > 0 if parameters.truth != REGIONS else (truth.labels > 0) | truth.regions
    classes = classes_of(positive, truth.doubtful & ~positive, _class_parameters(size))
    outside = (
        ~breast
        if not truth.regions.any() or parameters.truth == REGIONS
        else ~breast | maximum_filter(truth.regions, size, mode="constant")
    )
    classes[outside & (classes == NONE)] = 0
    half = size // 2
    inner = classes[half:-half, half:-half]
    rng = np.random.default_rng((parameters.seed, number))
    chosen = [np.zeros((0, 3), np.int32)]
    rejected = truth.rejected[half:-half, half:-half]
    for one, most in zip(CLASSES, parameters.per_image, strict=True):
        hard = (
            _drawn(np.flatnonzero((inner == one) & rejected), most // 2, rng) if one == NONE else np.zeros(0, np.intp)
        )
        places = np.sort(
            np.concatenate([hard, _drawn(np.setdiff1d(np.flatnonzero(inner == one), hard), most - len(hard), rng)])
        )
        rows, columns = np.unravel_index(places, inner.shape) if len(places) else (places, places)
        chosen.append(np.stack([np.full(len(places), one), rows + half, columns + half], axis=1).astype(np.int32))
    return np.concatenate(chosen)


def _drawn(places: np.ndarray, most: int, rng: np.random.Generator) -> np.ndarray:
    return np.sort(rng.choice(places, most, replace=False)) if len(places) > most else places


def _class_parameters(size_px: int) -> PatchClassParameters:
    parameters = PatchClassParameters()
    return replace(
        parameters,
        size_px=size_px,
        regions=replace(parameters.regions, margin_px=max(size_px // 2, parameters.regions.margin_px)),
    )


def _at_spacing(mammogram: Mammogram, target_mm: float | None) -> tuple[np.ndarray, float]:
    spacing = mammogram.spacing_mm
    if target_mm is None:
        if abs(spacing[0] / spacing[1] - 1) > ISOTROPIC:
            raise InputError(
                f"its pixels are not square ({spacing[0]:g} x {spacing[1]:g} mm): give the spacing in mm to which all"
                " images are resampled.",
                option="--resample MM",
            )
        return mammogram.pixels, mammogram.mean_spacing_mm
    return resample(mammogram.pixels, canonical_shape(mammogram.shape, spacing, target_mm)), target_mm


def _stored(pixels: np.ndarray, spacing_mm: float, content: str) -> np.ndarray:
    if content == CONTRAST:
        return local_contrast(pixels, spacing_mm).astype(np.float16)
    return np.round(pixels * GREY_SCALE).astype(np.uint16)
