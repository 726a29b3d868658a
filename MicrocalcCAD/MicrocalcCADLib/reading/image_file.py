"""Mammograms in picture files (PNG, JPEG, TIFF, PGM) and volume files (NRRD, MHA)."""

from __future__ import annotations

import math
import re
import struct
import warnings
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InputError
from ..mammogram import Mammogram, Source
from .arrays import UNKNOWN, mammogram_from_array
from .given import Given, spacing_missing
from .header_polarity import Stated
from .names import side_and_view
from .png_bits import GREY_ALPHA, RGB, RGBA, grey_alpha_of_16_bits, png_form
from .tiff_header import DECODED, WHITE_IS_ZERO, TiffHeader, read_tiff_header
from .undecodable import undecodable
from .values import as_plane, check_size
from .volume_header import LONGEST_HEADER, image_io, sha256_of_image

if TYPE_CHECKING:
    from PIL.Image import Image

_LOSSY = "The picture is JPEG compressed with loss: small calcifications may be blurred or false."
_COLOUR = "The image is in colour: choose the grey-scale mammogram, not a screenshot or an overlay."
_BYTE, _WORD, _WIDEST = 8, 16, 32
_SIGNED, _FLOATING = 2, 3
_KINDS = {1: "u", _SIGNED: "i", _FLOATING: "f"}
_LONGEST_NUMBER = 12
# the marker that begins the frame of a JPEG (ISO 10918-1, table B.1); the last one is JPEG-LS
_LOSSLESS_FRAMES = (0xFFC3, 0xFFC7, 0xFFCB, 0xFFCF, 0xFFF7)
_JPEG_FRAMES = (0xFFC0, 0xFFC1, 0xFFC2, 0xFFC5, 0xFFC6, 0xFFC9, 0xFFCA, 0xFFCD, 0xFFCE, *_LOSSLESS_FRAMES)
_GAP = rb"(?:\s|#[^\n\r]*[\n\r])+"
_PGM = re.compile(_GAP.join((rb"P[25]", rb"(?P<columns>\d{1,9})", rb"(?P<rows>\d{1,9})", rb"(?P<white>\d{1,9})\s")))


@dataclass(frozen=True, eq=False)
class Picture:
    """Decoded values with what their format says of them; see `arrays.mammogram_from_array`."""

    array: np.ndarray
    form: str
    declared: tuple[float, float] | None = None
    stated: Stated = UNKNOWN
    lossy: bool = False


def read_picture(path: Path, given: Given) -> Mammogram:
    """Read PNG, JPEG, TIFF, BigTIFF or PGM with all their bits. Their resolution entry (dpi) is not believed: the
    spacing must be given.

    Raises
    ------
    InputError
        If the spacing is not given, or the picture is broken, in colour, of several pages, of a form whose bits no
        decoder keeps, or no mammogram.
    """
    from PIL import Image

    if given.spacing_mm is None:
        raise spacing_missing(path.name)
    with path.open("rb") as stream:
        start = stream.read(LONGEST_HEADER)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if start.startswith((b"II", b"MM")):
                picture = _tiff(path)
            elif start.startswith(b"P"):
                picture = _pgm(path, _check_pgm(path, start))
            elif start.startswith(b"\x89PNG"):
                picture = _png(path)
            else:
                _check_jpeg(path, start)
                picture = _by_pillow(path)
    except Image.DecompressionBombError as error:
        raise InputError(f"{path.name} has more pixels than any mammogram: choose a single mammogram.") from error
    except InputError:
        raise
    except Exception as error:  # Pillow raises whatever the damaged bytes lead to
        raise undecodable(path, error) from error
    return _mammogram(path, picture, given.spacing_mm, given, "given")


def read_volume(path: Path, given: Given) -> Mammogram:
    """Read NRRD or MHA with SimpleITK; the header's spacing counts unless it is the default of exactly 1.0.

    Raises
    ------
    InputError
        If the spacing is neither given nor in the header, or the file is broken, of several slices or no mammogram.
    """
    import SimpleITK as sitk

    reader = _volume_reader(path)
    try:
        reader.ReadImageInformation()
        size = reader.GetSize()
        if len(size) < 2:
            raise InputError(f"{path.name} states fewer than two dimensions: it is damaged, export it again.")
        if any(n != 1 for n in size[2:]):
            raise InputError(
                f"{path.name} has {math.prod(size[2:])} slices: choose a single projection mammogram, not a volume or"
                " tomosynthesis."
            )
        check_size(size[1], size[0])
        spacing, source = (
            (given.spacing_mm, "given") if given.spacing_mm else (_believed(reader.GetSpacing()), "header")
        )
        if spacing is None:
            raise spacing_missing(path.name)
        image = reader.Execute()
    except RuntimeError as error:
        raise undecodable(path, error) from error
    array = sitk.GetArrayViewFromImage(image)
    array = (
        array.reshape(size[1], size[0], -1)
        if image.GetNumberOfComponentsPerPixel() > 1
        else array.reshape(size[1], size[0])
    )
    return _mammogram(path, Picture(array, path.suffix.lstrip(".").upper()), spacing, given, source)


