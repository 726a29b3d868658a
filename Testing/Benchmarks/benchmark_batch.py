"""Images a minute of `microcalc batch` with 2 workers against 1, on the same simulated mammograms, start of the workers
included and not.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import SimpleITK as sitk
from MicrocalcCADLib.batch.run import BatchOptions, run_batch
from MicrocalcCADLib.detection import DetectionOptions
from MicrocalcCADLib.detection_child import DetectorChoice
from synthetic import synthetic_mammogram

sys.path.append(str(Path(__file__).parents[1] / "Python"))
from batch_material import findings_without_timings

COUNT = 24
SHAPE = (1600, 1200)
SPACING_MM = 0.1


def benchmark() -> Iterator[str]:
    """Yield the lines of the report; raise where the findings of 1 and 2 workers differ."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write_images(folder / "in")
        rates = {}
        for workers in (1, 2):
            whole, steady = _timed(folder, workers)
            rates[workers] = steady
            yield f"{workers} workers: {whole:.1f} images a minute with the start, {steady:.1f} once all work"
        if findings_without_timings(folder / "out1") != findings_without_timings(folder / "out2"):
            raise AssertionError("1 and 2 workers found different things")
        yield (
            f"ratio {rates[2] / rates[1]:.2f} on {COUNT} images of {SHAPE[0]} x {SHAPE[1]}; findings byte-identical,"
            " timings aside"
        )


def _timed(folder: Path, workers: int) -> tuple[float, float]:
    """Return images a minute of the whole run, and from the first image that each worker has ended on."""
    ends: list[float] = []
    options = BatchOptions(DetectionOptions(folder / f"out{workers}"), DetectorChoice(device="cpu"), workers)
    start = time.perf_counter()
    run_batch([folder / "in"], options, told=lambda _: ends.append(time.perf_counter()))
    first = ends[2 * workers - 1]
    return 60 * COUNT / (time.perf_counter() - start), 60 * (COUNT - 2 * workers) / (ends[-1] - first)


def _write_images(folder: Path) -> None:
    folder.mkdir()
    for index in range(COUNT):
        pixels, _ = synthetic_mammogram(SHAPE, seed=index)
        image = sitk.GetImageFromArray(np.round(pixels * 65535).astype(np.uint16))
        image.SetSpacing((SPACING_MM, SPACING_MM))
        sitk.WriteImage(image, str(folder / f"image{index:02d}.nrrd"))
