"""`microcalc detect` of 3328 x 2560 px from its start, and a detection in a process that waited, as ratios to the way
by PyTorch in the same run.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from MicrocalcCADLib.detection_child import DetectorChoice, write_request
from MicrocalcCADLib.kinds.system import NO_KINDS
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.models import find_bundle
from MicrocalcTrainLib.simulation.backgrounds import procedural
from MicrocalcTrainLib.simulation.images import ImageParameters, framed, simulate_image
from PIL import Image

SHAPE, SPACING_MM, ROUNDS = (3328, 2560), 0.07, 3
STAYING = "import sys; from MicrocalcCADLib.detection_child import main, stay; sys.exit(main(work=stay))"


@dataclass(frozen=True)
class Cost:
    """What a process took: seconds by the clock, of processors, and largest memory."""

    wall_s: float
    processor_s: float
    peak_mb: float

    def __str__(self) -> str:
        return f"{self.wall_s:.1f} s, {self.processor_s:.1f} s of processors, peak {self.peak_mb:.0f} MB"


def benchmark() -> Iterator[str]:
    """Yield the lines of the report (aims: from the start 3 s and 600 MB, in a process that waited 1.5 s, on a quiet
    machine of 2 cores).
    """
    subprocess.run([sys.executable, "-m", "MicrocalcCADLib.detectors.machine_code"], check=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        mammogram = _simulated()
        image = folder / "image.png"
        Image.fromarray(np.round(mammogram.pixels * 65535).astype(np.uint16)).save(image)
        without_onnx = Path(
            shutil.copytree(
                find_bundle(None, "hdogreg").folder, folder / "model", ignore=shutil.ignore_patterns("*.onnx")
            )
        )
        by_torch, ours = _least(image, folder, "--model", str(without_onnx)), _least(image, folder)
        nameless = _least(image, folder, "--kinds", NO_KINDS)
        warm_s = _warm_seconds(mammogram, folder / "request")
        yield f"by PyTorch, from the start: {by_torch}"
        ratios = (
            f"{by_torch.wall_s / ours.wall_s:.1f} times as fast, {by_torch.processor_s / ours.processor_s:.1f} by"
            " processor time"
        )
        yield f"by ONNX Runtime, from the start: {ours}; {ratios}, {ours.peak_mb / by_torch.peak_mb:.2f} of the memory"
        yield (
            f"without naming kinds: {nameless}; naming adds {100 * (ours.processor_s / nameless.processor_s - 1):.0f} %"
            " of processor time (aim 25)"
        )
        yield f"in a process that waited: {warm_s:.1f} s, {warm_s / ours.wall_s:.2f} of a whole start"


def _simulated() -> Mammogram:
    rng = np.random.default_rng(3)
    background = framed(procedural(rng, SHAPE, SPACING_MM), round(4 / SPACING_MM))
    return simulate_image(background, SPACING_MM, rng, ImageParameters(clusters=(3, 3), empty_share=0)).mammogram


def _least(image: Path, folder: Path, *more: str) -> Cost:
    options = ["--spacing", str(SPACING_MM), "--device", "cpu", "--quiet", *more]
    command = [sys.executable, "-m", "MicrocalcCADLib", "detect", str(image), "-o", str(folder / "out"), *options]
    costs = [_cost(command) for _ in range(ROUNDS)]
    return Cost(min(c.wall_s for c in costs), min(c.processor_s for c in costs), max(c.peak_mb for c in costs))


def _cost(command: list[str]) -> Cost:
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with status {process.returncode}")
    return Cost(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _warm_seconds(mammogram: Mammogram, folder: Path) -> float:
    """Return the least seconds from a request to its result in a process that has detected before."""
    folder.mkdir()
    request = write_request(folder, mammogram, DetectorChoice(device="cpu"))
    seconds = []
    with subprocess.Popen(
        [sys.executable, "-u", "-c", STAYING, str(request)], stdout=subprocess.PIPE, text=True
    ) as process:
        _wait(process)
        for _ in range(ROUNDS):
            start = time.perf_counter()
            write_request(folder, mammogram, DetectorChoice(device="cpu"))
            _wait(process)
            seconds.append(time.perf_counter() - start)
        shutil.rmtree(folder)
    return min(seconds)


def _wait(process: subprocess.Popen) -> None:
    for line in process.stdout:
        message = json.loads(line)
        if "error" in message:
            raise RuntimeError(message["error"])
        if message.get("waiting"):
            return
    raise RuntimeError("the process ended before it had detected")
