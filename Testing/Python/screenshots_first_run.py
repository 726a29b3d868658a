"""Draws Docs/screenshots/sample.jpg, what a detection says of the real sample, and tour.png, the panel at the first
step of the tour on it, clicked on the stand-in application.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import microcalc
from PIL import Image
from screenshots import FOLDER
from slicer_host import REPOSITORY, close_panel, open_panel, start_host
from small_pictures import save_small

SIZE = (480, 620)
SAMPLE = REPOSITORY / "MicrocalcCAD" / "Resources" / "SampleData" / "cesm_LEFT_CC.nrrd"
SAMPLE_WIDTH, SAMPLE_QUALITY = 1000, 80


def main() -> None:
    """Write the pictures."""
    draw_sample()
    application = start_host()
    widget = open_panel()
    widget.parent.resize(*SIZE)
    widget.parent.show()
    widget.tour.startButton.click()
    application.processEvents()
    widget.tour.look()
    application.processEvents()
    FOLDER.mkdir(parents=True, exist_ok=True)
    widget.parent.grab().save(str(FOLDER / "tour.png"))
    with Image.open(FOLDER / "tour.png") as picture:
        save_small(picture.copy(), FOLDER / "tour.png")
    widget.tour.end()
    close_panel(widget)
    print(FOLDER / "tour.png")


def draw_sample() -> None:
    """Write the overlay of the sample, as `microcalc detect --save overlay` does, in the size of a page."""
    with tempfile.TemporaryDirectory() as folder:
        overlay = microcalc.report(microcalc.detect(microcalc.read(SAMPLE)), Path(folder), "overlay")["overlay"]
        with Image.open(overlay) as picture:
            size = (SAMPLE_WIDTH, round(picture.height * SAMPLE_WIDTH / picture.width))
            small = picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    small.save(FOLDER / "sample.jpg", quality=SAMPLE_QUALITY, optimize=True, progressive=True)
    print(FOLDER / "sample.jpg")


if __name__ == "__main__":
    main()
