"""Detects in many images in one process and prints how memory and file handles develop: both must stay as they are.

    python Testing/soak.py --images 500

Simulated mammograms of 300 x 240 pixels at 0.1 mm, as a worker of a batch takes them, with all formats that need no
DICOM file. Exit status 1 if memory rises by more than 5 % after the first 50 images, or the number of file handles
changes.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from MicrocalcCADLib import detectors
from MicrocalcCADLib.batch.items import DONE, Item
from MicrocalcCADLib.batch.task import loaded_detector, read_item, work_on
from MicrocalcCADLib.batch.worker import memory_mb
from MicrocalcCADLib.detection import DetectionOptions
from MicrocalcCADLib.detection_child import DetectorChoice
from MicrocalcCADLib.progress import Progress

FORMATS = ("json", "labels", "seg", "csv", "overlay", "html")
SHAPE = (300, 240)
DIFFERENT, SETTLED, MOST_GROWTH = 10, 50, 0.05
HANDLES = Path("/proc/self/fd")


@dataclass(frozen=True)
class Figures:
    """Memory in use in MB and open file handles after each image."""

    memory_mb: tuple[float, ...]
    handles: tuple[int, ...]

    @property
    def growth(self) -> float:
        """By how much the largest memory exceeds that after the first `SETTLED` images, as a share of it."""
        settled = self.memory_mb[min(SETTLED, len(self.memory_mb)) - 1 :]
        return max(settled) / settled[0] - 1

    @property
    def steady(self) -> bool:
        """Whether memory and handles stay as they are."""
        return self.growth <= MOST_GROWTH and len(set(self.handles[min(SETTLED, len(self.handles)) - 1 :])) == 1


def soaked(folder: Path, images: int, method: str) -> Iterator[tuple[float, int]]:
    """Yield memory in MB and file handles after each image; raise where one is not done."""
    sys.path.append(str(Path(__file__).parent / "Python"))
    from batch_material import write_simulated

    paths = write_simulated(folder / "in", DIFFERENT, *SHAPE)
    options, detector = DetectionOptions(folder / "out", FORMATS), loaded_detector(DetectorChoice(method, device="cpu"))
    for number in range(images):
        item = Item(f"image{number % DIFFERENT}", paths[number % DIFFERENT])
        outcome = work_on(item, read_item(item, options), 0.0, detector, options, Progress())
        if outcome.status != DONE:
            raise RuntimeError(f"Image {number} is {outcome.status}: {outcome.reason}")
        yield memory_mb(), len(os.listdir(HANDLES))


def main() -> int:
    """Run the soak and return 0 if it is steady."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=500)
    parser.add_argument("--method", default=detectors.DEFAULT)
    options = parser.parse_args()
    if not HANDLES.exists():
        parser.error("memory and file handles are read from /proc: run it on Linux")
    start, seen = time.perf_counter(), []
    with tempfile.TemporaryDirectory() as folder:
        for memory, handles in soaked(Path(folder), options.images, options.method):
            seen.append((memory, handles))
            if len(seen) % SETTLED == 0 or len(seen) == options.images:
                print(
                    f"{len(seen):5d} images: {memory:6.0f} MB, {handles} file handles,"
                    f" {time.perf_counter() - start:.0f} s",
                    flush=True,
                )
    figures = Figures(*zip(*seen, strict=True))
    verdict = "steady" if figures.steady else "NOT steady"
    handles = sorted(set(figures.handles[SETTLED - 1 :]))
    print(
        f"{verdict}: memory at most {figures.growth:+.1%} of that after {SETTLED} images, file handles after them:"
        f" {handles}"
    )
    return 0 if figures.steady else 1


if __name__ == "__main__":
    sys.exit(main())
