"""PNG with 16 bits in several channels, which Pillow would narrow to 8."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np

_SIGNATURE, _IHDR_END = 8, 33
GREY, RGB, GREY_ALPHA, RGBA = 0, 2, 4, 6


def png_form(path: Path) -> tuple[int, int]:
    """Return (bit depth, colour type) of a PNG file."""
    with path.open("rb") as stream:
        start = stream.read(_IHDR_END)
    return (start[24], start[25]) if len(start) == _IHDR_END else (0, GREY)


def grey_alpha_of_16_bits(path: Path) -> np.ndarray:
    """Return the grey channel, uint16 (rows, columns), of a PNG of grey and transparency with 16 bits each.

    No decoder at hand keeps its bits. A pixel of it has four bytes, as one of RGBA with 8 bits has, and PNG's filters
    work on bytes at the distance of a pixel: relabelled as RGBA, the bytes come out as they are.
    """
    from PIL import Image

    content = path.read_bytes()
    header = content[12:24] + bytes((8, RGBA)) + content[26:29]
    relabelled = (
        content[:12]
        + header
        + struct.pack(">I", zlib.crc32(header))
        + _without_transparency_chunks(content[_IHDR_END:])
    )
    with Image.open(io.BytesIO(relabelled)) as picture:
        return np.asarray(picture).view(">u2")[..., 0].astype(np.uint16)


def _without_transparency_chunks(chunks: bytes) -> bytes:
    """Return the chunks without those whose length depends on the colour type."""
    kept, at = [], 0
    while at + 8 <= len(chunks):
        length = struct.unpack(">I", chunks[at : at + 4])[0] + 12
        if chunks[at + 4 : at + 8] not in (b"tRNS", b"bKGD", b"sBIT", b"hIST"):
            kept.append(chunks[at : at + length])
        at += length
    return b"".join(kept)
