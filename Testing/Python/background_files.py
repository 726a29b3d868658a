"""Small background mammograms on disk, for recipes run in miniature."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from MicrocalcTrainLib.simulation.backgrounds import BackgroundSource, procedural
from MicrocalcTrainLib.simulation.images import framed
from PIL import Image

SPACING_MM = 0.1


def write_backgrounds(folder: Path, held_in: int = 2, held_out: int = 1, side: int = 320) -> list[BackgroundSource]:
    """Write textures with the outline of a breast as 16-bit PNG and return them as sources, the last `held_out` held
    out.
    """
    sources = []
    for number in range(held_in + held_out):
        rng = np.random.default_rng(number)
        image = framed(procedural(rng, (side, side), SPACING_MM), 30).image
        path = folder / f"background{number}.png"
        Image.fromarray((image * 65535).astype(np.uint16)).save(path)
        sources.append(BackgroundSource(path, SPACING_MM, number >= held_in))
    return sources
