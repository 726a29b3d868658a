"""Hessian-DoG blobs and their measures against plain builds of the same with scipy and scikit-image, in one run."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
from MicrocalcCADLib.blobs import HessianDogParameters, segment_blobs
from MicrocalcCADLib.measure import measure_objects
from synthetic import synthetic_mammogram
from timing import best_time, peak_growth_mb

sys.path.append(str(Path(__file__).parents[1] / "Python"))
from blobs_reference import reference_blobs

SHAPES = ((3189, 2034), (4084, 3328))
SPACING_MM = 0.07


def benchmark() -> Iterator[str]:
    """Yield the lines of the report; raise where an answer differs from the plain build's."""
    start = time.perf_counter()
    segment_blobs(np.zeros((64, 64), np.float32), SPACING_MM)
    yield f"first call, numba's import and compiling or loading included: {time.perf_counter() - start:.1f} s"
    seconds_per_pixel = []
    for shape in SHAPES:
        image, breast = synthetic_mammogram(shape)
        run, plain_run = partial(segment_blobs, image, SPACING_MM), partial(reference_blobs, image, SPACING_MM, None, HessianDogParameters())
        whole, cropped, plain = best_time(run), best_time(partial(run, breast)), best_time(plain_run, 2)
        processor, plain_processor = best_time(run, clock=time.process_time), best_time(plain_run, 1, time.process_time)
        blobs = run()
        if not np.array_equal(blobs.labels, plain_run().labels):
            raise AssertionError("the blobs differ from those of the plain build")
        seconds_per_pixel.append(processor / image.size)
        yield f"{shape[0]} x {shape[1]}, {blobs.count} objects: {whole:.3f} s, with breast mask {cropped:.3f} s"
        yield f"    plain scipy build {plain:.2f} s, ratio {plain / whole:.1f} (target 15), pixel-identical"
        yield f"    processor time {processor:.3f} s against {plain_processor:.2f} s, ratio {plain_processor / processor:.1f}"
        measures = best_time(partial(measure_objects, blobs.pixels, blobs.starts, image, (SPACING_MM, SPACING_MM)))
        yield f"    measuring them {measures:.3f} s"
    yield f"processor time a pixel, large over small image: {seconds_per_pixel[1] / seconds_per_pixel[0]:.2f} (1 = linear)"
    yield f"peak memory over the input, {SHAPES[1][0]} x {SHAPES[1][1]}: {peak_growth_mb(_prepared):.0f} MB (target 250)"


def _prepared() -> Callable[[], object]:
    image = np.random.default_rng(0).random((64, 64)).astype(np.float32)
    segment_blobs(image, SPACING_MM)
    image = np.tile(image, (SHAPES[1][0] // 64 + 1, SHAPES[1][1] // 64 + 1))[: SHAPES[1][0], : SHAPES[1][1]].copy() * np.float32(0.05)
    return partial(segment_blobs, image, SPACING_MM)
