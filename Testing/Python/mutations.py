"""Damaged and hostile files: seeded mutations of sound ones."""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable

import numpy as np

Mutation = Callable[[bytes, np.random.Generator], bytes]
NUMBERS = (
    b"0",
    b"-1",
    b"1e999",
    b"NaN",
    b"99999999999999999999",
    b"0.5",
    b"65536",
    b'""',
    b"[]",
    b"null",
    b"true",
    b"{}",
)
WORDS = (
    b"<script>alert(1)</script>",
    b"../../../../etc/passwd",
    b"\xf0\x9f\x92\xa5",
    b"\r\n\r\n",
    b"\x00",
    b"%n%s",
    b"'; DROP TABLE patches;--",
)
HEADER_VALUES = {
    "Rows": (0, 1, 65535),
    "Columns": (0, 1, 65535),
    "BitsStored": (0, 1, 17, 255),
    "BitsAllocated": (0, 1, 7, 64),
    "HighBit": (0, 200),
    "PixelRepresentation": (1, 7),
    "SamplesPerPixel": (0, 3, 4),
    "NumberOfFrames": ("0", "-1", "2000000000", "x"),
    "ImagerPixelSpacing": (
        ["0", "0"],
        ["-1", "1"],
        ["1e300", "1"],
        ["nan", "nan"],
        ["0.07"],
        ["a", "b"],
        ["1", "2", "3"],
    ),
    "PhotometricInterpretation": ("MONOCHROME1", "RGB", "PALETTE COLOR", "", "\n"),
    "RescaleSlope": ("nan", "0", "-1", "1e308", "x"),
    "RescaleIntercept": ("inf", "-9999999"),
    "WindowCenter": ("nan", ["1", "2"], "x"),
    "WindowWidth": ("0", "-5", ["1", "2"]),
    "SOPInstanceUID": ("", "1..2", "<script>alert(1)</script>", "1\n2", "9" * 300),
    "ViewPosition": ("<b>", "\u4e2d\u6587", "CC\nMLO"),
    "SpecificCharacterSet": ("nonsense", "ISO_IR 192", ["", "ISO 2022 IR 87"]),
    "ImageLaterality": ("X", "", "\x00"),
    "Modality": ("MG", "CT", ""),
    "PresentationIntentType": ("FOR PROCESSING", "?"),
    "PixelIntensityRelationship": ("LOG", "?"),
    "PixelData": (b"", b"\0", b"\xff" * 99999),
}


def mutated(content: bytes, kind: str, rng: np.random.Generator) -> bytes:
    """Return a file with one to four mutations, of its bytes and of what its kind consists of."""
    of_text = (_number, _nesting)
    own = {
        "dicom": (_header_value,),
        "picture": (_png_chunk,),
        "nrrd": (_number,),
        "json": of_text,
        "plist": of_text,
        "bundle": (_zip_entry,) * 3,
    }
    choices: tuple[Mutation, ...] = (_flip, _overwrite, _remove, _repeat, _cut, _insert, *3 * own.get(kind, ()))
    for _ in range(rng.integers(1, 5) if kind != "bundle" else 1):
        content = choices[rng.integers(len(choices))](content, rng) or b"\0"
    return content


def _place(content: bytes, rng: np.random.Generator) -> int:
    """Return a position, more often in the first kilobyte, where headers are."""
    return int(rng.integers(min(len(content), 1024) if rng.random() < 0.6 else len(content)))


def _flip(content: bytes, rng: np.random.Generator) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.integers(1, 9)):
        changed[_place(content, rng)] ^= 1 << int(rng.integers(8))
    return bytes(changed)


def _overwrite(content: bytes, rng: np.random.Generator) -> bytes:
    start, value = _place(content, rng), rng.choice((0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF))
    return content[:start] + struct.pack("<I" if rng.random() < 0.5 else ">I", int(value)) + content[start + 4 :]


