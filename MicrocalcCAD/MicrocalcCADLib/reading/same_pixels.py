"""Whether voxels that another program shows are the pixels of a file, at the same places."""

from __future__ import annotations

from pathlib import Path

import numpy as np

_LEVELS = 65535
_TOLERANCE = 0.01
_DISTINCT = 0.5


def are_of_file(voxels: np.ndarray, pixels: np.ndarray, path: Path) -> bool:
    """Return whether voxels are the pixels of a file, also where ITK, which Slicer reads with, reads them otherwise
    than we do.

    Parameters
    ----------
    voxels, pixels
        As for `are_same_pixels`.
    """
    return are_same_pixels(voxels, pixels) or _are_as_itk_reads(voxels, path)


def are_same_pixels(voxels: np.ndarray, pixels: np.ndarray) -> bool:
    """Return whether each voxel follows from the pixel at its place by one rising or falling curve.

    Programs rescale, turn round and reduce the values that they read, all of which is such a curve; a picture that was
    edited, filtered, clamped, flipped or moved follows none.

    Parameters
    ----------
    voxels
        (rows, columns), any integer or floating type.
    pixels
        float32 (rows, columns) in [0, 1] as `read_mammogram` gives them; 0 and 1 stand for everything beyond the range.
    """
    if voxels.shape != pixels.shape:
        return False
    levels = np.rint(pixels * _LEVELS).astype(np.int32)
    values = voxels.astype(np.float32)
    inside = (levels > 0) & (levels < _LEVELS)
    if not inside.any() or not np.isfinite(values).all():
        return False
    curve = np.full(_LEVELS + 1, np.nan, np.float32)
    curve[levels[inside]] = values[inside]
    known = curve[~np.isnan(curve)]
    tolerance = _TOLERANCE * float(known.max() - known.min())
    follows = np.abs(values[inside] - curve[levels[inside]]) <= tolerance
    steps = np.diff(known)
    one_way = bool((steps >= -tolerance / 4).all() or (steps <= tolerance / 4).all())
    return bool(follows.all()) and one_way and np.unique(known).size >= _DISTINCT * known.size and tolerance > 0


def _are_as_itk_reads(voxels: np.ndarray, path: Path) -> bool:
    import SimpleITK as sitk

    try:
        read = sitk.GetArrayFromImage(sitk.ReadImage(str(path)))
    except RuntimeError:
        return False
    return (
        read.size == voxels.size
        and read.shape[-2:] == voxels.shape
        and bool(np.array_equal(read.reshape(voxels.shape), voxels))
    )
