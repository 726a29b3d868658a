"""Writing NRRD files of one mammogram, placed as Slicer places a mammogram that it loads itself."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from ..files import written_whole

TYPES = {"uint8": "uint8", "uint32": "uint32"}
BAND_BYTES = 8 << 20


def write_nrrd(
    path: Path, image: np.ndarray, spacing_mm: tuple[float, float], fields: Mapping[str, str] | None = None
) -> None:
    """Write a label image as a volume of one slice.

    Parameters
    ----------
    image
        uint8 or uint32 array (rows, columns), or (rows, columns, layers).
    spacing_mm
        (row, column) distance of pixel centres. Columns run along patient L and rows along P from an origin of 0
        and the slice is 1 mm thick: the fictitious geometry that Slicer gives a mammogram, so that the two overlie.
    fields
        Key/value pairs for the header.
    """
    rows, columns = image.shape[:2]
    layers = image.shape[2:]
    domain = f"({spacing_mm[1]!r},0,0) (0,{spacing_mm[0]!r},0) (0,0,1)"
    header = [
        "NRRD0004",
        f"type: {TYPES[image.dtype.name]}",
        f"dimension: {3 + len(layers)}",
        "space: left-posterior-superior",
        "sizes: " + " ".join(map(str, (*layers, columns, rows, 1))),
        f"space directions: {'none ' * len(layers)}{domain}",
        f"kinds: {'list ' * len(layers)}domain domain domain",
        "endian: little",
        "encoding: gzip",
        "space origin: (0,0,0)",
        *(f"{key}:={value}" for key, value in (fields or {}).items()),
    ]
    with written_whole(path) as temporary, temporary.open("wb") as stream:
        stream.write(("\n".join(header) + "\n\n").encode())
        packer = zlib.compressobj(1, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
        band = max(1, BAND_BYTES // max(1, image[:1].nbytes))
        for first in range(0, rows, band):
            stream.write(
                packer.compress(np.ascontiguousarray(image[first : first + band], image.dtype.newbyteorder("<")).data)
            )
        stream.write(packer.flush())
