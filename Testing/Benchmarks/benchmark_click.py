"""Click to marks in the test host against the command line, each less the start of its process; 2400 x 1800 px at 0.07
mm.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from synthetic import synthetic_mammogram

SHAPE, SPACING_MM, ROUNDS = (2400, 1800), 0.07, 3
TESTS = Path(__file__).resolve().parents[1] / "Python"
START = "from MicrocalcCADLib import detectors; detectors.create(device='cpu')"


def benchmark() -> Iterator[str]:
    """Yield the lines of the report."""
    pixels = np.round(synthetic_mammogram(SHAPE)[0] * 4095).astype(np.uint16)
    with tempfile.TemporaryDirectory() as folder:
        path = _written(pixels, Path(folder))
        start = min(_seconds([sys.executable, "-c", START]) for _ in range(ROUNDS))
        line = min(_seconds(_command_line(path, Path(folder))) for _ in range(ROUNDS)) - start
        click = min(_clicks(pixels)) - start
    yield (
        f"command line {line:.2f} s, click to marks {click:.2f} s, ratio {click / line:.2f} (target 1.15); process"
        f" start {start:.2f} s off both"
    )


def _written(pixels: np.ndarray, folder: Path) -> Path:
    import SimpleITK as sitk

    image = sitk.GetImageFromArray(pixels)
    image.SetSpacing((SPACING_MM, SPACING_MM))
    sitk.WriteImage(image, str(folder / "image.nrrd"))
    return folder / "image.nrrd"


def _command_line(path: Path, folder: Path) -> list[str]:
    options = ["--spacing", str(SPACING_MM), "--device", "cpu", "--save", "json,seg"]
    return [sys.executable, "-m", "MicrocalcCADLib", "detect", str(path), "-o", str(folder), *options]


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=os.environ)
    return time.perf_counter() - start


def _clicks(pixels: np.ndarray) -> Iterator[float]:
    sys.path.insert(0, str(TESTS))
    from slicer_host import close_panel, open_panel, start_host

    application = start_host()
    import slicer.util

    volume = slicer.util.addVolumeFromArray(pixels[None])
    volume.SetSpacing(SPACING_MM, SPACING_MM, 1.0)
    for _ in range(ROUNDS):
        widget = open_panel()
        widget.ui.volumeSelector.setCurrentNode(volume)
        widget.ui.deviceSelector.setCurrentIndex(widget.ui.deviceSelector.findData("cpu"))
        start = time.perf_counter()
        widget.ui.detectButton.click()
        application.wait_until(lambda widget=widget: widget.ui.detectButton.text != "Cancel", 300)
        yield time.perf_counter() - start
        if not widget.ui.statusLabel.text.startswith("Done"):
            raise RuntimeError(f"The click ended in: {widget.ui.statusLabel.text}")
        close_panel(widget)
