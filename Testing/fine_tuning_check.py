"""Does fine-tuning work? 12 corrected images of a vendor that the shipped model never saw, and 40 others to judge it
by.

Simulated mammograms (regions of `SIDE_MM`) get one look that lies beyond the training's random looks: another spacing,
soft and grainy, with correlated noise and flat contrast; what then shows too little contrast to be seen is no part of
the truth, since no reader would correct it. They are imported, `microcalc-train fine-tune` runs as a user
would start it, and its report is printed with the minutes that it took, also of the processor.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from MicrocalcCADLib.contrast import texture
from MicrocalcTrainLib.datasets.splits import Splits
from MicrocalcTrainLib.simulation.backgrounds import (
    Background,
    BackgroundSource,
    film_sources,
    folder_sources,
    load,
    procedural,
)
from MicrocalcTrainLib.simulation.images import ImageParameters, at_spacing, drawn_image, simulate_image, write_set
from MicrocalcTrainLib.simulation.insertion import ANNOTATABLE, shown_contrast
from scipy.ndimage import gaussian_filter

SPACING_MM, SIDE_MM = 0.085, 55.0
TRAIN, VALIDATION, TEST = 12, 4, 40
SOFT_MM, GRAIN_MM, GRAIN, DEPTH = 0.08, 0.09, 1.3, 0.4
GAIN_WANTED = 0.05


def vendor_look(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return the image (rows, columns) as the vendor's chain gives it: blurred, with grain of a certain size, low
    contrast, 8 bits.
    """
    grain = gaussian_filter(rng.standard_normal(image.shape, np.float32), GRAIN_MM / SPACING_MM)
    soft = gaussian_filter(image, SOFT_MM / SPACING_MM)
    soft = soft + GRAIN * texture(soft, SPACING_MM) * grain / grain.std()
    low, high = np.percentile(soft, (1, 99.9))
    return (np.round(255 * np.clip(0.3 + DEPTH * (soft - low) / max(high - low, 1e-4), 0, 1)) / 255).astype(np.float32)


def region(source: BackgroundSource | None, rng: np.random.Generator, cache: Path) -> Background:
    """Return a square of tissue out of a mammogram, or of procedural texture where that has no square full
    of breast.
    """
    side = round(SIDE_MM / SPACING_MM)
    if source is not None:
        own = min(source.spacing_mm, 0.1)
        whole = at_spacing(load(source, own, cache), own, SPACING_MM, rng, ImageParameters())
        for _ in range(50):
            row, column = (int(rng.integers(0, max(1, n - side))) for n in whole.image.shape)
            window = slice(row, row + side), slice(column, column + side)
            if whole.mask[window].shape == (side, side) and whole.mask[window].mean() > 0.9:
                return Background(whole.image[window], whole.mask[window], whole.name)
    texture_alone = procedural(rng, (side, side), SPACING_MM)
    return Background(texture_alone.image, np.ones((side, side), bool), "procedural")


def images(sources: list[BackgroundSource], seed: int, cache: Path):
    """Yield the simulated regions, patients in the order of `TRAIN`, `VALIDATION`, `TEST`, whose backgrounds differ."""
    order = np.random.default_rng(seed).permutation(len(sources))
    shares = np.array_split(order, [len(order) // 3, len(order) // 2])
    number = 0
    for share, count in zip(shares, (TRAIN, VALIDATION, TEST), strict=True):
        for i in range(count):
            rng = np.random.default_rng((seed, number))
            source = sources[share[i % len(share)]] if len(share) else None
            parameters = ImageParameters(
                clusters=(1, 1), singles=(0, 2), empty_share=0.0, vessel_share=0.0, edge_mm=10.0
            )
            one = simulate_image(region(source, rng, cache), SPACING_MM, rng, parameters)
            mammogram = replace(one.mammogram, pixels=vendor_look(one.mammogram.pixels, rng))
            shown = shown_contrast(mammogram.pixels, one.drawn, SPACING_MM)
            seen = tuple(c for c, contrast in zip(one.drawn, shown, strict=True) if contrast >= ANNOTATABLE)
            yield drawn_image(f"p{number:03d}", mammogram, seen, one.clusters)
            number += 1


def main() -> int:
    """Run the check; 0 if the gain is what is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--backgrounds", type=Path, help="folder of normal mammograms, for tissue and to train on")
    parser.add_argument("--model", default="hdogreg-light")
    parser.add_argument("--seed", type=int, default=77)
    options, rest = parser.parse_known_args()
    folder: Path = options.output
    sources = film_sources() + (folder_sources(options.backgrounds) if options.backgrounds else [])
    total = TRAIN + VALIDATION + TEST
    write_set(folder / "set", images(sources, options.seed, folder / "backgrounds"), total)
    parts = ["train"] * TRAIN + ["validation"] * VALIDATION + ["test"] * TEST
    Splits({f"p{number:03d}": part for number, part in enumerate(parts)}).save(folder / "splits.json")
    command = [sys.executable, "-m", "MicrocalcTrainLib"]
    data = folder / "data"
    subprocess.run(
        [*command, "import", "folder", folder / "set", "-o", data, "--split", folder / "splits.json", "--workers", "2"],
        check=True,
    )
    start, used = time.perf_counter(), _processor_seconds()
    extra = ["--backgrounds", options.backgrounds] if options.backgrounds else []
    subprocess.run(
        [*command, "fine-tune", options.model, "--data", data, "-o", folder / "tuned", *extra, *rest], check=True
    )
    minutes = (time.perf_counter() - start) / 60
    processor = (_processor_seconds() - used) / 60
    report = json.loads((folder / "tuned" / "fine-tuning.json").read_text())
    gain = report["after"]["tpr_at_0.4_fp_per_cm2"] - report["before"]["tpr_at_0.4_fp_per_cm2"]
    spent = f"in {minutes:.1f} minutes, {processor:.1f} of the processor"
    print(f"TPR at 0.4 FP/cm2 {gain:+.3f} (wanted {GAIN_WANTED:+.2f}) on {report['after']['images']} images {spent}")
    return 0 if gain >= GAIN_WANTED else 1


def _processor_seconds() -> float:
    """Return the processor time of the programs that ended; it grows little while other programs run, as the clock
    does.
    """
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
