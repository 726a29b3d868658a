"""Hessian-DoG blobs and their measures against plain builds of the same with scipy and scikit-image, in one run."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
from MicrocalcCADLib import compiled
from MicrocalcCADLib.blobs import Blobs, HessianDogParameters, segment_blobs
from MicrocalcCADLib.measure import measure_objects
from plain_blobs import plain_blobs
from synthetic import synthetic_mammogram
from timing import best_time, peak_growth_mb

sys.path.append(str(Path(__file__).parents[1] / "Python"))
from blobs_reference import reference_blobs

SHAPES = ((3189, 2034), (4084, 3328))
SPACING_MM = 0.07


def benchmark() -> Iterator[str]:
    """Yield the lines of the report (target: at least 15 times faster than the plain build); raise where an answer
    differs from the plain build's.
    """
    compiled.insist()
    start = time.perf_counter()
    segment_blobs(np.zeros((64, 64), np.float32), SPACING_MM)
    yield f"first call, numba's import and compiling or loading included: {time.perf_counter() - start:.1f} s"
    seconds_per_pixel = []
    for shape in SHAPES:
        image, breast = synthetic_mammogram(shape)
        ours = partial(segment_blobs, image, SPACING_MM)
        yield (
            f"{shape[0]} x {shape[1]}: {best_time(ours):.3f} s, with breast mask"
            f" {best_time(partial(ours, breast)):.3f} s"
        )
        blobs, seconds = ours(), best_time(ours, clock=time.process_time)
        seconds_per_pixel.append(seconds / image.size)
        yield f"    processor time {seconds:.3f} s; {blobs.count} objects"
        yield _compared(
            blobs, seconds, "plain scikit-image build", plain_blobs, image, SPACING_MM, HessianDogParameters()
        )
        yield _compared(blobs, seconds, "lean scipy build", _reference_labels, image)
        measures = best_time(partial(measure_objects, blobs.objects, image, (SPACING_MM, SPACING_MM)))
        yield f"    measuring the objects {measures:.3f} s"
    yield (
        f"processor time a pixel, large over small image: {seconds_per_pixel[1] / seconds_per_pixel[0]:.2f} (1 ="
        " linear)"
    )
    yield (
        f"peak memory over the input, {SHAPES[1][0]} x {SHAPES[1][1]}: {peak_growth_mb(_prepared):.0f} MB (target 250)"
    )


def _compared(blobs: Blobs, seconds: float, name: str, build: Callable[..., np.ndarray], *arguments: object) -> str:
    start = time.process_time()
    labels = build(*arguments)
    theirs = time.process_time() - start
    if not np.array_equal(blobs.labels, labels):
        raise AssertionError(f"the blobs differ from those of the {name}")
    return f"    {name} {theirs:.2f} s of processor time, ratio {theirs / seconds:.1f}, pixel-identical"


def _reference_labels(image: np.ndarray) -> np.ndarray:
    return reference_blobs(image, SPACING_MM, None, HessianDogParameters()).labels


def _prepared() -> Callable[[], object]:
    image = np.random.default_rng(0).random((64, 64)).astype(np.float32)
    segment_blobs(image, SPACING_MM)
    image = np.tile(image, (SHAPES[1][0] // 64 + 1, SHAPES[1][1] // 64 + 1))[
        : SHAPES[1][0], : SHAPES[1][1]
    ].copy() * np.float32(0.05)
    return partial(segment_blobs, image, SPACING_MM)
