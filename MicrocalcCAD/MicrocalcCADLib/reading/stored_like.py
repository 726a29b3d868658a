"""A mammogram as whole numbers again, for programs that show and store such."""

from __future__ import annotations

import numpy as np

from ..mammogram import Mammogram

LEVELS = 65535
_ON_GRID = 0.02


def stored_like(mammogram: Mammogram) -> tuple[np.ndarray, float]:
    """Return uint16 values (rows, columns), bright is dense, and the value of full white.

    The values are those of the file where these are whole numbers that begin at 0, turned round where white is thin in
    the file; else, as for raw images, 65535 levels of the pixels.
    """
    scale = mammogram.full_scale
    if 1 < scale <= LEVELS and scale == round(scale):
        scaled = mammogram.pixels * np.float32(scale)
        whole = np.rint(scaled)
        if float(np.abs(scaled - whole).max()) < _ON_GRID:
            return whole.astype(np.uint16), scale
    return np.rint(mammogram.pixels * np.float32(LEVELS)).astype(np.uint16), float(LEVELS)
