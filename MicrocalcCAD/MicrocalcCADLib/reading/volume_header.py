"""Headers of NRRD and MHA files: checked before they are opened, as they can name another file."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

from ..errors import InputError
from ..files import sha256_of
from .kinds import NRRD, FileKind, kind_of

LONGEST_HEADER = 65536
_META_DATA_FILE = re.compile(rb"^\s*ElementDataFile\s*[=:]\s*(.*?)\s*$", re.MULTILINE)
_NRRD_DATA_FILE = re.compile(rb"^data ?file\s*:=?\s*(.*?)\s*$", re.MULTILINE | re.IGNORECASE)
_END_OF_NRRD_HEADER = re.compile(rb"\r?\n\r?\n")
_INSIDE = "local"
_BLOCK = 1 << 20


def image_io(path: Path) -> str:
    """Return the reader of SimpleITK for a file, by its content, after a check that its pixels are in it or in a plain
    file beside it.

    Raises
    ------
    InputError
        If the header names another folder, a device, a list or a pattern of files, or does not end.
    """
    return _reader_and_names(path)[0]


def sha256_of_image(path: Path) -> str:
    """Return the SHA-256 of an image as hexadecimal text: of its file or, where a header names a file of pixels beside
    it, of the bytes of both, one after the other.

    Raises
    ------
    OSError
        If a file cannot be read.
    """
    try:
        names = _reader_and_names(path)[1] if kind_of(path) is FileKind.VOLUME else []
    except InputError:  # which its reader will say
        names = []
    if not names:
        return sha256_of(path)
    digest = sha256()
    for one in (path, *(path.parent / name for name in names)):
        with one.open("rb") as stream:
            while part := stream.read(_BLOCK):
                digest.update(part)
    return digest.hexdigest()


def _reader_and_names(path: Path) -> tuple[str, list[str]]:
    """Return `image_io`, and the files that hold the pixels where they are not in this one."""
    with path.open("rb") as stream:
        start = stream.read(LONGEST_HEADER)
    if start.startswith(NRRD):
        header, *body = _END_OF_NRRD_HEADER.split(start, maxsplit=1)
        if not body and len(start) == LONGEST_HEADER:
            raise _endless(path)
        named = [_name(match) for match in _NRRD_DATA_FILE.findall(header)]
        _check_named(path, named)
        return "NrrdImageIO", named
    match = _META_DATA_FILE.search(start)
    if match is None:
        raise _endless(path)
    name = _name(match[1])
    named = [] if name.lower() == _INSIDE else [name]
    _check_named(path, named)
    return "MetaImageIO", named


def _name(written: bytes) -> str:
    """Return a file's name in a header: in UTF-8 as ITK and Slicer write it, else in Latin-1."""
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError:
        return written.decode("latin-1")


def _check_named(path: Path, names: list[str]) -> None:
    for name in names:
        plain = name.removeprefix("./")
        if (
            not plain
            or any(c in plain for c in '/\\:%*?"<>|\0')
            or plain.upper().split()[0] == "LIST"
            or plain in (".", "..")
        ):
            raise InputError(
                f"The header of {path.name} names pixels in another place ({name[:80]}): put both files into one"
                " folder, or save it as one."
            )
        if not (path.parent / plain).is_file():
            raise InputError(
                f"The header of {path.name} names the file {plain[:80]}, which is not beside it: put both files into"
                " one folder."
            )


def _endless(path: Path) -> InputError:
    return InputError(f"The header of {path.name} does not end or names no pixels: it is damaged, export it again.")
