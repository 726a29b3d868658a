"""What the files of Slicer's DICOM database are for us, and how they come into the scene: mammograms, and marks onto
their image.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import slicer
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.exam import View, shown_date
from MicrocalcCADLib.reading.presentation_state import SOFTCOPY_STATES
from MicrocalcCADLib.reading.references import MAMMOGRAMS, referenced_objects
from slicer.i18n import tr as _

from .dicom_exchange import loadDicom, volumeOf
from .dicom_images import loadMammogram, showLarge, volumesOf

MODALITY, SOP_CLASS, INSTANCE, FRAMES = "0008,0060", "0008,0016", "0008,0018", "0028,0008"
STUDY_DATE, DESCRIPTION, LATERALITY, VIEW, ROWS = "0008,0020", "0008,103E", "0020,0062", "0018,5101", "0028,0010"
MAMMOGRAPHY_CAD = "1.2.840.10008.5.1.4.1.1.88.50"
# Above those of Slicer's own plugins, which stack the views of a series as slices (0.5), and cannot read a segmentation
# of an image without a place in the patient (0.95).
CONFIDENCE = 0.98


@dataclass(frozen=True)
class Offer:
    """One file that we load: its SOP instance UID, name, and the UIDs of the mammograms that its marks are about (none
    for an image).
    """

    path: str
    uid: str
    name: str
    tooltip: str
    images: tuple[str, ...] = ()

    @property
    def isImage(self) -> bool:
        """Whether this is a mammogram itself."""
        return not self.images


def offers(paths: Sequence[str]) -> list[Offer]:
    """Return what we load of the files of a series, one offer a file; nothing for files that others load better."""
    found = (_offerOf(path) for path in paths)
    return [offer for offer in found if offer is not None]


class Loader:
    """Brings files into the scene; knows which mammograms came along with marks, as Slicer loads what it was asked for
    in any order.

    Parameters
    ----------
    onImage
        Called with (path, node) of each mammogram that is added, before marks are placed beside it.
    """

    def __init__(self, onImage: Callable[[str, object], None]) -> None:
        self._onImage = onImage
        self._brought: dict[str, str] = {}

    def load(self, offer: Offer) -> list:
        """Bring a file into the scene, with the mammograms that its marks lie on, and return the nodes of its marks.

        Raises
        ------
        InputError
            If it cannot be read, or its mammograms are neither in the scene nor in the DICOM database.
        """
        if offer.isImage:
            self._loadImage(offer)
            return []
        missing = [uid for uid in offer.images if volumeOf(uid) is None]
        paths = {uid: path for uid in missing if (path := slicer.dicomDatabase.fileForInstance(uid))}
        if len(missing) == len(offer.images) and not paths:
            raise InputError(
                _(
                    "The mammogram that {name} is about is not in the DICOM database: click Import DICOM files there,"
                    " then load this again."
                ).format(name=offer.name)
            )
        for uid, path in paths.items():
            self._brought[uid] = self._added(path, uid, _nameOf(path)).GetID()
        return loadDicom(offer.path, logging.info)

    def _loadImage(self, offer: Offer) -> None:
        """Load an image, or show the one that its marks have just brought along."""
        brought = self._brought.pop(offer.uid, "")
        there = next((node for node in volumesOf(offer.uid) if node.GetID() == brought), None)
        if there is not None:
            showLarge(there)
        else:
            self._added(offer.path, offer.uid, offer.name)

    def _added(self, path: str, uid: str, name: str):
        node = loadMammogram(path, uid, name, _value(path, STUDY_DATE))
        self._onImage(path, node)
        return node


def _offerOf(path: str) -> Offer | None:
    modality, sopClass, uid = (_value(path, tag) for tag in (MODALITY, SOP_CLASS, INSTANCE))
    if modality == "MG" and uid:
        isImage = bool(_value(path, ROWS)) and _value(path, FRAMES) in ("", "0", "1")
        return (
            Offer(path, uid, _nameOf(path), _("Mammogram with spacing and window, right side up")) if isImage else None
        )
    tooltips = {
        "SEG": _("Segmentation of a mammogram"),
        "SR": _("Marks of a mammography CAD report"),
        "PR": _("Outlines on a mammogram"),
    }
    isOurs = (
        modality == "SEG"
        or (modality == "SR" and sopClass == MAMMOGRAPHY_CAD)
        or (modality == "PR" and sopClass in SOFTCOPY_STATES)
    )
    images = _imagesOf(path) if isOurs and uid else ()
    return Offer(path, uid, _nameOf(path), tooltips[modality], images) if images else None


def _imagesOf(path: str) -> tuple[str, ...]:
    """Return the UIDs of the mammograms that an object refers to; film is known as one only to a database that holds
    it.
    """
    try:
        objects = referenced_objects(path)
    except InputError:
        return ()
    mammograms = tuple(uid for uid, sopClass in objects.items() if sopClass in MAMMOGRAMS or _modalityOf(uid) == "MG")
    return mammograms or (tuple(objects) if _value(path, SOP_CLASS) == MAMMOGRAPHY_CAD else ())


def _modalityOf(uid: str) -> str:
    path = slicer.dicomDatabase.fileForInstance(uid)
    return _value(path, MODALITY) if path else ""


def _nameOf(path: str) -> str:
    side, view = _value(path, LATERALITY), _value(path, VIEW)
    shown = View("", side, view).title if side and view else ""
    name = " ".join(filter(None, (shown, _value(path, DESCRIPTION), shown_date(_value(path, STUDY_DATE)))))
    return name or Path(path).stem


def _value(path: str, tag: str) -> str:
    return (slicer.dicomDatabase.fileValue(path, tag) or "").strip()
