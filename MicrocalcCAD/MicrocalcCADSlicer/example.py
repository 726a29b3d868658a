"""A small made-up mammogram in the scene, for the self test and for trying the panel without data."""

from __future__ import annotations

from functools import cache

import numpy as np
import slicer
import slicer.util
from scipy.ndimage import gaussian_filter

ROWS, COLUMNS = 900, 700
CLUSTER_ROW, CLUSTER_COLUMN, CLUSTER_SPREAD_MM = 420, 240, 2.5
SPOTS = 14


def addExampleVolume(spacing_mm: float = 0.07, name: str = "Example"):
    """Add a volume node with a half-elliptic breast and one cluster of bright spots, and return it."""
    matrix = np.diag([-spacing_mm, -spacing_mm, 1.0, 1.0])
    return slicer.util.addVolumeFromArray(exampleImage()[np.newaxis], ijkToRAS=matrix, name=name)


@cache
def exampleImage() -> np.ndarray:
    """Return the picture, uint16 (rows, columns) of 12 bits; always the same, so not to be written into."""
    generator = np.random.default_rng(7)
    row, column = np.mgrid[0:ROWS, 0:COLUMNS]
    inside = ((row - ROWS / 2) / (0.42 * ROWS)) ** 2 + (column / (0.7 * COLUMNS)) ** 2 < 1
    texture = sum(gaussian_filter(generator.standard_normal((ROWS, COLUMNS)), s) * s for s in (1.5, 6, 24))
    image = np.where(inside, 1500 + 160 * texture, 60 + 3 * generator.standard_normal((ROWS, COLUMNS)))
    for centre in np.array((CLUSTER_ROW, CLUSTER_COLUMN)) + generator.normal(
        0, CLUSTER_SPREAD_MM / 0.07 / 1.5, (SPOTS, 2)
    ):
        radius_px = generator.uniform(1.6, 3.2)
        distance = np.hypot(row - centre[0], column - centre[1]) / radius_px
        image += 900 * np.clip(1.5 - distance, 0, 1)
    picture = np.clip(gaussian_filter(image, 0.6) + 8 * generator.standard_normal((ROWS, COLUMNS)), 0, 4095).astype(
        np.uint16
    )
    picture.setflags(write=False)
    return picture


def addDetectedExample():
    """Add the example with the findings of a real detection, which is made once, and return the result nodes."""
    from .scene_state import State
    from .session import storeResults

    volume = addExampleVolume()
    return storeResults(volume, _analysis(), State()).nodes


@cache
def _analysis():
    from MicrocalcCADLib.detectors import DEFAULT
    from MicrocalcCADLib.kinds import system
    from MicrocalcCADLib.progress import Progress

    from .volume import mammogramOf

    volume = addExampleVolume()
    try:
        return system.create(DEFAULT, None, "cpu").analyse(mammogramOf(volume), Progress())
    finally:
        slicer.mrmlScene.RemoveNode(volume)
