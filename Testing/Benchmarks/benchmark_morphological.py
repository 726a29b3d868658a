"""Ciecholewski's segmentation against a plain scikit-image build of it, in one run (target: 5 times faster)."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
from MicrocalcCADLib.morphology import MorphologyParameters, segment
from synthetic import synthetic_mammogram
from timing import best_time, peak_growth_mb

sys.path.append(str(Path(__file__).parents[1] / "Python"))
from morphological_reference import reference_segment
from skimage.segmentation import watershed

SHAPES = ((3189, 2034), (4084, 3328))


def benchmark() -> Iterator[str]:
    """Yield the lines of the report; the plain build differs only where its watershed breaks ties otherwise."""
    start = time.perf_counter()
    segment(np.zeros((64, 64), np.float32), np.ones((64, 64), bool))
    yield f"first call, numba's import and compiling or loading included: {time.perf_counter() - start:.1f} s"
    for shape in SHAPES:
        image, breast = synthetic_mammogram(shape)
        ours = partial(segment, image, breast)
        wall, seconds = best_time(ours, 3), best_time(ours, 3, time.process_time)
        yield f"{shape[0]} x {shape[1]}: {wall:.2f} s, processor time {seconds:.2f} s"
        start = time.process_time()
        plain = reference_segment(image, breast, MorphologyParameters(), watershed)
        theirs = time.process_time() - start
        alike = np.mean(plain == ours())
        yield (
            f"    plain scikit-image build {theirs:.1f} s of processor time, ratio {theirs / seconds:.1f}; {alike:.4%}"
            " of pixels alike"
        )
    yield f"peak memory over the input, {SHAPES[1][0]} x {SHAPES[1][1]}: {peak_growth_mb(_prepared):.0f} MB"


def _prepared() -> partial:
    image, breast = synthetic_mammogram(SHAPES[1])
    segment(image[:500, :500], breast[:500, :500])
    return partial(segment, image, breast)
