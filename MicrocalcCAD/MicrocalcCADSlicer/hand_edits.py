"""What is set in the segment of calcifications, and what was last written into it, kept in the segment's tags.

The tags travel with the segment: the Segment Editor's Undo brings back the pixels together with what was known about
them.
"""

from __future__ import annotations

import base64
import binascii
import zlib

import numpy as np
import vtk
from MicrocalcCADLib.edits import Edits
from MicrocalcCADLib.errors import InputError
from slicer.i18n import tr as _
from vtk.util.numpy_support import vtk_to_numpy

from .geometry import gridOf, matrixOf
from .library_words import said

WRITTEN, EDITS = "Microcalc.Written", "Microcalc.Edits"
BINARY_LABELMAP = "Binary labelmap"
SAME_PLACE_MM = 1e-3


def writeTags(segment, identifiers: np.ndarray, edits: Edits) -> None:
    """Keep, with the segment, the edits and the ids of the objects that are drawn in it now."""
    packed = zlib.compress(
        np.asarray(identifiers, "<i8").tobytes(), 1
    )  # harder is no smaller, and a slider writes it at each move
    segment.SetTag(WRITTEN, base64.b64encode(packed).decode("ascii"))
    if len(edits) or segment.HasTag(EDITS):
        segment.SetTag(EDITS, edits.to_text())


def readWritten(segment) -> np.ndarray | None:
    """Return the ids of the objects that were last drawn into the segment; None if none ever were."""
    text = readTag(segment, WRITTEN)
    if text is None:
        return None
    try:
        return np.frombuffer(zlib.decompress(base64.b64decode(text)), "<i8").astype(np.int64)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise InputError(
            _("The tags of the segment Calcifications cannot be read ({error}): click Detect calcifications.").format(
                error=said(error)
            )
        ) from error


def readEdits(segment) -> Edits:
    """Return the edits kept with the segment; raises `InputError` if they are damaged."""
    text = readTag(segment, EDITS)
    return Edits.from_text(text) if text else Edits()


def readTag(segment, name: str) -> str | None:
    """Return a tag of a segment, None if it has none of this name."""
    text = vtk.reference("")
    return str(text) if segment.GetTag(name, text) else None


def currentPixels(segment, volumeNode) -> np.ndarray:
    """Return the flat indices (row * columns + column) that are set in the segment, ascending; not to be changed.

    Raises
    ------
    InputError
        If the segment lies on another grid than the mammogram, or is no labelmap any more, which is no edit.
    """
    if segment.GetRepresentation(BINARY_LABELMAP) is None:
        raise InputError(
            _(
                "The segment Calcifications of {volume} is no binary labelmap any more: make that the source"
                " representation again in the module Segmentations, or click Detect calcifications."
            ).format(volume=volumeNode.GetName())
        )
    key = segmentKey(segment, volumeNode)
    if key is None:
        return np.zeros(0, np.int64)
    if _known[:1] != [key]:
        rememberPixels(segment, volumeNode, _readPixels(segment, volumeNode))
    return _known[1]


def segmentKey(segment, volumeNode) -> tuple | None:
    """Return what changes with every edit of a segment, of its image, or of the volume that it is about; None without
    an image.
    """
    image = segment.GetRepresentation(BINARY_LABELMAP)
    if image is None or volumeNode.GetImageData() is None:
        return None
    return (
        segment.GetMTime(),
        image.GetMTime(),
        segment.GetLabelValue(),
        volumeNode.GetImageData().GetMTime(),
        volumeNode.GetMTime(),
    )


def rememberPixels(segment, volumeNode, pixels: np.ndarray) -> None:
    """Know that these pixels are set in the segment until it changes, so that they need not be sought in all of the
    image.
    """
    kept = np.array(pixels, np.int64)
    kept.flags.writeable = False
    _known[:] = [segmentKey(segment, volumeNode), kept]


# The segment last looked at and its pixels: times of modification are never the same twice, of whatever segment.
_known: list = []


def _readPixels(segment, volumeNode) -> np.ndarray:
    columns, rows = volumeNode.GetImageData().GetDimensions()[:2]
    pixels = pixelsOnOwnGrid(segment, rows, columns)
    if len(pixels):
        _checkGrid(segment.GetRepresentation(BINARY_LABELMAP), volumeNode)
    return pixels


def pixelsOnOwnGrid(segment, rows: int, columns: int) -> np.ndarray:
    """Return what is set in the segment as flat indices of an image of this size, wherever the segment lies."""
    image = segment.GetRepresentation(BINARY_LABELMAP)
    extent = image.GetExtent() if image is not None else (0, -1, 0, -1, 0, -1)
    if extent[0] > extent[1] or extent[2] > extent[3] or image.GetPointData().GetScalars() is None:
        return np.zeros(0, np.int64)
    width = extent[1] - extent[0] + 1
    values = vtk_to_numpy(image.GetPointData().GetScalars())[: width * (extent[3] - extent[2] + 1)]
    down, across = np.divmod(np.flatnonzero(values == segment.GetLabelValue()), width)
    down, across = down + extent[2], across + extent[0]
    inside = (across >= 0) & (across < columns) & (down >= 0) & (down < rows)
    return down[inside].astype(np.int64) * columns + across[inside]


def _checkGrid(image, volumeNode) -> None:
    if not np.allclose(gridOf(image), matrixOf(volumeNode), atol=SAME_PLACE_MM):
        raise InputError(
            _(
                "The segment Calcifications lies on another grid than {volume}: choose it as source geometry, or click"
                " Detect calcifications."
            ).format(volume=volumeNode.GetName())
        )
