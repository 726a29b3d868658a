"""The image that results are about: read once, known again by its pixels, refused when another one has taken its place."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace

import numpy as np
import slicer.util
from MicrocalcCADLib.analysis import Analysis
from MicrocalcCADLib.errors import InputError
from MicrocalcCADLib.mammogram import Mammogram
from slicer.i18n import tr as _

from .volume import mammogramOf


@dataclass(frozen=True)
class ImageRecord:
    """What was seen at the detection: a checksum of the stored values, and the stored value that counted as full white."""

    checksum: str
    fullScale: float

    @classmethod
    def of(cls, volumeNode, analysis: Analysis) -> ImageRecord:
        """Return the record of a volume as it is now; raises `InputError` if it is no mammogram."""
        return cls(checksumOf(volumeNode), mammogramOf(volumeNode, analysis.image.spacing_mm).full_scale)

    @classmethod
    def fromText(cls, text: str | None) -> ImageRecord | None:
        """Return the record that `toText` wrote, None for anything else."""
        checksum, _separator, fullScale = (text or "").partition(" ")
        try:
            return cls(checksum, float(fullScale))
        except ValueError:
            return None

    def toText(self) -> str:
        """Return the record as text for the scene."""
        return f"{self.checksum} {self.fullScale:.9g}"


def checksumOf(volumeNode) -> str:
    """Return a checksum of the volume's stored values and their arrangement."""
    array = slicer.util.arrayFromVolume(volumeNode)
    return f"{'x'.join(map(str, array.shape))}-{zlib.crc32(np.ascontiguousarray(array)):08x}"


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
        if tuple(dimensions) != (facts.columns, facts.rows, 1) or (record and record.checksum != checksumOf(volumeNode)):
            raise InputError(
                _("The image in {volume} is another one than was analysed: its findings stay as they were, detect again for the new image.").format(
                    volume=volumeNode.GetName()
                )
            )
        mammogram = mammogramOf(volumeNode, facts.spacing_mm)
        if record and mammogram.full_scale != record.fullScale:
            mammogram = mammogramOf(volumeNode, facts.spacing_mm, record.fullScale)
        return replace(mammogram, source=self._analysis.source, laterality=facts.laterality, view=facts.view)
