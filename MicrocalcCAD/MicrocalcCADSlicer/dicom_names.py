"""Names of the files of results, so that no file of one image replaces one of another."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from pathlib import Path

from MicrocalcCADLib.files import file_name
from MicrocalcCADLib.reporting import ANSWERS_TO_IMAGE, FORMATS

from .result_nodes import volumeTitle

SUFFIXES = tuple(FORMATS[name][1] for name in ANSWERS_TO_IMAGE)


def stemFor(volumeNode, folder: Path, uid: str | None) -> str:
    """Return what the files of a volume's results begin with in a folder: its name, with a number where DICOM files of
    that name are of another image.
    """
    return freeStem(folder, file_name(volumeTitle(volumeNode)), uid)


def freeStem(folder: Path, stem: str, uid: str | None, suffixes: Iterable[str] = SUFFIXES) -> str:
    """Return the beginning of a file name, with the first number from 2 on under which no DICOM file is of another
    image.

    Parameters
    ----------
    uid
        SOP instance UID of the image, None or empty where it is not known.
    """
    suffixes, numbers, free = tuple(suffixes), count(2), stem
    while any(_isOfAnother(folder / f"{free}{suffix}", uid) for suffix in suffixes):
        free = f"{stem} ({next(numbers)})"
    return free


def _isOfAnother(path: Path, uid: str | None) -> bool:
    """Return whether a file is there that neither is the image nor refers to it; one that is no DICOM is none of ours
    either.
    """
    if not path.exists():
        return False
    try:
        from pydicom import dcmread

        dataset = dcmread(path, stop_before_pixels=True)
        known = {str(one.value) for one in dataset.iterall() if one.keyword == "ReferencedSOPInstanceUID"}
        return uid not in known | {str(dataset.get("SOPInstanceUID", ""))}
    except Exception:  # pydicom raises whatever the bytes lead to
        return True
