"""Whole detection on a 4084 x 3328 px mammogram after imports: seconds, peak memory, `decide`; against the blob step's plain build."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator

from MicrocalcCADLib import detectors
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.mammogram import Mammogram
from synthetic import synthetic_mammogram

SHAPE = (4084, 3328)
SPACING_MM = 0.07


def benchmark() -> Iterator[str]:
    """Yield the lines of the report."""
    image, _ = synthetic_mammogram(SHAPE)
    mammogram = Mammogram(image.astype("float32").clip(0, 1), (SPACING_MM, SPACING_MM), "given")
    detector = detectors.create(device="cpu")
    detector.analyse(Mammogram(image[:1000, :1000].astype("float32").clip(0, 1), (SPACING_MM, SPACING_MM), "given"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.perf_counter()
    analysis = detector.analyse(mammogram)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield f"analyse: {seconds:.2f} s (target 8), {dict(analysis.timings_s)}"
    yield f"peak memory of the process {peak:.0f} MB (target 1500), {before:.0f} before"
    start = time.perf_counter()
    findings = decide(analysis)
    yield f"decide: {1000 * (time.perf_counter() - start):.1f} ms (target 50) for {len(findings.calcifications)} candidates"
