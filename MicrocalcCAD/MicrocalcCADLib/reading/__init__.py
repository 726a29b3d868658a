"""Reading mammograms: DICOM, pictures (PNG, JPEG, TIFF, PGM), volumes (NRRD, MHA) and arrays of Slicer's nodes."""

from __future__ import annotations

from pathlib import Path

from ..errors import InputError
from ..mammogram import Mammogram
from .arrays import mammogram_from_array
from .given import Given
from .kinds import FileKind, kind_of

__all__ = ["mammogram_from_array", "no_file", "read_mammogram"]


def read_mammogram(
    path: Path | str,
    spacing_mm: float | tuple[float, float] | None = None,
    full_scale: float | None = None,
    invert: bool | None = None,
) -> Mammogram:
    """Read one projection mammogram from a file; the kind of file is told from its content, not from its name.

    Parameters
    ----------
    path
        DICOM (mammogram or digitised film), PNG, JPEG, TIFF, BigTIFF, PGM, NRRD or MHA/MHD.
    spacing_mm
        True distance of pixel centres in the detector plane in mm, one number or (row, column); goes before what
        the file says. Needed where the file does not say it: the resolution entry of pictures (dpi) is that of a
        printer and a spacing of exactly 1.0 is a program's default, so neither is believed.
    full_scale
        Stored value that becomes 1.0. By default the declared bits, or the smallest usual range that holds the values
        where they use only a small part of these; see `value_range.value_range`.
    invert
        True if bright is thin in the file, False if bright is dense; None decides from the DICOM header or, for
        other files, from the border of the picture.

    Raises
    ------
    InputError
        If the file is no mammogram that can be analysed; the message says why and what to do.
    """
    path = _existing_file(path)
    given = Given.checked(spacing_mm, full_scale, invert)
    kind = kind_of(path)
    if kind is FileKind.DICOM:
        from .dicom import read_dicom as read
    elif kind is FileKind.PICTURE:
        from .image_file import read_picture as read
    else:
        from .image_file import read_volume as read
    return read(path, given)


def no_file(path: Path) -> InputError:
    """Return the error for a path at which there is neither a file nor a folder; the sentence says what is there."""
    if path.is_symlink() and not path.exists():
        return InputError(f"{path} is a link to a file that does not exist: give the file itself.")
    if not path.exists():
        return InputError(f"{path} does not exist: check the path.")
    return InputError(f"{path} is a pipe or a device, no file: save the image into a file first.")


def _existing_file(path: Path | str) -> Path:
    path = Path(path)
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder: choose one image, or use microcalc batch for a folder.")
        if not path.is_file():
            raise no_file(path)
        with path.open("rb") as stream:
            empty = not stream.read(1)
    except OSError as error:
        raise InputError(
            f"{path} cannot be opened ({error.strerror or error}): check the path and its permissions."
        ) from error
    if empty:
        raise InputError(f"{path.name} is empty: copy or export it again.")
    return path