def volume_spacing(path: Path) -> tuple[float, float] | None:
    """Return (row, column) spacing in mm of an NRRD or MHA header, None where it is not believed; raises
    `InputError`.
    """
    reader = _volume_reader(path)
    try:
        reader.ReadImageInformation()
    except RuntimeError as error:
        raise InputError(f"{path.name} cannot be opened: it is damaged, export it again.") from error
    return _believed(reader.GetSpacing()) if len(reader.GetSize()) > 1 else None


def _volume_reader(path: Path) -> Any:
    import SimpleITK as sitk

    reader = sitk.ImageFileReader()
    reader.SetImageIO(image_io(path))
    reader.SetFileName(str(path))
    return reader


def _believed(spacing: tuple[float, ...]) -> tuple[float, float] | None:
    return None if spacing[0] == 1.0 and spacing[1] == 1.0 else (spacing[1], spacing[0])


def _tiff(path: Path) -> Picture:
    header = read_tiff_header(path)
    if header.pages > 1:
        raise InputError("The picture has several pages: export one mammogram a file.")
    if header.compression not in DECODED:
        raise InputError(
            f"{path.name} is compressed in a way that no decoder here reads (TIFF compression {header.compression}):"
            " export it uncompressed."
        )
    if header.bits > _WIDEST or (
        header.bits > _BYTE and header.samples > 1 and (header.samples == 2 or header.planar != 1)
    ):
        raise InputError(
            f"{path.name} stores {header.bits} bits in a form that no decoder here keeps: export it as grey TIFF or PNG"
            " of 16 bits."
        )
    try:
        picture = _by_itk(path, "TIFF") if header.bits > _BYTE and header.samples > 1 else _by_pillow(path)
    except OSError:  # Pillow knows fewer forms (big-endian BigTIFF)
        picture = _by_itk(path, "TIFF")
        turned = header.photometric == WHITE_IS_ZERO and header.bits <= _BYTE  # as Pillow does
        picture = Picture(np.subtract(np.uint8(255), picture.array) if turned else picture.array, "TIFF")
    if 8 * picture.array.dtype.itemsize < header.bits:
        raise InputError(
            f"{path.name} stores {header.bits} bits a sample, of which decoders here keep 8: export it as grey PNG of"
            " 16 bits."
        )
    # Pillow turns TIFF of 8 bits whose zero is white round, but not that of more
    white_is_zero = header.photometric == WHITE_IS_ZERO and header.bits > _BYTE
    array = _of_its_type(path, picture.array, header)
    return Picture(array, "TIFF", _declared(header), Stated(white_is_zero, white_is_zero), header.lossy)


def _of_its_type(path: Path, array: np.ndarray, header: TiffHeader) -> np.ndarray:
    """Return the values as the numbers that the file says they are: Pillow takes signed bytes, half floats and whole
    numbers of 32 bits for others of the same size.
    """
    kind = _KINDS.get(header.sample_format, array.dtype.kind)
    if header.bits < _BYTE or array.dtype.kind == kind:
        return array
    if 8 * array.dtype.itemsize != header.bits or (kind == "f" and header.bits < _WORD):
        raise InputError(
            f"{path.name} stores numbers of {header.bits} bits in a form that no decoder here keeps: export it as grey"
            " TIFF or PNG of 16 bits."
        )
    values = array.view(np.dtype(f"{array.dtype.byteorder}{kind}{array.dtype.itemsize}"))
    return values.astype(np.float32) if kind == "f" else values


def _declared(header: TiffHeader) -> tuple[float, float] | None:
    if header.sample_format == _FLOATING or header.bits > _WORD:
        return None
    bits = max(header.bits, _BYTE)
    return (-(2.0 ** (bits - 1)), 2.0 ** (bits - 1) - 1) if header.sample_format == _SIGNED else (0.0, 2.0**bits - 1)


