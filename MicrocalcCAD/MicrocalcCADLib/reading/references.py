"""Which other objects a DICOM object is about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from .deflated import check_deflated
from .elements import text

if TYPE_CHECKING:
    from pydicom import DataElement, Dataset

MAMMOGRAMS = ("1.2.840.10008.5.1.4.1.1.1.2", "1.2.840.10008.5.1.4.1.1.1.2.1")  # for presentation, for processing


def referenced_objects(path: Path | str) -> dict[str, str]:
    """Return the SOP class UID of every object that a DICOM file refers to, by its SOP instance UID, in the order of
    the file.

    Raises
    ------
    InputError
        If the file is no DICOM file that can be followed.
    """
    from pydicom import dcmread

    path = Path(path)
    found: dict[Any, Any] = {}

    def note(dataset: Dataset, element: DataElement) -> None:
        if element.keyword == "ReferencedSOPInstanceUID" and text(dataset, element.keyword):
            found.setdefault(text(dataset, element.keyword), text(dataset, "ReferencedSOPClassUID"))

    check_deflated(path)
    try:
        dcmread(path, stop_before_pixels=True, force=True).walk(note)
    except Exception as error:  # pydicom raises whatever the damaged bytes lead to
        raise InputError(f"{path.name} is a damaged DICOM file ({error}): copy or export it again.") from error
    return found
