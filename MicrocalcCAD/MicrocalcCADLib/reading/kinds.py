"""Telling the kind of an image file from its first bytes."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from ..errors import InputError


class FileKind(Enum):
    """The families of files, one reader each."""

    DICOM = "DICOM"
    PICTURE = "picture"
    VOLUME = "volume"


_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+", b"P2", b"P5")
NRRD = b"NRRD"
_VOLUMES = (NRRD, b"ObjectType", b"NDims", b"Comment")
# DICOM without the 128-byte preamble starts with group 0002 or 0008, little or big endian
_BARE_DICOM = (
    b"\x02\x00\x00\x00",
    b"\x08\x00\x00\x00",
    b"\x08\x00\x01\x00",
    b"\x08\x00\x05\x00",
    b"\x08\x00\x08\x00",
    b"\x08\x00\x16\x00",
)


def kind_of(path: Path) -> FileKind:
    """Return which reader a file needs; raises `InputError` for anything that is no image that we read."""
    with path.open("rb") as stream:
        start = stream.read(132)
    if start[128:] == b"DICM" or start.startswith(_BARE_DICOM):
        return FileKind.DICOM
    if start.startswith(_PICTURES):
        return FileKind.PICTURE
    if start.startswith(_VOLUMES):
        return FileKind.VOLUME
    raise InputError(f"{path.name} is not an image that Microcalc reads: use DICOM, PNG, JPEG, TIFF, PGM, NRRD or MHA.")