def _pgm(path: Path, white: int) -> Picture:
    """Return the values as they are stored: Pillow spreads them over 8 or 16 bits."""
    picture, most = _by_pillow(path), 255 if white <= 255 else 65535
    if not 0 < white < most:
        return replace(picture, declared=(0.0, float(white))) if white == most else picture
    stored = np.rint(picture.array * (white / most)).astype(np.uint16)
    return replace(picture, array=stored, declared=(0.0, float(white)))


def _check_pgm(path: Path, start: bytes) -> int:
    """Return the value that the header states for white; raise `InputError` for text that Pillow would follow for
    minutes: comments without end, or among the values of a plain file.
    """
    header = _PGM.match(start)
    if not header:
        raise InputError(
            f"{path.name} has a header that does not end within {LONGEST_HEADER // 1024} KiB: it is damaged, export it"
            " again."
        )
    columns, rows = int(header["columns"]), int(header["rows"])
    check_size(rows, columns)
    if not start.startswith(b"P2"):
        return int(header["white"])
    if path.stat().st_size > LONGEST_HEADER + _LONGEST_NUMBER * rows * columns:
        raise InputError(
            f"{path.name} holds more text than its {columns} x {rows} values need: it is damaged, export it as binary"
            " PGM or PNG."
        )
    with path.open("rb") as stream:
        stream.seek(header.end())
        if any(b"#" in part for part in iter(lambda: stream.read(LONGEST_HEADER), b"")):
            raise InputError(f"{path.name} has comments among its values: export it as binary PGM or PNG.")
    return int(header["white"])


def _png(path: Path) -> Picture:
    depth, colour = png_form(path)
    if depth == _WORD and colour in (RGB, RGBA, GREY_ALPHA):
        _check_picture_size(path)
        return Picture(grey_alpha_of_16_bits(path), "PNG") if colour == GREY_ALPHA else _by_itk(path, "PNG")
    return _by_pillow(path)


def _check_jpeg(path: Path, start: bytes) -> None:
    """Raise `InputError` for the kinds of JPEG that no decoder of pictures here reads: more bits than 8, and those
    without loss.
    """
    place = 2
    while place + 5 <= len(start):
        marker, length, bits = struct.unpack_from(">HHB", start, place)
        if marker in _JPEG_FRAMES:
            if bits != _BYTE or marker in _LOSSLESS_FRAMES:
                kind = "without loss" if marker in _LOSSLESS_FRAMES else f"of {bits} bits"
                raise InputError(
                    f"{path.name} is a JPEG {kind}, which no decoder of pictures here reads: export it as PNG or TIFF"
                    " of 16 bits."
                )
            return
        place += 2 + length


def _check_picture_size(path: Path) -> None:
    from PIL import Image

    with Image.open(path) as picture:
        check_size(picture.height, picture.width)


def _by_itk(path: Path, form: str) -> Picture:
    """ITK keeps the 16 bits of colour channels, which Pillow narrows to 8."""
    import SimpleITK as sitk

    reader = sitk.ImageFileReader()
    reader.SetImageIO(f"{form}ImageIO")
    reader.SetFileName(str(path))
    reader.ReadImageInformation()
    check_size(*reader.GetSize()[1::-1])
    return Picture(sitk.GetArrayFromImage(reader.Execute()), form)


def _by_pillow(path: Path) -> Picture:
    from PIL import Image

    with Image.open(path) as picture:
        return Picture(_decoded(picture), str(picture.format), lossy=picture.format in ("JPEG", "MPO"))


def _decoded(picture: Image) -> np.ndarray:
    check_size(picture.height, picture.width)
    if picture.format != "TIFF" and getattr(picture, "n_frames", 1) > 1:
        raise InputError(f"The picture has {picture.n_frames} pages: export one mammogram a file.")
    if picture.mode == "CMYK":
        raise InputError(_COLOUR)
    if picture.mode in ("P", "PA", "YCbCr"):
        picture = picture.convert("RGB")
    array = np.asarray(picture)
    return array[..., 0] if picture.mode == "LA" else array


def _mammogram(
    path: Path, picture: Picture, spacing_mm: tuple[float, float], given: Given, spacing_from: str
) -> Mammogram:
    laterality, view = side_and_view(path.stem)
    plane = as_plane(picture.array)
    return mammogram_from_array(
        plane,
        spacing_mm,
        spacing_from=spacing_from,
        full_scale=given.full_scale,
        invert=given.invert,
        declared=picture.declared,
        stated=picture.stated,
        laterality=laterality,
        view=view,
        source=Source(path=str(path), sha256=sha256_of_image(path)),
        facts={"format": picture.form},
        notes=(_LOSSY,) if picture.lossy else (),
    )
