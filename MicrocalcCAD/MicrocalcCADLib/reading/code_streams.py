"""Whether the compressed picture of a DICOM file is whole: decoders give a picture for most damaged ones, without a
word.

What the standards forbid tells damage that would otherwise be seen as tissue: a stream without an end (JPEG, ISO
10918-1, B.1.1.3; JPEG-LS, ISO 14495-1; JPEG 2000, ISO 15444-1, A.4.4), markers inside of coded data (F.1.2.3; A.1;
A.2), and runs of one byte, which the arithmetic coder of JPEG 2000 cannot give.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InputError
from .elements import whole

if TYPE_CHECKING:
    from pydicom import Dataset

_JPEG = tuple(f"1.2.840.10008.1.2.4.{number}" for number in (50, 51, 57, 70))
_JPEG_LS = ("1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81")
_JPEG_2000 = ("1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91")
_HIGH_THROUGHPUT = ("1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.4.202", "1.2.840.10008.1.2.4.203")
_END = b"\xff\xd9"
_SIZ, _COD, _SOT, _SOD = 0xFF51, 0xFF52, 0xFF90, 0xFF93
_SCAN = 0xFFDA
_BYPASS, _PRECINCTS, _PACKET_MARKERS = 0x01, 0x01, 0x06
# In coded data 24 equal bytes are as likely as 24 throws of a die with 256 sides that all show the same.
LONGEST_RUN = 24
SURPLUS = (
    "The file holds more pixels than its header states (Rows, Columns): if the picture is torn or cut, export it again."
)
DAMAGED = "The compressed picture is damaged, and what is damaged may look like tissue: copy or export it again."


def check_end(dataset: Dataset, path: Path) -> None:
    """Raise `InputError` where the compressed picture of a file has no end: the decoders fill what is missing."""
    if str(dataset.file_meta.TransferSyntaxUID) not in (*_JPEG, *_JPEG_LS, *_JPEG_2000, *_HIGH_THROUGHPUT):
        return
    if _END not in _stream(dataset)[-4096:]:
        raise InputError(f"{path.name} is truncated: its compressed picture has no end. Copy or export it again.")


def damage_notes(path: Path) -> tuple[str, ...]:
    """Return the note on a compressed picture that holds what no coder writes, or on one that is larger than its header
    states; none for one that is whole as far as can be known.
    """
    from pydicom import dcmread

    try:
        dataset = dcmread(path, force=True)
        syntax = str(dataset.file_meta.TransferSyntaxUID)
        if syntax in _JPEG_2000:
            damaged = _is_damaged_jpeg_2000(_stream(dataset))
        elif syntax in (*_JPEG, *_JPEG_LS):
            damaged = _is_damaged_jpeg(_stream(dataset), syntax in _JPEG_LS)
        else:
            return _surplus_notes(dataset)
    except (
        AttributeError,
        ValueError,
        IndexError,
        struct.error,
    ):  # no stream as it should be: its decoder says what it is
        return ()
    return (DAMAGED,) if damaged else ()


def _surplus_notes(dataset: Dataset) -> tuple[str, ...]:
    """Return the note on an uncompressed picture of which a row or more is left over; makers fill up to blocks."""
    if dataset.file_meta.TransferSyntaxUID.is_encapsulated or "PixelData" not in dataset:
        return ()
    rows, columns, bits = (whole(dataset, keyword) or 0 for keyword in ("Rows", "Columns", "BitsAllocated"))
    planes = max(1, whole(dataset, "SamplesPerPixel") or 1) * max(1, whole(dataset, "NumberOfFrames") or 1)
    return (SURPLUS,) if len(dataset.PixelData) >= (planes * rows + 1) * columns * bits / 8 > 0 else ()


def _stream(dataset: Dataset) -> bytes:
    """Return the code stream of the only frame, its fragments in one."""
    frames = max(1, whole(dataset, "NumberOfFrames") or 1)
    try:
        from pydicom.encaps import generate_frames

        return next(generate_frames(dataset.PixelData, number_of_frames=frames))
    except ImportError:  # pydicom 2
        from pydicom.encaps import generate_pixel_data_frame

        return next(generate_pixel_data_frame(dataset.PixelData, frames))


def _is_damaged_jpeg(stream: bytes, lossless_ls: bool) -> bool:
    """Markers in a scan: after 0xFF follows 0 or a restart in JPEG, a byte below 0x80 in JPEG-LS."""
    start = _scan_of(stream)
    coded = np.frombuffer(stream, np.uint8)[start : stream.rfind(_END)]
    behind = coded[1:][coded[:-1] == 0xFF]
    restart = (behind >= 0xD0) & (behind <= 0xD7)
    if lossless_ls:
        return bool(((behind >= 0x80) & ~restart).any())
    return bool(((behind != 0) & (behind != 0xFF) & ~restart).any()) and not _has_more_scans(stream, start)


def _scan_of(stream: bytes) -> int:
    """Return where the coded data begin: behind the header of the first scan."""
    place = 2
    while True:
        marker, length = struct.unpack_from(">HH", stream, place)
        if marker < 0xFF00:
            raise ValueError("no marker where one should be")
        place += 2 + length
        if marker == _SCAN:
            return place


def _has_more_scans(stream: bytes, start: int) -> bool:
    """Return whether tables or another scan follow the first one, as in progressive pictures."""
    return any(marker in stream[start:] for marker in (b"\xff\xda", b"\xff\xc4", b"\xff\xdb", b"\xff\xdd"))


def _is_damaged_jpeg_2000(stream: bytes) -> bool:
    """Bytes above 0x8F behind 0xFF in coded data, but for markers of packets where they are announced, and runs of one
    byte.
    """
    empty_packets, markers = _coding(stream)
    data = np.frombuffer(stream, np.uint8)
    for start, end in _tile_parts(stream):
        coded = data[start:end]
        behind = coded[1:][coded[:-1] == 0xFF]
        allowed = (behind == 0x91) | (behind == 0x92) if markers else np.zeros(behind.shape, bool)
        if ((behind > 0x8F) & ~allowed).any():
            return True
        if empty_packets is not None and _longest_run(coded) > LONGEST_RUN + empty_packets:
            return True
    return False


def _coding(stream: bytes) -> tuple[int | None, bool]:
    """Return how many packets of a tile may be empty, a zero byte each (None: not known), and whether packets have
    markers.
    """
    place, components = 2, 1
    while True:
        marker, length = struct.unpack_from(">HH", stream, place)
        if marker == _SOT:
            return None, True
        if marker == _SIZ:
            components = struct.unpack_from(">H", stream, place + 38)[0]
        if marker == _COD:
            coding, _, layers, _, levels, _, _, style = struct.unpack_from(">BBHBBBBB", stream, place + 4)
            known = not coding & _PRECINCTS and not style & _BYPASS
            return (components * layers * (levels + 1) if known else None), bool(coding & _PACKET_MARKERS)
        place += 2 + length


def _tile_parts(stream: bytes) -> Iterator[tuple[int, int]]:
    """Yield where the coded data of each tile-part begin and end."""
    place = stream.index(struct.pack(">HH", _SOT, 10))
    while struct.unpack_from(">H", stream, place)[0] == _SOT:
        length = struct.unpack_from(">I", stream, place + 6)[0]
        end = place + length if length else stream.rfind(_END)
        begin = stream.index(struct.pack(">H", _SOD), place) + 2
        yield begin, min(end, len(stream))
        if end + 2 > len(stream):
            return
        place = end


def _longest_run(coded: np.ndarray) -> int:
    changes = np.flatnonzero(coded[1:] != coded[:-1])
    return int(np.diff(changes, prepend=-1, append=len(coded) - 1).max()) if len(coded) else 0
