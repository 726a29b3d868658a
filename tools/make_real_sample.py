"""Makes the real sample mammogram of MicrocalcCAD/Resources/SampleData: an image of CDD-CESM with a simulated cluster,
and its truth.

Run from the repository's root: ``PYTHONPATH=MicrocalcCAD:MicrocalcTrain python tools/make_real_sample.py IMAGE``, IMAGE
being the low-energy image of CDD-CESM (CC BY 4.0) whose SHA-256 is `SOURCE`. It prints the SHA-256 that
`MicrocalcCADSlicer.sample_data` states. Nothing is drawn but the cluster; calcified vessels and round calcifications
are the patient's own, read by eye, by no radiologist.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import SimpleITK as sitk
from MicrocalcCADLib.contrast import texture
from MicrocalcCADLib.files import sha256_of
from MicrocalcTrainLib.simulation.kinds.lesions import WORDS, InsertedLesion, insert_kind
from PIL import Image

RESOURCES = Path(__file__).resolve().parents[1] / "MicrocalcCAD" / "Resources"
IMAGE = RESOURCES / "SampleData" / "cesm_LEFT_CC.nrrd"
TRUTH = RESOURCES / "SampleData" / "cesm_LEFT_CC.truth.json"
THUMBNAIL = RESOURCES / "Icons" / "CesmMammogram.png"
SOURCE = "86f4e77dda849f825ca978f4b7cef51a7057a6d2dcad40c5e58d322086597de5"
SPACING_MM, WHITE, SEED = 0.094, 255, 5
KIND, CENTRE = "fine pleomorphic", (520.0, 560.0)
THUMBNAIL_SIZE = (280, 260)
ATTRIBUTION = (
    "Khaled R, Helal M, Alfarghaly O, et al. CDD-CESM. The Cancer Imaging Archive, 2021. doi:10.7937/29kw-ae92"
)
# what is real in it, as it was read by eye: places in pixels, radius in mm
OWN = (
    {"kind": "vascular", "distribution": "linear", "row": 1630, "column": 246, "radius_mm": 15.5},
    {"kind": "vascular", "distribution": "linear", "row": 1147, "column": 961, "radius_mm": 9.2},
    {"kind": "vascular", "distribution": "linear", "row": 1163, "column": 871, "radius_mm": 3.3},
    {"kind": "round or punctate", "distribution": "single", "row": 1192, "column": 382, "radius_mm": 0.3},
    {"kind": "round or punctate", "distribution": "grouped", "row": 946, "column": 1020, "radius_mm": 4.8},
)


def with_cluster(grey: np.ndarray) -> tuple[np.ndarray, InsertedLesion]:
    """Return the picture, uint8 (rows, columns), with the simulated cluster, and what of it is there."""
    image = grey.astype(np.float32) / WHITE
    rng = np.random.default_rng(SEED)
    lesion = insert_kind(image, SPACING_MM, WORDS.index(KIND) + 1, CENTRE, rng, texture(image, SPACING_MM))
    return np.rint(np.clip(image, 0, 1) * WHITE).astype(np.uint8), lesion


def truth(lesion: InsertedLesion) -> dict:
    """Return what is known of the picture: each simulated calcification by its middle and its pixels, and
    what is real.
    """
    calcifications = [
        {"row": round(float(rows.mean()), 1), "column": round(float(columns.mean()), 1), "pixels": len(rows)}
        for rows, columns in lesion.objects
    ]
    return {
        "about": (
            "One cluster was simulated into an image of CDD-CESM. What is real was read by eye, by no radiologist; it"
            " is not complete."
        ),
        "source": ATTRIBUTION,
        "licence": "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/",
        "spacing_mm": SPACING_MM,
        "simulated": {"kind": KIND, "row": CENTRE[0], "column": CENTRE[1], "calcifications": calcifications},
        "real": list(OWN),
    }


def thumbnail(image: np.ndarray) -> Image.Image:
    """Return the breast, 280 x 260 px."""
    height = round(image.shape[1] * THUMBNAIL_SIZE[1] / THUMBNAIL_SIZE[0])
    top = (image.shape[0] - height) // 2
    return Image.fromarray(image[top : top + height]).resize(THUMBNAIL_SIZE, Image.Resampling.LANCZOS)


def main(source: Path) -> int:
    """Write image, truth and thumbnail, and print what the module has to state."""
    if sha256_of(source) != SOURCE:
        print(
            f"{source.name} is another image than the sample is made of: its SHA-256 must be {SOURCE}.", file=sys.stderr
        )
        return 1
    with Image.open(source) as picture:
        image, lesion = with_cluster(np.asarray(picture.convert("L")))
    stored = sitk.GetImageFromArray(image)
    stored.SetSpacing((SPACING_MM, SPACING_MM))
    sitk.WriteImage(stored, str(IMAGE), useCompression=True, compressor="gzip", compressionLevel=9)
    TRUTH.write_text(json.dumps(truth(lesion), indent=1) + "\n", encoding="utf-8")
    thumbnail(image).save(THUMBNAIL, optimize=True)
    for path in (IMAGE, TRUTH, THUMBNAIL):
        print(f"{path.name}: {path.stat().st_size:,} bytes, SHA-256 {sha256_of(path)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