def _remove(content: bytes, rng: np.random.Generator) -> bytes:
    start = _place(content, rng)
    return content[:start] + content[start + int(rng.integers(1, 65)) :]


def _repeat(content: bytes, rng: np.random.Generator) -> bytes:
    start = _place(content, rng)
    end = start + int(rng.integers(1, 65))
    return content[:end] + content[start:end] * int(rng.integers(1, 20)) + content[end:]


def _cut(content: bytes, rng: np.random.Generator) -> bytes:
    return content[: _place(content, rng)]


def _insert(content: bytes, rng: np.random.Generator) -> bytes:
    start = _place(content, rng)
    return content[:start] + WORDS[rng.integers(len(WORDS))] + content[start:]


def _number(content: bytes, rng: np.random.Generator) -> bytes:
    found = list(re.finditer(rb"-?\d+(\.\d+)?", content[:20000]))
    if not found:
        return content
    chosen = found[rng.integers(len(found))]
    return content[: chosen.start()] + NUMBERS[rng.integers(len(NUMBERS))] + content[chosen.end() :]


def _nesting(content: bytes, rng: np.random.Generator) -> bytes:
    start, depth = _place(content, rng), int(rng.choice((3, 5000, 200_000)))
    opening, closing = ((b"[", b"]"), (b'{"a":', b"}"), (b"<array>", b"</array>"))[rng.integers(3)]
    return content[:start] + opening * depth + (closing * depth if rng.random() < 0.5 else b"") + content[start:]


def _png_chunk(content: bytes, rng: np.random.Generator) -> bytes:
    """Change bytes of a chunk and give it the right checksum, so that a decoder gets to see them."""
    if not content.startswith(b"\x89PNG") or len(content) < 60:
        return _flip(content, rng)
    starts = [found.start() for found in re.finditer(rb"IHDR|IDAT|tRNS|gAMA|iCCP|zTXt|pHYs", content)]
    start = starts[rng.integers(len(starts))] if starts else 12
    (length,) = struct.unpack(">I", content[start - 4 : start])
    body = bytearray(content[start : start + 4 + length])
    for _ in range(rng.integers(1, 4)):
        body[int(rng.integers(min(4, len(body) - 1), len(body)))] = int(rng.integers(256))
    return content[:start] + bytes(body) + struct.pack(">I", zlib.crc32(body)) + content[start + 8 + length :]


def _header_value(content: bytes, rng: np.random.Generator) -> bytes:
    """Set an element of a DICOM file to a value that it must not have."""
    import pydicom

    settings = pydicom.config.settings
    before = settings.writing_validation_mode, settings.reading_validation_mode
    settings.writing_validation_mode = settings.reading_validation_mode = pydicom.config.IGNORE
    keyword = list(HEADER_VALUES)[rng.integers(len(HEADER_VALUES))]
    values = HEADER_VALUES[keyword]
    written = io.BytesIO()
    try:
        with warnings.catch_warnings(action="ignore"):
            dataset = pydicom.dcmread(io.BytesIO(content), force=True)
            setattr(dataset, keyword, values[rng.integers(len(values))])
            dataset.save_as(written)
    except Exception:  # a file damaged before cannot always be written again
        return _flip(content, rng)
    finally:
        settings.writing_validation_mode, settings.reading_validation_mode = before
    return written.getvalue()


def _zip_entry(content: bytes, rng: np.random.Generator) -> bytes:
    """Change an entry of a zip file and give it the right checksum, or rename it."""
    written = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(written, "w") as changed:
            entries = {name: archive.read(name) for name in archive.namelist()}
            chosen = list(entries)[rng.integers(len(entries))]
            for name, body in entries.items():
                mutate = (_flip, _overwrite, _cut, _number)[rng.integers(4)]
                outside = "../" if name == chosen and rng.random() < 0.1 else ""
                changed.writestr(outside + name, mutate(body or b"0", rng) if name == chosen else body)
    except Exception:  # a file damaged before is no zip file any more
        return _flip(content, rng)
    return written.getvalue()
