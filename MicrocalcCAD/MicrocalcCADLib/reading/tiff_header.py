"""The first directory of a TIFF or BigTIFF file: what its pixels are, and whether another page follows."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..errors import InputError

_MOST_ENTRIES = 4096
_SHORT, _LONG, _LONG8 = 3, 4, 16
_SIZES = {_SHORT: ("H", 2), _LONG: ("I", 4), _LONG8: ("Q", 8)}
_TAGS = {258: "bits", 262: "photometric", 277: "samples", 284: "planar", 339: "sample_format", 259: "compression"}
WHITE_IS_ZERO = 0
_JPEG = (6, 7, 34892)
# none, the fax ones, LZW, JPEG, deflate, PackBits, LZMA, Zstandard, WebP
DECODED = (1, 2, 3, 4, 5, 6, 7, 8, 32773, 32946, 34925, 50000, 50001)


@dataclass(frozen=True)
class TiffHeader:
    """Bits of a sample, samples of a pixel, and what the values mean; `pages` is 2 for two or more."""

    bits: int = 1
    samples: int = 1
    photometric: int | None = None
    planar: int = 1
    sample_format: int = 1
    compression: int = 1
    pages: int = 1

    @property
    def lossy(self) -> bool:
        """Whether the compression may have lost detail."""
        return self.compression in _JPEG


def read_tiff_header(path: Path) -> TiffHeader:
    """Read the first directory and look whether there is a second one, whatever their number; raises `InputError`."""
    try:
        with path.open("rb") as stream:
            order = "<" if stream.read(2) == b"II" else ">"
            big = struct.unpack(order + "H", stream.read(2))[0] == 43
            if big:
                stream.read(4)
            (first,) = struct.unpack(order + ("Q" if big else "I"), stream.read(8 if big else 4))
            values, following = _directory(stream, first, order, big)
    except (struct.error, OverflowError, OSError) as error:
        raise InputError(
            f"{path.name} cannot be decoded (its TIFF directory is cut off): it is truncated or damaged, export it"
            " again."
        ) from error
    return TiffHeader(**values, pages=2 if following else 1)


def _directory(stream: BinaryIO, offset: int, order: str, big: bool) -> tuple[dict[str, int], int]:
    stream.seek(offset)
    (count,) = struct.unpack(order + ("Q" if big else "H"), stream.read(8 if big else 2))
    if count > _MOST_ENTRIES:
        raise struct.error("more entries than any picture has")
    form, size = (order + "HHQ8s", 20) if big else (order + "HHI4s", 12)
    entries = [struct.unpack(form, stream.read(size)) for _ in range(count)]
    (following,) = struct.unpack(order + ("Q" if big else "I"), stream.read(8 if big else 4))
    values = {
        _TAGS[tag]: _first_value(stream, order, kind, number, field)
        for tag, kind, number, field in entries
        if tag in _TAGS and kind in _SIZES
    }
    return values, following


def _first_value(stream: BinaryIO, order: str, kind: int, number: int, field: bytes) -> int:
    letter, size = _SIZES[kind]
    if size * number > len(field):
        (place,) = struct.unpack(order + ("Q" if len(field) == 8 else "I"), field)
        stream.seek(place)
        field = stream.read(size)
    return struct.unpack(order + letter, field[:size])[0]
