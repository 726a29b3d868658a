"""Finding the images: files, folders, DICOM trees by study, worklists; duplicates and other files are left out."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import numpy as np

from ..detection_child import REQUEST
from ..errors import InputError, MicrocalcError
from ..files import file_name
from ..progress import Progress
from ..reading import no_file
from ..reading.decoding import stored_pixels
from ..reading.elements import text
from ..reading.kinds import FileKind, kind_of
from ..reading.suitability import DECIDING_ELEMENTS, DESCRIPTIONS, refuse_other_images
from ..reading.volume_header import sha256_of_image
from .identifiers import IDENTIFYING, KnownWords, identifying_words
from .items import Inputs, Item, LeftOut
from .privacy import holds_any, holds_date, pseudonym, without
from .worklist import WORKLIST_SUFFIX, Entry, read_worklist

# A file of such a name that is no image is a damaged image, which fails; any other is no image, which is left out.
IMAGE_SUFFIXES = (".dcm", ".dicom", ".png", ".jpg", ".jpeg", ".pgm", ".tif", ".tiff", ".nrrd", ".mha", ".mhd")
OWN_SUFFIXES = (".labels.nrrd", ".seg.nrrd", ".truth.nrrd", ".overlay.png")
# Folders of a labelled set beside its images, or beside their folder: see `microcalc-train import folder`.
MASKS, REGIONS, IMAGES = "masks", "regions", "images"
T = TypeVar("T")
R = TypeVar("R")
READERS = 8
STEP = 100  # a line of progress is for so many files
_PLAIN_SUFFIX = re.compile(r"(?:\.[A-Za-z][A-Za-z0-9]{0,7}){1,2}")
_HEADER = (*IDENTIFYING, *DECIDING_ELEMENTS, *DESCRIPTIONS)


@dataclass(frozen=True)
class _Found:
    """A file with what its header says; `reason` why it is left out, None if it is an image."""

    entry: Entry
    stem: str
    suffix: str = ""
    uid: str = ""
    study: str = ""
    words: tuple[str, ...] = ()
    reason: str | None = None


def find_inputs(
    inputs: Sequence[Path], output: Path, identifiers: bool = False, progress: Progress | None = None
) -> Inputs:
    """Return the images of files, folders (with all below) and worklists (``.csv``), and what was left out and why.

    The order and the names do not depend on the order in which the system lists the files. A DICOM image lies under a
    folder of its study. The second image of a SOP instance UID and the same pixels, or of the same bytes, is a
    duplicate. Links that lead nowhere and folders that cannot be listed are images that fail.

    Parameters
    ----------
    inputs
        Images, folders, worklists, or requests that `worker.write_request` wrote.
    output
        Folder of the results, which is not searched.
    identifiers
        Whether names may tell the study's UID and whatever else file names hold.

    Raises
    ------
    InputError
        If an input does not exist, a worklist cannot be read, or nothing is found at all.
    """
    progress = progress or Progress()
    found = []
    with closing(
        in_threads(lambda entry: _inspected(entry, identifiers), _entries(inputs, output.resolve()))
    ) as inspected:
        for one in inspected:
            found.append(one)
            progress(0.0, f"Looking for images: more than {len(found) // STEP * STEP} files")
    if not identifiers:
        found = _without_identifiers(found)
    images = sorted((one for one in found if one.reason is None), key=_order)
    if not found:
        raise InputError(f"No files in {', '.join(map(str, inputs))}: give a folder of mammograms or a worklist.")
    kept, duplicates = _without_duplicates(images, progress)
    names = _names(kept, identifiers)
    items = tuple(_item(one, name) for one, name in zip(kept, names, strict=True))
    doubles = [LeftOut(_shown(one), f"the same image as {names[original]}") for one, original in duplicates]
    others = [LeftOut(_shown(one), one.reason) for one in sorted(found, key=_order) if one.reason is not None]
    return Inputs(
        tuple(sorted(items, key=lambda item: item.name)), tuple(sorted((*others, *doubles), key=lambda o: o.name))
    )


def in_threads(function: Callable[[T], R], items: Iterable[T]) -> Generator[R, None, None]:
    """Yield the results in the order of the items, several at work at a time; closing it withdraws those that wait."""
    readers = ThreadPoolExecutor(READERS)
    try:
        yield from readers.map(function, items)
    finally:
        readers.shutdown(wait=False, cancel_futures=True)


def _entries(inputs: Sequence[Path], output: Path) -> Iterator[Entry]:
    for path in map(Path, inputs):
        if path.is_dir():
            yield from (Entry(file, path) for file in _files(path, output))
        elif path.suffix.lower() == WORKLIST_SUFFIX:
            yield from read_worklist(path)
        elif path.is_file():
            yield Entry(path, path.parent)
        else:
            raise no_file(path)


def _files(folder: Path, output: Path) -> Iterator[Path]:
    """Yield regular files below a folder, links to folders, links that lead nowhere and folders that cannot be listed,
    which fail.

    Hidden ones and the output folder are passed over.
    """
    unlistable: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=lambda error: unlistable.append(Path(error.filename))):
        here = Path(parent)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and (here / name).resolve() != output)
        yield from (here / name for name in folders if (here / name).is_symlink())
        yield from (here / name for name in sorted(names) if not name.startswith(".") and _counts(here / name))
    yield from unlistable


def _counts(path: Path) -> bool:
    """Return whether a name in a folder is a file, or a link to one that is not there any more."""
    return path.is_file() or (path.is_symlink() and not path.exists())


def _inspected(entry: Entry, identifiers: bool) -> _Found:
    stem = file_name(entry.name or _stem(entry.path))
    suffix = entry.path.name.removeprefix(_stem(entry.path))
    if entry.listed and entry.path.name == REQUEST:
        return _Found(entry, stem)
    if not entry.listed and entry.path.is_symlink() and entry.path.is_dir():
        return _Found(
            entry,
            file_name(entry.path.name),
            reason="a link to a folder, which is not followed: give that folder itself",
        )
    if entry.path.name.endswith(OWN_SUFFIXES):
        return _Found(entry, stem, suffix, reason="a result of Microcalc or a truth image")
    if not entry.listed and _is_truth(entry):
        return _Found(entry, stem, suffix, reason="the truth of the image of its name")
    try:
        kind = kind_of(entry.path)
    except OSError:  # it cannot be read, whatever it is: it fails, with the cause
        return _Found(entry, stem, suffix)
    except InputError:
        damaged = entry.listed or entry.path.suffix.lower() in IMAGE_SUFFIXES or not entry.path.is_file()
        return _Found(entry, stem, suffix, reason=None if damaged else "not an image that Microcalc reads")
    return _inspected_dicom(entry, stem, identifiers) if kind is FileKind.DICOM else _Found(entry, stem, suffix)


def _is_truth(entry: Entry) -> bool:
    """Return whether a file below a given folder lies in a folder of masks beside an image of its name."""
    path, place = entry.path, entry.path.parent
    if place.name not in (MASKS, REGIONS) or place == entry.root:
        return False
    return any(
        (beside / f"{path.stem}{suffix}").is_file()
        for beside in (place.parent, place.parent / IMAGES)
        for suffix in (*IMAGE_SUFFIXES, *map(str.upper, IMAGE_SUFFIXES), "")
    )


def _inspected_dicom(entry: Entry, stem: str, identifiers: bool) -> _Found:
    from pydicom import dcmread

    from ..reading.deflated import check_deflated

    try:
        check_deflated(entry.path)
        header = dcmread(entry.path, stop_before_pixels=True, force=True, specific_tags=list(_HEADER))
        words = () if identifiers else identifying_words(header)
        uid, study = text(header, "SOPInstanceUID"), text(header, "StudyInstanceUID")
    except Exception:  # pydicom raises whatever the damaged bytes lead to; the detection will say so
        return _Found(entry, stem)
    if not entry.name and holds_any(stem, words):
        stem = pseudonym("image", uid or str(entry.path))
    found = _Found(entry, stem, "", uid, study, words)
    try:
        refuse_other_images(header, "it")
    except InputError as error:
        return replace(found, reason=without(str(error).partition(":")[0], words))
    return found


def _without_identifiers(found: list[_Found]) -> list[_Found]:
    """Return the files with a hash for a name that holds a full date, or the words of others in the run where a file
    has no words of its own.

    Names that a worklist gives stay.
    """
    known = KnownWords(word for one in found for word in one.words)
    return [_without_identifier(one, known) for one in found]


def _without_identifier(one: _Found, known: KnownWords) -> _Found:
    name = one.stem + one.suffix
    if one.entry.name or not (holds_date(name) or (not one.words and known.are_in(name))):
        return one
    suffix = one.suffix if _PLAIN_SUFFIX.fullmatch(one.suffix) and not known.are_in(one.suffix) else ""
    return replace(
        one, stem=pseudonym("image" if one.reason is None else "file", one.uid or str(one.entry.path)), suffix=suffix
    )


def _without_duplicates(images: Sequence[_Found], progress: Progress) -> tuple[list[_Found], list[tuple[_Found, int]]]:
    """Return the distinct images, and each further one with the index of that which it repeats; what a worklist lists
    under a name with facts of its own repeats only what has these facts.

    Anonymisers give several images one UID, and one image may lie there in two transfer syntaxes: of images with one
    UID the pixels decide. Of other files it is the bytes.
    """
    sizes = Counter(_size(one.entry.path) for one in images if not one.uid)
    uids = Counter(one.uid for one in images if one.uid)
    kept: list[_Found] = []
    duplicates: list[tuple[_Found, int]] = []
    first: dict[str, int] = {}
    for one in images:
        progress(0.0, "Looking for duplicates")
        if one.uid:
            key = f"{one.uid} {_pixels_key(one.entry.path)}" if uids[one.uid] > 1 else ""
        else:
            key = _bytes_key(one.entry.path) if sizes[_size(one.entry.path)] > 1 else ""
        own = key + _facts(one.entry)
        if key and own in first:
            duplicates.append((one, first[own]))
            continue
        if key:
            first[own] = len(kept)
            first.setdefault(key, len(kept))
        kept.append(one)
    return kept, duplicates


def _facts(entry: Entry) -> str:
    """Return in words what a worklist states of an image that it gives a name; empty without."""
    facts = (entry.spacing_mm, entry.full_scale, entry.invert)
    return f" {facts}" if entry.name and facts != (None, None, None) else ""


def _names(images: Sequence[_Found], identifiers: bool) -> list[str]:
    """Return distinct names; alike ones are told apart by a hash, so that a further file does not change the others.

    That is one of the place below what was given, or of the path where two given folders hold files of one place.
    """
    folders = [
        (f"{file_name(i.study)}/" if identifiers else f"{pseudonym('study', i.study)}/") if i.study else ""
        for i in images
    ]
    names = [folder + image.stem for folder, image in zip(folders, images, strict=True)]
    below = _told_apart(names, names, [_relative(image.entry) for image in images])
    return _told_apart(below, names, [f"{image.entry.path.as_posix()}{_facts(image.entry)}" for image in images])


def _told_apart(names: Sequence[str], begins: Sequence[str], places: Sequence[str]) -> list[str]:
    """Return the names, those that are alike as their beginning and a hash of their place."""
    counts = Counter(name.casefold() for name in names)
    return [
        name if counts[name.casefold()] == 1 else f"{begin}-{pseudonym('', place)[1:]}"
        for name, begin, place in zip(names, begins, places, strict=True)
    ]


def _item(one: _Found, name: str) -> Item:
    entry = one.entry
    return Item(name, entry.path, one.words, entry.spacing_mm, entry.full_scale, entry.invert)


def _order(one: _Found) -> tuple[bool, tuple[str, ...]]:
    """What a worklist lists, with its facts, goes before the same file in a folder."""
    return not one.entry.listed, one.entry.path.parts


def _relative(entry: Entry) -> str:
    return (
        entry.path.relative_to(entry.root).as_posix()
        if entry.path.is_relative_to(entry.root)
        else entry.path.as_posix()
    )


def _shown(one: _Found) -> str:
    return one.stem + ("" if one.uid or one.words else one.suffix)


def _stem(path: Path) -> str:
    """Return the name without its suffix; the last number of a UID (``1.2.840.10008``) is no suffix."""
    return path.name if path.suffix[1:].isdecimal() else path.stem


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _pixels_key(path: Path) -> str:
    """Return what is alike for DICOM files of the same pixels; one that cannot be decoded is like no other and will
    fail.
    """
    try:
        pixels = np.ascontiguousarray(stored_pixels(path))
        return f"{pixels.shape} {sha256(pixels.tobytes()).hexdigest()}"
    except (MicrocalcError, OSError, MemoryError):
        return str(path)


def _bytes_key(path: Path) -> str:
    """Return what is alike for files of the same bytes; one that cannot be read is like no other and will fail."""
    try:
        return sha256_of_image(path) if path.stat().st_size and path.name != REQUEST else ""
    except OSError:
        return ""


def checked_items(items: Iterable[Item]) -> tuple[Item, ...]:
    """Return the items; raises `InputError` without any."""
    items = tuple(items)
    if not items:
        raise InputError("No mammogram was found: give a folder, images or a worklist that holds some.")
    return items
