"""Same input, same findings, byte for byte; and many images in one process need no more memory or file handles than
few.
"""

from __future__ import annotations

import gc
import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from dicom_files import write_mammogram
from MicrocalcCADLib import detectors
from MicrocalcCADLib.detection import DetectionOptions, detect_image
from MicrocalcCADLib.detectors import Detector
from MicrocalcCADLib.progress import Progress
from report_material import make_mammogram

FORMATS = ("json", "csv", "html", "seg", "labels")
IMAGES, SETTLED, MOST_GROWTH = 500, 50, 0.05
METHOD = "morphological"  # without a model, so that what is measured is what all methods share


def detector(method: str) -> Detector:
    return detectors.create(method, None, "cpu")


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """A small mammogram with a few bright specks."""
    pixels = np.round(make_mammogram(400, 320).pixels * 3000).astype(np.uint16)
    for row, column in ((150, 90), (160, 98), (171, 92), (163, 103), (176, 101), (169, 85)):
        pixels[row - 1 : row + 3, column - 1 : column + 3] += 900
    return write_mammogram(tmp_path / "image.dcm", pixels, ImagerPixelSpacing=[0.1, 0.1])


def results(image: Path, folder: Path, method: str) -> dict[str, bytes]:
    """The files of one detection, timings taken out."""
    made = detect_image(image, "image", detector(method), DetectionOptions(folder, FORMATS, 0.0), Progress())
    content = json.loads(made.paths["json"].read_text(encoding="utf-8"))
    assert content["calcifications"]
    content.pop("timings_s")
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in {".csv", ".nrrd"}}
    return files | {"findings": json.dumps(content).encode()}


@pytest.mark.parametrize("method", [METHOD, pytest.param("hdogreg", marks=pytest.mark.slow)])
def test_the_same_input_gives_the_same_bytes_again(method: str, image: Path, tmp_path: Path) -> None:
    first, second = (results(image, tmp_path / name, method) for name in ("first", "second"))
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory and handles are read from /proc")
def test_memory_and_file_handles_stay_as_they_are_over_many_images(image: Path, tmp_path: Path) -> None:
    options, marker = DetectionOptions(tmp_path / "out", FORMATS), detector(METHOD)
    memory, handles = [], []
    for number in range(IMAGES):
        detect_image(image, "image", marker, replace(options, folder=tmp_path / "out"), Progress())
        if number >= SETTLED and number % 10 == 0:
            gc.collect()
            memory.append(resident_bytes())
            handles.append(len(os.listdir("/proc/self/fd")))
    print(f"resident: {memory[0] / 2**20:.0f} MiB after {SETTLED} images, {memory[-1] / 2**20:.0f} MiB after {IMAGES}")
    assert max(memory) < (1 + MOST_GROWTH) * memory[0]
    assert len(set(handles)) == 1
