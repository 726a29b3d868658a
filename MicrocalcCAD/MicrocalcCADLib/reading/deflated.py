"""Deflated DICOM files (PS3.5 A.5): a few megabytes can unpack to gigabytes, which is found out without
unpacking them.
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import BinaryIO

from ..errors import InputError
from .values import LARGEST_PIXELS

LARGEST_BYTES = 2 * LARGEST_PIXELS
CHUNK = 2**20
DEFLATED = "1.2.840.10008.1.2.1.99"  # the only transfer syntax whose data set is deflated
_GROUP_LENGTH = 132


def check_deflated(path: Path) -> None:
    """Do nothing for other files; raise `InputError` for a deflated one that unpacks to more than any mammogram, or is
    damaged.
    """
    from pydicom.filereader import read_file_meta_info

    try:
        syntax = read_file_meta_info(path).get("TransferSyntaxUID")
    except (
        Exception
    ):  # pydicom raises whatever the damaged bytes lead to; without file meta information nothing is deflated
        return
    if str(syntax) != DEFLATED:
        return
    with path.open("rb") as stream:
        stream.seek(_GROUP_LENGTH)
        group, _, length = struct.unpack("<I4sI", stream.read(12).ljust(12, b"\0"))
        stream.seek(length, 1)
        if group != 0x00000002 or not _stays_below(stream, LARGEST_BYTES):
            raise InputError(
                f"{path.name} is deflated and damaged, or unpacks to more than any mammogram: export it uncompressed."
            )


def _stays_below(stream: BinaryIO, limit: int) -> bool:
    """Return whether the rest of a stream is whole and unpacks to at most `limit` bytes, holding a chunk at a time."""
    unpacker, size = zlib.decompressobj(-zlib.MAX_WBITS), 0
    try:
        while size <= limit and not unpacker.eof:
            packed = unpacker.unconsumed_tail or stream.read(CHUNK)
            if not packed:
                return False
            size += len(unpacker.decompress(packed, CHUNK))
    except zlib.error:
        return False
    return size <= limit
