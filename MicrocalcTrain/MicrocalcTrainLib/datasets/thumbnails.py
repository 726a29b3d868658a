"""Small pictures of a set's images with what is marked in them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from MicrocalcCADLib.files import written_whole
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.reporting.picture import to_grey, window_of
from scipy.ndimage import binary_dilation

from .truth import Truth, on_grid

HEIGHT = 256
CALCIFICATION, REGION, DOUBTFUL, REJECTED = (255, 64, 64), (255, 200, 0), (120, 160, 255), (90, 200, 90)


def write_thumbnail(path: Path, mammogram: Mammogram, breast: np.ndarray, truth: Truth) -> None:
    """Write a PNG of at most 256 pixels' height: calcifications red, borders of regions yellow, doubtful marks blue,
    rejected green.

    Raises
    ------
    OutputError
        If the disk is full or must not be written.
    """
    from PIL import Image

    rows, columns = mammogram.shape
    shape = (HEIGHT, max(1, round(columns * HEIGHT / rows))) if rows > HEIGHT else (rows, columns)
    grey = to_grey(mammogram.pixels, window_of(mammogram.pixels, breast))
    picture = np.asarray(Image.fromarray(grey).resize(shape[::-1], Image.Resampling.BILINEAR).convert("RGB")).copy()
    regions = on_grid(truth.regions, shape)
    others = ((truth.doubtful, DOUBTFUL), (truth.rejected, REJECTED))
    for plane, colour in (
        (binary_dilation(regions) & ~regions, REGION),
        *((on_grid(plane, shape), colour) for plane, colour in others),
    ):
        picture[plane] = colour
    picture[on_grid(truth.labels > 0, shape)] = CALCIFICATION
    with written_whole(path) as temporary:
        Image.fromarray(picture).save(temporary)
