"""A part of a mammogram at its real pixels: each is one, two or four pixels of the screen wide, none between them."""

from __future__ import annotations

import numpy as np
import qt
import slicer.util
from MicrocalcCADLib.exam import Hanging

INVERTED, STORED = "vtkMRMLColorTableNodeInvertedGrey", Hanging(False, False)


def closeUp(volumeNode, row: float, column: float, width: int, height: int, zoom: int, turned: Hanging = STORED):
    """Return the picture around a pixel, in the window of the slice views; outside of the image it is black.

    Parameters
    ----------
    width, height
        Of the picture, in pixels of the screen.
    zoom
        Pixels of the screen across one of the image.
    turned
        How the view shows the image that this is a part of: it is mirrored and turned like that.
    """
    pixels = slicer.util.arrayFromVolume(volumeNode)[0]
    rows, columns = max(1, height // zoom), max(1, width // zoom)
    top, left = round(row) - rows // 2, round(column) - columns // 2
    part = np.zeros((rows, columns), np.uint8)
    r0, c0 = max(0, top), max(0, left)
    inside = pixels[r0 : max(r0, top + rows), c0 : max(c0, left + columns)]
    part[r0 - top : r0 - top + inside.shape[0], c0 - left : c0 - left + inside.shape[1]] = _windowed(volumeNode, inside)
    part = part[:: -1 if turned.upside_down else 1, :: -1 if turned.mirrored else 1]
    return _pixmap(part.repeat(zoom, axis=0).repeat(zoom, axis=1))


def _windowed(volumeNode, part: np.ndarray) -> np.ndarray:
    display = volumeNode.GetDisplayNode()
    low, high = (
        (display.GetWindowLevelMin(), display.GetWindowLevelMax())
        if display is not None
        else (float(part.min()), float(part.max()))
    )
    grey = np.clip((part.astype(np.float32) - low) * (255 / max(high - low, 1e-6)), 0, 255).astype(np.uint8)
    return 255 - grey if display is not None and display.GetColorNodeID() == INVERTED else grey


def _pixmap(grey: np.ndarray):
    """Return grey values (rows, columns) as a pixmap, by way of a PGM file in memory, which every Qt reads."""
    pixmap = qt.QPixmap()
    pixmap.loadFromData(b"P5 %d %d 255\n" % (grey.shape[1], grey.shape[0]) + np.ascontiguousarray(grey).tobytes())
    return pixmap
