"""Pictures of the documentation in few bytes: one byte a pixel, greys for the film and the panel, the rest for what has
a colour.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PIL import Image

GREYS, COLOURS = 24, 31
LEAST_SATURATION = 40


def save_small(picture: Image.Image, path: Path) -> None:
    """Write a picture as PNG with a palette in which rare colours, such as those of thin marks, have places of their
    own.
    """
    pixels = np.asarray(picture.convert("RGB"))
    coloured = pixels[np.ptp(pixels.astype(int), axis=-1) >= LEAST_SATURATION]
    greys = [value for step in range(GREYS) for value in (round(255 * step / (GREYS - 1)),) * 3]
    own: list[int] = []
    if len(coloured):
        row = Image.fromarray(coloured[np.newaxis])
        own = row.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, kmeans=2).getpalette()[: 3 * COLOURS]
    palette = Image.new("P", (1, 1))
    palette.putpalette([*greys, *own])
    Image.fromarray(pixels).quantize(palette=palette, dither=Image.Dither.NONE).save(path, optimize=True)


def main() -> None:
    """Make PNG files that are given by name small."""
    for name in sys.argv[1:]:
        path = Path(name)
        before = path.stat().st_size
        with Image.open(path) as picture:
            copy = picture.convert("RGB")
        save_small(copy, path)
        print(f"{path.name}: {before} to {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
