"""Calcifications of lesions of which a set outlines the lesion alone: those that the detector finds in it, as it is
rated in use.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from MicrocalcCADLib.detectors import Detector, create
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.operating_point import DEFAULT
from MicrocalcCADLib.progress import Progress


def outlined_by_detector(mammogram: Mammogram, lesions: np.ndarray, detector: Detector | None = None) -> np.ndarray:
    """Return uint32 (rows, columns): numbers, from 1, of what the detector outlines in the lesions at its default
    operating point.

    Parameters
    ----------
    lesions
        (rows, columns) numbers of the lesions, 0 elsewhere.
    detector
        None for the default one, loaded once a process.
    """
    analysis = (detector or _default()).analyse(mammogram, Progress())
    found = analysis.candidates
    chosen = np.flatnonzero(found.column("score") >= analysis.operating_points[DEFAULT])
    labels = np.zeros(lesions.shape, np.uint32)
    plane, numbers = labels.ravel(), lesions.ravel()
    count = 0
    for candidate in chosen.tolist():
        pixels = found.objects[candidate]
        if 2 * np.count_nonzero(numbers[pixels]) > len(pixels):
            count += 1
            plane[pixels] = count
    return labels


@lru_cache(maxsize=1)
def _default() -> Detector:
    return create()
