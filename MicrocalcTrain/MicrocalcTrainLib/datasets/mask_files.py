"""Reading masks and label images, and telling a mask from other pictures by what it holds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.reading.decoding import stored_pixels
from MicrocalcCADLib.reading.kinds import FileKind, kind_of
from MicrocalcCADLib.reading.label_file import read_labels

from .case import MaskFile, Meaning

SAME_SHAPE = 0.01
# No breast is so full of calcifications: such a mask is black on white, or marks the breast.
MOST_MARKED = 0.3


def read_mask(mask: MaskFile, shape: tuple[int, int]) -> np.ndarray:
    """Return the mask of an image of this shape, uint32: numbers of the marked objects, 0 elsewhere.

    Of several candidates it is the one with two values at most and of a size nearest to the image's. A mask of another
    size but the same proportions, as CBIS-DDSM has some, is brought to the image's grid.

    Raises
    ------
    InputError
        If no candidate is a mask, it has other proportions than the image, or marks most of it as calcifications.
    """
    planes = sorted(((path, _plane(path)) for path in mask.candidates), key=lambda one: _distance(one[1].shape, shape))
    if len(planes) > 1:
        planes = [one for one in planes if _is_binary(one[1])]
    if not planes:
        names = " and ".join(path.name for path in mask.candidates)
        raise InputError(
            f"Neither of {names} in {mask.candidates[0].parent.name} is a mask (two values at most): add the mask."
        )
    path, plane = planes[0]
    if _distance(plane.shape, shape) > SAME_SHAPE:
        size = f"{plane.shape[0]} x {plane.shape[1]} pixels and its image {shape[0]} x {shape[1]}"
        raise InputError(f"The mask {path.name} has {size}: give a mask of the image's size.")
    numbers = _numbers(plane, mask, path)
    marked = np.count_nonzero(numbers) / numbers.size
    if mask.meaning is Meaning.CALCIFICATION and marked > MOST_MARKED:
        raise InputError(
            f"The mask {path.name} marks {marked:.0%} of its image as calcifications: give it white on black."
        )
    if plane.shape == tuple(shape):
        return numbers
    rows, columns = (
        np.minimum(((np.arange(new) + 0.5) * old / new).astype(int), old - 1)
        for new, old in zip(shape, plane.shape, strict=True)
    )
    return numbers[np.ix_(rows, columns)]


def _plane(path: Path) -> np.ndarray:
    try:
        plane = stored_pixels(path) if kind_of(path) is FileKind.DICOM else read_labels(path)
    except (OSError, RuntimeError) as error:
        raise InputError(f"The mask {path.name} cannot be read: export it again.") from error
    if plane.ndim == 3 and plane.shape[2] == 3 and (plane == plane[..., :1]).all():
        plane = plane[..., 0]
    if plane.ndim != 2 or plane.dtype.kind not in "buif":
        raise InputError(f"The mask {path.name} is no plain grey image: export it as one 2-D label image.")
    return plane


def _distance(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """0 for equal sizes, small for equal proportions, above 1 for other ones."""
    if tuple(one) == tuple(other):
        return 0.0
    down, across = one[0] / other[0], one[1] / other[1]
    apart = abs(down / across - 1)
    # a crop may happen to have the proportions of the image, but never half of its size
    return SAME_SHAPE / 2 if apart < SAME_SHAPE and down > 0.5 else 1 + apart + abs(np.log(down))


def _is_binary(plane: np.ndarray) -> bool:
    low, high = plane.min(), plane.max()
    return bool(((plane == low) | (plane == high)).all())


def _numbers(plane: np.ndarray, mask: MaskFile, path: Path) -> np.ndarray:
    from scipy.ndimage import label

    if mask.numbered and not (mask.one_is_all and _is_binary(plane)):
        if plane.dtype.kind == "f" and not (plane == np.round(plane)).all():
            raise InputError(f"{path.name} has values that are no whole numbers: export it as a label image.")
        numbers = np.maximum(plane, 0).astype(np.uint32)
        return numbers if mask.only is None else np.where(np.isin(numbers, mask.only), numbers, 0).astype(np.uint32)
    if not _is_binary(plane):
        raise InputError(
            f"The mask {path.name} has more than two values, as after JPEG compression: export it as a black and white"
            " PNG."
        )
    return label(plane > plane.min() if plane.min() != plane.max() else plane > 0, np.ones((3, 3)))[0].astype(np.uint32)
