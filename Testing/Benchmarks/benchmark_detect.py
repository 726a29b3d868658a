"""Whole detection on 4084 x 3328 px after imports: seconds, peak memory, `decide`; a simulated mammogram, and specks
all over as the worst case.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator

import numpy as np
from MicrocalcCADLib import compiled, detectors
from MicrocalcCADLib.decide import decide
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcTrainLib.simulation.backgrounds import procedural
from MicrocalcTrainLib.simulation.images import ImageParameters, framed, simulate_image
from synthetic import synthetic_mammogram

SHAPE = (4084, 3328)
SPACING_MM = 0.07
DECISIONS = 5


def benchmark() -> Iterator[str]:
    """Yield the lines of the report."""
    compiled.insist()
    detector = detectors.create(device="cpu")
    specks = synthetic_mammogram(SHAPE)[0].astype("float32").clip(0, 1)
    detector.analyse(Mammogram(specks[:1000, :1000].copy(), (SPACING_MM, SPACING_MM), "given"))
    yield from _measured("simulated mammogram, breast on two thirds of the field", _simulated(), detector)
    yield from _measured(
        "specks all over (1 in 300 pixels)", Mammogram(specks, (SPACING_MM, SPACING_MM), "given"), detector
    )


def _simulated() -> Mammogram:
    rng = np.random.default_rng(3)
    background = framed(procedural(rng, SHAPE, SPACING_MM), round(4 / SPACING_MM))
    return simulate_image(background, SPACING_MM, rng, ImageParameters(clusters=(3, 3), empty_share=0)).mammogram


def _measured(name: str, mammogram: Mammogram, detector: detectors.Detector) -> Iterator[str]:
    before = _peak_mb()
    start = time.perf_counter()
    analysis = detector.analyse(mammogram)
    seconds = time.perf_counter() - start
    yield f"{name}: analyse {seconds:.2f} s (target 8), {dict(analysis.timings_s)}"
    yield f"  peak memory of the process {_peak_mb():.0f} MB (target 1500), {before:.0f} before"
    times = []
    for _ in range(DECISIONS):
        start = time.perf_counter()
        findings = decide(analysis)
        times.append(time.perf_counter() - start)
    yield f"  decide: {1000 * min(times):.1f} ms (target 50) for {len(findings.calcifications)} candidates"


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
