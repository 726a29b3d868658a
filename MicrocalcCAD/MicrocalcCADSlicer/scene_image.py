"""The image that results are about: read once, known again by its pixels, refused when another one has
taken its place.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import slicer.util
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.files import json_of
from MicrocalcCADLib.findings import ImageFacts
from MicrocalcCADLib.mammogram import Mammogram, Source
from MicrocalcCADLib.notices import Notice, of_image, read_notices
from slicer.i18n import tr as _

from .exam_images import viewOf
from .volume import SAME_SPACING, mammogramOf, spacingOf


@dataclass(frozen=True)
class ImageRecord:
    """What was seen at the detection: a checksum of the stored values, which of them counted as full white, and what
    was said of it.
    """

    checksum: str
    fullScale: float
    notices: tuple[Notice, ...] = ()

    @classmethod
    def of(cls, volumeNode, analysis: Analysis) -> ImageRecord:
        """Return the record of a volume as it is now; raises `InputError` if it is no mammogram."""
        mammogram = _asAnalysed(volumeNode, analysis, None)
        return cls(checksumOf(volumeNode), mammogram.full_scale, mammogram.notices)

    @classmethod
    def fromText(cls, text: str | None) -> ImageRecord | None:
        """Return the record that `toText` wrote, None for anything else."""
        try:
            content = json_of(text or "")
            notices = content["notices"] if "notices" in content else of_image(*map(str, content["warnings"]))
            return cls(str(content["checksum"]), float(content["fullScale"]), read_notices(notices))
        except (ValueError, TypeError, KeyError, InputError):
            return None

    def toText(self) -> str:
        """Return the record as text for the scene."""
        return json.dumps(asdict(self))


def checksumOf(volumeNode) -> str:
    """Return a checksum of the volume's stored values and their arrangement."""
    array = slicer.util.arrayFromVolume(volumeNode)
    return f"{'x'.join(map(str, array.shape))}-{zlib.crc32(np.ascontiguousarray(array)):08x}"


def _asAnalysed(volumeNode, analysis: Analysis, fullScale: float | None) -> Mammogram:
    """Return the mammogram with the spacing of the analysis; where the volume still says the same, with all that it
    says of it.
    """
    spacing, now = analysis.image.spacing_mm, spacingOf(volumeNode).mm
    same = now is not None and np.allclose(now, spacing, rtol=SAME_SPACING, atol=0)
    return mammogramOf(volumeNode, None if same else spacing, fullScale)


class SceneImage:
    """Gives the mammogram of a volume for the results of an analysis; reads it again only when the volume has changed.

    Parameters
    ----------
    record
        What was seen at the detection; None where a scene does not say.
    """

    def __init__(self, volumeNode, analysis: Analysis, record: ImageRecord | None) -> None:
        self._volumeNode, self._analysis, self._record = volumeNode, analysis, record
        self._key: tuple | None = None
        self._mammogram: Mammogram | None = None

    def mammogram(self) -> Mammogram:
        """Return the image as it was analysed; raises `InputError` if the volume holds another one by now."""
        image = self._volumeNode.GetImageData()
        key = (image, image.GetMTime()) if image is not None else None
        if key is None or key != self._key:
            self._mammogram, self._key = self._read(), key
        return self._mammogram

    def check(self) -> None:
        """Raise `InputError` if the volume holds another image than was analysed."""
        self.mammogram()

    def _read(self) -> Mammogram:
        volumeNode, facts, record = self._volumeNode, self._analysis.image, self._record
        image = volumeNode.GetImageData()
        dimensions = image.GetDimensions() if image is not None else (0, 0, 0)
        if tuple(dimensions) != (facts.columns, facts.rows, 1) or (
            record and record.checksum != checksumOf(volumeNode)
        ):
            raise InputError(
                _(
                    "The image in {volume} is another one than was analysed: its findings stay, click Detect"
                    " calcifications for the new one."
                ).format(volume=volumeNode.GetName())
            )
        mammogram = _asAnalysed(volumeNode, self._analysis, record.fullScale if record else None)
        if record:
            mammogram = replace(mammogram, notices=record.notices)
        return replace(mammogram, source=self._source(mammogram.source), laterality=facts.laterality, view=facts.view)

    def _source(self, now: Source) -> Source:
        """Return the source as it was analysed; only a DICOM file that has moved, or another database, is named as it
        is now.
        """
        before = self._analysis.source
        moved = before.path is not None and now.path is not None and not Path(before.path).exists()
        return (
            replace(before, path=now.path)
            if moved and before.sop_instance_uid and before.sop_instance_uid == now.sop_instance_uid
            else before
        )


def otherFacts(volumeNode, image: ImageFacts) -> list[str]:
    """Return a sentence for each thing that is known otherwise of a volume now than when it was analysed."""
    found, now, view = [], spacingOf(volumeNode).mm, viewOf(volumeNode)
    if now is not None and not np.allclose(now, image.spacing_mm, rtol=SAME_SPACING, atol=0):
        found.append(
            _(
                "Sizes in {volume} are of the pixel spacing of its detection, {before:g} mm, not of {now:g} mm:"
                " click Detect calcifications."
            ).format(volume=volumeNode.GetName(), before=image.spacing_mm[0], now=now[0])
        )
    pairs = ((image.laterality, view.laterality), (image.view, view.view))
    if any(before and known and before != known for before, known in pairs):
        found.append(
            _(
                "Sentences and places in {volume} are of {before}, as it was named at its detection: click Detect"
                " calcifications."
            ).format(volume=volumeNode.GetName(), before=" ".join(filter(None, (image.laterality, image.view))))
        )
    return found
