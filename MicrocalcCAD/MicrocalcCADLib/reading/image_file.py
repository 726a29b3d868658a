"""Mammograms in picture files (PNG, JPEG, TIFF, PGM) and volume files (NRRD, MHA)."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InputError
from ..files import sha256_of
from ..mammogram import Mammogram, Source
from .arrays import mammogram_from_array
from .given import Given, spacing_missing
from .names import side_and_view
from .values import check_size

if TYPE_CHECKING:
    from PIL.Image import Image

_TIFF_PHOTOMETRIC = 262
_LOSSY = "The picture is JPEG compressed with loss: small calcifications may be blurred or false."


def read_picture(path: Path, given: Given) -> Mammogram:
    """Read PNG, JPEG, TIFF or PGM with Pillow. Their resolution entry (dpi) is not believed: the spacing must be given.

    Raises
    ------
    InputError
        If the spacing is not given, or the picture is broken, in colour, of several pages or no mammogram.
    """
    from PIL import Image

    if given.spacing_mm is None:
        raise spacing_missing(path.name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path) as picture:
                array, form = _decoded(picture), str(picture.format)
    except Image.DecompressionBombError as error:
        raise InputError(f"{path.name} has more pixels than any mammogram: choose a single mammogram.") from error
    except InputError:
        raise
    except Exception as error:  # Pillow raises whatever the damaged bytes lead to
        raise InputError(f"{path.name} cannot be decoded ({error}): it is truncated or damaged, export it again.") from error
    return _mammogram(path, array, given, "given", (_LOSSY,) if form == "JPEG" else (), form)


def read_volume(path: Path, given: Given) -> Mammogram:
    """Read NRRD or MHA with SimpleITK; the header's spacing counts unless it is the default of exactly 1.0.

    Raises
    ------
    InputError
        If the spacing is neither given nor in the header, or the file is broken, of several slices or no mammogram.
    """
    import SimpleITK as sitk

    reader = sitk.ImageFileReader()
    reader.SetFileName(str(path))
    try:
        reader.ReadImageInformation()
        size = reader.GetSize()
        if len(size) < 2:
            raise InputError(f"{path.name} states fewer than two dimensions: it is damaged, export it again.")
        if any(n != 1 for n in size[2:]):
            raise InputError(f"{path.name} has {size[2]} slices: choose a single projection mammogram, not a volume or tomosynthesis.")
        check_size(size[1], size[0])
        spacing, source = (given.spacing_mm, "given") if given.spacing_mm else (_header_spacing(path, reader.GetSpacing()), "header")
        image = reader.Execute()
    except RuntimeError as error:
        reason = str(error).strip().splitlines()[-1].removeprefix("ITK ERROR: ")
        raise InputError(f"{path.name} cannot be decoded ({reason}): it is truncated or damaged, export it again.") from error
    array = sitk.GetArrayViewFromImage(image)
    array = array.reshape(size[1], size[0], -1) if image.GetNumberOfComponentsPerPixel() > 1 else array.reshape(size[1], size[0])
    return _mammogram(path, array, Given(spacing, given.full_scale, given.invert), source, (), path.suffix.lstrip(".").upper())


def _decoded(picture: Image) -> np.ndarray:
    check_size(picture.height, picture.width)
    if getattr(picture, "n_frames", 1) > 1:
        raise InputError(f"The picture has {picture.n_frames} pages: export one mammogram a file.")
    if picture.mode == "CMYK":
        raise InputError("The image is in colour: choose the grey-scale mammogram, not a screenshot or an overlay.")
    if picture.mode in ("P", "PA", "YCbCr"):
        picture = picture.convert("RGB")
    array = np.asarray(picture)
    if picture.mode == "LA":
        array = array[..., 0]
    # Pillow turns 8-bit TIFF whose zero is white round, but not those of 16 bits
    if picture.format == "TIFF" and picture.tag_v2.get(_TIFF_PHOTOMETRIC) == 0 and array.dtype == np.uint16:
        array = np.subtract(np.uint16(65535), array)
    return array


def _header_spacing(path: Path, spacing: tuple[float, ...]) -> tuple[float, float]:
    if spacing[0] == 1.0 and spacing[1] == 1.0:
        raise spacing_missing(path.name)
    return spacing[1], spacing[0]


def _mammogram(path: Path, array: np.ndarray, given: Given, spacing_from: str, notes: tuple[str, ...], form: str) -> Mammogram:
    laterality, view = side_and_view(path.stem)
    return mammogram_from_array(
        array,
        given.spacing_mm,
        spacing_from=spacing_from,
        full_scale=given.full_scale,
        invert=given.invert,
        laterality=laterality,
        view=view,
        source=Source(path=str(path), sha256=sha256_of(path)),
        facts={"format": form},
        warnings=notes,
    )
