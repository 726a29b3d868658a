"""Draws the sample mammogram of MicrocalcCAD/Resources/SampleData and its thumbnail: procedural, with one simulated
cluster.

Run from the repository's root: ``PYTHONPATH=MicrocalcCAD:MicrocalcTrain python tools/make_sample.py``. It prints the
SHA-256 that `MicrocalcCADSlicer.sample_data` states.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import SimpleITK as sitk
from MicrocalcCADLib.files import sha256_of
from MicrocalcTrainLib.simulation.backgrounds import procedural
from MicrocalcTrainLib.simulation.insertion import insert
from MicrocalcTrainLib.simulation.lesions import LesionParameters, cluster
from PIL import Image

RESOURCES = Path(__file__).resolve().parents[1] / "MicrocalcCAD" / "Resources"
IMAGE = RESOURCES / "SampleData" / "simulated_LEFT_CC.nrrd"
THUMBNAIL = RESOURCES / "Icons" / "SimulatedMammogram.png"
SHAPE, SPACING_MM, SEED = (1100, 760), 0.07, 11
CENTRE = (470, 260)
LESION = LesionParameters(diameter_mm=(0.25, 0.45), contrast=(12.0, 14.0), count=(14, 18), spread_mm=(2.0, 2.5))
FULL_SCALE = 1023
THUMBNAIL_SIZE = (280, 260)


def draw() -> np.ndarray:
    """Return the mammogram, uint16 (rows, columns) of 10 bits."""
    rng = np.random.default_rng(SEED)
    image = _breast(procedural(rng, SHAPE, SPACING_MM).image, rng)
    insert(image, SPACING_MM, cluster(rng, LESION), 1, CENTRE, rng, LESION)
    return np.round(np.clip(image, 0, 1) * FULL_SCALE).astype(np.uint16)


def _breast(tissue: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Cut the tissue to a compressed breast that thins towards the skin, on a dark ground with little noise."""
    rows, columns = np.ogrid[: SHAPE[0], : SHAPE[1]]
    radius = np.hypot((rows - SHAPE[0] / 2) / (0.44 * SHAPE[0]), columns / (0.82 * SHAPE[1]))
    thickness = np.sqrt(np.clip((1 - radius) / 0.25, 0, 1))
    ground = 0.02 + 0.002 * rng.standard_normal(SHAPE, np.float32)
    return np.where(radius < 1, 0.12 + tissue * thickness * 0.85, ground).astype(np.float32)


def thumbnail(image: np.ndarray) -> Image.Image:
    """Return the upper part of the picture with the cluster, 280 x 260 px in 8 bits."""
    height = round(image.shape[1] * THUMBNAIL_SIZE[1] / THUMBNAIL_SIZE[0])
    top = max(0, CENTRE[0] - height // 2)
    part = image[top : top + height].astype(np.float32)
    grey = np.clip(255 * part / np.percentile(part, 99.9), 0, 255).astype(np.uint8)
    return Image.fromarray(grey).resize(THUMBNAIL_SIZE, Image.Resampling.LANCZOS)


def main() -> None:
    """Write both files and print what the module has to state."""
    pixels = draw()
    image = sitk.GetImageFromArray(pixels)
    image.SetSpacing((SPACING_MM, SPACING_MM))
    IMAGE.parent.mkdir(parents=True, exist_ok=True)
    sitk.WriteImage(image, str(IMAGE), useCompression=True, compressor="gzip", compressionLevel=9)
    thumbnail(pixels).save(THUMBNAIL, optimize=True)
    print(f"{IMAGE.name}: {IMAGE.stat().st_size:,} bytes, SHA-256 {sha256_of(IMAGE)}")
    print(f"{THUMBNAIL.name}: {THUMBNAIL.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
